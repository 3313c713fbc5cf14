"""TwiML of calls is carried out verb by verb, as the carrier does it."""

from __future__ import annotations

import pytest

from service.switchboard.calls import CallOrder, Document
from service.switchboard.network import Network
from service.switchboard.performing import MAX_HOPS
from service.switchboard.phone import Phone
from tests.switchboard.conftest import MILA, OURS, Clock, places
from tests.switchboard.listener import Listener


def document(listener: Listener, inside: str, path: str = "/voice") -> None:
    listener.answers(path, f"<Response>{inside}</Response>")


def test_verbs_are_carried_out_in_order_and_the_end_hangs_up(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Say>One.</Say><Pause length='2'/><Say>Two.</Say><Nod/>")
    places(voiced, listener)
    call = mila.expects_call("One.\nTwo.")
    call.expects_hang_up()
    assert [12200] == [line.code for line in voiced.log]
    assert 3 <= call.call.duration_s <= 5


def test_what_stands_behind_a_hangup_is_not_said(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Say>One.</Say><Hangup/><Say>Two.</Say>")
    mila.calls().hears_nothing_of("two").expects_hang_up()


@pytest.mark.parametrize(
    ("reason", "status"), [("", "no-answer"), ("reason='busy'", "busy")]
)
def test_a_reject_that_comes_first_takes_no_call(
    voiced: Network, listener: Listener, mila: Phone, reason: str, status: str
) -> None:
    document(listener, f"<Reject {reason}/><Say>Nobody hears this.</Say>")
    call = mila.calls()
    assert (status, None, "") == (call.status, call.call.started, call.heard)


def test_a_reject_that_comes_later_hangs_up(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Say>Hello.</Say><Reject/>")
    call = mila.calls().hears("hello")
    assert "completed" == call.status


def test_a_redirect_leads_on_relative_to_where_it_stands(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Redirect method='GET'>deeper/down?n=1</Redirect><Say>No</Say>")
    document(listener, "<Say>Here.</Say>", "/deeper/down")
    mila.calls().hears("here").hears_nothing_of("no").expects_hang_up()
    assert "GET" == listener.at("/deeper/down")[0].method


def test_a_document_that_leads_to_itself_is_found_out(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Redirect/>")
    mila.calls().hears("application error").expects_hang_up()
    assert [11215] == [line.code for line in voiced.log]
    assert MAX_HOPS == len(listener.at("/voice"))


def test_a_question_asked_for_ever_ends_with_the_persons_patience_not_ours(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Gather/><Redirect/>")
    call = mila.calls()
    for _ in range(MAX_HOPS + 5):
        call.stays_silent()
    call.hangs_up()
    mila.has_voicemail()
    places(voiced, listener)
    mila.finds_on_voicemail("application error")


def test_a_gather_without_an_action_asks_the_same_document_again(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Gather numDigits='1'><Say>Again.</Say></Gather>")
    mila.calls().presses("1").hears("again").presses("2").hears("again")
    assert [None, "1", "2"] == [h.form.get("Digits") for h in listener.at("/voice")]


@pytest.mark.parametrize(
    ("attributes", "keys", "digits"),
    [
        ("", "12#", "12"),
        ("", "#12#", "12"),
        ("", "12", "12"),
        ("numDigits='2'", "123", "12"),
        ("finishOnKey='*'", "1#*", "1#"),
        ("finishOnKey=''", "1#", "1#"),
        ("numDigits='4'", "1#", "1"),
    ],
)
def test_keys_are_gathered_as_the_document_says(
    voiced: Network,
    listener: Listener,
    mila: Phone,
    attributes: str,
    keys: str,
    digits: str,
) -> None:
    document(listener, f"<Gather action='/did' {attributes}/>")
    mila.calls().presses(keys)
    assert [digits] == [heard.form["Digits"] for heard in listener.at("/did")]


def test_a_key_starts_the_waiting_anew(
    voiced: Network, listener: Listener, mila: Phone, clock: Clock
) -> None:
    document(listener, "<Gather action='/did' timeout='5'/>")
    call = mila.calls()
    for key in "123":
        voiced.exchange.press(call.sid, key)
        voiced.settle()
        clock.move(seconds=4)
        voiced.settle()
    assert [] == listener.at("/did")
    clock.move(seconds=1)
    voiced.settle()
    assert "123" == listener.at("/did")[0].form["Digits"]


def test_keys_that_came_first_win_over_words(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Gather input='dtmf speech' action='/did'/>")
    call = mila.calls()
    voiced.exchange.press(call.sid, "1")
    voiced.exchange.say(call.sid, "no, two")
    voiced.exchange.hush(call.sid)
    voiced.settle()
    (heard,) = listener.at("/did")
    assert "1" == heard.form["Digits"]
    assert "SpeechResult" not in heard.form


@pytest.mark.parametrize(("ways", "act"), [("dtmf", "says"), ("speech", "presses")])
def test_what_is_not_listened_to_is_not_heard(
    voiced: Network, listener: Listener, mila: Phone, ways: str, act: str
) -> None:
    document(listener, f"<Gather input='{ways}' action='/did'/><Say>Nothing.</Say>")
    call = mila.calls()
    getattr(call, act)("1")
    assert [] == listener.at("/did")
    call.stays_silent().hears("nothing")


@pytest.mark.parametrize(
    ("ways", "name"), [("dtmf", "Digits"), ("speech", "SpeechResult")]
)
def test_silence_is_told_only_when_it_is_asked_for(
    voiced: Network, listener: Listener, mila: Phone, ways: str, name: str
) -> None:
    asked = f"<Gather input='{ways}' action='/did' actionOnEmptyResult='true'/>"
    document(listener, asked)
    mila.calls().stays_silent().expects_hang_up()
    assert "" == listener.at("/did")[0].form[name]


def test_a_key_in_the_middle_of_talk_is_lost(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Gather input='speech' action='/did'/>")
    call = mila.calls().presses("12")
    assert ["12"] == [line.text for line in call.call.lines if line.how == "key"]
    assert [] == listener.at("/did")


def test_a_recording_without_an_action_asks_the_same_document_again(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Record/><Say>Nothing was said.</Say>")
    mila.calls().says("words").stays_silent().hears("nothing was said")
    first, second = listener.at("/voice")
    assert "RecordingUrl" not in first.form
    assert "RecordingUrl" in second.form
    assert "Digits" not in second.form


def test_an_empty_recording_goes_on_with_the_next_verb(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Record action='/told'/><Say>Nothing was said.</Say>")
    mila.calls().stays_silent().hears("nothing was said").expects_hang_up()
    mila.calls().presses("#").hears("nothing was said").expects_hang_up()
    assert ([], ()) == (listener.at("/told"), voiced.recordings)


def test_a_recording_ends_by_the_keys_it_knows_alone(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Record action='/told' finishOnKey='#'/>")
    call = mila.calls()
    voiced.exchange.say(call.sid, "first")
    voiced.exchange.press(call.sid, "1")
    voiced.exchange.say(call.sid, "second")
    voiced.exchange.press(call.sid, "#")
    voiced.settle()
    (recording,) = voiced.recordings
    assert "first second" == recording.words
    assert "#" == listener.at("/told")[0].form["Digits"]


def test_a_recording_is_cut_at_its_longest(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Record action='/told' maxLength='10'/>")
    mila.calls().records("on and on", seconds=90)
    assert "10" == listener.at("/told")[0].form["RecordingDuration"]
    assert 10 == voiced.recordings[0].seconds


def test_a_beep_comes_before_a_recording_unless_it_is_not_wanted(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Record playBeep='false'/><Record/>")
    call = mila.calls()
    assert [] == [line.how for line in call.call.lines]
    call.stays_silent()
    assert ["beep"] == [line.how for line in call.call.lines]


def test_a_sound_is_fetched_and_what_is_wrong_with_it_is_only_logged(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/good.wav", "x", kind="audio/x-wav")
    listener.answers("/text.wav", "x", kind="text/plain")
    listener.answers("/gone.wav", status=404)
    sounds = "".join(
        f"<Play>{listener.url(path)}</Play>"
        for path in ("/good.wav", "/text.wav", "/gone.wav")
    )
    document(listener, f"{sounds}<Play digits='1w2'/><Say>Done.</Say>")
    mila.calls().hears("good.wav").hears("tones 1w2").hears("done")
    assert "GET" == listener.at("/good.wav")[0].method
    assert [12300, 11200] == [line.code for line in voiced.log]


def test_her_own_recording_is_played_back_without_asking_anyone(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    document(listener, "<Record action='/told'/>")
    mila.calls().records("I opened the meeting")
    (recording,) = voiced.recordings
    url = voiced.exchange.life.recorder.url(recording)
    listener.answers("/again", f"<Response><Play>{url}.mp3</Play></Response>")
    voiced.add_number(OURS, voice_url=listener.url("/again"))
    mila.calls().hears("I opened the meeting")
    assert () == voiced.log


def test_an_inline_document_cannot_lead_to_a_relative_address(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    twiml = "<Response><Gather action='/did'/></Response>"
    voiced.exchange.place(CallOrder(MILA, OURS, Document("", twiml=twiml)))
    mila.expects_call().presses("1#").hears("application error")
    assert [11100] == [line.code for line in voiced.log]


def test_she_hangs_up_before_the_service_has_answered(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    call = voiced.dial(MILA, OURS)
    voiced.exchange.life.end(call.sid, "canceled", "person")
    voiced.settle()
    assert [] == listener.heard
    assert "canceled" == voiced.records.calls[call.sid].status
