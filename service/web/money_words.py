"""What a month's money comes to in words: amounts, a forecast, a budget."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from flows.coach import spending
from service.carrier.prices import DOLLAR
from service.usecases.budgeting import Together
from service.usecases.limiting import Month, Outlook
from service.web import dating
from service.web.tongues import count, later, say

# The longer one first: it is what lets go last.
REACHED: Mapping[str, str] = {
    spending.MONTH: later(
        "A limit of the month is reached already, so nudges wait or are not sent until"
        " it is raised or the month is over. Replies to what people write go on."
    ),
    spending.DAY: later(
        "A limit of the day is reached already, so nudges wait or are not sent until"
        " it is raised or the day is over. Replies to what people write go on."
    ),
}


def dollars(millionths: int) -> str:
    """Say an amount in dollars and cents."""
    return f"${_cents(millionths)}"


def _cents(millionths: int) -> Decimal:
    return (Decimal(millionths) / DOLLAR).quantize(Decimal("0.01"))


def rest(told: Together) -> str:
    """Say what this month cost beside its programmes, such as alerts; "" for nothing.

    In cents it is what they leave of the whole as both are said, so that it adds up.
    """
    each = [one.month.cost for one in told.each]
    left = _cents(told.all.month.cost) - sum(map(_cents, each))
    if told.all.month.cost <= sum(each) or left <= 0:
        return ""
    return say(
        "Alerts to coaches and what belongs to no programme, so far: %(spent)s.",
        spent=f"${left}",
    )


def typed(millionths: int | None) -> str:
    """Return an amount as it is typed in a field; "" for none."""
    if millionths is None:
        return ""
    return f"{(Decimal(millionths) / DOLLAR).normalize():f}"


def line(told: Month) -> str:
    """Say in a sentence or two where the money of a programme stands."""
    none = say("It has no budget of its own.")
    if told.forecast is None:
        so_far = say("%(spent)s so far this month.", spent=dollars(told.cost))
        return f"{so_far} {budget(told, none)}"
    so_far = say(
        "%(spent)s so far, %(forecast)s by the end of the month.",
        spent=dollars(told.cost),
        forecast=dollars(told.forecast),
    )
    return f"{so_far} {budget(told, none)}"


def state(told: Month) -> str:
    """Say in half a line what a programme spent this month, and of which budget."""
    spent = dollars(told.cost)
    if told.budget is None:
        return say("%(spent)s this month, no budget set", spent=spent)
    most = dollars(told.budget)
    return say("%(spent)s of %(budget)s this month", spent=spent, budget=most)


def from_days(told: Month) -> str:
    """Say from how many days a forecast is drawn."""
    since = "" if told.since is None else dating.day(told.since)
    return count(
        "Forecast from %(num)s whole day, since %(day)s.",
        "Forecast from %(num)s whole days, since %(day)s.",
        told.days,
        day=since,
    )


def too_early(told: Month) -> str:
    """Say why there is no forecast."""
    return count(
        "Too early to forecast: it takes %(needed)s whole days, and there is"
        " %(num)s so far.",
        "Too early to forecast: it takes %(needed)s whole days, and there are"
        " %(num)s so far.",
        told.days,
        needed=spending.NEEDED_DAYS,
    )


def budget(told: Month, none: str) -> str:
    """Say what the budget of the month is, and whether it will do; `none` for none."""
    most = told.budget
    if most is None:
        return none
    if told.reached is not None:
        return say("Its budget of %(budget)s is reached: nudges wait.",
                   budget=dollars(most))  # fmt: skip
    if told.full:
        return say(
            "Its budget of %(budget)s is reached already: from now on nudges wait.",
            budget=dollars(most),
        )
    if told.forecast is not None and told.forecast > most:
        return say("That is more than its budget of %(budget)s.", budget=dollars(most))
    return say("Its budget is %(budget)s.", budget=dollars(most))


def waits(told: Month) -> str:
    """Say what waits for a month's budget that is used up, and until when; or ""."""
    if told.budget is None or not told.full:
        return ""
    return say(
        "%(spent)s of %(budget)s is spent this month, so the budget is reached already."
        " Prompts, recaps, follow-ups, invitations and planned calls wait or are not"
        " sent until it is raised or the month is over. Replies to what people write go"
        " on.",
        spent=dollars(told.cost),
        budget=dollars(told.budget),
    )


def reached(told: Outlook) -> str:
    """Say what waits for a limit of all programmes that is used up; "" for none."""
    return next(
        (say(words) for span, words in REACHED.items() if span in told.full), ""
    )
