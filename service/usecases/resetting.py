"""A password forgotten: a link by e-mail, or from the operator, and what it opens.

Laws: asking answers nothing and does the same whether or not the e-mail is known; a
link lasts thirty minutes and works once; it replaces the password alone, ends all
sessions, and the second factor is asked for as ever.
"""

from __future__ import annotations

from service.usecases.parts import Parts
from service.usecases.sessions import Begun


def possible(parts: Parts) -> bool:
    """Say whether links can be mailed here; else the operator makes them."""
    raise NotImplementedError


def ask(parts: Parts, email: str) -> None:
    """Have a link mailed, if that e-mail has an account; nothing else happens, and
    nothing is told. At most three links an hour for one e-mail.
    """
    raise NotImplementedError


def link(parts: Parts, email: str) -> str | None:
    """Return a link for the operator to hand on; None for an e-mail without account."""
    raise NotImplementedError


def works(parts: Parts, token: str) -> bool:
    """Say whether a link still works. Changes nothing."""
    raise NotImplementedError


def finish(parts: Parts, token: str, password: str, device: str) -> Begun | None:
    """Replace the password; she owes her second factor then. None: it works no more.

    Raises Refused for a password that must not stand; the link works on.
    """
    raise NotImplementedError
