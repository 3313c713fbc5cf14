"""Somebody with a past: chances that came and went, what was sent, what she told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flows.coach.chances import Occurrence
from service.store import outbox, plans
from service.store.outbox import Outgoing
from service.usecases import acting
from service.usecases.parts import Desk
from tests.service.somebody import Somebody

# What came of a day: (outcome, label of the attempt, or None where no word came).
CAME: dict[str, tuple[str, str | None]] = {
    "U": ("attempted", "unprompted"),
    "P": ("attempted", "prompted"),
    "M": ("missed", "unprompted"),
    "?": ("open", None),
}


@dataclass(frozen=True, slots=True)
class Day:
    """One chance of the past: what came of it, what was drawn, what went out first."""

    mark: str
    plan: str = "none"
    probability: float = 0.0
    sent: str = ""


class Past(Somebody):
    """Writes the past of one person, day after day from a moment on."""

    def lives(self, began: datetime, days: Iterable[Day | str]) -> datetime:
        """Live a chance a day from then on; the clock stands at the end of the last."""
        now = began
        for number, day in enumerate(days):
            now = began + timedelta(days=number)
            self.at(now)
            told = Day(day) if isinstance(day, str) else day
            with self.desk() as desk:
                self._chance(desk, now.date(), told)
        self.at(now + timedelta(hours=9))
        return now

    def _chance(self, desk: Desk, on: date, day: Day) -> None:
        step = desk.step
        assert step is not None
        at = Occurrence(on, 0, step.opens, step.deadline, step.closes)
        chance = acting.new_chance(desk, at, day.plan, day.probability)
        outcome, label = CAME[day.mark]
        plans.keep_chance(desk.tx, desk.person, chance, outcome)
        if day.sent:
            self._sent(desk, day.sent, chance.id)
        if label:
            of: dict[str, Any] = {"outcome": outcome, "label": label}
            plans.keep_attempt(
                desk.tx, desk.person, desk.parts.new_id(), f"what came on {on}",
                chance_id=chance.id, channel="text", **of,
            )  # fmt: skip

    def _sent(self, desk: Desk, kind: str, chance_id: UUID) -> None:
        message = Outgoing(
            id=desk.parts.new_id(),
            kind=kind,
            body="one idea today?",
            segments=1,
            token=desk.parts.new_token(),
            not_before=desk.tx.now,
            state="sent",
            chance_id=chance_id,
        )
        outbox.keep(desk.tx, desk.person, message, consent_version=1)

    def says(self, name: str, value: int, moment: datetime) -> None:
        """Let her give a number about her step at a moment."""
        self.at(moment)
        with self.desk() as desk:
            assert desk.step is not None
            self.gives(desk, name, value)
