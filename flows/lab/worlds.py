"""The worlds' mechanics: how likely a try is today, and what a day leaves behind.

Each is small enough to be worked out by hand, which the tests do. A world is changed in
place, for speed: a run is hundreds of people, a dozen policies, half a year of days.
"""

import math
from collections.abc import Mapping
from typing import Protocol, Self

from flows.lab.parameters import Numbers

Odds = tuple[float, float, float]
WEEK = 7


class Person(Protocol):
    """One simulated person: her odds today, and what the day does to her."""

    def odds(self, day: int, noise: float) -> Odds:
        """Say how likely today is: a try of her own; one more by a prompt; a late one.

        The second and third are the share of days without a try of her own that a
        prompt turns into one, when it comes beforehand and when it comes late.
        """

    def update(self, *, tried: bool, prompted: bool, own: bool) -> None:
        """Live through the day; `own`: the try was self-initiated."""

    def shock(self, keeps: float) -> None:
        """Lose all but a share of the habit."""

    def copy(self) -> Self:
        """Give a twin who lives on by herself."""


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


class _Copied:
    """A person whose state is numbers alone."""

    habit: float

    def shock(self, keeps: float) -> None:
        """Lose all but a share of the habit."""
        self.habit *= keeps

    def copy(self) -> Self:
        """Give a twin who lives on by herself."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        return twin


class Memory(_Copied):
    """F1: a try needs the thing to come to mind; habit lowers what is needed."""

    def __init__(self, numbers: Numbers) -> None:
        self.n = numbers
        commitment = numbers["commitment"]
        self.habit = numbers["habit"]
        self.salience = numbers["salience"]
        first = (
            numbers["access_first"] + numbers["access_first_commitment"] * commitment
        )
        self.access = numbers["access"] + first
        self.gain_now = 0.0
        self.full_gain = numbers["gain"] + numbers["gain_commitment"] * commitment
        self.recent = self.lived = 0  # the last days as bits, and how many
        self.often = 0.0  # the share of tries among them

    def odds(self, day: int, noise: float) -> Odds:
        """Compare what comes to mind with what is needed."""
        n = self.n
        self.gain_now = self.full_gain * self.salience
        needed = (
            n["threshold"]
            + n["threshold_often"] * self.often
            - n["threshold_habit"] * self.habit
        )
        room = self.access + noise * n["noise"] - needed
        own = _logistic(n["steepness"] * room)
        led = _logistic(n["steepness"] * (room + self.gain_now))
        rescue = (led - own) / (1.0 - own) if own < 1.0 else 0.0
        return own, rescue, rescue

    def update(self, *, tried: bool, prompted: bool, own: bool) -> None:
        """Let what comes to mind decay; a prompt and a try bring it back."""
        n = self.n
        self._count(tried=tried)
        self.access *= n["access_kept"]
        if prompted:
            self.access += self.gain_now
            self.salience *= n["salience_kept"]
        else:
            self.salience += n["salience_back"] * (1.0 - self.salience)
        if tried:
            often = n["threshold_often"] * self.often
            self.access += n["access_tried"] + n["access_often"] * often
            grown = self.habit * (1.0 - self.often) + self.often
            self.habit = min(1.0, self.habit + n["habit_gain"] * grown)
        else:
            self.habit *= n["habit_kept"]

    def _count(self, *, tried: bool) -> None:
        """Keep the share of tries in the last days, today among them."""
        most = int(self.n["days_counted"])
        self.lived = min(self.lived + 1, most)
        self.recent = (self.recent << 1 | tried) & (1 << most) - 1
        self.often = self.recent.bit_count() / self.lived


class Habit(_Copied):
    """F3: each try adds to the habit, each prompt wears prompts off a little."""

    def __init__(self, numbers: Numbers) -> None:
        self.habit = self.worn = 0.0
        self.rate = numbers["days_rate"] / numbers["days_to_habit"]
        self.own, self.most = numbers["own"], numbers["own_most"]
        self.rescue, self.worn_most = numbers["rescue"], numbers["worn_most"]
        self.worn_step, self.worn_kept = numbers["worn_step"], numbers["worn_kept"]
        self.kept = numbers["habit_kept"]

    def odds(self, day: int, noise: float) -> Odds:
        """Rise with habit; a prompt that has worn off rescues less."""
        rescue = self.rescue * (1.0 - self.worn_most * self.worn)
        return self.own + (self.most - self.own) * self.habit, rescue, rescue

    def update(self, *, tried: bool, prompted: bool, own: bool) -> None:
        """Add to the habit with a try, lose some of it without."""
        self._wear(prompted=prompted)
        self._grow(self.rate if tried else None)

    def _wear(self, *, prompted: bool) -> None:
        if prompted:
            self.worn = min(1.0, self.worn + self.worn_step)
        else:
            self.worn *= self.worn_kept

    def _grow(self, rate: float | None) -> None:
        if rate is None:
            self.habit *= self.kept
        else:
            self.habit += rate * (1.0 - self.habit)


class Dependence(Habit):
    """F5: as F3, but a prompted try builds less, and prompts come to be waited for."""

    def __init__(self, numbers: Numbers) -> None:
        super().__init__(numbers)
        self.expecting = 0.0
        self.built_prompted = numbers["built_prompted"]
        self.step, self.cost = numbers["expecting_step"], numbers["expecting_cost"]

    def odds(self, day: int, noise: float) -> Odds:
        """Try less of one's own the more a prompt is expected."""
        own, rescue, late = super().odds(day, noise)
        return own * (1.0 - self.cost * self.expecting), rescue, late

    def update(self, *, tried: bool, prompted: bool, own: bool) -> None:
        """Build less with a try that was not self-initiated."""
        self._wear(prompted=prompted)
        rate = self.rate if own else self.rate * self.built_prompted
        self._grow(rate if tried else None)
        self.expecting += self.step * (prompted - self.expecting)


class Moment(_Copied):
    """F9: the moment passes, so a prompt helps beforehand or hardly at all."""

    def __init__(self, numbers: Numbers) -> None:
        self.habit = 0.0
        self.rate, self.kept = numbers["rate"], numbers["habit_kept"]
        self.own, self.most = numbers["own"], numbers["own_most"]
        self.rescue, self.late = numbers["rescue"], numbers["rescue_late"]
        self.weekend = numbers["weekend"]

    def odds(self, day: int, noise: float) -> Odds:
        """Rise with habit, sink where one week meets the next."""
        own = self.own + (self.most - self.own) * self.habit
        if day % WEEK in (0, WEEK - 1):
            own *= self.weekend
        return own, self.rescue, self.late

    def update(self, *, tried: bool, prompted: bool, own: bool) -> None:
        """Add to the habit with a try, lose some of it without."""
        if tried:
            self.habit += self.rate * (1.0 - self.habit)
        else:
            self.habit *= self.kept


class _Born(Protocol):
    def __call__(self, numbers: Numbers) -> Person: ...


MECHANICS: Mapping[str, _Born] = {
    "memory": Memory,
    "habit": Habit,
    "dependence": Dependence,
    "moment": Moment,
}
