"""The carrier tells of a recording before the turn that the recording answers."""

import re

from tests.journeys.test_check_in_by_phone import AGREES, LIMA, NUMBER, call_form
from tests.journeys.world import ACCOUNT, World
from tests.wire.signing import RECORDING_STATUS, changed

NEXT = re.compile(r'action="[^"]*(/twilio/voice\?[^"#]*)')
CALL, TAKE = "CA" + "0123456789abcdef" * 2, "RE" + "0" * 32


def answered(world: World, target: str, **form: str) -> str:
    """Post a turn of the call; return where the next one goes, "" after the last."""
    answer = world.post(call_form(CALL, **form), target)
    assert 200 == answer.status, answer.text
    found = NEXT.search(answer.text)
    return found[1].replace("&amp;", "&") if found else ""


def test_a_recording_told_before_its_turn_is_kept_once(world: World) -> None:
    world.join(NUMBER, zone=LIMA)
    world.change(AGREES, NUMBER)
    asked = answered(world, "/twilio/voice")
    take = answered(world, asked, Digits="1")
    (call,) = world.of(NUMBER, "calls")
    told = changed(
        RECORDING_STATUS, CallSid=CALL, RecordingSid=TAKE, AccountSid=ACCOUNT
    )
    report = f"/twilio/recording?d={call['token']}"
    assert [204, 204] == [world.post(sorted(told), report).status for _ in range(2)]
    answered(world, take, RecordingSid=TAKE, RecordingDuration="3", Digits="#")
    assert 204 == world.post(sorted(told), report).status
    (kept,) = world.of(NUMBER, "recordings")
    (attempt,) = world.of(NUMBER, "attempts")
    assert (TAKE, attempt["id"]) == (kept["carrier_id"], kept["attempt_id"])
