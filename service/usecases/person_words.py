"""A coach's word on one person's prompts, said on a page: the kind of step, a cap, a
policy. What it does is as of any word (overriding).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flows.coach.ladder_state import Lever
from service.usecases import overriding, rights
from service.usecases.entries import Refused
from service.usecases.overriding import LONGEST_AUTHOR, Stand, Word
from service.usecases.parts import Parts
from service.usecases.rights import Signed

# What a page lets a coach say here: a kind of step, or so many prompts in seven days.
KINDS = ("moment", "window")
CAP = "cap"
MOST = 50


def look(parts: Parts, signed: Signed, participant: UUID) -> Stand:
    """Return where a person stands. Raises NotAllowed, LookupError."""
    rights.require(signed, "schedules")
    return overriding.look(parts, signed.organisation, participant)


@dataclass(frozen=True, slots=True)
class Typed:
    """A word as it was typed: what of, how many for a cap, its last day, and why."""

    what: str
    cap: str
    until: str
    reason: str


def say(parts: Parts, signed: Signed, participant: UUID, typed: Typed) -> Stand:
    """Let a word stand; her days are planned anew.

    Raises NotAllowed, LookupError, Refused with the field.
    """
    rights.require(signed, "schedules")
    lever, value = _cap(typed.cap) if typed.what == CAP else _kind(typed.what)
    by = signed.name[:LONGEST_AUTHOR]
    reason, until = typed.reason.strip(), _day(typed.until)
    word = Word(lever, value, until, reason, by, signed.actor)
    return overriding.say(parts, signed.organisation, participant, word)


def _kind(what: str) -> tuple[Lever, str]:
    if what not in KINDS:
        raise Refused("what", "choose one of them")
    return "kind", what


def _cap(text: str) -> tuple[Lever, int]:
    if not text.isdecimal() or int(text) > MOST:
        raise Refused("cap", "write a whole number up to %(most)s", most=MOST)
    return "cap", int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("until", "choose the last day on which this holds") from None


def lift(parts: Parts, signed: Signed, participant: UUID, what: str) -> Stand:
    """Take a word back. Raises NotAllowed, LookupError, Refused where none stands."""
    rights.require(signed, "schedules")
    lever: Lever = "cap" if what == CAP else "kind"
    by = signed.name[:LONGEST_AUTHOR]
    whose = signed.organisation
    return overriding.lift(parts, whose, participant, lever, by, signed.actor)


def begin(
    parts: Parts, signed: Signed, participant: UUID, preset: str
) -> tuple[bool, Stand]:
    """Begin another policy of prompts. Raises NotAllowed, LookupError, Refused."""
    rights.require(signed, "schedules")
    return overriding.begin(
        parts, signed.organisation, participant, preset, signed.actor
    )
