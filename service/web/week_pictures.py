"""The pictures of a programme, each with its title and what it says in words.

Laws: with nought or one value a sentence stands and no picture; a week that is a part
of one is in no rate; a share stands with what it is of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flows.coach.effect import Effect
from service.usecases.results import Results, WeekOf
from service.web import dating, figures, money_words, pictures
from service.web.pictures import Size
from service.web.tongues import count, later, say

# As many weeks are drawn at least, whoever was here in them.
LEAST = 6
TWO = 2


@dataclass(frozen=True, slots=True)
class Told:
    """One picture: its name in addresses, its title, its words, whether it is drawn."""

    name: str
    title: str
    says: str
    drawn: bool
    by_week: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table: what it has a value of, its words and its drawing.

    `file` is what it is called where it is kept.
    """

    title: str
    of: Callable[[Results], Sequence[object]]
    says: Callable[[Results], str]
    draw: Callable[[Results, Size], bytes]
    file: str
    by_week: bool = True

    def drawn(self, found: Results) -> bool:
        """Whether there is more to see than a sentence says."""
        return len(self.of(found)) >= TWO


def told(found: Results) -> tuple[Told, ...]:
    """Return what stands on the page, in the order of the table."""
    return tuple(
        Told(name, say(kind.title), kind.says(found), kind.drawn(found), kind.by_week)
        for name, kind in KINDS.items()
    )


def drawn(name: str, found: Results, size: Size) -> bytes | None:
    """Return one picture as SVG; None for one that is not drawn."""
    kind = KINDS.get(name)
    if kind is None or not kind.drawn(found):
        return None
    return kind.draw(found, size)


def _here(found: Results) -> list[WeekOf]:
    return [one for one in found.weeks if one.people]


def _span(found: Results) -> Sequence[WeekOf]:
    """Return the weeks from the first in which somebody was here, or some more."""
    was = (at for at, one in enumerate(found.weeks) if one.people or one.cost)
    first = next(was, 0)
    return found.weeks[max(min(first, len(found.weeks) - LEAST), 0) :]


def _labels(weeks: Sequence[WeekOf]) -> list[str]:
    return [dating.day(one.week) for one in weeks]


def _so_far(found: Results) -> str:
    """Say that the last bar is of a part of a week, where it is."""
    here = _here(found)
    if len(here) < TWO or here[-1].whole or here[-1] is not found.weeks[-1]:
        return ""
    return " " + say("The last bar is a part of a week.")


# ---- prompts and tries a person ----


def _whole(found: Results) -> list[WeekOf]:
    return [one for one in _here(found) if one.whole]


def _says_prompts(found: Results) -> str:
    whole = _whole(found)
    if not whole:
        return say("This is said once a whole week is over.")
    prompts = [f"{figures.rate(one.prompts, one.people):.1f}" for one in whole]
    tries = [f"{figures.rate(one.tries, one.people):.1f}" for one in whole]
    if len(whole) < TWO:
        return count(
            "In the one whole week so far: %(prompts)s prompts and %(tries)s tries a"
            " person (%(num)s person). A picture stands here from the second on.",
            "In the one whole week so far: %(prompts)s prompts and %(tries)s tries a"
            " person (%(num)s people). A picture stands here from the second on.",
            whole[0].people,
            prompts=prompts[0],
            tries=tries[0],
        )
    return say(
        "Whole weeks alone: prompts a person went from %(first)s (people: %(n_first)s)"
        " to %(last)s (people: %(n_last)s), tries from %(tried_first)s to"
        " %(tried_last)s.",
        first=prompts[0],
        n_first=whole[0].people,
        last=prompts[-1],
        n_last=whole[-1].people,
        tried_first=tries[0],
        tried_last=tries[-1],
    )


def _draw_prompts(found: Results, size: Size) -> bytes:
    weeks = [one for one in _span(found) if one.whole or one.people == 0]

    def each(name: str) -> list[float | None]:
        return [
            round(figures.rate(getattr(one, name), one.people), 2)
            if one.whole
            else None
            for one in weeks
        ]

    series = {say("Prompts"): each("prompts"), say("Tries"): each("tries")}
    return pictures.lines(_labels(weeks), series, size=size)


# ---- tries ----


