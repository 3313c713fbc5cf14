"""The weekly recap: one question on Sunday, answered with days, or with none at all."""

from __future__ import annotations

from datetime import date

import pytest

from service.switchboard.phone import Phone
from tests.journeys.wording import NO_DAYS, SOME_DAYS, WHICH_DAYS
from tests.journeys.world import World

MILA = "+15550100001"
LIMA = "America/Lima"


@pytest.fixture
def sunday(world: World) -> Phone:
    """Her phone when the week is over: one prompt on Monday, and the recap just in."""
    mila = world.join(MILA, programme=world.programme(cap_week=1))
    world.leap_to("18:45", LIMA)
    mila.expects_sms("D for done")
    for _ in range(6):
        world.leap_to("12:00", LIMA)
    mila.expects_nothing()
    world.leap_to("19:15", LIMA)
    return mila


def outcomes(world: World) -> dict[date, str]:
    return {row["local_date"]: row["outcome"] for row in world.of(MILA, "chances")}


def test_days_in_any_form_are_tries_and_the_others_misses(
    world: World, sunday: Phone
) -> None:
    question = sunday.expects_sms(WHICH_DAYS)
    with world.network.watching():
        question.replies("M W F")
        sunday.expects_sms(SOME_DAYS)
    told = outcomes(world)
    tried = {day for day, outcome in told.items() if outcome == "attempted"}
    assert {0, 2, 4} == {day.weekday() for day in tried}
    assert {"missed"} == {
        outcome
        for day, outcome in told.items()
        if day not in tried and day < date(2026, 3, 8)
    }
    labels = {row["label"] for row in world.of(MILA, "attempts")}
    # Monday's prompt had gone out before it was told; the others are her own.
    assert {"prompted", "unprompted"} == labels


def test_it_waits_an_hour_after_a_prompt_that_she_answered(world: World) -> None:
    mila = world.join(MILA, programme=world.programme(days="0123456"))
    for _ in range(7):
        world.leap_to("12:00", LIMA)
    world.leap_to("18:45", LIMA)
    mila.forgets()
    for told in ("not today", "no time"):
        mila.texts(told).forgets()
        world.forward(minutes=1)
    world.leap_to("19:15", LIMA)
    mila.expects_nothing()
    (recap,) = [row for row in world.of(MILA, "nudges") if row["kind"] == "recap"]
    assert "an_hour_apart" in {
        row["rule"]
        for row in world.of(MILA, "decisions")
        if row["nudge_id"] == recap["id"]
    }
    world.leap_to("19:50", LIMA)
    mila.expects_sms(WHICH_DAYS)


def test_none_is_an_answer_and_gets_no_reproach(world: World, sunday: Phone) -> None:
    question = sunday.expects_sms(WHICH_DAYS)
    with world.network.watching():
        question.replies("0")
        sunday.expects_sms(NO_DAYS)
    assert "attempted" not in outcomes(world).values()


def test_it_comes_once_a_week_and_not_in_the_first_days(
    world: World, sunday: Phone
) -> None:
    sunday.expects_sms(WHICH_DAYS)
    for _ in range(4):
        world.leap_to("12:00", LIMA)
    kinds = [row["kind"] for row in world.outbox(MILA)]
    assert 1 == kinds.count("recap")


def test_during_a_pause_there_is_no_recap_and_why_says_so(world: World) -> None:
    mila = world.join(MILA)
    for _ in range(4):
        world.leap_to("12:00", LIMA)
    mila.texts("PAUSE").forgets()
    for _ in range(4):
        world.leap_to("19:15", LIMA)
    mila.expects_nothing()
    mila.texts("WHY")
    mila.expects_sms("You are on a pause up to and including")


def test_an_answer_the_day_after_belongs_to_the_week_that_was_asked(
    world: World, sunday: Phone
) -> None:
    question = sunday.expects_sms(WHICH_DAYS)
    world.leap_to("09:00", LIMA)
    question.replies("Tue and Thu")
    sunday.expects_sms(SOME_DAYS)
    tried = {day for day, outcome in outcomes(world).items() if outcome == "attempted"}
    assert {date(2026, 3, 3), date(2026, 3, 5)} == tried
