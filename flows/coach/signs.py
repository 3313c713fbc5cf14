"""What came of each chance, as far as it tells how hard the step is.

Laws: a chance counts once, by the last thing known of it; what is unknown is no
evidence, for or against, and takes back nothing that was known (G7).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from flows.coach.attempts import Outcome

# "planned" a try that went as planned; "hard" know-how or the moment was missing;
# "too_much" is her own word; "other" is known and tells nothing of difficulty (no
# time, or done in the head while the step is real); "unknown" is no word at all.
Went = Literal["planned", "hard", "too_much", "other", "unknown"]
Name = Literal["confidence", "fear_expected", "fear_felt", "effort", "automatic"]

KEPT = 64  # by one growth; older ones are counted, and no more
# Nothing judges a step before so many known chances (#51).
DOSE = 7

_GAPS = frozenset({"know_how", "moment"})


@dataclass(frozen=True, slots=True)
class Sign:
    """One chance: its key and local date, what came of it, and in which context.

    `context` is empty for the one she began in.
    """

    key: str
    on: date
    went: Went
    tried: bool
    context: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A chance by its key, and the context it was in, as she tells it."""

    key: str
    context: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A number she gave about the step, and the local date she gave it on."""

    name: Name
    value: int
    on: date


def sign_of(outcome: Outcome, *, reason: str = "", imagining: int = 0) -> Went:
    """Say what an outcome tells about difficulty.

    Args:
        outcome: of the attempt.
        reason: what she said was missing: time, know_how, moment, too_much, or "".
        imagining: the step's dial; a try in the head counts where it is asked for.
    """
    if outcome == "unknown":
        return "unknown"
    if reason == "too_much":
        return "too_much"
    if reason in _GAPS:
        return "hard"
    asked = outcome == "attempted" or (outcome == "imagined" and imagining > 0)
    return "planned" if asked and not reason else "other"


def joined(log: Sequence[Sign], new: Sign) -> tuple[Sign, ...]:
    """Put a sign into a log by date, in place of an earlier one about its chance.

    A context that was known stays, where the new one tells of none.
    """
    old = next((one for one in log if one.key == new.key), None)
    if old is not None and new.went == "unknown":
        return tuple(log)
    if old is not None and not new.context:
        new = replace(new, context=old.context)
    rest = (one for one in log if one.key != new.key)
    return tuple(sorted((*rest, new), key=lambda one: (one.on, one.key)))


def moved(log: Sequence[Sign], where: Placed) -> tuple[Sign, ...]:
    """Give the log with that chance in the context it was in."""
    return tuple(
        replace(one, context=where.context) if one.key == where.key else one
        for one in log
    )


def known(log: Iterable[Sign], *, since: date = date.min) -> tuple[Sign, ...]:
    """Give the signs that are evidence, from that date on."""
    return tuple(one for one in log if one.went != "unknown" and one.on >= since)


def told(
    measures: Iterable[Measure], name: Name, *, since: date = date.min
) -> tuple[int, ...]:
    """Give her numbers of one name from that date on, the oldest first."""
    return tuple(one.value for one in measures if one.name == name and one.on >= since)


def last(
    measures: Iterable[Measure], name: Name, *, since: date = date.min
) -> int | None:
    """Give her latest number of one name from that date on, or None."""
    numbers = told(measures, name, since=since)
    return numbers[-1] if numbers else None


def days_ago(today: date, days: int) -> date:
    """Give the first of the last so many days, today included."""
    return today - timedelta(days=days - 1)


def dump(sign: Sign | Measure) -> list[Any]:
    """Give a sign or a measure as a row of JSON values."""
    if isinstance(sign, Sign):
        return [sign.key, sign.on.isoformat(), sign.went, sign.tried, sign.context]
    return [sign.name, sign.value, sign.on.isoformat()]


def load_signs(rows: Iterable[Sequence[Any]]) -> tuple[Sign, ...]:
    """Read back rows of signs; raises ValueError or TypeError for odd ones."""
    return tuple(
        Sign(key, date.fromisoformat(on), went, tried, where)
        for key, on, went, tried, where in rows
    )


def load_measures(rows: Iterable[Sequence[Any]]) -> tuple[Measure, ...]:
    """Read back rows of measures; raises ValueError or TypeError for odd ones."""
    return tuple(
        Measure(name, value, date.fromisoformat(on)) for name, value, on in rows
    )
