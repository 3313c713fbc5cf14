"""Whoever looks at a person is written down, once an hour.

Law: a person's page is not shown where that cannot be kept. Looking changes nothing
else; a page that makes itself anew is no new look.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import Any, TypeAlias
from uuid import UUID

from flask import Response, make_response, request

from service.store.db import Unavailable
from service.usecases import auditing
from service.usecases.parts import Parts
from service.web.callers import ANEW, Callers

# What addresses call the person they are about.
NAMES = ("whose", "person")
# Elsewhere an address that says "whose" is about a programme, or a coach.
ABOUT_PEOPLE = ("/people/", "/inbox/")
SHOWN = 200
# So many looks a process remembers, and for how long, so that whoever goes to and fro
# costs the database nothing.
REMEMBERED = 4096
STANDS_S = 300.0
Look: TypeAlias = tuple[UUID, UUID]


def noting(
    parts: Parts, callers: Callers, away: Callable[[Unavailable], Any]
) -> Callable[[Response], Response]:
    """Return what is done after each request; `away` is the page of a database away."""
    noted: OrderedDict[Look, float] = OrderedDict()

    def note(response: Response) -> Response:
        whose = _whose(response)
        signed = None if whose is None else callers.signed()
        if whose is None or signed is None or signed.account is None:
            return response
        look, now = (signed.account, whose), monotonic()
        if now - noted.get(look, -STANDS_S) < STANDS_S:
            return response
        try:
            auditing.note_look(parts, signed, whose)
        except Unavailable as error:
            return make_response(away(error))
        noted[look] = now
        noted.move_to_end(look)
        if len(noted) > REMEMBERED:
            noted.popitem(last=False)
        return response

    return note


def _whose(response: Response) -> UUID | None:
    """Return whose page this is, None where it is nobody's, or was not shown."""
    if request.method != "GET" or response.status_code != SHOWN:
        return None
    if ANEW in request.args or not request.path.startswith(ABOUT_PEOPLE):
        return None
    given = request.view_args or {}
    found = next((given[name] for name in NAMES if name in given), None)
    try:
        return None if found is None else UUID(str(found))
    except ValueError:
        return None
