"""The door of the console: signing in, its second step, and the ways by a link.

Laws: no answer tells whether an e-mail has an account; a link shows a page and is used
by its button alone, so that a mail program that looks at links uses none up.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request, url_for

from service.addresses import is_here
from service.usecases import (
    first_owner,
    passwords,
    resetting,
    sessions,
    signing_in,
    team,
)
from service.usecases.entries import Refused
from service.usecases.first_owner import NewOwner
from service.usecases.parts import Parts
from service.usecases.sessions import Begun
from service.web import admission, entries, role_words, tongues
from service.web.admission import redirected
from service.web.callers import SAFE, Callers
from service.web.entries import Entry
from service.web.tongues import later, say

NOT_SO = later(
    "That e-mail and password do not fit together, or there were too many tries;"
    " after an hour it can be tried again."
)
NOT_TAKEN: Mapping[str, str] = {
    "wrong": later("That was not right. Wait for the next code and try again."),
    "later": later("Too many wrong codes. Come back within the hour."),
    "over": later("That took too long. Please sign in again."),
}
SENT = later(
    "If that address has an account, a link is on its way. Nothing came after some"
    " minutes? Ask an owner of your organisation, or whoever runs Handrail."
)
NO_MAIL = later(
    "This Handrail sends no e-mail. Whoever runs it makes a link for you with:"
    " handrail accounts reset"
)
PASSWORD = later(
    "At least %(shortest)s characters, any you like: four or five words that"
    " do not belong together do well."
)


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages of the door."""
    door = Blueprint("door", __name__)
    ways: Mapping[str, tuple[tuple[str, ...], Callable[..., Response]]] = {
        "sign_in": (("/sign-in",), lambda: _sign_in(parts, callers)),
        "second": (("/sign-in/second",), lambda: _second(parts, callers)),
        "prove": (("/prove",), lambda: _prove(parts, callers)),
        "forgotten": (("/forgotten",), lambda: _forgotten(parts)),
        "reset": (("/reset/<token>",), lambda token: _reset(parts, callers, token)),
        "setup": (
            ("/setup", "/setup/<code>"),
            lambda code="": _setup(parts, callers, code),
        ),
        "join": (("/join/<token>",), lambda token: _join(parts, callers, token)),
        "demo": (("/demo/<token>",), lambda token: _demo(parts, callers, token)),
    }
    posts: Mapping[str, tuple[str, Callable[[], Response]]] = {
        "sign_out": ("/sign-out", lambda: _sign_out(parts, callers)),
        "speak": ("/language", _speak),
        "second_passkey": (
            "/sign-in/passkey",
            lambda: _passkey(parts, callers, "door.second"),
        ),
        "prove_passkey": (
            "/prove/passkey",
            lambda: _passkey(parts, callers, "door.prove"),
        ),
    }
    for name, (paths, view) in ways.items():
        for path in paths:
            door.add_url_rule(path, name, view, methods=["GET", "POST"])
    for name, (path, post) in posts.items():
        door.add_url_rule(path, name, post, methods=["POST"])
    return door


def device() -> str:
    """Return how the browser calls itself."""
    return request.user_agent.string


def password_hint() -> str:
    """Say what makes a good password."""
    return say(PASSWORD, shortest=passwords.SHORTEST)


def onward() -> str:
    """Return the page somebody came for, else the first one."""
    return admission.local(request.args.get("next", "")) or url_for("today.home")


def _asked() -> str | None:
    return admission.local(request.args.get("next", "")) or None


def entered(callers: Callers, begun: Begun) -> Response:
    """Sign the browser in, and send it to what is owed, or to what it came for."""
    owed = admission.OWED.get(begun.owes)
    address = url_for(owed, next=_asked()) if owed else onward()
    return callers.let_in(redirected(address), begun.token, begun.browser)


def _sign_in(parts: Parts, callers: Callers) -> Response:
    signed = callers.signed()
    if request.method in SAFE:
        if signed is not None and signed.whole:
            return redirected(onward())
        if first_owner.needed(parts) and not first_owner.standing(parts):
            return redirected(url_for("door.setup"))
        return _asked_in(parts, Entry())
    entry = entries.read()
    given = request.form.get("password", "")
    begun = signing_in.begin(parts, entry["email"], given, device(), callers.browser())
    if begun is None:
        entry.saying = say(NOT_SO)
        return _asked_in(parts, entry)
    return entered(callers, begun)


def _asked_in(parts: Parts, entry: Entry) -> Response:
    # Into a demo on one's own machine leads a link, while nobody has an account.
    demo = is_here(parts.origin) and first_owner.needed(parts)
    again = _another_link(parts) if demo else ""
    return entries.shown("door/sign_in.html", entry, next=_asked(), demo=again)


