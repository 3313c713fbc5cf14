"""Browsers an account came in from: known again, told of when new, let go."""

from __future__ import annotations

from base64 import b32decode
from collections.abc import Callable
from uuid import UUID

import pytest

from service.usecases import (
    browsers,
    factors,
    passwords,
    resetting,
    sessions,
    signing_in,
    team,
)
from service.usecases.rights import Signed
from service.usecases.sessions import Begun
from tests import asking
from tests.service import console as desk
from tests.service.console import ANOTHER, FIREFOX, PASSWORD, RUTH, Console, Someone

WRONG = "not the password at all"
HASHES = "SELECT hash FROM known_devices ORDER BY begun_at, id"


def comes_in(console: Console, who: Someone, browser: str = "") -> Begun:
    """Password and code, from a browser that says it is known by this."""
    begun = signing_in.begin(console.parts, who.email, PASSWORD, FIREFOX, browser)
    assert begun is not None
    return finishes(console, who, begun, browser)


def finishes(console: Console, who: Someone, begun: Begun, browser: str = "") -> Begun:
    code = console.fresh(who)
    found = signing_in.second(console.parts, begun.token, code, browser)
    assert isinstance(found, Begun)
    return found


def tries(console: Console, browser: str = "", email: str = RUTH) -> Begun | None:
    return signing_in.begin(console.parts, email, WRONG, FIREFOX, browser)


def gets_in(console: Console, browser: str) -> bool:
    found = signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX, browser)
    return found is not None


def uses_up(console: Console) -> None:
    """Somebody who knows her e-mail alone makes all tries that are left to anybody."""
    for _ in range(91):
        tries(console)


def count(console: Console) -> int:
    return int(console.one("SELECT count(*) FROM known_devices"))


def asked_about(console: Console, token: str) -> list[UUID]:
    new = browsers.unanswered(console.parts, console.signed(token))
    return [one.id for one in new]


@pytest.fixture
def ruth(console: Console) -> Someone:
    return console.owner()


@pytest.fixture
def ana(console: Console, ruth: Someone) -> Someone:
    return console.colleague(ruth, "ana@example.org", "coach")


# ---- whom guessing keeps out ----


