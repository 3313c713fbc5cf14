"""Caps and a recap of one person on her pages, and schedules for whoever only sees."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages import visiting
from tests.pages.test_schedule_pages import coach, fields, mila, sends, where
from tests.pages.visiting import Visitor
from tests.service import console as desk
from tests.service.console import Console

__all__ = ["coach", "mila", "where"]  # the fixtures of a person and her coach


def test_caps_and_a_recap_of_her_own_are_tried_saved_and_shown(
    coach: Visitor, mila: UUID
) -> None:
    path = f"/people/{mila}/schedule"
    said = coach.goes(path).said
    assert "1 a day, 7 in seven days · Sunday 19:00, as the programme has it" in said
    typed = {"own_cap_week": "2", "own_recap_day": "2", "own_recap_at": "18:00"}
    sends(coach, f"{path}/preview", **typed)
    assert "and the most is 2." in coach.said
    assert "What this changes" in coach.said
    coach.goes(path)
    sends(coach, path, do="save", **typed)
    assert "It is saved" in coach.said
    assert "1 a day, 2 in seven days · Wednesday 18:00<" in coach.said
    assert typed == {name: fields(coach)[name] for name in typed}
    said = coach.goes(f"/people/{mila}").said
    for told in (
        "Most prompts in seven days: <b>2</b> (for them alone)",
        "Day of the recap: <b>Wednesday</b>",
        "changed the most prompts or the recap",
    ):
        assert told in said, told
    coach.goes(path)
    sends(
        coach, path, do="save", own_cap_week="", own_recap_day="none", own_recap_at=""
    )
    assert "7 in seven days · no recap<" in coach.said


def test_more_than_the_programme_allows_is_refused_beside_its_field(
    coach: Visitor, mila: UUID
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    sends(coach, path, do="save", own_cap_day="2")
    assert 400 <= coach.answer.status_code
    assert "1 at most, as the programme has it" in coach.said
    assert re.search(r'id="limits" open', coach.answer.text)
    assert "2" == fields(coach)["own_cap_day"]
    sends(coach, path, do="save", own_cap_day="some")
    assert "rite a whole number up to 1000" in coach.said


@pytest.fixture
def ana(parts: Parts, clone: Clone, stairwell: UUID) -> tuple[Console, Visitor]:
    """A viewer, who has signed in."""
    console = desk.opened(parts, clone, stairwell)
    token = console.colleague(console.owner(), "ana@example.org", "viewer").token
    return console, visiting.visitor(console, token)


def test_a_viewer_sees_what_is_set_the_days_and_why_and_no_field(
    ana: tuple[Console, Visitor], mila: UUID, where: UUID
) -> None:
    console, viewer = ana
    said = viewer.goes(f"/people/{mila}").said
    path = f"/people/{mila}/schedule"
    assert f'href="{path}"' in viewer.answer.text
    for address, more in (
        (path, "The last seven days, and why"),
        (f"/programmes/{where}/schedule", "How prompts thin out"),
    ):
        said = viewer.goes(address).said
        assert 200 == viewer.answer.status_code
        for told in (
            "What is set",
            "The next 14 days",
            "9 prompts",
            "Sunday 19:00",
            more,
        ):
            assert told in said, told
        main = viewer.answer.text.partition("<main")[2].partition("</main>")[0]
        assert not re.search(r"<(form|input|select|textarea|button)\b", main)
        assert "hx-post" not in main
        assert "/edit" not in main
        for posted in (address, f"{address}/preview"):
            data = {
                "do": "save",
                "csrf_token": console.signed(viewer_token(viewer)).forms,
            }
            assert 403 == viewer.client.post(posted, data=data).status_code


def viewer_token(viewer: Visitor) -> str:
    found = viewer.client.get_cookie("handrail", domain="localhost")
    assert found is not None
    return found.value


def test_nobody_of_that_id_is_the_same_for_a_viewer(
    ana: tuple[Console, Visitor], mila: UUID
) -> None:
    _, viewer = ana
    viewer.goes("/people/00000000-0000-4000-8000-000000000000/schedule")
    assert 404 == viewer.answer.status_code
