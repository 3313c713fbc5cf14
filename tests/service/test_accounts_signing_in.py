"""Getting in by password and code: uniform answers, limits, codes that are taken once."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from service.store import sign_ins
from service.usecases import factors, passwords, proving, sessions, signing_in, team
from service.usecases.passwords import Cost
from service.usecases.sessions import Begun
from tests import asking
from tests.racing import at_once
from tests.service import console as desk
from tests.service.console import ANOTHER, FIREFOX, PASSWORD, RUTH, Console


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """What each password was held against, None for nobody's."""
    seen: list[str | None] = []
    monkeypatch.setattr(passwords, "matches", desk.counting(desk.COMPARES, seen))
    return seen


def tries(console: Console, email: str, password: str) -> Begun | None:
    return signing_in.begin(console.parts, email, password, FIREFOX)


def test_a_password_alone_lets_nobody_in(console: Console) -> None:
    ruth = console.owner()
    begun = tries(console, " RUTH@Example.org ", PASSWORD)
    assert begun is not None
    assert "code" == begun.owes
    signed = console.signed(begun.token)
    assert not signed.whole
    assert not signed.proved
    in_ = signing_in.second(console.parts, begun.token, console.fresh(ruth))
    assert isinstance(in_, Begun)
    assert "nothing" == in_.owes
    assert sessions.of(console.parts, begun.token) is None, "the old token is dead"
    signed = console.signed(in_.token)
    assert (True, True) == (signed.whole, signed.proved)
    assert ("Ruth Miller", RUTH, "owner") == (signed.name, signed.email, signed.role)
    assert "token" not in repr(in_)
    assert in_.token not in repr(in_)


def test_unknown_wrong_and_ended_are_the_same_no_for_the_same_work(
    console: Console, compared: list[str | None]
) -> None:
    ruth = console.owner()
    ana = console.colleague(ruth, "ana@example.org", "coach")
    whose = console.signed(ana.token).account
    assert isinstance(whose, UUID)
    team.end(console.parts, console.signed(ruth.token), whose)
    compared.clear()
    for email in (RUTH, "nobody@example.org", "ana@example.org", "", "x" * 9999):
        assert tries(console, email, "not the password at all") is None
    assert 5 == len(compared), "each was compared with a hash of the same cost"
    assert [True, False, False, False, False] == [bool(one) for one in compared]


@pytest.mark.parametrize("written", ["", "\ud800", "nul \0 inside", "x" * 100_000, "ﬀ"])
def test_nothing_that_is_typed_breaks_it(console: Console, written: str) -> None:
    console.owner()
    assert tries(console, written, written) is None
    assert tries(console, RUTH, written) is None


def test_known_and_unknown_make_the_same_queries(console: Console) -> None:
    console.owner()
    with asking.asked() as known:
        tries(console, RUTH, "not the password at all")
    with asking.asked() as unknown:
        tries(console, "nobody@example.org", "not the password at all")
    assert known == unknown
    assert known


@pytest.mark.long
def test_ten_thousand_stuffed_passwords_let_nobody_in(
    console: Console, compared: list[str | None]
) -> None:
    """At most ninety an hour are evaluated, and ten more from browsers that are known."""
    console.owner()
    compared.clear()
    for number in range(5_000):
        assert tries(console, RUTH, f"guess number {number}") is None
    assert 90 == len(compared)
    for number in range(5_000):
        assert tries(console, "nobody@example.org", f"guess number {number}") is None
    assert 180 == len(compared)
    assert tries(console, RUTH, PASSWORD) is None, "even the right one waits now"
    console.forward(mins=50)  # what is counted took some minutes itself
    assert tries(console, RUTH, PASSWORD) is None
    console.forward(mins=11)
    assert tries(console, RUTH, PASSWORD) is not None
    assert 181 == len(compared)


def test_of_two_at_once_not_both_take_the_last_place(
    console: Console, compared: list[str | None]
) -> None:
    console.owner()
    compared.clear()
    for _ in range(88):
        tries(console, RUTH, "not the password at all")
    at_once(*[lambda: tries(console, RUTH, "nor is this one here")] * 4)
    assert 90 == len(compared)


