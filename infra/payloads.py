"""A thousand script injections as texts and names, on every page that shows them.

`make payloads` starts servers of its own, enrols people who are named by injections and
want them, lets each text dozens, and opens every page of the console that a link leads
to in Chromium. Before that it goes the story of infra.states with injections for words,
each as long as its field lets it be: to what is come to by a form alone, and once more
to all that links lead to; `--only` goes that story alone, as far as the states whose
names hold it. Nothing may run: no dialog, no error, no report of the content policy, no
request beyond this service. 1 when something did. Needs chromium on the PATH.
"""

from __future__ import annotations

import argparse
import logging
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import chain, cycle, islice, product
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Response

from infra import states
from infra.bench import stage
from infra.bench.stage import Stage
from infra.browser import browser
from infra.visit import app_of, serving, visiting
from service.carrier.wire import InboundText
from service.store.db import set_clock
from service.usecases import converse, enrol, first_owner
from service.usecases.enrol import NewPerson, NewProgramme

TEXTS = 1000
PEOPLE = 40
SHORTEST = 24  # characters: no whole injection has room in fewer
MOST_OF_A_KIND = 60  # pages that differ only in whose they are
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}")
SCRIPT = re.compile(r"(?<=^/scripts/)(?!new$)[^/]+")
WORD = re.compile(r"[a-z_]{1,20}")
FILES = re.compile(
    r"\.(svg|csv|json|zip|wav|yaml)$|/recordings/|/export$|/errors|/template"
)
DRAFTED = "/scripts/daily_win"
RUNS = "alert(1)"
# What Chromium says of an answer that refuses, of the page that waits, of a sign-out.
USUAL = re.compile(r"responded with a status of (4\d\d|503)|^Clear-Site-Data header")
# The last state before somebody is erased: all that links lead to is opened there.
FULL = "script-shipped"
# Letters that an e-mail may hold, and that would matter in an attribute or a script.
EMAIL = "'/onload=alert/'{{7*7}}${alert}&lt@x.example.org"
# What carries a script, what it stands in, and how it is written: all of all.
CARRIERS = (
    f"<script>{RUNS}</script>", f"<img src=x onerror={RUNS}>", f"<svg onload={RUNS}>",
    f"<a href=javascript:{RUNS}>x</a>", f"<iframe srcdoc='<script>{RUNS}</script>'>",
    f"<details open ontoggle={RUNS}>", f"<input autofocus onfocus={RUNS}>",
    f"<form action=javascript:{RUNS}><button>", f"<video src=x onerror={RUNS}>",
    "<style>*{background:url(//127.0.0.1:9/)}</style>", "<base href=//127.0.0.1:9/>",
    "<meta http-equiv=refresh content='0;url=//127.0.0.1:9'>", f"<b onclick={RUNS}>x",
    f"javascript:{RUNS}", "{{ 7*7 }}", f"${{{RUNS}}}", "<plaintext>", "<!--",
    "<div hx-get=//127.0.0.1:9 hx-trigger=load>", f"<div hx-on:click={RUNS}>",
)  # fmt: skip
ROUND = (
    "{}", '">{}', "'>{}", "</bdi>{}", "</title>{}", "</textarea>{}", "</script>{}",
    "-->{}", "]]>{}", "</blockquote></li>{}",
)  # fmt: skip
WRITTEN = (
    str, str.upper, lambda one: one.replace("<", "<\u200b"), lambda one: f"\u202e{one}",
    lambda one: one.replace("<", "&lt;"),
)  # fmt: skip
SHORT = (
    "<script>alert(1)", "<svg onload=alert()>", "\"><b onclick=a()>", "<img src=//x>",
    "<plaintext>", "</title><x>", "{{7*7}}", "<!--", "'-alert(1)-'", "<base href=//x>",
)  # fmt: skip


