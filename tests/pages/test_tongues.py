"""The console in another language: every word of it, and no word outside it.

Laws: the languages' files hold what the console says and nothing else, all of it
translated, with the same values in it; a page shows no letter that did not come out of
a language's file, except what people wrote, addresses, names of products and languages.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask import Flask, render_template

from flows.phrase import Phrase
from infra import tongues as gatherer
from service.usecases import devices, first_owner
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import ROLES
from service.web import dating, entries, tongues
from tests.database import Clone
from tests.pages.reading import site
from tests.pages.visiting import Reader
from tests.service import console as desk
from tests.service.console import CHEAP, PASSWORD, RUTH, Console, Someone

SPANISH = "es"
OTHERS = [tongue for tongue in tongues.TONGUES if tongue != tongues.ENGLISH]
# What a page may show beside translated words: it is called so in every language.
NAMES = ("Handrail", "Firefox", *tongues.TONGUES.values())
# Pages as nobody, and as an owner, sees them; a new room adds its own here.
OUTSIDE = ("/sign-in", "/forgotten", "/join/nothing", "/reset/nothing", "/demo/any")
INSIDE = ("/account", "/team", "/prove", "/nothing/here")
VALUE = re.compile(r"%\((\w+)\)[a-z]|%[^(]")
LETTERS = re.compile(r"[^\W\d_]+")


# ---- the files ----


@pytest.mark.long
@pytest.mark.parametrize("tongue", OTHERS)
def test_a_languages_file_holds_what_is_said_and_all_of_it(tongue: str) -> None:
    catalog = gatherer.gathered(tongue)
    lacks = [message.id for message in gatherer.lacking(catalog)]
    assert [] == lacks, "say it in languages/*.po"
    standing = gatherer.path_of(tongue).read_bytes()
    assert gatherer.written(catalog) == standing, "run: python -m infra.tongues"


@pytest.mark.parametrize("tongue", OTHERS)
def test_the_same_values_stand_in_both_languages(tongue: str) -> None:
    wrong = {
        one: other
        for one, other in pairs(shipped(tongue))
        if VALUE.search(one) and values(one) != values(other)
    }
    assert {} == wrong


def test_spanish_opens_what_it_closes() -> None:
    for _, said in pairs(shipped(SPANISH)):
        assert said.count("?") == said.count("¿"), said
        assert said.count("!") == said.count("¡"), said
        assert said == said.strip()


def values(text: str) -> list[str]:
    """Return the values that a text holds, in no order."""
    return sorted(found[0] for found in VALUE.finditer(text))


def pairs(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for message in catalog:
        if message.id and isinstance(message.id, str):
            yield message.id, str(message.string)
        elif message.id:
            one, many = message.id
            yield one, message.string[0]
            yield from ((many, said) for said in message.string[1:])


def shipped(tongue: str) -> Catalog:
    with gatherer.path_of(tongue).open("rb") as file:
        return read_po(file, locale=tongue)


# ---- words with values, times, roles ----


@pytest.fixture
def spoken() -> Flask:
    app = Flask("service.web")
    tongues.furnish(app)
    return app


def in_spanish(app: Flask) -> Any:
    return app.test_request_context("/", headers={"Accept-Language": SPANISH})


def test_a_mend_is_whole_in_english_and_said_in_the_readers_language(
    spoken: Flask,
) -> None:
    refused = Refused(
        "name", "write 1 to %(most)s characters; these are %(given)s", most=80, given=0
    )
    assert "write 1 to 80 characters; these are 0" == refused.mend
    assert "name: write 1 to 80 characters; these are 0" == str(refused)
    with in_spanish(spoken):
        assert "escribe de 1 a 80 caracteres; aquí hay 0" == entries.mend(refused)
    plain = Refused("place", "50 % of it")
    assert "50 % of it" == plain.mend, "a mend without values is no template"
    with in_spanish(spoken):
        assert "50 % of it" == entries.mend(plain), "what is not translated is English"


def test_what_a_file_would_hold_is_shown_as_code_and_stays_words(
    spoken: Flask,
) -> None:
    wrong = Phrase("`%(name)s` is no fact.", name="<b>`step")
    with spoken.test_request_context():
        assert "<code>&lt;b&gt;</code>step` is no fact." == tongues.coded(wrong)


def test_a_moment_is_written_as_the_language_writes_it(spoken: Flask) -> None:
    at, there = datetime(2026, 1, 3, 12, 5, tzinfo=UTC), "America/Mexico_City"
    assert "3 Jan 2026, 06:05 (Mexico City)" == dating.moment(at, there)
    with in_spanish(spoken):
        assert "3 ene 2026, 06:05 (Ciudad de México)" == dating.moment(at, there)


def test_the_mend_of_a_role_names_every_role() -> None:
    mends = [one for one, _ in pairs(shipped(SPANISH)) if one.startswith("write owner")]
    assert [f"write {', '.join(ROLES[:-1])} or {ROLES[-1]}"] == mends


@pytest.mark.parametrize("browser", ["", "Edge", "Samsung Internet"])
@pytest.mark.parametrize("system", ["", "macOS", "Linux"])
def test_a_device_that_was_kept_is_read_again(browser: str, system: str) -> None:
    agents = {"Edge": "Edg", "Samsung Internet": "SamsungBrowser", "macOS": "Mac OS"}
    agent = " ".join(agents.get(word, word) for word in (browser, system))
    assert (browser, system) == devices.parted(devices.family(agent))


# ---- no word outside the languages' files ----


@dataclass
class Shown(HTMLParser):
    """What a page shows, without what people wrote: the words and the attributes."""

    text: str = ""
    attributes: tuple[str, ...] = ()
    hidden: int = 0

    READ = ("aria-label", "title", "alt", "placeholder")
    EMPTY = frozenset({"meta", "link", "input", "br", "img", "use", "path", "hr"})
    # Program text, and what is no word: names, codes, the letters of a secret.
    NOT_SHOWN = frozenset({"script", "style", "bdi"})
    NO_WORDS = frozenset({"letters", "codes"})

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.attributes += tuple(
            given[name] or "" for name in self.READ if name in given
        )
        classes = (given.get("class") or "").split()
        apart = tag in self.NOT_SHOWN or not self.NO_WORDS.isdisjoint(classes)
        if tag not in self.EMPTY and (self.hidden or apart):
            self.hidden += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Of what has no end nothing is kept: the shapes of a picture."""

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= bool(self.hidden)

    def handle_data(self, data: str) -> None:
        self.text += "" if self.hidden else data


