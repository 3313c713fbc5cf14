"""The coming days of one person as the core would decide them now; nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import preview as core
from flows.coach.layout import For
from flows.coach.preview import Asked, Calls, Row
from flows.coach.timing import ClockChange, Hours, clock_changes
from service.store import layouts
from service.store.people import Step
from service.usecases import acting, call_terms, planning, schedules
from service.usecases.parts import Desk, Parts

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Preview:
    """Her coming days: on which clock, whether it changes meanwhile, line by line."""

    name: str
    zone: str
    first: date
    last: date
    clocks: tuple[ClockChange, ...]
    rows: tuple[Row, ...]


def preview(
    parts: Parts, organisation: UUID, participant: UUID, days: int, first: date | None
) -> Preview:
    """Show so many days from `first`, or from her today, with each line's reason.

    Raises LookupError when there is nobody of that id. Without a step there are no
    lines.
    """
    with parts.at_desk(organisation, participant) as desk:
        tx, person = desk.tx, desk.person
        begins = first or tx.now.astimezone(ZoneInfo(person.zone)).date()
        last = begins + timedelta(days=days - 1)
        rows = () if desk.step is None else core.preview(
            _asked(desk, desk.step), begins, days
        )  # fmt: skip
        clocks = clock_changes(begins, last, person.zone)
        return Preview(person.name, person.zone, begins, last, clocks, rows)


def _asked(desk: Desk, step: Step) -> Asked:
    tx, person, terms = desk.tx, desk.person, desk.terms
    state = acting.the_ladder(desk)
    yesterday = tx.now.date() - timedelta(days=2)
    return Asked(
        schedule=schedules.of(desk, step),
        ladder=state,
        whose=For(schedules.since(desk, step), state.seed),
        name=person.name,
        zone=person.zone,
        hours=terms.hours,
        cap_day=terms.cap_day,
        cap_week=terms.cap_week,
        now=tx.now,
        consent=person.consent,
        agreed_to_calls=person.calls,
        hold=person.hold,
        paused_until=person.paused_until,
        sent=layouts.sent(tx, person, tx.now - WEEK),
        reported=layouts.reported(tx, person, yesterday),
        **_routine(desk, step),
    )


def _routine(desk: Desk, step: Step) -> dict[str, Any]:
    """Return her recap and her calls, where she has them."""
    calling = call_terms.call_terms(desk.terms, desk.person)
    calls = None
    if calling.call_days and calling.call_at != calling.call_until:
        hours = Hours(calling.call_at, calling.call_until)
        calls = Calls(calling.call_days, hours)
    return {
        "recap": planning.recap_of(desk, desk.tx.now.date()),
        "recaps_from": step.created_at + planning.FRESH,
        "calls": calls,
    }
