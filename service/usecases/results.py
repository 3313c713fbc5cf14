"""Results: what a programme's people add up to, for a range of weeks and a cohort.

Laws: no number stands without what it is of; nothing is read but what was added up
beforehand, so that a page costs alike for two people and for two thousand; people who
were erased are in no number but that of money: what went out to them was paid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import effect, sums
from flows.coach.attempts import Share
from flows.coach.effect import Block, Effect, Side
from flows.coach.sums import Recovery
from flows.coach.weeks import monday
from service.store import added_up, earlier, spendings, views, zones
from service.store.added_up import Crowd, Within
from service.store.db import Found, Tx
from service.store.views import Named
from service.usecases import budgeting, limiting, rights
from service.usecases.limiting import Month
from service.usecases.parts import Parts
from service.usecases.rights import Signed

USUAL_WEEKS, MOST_WEEKS = 12, 156
WEEK = timedelta(days=7)
DAYS = timedelta(days=6)  # after its Monday, in a week
# The pace of a programme's money is that of so many weeks; a month is thirty days.
PACE, MONTH = 4, 30
# What was counted so lately need not be counted again.
FRESH = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see: from and until which weeks, of whom who joined when.

    `cohort` is the first day of a month, None for everybody; a day stands for its week.
    """

    since: date | None = None
    until: date | None = None
    cohort: date | None = None


@dataclass(frozen=True, slots=True)
class WeekOf:
    """A week of a programme; `people` had agreed to texts and not stopped in it.

    `whole` says that it is over everywhere and that somebody was here from its Monday
    on: the first week and this one are parts, and no pace is drawn from them.
    """

    week: date
    whole: bool
    people: int
    known: int
    tries: int
    own: Share
    prompts: int
    messages: int
    cost: int


@dataclass(frozen=True, slots=True)
class First:
    """The median days from the first step to the first try, over `n` of `of` people."""

    days: float
    n: int
    of: int


@dataclass(frozen=True, slots=True)
class Money:
    """Millionths of a US dollar: what these weeks cost, and a month at the pace of the
    last `weeks` whole ones of them; None where not one is whole. `here` and `all` are
    where the money of this programme and of the whole organisation stands this month.
    """

    cost: int
    month_at_pace: int | None
    weeks: int
    here: Month
    all: Month


@dataclass(frozen=True, slots=True)
class Counted:
    """Up to when people are counted, of whom anything may have come since then.

    `up_to` is None where there is nobody of whom it may. `heard` of them wrote since
    they were counted, and `unseen` agreed and are not counted at all yet.
    """

    now: datetime
    up_to: datetime | None = None
    heard: int = 0
    unseen: int = 0

    @property
    def behind(self) -> timedelta:
        """How much may be missing."""
        return self.now - (self.up_to or self.now)

    @property
    def waiting(self) -> int:
        """How many people there is something of that surely is not counted yet."""
        return self.heard + self.unseen

    @property
    def fresh(self) -> bool:
        """Whether counting now would hardly change anything."""
        return not self.waiting and self.behind < FRESH


@dataclass(frozen=True, slots=True)
class Results:
    """All the numbers of one programme.

    `drawn` says how many known chances a lot gave a prompt, and how many not. So many
    tries as are `brought_in` from elsewhere are in none of the other numbers.
    """

    programme: Named
    since: date
    until: date
    cohort: date | None
    cohorts: tuple[date, ...]
    counted: Counted
    people: int
    active: int
    weeks: tuple[WeekOf, ...]
    known: int
    tries: int
    own: Share
    effect: Effect | None
    drawn: tuple[int, int]
    recovery: Recovery | None
    first: First | None
    opt_outs: Share
    prompts: int
    messages: int
    money: Money
    brought_in: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A programme in the list: the last twelve weeks in a few numbers."""

    id: UUID
    name: str
    people: int
    active: int
    tries: int
    known: int
    own: Share
    prompts: int
    cost: int
    counted: Counted


def look(parts: Parts, signed: Signed) -> tuple[Line, ...]:
    """Return a line for each programme, the oldest first."""
    rights.require(signed, "see")
    with parts.db.transaction(signed.organisation) as tx:
        usual = _within(_today(tx), Asked())
        sums_of = added_up.of_all(tx, usual.since, usual.until)
        up_to = added_up.up_to(tx)
        paid: Counter[UUID] = Counter()
        for row in spendings.weeks(tx, usual.since, usual.until):
            paid[row["programme_id"]] += int(row["cost"])
        lines = (
            _line(one, sums_of.get(one.id), _counted(tx.now, up_to.get(one.id)))
            for one in views.programmes(tx)
        )
        # Days are kept since programmes have budgets; before, there are people's sums.
        return tuple(replace(one, cost=max(one.cost, paid[one.id])) for one in lines)


def _counted(now: datetime, row: Found | None) -> Counted:
    return Counted(now, **{k: v for k, v in (row or {}).items() if k != "programme_id"})


def _line(programme: Named, row: Found | None, counted: Counted) -> Line:
    told: Mapping[str, Any] = row or dict.fromkeys(
        ("people", "active", "tries", "known", "own_tries", "own_n", "prompts", "cost"),
        0,
    )
    return Line(
        id=programme.id,
        name=programme.name,
        people=told["people"],
        active=told["active"],
        tries=int(told["tries"]),
        known=int(told["known"]),
        own=Share(int(told["own_tries"]), int(told["own_n"])),
        prompts=int(told["prompts"]),
        cost=int(told["cost"]),
        counted=counted,
    )


def of(parts: Parts, signed: Signed, programme: UUID, asked: Asked) -> Results:
    """Return the results of a programme. Raises LookupError for none of theirs."""
    rights.require(signed, "see")
    with parts.db.transaction(signed.organisation) as tx:
        named = {one.id: one for one in views.programmes(tx)}
        if programme not in named:
            raise LookupError(f"there is no programme {programme} here")
        return _of(tx, named[programme], asked)


def _of(tx: Tx, programme: Named, asked: Asked) -> Results:
    within = _within(_today(tx), asked)
    crowd = added_up.people(tx, programme.id, within)
    rows = added_up.weeks(tx, programme.id, within)
    weeks = _weeks(rows, crowd, within, tx.now.date())
    if asked.cohort is None:
        weeks = _paid(
            weeks, spendings.weeks(tx, within.since, within.until, programme.id)
        )
    pooled, drawn = _effect(added_up.lots(tx, programme.id, within))
    return Results(
        programme=programme,
        since=within.since,
        until=within.until,
        cohort=asked.cohort,
        cohorts=crowd.cohorts[::-1],
        counted=_counted(tx.now, added_up.up_to(tx).get(programme.id)),
        people=crowd.people,
        active=crowd.active,
        weeks=weeks,
        known=sum(one.known for one in weeks),
        tries=sum(one.tries for one in weeks),
        own=Share(sum(one.own.count for one in weeks), sum(one.own.n for one in weeks)),
        effect=pooled,
        drawn=drawn,
        recovery=sums.recovered(crowd.lapses),
        first=_first(crowd),
        opt_outs=Share(crowd.stopped, crowd.people),
        prompts=sum(one.prompts for one in weeks),
        messages=sum(one.messages for one in weeks),
        money=_money(tx, programme.id, weeks),
        brought_in=earlier.count(tx, programme.id, within.since, within.until + DAYS),
    )


# ---- which weeks, and who ----


def _today(tx: Tx) -> date:
    """Return the day it is by this organisation's clock, which its pages tell."""
    return tx.now.astimezone(ZoneInfo(zones.of(tx).name)).date()


