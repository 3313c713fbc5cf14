"""Lets a request in, sends it to sign in, or turns it away, before any page sees it.

Laws: a service without https answers only on this machine, asked by this machine,
under a name of this machine, through no proxy; what a role may not do it cannot ask
for either; a form without its token changes nothing (403), and what was typed into it
is not lost (keeping).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response, render_template, request, url_for

from service.addresses import is_here
from service.usecases import rights
from service.usecases.rights import ProofNeeded, Signed
from service.web import access, keeping, role_words
from service.web.callers import SAFE, Callers
from service.web.tongues import later, say

# A proxy on this machine would make the whole world look local.
PROXIED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
ELSEWHERE = later(
    "Without https these pages open only on the machine that runs Handrail, at a"
    " 127.0.0.1 or localhost address. Put a proxy with https before it and set"
    " HANDRAIL_PUBLIC_ORIGIN to its https:// address (docs/howto/deployment.md)."
)
GARBLED = later("This address or form is no text.")
# What a script of ours reads off a 403 (live.js).
REFUSED = "Handrail-Refused"
# Where somebody goes who is not in yet, by what she owes.
OWED: Mapping[str, str] = {"code": "door.second", "factor": "own.first_factor"}


@dataclass(frozen=True, slots=True)
class Admission:
    """Judges every request but the carrier's, which the hooks' guard judges."""

    callers: Callers
    origin: str

    def judge(self) -> Response | None:
        """Return why a request goes no further, None where it does."""
        if not request.endpoint:
            return None  # there is no such page
        asked = access.of(request.endpoint)
        if asked in ("carrier", "open"):
            return None
        if not self._reachable():
            return _plainly(ELSEWHERE, 403)
        if not _readable():
            return _plainly(GARBLED, 400)
        if request.method not in SAFE and not self.callers.may_change():
            return keeping.page() or turned_away("stale.html", 403)
        return None if asked == "anybody" else self._known(asked)

    def near(self) -> bool:
        """Say whether whoever asks may be told more than that there is nothing."""
        return self._reachable()

    def _reachable(self) -> bool:
        if not is_here(self.origin):
            return self.origin.startswith("https://")
        return asked_at_home()

    def _known(self, asked: access.Access) -> Response | None:
        signed = self.callers.signed()
        if signed is None:
            return to_sign_in()
        if asked == "begun":
            return None
        if not signed.whole:
            owed = url_for(OWED[signed.owes], next=here())
            return keeping.page() or redirected(owed)
        right = access.right(asked)
        return None if right is None else _entitled(signed, right)


def _entitled(signed: Signed, right: rights.Right) -> Response | None:
    found = rights.may(signed.role, right)
    if not found.allowed:
        return not_hers()
    return to_prove() if found.proof and not signed.proved else None


def _readable() -> bool:
    """Say whether query and form are UTF-8: what is not raises wherever it is read."""
    try:
        _ = request.args, request.form
    except UnicodeDecodeError:
        return False
    return True


def asked_at_home() -> bool:
    """Say whether the request came from this machine, by a name of this machine."""
    # A page elsewhere can point its own name at us (DNS rebinding): ask the name too.
    remote = request.remote_addr or ""
    near = is_here(f"//[{remote}]" if ":" in remote else f"//{remote}")
    proxied = any(name in request.headers for name in PROXIED)
    return near and is_here(f"//{request.host}") and not proxied


def _plainly(words: str, status: int) -> Response:
    return Response(f"{say(words)}\n", status, mimetype="text/plain")


def turned_away(template: str, status: int) -> Response:
    """Return the page that says why not."""
    return Response(render_template(template, roles=role_words), status)


def not_hers() -> Response:
    """Return the page of what her role does not let her do; scripts know it as that."""
    answer = turned_away("not_yours.html", 403)
    answer.headers[REFUSED] = "role"
    return answer


def to_sign_in() -> Response:
    """Send whoever asks to the door and back here, or keep what she typed for then."""
    return keeping.page() or redirected(url_for("door.sign_in", next=here()))


def to_prove(_needed: ProofNeeded | None = None) -> Response:
    """Send her to prove who she is and back here, or keep what she typed for then."""
    return keeping.page(proof=True) or redirected(url_for("door.prove", next=here()))


def redirected(address: str) -> Response:
    """Send the browser to a page, with a GET."""
    if request.headers.get("HX-Request") == "true":
        # A part of a page asked: the whole page has to go there, not the part.
        # https://htmx.org/headers/hx-redirect/
        return Response(status=204, headers={"HX-Redirect": address})
    return Response(status=303, headers={"Location": address})


def here() -> str | None:
    """Return the page to come back to: this one, or the one whose form was sent."""
    if request.method not in SAFE:
        return local(request.args.get("next", "")) or None
    # A page that looks by itself is not come back to as it asks, but as it stands.
    asked = request.path if "anew" in request.args else request.full_path
    return local(asked.rstrip("?"))


def local(address: str) -> str:
    """Return an address if it is a page of ours, else "": nobody is sent elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:  # such as //[
        return ""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    clean = address.isprintable() and "\\" not in address
    return address if plain and clean and not (parts.scheme or parts.netloc) else ""
