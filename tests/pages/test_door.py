"""The door of the console: each way in, as somebody at a browser goes it."""

from __future__ import annotations

import base64
import html
import re
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from service.carrier.signature import FORM
from service.usecases import first_owner, resetting, zoning
from service.usecases.parts import Parts
from service.web import door
from tests.database import Clone
from tests.pages.reading import site
from tests.pages.visiting import Visitor, visitor
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import ANOTHER, PASSWORD, RUTH, Console, Someone


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    usual = replace(
        parts, console_idle=timedelta(minutes=15), console_whole=timedelta(hours=8)
    )
    return desk.opened(usual, clone, stairwell)


def with_app(console: Console, shown: Visitor, who: str) -> Someone:
    """Read the letters of the authenticator's page, as her app would."""
    found = re.search(r'class="letters">([A-Z2-7= ]+)<', shown.answer.text)
    assert found is not None
    secret = base64.b32decode(found[1].replace(" ", ""))
    return Someone(who, secret, "", ())


def test_the_first_owner_sets_up_her_second_step_and_is_in(console: Console) -> None:
    code = first_owner.code(console.parts)
    ruth = visitor(console).goes(f"/setup/{code}")
    assert "You become the owner" in ruth.said
    assert f'value="{code}"' in ruth.answer.text
    ruth.sends("/setup", code=str(code), name="Ruth", email=RUTH, password=PASSWORD)
    assert ruth.here("/account/first-factor")
    assert "Choose your second step" in ruth.said
    assert ruth.goes("/").here("/account/first-factor"), "nobody is in by password"
    ruth.sends("/account/authenticator")
    app = with_app(console, ruth, RUTH)
    assert "<svg" in ruth.answer.text
    ruth.sends("/account/authenticator/confirm", code="000000")
    assert "Once more" in ruth.said
    ruth.sends("/account/authenticator/confirm", code=console.code(app))
    assert "Keep these codes" in ruth.said
    codes = re.findall(r"<li>([^<]+)</li>", ruth.answer.text)
    assert 10 == len(codes)
    assert ruth.goes("/").here("/")
    assert "Today" in ruth.said
    assert "Ruth" in ruth.said
    assert not visitor(console).goes("/setup").here("/"), "it was the first, once"


def test_what_cannot_stand_is_said_beside_its_field_and_keeps_the_rest(
    console: Console,
) -> None:
    code = str(first_owner.code(console.parts))
    ruth = visitor(console).goes("/setup")
    ruth.sends(code=code, name="Ruth", email=RUTH, password="too short")
    assert 422 == ruth.answer.status_code
    assert 'id="password-wrong"' in ruth.answer.text
    assert f'value="{RUTH}"' in ruth.answer.text
    assert "too short" not in ruth.answer.text
    ruth.sends(code="nonsense", name="Ruth", email=RUTH, password=PASSWORD)
    assert "does not work any more" in ruth.said


def test_she_signs_in_and_comes_to_the_page_she_came_for(console: Console) -> None:
    who = console.owner()
    ruth = visitor(console).goes("/team")
    assert ruth.here("/sign-in")
    ruth.sends(email=RUTH, password=PASSWORD)
    assert ruth.here("/sign-in/second")
    ruth.sends(code="123")
    assert "That was not right" in ruth.said
    ruth.sends(code=console.fresh(who))
    assert ruth.here("/team")
    assert RUTH in ruth.said


def test_links_and_sessions_are_told_by_the_organisations_clock(
    console: Console,
) -> None:
    ruth = console.owner()
    console.asked(ruth, "ben@example.org", "coach")
    zoning.choose(console.parts, console.signed(ruth.token), "Auckland")
    page = visitor(console, ruth.token).goes("/team")
    until = r"the link works until \d+ \w+ \d{4}, \d\d:\d\d \(Auckland\)"
    assert re.search(until, page.said)
    seen = r"last seen \d+ \w+ \d{4}, \d\d:\d\d \(Auckland\)"
    assert re.search(seen, page.goes("/account").said)


def test_a_spare_code_lets_her_in_once(console: Console) -> None:
    who = console.owner()
    for here in ("/", "/sign-in/second"):
        ruth = visitor(console).goes("/sign-in")
        ruth.sends(email=RUTH, password=PASSWORD)
        ruth.sends(recovery=who.codes[0])
        assert ruth.here(here)


