"""Laying out a person's coming days: chances, prompts, calls and the weekly recap.

Law: each occurrence has a key, and adding it twice is impossible (I1, #11); planning
again adds what is missing and changes nothing that stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import days, ladder, policy, timing, travel
from flows.coach import recap as recaps
from flows.coach.chances import Moments, Occurrence
from flows.coach.travel import Outcome, Standing
from service.store import layouts, people, plans
from service.store.ahead import Ahead, month
from service.store.layouts import StandingChance
from service.store.people import Person
from service.store.plans import NewChance, NewNudge
from service.usecases import acting, call_terms, offering, schedules, waiting
from service.usecases.causes import DIGEST
from service.usecases.parts import Desk, Parts
from service.usecases.terms import Terms

AHEAD = 3  # days laid out after her today
LOOK_BACK = timedelta(days=14)
RECAP_LIVES = timedelta(hours=20)
FRESH = timedelta(days=3)
# Whoever has no step is asked what she wants, and asked again twice (#1, #32).
INTAKE, MOST_INTAKES, INTAKE_RESTS = "intake", 3, timedelta(days=3)
SCRIPT_OF = {"late": "late_prompt", "before": "prompt_before"}


def plan(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Plan the coming days of those whose day has come; return how many are new.

    The clock rings again while a row waits: whoever was planned meanwhile rests.
    """
    return sum(_plan(parts, organisation, person) for person in ids)


def _plan(parts: Parts, organisation: UUID, person_id: UUID) -> int:
    # A plan that is lost takes with it that she was planned: the clock rings again.
    with parts.db.transaction(organisation, redone=True) as tx:
        person = people.lock(tx, parts.vault, person_id)
        if person is None or _is_planned(person, tx.now):
            return 0
        desk = Desk(parts, tx, parts.tenant(organisation), person)
        if person.planned_until is not None and person.plan_at is None:
            rearrange(desk)  # owed by a change that has not reached her (owe_all)
            return 0
        return plan_days(desk)


def _is_planned(person: Person, now: datetime) -> bool:
    until, again = person.planned_until, person.plan_at
    return until is not None and again is not None and again > now


# ---- laying out anew what stands ----


def rearrange(desk: Desk) -> tuple[Outcome, ...]:
    """Lay her coming days out anew; return what became of each chance that stood.

    What is missed of it is told to a coach, once for all its days.
    """
    standing = layouts.standing(desk.tx, desk.person)
    fresh = _fresh(desk, standing)
    zone, now = desk.person.zone, desk.tx.now
    kept = [Standing(each.key, each.opens_at, each.claimed) for each in standing]
    outcomes = travel.replanned(kept, fresh, zone, now)
    moved = {each.key for each in outcomes if each.fate != "stays"}
    taken = [each.id for each in standing if each.key in moved]
    layouts.take_out(desk.tx, desk.person, taken)
    prompted = {each.key for each in standing if each.prompted}
    _say(desk, [each for each in outcomes if each.fate == "over"])
    _say(desk, travel.left_without(outcomes, fresh, prompted))
    plan_days(desk)
    return outcomes


def _fresh(desk: Desk, standing: Sequence[StandingChance]) -> tuple[Occurrence, ...]:
    today = desk.tx.now.astimezone(ZoneInfo(desk.person.zone)).date()
    on = [today, *(each.local_date for each in standing)]
    last = max(*on, today + timedelta(days=AHEAD))
    return schedules.laid_out(desk, min(on), last)


def _say(desk: Desk, outcomes: Sequence[Outcome]) -> None:
    """Say in one sentence what became of these, which are of one fate."""
    if not outcomes:
        return
    person, fate = desk.person, outcomes[0].fate
    on = dict.fromkeys(each.key.partition("/")[0] for each in outcomes)
    told = ", ".join(days.said(date.fromisoformat(day)) for day in on)
    plans.decide(
        desk.tx,
        person,
        desk.parts.new_id(),
        travel.SAID[fate].format(name=person.name, zone=person.zone, day=told),
        nudge_id=None,
        verdict="withhold",
        rule=f"plan_{fate}",
        inputs={
            "kind": "prompt",
            "chance": ", ".join(each.key for each in outcomes),
            "zone": person.zone,
        },
    )


def plan_days(desk: Desk) -> int:
    """Plan the person's today and the three days after; return how many are new."""
    today = desk.tx.now.astimezone(ZoneInfo(desk.person.zone)).date()
    last = today + timedelta(days=AHEAD)
    _close_silent(desk, today)
    schedules.resume(desk, today)
    acting.climb(desk, ladder.Passed(today))
    ahead = Ahead(desk.tx, desk.person, today)  # what was told may have dropped some
    state, new = acting.standing_on(desk), 0
    for occurrence in schedules.laid_out(desk, today, last):
        added, state = _plan_chance(desk, ahead, state, occurrence)
        new += added
    new += _plan_intake(desk)
    for day in (today + timedelta(days=n) for n in range(AHEAD + 1)):
        new += _plan_recap(desk, ahead, day)
        new += _plan_call(desk, ahead, day)
    new += offering.plan(desk)
    dawn = timing.moment(today + timedelta(days=1), time(0), desk.person.zone)
    plans.planned_until(desk.tx, desk.person, last, dawn)
    return new


def _close_silent(desk: Desk, today: date) -> None:
    """Tell the Ladder of chances closed without a word: unknown, not missed (G7)."""
    known = {entry.key for entry in acting.the_ladder(desk).log}
    since = today - LOOK_BACK
    for silent in plans.silent_chances(desk.tx, desk.person, since):
        if f"{silent.day}/{silent.slot}" not in known:
            acting.observe(desk, silent.day, "?", silent.prompt, silent.slot)


