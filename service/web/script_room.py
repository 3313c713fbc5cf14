"""What the pages of scripts and programmes share: who asks, how large a form may be."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request
from markupsafe import Markup
from werkzeug.exceptions import RequestEntityTooLarge

from service.usecases import authoring
from service.usecases.authoring import Opened
from service.usecases.parts import Parts
from service.usecases.proofing import Proof
from service.usecases.rights import Signed
from service.web.callers import Callers

# A form of the longest script there may be, each letter of it written as six.
LARGEST_FORM = 600_000
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Room:
    """Where the pages of scripts get everything from."""

    parts: Parts
    callers: Callers

    @property
    def signed(self) -> Signed:
        """Whoever asks."""
        return self.callers.here()

    def open(self, name: str) -> Opened:
        """Return a script; raises LookupError."""
        return authoring.opened(self.parts, self.signed, name)


def roomy(_endpoint: str | None, _values: object) -> None:
    """Let a form of these pages hold a whole file."""
    request.max_content_length = LARGEST_FORM
    request.max_form_memory_size = LARGEST_FORM


def too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    """Say that a form held more than anybody could read."""
    return render_template("scripts/too_large.html"), 413


def id_of(written: str) -> UUID:
    """Return an id as an address or a field holds it; raises LookupError."""
    try:
        return UUID(written)
    except ValueError:
        raise LookupError(written) from None


def drawn(proof: Proof) -> Markup:
    """Return the drawing as part of a page: every word in it is escaped there."""
    return Markup(proof.picture)  # noqa: S704 -- flows.talk.drawing escapes each word
