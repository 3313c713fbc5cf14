"""What a script is once it is read: frozen tables the engine walks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from flows.talk.effects import Adjust, Field, FollowUp, GiveConsent, Hand, Outcome
from flows.talk.wording import Pattern

END = "end"
# `keep:` names whose words join the attempt; any other name is a fact remembered.
FIELDS: Mapping[str, Field] = {
    "words": "words",
    "what_i_did": "what_i_did",
    "missing": "missing",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a script's source; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say, per language: variants, and words for when a slot is empty."""

    variants: Mapping[str, tuple[Pattern, ...]]
    instead: Mapping[str, tuple[Pattern, ...]]
    place: Place


@dataclass(frozen=True, slots=True)
class Speak:
    """Say a line."""

    line: Line


@dataclass(frozen=True, slots=True)
class Record:
    """Record an attempt, or the recap's days when `outcome` is "recap"."""

    outcome: Outcome | None
    days_ago: int


@dataclass(frozen=True, slots=True)
class Note:
    """Remember a fact whose value is a text with slots."""

    name: str
    value: Pattern


@dataclass(frozen=True, slots=True)
class Emit:
    """Hand one fixed effect to the shell."""

    effect: Adjust | FollowUp | GiveConsent | Hand


Act: TypeAlias = Speak | Record | Note | Emit


@dataclass(frozen=True, slots=True)
class Goto:
    """Go to another node, or to the end."""

    target: str


@dataclass(frozen=True, slots=True)
class Branch:
    """Go where the value of a fact points."""

    fact: str
    on: Mapping[str, str]
    otherwise: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask (or, without a line, hear what the person began with), then wait."""

    line: Line | None
    expect: str
    on: Mapping[str, str]
    otherwise: str
    unsure: Line | None
    keep: str


Lead: TypeAlias = Goto | Branch | Ask


@dataclass(frozen=True, slots=True)
class Node:
    """One card of a script: what is done there, then where it leads."""

    name: str
    acts: tuple[Act, ...]
    lead: Lead
    place: Place

    @property
    def targets(self) -> tuple[str, ...]:
        """The nodes this one can lead to, each once, "end" among them."""
        if isinstance(self.lead, Goto):
            return (self.lead.target,)
        return tuple(dict.fromkeys([*self.lead.on.values(), self.lead.otherwise]))


@dataclass(frozen=True, slots=True)
class Script:
    """A conversation as data; `version` is the hash of the source it was read from."""

    name: str
    version: str
    languages: tuple[str, ...]
    start: str
    nodes: Mapping[str, Node]
    about: str = ""
    dead_ends: tuple[Place, ...] = ()

    @property
    def hears_first(self) -> bool:
        """Whether the person speaks first, rather than Handrail."""
        lead = self.nodes[self.start].lead
        return isinstance(lead, Ask) and lead.line is None
