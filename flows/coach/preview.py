"""The coming days as the real core would decide them now, each line with its reason.

Laws: nothing here decides; the Ladder plans each chance and the rules of sending judge
each nudge at its own moment, with what the lines before it would have sent. What is
promised already, by no schedule, stands among them. What she tells in between is not
foreseen.
"""

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.coach import explain, policy, prompting, recap, timing
from flows.coach.chances import Left, Occurrence
from flows.coach.explain import NudgeContext, Verdict
from flows.coach.foreseen import (
    SAID,
    Asked,
    Calls,
    Due,
    Full,
    Kept,
    NudgeKind,
    Promised,
    Row,
    RowKind,
)
from flows.coach.ladder import ChanceRef, Planned
from flows.coach.layout import lay_out
from flows.coach.lived import Life, begun, is_over, moments_of
from flows.coach.nudge_context import Cause
from flows.coach.nudge_moments import FLOOR
from flows.coach.policy import State
from flows.coach.quiet import hours_on
from flows.coach.rungs import Prompt
from flows.coach.schedule import Sort
from flows.safety import unconfirmed

__all__ = [
    "LEFT",
    "RECAP_LIVES",
    "SAID",
    "Asked",
    "Calls",
    "Due",
    "Full",
    "Kept",
    "NudgeKind",
    "Promised",
    "Row",
    "RowKind",
    "preview",
]

RECAP_LIVES = timedelta(hours=20)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
# Texts that ask by themselves; of prompts only the late one does.
_ASK = frozenset({"recap", "follow_up"})

LEFT: dict[str, str] = {
    "skip": "{name} has this day off, so it has no chance.",
    "holiday": "It is a holiday for {name}, so the day has no chance.",
    "pause": "{name} is on a pause, so the day has no chance.",
    "illness": "{name} is ill, so the day has no chance.",
    "no_date": "The schedule counts from a date of {name} that nobody has given yet.",
}


@dataclass(frozen=True, slots=True)
class _Nudge:
    """What comes at a moment; `led` is the sort of prompt that a chance has by it.

    `at` is when it is judged again, once `moved` tells why it did not go when due.
    """

    kind: NudgeKind
    day: date
    due: datetime
    expires: datetime
    key: str = ""
    promised: Promised | None = None
    led: Prompt = "none"
    at: datetime | None = None
    moved: str = ""

    @property
    def occurrence(self) -> str:
        """The key by which it is planned."""
        if self.promised is not None:
            return self.promised.occurrence
        return f"{self.kind}/{self.key if self.kind == 'prompt' else self.day}"


def preview(asked: Asked, first: date, days: int) -> tuple[Row, ...]:
    """Show so many days from `first`, in the order of time.

    Args:
        asked: whose days, and her state as it stands.
        first: her first local date.
        days: how many.
    """
    last = first + (days - 1) * _DAY
    laid = lay_out(asked.schedule, first, last, asked.whose)
    rows = [_left(asked, each) for each in laid if isinstance(each, Left)]
    chances = [each for each in laid if isinstance(each, Occurrence)]
    coming = _beside(asked, chances, first, last)
    rows += _lived(asked, chances, coming, [first + n * _DAY for n in range(days)])
    return tuple(sorted(rows, key=_order))


def _order(row: Row) -> tuple[date, bool, datetime, bool]:
    at = row.at or datetime.min.replace(tzinfo=UTC)
    return row.local_date, row.at is not None, at, row.kind != "chance"


def _left(asked: Asked, each: Left) -> Row:
    words = LEFT[each.reason].format(name=asked.name)
    return Row("left", each.local_date, None, None, False, each.reason, words)


def _beside(
    asked: Asked, chances: Sequence[Occurrence], first: date, last: date
) -> list[_Nudge]:
    """Return what comes in these days beside the prompts of chances, in order."""
    found = _recaps_and_calls(asked, first, last)
    found += _promised(asked, {each.occurrence for each in found}, first, last)
    known = {each.key for each in chances if not _was_never_laid_out(asked, each)}
    coming = [_as_it_stands(asked, each) for each in found]
    coming += [_standing(asked, key) for key in asked.kept if key not in known]
    return sorted(filter(None, coming), key=_due)


def _due(nudge: _Nudge) -> tuple[datetime, str]:
    return nudge.at or nudge.due, nudge.kind


