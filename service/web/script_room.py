"""What the pages of scripts and programmes share: who asks, how large a form may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from flask import render_template, request
from markupsafe import Markup
from werkzeug.exceptions import RequestEntityTooLarge

from flows.talk.drawn_cards import Reader
from flows.talk.grammar import INSIDE
from service.store.scripts import Version
from service.usecases import authoring, proofing
from service.usecases.authoring import Opened
from service.usecases.parts import Parts
from service.usecases.proofing import Proof
from service.usecases.rights import Signed
from service.web import script_titles, script_words
from service.web.callers import Callers
from service.web.tongues import here, later, say, tell

# A form of the longest script there may be, each letter of it written as six.
LARGEST_FORM = 600_000
CONFLICT = 409
UNSOUND = later("It can be published once what the check found is mended.")
SAME = later("There is nothing to publish: it is as the version that stands.")


@dataclass(frozen=True, slots=True)
class Waits:
    """Who waits in one version: (place, how many, whether it goes), by question.

    `newest` says that it is the version that stands.
    """

    version: Version
    newest: bool
    at: tuple[tuple[str, int, bool], ...]


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


def withheld(here: Opened, proof: Proof) -> str:
    """Say why a source cannot be published; "" when it can."""
    if not proof.sound:
        return say(UNSOUND)
    if here.newest is not None and proof.source == here.own:
        return say(SAME)
    return ""


def waits(here: Opened, then: Proof) -> tuple[Waits, ...]:
    """Return who waits in each version of a script, the newest first.

    A question goes when it is none of `then`; one of a script that is entered does not.
    """
    named = {one.name for one in then.outline}
    return tuple(
        _waits(here, version, named) for version in here.versions
        if here.waiting.get(version.id)
    )  # fmt: skip


def _waits(here: Opened, version: Version, named: set[str]) -> Waits:
    places = script_words.places(proofing.read(here.name, version.source))
    at = (
        (_place(node, places), many, node not in named and INSIDE not in node)
        for node, many in sorted(here.waiting[version.id].items())
    )
    return Waits(version, version == here.newest, tuple(at))


def _place(node: str, places: Mapping[str, str]) -> str:
    """Call a node by its place, and by that of the part that it is in."""
    within = places.get(node.rpartition(INSIDE)[0], "")
    return " · ".join(filter(None, (within, places.get(node, node))))


def drawn(proof: Proof, *, by_name: bool) -> Markup:
    """Return the drawing, in the language of this request: each word is escaped.

    `by_name` calls nodes as the file does, for whoever writes it; else by their places.
    """
    reader = Reader(tell, here(), say)
    if not by_name:
        places = script_words.places(proof.script)
        reader = replace(
            reader, titled=script_titles.title, called=lambda one: places.get(one, "")
        )
    picture = proof.picture(reader)
    return Markup(picture)  # noqa: S704 -- flows.talk.drawing escapes each word
