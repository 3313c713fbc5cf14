"""TwiML of calls is read with the carrier's defaults; what is odd is warned about."""

from __future__ import annotations

import pytest
from twilio.twiml.voice_response import VoiceResponse

from service.switchboard.twiml import BadTwiml, Redirect, Warned
from service.switchboard.voicetwiml import (
    Gather,
    Hangup,
    Pause,
    Play,
    Record,
    Reject,
    Say,
    VoiceVerb,
    read_voice,
)


def verbs(inside: str) -> tuple[VoiceVerb, ...]:
    return read_voice("text/xml", f"<Response>{inside}</Response>".encode())


@pytest.mark.parametrize(
    ("inside", "verb"),
    [
        ("<Say>Hi <break time='1s'/><emphasis>you</emphasis></Say>", Say("Hi you")),
        (
            "<Say language='es-MX' voice='Polly.Mia' loop='0'>Hola</Say>",
            Say("Hola", "es-MX", "Polly.Mia", 1000),
        ),
        ("<Play loop='2'>/a.wav</Play>", Play("/a.wav", 2)),
        ("<Play digits='1w2'/>", Play("", 1, "1w2")),
        ("<Pause/>", Pause(1)),
        ("<Pause length='0'/>", Pause(0)),
        ("<Gather/>", Gather()),
        (
            "<Gather input='speech dtmf' action='/a' method='get' timeout='3'"
            " numDigits='2' finishOnKey='*' speechTimeout='2' hints='yes, no'"
            " language='de-DE' actionOnEmptyResult='true'><Say>Hi</Say><Pause/></Gather>",
            Gather(
                dtmf=True,
                speech=True,
                action="/a",
                method="GET",
                timeout_s=3,
                keys=2,
                finish="*",
                speech_timeout_s=2,
                hints="yes, no",
                language="de-DE",
                on_empty=True,
                prompts=(Say("Hi"), Pause()),
            ),
        ),
        ("<Gather finishOnKey=''/>", Gather(finish="")),
        ("<Gather input='speech'/>", Gather(dtmf=False, speech=True)),
        ("<Record/>", Record()),
        (
            "<Record action='/a' timeout='2' maxLength='60' finishOnKey='#'"
            " playBeep='false' trim='do-not-trim' recordingStatusCallback='/r'"
            " recordingStatusCallbackMethod='GET'"
            " recordingStatusCallbackEvent='in-progress absent'/>",
            Record(
                action="/a",
                timeout_s=2,
                longest_s=60,
                finish="#",
                beep=False,
                trim=False,
                callback="/r",
                callback_method="GET",
                events=frozenset({"in-progress", "absent"}),
            ),
        ),
        ("<Redirect>/b</Redirect>", Redirect("/b")),
        ("<Hangup/>", Hangup()),
        ("<Reject/>", Reject("rejected")),
        ("<Reject reason='busy'/>", Reject("busy")),
    ],
)
def test_a_verb_is_read_with_the_carriers_defaults(
    inside: str, verb: VoiceVerb
) -> None:
    assert (verb,) == verbs(inside)


@pytest.mark.parametrize(
    ("inside", "text", "verb"),
    [
        ("<Enqueue>a</Enqueue>", "<Enqueue>", None),
        ("<Say tone='warm'>Hi</Say>", "attribute tone of <Say>", Say("Hi")),
        ("<Gather timeout='x'/>", "timeout='x' of <Gather>", Gather()),
        ("<Gather input='mind'/>", "input='mind' of <Gather>", Gather()),
        ("<Gather finishOnKey='a'/>", "finishOnKey='a'", Gather()),
        ("<Gather><Hangup/></Gather>", "<Hangup> in <Gather>", Gather()),
        ("<Gather><Nod/></Gather>", "<Nod>", Gather()),
        ("<Record playBeep='so'/>", "playBeep='so'", Record()),
        (f"<Say>{'x' * 4097}</Say>", "more than 4096", Say("x" * 4096)),
    ],
)
def test_what_the_schema_does_not_know_is_warned_about_and_left_out(
    inside: str, text: str, verb: VoiceVerb | None
) -> None:
    warned, *rest = verbs(inside)
    assert isinstance(warned, Warned)
    assert text in warned.text
    assert ([verb] if verb else []) == rest


@pytest.mark.parametrize(
    ("kind", "body", "verb"),
    [
        ("text/plain", b" Hello there ", Say("Hello there")),
        ("audio/mpeg", b"\xff", Play("http://x/voice")),
    ],
)
def test_an_answer_that_is_text_is_read_and_a_sound_is_played(
    kind: str, body: bytes, verb: VoiceVerb
) -> None:
    assert (verb,) == read_voice(kind, body, "http://x/voice")


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [("", b"", 12300), ("image/png", b"", 12300), ("text/xml", b"", 12100)],
)
def test_an_answer_that_is_neither_is_refused(
    kind: str, body: bytes, code: int
) -> None:
    with pytest.raises(BadTwiml) as caught:
        read_voice(kind, body)
    assert code == caught.value.code


def test_everything_the_sdk_writes_is_read_without_a_warning() -> None:
    answer = VoiceResponse()
    gather = answer.gather(
        input="dtmf speech", num_digits=1, action="/a", timeout=4, hints="yes,no"
    )
    gather.say("Hi & <you>", language="en-US", voice="Polly.Joanna")
    gather.play("/a.wav")
    gather.pause(length=1)
    answer.record(
        action="/b",
        max_length=60,
        finish_on_key="#",
        recording_status_callback="/c",
        recording_status_callback_event="completed absent",
    )
    answer.redirect("/d", method="POST")
    answer.reject(reason="busy")
    answer.hangup()
    read = read_voice("text/xml", str(answer).encode())
    assert [Gather, Record, Redirect, Reject, Hangup] == [type(verb) for verb in read]
    assert Say("Hi & <you>", "en-US", "Polly.Joanna") == read[0].prompts[0]
