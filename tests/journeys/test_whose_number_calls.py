"""Calls from a long silent number, to it, and a coach's own through the service."""

from __future__ import annotations

import pytest

from service.switchboard.phone import Phone
from service.usecases import (
    bridging,
    own_line,
    sessions,
    taking_over,
)
from service.usecases.bridging import Wish
from service.usecases.rights import Signed
from tests.journeys.long_silent import (
    ASKED,
    MILA,
    ZONE,
    personal,
    reasons,
    rules,
    silent,
    waits,
)
from tests.journeys.world import World
from tests.pages.reading import came_in
from tests.service.dialled import Dialled

RUTH = "+15550100019"
CALLS = {"call_days": "0123456", "call_at": "12:15", "call_until": "13:15"}
LOST = {"ErrorCode": "11205", "ErrorUrl": "https://a.example/twilio/voice"}


@pytest.fixture
def mila(world: World) -> Phone:
    return world.join(MILA)


@pytest.fixture
def ruth(world: World) -> Signed:
    found = sessions.of(world.parts, came_in(world.parts, world.organisation))
    assert found is not None
    return found


def test_danger_can_be_said_in_a_call(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    call = mila.calls()
    call.says("I want to die")
    assert "crisis" == world.person(MILA)["hold"]


def test_who_calls_hears_where_help_is_and_is_heard_once(
    world: World, mila: Phone
) -> None:
    silent(world, mila)
    mila.forgets()
    call = mila.calls()
    assert "emergenc" in call.heard.lower()
    call.says("is somebody there")
    assert "is somebody there" in world.words(MILA, "turns", "heard_sealed")
    assert not personal(call.heard)
    again = mila.calls()
    assert "emergenc" in again.heard.lower()


def test_a_stop_said_in_a_call_names_no_programme(world: World, mila: Phone) -> None:
    silent(world, mila)
    call = mila.calls()
    call.says("stop texting me")
    call.hears("no more texts or calls from this service")
    assert not personal(call.heard)
    assert "stopped" == world.person(MILA)["consent"]


def test_stop_in_a_call_whose_first_answer_was_lost(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    call = Dialled(world, MILA)
    heard = call.asks(**LOST, SpeechResult="stop texting me").text
    assert "stopped" == world.person(MILA)["consent"]
    assert not personal(heard)


@pytest.mark.parametrize("words", ["stop calling me"])
def test_no_more_calls_is_confirmed_aloud(
    world: World, mila: Phone, words: str
) -> None:
    world.change("UPDATE participants SET calls = 'agreed' WHERE id = %s", MILA)
    silent(world, mila)
    mila.forgets()
    call = Dialled(world, MILA)
    heard = call.asks(**LOST, SpeechResult=words).text
    assert "stopped" == world.person(MILA)["calls"]
    assert "calls" in heard.lower()


def talks_with(world: World, ruth: Signed, line: Phone, phone: Phone) -> None:
    """The coach calls her through the service, and they talk for a quarter hour."""
    wish = Wish(world.parts.new_id())
    bridging.call(world.parts, ruth, world.person(MILA)["id"], wish)
    world.work()
    world.network.settle()
    line.expects_call("press 1").presses("1")
    second = phone.expects_call()
    world.jump(minutes=15)
    second.hangs_up()
    world.jump(minutes=1)
    world.beat()
    taking_over.finish(world.parts, ruth, world.person(MILA)["id"])
    world.beat()


def own(world: World, ruth: Signed) -> Phone:
    line = world.network.add_phone(RUTH, "Ruth")
    own_line.ask(world.parts, ruth, RUTH)
    world.work()
    came = line.expects_sms("is the code")
    code = next(word for word in came.body.split() if word.isdigit())
    own_line.confirm(world.parts, ruth, f"{code[:3]} {code[3:]}")
    return line


def test_a_talk_through_the_service_is_a_sign(
    world: World, ruth: Signed, mila: Phone
) -> None:
    """Her coach spoke with her at this very number the day before."""
    line = own(world, ruth)
    world.change("UPDATE participants SET calls = 'agreed' WHERE id = %s", MILA)
    world.jump(days=44)
    world.jump_to("11:00", ZONE)
    world.beat()
    mila.forgets()
    talks_with(world, ruth, line, mila)
    assert all(row["through_at"] for row in world.of(MILA, "bridges"))
    world.jump(days=1)
    world.jump_to("09:00", ZONE)
    world.beat()
    mila.forgets()
    world.until("19:30", ZONE)
    assert "unconfirmed" not in rules(world)


def test_a_line_without_texts_goes_on_once_her_coach_has_spoken(
    world: World, ruth: Signed
) -> None:
    """Calls alone reach her: nothing can ask her, and a coach has nothing to lift."""
    line = own(world, ruth)
    phone = world.join(MILA, programme=world.programme(**CALLS))
    world.change(
        "UPDATE participants SET calls = 'agreed', no_texts = 30006 WHERE id = %s", MILA
    )
    world.jump(days=46)
    world.jump_to("10:00", ZONE)
    world.beat()
    world.until("16:00", ZONE)
    assert not any(ASKED.search(one.body) for one in phone.unread)
    assert "unconfirmed" in rules(world)
    world.jump_to("10:00", ZONE)
    talks_with(world, ruth, line, phone)
    assert all(row["through_at"] for row in world.of(MILA, "bridges"))
    phone.forgets()
    before = rules(world).count("unconfirmed")
    world.until("16:00", ZONE, days=1)
    assert before == rules(world).count("unconfirmed")


def test_a_call_and_then_a_text_raise_one_alert(world: World, mila: Phone) -> None:
    """A call, then a text, then the lift: one alert of whose it is, not two."""
    silent(world, mila)
    mila.forgets()
    mila.calls()
    world.jump(minutes=5)
    mila.texts("who called me")
    assert 1 == reasons(world).count("whose")
    assert waits(world)
    world.change(
        "UPDATE alerts SET state = 'acknowledged' WHERE participant_id = %s", MILA
    )
    assert waits(world)