def test_known_and_unknown_get_the_same_page(console: Console) -> None:
    console.owner()
    answers = []
    for email in (RUTH, "nobody@example.org"):
        somebody = visitor(console).goes("/sign-in")
        somebody.sends(email=email, password="wrong wrong wrong wrong")
        assert door.NOT_SO in somebody.said
        body = somebody.answer.text.replace(email, "SOMEBODY")
        answers.append((somebody.answer.status_code, _plain(body)))
    assert answers[0] == answers[1]


def _plain(body: str) -> str:
    return re.sub(r'(name="csrf_token" value=)"[^"]*"', r"\1", body)


@pytest.mark.parametrize(
    ("to", "goes"),
    [
        ("/team", "/team"),
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\nb", "/"),
        ("people", "/"),
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(
    console: Console, to: str, goes: str
) -> None:
    who = console.owner()
    client = site(console.parts).test_client()
    client.set_cookie("handrail", who.token, domain="localhost")
    answer = client.get("/sign-in", query_string={"next": to})
    assert (303, goes) == (answer.status_code, answer.headers["Location"])


def test_she_signs_out_and_the_back_button_shows_nothing(console: Console) -> None:
    who = console.owner()
    ruth = visitor(console, who.token).goes("/")
    assert "no-store" == ruth.answer.headers["Cache-Control"]
    ruth.sends("/sign-out")
    assert ruth.here("/sign-in")
    assert ruth.goes("/").here("/sign-in")
    again = visitor(console, who.token).goes("/")
    assert again.here("/sign-in"), "the token itself is dead"


def test_a_page_that_makes_itself_anew_keeps_nobody_awake(console: Console) -> None:
    who = console.owner()
    ruth = visitor(console, who.token).goes("/")
    anew = ruth.said.partition('content="15; url=')[2].partition('"')[0]
    for _ in range(4):
        console.forward(mins=4)
        ruth.goes(anew)
    assert ruth.here("/sign-in")
    awake = visitor(console, console.signs_in(who).token)
    for _ in range(4):
        console.forward(mins=14)
        assert awake.goes("/").here("/")


def test_a_link_asks_a_colleague_in_and_works_once(console: Console) -> None:
    who = console.owner()
    console.forward(secs=1)
    ruth = visitor(console, who.token).goes("/team")
    ruth.sends("/team/invite", name="Ana", email="not an address", role="viewer")
    assert 422 == ruth.answer.status_code
    assert 'value="not an address"' in ruth.answer.text
    ruth.sends("/team/invite", name="Ana", email="ana@example.org", role="viewer")
    assert "Asked in, not here yet" in ruth.said
    link = re.search(r'class="letters">([^<]+)<', ruth.answer.text)
    assert link is not None
    path = link[1].removeprefix(console.parts.origin)
    ana = visitor(console).goes(path)
    assert "As viewer you can look at people, their words and results" in ana.said
    ana.sends(name="Ana Costa", password=PASSWORD)
    assert ana.here("/account/first-factor")
    assert "does not work any more" in visitor(console).goes(path).said
    ruth.goes("/team")
    assert "Ana Costa" in ruth.said
    assert "no second step yet" in ruth.said


def test_an_owner_withdraws_a_link_changes_a_role_and_ends_an_account(
    console: Console,
) -> None:
    who = console.owner()
    ana = console.colleague(who, "ana@example.org", "viewer")
    path = "/join/" + console.asked(who, "bo@example.org", "coach")
    ruth = visitor(console, console.signs_in(who).token).goes("/team")
    whose = re.search(r"Withdraw<span.*?", ruth.answer.text)
    assert whose is not None
    ends = ruth.said[ruth.said.index("<summary>End account …") :]
    ends = ends[: ends.index("</details>")]
    assert "They are signed out at once" in ends
    assert 'action="/team/end' in ends
    ruth.sends("/team/withdraw")
    assert "The link no longer works." in ruth.said
    assert "does not work any more" in visitor(console).goes(path).said
    account = str(console.signed(ana.token).account)
    ruth.sends("/team/change-role", whose=account, role="coach")
    assert "coach" == console.signed(ana.token).role
    assert "Saved." in ruth.said
    ruth.sends("/team/end", whose=str(console.signed(who.token).account))
    assert "owner" in ruth.said
    assert 422 == ruth.answer.status_code
    ruth.sends("/team/end", whose="nobody")
    assert "no longer in the list" in ruth.said
    ruth.sends("/team/end", whose=account)
    assert "The account is ended." in ruth.said
    assert visitor(console, ana.token).goes("/").here("/sign-in")


def test_what_a_colleague_had_in_hand_is_said_where_her_account_is_ended(
    console: Console,
) -> None:
    ruth = visitor(console, console.signs_in(console.owner()).token)
    done = ruth.goes("/team?done=end&talks=1&tasks=2").said
    for told in (
        "The account is ended. 1 talk of theirs has ended; automatic texts go on.",
        "2 people are assigned to nobody now. Whoever waits for an answer stands in",
    ):
        assert told in done
    for odd in ("talks=-1", "tasks=x", "talks=<b>"):
        said = ruth.goes(f"/team?done=end&{odd}").said
        assert "The account is ended." in said
        assert "nobody now" not in said


def test_a_forgotten_password_is_replaced_by_a_link_that_tells_nothing(
    console: Console,
) -> None:
    who = console.owner()
    pages = []
    for email in (RUTH, "nobody@example.org"):
        somebody = visitor(console).goes("/forgotten")
        pages.append(_plain(somebody.sends(email=email).answer.text))
    assert pages[0] == pages[1]
    letters = [letter for letter in console.posted() if "/reset/" in letter.body]
    assert 1 == len(letters)
    found = re.search(r"/reset/\S+", letters[0].body)
    assert found is not None
    ruth = visitor(console).goes(found[0])
    ruth.sends(password="short")
    assert 422 == ruth.answer.status_code
    ruth.sends(password=ANOTHER)
    assert ruth.here("/sign-in/second"), "the second step is asked for all the same"
    assert "does not work any more" in visitor(console).goes(found[0]).said
    ruth.sends(code=console.fresh(who))
    assert ruth.here("/")


def test_without_mail_the_operator_is_named(console: Console) -> None:
    quiet = replace(console, parts=replace(console.parts, mail=None))
    assert not resetting.possible(quiet.parts)
    assert "handrail accounts reset" in visitor(quiet).goes("/forgotten").said


def test_the_demos_link_lets_in_by_its_button_once(console: Console) -> None:
    link = first_owner.demo_link(console.parts, console.organisation)
    path = link.removeprefix(console.parts.origin)
    somebody = visitor(console).goes(path)
    assert "Come in" in somebody.said
    assert somebody.goes(path).sends().here("/")
    assert "does not work any more" in visitor(console).goes(path).sends().said
    somebody.goes("/account")
    assert "The demo's owner" in somebody.said
    # A link that was used, and the door after signing out, say how to get in again.
    again = visitor(console).goes(path).sends(path)
    assert "handrail accounts demo" in again.said
    assert "handrail accounts demo" in again.goes("/sign-in").said
    console.owner()
    assert "handrail accounts demo" not in again.goes("/sign-in").said


def test_what_makes_another_link_is_told_where_the_demos_data_lie(
    console: Console,
) -> None:
    """Pasted without, it looked for the demo in its usual place and found none."""
    ours = Path(sys.executable).parent / "handrail"
    found = visitor(console).goes("/demo/used-up-long-ago").sends()
    assert f"<code>{ours} accounts demo</code>" in found.answer.text
    parts = replace(console.parts, data_folder=Path("/srv/her demo"))
    elsewhere = visitor(replace(console, parts=parts)).goes("/demo/used-up").sends()
    told = f"HANDRAIL_DATA='/srv/her demo' {ours} accounts demo"
    assert told in html.unescape(elsewhere.answer.text)


def test_one_may_look_after_ones_own_account(console: Console) -> None:
    who = console.owner()
    other = console.signs_in(who)
    ruth = visitor(console, other.token).goes("/account")
    assert "10 of ten left" in ruth.said
    assert 1 == ruth.answer.text.count(">here<")
    ruth.sends("/account/sessions/end-others")
    assert 1 == ruth.answer.text.count("Firefox")
    ruth.sends("/account/codes")
    assert "Keep these codes" in ruth.said
    ruth.goes("/account").sends("/account/password", current="wrong", password=ANOTHER)
    assert 'id="current-wrong"' in ruth.answer.text
    ruth.sends("/account/password", current=PASSWORD, password=ANOTHER)
    assert "Your password is changed" in ruth.said
    assert ruth.goes("/").here("/"), "under a new token"
    ruth.goes("/account").sends("/account/authenticator")
    app = with_app(console, ruth, RUTH)
    console.forward(secs=60)
    ruth.sends("/account/authenticator/confirm", code=console.code(app))
    assert "counts from now on" in ruth.said
    ruth.goes("/account").sends("/account/factors/remove")
    assert "counts no more" in ruth.said


def test_what_changes_how_one_signs_in_asks_for_a_fresh_proof(console: Console) -> None:
    who = console.owner()
    ruth = visitor(console, who.token).goes("/account")
    console.forward(mins=11)
    ruth.goes("/account").sends("/account/codes?next=/account")
    assert ruth.here("/prove")
    ruth.sends(password=PASSWORD, code="000000")
    assert "That was not right" in ruth.said
    ruth.sends(password=PASSWORD, code=console.fresh(who))
    assert ruth.here("/account")
    ruth.sends("/account/codes")
    assert "Keep these codes" in ruth.said


def test_with_https_the_cookie_is_kept_from_everything_else(console: Console) -> None:
    parts = replace(console.parts, origin="https://coach.example.org")
    who = console.owner()
    client = site(parts).test_client()
    shown = client.get("/sign-in", base_url="https://coach.example.org")
    cookie = shown.headers["Set-Cookie"]
    assert cookie.startswith("__Host-handrail-form=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie
    assert "max-age" in shown.headers["Strict-Transport-Security"]
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown.text)
    assert token is not None
    typed = {"csrf_token": token[1], "email": who.email, "password": PASSWORD}
    into = client.post("/sign-in", data=typed, base_url="https://coach.example.org")
    assert 303 == into.status_code
    assert "__Host-handrail=" in "".join(into.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("site_", ["cross-site", "same-site"])
def test_a_form_of_another_site_changes_nothing(console: Console, site_: str) -> None:
    who = console.owner()
    signed = console.signed(who.token)
    client = site(console.parts).test_client()
    client.set_cookie("handrail", who.token, domain="localhost")
    answer = client.post(
        "/sign-out",
        data={"csrf_token": signed.forms},
        headers={"Sec-Fetch-Site": site_},
    )
    assert 403 == answer.status_code
    assert console.signed(who.token).whole


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Origin": "null"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "http://localhost:8017"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, 303),
    ],
)
def test_a_browser_that_says_only_its_origin_is_judged_by_it(
    console: Console, headers: dict[str, str], status: int
) -> None:
    console.parts = replace(console.parts, origin="http://localhost:8017")
    who = console.owner()
    client = site(console.parts).test_client()
    client.set_cookie("handrail", who.token, domain="localhost")
    form = {"csrf_token": console.signed(who.token).forms}
    answer = client.post("/sign-out", data=form, headers=headers)
    assert status == answer.status_code


def test_names_of_organisations_are_for_whoever_has_the_code(
    console: Console, parts: Parts
) -> None:
    crowd.organisation(parts, "Other", "+15550100200")
    code = first_owner.code(console.parts)
    assert "Other" in visitor(console).goes(f"/setup/{code}").said
    for path in ("/setup", "/setup/guessed"):
        assert "Other" not in visitor(console).goes(path).said


@pytest.mark.parametrize("address", ["//[", "//\u2100", "/\\[", "http://["])
def test_an_address_to_go_on_to_that_cannot_be_read_is_left_out(
    console: Console, address: str
) -> None:
    client = site(console.parts).test_client()
    answer = client.get("/sign-in", query_string={"next": address})
    assert 200 == answer.status_code


@pytest.mark.parametrize("path", ["/", "/sign-in", "/team", "/nothing"])
def test_an_address_that_is_no_text_is_no_fault_of_ours(
    console: Console, path: str
) -> None:
    who = console.owner()
    client = site(console.parts).test_client()
    client.set_cookie("handrail", who.token, domain="localhost")
    raw = {"QUERY_STRING": "next=\xc4"}  # bytes that are sent as they are
    assert client.get(path, environ_overrides=raw).status_code in (400, 404)
    spoilt = client.post(path, data=b"csrf_token=\xc4", content_type=FORM)
    assert spoilt.status_code in (400, 403, 404, 405)


def test_the_console_speaks_the_language_one_chooses(console: Console) -> None:
    ruth = visitor(console, console.owner().token).goes("/team")
    assert '<html lang="en">' in ruth.said
    ruth.sends("/language?next=/team", tongue="es")
    assert ruth.here("/team")
    assert '<html lang="es">' in ruth.said
    assert "Salir" in ruth.said
    ruth.sends("/language?next=/team", tongue="xx")
    assert '<html lang="es">' in ruth.said, "one we do not speak changes nothing"


def test_a_browser_that_asks_for_spanish_is_answered_in_it(console: Console) -> None:
    ruth = visitor(console)
    answer = ruth.client.get("/sign-in", headers={"Accept-Language": "es-MX,es;q=0.9"})
    assert '<html lang="es">' in answer.text
