"""One's own language: said on one's account, followed by the console, kept in order."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from infra import tongues as gatherer
from service.store import doubts
from service.usecases import appointing, first_owner
from service.usecases.appointing import Changes
from service.usecases.parts import Parts
from service.usecases.removing import KINDS
from service.usecases.rights import ROLES
from service.web import audit_words, person_words, tongues
from tests.database import Clone
from tests.pages.visiting import Visitor, visitor
from tests.service import console as desk
from tests.service.console import PASSWORD, RUTH, Console

ANA = "ana@example.org"
HOLDS = ("crisis", "unclear_stop", "take_over")


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(
        replace(parts, console_idle=timedelta(hours=1)), clone, stairwell
    )


def speaks(found: TestResponse) -> str:
    said = re.search(r'<html lang="(\w+)"', found.text)
    assert said is not None
    return said[1]


def browser(console: Console, token: str, asks: str) -> Visitor:
    """Somebody who is in, at a browser of her own that asks for a language."""
    who = visitor(console, token)
    who.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = asks
    return who


def test_a_coach_says_it_on_her_account_and_it_holds_everywhere(
    console: Console,
) -> None:
    whose = (console.parts, console.organisation)
    appointing.add(*whose, "Ruth", Changes(email=RUTH), "operator")
    ruth = console.owner()
    console.sql("UPDATE accounts SET language = NULL")
    console.sql("UPDATE coaches SET language = NULL")
    here = browser(console, ruth.token, "en").goes("/account")
    assert "None is chosen yet: alerts come in English" in here.said
    here.sends("/account/language", language="es")
    assert here.here("/account")
    assert "Tu idioma" in here.said
    assert "Aún no elegiste ninguno" not in here.said
    assert 'value="es" lang="es" selected' in here.answer.text
    # Another browser, which asks for English: the console is in hers all the same.
    elsewhere = browser(console, ruth.token, "en").goes("/")
    assert "es" == speaks(elsewhere.answer)
    (coach,) = appointing.listed(*whose)
    assert "es" == coach.language


def test_a_language_nobody_speaks_here_is_refused_beside_its_field(
    console: Console,
) -> None:
    ruth = console.owner()
    here = browser(console, ruth.token, "en").goes("/account")
    here.sends("/account/language", language="fr")
    assert 422 == here.answer.status_code
    assert 'id="language-wrong">write one of: en, es<' in here.answer.text
    assert "en" == console.signed(ruth.token).language


@pytest.mark.parametrize(
    ("chosen", "own", "asks", "spoken"),
    [
        ("es", "en", "en", "es"),
        ("en", "es", "es", "en"),
        ("", "es", "en", "es"),
        ("", "en", "es", "en"),
        ("", "", "es", "es"),
        ("", "", "fr", "en"),
        ("xx", "es", "en", "es"),
    ],
)
def test_the_page_speaks_what_was_chosen_here_else_her_own_else_the_browsers(
    console: Console, chosen: str, own: str, asks: str, spoken: str
) -> None:
    ruth = console.owner()
    console.sql("UPDATE accounts SET language = NULLIF(%s, '')", own)
    here = browser(console, ruth.token, asks)
    if chosen:
        here.client.set_cookie(tongues.COOKIE, chosen, domain="localhost")
    assert spoken == speaks(here.goes("/account").answer)


def test_the_foot_of_a_page_chooses_for_this_browser_alone(console: Console) -> None:
    ruth = console.owner()
    here = browser(console, ruth.token, "en").goes("/account")
    here.sends("/language", tongue="es")
    assert "es" == speaks(here.goes("/account").answer)
    assert "en" == console.signed(ruth.token).language
    assert "en" == speaks(browser(console, ruth.token, "en").goes("/account").answer)


def test_who_is_asked_in_in_spanish_comes_to_a_spanish_page_and_stays_in_it(
    console: Console,
) -> None:
    ruth = browser(console, console.owner().token, "en").goes("/team")
    asked = {"name": "Ana", "email": ANA, "role": "coach", "language": "es"}
    ruth.sends("/team/invite", **asked | {"language": "fr"})
    assert "write one of: en, es" in ruth.said
    ruth.sends("/team/invite", **asked)
    link = re.search(r"http://localhost:8017(/join/\S+?)<", ruth.answer.text)
    assert link is not None
    ana = browser(console, "", "en").goes(link[1])
    assert "es" == speaks(ana.answer)
    ana.sends(name="Ana", password=PASSWORD)
    assert ana.here("/account/first-factor")
    assert "es" == speaks(ana.answer)
    found = console.one("SELECT language FROM accounts WHERE role = 'coach'")
    assert "es" == found


def test_who_sets_up_keeps_the_language_of_that_page(console: Console) -> None:
    code = str(first_owner.code(console.parts))
    ruth = browser(console, "", "es").goes(f"/setup/{code}")
    ruth.sends("/setup", code=code, name="Ruth", email=RUTH, password=PASSWORD)
    assert "es" == console.one("SELECT language FROM accounts")


# ---- the audit ----


def actions() -> Iterator[str]:
    """Yield every action that the use cases keep, as it is written there."""
    for module in gatherer.USECASES.glob("*.py"):
        tree = ast.parse(module.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and "audit" in ast.unparse(node):
                yield from _kept(node)


def _kept(function: ast.FunctionDef) -> Iterator[str]:
    """Yield what a function hands to the audit, by itself or under a name."""
    named = {
        ast.unparse(node.targets[0]): node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
    }
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("audit"):
            for given in call.args:
                yield from _written(named.get(ast.unparse(given), given))


def _written(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_written(node.body), *_written(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (
            part.value if isinstance(part, ast.Constant) else "{}"
            for part in node.values
        )
        yield "".join(map(str, parts))


LEVERS = ("hold", "rung", "cap", "floor", "skip", "kind")
# What an action with blanks is kept as.
FILLED: Mapping[str, tuple[str, ...]] = {
    **{
        f"{does} an export of {{}}": (
            f"{does} an export of people",
            f"{does} an export of attempts",
        )
        for does in ("asked for", "downloaded")
    },
    "asked a colleague in as {}": tuple(f"asked a colleague in as {r}" for r in ROLES),
    "made {} {}": ("made owner coach", "made viewer owner"),
    "removed words of {}": tuple(f"removed words of {kind}" for kind in KINDS),
    "has it, {}": ("has it, text", "has it, page"),
    "put away: {}": ("put away: hand",),
    "{}{}": ("put away: limit", "put back: hand", "put back: settled"),
    "{}news": ("put away: news",),
    "set the pace of {}s": ("set the pace of texts",),
    "set {}": tuple(f"set {one}" for one in LEVERS),
    "lift {}": tuple(f"lift {one}" for one in LEVERS),
    "released {}": tuple(f"released {one}" for one in HOLDS),
    "{} withdrawn": tuple(f"{one} withdrawn" for one in ("text", "call", "recording")),
    "{} given": tuple(f"{one} given" for one in ("call", "recording")),
}
# Kept where the audit is called with a name of something else.
BESIDE = (
    *("gave the password", "a wrong password was tried", "signed in", "erased"),
    *("proved it by code", "proved it by passkey", "an authenticator was added"),
    *("a passkey was added", "a second factor was removed", "erasure confirmed"),
    *("the spare codes were made anew", "the password was changed", "set number"),
    *("publish script", "publish script again", "invited again", "pause"),
    *("end pause", "exported everything of a person", "searched"),
    *map(doubts.action, (doubts.WENT_OUT, doubts.SENT_AGAIN, doubts.LEFT)),
)


def test_every_action_that_is_kept_has_its_words_in_each_language() -> None:
    found = {*actions()} - person_words.ACTORS.keys()
    blank = {one for one in found if "{}" in one}
    assert blank == FILLED.keys(), "say what an action with blanks is kept as"
    filled = {one for each in FILLED.values() for one in each}
    kept = (found - blank) | filled | {*BESIDE}
    assert {"signed out", "made the demo's link", "set their own language"} <= kept
    for action in sorted(kept):
        english, spanish = (said(action, tongue) for tongue in ("en", "es"))
        assert english != spanish, action


def said(action: str, tongue: str) -> str:
    with Flask("service.web").test_request_context(headers={"Accept-Language": tongue}):
        return audit_words.done(action)


def test_the_audit_names_who_had_no_account_in_words(console: Console) -> None:
    appointing.add(
        console.parts, console.organisation, "Ann", Changes(number="+15550100008"), "x"
    )
    (ann,) = appointing.listed(console.parts, console.organisation)
    ruth = console.owner()
    console.sql(
        "INSERT INTO audits (id, organisation_id, actor, action, subject, at)"
        " SELECT gen_random_uuid(), organisation_id, %s, 'has it, text', id, now()"
        " FROM accounts",
        f"coach {ann.id}",
    )
    first_owner.demo_link(console.parts, console.organisation)
    page = browser(console, ruth.token, "en").goes("/audit")
    assert "Ann" in page.said
    assert "said: I have it" in page.said
    assert "the operator" in page.said
    page.client.set_cookie(tongues.COOKIE, "es", domain="localhost")
    page.goes("/audit?kind=accounts")
    for words in ("preparó Handrail", "hizo el enlace de la demo"):
        assert words in page.said
    assert "Yo me encargo" not in page.said
