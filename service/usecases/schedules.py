"""The schedule of a person: what her step, her programme and she herself say of when.

Laws: chances that are claimed or past stay whatever is changed; each other one moves,
or is taken out with a decision that says why (travel, ADR 0022).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flows.coach import ladder, layout, resuming, schedule, written
from flows.coach.chances import Left, Occurrence
from flows.coach.layout import For
from flows.coach.schedule import Schedule, Slot
from service.store import differences, people, plans
from service.store.differences import Differences
from service.store.people import Step
from service.usecases import acting, quieting
from service.usecases.parts import Desk

DAY = timedelta(days=1)


def of(desk: Desk, step: Step) -> Schedule:
    """Return the schedule that holds for a person's step."""
    window = Slot(step.opens, step.deadline, step.closes)
    base = schedule.simple(step.days, window, since(desk, step))
    return schedule.merged(base, quieting.layers(desk))


def since(desk: Desk, step: Step) -> date:
    """Return the local day on which the step began, on the clock she had then.

    A day is counted from it, so it must not move when she does.
    """
    day = step.created_at.astimezone(ZoneInfo(desk.person.zone)).date()
    kept = quieting.layers(desk).began
    return kept if kept is not None and abs(kept - day) <= DAY else day


def laid_out(desk: Desk, first: date, last: date) -> tuple[Occurrence, ...]:
    """Return the chances of those days; none without a step."""
    found = lines(desk, first, last)
    return tuple(each for each in found if isinstance(each, Occurrence))


def lines(desk: Desk, first: date, last: date) -> tuple[Occurrence | Left, ...]:
    """Return chances and days left out; none without a step."""
    step = desk.step
    if step is None:
        return ()
    whose = For(since(desk, step), acting.the_ladder(desk).seed)
    return layout.lay_out(of(desk, step), first, last, whose)


def resume(desk: Desk, today: date) -> None:
    """After days of illness tell the Ladder, once, so that prompts resume gently."""
    stored = desk.person.schedule
    if stored is None:
        return
    after, told = resuming.resume(written.load(stored), today)
    if told is None:
        return
    save(desk, after)
    acting.climb(desk, ladder.Asked(told.command, told.before, told.days))


def save(desk: Desk, own: Schedule) -> None:
    """Save what is her own; a schedule that says nothing is none."""
    blank = schedule.says_nothing(own)
    dumped = None if blank else written.dump(own)
    text = None if dumped is None else plans.as_json(dumped)
    people.save_schedule(desk.tx, desk.person, text)
    desk.person = replace(desk.person, schedule=dumped)


# ---- what a change of it changes, for the audit ----


def differing(before: Schedule, after: Schedule) -> Differences:
    """Return which fields of a layer differ, as a file of a programme names them."""
    was, holds = (written.write(one) for one in (before, after))
    return differences.between(was, holds, "schedule")


def moved(before: str, after: str) -> Differences:
    """Return that a clock is another."""
    return differences.between({"zone": before}, {"zone": after})
