"""What the carrier posts: signed, complete, retried as asked, and what TwiML does."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.wrappers import Response

from service.switchboard.network import Network
from service.switchboard.outgoing import Order
from service.switchboard.phone import Phone
from service.switchboard.signing import signature
from tests.switchboard.conftest import MILA, OURS, Clock
from tests.switchboard.listener import Listener, genuine

VECTOR_URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
VECTOR_PAIRS = (
    ("CallSid", "CA1234567890ABCDE"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
    ("Caller", "+14158675309"),
)

DOUBLED = (("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"))


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.parametrize(
    ("url", "pairs", "expected"),
    [
        (VECTOR_URL, VECTOR_PAIRS, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (
            VECTOR_URL.replace(".com/", ".com:443/"),
            VECTOR_PAIRS,
            "kvajT1Ptam85bY51eRf/AJRuM3w=",
        ),
        (
            VECTOR_URL.replace("https", "http").replace(".com/", ".com:80/"),
            VECTOR_PAIRS,
            "0ZXoZLH/DfblKGATFgpif+LLRf4=",
        ),
        (
            VECTOR_URL,
            (*DOUBLED, ("Digits", "1234"), ("Digits", "1234")),
            "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
        ),
    ],
)
def test_the_signature_is_the_one_the_sdk_publishes(
    url: str, pairs: tuple[tuple[str, str], ...], expected: str
) -> None:
    assert expected == signature("12345", url, pairs)


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), min_size=1),
        st.text(st.characters(codec="utf-8")),
    ),
    st.from_regex(
        r"https?://[a-z]{1,9}\.example/[a-z0-9%/]{0,9}(\?[a-z]=[a-z0-9%]*)?",
        fullmatch=True,
    ),
)
def test_the_sdks_validator_agrees_on_any_form(form: dict[str, str], url: str) -> None:
    assert RequestValidator("t0").validate(
        url, form, signature("t0", url, form.items())
    )


def test_a_text_is_posted_with_every_parameter_and_signed(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    mila.texts("  said my idea 🎉\n")
    (heard,) = listener.at("/sms")
    sid = heard.form["MessageSid"]
    assert {
        "AccountSid": heeded.account_sid,
        "ApiVersion": "2010-04-01",
        "Body": "  said my idea 🎉\n",
        "From": MILA,
        "FromCity": "",
        "FromCountry": "US",
        "FromState": "",
        "FromZip": "",
        "MessageSid": sid,
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "SmsStatus": "received",
        "To": OURS,
        "ToCity": "",
        "ToCountry": "US",
        "ToState": "",
        "ToZip": "",
    } == heard.form
    assert genuine(heeded, heard)
    assert heard.headers["I-Twilio-Idempotency-Token"]
    assert "TwilioProxy/1.1" == heard.headers["User-Agent"]
    assert "answered" == mila.thread[0].status


def test_photos_come_as_numbered_addresses(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    mila.texts("", media=3)
    (heard,) = listener.at("/sms")
    assert "3" == heard.form["NumMedia"]
    assert heard.form["MessageSid"].startswith("MM")
    assert "image/jpeg" == heard.form["MediaContentType2"]
    assert heard.form["MediaUrl0"] != heard.form["MediaUrl1"]
    assert heard.form["MessageSid"] in heard.form["MediaUrl0"]
    assert "MediaUrl3" not in heard.form


@pytest.mark.parametrize(
    ("number", "country"),
    [("+64211234567", "NZ"), ("+51987654321", "PE"), ("+999123", ""), ("12345", "")],
)
def test_the_country_comes_with_the_number_where_it_is_known(
    heeded: Network, listener: Listener, number: str, country: str
) -> None:
    heeded.phone(number).texts("hello")
    assert country == listener.at("/sms")[0].form["FromCountry"]


def test_words_no_radio_can_carry_arrive_as_valid_text(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    mila.texts("broken \ud800 surrogate " + "x" * 2000)
    body = listener.at("/sms")[0].form["Body"]
    assert body.startswith("broken ? surrogate")
    assert 1600 == len(body)


def test_a_text_to_a_number_without_a_webhook_waits_at_the_carrier(
    network: Network, mila: Phone
) -> None:
    mila.texts("hello")
    assert "received" == mila.thread[0].status
    assert () == network.log


def test_a_text_to_nobody_reaches_nobody(network: Network, mila: Phone) -> None:
    mila.texts("hello", to="+15035550999")
    assert "nowhere" == mila.thread[0].status


def test_statuses_are_called_back_signed_but_never_the_first(
    network: Network, listener: Listener, mila: Phone, clock: Clock
) -> None:
    url = listener.url("/status?d=abc%2Fd&n=J%C3%BCrgen#rc=2&rp=5xx,ct,rt")
    sent = network.outgoing.accept(Order(MILA, OURS, "hi", callback=url))
    network.settle()
    first, second = listener.at("/status")
    assert {
        "AccountSid": network.account_sid,
        "ApiVersion": "2010-04-01",
        "From": OURS,
        "MessageSid": sent.sid,
        "MessageStatus": "sent",
        "SmsSid": sent.sid,
        "SmsStatus": "sent",
        "To": MILA,
    } == first.form
    assert "delivered" == second.form["MessageStatus"]
    assert "2603021740" == second.form["RawDlrDoneDate"]
    assert all(genuine(network, heard) for heard in (first, second))
    assert "#" not in first.url
    assert ["200", "200"] == [posted.outcome for posted in network.callbacks]


def test_a_text_that_could_not_be_delivered_says_why(
    network: Network, listener: Listener
) -> None:
    callback = listener.url("/status")
    network.outgoing.accept(Order(MILA, OURS, "hi", callback=callback))
    network.settle()
    assert ["sent", "undelivered"] == listener.statuses()
    assert "30005" == listener.heard[-1].form["ErrorCode"]


def test_by_default_only_a_failed_connection_is_tried_again(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/sms", status=503).answers("/sms")
    mila.texts("hello")
    assert 1 == len(listener.at("/sms"))
    assert 1 == len(listener.at("/fallback"))


@pytest.mark.parametrize(
    ("fragment", "statuses", "tries"),
    [
        ("#rc=2&rp=5xx", (503, 503, 200), 3),
        ("#rc=1&rp=5xx", (503, 503, 200), 2),
        ("#rc=0&rp=5xx", (503, 200), 1),
        ("#rc=9&rp=all", (500, 404, 500, 404, 500, 404, 200), 6),
        ("#rc=3&rp=4xx", (404, 503, 200), 2),
        ("#rc=x&rp=ct,nonsense", (503, 200), 1),
    ],
)
def test_the_fragment_says_how_often_and_on_what_to_try_again(
    network: Network,
    listener: Listener,
    mila: Phone,
    fragment: str,
    statuses: tuple[int, ...],
    tries: int,
) -> None:
    network.add_number(OURS, sms_url=listener.url("/sms" + fragment))
    for status in statuses:
        listener.answers("/sms", "<Response/>", status=status)
    mila.texts("hello")
    heard = listener.at("/sms")
    assert tries == len(heard)
    assert 1 == len({one.headers["I-Twilio-Idempotency-Token"] for one in heard})
    assert all(genuine(network, one) for one in heard)


def test_two_texts_carry_two_idempotency_tokens(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    mila.texts("one").texts("two")
    tokens = {one.headers["I-Twilio-Idempotency-Token"] for one in listener.at("/sms")}
    assert 2 == len(tokens)


def test_a_webhook_that_errs_is_followed_by_the_fallback_with_the_reason(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/sms", status=500)
    listener.answers("/fallback", "<Response><Message>one moment</Message></Response>")
    mila.texts("hello").expects_sms("one moment")
    (heard,) = listener.at("/fallback")
    assert "11200" == heard.form["ErrorCode"]
    assert listener.url("/sms") == heard.form["ErrorUrl"]
    assert listener.at("/sms")[0].form["MessageSid"] == heard.form["MessageSid"]
    assert genuine(heeded, heard)
    assert [11200] == [line.code for line in heeded.log]


def test_a_port_that_is_closed_is_tried_again_and_logged_as_11205(
    network: Network, mila: Phone
) -> None:
    url = f"http://127.0.0.1:{closed_port()}/sms"
    network.add_number(OURS, sms_url=url)
    mila.texts("hello")
    assert [(11205, url)] == [(line.code, line.url) for line in network.log]
    assert ("unanswered", 11205) == (mila.thread[0].status, mila.thread[0].code)


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1/sms", "http:///sms", "http://127.0.0.1:x/", "https:x"]
)
def test_an_address_that_is_none_is_logged_as_11100(
    network: Network, mila: Phone, url: str
) -> None:
    network.add_number(OURS, sms_url=url)
    mila.texts("hello")
    assert [11100] == [line.code for line in network.log]


def test_an_answer_that_takes_too_long_is_given_up(
    network: Network, listener: Listener, mila: Phone
) -> None:
    release = threading.Event()

    def slow() -> Response:
        release.wait(5)
        return Response("<Response/>", content_type="text/xml")

    listener.answers_with("/sms", slow)
    network.add_number(OURS, sms_url=listener.url("/sms#rt=100"))
    mila.texts("hello")
    release.set()
    assert [(11200, "no answer: TimeoutError")] == [
        (line.code, line.text) for line in network.log
    ]


def test_an_answer_that_is_not_http_is_logged(network: Network, mila: Phone) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()

        def garble() -> None:
            line, _ = one.accept()
            with line:
                line.recv(65536)
                line.sendall(b"gibberish\r\n\r\n")

        thread = threading.Thread(target=garble)
        thread.start()
        port = one.getsockname()[1]
        network.add_number(OURS, sms_url=f"http://127.0.0.1:{port}/sms")
        mila.texts("hello")
        thread.join()
    assert [11206] == [line.code for line in network.log]


def test_an_https_address_without_tls_is_no_connection(
    network: Network, listener: Listener, mila: Phone
) -> None:
    url = listener.url("/sms#rc=0").replace("http", "https")
    network.add_number(OURS, sms_url=url)
    mila.texts("hello")
    assert [11205] == [line.code for line in network.log]


def test_a_redirect_is_followed_by_get_without_the_form(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers_with("/sms", Response(status=308, headers={"Location": "/sms/"}))
    mila.texts("hello")
    (heard,) = listener.at("/sms/")
    assert ("GET", {}) == (heard.method, heard.form)


def test_redirects_in_a_circle_end(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers_with("/sms", Response(status=302, headers={"Location": "/sms"}))
    mila.texts("hello")
    assert [11215] == [line.code for line in heeded.log]


@pytest.mark.parametrize("query", ["", "?tenant=7"])
def test_a_get_webhook_carries_and_signs_everything_in_its_url(
    network: Network, listener: Listener, mila: Phone, query: str
) -> None:
    number = network.add_number(OURS, sms_url=listener.url("/sms" + query))
    network.records.put_number(replace(number, sms_method="GET"))
    mila.texts("said my idea & more")
    (heard,) = listener.at("/sms")
    assert "GET" == heard.method
    assert "Body=said+my+idea+%26+more" in heard.url
    assert genuine(network, heard)
