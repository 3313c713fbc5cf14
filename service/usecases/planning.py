"""Laying out a person's coming days: chances, prompts, calls and the weekly recap.

Law: each occurrence has a key, and adding it twice is impossible (I1, #11); planning
again adds what is missing and changes nothing that stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import chances, ladder, timing
from flows.coach.chances import Occurrence
from service.store import people, plans
from service.store.people import Step
from service.store.plans import NewNudge
from service.usecases import acting, call_terms
from service.usecases.parts import Desk, Parts

# One day more than the clock's door asks for (UTC's today and the day after), since
# her today may be UTC's yesterday: with two she would be planned at every beat.
AHEAD = 3
LOOK_BACK = timedelta(days=14)
RECAP_LIVES = timedelta(hours=20)
# Whoever has no step is asked what she wants, and asked again twice (#1, #32).
INTAKE, MOST_INTAKES, INTAKE_RESTS = "intake", 3, timedelta(days=3)
SCRIPT_OF = {"late": "late_prompt", "before": "prompt_before"}


def plan(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Plan those participants' coming days; return how many nudges are new."""
    return sum(_plan(parts, organisation, person) for person in ids)


def _plan(parts: Parts, organisation: UUID, person_id: UUID) -> int:
    with parts.db.transaction(organisation) as tx:
        person = people.lock(tx, parts.vault, person_id)
        if person is None:
            return 0
        return plan_days(Desk(parts, tx, parts.tenant(organisation), person))


def plan_days(desk: Desk) -> int:
    """Plan the person's today and the three days after; return how many are new."""
    today = desk.tx.now.astimezone(ZoneInfo(desk.person.zone)).date()
    last = today + timedelta(days=AHEAD)
    _close_silent(desk, today)
    new = 0
    if desk.step is not None:
        for occurrence in chances.occurrences(_window(desk, desk.step), today, last):
            new += _plan_chance(desk, occurrence)
    new += _plan_intake(desk)
    for ahead in range(AHEAD + 1):
        new += _plan_recap(desk, today + timedelta(days=ahead))
        new += _plan_call(desk, today + timedelta(days=ahead))
    plans.planned_until(desk.tx, desk.person, last)
    return new


def _window(desk: Desk, step: Step) -> chances.Plan:
    kind: Any = step.kind
    start = step.created_at.astimezone(ZoneInfo(desk.person.zone)).date()
    return chances.Plan(step.days, step.opens, step.deadline, kind, start)


def _close_silent(desk: Desk, today: date) -> None:
    """Tell the Ladder of chances closed without a word: unknown, not missed (G7)."""
    known = {entry.key for entry in acting.the_ladder(desk).log}
    for _, day, prompt in plans.silent_chances(desk.tx, desk.person, today - LOOK_BACK):
        if f"{day}/0" not in known:
            acting.observe(desk, day, "?", prompt)


def _plan_chance(desk: Desk, occurrence: Occurrence) -> int:
    """Keep one chance, and its prompt when the Ladder plans one."""
    ref = ladder.ChanceRef(occurrence.key, occurrence.local_date, occurrence.number)
    planned = ladder.plan(acting.the_ladder(desk), ref, name=desk.person.name)
    chance = acting.new_chance(
        desk,
        occurrence.local_date,
        occurrence.slot,
        planned.prompt,
        planned.probability,
    )
    if chance.closes_at <= desk.tx.now:
        return 0
    chance_id = plans.settle_chance(desk.tx, desk.person, chance)
    if planned.prompt == "none":
        return 0
    late = planned.prompt == "late"
    due_at = chance.deadline_at if late else chance.opens_at
    nudge = NewNudge(
        id=desk.parts.new_id(),
        chance_id=chance_id,
        kind="prompt",
        occurrence=f"prompt/{occurrence.key}",
        script=SCRIPT_OF[planned.prompt],
        local_date=occurrence.local_date,
        wall=chance.deadline if late else chance.opens,
        zone=desk.person.zone,
        due_at=due_at,
        expires_at=chance.closes_at if late else chance.deadline_at,
    )
    return plans.keep_nudge(desk.tx, desk.person, nudge)


def _plan_recap(desk: Desk, day: date) -> int:
    """Plan the weekly recap (measurement, not nudging) when it falls on this day."""
    terms = desk.terms
    if terms.recap_day != day.weekday():
        return 0
    due_at = timing.moment(day, terms.recap_at, desk.person.zone)
    if due_at <= desk.tx.now or _too_fresh(desk, due_at):
        return 0
    nudge = NewNudge(
        id=desk.parts.new_id(),
        chance_id=None,
        kind="recap",
        occurrence=f"recap/{day}",
        script="recap",
        local_date=day,
        wall=terms.recap_at,
        zone=desk.person.zone,
        due_at=due_at,
        expires_at=due_at + RECAP_LIVES,
    )
    return plans.keep_nudge(desk.tx, desk.person, nudge)


def _plan_intake(desk: Desk) -> int:
    """Plan the intake for whoever has no step yet: now, and again while none is told.

    Who has told one that was too much waits for the coach, as she was told.
    """
    if desk.step is not None or desk.person.consent != "active":
        return 0
    if desk.memories.get("step"):
        return 0
    asked = plans.nudges_of(desk.tx, desk.person, INTAKE)
    due_at = max(desk.tx.now, asked[-1] + INTAKE_RESTS) if asked else desk.tx.now
    if len(asked) >= MOST_INTAKES or due_at > desk.tx.now + timedelta(days=AHEAD):
        return 0
    local = due_at.astimezone(ZoneInfo(desk.person.zone))
    nudge = NewNudge(
        id=desk.parts.new_id(),
        chance_id=None,
        kind="follow_up",
        occurrence=f"intake/{len(asked) + 1}",
        script=INTAKE,
        local_date=local.date(),
        wall=local.time().replace(microsecond=0),
        zone=desk.person.zone,
        due_at=due_at,
        expires_at=due_at + RECAP_LIVES,
    )
    return plans.keep_nudge(desk.tx, desk.person, nudge)


def _plan_call(desk: Desk, day: date) -> int:
    """Plan the call of this day for who agreed to calls, when one falls on it."""
    person, calling = desk.person, call_terms.call_terms(desk.terms, desk.person)
    window = calling.window(day, person.zone)
    agreed = (person.calls, person.consent) == ("agreed", "active")
    if window is None or not agreed or window[0] <= desk.tx.now:
        return 0
    nudge = NewNudge(
        id=desk.parts.new_id(),
        chance_id=plans.chance_on(desk.tx, person, day),
        kind="call",
        occurrence=f"call/{day}",
        script="check_in",
        local_date=day,
        wall=calling.call_at,
        zone=person.zone,
        due_at=window[0],
        expires_at=window[1],
    )
    return plans.keep_nudge(desk.tx, person, nudge)


def _too_fresh(desk: Desk, due_at: datetime) -> bool:
    """Say whether there is no week to ask about yet."""
    return desk.step is None or due_at - desk.step.created_at < timedelta(days=3)


def invite(desk: Desk, script: str = "opt_in") -> None:
    """Plan the invitation: the first text, which asks for the second opt-in."""
    now = desk.tx.now
    local = now.astimezone(ZoneInfo(desk.person.zone))
    plans.keep_nudge(
        desk.tx,
        desk.person,
        NewNudge(
            id=desk.parts.new_id(),
            chance_id=None,
            kind="invitation",
            occurrence="invitation",
            script=script,
            local_date=local.date(),
            wall=time(local.hour, local.minute),
            zone=desk.person.zone,
            due_at=now,
            expires_at=now + timedelta(days=14),
        ),
    )
