"""A password forgotten: asked for by e-mail or at the command line, and chosen anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from service.mail.port import Ended, Letter
from service.store import outbox, sign_ins
from service.usecases import (
    letters,
    looking_after,
    resetting,
    sessions,
    signing_in,
    team,
)
from service.usecases.entries import Refused
from service.usecases.sessions import Begun
from tests import asking
from tests.racing import at_once
from tests.service.console import ANOTHER, FIREFOX, PASSWORD, RUTH, Console


def mailed(console: Console) -> str:
    """The token of the link that was mailed last."""
    body = console.posted()[-1].body
    return body.split("/reset/")[1].split("\n")[0]


def test_a_new_password_by_e_mail_and_the_second_factor_as_ever(
    console: Console,
) -> None:
    ruth = console.owner()
    assert resetting.possible(console.parts)
    resetting.ask(console.parts, f" {RUTH.upper()}")
    token = mailed(console)
    assert (RUTH, "A new password for Handrail") == (
        console.post.sent[-1].to, console.post.sent[-1].subject
    )  # fmt: skip
    assert resetting.works(console.parts, token)
    with pytest.raises(Refused):
        resetting.finish(console.parts, token, "Ruth Miller Ruth Miller", FIREFOX)
    begun = resetting.finish(console.parts, token, ANOTHER, FIREFOX)
    assert begun is not None
    assert "code" == begun.owes, "a reset skips no second factor"
    assert not console.signed(begun.token).whole
    assert sessions.of(console.parts, ruth.token) is None
    in_ = signing_in.second(console.parts, begun.token, console.fresh(ruth))
    assert isinstance(in_, Begun)
    assert signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX) is None
    assert signing_in.begin(console.parts, RUTH, ANOTHER, FIREFOX) is not None
    assert resetting.finish(console.parts, token, PASSWORD, FIREFOX) is None
    assert not resetting.works(console.parts, token)
    assert any("changed by a link" in one.body for one in console.posted())


def test_asking_for_an_unknown_e_mail_does_the_same_and_mails_nothing(
    console: Console,
) -> None:
    console.owner()
    resetting.ask(console.parts, RUTH)  # keys are read once
    console.posted().clear()
    with asking.asked() as known:
        resetting.ask(console.parts, RUTH)
    with asking.asked() as unknown:
        resetting.ask(console.parts, "nobody@example.org")
    assert known
    assert known == unknown
    assert [RUTH] == [one.to for one in console.posted()]
    voided = console.sql("SELECT organisation_id, state FROM letters")
    assert [(UUID(int=0), "void")] == voided


def test_three_links_an_hour_for_one_e_mail(console: Console) -> None:
    console.owner()
    for _ in range(5):
        resetting.ask(console.parts, RUTH)
    links = "SELECT count(*) FROM passes WHERE kind = 'reset'"
    assert 3 == console.one(links)
    working = (
        "SELECT count(*) FROM passes WHERE kind = 'reset' AND withdrawn_at IS NULL"
    )
    assert 1 == console.one(working), "the newest alone works"
    console.forward(mins=61)
    resetting.ask(console.parts, RUTH)
    assert 4 == console.one(links)


def test_a_link_lasts_thirty_minutes(console: Console) -> None:
    console.owner()
    token = (resetting.link(console.parts, RUTH) or "").rpartition("/")[2]
    console.forward(mins=29)
    assert resetting.works(console.parts, token)
    console.forward(mins=1)
    assert not resetting.works(console.parts, token)
    assert resetting.finish(console.parts, token, ANOTHER, FIREFOX) is None


def test_of_two_with_one_link_at_once_one_changes_the_password(
    console: Console,
) -> None:
    console.owner()
    token = (resetting.link(console.parts, RUTH) or "").rpartition("/")[2]

    def finish() -> object:
        return resetting.finish(console.parts, token, ANOTHER, FIREFOX)

    got = at_once(finish, finish, finish)
    assert 1 == sum(isinstance(one, Begun) for one in got)


def test_an_ended_account_has_no_way_back(console: Console) -> None:
    ruth = console.owner()
    ana = console.colleague(ruth, "ana@example.org", "coach")
    account = console.signed(ana.token).account
    assert account is not None
    token = (resetting.link(console.parts, "ana@example.org") or "").rpartition("/")[2]
    console.sql("UPDATE accounts SET ended_at = now() WHERE id = %s", account)
    assert resetting.finish(console.parts, token, ANOTHER, FIREFOX) is None
    console.sql("UPDATE accounts SET ended_at = NULL WHERE id = %s", account)
    team.end(console.parts, console.signed(ruth.token), account)
    assert not resetting.works(console.parts, token)
    assert resetting.link(console.parts, "ana@example.org") is None


def test_an_account_that_ends_as_the_password_is_chosen_lets_nobody_in(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.owner()
    token = (resetting.link(console.parts, RUTH) or "").rpartition("/")[2]
    real = resetting.passwords.check

    def meanwhile(password: str, *about: str, among: Path | None) -> None:
        console.sql("UPDATE accounts SET ended_at = now()")
        real(password, *about, among=among)

    monkeypatch.setattr(resetting.passwords, "check", meanwhile)
    assert resetting.finish(console.parts, token, ANOTHER, FIREFOX) is None


def test_without_a_mail_server_the_operator_makes_the_link(console: Console) -> None:
    console.owner()
    bare = replace(console.parts, mail=None)
    assert not resetting.possible(bare)
    resetting.ask(bare, RUTH)
    assert 0 == console.one("SELECT count(*) FROM passes WHERE kind = 'reset'")
    link = resetting.link(bare, RUTH)
    assert link is not None
    assert link.startswith("http://localhost:8017/reset/")
    assert resetting.link(bare, "nobody@example.org") is None
    assert "made a link to a new password" in console.audited()


# ---- letters on their way ----


def test_a_letter_is_handed_over_once_and_forgotten(console: Console) -> None:
    console.owner()
    console.posted().clear()
    resetting.ask(console.parts, RUTH)
    (letter,) = (row[0] for row in console.sql("SELECT id FROM letters"))
    for _ in range(2):
        letters.post(console.parts, console.organisation, [letter])
    assert 1 == len(console.post.sent)
    assert 0 == console.one("SELECT count(*) FROM letters")


@pytest.mark.parametrize(("how", "state", "sent"), [
    ("later", "due", 0), ("refused", "failed", 0), ("unclear", None, 1),
])  # fmt: skip
def test_what_becomes_of_a_letter_follows_from_how_it_ended(
    console: Console, how: str, state: str | None, sent: int
) -> None:
    console.owner()
    console.posted().clear()
    console.post.how = how
    resetting.ask(console.parts, RUTH)
    (letter,) = (row[0] for row in console.sql("SELECT id FROM letters"))
    assert 0 == letters.post(console.parts, console.organisation, [letter])
    assert sent == len(console.post.sent)
    rows = console.sql("SELECT state FROM letters")
    assert ([(state,)] if state else []) == rows
    console.post.how = "taken"
    assert 0 == letters.post(console.parts, console.organisation, [letter])
    console.forward(secs=61)
    again = letters.post(console.parts, console.organisation, [letter])
    assert (1 if how == "later" else 0) == again


def overdue(console: Console) -> None:
    console.sql("UPDATE letters SET lease_until = now() - interval '1 second'")


def test_a_letter_whose_worker_died_is_taken_again_after_its_lease(
    console: Console,
) -> None:
    console.owner()
    console.posted().clear()
    resetting.ask(console.parts, RUTH)
    ((letter,),) = console.sql("SELECT id FROM letters")
    dying = replace(console.parts, mail=Dies())
    with pytest.raises(Dies.Gone):
        letters.post(dying, console.organisation, [letter])
    assert ([], 0) == _due_and_posted(console, letter)
    overdue(console)
    assert ([letter], 1) == _due_and_posted(console, letter)
    assert 1 == len(console.post.sent)
    assert 0 == console.one("SELECT count(*) FROM letters")


def test_a_letter_that_kills_each_worker_is_left_after_the_third(
    console: Console,
) -> None:
    console.owner()
    console.posted().clear()
    resetting.ask(console.parts, RUTH)
    ((letter,),) = console.sql("SELECT id FROM letters")
    dying = replace(console.parts, mail=Dies())
    for _ in range(3):
        with pytest.raises(Dies.Gone):
            letters.post(dying, console.organisation, [letter])
        overdue(console)
    assert ([], 0) == _due_and_posted(console, letter)


def test_who_slept_past_the_lease_of_a_letter_puts_it_off_for_nobody(
    console: Console,
) -> None:
    console.owner()
    console.posted().clear()
    resetting.ask(console.parts, RUTH)
    ((letter,),) = console.sql("SELECT id FROM letters")
    key = console.parts.tenant(console.organisation).key
    held = []
    for _ in range(2):
        with console.parts.db.transaction(console.organisation) as tx:
            held.append(sign_ins.claim_letter(tx, key, letter))
        console.sql("UPDATE letters SET lease_until = lease_until - interval '1 hour'")
    sleeper, _other = held
    assert sleeper is not None
    with console.parts.db.transaction(console.organisation) as tx:
        sign_ins.letter_later(tx, sleeper, tx.now)
        sign_ins.letter_failed(tx, sleeper)
    assert [("sending",)] == console.sql("SELECT state FROM letters")


class Dies:
    """A mail server at whose door workers are killed."""

    class Gone(BaseException):
        """The worker is no more."""

    def send(self, letter: Letter) -> Ended:
        raise Dies.Gone


def _due_and_posted(console: Console, letter: UUID) -> tuple[list[UUID], int]:
    due = outbox.due(console.parts.db, "letters_due", 9).get(console.organisation, [])
    return due, letters.post(console.parts, console.organisation, [letter])


def test_without_a_mail_server_no_letter_is_taken(console: Console) -> None:
    console.owner()
    (letter, *_) = (row[0] for row in console.sql("SELECT id FROM letters"))
    bare = replace(console.parts, mail=None)
    assert 0 == letters.post(bare, console.organisation, [letter])
    assert 1 == letters.post(console.parts, console.organisation, [letter])


def test_the_clock_rings_for_letters_and_tidies_up(console: Console) -> None:
    ruth = console.owner()
    for email in (RUTH, "nobody@example.org"):
        resetting.ask(console.parts, email)
        signing_in.begin(console.parts, email, "not the password at all", FIREFOX)
    console.asked(ruth, "ana@example.org", "coach")
    from service.usecases import factors

    factors.add_totp(console.parts, console.signed(ruth.token))
    found = looking_after.round_of(console.parts, 0)
    assert found["post_letters"] >= 2
    assert 0 == found["tidy"]
    rung = [one[0] for one in console.parts.bell.rung]  # type: ignore[attr-defined]  # a fake
    assert "post_letters" in rung
    assert "tidy" not in rung, "the clock does it itself"
    tables = ("sign_ins", "sessions", "passes", "letters", "factors")
    counts = {one: console.one(f"SELECT count(*) FROM {one}") for one in tables}
    assert all(counts.values())
    console.forward(hours=25)
    looking_after.round_of(console.parts, 0)
    left = {one: console.one(f"SELECT count(*) FROM {one}") for one in tables}
    # What changed in her account, and the way in, are of use though mail was away.
    assert (0, 0, 2, 1) == tuple(
        left[one] for one in ("sign_ins", "sessions", "letters", "factors")
    )
    assert counts["passes"] == left["passes"]
    console.forward(days=15)
    looking_after.round_of(console.parts, 0)
    assert 0 == console.one("SELECT count(*) FROM passes")
    assert 0 == console.one("SELECT count(*) FROM letters")
