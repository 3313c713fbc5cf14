"""What in a schedule works against itself, seen before it is saved.

Law: nothing here decides what goes; it reads what the preview looked at and what came
of it, and names each thing once, with what a coach needs to mend it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from flows.coach import policy
from flows.coach.chances import minutes_between
from flows.coach.fields import AFTER_A_MOMENT
from flows.coach.foreseen import Calls
from flows.coach.ladder_state import cap_on, kind_on
from flows.coach.layout import ALL_DAYS
from flows.coach.preset_state import Standing
from flows.coach.presets import LOCKED, PRESETS
from flows.coach.preview import Asked, Row
from flows.coach.quiet import hours_on
from flows.coach.schedule import Schedule, Slot, Sort, has_room
from flows.coach.timing import Hours, open_at

# A window that opens so shortly before its deadline, and stays open as long after it as
# a moment does, is one: its prompt is to come before.
SHORTLY = 45
_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that works against another: its kind, and what it is about."""

    kind: str
    about: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Seen:
    asked: Asked
    rows: Sequence[Row]
    first: date

    def hours(self, sort: Sort, on: frozenset[int]) -> dict[int, Hours | None]:
        """The hours that each of these weekdays has for that sort in this week."""
        days = (self.first + ahead * _DAY for ahead in range(_WEEK))
        schedule, default = self.asked.schedule, self.asked.hours
        return {
            day.weekday(): hours_on(schedule, sort, day, default)
            for day in days
            if day.weekday() in on
        }

    def quiet(
        self, wall: time, sort: Sort, on: frozenset[int]
    ) -> Iterator[dict[str, str]]:
        """Name a time by the hours that it is outside of, once for each.

        The weekdays stand with it where the hours of its days are not all alike.
        """
        every = self.hours(sort, on)
        alike = len(set(every.values())) == 1
        for hours in dict.fromkeys(every.values()):
            if hours is None or open_at(wall, hours):
                continue
            said = {
                "at": _said(wall),
                "from": _said(hours.start),
                "to": _said(hours.end),
            }
            days = sorted(day for day, has in every.items() if has == hours)
            yield said if alike else {**said, "days": "".join(map(str, days))}


def conflicts(asked: Asked, rows: Sequence[Row], first: date) -> tuple[Conflict, ...]:
    """Name what works against itself in the days that a preview shows.

    Args:
        asked: what the preview looked at.
        rows: what it gave.
        first: its first local date.
    """
    seen = _Seen(asked, rows, first)
    return tuple(
        Conflict(name, about) for name, look in LOOKS.items() for about in look(seen)
    )


def is_moment(slot: Slot) -> bool:
    """Say whether a window is one known moment, with a prompt shortly before it."""
    waits = minutes_between(slot.opens, slot.deadline)
    over = timedelta(minutes=minutes_between(slot.deadline, slot.closes))
    plain = not (slot.draw or slot.part)
    return plain and waits <= SHORTLY and over == AFTER_A_MOMENT


def _said(wall: time) -> str:
    return f"{wall:%H:%M}"


def _consent(seen: _Seen) -> Iterator[dict[str, str]]:
    if seen.asked.consent != "active":
        yield {"consent": seen.asked.consent}


def _hold(seen: _Seen) -> Iterator[dict[str, str]]:
    hold, ends = seen.asked.hold, seen.asked.hold_ends
    if hold is None:
        return
    if ends is None:
        yield {"hold": hold}
        return
    local = ends.astimezone(ZoneInfo(seen.asked.zone))
    if local.date() >= seen.first:
        until = local.date().isoformat()
        yield {"hold": hold, "until": until, "at": _said(local.time())}


def _paused(seen: _Seen) -> Iterator[dict[str, str]]:
    until = seen.asked.paused_until
    if until is not None and until >= seen.first:
        yield {"until": until.isoformat()}


def _over(seen: _Seen) -> Iterator[dict[str, str]]:
    until = seen.asked.schedule.until
    if until is not None and until < seen.first:
        yield {"until": until.isoformat()}


def _no_date(seen: _Seen) -> Iterator[dict[str, str]]:
    around = seen.asked.schedule.around
    if around is not None and around.date not in seen.asked.schedule.dates:
        yield {"date": around.date}


def _no_chance(seen: _Seen) -> Iterator[dict[str, str]]:
    told = any((*_over(seen), *_no_date(seen)))
    if not told and not any(row.kind == "chance" for row in seen.rows):
        yield {}


def _no_list(seen: _Seen) -> Iterator[dict[str, str]]:
    schedule = seen.asked.schedule
    for name in sorted(schedule.observe or ()):
        if name not in schedule.holidays:
            yield {"list": name}


def by_kind(state: policy.State) -> bool:
    """Say whether it follows from the kind of step when prompts come."""
    return not isinstance(state, Standing) or state.preset == LOCKED


