"""Every fault on demand does what its name says, as often as it was told to."""

from __future__ import annotations

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from service.switchboard.faults import STAGES, Fault, UnknownFault, stage_of
from service.switchboard.network import Network
from service.switchboard.outgoing import Order
from service.switchboard.phone import Phone
from service.switchboard.server import Running
from tests.switchboard.conftest import MILA, OURS, Clock, sdk
from tests.switchboard.listener import Listener

ASKED = {"to": MILA, "from_": OURS, "body": "Yes. What did you do?"}


@pytest.fixture
def hasty(running: Running) -> Client:
    """An SDK client that waits a fifth of a second for its answer."""
    return sdk(running, TwilioHttpClient(timeout=0.2, pool_connections=False))


def statuses(network: Network, listener: Listener) -> list[str]:
    """What is called back about one text, in order."""
    network.outgoing.accept(Order(MILA, OURS, "hi", callback=listener.url("/status")))
    network.settle()
    return listener.statuses()


@pytest.mark.parametrize(
    ("kind", "status", "code", "accepted"),
    [
        ("429", 429, 20429, 0),
        ("500", 500, 20500, 0),
        ("502", 502, 502, 0),
        ("503", 503, 20503, 0),
        ("500_after", 500, 20500, 1),
        ("503_after", 503, 20503, 1),
        ("21610", 400, 21610, 0),
        ("21614", 400, 21614, 0),
        ("63038", 429, 63038, 0),
        ("21999", 400, 21999, 0),
        ("30003_sync", 400, 30003, 0),
    ],
)
def test_an_answer_that_says_no_comes_once_and_accepts_or_not(
    client: Client, network: Network, kind: str, status: int, code: int, accepted: int
) -> None:
    network.faults.add(Fault(kind))
    with pytest.raises(TwilioRestException) as caught:
        client.messages.create(**ASKED)
    assert (status, code) == (caught.value.status, caught.value.code)
    assert accepted == len(network.ledger)
    client.messages.create(**ASKED)
    assert accepted + 1 == len(network.ledger)


@pytest.mark.parametrize(("kind", "accepted"), [("drop_before", 0), ("drop_after", 1)])
def test_a_dropped_line_gives_no_answer(
    client: Client, network: Network, kind: str, accepted: int
) -> None:
    network.faults.add(Fault(kind))
    with pytest.raises(requests.ConnectionError):
        client.messages.create(**ASKED)
    assert accepted == len(network.ledger)


def test_a_slow_answer_comes_all_the_same(hasty: Client, network: Network) -> None:
    network.faults.add(Fault("slow_answer", seconds=0.01))
    assert "queued" == hasty.messages.create(**ASKED).status
    assert [1] == [one.struck for one in network.faults.standing()]
    assert 1 == len(network.ledger)


@pytest.mark.parametrize(
    ("kind", "accepted"), [("timeout_before", 0), ("timeout_after", 1)]
)
def test_a_held_line_outlasts_the_caller(
    hasty: Client, network: Network, kind: str, accepted: int
) -> None:
    network.faults.add(Fault(kind))
    with pytest.raises(requests.ReadTimeout):
        hasty.messages.create(**ASKED)
    assert accepted == len(network.ledger)


def test_a_text_whose_answer_was_lost_still_calls_back_under_its_token(
    client: Client, network: Network, mila: Phone, listener: Listener
) -> None:
    network.faults.add(Fault("drop_after"))
    url = listener.url("/status?d=token-1")
    with pytest.raises(requests.ConnectionError):
        client.messages.create(**ASKED, status_callback=url)
    network.settle()
    assert ["sent", "delivered"] == listener.statuses()
    assert (1, 0) == (network.ledger.times("token-1"), network.ledger.times("token-2"))
    assert 1 == network.ledger.times_said(MILA, ASKED["body"])


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("30003", ["sent", "undelivered"]),
        ("30005", ["sent", "undelivered"]),
        ("30007", ["sent", "undelivered"]),
        ("30001", ["failed"]),
        ("30034", ["failed"]),
        ("21610_async", ["failed"]),
    ],
)
def test_a_code_on_the_way_ends_the_text_with_it(
    network: Network, mila: Phone, listener: Listener, kind: str, path: list[str]
) -> None:
    network.faults.add(Fault(kind))
    assert path == statuses(network, listener)
    assert kind[:5] == listener.heard[-1].form["ErrorCode"]
    mila.expects_nothing()


def test_a_backlog_holds_a_text_back_on_the_networks_clock(
    network: Network, mila: Phone, clock: Clock
) -> None:
    network.faults.add(Fault("backlog", seconds=3600))
    network.outgoing.accept(Order(MILA, OURS, "hi"))
    mila.expects_nothing()
    clock.move(hours=1)
    mila.expects_sms("hi")


def test_a_text_that_outlives_its_validity_is_not_sent(
    network: Network, mila: Phone, clock: Clock
) -> None:
    network.faults.add(Fault("backlog", seconds=3601))
    sent = network.outgoing.accept(Order(MILA, OURS, "hi", validity_s=3600))
    clock.move(seconds=3601)
    mila.expects_nothing()
    message = network.records.messages[sent.sid]
    assert ("failed", 30036) == (message.status, message.error_code)


def test_a_duplicated_callback_comes_twice_and_alike(
    network: Network, mila: Phone, listener: Listener
) -> None:
    network.faults.add(Fault("duplicate_callback", status="sent"))
    assert ["sent", "sent", "delivered"] == statuses(network, listener)
    assert listener.heard[0].form == listener.heard[1].form


