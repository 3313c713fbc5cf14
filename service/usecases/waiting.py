"""A nudge that was moved to later, when what is planned changes while it waits.

Law: it waits on as long as its chance is to have a prompt, and is left out only with a
decision that says why: its key is taken, so that no other comes in its place.
"""

from __future__ import annotations

from flows.coach import travel
from flows.coach.ladder import Planned
from service.store import plans
from service.usecases.parts import Desk

OTHER_STEP = "{name} has another step now, so the prompt that waited was left out."
OTHER_CALLS = (
    "The times of calls to {name} have changed, so the call that waited was left out."
)


def unprompted(desk: Desk, occurrence: str, planned: Planned) -> None:
    """Leave out the prompt that waits for a chance which is to have none any more."""
    for row in plans.moved(desk.tx, desk.person, occurrence):
        sentence = f"{planned.sentence} {travel.LEFT_OUT}"
        plans.settle_nudge(desk.tx, row["id"], "cancelled", row["due_at"])
        _say(desk, sentence, nudge_id=row["id"], rule="plan_none",
             inputs={"kind": "prompt", "of": occurrence, "plan": planned.rule})  # fmt: skip


def drop(desk: Desk, kind: str, why: str) -> None:
    """Leave out those of a kind that wait: what they were moved from is no more."""
    for row in plans.moved(desk.tx, desk.person, kind):
        plans.settle_nudge(desk.tx, row["id"], "cancelled", row["due_at"])
        _say(desk, why.format(name=desk.person.name), nudge_id=row["id"],
             rule="plan_dropped", inputs={"kind": kind, "of": row["occurrence"]})  # fmt: skip


def _say(desk: Desk, sentence: str, **of: object) -> None:
    new = desk.parts.new_id()
    plans.decide(desk.tx, desk.person, new, sentence, verdict="withhold", **of)