def test_who_uses_up_the_tries_does_not_lock_a_known_browser_out(
    console: Console, ruth: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is tried, a hundred an hour are evaluated for one account."""
    known = comes_in(console, ruth).browser
    console.forward(mins=61)
    seen: list[str | None] = []
    monkeypatch.setattr(passwords, "matches", desk.counting(desk.COMPARES, seen))
    uses_up(console)
    assert not gets_in(console, "")
    assert not gets_in(console, "a token nobody was given")
    assert 90 == len(seen)
    assert gets_in(console, known)
    for _ in range(15):
        assert tries(console, known) is None
    assert 100 == len(seen)
    assert not gets_in(console, known)
    console.forward(mins=61)
    assert gets_in(console, "")


def test_who_mistypes_at_a_known_browser_has_all_hundred_tries(
    console: Console, ruth: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = comes_in(console, ruth).browser
    console.forward(mins=61)
    seen: list[str | None] = []
    monkeypatch.setattr(passwords, "matches", desk.counting(desk.COMPARES, seen))
    for _ in range(110):
        tries(console, known)
    assert 100 == len(seen)


def test_a_proof_is_given_from_a_known_browser_while_somebody_guesses(
    console: Console, ruth: Someone
) -> None:
    begun = comes_in(console, ruth)
    uses_up(console)
    for browser, worth in (("", "later"), (begun.browser, None)):
        code = console.fresh(ruth)
        found = signing_in.prove(console.parts, begun.token, PASSWORD, code, browser)
        assert worth == (None if isinstance(found, Begun) else found)


def test_a_browser_is_known_to_its_own_account_alone(
    console: Console, ruth: Someone, ana: Someone
) -> None:
    anas = comes_in(console, ana).browser
    uses_up(console)
    assert not gets_in(console, anas)
    for _ in range(91):
        tries(console, email="nobody@example.org")
    before = console.one("SELECT count(*) FROM sign_ins")
    assert tries(console, anas, "nobody@example.org") is None
    assert before == console.one("SELECT count(*) FROM sign_ins")


def test_known_and_unknown_e_mails_make_the_same_queries(
    console: Console, ruth: Someone
) -> None:
    """While there are tries left, and when there are none."""
    foreign = "a token nobody was given"
    for _ in range(2):
        with asking.asked() as hers:
            tries(console, foreign)
        with asking.asked() as nobodys:
            tries(console, foreign, "nobody@example.org")
        assert hers == nobodys
        for email in (RUTH, "nobody@example.org"):
            for _ in range(91):
                tries(console, email=email)
    assert any("handrail_known_device" in one for one in hers)


# ---- what is kept ----


def test_only_the_hash_is_kept_and_only_of_who_came_in_whole(
    console: Console, ruth: Someone
) -> None:
    assert gets_in(console, "")
    assert 0 == count(console)
    token = comes_in(console, ruth).browser
    assert token.encode() not in bytes(console.one(HASHES))
    assert token not in repr(comes_in(console, ruth, token))


def test_a_token_is_new_at_each_sign_in_and_the_old_one_dead(
    console: Console, ruth: Someone
) -> None:
    first = comes_in(console, ruth).browser
    second = comes_in(console, ruth, first).browser
    assert first != second
    assert 1 == count(console)
    console.forward(mins=61)
    uses_up(console)
    assert not gets_in(console, first)
    assert gets_in(console, second)


def test_a_token_that_somebody_planted_is_never_hers(
    console: Console, ruth: Someone, ana: Someone
) -> None:
    """Neither a made-up one nor one that was given to a colleague."""
    for planted in ("made up", comes_in(console, ana).browser):
        comes_in(console, ruth, planted)
        uses_up(console)
        assert not gets_in(console, planted)
        console.forward(mins=61)


def test_colleagues_who_share_a_browser_are_both_known_there_and_told_once(
    console: Console, ruth: Someone, ana: Someone
) -> None:
    browser = ""
    console.posted()
    before = len(console.post.sent)
    for _ in range(3):
        for who in (ruth, ana):
            browser = comes_in(console, who, browser).browser
    assert 2 == len(console.posted()) - before
    assert 2 == count(console)
    console.forward(mins=61)
    uses_up(console)
    assert gets_in(console, browser)


def test_what_a_browser_says_it_is_known_by_may_be_anything(
    console: Console, ruth: Someone
) -> None:
    token = comes_in(console, ruth).browser
    for said in ("." * 4000, "\ud800", f"a.b.c.d.e.{token}"):
        fresh = comes_in(console, ruth, said).browser
        assert len(fresh.split(".")) <= browsers.SHARED


def test_so_many_are_kept_those_seen_last_and_for_a_season(
    console: Console, ruth: Someone
) -> None:
    first = comes_in(console, ruth).browser
    kept = console.one(HASHES)
    for _ in range(browsers.MOST + 1):
        comes_in(console, ruth)
    assert browsers.MOST == count(console)
    assert not console.sql("SELECT 1 FROM known_devices WHERE hash = %s", kept)
    last = comes_in(console, ruth, first).browser
    console.forward(days=89)
    uses_up(console)
    assert gets_in(console, last)
    console.forward(days=2)
    uses_up(console)
    assert not gets_in(console, last)
    console.forward(mins=61)
    comes_in(console, ruth, last)
    assert 1 == count(console), "what is over goes"


@pytest.mark.parametrize(
    "goes",
    [
        lambda console, who: sessions.end_others(console.parts, who),
        lambda console, who: factors.change_password(
            console.parts, who, PASSWORD, ANOTHER
        ),
    ],
    ids=["all other sessions", "the password"],
)
def test_all_others_go_with_the_password_and_with_all_other_sessions(
    console: Console, ruth: Someone, goes: Callable[[Console, Signed], object]
) -> None:
    comes_in(console, ruth)
    stays = comes_in(console, ruth)
    goes(console, console.signed(stays.token))
    (left,) = console.sql("SELECT session_id FROM known_devices")
    assert console.one("SELECT id FROM sessions") == left[0]


def test_they_go_with_a_new_password_by_a_link(console: Console, ruth: Someone) -> None:
    comes_in(console, ruth)
    link = resetting.link(console.parts, RUTH)
    assert link is not None
    token = link.rpartition("/")[2]
    assert resetting.finish(console.parts, token, ANOTHER, FIREFOX) is not None
    assert 0 == count(console)


def test_they_go_with_the_account(
    console: Console, ruth: Someone, ana: Someone
) -> None:
    account = console.signed(comes_in(console, ana).token).account
    assert account is not None
    team.end(console.parts, console.signed(ruth.token), account)
    assert 0 == count(console)


# ---- of a new one she is told ----


def test_a_new_browser_is_told_by_e_mail_once(console: Console, ruth: Someone) -> None:
    console.posted()
    before = len(console.post.sent)
    first = comes_in(console, ruth)
    comes_in(console, ruth, first.browser)
    (told,) = console.posted()[before:]
    assert "from a new browser (Firefox, Linux)" in told.body


def test_an_older_browser_is_asked_about_a_newer_one(
    console: Console, ruth: Someone
) -> None:
    hers = comes_in(console, ruth)
    comes_in(console, ruth)
    (new,) = browsers.unanswered(console.parts, console.signed(hers.token))
    assert "Firefox on Linux" == new.device
    browsers.hers(console.parts, console.signed(hers.token), new.id)
    assert [] == asked_about(console, hers.token)
    assert "knew a new browser" in console.audited()
    comes_in(console, ruth)
    assert 1 == len(asked_about(console, hers.token))
    console.forward(days=31)
    hers = comes_in(console, ruth, hers.browser)
    assert [] == asked_about(console, hers.token)


def test_a_thief_who_comes_in_again_and_again_answers_for_none_she_is_asked_about(
    console: Console, ruth: Someone
) -> None:
    """Whatever the order: from another browser, and one that was begun before."""
    early = signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX)
    assert early is not None
    hers = comes_in(console, ruth)
    first = comes_in(console, ruth)
    (new,) = asked_about(console, hers.token)
    again = comes_in(console, ruth, first.browser)
    second = comes_in(console, ruth)
    late = finishes(console, ruth, early)
    stolen = [again.token, second.token, late.token]
    for token in stolen:
        for one in [new, *asked_about(console, hers.token)]:
            browsers.hers(console.parts, console.signed(token), one)
    left = asked_about(console, hers.token)
    assert left, "of one at least she is asked still"
    for token in stolen:
        assert not set(left) & set(asked_about(console, token))


def test_a_session_of_no_browser_answers_for_none(
    console: Console, ruth: Someone
) -> None:
    comes_in(console, ruth)
    (new,) = console.sql("SELECT id FROM known_devices")
    browsers.hers(console.parts, console.signed(ruth.token), new[0])
    assert None is console.one("SELECT answered_at FROM known_devices")


def test_one_that_is_ended_is_out_with_all_its_sessions(
    console: Console, ruth: Someone
) -> None:
    """A cookie that was copied before its browser came in again is dead as well."""
    hers = comes_in(console, ruth)
    copied = comes_in(console, ruth)
    stolen = comes_in(console, ruth, copied.browser)
    assert sessions.of(console.parts, copied.token) is None
    (new,) = asked_about(console, hers.token)
    browsers.end(console.parts, console.signed(hers.token), new)
    assert sessions.of(console.parts, stolen.token) is None
    assert [] == asked_about(console, hers.token)
    assert "ended a new browser" in console.audited()
    uses_up(console)
    assert not gets_in(console, stolen.browser)
    assert gets_in(console, hers.browser)


def test_who_ends_a_session_knows_its_browser_no_more(
    console: Console, ruth: Someone
) -> None:
    hers, other = comes_in(console, ruth), comes_in(console, ruth)
    session = console.signed(other.token).session
    assert session is not None
    sessions.end_one(console.parts, console.signed(hers.token), session)
    assert 1 == count(console)
    sessions.end(console.parts, hers.token)
    assert 1 == count(console), "who signs out is known next time"


def test_nobody_ends_or_answers_for_a_browser_of_a_colleague(
    console: Console, ruth: Someone, ana: Someone
) -> None:
    anas = comes_in(console, ana)
    (new,) = console.sql("SELECT id FROM known_devices")
    hers = comes_in(console, ruth)
    for token in (ruth.token, hers.token):
        browsers.end(console.parts, console.signed(token), new[0])
        browsers.hers(console.parts, console.signed(token), new[0])
    assert sessions.of(console.parts, anas.token) is not None
    assert 2 == count(console)


def test_whoever_is_half_way_in_answers_for_none(
    console: Console, ruth: Someone
) -> None:
    hers = comes_in(console, ruth)
    comes_in(console, ruth)
    (new,) = asked_about(console, hers.token)
    begun = signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX, hers.browser)
    assert begun is not None
    browsers.hers(console.parts, console.signed(begun.token), new)
    browsers.end(console.parts, console.signed(begun.token), new)
    assert [new] == asked_about(console, hers.token)


# ---- where she set up her second step ----


def test_where_she_sets_up_her_second_step_she_is_known_and_not_alarmed(
    console: Console, ruth: Someone
) -> None:
    """Her next sign-in there was told to her as one from a new browser."""
    parts = console.parts
    asked = console.asked(ruth, "noa@example.org", "coach")
    begun = team.accept(parts, asked, "Noa", PASSWORD, FIREFOX)
    assert begun is not None
    owing = console.signed(begun.token)
    new = factors.add_totp(parts, owing)
    noa = Someone("noa@example.org", b32decode(new.secret), "", ())
    changed = factors.confirm_totp(parts, owing, new.id, console.code(noa), browser="")
    console.posted().clear()
    comes_in(console, noa, changed.begun.browser)
    assert [] == console.posted()