def _before(seen: _Seen) -> bool:
    """Say whether prompts come beforehand, not once waiting has ended."""
    state = seen.asked.ladder
    if isinstance(state, Standing) and not by_kind(state):
        return PRESETS[state.preset].prompt == "before"
    return kind_on(policy.kept(state), seen.first) == "moment"


def _quiet_window(seen: _Seen) -> Iterator[dict[str, str]]:
    before, schedule = _before(seen), seen.asked.schedule
    ticked = ALL_DAYS if schedule.days is None else schedule.days
    for slot in schedule.slots:
        on = frozenset(day for day in ticked if slot.falls_on(day))
        yield from seen.quiet(slot.opens if before else slot.deadline, "texts", on)


def _quiet_call(seen: _Seen) -> Iterator[dict[str, str]]:
    calls = _made(seen)
    if calls is not None:
        yield from seen.quiet(calls.hours.start, "calls", calls.days)


def _shut_call(seen: _Seen) -> Iterator[dict[str, str]]:
    """A call on a weekday on which no call may go at any hour."""
    calls = _made(seen)
    every = {} if calls is None else seen.hours("calls", calls.days)
    shut = sorted(day for day, hours in every.items() if hours is None)
    if shut:
        yield {"days": "".join(map(str, shut))}


def _made(seen: _Seen) -> Calls | None:
    """Return her calls, where any is made: `calls_off` says where none is."""
    calls = seen.asked.calls
    made = calls is not None and (seen.asked.agreed_to_calls == "agreed" or calls.own)
    return calls if made else None


def _moment(seen: _Seen) -> Iterator[dict[str, str]]:
    if not _before(seen):
        for slot in filter(is_moment, seen.asked.schedule.slots):
            yield {"at": _said(slot.deadline)}


def _no_room(seen: _Seen) -> Iterator[dict[str, str]]:
    """A window that is over when waiting ends: its late prompt comes too late."""
    if not _before(seen):
        for slot in seen.asked.schedule.slots:
            if not has_room(slot):
                yield {"at": _said(slot.deadline)}


def _off_days(seen: _Seen) -> Iterator[dict[str, str]]:
    schedule = seen.asked.schedule
    ticked = frozenset[int]().union(*(slot.days or () for slot in schedule.slots))
    if schedule.around is None and schedule.days and ticked - schedule.days:
        yield {"days": "".join(map(str, sorted(ticked - schedule.days)))}


def _cap_day(seen: _Seen) -> Iterator[dict[str, str]]:
    slots, cap = _most_a_day(seen.asked.schedule), seen.asked.cap_day
    if cap < slots:
        yield {"windows": str(slots), "cap": str(cap)}


def _most_a_day(schedule: Schedule) -> int:
    on = ALL_DAYS if schedule.days is None else schedule.days
    return max(sum(slot.falls_on(day) for slot in schedule.slots) for day in on)


def _call_day(seen: _Seen) -> Iterator[dict[str, str]]:
    """A call that stays, for a prompt earlier on its day was the most of that day."""
    stays = {
        row.local_date.weekday()
        for row in seen.rows
        if row.kind == "call" and not row.goes and row.rule == "cap_day"
    }
    if stays:
        days = "".join(map(str, sorted(stays)))
        yield {"days": days, "cap": str(seen.asked.cap_day)}


def _cap_week(seen: _Seen) -> Iterator[dict[str, str]]:
    days = [row.local_date for row in seen.rows if row.kind == "chance"]
    weeks = (sum(day <= one < day + _WEEK * _DAY for one in days) for day in days)
    kept = policy.kept(seen.asked.ladder)
    most, cap = (
        max(weeks, default=0),
        min(seen.asked.cap_week, cap_on(kept, seen.first)),
    )
    if cap < most:
        yield {"chances": str(most), "cap": str(cap)}


def _calls_off(seen: _Seen) -> Iterator[dict[str, str]]:
    calls, agreed = seen.asked.calls, seen.asked.agreed_to_calls
    if calls is not None and agreed != "agreed":
        yield {"calls": agreed, "of": "person" if calls.own else "programme"}


LOOKS: dict[str, Callable[[_Seen], Iterator[dict[str, str]]]] = {
    "consent": _consent,
    "hold": _hold,
    "paused": _paused,
    "over": _over,
    "no_date": _no_date,
    "no_chance": _no_chance,
    "no_list": _no_list,
    "quiet_window": _quiet_window,
    "quiet_call": _quiet_call,
    "shut_call": _shut_call,
    "moment": _moment,
    "no_room": _no_room,
    "off_days": _off_days,
    "cap_day": _cap_day,
    "call_day": _call_day,
    "cap_week": _cap_week,
    "calls_off": _calls_off,
}
