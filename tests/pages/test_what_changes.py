"""What a change to a programme does, and what works against itself, as a coach reads it."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.usecases import planning
from service.usecases.parts import Parts
from service.web import changed_words, conflict_words
from tests.database import Clone, put_clock
from tests.pages.reading import came_in, site
from tests.pages.test_every_time import MEETING
from tests.pages.test_schedule_pages import FRIDAY, plain, sends
from tests.pages.visiting import Visitor
from tests.service import crowd

PAUSE = {"pause_0_first": "2026-03-30", "pause_0_last": "2026-04-05"}
CALL = {"t_call_days_3": "on", "t_call_at": "12:15", "t_call_until": "13:00"}


@pytest.fixture
def where(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    put_clock(clone, FRIDAY)
    return crowd.programme(parts, stairwell)


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    text = "You may call me."
    found = crowd.person(parts, stairwell, where, calls_text=text)
    crowd.text(parts, "GO")
    planning.plan(parts, stairwell, [found])
    return found


@pytest.fixture
def coach(parts: Parts, stairwell: UUID) -> Visitor:
    client = site(parts).test_client()
    client.set_cookie("handrail", came_in(parts, stairwell), domain="localhost")
    return Visitor(client)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (CALL, (
            "Days of calls no calls Thu",
            "Nothing changes for them by then; what comes later goes by what is set",
        )),
        (MEETING, (
            "Windows the usual window Monday to Friday: 10:00, with a prompt 15"
            " minutes before",
            "falls away Prompt Sat 28 Mar 18:30",
        )),
        (PAUSE, (
            "Pauses nothing Mon 30 Mar to Sun 5 Apr",
            "falls away Prompt Mon 30 Mar 18:30",
        )),
        ({"t_kind": "moment", "t_policy": "fixed"}, (
            "Kind of step a window: a late prompt helps one moment: a prompt before",
            "How prompts thin out By what they do Every time",
        )),
        ({"texts_from": "09:00", "texts_to": "18:00", "until": "2026-06-30",
          "date_0_name": "exam_on", "date_0_day": "2026-06-01"}, (
            "Texts may go out nothing 09:00 to 18:00", "Last day nothing Tue 30 Jun",
            "Date exam_on nothing Mon 1 Jun",
        )),
    ],
    ids=["a call on Thursdays", "before a meeting", "a week's pause", "terms", "more"],
)  # fmt: skip
def test_what_a_change_does_is_told_in_words(
    coach: Visitor,
    mila: UUID,
    where: UUID,
    typed: dict[str, str],
    told: tuple[str, ...],
) -> None:
    """It told of 09:45-10:00-12:00 on 01234, of what is claimed, and of what comes."""
    path = f"/programmes/{where}/schedule"
    sends(coach.goes(path), path, do="look", **typed)
    assert 200 == coach.answer.status_code
    said = plain(coach)
    for one in ("Tried for the one there is, for today and the 3 days after.", *told):
        assert one in said, one
    if "falls away" in said:
        assert "Mila by the clock of New York" in said


HOURS = {"t_hours_from": "10:00", "t_hours_to": "18:00", "t_cap_week": "3"}


def test_what_is_planned_and_would_not_go_is_told_before_it_is_applied(
    coach: Visitor, mila: UUID, where: UUID
) -> None:
    """ "Nothing changes", it said; applied, four prompts of each day's 18:30 stayed."""
    path = f"/programmes/{where}/schedule"
    sends(coach.goes(path), path, do="look", **HOURS)
    said = plain(coach)
    assert "For 1 of them: 4 planned texts or calls change." in said
    assert "4 do not go out any more: quiet hours." in said
    assert "nothing changes" not in said.casefold()
    stays = "does not go out any more Prompt Sat 28 Mar 18:30"
    assert f"{stays} It is 18:30 for Mila, outside 10:00-18:00." in said
    sends(coach, path, do="apply")
    days = plain(coach.goes(f"/people/{mila}/schedule"))
    assert "0 prompts" in days
    assert "had the prompts of 7 days" not in days
    # And back again: all of them come, and are said to.
    sends(coach.goes(path), path, do="look", t_hours_to="20:30")
    said = plain(coach)
    assert "For 1 of them: 3 planned texts or calls change." in said
    assert "goes out again Prompt Sat 28 Mar 18:30" in said
    old = plain(coach.goes(f"/programmes/{where}/file?again=1"))
    assert "4 planned nudges come at another time, or not, or newly." in old


