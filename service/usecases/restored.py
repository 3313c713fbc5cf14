"""Why something of a person's stays here after a restore from a backup."""

from __future__ import annotations

from uuid import UUID

from service.store import plans
from service.usecases.parts import Desk

WHY = (
    "The service was put back from a backup, and {name} may have had this before, so"
    " it stayed here."
)


def explain(desk: Desk, nudge: UUID | None = None) -> None:
    """Keep why a nudge of hers, or an answer, stays here after a restore."""
    plans.decide(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        WHY.format(name=desk.person.name),
        nudge_id=nudge,
        verdict="withhold",
        rule="restored",
        inputs={},
    )