def _says_tries(found: Results) -> str:
    if not found.tries:
        waits = found.counted.waiting
        return (
            say("Not counted yet.") if waits else say("No try is known in these weeks.")
        )
    says = count(
        "%(num)s try in all, %(own)s on their own.",
        "%(num)s tries in all, %(own)s of them on their own.",
        found.tries,
        own=found.own.count,
    )
    return says + _so_far(found)


def _tried(found: Results) -> list[WeekOf]:
    return _here(found) if found.tries else []


def _draw_tries(found: Results, size: Size) -> bytes:
    weeks = _span(found)
    own = [one.own.count for one in weeks]
    rest = [one.tries - one.own.count for one in weeks]
    series = {say("On their own"): own, say("After a prompt"): rest}
    return pictures.bars(_labels(weeks), series, size=size)


# ---- cost ----


def _says_cost(found: Results) -> str:
    if not found.money.cost:
        return say("Nothing was spent in these weeks.")
    cost = money_words.dollars(found.money.cost)
    return say("Estimated: %(cost)s in all.", cost=cost) + _so_far(found)


def _spent(found: Results) -> list[WeekOf]:
    paid = found.money.cost
    return [one for one in found.weeks if one.people or one.cost] if paid else []


def _draw_cost(found: Results, size: Size) -> bytes:
    weeks = _span(found)
    series = {say("US dollars"): [one.cost / 1_000_000 for one in weeks]}
    return pictures.bars(_labels(weeks), series, reads=_dollars, size=size)


def _dollars(amount: float) -> str:
    return f"${amount:.2f}" if round(amount, 2) == round(amount, 6) else f"${amount:g}"


# ---- tries on their own, of a hundred ----


def _own(found: Results) -> list[WeekOf]:
    return [one for one in _whole(found) if one.own.n]


def _says_own(found: Results) -> str:
    own = _own(found)
    if not own:
        return say("No whole week has a known chance without a prompt first yet.")
    first, last = (figures.of(one.own) for one in (own[0], own[-1]))
    if len(own) < TWO:
        return say(
            "In the one whole week so far: %(first)s. A picture stands here from the"
            " second on.",
            first=first,
        )
    return say(
        "Whole weeks alone: from %(first)s to %(last)s known chances that no prompt"
        " opened. A week of few chances jumps.",
        first=first,
        last=last,
    )


def _draw_own(found: Results, size: Size) -> bytes:
    known = _own(found)
    weeks = [one for one in _span(found) if one.week >= known[0].week]
    values = [
        round(100 * one.own.count / one.own.n) if one in known else None
        for one in weeks
    ]
    series = {say("On their own"): values}
    return pictures.lines(_labels(weeks), series, top=100, reads=_percent, size=size)


def _percent(value: float) -> str:
    return f"{value:g} %"


# ---- the reminder effect ----


def _interval(found: Results) -> Sequence[float]:
    effect = found.effect
    return () if effect is None else (effect.low, effect.high)


def _says_effect(found: Results) -> str:
    if found.effect is None:
        return ""
    low, at, high = (f"{one:+d}" for one in _points(found.effect))
    return say(
        "%(at)s points; the line is the 95 %% interval, from %(low)s to %(high)s.",
        at=at,
        low=low,
        high=high,
    )


def _draw_effect(found: Results, size: Size) -> bytes:
    named = (say("The interval"), say("Points"))
    points = _points(found.effect) if found.effect else (0, 0, 0)
    return pictures.interval(points, named, size=size)


def _points(effect: Effect) -> tuple[int, int, int]:
    ends = (effect.low, effect.difference, effect.high)
    low, at, high = (round(100 * one) for one in ends)
    return low, at, high


KINDS: Mapping[str, Kind] = {
    "prompts": Kind(
        later("Prompts and tries a person, by week"), _whole, _says_prompts,
        _draw_prompts, "prompts-by-week",
    ),
    "tries": Kind(
        later("Tries by week"), _tried, _says_tries, _draw_tries, "tries-by-week"
    ),
    "own": Kind(
        later("On their own, by week"), _own, _says_own, _draw_own, "own-by-week"
    ),
    "cost": Kind(later("Cost by week"), _spent, _says_cost, _draw_cost, "cost-by-week"),
    "effect": Kind(
        later("With a reminder and without"), _interval, _says_effect, _draw_effect,
        "reminder-effect", by_week=False,
    ),
}  # fmt: skip


def file(name: str) -> str:
    """Return what a picture of the table is called where it is kept."""
    return KINDS[name].file
