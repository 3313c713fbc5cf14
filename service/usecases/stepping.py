"""A person's current step: kept when she is enrolled, and taken up in her own words.

Law: one step is current; a step without a cue is never taken up, since the cue is what
will remind her once we do not (behaviour 4.1).
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.coach import growing
from flows.coach.growing import Growth
from service.store import differences, enrolment, growths, layouts, plans, talks
from service.usecases import growth, paths, waiting
from service.usecases.entries import of_step
from service.usecases.parts import Desk, Parts
from service.usecases.paths import Plan, Words
from service.usecases.terms import Terms


def keep(desk: Desk, terms: Terms, plan: Plan, grown: Growth | None = None) -> None:
    """Keep a goal with its step as the current one, on the programme's window.

    Without a growth it begins one when something of it is told, or a day is planned.
    """
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
        cue_sealed=key.seal(bare(plan.words.cue), "steps", step_id, "cue_sealed"),
        kind=plan.kind,
        days=plan.days,
        place=plan.place,
        growth_sealed=None
        if grown is None
        else growths.sealed(desk.person, step_id, growing.dump(grown)),
        opens=terms.opens,
        deadline=terms.deadline,
        closes=terms.closes,
    )
    if grown is not None:
        desk.grown = (step_id, grown)


def bare(cue: str) -> str:
    """Return a cue without a "when" before it: texts say that word themselves."""
    first, _, rest = cue.partition(" ")
    return rest.strip() if first.casefold() == "when" and rest.strip() else cue


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
    plan = paths.own(desk.terms, words)
    _begin(desk, plan, growth.begin(desk, plan, own=True))


def resize(desk: Desk, words: str) -> None:
    """Let her current step be the same one in these words, a notch more or less.

    It keeps its cue, days and place; its growth goes on, and what was tried stays with
    the step as it was.
    """
    step, grown = desk.step, growth.of(desk)
    if step is None or grown is None:
        return
    days = "".join(str(day) for day in sorted(step.days))
    told = Words(step.goal, words, step.cue)
    _begin(desk, Plan(told, step.kind, days, step.place), grown)


def _begin(desk: Desk, plan: Plan, grown: Growth) -> None:
    """Let a step be the current one; the clock plans her days anew.

    What was laid out for the step before, and nobody has been asked about, goes.
    """
    standing = layouts.standing(desk.tx, desk.person)
    free = [chance.id for chance in standing if not chance.claimed]
    layouts.take_out(desk.tx, desk.person, free, routine=False)
    enrolment.end_step(desk.tx, desk.person.id)
    keep(desk, desk.terms, plan, grown)
    plans.cancel_script(desk.tx, desk.person, "intake")
    waiting.drop(desk, "prompt", waiting.OTHER_STEP)
    plans.replan(desk.tx, desk.person)


def give(
    parts: Parts, organisation: UUID, participant: UUID, told: Words, by: str
) -> Words:
    """Let a coach set a person's step, found together; return it as it is kept.

    Words left out come from the programme's path, the goal from the step before. What
    was tried stays with the old step. Raises Refused for words that cannot stand,
    LookupError for nobody.
    """
    with parts.at_desk(organisation, participant) as desk:
        path = paths.read(desk.programme.path)
        standing = told.goal or (desk.step.goal if desk.step else "")
        words = paths.filled(replace(told, goal=standing), path, desk.person.language)
        for refused in of_step(words.goal, words.step, words.cue):
            raise refused
        at = paths.place(told.step, path)
        plan = paths.plan(words, path, desk.terms, at)
        before, line = desk.step, parts.new_id()
        _begin(desk, plan, growth.begin(desk, plan, own=False))
        enrolment.audit(desk.tx, line, by, "set step", participant)
        if before is not None:
            stood = Words(before.goal, before.step, before.cue)
            found = differences.between(_said(stood), _said(words))
            differences.keep_hers(desk.tx, desk.person, line, found)
        return words


def _said(words: Words) -> dict[str, str]:
    return {"goal": words.goal, "step": words.step, "cue": words.cue}
