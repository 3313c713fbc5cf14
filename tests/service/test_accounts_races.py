"""Two at once, one after the other at the row: the second finds what the first did.

What threads that start together only sometimes show is shown here each time: the first
has done its work and not committed, the second comes, waits or goes on, then the first
commits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from service.store import accounts, sessions, sign_ins
from service.store.db import NOWHERE, Tx
from service.usecases import (
    factors,
    first_owner,
    links,
    passwords,
    proving,
    resetting,
    rights,
    signing_in,
    team,
)
from service.usecases.entries import Refused
from service.usecases.first_owner import NewOwner
from service.usecases.rights import NotAllowed
from tests.service import console as desk
from tests.service.console import ANOTHER, FIREFOX, PASSWORD, RUTH, Console

ANA = "ana@example.org"
WAITS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND wait_event_type = 'Lock'"
)
Given = TypeVar("Given")


def behind(
    console: Console, organisation: UUID, first: Callable[[Tx], object],
    second: Callable[[], Given],
) -> Given:  # fmt: skip
    """Do `second` while what `first` did is there and not committed; return its end."""
    given: list[Given] = []
    thread = threading.Thread(target=lambda: given.append(second()))
    with (
        psycopg.connect(console.clone.superuser_url, autocommit=True) as line,
        console.parts.db.transaction(organisation) as tx,
    ):
        first(tx)
        assert tx.row(text("SELECT 1 AS one")), "what waits to be sent is sent"
        thread.start()
        while thread.is_alive() and line.execute(WAITS).fetchone() == (0,):
            thread.join(0.01)
    thread.join(20)
    return given[0]


def test_the_hundredth_password_is_taken_once(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.owner()
    key = proving.email_hash(console.parts, RUTH)

    def ask(tx: Tx) -> bool:
        return sign_ins.ask(tx, console.parts.new_id(), key, "password", 100)

    with console.parts.db.transaction() as tx:
        assert all(ask(tx) for _ in range(99))
    seen: list[str | None] = []
    monkeypatch.setattr(passwords, "matches", desk.counting(desk.COMPARES, seen))
    said = behind(
        console, NOWHERE, ask,
        lambda: signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX),
    )  # fmt: skip
    assert said is None
    assert [] == seen, "the second was not evaluated"


def test_the_third_link_to_a_new_password_is_taken_once(console: Console) -> None:
    console.owner()
    key = proving.email_hash(console.parts, RUTH)
    for _ in range(2):
        resetting.ask(console.parts, RUTH)
    behind(
        console, NOWHERE,
        lambda tx: sign_ins.ask(tx, console.parts.new_id(), key, "reset", 3),
        lambda: resetting.ask(console.parts, RUTH),
    )  # fmt: skip
    assert 2 == console.one("SELECT count(*) FROM passes WHERE kind = 'reset'")


def halfway(console: Console) -> tuple[str, UUID, bytes]:
    begun = signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX)
    assert begun is not None
    account = console.signed(begun.token).account
    assert account is not None
    return begun.token, account, account.bytes


def test_the_tenth_wrong_code_is_taken_once(console: Console) -> None:
    console.owner()
    token, account, key = halfway(console)
    seal = console.parts.tenant(console.organisation).key

    def wrong(tx: Tx) -> None:
        accounts.lock(tx, seal, account)
        sign_ins.wrong(tx, console.parts.new_id(), key, "code")

    for _ in range(9):
        assert "wrong" == signing_in.second(console.parts, token, "000000")
    said = behind(
        console, console.organisation, wrong,
        lambda: signing_in.second(console.parts, token, "000000"),
    )  # fmt: skip
    assert "later" == said


def test_a_step_of_time_is_taken_once(console: Console) -> None:
    ruth = console.owner()
    token, _, _ = halfway(console)
    code = console.fresh(ruth)
    factor = console.one("SELECT id FROM factors")
    step = proving.step_of(ruth.secret, code, console.now())
    assert step is not None
    said = behind(
        console, console.organisation, lambda tx: accounts.used(tx, factor, step),
        lambda: signing_in.second(console.parts, token, code),
    )  # fmt: skip
    assert "wrong" == said


def test_a_spare_code_is_taken_once(console: Console) -> None:
    ruth = console.owner()
    token, account, _ = halfway(console)
    tenant = console.parts.tenant(console.organisation)
    hashed = proving.spare_hash(tenant, account, ruth.codes[0])
    said = behind(
        console, tenant.id, lambda tx: accounts.use_spare(tx, account, hashed),
        lambda: signing_in.second(console.parts, token, ruth.codes[0]),
    )  # fmt: skip
    assert "wrong" == said


def taken(console: Console, token: str, organisation: UUID) -> Callable[[Tx], None]:
    """Use a link up, as whoever was first does."""
    found = console.one("SELECT id FROM passes WHERE hash = %s", links.hashed(token))
    key = console.parts.tenant(console.organisation).key

    def take(tx: Tx) -> None:
        assert sessions.lock_pass(tx, key, found) is not None
        sessions.use_pass(tx, found)

    assert organisation
    return take


def test_a_colleagues_link_is_taken_once(console: Console) -> None:
    token = console.asked(console.owner(), ANA, "coach")
    said = behind(
        console, console.organisation, taken(console, token, console.organisation),
        lambda: team.accept(console.parts, token, "Ana", ANOTHER, FIREFOX),
    )  # fmt: skip
    assert said is None
    assert 1 == console.one("SELECT count(*) FROM accounts")


def test_a_link_to_a_new_password_is_taken_once(console: Console) -> None:
    console.owner()
    token = (resetting.link(console.parts, RUTH) or "").rpartition("/")[2]
    said = behind(
        console, console.organisation, taken(console, token, console.organisation),
        lambda: resetting.finish(console.parts, token, ANOTHER, FIREFOX),
    )  # fmt: skip
    assert said is None
    assert signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX) is not None


def test_the_demos_link_is_taken_once(console: Console) -> None:
    link = first_owner.demo_link(console.parts, console.organisation)
    token = link.rpartition("/")[2]
    said = behind(
        console, console.organisation, taken(console, token, console.organisation),
        lambda: first_owner.demo(console.parts, token, FIREFOX),
    )  # fmt: skip
    assert said is None


def test_the_set_up_code_is_taken_once(console: Console) -> None:
    code = first_owner.code(console.parts) or ""
    new = NewOwner("", "", "", "Ruth", RUTH, PASSWORD)

    found = console.one("SELECT id FROM passes")

    def take(tx: Tx) -> None:
        sessions.lock_pass(tx, console.parts.tenant(console.organisation).key, found)
        sessions.use_pass(tx, found)

    said = behind(
        console, NOWHERE, take,
        lambda: first_owner.set_up(console.parts, code, new, FIREFOX),
    )  # fmt: skip
    assert said is None
    assert 0 == console.one("SELECT count(*) FROM accounts")


def refused(work: Callable[[], object]) -> str:
    try:
        work()
    except (NotAllowed, Refused) as error:
        return type(error).__name__
    return "done"


def test_whoever_is_ended_meanwhile_ends_nobody(console: Console) -> None:
    ruth = console.owner()
    ana = console.signed(console.colleague(ruth, ANA, "owner").token)
    her = console.signed(ruth.token).account
    assert her is not None

    def end(tx: Tx) -> None:
        assert 2 == len(accounts.owners(tx))
        accounts.end(tx, ana.account or NOWHERE)

    said = behind(
        console, console.organisation, end,
        lambda: refused(lambda: team.end(console.parts, ana, her)),
    )  # fmt: skip
    assert "NotAllowed" == said


def test_two_owners_made_less_at_once_by_the_operator_leave_one(
    console: Console,
) -> None:
    ruth = console.owner()
    ana = console.signed(console.colleague(ruth, ANA, "owner").token).account
    her = console.signed(ruth.token).account
    assert ana is not None
    assert her is not None
    by = rights.operator(console.organisation, "Stairwell")

    def less(tx: Tx) -> None:
        accounts.owners(tx)
        accounts.save_role(tx, ana, "viewer")

    said = behind(
        console, console.organisation, less,
        lambda: refused(lambda: team.change_role(console.parts, by, her, "coach")),
    )  # fmt: skip
    assert "Refused" == said


def test_whoever_signs_in_as_her_account_ends_is_out(console: Console) -> None:
    console.owner()
    account = console.one("SELECT id FROM accounts")

    def end(tx: Tx) -> None:
        accounts.end(tx, account)
        sessions.end_all(tx, account)

    said = behind(
        console, console.organisation, end,
        lambda: signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX),
    )  # fmt: skip
    assert said is None
    assert 0 == console.one("SELECT count(*) FROM sessions")


def test_a_session_ended_meanwhile_changes_no_factor(console: Console) -> None:
    ruth = console.owner()
    signed = console.signed(ruth.token)
    account, session = signed.account, signed.session
    assert account is not None
    assert session is not None
    said = behind(
        console, console.organisation, lambda tx: sessions.end(tx, account, session),
        lambda: refused(lambda: factors.new_codes(console.parts, signed)),
    )  # fmt: skip
    assert "NotAllowed" == said
