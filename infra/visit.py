"""Somebody at a browser who walks through the console's forms, on servers of her own.

Law: whatever is done to a page is done by a form, a link or an address that the page
itself has; what phones do, and the clock, is done beside it.
"""

from __future__ import annotations

import base64
import logging
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import Flask, template_rendered
from playwright.sync_api import Locator, Page
from werkzeug.serving import make_server

from infra.bench import stage
from service import wiring
from service.carrier.wire import InboundText
from service.config import Settings
from service.embedded.servers import Addresses, Servers
from service.store import views
from service.store.db import Database, migrate, set_clock
from service.usecases import converse, exporting, first_owner, resetting
from service.usecases.parts import Parts
from service.web import site

NUMBER = "+15550100000"
OWNER, PASSWORD = "ruth@example.org", "gravel otter lantern mosaic"
FRESH = timedelta(minutes=1)  # after which an authenticator shows another code
LONG = timedelta(days=365)  # nobody is signed out because the clock was put forward
Says = Callable[[str, int], str]
SUBMITS = "button => button.form.requestSubmit(button)"


def plain(words: str, _most: int) -> str:
    """Say what somebody would."""
    return words


def app_of(parts: Parts) -> Flask:
    """Return the console on an app of its own."""
    app = Flask("service.web", static_folder="static", template_folder="templates")
    app.add_url_rule("/healthz", "health", lambda: "ok")
    site.furnish(app, parts)
    return app


@contextmanager
def serving(made: Callable[[str], Flask]) -> Iterator[str]:
    """Serve what is made for an origin; yield that origin."""
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
    origin = f"http://localhost:{server.server_port}"  # a passkey belongs to a name
    server.app = made(origin)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield origin
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Visit:
    """Where somebody is, what she was shown, and what she needs to go on.

    `says` gives the words that she types, by what they would be and how long they may
    be; `drawn` the templates of where she is: those drawn since she set out for it.
    """

    page: Page
    parts: Parts
    addresses: Addresses
    origin: str
    away: str  # a console whose database does not answer
    says: Says = plain
    drawn: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    ahead: timedelta = timedelta()
    _texts: count[int] = field(default_factory=lambda: count(1))

    # ---- what she does ----

    def goes(self, path: str, origin: str = "") -> Visit:
        """Open an address; a word in braces stands for what was kept by that name."""
        where = path.format_map(self.kept)
        self.drawn.clear()
        self.page.goto(f"{origin or self.origin}{where}")
        return self

    def follows(self, part: str) -> Visit:
        """Go where the first link leads whose address has this in it."""
        return self.goes(
            str(self.page.locator(f"a[href*='{part}']").first.get_attribute("href"))
        )

    def form(self, which: str) -> Locator:
        """Return a form, by a part of where it leads, or by a selector."""
        found = f"form[action*='{which}']" if which.startswith("/") else which
        return self.page.locator(found.format_map(self.kept)).first

    def fills(self, which: str, **typed: str) -> Visit:
        """Type into fields of a form, and send nothing."""
        box = self.form(which)
        for name, words in typed.items():
            each = box.locator(f"[name='{name}']").first
            if each.evaluate("one => one.localName") == "select":
                each.select_option(words)
            elif each.get_attribute("type") in ("radio", "checkbox"):
                box.locator(f"[name='{name}'][value='{words}']").evaluate(
                    "one => one.click()"
                )
            else:
                each.evaluate("(one, words) => { one.value = words }", words)
        return self

    def sends(self, which: str, do: str = "", **typed: str) -> Visit:
        """Type into a form and press its button, the first or the one of that value."""
        self.fills(which, **typed)
        chosen = f"button[value='{do}']" if do else "button:not([type='button'])"
        self.pressed(self.form(which).locator(chosen).first)
        return self

    def pressed(self, button: Locator) -> None:
        """Press what leads to another page, folded away or not, and wait for that."""
        self.drawn.clear()
        with self.page.expect_navigation(wait_until="load"):
            button.evaluate(SUBMITS)

    def rewrites(self, old: str, new: str) -> Visit:
        """Change words in the file of an editor."""
        source = self.page.locator("#source")
        source.fill(source.input_value().replace(old, new.format_map(self.kept)))
        return self

    def chooses(self, name: str, content: str) -> Visit:
        """Choose a file."""
        file: Any = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
        self.page.locator("input[type='file']").set_input_files(file)
        return self

    def keeps(self, **found: str) -> Visit:
        """Keep something for later by a name."""
        self.kept |= found
        return self

    # ---- what is done beside her ----

    def waits(self, **span: float) -> Visit:
        """Let time go by."""
        self.ahead += timedelta(**span)
        set_clock(self.addresses.owner_url, self.ahead)
        return self

    def code(self) -> str:
        """Return what her authenticator shows, which it never showed before."""
        self.waits(seconds=FRESH.total_seconds())
        secret = base64.b32decode(self.kept["secret"])
        now = time.time() + self.ahead.total_seconds()
        return TOTP(secret, 6, SHA1(), 30).generate(int(now)).decode()

    def reads_the_seal(self) -> Visit:
        """Let her authenticator know the letters that the page shows."""
        letters = self.page.locator(".letters").inner_text()
        return self.keeps(secret="".join(letters.split()))

    def texts(self, words: str, number: str = "{number}") -> Visit:
        """Let a text come from a phone."""
        heard = InboundText(
            sid=f"SM{next(self._texts):032x}",
            account_sid=stage.ACCOUNT,
            sender=number.format_map(self.kept),
            to=NUMBER,
            words=words,
            changed=False,
            media=0,
            opt_out=None,
        )
        converse.text_in(self.parts, heard)
        return self

    @property
    def organisation(self) -> UUID:
        """The one that she set up."""
        return views.organisations(self.parts.db, self.parts.vault)[0].id

    def set_up_code(self) -> str:
        """Return what whoever runs Handrail is told at its start."""
        return first_owner.code(self.parts) or ""

    def reset_path(self) -> str:
        """Return where a link for a forgotten password leads."""
        return (resetting.link(self.parts, OWNER) or "").removeprefix(self.parts.origin)

    def demo_path(self) -> str:
        """Return where a link into the demo leads."""
        link = first_owner.demo_link(self.parts, self.organisation)
        return link.removeprefix(self.parts.origin)

    def began_long_ago(self) -> Visit:
        """Let the console have begun before the shipped scripts were changed."""
        with psycopg.connect(self.addresses.superuser_url) as line:
            line.execute(
                "UPDATE script_versions"
                " SET source = replace(source, 'Kept in', 'Held in')"
            )
        return self

    def files_are_written(self) -> Visit:
        """Do what the workers would of exports."""
        which = self.page.locator("form[action*='/cancel']").all()
        ids = [UUID(str(one.get_attribute("action")).split("/")[2]) for one in which]
        exporting.work(self.parts, self.organisation, ids)
        return self


