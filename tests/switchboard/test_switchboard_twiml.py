"""What the carrier does with the TwiML it is answered, and with its own keywords."""

from __future__ import annotations

import itertools

import pytest
from twilio.twiml.messaging_response import MessagingResponse
from werkzeug.wrappers import Response

from service.switchboard.network import Network
from service.switchboard.phone import Phone
from tests.switchboard.conftest import MILA, OURS
from tests.switchboard.listener import Listener, genuine


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("<Response/>", "text/xml", 200),
        ("<?xml version='1.0'?><Response></Response>", "application/xml", 200),
        ("<!-- quiet --><Response><!-- here --></Response>", "text/xml", 200),
        ("", "text/plain", 200),
        ("", "text/xml", 204),
    ],
)
def test_an_empty_answer_sends_nothing(
    heeded: Network, listener: Listener, mila: Phone, body: str, kind: str, status: int
) -> None:
    listener.answers("/sms", body, kind=kind, status=status)
    mila.texts("hello").expects_nothing()
    assert () == heeded.log


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        ("<Response>", "text/xml", 12100),
        ("<Reply/>", "text/xml", 12100),
        ("", "text/xml", 12100),
        ("hello", "text/html", 12100),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><Response/>", "text/xml", 12100),
        ("{}", "application/json", 12300),
    ],
)
def test_an_answer_that_is_not_twiml_is_logged_and_the_fallback_asked(
    heeded: Network, listener: Listener, mila: Phone, body: str, kind: str, code: int
) -> None:
    listener.answers("/sms", body, kind=kind)
    mila.texts("hello").expects_nothing()
    assert [code] == [line.code for line in heeded.log]
    assert str(code) == listener.at("/fallback")[0].form["ErrorCode"]


def test_an_answer_without_a_content_type_is_logged_as_12300(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    def bare() -> Response:
        response = Response("<Response/>")
        del response.headers["Content-Type"]
        return response

    listener.answers_with("/sms", bare)
    mila.texts("hello")
    assert ["Invalid Content-Type: none given"] == [line.text for line in heeded.log]


def test_the_sdks_own_twiml_is_carried_out(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    answer = MessagingResponse()
    answer.message("What did you do?")
    answer.message("<b> & such", action=listener.url("/status?d=7"))
    listener.answers("/sms", str(answer))
    mila.texts("said my idea")
    mila.expects_sms("What did you do?")
    assert "<b> & such" == mila.expects_sms("such").body
    assert ["sent", "delivered"] == listener.statuses()
    assert ["outbound-reply"] * 2 == [entry.direction for entry in heeded.ledger]


def test_body_media_and_other_addresses_in_twiml_are_honoured(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    rosa = heeded.add_phone("+15035550188", "Rosa")
    listener.answers(
        "/sms",
        "<Response><Message to='+15035550188' statusCallback='/status?d=7'>"
        "<Body>look</Body><Media>https://example.com/a.png</Media></Message></Response>",
    )
    mila.texts("hello").expects_nothing()
    came = rosa.expects_sms("look")
    assert 1 == came.bubble.media
    assert "d=7" in listener.at("/status")[0].url


def test_a_plain_text_answer_is_one_reply(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/sms", "thank you\n", kind="text/plain; charset=utf-8")
    assert "thank you" == mila.texts("hello").expects_sms("thank").body


def test_a_twiml_redirect_is_posted_with_the_same_form(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/sms", "<Response><Redirect>/next</Redirect></Response>")
    listener.answers("/next", "<Response><Message>here</Message></Response>")
    mila.texts("hello").expects_sms("here")
    assert "hello" == listener.at("/next")[0].form["Body"]
    assert genuine(heeded, listener.at("/next")[0])


def test_twiml_that_redirects_for_ever_ends(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/sms", "<Response><Redirect>/sms</Redirect></Response>")
    mila.texts("hello")
    assert [11215] == [line.code for line in heeded.log]


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<Say>hello</Say>", 12200),
        ("<Message><Bodyy/>hi</Message>", 12200),
        ("<Message> </Message>", 14103),
        (f"<Message>{'x' * 1601}</Message>", 14103),
    ],
)
def test_odd_twiml_is_logged_by_its_own_code(
    heeded: Network, listener: Listener, mila: Phone, inside: str, code: int
) -> None:
    listener.answers("/sms", f"<Response>{inside}</Response>")
    mila.texts("hello")
    assert [code] == [line.code for line in heeded.log]
    assert [] == listener.at("/fallback")


@pytest.mark.parametrize(
    "word",
    [
        "STOP",
        "stop",
        " Stop\n",
        "stopall",
        "UNSUBSCRIBE",
        "cancel",
        "End",
        "QUIT",
        "revoke",
        "optout",
    ],
)
def test_a_stop_word_blocks_answers_once_and_is_still_posted(
    heeded: Network, listener: Listener, mila: Phone, word: str
) -> None:
    mila.texts(word)
    mila.expects_sms("You have successfully been unsubscribed").phone.expects_nothing()
    mila.texts(word).expects_nothing()
    assert [word, word] == [one.form["Body"] for one in listener.at("/sms")]
    assert (OURS, MILA) in heeded.records.stopped
    assert () == heeded.ledger


@pytest.mark.parametrize("words", ["stop please", "don't stop", "stop.", "opt out", ""])
def test_other_words_do_not_block(heeded: Network, mila: Phone, words: str) -> None:
    mila.texts(words).expects_nothing()
    assert set() == heeded.records.stopped


@pytest.mark.parametrize("word", ["START", "unstop", "yes"])
def test_a_start_word_lifts_the_block_and_is_answered_when_it_did(
    heeded: Network, mila: Phone, word: str
) -> None:
    mila.texts(word).expects_nothing()
    mila.texts("STOP").expects_sms("unsubscribed")
    mila.texts(word).expects_sms("re-subscribed")
    assert set() == heeded.records.stopped


def test_on_a_toll_free_number_yes_does_not_lift_the_block(network: Network) -> None:
    network.add_number("+18005550100")
    rosa = network.add_phone("+15035550188", "Rosa")
    rosa.texts("STOP", to="+18005550100").forgets()
    rosa.texts("YES", to="+18005550100").expects_nothing()
    rosa.texts("START", to="+18005550100").expects_sms("re-subscribed")


def test_a_block_holds_between_one_number_and_one_phone(network: Network) -> None:
    network.add_number("+15035550101")
    network.add_phone(MILA).texts("STOP", to=OURS)
    assert {(OURS, MILA)} == network.records.stopped


@pytest.mark.parametrize(
    "answers",
    [
        frozenset(c)
        for n in range(4)
        for c in itertools.combinations(("stop", "start", "help"), n)
    ],
)
def test_the_carrier_answers_what_it_was_told_to_and_blocks_anyway(
    network: Network, mila: Phone, answers: frozenset[str]
) -> None:
    network.add_number(OURS, answers=answers)
    came = {}
    for word in ("stop", "start", "help"):
        before = len(mila.unread)
        mila.texts(word)
        came[word] = len(mila.unread) - before
    assert {word: int(word in answers) for word in came} == came


def test_a_twiml_reply_to_someone_who_stopped_goes_nowhere(
    heeded: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/sms", "<Response><Message>sorry</Message></Response>")
    mila.texts("STOP").expects_sms("unsubscribed").phone.expects_nothing()
    assert [21610] == [line.code for line in heeded.log]
    assert () == heeded.ledger
    failed = [m for m in heeded.records.messages.values() if m.status == "failed"]
    assert [21610] == [message.error_code for message in failed]