def bare(html: str) -> list[str]:
    """Return the words of a page that came out of no language's file."""
    page = Shown()
    page.feed(html)
    said = " ".join(map(_outside, (page.text, *page.attributes)))
    said = re.sub(r"\S+@\S+|https?://\S+", " ", said)
    return [word for word in LETTERS.findall(said) if word not in NAMES]


def _outside(text: str) -> str:
    depth, kept = 0, []
    for letter in text:
        depth += (letter == "⟦") - (letter == "⟧")
        kept.append(letter if depth == 0 else " ")
    return "".join(kept)


def wrapped() -> Catalog:
    """Return Spanish with every translation in brackets; nothing else has them."""
    catalog = shipped(SPANISH)
    for message in catalog:
        if message.id:
            message.string = _bracketed(message)
    return catalog


def _bracketed(message: Message) -> str | tuple[str, ...]:
    if isinstance(message.string, str):
        return f"⟦{message.string}⟧"
    return tuple(f"⟦{said}⟧" for said in message.string)


class Bare(Reader):
    """Somebody who looks at each page she is shown for words that are not translated."""

    def judges(self) -> None:
        assert [] == bare(self.answer.text), self.path
        assert "⟦" in self.answer.text


def reader(parts: Parts, token: str = "") -> Bare:
    app = site(parts)
    tongues.lend(app, {SPANISH: wrapped()})
    client = app.test_client()
    client.set_cookie(tongues.COOKIE, SPANISH, domain="localhost")
    if token:
        client.set_cookie("handrail", token, domain="localhost")
    return Bare(client)


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(
        replace(parts, console_idle=timedelta(hours=1)), clone, stairwell
    )


def test_a_word_that_is_not_translated_would_be_found() -> None:
    page = "<p>⟦Hola, <bdi>Ana</bdi>⟧ Go on <bdi>Bo</bdi></p>"
    assert ["Go", "on"] == bare(page)
    assert ["Close"] == bare('<button aria-label="Close">⟦Cerrar⟧</button>')
    assert [] == bare("<title>⟦Equipo⟧ · Handrail</title><br>⟦a ⟦b⟧ c⟧ 3:12")


def test_the_door_shows_no_word_of_its_own(console: Console) -> None:
    console.owner()
    for path in OUTSIDE:
        reader(console.parts).goes(path)
    quiet = replace(console.parts, mail=None)
    reader(quiet).goes("/forgotten")
    somebody = reader(console.parts).goes("/sign-in")
    somebody.sends(email="nobody@example.org", password="not it at all, is it")
    # What is written to her is in her language, whatever page asked for it.
    console.sql("UPDATE accounts SET language = 'es'")
    reader(console.parts).goes("/forgotten").sends(email=RUTH)
    written = console.posted()[-1]
    assert "Una contraseña nueva para Handrail" == written.subject
    assert "Alguien pidió una contraseña nueva" in written.body
    app = somebody.client.application
    with app.test_request_context("/", headers={"Cookie": f"{tongues.COOKIE}=es"}):
        assert [] == bare(render_template("away.html"))
    stale = somebody.client.post("/sign-in")
    assert (403, []) == (stale.status_code, bare(stale.text))
    far = somebody.client.get("/sign-in", headers={"Via": "1.1 far"})
    assert (403, []) == (far.status_code, bare(far.text))


