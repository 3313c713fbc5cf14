"""What an organisation and a programme may spend: pure sums, asked before every nudge.

Laws: the first limit that one more would go beyond is named, and none is gone beyond;
days and months are UTC's, so that a limit ends at the same moment for everybody.
Money is in millionths of a US dollar, and estimated before anything is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

DAY, MONTH = "day", "month"
# From fewer whole days nothing is forecast.
NEEDED_DAYS = 7
# What stops a nudge, as its rule and a coach name it.
SPANS: Mapping[str, str] = {
    "messages_day": DAY,
    "budget_day": DAY,
    "budget_month": MONTH,
    "programme_month": MONTH,
}
# Of these the rest are the whole organisation's.
OF_PROGRAMME = "programme_month"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of each; None for no limit. The last is of one programme alone."""

    messages_day: int | None = None
    budget_day: int | None = None
    budget_month: int | None = None
    programme_month: int | None = None

    @property
    def bounded(self) -> bool:
        """Whether there is any limit."""
        return any(getattr(self, name) is not None for name in SPANS)


@dataclass(frozen=True, slots=True)
class Spent:
    """What went out so far: messages of the day, cost of the day and of the month, and
    of that month what the programme's own people cost.
    """

    messages_day: int = 0
    cost_day: int = 0
    cost_month: int = 0
    programme_month: int = 0


def reached(limits: Limits, spent: Spent, cost: int) -> str | None:
    """Return which limit one more message of this cost would go beyond, or None."""
    after = (
        ("messages_day", limits.messages_day, spent.messages_day + 1),
        ("budget_day", limits.budget_day, spent.cost_day + cost),
        ("budget_month", limits.budget_month, spent.cost_month + cost),
        (OF_PROGRAMME, limits.programme_month, spent.programme_month + cost),
    )
    return next(
        (name for name, most, would in after if most is not None and would > most), None
    )


def raised(before: Limits, after: Limits) -> bool:
    """Say whether any limit lets more through after than before."""
    pairs = ((getattr(before, name), getattr(after, name)) for name in SPANS)
    return any(
        most is not None and (more is None or more > most) for most, more in pairs
    )


def began(span: str, now: datetime) -> date:
    """Return the first day of the span that a moment lies in."""
    today = now.astimezone(UTC).date()
    return today if span == DAY else today.replace(day=1)


def ends(limit: str, now: datetime) -> datetime:
    """Return when a limit that is reached lets go: midnight UTC, of day or month."""
    first = began(SPANS[limit], now)
    if SPANS[limit] == MONTH:
        first = (first + timedelta(days=31)).replace(day=1)
    else:
        first += timedelta(days=1)
    return datetime.combine(first, time(0), UTC)


def forecast(spent: int, lately: int, days: int, now: datetime) -> int | None:
    """Say what a month will have cost by its end, at the pace of the last whole days.

    Args:
        spent: what it has cost so far.
        lately: what the last `days` cost together.
        days: how many whole days that were.
        now: the moment; what is left of the month is counted from it.

    Returns:
        None from fewer than `NEEDED_DAYS`: a week has days that cost nothing.
    """
    if days < NEEDED_DAYS:
        return None
    left = ends("budget_month", now) - now
    return spent + round(lately / days * (left / timedelta(days=1)))
