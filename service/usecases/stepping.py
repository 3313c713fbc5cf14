"""A person's current step: kept when she is enrolled, and taken up in her own words.

Law: one step is current; a step without a cue is never taken up, since the cue is what
will remind her once we do not (behaviour 4.1).
"""

from __future__ import annotations

from service.store import enrolment, plans, talks
from service.usecases import paths
from service.usecases.parts import Desk
from service.usecases.paths import Plan
from service.usecases.terms import Terms


def keep(desk: Desk, terms: Terms, plan: Plan) -> None:
    """Keep a goal with its step as the current one, on the programme's window."""
    goal_id, step_id = desk.parts.new_id(), desk.parts.new_id()
    key = desk.person.key
    enrolment.keep_goal(
        desk.tx,
        id=goal_id,
        participant_id=desk.person.id,
        goal_sealed=key.seal(plan.goal, "goals", goal_id, "goal_sealed"),
    )
    enrolment.keep_step(
        desk.tx,
        id=step_id,
        participant_id=desk.person.id,
        goal_id=goal_id,
        step_sealed=key.seal(plan.step, "steps", step_id, "step_sealed"),
        cue_sealed=key.seal(plan.cue, "steps", step_id, "cue_sealed"),
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
    enrolment.end_step(desk.tx, desk.person.id)
    goal = told.get("goal") or standing
    keep(desk, desk.terms, paths.own(desk.terms, goal, step, cue))
    plans.cancel_script(desk.tx, desk.person, "intake")
    plans.replan(desk.tx, desk.person)
