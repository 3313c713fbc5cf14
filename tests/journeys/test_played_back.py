"""Her own take, played back to her in the call it was made in, or kindly not yet."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from flows.talk import frame
from flows.talk.events import Opened
from service.switchboard.faults import Fault
from service.switchboard.oncall import OnCall
from service.switchboard.phone import Phone
from service.switchboard.signing import signature
from service.usecases import converse
from service.usecases.speaking import About
from tests.journeys.test_check_in_by_phone import AGREES, LIMA, NUMBER
from tests.journeys.wording import says
from tests.journeys.world import TOKEN, World

FIRST = says("rehearsal", "take_one", channel="voice")
KEEP_IT = says("rehearsal", "take_one.hear_back", channel="voice")
SECOND = says("rehearsal", "take_one.again", channel="voice")
WHAT_TO_KEEP = says("rehearsal", "one_thing_to_keep", channel="voice")
NOT_YET = frame.NOT_YET["en"]


@pytest.fixture
def mila(world: World) -> Phone:
    """She agreed to calls, and is in the middle of a rehearsal."""
    phone = world.join(NUMBER, zone=LIMA)
    world.change(AGREES, NUMBER)
    with world.desk(NUMBER) as desk:
        converse.open_talk(desk, "rehearsal", Opened("follow_up"), About())
    return phone.forgets()


def played(call: OnCall) -> list[str]:
    """The addresses of the sounds that were played to her."""
    return [line.text for line in call.call.lines if line.how == "play"]


def get(world: World, address: str) -> tuple[int, str, str, bytes]:
    """Ask for a sound as the carrier does: status, type, caching, and what came."""
    there = urlsplit(address)
    line = HTTPConnection(there.netloc, timeout=20)
    try:
        line.request(
            "GET",
            there.path,
            headers={"X-Twilio-Signature": signature(TOKEN, address, ())},
        )
        answer = line.getresponse()
        kind = answer.getheader("Content-Type", "")
        kept = answer.getheader("Cache-Control", "")
        return answer.status, kind, kept, answer.read()
    finally:
        line.close()


def test_she_hears_her_take_and_is_asked_whether_she_keeps_it(
    world: World, mila: Phone
) -> None:
    call = mila.calls().hears(FIRST)
    call.records("I have an idea about the plan").hears(KEEP_IT)
    (address,) = played(call)
    assert (200, "audio/wav", "no-store") == get(world, address)[:3]
    call.hears_nothing_of(NOT_YET).presses("2").hears(SECOND)
    call.records("I have one idea, and it is short").hears(WHAT_TO_KEEP)
    assert () == world.network.log


def test_a_sound_that_is_not_ready_is_said_to_be_kept_and_the_call_goes_on(
    world: World, mila: Phone
) -> None:
    call = mila.calls().hears(FIRST)
    world.network.faults.add(Fault("recording_not_ready", to=NUMBER, seconds=600))
    call.records("I have an idea about the plan").hears("One moment")
    call.hears(re.escape(NOT_YET)).hears(KEEP_IT)
    assert [] == played(call)
    call.presses("1").hears(WHAT_TO_KEEP)
    assert 1 == len(world.of(NUMBER, "recordings"))


def test_what_is_kept_here_is_played_when_the_carrier_has_it_no_more(
    world: World, mila: Phone
) -> None:
    call = mila.calls().records("I have an idea about the plan").hears(KEEP_IT)
    for _ in range(3):
        world.beat()
    (row,) = world.of(NUMBER, "recordings")
    assert ("kept", False) == (row["state"], row["at_carrier"])
    (address,) = played(call)
    status, kind, _, sound = get(world, address)
    assert (200, "audio/wav", b"RIFF") == (status, kind, sound[:4])


def test_no_sound_is_given_for_another_call_nor_of_someone_erased(
    world: World, mila: Phone
) -> None:
    call = mila.calls().records("I have an idea about the plan").hears(KEEP_IT)
    (address,) = played(call)
    there, _, take = address.rpartition("/")
    others = [
        f"{there[:-34]}CA{'0' * 32}/{take}",
        f"{there}/RE{'0' * 32}",
        f"{there}/nothing",
        f"{there[:-34]}nothing/{take}",
    ]
    assert [404] * 4 == [get(world, other)[0] for other in others]
    world.run("UPDATE recordings SET state = 'missing'")
    assert 404 == get(world, address)[0]
    world.run("UPDATE recordings SET state = 'awaited'")
    world.erase(NUMBER)
    assert 404 == get(world, address)[0]


def test_a_hang_up_while_it_is_fetched_leaves_the_question_to_a_text(
    world: World, mila: Phone
) -> None:
    call = mila.calls().hears(FIRST)
    call.records("I have an idea about the plan", ends_with="hangup")
    mila.expects_sms(says("rehearsal", "take_one.hear_back"))


def test_the_thread_has_the_question_once(world: World, mila: Phone) -> None:
    mila.calls().records("I have an idea about the plan").hears(KEEP_IT)
    said = world.words(NUMBER, "turns", "said_sealed")
    assert 1 == sum(bool(KEEP_IT.search(one)) for one in said)
