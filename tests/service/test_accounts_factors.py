"""Second factors, spare codes and the password of one's own account."""

from __future__ import annotations

import base64
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from service.usecases import (
    factors,
    first_owner,
    passwords,
    rights,
    sessions,
    signing_in,
)
from service.usecases.entries import Refused
from service.usecases.passwords import Cost
from service.usecases.rights import NotAllowed, ProofNeeded
from service.usecases.sessions import Begun
from tests.racing import at_once
from tests.service import console as desk
from tests.service.console import (
    ANOTHER,
    FIREFOX,
    PASSWORD,
    RUTH,
    Console,
    Someone,
)


def first(console: Console) -> Begun:
    """The first owner, who owes a factor."""
    code = first_owner.code(console.parts)
    assert code
    new = first_owner.NewOwner("", "", "", "Ruth", RUTH, PASSWORD)
    begun = first_owner.set_up(console.parts, code, new, FIREFOX)
    assert begun is not None
    return begun


def test_whoever_owes_a_factor_is_not_in_until_it_is_confirmed(
    console: Console,
) -> None:
    begun = first(console)
    owing = console.signed(begun.token)
    assert ("factor", False) == (owing.owes, owing.whole)
    totp = factors.add_totp(console.parts, owing)
    assert totp.uri.startswith("otpauth://totp/Handrail:ruth@example.org?secret=")
    assert totp.uri.endswith("&issuer=Handrail")
    assert totp.secret not in repr(totp)
    with pytest.raises(Refused, match="not its code"):
        factors.confirm_totp(console.parts, owing, totp.id, "000000")
    assert not console.signed(begun.token).whole
    ruth = Someone(RUTH, base64.b32decode(totp.secret), "", ())
    changed = factors.confirm_totp(
        console.parts, owing, totp.id, console.code(ruth), "  My \n phone "
    )
    assert 10 == len(changed.codes)
    assert changed.codes[0] not in repr(changed)
    signed = console.signed(changed.begun.token)
    assert (True, True) == (signed.whole, signed.proved)
    mine = factors.own(console.parts, signed)
    assert ["My phone"] == [one.name for one in mine.factors]
    assert (10, True) == (mine.codes_left, mine.passkeys)


def test_the_code_that_confirmed_an_authenticator_signs_nobody_in(
    console: Console,
) -> None:
    ruth = console.owner()
    begun = signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX)
    assert begun
    said = signing_in.second(console.parts, begun.token, console.code(ruth))
    assert "wrong" == said


def test_an_authenticator_that_is_begun_anew_drops_the_one_before(
    console: Console,
) -> None:
    ruth = console.owner()
    signed = console.signed(ruth.token)
    first = factors.add_totp(console.parts, signed)
    factors.add_totp(console.parts, signed)
    someone = Someone(RUTH, base64.b32decode(first.secret), "", ())
    with pytest.raises(Refused, match="once more"):
        factors.confirm_totp(console.parts, signed, first.id, console.code(someone))
    assert 1 == len(factors.own(console.parts, signed).factors)


def test_of_two_who_owe_a_factor_the_second_finds_herself_out(
    console: Console,
) -> None:
    """Whoever has the password alone adds no factor beside the one that was set up."""
    hers = first(console)
    theirs = signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX)
    assert theirs is not None
    assert "factor" == theirs.owes
    stolen = console.signed(theirs.token)
    begun = factors.add_totp(console.parts, stolen)
    console.enrolled(hers, RUTH)
    assert sessions.of(console.parts, theirs.token) is None
    for adding in (
        lambda: factors.add_totp(console.parts, stolen),
        lambda: factors.passkey_options(console.parts, stolen),
        lambda: factors.confirm_totp(console.parts, stolen, begun.id, "000000"),
    ):
        with pytest.raises(NotAllowed):
            adding()


def test_of_two_factors_confirmed_at_once_by_two_sessions_one_stands(
    console: Console,
) -> None:
    tokens = [
        begun.token
        for begun in (
            first(console),
            signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX),
        )
        if begun
    ]
    asking = [console.signed(token) for token in tokens]
    made = factors.add_totp(console.parts, asking[0])
    secret = Someone(RUTH, base64.b32decode(made.secret), "", ())
    typed = console.code(secret)

    def confirm(which: int) -> bool:
        try:
            factors.confirm_totp(console.parts, asking[which], made.id, typed)
        except (NotAllowed, Refused):
            return False
        return True

    assert [False, True] == sorted(at_once(lambda: confirm(0), lambda: confirm(1)))
    living = [token for token in tokens if sessions.of(console.parts, token)]
    assert [] == living, "one rose under a new token, the other has ended"


