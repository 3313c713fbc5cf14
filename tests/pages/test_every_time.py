"""A prompt before every one of somebody's times: chosen beside them, kept by saving."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.usecases.parts import Parts
from tests.database import Clone, put_clock
from tests.pages.reading import came_in, site
from tests.pages.test_schedule_pages import FRIDAY, fields, sends
from tests.pages.visiting import Visitor
from tests.service import crowd

MEETING = {
    "window_0_kind": "before", "window_0_meets": "10:00",
    **{f"window_0_on{day}": "on" for day in range(5)},
}  # fmt: skip
NOW_EACH = "Every time, as it is now"


@pytest.fixture
def where(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    put_clock(clone, FRIDAY)
    return crowd.programme(parts, stairwell, days="0123456")


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    found = crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    return found


@pytest.fixture
def coach(parts: Parts, stairwell: UUID) -> Visitor:
    client = site(parts).test_client()
    client.set_cookie("handrail", came_in(parts, stairwell), domain="localhost")
    return Visitor(client)


def policy(parts: Parts, whose: UUID, person: UUID) -> str:
    with parts.at_desk(whose, person) as desk:
        return str(desk.person.ladder.get("preset", "ladder"))


def test_every_time_is_chosen_beside_the_times_and_saved_with_them(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    """Seven of ten prompts went, and no way led to all ten."""
    path = f"/people/{mila}/schedule"
    said = coach.goes(path).said
    assert "By what they do, as it is now" in said
    sends(coach, path, do="show", **MEETING)
    assert "no prompt, chosen by chance" in coach.said
    assert 'choose “Every time”: <a href="#each">' in coach.said
    # Looked at before it is saved; nothing of it is kept, and what is chosen stays.
    sends(coach, path, do="show", each="fixed")
    assert "9 prompts, 0 calls, 1 recap" in coach.said
    sends(coach, path, do="add.window")
    assert "fixed" == fields(coach)["each"]
    assert "ladder" == policy(parts, stairwell, mila)
    # A browser sends the other choice of the page along, as it stands there.
    sends(coach, path, do="save", policy="ladder")
    assert coach.path.startswith(f"{path}?saved=way&at=windows&moves=")
    assert "It is saved, with “Every time” for their prompts." in coach.said
    assert "is not saved yet" not in coach.said
    assert "fixed" == policy(parts, stairwell, mila)
    assert NOW_EACH in coach.said
    assert "9 prompts, 0 calls, 1 recap" in coach.said


def test_it_stands_through_other_saves_and_is_taken_back_there(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    path = f"/people/{mila}/schedule"
    sends(coach.goes(path), path, do="save", each="fixed", **MEETING)
    sends(coach, path, do="save", skip_0_day="2026-04-01")
    assert "It is saved, and the coming days are planned anew." in coach.said
    assert "fixed" == policy(parts, stairwell, mila)
    # Saved once more by a form of before, it is no news; an odd word is none either.
    for way in ("fixed", "linear"):
        sends(coach, path, do="save", each=way)
        assert "fixed" == policy(parts, stairwell, mila)
    sends(coach, path, do="save", each="ladder")
    assert "It is saved, with “By what they do” for their prompts." in coach.said
    assert "ladder" == policy(parts, stairwell, mila)
    # What is one moment counts as one on the Ladder, too.
    assert "yet the step counts as a window" not in coach.said
    assert "09:45</time> Prompt" in coach.said


def test_another_way_begun_beside_it_is_the_last_word(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    sends(coach, f"{path}/word", word="begin", policy="every_2", each="fixed")
    assert "Begun: Every second time." in coach.said
    assert "is not saved yet" not in coach.said
    assert "every_2" == policy(parts, stairwell, mila)


def test_on_a_programme_the_way_to_it_is_named_for_the_one_who_is_shown(
    coach: Visitor, mila: UUID, where: UUID, stairwell: UUID, parts: Parts
) -> None:
    sends(coach.goes(f"/people/{mila}/schedule"), f"/people/{mila}/schedule",
          do="save", **MEETING)  # fmt: skip
    path = f"/programmes/{where}/schedule"
    said = coach.goes(f"{path}?whom={mila}").said
    assert f'own schedule: <a href="/people/{mila}/schedule#each">Mila</a>' in said
    sends(coach, f"{path}/preview", whom=str(mila))
    assert f'href="/people/{mila}/schedule#each"' in coach.said
    moment = {"t_kind": "moment", "whom": ""}
    coach.goes(path)
    sends(coach, path, do="show", **MEETING, **moment)
    assert '<a href="#thinning-in">How prompts thin out</a>' in coach.said


def test_a_form_shows_no_empty_row_that_nobody_asked_for(
    coach: Visitor, mila: UUID
) -> None:
    """A row without a time stood below the one that was saved, as if it lacked one."""
    path = f"/people/{mila}/schedule"
    said = coach.goes(path).said
    assert "May stay empty: then it is as the programme has it." in said
    sends(coach, path, do="save", **MEETING)
    given = fields(coach)
    assert "10:00" == given["window_0_meets"]
    assert "window_1_kind" not in given
    assert "May stay empty" not in coach.said
    # One more is asked for, left empty, and says nothing.
    for ask in ("add.window", "add.moment"):
        sends(coach, path, do=ask)
        assert "window_1_kind" in fields(coach)
        assert "May stay empty: then it means nothing." in coach.said
    sends(coach, path, do="save")
    assert "It is saved" in coach.said
    assert "window_1_kind" not in fields(coach)


def test_what_days_are_missed_is_told_once_in_plain_words(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    """It said twice: Text stayed here, the new schedule lacks the chance."""
    from service.usecases import planning

    planning.plan(parts, stairwell, [mila])
    path = f"/people/{mila}/schedule"
    sends(coach.goes(path), path, do="save", **MEETING)
    told = (
        "The days of Mila have changed: there is no chance any more on Saturday 28"
        " March, Sunday 29 March, and nothing is sent for it."
    )
    assert 1 == coach.said.count(told)
    assert 1 == coach.said.count("Their days changed")
    assert "lacks the chance" not in coach.said
    assert "Text stayed here" not in coach.said
    # Another time of a day that still has its chance is nothing that is missed.
    sends(coach, path, do="save", window_0_meets="11:00")
    assert 1 == coach.said.count("Their days changed")
