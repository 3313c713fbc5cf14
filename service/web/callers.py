"""Who asks for a page: her cookie, her session, and the token of her forms.

Laws: a session's token stands in a cookie that no script reads and that goes with no
form of another site; a form without the token of its session changes nothing; looking
changes nothing but the moment a session was last used, and a page that makes itself
anew does not even that.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from flask import Response, g, request

from service.usecases import browsers, rights, sessions
from service.usecases.parts import Parts
from service.usecases.rights import Right, Signed
from service.web import tongues

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN = "csrf_token"  # noqa: S105 -- the name of a field, not what stands in it
# What a browser says of a page that names no referrer, as ours name none.
# https://fetch.spec.whatwg.org/#append-a-request-origin-header
NO_ORIGIN = "null"
# Pages that make themselves anew say so, and do not keep a session awake.
ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Cookies:
    """How our cookies are called and kept, by our public origin.

    `__Host-` lets no other host and no plain http set them (RFC 6265bis 4.1.3.2); on
    this machine, without https, browsers would refuse it.
    """

    secure: bool

    @property
    def session(self) -> str:
        """The cookie that signs a request."""
        return "__Host-handrail" if self.secure else "handrail"

    @property
    def form(self) -> str:
        """The cookie that the forms of whoever is not signed in are bound to."""
        return "__Host-handrail-form" if self.secure else "handrail-form"

    @property
    def browser(self) -> str:
        """The cookie by which a browser is known that somebody came in from."""
        return "__Host-handrail-browser" if self.secure else "handrail-browser"

    def put(
        self, response: Response, name: str, value: str, lasts: timedelta | None = None
    ) -> None:
        """Put a cookie that lasts so long, or else ends with the browser."""
        response.set_cookie(
            name, value, max_age=lasts, path="/",
            secure=self.secure, httponly=True, samesite="Lax",
        )  # fmt: skip

    def take(self, response: Response, name: str) -> None:
        """Take a cookie away."""
        response.delete_cookie(
            name, path="/", secure=self.secure, httponly=True, samesite="Lax"
        )


@dataclass(frozen=True, slots=True)
class Callers:
    """Knows whoever asks, by the cookies of this service."""

    parts: Parts
    cookies: Cookies

    def token(self) -> str:
        """Return the token of the session that the request came with, or ""."""
        return request.cookies.get(self.cookies.session, "")

    def browser(self) -> str:
        """Return what this browser says it is known by, or ""."""
        return request.cookies.get(self.cookies.browser, "")

    def signed(self) -> Signed | None:
        """Return who asks, None for nobody known; asked once a request.

        From then on the request speaks her language.
        """
        if "signed" not in g:
            token = self.token()
            touch = ANEW.encode() not in request.query_string
            g.signed = sessions.of(self.parts, token, touch=touch) if token else None
            if g.signed is not None:
                tongues.know(g.signed.language)
        return cast("Signed | None", g.signed)

    def may(self, right: Right) -> bool:
        """Say whether who asks is in and has a right: what a page offers her."""
        signed = self.signed()
        return signed is not None and rights.may(signed.role, right).allowed

    def here(self) -> Signed:
        """Return who asks, where nobody else is let in."""
        signed = self.signed()
        if signed is None:  # the admission let somebody in whom nobody signs
            raise LookupError("nobody is signed in here")
        return signed

    def form_token(self) -> str:
        """Return what a form of this page must carry."""
        signed = self.signed()
        if signed is not None:
            return signed.forms
        if "form" not in g:
            g.form = request.cookies.get(self.cookies.form) or secrets.token_urlsafe(32)
        return cast("str", g.form)

    def may_change(self) -> bool:
        """Say whether a request that would change something came from a form of ours.

        By the token it carries, and by what the browser says of where it came from
        where it says anything: by Fetch Metadata, or else by its Origin.
        """
        if self._from_elsewhere():
            return False
        signed = self.signed()
        known = signed.forms if signed else request.cookies.get(self.cookies.form, "")
        given = request.form.get(TOKEN, "")
        return bool(known) and hmac.compare_digest(known.encode(), given.encode())

    def _from_elsewhere(self) -> bool:
        told = request.headers.get("Sec-Fetch-Site")
        if told is not None:
            return told not in ("same-origin", "none")
        origin = request.headers.get("Origin", NO_ORIGIN)
        ours = (request.host, self.parts.origin.partition("://")[2])
        return origin != NO_ORIGIN and origin.partition("://")[2] not in ours

    def dressed(self, response: Response) -> Response:
        """Give the browser the cookie that the form it was shown is bound to."""
        fresh = g.get("form")
        if fresh and request.cookies.get(self.cookies.form) != fresh:
            self.cookies.put(response, self.cookies.form, fresh)
        return response

    def let_in(self, response: Response, token: str, browser: str = "") -> Response:
        """Sign the browser with a new token; know it later by `browser`, if given."""
        if browser:
            self.cookies.put(
                response, self.cookies.browser, browser, browsers.KNOWN_FOR
            )
        self.cookies.put(response, self.cookies.session, token)
        self.cookies.take(response, self.cookies.form)
        return response

    def let_out(self, response: Response) -> Response:
        """Leave nothing of a session in the browser."""
        self.cookies.take(response, self.cookies.session)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