def test_a_late_callback_waits_for_the_clock(
    network: Network, mila: Phone, listener: Listener, clock: Clock
) -> None:
    network.faults.add(Fault("late_callback", status="sent", seconds=600))
    assert ["delivered"] == statuses(network, listener)
    clock.move(minutes=10)
    network.settle()
    assert ["delivered", "sent"] == listener.statuses()


def test_everything_can_be_settled_without_moving_the_clock(
    network: Network, mila: Phone, listener: Listener
) -> None:
    network.faults.add(Fault("late_callback", times=None, seconds=600))
    assert [] == statuses(network, listener)
    network.settle(everything=True)
    assert ["sent", "delivered"] == listener.statuses()


def test_a_lost_callback_never_comes_but_is_known(
    network: Network, mila: Phone, listener: Listener
) -> None:
    network.faults.add(Fault("lost_callback"))
    assert ["delivered"] == statuses(network, listener)
    assert [("sent", "lost"), ("delivered", "200")] == [
        (posted.status, posted.outcome) for posted in network.callbacks
    ]


def test_reordered_callbacks_come_last_first(
    network: Network, mila: Phone, listener: Listener
) -> None:
    network.faults.add(Fault("reordered_callbacks"))
    assert ["delivered", "sent"] == statuses(network, listener)


def test_a_final_status_alone_cannot_be_reordered(
    network: Network, listener: Listener
) -> None:
    network.faults.add(Fault("30001"))
    network.faults.add(Fault("reordered_callbacks"))
    assert ["failed"] == statuses(network, listener)


def test_a_callback_that_fails_is_logged_and_known(
    network: Network, mila: Phone, listener: Listener
) -> None:
    listener.answers("/status", status=500)
    statuses(network, listener)
    assert [11200, 11200] == [line.code for line in network.log]
    assert {"answered 500"} == {posted.outcome for posted in network.callbacks}


def test_a_text_posted_twice_is_the_same_text(
    heeded: Network, mila: Phone, listener: Listener
) -> None:
    heeded.faults.add(Fault("duplicate_text"))
    mila.texts("hello")
    first, second = listener.at("/sms")
    assert first.form == second.form
    mila.texts("again")
    assert 3 == len(listener.at("/sms"))


def test_a_late_text_is_posted_when_the_clock_is_there(
    heeded: Network, mila: Phone, listener: Listener, clock: Clock
) -> None:
    heeded.faults.add(Fault("late_text", seconds=60))
    mila.texts("first").texts("second")
    clock.move(minutes=1)
    heeded.settle()
    assert ["second", "first"] == [one.form["Body"] for one in listener.at("/sms")]


def test_a_lost_text_can_only_be_found_in_the_list(
    heeded: Network, mila: Phone, listener: Listener, client: Client
) -> None:
    heeded.faults.add(Fault("lost_text"))
    mila.texts("hello")
    assert [] == listener.at("/sms")
    assert ["hello"] == [text.body for text in client.messages.list(to=OURS)]


def test_a_fault_strikes_only_whom_and_what_it_was_made_for(network: Network) -> None:
    network.faults.add(Fault("429", times=None, to=MILA, body="PROMPT"))
    strike = network.faults.strike
    assert None is strike("before", to="+15035550188", body="a prompt")
    assert None is strike("before", to=MILA, body="a reply")
    assert None is strike("after", to=MILA, body="a prompt")
    assert "429" == strike("before", to=MILA, body="a Prompt").kind


def test_a_chance_is_repeatable_by_its_seed(network: Network) -> None:
    def struck(seed: int) -> list[bool]:
        one = Network()
        one.faults.add(Fault("429", times=None, chance=0.3, seed=seed))
        return [one.faults.strike("before") is not None for _ in range(400)]

    assert struck(7) == struck(7)
    assert struck(7) != struck(8)
    assert 80 < sum(struck(7)) < 160


def test_faults_can_be_lifted_one_by_one_and_all(network: Network) -> None:
    key = network.faults.add(Fault("429", times=2))
    network.faults.add(Fault("500", times=None))
    network.faults.strike("before")
    assert [(1, 1), (None, 0)] == [
        (one.left, one.struck) for one in network.faults.standing()
    ]
    assert network.faults.remove(key)
    assert not network.faults.remove(key)
    network.faults.clear()
    assert None is network.faults.strike("before")


@pytest.mark.parametrize("kind", ["", "nonsense", "2161", "021610", "21610_later"])
def test_an_unknown_fault_is_refused_with_the_kinds_there_are(kind: str) -> None:
    with pytest.raises(UnknownFault, match="drop_after"):
        Fault(kind)


@pytest.mark.parametrize(
    ("kind", "accepted"),
    [
        ("429", 0),
        ("500", 0),
        ("502", 0),
        ("503", 0),
        ("drop_before", 0),
        ("timeout_before", 0),
        ("21215", 0),
        ("500_after", 1),
        ("503_after", 1),
        ("drop_after", 1),
        ("timeout_after", 1),
    ],
)
def test_what_goes_wrong_with_a_text_goes_wrong_with_a_call(
    hasty: Client, network: Network, mila: Phone, kind: str, accepted: int
) -> None:
    network.faults.add(Fault(kind, on="call", seconds=1))
    asked = {"to": MILA, "from_": OURS, "url": "http://127.0.0.1:9/voice?d=token-1"}
    hasty.messages.create(**ASKED)
    with pytest.raises((TwilioRestException, requests.RequestException)):
        hasty.calls.create(**asked)
    assert accepted == network.calls.times("token-1")
    hasty.calls.create(**asked)
    assert accepted + 1 == network.calls.times("token-1")


def test_every_kind_in_the_table_can_be_put_in_force(network: Network) -> None:
    for kind, stage in STAGES.items():
        assert stage == stage_of(kind)
        network.faults.add(Fault(kind))
    assert len(STAGES) == len(network.faults.standing())
