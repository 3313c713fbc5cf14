"""What the coach reads beside a text that no text of hers went before, and one kept."""

from __future__ import annotations

import pytest

from service.store import timelines
from service.store.timelines import Called, Said
from service.switchboard.phone import Phone
from tests.journeys.wording import says
from tests.journeys.world import World

LIMA = "America/Lima"
NUMBER = "+15550100001"
HOW_SURE = says("check_in", "how_sure", channel="voice")
HOW_SURE_IS_SHE = says("check_in", "how_sure")
BROKEN_OFF = "The call ended with its question still open, so it goes on by text."

GONE_ON = "The call could not go on with this, so it goes on by text."


@pytest.fixture
def mila(world: World) -> Phone:
    phone = world.join(NUMBER, zone=LIMA)
    world.change(
        "UPDATE participants SET calls = 'agreed', recorded = true WHERE id = %s",
        NUMBER,
    )
    return phone


def thread(world: World) -> tuple[timelines.Entry, ...]:
    with world.parts.db.transaction(world.organisation) as tx:
        found = timelines.portrait(tx, world.parts.vault, world.person(NUMBER)["id"])
    assert found is not None
    return found.thread


def latest(world: World) -> Said:
    return next(entry for entry in thread(world) if isinstance(entry, Said))


def test_a_text_after_a_call_that_broke_off_says_so(world: World, mila: Phone) -> None:
    call = mila.calls()
    call.presses("1").records("asked Ben to hold his question").hears(HOW_SURE)
    call.hangs_up()
    asked = mila.expects_sms(HOW_SURE_IS_SHE)
    assert BROKEN_OFF == latest(world).why
    world.jump(minutes=1)
    asked.replies("9")
    mila.expects_sms("9")
    assert "wrote first" in latest(world).why or "answered" in latest(world).why


def test_a_call_that_heard_nothing_goes_on_by_text_and_says_so(
    world: World, mila: Phone
) -> None:
    mila.calls().stays_silent().stays_silent().stays_silent().expects_hang_up()
    mila.expects_sms("D for done")
    assert GONE_ON == latest(world).why


def test_a_word_said_in_a_call_is_among_what_was_said(
    world: World, mila: Phone
) -> None:
    mila.calls().presses("1").records("held my hand up").says("about a seven I think")
    (called,) = [entry for entry in thread(world) if isinstance(entry, Called)]
    assert "about a seven I think" in [turn.heard for turn in called.spoken]