def _plan_chance(
    desk: Desk, ahead: Ahead, state: policy.State, occurrence: Occurrence
) -> tuple[int, policy.State]:
    """Keep one chance, and its prompt when one is planned.

    Returns how many nudges are new, and the state by which the next chance is planned.
    """
    ref = ladder.ChanceRef(occurrence.key, occurrence.local_date, occurrence.number)
    rules = policy.of(desk.person.ladder)
    planned = rules.plan(state, ref, name=desk.person.name)
    chance = acting.new_chance(desk, occurrence, planned.prompt, planned.probability)
    if chance.closes_at <= desk.tx.now:
        return 0, state
    standing = ahead.settle(chance)
    prompt = f"prompt/{occurrence.key}"
    if planned.prompt == "none" or planned.prompt != standing.plan:
        ahead.take_out(prompt)  # planned days ago, by what was known then
    if planned.prompt == "none":
        if ahead.stands(prompt):
            waiting.unprompted(desk, prompt, planned)
        return 0, state
    nudge = _prompt(desk, occurrence, standing, planned.prompt)
    return ahead.keep(nudge), policy.paid(state)


def _prompt(
    desk: Desk, occurrence: Occurrence, chance: NewChance, prompt: str
) -> NewNudge:
    """Return the prompt for a chance as it stands; a drawn minute is kept with it."""
    at = Moments(chance.opens_at, chance.deadline_at, chance.closes_at, None)
    wall = chance.deadline if prompt == "late" else chance.opens
    if occurrence.drawn is not None:
        drawn = occurrence.moments(chance.zone).prompt
        at, wall = at._replace(prompt=drawn), occurrence.drawn
    due_at, expires_at = at.of(prompt)
    return NewNudge(
        id=desk.parts.new_id(),
        chance_id=chance.id,
        kind="prompt",
        occurrence=f"prompt/{occurrence.key}",
        script=SCRIPT_OF[prompt],
        local_date=occurrence.local_date,
        wall=wall,
        zone=chance.zone,
        due_at=due_at,
        expires_at=expires_at,
    )


def _plan_recap(desk: Desk, ahead: Ahead, day: date) -> int:
    """Plan the recap (measurement, not nudging) when it falls on this day.

    It comes once a month where the Ladder says so. The digest takes its place and its
    key once a month, so that never both go out.
    """
    recap = recap_of(desk, day)
    if recap is None or not recap.falls_on(day):
        return 0
    due_at = timing.moment(day, recap.wall, desk.person.zone)
    occurrence = f"recap/{day}"
    if due_at <= desk.tx.now or _too_fresh(desk, due_at) or ahead.stands(occurrence):
        return 0
    nudge = NewNudge(
        id=desk.parts.new_id(),
        chance_id=None,
        kind="recap",
        occurrence=occurrence,
        script=DIGEST if _is_digest(desk, day) else "recap",
        local_date=day,
        wall=recap.wall,
        zone=desk.person.zone,
        due_at=due_at,
        expires_at=due_at + RECAP_LIVES,
    )
    return ahead.keep(nudge)


def recap_of(desk: Desk, day: date) -> recaps.Recap | None:
    """Return the recap in the rhythm that the person has on that day, None for none."""
    weekly = weekly_recap(desk.terms)
    return weekly and recaps.on(weekly, acting.the_ladder(desk), day)


def weekly_recap(terms: Terms) -> recaps.Recap | None:
    """Return the recap as a programme has it once a week, None for none."""
    day = terms.recap_day
    return None if day is None else recaps.Recap(day, terms.recap_at)


def _is_digest(desk: Desk, day: date) -> bool:
    """Say whether this day's recap looks back on a month (#42, #44)."""
    weekly = weekly_recap(desk.terms)
    if desk.terms.digest != "on" or weekly is None:
        return False
    zone = ZoneInfo(desk.person.zone)
    began, planned = month(desk.tx, desk.person, DIGEST)
    days = [at.astimezone(zone).date() for at in planned]
    last = max((one for one in days if one < day), default=None)
    return recaps.digest_falls_on(weekly, day, began=began, last=last)


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


def _plan_call(desk: Desk, ahead: Ahead, day: date) -> int:
    """Plan the call of this day for who agreed to calls, when one falls on it."""
    person, calling = desk.person, call_terms.call_terms(desk.terms, desk.person)
    window = calling.window(day, person.zone)
    agreed = (person.calls, person.consent) == ("agreed", "active")
    if window is None or not agreed or window[0] <= desk.tx.now:
        return 0
    nudge = NewNudge(
        id=desk.parts.new_id(),
        chance_id=ahead.chance_on(day),
        kind="call",
        occurrence=f"call/{day}",
        script="check_in",
        local_date=day,
        wall=calling.call_at,
        zone=person.zone,
        due_at=window[0],
        expires_at=window[1],
    )
    return ahead.keep(nudge)


def _too_fresh(desk: Desk, due_at: datetime) -> bool:
    """Say whether there is no week to ask about yet."""
    return desk.step is None or due_at - desk.step.created_at < FRESH


def invite(desk: Desk, script: str = "opt_in", *, before: int = 0) -> None:
    """Plan the invitation: the first text, which asks for the second opt-in.

    So many of them were planned `before` it.
    """
    now = desk.tx.now
    local = now.astimezone(ZoneInfo(desk.person.zone))
    plans.keep_nudge(
        desk.tx,
        desk.person,
        NewNudge(
            id=desk.parts.new_id(),
            chance_id=None,
            kind="invitation",
            occurrence=f"invitation/{before + 1}" if before else "invitation",
            script=script,
            local_date=local.date(),
            wall=time(local.hour, local.minute),
            zone=desk.person.zone,
            due_at=now,
            expires_at=now + timedelta(days=14),
        ),
    )
