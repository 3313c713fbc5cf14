"""A text that breaks us: danger in it, and a wish to stop, are looked after none the less.

What breaks is planted in her row: a rhythm of prompts, or a name, that cannot be read.
"""

from __future__ import annotations

import pytest

from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from service.usecases import looking_after
from tests.journeys.wording import STOPPED
from tests.journeys.world import COACH, World, new_sid

MILA = "+15550840011"
DANGER = "I want to kill myself tonight"
REPLY = "I am automated and cannot keep you safe, but people can"


@pytest.fixture
def mila(world: World) -> Phone:
    phone = world.join(MILA)
    goes_round(world)
    return phone


def goes_round(world: World) -> None:
    """Let two minutes pass, and what is due be done, what was missed too."""
    world.jump(minutes=2)
    looking_after.round_of(world.parts, 0)
    world.beat()


def breaks(world: World) -> None:
    """Let the rhythm of her prompts be unreadable, which her first word of a day asks."""
    world.change(
        "UPDATE participants SET last_heard_at = NULL,"
        " ladder = jsonb_build_object('kept', ladder) WHERE id = %s",
        MILA,
    )


def mended(world: World) -> None:
    mend = "UPDATE participants SET ladder = ladder -> 'kept' WHERE id = %s"
    world.change(mend, MILA)


def alerts(world: World) -> list[tuple[str, str]]:
    return [(row["kind"], row["reason"]) for row in world.of(MILA, "alerts")]


def test_danger_is_heard_at_the_first_break_and_once(world: World, mila: Phone) -> None:
    """It reached nobody for half an hour: three breaks, and then an e-mail."""
    breaks(world)
    sid = new_sid()
    for _ in range(3):
        assert 500 == world.hears(MILA, DANGER, sid=sid).status
    world.beat()
    mila.expects_sms(REPLY)
    mila.expects_nothing()
    world.network.phone(COACH).expects_sms("may not be safe")
    assert [("crisis", "screen")] == alerts(world)
    assert "crisis" == world.person(MILA)["hold"]
    assert [DANGER] == world.words(MILA, "turns", "heard_sealed")[-1:]


def test_it_is_taken_in_later_with_no_second_alert(world: World, mila: Phone) -> None:
    breaks(world)
    sid = new_sid()
    before = len(world.of(MILA, "inbox"))
    world.hears(MILA, DANGER, sid=sid)
    mended(world)
    for _ in range(2):
        assert 200 == world.hears(MILA, DANGER, sid=sid).status
    world.beat()
    mila.expects_sms(REPLY)
    mila.expects_nothing()
    assert before + 1 == len(world.of(MILA, "inbox"))
    assert [("crisis", "screen")] == alerts(world)
    assert 1 == world.words(MILA, "turns", "heard_sealed").count(DANGER)


def test_what_came_whole_breaks_nothing_when_it_is_repeated(
    world: World, mila: Phone
) -> None:
    sid = new_sid()
    world.hears(MILA, DANGER, sid=sid)
    breaks(world)
    world.hears(MILA, DANGER, sid=sid)
    assert [("crisis", "screen")] == alerts(world)


def test_a_lost_cry_that_breaks_is_heard_at_the_first_look(
    world: World, mila: Phone
) -> None:
    breaks(world)
    world.network.faults.add(Fault("lost_text", body=DANGER))
    mila.texts(DANGER)
    for _ in range(2):
        goes_round(world)
    mila.expects_sms(REPLY)
    mila.expects_nothing()
    assert [("crisis", "screen")] == alerts(world)


def test_a_wish_to_stop_counts_and_is_confirmed(world: World, mila: Phone) -> None:
    breaks(world)
    for _ in range(2):
        world.hears(MILA, "please stop texting me")
    assert "stopped" == world.person(MILA)["consent"]
    world.beat()
    mila.expects_sms(STOPPED)
    mila.expects_nothing()


def test_an_unclear_wish_to_stop_is_put_before_people(
    world: World, mila: Phone
) -> None:
    breaks(world)
    world.hears(MILA, "stop texting me on Sundays")
    assert [("unclear_stop", "unclear_stop")] == alerts(world)
    assert "unclear_stop" == world.person(MILA)["hold"]


def test_a_stop_counts_though_its_confirmation_breaks(
    world: World, mila: Phone
) -> None:
    breaks(world)
    world.run("UPDATE coaches SET name_sealed = 'x'")
    world.hears(MILA, "please stop texting me")
    assert "stopped" == world.person(MILA)["consent"]


def test_where_she_cannot_be_read_at_all_people_are_told_as_of_a_stranger(
    world: World, mila: Phone
) -> None:
    world.change("UPDATE participants SET name_sealed = 'x' WHERE id = %s", MILA)
    sid = new_sid()
    for _ in range(2):
        answer = world.hears(MILA, DANGER, sid=sid)
        assert 200 == answer.status
        assert REPLY in answer.text
    rows = world.rows("SELECT participant_id, kind, reason FROM alerts")
    told = {"participant_id": None, "kind": "crisis", "reason": "stranger"}
    assert [told] == rows


def test_anything_else_that_breaks_is_left_as_it_is(world: World, mila: Phone) -> None:
    breaks(world)
    turns = len(world.of(MILA, "turns"))
    assert 500 == world.hears(MILA, "did it, I spoke up").status
    assert [] == alerts(world)
    assert turns == len(world.of(MILA, "turns"))
