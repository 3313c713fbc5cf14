"""What a form held, and what of it could not stand: shown again as it was typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Response, g, render_template, request
from markupsafe import Markup

from service.usecases.entries import Refused, zones
from service.web import retold, tongues

UNFIT = 422


@dataclass(slots=True)
class Entry:
    """What was typed, by field; `wrong` says the mend of each field that cannot stand.

    `saying` is told above the form. Passwords and codes are never shown again.
    """

    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    saying: str = ""

    def __getitem__(self, name: str) -> str:
        return self.typed.get(name, "")

    def refuse(self, refused: Refused) -> None:
        """Keep the mend of a refusal beside its field, in her language."""
        self.wrong[refused.field] = offered(refused, mend(refused))


def offered(refused: Refused, said: str, field: str = "") -> str:
    """Return a mend with a button that fills in the zone it suggests, if it does.

    `field` is the input's id where that is not the name of what was refused.
    """
    near = str(refused.values.get("near", ""))
    if near not in zones():
        return said
    g.offers = True
    button = render_template("offer.html", zone=near, field=field or refused.field)
    return Markup("{} {}").format(said, Markup(button))  # noqa: S704 -- our own template


def mend(refused: Refused) -> str:
    """Say what is to be mended in the language of this request."""
    # What stands against a text is said by the core, as with a decision.
    return retold.said(tongues.say(refused.template, **refused.values))


def read() -> Entry:
    """Return what the request's form held."""
    return Entry({name: value.strip() for name, value in request.form.items()})


def moment(name: str) -> datetime | None:
    """Return the moment that a field of the request's form holds; None for none."""
    try:
        found = datetime.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None
    return found if found.tzinfo else None


def shown(
    template: str, entry: Entry, status: int | None = None, **more: Any
) -> Response:
    """Return a page with its form as it was typed; 422 where something is wrong."""
    bad = bool(entry.wrong or entry.saying) and request.method == "POST"
    page = render_template(
        template,
        typed=entry.typed,
        wrong=entry.wrong,
        saying=entry.saying,
        refused=bad,
        **more,
    )
    return Response(page, status or (UNFIT if bad else None))
