"""Browsers an account came in from: known again, told of when new, let go."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.usecases import browsers, factors, passwords, sessions, signing_in
from service.usecases.rights import Signed
from service.usecases.sessions import Begun
from tests import asking
from tests.service import console as desk
from tests.service.console import ANOTHER, FIREFOX, PASSWORD, RUTH, Console, Someone

WRONG = "not the password at all"


def comes_in(console: Console, who: Someone, browser: str = "") -> Begun:
    """Password and code, from a browser with this token."""
    begun = signing_in.begin(console.parts, who.email, PASSWORD, FIREFOX, browser)
    assert begun is not None
    code = console.fresh(who)
    found = signing_in.second(console.parts, begun.token, code, browser)
    assert isinstance(found, Begun)
    return found


def tries(console: Console, browser: str = "", email: str = RUTH) -> Begun | None:
    return signing_in.begin(console.parts, email, WRONG, FIREFOX, browser)


def gets_in(console: Console, browser: str) -> bool:
    found = signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX, browser)
    return found is not None


@pytest.fixture
def ruth(console: Console) -> Someone:
    return console.owner()


def test_who_uses_up_the_tries_does_not_lock_a_known_browser_out(
    console: Console, ruth: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is tried, a hundred an hour are evaluated for one account."""
    known = comes_in(console, ruth).browser
    assert known
    console.forward(mins=61)
    seen: list[str | None] = []
    monkeypatch.setattr(passwords, "matches", desk.counting(desk.COMPARES, seen))
    for _ in range(95):
        assert tries(console) is None
    assert not gets_in(console, "")
    assert not gets_in(console, "a token nobody was given")
    assert 90 == len(seen)
    assert gets_in(console, known)
    for _ in range(15):
        assert tries(console, known) is None
    assert 100 == len(seen)
    assert not gets_in(console, known)


def test_a_browser_is_known_to_its_own_account_alone(
    console: Console, ruth: Someone
) -> None:
    ana = console.colleague(ruth, "ana@example.org", "coach")
    anas = comes_in(console, ana).browser
    tries(console, anas)
    tries(console, anas, "nobody@example.org")
    found = console.sql("SELECT DISTINCT kind FROM sign_ins WHERE outcome = 'wrong'")
    assert [("password",)] == found


def test_known_and_unknown_e_mails_make_the_same_queries(
    console: Console, ruth: Someone
) -> None:
    foreign = "a token nobody was given"
    with asking.asked() as known:
        tries(console, foreign)
    with asking.asked() as unknown:
        tries(console, foreign, "nobody@example.org")
    assert known == unknown


def test_only_the_hash_is_kept_and_only_of_who_came_in_whole(
    console: Console, ruth: Someone
) -> None:
    assert gets_in(console, "")
    assert 0 == console.one("SELECT count(*) FROM known_devices")
    token = comes_in(console, ruth).browser
    kept = console.one("SELECT hash FROM known_devices")
    assert token.encode() not in bytes(kept)
    assert "" == comes_in(console, ruth, token).browser
    assert 1 == console.one("SELECT count(*) FROM known_devices")
    for _ in range(browsers.MOST + 1):
        comes_in(console, ruth)
    assert browsers.MOST == console.one("SELECT count(*) FROM known_devices")
    assert not console.sql("SELECT 1 FROM known_devices WHERE hash = %s", kept)


def test_they_go_with_the_password_and_with_all_other_sessions(
    console: Console, ruth: Someone
) -> None:
    for goes in (
        lambda who: sessions.end_others(console.parts, who),
        lambda who: factors.change_password(console.parts, who, PASSWORD, ANOTHER),
    ):
        signed = console.signed(comes_in(console, ruth).token)
        goes(signed)
        assert 0 == console.one("SELECT count(*) FROM known_devices")


def test_a_new_browser_is_told_by_e_mail_and_asked_about(
    console: Console, ruth: Someone
) -> None:
    before = len(console.posted())
    first = comes_in(console, ruth)
    comes_in(console, ruth, first.browser)
    told = console.posted()[before:]
    assert 1 == len(told)
    assert "from a new browser (Firefox on Linux)" in told[0].body
    other = console.signed(ruth.token)
    new = browsers.unanswered(console.parts, other)
    assert ["Firefox on Linux"] == [one.device for one in new]
    browsers.hers(console.parts, other, new[0].id)
    assert () == browsers.unanswered(console.parts, other)


def test_no_browser_answers_for_itself_and_one_that_is_ended_is_out(
    console: Console, ruth: Someone
) -> None:
    stolen = comes_in(console, ruth)
    thief: Signed = console.signed(stolen.token)
    hers = console.signed(ruth.token)
    new: UUID = browsers.unanswered(console.parts, hers)[0].id
    assert () == browsers.unanswered(console.parts, thief)
    browsers.hers(console.parts, thief, new)
    assert 1 == len(browsers.unanswered(console.parts, hers))
    browsers.end(console.parts, hers, new)
    assert sessions.of(console.parts, stolen.token) is None
    assert () == browsers.unanswered(console.parts, hers)
    assert "ended a new browser" in console.audited()
