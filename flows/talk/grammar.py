"""What a script is once it is read: frozen tables the engine walks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from flows.talk.effects import (
    Adjust,
    Claim,
    Field,
    FollowUp,
    GiveConsent,
    Hand,
    Outcome,
    TakeUp,
)
from flows.talk.events import CHANNELS, Channel
from flows.talk.expects import Expect
from flows.talk.wording import Pattern

END = "end"
INSIDE = "/"  # between the name of a node that enters a script and the nodes in there
# `keep:` names whose words join the attempt; any other name is a fact remembered.
FIELDS: Mapping[str, Field] = {
    "words": "words",
    "what_i_did": "what_i_did",
    "missing": "missing",
}
# `keep:` names whose numbers are measures of the step (#5, #28, #38, #9).
MEASURES = frozenset(
    {"confidence", "fear_expected", "fear_felt", "effort", "enjoyment", "in_my_hands",
     "automatic", "cost"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a script's source; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Words:
    """The variants of one line in one language: to be written, and to be spoken."""

    text: tuple[Pattern, ...]
    voice: tuple[Pattern, ...]


def words_in(by_language: Mapping[str, Words], tongue: str) -> Words:
    """Return the words of a language or of the one it is a kind of, else the first."""
    words = by_language.get(tongue) or by_language.get(tongue.partition("-")[0])
    return words or next(iter(by_language.values()))


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say, per language: variants, and words for when a slot is empty.

    A language that is not there is spoken as the script's first.
    """

    variants: Mapping[str, Words]
    instead: Mapping[str, Words]
    place: Place


@dataclass(frozen=True, slots=True)
class Speak:
    """Say a line."""

    line: Line


@dataclass(frozen=True, slots=True)
class Record:
    """Record an attempt, or the recap's days when `outcome` is None."""

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

    effect: Adjust | Claim | FollowUp | GiveConsent | Hand | TakeUp


@dataclass(frozen=True, slots=True)
class PlayBack:
    """Play the take recorded last; a text channel has nothing to play."""


Act: TypeAlias = Speak | Record | Note | Emit | PlayBack


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a value points: by its name, by the range a number lies in, or onward."""

    on: Mapping[str, str]
    ranges: tuple[tuple[int, int, str], ...]
    otherwise: str

    def to(self, name: str, number: int | None = None) -> str:
        """Return the node for the answer called `name`, or worth `number`."""
        if name in self.on:
            return self.on[name]
        if number is not None:
            for low, high, target in self.ranges:
                if low <= number <= high:
                    return target
        return self.otherwise

    @property
    def targets(self) -> tuple[str, ...]:
        """Every node pointed at, each once."""
        ranged = (target for _, _, target in self.ranges)
        return tuple(dict.fromkeys([*self.on.values(), *ranged, self.otherwise]))


@dataclass(frozen=True, slots=True)
class Goto:
    """Go to another node, or to the end."""

    target: str


@dataclass(frozen=True, slots=True)
class Branch:
    """Go where the value of a fact points."""

    fact: str
    ways: Ways


@dataclass(frozen=True, slots=True)
class Quiet:
    """What to do when nobody answers: ask again in these words, then go on there.

    `wait` is how long a text question waits before it is asked again; a question in a
    call has its own, shorter patience. `target` is "" where silence just ends it.
    """

    again: Line | None = None
    wait: timedelta | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask (or, without a line, hear what the person began with), then wait.

    `offers` names what an offer is about, when this is one.
    """

    line: Line | None
    expect: Expect
    ways: Ways
    unsure: Line | None
    keep: str
    quiet: Quiet = Quiet()
    offers: str = ""


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
        if isinstance(self.lead, Branch) or not self.lead.quiet.target:
            return self.lead.ways.targets
        return tuple(dict.fromkeys([*self.lead.ways.targets, self.lead.quiet.target]))


@dataclass(frozen=True, slots=True)
class Script:
    """A conversation as data; `version` is the hash of the source it was read from.

    Scripts it enters are inside it, so that a version pinned is pinned whole; their
    nodes are named with INSIDE. `knows` are the facts that other scripts keep and this
    one uses. `channels` are those it can be played on: a long one is for text alone.
    """

    name: str
    version: str
    languages: tuple[str, ...]
    start: str
    nodes: Mapping[str, Node]
    about: str = ""
    dead_ends: tuple[Place, ...] = ()
    knows: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = CHANNELS

    @property
    def asks(self) -> bool:
        """Whether it waits for any answer at all."""
        return any(isinstance(node.lead, Ask) for node in self.nodes.values())

    @property
    def hears_first(self) -> bool:
        """Whether the person speaks first, rather than Handrail."""
        lead = self.nodes[self.start].lead
        return isinstance(lead, Ask) and lead.line is None
