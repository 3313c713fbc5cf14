"""A call as tests speak of it: it rings, is answered, is heard, or comes to nothing."""

from __future__ import annotations

import re

import pytest
from twilio.rest import Client
from werkzeug.wrappers import Response

from service.switchboard.calls import CallEntry, CallOrder, Document
from service.switchboard.model import Pace
from service.switchboard.network import Network
from service.switchboard.phone import Phone
from service.switchboard.records import Records
from tests.switchboard.conftest import MILA, OURS, Clock, places
from tests.switchboard.failing import failure
from tests.switchboard.listener import Listener

ASK = (
    "<Response><Gather input='dtmf speech' numDigits='1' action='/did'>"
    "<Say>Did you try it today? Press 1 for yes.</Say></Gather>"
    "<Say>I could not hear you. Goodbye.</Say></Response>"
)
TELL = (
    "<Response><Say>What did you do?</Say>"
    "<Record action='/told' maxLength='60' finishOnKey='#'/></Response>"
)
BYE = "<Response><Say>Kept. Goodbye.</Say><Hangup/></Response>"


@pytest.fixture
def script(listener: Listener) -> Listener:
    return listener.answers("/voice", ASK).answers("/did", TELL).answers("/told", BYE)


class Asked(list[CallEntry]):
    """A ledger whose reader asks for each call at once, as another thread may."""

    def __init__(self, records: Records) -> None:
        super().__init__()
        self._records, self.found = records, list[str]()

    def append(self, entry: CallEntry) -> None:
        super().append(entry)
        self.found.append(self._records.calls[entry.sid].to)


def test_a_call_that_stands_in_the_ledger_can_be_asked_for(
    voiced: Network, script: Listener, mila: Phone
) -> None:
    # Whoever sat at the phones of a drill was between the two: KeyError, after 16 minutes.
    asked = voiced.records.call_entries = Asked(voiced.records)
    places(voiced, script)
    assert [mila.number] == asked.found
    mila.declines_call()


def test_a_check_in_by_phone_reads_like_one(
    voiced: Network, script: Listener, mila: Phone
) -> None:
    with voiced.watching():
        places(voiced, script)
        call = mila.expects_call("did you try it")
        call.presses("1").hears("what did you do").says("I opened the meeting")
        call.hears(re.compile(r"Kept\. Goodbye")).expects_hang_up()
        mila.expects_nothing()
    (recording,) = voiced.recordings
    assert "I opened the meeting" == recording.words
    assert "completed" == call.status


def test_she_may_hang_up_in_the_middle(
    voiced: Network, script: Listener, mila: Phone
) -> None:
    places(voiced, script)
    phone = mila.expects_call().presses("1").hangs_up()
    assert phone == mila
    assert [] == script.at("/told")
    (call,) = voiced.records.calls.values()
    assert ("completed", "person") == (call.status, call.ended_by)


def test_she_dials_in(voiced: Network, script: Listener, mila: Phone) -> None:
    call = mila.calls().hears("did you try it").says("yes I did").hears("what did")
    assert "yes I did" == script.at("/did")[0].form["SpeechResult"]
    assert "in-progress" == call.status
    assert 0 == len(voiced.calls)


def test_a_number_nobody_has_connected_takes_no_call(
    network: Network, mila: Phone
) -> None:
    assert "failed" == mila.calls().status
    assert "failed" == mila.calls(to="+15035550999").status


def test_silence_falls_through_without_the_clock(
    voiced: Network, script: Listener, mila: Phone, clock: Clock
) -> None:
    before = clock.at
    places(voiced, script)
    mila.expects_call("did you").stays_silent().hears("could not hear")
    assert before == clock.at
    assert [] == script.at("/did")


def test_a_call_that_waits_does_not_move_until_the_clock_does(
    voiced: Network, script: Listener, mila: Phone, clock: Clock
) -> None:
    places(voiced, script)
    call = mila.expects_call("did you")
    clock.move(seconds=4.9)
    voiced.settle()
    assert "keys or speech" == str(call.call.awaits)
    clock.move(seconds=0.2)
    call.hears("could not hear").expects_hang_up()


