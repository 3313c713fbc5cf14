"""What goes out to the carrier, and what each way of answering becomes."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from time import monotonic

import pytest
import requests
import urllib3

from service.carrier import incoming
from service.carrier import network as network_room
from service.carrier.answers import without_answer
from service.carrier.codes import refusal
from service.carrier.network import Network, connect
from service.carrier.port import (
    Accepted,
    Busy,
    CameIn,
    CannotAsk,
    Carrier,
    Outcome,
    Refused,
    Seen,
    TooMany,
    Unclear,
)
from service.carrier.wire import InboundText
from tests.wire import openapi
from tests.wire.line import DROP, HANG, Asked, Line, line, reply
from tests.wire.signing import ACCOUNT, DELIVERY, SID

TO, FROM = "+14155550123", "+18005551212"
STATUS_URL = f"https://coach.example.com/twilio/status?d={DELIVERY}"
WORDS = "What did you do? ü€"
YES = reply(201, {"sid": SID, "status": "queued"})
SOON_S = 0.2


@contextmanager
def connected(url: str, *, timeout_s: float = 5) -> Iterator[Network]:
    network = connect(ACCOUNT, "token", url + "/", timeout_s=timeout_s)
    try:
        yield network
    finally:
        network.close()


def send(network: Carrier, **values: object) -> Outcome:
    told = {"to": TO, "from_": FROM, "body": WORDS, "status_url": STATUS_URL}
    return network.send_text(**({**told, "validity_seconds": 3600} | values))


def sent(
    *answers: object, timeout_s: float = 5, **values: object
) -> tuple[Outcome, Line]:
    with line(*answers) as here, connected(here.url, timeout_s=timeout_s) as network:
        return send(network, **values), here


def test_a_text_goes_out_as_one_post_of_exactly_these_parameters() -> None:
    outcome, here = sent(YES)
    assert Accepted(SID, "queued") == outcome
    [asked] = here.asked
    assert f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json" == asked.path
    assert ("POST", "application/x-www-form-urlencoded") == (
        asked.method,
        asked.headers["content-type"],
    )
    assert asked.headers["authorization"].startswith("Basic ")
    assert [
        ("To", TO),
        ("From", FROM),
        ("Body", WORDS),
        # The fragment is the carrier's to obey; it never reaches us and is not signed.
        ("StatusCallback", STATUS_URL + "#rc=2&rp=ct,rt,5xx"),
        ("ValidityPeriod", "3600"),
    ] == asked.pairs


@pytest.mark.openapi
@pytest.mark.skipif(not openapi.present(), reason=openapi.WHY_ABSENT)
@pytest.mark.parametrize("from_", [FROM, "MG" + "a" * 32])
def test_the_published_description_finds_nothing_wrong_with_it(from_: str) -> None:
    _, here = sent(YES, from_=from_)
    [asked] = here.asked
    assert [] == openapi.findings(asked.method, asked.path, asked.pairs)


@pytest.mark.parametrize(
    ("values", "name", "expected"),
    [
        ({"from_": "MG" + "a" * 32}, "MessagingServiceSid", "MG" + "a" * 32),
        ({"validity_seconds": 0}, "ValidityPeriod", "10"),
        ({"validity_seconds": 10**6}, "ValidityPeriod", "36000"),
        ({"body": "a\x00b\ud800"}, "Body", "ab\ufffd"),
        ({"body": "a=b&c #d"}, "Body", "a=b&c #d"),
    ],
)
def test_what_the_carrier_would_choke_on_is_mended_first(
    values: dict[str, object], name: str, expected: str
) -> None:
    _, here = sent(YES, **values)
    assert expected == dict(here.asked[0].pairs)[name]


def error(status: int, code: int) -> bytes:
    return reply(status, {"code": code, "message": "Because.", "status": status})


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        # Never processed: safe to ask again.
        (error(429, 20429), Busy(1.0)),
        (reply(429, "slow down"), Busy(1.0)),
        (reply(429, {}, Retry_After="7"), Busy(7.0)),
        (reply(429, {}, Retry_After="0"), Busy(1.0)),
        (reply(429, {}, Retry_After="86400"), Busy(60.0)),
        (reply(429, {}, Retry_After="Thu, 01 Jan 2026 00:00:00 GMT"), Busy(1.0)),
        (error(400, 20429), Busy(1.0)),
        # A clear no.
        (error(400, 21610), refusal(21610)),
        (error(401, 20003), refusal(20003)),
        (error(404, 20404), refusal(20404)),
        (error(400, 99999), refusal(99999)),
        # May have been taken: in doubt.
        (error(500, 20500), Unclear("the carrier answered 500")),
        (reply(502, "<html>Bad gateway"), Unclear("the carrier answered 502")),
        (reply(503, {}, Retry_After="1"), Unclear("the carrier answered 503")),
        *(
            (
                reply(status, text),
                Unclear(f"the carrier answered {status} in a form we cannot read"),
            )
            for status, text in [
                (403, "<html>Forbidden by a proxy"),
                (400, {"code": "21610"}),
                (400, {"code": True}),
                (302, ""),
                (204, ""),
            ]
        ),
        *(
            (
                reply(201, text),
                Unclear("the carrier answered yes in a form we cannot read"),
            )
            for text in [
                "",
                "queued",
                "[" * 100_000,
                [],
                {},
                {"sid": None, "status": "queued"},
                {"sid": SID},
                {"sid": SID + "0", "status": "queued"},
                {"sid": SID.replace("SM", "CA"), "status": "queued"},
            ]
        ),
    ],
)
def test_each_answer_becomes_its_outcome_after_exactly_one_post(
    answer: bytes, outcome: Outcome
) -> None:
    got, here = sent(answer, YES)
    assert outcome == got
    assert ["POST"] == [asked.method for asked in here.asked]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (HANG, "the carrier did not answer in time"),
        (DROP, "the line to the carrier dropped"),
        (YES[:-5], "the line to the carrier dropped"),
        (b"no http at all\r\n\r\n", "the line to the carrier dropped"),
    ],
)
def test_silence_and_a_dropped_line_are_unclear_after_exactly_one_post(
    answer: object, reason: str
) -> None:
    got, here = sent(answer, YES, timeout_s=SOON_S)
    assert Unclear(reason) == got
    assert ["POST"] == [asked.method for asked in here.asked]


def test_a_refused_connection_is_busy_because_nothing_was_sent() -> None:
    with line(YES) as here:
        gone = here.url
    with connected(gone) as network:
        assert Busy(1.0) == send(network)


@contextmanager
def full() -> Iterator[int]:
    """A queue of one that is full: connecting hangs, so nothing can have been sent."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    port = listener.getsockname()[1]
    held = [socket.socket() for _ in range(8)]
    for one in held:
        one.setblocking(False)
        one.connect_ex(("127.0.0.1", port))
    try:
        yield port
    finally:
        for one in (*held, listener):
            one.close()


