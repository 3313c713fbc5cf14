"""Calls we place: at her hour, not to a machine, once again, then one text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from service.carrier.port import CannotAsk
from service.store import outbox
from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from service.usecases import acting, erasing, hanging_up, told_no
from service.usecases.told_no import Channel, Told
from tests.journeys.wording import says
from tests.journeys.world import World

LIMA = "America/Lima"
NUMBER = "+15550100001"
AGREES = "UPDATE participants SET calls = 'agreed', recorded = true WHERE id = %s"
CALLS = {
    "call_days": "0123456",
    "call_at": "12:15",
    "call_until": "13:15",
    "call_retry": 30,
    "start_rung": 1,
}
DID_YOU = says("check_in", "did_you_try", channel="voice")
WHAT_DID_SHE = says("check_in", "a_try", channel="voice")
HOW_SURE = says("check_in", "how_sure", channel="voice")
BY_TEXT = says("check_in_text", "it_did_not_fit")


@pytest.fixture
def mila(world: World) -> Phone:
    phone = world.join(NUMBER, zone=LIMA, programme=world.programme(**CALLS))
    world.jump_to("00:30", LIMA)
    world.change(AGREES, NUMBER)
    world.run("UPDATE participants SET planned_until = NULL")
    world.beat()
    phone.forgets()
    return phone


def calls(world: World) -> list[str]:
    return [row["state"] for row in world.of(NUMBER, "calls")]


def test_a_check_in_by_phone_at_her_hour(world: World, mila: Phone) -> None:
    world.until("12:15", LIMA)
    call = mila.expects_call().hears("automated").hears(DID_YOU)
    call.presses("1").hears(WHAT_DID_SHE)
    call.records("I opened the meeting").hears(HOW_SURE)
    call.presses("8#").expects_hang_up()
    (attempt,) = world.of(NUMBER, "attempts")
    # The call came first: this try was prompted.
    assert ("attempted", "prompted") == (attempt["outcome"], attempt["label"])
    assert ["talked"] == calls(world)
    world.until("16:00", LIMA)
    mila.expects_nothing()


def test_a_day_already_told_is_not_called_about(world: World, mila: Phone) -> None:
    world.until("11:00", LIMA)
    mila.texts("said my idea when the floor was opened").forgets()
    world.until("16:00", LIMA)
    mila.expects_nothing()
    assert [] == calls(world)
    (why,) = [
        row
        for row in world.of(NUMBER, "decisions")
        if row["rule"] == "already_reported"
    ]
    assert "withhold" == why["verdict"]


def test_nobody_answers_so_once_again_in_the_window_and_then_one_text(
    world: World, mila: Phone
) -> None:
    world.until("12:15", LIMA)
    mila.lets_it_ring()
    world.until("12:40", LIMA)
    mila.expects_nothing()
    world.leap_to("12:46", LIMA)
    mila.lets_it_ring()
    world.beat()
    mila.expects_sms(BY_TEXT)
    world.until("16:00", LIMA)
    mila.expects_nothing()
    assert ["no_answer", "no_answer"] == calls(world)


def test_a_machine_hears_no_word(world: World, mila: Phone) -> None:
    mila.has_voicemail()
    world.until("13:00", LIMA)
    assert ["machine", "machine"] == calls(world)
    said = [
        line.text
        for call in world.network.records.calls.values()
        for line in call.lines
        if line.by == "service"
    ]
    assert [] == said
    mila.expects_sms(BY_TEXT).replies("D")
    mila.forgets()
    (attempt,) = world.of(NUMBER, "attempts")
    assert "attempted" == attempt["outcome"]


def test_busy_and_then_answered(world: World, mila: Phone) -> None:
    mila.is_busy()
    world.until("12:15", LIMA)
    world.leap_to("12:46", LIMA)
    mila.expects_call().presses("2")
    assert ["busy", "open"] == calls(world)


def test_a_stop_while_it_rings_leaves_nothing_to_hear(
    world: World, mila: Phone
) -> None:
    world.until("12:15", LIMA)
    mila.texts("STOP").forgets()
    call = mila.expects_call()
    call.hears("nothing to do").hears_nothing_of("your step").expects_hang_up()
    world.until("16:00", LIMA)
    mila.expects_nothing()


def text_stop(world: World) -> None:
    world.hears(NUMBER, "STOP")


def carrier_says_stop(world: World) -> None:
    with world.desk(NUMBER) as desk:
        acting.change_consent(desk, "stopped", "withdrawn", "carrier", "21610")


def page_says_no_calls(world: World) -> None:
    told_to_ruth(world, "call")


def page_says_no_texts(world: World) -> None:
    told_to_ruth(world, "text")


def told_to_ruth(world: World, channel: Channel) -> None:
    told = Told(channel, "Not any more, please.", "in person", "Ruth")
    person = world.person(NUMBER)["id"]
    told_no.at_terminal(world.parts, world.organisation, person, told)


def test_a_call_she_asked_for_after_her_own_no_is_ended_by_a_told_one(
    world: World, mila: Phone
) -> None:
    """Her STOP CALLS stood, so nothing was ended, and the call came next morning."""
    world.until("22:30", LIMA)
    mila.texts("STOP CALLS").forgets()
    world.jump(minutes=6)
    mila.texts("CALL ME").forgets()
    before = len(world.network.records.calls)
    told_to_ruth(world, "call")
    world.until("09:00", LIMA, days=1)
    assert before == len(world.network.records.calls)


def erased(world: World) -> None:
    with world.desk(NUMBER) as desk:
        erasing.erase(desk)


NOES = [text_stop, carrier_says_stop, page_says_no_calls, page_says_no_texts, erased]


@pytest.mark.parametrize("no", NOES)
def test_a_no_by_any_way_ends_the_call_that_rings(
    world: World, mila: Phone, no: Callable[[World], None]
) -> None:
    world.until("12:15", LIMA)
    no(world)
    world.work()
    world.beat()
    mila.missed_call()
    assert "canceled" in {c.status for c in world.network.records.calls.values()}


def test_a_stop_ends_the_call_she_is_in(world: World, mila: Phone) -> None:
    world.until("12:15", LIMA)
    mila.expects_call().hears(DID_YOU)
    mila.texts("STOP")
    world.beat()
    (call,) = world.network.records.calls.values()
    assert "completed" == call.status
    assert ["talked"] == calls(world)
    world.until("16:00", LIMA)
    mila.forgets()


def test_who_dies_or_asks_in_vain_leaves_the_call_to_the_next(
    world: World, mila: Phone
) -> None:
    world.until("12:15", LIMA)
    world.hears(NUMBER, "STOP")
    (message,) = outbox.due(world.parts.db, "calls_to_end", 9)[world.organisation]
    away = replace(world.parts, carrier=Away())  # type: ignore[arg-type]  # it is away
    assert 0 == hanging_up.end(away, world.organisation, [message])
    assert 1 == hanging_up.end(world.parts, world.organisation, [message])
    assert {} == outbox.due(world.parts.db, "calls_to_end", 9)
    assert 0 == hanging_up.end(world.parts, world.organisation, [message])


def test_with_redis_gone_the_clock_ends_it_itself(world: World, mila: Phone) -> None:
    world.until("12:15", LIMA)
    world.hears(NUMBER, "STOP")
    world.bell.broken = True
    world.beat()
    mila.missed_call()


def test_a_start_after_the_stop_does_not_spare_it(world: World, mila: Phone) -> None:
    world.until("12:15", LIMA)
    world.hears(NUMBER, "STOP")
    world.hears(NUMBER, "START")
    assert 1 == len(outbox.due(world.parts.db, "calls_to_end", 9))


def test_a_call_in_which_she_says_stop_is_not_cut_off(
    world: World, mila: Phone
) -> None:
    world.until("12:15", LIMA)
    mila.expects_call().says("stop").expects_hang_up()
    assert {} == outbox.due(world.parts.db, "calls_to_end", 9)


class Away:
    """A carrier that cannot be asked."""

    def end_call(self, sid: str) -> bool:
        raise CannotAsk


def test_call_me_calls_at_once(world: World, mila: Phone) -> None:
    world.until("09:30", LIMA)
    mila.texts("CALL ME")
    world.beat()
    mila.expects_sms(says("call_me", "in_a_moment"))
    mila.expects_call().hears(DID_YOU).hangs_up()


def test_call_me_at_night_is_told_the_day_and_the_hour_of_her_call(
    world: World, mila: Phone
) -> None:
    world.until("23:00", LIMA)
    mila.forgets().texts("CALL ME")
    mila.expects_sms("so I call you tomorrow at 08:30")


def test_a_call_placed_but_never_confirmed_is_found_and_not_repeated(
    world: World, mila: Phone
) -> None:
    world.network.faults.add(Fault("drop_after"))
    world.until("12:15", LIMA)
    mila.expects_call().hears(DID_YOU).hangs_up()
    world.until("16:00", LIMA)
    assert 1 == len(calls(world))
