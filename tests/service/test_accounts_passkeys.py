"""Passkeys: made, signed in with, and whatever about them does not hold."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from service.usecases import factors, first_owner, signing_in
from service.usecases.entries import Refused
from service.usecases.sessions import Begun
from tests.service.authenticator import Passkey
from tests.service.console import FIREFOX, PASSWORD, RUTH, Console


def added(console: Console, token: str, key: Passkey) -> str:
    signed = console.signed(token)
    options = factors.passkey_options(console.parts, signed)
    return factors.add_passkey(
        console.parts, signed, key.made(options), "A key"
    ).begun.token


def halfway(console: Console) -> str:
    begun = signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX)
    assert begun is not None
    return begun.token


def asked(console: Console, token: str) -> str:
    options = signing_in.passkey_options(console.parts, token)
    assert options is not None
    return options


def test_a_passkey_as_first_factor_lets_in_and_signs_in(console: Console) -> None:
    code = first_owner.code(console.parts)
    assert code
    new = first_owner.NewOwner("", "", "", "Ruth", RUTH, PASSWORD)
    begun = first_owner.set_up(console.parts, code, new, FIREFOX)
    assert begun is not None
    assert signing_in.passkey_options(console.parts, begun.token) is None
    assert "over" == signing_in.with_passkey(console.parts, begun.token, "{}")
    key = Passkey()
    signed = console.signed(begun.token)
    options = json.loads(factors.passkey_options(console.parts, signed))
    assert "localhost" == options["rp"]["id"]
    assert "required" == options["authenticatorSelection"]["userVerification"]
    made = factors.add_passkey(console.parts, signed, key.made(json.dumps(options)))
    assert 10 == len(made.codes)
    assert console.signed(made.begun.token).whole
    token = halfway(console)
    asking = asked(console, token)
    assert "required" == json.loads(asking)["userVerification"]
    in_ = signing_in.with_passkey(console.parts, token, key.signed(asking))
    assert isinstance(in_, Begun)
    assert in_.browser, "it is known from now on"
    mine = factors.own(console.parts, console.signed(in_.token)).factors
    assert [("passkey", "Passkey")] == [(one.kind, one.name) for one in mine]
    assert mine[0].used_at is not None
    # And there is no authenticator whose code could be typed.
    assert "wrong" == signing_in.second(console.parts, halfway(console), "123456")


def test_a_passkey_proves_anew_without_a_password(console: Console) -> None:
    key, ruth = Passkey(), console.owner()
    token = added(console, ruth.token, key)
    console.forward(mins=11)
    assert not console.signed(token).proved
    asking = asked(console, token)
    again = signing_in.with_passkey(console.parts, token, key.signed(asking))
    assert isinstance(again, Begun)
    assert "" == again.browser, "a proof makes no browser known"
    assert console.signed(again.token).proved
    assert "proved it by passkey" in console.audited()


def test_a_challenge_is_good_once_and_for_five_minutes(console: Console) -> None:
    key, ruth = Passkey(), console.owner()
    added(console, ruth.token, key)
    token = halfway(console)
    answer = key.signed(asked(console, token))
    assert "wrong" == signing_in.with_passkey(console.parts, token, "no answer")
    assert "wrong" == signing_in.with_passkey(console.parts, token, answer)
    late = key.signed(asked(console, token))
    console.forward(mins=5)
    assert "wrong" == signing_in.with_passkey(console.parts, token, late)
    before = key.signed(asked(console, token))
    now = asked(console, token)
    assert "wrong" == signing_in.with_passkey(console.parts, token, before)
    assert now != before


def test_what_another_session_was_asked_signs_nobody_here(console: Console) -> None:
    key, ruth = Passkey(), console.owner()
    added(console, ruth.token, key)
    here, there = halfway(console), halfway(console)
    asked(console, here)
    answer = key.signed(asked(console, there))
    assert "wrong" == signing_in.with_passkey(console.parts, here, answer)


@pytest.mark.parametrize("spoilt", [
    "elsewhere", "not verified", "another key", "no count", "nonsense", "a list",
    "other host",
])  # fmt: skip
def test_an_answer_that_does_not_hold_lets_nobody_in(
    console: Console, spoilt: str
) -> None:
    key, ruth = Passkey(), console.owner()
    added(console, ruth.token, key)
    first = halfway(console)
    signing_in.with_passkey(console.parts, first, key.signed(asked(console, first)))
    token = halfway(console)
    asking = asked(console, token)
    if spoilt == "elsewhere":
        key.origin = "https://handrail.example.org"
    if spoilt == "not verified":
        key.verified = False
    if spoilt == "another key":
        key.id = b"another"
    if spoilt == "no count":
        key.count = 0
    if spoilt == "other host":
        told = json.loads(asking)
        asking = json.dumps({**told, "rpId": "example.org"})
    answer = {"nonsense": "{", "a list": "[]"}.get(spoilt) or key.signed(asking)
    assert "wrong" == signing_in.with_passkey(console.parts, token, answer)


def test_a_passkey_that_counts_nothing_signs_in_again_and_again(
    console: Console,
) -> None:
    key, ruth = Passkey(counts=False), console.owner()
    added(console, ruth.token, key)
    for _ in range(2):
        token = halfway(console)
        answer = key.signed(asked(console, token))
        assert isinstance(signing_in.with_passkey(console.parts, token, answer), Begun)


def test_what_cannot_be_made_is_refused_with_the_mend(console: Console) -> None:
    ruth = console.owner()
    signed = console.signed(ruth.token)
    options = factors.passkey_options(console.parts, signed)
    with pytest.raises(Refused, match="try once more"):
        factors.add_passkey(
            console.parts, signed, Passkey(verified=False).made(options)
        )
    with pytest.raises(Refused, match="begin once more"):
        factors.add_passkey(console.parts, signed, Passkey().made(options))
    for nonsense in ("", "[]", "{}"):
        factors.passkey_options(console.parts, signed)
        with pytest.raises(Refused, match="try once more"):
            factors.add_passkey(console.parts, signed, nonsense)
    key = Passkey()
    token = added(console, ruth.token, key)
    signed = console.signed(token)
    options = factors.passkey_options(console.parts, signed)
    assert 1 == len(json.loads(options)["excludeCredentials"])
    with pytest.raises(Refused, match="stands already"):
        factors.add_passkey(console.parts, signed, key.made(options))


def test_an_address_without_a_name_has_no_passkeys(console: Console) -> None:
    ruth = console.owner()
    for origin in ("http://127.0.0.1:8017", "http://[::1]:8017"):
        there = replace(console.parts, origin=origin)
        assert not factors.own(there, console.signed(ruth.token)).passkeys
        with pytest.raises(Refused, match="with a name"):
            factors.passkey_options(there, console.signed(ruth.token))


def test_without_a_passkey_there_is_nothing_to_ask_the_browser(
    console: Console,
) -> None:
    ruth = console.owner()
    assert signing_in.passkey_options(console.parts, ruth.token) is None
    assert "wrong" == signing_in.with_passkey(console.parts, ruth.token, "{}")
