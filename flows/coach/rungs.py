"""The rungs of the Ladder as a table: how many chances carry a prompt, and when.

Law: adding a rung is adding a row; the number of prompts in any seven chances never
grows from one row to the next (G2).
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from flows.coach.chances import StepKind

Prompt = Literal["none", "before", "late"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """In each block of chances, `prompted` of them carry `prompt`, the rest `rest`.

    "before" goes out ahead of the chance; "late" goes out when the deadline comes and
    nothing was reported. A drawn pattern picks its chances at random with the known
    probability `prompted / block` (G8); else the last ones of each block rest.
    """

    block: int
    prompted: int
    prompt: Prompt
    rest: Prompt = "none"
    drawn: bool = True

    @property
    def randomised(self) -> bool:
        """Say whether chance decides here, with a probability inside (0, 1)."""
        return self.drawn and 0 < self.prompted < self.block

    @property
    def probability(self) -> float:
        """Give the share of chances that carry the pattern's prompt."""
        return self.prompted / self.block


@dataclass(frozen=True, slots=True)
class Rung:
    """One row: a name, and for each kind of step a pattern and words for a coach."""

    number: int
    name: str
    patterns: dict[StepKind, Pattern]
    says: dict[StepKind, str]


def _one_in(number: int, name: str, block: int, words: str) -> Rung:
    return Rung(
        number,
        name,
        {"window": Pattern(block, 1, "late"), "moment": Pattern(block, 1, "before")},
        {
            "window": f"a prompt stands by for {words} and goes if no word has come",
            "moment": f"a prompt comes before {words}",
        },
    )


# Behaviour 3.2. "Every 4th waits" in R0 is the probe of time delay, at a fixed place.
RUNGS: tuple[Rung, ...] = (
    Rung(
        0,
        "Guided",
        {
            "window": Pattern(4, 3, "before", rest="late", drawn=False),
            "moment": Pattern(8, 7, "before"),
        },
        {
            "window": "a prompt comes before each chance, and every 4th time it waits",
            "moment": "a prompt comes before 7 of 8 chances",
        },
    ),
    Rung(
        1,
        "Waiting",
        {
            "window": Pattern(1, 1, "late"),
            "moment": Pattern(4, 3, "before"),
        },
        {
            "window": "a prompt waits for the deadline and goes if no word has come",
            "moment": "a prompt comes before 3 of 4 chances, picked at random",
        },
    ),
    _one_in(2, "Half", 2, "1 of 2 chances"),
    _one_in(3, "Quarter", 4, "1 of 4 chances"),
    _one_in(4, "Light", 8, "1 of 8 chances"),
    Rung(
        5,
        "Independent",
        {"window": Pattern(1, 0, "late"), "moment": Pattern(1, 0, "before")},
        {"window": "no prompts go out", "moment": "no prompts go out"},
    ),
)


def _order(seed: int, salt: str, block: int) -> list[int]:
    """Shuffle the places of a block; counter based, so no state is carried (G6)."""

    def weight(place: int) -> bytes:
        return sha256(f"{seed}/{salt}/{place}".encode()).digest()

    return sorted(range(block), key=weight)


def pick(pattern: Pattern, *, seed: int, salt: str, number: int) -> Prompt:
    """Say which prompt the chance with this running number carries.

    Args:
        pattern: the row's pattern.
        seed: the person's seed; the same seed gives the same picks.
        salt: sets one rung's draw apart from another's.
        number: 0-based running number of the chance in its plan.

    Returns:
        The pattern's prompt or its rest.
    """
    block, place = divmod(number, pattern.block)
    places = list(range(pattern.block))
    if pattern.randomised:
        places = _order(seed, f"{salt}/{block}", pattern.block)
    return pattern.prompt if place in places[: pattern.prompted] else pattern.rest
