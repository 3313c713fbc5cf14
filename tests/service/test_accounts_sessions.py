"""Sessions: how long they last, where they are listed, how they end; the rights."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args
from uuid import uuid4

import pytest

from service.usecases import devices, rights, sessions, signing_in
from service.usecases.rights import NotAllowed, ProofNeeded, Right
from service.usecases.sessions import Begun
from tests.service.console import FIREFOX, PASSWORD, RUTH, Console


def test_a_session_ends_after_a_quarter_of_an_hour_without_a_request(
    console: Console,
) -> None:
    ruth = console.owner()
    for _ in range(3):
        console.forward(mins=14)
        assert console.signed(ruth.token).whole
    console.forward(mins=15)
    assert sessions.of(console.parts, ruth.token) is None
    assert sessions.of(console.parts, ruth.token) is None, "asking did not revive it"


def test_a_session_ends_after_eight_hours_in_any_case(console: Console) -> None:
    ruth = console.owner()
    for _ in range(47):
        console.forward(mins=10)
        assert console.signed(ruth.token)
    console.forward(mins=10)
    assert sessions.of(console.parts, ruth.token) is None


def test_both_limits_are_settings(console: Console) -> None:
    ruth = console.owner()
    short = replace(
        console.parts,
        console_idle=timedelta(minutes=5),
        console_whole=timedelta(hours=1),
    )
    console.forward(mins=4)
    assert sessions.of(short, ruth.token) is not None
    console.forward(mins=5)
    assert sessions.of(short, ruth.token) is None
    assert sessions.of(console.parts, ruth.token) is not None
    for _ in range(6):
        console.forward(mins=10)
        assert sessions.of(console.parts, ruth.token) is not None
    console.forward(mins=1)
    assert sessions.of(short, ruth.token) is None


def test_half_way_in_there_is_half_an_hour(console: Console) -> None:
    console.owner()
    begun = signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX)
    assert begun is not None
    for _ in range(2):
        console.forward(mins=14)
        assert sessions.of(console.parts, begun.token) is not None
    console.forward(mins=3)
    assert sessions.of(console.parts, begun.token) is None
    assert "over" == signing_in.second(console.parts, begun.token, "123456")
    assert signing_in.passkey_options(console.parts, begun.token) is None


def test_to_be_seen_is_written_at_most_once_a_minute(console: Console) -> None:
    ruth = console.owner()
    seen = "SELECT seen_at FROM sessions"
    first = console.one(seen)
    console.forward(secs=30)
    console.signed(ruth.token)
    assert first == console.one(seen)
    console.forward(secs=31)
    console.signed(ruth.token)
    assert first < console.one(seen)


def test_sessions_are_listed_and_ended_one_by_one_or_all_others(
    console: Console,
) -> None:
    ruth = console.owner()
    one, two, three = (console.signs_in(ruth).token for _ in range(3))
    signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX)  # half way: not listed
    signed = console.signed(three)
    listed = sessions.all_of(console.parts, signed)
    assert 4 == len(listed)
    assert {"Firefox on Linux"} == {each.device for each in listed}
    assert [True, False, False, False] == [each.here for each in listed]
    other = console.signed(one).session
    assert other is not None
    assert sessions.end_one(console.parts, signed, other)
    assert not sessions.end_one(console.parts, signed, other)
    assert not sessions.end_one(console.parts, signed, uuid4())
    assert sessions.of(console.parts, one) is None
    assert 3 == sessions.end_others(console.parts, signed)
    assert 0 == sessions.end_others(console.parts, signed)
    assert sessions.of(console.parts, two) is None
    assert sessions.of(console.parts, ruth.token) is None
    assert console.signed(three)
    audited = console.audited()
    assert 1 == audited.count("ended a session")
    assert 1 == audited.count("ended all other sessions")


def test_forms_are_bound_to_their_session_and_to_how_far_in_she_is(
    console: Console,
) -> None:
    ruth = console.owner()
    half = signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX)
    assert half is not None
    before = console.signed(half.token)
    whole = signing_in.second(console.parts, half.token, console.fresh(ruth))
    assert isinstance(whole, Begun)
    after = console.signed(whole.token)
    assert before.session == after.session
    forms = [before.forms, after.forms, console.signed(ruth.token).forms]
    assert 3 == len(set(forms))
    tenant = console.parts.tenant(console.organisation)
    told = f"forms\x1f{after.session}\x1fnothing"
    assert after.forms == tenant.hashes.hash(told).hex(), "no key, no guess"


def test_whoever_signs_out_is_out(console: Console) -> None:
    ruth = console.owner()
    sessions.end(console.parts, ruth.token)
    sessions.end(console.parts, ruth.token)
    sessions.end(console.parts, "nobody's")
    assert sessions.of(console.parts, ruth.token) is None
    assert 1 == console.audited().count("signed out")


def test_a_session_of_an_account_that_ended_signs_nobody(console: Console) -> None:
    ruth = console.owner()
    console.sql("UPDATE accounts SET ended_at = handrail_now()")
    assert sessions.of(console.parts, ruth.token) is None
    assert signing_in.passkey_options(console.parts, ruth.token) is None


def test_the_operator_has_no_sessions(console: Console) -> None:
    stands = rights.operator(console.organisation, "Stairwell")
    assert () == sessions.all_of(console.parts, stands)
    assert not sessions.end_one(console.parts, stands, uuid4())
    assert 0 == sessions.end_others(console.parts, stands)
    with sessions.here(console.parts, stands) as found:
        assert found is None


def test_no_token_is_in_the_database(console: Console) -> None:
    ruth = console.owner()
    signed = console.signed(ruth.token)
    rows = str(console.sql("SELECT * FROM sessions"))
    assert ruth.token not in rows
    assert signed.forms not in rows
    assert 64 == len(signed.forms)
    assert 43 == len(ruth.token), "256 bits"


# ---- rights ----


def test_the_table_of_rights_names_every_right() -> None:
    assert set(get_args(Right)) == set(rights.TABLE)
    proved = {"export", "erase", "team", "alerts", "retention", "own", "line", "words"}
    assert proved == {name for name, rule in rights.TABLE.items() if rule.proof}


@pytest.mark.parametrize(("role", "has"), [
    ("owner", set(rights.TABLE)),
    ("coach", set(rights.TABLE) - {"team", "settings", "alerts", "retention", "erase"}),
    ("viewer", {"see", "own"}),
    ("king", set()),
    ("", set()),
])  # fmt: skip
def test_what_each_role_may(role: str, has: set[str]) -> None:
    assert has == {name for name in rights.TABLE if rights.may(role, name).allowed}


def test_a_right_is_asked_of_who_is_in_and_proved(console: Console) -> None:
    whole = rights.operator(console.organisation, "Stairwell")
    assert "operator" == whole.actor
    for right in rights.TABLE:
        rights.require(whole, right)
        with pytest.raises(NotAllowed):
            rights.require(replace(whole, owes="code"), right)
        with pytest.raises(NotAllowed):
            rights.require(replace(whole, owes="factor"), right)
    stale = replace(whole, proved=False)
    rights.require(stale, "see")
    with pytest.raises(ProofNeeded, match="sign in once more"):
        rights.require(stale, "export")
    with pytest.raises(NotAllowed, match="not yours"):
        rights.require(replace(stale, role="coach"), "erase")


@pytest.mark.parametrize(("agent", "said"), [
    (FIREFOX, "Firefox on Linux"),
    ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Windows"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/19 Safari/605", "Safari on macOS"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) CriOS/141 Safari", "Chrome on iPhone"),
    ("Mozilla/5.0 (Linux; Android 16) SamsungBrowser/28 Chrome/130", "Samsung Internet on Android"),
    ("curl/8", "a browser"),
    ("", "a browser"),
    ("<script>alert(1)</script> Linux", "a browser on Linux"),
])  # fmt: skip
def test_a_device_is_its_family_and_nothing_finer(agent: str, said: str) -> None:
    assert said == devices.family(agent)