def _lived(
    asked: Asked, chances: Sequence[Occurrence], coming: list[_Nudge], days: list[date]
) -> Iterator[Row]:
    """Plan each day by what went before it, and judge each nudge when it is due."""
    asking = [] if asked.nudged_at is None else [asked.nudged_at]
    life = Life(asked.ladder, asked.schedule, list(asked.sent), asking)
    life.about = {key: kept.led for key, kept in asked.kept.items()}
    life.floor = asked.floor
    mine = [each for each in chances if not _was_never_laid_out(asked, each)]
    for day in days:
        dawn = timing.moment(day, time.min, asked.zone)
        yield from _until(dawn, asked, coming, life)
        for one in begun(asked, day, dawn, life):
            yield Row("decision", day, None, None, False, one.rule, one.sentence)
        of_day = [each for each in mine if each.local_date == day]
        yield from _planned(asked, of_day, life.state, coming)
        life.untold += of_day
    yield from _until(None, asked, coming, life)


def _planned(
    asked: Asked, of_day: Iterable[Occurrence], state: State, coming: list[_Nudge]
) -> Iterator[Row]:
    """Plan a day's chances before any of its prompts has gone, as each dawn does."""
    rules = policy.rules_of(asked.ladder)
    for each in of_day:
        ref = ChanceRef(each.key, each.local_date, each.number)
        plan = rules.plan(state, ref, name=asked.name)
        opens = moments_of(asked, each).opens
        row = _row(asked, "chance", each.local_date, opens, plan)
        yield replace(row, occurrence=_key(each))
        prompt = _prompt(asked, each, plan)
        if prompt is not None:
            insort(coming, replace(prompt, led=plan.prompt), key=_due)
        if plan.prompt != "none" and not is_over(asked, each):
            state = policy.paid(state)


def _until(
    end: datetime | None, asked: Asked, coming: list[_Nudge], life: Life
) -> Iterator[Row]:
    """Judge what comes before a moment; what is moved comes again, in its turn."""
    while coming and (end is None or _due(coming[0])[0] < end):
        nudge = coming.pop(0)
        at = max(nudge.at or nudge.due, asked.now)
        verdict = explain.verdict(_context(asked, nudge, at, life))
        if verdict.until is None:
            yield _judged(asked, nudge, at, verdict, life)
        else:  # always later, and each nudge comes too late once
            why = nudge.moved or verdict.sentence
            insort(coming, replace(nudge, at=verdict.until, moved=why), key=_due)


def _was_never_laid_out(asked: Asked, each: Occurrence) -> bool:
    """Say whether a chance is over and none of hers: planning leaves such out."""
    return is_over(asked, each) and each.key not in asked.kept


def _promised(
    asked: Asked, known: Set[str], first: date, last: date
) -> Iterator[_Nudge]:
    """Yield what stands in these days and no schedule makes, or makes any more."""
    for each in asked.promised:
        day = each.at.astimezone(ZoneInfo(asked.zone)).date()
        if first <= day <= last and each.occurrence not in known:
            yield _Nudge(each.kind, day, each.at, each.expires, each.chance, each)


def _as_it_stands(asked: Asked, nudge: _Nudge) -> _Nudge | None:
    """Return a nudge when it is due as it stands; None for one that has come."""
    if nudge.occurrence not in asked.nudges:
        return nudge
    due = asked.nudges[nudge.occurrence]
    return None if due is None else replace(nudge, due=due.at, expires=due.expires)


def _key(each: Occurrence) -> str:
    return f"prompt/{each.key}"


def _row(
    asked: Asked, kind: RowKind, day: date, at: datetime, why: Planned | Verdict
) -> Row:
    wall = at.astimezone(ZoneInfo(asked.zone)).time()
    goes = why.prompt != "none" if isinstance(why, Planned) else why.action == "send"
    return Row(kind, day, wall, at, goes, why.rule, why.sentence)


def _prompt(asked: Asked, each: Occurrence, planned: Planned) -> _Nudge | None:
    """Return the prompt of a chance, or the one that stands though none is planned."""
    if planned.prompt == "none" or is_over(asked, each):
        return _standing(asked, each.key)  # once its new time is over it gets no other
    due, expires = moments_of(asked, each).of(planned.prompt)
    return _as_it_stands(
        asked, _Nudge("prompt", each.local_date, due, expires, each.key)
    )


def _standing(asked: Asked, key: str) -> _Nudge | None:
    """Return the prompt of a chance that stays, whatever the schedule has of it."""
    kept, due = asked.kept.get(key), asked.nudges.get(f"prompt/{key}")
    if kept is None or due is None:
        return None
    return _Nudge("prompt", kept.occurrence.local_date, due.at, due.expires, key)


