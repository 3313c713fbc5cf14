"""The form for a no that somebody said: what follows from it stands there beforehand."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages import visiting
from tests.pages.test_person_page import edits, sql
from tests.pages.visiting import Visitor
from tests.service import console as desk
from tests.service import crowd

MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)
TYPED = {"wording": "No more texts, please.", "how": "on the phone", "on": "2026-03-02"}
STANDING = "SELECT consent, calls, recorded FROM participants"


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def her(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> UUID:
    return crowd.joined(parts, clone, stairwell, where, MONDAY)


def test_a_no_to_texts_says_what_follows_and_stands_with_who_entered_it(
    visitor: Visitor, her: UUID, clone: Clone
) -> None:
    path = f"/people/{her}/edit/no"
    assert f'href="{path}"' in visitor.goes(f"/people/{her}").said
    said = visitor.goes(path).said
    for told in (
        "no text confirms it: tell them yourself",
        "danger in it still reaches people",
        "It is undone by them alone: START, texted from their phone.",
        "It is undone by a later yes of theirs.",
    ):
        assert told in said, told
    assert "stopped already" not in said
    said = edits(visitor, her, "no", **TYPED, what="text")
    assert visitor.here(f"/people/{her}")
    assert [("stopped", "none", False)] == sql(clone, STANDING)
    for told in (
        "Saved: a no to texts.",
        "Asked to stop",
        "on the phone, told on 2 Mar 2026",
        ">No more texts, please.</blockquote>",
        "entered a no to texts",
    ):
        assert told in said, told
    assert "Texts (stopped already)" in visitor.goes(path).said
    again = {**TYPED, "wording": "I told you so."}
    said = edits(visitor, her, "no", **again, what="text")
    assert "Said again that texts are to stop" in said
    assert ">I told you so.</blockquote>" in said
    shut = visitor.goes(f"/people/{her}/edit/calls").said
    assert "a form cannot undo that" in shut


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("text", "Saved: a no to texts."),
        ("call", "Saved: a no to calls."),
        ("recording", "Saved: a no to being recorded."),
    ],
)
def test_what_was_saved_says_to_what_the_no_is(
    visitor: Visitor, her: UUID, what: str, told: str
) -> None:
    assert told in edits(visitor, her, "no", **TYPED, what=what)


def test_an_address_names_no_other_no(visitor: Visitor, her: UUID) -> None:
    said = visitor.goes(f"/people/{her}?saved=no&what=letters").said
    assert "Saved: a no to texts, calls or being recorded." in said


def test_the_day_of_a_no_begins_with_today_where_they_live(
    visitor: Visitor, her: UUID, clone: Clone
) -> None:
    moved = "UPDATE participants SET zone = 'Pacific/Kiritimati' RETURNING"
    ((now,),) = sql(clone, f"{moved} handrail_now()")
    assert isinstance(now, datetime)
    today = now.astimezone(ZoneInfo("Pacific/Kiritimati")).date().isoformat()
    said = visitor.goes(f"/people/{her}/edit/no").answer.text
    assert f'name="on" type="date" value="{today}"' in said


def test_what_was_changed_meanwhile_does_not_stop_a_no(
    visitor: Visitor, her: UUID, parts: Parts, clone: Clone
) -> None:
    path = f"/people/{her}/edit/no"
    form = visitor.goes(path)._form(path)
    crowd.text(parts, "STOP")
    sent = visitor.client.post(path, data={**form, **TYPED, "what": "call"})
    assert 303 == sent.status_code
    assert [("stopped", "stopped", False)] == sql(clone, STANDING)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"what": ""}, "choose one of these"),
        ({"what": "letters"}, "choose one of these"),
        ({"wording": ""}, "write 1 to 2000 characters"),
        ({"how": ""}, "write 1 to 40 characters"),
        ({"on": "soon"}, "write a day, like"),
        ({"on": "2099-01-01"}, "that day has not come"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_stops_nothing(
    visitor: Visitor, her: UUID, clone: Clone, wrong: dict[str, str], says: str
) -> None:
    said = edits(visitor, her, "no", **{**TYPED, "what": "text", **wrong})
    assert 422 == visitor.answer.status_code
    (field,) = wrong
    beside = re.search(rf'id="{field}-wrong">([^<]*)', said)
    assert beside is not None
    assert says in beside[1]
    assert [("active", "none", False)] == sql(clone, STANDING)


def test_the_form_is_spanish_for_who_reads_spanish(
    client: FlaskClient, her: UUID
) -> None:
    said = client.get(f"/people/{her}/edit/no", headers={"Accept-Language": "es"}).text
    for told in (
        "De qué no quiere más",
        "Solo lo deshace la persona misma",
        "por carta",
    ):
        assert told in said, told
    assert "no text confirms" not in said


def test_a_viewer_sees_the_no_and_cannot_enter_one(
    parts: Parts, clone: Clone, stairwell: UUID, her: UUID, visitor: Visitor
) -> None:
    edits(visitor, her, "no", **{**TYPED, "what": "text"})
    console = desk.opened(parts, clone, stairwell)
    viewer = console.colleague(console.owner(), "ana@example.org", "viewer")
    ana = visiting.visitor(console, viewer.token)
    said = ana.goes(f"/people/{her}").said
    assert "No more texts, please." in said
    assert "/edit/no" not in said
    assert 403 == ana.client.get(f"/people/{her}/edit/no").status_code