@pytest.mark.parametrize(
    ("act", "status"),
    [("declines_call", "busy"), ("lets_it_ring", "no-answer")],
)
def test_a_call_she_does_not_take_ends_with_its_own_word(
    voiced: Network, script: Listener, mila: Phone, act: str, status: str
) -> None:
    placed = places(voiced, script)
    getattr(mila, act)().expects_nothing()
    assert status == voiced.records.calls[placed.sid].status
    assert [] == script.heard


def test_it_stops_ringing_when_the_time_is_up(
    voiced: Network, script: Listener, mila: Phone, clock: Clock
) -> None:
    placed = places(voiced, script, ring_s=20)
    voiced.settle()
    clock.move(seconds=20)
    voiced.settle()
    assert "no-answer" == voiced.records.calls[placed.sid].status
    assert "it rang before (no-answer)" in failure(mila.expects_call)
    mila.missed_call().expects_nothing()
    assert "has none" in failure(mila.missed_call)


def test_a_busy_line_is_busy_as_often_as_it_is_told(
    voiced: Network, script: Listener, mila: Phone
) -> None:
    mila.is_busy(2)
    placed = [places(voiced, script).sid for _ in range(3)]
    voiced.settle()
    statuses = [voiced.records.calls[sid].status for sid in placed]
    assert ["busy", "busy", "ringing"] == statuses
    mila.lets_it_ring()


def test_a_phone_that_rings_or_talks_is_busy_for_another_call(
    voiced: Network, script: Listener, mila: Phone
) -> None:
    first = places(voiced, script)
    voiced.settle()
    second = places(voiced, script)
    voiced.settle()
    assert "busy" == voiced.records.calls[second.sid].status
    assert mila.expects_call("did you").sid == first.sid


def test_a_number_without_a_phone_fails(voiced: Network, script: Listener) -> None:
    placed = places(voiced, script, to="+15035550177")
    voiced.settle()
    assert "failed" == voiced.records.calls[placed.sid].status


@pytest.mark.parametrize(
    ("detection", "found"),
    [("Enable", "machine_start"), ("DetectMessageEnd", "machine_end_beep")],
)
def test_a_machine_takes_the_call_and_is_found_out(
    voiced: Network, script: Listener, mila: Phone, detection: str, found: str
) -> None:
    mila.has_voicemail()
    placed = places(voiced, script, detection=detection)
    voiced.settle()
    form = script.at("/voice")[0].form
    assert found == form["AnsweredBy"]
    assert form["MachineDetectionDuration"].isdigit()
    mila.finds_on_voicemail("could not hear you").expects_nothing()
    assert "completed" == voiced.records.calls[placed.sid].status


def test_nobody_is_found_out_where_nobody_asked(
    voiced: Network, script: Listener, mila: Phone
) -> None:
    mila.has_voicemail(1)
    places(voiced, script)
    voiced.settle()
    assert "AnsweredBy" not in script.at("/voice")[0].form
    places(voiced, script, detection="Enable")
    mila.expects_call("did you")
    assert "human" == script.at("/voice")[1].form["AnsweredBy"]


def test_an_unexpected_call_fails_what_expects_nothing(
    voiced: Network, script: Listener, mila: Phone
) -> None:
    places(voiced, script)
    story = failure(mila.expects_nothing)
    assert f"expected nothing, but a call from {OURS} rang (ringing)" in story

    def block() -> None:
        with voiced.watching():
            mila.lets_it_ring()
            places(voiced, script)

    assert "Mila was not expecting it, but a call" in failure(block)


def test_what_she_did_not_hear_is_told_with_the_whole_call(
    voiced: Network, script: Listener, mila: Phone
) -> None:
    places(voiced, script)
    call = mila.expects_call("did you").presses("1")
    story = failure(lambda: call.hears("see you"))
    assert (
        "Mila expected to hear 'see you', but heard 'What did you do?'.\n\n"
        "The call on Mila's phone (outbound-api, in-progress, waits for her words,"
        " which are being recorded):\n"
        "  service: Did you try it today? Press 1 for yes.\n"
        "  Mila presses: 1\n"
        "  service: What did you do?\n"
        "  carrier: (a beep)" == story
    )
    assert "but did" in failure(lambda: call.hears_nothing_of("what"))
    call.hears_nothing_of("see you")


