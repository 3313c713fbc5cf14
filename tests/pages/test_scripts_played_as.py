"""A script played with what is known of one of the organisation's people."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg
import pytest
from flask.testing import FlaskClient

from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.test_scripts_on_page import screen, written
from tests.pages.visiting import Visitor
from tests.service import crowd

EDIT = "/scripts/late_prompt/edit"
OURS = "+15550990001"
NOTHING_NEW = (
    "SELECT (SELECT count(*) FROM outbox_messages), (SELECT count(*) FROM conversations),"
    " (SELECT count(*) FROM attempts), (SELECT count(*) FROM nudges),"
    " (SELECT count(*) FROM memories)"
)


@pytest.fixture
def coach(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def where(parts: Parts, stairwell: UUID) -> UUID:
    return crowd.programme(parts, stairwell, name="Meetings")


@pytest.fixture
def ines(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    return crowd.person(
        parts, stairwell, where, name="Inés", number=OURS, language="es",
        step="decir una idea <b>pronto</b>",
    )  # fmt: skip


def finds(coach: Visitor, who: str, path: str = EDIT) -> Visitor:
    coach.goes(path)
    own = {"source": written(coach)} if path.endswith("/edit") else {}
    return coach.sends(path, **own, do="find", as_who=who)


def test_it_says_her_step_in_her_language_and_keeps_nothing(
    coach: Visitor, ines: UUID, clone: Clone
) -> None:
    with psycopg.connect(clone.owner_url, autocommit=True) as owner:
        before = owner.execute(NOTHING_NEW).fetchone()
        finds(coach, "ines")
        assert "with what is known of them now" in coach.said
        assert "decir una idea &lt;b&gt;pronto&lt;/b&gt;" in screen(coach)
        assert "say one idea" not in screen(coach)
        own = written(coach)
        coach.sends(EDIT, source=own, do="say", words="ya", as_whom=str(ines))
        assert f'name="as_whom" value="{ines}"' in coach.answer.text
        assert "A try is kept" in coach.said
        coach.sends(EDIT, source=own, do="again", as_whom=str(ines), channel="voice")
        assert "Inés" in coach.said
        assert before == owner.execute(NOTHING_NEW).fetchone()
    coach.sends(EDIT, source=own, do="sample", as_whom=str(ines))
    assert "say one idea at stand-up" in screen(coach)


def test_who_may_be_meant_is_chosen_and_what_is_written_stays(
    coach: Visitor, ines: UUID, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    crowd.person(parts, stairwell, where, name="Inessa", number="+15550990002")
    coach.goes(EDIT)
    own = written(coach) + "\n# mine"
    coach.sends(EDIT, source=own, do="find", as_who="ines")
    assert f'value="as {ines}"' in coach.answer.text
    assert "Inessa" in coach.said
    assert "# mine" in written(coach)
    coach.sends(EDIT, source=own, do=f"as {ines}")
    assert "with what is known of them now" in coach.said
    assert "# mine" in written(coach)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"do": "find", "as_who": "Zoe"}, "Nobody here is called that."),
        ({"do": "find", "as_who": ""}, "1 to 80 characters of a name"),
        ({"do": f"as {uuid4()}"}, "That person is not here."),
        ({"do": "as nobody"}, "That person is not here."),
        ({"do": "check", "as_whom": str(uuid4())}, "That person is not here."),
    ],
)
def test_who_is_not_here_leaves_the_sample_person_and_the_words(
    coach: Visitor, ines: UUID, typed: dict[str, str], said: str
) -> None:
    coach.goes(EDIT)
    coach.sends(EDIT, source=written(coach) + "\n# mine", **typed)
    assert said in coach.said
    assert "# mine" in written(coach)
    assert "say one idea at stand-up" in screen(coach)
    assert str(ines) not in coach.answer.text


def test_another_organisations_person_is_not_here(
    coach: Visitor, ines: UUID, parts: Parts
) -> None:
    other = crowd.organisation(parts, "Elsewhere", "+15550990098")
    where = crowd.programme(parts, other, name="Theirs")
    theirs = crowd.person(parts, other, where, name="Zoraida", number="+15550990003")
    finds(coach, "Zoraida")
    assert "Nobody here is called that." in coach.said
    coach.sends(EDIT, source=written(coach), do=f"as {theirs}")
    assert "That person is not here." in coach.said
    assert "Zoraida" not in coach.answer.text


def test_the_words_page_plays_as_her_too(coach: Visitor, ines: UUID) -> None:
    finds(coach, "ines", "/scripts/late_prompt/words")
    assert "with what is known of them now" in coach.said
    assert "decir una idea" in screen(coach)


def test_whoever_looked_is_written_down(
    coach: Visitor, ines: UUID, clone: Clone
) -> None:
    finds(coach, "ines")
    with psycopg.connect(clone.owner_url) as owner:
        found = owner.execute(
            "SELECT 1 FROM looks WHERE participant_id = %s",
            [ines],
        ).fetchall()
    assert 1 == len(found)
