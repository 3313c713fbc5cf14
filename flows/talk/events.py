"""What can happen to a conversation, as values."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Channel = Literal["text", "voice"]
CHANNELS: tuple[Channel, ...] = ("text", "voice")


@dataclass(frozen=True, slots=True)
class Heard:
    """The person said `text`: typed, or spoken in a call and written down for us.

    It is exactly as it came through the door.
    """

    text: str
    channel: Channel = "text"


@dataclass(frozen=True, slots=True)
class Keyed:
    """Keys pressed in a call: `digits` of `0-9*#`, the ending `#` taken off."""

    digits: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """Her voice was recorded: `take` is its carrier SID, `seconds` its length.

    `words` are what was said, where somebody wrote it down.
    """

    take: str
    seconds: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody answered in the time a question stays open."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Handrail opens the conversation; `reason` says why (`late`, `recap`, ...)."""

    reason: str
    channel: Channel = "text"


@dataclass(frozen=True, slots=True)
class Moved:
    """The person goes on by another channel: she hung up, or called us."""

    channel: Channel


Event: TypeAlias = Heard | Keyed | Recorded | Silence | Opened | Moved