def test_it_is_told_in_spanish(coach: Visitor, mila: UUID, where: UUID) -> None:
    coach.client.set_cookie("handrail-language", "es", domain="localhost")
    path = f"/programmes/{where}/schedule"
    sends(coach.goes(path), path, do="look", **PAUSE, **MEETING)
    for told in (
        "Pausas nada de lun 30 mar a dom 5 abr",
        "Franjas la franja de siempre de lunes a viernes: 10:00, con un aviso 15",
        "se quita Aviso", "Lo que ya pasó o ya va en camino se queda como está.",
    ):  # fmt: skip
        assert told in plain(coach), told


def test_what_would_stay_is_told_in_spanish(
    coach: Visitor, mila: UUID, where: UUID
) -> None:
    coach.client.set_cookie("handrail-language", "es", domain="localhost")
    path = f"/programmes/{where}/schedule"
    sends(coach.goes(path), path, do="look", **HOURS)
    for told in (
        "4 ya no salen: horas de silencio.", "ya no sale Aviso sáb 28 mar 18:30",
    ):  # fmt: skip
        assert told in plain(coach), told
    assert "It is 18:30" not in plain(coach)


def test_more_than_a_few_are_counted(coach: Visitor, mila: UUID, where: UUID) -> None:
    path = f"/programmes/{where}/schedule"
    two = {
        "window_0_kind": "window", "window_0_opens": "09:00",
        "window_0_deadline": "10:00", "window_0_closes": "11:00",
        "window_1_kind": "window", "window_1_opens": "14:00",
        "window_1_deadline": "15:00", "window_1_closes": "16:00", "t_cap_day": "2",
    }  # fmt: skip
    sends(coach.goes(path), path, do="look", **two)
    assert "and 2 more" in plain(coach) or "and 3 more" in plain(coach), plain(coach)


def test_what_cannot_be_read_is_shown_as_it_stands() -> None:
    for what, text in (("schedule.at", "soon"), ("coach.name", "Ruth")):
        assert text == changed_words.holds(what, text)


# ---- what works against itself ----


def test_a_call_in_quiet_hours_leads_to_no_calls_for_her_alone(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts, where: UUID
) -> None:
    """Red words about the programme's call named no way to have none for her."""
    path = f"/programmes/{where}/schedule"
    sends(coach.goes(path), path, do="look", calls_from="14:00", calls_to="19:00",
          **CALL)  # fmt: skip
    sends(coach, path, do="apply")
    assert "It holds now" in coach.said
    said = coach.goes(f"/people/{mila}/schedule").said
    assert "A call at 12:15 falls into the quiet hours" in said
    assert "Choose “No calls” for them" in said
    assert '<a href="#calls-in">Calls</a><a href="#hours">Quiet hours</a>' in said
    sends(coach, coach.path, do="save", calls="none")
    assert "It is saved" in coach.said
    assert "falls into the quiet hours" not in coach.said
    assert "#tcalls-in" in coach.goes(f"{path}?whom=").said


def test_each_way_out_leads_to_a_place_that_is_there(
    coach: Visitor, mila: UUID, where: UUID
) -> None:
    for page, path in (
        (conflict_words.PERSON, f"/people/{mila}/schedule"),
        (conflict_words.PROGRAMME, f"/programmes/{where}/schedule"),
    ):
        coach.goes(path)
        for ways in conflict_words.WAYS[page].values():
            for place, _ in ways:
                assert f'id="{place}"' in coach.answer.text, place


def test_whose_clock_the_times_are_of_is_said(
    coach: Visitor, mila: UUID, where: UUID
) -> None:
    said = coach.goes(f"/people/{mila}/schedule").said
    assert "Times are by their clock, that of New York." in said
    said = coach.goes(f"/programmes/{where}/schedule").said
    assert "Times are by each person's own clock." in said
