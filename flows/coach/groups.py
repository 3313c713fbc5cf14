"""What the tries of a group add up to: one row for each programme (C19).

Law: the same people in any order give the same row; a rate over less than a week of
one person is None.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flows.coach.attempts import ChanceRecord, Share, independence, tries
from flows.coach.effect import Drawn, Effect, reminder_effect

LOOKED_AT = timedelta(days=28)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Life:
    """One person of a group, once she agreed to texts.

    `active` says whether she still does, `days` how many of the days looked at she
    has been with us, `prompts` what she was sent in them; `today` is her local day.
    """

    active: bool
    today: date
    days: int
    prompts: int
    records: tuple[ChanceRecord, ...] = ()
    drawn: tuple[Drawn, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The row of a group; rates are for one active person and week.

    `effect` is pooled: each person is compared with herself alone. `opt_outs` are
    those who stopped, of all who ever agreed to texts.
    """

    people: int
    tries_week: float | None
    prompts_week: float | None
    independence: Share
    effect: Effect | None
    opt_outs: Share


def group(lives: Sequence[Life]) -> Group:
    """Give the row of a group; who has stopped counts for the effect and opt-outs."""
    here = [life for life in lives if life.active]
    days = sum(life.days for life in here)
    return Group(
        people=len(here),
        tries_week=per_week(sum(map(_lately, here)), days),
        prompts_week=per_week(sum(life.prompts for life in here), days),
        independence=_joined(independence(life.records) for life in here),
        effect=reminder_effect(chance for life in lives for chance in life.drawn),
        opt_outs=Share(len(lives) - len(here), len(lives)),
    )


def per_week(count: int, days: int) -> float | None:
    """Give how many a week, or None before there is one."""
    return count * WEEK / days if days >= WEEK else None


def _lately(life: Life) -> int:
    since = life.today - LOOKED_AT
    return sum(since < one.local_date <= life.today for one in tries(life.records))


def _joined(shares: Iterable[Share]) -> Share:
    told = list(shares)
    return Share(sum(one.count for one in told), sum(one.n for one in told))
