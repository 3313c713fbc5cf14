"""The history of a programme on its page, and a wrong change of it put back."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient

from service.usecases import enrol, languages
from service.usecases.enrol import NewProgramme
from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.test_programme_setup import sends
from tests.pages.test_programmes_on_page import written
from tests.pages.test_schedule_pages import plain
from tests.pages.visiting import Visitor
from tests.service import crowd


@pytest.fixture
def coach(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def which(parts: Parts, stairwell: UUID) -> UUID:
    new = NewProgramme("Meetings", "Ruth", None, {}, path="lead_a_meeting")
    made = enrol.programme(parts, stairwell, new)
    crowd.person(parts, stairwell, made, goal="", step="1", cue="")
    crowd.text(parts, "GO")
    return made


def wrong(coach: Visitor, page: str) -> None:
    """A wrong Apply: the limits of the machine, and the language."""
    coach.goes(f"{page}/settings")
    sends(coach, f"{page}/settings", do="look", most_alike="9", language="es")
    sends(coach, f"{page}/settings", do="apply", most_alike="9", language="es")


def applies(coach: Visitor, page: str) -> Visitor:
    """Press *Apply* of what is shown, as a browser sends it."""
    return coach.sends(f"{page}/file", source=written(coach), do="apply")


def test_a_wrong_change_is_seen_and_put_back(coach: Visitor, which: UUID) -> None:
    page = f"/programmes/{which}"
    wrong(coach, page)
    coach.goes(page)
    assert f'href="{page}/history"' in coach.answer.text
    coach.goes(f"{page}/history")
    assert "Version 2 in force" in plain(coach)
    assert "Language English Spanish" in plain(coach)
    assert "Most texts of one wording in 24 hours 2 9" in plain(coach)
    assert "Version 1" in plain(coach)
    assert "It was set up." in plain(coach)
    back = f"{page}/file?again=1"
    assert 1 == coach.answer.text.count("?again=")
    coach.goes(back)
    assert "Meetings : version 1 again" in plain(coach)
    assert "Nothing changes before you apply it." in plain(coach)
    assert "For 1 person." in plain(coach)
    assert "Most texts of one wording in 24 hours 9 2" in plain(coach)
    assert "Language Spanish English" in plain(coach)
    applies(coach, page)
    assert "It holds now, for 1 person." in plain(coach)
    coach.goes(f"{page}/history")
    assert "Version 3 in force" in plain(coach)
    assert "It says what version 1 said." in plain(coach)


def test_nothing_is_put_back_over_what_somebody_changed_meanwhile(
    coach: Visitor, which: UUID, parts: Parts, stairwell: UUID
) -> None:
    page = f"/programmes/{which}"
    wrong(coach, page)
    coach.goes(f"{page}/file?again=1")
    languages.change_programme(parts, stairwell, which, "en", "Ana")
    applies(coach, page)
    assert 422 == coach.answer.status_code
    assert "the file was exported from" in plain(coach)
    coach.goes(f"{page}/history")
    assert "Version 3 in force" in plain(coach)
    assert "Ana" in plain(coach)


def test_a_version_that_cannot_hold_any_more_says_why_and_what_to_change(
    coach: Visitor, which: UUID, clone: Clone
) -> None:
    page = f"/programmes/{which}"
    with psycopg.connect(clone.superuser_url) as line:
        line.execute(
            "UPDATE programme_versions SET path = jsonb_set(path, '{scripts}', %s)",
            ('["gone_long_ago"]',),
        )
    wrong(coach, page)
    coach.goes(f"{page}/file?again=1")
    assert "Version 1 cannot hold as it is any more" in plain(coach)
    assert "names gone_long_ago, and no such script ships" in plain(coach)
    assert "Take it out of the list" in plain(coach)
    assert 'value="apply"' not in coach.answer.text
    for odd in ("7", "x", "9" * 40, "-1"):
        assert 404 == coach.client.get(f"{page}/file?again={odd}").status_code


def test_what_stood_before_the_history_and_what_came_past_it_are_told(
    coach: Visitor, which: UUID, clone: Clone
) -> None:
    with psycopg.connect(clone.superuser_url) as line:
        line.execute("UPDATE programme_versions SET by = ''")
        line.execute("UPDATE programmes SET language = 'es'")
    coach.goes(f"/programmes/{which}/history")
    assert "as it stood when this history began" in plain(coach)
    assert "As it stands now" in plain(coach)
    assert "Language English Spanish" in plain(coach)
    assert "It was set up." not in plain(coach)
    assert "?again=1" in coach.answer.text


def test_many_versions_come_page_by_page(
    coach: Visitor, which: UUID, parts: Parts, stairwell: UUID
) -> None:
    for turn in range(20):
        to = "es" if turn % 2 == 0 else "en"
        languages.change_programme(parts, stairwell, which, to, "Ana")
    coach.goes(f"/programmes/{which}/history")
    assert f"/programmes/{which}/history?upto=1" in coach.answer.text
    coach.goes(f"/programmes/{which}/history?upto=1")
    assert "Version 1" in plain(coach)
    assert "Version 2 " not in plain(coach)
    assert "The newest" in plain(coach)


def test_the_history_is_there_in_spanish(coach: Visitor, which: UUID) -> None:
    wrong(coach, f"/programmes/{which}")
    coach.client.set_cookie("handrail-language", "es", domain="localhost")
    coach.goes(f"/programmes/{which}/history")
    for words in ("Historia", "Versión 2", "en vigor", "Volver a esta", "Se creó."):
        assert words in plain(coach), words


def test_a_copy_begins_a_history_of_its_own(
    coach: Visitor, which: UUID, parts: Parts, stairwell: UUID
) -> None:
    wrong(coach, f"/programmes/{which}")
    coach.goes(f"/programmes/{which}/duplicate")
    coach.sends(f"/programmes/{which}/duplicate", name="Copy")
    made = coach.path.rpartition("/")[2]
    coach.goes(f"/programmes/{made}/history")
    assert "Version 1 in force" in plain(coach)
    assert "Version 2 " not in plain(coach)


def test_a_programme_is_renamed_and_its_history_says_so(
    coach: Visitor, which: UUID
) -> None:
    page = f"/programmes/{which}"
    coach.goes(page)
    assert f'href="{page}/rename"' in coach.answer.text
    coach.goes(f"{page}/rename")
    seen = coach.answer.text
    coach.sends(f"{page}/rename", name="a name of far too many letters")
    assert 422 == coach.answer.status_code
    assert "write 1 to 24 characters" in plain(coach)
    assert "a name of far too many letters" in coach.said
    coach.sends(f"{page}/rename", name="Our meetings")
    assert "Our meetings" in plain(coach)
    assert 'name="seen" value="Meetings"' in seen
    coach.goes(f"{page}/rename")
    coach.sends(f"{page}/rename", name="Talks", seen="Meetings")
    assert "has called it 'Our meetings' meanwhile" in plain(coach)
    coach.goes(f"{page}/history")
    assert "Name Meetings Our meetings" in plain(coach)
