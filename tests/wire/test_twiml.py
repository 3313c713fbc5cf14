"""What a call does next, as the carrier is told it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.talk.aloud import Aloud, HangUp, Line, Listen, Replay, Take, Wait
from service.carrier import twiml
from service.carrier.calls_in import voice_url
from service.carrier.twiml import LOCALES, locale, write
from service.carrier.twiml_check import findings
from tests.wire.signing import CALL, DELIVERY, TAKE

ORIGIN = "https://coach.example.com"
ACTION = voice_url(ORIGIN, "/twilio/voice", DELIVERY, 4)
TOLD = f"{ORIGIN}/twilio/recording?d={DELIVERY}"
HEARD = f"{ORIGIN}/twilio/transcript?d={DELIVERY}"
AGAIN = "#ct=2000&rt=4500&rc=2&rp=ct,rt,5xx"


def replay(take: str) -> str:
    return f"{ORIGIN}/twilio/take/{CALL}/{take}"


def written(aloud: Aloud, profile: str = "full") -> str:
    return write(
        aloud,
        action_url=ACTION,
        replay_url=replay,
        profile=profile,
        recording_url=TOLD,
    )


def told(
    then: object, *lines: object, language: str = "en", profile: str = "full"
) -> list[ET.Element]:
    document = ET.fromstring(written(Aloud(language, lines, then), profile))
    assert "Response" == document.tag
    return list(document)


def test_a_question_is_asked_inside_its_gather_so_that_keys_and_speech_cut_in() -> None:
    listen = Listen(1, speech=True, hints=("yes", "not yet, no"))
    gather, after = told(listen, Line("Did you try?"), Replay(TAKE))
    assert {
        "input": "dtmf speech",
        "action": ACTION + AGAIN,
        "method": "POST",
        "timeout": "5",
        "numDigits": "1",
        "finishOnKey": "#",
        "actionOnEmptyResult": "true",
        "speechTimeout": "2",
        "speechModel": "numbers_and_commands",
        "language": "en-US",
        "profanityFilter": "false",
        "hints": "yes, not yet no",
    } == gather.attrib
    say, play = gather
    assert ("Say", "Did you try?") == (say.tag, say.text)
    assert {"language": "en-US", "voice": "woman"} == say.attrib
    assert ("Play", replay(TAKE)) == (play.tag, play.text)
    assert ("Redirect", ACTION + AGAIN) == (after.tag, after.text)


@pytest.mark.parametrize(
    ("profile", "tags"),
    [("full", ["Say", "Pause", "Redirect"]), ("keypad", ["Say", "Redirect"])],
)
def test_a_moment_is_waited_for_nobody_and_then_the_call_asks_again(
    profile: str, tags: list[str]
) -> None:
    verbs = told(Wait(3), Line("One moment."), profile=profile)
    assert tags == [verb.tag for verb in verbs]
    assert (verbs[-1].text or "").startswith(ACTION)
    assert profile == "keypad" or {"length": "3"} == verbs[1].attrib


def test_her_own_words_are_recorded_for_a_minute_at_most_and_not_transcribed() -> None:
    say, record, after = told(Take(seconds=600), Line("What did you do?"))
    assert "Say" == say.tag
    assert {
        "action": ACTION + AGAIN,
        "method": "POST",
        "timeout": "5",
        "finishOnKey": "9#",
        "maxLength": "60",
        "playBeep": "true",
        "trim": "trim-silence",
        "recordingStatusCallback": TOLD + "#rc=2&rp=ct,rt,5xx",
        "recordingStatusCallbackMethod": "POST",
        "recordingStatusCallbackEvent": "completed absent",
    } == record.attrib
    # The carrier does not ask the action when nothing was said.
    assert ("Redirect", ACTION + AGAIN) == (after.tag, after.text)


@pytest.mark.parametrize("language", ["en", "en-GB", "EN-us"])
def test_where_it_is_asked_for_an_english_take_is_transcribed(language: str) -> None:
    document = transcribed(language, "full")
    record = ET.fromstring(document).find("Record")
    assert record is not None
    assert "true" == record.get("transcribe")
    assert HEARD + "#rc=2&rp=ct,rt,5xx" == record.get("transcribeCallback")
    assert () == findings(document)
    assert document == transcribed(language, "full")


@pytest.mark.parametrize(
    ("language", "profile"), [("es", "full"), ("eng", "full"), ("en", "keypad")]
)
def test_no_other_take_is_transcribed(language: str, profile: str) -> None:
    assert "transcribe" not in transcribed(language, profile)


def transcribed(language: str, profile: str) -> str:
    return write(
        Aloud(language, (), Take()),
        action_url=ACTION,
        replay_url=replay,
        profile=profile,
        recording_url=TOLD,
        transcript_url=HEARD,
    )


def test_a_goodbye_ends_the_call() -> None:
    say, end = told(HangUp(), Line("Bye"))
    assert ("Say", "Hangup") == (say.tag, end.tag)


@pytest.mark.parametrize(
    ("listen", "ways"),
    [
        (Listen(1, speech=True), "dtmf speech"),
        (Listen(2, speech=False), "dtmf"),
        (Listen(0, speech=True), "speech"),
    ],
)
def test_only_what_is_listened_to_is_named(listen: Listen, ways: str) -> None:
    gather, _ = told(listen)
    assert ways == gather.get("input")
    assert ("dtmf" in ways) == ("numDigits" in gather.attrib)
    assert ("speech" in ways) == ("speechModel" in gather.attrib)
    assert "hints" not in gather.attrib


def test_a_keypad_carrier_gets_keys_and_records_what_could_only_be_said() -> None:
    gather, after = told(Listen(1, speech=True, hints=("yes",)), profile="keypad")
    assert {
        "action": ACTION,
        "method": "POST",
        "timeout": "5",
        "numDigits": "1",
        "finishOnKey": "#",
        "actionOnEmptyResult": "true",
    } == gather.attrib
    assert ACTION == after.text
    say, record, _ = told(
        Listen(0, speech=True, silence_s=7), Line("Say it"), profile="keypad"
    )
    assert {"language": "en-US"} == say.attrib
    assert ("Record", "7") == (record.tag, record.get("timeout"))
    assert "trim" not in record.attrib


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [
        ("es-ES", "es-ES"),
        ("EN-gb", "en-GB"),
        ("pt_br", "pt-BR"),
        ("es-419", "es-419"),
        ("sv", "sv"),
        *LOCALES.items(),
    ],
)
def test_a_language_is_spoken_as_where_its_callers_are(tag: str, spoken: str) -> None:
    assert spoken == locale(tag)
    say, _ = told(HangUp(), Line("x"), language=tag)
    assert spoken == say.get("language")


@pytest.mark.parametrize("tag", ["", "english", "e", "en-US-x", 'en" x="'])
def test_what_is_no_language_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="no BCP 47"):
        locale(tag)


def test_no_voice_is_named_that_the_documentation_does_not_promise() -> None:
    say, _ = told(HangUp(), Line("Hola"), language="es")
    assert {"language": "es-MX"} == say.attrib


def test_more_than_can_be_spoken_at_once_is_spoken_in_pieces() -> None:
    words = " ".join(f"word{n}" for n in range(2000))
    *pieces, _ = told(HangUp(), Line(words))
    assert len(pieces) > 1
    assert all(len(piece.text or "") <= 4096 for piece in pieces)
    assert words == " ".join(piece.text or "" for piece in pieces)
    *pieces, _ = told(HangUp(), Line("x" * 10_000))
    assert "x" * 10_000 == "".join(piece.text or "" for piece in pieces)


def test_what_cannot_be_spoken_is_left_out() -> None:
    say, end = told(HangUp(), Line(""), Line(" \x00 "), Line("a\x0b<b>&\ud800"))
    assert ("a<b>&\ufffd", "Hangup") == (say.text, end.tag)


def test_hints_fit_into_what_the_carrier_takes() -> None:
    hints = ("a" * 300, "one, two", " ", "one two", *(f"w{n}" for n in range(600)))
    gather, _ = told(Listen(1, speech=True, hints=hints))
    sent = gather.get("hints", "").split(", ")
    assert ["a" * 100, "one two", "w0"] == sent[:3]
    assert 500 == len(sent)


def test_what_nobody_could_answer_is_refused() -> None:
    for profile in ("full", "keypad"):
        with pytest.raises(ValueError, match="neither keys nor speech"):
            told(Listen(0, speech=False), profile=profile)


@pytest.mark.parametrize("url", ["/twilio/voice", "//evil.example", "ftp://h/", ""])
def test_an_address_that_is_not_absolute_is_refused(url: str) -> None:
    for action, recording in ((url, TOLD), (ACTION, url or "/r")):
        with pytest.raises(ValueError, match="is absolute"):
            write(
                Aloud("en", (), HangUp()),
                action_url=action,
                replay_url=replay,
                recording_url=recording,
            )


def test_without_an_address_for_it_no_recording_is_told_of() -> None:
    aloud = Aloud("en", (), Take())
    document = write(aloud, action_url=ACTION, replay_url=replay)
    assert "recordingStatusCallback" not in document
    assert () == findings(document)


THEN = st.one_of(
    st.just(HangUp()),
    st.builds(Take, st.integers(-9, 999), st.integers(-9, 999)),
    st.builds(
        Listen,
        st.integers(1, 99),
        st.booleans(),
        st.lists(st.text(max_size=120), max_size=8).map(tuple),
        st.integers(-9, 999),
    ),
    st.builds(Listen, st.just(0), st.just(True)),
    st.builds(Wait, st.integers(-9, 999)),
)
ALOUD = st.builds(
    Aloud,
    st.sampled_from(["en", "es", "es-MX", "pt-BR", "fr", "sv", "es-419"]),
    st.lists(
        st.one_of(
            st.builds(Line, st.text(max_size=5000)), st.builds(Replay, st.just(TAKE))
        ),
        max_size=4,
    ).map(tuple),
    THEN,
)


@given(ALOUD, st.sampled_from(["full", "keypad"]))
def test_whatever_is_said_the_document_is_right_and_always_the_same(
    aloud: Aloud, profile: str
) -> None:
    document = written(aloud, profile)
    assert () == findings(document, profile)
    assert document == written(aloud, profile)
    # What passes for a keypad passes for everybody.
    assert profile == "full" or () == findings(document, "full")


@pytest.mark.parametrize("profile", ["full", "keypad"])
def test_a_call_is_put_through_from_our_number_and_not_recorded(profile: str) -> None:
    to = twiml.Through("+15550100001", "+15550100000", ACTION, TOLD)
    document = twiml.put_through("es", "Te comunico.", to, profile)
    say, dial = ET.fromstring(document)
    assert ("Te comunico.", "es-MX") == (say.text, say.get("language"))
    assert ("+15550100000", "3600") == (dial.get("callerId"), dial.get("timeLimit"))
    assert "record" not in dial.attrib
    (number,) = dial
    assert "+15550100001" == number.text
    assert (number.get("statusCallback") or "").startswith(TOLD)
    assert () == findings(document, profile)