def test_an_owners_rooms_show_no_word_of_their_own(console: Console) -> None:
    ruth = console.owner()
    console.colleague(ruth, "ana@example.org", "viewer")
    for path in INSIDE:
        reader(console.parts, ruth.token).goes(path)


def test_a_viewer_is_turned_away_in_her_language(console: Console) -> None:
    ana = console.colleague(console.owner(), "ana@example.org", "viewer")
    assert 403 == reader(console.parts, ana.token).goes("/team").answer.status_code


def test_a_first_owners_way_shows_no_word_of_its_own(console: Console) -> None:
    code = first_owner.code(console.parts)
    ruth = reader(console.parts).goes(f"/setup/{code}")
    about = {"code": str(code), "name": "Ruth Miller", "email": RUTH}
    for refused in (
        {"password": "short"},
        {"password": "handrail handrail"},
        {"name": "", "password": PASSWORD},
        {"email": "none@", "password": PASSWORD},
        {"code": "used", "password": PASSWORD},
        {"organisation": "Elsewhere", "password": PASSWORD},
    ):
        assert 422 == ruth.sends("/setup", **about | refused).answer.status_code
    ruth.sends("/setup", **about, password=PASSWORD)
    ruth.sends("/account/authenticator")
    letters = re.search(r'class="letters">([A-Z2-7= ]+)<', ruth.answer.text)
    assert letters is not None
    app = Someone(RUTH, base64.b32decode(letters[1].replace(" ", "")), "", ())
    ruth.sends("/account/authenticator/confirm", code="000000")
    ruth.sends("/account/authenticator/confirm", code=console.code(app))
    ruth.goes("/account").sends("/account/password", current="no", password="short")
    ruth.sends("/account/password", current="no", password=PASSWORD)
    ruth.sends("/account/codes")
    ruth.goes("/account").sends("/account/passkey")
    ruth.sends("/account/passkey/add", answer="{}", name="")
    assert [] == bare(removes_the_last(console, ruth.goes("/account")))


def removes_the_last(console: Console, ruth: Reader) -> str:
    """Remove the one factor there is, as no button of the page would."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', ruth.answer.text)
    assert found is not None
    given = {"csrf_token": found[1]}
    given["factor"] = str(console.one("SELECT id FROM factors"))
    answer = ruth.client.post("/account/factors/remove", data=given)
    assert 422 == answer.status_code
    return answer.text


def test_a_service_without_organisations_is_set_up_in_her_language(
    parts: Parts,
) -> None:
    quick = replace(parts, password_cost=CHEAP)
    ruth = reader(quick).goes("/setup")
    about = {
        "code": str(first_owner.code(quick)), "name": "Ruth", "email": RUTH,
        "password": PASSWORD, "organisation": "Stairwell", "country": "NZ",
        "number": "+15550100100",
    }  # fmt: skip
    for refused in (
        {"organisation": "x" * 200}, {"country": "Nowhere"}, {"number": "none"},
        {"number": "+64 1"}, {"number": "+64 21 123 4567 ext 3"},
    ):  # fmt: skip
        assert 422 == ruth.sends("/setup", **about | refused).answer.status_code


def test_a_team_is_asked_in_and_comes_without_a_word_of_english(
    console: Console,
) -> None:
    who = console.owner()
    ruth = reader(console.parts, who.token).goes("/team")
    asked = {"name": "Ana", "email": "ana@example.org", "role": "coach"}
    for refused in ({"email": "no"}, {"email": ""}, {"email": RUTH}, {"role": "king"}):
        ruth.sends("/team/invite", **asked | refused)
        assert 422 == ruth.answer.status_code
    ruth.sends("/team/invite", **asked)
    link = re.search(r"http://localhost:8017(/join/\S+?)<", ruth.answer.text)
    assert link is not None
    own = str(console.signed(who.token).account)
    ruth.goes("/team").sends("/team/end", whose=own)
    ruth.goes("/team").sends("/team/end", whose="nobody")
    ana = reader(console.parts).goes(link[1])
    ana.sends(name="Ana", password="short")
    ana.sends(name="Ana", password=PASSWORD)
    assert ana.here("/account/first-factor")


def test_the_second_step_shows_no_word_of_its_own(console: Console) -> None:
    who = console.owner()
    ruth = reader(console.parts).goes("/account")
    ruth.sends(email=RUTH, password=PASSWORD)
    ruth.sends(code="000000")
    assert ruth.sends(code=console.fresh(who)).here("/account")
    assert "⟦Tu cuenta⟧" in ruth.answer.text
