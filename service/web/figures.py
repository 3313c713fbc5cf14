"""The figures of results: what each is called and what it means, and its numbers.

One table: the page, its files, `/results/definitions` and docs/reference say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from flows.coach.attempts import Share
from flows.coach.effect import NEEDED
from service.carrier.prices import DOLLAR
from service.usecases.cells import Cell
from service.usecases.results import Money, Results, WeekOf
from service.web.tongues import count, later, say

# Fewer than these tell too little for a share of a hundred.
ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure is called, and how it is counted."""

    name: str
    meaning: str


DEFINITIONS: Mapping[str, Definition] = {
    "tries": Definition(
        later("Tries"),
        later(
            "Chances that were tried, for real or in the mind, of the chances something"
            " is known of. Whatever came of a try, it counts. Chances nothing was said"
            " about are in neither number."
        ),
    ),
    "own": Definition(
        later("On their own"),
        later(
            "Tries that no prompt came before, of the known chances that no prompt"
            " opened. A chance that began with a prompt is left out: nobody could have"
            " been first there."
        ),
    ),
    "effect": Definition(
        later("What reminders add"),
        later(
            "On some chances a lot decides whether a prompt stands by. This is the"
            " share tried where it did, less the share tried where it did not, each"
            " person compared with themselves at the same odds. The interval holds the"
            " truth about 95 times in 100, for these people and these chances. It is"
            " said from 5 known chances of each kind on."
        ),
    ),
    "recovery": Definition(
        later("Back after a lapse"),
        later(
            "The middle number of days from the beginning of a lapse to the next try,"
            " over the lapses that ended in these weeks. A lapse is a run without a"
            " try that holds two known misses, or seven days in which chances came."
        ),
    ),
    "first": Definition(
        later("To the first win"),
        later(
            "The middle number of days from a person's first step to their first real"
            " try, of those whose first try lies in these weeks."
        ),
    ),
    "opt_outs": Definition(
        later("Stopped"),
        later(
            "People who asked for texts to stop and have not come back, of all who"
            " ever agreed. Weeks make no difference here; the month of joining does."
        ),
    ),
    "prompts": Definition(
        later("Prompts"),
        later(
            "What asked for action and may have reached somebody: prompts, follow-ups"
            " and planned calls. A call, its retry and the text in its place are one;"
            " a call somebody asked for is none. For each week it is divided by the"
            " people who had agreed and not stopped."
        ),
    ),
    "cost": Definition(
        later("Cost"),
        later(
            "What the messages and calls of these people are estimated to have cost, in"
            " US dollars, by the prices of the limits. A month at this pace: the last"
            " four whole weeks shown, as thirty days. The forecast is of the whole"
            " organisation: this month so far, and what is left of it at the pace of"
            " the last 28 days."
        ),
    ),
}


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
    """Return every figure of a programme, in the order of the table."""
    return tuple(SHOWN[key](found) for key in DEFINITIONS)


def share(told: Share) -> tuple[str, str]:
    """Return a share as large words and small ones; never a percentage alone."""
    of = say("%(count)s of %(n)s", count=told.count, n=told.n)
    if told.n < ENOUGH:
        return of, ""
    return f"{round(100 * told.count / told.n)} %", of


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
    effect = found.effect
    if effect is None:
        says = say(
            "Not enough to say yet: n=%(given)s with a reminder standing by,"
            " n=%(rested)s without; it takes %(needed)s of each from the same people.",
            given=given,
            rested=rested,
            needed=NEEDED,
        )
        return _nothing("effect", says)
    low, high = (round(100 * bound) for bound in (effect.low, effect.high))
    says = say(
        "95 %% interval: %(low)s to %(high)s points; n=%(given)s with, n=%(rested)s"
        " without.",
        low=f"{low:+d}",
        high=f"{high:+d}",
        given=effect.prompted.n,
        rested=effect.rested.n,
    )
    return Shown(
        "effect", f"{round(100 * effect.difference):+d}", say("points"),
        f"{_verdict(effect.low, effect.high)} {says}",
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
    rates = [rate(one.prompts, one.people) for one in found.weeks if one.people]
    if not rates:
        return _nothing("prompts", say("Nobody was here in these weeks."))
    says = say("A person and week, in the last week; in the first it was %(first)s.",
               first=f"{rates[0]:.1f}")  # fmt: skip
    of = say("%(n)s in all", n=found.prompts)
    return Shown("prompts", f"{rates[-1]:.1f}", of, says)


def _cost(found: Results) -> Shown:
    money = found.money
    says = say(
        "%(pace)s a month at this pace. The organisation this month: %(spent)s so far,"
        " %(forecast)s by its end; %(budget)s.",
        pace=dollars(money.month_at_pace),
        spent=dollars(money.spent),
        forecast=dollars(money.forecast),
        budget=_budget(money),
    )
    of = say("in these weeks, estimated")
    return Shown("cost", dollars(money.cost), of, says)


def _budget(money: Money) -> str:
    if money.budget is None:
        return say("no budget is set")
    budget = dollars(money.budget)
    if money.forecast > money.budget:
        return say("that is more than its budget of %(budget)s", budget=budget)
    return say("its budget is %(budget)s", budget=budget)


SHOWN: Mapping[str, Callable[[Results], Shown]] = {
    "tries": _tries,
    "own": _own,
    "effect": _effect,
    "recovery": _recovery,
    "first": _first,
    "opt_outs": _opt_outs,
    "prompts": _prompts,
    "cost": _cost,
}


def rate(many: int, people: int) -> float:
    """Return how many a person, nought where there is nobody."""
    return many / people if people else 0.0


def dollars(millionths: int) -> str:
    """Say an amount in dollars and cents."""
    return f"${Decimal(millionths) / DOLLAR:.2f}"


# ---- as data ----

HEADS = ("figure", "value", "n", "low", "high", "unit")


def table(found: Results) -> Iterator[tuple[Cell, ...]]:
    """Yield the figures as rows of HEADS; what is not known is empty."""
    yield "tries", found.tries, found.known, None, None, "tries of known chances"
    yield "own", found.own.count, found.own.n, None, None, "unprompted tries"
    effect = found.effect
    if effect is None:
        yield "effect", None, sum(found.drawn), None, None, "difference of rates"
    else:
        bounds = (effect.difference, sum(found.drawn), effect.low, effect.high)
        yield "effect", *bounds, "difference of rates"
    back = found.recovery
    days, n = (None, 0) if back is None else (back.days, back.n)
    yield "recovery", days, n, None, None, "days"
    days, n = (None, 0) if found.first is None else (found.first.days, found.first.n)
    yield "first", days, n, None, None, "days"
    out = found.opt_outs
    yield "opt_outs", out.count, out.n, None, None, "people"
    yield "prompts", found.prompts, found.people, None, None, "prompts; n is people"
    yield "cost", found.money.cost, found.messages, None, None, "millionths of USD"


WEEK_HEADS = (
    "week", "people", "known", "tries", "own_tries", "own_n", "prompts", "messages",
    "cost_millionths_usd",
)  # fmt: skip


def week(one: WeekOf) -> tuple[Cell, ...]:
    """Return a week as a row of WEEK_HEADS."""
    own = one.own
    return (
        one.week, one.people, one.known, one.tries, own.count, own.n, one.prompts,
        one.messages, one.cost,
    )  # fmt: skip
