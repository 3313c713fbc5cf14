"""The figures of results: the numbers of each, as the page and its files say them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flows.coach.attempts import Share
from flows.coach.effect import NEEDED
from service.usecases.limiting import Month
from service.usecases.results import Results
from service.web import money_words
from service.web.figure_meanings import DEFINITIONS, Definition
from service.web.money_words import dollars
from service.web.tongues import count, say

# Fewer than these tell too little for a share of a hundred.
ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure on the page: large, what it is of, and one sentence; `known` or not."""

    key: str
    figure: str
    of: str
    says: str
    known: bool = True

    @property
    def definition(self) -> Definition:
        """What it is called and means."""
        return DEFINITIONS[self.key]


def shown(found: Results) -> tuple[Shown, ...]:
    """Return every figure of a programme, in the order of its table.

    Nobody is said to have done nothing while somebody is not counted yet.
    """
    each = (figure(found) for figure in SHOWN.values())
    return tuple(_uncounted(one) if found.counted.waiting else one for one in each)


def _uncounted(one: Shown) -> Shown:
    if one.known or one.key == "effect":
        return one
    return replace(one, says=say("Not counted yet."))


def share(told: Share) -> tuple[str, str]:
    """Return a share as large words and small ones; never a percentage alone."""
    if told.n < ENOUGH:
        return of(told), ""
    return f"{round(100 * told.count / told.n)} %", of(told)


def of(told: Share) -> str:
    """Say a share by what it is of."""
    return say("%(count)s of %(n)s", count=told.count, n=told.n)


def _nothing(key: str, says: str) -> Shown:
    return Shown(key, "–", "", says, known=False)  # noqa: RUF001 -- a dash, where no number is


def _tries(found: Results) -> Shown:
    if not found.known:
        return _nothing("tries", say("Nothing is known of a chance in these weeks."))
    of = count("of %(num)s known chance", "of %(num)s known chances", found.known)
    says = say("Whatever came of them.")
    return Shown("tries", str(found.tries), of, says)


def _own(found: Results) -> Shown:
    if not found.own.n:
        return _nothing("own", say("No known chance without a prompt first yet."))
    figure, of = share(found.own)
    return Shown("own", figure, of, say("Tries without a prompt before."))


def _effect(found: Results) -> Shown:
    given, rested = found.drawn
    told = found.effect
    if told is None:
        says = say(
            "Not enough to say yet: %(given)s chances with a reminder standing by,"
            " %(rested)s without; it takes %(needed)s of each from the same people.",
            given=given,
            rested=rested,
            needed=NEEDED,
        )
        return _nothing("effect", says)
    low, high = (round(100 * bound) for bound in (told.low, told.high))
    says = say(
        "The true figure very likely lies between %(low)s and %(high)s points (95 %%"
        " interval): %(given)s chances with a reminder, %(rested)s without.",
        low=f"{low:+d}",
        high=f"{high:+d}",
        given=told.prompted.n,
        rested=told.rested.n,
    )
    return Shown(
        "effect", f"{round(100 * told.difference):+d}", say("points"),
        f"{_verdict(told.low, told.high)} {says}",
    )  # fmt: skip


def _verdict(low: float, high: float) -> str:
    if low > 0:
        return say("Reminders help.")
    if high < 0:
        return say("Reminders stand in the way.")
    return say("Nobody can say yet whether reminders help.")


def _recovery(found: Results) -> Shown:
    if found.recovery is None:
        return _nothing("recovery", say("No lapse has ended in these weeks."))
    says = count("One lapse ended.", "The middle of %(num)s lapses.", found.recovery.n)
    return Shown("recovery", *_days(found.recovery.days), says)


def _first(found: Results) -> Shown:
    if found.first is None:
        return _nothing("first", say("Nobody had their first try in these weeks."))
    says = count(
        "Of one person; %(of)s ever agreed.",
        "The middle of %(num)s people; %(of)s ever agreed.",
        found.first.n,
        of=found.first.of,
    )
    return Shown("first", *_days(found.first.days), says)


def _days(days: float) -> tuple[str, str]:
    return f"{days:g}", say("day") if days == 1 else say("days")


def _opt_outs(found: Results) -> Shown:
    if not found.opt_outs.n:
        return _nothing("opt_outs", say("Nobody has agreed to texts yet."))
    figure, of = share(found.opt_outs)
    return Shown("opt_outs", figure, of, say("Asked for texts to stop."))


def _prompts(found: Results) -> Shown:
    here = [one for one in found.weeks if one.people]
    if not here:
        return _nothing("prompts", say("Nobody was here in these weeks."))
    of = say("%(n)s in all", n=found.prompts)
    whole = [one for one in here if one.whole]
    if not whole:
        says = say("How many a person is said once a whole week is over.")
        return Shown("prompts", str(found.prompts), say("in all"), says)
    last = f"{rate(whole[-1].prompts, whole[-1].people):.1f}"
    n = count("%(num)s person", "%(num)s people", whole[-1].people)
    says = say("A person in the last whole week (%(n)s).", n=n)
    if len(whole) > 1:
        first = f"{rate(whole[0].prompts, whole[0].people):.1f}"
        says += " " + say("In the first whole week it was %(first)s.", first=first)
    return Shown("prompts", last, of, says)


def _cost(found: Results) -> Shown:
    money = found.money
    of = say("in these weeks, estimated")
    if money.month_at_pace is None:
        says = say("Too early for a pace: no whole week is over yet.")
        return Shown("cost", dollars(money.cost), of, says)
    says = count(
        "%(pace)s a month at the pace of the last whole week.",
        "%(pace)s a month at the pace of the last %(num)s whole weeks.",
        money.weeks,
        pace=dollars(money.month_at_pace),
    )
    return Shown("cost", dollars(money.cost), of, says)


def month_here(told: Month) -> Shown:
    """Return what the month comes to for one programme, beside its own budget."""
    none = say("It has no budget of its own: the organisation's limits hold.")
    return _in_a_month("month_here", told, money_words.budget(told, none))


def month(told: Month) -> Shown:
    """Return what the month comes to for all programmes, beside the budget of it."""
    none = say("No budget is set.")
    return _in_a_month("month", told, money_words.budget(told, none))


def _in_a_month(key: str, told: Month, budget: str) -> Shown:
    if told.forecast is None:
        says = f"{money_words.too_early(told)} {budget}"
        return Shown(key, dollars(told.cost), say("so far"), says)
    so_far = say(
        "%(spent)s so far. %(from_days)s",
        spent=dollars(told.cost),
        from_days=money_words.from_days(told),
    )
    of = say("by its end, forecast")
    return Shown(key, dollars(told.forecast), of, f"{so_far} {budget}")


SHOWN: Mapping[str, Callable[[Results], Shown]] = {
    "tries": _tries,
    "own": _own,
    "effect": _effect,
    "recovery": _recovery,
    "first": _first,
    "opt_outs": _opt_outs,
    "prompts": _prompts,
    "cost": _cost,
    "month_here": lambda found: month_here(found.money.here),
    "month": lambda found: month(found.money.all),
}


def rate(many: int, people: int) -> float:
    """Return how many a person, nought where there is nobody."""
    return many / people if people else 0.0
