"""What a conversation decides, as values; the shell carries them out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

Outcome = Literal["attempted", "imagined", "skipped", "missed"]
Field = Literal["words", "what_i_did", "missing"]
Command = Literal["less", "back", "pause", "go"]
HandReason = Literal["question", "know_how", "unsure", "asked"]
EndReason = Literal["done", "silence"]


@dataclass(frozen=True, slots=True)
class Say:
    """Words for the person: filled in, in their language, one SMS segment."""

    text: str


@dataclass(frozen=True, slots=True)
class RecordAttempt:
    """An attempt on the chance of the local day `days_ago` days before today."""

    outcome: Outcome
    words: str
    days_ago: int = 0


@dataclass(frozen=True, slots=True)
class AddWords:
    """More words for the attempt recorded last in this conversation."""

    words: str
    field: Field


@dataclass(frozen=True, slots=True)
class Remember:
    """A fact kept for the person; the shell encrypts it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A later conversation to queue: `script`, no sooner than `after` from now."""

    script: str
    after: timedelta


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """The person confirmed the opt-in."""


@dataclass(frozen=True, slots=True)
class Adjust:
    """The person changes how much she is prompted."""

    command: Command


@dataclass(frozen=True, slots=True)
class Recapped:
    """The recap is answered: the local dates she tried on, none meaning 0."""

    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Hand:
    """Put this conversation before a coach."""

    reason: HandReason


@dataclass(frozen=True, slots=True)
class End:
    """The conversation is over; nothing is open any more."""

    reason: EndReason


Effect: TypeAlias = (
    Say
    | RecordAttempt
    | AddWords
    | Remember
    | FollowUp
    | GiveConsent
    | Adjust
    | Recapped
    | Hand
    | End
)
