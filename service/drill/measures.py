"""Times that a drill measures, each with the most it may be."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# What is measured -> how many seconds it may take at most (issue 5, "Must show").
LIMITS: Mapping[str, float] = {
    "answering again after PostgreSQL crashed": 5.0,
    "all texts of an outage present after the return": 300.0,
    "a nudge attended to again after Redis was back": 30.0,
    "a call whose end nobody was shown yet": 900.0,
}
DATABASE_BACK, TEXTS_BACK, REDIS_BACK, UNSEEN = LIMITS
# What an attack that was asked for is measured by.
OF_ATTACK: Mapping[str, str] = {
    "db_restarts": DATABASE_BACK,
    "outage": TEXTS_BACK,
    "redis_outage": REDIS_BACK,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """How long something took, each time; none of them may be over the limit.

    One that was asked for and never taken shows nothing, so it has not held.
    """

    what: str
    seconds: tuple[float, ...]

    @property
    def limit(self) -> float:
        """The most it may take."""
        return LIMITS[self.what]

    @property
    def longest(self) -> float:
        """The longest of them."""
        return max(self.seconds, default=0.0)

    @property
    def held(self) -> bool:
        """Whether it was measured, and none took longer than the limit."""
        return bool(self.seconds) and self.longest <= self.limit

    def within(self, share: float) -> float:
        """Return in how many seconds this share of them was done."""
        return share_of(sorted(self.seconds), share) or 0.0

    def sentence(self) -> str:
        """Say how long it took, and how long it may take."""
        if not self.seconds:
            return f"{self.what}: nothing was measured (at most {self.limit:.0f} s)"
        return (
            f"{self.what}: {len(self.seconds)} times, p95 {self.within(0.95):.1f} s, "
            f"longest {self.longest:.1f} s (at most {self.limit:.0f} s)"
        )


def share_of(ordered: Sequence[float], share: float) -> float | None:
    """Return the value that this share of an ordered list does not exceed."""
    if not ordered:
        return None
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Stopwatch:
    """Keeps what was measured; any thread may note."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._noted: dict[str, list[float]] = defaultdict(list)

    def note(self, what: str, seconds: float) -> None:
        """Keep how long it took this time; `what` is one of LIMITS."""
        if what not in LIMITS:
            raise LookupError(what)
        with self._lock:
            self._noted[what].append(seconds)

    def measures(self, asked: Iterable[str] = ()) -> tuple[Measure, ...]:
        """Return all that was measured, and what was `asked` for and never was."""
        with self._lock:
            whats = dict.fromkeys((*self._noted, *asked))
            return tuple(Measure(one, tuple(self._noted.get(one, ()))) for one in whats)