def _within(today: date, asked: Asked) -> Within:
    """Return whole weeks, at most MOST_WEEKS of them, the last one that of today.

    A week that began somewhere only is not shown before it begins by that clock.
    """
    this = monday(today)
    until = min(monday(asked.until or this), this)
    since = monday(asked.since or until - (USUAL_WEEKS - 1) * WEEK)
    since = min(max(since, until - (MOST_WEEKS - 1) * WEEK), until)
    if asked.cohort is None:
        return Within(since, until, date.min, date.max)
    first = asked.cohort.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Within(since, until, first, last)


# ---- the numbers ----


def _weeks(
    rows: Sequence[Found], crowd: Crowd, within: Within, today: date
) -> tuple[WeekOf, ...]:
    told = {row["week"]: row for row in rows}
    none = dict.fromkeys(added_up.COUNTS, 0)
    many = (within.until - within.since).days // 7 + 1
    mondays = (within.since + at * WEEK for at in range(many))
    # Where it is yesterday still, a week ends up to a day later.
    whole = (crowd.began or date.max, today - WEEK - timedelta(days=1))
    return tuple(_week(one, told.get(one, none), crowd, whole) for one in mondays)


def _week(
    week: date, row: Mapping[str, Any], crowd: Crowd, whole: tuple[date, date]
) -> WeekOf:
    counts = {name: int(row[name]) for name in added_up.COUNTS}
    own = Share(counts.pop("own_tries"), counts.pop("own_n"))
    here = sum(
        one.many
        for one in crowd.stays
        if one.joined <= week and (one.left is None or one.left >= week)
    )
    first, last = whole
    return WeekOf(
        week=week, whole=first <= week <= last, people=here, own=own, **counts
    )


def _paid(weeks: tuple[WeekOf, ...], rows: Iterable[Found]) -> tuple[WeekOf, ...]:
    """Return weeks with what was paid in each, also for people who were erased.

    In the first week that is known of, and before it, it is at least what those who
    are here have cost: what went out by day was not always kept.
    """
    told = {row["week"]: row for row in rows}
    first = min((row["first"] for row in told.values()), default=date.max)
    return tuple(_paid_in(one, told.get(one.week, {}), first) for one in weeks)


def _paid_in(one: WeekOf, row: Mapping[str, Any], first: date) -> WeekOf:
    cost, messages = int(row.get("cost", 0)), int(row.get("messages", 0))
    if one.week <= first:
        cost, messages = max(cost, one.cost), max(messages, one.messages)
    return replace(one, cost=cost, messages=messages)


def _effect(rows: Iterable[Found]) -> tuple[Effect | None, tuple[int, int]]:
    blocks, unknown = [], 0
    for row in rows:
        prompted = Side(row["prompted_tried"], row["prompted_known"])
        rested = Side(row["rested_tried"], row["rested_known"])
        who = str(row["participant_id"])
        blocks.append(Block(who, row["probability"], prompted, rested))
        unknown += row["unknown"]
    drawn = sum(one.prompted.n for one in blocks), sum(one.rested.n for one in blocks)
    return effect.pooled(blocks, unknown), drawn


def _first(crowd: Crowd) -> First | None:
    days = crowd.firsts
    return First(sums.middle(days), len(days), crowd.people) if days else None


def _money(tx: Tx, programme: UUID, weeks: Sequence[WeekOf]) -> Money:
    whole = [one for one in weeks if one.whole][-PACE:]
    pace = sum(one.cost for one in whole) / (7 * len(whole)) if whole else None
    everything = limiting.outlook(tx)
    return Money(
        cost=sum(one.cost for one in weeks),
        month_at_pace=None if pace is None else round(pace * MONTH),
        weeks=len(whole),
        here=budgeting.one(tx, programme, everything.segment).month,
        all=everything.month,
    )
