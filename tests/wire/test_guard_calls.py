"""A call's signed addresses: token and turn are covered, a replayed take is a GET."""

from __future__ import annotations

import pytest

from service.carrier.calls_in import read_call, voice_url
from tests.wire.signing import (
    ASKING,
    CALL,
    CALL_STATUS,
    DELIVERY,
    ORIGIN,
    RECORDING_STATUS,
    TAKE,
    TRANSCRIPT,
    Pairs,
    changed,
    encoded,
    signature,
)
from tests.wire.test_calls_in import CAPTURED, DIGITS, SPEECH
from tests.wire.test_guard import HEADER, Ask, House, form

TURN = voice_url("", "/twilio/voice", DELIVERY, 3)
LATER = voice_url("", "/twilio/voice", DELIVERY, 4)
SOUND = f"/twilio/take/{CALL}/{TAKE}"
OTHER = SOUND.replace(TAKE, "RE" + "0" * 32)
HEARD = f"/twilio/transcript?d={DELIVERY}"
OTHER_ACCOUNT = "AC" + "9" * 32
HEARD_SIGNED = signature(ORIGIN + HEARD, TRANSCRIPT)


def get(target: str, *, signed: str | None = None) -> Ask:
    sign = signature(ORIGIN + (target if signed is None else signed))
    return Ask(target, headers={HEADER: sign}, method="GET")


@pytest.mark.parametrize(
    ("target", "pairs"),
    [
        ("/twilio/voice", ASKING),
        *((TURN, pairs) for pairs in CAPTURED),
        (f"/twilio/call-status?d={DELIVERY}", CALL_STATUS),
        (f"/twilio/recording?d={DELIVERY}", RECORDING_STATUS),
        (HEARD, TRANSCRIPT),
    ],
)
def test_what_the_carrier_sends_about_a_call_comes_in(
    target: str, pairs: Pairs
) -> None:
    assert form(pairs, target).of(House()) == 200


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        # A key nobody pressed, another turn, another call, somebody else's account.
        (403, form(changed(DIGITS, Digits="9"), TURN, signed=DIGITS)),
        (403, form(changed(SPEECH, SpeechResult="x"), TURN, signed=SPEECH)),
        (403, Ask(LATER, encoded(DIGITS), {HEADER: signature(ORIGIN + TURN, DIGITS)})),
        (403, form(changed(DIGITS, AccountSid=OTHER_ACCOUNT), TURN)),
        (403, form(changed(DIGITS, AccountSid=None), TURN)),
        # Words nobody heard, or another call's.
        (
            403,
            form(changed(TRANSCRIPT, TranscriptionText="x"), HEARD, signed=TRANSCRIPT),
        ),
        (403, Ask(HEARD + "0", encoded(TRANSCRIPT), {HEADER: HEARD_SIGNED})),
        # The carrier fetches a take by GET: its address is all that is signed.
        (200, get(SOUND)),
        (403, get(OTHER, signed=SOUND)),
        (403, get(SOUND + "?x=1", signed=SOUND)),
        (403, Ask(SOUND, method="GET")),
        (403, Ask(SOUND, b"", {HEADER: "c2lnbmVk"}, "GET")),
        (415, Ask(SOUND, b"", {HEADER: signature(ORIGIN + SOUND)}, "HEAD")),
    ],
)
def test_what_was_not_signed_so_stays_out(status: int, ask: Ask) -> None:
    assert status == ask.of(House())


def test_64_kb_of_speech_come_in_and_are_read() -> None:
    house = House()
    words = "I said it. " * 4500
    pairs = changed(SPEECH, SpeechResult=words)
    assert form(pairs, TURN).of(house) == 200
    [signed] = house.seen
    assert words == read_call(signed.pairs, signed.query).speech


def test_bad_bytes_in_speech_are_replaced_and_told() -> None:
    house = House()
    broken = changed(SPEECH, SpeechResult="caf\ufffd")
    body = encoded(broken).replace(b"%EF%BF%BD", b"%E9")
    sign = signature(ORIGIN + TURN, broken)
    assert Ask(TURN, body, {HEADER: sign}).of(house) == 200
    [signed] = house.seen
    event = read_call(signed.pairs, signed.query, changed=signed.changed)
    assert ("caf\ufffd", True) == (event.speech, event.changed)
