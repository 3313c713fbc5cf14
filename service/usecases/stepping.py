"""A person's current step: kept when she is enrolled, and taken up in her own words.

Law: one step is current; a step without a cue is never taken up, since the cue is what
will remind her once we do not (behaviour 4.1).
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from service.store import enrolment, people, plans, talks
from service.usecases import paths
from service.usecases.entries import of_step
from service.usecases.parts import Desk, Parts
from service.usecases.paths import Plan, Words
from service.usecases.terms import Terms


def keep(desk: Desk, terms: Terms, plan: Plan) -> None:
    """Keep a goal with its step as the current one, on the programme's window."""
    goal_id, step_id = desk.parts.new_id(), desk.parts.new_id()
    key = desk.person.key
    enrolment.keep_goal(
        desk.tx,
        id=goal_id,
        participant_id=desk.person.id,
        goal_sealed=key.seal(plan.words.goal, "goals", goal_id, "goal_sealed"),
    )
    enrolment.keep_step(
        desk.tx,
        id=step_id,
        participant_id=desk.person.id,
        goal_id=goal_id,
        step_sealed=key.seal(plan.words.step, "steps", step_id, "step_sealed"),
        cue_sealed=key.seal(plan.words.cue, "steps", step_id, "cue_sealed"),
        kind=plan.kind,
        days=plan.days,
        place=plan.place,
        opens=terms.opens,
        deadline=terms.deadline,
        closes=terms.closes,
    )


def take_up(desk: Desk) -> None:
    """Make the step and cue she has just told us her current step.

    Without one of the two nothing changes. The clock plans her days anew, and she is
    not asked for a first step again.
    """
    told = talks.memories(desk.tx, desk.person)  # with what this very turn kept
    step, cue = told.get("step", ""), told.get("cue", "")
    if not (step.strip() and cue.strip()):
        return
    standing = "" if desk.step is None else desk.step.goal
    words = Words(told.get("goal") or standing, step, cue)
    _begin(desk, paths.own(desk.terms, words))


def _begin(desk: Desk, plan: Plan) -> None:
    """Let a step be the current one; the clock plans her days anew."""
    enrolment.end_step(desk.tx, desk.person.id)
    keep(desk, desk.terms, plan)
    plans.cancel_script(desk.tx, desk.person, "intake")
    plans.replan(desk.tx, desk.person)


def give(
    parts: Parts, organisation: UUID, participant: UUID, told: Words, by: str
) -> Words:
    """Let a coach set a person's step, found together; return it as it is kept.

    Words left out come from the programme's path, the goal from the step before. What
    was tried stays with the old step. Raises Refused for words that cannot stand,
    LookupError for nobody.
    """
    with parts.db.transaction(organisation) as tx:
        person = people.lock(tx, parts.vault, participant)
        if person is None:
            raise LookupError(f"there is nobody {participant} here")
        desk = Desk(parts, tx, parts.tenant(organisation), person)
        path = paths.read(desk.programme.path)
        standing = told.goal or (desk.step.goal if desk.step else "")
        words = paths.filled(replace(told, goal=standing), path, person.language)
        for refused in of_step(words.goal, words.step, words.cue):
            raise refused
        at = paths.place(told.step, path)
        _begin(desk, paths.plan(words, path, desk.terms, at))
        enrolment.audit(tx, parts.new_id(), by, "set step", person.id)
        return words
