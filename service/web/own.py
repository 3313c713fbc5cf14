"""One's own account: language, sessions, second factors, spare codes, password.

Laws: spare codes and an authenticator's secret are shown on the answer that makes them
and never again; what changes how one signs in asks for a fresh proof.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

import segno
from flask import Blueprint, Response, request, url_for
from markupsafe import Markup

from service.usecases import (
    browsers,
    devices,
    factors,
    languages,
    own_line,
    sessions,
    zoning,
)
from service.usecases.entries import Refused
from service.usecases.factors import Changed, Factor, Kind, NewTotp
from service.usecases.parts import Parts
from service.usecases.rights import Signed, may
from service.web import admission, dating, door, entries, role_words, tongues
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.tongues import later, say

View = Callable[[Signed], Response]
KINDS: Mapping[Kind, str] = {"totp": later("app"), "passkey": later("passkey")}
# What a factor is called that nobody gave a name.
UNNAMED: Mapping[str, str] = {
    factors.TOTP: later("Authenticator app"),
    factors.PASSKEY: later("Passkey"),
}


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages of one's own account."""
    own = Blueprint("own", __name__, url_prefix="/account")
    views: Mapping[str, tuple[str, View]] = {
        "account": ("", lambda signed: _account(parts, signed, Entry())),
        "first_factor": ("/first-factor", lambda signed: _first(parts, signed)),
        "add_totp": ("/authenticator", lambda signed: _add_totp(parts, signed)),
        "confirm_totp": (
            "/authenticator/confirm",
            lambda signed: _confirm(parts, callers, signed),
        ),
        "ask_passkey": ("/passkey", lambda signed: _ask_passkey(parts, signed)),
        "add_passkey": (
            "/passkey/add",
            lambda signed: _add_passkey(parts, callers, signed),
        ),
        "remove_factor": (
            "/factors/remove",
            lambda signed: _remove(parts, callers, signed),
        ),
        "new_codes": ("/codes", lambda signed: _codes(parts, callers, signed)),
        "change_password": (
            "/password",
            lambda signed: _password(parts, callers, signed),
        ),
        "speak": ("/language", lambda signed: _speak(parts, signed)),
        "ask_line": ("/line", lambda signed: _ask_line(parts, signed)),
        "confirm_line": ("/line/confirm", lambda signed: _confirm_line(parts, signed)),
        "forget_line": ("/line/forget", lambda signed: _forget_line(parts, signed)),
        "know_browser": ("/browsers/mine", lambda signed: _mine(parts, signed)),
        "end_browser": ("/browsers/end", lambda signed: _not_mine(parts, signed)),
        "end_session": ("/sessions/end", lambda signed: _end(parts, signed)),
        "end_others": ("/sessions/end-others", lambda signed: _others(parts, signed)),
    }
    for name, (path, view) in views.items():
        looks = name in ("account", "first_factor")
        methods = ["GET"] if looks else ["POST"]
        own.add_url_rule(path, name, _seen(callers, view), methods=methods)
    return own


def _seen(callers: Callers, view: View) -> Callable[[], Response]:
    def seen() -> Response:
        signed = callers.signed()
        return admission.to_sign_in() if signed is None else view(signed)

    return seen


def _account(parts: Parts, signed: Signed, entry: Entry) -> Response:
    return entries.shown(
        "account/account.html",
        entry,
        own=factors.own(parts, signed),
        line=own_line.of(parts, signed),
        answers=may(signed.role, "answer").allowed,
        news=browsers.unanswered(parts, signed),
        sessions=sessions.all_of(parts, signed),
        password_hint=door.password_hint(),
        roles=role_words,
        called=_called,
        kinds=KINDS,
        device=_device,
        moment=partial(dating.moment, zone=zoning.of(parts, signed).name),
    )


def _called(factor: Factor) -> str:
    return say(UNNAMED[factor.name]) if factor.name in UNNAMED else factor.name


def _device(family: str) -> str:
    browser, system = devices.parted(family)
    browser = browser or say("a browser")
    if not system:
        return browser
    return say("%(browser)s on %(system)s", browser=browser, system=system)


def _first(parts: Parts, signed: Signed) -> Response:
    if signed.owes != "factor":
        return redirected(url_for("own.account"))
    own = factors.own(parts, signed)
    return entries.shown("account/first_factor.html", Entry(), own=own)


def _add_totp(parts: Parts, signed: Signed) -> Response:
    try:
        return _totp(factors.add_totp(parts, signed), Entry())
    except Refused as refused:
        return _refused(parts, signed, refused)


def _totp(new: NewTotp, entry: Entry) -> Response:
    """Show an authenticator to be, as a picture and in letters."""
    seal = segno.make(new.uri, error="m").svg_inline(
        scale=4, border=3, svgclass=None, lineclass=None, omitsize=True
    )
    letters = " ".join(new.secret[at : at + 4] for at in range(0, len(new.secret), 4))
    return entries.shown(
        "account/totp.html",
        entry,
        factor=new.id,
        letters=letters,
        seal=Markup(seal),  # noqa: S704 -- drawn by segno, no word of anybody in it
    )