@contextmanager
def visiting(page: Page, says: Says = plain) -> Iterator[Visit]:
    """Let somebody come to a console that nobody has set up yet."""
    with tempfile.TemporaryDirectory(prefix="handrail-states-") as folder:
        servers = Servers(Path(folder), throwaway=True)
        try:
            yield from _come(page, servers.start(), says)
        finally:
            servers.stop()


def _come(page: Page, addresses: Addresses, says: Says) -> Iterator[Visit]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # not a line a request
    migrate(addresses.owner_url)
    parts = _built(addresses)
    nowhere = replace(parts, db=Database("postgresql://nobody@127.0.0.1:9/nothing"))
    drawn: list[str] = []

    def noted(_app: object, template: Any, **_more: object) -> None:
        drawn.append(str(template.name))

    def furnished(given: Parts, origin: str) -> Flask:
        return app_of(replace(given, origin=origin))

    with (
        template_rendered.connected_to(noted),
        serving(partial(furnished, parts)) as origin,
        serving(partial(furnished, nowhere)) as away,
    ):
        yield Visit(
            page, replace(parts, origin=origin), addresses, origin, away, says, drawn
        )
    parts.db.close()


def _built(addresses: Addresses) -> Parts:
    env = {
        "DATABASE_URL": addresses.app_url,
        "REDIS_URL": addresses.redis_url,
        "HANDRAIL_MASTER_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
        "HANDRAIL_PUBLIC_ORIGIN": stage.ORIGIN,
        "TWILIO_ACCOUNT_SID": stage.ACCOUNT,
        "TWILIO_AUTH_TOKENS": stage.TOKEN,
    }
    parts = wiring.build(Settings.from_env(env))
    return replace(parts, console_idle=LONG, console_whole=LONG)
