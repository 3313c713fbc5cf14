"""A nudge that was moved to later, when what is planned changes while it waits.

Law: it waits on as long as its chance is to have a prompt, and is left out only with a
decision that says why: its key is taken, so that no other comes in its place.
"""

from __future__ import annotations

from flows.coach import travel
from flows.coach.ladder import Planned
from service.store import plans
from service.store.db import Found
from service.usecases.parts import Desk

OTHER_STEP = "{name} has another step now, so the prompt that waited was left out."
OTHER_CALLS = (
    "The times of calls to {name} have changed, so the call that waited was left out."
)


def unprompted(desk: Desk, occurrence: str, planned: Planned) -> None:
    """Leave out the prompt that waits for a chance which is to have none any more."""
    why = f"{planned.sentence} {travel.LEFT_OUT}"
    inputs = {"kind": "prompt", "of": occurrence, "plan": planned.rule}
    for row in plans.moved(desk.tx, desk.person, occurrence):
        _leave_out(desk, row, why, rule="plan_none", inputs=inputs)


def drop(desk: Desk, kind: str, why: str) -> None:
    """Leave out those of a kind that wait: what they were moved from is no more."""
    said = why.format(name=desk.person.name)
    for row in plans.moved(desk.tx, desk.person, kind):
        inputs = {"kind": kind, "of": row["occurrence"]}
        _leave_out(desk, row, said, rule="plan_dropped", inputs=inputs)


def _leave_out(desk: Desk, row: Found, sentence: str, **of: object) -> None:
    new, nudge = desk.parts.new_id(), row["id"]
    plans.settle_nudge(desk.tx, nudge, "cancelled", row["due_at"])
    plans.decide(
        desk.tx,
        desk.person,
        new,
        sentence,
        nudge_id=nudge,
        verdict="withhold",
        **of,
    )
