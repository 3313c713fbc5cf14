"""A question left open overnight, and a call on the next day."""

from __future__ import annotations

from service.switchboard.phone import Phone
from tests.journeys.wording import AFTER_A_TRY, says
from tests.journeys.world import World

MILA = "+15550100001"
LIMA = "America/Lima"
AGREES = "UPDATE participants SET calls = 'agreed', recorded = true WHERE id = %s"
CALLS = {
    "days": "0123456",
    "opens": "17:00",
    "deadline": "18:30",
    "call_days": "0123456",
    "call_at": "12:15",
    "call_until": "13:15",
}
DID_YOU = says("check_in", "did_you_try", channel="voice")
CALLED_US = says("check_in_inbound", "good_that_you_call", channel="voice")
AFTER_A_TRY_ALOUD = says("what_she_did", "what_did_you_do", channel="voice")
WHAT_DID_SHE = says("check_in", "a_try", channel="voice")


def asked_yesterday(world: World) -> Phone:
    """She agreed to calls, tried yesterday at 17:45, and left a question open."""
    mila = world.join(MILA, zone=LIMA, programme=world.programme(**CALLS))
    world.leap_to("17:45", LIMA)
    mila.texts("said my idea").expects_sms(AFTER_A_TRY)
    world.change(AGREES, MILA)
    world.run("UPDATE participants SET planned_until = NULL")
    return mila


def tries(world: World) -> list[str]:
    return [row["label"] for row in world.of(MILA, "attempts")]


def test_a_planned_call_asks_about_its_own_day(world: World) -> None:
    mila = asked_yesterday(world)
    world.until("12:15", LIMA)
    call = mila.expects_call().hears(DID_YOU)
    call.presses("1").hears(WHAT_DID_SHE).records("spoke up again").hangs_up()
    assert ["unprompted", "prompted"] == tries(world)


def test_a_call_of_hers_once_the_chance_is_open_asks_about_today(world: World) -> None:
    mila = asked_yesterday(world)
    world.change("UPDATE participants SET calls = 'none' WHERE id = %s", MILA)
    world.leap_to("17:05", LIMA)
    mila.forgets()
    mila.calls().hears(CALLED_US).hangs_up()


def test_a_call_of_hers_in_the_morning_answers_the_open_question(world: World) -> None:
    mila = asked_yesterday(world)
    world.leap_to("08:30", LIMA)
    call = mila.calls().hears(AFTER_A_TRY_ALOUD)
    call.records("I wrote it on a card first").expects_hang_up()
    assert ["unprompted"] == tries(world)