def test_what_cannot_be_done_to_a_call_is_told(
    voiced: Network, script: Listener, mila: Phone
) -> None:
    assert "expected a call, but nothing rings" in failure(mila.expects_call)
    places(voiced, script)
    call = mila.expects_call("did you")
    assert "but it goes on" in failure(call.expects_hang_up)
    assert "but nothing did" in failure(lambda: call.records("words"))
    call.hangs_up()
    assert "but hung up" in failure(call.expects_hang_up)
    assert "but the call had ended" in failure(lambda: call.presses("1"))
    assert "found ''" in failure(lambda: mila.finds_on_voicemail("x"))


def test_keys_that_are_fewer_than_awaited_go_out_after_a_silence(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/voice", "<Response><Gather action='/did'/></Response>")
    listener.answers("/did", BYE)
    places(voiced, listener)
    mila.expects_call().presses("12").expects_hang_up()
    assert "12" == listener.at("/did")[0].form["Digits"]


def test_the_ledger_of_calls_counts_by_token(
    voiced: Network, script: Listener, mila: Phone
) -> None:
    where = Document(script.url("/voice?d=token-7"))
    voiced.exchange.place(CallOrder(MILA, OURS, where))
    places(voiced, script)
    assert (1, 0) == (voiced.calls.times("token-7"), voiced.calls.times("token-8"))
    assert (2, 0) == (len(voiced.calls), len(voiced.ledger))
    mila.expects_call("did you")


def test_a_call_is_answered_once_however_often_she_tries(
    voiced: Network, script: Listener, mila: Phone
) -> None:
    placed = places(voiced, script)
    voiced.settle()
    for act in ("answer", "answer", "decline", "let_ring"):
        getattr(voiced.exchange, act)(placed.sid)
    voiced.settle()
    assert "in-progress" == voiced.records.calls[placed.sid].status
    assert 1 == len(script.at("/voice"))


def test_nothing_can_be_done_any_more_to_a_call_that_has_ended(
    voiced: Network, script: Listener, mila: Phone
) -> None:
    placed = places(voiced, script)
    voiced.settle()
    voiced.exchange.cancel(placed.sid)
    before = voiced.records.calls[placed.sid]
    for act in ("answer", "decline", "hush", "keep_busy", "hang_up", "complete"):
        getattr(voiced.exchange, act)(placed.sid)
    voiced.exchange.press(placed.sid, "1")
    voiced.exchange.say(placed.sid, "hello")
    voiced.settle()
    assert before == voiced.records.calls[placed.sid]
    assert [] == script.heard


def test_a_call_taken_back_before_it_is_dialled_never_rings(
    voiced: Network, script: Listener, mila: Phone
) -> None:
    placed = places(voiced, script)
    voiced.exchange.complete(placed.sid)
    mila.expects_nothing()
    assert "canceled" == voiced.records.calls[placed.sid].status
    assert () == mila.rang


def test_a_call_that_ends_while_our_side_thinks_hears_no_more(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    def ended() -> Response:
        (sid,) = voiced.records.calls
        voiced.exchange.complete(sid)
        return Response(ASK, content_type="text/xml")

    listener.answers_with("/voice", ended)
    places(voiced, listener)
    call = mila.expects_call()
    assert ("", "completed", "service") == (
        call.heard,
        call.status,
        call.call.ended_by,
    )


def test_a_call_led_elsewhere_while_our_side_thinks_goes_there_and_nowhere_else(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    def led() -> Response:
        (sid,) = voiced.records.calls
        voiced.exchange.redirect(sid, Document(listener.url("/other")))
        return Response("<Response>", content_type="text/xml")

    listener.answers_with("/voice", led)
    listener.answers("/other", "<Response><Say>Here.</Say></Response>")
    places(voiced, listener)
    mila.expects_call("here").hears_nothing_of("error").expects_hang_up()


def test_acting_while_nothing_waits_for_it_is_told(
    listener: Listener, clock: Clock
) -> None:
    network = Network(now=clock, pace=Pace(talks=True))
    network.add_number(OURS, voice_url=listener.url("/voice"))
    listener.answers("/voice", "<Response><Pause length='3'/><Gather/></Response>")
    call = network.add_phone(MILA, "Mila").calls()
    assert "but nothing waited for it" in failure(lambda: call.presses("1"))


def test_a_caller_whose_number_is_none_is_shown_as_she_came(
    voiced: Network, script: Listener, client: Client
) -> None:
    voiced.phone("anonymous").calls().hangs_up()
    (shown,) = client.calls.list()
    assert "anonymous" == shown.from_formatted
