"""The coming days of one person as the core would decide them now; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import conflicts, policy, prompting
from flows.coach import preview as core
from flows.coach.chances import Left, Occurrence, StepKind
from flows.coach.conflicts import Conflict
from flows.coach.ladder_state import kind_on
from flows.coach.layout import For, lay_out
from flows.coach.preset_state import Standing
from flows.coach.preview import Asked, Calls, Due, Kept, Promised, Row
from flows.coach.rungs import RUNGS
from flows.coach.timing import ClockChange, Hours, clock_changes
from service.store import nearby, staying, take_overs
from service.store.db import Found, Tx
from service.store.people import Step
from service.store.staying import Nudge, Staying
from service.usecases import (
    acting,
    call_terms,
    causes,
    floor,
    planning,
    schedules,
    spending,
    unconfirmed,
)
from service.usecases.call_terms import CallTerms
from service.usecases.parts import Desk, Parts
from service.usecases.releasing import TALK
from service.usecases.terms import Terms

WEEK = timedelta(days=7)
INVITED = "invited"
PROMISED = frozenset({"call", "follow_up", "recap"})
# What stands beside a chance in its row.
BESIDE = frozenset({"zone", "led"})


@dataclass(frozen=True, slots=True)
class Thins:
    """A rung on which not each chance is prompted: `prompted` of `block` are.

    `kind` is that of the step: a moment is prompted beforehand, a window late.
    """

    rung: int
    name: str
    prompted: int
    block: int
    kind: StepKind


@dataclass(frozen=True, slots=True)
class Preview:
    """Her coming days: on which clock, whether it changes meanwhile, line by line.

    `awaits_yes` says that she is invited, and the days are those once she says yes;
    `stays` are days that keep what they have, though the schedule has another now.
    """

    name: str
    zone: str
    first: date
    last: date
    clocks: tuple[ClockChange, ...]
    rows: tuple[Row, ...]
    conflicts: tuple[Conflict, ...] = ()
    thins: Thins | None = None
    awaits_yes: bool = False
    stays: tuple[date, ...] = ()


def preview(
    parts: Parts, organisation: UUID, participant: UUID, days: int, first: date | None
) -> Preview:
    """Show so many days from `first`, or from her today, with each line's reason.

    Raises LookupError when there is nobody of that id. Without a step there are no
    lines.
    """
    with parts.glimpse(organisation, participant) as desk:
        return at(desk, days, first)


def at(desk: Desk, days: int, first: date | None = None) -> Preview:
    """Show the days of whoever is before us, as they would be decided now."""
    for asked in asked_of([desk]).values():
        return of(asked, days, first)
    begins = first or _today(desk.tx.now, desk.person.zone)
    return _shown(desk.person.name, desk.person.zone, (begins, days))


def rows(asked: Asked, days: int) -> tuple[Row, ...]:
    """Show so many days of somebody from her today, line by line and no more."""
    return core.preview(asked, _today(asked.now, asked.zone), days)


def goes(asked: Asked, days: int) -> tuple[Row, ...]:
    """Show them as her page does: of whoever is invited what her yes brings."""
    return rows(_as_agreed(asked), days)


def is_off(row: Row) -> bool:
    """Say whether it is a call to somebody who gave no yes to calls: no news."""
    return row.kind == "call" and row.rule == "calls_off"


def desks(parts: Parts, tx: Tx, whose: Sequence[UUID]) -> Mapping[UUID, Desk]:
    """Give each of several people a desk, what lies near them read for all at once.

    No row is locked, and who is erased is left out.
    """
    if not whose:
        return {}
    tenant = parts.tenant(tx.organisation_id)
    found = staying.persons(tx, parts.vault, whose)
    them = {one.id: Desk(parts, tx, tenant, one) for one in found}
    asked = [(desk.person, desk.today, desk.story) for desk in them.values()]
    terms: dict[UUID, Terms] = {}
    for one, near in nearby.near_all(tx, asked).items():
        them[one].lies(near, terms)
    return them


def asked_of(desks: Iterable[Desk]) -> Mapping[UUID, Asked]:
    """Return what the core looks at of several people, read for all at once.

    Whoever has no step is left out.
    """
    them = [(desk, desk.step) for desk in desks if desk.step is not None]
    if not them:
        return {}
    tx, days = them[0][0].tx, {desk.person.id: desk.today for desk, _ in them}
    since = tx.now.date() - timedelta(days=2)
    stay = staying.staying(tx, days, sent=tx.now - WEEK, reported=since)
    full = spending.full(tx)
    talks = [desk.person.id for desk, _ in them if desk.person.hold == TALK]
    ends = take_overs.ends(tx, talks)
    return {
        desk.person.id: replace(
            _asked(desk, step, stay[desk.person.id]),
            full=full.get(desk.person.programme_id),
            hold_ends=ends.get(desk.person.id),
        )
        for desk, step in them
    }


def of(asked: Asked, days: int, first: date | None = None) -> Preview:
    """Show the days of whom this is about, who may be nobody but an example."""
    begins = first or _today(asked.now, asked.zone)
    looked = _as_agreed(asked)
    lines = core.preview(looked, begins, days)
    against = conflicts.conflicts(looked, lines, begins)
    shown = _shown(asked.name, asked.zone, (begins, days), lines, against)
    return replace(
        shown,
        thins=thins(asked.ladder, begins),
        awaits_yes=looked is not asked,
        stays=tuple(_staying(asked)),
    )


def _as_agreed(asked: Asked) -> Asked:
    """Show whoever has not answered yet what her yes brings, not that nothing goes."""
    return replace(asked, consent="active") if asked.consent == INVITED else asked


def _staying(asked: Asked) -> Iterator[date]:
    """Yield the days of chances not over yet that keep what no schedule has any more.

    Whoever has told of one looks for nothing of it.
    """
    for key, kept in asked.kept.items():
        one, day = kept.occurrence, kept.occurrence.local_date
        if key in asked.reported or one.moments(kept.zone).closes <= asked.now:
            continue
        laid = lay_out(asked.schedule, day, day, asked.whose)
        if not any(_is_same(each, one) for each in laid) or kept.zone != asked.zone:
            yield day


def _is_same(each: Occurrence | Left, one: Occurrence) -> bool:
    """Say whether a chance is laid out as one stands; its number is of no window."""
    if isinstance(each, Left):
        return False
    return replace(each, number=one.number, drawn=one.drawn) == one


def thins(state: policy.State, day: date) -> Thins | None:
    """Return her rung where it leaves chances without a prompt; None for a preset."""
    if isinstance(state, Standing):
        return None
    share = prompting.share(state, day)
    return share and Thins(
        state.rung, RUNGS[state.rung].name, *share, kind_on(state, day)
    )


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _shown(
    name: str,
    zone: str,
    span: tuple[date, int],
    rows: tuple[Row, ...] = (),
    against: tuple[Conflict, ...] = (),
) -> Preview:
    first, days = span
    last = first + timedelta(days=days - 1)
    clocks = clock_changes(first, last, zone)
    return Preview(name, zone, first, last, clocks, rows, against)


def _asked(desk: Desk, step: Step, stay: Staying) -> Asked:
    tx, person, terms = desk.tx, desk.person, desk.terms
    state = acting.standing_on(desk)
    return Asked(
        schedule=schedules.of(desk, step),
        ladder=state,
        whose=For(schedules.since(desk, step), policy.kept(state).seed),
        name=person.name,
        zone=person.zone,
        hours=terms.hours,
        cap_day=terms.cap_day,
        cap_week=terms.cap_week,
        now=tx.now,
        consent=person.consent,
        agreed_to_calls=person.calls,
        texts_arrive=person.no_texts is None,
        silent_since=unconfirmed.silent_since(desk, unconfirmed.AHEAD),
        hold=person.hold,
        paused_until=person.paused_until,
        sent=tuple(stay.sent),
        nudged_at=stay.nudged_at,
        floor=floor.ends_at(desk),
        reported=frozenset(stay.reported),
        **_stays(stay),
        **_routine(desk, step),
    )


def _stays(stay: Staying) -> dict[str, Any]:
    """Return what of her days no change moves: chances, and nudges by their key."""
    chances = {
        one.key: Kept(one, row["zone"], row["led"])
        for one, row in ((_occurrence(row), row) for row in stay.kept)
    }
    nudges = {
        one.occurrence: Due(one.due_at, one.expires_at) if one.planned else None
        for one in stay.nudges
        if not one.free or one.occurrence.removeprefix("prompt/") in chances
    }
    promised = tuple(_promised(one) for one in stay.nudges if _is_promised(one))
    return {"kept": chances, "nudges": nudges, "promised": promised}


def _is_promised(nudge: Nudge) -> bool:
    return nudge.planned and not nudge.free and nudge.kind in PROMISED


def _promised(nudge: Nudge) -> Promised:
    return Promised(
        kind=nudge.kind,  # type: ignore[arg-type] # one of PROMISED
        occurrence=nudge.occurrence,
        at=nudge.due_at,
        expires=nudge.expires_at,
        cause=causes.cause(nudge.occurrence),
        chance=nudge.chance,
        retry=nudge.occurrence.endswith(causes.RETRY),
    )


def _occurrence(row: Found) -> Occurrence:
    return Occurrence(**{name: row[name] for name in row if name not in BESIDE})


def _routine(desk: Desk, step: Step) -> dict[str, Any]:
    """Return her recap and her calls, where she has them."""
    calling = call_terms.call_terms(desk.terms, desk.person)
    return {
        "recap": planning.weekly_recap(desk.terms),
        "recaps_from": step.created_at + planning.FRESH,
        "calls": calls_of(calling, own=bool(desk.person.call_terms)),
    }


def calls_of(calling: CallTerms, *, own: bool = False) -> Calls | None:
    """Return call times as the core looks at them; None for no calls."""
    if not calling.call_days or calling.call_at == calling.call_until:
        return None
    hours = Hours(calling.call_at, calling.call_until)
    return Calls(calling.call_days, hours, own)
