"""A text that breaks us: danger in it, and a wish to stop, are looked after none the less.

What breaks is planted in her row: a rhythm of prompts, or a name, that cannot be read.
A spoilt seal of what lies near her breaks neither these nor what answers them.
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


@pytest.mark.parametrize(
    ("zone", "line"),
    [
        ("America/New_York", "988"),
        ("America/Puerto_Rico", "988"),
        ("Europe/London", "your local emergency number"),
    ],
)
def test_the_reply_names_no_number_that_is_another_countrys(
    world: World, mila: Phone, zone: str, line: str
) -> None:
    """Somebody in London was told to call 988, which is nobody's there."""
    world.change(f"UPDATE participants SET zone = '{zone}' WHERE id = %s", MILA)
    world.hears(MILA, DANGER)
    world.beat()
    mila.expects_sms(line)


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
    spoil = "UPDATE script_versions SET source = 'x' WHERE name = 'stop_confirmation'"
    world.run(spoil)
    world.hears(MILA, "please stop texting me")
    assert "stopped" == world.person(MILA)["consent"]
    world.beat()
    mila.expects_nothing()


# ---- what lies near her cannot be opened ----


def spoils(world: World) -> None:
    """Spoil every seal near her: of an open talk, of her step, and of its goal."""
    world.hears(MILA, "did it, I spoke up")
    world.beat()
    world.network.phone(MILA).forgets()
    world.jump(minutes=10)
    open_talk = "conversations SET state_sealed = 'x'"
    step = "steps SET step_sealed = 'x', cue_sealed = 'x', growth_sealed = 'x'"
    for what in (open_talk, step, "goals SET goal_sealed = 'x'"):
        world.change(f"UPDATE {what} WHERE participant_id = %s", MILA)


def test_danger_is_answered_though_no_seal_near_her_opens(
    world: World, mila: Phone
) -> None:
    """The alert and the hold came, and the reply never left: all was read for it."""
    spoils(world)
    assert 200 == world.hears(MILA, DANGER).status
    world.beat()
    mila.expects_sms(REPLY)
    mila.expects_nothing()
    assert [("crisis", "screen")] == alerts(world)
    assert "crisis" == world.person(MILA)["hold"]
    assert [DANGER] == world.words(MILA, "turns", "heard_sealed")[-1:]


def test_a_stop_is_confirmed_though_no_seal_near_her_opens(
    world: World, mila: Phone
) -> None:
    spoils(world)
    world.run("UPDATE coaches SET name_sealed = 'x'")
    assert 200 == world.hears(MILA, "please stop texting me").status
    assert "stopped" == world.person(MILA)["consent"]
    world.beat()
    mila.expects_sms(STOPPED)
    mila.expects_nothing()


def test_what_cannot_be_opened_still_breaks_whatever_needs_it(
    world: World, mila: Phone
) -> None:
    spoils(world)
    assert 500 == world.hears(MILA, "did it, I spoke up").status


def test_the_reply_to_danger_needs_no_seal_of_its_own(
    world: World, mila: Phone
) -> None:
    world.hears(MILA, DANGER)
    spoil = "UPDATE outbox_messages SET body_sealed = 'x' WHERE participant_id = %s"
    world.change(f"{spoil} AND kind = 'crisis'", MILA)
    world.beat()
    mila.expects_sms(REPLY)


@pytest.mark.parametrize(
    ("words", "reply"), [(DANGER, REPLY), ("please stop texting me", STOPPED)]
)
def test_what_she_is_owed_asks_nothing_of_her_programme(
    world: World, mila: Phone, words: str, reply: str
) -> None:
    """Neither its hours nor its caps hold that back, so they may be unreadable."""
    world.hears(MILA, words)
    world.run("UPDATE programmes SET settings = %s", '{"cap_day": "many"}')
    world.beat()
    mila.expects_sms(reply)


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
