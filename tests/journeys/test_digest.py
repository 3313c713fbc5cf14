"""The month in her own words: in place of one recap, by her own clock, and no prompt."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from service.switchboard.phone import Phone
from tests.journeys.wording import AFTER_A_TRY, WHICH_DAYS, says
from tests.journeys.world import World

MILA = "+15550100001"
BERLIN = "Europe/Berlin"  # its clocks go forward on 29 March 2026
ONE_WIN = says("digest", "one_win")
IN_NUMBERS = says("digest", "in_numbers")
AS_SAID = says("digest", "all_yours")
QUIET = says("digest", "quiet_month")


def join(world: World, **settings: object) -> Phone:
    """She joins on Monday 2 March; no prompts, so that recaps alone come."""
    terms = {"start_rung": 5, "policy": "coach_locked", **settings}
    return world.join(MILA, zone=BERLIN, programme=world.programme(**terms))


def sundays(world: World, many: int = 1) -> None:
    """Live on to the evening of the Sunday so many weeks ahead, a beat each noon."""
    for _ in range(many):
        world.leap_to("12:00", BERLIN)
        while world.now.astimezone(ZoneInfo(BERLIN)).weekday() != 6:
            world.leap_to("12:00", BERLIN)
    world.leap_to("19:15", BERLIN)


def recaps(world: World) -> list[tuple[str, str, str]]:
    """Every recap that was planned: its script, local day and wall time."""
    rows = [row for row in world.of(MILA, "nudges") if row["kind"] == "recap"]
    rows.sort(key=lambda row: row["due_at"])
    return [(row["script"], str(row["local_date"]), _wall(row)) for row in rows]


def _wall(row: dict[str, Any]) -> str:
    return f"{row['due_at'].astimezone(ZoneInfo(BERLIN)):%H:%M}"


def test_over_two_months_it_takes_the_place_of_one_recap_in_each(world: World) -> None:
    mila = join(world)
    world.leap_to("12:00", BERLIN)
    with world.network.watching():
        mila.texts("said my idea in the stand-up")
        mila.expects_sms(AFTER_A_TRY)
    sundays(world, 9)
    weekly, monthly = "recap", "digest"
    expected = [
        *((weekly, day) for day in ("03-08", "03-15", "03-22", "03-29")),
        (monthly, "04-05"),
        *((weekly, day) for day in ("04-12", "04-19", "04-26")),
        (monthly, "05-03"),
    ]
    told = [(script, f"2026-{day}", "19:00") for script, day in expected]
    assert told == recaps(world)[: len(told)]
    # Summer time in between: the wall says 19:00, the instant is an hour earlier.
    due = {row["due_at"] for row in world.of(MILA, "nudges") if row["kind"] == "recap"}
    assert datetime(2026, 3, 22, 18, tzinfo=UTC) in due
    assert datetime(2026, 4, 5, 17, tzinfo=UTC) in due


def until_digest(world: World, mila: Phone) -> None:
    for _ in range(4):
        sundays(world)
        mila.expects_sms(WHICH_DAYS)
    sundays(world)


def test_it_is_a_talk_in_her_words_that_counts_as_no_prompt(world: World) -> None:
    mila = join(world)
    until_digest(world, mila)
    mila.expects_sms(QUIET)
    mila.expects_nothing()
    (row,) = [one for one in world.outbox(MILA) if "month" in one["body"].lower()]
    assert "recap" == row["kind"]
    mila.texts("WHY")
    mila.expects_sms("Once a month I send your tries in your own words")


def test_a_win_and_the_numbers_come_back_to_her(world: World) -> None:
    mila = join(world)
    for _ in range(3):
        sundays(world)
        mila.expects_sms(WHICH_DAYS)
    world.leap_to("12:00", BERLIN, days=2)  # no recap is open any more
    answers(world, mila, "said my idea in the stand-up", AFTER_A_TRY)
    sundays(world)
    mila.expects_sms(WHICH_DAYS)
    sundays(world)
    came = mila.expects_sms(ONE_WIN)
    assert "said my idea in the stand-up" in came.body
    answers(world, mila, "I sat near the front", IN_NUMBERS)
    answers(world, mila, "8", AS_SAID)
    (measure,) = world.of(MILA, "measures")
    assert ("in_my_hands", 8) == (measure["name"], measure["value"])


def answers(world: World, mila: Phone, words: str, then: re.Pattern[str]) -> None:
    """She texts a minute later: what comes in one breath would be one answer."""
    world.jump(minutes=1)
    with world.network.watching():
        mila.texts(words)
        mila.expects_sms(then)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [({"digest": "off"}, {"recap"}), ({"recap_day": "none"}, set())],
)
def test_who_wants_none_gets_none(
    world: World, settings: dict[str, object], expected: set[str]
) -> None:
    join(world, **settings)
    sundays(world, 5)
    assert expected == {script for script, _, _ in recaps(world)}
