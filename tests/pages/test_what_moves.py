"""What a change does to one person's days: before it is saved, and once it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from flows.coach import written
from service.usecases import person_days, planning, rights
from service.usecases.moved import Coming, Shift
from service.usecases.parts import Parts
from service.usecases.person_days import Wanted
from service.web import moved_words
from tests.database import Clone, put_clock
from tests.pages.reading import came_in, site
from tests.pages.test_schedule_pages import FRIDAY, fields, plain, sends
from tests.pages.visiting import Visitor
from tests.service import crowd

MORNINGS = {
    "window_0_kind": "window", "window_0_opens": "08:00",
    "window_0_deadline": "09:15", "window_0_closes": "11:00",
}  # fmt: skip
HEAD = "What this changes"
UNSAVED = "Nothing of it is saved yet."


@pytest.fixture
def where(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    put_clock(clone, FRIDAY)
    return crowd.programme(parts, stairwell, days="01234")


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    found = crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    planning.plan(parts, stairwell, [found])
    return found


@pytest.fixture
def coach(parts: Parts, stairwell: UUID) -> Visitor:
    client = site(parts).test_client()
    client.set_cookie("handrail", came_in(parts, stairwell), domain="localhost")
    return Visitor(client)


def test_nothing_is_told_of_what_stands(coach: Visitor, mila: UUID) -> None:
    path = f"/people/{mila}/schedule"
    assert HEAD not in coach.goes(path).said
    assert HEAD not in sends(coach, path, do="show").said
    sends(coach, path, do="save")
    assert "It is saved" in coach.said
    assert "14 days:" not in coach.said
    assert "Nothing of these" not in coach.said


def test_what_moves_falls_away_and_is_new_is_told_while_one_edits(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    typed = {**coach._form(path), **fields(coach), **MORNINGS}
    typed |= {"skip_0_day": "2026-03-30", "do": "show"}
    # As the script asks, and as the button does without one.
    for ask in (f"{path}/preview", path):
        coach.answer = coach.client.post(ask, data=typed)
        said = plain(coach)
        assert HEAD in said
        assert UNSAVED in said
        for one in (
            "falls away Prompt Mon 30 Mar 18:30",
            "moves Prompt Tue 31 Mar 18:30 → now 09:15",
            "falls away Prompt Fri 27 Mar 18:30",
            "Texts and calls of these 14 days: 7 move, 2 fall away.",
            "and 5 more",
        ):
            assert one in said, one
    assert "· 9 change" in plain(coach)
    stands = person_days.look(parts, rights.operator(stairwell, "S"), mila).stands
    assert written.read({}) == stands.own


def test_a_weekly_call_of_next_week_is_told_though_nothing_of_it_is_planned_yet(
    coach: Visitor, stairwell: UUID, where: UUID, parts: Parts
) -> None:
    noor = crowd.person(parts, stairwell, where, calls_text="You may call me.")
    crowd.text(parts, "GO")
    path = f"/people/{noor}/schedule"
    coach.goes(path)
    sends(coach, path, do="show", calls="own", call_day_3="on", call_at="12:15",
          call_until="13:00")  # fmt: skip
    assert "new Call Thu 2 Apr 12:15" in plain(coach)
    assert "2 are new" in plain(coach)


def test_a_change_beyond_these_days_says_so(coach: Visitor, mila: UUID) -> None:
    path = f"/people/{mila}/schedule"
    sends(coach.goes(path), path, do="show", until="2026-12-24")
    assert "Nothing of these 14 days changes; what comes later goes by" in coach.said


def test_once_saved_it_is_said_what_moved_and_what_stays_and_why(
    coach: Visitor, mila: UUID, clone: Clone
) -> None:
    put_clock(clone, FRIDAY + timedelta(hours=6, minutes=30))  # her window is open
    path = f"/people/{mila}/schedule"
    sends(coach.goes(path), path, do="save", **MORNINGS)
    told = (
        "It is saved, and the coming days are planned anew. Texts and calls of these 14"
        " days: 8 move. Left as it was: Fri 27 Mar. Its window is open, or something of"
        " it went out or was told."
    )
    assert told in coach.said
    assert HEAD not in coach.said
    assert "data-once=" in coach.answer.text
    assert told not in coach.goes(path).said
    # Of no other change of the same day it is told once more.
    sends(coach, path, do="save", skip_0_day="2026-04-01")
    assert "14 days: 1 falls away.</p>" in coach.answer.text, plain(coach)


def test_what_would_stay_is_no_thing_that_falls_away(
    coach: Visitor, mila: UUID
) -> None:
    path = f"/people/{mila}/schedule"
    evening = {"texts_from": "10:00", "texts_to": "18:00"}
    sends(coach.goes(path), path, do="show", **evening)
    for told in (
        "does not go out any more Prompt Fri 27 Mar 18:30 It is 18:30 for Mila, outside"
        " 10:00-18:00.",
        "Texts and calls of these 14 days: ",
        " do not go out any more.",
    ):
        assert told in plain(coach), told
    assert "falls away" not in plain(coach)
    sends(coach, path, do="save", **evening)
    assert "9 do not go out any more." in plain(coach)


def test_it_is_said_in_spanish(coach: Visitor, mila: UUID) -> None:
    coach.client.set_cookie("handrail-language", "es", domain="localhost")
    path = f"/people/{mila}/schedule"
    sends(coach.goes(path), path, do="show", skip_0_day="2026-03-30", **MORNINGS)
    for told in (
        "7 cambian de hora, 2 se quitan", "se quita Aviso lun 30 mar 18:30",
        "cambia de hora Aviso mar 31 mar 18:30 → ahora 09:15",
        "Nada de esto está guardado todavía.",
    ):  # fmt: skip
        assert told in plain(coach), told
    sends(coach, path, do="save", skip_0_day="2026-03-30", **MORNINGS)
    assert "7 cambian de hora, 2 se quitan" in plain(coach)


def test_days_left_out_on_a_new_clock_are_named(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    ruth = rights.operator(stairwell, "Stairwell")
    stand = person_days.look(parts, ruth, mila)
    told = person_days.save(
        parts, ruth, mila, Wanted(stand.stands.own, "Pacific/Auckland", {}), stand.base
    )
    assert told is not None
    assert (date(2026, 3, 27),) == told.over
    assert "Left out: Fri 27 Mar. On the new clock" in moved_words.told(told)
    address = moved_words.as_address(told)
    assert moved_words.told(told) == moved_words.of_address(address)


@pytest.mark.parametrize(
    "odd",
    [
        {}, {"moves": "1"}, {"moves": "x", "gone": "0", "new": "0"},
        {"moves": "-1", "gone": "0", "new": "0"},
        {"moves": "99999999", "gone": "0", "new": "0"},
        {"moves": "1", "gone": "0", "new": "0", "left": "soon"},
    ],
)  # fmt: skip
def test_what_an_address_cannot_mean_is_said_as_nothing(odd: dict[str, str]) -> None:
    assert "" == moved_words.of_address(odd)


def test_what_is_told_of_is_compared_at_the_same_moment() -> None:
    at = datetime(2026, 3, 30, 22, 30, tzinfo=UTC)
    told = moved_words.lines(
        Coming(
            "Etc/UTC",
            (
                Shift("recap/2026-03-30", at, None),
                Shift("recap/2026-03-31", at, at + timedelta(days=1)),
            ),
            (),
        )
    )
    assert ["gone", "moves"] == [one.how for one in told]
    assert "Tue 31 Mar 22:30" == told[1].after
