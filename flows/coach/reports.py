"""What can be told to the Ladder, and what it answers."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from flows.coach.attempts import Mark
from flows.coach.ladder_state import ChanceRef, Inputs, Override
from flows.coach.rungs import Prompt

Command = Literal["less", "back", "pause", "go", "changed", "new"]


@dataclass(frozen=True, slots=True)
class Report:
    """A chance as far as it is known `today`, with the prompt that may have gone out.

    Close each chance with mark "?" when no word came; a later report replaces it.
    """

    chance: ChanceRef
    mark: Mark
    prompt: Prompt
    today: date


@dataclass(frozen=True, slots=True)
class Recapped:
    """The recap was answered; the Reports of its days were given just before."""

    today: date


@dataclass(frozen=True, slots=True)
class Passed:
    """The local day `today` has begun, whatever came; a second time changes nothing."""

    today: date


@dataclass(frozen=True, slots=True)
class Heard:
    """A word of hers that is about no chance."""

    today: date


@dataclass(frozen=True, slots=True)
class Measured:
    """A number from 0 to 10 that she gave about the step."""

    what: Literal["confidence", "fear"]
    value: int
    today: date


@dataclass(frozen=True, slots=True)
class Asked:
    """Her own word about prompts; `days` is how long a pause or a change lasts.

    "changed" says that her days have changed: a new job, a holiday, an illness.
    """

    command: Command
    today: date
    days: int = 7


Told = Report | Recapped | Passed | Heard | Measured | Asked | Override


@dataclass(frozen=True, slots=True)
class Change:
    """A decision about the rung: the rule, from where to where, on what, and why.

    `task` is what a coach is asked to do, or nothing.
    """

    rule: str
    from_rung: int
    to_rung: int
    inputs: Inputs
    sentence: str
    task: str = ""
