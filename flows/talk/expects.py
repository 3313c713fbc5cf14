"""What a question waits for: its kind, its bounds, and how its answers are named."""

from collections.abc import Mapping
from dataclasses import dataclass

# Said instead of an answer, whatever was asked.
ASIDES = ("question", "person", "news")
# What each kind of question can be answered with: the names scripts branch on.
MEANINGS: Mapping[str, tuple[str, ...]] = {
    "attempt": (
        "tried", "tried_but", "imagined", "not_tried", "not_yet", "thanks", "greeting",
        *ASIDES, "unsure",
    ),
    "yes_no": ("yes", "no", *ASIDES, "unsure"),
    "words": ("words", "nothing", *ASIDES),
    "take": ("words", "nothing", *ASIDES),
    "number": ("number", *ASIDES, "unsure"),
    "scale": ("number", *ASIDES, "unsure"),
    "duration": ("duration", *ASIDES, "unsure"),
    "time": ("time", *ASIDES, "unsure"),
    "days": ("days", "none", *ASIDES, "unsure"),
    "reason": ("time", "know_how", "moment", "other", "tried", *ASIDES),
    "choice": (*ASIDES, "unsure"),  # and the names of the choices
    "offer": ("accept", "keep", "later", *ASIDES, "unsure"),
    "phrase": ("said", "other", *ASIDES),
}  # fmt: skip
# The kinds whose answers are values; of the others her words themselves are kept.
VALUES = frozenset({"number", "scale", "duration", "time", "choice", "offer"})
# The kinds that a text can answer beside the question before ("yes and a 7").
SECOND = VALUES | {"yes_no", "days"}
# The kinds whose answers can be told by ranges: numbers, and minutes.
RANGES = frozenset({"number", "scale", "duration"})
# A node that names no way for the finer answer gives it the way of the plainer one.
PLAINER: Mapping[str, str] = {"tried_but": "tried"}
SCALE = (0, 10)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a `choice`: its name, and per language the words for it.

    The first words are the ones spoken on the phone. `called` is the fact that holds
    her own name for it ("": she has none).
    """

    name: str
    words: Mapping[str, tuple[str, ...]]
    called: str = ""


@dataclass(frozen=True, slots=True)
class Expect:
    """What is waited for: a kind of MEANINGS, and what narrows it.

    `low` and `high` bound a number, both included (None: no bound); `choices` are the
    answers of a choice, or the one phrase asked for.
    """

    kind: str
    low: int = 0
    high: int | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def meanings(self) -> tuple[str, ...]:
        """The names that `on:` may use for its answers."""
        own = tuple(one.name for one in self.choices if self.kind == "choice")
        return (*own, *MEANINGS[self.kind])
