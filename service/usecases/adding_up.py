"""Facts that take counting: her tries of a month and in all, returns, three wins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from flows.coach import attempts, days, sums
from flows.coach.attempts import ChanceRecord, Share
from flows.coach.sums import Calibration
from flows.talk.engine import Fact
from service.store import tallies
from service.store.nearby import MONTH
from service.usecases import growth
from service.usecases.parts import Desk

WINS = 3


def _records(desk: Desk) -> Sequence[ChanceRecord]:
    return tallies.chances(desk.tx, [desk.person.id])[desk.person.id].records


def _of_month(desk: Desk) -> Sequence[ChanceRecord]:
    since = desk.today - MONTH
    return [one for one in _records(desk) if one.local_date > since]


def _unprompted_month(desk: Desk) -> Fact:
    return sum(one.mark == "U" for one in attempts.known(_of_month(desk)))


def _calibration(desk: Desk) -> Calibration | None:
    """Put what she said of the month's chances beside what she did (#42)."""
    numbers = tallies.numbers(desk.tx, desk.person.id)
    return sums.calibration(numbers, _of_month(desk))


def _fit(read: Callable[[Calibration], Fact], desk: Desk) -> Fact:
    found = _calibration(desk)
    return "" if found is None else read(found)


def _own(read: Callable[[Share], Fact], desk: Desk) -> Fact:
    """Read the unprompted share of chances that no prompt opened; "" without any."""
    found = attempts.independence(_records(desk))
    return read(found) if found.n else ""


def _win(at: int) -> Callable[[Desk], Fact]:
    def read(desk: Desk) -> Fact:
        newest = tallies.wins(desk.tx, desk.person, WINS)
        # What is called her month quoted March in May.
        found = [one for one in newest if one.day > desk.today - MONTH]
        return found[at].words if at < len(found) else ""

    return read


def _past_win(desk: Desk) -> str:
    found = tallies.past_win(desk.tx, desk.person)
    return "" if found is None else found.words


def _past_win_on(desk: Desk) -> str:
    found = tallies.past_win(desk.tx, desk.person)
    return "" if found is None else days.said(found.day, desk.person.language)


SOURCES: Mapping[str, Callable[[Desk], Fact]] = {
    "tries_month": lambda desk: desk.near.tries_month,
    "tries_all": lambda desk: len(attempts.tries(_records(desk))),
    "returns": lambda desk: attempts.returns(_records(desk)),
    "unprompted_month": _unprompted_month,
    "unprompted": partial(_own, lambda share: share.count),
    "of_last": partial(_own, lambda share: share.n),
    "calibration": partial(_fit, lambda found: found.fit),
    "said_confidence": partial(_fit, lambda found: found.said),
    "did_times": partial(_fit, lambda found: found.did.count),
    "of_times": partial(_fit, lambda found: found.did.n),
    # Each cue is a place of its own, and so is each further one of her step.
    "places": lambda desk: tallies.places(desk.tx, desk.person) + growth.further(desk),
    "past_win": _past_win,
    "past_win_on": _past_win_on,
    **{f"win_{at + 1}": _win(at) for at in range(WINS)},
}
