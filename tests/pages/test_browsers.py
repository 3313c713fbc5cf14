"""Known browsers on her pages: the cookie, what is asked of her, what asks for proof."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from service.store import own_lines
from service.usecases import exporting, own_line
from service.usecases.parts import Parts
from service.web import admission
from tests.database import Clone
from tests.pages.reading import site
from tests.pages.visiting import Visitor, visitor
from tests.service import console as desk
from tests.service.console import PASSWORD, RUTH, Console, Someone

ASKED = "Was it you?"
CODES = "SELECT count(*) FROM outbox_messages WHERE kind = 'confirmation'"


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


@pytest.fixture
def who(console: Console, mila: UUID) -> Someone:
    return console.owner()


def comes_in(console: Console, who: Someone, page: Visitor | None = None) -> Visitor:
    found = (page or visitor(console)).goes("/sign-in")
    found.sends(email=who.email, password=PASSWORD)
    assert found.sends(code=console.fresh(who)).here("/")
    return found


def test_she_is_asked_about_a_newer_browser_and_says_it_was_she(
    console: Console, who: Someone
) -> None:
    hers, new = comes_in(console, who), comes_in(console, who)
    assert ASKED not in new.goes("/account").said
    assert ASKED in hers.goes("/account").said
    hers.sends("/account/browsers/mine")
    assert hers.here("/account")
    assert ASKED not in hers.said
    assert new.goes("/").here("/")


def test_she_ends_a_newer_browser_and_is_led_to_a_new_password(
    console: Console, who: Someone
) -> None:
    hers, new = comes_in(console, who), comes_in(console, who)
    form = hers.goes("/account")._form("/account/browsers/end")
    answer = hers.client.post("/account/browsers/end", data=form)
    assert answer.headers["Location"].endswith("/account#secret")
    assert ASKED not in hers.goes("/account").said
    assert new.goes("/").here("/sign-in")


@pytest.mark.parametrize("does", ["mine", "end"])
def test_a_browser_that_is_none_and_a_form_of_nobody_change_nothing(
    console: Console, who: Someone, does: str
) -> None:
    hers, new = comes_in(console, who), comes_in(console, who)
    path = f"/account/browsers/{does}"
    form = hers.goes("/account")._form(path)
    for browser in ("x", str(UUID(int=7))):
        hers.client.post(path, data={**form, "browser": browser})
    without = {"browser": form["browser"]}
    assert 403 == hers.client.post(path, data=without).status_code
    assert 403 == new.client.post(path, data=form).status_code
    assert ASKED in hers.goes("/account").said
    assert new.goes("/").here("/")


def test_who_signs_out_and_in_again_is_known_and_told_of_nothing(
    console: Console, who: Someone
) -> None:
    hers = comes_in(console, who)
    console.posted().clear()
    hers.sends("/sign-out")
    before = hers.client.get_cookie("handrail-browser")
    comes_in(console, who, hers)
    after = hers.client.get_cookie("handrail-browser")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert [] == console.posted()


def test_the_cookie_of_a_browser_is_kept_from_everything_else(
    console: Console, who: Someone
) -> None:
    at = {"base_url": "https://coach.example.org"}
    client = site(replace(console.parts, origin=at["base_url"])).test_client()
    page = Visitor(client)
    for path, typed in (
        ("/sign-in", {"email": RUTH, "password": PASSWORD}),
        ("/sign-in/second", {"code": console.fresh(who)}),
    ):
        page.path, page.answer = path, client.get(path, **at)
        form = {**page._form(path), **typed}
        answer = client.post(path, data=form, **at)
        put = answer.headers.getlist("Set-Cookie")
        assert (path != "/sign-in") == any("handrail-browser" in one for one in put)
    (cookie,) = [one for one in put if "handrail-browser" in one]
    assert cookie.startswith("__Host-handrail-browser=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=7776000"):
        assert word in cookie
    assert "Domain" not in cookie


def test_a_cookie_of_nonsense_lets_her_in_as_ever(
    console: Console, who: Someone
) -> None:
    page = visitor(console)
    page.client.set_cookie("handrail-browser", "." * 3000, domain="localhost")
    comes_in(console, who, page)


# ---- what a stolen session does not do ----


def test_another_telephone_and_none_ask_for_a_proof(
    console: Console, who: Someone
) -> None:
    hers = visitor(console, who.token).goes("/account")
    hers.client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    console.forward(mins=11)
    hers.goes("/account").sends("/account/line", line="+15550100019")
    assert 403 == hers.answer.status_code
    assert "Once more, please" in hers.said
    assert 0 == console.one(CODES)
    tab = Visitor(hers.client).goes("/prove")
    tab.sends(password=PASSWORD, code=console.fresh(who))
    hers.sends("/account/line")
    assert "Code from the text to +15550100019" in hers.said
    assert 1 == console.one(CODES)


def test_a_telephone_is_removed_after_a_proof_alone(
    console: Console, who: Someone
) -> None:
    hers, signed = visitor(console, who.token), console.signed(who.token)
    own_line.ask(console.parts, signed, "+15550100019")
    key = console.parts.tenant(console.organisation).key
    assert signed.account is not None
    with console.parts.db.transaction(console.organisation) as tx:
        own_lines.confirm(tx, key, signed.account, "+15550100019")
    console.forward(mins=11)
    hers.goes("/account").sends("/account/line/forget?next=/account")
    assert hers.here("/prove")
    hers.sends(password=PASSWORD, code=console.fresh(who))
    assert hers.here("/account")
    assert "+15550100019" in hers.said
    hers.sends("/account/line/forget")
    assert "+15550100019" not in hers.said


def test_the_eleventh_file_of_an_hour_waits(console: Console, who: Someone) -> None:
    hers = visitor(console, who.token).goes("/exports")
    for _ in range(exporting.EXPORTS_AN_HOUR):
        hers.sends("/exports", kind="people", form="csv", programme="")
    hers.sends("/exports", kind="people", form="csv", programme="")
    assert 422 == hers.answer.status_code
    assert "these are many files for one hour (10)" in hers.said
    assert 10 == console.one("SELECT count(*) FROM exports")


# ---- why something is refused ----


def test_a_page_is_told_that_it_is_her_role_and_not_that_she_is_out(
    console: Console, who: Someone
) -> None:
    ana = console.colleague(who, "ana@example.org", "viewer")
    hers = visitor(console, ana.token)
    asked = hers.client.get("/team")
    assert (403, "role") == (asked.status_code, asked.headers[admission.REFUSED])
    stale = hers.client.post("/account/language", data={})
    assert 403 == stale.status_code
    assert admission.REFUSED not in stale.headers
    out = visitor(console).client.get("/team")
    assert admission.REFUSED not in out.headers
