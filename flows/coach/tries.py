"""Read the log of chances: what is known, what was tried, how often as a rule.

Law: an unknown chance is in no count of tries or misses (G7); in the personal best it
adds nothing, so that silence never makes a record.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from flows.coach.ladder_state import Entry, Inputs, Ladder, skipped

TRY_WINDOW = 14  # chances in a row of which the best share of tries is kept
FORGETS = 0.998  # of the personal best stays with each chance
USUAL_OVER = 28  # known chances that make a usual rate
MINIMUM_DOSE = 7  # known chances before anything is judged by its rate (#51)
ASSUMED = 0.6  # the usual rate of somebody of whom less is known
_DAY = timedelta(days=1)


def known(ladder: Ladder) -> tuple[Entry, ...]:
    """Return the chances of which something is known, the oldest first."""
    return tuple(e for e in ladder.log if e.mark != "?")


def fresh(ladder: Ladder) -> tuple[Entry, ...]:
    """Return the known chances since the last change of rung."""
    first = ladder.fresh or date.min
    return tuple(e for e in known(ladder) if e.on >= first)


def own_first(ladder: Ladder) -> tuple[Entry, ...]:
    """Return the fresh chances on which no prompt came first: her own try could."""
    return tuple(e for e in fresh(ladder) if e.prompt != "before")


def tried(entry: Entry) -> bool:
    """Say whether the chance was tried, prompted or not."""
    return entry.mark in ("U", "P")


def rate(entries: Sequence[Entry]) -> float:
    """Give the share of known chances that were tried; 0 when there are none."""
    return sum(map(tried, entries)) / len(entries) if entries else 0.0


def try_share(log: Sequence[Entry]) -> float:
    """Give the share of tries in the last 14 chances, the unknown among them."""
    return sum(map(tried, log[-TRY_WINDOW:])) / TRY_WINDOW


def usual(ladder: Ladder, before: date) -> float:
    """Give her usual rate of tries, from the known chances before a day."""
    past = [e for e in known(ladder) if e.on < before][-USUAL_OVER:]
    return rate(past) if len(past) >= MINIMUM_DOSE else ASSUMED


def used(entries: Iterable[Entry]) -> Inputs:
    """Name the chances a decision stands on (G6)."""
    return {"chances": " ".join(e.key for e in entries)}


def percent(share: float) -> int:
    """Give a share as a whole percentage."""
    return round(100 * share)


def silent_days(ladder: Ladder, today: date) -> int:
    """Count the whole days without a word before `today`.

    A pause does not count, nor do dates that a coach has put off.
    """
    last = max(filter(None, (ladder.heard, ladder.paused_until)), default=today)
    days = (last + ahead * _DAY for ahead in range(1, (today - last).days))
    return sum(not skipped(ladder, day) for day in days)