@dataclass
class Watched:
    """What a browser saw that should not be: each with the page it was on."""

    at: str = ""
    pages: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def saw(self, what: str) -> None:
        """Keep something that should not be, with the page that is open."""
        self.wrong.append(f"{self.at}: {what}")

    def told(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains of, but not of what is usual."""
        if not USUAL.search(message.text):
            self.saw(message.text)

    def opened(self, dialog: Dialog) -> None:
        """Keep every dialog, but that of a page of ours which would lose words."""
        if dialog.type == "beforeunload":
            dialog.accept()
        else:
            self.saw("a dialog")
            dialog.dismiss()


def payloads() -> Iterator[str]:
    """Yield every injection, each once."""
    for write, around, carrier in product(WRITTEN, ROUND, CARRIERS):
        yield write(around.format(carrier))


def lay_in(on: Stage, texts: int, people: int) -> None:
    """Enrol people by such names and let them text."""
    new = NewProgramme("<b>Voice</b>", "<i>Ruth</i>", None, {"days": "0123456"})
    where = enrol.programme(on.parts, on.organisation, new)
    numbers = [f"+1212555{1000 + at}" for at in range(people)]
    for number, name, words in zip(numbers, cycle(SHORT), payloads(), strict=False):
        with on.parts.db.transaction(on.organisation) as tx:
            person = _person(number, name, words)
            enrol.enrol(on.parts, tx, on.parts.tenant(on.organisation), where, person)
    said = chain(("GO" for _ in numbers), islice(payloads(), texts))
    for at, (number, words) in enumerate(zip(cycle(numbers), said, strict=False)):
        if at % people == 0:  # texts within seconds would be one answer, or a loop
            set_clock(on.addresses.owner_url, timedelta(hours=at // people))
        converse.text_in(on.parts, _text(at, number, words))


def _person(number: str, name: str, words: str) -> NewPerson:
    return NewPerson(
        name=name,
        number=number,
        zone="America/New_York",
        goal=words[:80],
        step=words[:40],
        cue=words[-40:],
        consent_text=words,
        consent_method=words[:80],
    )


def _text(at: int, number: str, words: str) -> InboundText:
    return InboundText(
        sid=f"SM{at:032x}",
        account_sid=stage.ACCOUNT,
        sender=number,
        to=stage.SERVICE,
        words=words,
        changed=False,
        media=0,
        opt_out=None,
    )


@contextmanager
def served(on: Stage) -> Iterator[str]:
    """Serve the console; yield the link by which somebody comes in."""
    with serving(lambda origin: app_of(replace(on.parts, origin=origin))) as origin:
        parts = replace(on.parts, origin=origin)
        yield first_owner.demo_link(parts, on.organisation)


def watched(page: Page, *origins: str) -> Watched:
    """Watch a page for everything that should not be."""
    found = Watched()

    def asked(request: Request) -> None:
        if not request.url.startswith((*origins, "data:")):
            found.saw(f"asks for {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 500 and response.url.startswith(origins[0]):
            found.saw(f"{urlsplit(response.url).path} answers {response.status}")

    page.on("dialog", found.opened)
    page.on("console", found.told)
    page.on("pageerror", lambda error: found.saw(str(error)))
    page.on("request", asked)
    page.on("response", answered)
    return found


def kind_of(path: str) -> str:
    """Return what kind of page stands at a path, whosever it is.

    Each set of what is asked of a page, with words such as kind=texts, is a kind.
    """
    at = urlsplit(path)
    asked = sorted(
        f"{name}={value}" if WORD.fullmatch(value) else name
        for name, value in parse_qsl(at.query, keep_blank_values=True)
    )
    kind = SCRIPT.sub("NAME", ID.sub("ID", at.path))
    return "?".join(filter(None, (kind, "&".join(asked))))


def keep_a_draft(page: Page, origin: str) -> str:
    """Keep a draft that holds injections; return where it may be published.

    No link leads there: a button of the editor does.
    """
    page.goto(f"{origin}{DRAFTED}/edit")
    source = page.locator("#source")
    source.fill(source.input_value() + "".join(f"# {one}\n" for one in SHORT))
    page.locator('button[name="do"][value="keep"]').click()
    page.wait_for_load_state()
    return f"{DRAFTED}/publish"


def walk(page: Page, origin: str, found: Watched, *also: str) -> None:
    """Open every page that a link leads to, and those, so many of a kind."""
    waiting, known = ["/", *also], {"/", *also}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if found.pages[kind] >= MOST_OF_A_KIND:
            continue
        found.at = path
        found.pages[kind] += 1
        page.goto(f"{origin}{path}")
        for link in page.eval_on_selector_all("a[href]", "l => l.map(one => one.href)"):
            ours = link.removeprefix(origin).partition("#")[0]
            if link.startswith(f"{origin}/") and ours not in known:
                known.add(ours)
                waiting += [] if FILES.search(urlsplit(ours).path) else [ours]


def words_of_injections() -> Callable[[str, int], str]:
    """Return what types injections wherever words may stand, as long as may be."""
    long, short = cycle(payloads()), cycle(SHORT)

    def says(plain: str, most: int) -> str:
        if "@" in plain:
            return EMAIL
        words = next(short) if most <= SHORTEST else next(long)
        while len(words) < most:
            words = f"{words} {next(short)}"
        return words[:most].rstrip().ljust(most, ">")

    return says


def story(chromium: Browser, only: str) -> Watched:
    """Go the story of all states so; return what was seen."""
    page = chromium.new_page()
    with visiting(page, words_of_injections()) as visit:
        found = watched(page, visit.origin, visit.away)
        for one in states.told(visit, only):
            found.at = one.name
            found.pages[one.name] += 1
            if one.name == FULL:
                walk(page, visit.origin, found)
    page.close()
    return found


def texted(chromium: Browser, texts: int, people: int) -> Watched:
    """Let people text so many, and open all that links lead to."""
    with stage.stage() as on:
        lay_in(on, texts, people)
        with served(on) as link:
            page = chromium.new_page()
            page.goto(link)
            page.get_by_role("button").first.click()
            origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
            found = watched(page, origin)
            walk(page, origin, found, keep_a_draft(page, origin))
            page.close()
    return found


def main() -> int:
    """Try it, and print what was opened and what ran; 1 when something did."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--texts", type=int, default=TEXTS)
    words.add_argument("--people", type=int, default=PEOPLE)
    words.add_argument("--only", help="a part of the names of some states")
    given = words.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # not a line a request
    texts = 0 if given.only else given.texts
    with browser() as chromium:
        found = story(chromium, given.only or "")
        if not given.only:
            more = texted(chromium, texts, given.people)
            found.pages += more.pages
            found.wrong += more.wrong
    for kind, many in sorted(found.pages.items()):
        print(f"  {kind}: {many}")
    print(
        f"{texts:,} injections as texts, {given.people} people named by them, "
        f"{found.pages.total()} pages opened: {len(found.wrong)} things that should "
        "not be"
    )
    print("".join(f"  {one}\n" for one in found.wrong[:40]), end="")
    return int(bool(found.wrong))


if __name__ == "__main__":
    sys.exit(main())
