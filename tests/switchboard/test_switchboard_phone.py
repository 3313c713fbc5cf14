"""The phone as tests speak of it, the settling of the network, and its threads."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.wrappers import Response

from service.switchboard.faults import Fault
from service.switchboard.model import Pace
from service.switchboard.network import Network, NeverSettles, real_now
from service.switchboard.outgoing import Order
from service.switchboard.phone import Phone
from tests.switchboard.conftest import MILA, OURS, Clock
from tests.switchboard.failing import failure
from tests.switchboard.listener import Listener

QUESTION = "Yes. What did you do that made it happen?"


def says(network: Network, body: str = QUESTION, to: str = MILA) -> None:
    network.outgoing.accept(Order(to, OURS, body))


def test_a_conversation_reads_like_one(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/sms", f"<Response><Message>{QUESTION}</Message></Response>")
    listener.answers("/sms", "<Response><Message>Kept.</Message></Response>")
    with heeded.watching():
        mila.texts("said my idea")
        mila.expects_sms("what did you do").replies("breathed out", media=1)
        mila.expects_sms(re.compile(r"^Kept\.$"))
        mila.expects_nothing()
    assert [True, False, True, False] == [text.mine for text in mila.thread]


def test_a_pattern_is_words_in_any_case_or_an_expression(
    network: Network, mila: Phone
) -> None:
    for pattern in ("WHAT DID", r"what did \w+ do", "happen?", re.compile("^Yes")):
        says(network)
        came = mila.expects_sms(pattern)
        assert (QUESTION, 34) == (came.body, len(came.sid))
    says(network, "(what")
    assert "(what" == mila.expects_sms("(what").body


def test_a_missing_text_is_told_with_the_thread(network: Network, mila: Phone) -> None:
    mila.texts("hello")
    story = failure(lambda: mila.expects_sms("what"))
    assert (
        "Mila expected 'what', but nothing came.\n\n"
        "The thread on Mila's phone:\n"
        "  Mon 02 Mar 17:40  Mila: hello  [received]" == story
    )


def test_another_text_is_told_with_what_came(network: Network, mila: Phone) -> None:
    says(network)
    story = failure(lambda: mila.expects_sms("(see you"))
    assert story.startswith(f"Mila expected '(see you', but {QUESTION!r} came.")
    assert f"  Mon 02 Mar 17:40  {OURS}: {QUESTION}  [delivered]" in story


def test_a_text_too_many_is_told(network: Network) -> None:
    phone = network.phone(MILA)
    assert "(empty)" in failure(lambda: phone.expects_sms("x"))
    says(network)
    says(network, "again")
    story = failure(phone.expects_nothing)
    assert f"{MILA} expected nothing, but {QUESTION!r} came and 'again' came." in story


def test_a_watched_block_fails_on_a_text_nobody_expected(
    network: Network, mila: Phone
) -> None:
    network.add_phone("+15035550188", "Rosa")

    def block() -> None:
        with network.watching():
            says(network)
            says(network, "to Rosa", "+15035550188")
            mila.expects_sms("What")

    story = failure(block)
    assert story.startswith("Rosa was not expecting it, but 'to Rosa' came.")
    assert "Mila" not in story


def test_a_watched_block_fails_on_what_the_carrier_logs(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/sms", "<Response>")

    def block() -> None:
        with heeded.watching():
            mila.texts("hello")

    assert "The carrier logged 12100 (Document parse failure" in failure(block)


def test_what_was_there_before_a_watched_block_does_not_count(
    network: Network, mila: Phone
) -> None:
    says(network)
    with network.watching() as watched:
        assert watched is network


def test_a_failure_inside_a_watched_block_is_told_as_it_is(network: Network) -> None:
    with pytest.raises(KeyError), network.watching():
        raise KeyError


def test_an_undelivered_text_is_not_on_the_phone(network: Network, mila: Phone) -> None:
    network.faults.add(Fault("30003"))
    says(network)
    mila.expects_nothing()
    assert () == mila.thread
    assert "[undelivered, 30003]" in failure(lambda: mila.expects_sms("x"))


def test_with_several_numbers_a_phone_is_told_which(
    network: Network, mila: Phone
) -> None:
    network.add_number("+15035550101")
    with pytest.raises(ValueError, match="2 numbers"):
        mila.texts("hello")
    mila.texts("hello", to="+15035550101")
    assert "+15035550101" == mila.thread[0].other


def test_a_reply_goes_to_the_number_the_text_came_from(
    network: Network, mila: Phone
) -> None:
    network.add_number("+15035550101")
    network.outgoing.accept(Order(MILA, "+15035550101", "hi"))
    mila.expects_sms("hi").replies("hello")
    assert "+15035550101" == mila.thread[-1].other


def test_a_text_that_was_held_up_stands_where_it_arrived(
    clock: Clock,
) -> None:
    network = Network(now=clock, pace=Pace(timedelta(minutes=5)))
    network.add_number(OURS)
    mila = network.add_phone(MILA, "Mila")
    says(network)
    mila.texts("hello")
    clock.move(minutes=5)
    network.settle()
    assert ["hello", QUESTION] == [text.body for text in mila.thread]
    assert clock.at == mila.thread[-1].at


def test_settling_also_runs_the_work_of_others_until_it_is_done(
    network: Network, mila: Phone
) -> None:
    due = ["one", "two"]

    def worker() -> bool:
        if not due:
            return False
        says(network, due.pop(0))
        return True

    network.settles_with(worker)
    mila.expects_sms("one")
    mila.expects_sms("two")
    mila.expects_nothing()


def test_two_machines_that_answer_each_other_are_found_out(
    network: Network, mila: Phone
) -> None:
    network.settles_with(lambda: True)
    with pytest.raises(NeverSettles, match="10000 pieces"):
        network.settle()


def test_a_started_network_moves_by_itself_and_keeps_pace(listener: Listener) -> None:
    network = Network(pace=Pace(timedelta(milliseconds=1), timedelta(milliseconds=1)))
    network.add_number(OURS, sms_url=listener.url("/sms"))
    mila = network.add_phone(MILA, "Mila")
    listener.answers("/sms", f"<Response><Message>{QUESTION}</Message></Response>")
    live = network.records.feed.watch()
    network.start()
    network.text(MILA, OURS, "hello")
    for line in live:
        if '"status": "delivered"' in line:
            break
    network.stop()
    assert ["hello", QUESTION] == [text.body for text in mila.thread]


def test_settling_waits_for_what_the_threads_are_doing(listener: Listener) -> None:
    network = Network()
    network.add_number(OURS, sms_url=listener.url("/sms"))
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> Response:
        begun.set()
        go_on.wait(5)
        return Response("<Response/>", content_type="text/xml")

    listener.answers_with("/sms", slow)
    network.start(workers=1)
    network.text(MILA, OURS, "hello")
    begun.wait(5)
    threading.Timer(0.05, go_on.set).start()
    network.settle()
    assert "answered" == network.phone(MILA).thread[0].status
    network.stop()


def test_one_piece_of_work_that_breaks_does_not_stop_the_rest(
    network: Network, mila: Phone, clock: Clock
) -> None:
    def broken() -> None:
        raise RuntimeError("no such cable")

    live = network.records.feed.watch()
    network._pending.put(clock.at, "x", broken)
    network.start(workers=1)
    said = next(line for line in live if "event: log" in line)
    network.stop()
    assert "RuntimeError: no such cable" in said
    network._pending.put(clock.at, "x", broken)
    with pytest.raises(RuntimeError):
        network.settle()
    assert not network._pending.busy()


def test_work_of_one_lane_never_overlaps(network: Network, clock: Clock) -> None:
    pending = network._pending
    pending.put(clock.at, "a", lambda: None)
    pending.put(clock.at, "a", lambda: None)
    pending.put(clock.at + timedelta(hours=1), "b", lambda: None)
    first = pending.take(clock.at)
    assert None is pending.take(clock.at)
    assert "b" == pending.take(None).lane
    pending.done(first)
    assert "a" == pending.take(clock.at).lane


def test_the_networks_own_clock_is_in_utc() -> None:
    assert UTC == real_now().tzinfo
    assert abs(real_now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_network_is_at_work_while_something_is_due(
    network: Network, clock: Clock
) -> None:
    assert not network.at_work()
    says(network)
    assert network.at_work()
    network.settle()
    assert not network.at_work()
    network.outgoing.pace = Pace(to_sent=timedelta(seconds=5))
    says(network)
    assert not network.at_work()
    clock.move(seconds=6)
    assert network.at_work()
    network.settle()