def _recaps_and_calls(asked: Asked, first: date, last: date) -> list[_Nudge]:
    """Return recaps and calls whose time is yet to come: no other is ever planned."""
    found: list[_Nudge] = []
    kept = policy.kept(asked.ladder)
    for ahead in range((last - first).days + 1):
        day = first + ahead * _DAY
        if asked.recap is not None and recap.on(asked.recap, kept, day).falls_on(day):
            due = timing.moment(day, asked.recap.wall, asked.zone)
            soon = asked.recaps_from is not None and due < asked.recaps_from
            if not soon and due > asked.now:
                found.append(_Nudge("recap", day, due, due + RECAP_LIVES))
        if asked.calls is not None and day.weekday() in asked.calls.days:
            window = timing.window(day, asked.calls.hours, asked.zone)
            if window is not None and window[0] > asked.now:
                found.append(_Nudge("call", day, *window, f"{day}/0"))
    return found


def _judged(
    asked: Asked, nudge: _Nudge, at: datetime, verdict: Verdict, life: Life
) -> Row:
    # What is too late already stands where it was due, not where the clock is now.
    stands = nudge.due if nudge.expires <= asked.now else at
    row = _row(asked, nudge.kind, nudge.day, stands, verdict)
    if row.goes and nudge.moved:
        wall = nudge.due.astimezone(ZoneInfo(asked.zone)).time()
        row = replace(row, set_for=wall, moved=nudge.moved)
    if verdict.action == "send":
        _count(nudge, at, life)
    return replace(row, occurrence=nudge.occurrence)


def _count(nudge: _Nudge, at: datetime, life: Life) -> None:
    if nudge.kind in _ASK or nudge.led == "late":
        life.floor = at + FLOOR
    if nudge.kind == "recap":
        return
    life.asking.append(at)
    life.counted.extend([at] if _counts(nudge) else ())
    if nudge.kind == "prompt":
        gone = life.about.get(nudge.key, "none")
        life.about[nudge.key] = nudge.led if gone == "none" else gone
    else:  # a call, or the text in its place, came before any word of hers
        life.about[nudge.key] = "before"


def _counts(nudge: _Nudge) -> bool:
    """Say whether a cap counts it: a call, its retry and the text after it are one."""
    return _cause(nudge) not in ("asked", "unreached")


def _cause(nudge: _Nudge) -> Cause:
    return "plan" if nudge.promised is None else nudge.promised.cause


def _sort(nudge: _Nudge) -> Sort:
    if nudge.kind != "call":
        return "texts"
    return "retries" if nudge.promised and nudge.promised.retry else "calls"


def _context(asked: Asked, nudge: _Nudge, at: datetime, life: Life) -> NudgeContext:
    zone = ZoneInfo(asked.zone)
    today = at.astimezone(zone).date()
    days = [one.astimezone(zone).date() for one in life.counted]
    hours = hours_on(asked.schedule, _sort(nudge), today, asked.hours)
    itself = int(_cause(nudge) == "unreached")  # the call that it comes after has gone
    full = asked.full if asked.full and at < asked.full.ends_at else None
    return NudgeContext(
        kind=nudge.kind,
        now=at,
        zone=asked.zone,
        hours=hours or asked.hours,
        closed=hours is None,
        consent=asked.consent,
        hold=_hold(asked, at),
        paused_until=asked.paused_until,
        reported=nudge.key in asked.reported,
        expires_at=nudge.expires,
        sent_today=max(0, sum(one == today for one in days) - itself),
        cap_day=asked.cap_day,
        sent_week=max(0, sum(today - _WEEK < one <= today for one in days) - itself),
        cap_week=_cap_week(asked, life.state, nudge, today),
        name=asked.name,
        calls=asked.agreed_to_calls,
        nudged_at=max((one for one in life.asking if one <= at), default=None),
        cause=_cause(nudge),
        open_question=life.floor is not None and life.floor > at,
        question_ends_at=life.floor,
        texts_arrive=asked.texts_arrive,
        silent_days=_silent_days(asked, at),
        limit=full.limit if full else "",
        limit_of=full.of if full else "",
        limit_ends_at=full.ends_at if full else None,
    )


def _hold(asked: Asked, at: datetime) -> str | None:
    """Say what holds her texts then, if nobody gives a word before."""
    over = asked.hold_ends is not None and at >= asked.hold_ends
    return None if over else asked.hold


def _silent_days(asked: Asked, at: datetime) -> int:
    """Count them as they will be then, if no sign comes before."""
    since = asked.silent_since
    return unconfirmed.silent_days(since, at) if since else 0


def _cap_week(asked: Asked, state: State, nudge: _Nudge, today: date) -> int:
    """Return what seven days may hold: of prompts also what her Ladder says."""
    if nudge.kind != "prompt":
        return asked.cap_week
    ceiling = prompting.ceiling(policy.kept(state), today)
    return min(asked.cap_week, ceiling)
