"""The weekly recap: one question on Sunday, answered with days, or with none at all."""

from __future__ import annotations

from datetime import date

import pytest

from service.switchboard.phone import Phone
from tests.journeys.world import World

MILA = "+15550100001"
LIMA = "America/Lima"


def asked(world: World, **settings: object) -> Phone:
    """Mila, joined on a Monday morning, when Sunday's recap has just come."""
    # No prompts at all: the recap is measurement, and goes out on every rung.
    programme = world.programme(start_rung=1, days="0", **settings)
    mila = world.join(MILA, programme=programme)
    world.until("18:00", LIMA)
    mila.texts("PAUSE").forgets()
    world.until("19:15", LIMA, days=6)
    mila.expects_nothing()
    return mila


@pytest.fixture
def sunday(world: World) -> Phone:
    mila = world.join(MILA, programme=world.programme(days="0123456", cap_week=1))
    world.until("18:45", LIMA)
    mila.expects_sms("D for done")
    world.until("18:30", LIMA, days=5)
    mila.expects_nothing()
    world.until("19:15", LIMA)
    return mila


def outcomes(world: World) -> dict[date, str]:
    return {row["local_date"]: row["outcome"] for row in world.of(MILA, "chances")}


def test_days_in_any_form_are_tries_and_the_others_misses(
    world: World, sunday: Phone
) -> None:
    with world.network.watching():
        pass
    sunday.forgets()
    world.forward(minutes=1)
    with world.network.watching():
        sunday.texts("M W F")
        sunday.expects_sms("Days with a try")
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


def test_none_is_an_answer_and_gets_no_reproach(world: World, sunday: Phone) -> None:
    question = sunday.expects_sms("which days")
    with world.network.watching():
        question.replies("0")
        sunday.expects_sms("fit the step to your week")
    assert "attempted" not in outcomes(world).values()


def test_it_comes_once_a_week_and_not_in_the_first_days(world: World, sunday: Phone) -> None:
    sunday.expects_sms("which days")
    recaps = [row for row in world.outbox(MILA) if row["kind"] == "recap"]
    assert 1 == len(recaps)
    world.until("18:00", LIMA)
    sunday.forgets()
    assert 1 == len([row for row in world.outbox(MILA) if row["kind"] == "recap"])


def test_during_a_pause_there_is_no_recap(world: World) -> None:
    asked(world)


def test_an_answer_the_day_after_belongs_to_the_week_that_was_asked(
    world: World, sunday: Phone
) -> None:
    question = sunday.expects_sms("which days")
    world.until("09:00", LIMA)
    sunday.forgets()
    question.replies("Tue and Thu")
    sunday.expects_sms("Days with a try")
    tried = {day for day, outcome in outcomes(world).items() if outcome == "attempted"}
    assert {date(2026, 3, 3), date(2026, 3, 5)} == tried
