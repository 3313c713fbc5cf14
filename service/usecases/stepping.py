"""A person's current step: kept when she is enrolled, and taken up in her own words.

Law: one step is current; a step without a cue is never taken up, since the cue is what
will remind her once we do not (behaviour 4.1).
"""

from __future__ import annotations

from service.store import enrolment, plans, talks
from service.usecases.parts import Desk
from service.usecases.terms import Terms


def keep(desk: Desk, terms: Terms, *, goal: str, step: str, cue: str) -> None:
    """Keep a goal with its step as the current one, on the programme's window."""
    goal_id, step_id = desk.parts.new_id(), desk.parts.new_id()
    key = desk.person.key
    enrolment.keep_goal(
        desk.tx,
        id=goal_id,
        participant_id=desk.person.id,
        goal_sealed=key.seal(goal, "goals", goal_id, "goal_sealed"),
    )
    enrolment.keep_step(
        desk.tx,
        id=step_id,
        participant_id=desk.person.id,
        goal_id=goal_id,
        step_sealed=key.seal(step, "steps", step_id, "step_sealed"),
        cue_sealed=key.seal(cue, "steps", step_id, "cue_sealed"),
        kind=terms.kind,
        days="".join(str(day) for day in sorted(terms.days)),
        opens=terms.opens,
        deadline=terms.deadline,
        closes=terms.closes,
    )


def take_up(desk: Desk) -> None:
    """Make the step and cue she has just told us her current step.

    Without one of the two nothing changes. The clock plans her days anew.
    """
    told = talks.memories(desk.tx, desk.person)  # with what this very turn kept
    step, cue = told.get("step", ""), told.get("cue", "")
    if not (step.strip() and cue.strip()):
        return
    standing = "" if desk.step is None else desk.step.goal
    enrolment.end_step(desk.tx, desk.person.id)
    keep(desk, desk.terms, goal=told.get("goal") or standing, step=step, cue=cue)
    plans.replan(desk.tx, desk.person)
