"""What a conversation decides, as values; the shell carries them out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

Outcome = Literal["attempted", "imagined", "skipped", "missed"]
Field = Literal["words", "what_i_did", "missing"]
Command = Literal["less", "back", "pause", "go", "more", "calls_off", "call_me"]
HandReason = Literal["question", "know_how", "unsure", "asked", "news", "serious"]
Right = Literal["my_data", "erase"]
EndReason = Literal["done", "silence"]


@dataclass(frozen=True, slots=True)
class Say:
    """Words for the person: filled in, in their language, for one channel.

    For `text` they fit one segment. `wording` names the variant chosen, so that the
    shell can tell later which are worn; it is empty where there is only one.
    """

    text: str
    channel: str = "text"
    wording: str = ""


@dataclass(frozen=True, slots=True)
class RecordAttempt:
    """An attempt on the chance of the local day `days_ago` days before today.

    `take` is the recording that holds the words, when she spoke them.
    """

    outcome: Outcome
    words: str
    days_ago: int = 0
    take: str = ""


@dataclass(frozen=True, slots=True)
class AddWords:
    """More words for the attempt recorded last in this conversation."""

    words: str
    field: Field
    take: str = ""


@dataclass(frozen=True, slots=True)
class Remember:
    """A fact kept for the person; the shell encrypts it.

    `words` are what she said when `value` is what was understood; `take` as above.
    """

    name: str
    value: str
    words: str = ""
    take: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A number she gave, kept as a measure of this step (#5); `words` as above."""

    name: str
    value: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """How she answered an offer: it is taken up, left as it is, or for later."""

    what: str
    answer: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class TakeUp:
    """The step and cue kept in this conversation become her current step."""

    what: Literal["step"] = "step"


@dataclass(frozen=True, slots=True)
class PlayTake:
    """Play a recording of this call back to her; `take` is its carrier SID."""

    take: str


@dataclass(frozen=True, slots=True)
class Claim:
    """She uses a right: a copy of what is kept of her, or the end of it."""

    right: Right


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
    """The recap is answered: the local dates she tried on, none meaning 0.

    `asked_on` is the last of the seven days it asked about; None: today.
    """

    days: tuple[date, ...]
    asked_on: date | None = None


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
    | Measured
    | Offered
    | PlayTake
    | TakeUp
    | Claim
    | FollowUp
    | GiveConsent
    | Adjust
    | Recapped
    | Hand
    | End
)
