"""The figures of results as rows of files, whose heads say what they hold.

Law: heads and units are the same in every language, so that a file can be read on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from service.carrier.prices import DOLLAR
from service.usecases.cells import Cell
from service.usecases.results import Results, WeekOf
from service.web.figure_meanings import DEFINITIONS

HEADS: Mapping[str, str] = {
    "figure": "its short name",
    "name": "what the console calls it",
    "value": "how much, in the `unit`; empty where it is not known",
    "n": "of how many; the `unit` says of what",
    "low": "the lower end of the 95 % interval, where there is one",
    "high": "the upper end of it",
    "unit": "what the value is, and the n",
}


def table(found: Results) -> Iterator[tuple[Cell, ...]]:
    """Yield the figures as rows of HEADS; what is not known is empty."""
    for figure, *cells in (*_counted(found), *_paid(found)):
        key = str(figure)
        of, _, part = key.partition(":")
        name = DEFINITIONS[of].name + (f", {part.replace('_', ' ')}" if part else "")
        yield key.replace(":", "_"), name, *cells


def _counted(found: Results) -> Iterator[tuple[Cell, ...]]:
    yield "tries", found.tries, found.known, None, None, "tries; n is known chances"
    chances = "tries; n is known chances that no prompt opened"
    yield "own", found.own.count, found.own.n, None, None, chances
    effect, unit = found.effect, "difference of two shares, 0 to 1; n is chances"
    if effect is None:
        yield "effect", None, sum(found.drawn), None, None, unit
    else:
        n = effect.prompted.n + effect.rested.n
        yield "effect", effect.difference, n, effect.low, effect.high, unit
    back = found.recovery
    days, n = (None, 0) if back is None else (back.days, back.n)
    yield "recovery", days, n, None, None, "days; n is lapses"
    days, n = (None, 0) if found.first is None else (found.first.days, found.first.n)
    yield "first", days, n, None, None, "days; n is people"
    out = found.opt_outs
    yield "opt_outs", out.count, out.n, None, None, "people; n is all who ever agreed"
    yield "prompts", found.prompts, found.people, None, None, "prompts; n is people"


def _paid(found: Results) -> Iterator[tuple[Cell, ...]]:
    money = found.money
    yield "cost", _usd(money.cost), found.messages, None, None, "USD; n is messages"
    for name, month in (("month_here", money.here), ("month", money.all)):
        by = "USD; n is whole days it is forecast from"
        yield f"{name}:so_far", _usd(month.cost), None, None, None, "USD"
        yield f"{name}:forecast", _usd(month.forecast), month.days, None, None, by
        yield f"{name}:budget", _usd(month.budget), None, None, None, "USD"


def _usd(millionths: int | None) -> float | None:
    """Return an amount in US dollars, with what is less than a cent."""
    return None if millionths is None else millionths / DOLLAR


WEEK_HEADS: Mapping[str, str] = {
    "week_of": "the Monday it begins on",
    "whole_week": "no for the first week and this one, which are parts",
    "people": "people of that week",
    "known_chances": "known chances",
    "tries": "tries of the known chances",
    "own_tries": "tries on their own",
    "own_chances": "known chances that no prompt opened",
    "prompts": "prompts",
    "messages": "messages and calls",
    "cost_usd": "cost, in US dollars",
}


def week(one: WeekOf) -> tuple[Cell, ...]:
    """Return a week as a row of WEEK_HEADS."""
    own = one.own
    return (
        one.week, one.whole, one.people, one.known, one.tries, own.count, own.n,
        one.prompts, one.messages, _usd(one.cost),
    )  # fmt: skip
