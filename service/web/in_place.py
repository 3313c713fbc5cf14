"""What is changed of a person where it stands on her page: her step and its help.

Laws: whoever may see her sees it, and only who may change it is offered that; a form
stands in the place of what it changes, and nothing else of the page moves.
"""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request

from service.store.views import Card
from service.usecases import rights, tailoring
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.web import growth_words

PLACE = "step-help"  # the element of the page that it stands in
SHOWN = "person/step.html"
FORM = "person/edit_here.html"


def asked() -> bool:
    """Say whether htmx asks for what stands in the place, and not for a page."""
    target = request.headers.get("HX-Target")
    return request.headers.get("HX-Request") == "true" and target == PLACE


def given(parts: Parts, signed: Signed, card: Card) -> dict[str, Any]:
    """Return what the template of the place needs."""
    found = tailoring.look(parts, signed, card.id)
    return {
        "grown": None if found is None else growth_words.told(found),
        "may_change": rights.may(signed.role, "people").allowed,
    }


def shown(parts: Parts, signed: Signed, card: Card, left: str, note: str) -> Response:
    """Return what stands there, and above it a note of what was done, "" for nothing.

    `left` is the form that she comes from, to whose link she is led back.
    """
    more = {"left": left, "note": note, "here": True, **given(parts, signed, card)}
    return Response(render_template(SHOWN, card=card, **more))
