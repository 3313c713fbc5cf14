"""When a number is long silent, when no more, and how often a coach is told of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.switchboard.phone import Phone
from service.usecases import (
    pausing,
    sessions,
)
from service.usecases.rights import Signed
from tests.journeys.long_silent import (
    ASKED,
    MILA,
    READ,
    THANKS,
    ZONE,
    coach_texts,
    lift,
    missed,
    names_her,
    reasons,
    rules,
    silent,
    waits,
)
from tests.journeys.world import COACH, World
from tests.pages.reading import came_in

WRONG = "I think you have the wrong number, who is this"


@pytest.fixture
def mila(world: World) -> Phone:
    return world.join(MILA)


@pytest.fixture
def ruth(world: World) -> Signed:
    found = sessions.of(world.parts, came_in(world.parts, world.organisation))
    assert found is not None
    return found


def test_a_hi_at_three_wakes_no_coach(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    world.jump_to("03:00", ZONE)
    world.beat()
    before = len(world.rows("SELECT 1 FROM outbox_messages WHERE coach_id IS NOT NULL"))
    mila.texts("hi")
    world.forward(hours=3)
    rows = world.rows(
        "SELECT channel, state, created_at FROM outbox_messages"
        " WHERE coach_id IS NOT NULL ORDER BY created_at"
    )[before:]
    woke = [one for one in rows if one["channel"] != "email" and one["state"] != "due"]
    assert not woke
    world.forward(hours=4)
    assert any("another person" in one["body"] for one in coach_texts(world))


def test_an_answer_to_what_she_was_asked_in_time_is_hers(
    world: World, mila: Phone
) -> None:
    """Asked on the 44th day, when the number was hers; she answers after the 45th."""
    world.jump(days=43)
    world.beat()
    world.until("19:30", ZONE)
    while (world.now - world.person(MILA)["last_heard_at"]).days < 44:
        world.until("19:30", ZONE)
    assert mila.unread
    mila.forgets()
    world.jump_to("10:40", ZONE)
    mila.texts("we ran out of time")
    assert world.person(MILA)["hold"] is None


@pytest.mark.parametrize(("days", "held"), [(1, None), (3, "unclear_stop")])
def test_what_was_asked_longer_ago_is_not_answered_any_more(
    world: World, mila: Phone, days: int, held: str | None
) -> None:
    """The last prompt went on the 44th day; she may answer it for two days."""
    world.jump(days=44)
    world.beat()
    world.until("19:30", ZONE)
    assert names_her(mila)
    world.jump(days=days)
    mila.texts("we ran out of time")
    assert held == world.person(MILA)["hold"]


def test_a_recording_is_a_sign_of_her(world: World, mila: Phone) -> None:
    world.jump(days=40)
    world.beat()
    call = mila.calls()
    call.hangs_up()
    (row,) = world.of(MILA, "calls")
    world.run(
        "INSERT INTO recordings (id, organisation_id, participant_id, call_id,"
        " carrier_id, seconds, state, at_carrier, tries, not_before, at) VALUES"
        " (gen_random_uuid(), %s, %s, %s, 'RE1', 4, 'kept', false, 0, %s, %s)",
        world.organisation,
        row["participant_id"],
        row["id"],
        world.now,
        world.now,
    )
    silent(world, mila, days=30)
    assert "unconfirmed" not in rules(world)


def test_a_coach_who_is_a_participant_too_is_no_stranger(world: World) -> None:
    """She answers alerts from the same number every week."""
    phone = world.join(COACH, name="Ruth")
    world.join(MILA)
    for _ in range(7):
        world.jump(days=7)
        world.beat()
        world.hears(MILA, "I want to die")
        world.work()
        world.network.settle()
        world.hears(COACH, "OK")
    world.beat()
    world.jump_to("09:00", ZONE)
    phone.forgets()
    world.until("19:30", ZONE)
    assert "unconfirmed" not in rules(world, COACH)


def test_a_long_pause_ends_with_the_question_and_not_with_her_step(
    world: World, ruth: Signed, mila: Phone
) -> None:
    """A pause that a coach enters says nothing of who has the number after 45 days."""
    until = (world.now + timedelta(days=48)).date()
    whose = world.person(MILA)["id"]
    pausing.pause(world.parts, ruth, whose, until, "a hand operation")
    mila.forgets()
    silent(world, mila, days=51)
    mila.expects_sms(ASKED)
    assert not names_her(mila)
    mila.texts("KEEP").expects_sms(THANKS)


def test_a_text_that_we_had_missed_lifts_a_hold_without_ground(
    world: World, mila: Phone
) -> None:
    """Her text of the 44th day was lost with us; on the 46th she writes again."""
    world.jump(days=44)
    came = world.now
    world.jump(days=2)
    mila.forgets()
    mila.texts("it went badly")
    held = world.person(MILA)["hold"]
    missed(world, "I am still at it", came)
    assert "unclear_stop" == held
    assert world.person(MILA)["hold"] is None
    assert "whose" not in reasons(world)
    assert waits(world)


def test_who_writes_before_the_question_went_is_not_asked(
    world: World, mila: Phone
) -> None:
    """The question was put off to the morning; her yes comes first."""
    world.jump(days=45)
    world.jump_to("18:40", ZONE)
    world.bell.broken = True
    world.beat()
    mila.forgets()
    mila.texts("KEEP")
    world.bell.broken = False
    mila.forgets()
    world.forward(hours=3)
    assert not any(ASKED.search(one.body) for one in mila.unread)


def test_one_danger_is_one_alert(world: World, mila: Phone) -> None:
    world.jump(days=47)
    before = len(reasons(world))
    mila.texts("I want to die")
    assert 1 == len(reasons(world)) - before, reasons(world)


def test_one_hi_is_one_alert(world: World, mila: Phone) -> None:
    world.jump(days=47)
    before = reasons(world)
    mila.texts("hi")
    assert 1 == len(reasons(world)) - len(before), reasons(world)


def test_danger_after_the_neutral_reply(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("hi").expects_sms(READ)
    mila.texts("quiero morirme", media=1)
    mila.expects_sms("people can")
    assert "screen" in reasons(world)
    world.jump(minutes=5)
    lift(world)
    assert "unclear_stop" == world.person(MILA)["hold"]


def test_lifting_once_is_enough(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("hi").expects_sms(READ)
    world.jump(minutes=20)
    lift(world)
    world.jump(minutes=20)
    mila.texts("what a month it was")
    assert world.person(MILA)["hold"] is None
    assert waits(world)
    assert mila.unread


def test_lifting_takes_it_off_the_list(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.texts("I want to die")
    world.jump(minutes=5)
    lift(world)
    assert "unconfirmed" not in reasons(world)


def test_once_lifted_her_texts_go_on(world: World) -> None:
    phone = world.join(MILA)
    world.jump(days=47)
    phone.forgets()
    phone.texts(WRONG)
    world.jump(minutes=5)
    lift(world)
    phone.texts("oh it is you, all fine")
    assert not {"unconfirmed", "whose"} & {*reasons(world)}
    world.jump_to("18:00", ZONE)
    world.until("19:30", ZONE)
    assert names_her(phone)