def _confirm(parts: Parts, callers: Callers, signed: Signed) -> Response:
    entry = entries.read()
    try:
        factor = UUID(entry["factor"])
        changed = factors.confirm_totp(
            parts, signed, factor, entry["code"], entry["name"], callers.browser()
        )
    except (ValueError, LookupError) as refused:
        if isinstance(refused, Refused):
            entry.saying = entries.mend(refused)
        else:
            entry.saying = say(door.NOT_TAKEN["over"])
        return entries.shown("account/totp_again.html", entry)
    return _changed(callers, changed, say("Your authenticator app counts from now on."))


def _ask_passkey(parts: Parts, signed: Signed) -> Response:
    try:
        options = factors.passkey_options(parts, signed)
    except Refused as refused:
        return _refused(parts, signed, refused)
    return entries.shown(
        "door/passkey.html", Entry(), options=options, does="create", back="own.account"
    )


def _add_passkey(parts: Parts, callers: Callers, signed: Signed) -> Response:
    entry = entries.read()
    try:
        changed = factors.add_passkey(
            parts, signed, entry["answer"], entry["name"], callers.browser()
        )
    except Refused as refused:
        return _refused(parts, signed, refused)
    return _changed(callers, changed, say("Your passkey counts from now on."))


def _remove(parts: Parts, callers: Callers, signed: Signed) -> Response:
    try:
        changed = factors.remove(parts, signed, _id("factor"))
    except Refused as refused:
        return _refused(parts, signed, refused)
    except LookupError:
        return redirected(url_for("own.account"))
    return _changed(callers, changed, say("It counts no more."))


def _codes(parts: Parts, callers: Callers, signed: Signed) -> Response:
    try:
        return _changed(callers, factors.new_codes(parts, signed), "")
    except Refused as refused:
        return _refused(parts, signed, refused)


def _password(parts: Parts, callers: Callers, signed: Signed) -> Response:
    current, new = (request.form.get(name, "") for name in ("current", "password"))
    try:
        changed = factors.change_password(parts, signed, current, new)
    except Refused as refused:
        return _refused(parts, signed, refused)
    return _changed(
        callers,
        changed,
        say("Your password is changed. Every other session has ended."),
    )


def _changed(callers: Callers, changed: Changed, saying: str) -> Response:
    """Say what was changed, with the codes that came of it, under the new token."""
    page = entries.shown(
        "account/changed.html", Entry(saying=saying), 200, codes=changed.codes
    )
    return callers.let_in(page, changed.begun.token, changed.begun.browser)


def _refused(parts: Parts, signed: Signed, refused: Refused) -> Response:
    entry = Entry()
    entry.refuse(refused)
    if refused.field not in ("current", "password"):
        entry.saying = entries.mend(refused)
    if signed.owes == "factor":
        own = factors.own(parts, signed)
        return entries.shown("account/first_factor.html", entry, own=own)
    return _account(parts, signed, entry)


def _speak(parts: Parts, signed: Signed) -> Response:
    entry = entries.read()
    try:
        chosen = languages.choose(parts, signed, entry["language"])
    except Refused as refused:
        entry.refuse(refused)
        return _account(parts, signed, entry)
    there = redirected(url_for("own.account", _anchor="own-language"))
    return tongues.keep(there, chosen)


def _ask_line(parts: Parts, signed: Signed) -> Response:
    entry = entries.read()
    try:
        own_line.ask(parts, signed, entry["line"])
    except Refused as refused:
        entry.refuse(refused)
        return _account(parts, signed, entry)
    return _to_line()


def _confirm_line(parts: Parts, signed: Signed) -> Response:
    entry = entries.read()
    try:
        own_line.confirm(parts, signed, entry["code"])
    except Refused as refused:
        entry.refuse(refused)
        return _account(parts, signed, entry)
    return _to_line()


def _forget_line(parts: Parts, signed: Signed) -> Response:
    own_line.forget(parts, signed)
    return _to_line()


def _to_line() -> Response:
    return redirected(url_for("own.account", _anchor="own-line"))


def _mine(parts: Parts, signed: Signed) -> Response:
    browsers.hers(parts, signed, _id("browser"))
    return redirected(url_for("own.account"))


def _not_mine(parts: Parts, signed: Signed) -> Response:
    browsers.end(parts, signed, _id("browser"))
    return redirected(url_for("own.account", _anchor="secret"))


def _end(parts: Parts, signed: Signed) -> Response:
    sessions.end_one(parts, signed, _id("session"))
    return redirected(url_for("own.account"))


def _others(parts: Parts, signed: Signed) -> Response:
    sessions.end_others(parts, signed)
    return redirected(url_for("own.account"))


def _id(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return UUID(int=0)
