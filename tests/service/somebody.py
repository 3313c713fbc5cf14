"""Somebody in a database of a test: her clock, her desk, a number she gives."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.store import measures
from service.usecases.parts import Desk, Parts
from tests.database import Clone, put_clock


@dataclass
class Somebody:
    """One person, and whose she is."""

    parts: Parts
    clone: Clone
    organisation: UUID
    person: UUID

    def at(self, moment: datetime) -> None:
        """Move the one clock to a moment."""
        put_clock(self.clone, moment)

    def desk(self) -> AbstractContextManager[Desk]:
        """Her desk, in a transaction that commits."""
        return self.parts.at_desk(self.organisation, self.person)

    def gives(
        self, desk: Desk, name: str, value: int, step: UUID | None = None
    ) -> None:
        """Let her give a number, about her step unless it is about another."""
        about = step or (desk.step.id if desk.step else None)
        measures.keep(
            desk.tx, desk.person, desk.parts.new_id(), name, value,
            step_id=about, attempt_id=None,
        )  # fmt: skip
