"""What can happen to a conversation, as values."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heard:
    """The person said `text`, by SMS; exactly as it came through the door."""

    text: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody answered in the time a question stays open."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Handrail opens the conversation; `reason` says why (`late`, `recap`, ...)."""

    reason: str


Event: TypeAlias = Heard | Silence | Opened
