"""What the carrier took and never told the end of is asked after, by its name."""

from __future__ import annotations

from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from tests.journeys.test_calls_out import (
    BY_TEXT,
    LIMA,
    NUMBER,
    WHAT_DID_SHE,
    calls,
    mila,
)
from tests.journeys.wording import says
from tests.journeys.world import World

__all__ = ["mila"]

LOST = Fault("lost_callback", times=None)


def test_a_call_whose_end_nobody_told_has_its_next_step(
    world: World, mila: Phone
) -> None:
    """The hooks were away for a minute: no second call came, and no text."""
    world.network.faults.add(LOST)
    world.until("12:15", LIMA)
    mila.lets_it_ring()
    world.until("12:30", LIMA)
    assert ["no_answer"] == calls(world)
    world.leap_to("13:01", LIMA)
    mila.lets_it_ring()
    world.forward(minutes=8)
    world.forward(minutes=1)
    mila.expects_sms(BY_TEXT)
    world.until("16:00", LIMA)
    mila.expects_nothing()
    assert ["no_answer", "no_answer"] == calls(world)


def test_a_question_she_hung_up_on_goes_on_by_text_all_the_same(
    world: World, mila: Phone
) -> None:
    world.network.faults.add(LOST)
    call = mila.calls().presses("1").hears(WHAT_DID_SHE)
    call.hangs_up()
    world.forward(minutes=1)
    mila.expects_nothing()
    assert ["open"] == calls(world)
    world.forward(minutes=7)
    mila.expects_sms(says("check_in", "a_try"))
    assert ["hung_up"] == calls(world)
    world.forward(hours=3)
    mila.expects_nothing()


def test_a_text_that_did_not_arrive_is_known_though_no_report_came(
    world: World, mila: Phone
) -> None:
    """It read "Sent; no receipt yet" for ever, and her line was thought to take texts."""
    world.network.faults.add(LOST)
    world.network.faults.add(Fault("30006", to=NUMBER))
    mila.texts("CALL ME")
    world.forward(minutes=2)
    (row,) = [one for one in world.outbox(NUMBER) if one["kind"] == "reply"]
    assert ("sent", None) == (row["state"], row["error_code"])
    world.forward(minutes=31)
    (row,) = [one for one in world.outbox(NUMBER) if one["kind"] == "reply"]
    assert 30006 == row["error_code"]


def test_a_recording_of_which_no_report_came_is_brought_home(
    world: World, mila: Phone
) -> None:
    """Web went down as she spoke: her voice stayed at the carrier, unheard."""
    call = mila.calls().presses("1").hears(WHAT_DID_SHE)
    call.records("I opened the meeting").hangs_up()
    world.forward(seconds=30)
    world.run("DELETE FROM recordings")
    assert [] == world.of(NUMBER, "recordings")
    for _ in range(3):
        world.forward(minutes=4)
    (found,) = world.of(NUMBER, "recordings")
    assert "kept" == found["state"]