def test_a_change_ends_every_other_session_and_is_told(console: Console) -> None:
    ruth = console.owner()
    other = console.signs_in(ruth)
    console.posted().clear()
    signed = console.signed(ruth.token)
    changed = factors.new_codes(console.parts, signed)
    assert sessions.of(console.parts, other.token) is None
    assert sessions.of(console.parts, ruth.token) is None
    assert 10 == len(set(changed.codes) - set(ruth.codes))
    assert ["the spare codes were made anew"] == [
        one.body.split(": ")[1].split(". ")[0] for one in console.posted()
    ]
    begun = signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX)
    assert begun
    assert "wrong" == signing_in.second(console.parts, begun.token, ruth.codes[1])
    assert isinstance(
        signing_in.second(console.parts, begun.token, changed.codes[1]), Begun
    )


def test_the_last_factor_stays(console: Console) -> None:
    ruth = console.owner()
    signed = console.signed(ruth.token)
    (first,) = factors.own(console.parts, signed).factors
    with pytest.raises(Refused, match="last one"):
        factors.remove(console.parts, signed, first.id)
    with pytest.raises(LookupError):
        factors.remove(console.parts, signed, uuid4())
    new = factors.add_totp(console.parts, signed)
    someone = Someone(RUTH, base64.b32decode(new.secret), "", ())
    added = factors.confirm_totp(
        console.parts, signed, new.id, console.code(someone), "Second"
    )
    assert () == added.codes, "codes come with the first factor alone"
    signed = console.signed(added.begun.token)
    gone = factors.remove(console.parts, signed, first.id)
    signed = console.signed(gone.begun.token)
    assert ["Second"] == [
        one.name for one in factors.own(console.parts, signed).factors
    ]


def test_changing_what_signs_one_in_asks_a_fresh_proof(console: Console) -> None:
    ruth = console.owner()
    console.forward(mins=11)
    stale = console.signed(ruth.token)
    for change in (
        lambda: factors.add_totp(console.parts, stale),
        lambda: factors.passkey_options(console.parts, stale),
        lambda: factors.add_passkey(console.parts, stale, "{}"),
        lambda: factors.remove(console.parts, stale, uuid4()),
        lambda: factors.new_codes(console.parts, stale),
        lambda: factors.change_password(console.parts, stale, PASSWORD, ANOTHER),
    ):
        with pytest.raises(ProofNeeded):
            change()


def test_half_way_in_nothing_can_be_changed(console: Console) -> None:
    console.owner()
    begun = signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX)
    assert begun is not None
    half = console.signed(begun.token)
    for change in (
        lambda: factors.add_totp(console.parts, half),
        lambda: factors.new_codes(console.parts, half),
        lambda: factors.change_password(console.parts, half, PASSWORD, ANOTHER),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert not sessions.end_one(console.parts, half, uuid4())
    assert 0 == sessions.end_others(console.parts, half)


def test_a_password_is_changed_by_whoever_knows_it(console: Console) -> None:
    ruth = console.owner()
    other = console.signs_in(ruth)
    signed = console.signed(ruth.token)
    with pytest.raises(Refused, match="current"):
        factors.change_password(console.parts, signed, ANOTHER, ANOTHER)
    with pytest.raises(Refused, match="password"):
        factors.change_password(console.parts, signed, PASSWORD, "Ruth Miller 2026")
    changed = factors.change_password(console.parts, signed, PASSWORD, ANOTHER)
    assert console.signed(changed.begun.token).whole
    assert sessions.of(console.parts, other.token) is None
    assert signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX) is None
    assert signing_in.begin(console.parts, RUTH, ANOTHER, FIREFOX) is not None
    assert any("the password was changed" in one.body for one in console.posted())


def test_a_password_changed_twice_at_once_is_changed_once(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruth = console.owner()
    signed = console.signed(ruth.token)

    def meanwhile(cost: Cost, kept: str | None, password: str) -> bool:
        console.sql("UPDATE accounts SET password_hash = 'another'")
        return desk.COMPARES(cost, kept, password)

    monkeypatch.setattr(passwords, "matches", meanwhile)
    with pytest.raises(NotAllowed):
        factors.change_password(console.parts, signed, PASSWORD, ANOTHER)


def test_without_a_post_nobody_is_told_and_all_else_is_alike(console: Console) -> None:
    ruth = console.owner()
    before = console.one("SELECT count(*) FROM letters")
    bare = replace(console.parts, mail=None)
    assert factors.new_codes(bare, console.signed(ruth.token)).codes
    assert before == console.one("SELECT count(*) FROM letters")


def test_the_operator_and_the_demo_have_no_factors(console: Console) -> None:
    stands = rights.operator(console.organisation, "Stairwell")
    assert factors.Own((), 0, passkeys=False) == factors.own(console.parts, stands)
    link = first_owner.demo_link(console.parts, console.organisation)
    begun = first_owner.demo(console.parts, link.rpartition("/")[2], FIREFOX)
    assert begun is not None
    demo = console.signed(begun.token)
    for who in (stands, demo):
        with pytest.raises(Refused, match="its link alone"):
            factors.add_totp(console.parts, who)
    assert "over" == signing_in.prove(console.parts, begun.token, "x", "y")
    assert isinstance(demo.account, UUID)
