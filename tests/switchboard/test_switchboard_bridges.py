"""Dial: a call is put through to a second phone; both hear each other, until one ends."""

from __future__ import annotations

import pytest

from service.switchboard.network import Network
from service.switchboard.phone import Phone
from tests.switchboard.conftest import MILA, OURS, places
from tests.switchboard.listener import Listener

RUTH = "+15035550199"
DIAL = (
    "<Response><Say>One moment.</Say>"
    f"<Dial action='/over' callerId='{OURS}' timeout='20' timeLimit='3600'>"
    "<Number statusCallback='/told' statusCallbackEvent='answered completed'>"
    f"{MILA}</Number></Dial></Response>"
)
BYE = "<Response><Say>They are gone.</Say><Hangup/></Response>"


@pytest.fixture
def script(listener: Listener) -> Listener:
    return listener.answers("/voice", DIAL).answers("/over", BYE)


@pytest.fixture
def ruth(voiced: Network) -> Phone:
    return voiced.add_phone(RUTH, "Ruth")


def test_two_people_talk_and_see_our_number_alone(
    voiced: Network, script: Listener, mila: Phone, ruth: Phone
) -> None:
    with voiced.watching():
        places(voiced, script, to=RUTH)
        first = ruth.expects_call("one moment")
        second = mila.expects_call()
        first.says("Hello Mila").hears_nothing_of("Hello")
        second.hears("Hello Mila").says("Hello Ruth")
        first.hears("Hello Ruth")
        assert (OURS, OURS) == (first.call.service, second.call.service)
        second.hangs_up()
        first.hears("They are gone").expects_hang_up()
    told = script.at("/over")[0].form
    assert ("completed", "true") == (told["DialCallStatus"], told["DialBridged"])
    assert second.sid == told["DialCallSid"]
    heard = [request.form for request in script.at("/told")]
    assert ["in-progress", "completed"] == [form["CallStatus"] for form in heard]
    assert {first.sid} == {form["ParentCallSid"] for form in heard}
    assert {"outbound-dial"} == {form["Direction"] for form in heard}
    # What was ordered is one call.
    assert 1 == len(voiced.calls)


def test_who_hangs_up_first_ends_the_other(
    voiced: Network, script: Listener, mila: Phone, ruth: Phone
) -> None:
    places(voiced, script, to=RUTH)
    first, second = ruth.expects_call(), mila.expects_call()
    first.hangs_up()
    second.expects_hang_up()
    assert [] == script.at("/over")
    assert "completed" == script.at("/told")[-1].form["CallStatus"]


@pytest.mark.parametrize(
    ("does", "status"),
    [("declines_call", "busy"), ("lets_it_ring", "no-answer"), ("is_busy", "busy")],
)
def test_who_is_not_reached_is_told_by_the_action(
    voiced: Network,
    script: Listener,
    mila: Phone,
    ruth: Phone,
    does: str,
    status: str,
) -> None:
    if does == "is_busy":
        mila.is_busy()
    places(voiced, script, to=RUTH)
    first = ruth.expects_call()
    if does != "is_busy":
        getattr(mila, does)()
    first.hears("They are gone").expects_hang_up()
    told = script.at("/over")[0].form
    assert (status, "false") == (told["DialCallStatus"], told["DialBridged"])
    assert "DialCallDuration" not in told


def test_hanging_up_while_it_rings_takes_the_second_call_back(
    voiced: Network, script: Listener, mila: Phone, ruth: Phone
) -> None:
    places(voiced, script, to=RUTH)
    ruth.expects_call().hangs_up()
    mila.missed_call()
    assert ["canceled"] == [one.form["CallStatus"] for one in script.at("/told")]


def test_a_number_that_is_not_the_accounts_may_not_be_shown(
    voiced: Network, listener: Listener, mila: Phone, ruth: Phone
) -> None:
    listener.answers("/voice", DIAL.replace(f"callerId='{OURS}'", f"callerId='{RUTH}'"))
    listener.answers("/over", BYE)
    places(voiced, listener, to=RUTH)
    ruth.expects_call("They are gone").expects_hang_up()
    mila.expects_nothing()
    assert "failed" == listener.at("/over")[0].form["DialCallStatus"]
    assert [13214] == [line.code for line in voiced.log]


def test_what_a_dial_cannot_do_here_is_said_and_it_goes_on_without_an_action(
    voiced: Network, listener: Listener, mila: Phone, ruth: Phone
) -> None:
    listener.answers(
        "/voice",
        f"<Response><Dial record='record-from-answer'>{MILA}<Number url='/x'>{RUTH}"
        "</Number><Sip>sip:a@b</Sip></Dial><Say>On we go.</Say></Response>",
    )
    places(voiced, listener, to=RUTH)
    first = ruth.expects_call()
    mila.expects_call().hangs_up()
    first.hears("On we go").expects_hang_up()
    assert [12200] * 4 == [line.code for line in voiced.log]
