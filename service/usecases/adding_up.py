"""Facts that take counting: her tries of a month and in all, returns, three wins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, cast

from flows.coach.attempts import ChanceRecord, Summary, summary
from flows.talk.engine import Fact
from service.store import tallies
from service.store.tallies import Told
from service.usecases import days
from service.usecases.parts import Desk

MONTH = timedelta(days=30)
WINS = 3


def _sum(desk: Desk, since: timedelta | None = None) -> Summary:
    told = tallies.chances(desk.tx, desk.person)
    if since is not None:
        told = tuple(one for one in told if one.day > desk.today - since)
    return summary((_record(one) for one in told), today=desk.today)


def _record(one: Told) -> ChanceRecord:
    outcome, label = cast("Any", one.outcome), cast("Any", one.label or "unprompted")
    return ChanceRecord(str(one.day), one.day, outcome, label)


def _unprompted(desk: Desk) -> int:
    since = desk.today - MONTH
    told = tallies.chances(desk.tx, desk.person)
    return sum(_record(one).mark == "U" for one in told if one.day > since)


def _win(at: int) -> Callable[[Desk], Fact]:
    def read(desk: Desk) -> Fact:
        found = tallies.wins(desk.tx, desk.person, WINS)
        return found[at].words if at < len(found) else ""

    return read


def _past_win(desk: Desk) -> str:
    found = tallies.past_win(desk.tx, desk.person)
    return "" if found is None else found.words


def _past_win_on(desk: Desk) -> str:
    found = tallies.past_win(desk.tx, desk.person)
    return "" if found is None else days.said(found.day, desk.person.language)


SOURCES: Mapping[str, Callable[[Desk], Fact]] = {
    "tries_month": lambda desk: _sum(desk, MONTH).tries,
    "tries_all": lambda desk: _sum(desk).tries,
    "returns": lambda desk: _sum(desk).returns,
    "unprompted_month": _unprompted,
    "past_win": _past_win,
    "past_win_on": _past_win_on,
    **{f"win_{at + 1}": _win(at) for at in range(WINS)},
}