def _second(parts: Parts, callers: Callers) -> Response:
    signed = callers.signed()
    if signed is None or signed.owes != "code":
        return redirected(onward())
    entry = Entry()
    if request.method == "POST":
        entry = entries.read()
        code = entry["code"] or entry["recovery"]
        begun = signing_in.second(parts, callers.token(), code, callers.browser())
        if isinstance(begun, Begun):
            return entered(callers, begun)
        entry = Entry(saying=say(NOT_TAKEN[begun]))
    return entries.shown("door/second.html", entry, next=_asked())


def _prove(parts: Parts, callers: Callers) -> Response:
    entry = Entry()
    if request.method == "POST":
        given = request.form.get("password", "")
        code = request.form.get("code", "").strip()
        begun = signing_in.prove(parts, callers.token(), given, code, callers.browser())
        if isinstance(begun, Begun):
            return entered(callers, begun)
        entry = Entry(saying=say(NOT_TAKEN[begun]))
    return entries.shown("door/prove.html", entry, next=_asked())


def _passkey(parts: Parts, callers: Callers, back: str) -> Response:
    answer = request.form.get("answer", "")
    if answer:
        begun = signing_in.with_passkey(
            parts, callers.token(), answer, callers.browser()
        )
        if isinstance(begun, Begun):
            return entered(callers, begun)
    options = signing_in.passkey_options(parts, callers.token())
    if options is None:
        return redirected(url_for(back, next=_asked()))
    entry = Entry(saying=say(NOT_TAKEN["wrong"]) if answer else "")
    return entries.shown(
        "door/passkey.html",
        entry,
        options=options,
        does="get",
        back=back,
        next=_asked(),
    )


def _speak() -> Response:
    """Go on in another language, where she was."""
    return tongues.keep(redirected(onward()), request.form.get("tongue", ""))


def _sign_out(parts: Parts, callers: Callers) -> Response:
    sessions.end(parts, callers.token())
    return callers.let_out(redirected(url_for("door.sign_in")))


def _another_link(parts: Parts) -> str:
    """Return what makes another link into the demo, in whatever folder it is typed."""
    ours = shlex.quote(str(Path(sys.executable).parent / "handrail"))
    return first_owner.another_link(ours, parts.data_folder)


def _forgotten(parts: Parts) -> Response:
    possible = resetting.possible(parts)
    if request.method == "POST" and possible:
        resetting.ask(parts, request.form.get("email", ""))
        return entries.shown("door/forgotten.html", Entry(), sent=say(SENT))
    return entries.shown(
        "door/forgotten.html", Entry(), sent="" if possible else say(NO_MAIL)
    )


def _gone(demo: str = "") -> Response:
    return entries.shown("door/no_link.html", Entry(), 404, demo=demo)


def _reset(parts: Parts, callers: Callers, token: str) -> Response:
    if request.method in SAFE and not resetting.works(parts, token):
        return _gone()

    def finish(entry: Entry) -> Begun | None:
        given = request.form.get("password", "")
        return resetting.finish(parts, token, given, device())

    return _by_link(callers, "door/new_password.html", Entry(), finish)


def _setup(parts: Parts, callers: Callers, code: str) -> Response:
    if not first_owner.needed(parts):
        return _gone()

    def finish(entry: Entry) -> Begun | None:
        given = request.form.get("password", "")
        fields = ("organisation", "country", "number", "name", "email")
        new = NewOwner(**{name: entry[name] for name in fields}, password=given)
        begun = first_owner.set_up(parts, entry["code"], new, device())
        if begun is None:
            raise Refused(
                "code", "This code does not work any more: handrail accounts first"
            )
        return begun

    found = first_owner.standing(parts)
    # Names are for whoever has the code, and for nobody else who finds the page.
    named = found if first_owner.works(parts, request.form.get("code", code)) else ()
    blank = Entry({"code": code})
    more = {"standing": bool(found), "named": named}
    return _by_link(callers, "door/setup.html", blank, finish, **more)


def _join(parts: Parts, callers: Callers, token: str) -> Response:
    asked = team.joining(parts, token)
    if asked is None:
        return _gone()
    tongues.know(asked.language)

    def finish(entry: Entry) -> Begun | None:
        given = request.form.get("password", "")
        return team.accept(parts, token, entry["name"], given, device())

    begun = Entry({"name": asked.name})
    more = {"asked": asked, "roles": role_words}
    return _by_link(callers, "door/join.html", begun, finish, **more)


def _demo(parts: Parts, callers: Callers, token: str) -> Response:
    if request.method in SAFE:
        return entries.shown("door/demo.html", Entry())
    begun = first_owner.demo(parts, token, device())
    return _gone(_another_link(parts)) if begun is None else entered(callers, begun)


def _by_link(
    callers: Callers,
    template: str,
    blank: Entry,
    finish: Callable[[Entry], Begun | None],
    **more: Any,
) -> Response:
    """Show a link's form; when it is sent, finish it, or show what cannot stand."""
    entry = blank
    if request.method == "POST":
        entry = entries.read()
        try:
            begun = finish(entry)
        except Refused as refused:
            entry.refuse(refused)
        else:
            return _gone() if begun is None else entered(callers, begun)
    return entries.shown(template, entry, password_hint=password_hint(), **more)
