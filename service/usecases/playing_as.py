"""A script played with what is known of one person: what would be said to her.

Laws: it is a glimpse, so nothing is kept, counted or sent by it; who looked is written
down as for her page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from flows.talk.check_facts import FACTS
from flows.talk.engine import Fact
from service.usecases import auditing, rights
from service.usecases.facts import Facts
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom a script is played as: all that a script may say of her now."""

    id: UUID
    name: str
    language: str
    facts: Mapping[str, Fact]


def look(parts: Parts, signed: Signed, whose: UUID) -> Somebody:
    """Return what scripts know of a person; raises NotAllowed, LookupError."""
    rights.require(signed, "see")
    with parts.glimpse(signed.organisation, whose) as desk:
        found = Somebody(
            whose, desk.person.name, desk.person.language, dict(_known(desk))
        )
    auditing.note_look(parts, signed, whose)
    return found


def _known(desk: Desk) -> Iterator[tuple[str, Fact]]:
    facts = Facts(desk)
    for name in sorted(FACTS):
        with suppress(KeyError):  # what has not happened yet is not known
            yield name, facts[name]