def test_a_line_that_cannot_be_opened_in_time_is_busy_too() -> None:
    with (
        full() as port,
        connected(f"http://127.0.0.1:{port}", timeout_s=SOON_S) as network,
    ):
        assert Busy(1.0) == send(network)


def test_each_address_is_given_less_than_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three addresses that drop what they are sent took 30 s, and the lease was over."""
    monkeypatch.setattr(network_room, "CONNECT_S", SOON_S / 2)
    with full() as port:
        told = socket.getaddrinfo("127.0.0.1", port, type=socket.SOCK_STREAM)
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: told * 3)
        began = monotonic()
        with connected(f"http://127.0.0.1:{port}", timeout_s=30) as network:
            assert Busy(1.0) == send(network)
    assert monotonic() - began < 5


def test_connecting_and_the_first_answer_together_end_before_the_lease(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert network_room.WHOLE_S < 20
    monkeypatch.setattr(network_room, "WHOLE_S", SOON_S)
    got, _ = sent(HANG, timeout_s=30)
    assert Unclear("the carrier did not answer in time") == got


def test_a_certificate_nobody_vouches_for_is_busy_because_nothing_was_sent() -> None:
    # As requests and urllib3 wrap what the handshake raises.
    inner = urllib3.exceptions.SSLError(ssl.SSLCertVerificationError("self-signed"))
    pool = urllib3.HTTPSConnectionPool("127.0.0.1")
    wrapped = urllib3.exceptions.MaxRetryError(pool, "/", inner)
    assert Busy(1.0) == without_answer(requests.exceptions.SSLError(wrapped))
    broken = requests.exceptions.SSLError(urllib3.exceptions.SSLError("bad record"))
    assert Unclear("the line to the carrier dropped") == without_answer(broken)


def test_no_number_and_no_words_reach_a_log_or_a_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    made = []
    answers = (HANG, HANG, page())
    with line(*answers) as here, connected(here.url, timeout_s=SOON_S) as network:
        made.append(send(network))
        with pytest.raises(CannotAsk) as refused:
            network.find_texts(to=TO, since=NINE)
        assert () == network.find_texts(to=TO, since=NINE)
    told = f"{made} {refused.value} {caplog.text}"
    assert "4155550123" not in told
    assert "What did you do" not in told


def text(sid: str = SID, **more: object) -> dict[str, object]:
    made = "Mon, 23 Nov 2026 09:00:00 +0000"
    return {"sid": sid, "status": "sent", "body": WORDS, "date_created": made, **more}


def page(*texts: dict[str, object], following: str | None = None) -> bytes:
    return reply(200, {"messages": list(texts), "next_page_uri": following})


NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_texts_are_found_over_all_pages_from_the_moment_asked_for() -> None:
    old = text("SM" + "1" * 32, date_created="Sun, 22 Nov 2026 09:00:00 +0000")
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    answers = [
        page(old, text(), following=path + "?Page=1"),
        page(text("SM" + "2" * 32)),
    ]
    with line(*answers) as here, connected(here.url) as network:
        found = network.find_texts(to=TO, since=NINE)
    assert (
        Seen(SID, "sent", WORDS, NINE),
        Seen("SM" + "2" * 32, "sent", WORDS, NINE),
    ) == found
    assert ["GET", "GET"] == [asked.method for asked in here.asked]
    assert ("To", TO) in here.asked[0].query
    assert [path, path] == [asked.path for asked in here.asked]


def came(sid: str = SID, **more: object) -> dict[str, object]:
    who = {"account_sid": ACCOUNT, "from": TO, "to": "+15550100000", "num_media": "1"}
    return text(sid, **{"direction": "inbound", **who, **more})


def test_texts_that_came_in_are_listed_as_their_webhooks_would_have_told_them() -> None:
    lima = timezone(timedelta(hours=-5))
    ours = came("SM" + "2" * 32, direction="outbound-api")
    odd, timeless = came("SMnone"), came("SM" + "3" * 32, date_created=None)
    with (
        line(page(came(), ours, odd, timeless)) as here,
        connected(here.url) as network,
    ):
        nine = NINE.astimezone(lima)
        (found,) = network.find_incoming(
            to="+15550100000", since=nine, until=nine + timedelta(hours=1)
        )
    heard = InboundText(SID, ACCOUNT, TO, "+15550100000", WORDS, False, 1, None)
    assert CameIn(heard, NINE) == found
    assert ("To", "+15550100000") in here.asked[0].query
    # The SDK would write nine in Lima as nine in UTC.
    assert ("DateSent>", "2026-11-23T09:00:00Z") in here.asked[0].query
    assert ("DateSent<", "2026-11-23T10:00:00Z") in here.asked[0].query


def test_more_than_are_listed_at_once_are_told_as_too_many() -> None:
    texts = [came("SM" + str(n) * 32) for n in (3, 2, 1)]
    with line(page(*texts), page(*texts)) as here, connected(here.url) as network:
        span = (NINE, NINE + timedelta(hours=1))
        with pytest.raises(TooMany) as many:
            incoming.listed(network._client, TO, span, most=2)
        assert 3 == len(incoming.listed(network._client, TO, span, most=4))
    assert ["SM" + "3" * 32, "SM" + "2" * 32] == [
        one.text.sid for one in many.value.came
    ]


def test_the_list_says_from_where_a_text_came() -> None:
    service = "MG" + "a" * 32
    told = text(**{"from": "+15550100000", "messaging_service_sid": service})
    with line(page(told)) as here, connected(here.url) as network:
        (seen,) = network.find_texts(to=TO, since=NINE)
    assert ("+15550100000", service) == (seen.from_, seen.service)


@pytest.mark.openapi
@pytest.mark.skipif(not openapi.present(), reason=openapi.WHY_ABSENT)
def test_the_published_description_finds_nothing_wrong_with_our_questions() -> None:
    answers = (page(), reply(200, text()), page())
    with line(*answers) as here, connected(here.url) as network:
        network.find_texts(to=TO, since=NINE)
        network.fetch_text(SID)
        network.find_incoming(to=TO, since=NINE, until=NINE)
    for asked in here.asked:
        assert [] == openapi.findings(asked.method, asked.path, asked.query)


def test_one_text_is_looked_up_and_an_unknown_one_is_none() -> None:
    answers = [reply(200, text(body=None)), error(404, 20404)]
    with line(*answers) as here, connected(here.url) as network:
        assert Seen(SID, "sent", "", NINE) == network.fetch_text(SID)
        assert network.fetch_text(SID) is None
    assert here.asked[0].path.endswith(f"/Messages/{SID}.json")


@pytest.mark.parametrize(
    "answer",
    [
        HANG,
        DROP,
        error(500, 20500),
        error(401, 20003),
        reply(429, {}),
        reply(200, "no JSON"),
        reply(200, []),
        reply(200, {"messages": [text(date_created=None)]}),
        reply(200, {"messages": [text(status=None)]}),
        reply(200, {"messages": "x"}),
        reply(200, {}),
    ],
)
def test_without_a_usable_answer_nothing_is_claimed(answer: object) -> None:
    with line(answer) as here, connected(here.url, timeout_s=SOON_S) as network:
        with pytest.raises(CannotAsk):
            network.find_texts(to=TO, since=NINE)
        with pytest.raises(CannotAsk):
            network.fetch_text(SID)


def test_without_an_address_the_line_goes_to_the_carrier_itself() -> None:
    network = connect(ACCOUNT, "token")
    try:
        assert "https://api.twilio.com" == network._client.api.base_url
        assert 10.0 == network._http.timeout
        assert 0 == network._http.session.get_adapter("https://x").max_retries.total
    finally:
        network.close()


def test_the_environment_cannot_lead_the_line_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TWILIO_EDGE", "sydney")
    monkeypatch.setenv("TWILIO_REGION", "au1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    outcome, _ = sent(YES)
    assert Accepted(SID, "queued") == outcome


def test_a_refusal_says_who_must_act() -> None:
    outcome, _ = sent(error(400, 21610))
    assert isinstance(outcome, Refused)
    assert ("person", 21610) == (outcome.who, outcome.code)


def test_an_asked_line_remembers_what_it_was_asked() -> None:
    heard: list[Asked] = []

    def listen(asked: Asked) -> bytes:
        heard.append(asked)
        return YES

    _, here = sent(listen)
    assert heard == here.asked