def test_tries_are_kept_by_hash_with_what_came_of_them(console: Console) -> None:
    ruth = console.owner()
    tries(console, RUTH, "not the password at all")
    tries(console, RUTH, PASSWORD)
    tries(console, "nobody@example.org", "not the password at all")
    rows = console.sql(
        "SELECT outcome, organisation_id FROM sign_ins WHERE kind = 'password'"
        " ORDER BY at, id"
    )
    assert ["wrong", "right", "wrong"] == [row[0] for row in rows]
    assert {UUID(int=0)} == {row[1] for row in rows}
    audited = console.audited()
    assert 1 == audited.count("a wrong password was tried")
    assert 1 == audited.count("gave the password")
    assert ruth.token


def test_a_hash_of_another_cost_is_made_anew(console: Console) -> None:
    console.owner()
    before = console.one("SELECT password_hash FROM accounts")
    dearer = replace(console.parts, password_cost=Cost(passes=2, memory_kib=16))
    assert signing_in.begin(dearer, RUTH, PASSWORD, FIREFOX) is not None
    after = console.one("SELECT password_hash FROM accounts")
    assert before != after
    assert "$argon2id$" in after
    assert "m=16,t=2,p=1" in after
    assert signing_in.begin(dearer, RUTH, PASSWORD, FIREFOX) is not None
    assert after == console.one("SELECT password_hash FROM accounts")


def test_a_password_changed_while_it_is_tried_lets_nobody_in(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.owner()

    def meanwhile(cost: Cost, kept: str | None, password: str) -> bool:
        console.sql("UPDATE accounts SET password_hash = 'another'")
        return desk.COMPARES(cost, kept, password)

    monkeypatch.setattr(passwords, "matches", meanwhile)
    assert tries(console, RUTH, PASSWORD) is None


# ---- the second step ----


def halfway(console: Console) -> str:
    begun = tries(console, RUTH, PASSWORD)
    assert begun is not None
    return begun.token


def test_a_code_is_good_one_step_either_side_and_once(console: Console) -> None:
    ruth = console.owner()
    console.forward(mins=5)
    step = console.code(ruth, ahead=-1)
    assert "wrong" == signing_in.second(
        console.parts, halfway(console), console.code(ruth, ahead=-3)
    )
    assert isinstance(signing_in.second(console.parts, halfway(console), step), Begun)
    assert "wrong" == signing_in.second(console.parts, halfway(console), step)
    later = console.code(ruth, ahead=1)
    assert isinstance(
        signing_in.second(
            console.parts, halfway(console), f" {later[:3]} {later[3:]} "
        ),
        Begun,
    )
    # An earlier step than the one taken is not taken any more.
    now = console.code(ruth)
    assert "wrong" == signing_in.second(console.parts, halfway(console), now)


def test_of_two_with_one_code_at_once_one_comes_in(console: Console) -> None:
    ruth = console.owner()
    code = console.fresh(ruth)
    tokens = [halfway(console) for _ in range(3)]
    got = at_once(
        *[
            lambda token=token: signing_in.second(console.parts, token, code)  # type: ignore[misc]  # bound now
            for token in tokens
        ]
    )
    assert 1 == sum(isinstance(one, Begun) for one in got)
    assert 2 == got.count("wrong")


def test_a_spare_code_is_taken_once_and_told_by_e_mail(console: Console) -> None:
    ruth = console.owner()
    assert 10 == len(set(ruth.codes))
    console.posted().clear()
    typed = ruth.codes[0].lower().replace("-", " ")
    in_ = signing_in.second(console.parts, halfway(console), typed)
    assert isinstance(in_, Begun)
    assert "wrong" == signing_in.second(console.parts, halfway(console), ruth.codes[0])
    letter, browser = console.posted()
    assert RUTH == letter.to
    assert "a spare code was used; 9 are left" in letter.body
    assert "from a new browser" in browser.body
    assert 9 == factors.own(console.parts, console.signed(in_.token)).codes_left


def test_of_two_with_one_spare_code_at_once_one_comes_in(console: Console) -> None:
    ruth = console.owner()
    tokens = [halfway(console) for _ in range(3)]
    got = at_once(
        *[
            lambda token=token: signing_in.second(console.parts, token, ruth.codes[3])  # type: ignore[misc]  # bound now
            for token in tokens
        ]
    )
    assert 1 == sum(isinstance(one, Begun) for one in got)


def test_ten_wrong_codes_an_hour_and_no_more(console: Console) -> None:
    ruth = console.owner()
    token = halfway(console)
    for _ in range(10):
        assert "wrong" == signing_in.second(console.parts, token, "AAAA-BBBB-CCCC")
    assert "later" == signing_in.second(console.parts, token, console.fresh(ruth))
    console.forward(mins=61)
    token = halfway(console)
    assert isinstance(
        signing_in.second(console.parts, token, console.fresh(ruth)), Begun
    )


def test_of_many_wrong_codes_at_once_ten_are_evaluated(console: Console) -> None:
    console.owner()
    tokens = [halfway(console) for _ in range(4)]

    def four(token: str) -> list[object]:
        return [signing_in.second(console.parts, token, "000000") for _ in range(4)]

    got = at_once(*[lambda token=token: four(token) for token in tokens])  # type: ignore[misc]  # bound now
    flat = [one for some in got for one in some]
    assert (10, 6) == (flat.count("wrong"), flat.count("later"))


def test_a_second_step_without_a_first_is_over(console: Console) -> None:
    ruth = console.owner()
    for token in ("", "nobody's", ruth.token):
        assert "over" == signing_in.second(console.parts, token, console.code(ruth))


# ---- proving anew ----


def test_a_proof_holds_ten_minutes_and_is_made_anew(console: Console) -> None:
    ruth = console.owner()
    console.forward(mins=9)
    assert console.signed(ruth.token).proved
    console.forward(mins=1)
    signed = console.signed(ruth.token)
    assert (True, False) == (signed.whole, signed.proved)
    again = signing_in.prove(console.parts, ruth.token, PASSWORD, console.code(ruth))
    assert isinstance(again, Begun)
    assert sessions.of(console.parts, ruth.token) is None
    assert console.signed(again.token).proved
    assert signed.forms == console.signed(again.token).forms, "what is typed stays good"


def test_a_proof_needs_both_password_and_code(console: Console) -> None:
    ruth = console.owner()
    said = [
        signing_in.prove(console.parts, ruth.token, ANOTHER, console.fresh(ruth)),
        signing_in.prove(console.parts, ruth.token, PASSWORD, "123456"),
        signing_in.prove(console.parts, "nobody's", PASSWORD, "123456"),
        signing_in.prove(console.parts, halfway(console), PASSWORD, "123456"),
    ]
    assert ["wrong", "wrong", "over", "over"] == said
    assert console.signed(ruth.token).whole, "she stays in"


def test_a_proof_whose_session_ended_meanwhile_is_over(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruth = console.owner()

    def meanwhile(cost: Cost, kept: str | None, password: str) -> bool:
        sessions.end(console.parts, ruth.token)
        return desk.COMPARES(cost, kept, password)

    monkeypatch.setattr(passwords, "matches", meanwhile)
    code = console.fresh(ruth)
    assert "over" == signing_in.prove(console.parts, ruth.token, PASSWORD, code)


def test_proofs_count_among_the_hundred(console: Console) -> None:
    ruth = console.owner()
    with console.parts.db.transaction() as tx:
        key = proving.email_hash(console.parts, RUTH)
        for _ in range(100):
            assert sign_ins.ask(tx, console.parts.new_id(), key, "password", 100)
        assert not sign_ins.ask(tx, console.parts.new_id(), key, "password", 100)
    code = console.fresh(ruth)
    assert "later" == signing_in.prove(console.parts, ruth.token, PASSWORD, code)
