"""Somebody who agreed to calls, for tests: her desk, her nudges, calls made to her."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from service.store import outbox, plans
from service.store.outbox import Outgoing
from service.switchboard.phone import Phone
from service.usecases import call_consent, planning
from service.usecases.parts import Desk
from tests.journeys.world import World

NUMBERS = count(15550600001)
LIMA = "America/Lima"
# Thursday's call, in a programme whose days have a chance each evening.
THURSDAY = {"call_days": "3", "call_at": "12:15", "call_until": "13:00"}


@dataclass(frozen=True, slots=True)
class Called:
    """One person of a world, seen from the planning of her calls."""

    world: World
    phone: Phone

    @property
    def row(self) -> dict[str, Any]:
        """Her row."""
        return self.world.person(self.phone.number)

    def desk(self) -> AbstractContextManager[Desk]:
        """Her desk, in a transaction that commits."""
        return self.world.desk(self.phone.number)

    def plan(self) -> int:
        """Plan her days, planned already or not; return how many nudges are new."""
        person = self.row["id"]
        ask = "UPDATE participants SET planned_until = NULL WHERE id = %s"
        self.world.run(ask, person)
        return planning.plan(self.world.parts, self.world.organisation, [person])

    def agree(self) -> None:
        """Let her agree to calls, and have her days planned."""
        with self.desk() as desk:
            call_consent.agree(desk, "call", "Call me.", "paper form", "coach")
        self.plan()

    def nudges(self, kind: str = "call") -> list[dict[str, Any]]:
        """Her nudges of a kind, by when they are due."""
        rows = self.world.of(self.phone.number, "nudges")
        return sorted(
            (row for row in rows if row["kind"] == kind), key=lambda row: row["due_at"]
        )

    def made(
        self, nudge: dict[str, Any], state: str = "sent", retry_of: UUID | None = None
    ) -> UUID:
        """Put a nudge of hers in the outbox, as if the carrier had taken it."""
        channel = "call" if nudge["kind"] == "call" else "text"
        with self.desk() as desk:
            message = Outgoing(
                id=desk.parts.new_id(),
                kind=nudge["kind"],
                body="check_in",
                segments=int(channel == "text"),
                token=desk.parts.new_token(),
                not_before=desk.tx.now,
                expires_at=nudge["expires_at"],
                state=state,
                channel=channel,
                retry_of=retry_of,
                nudge_id=nudge["id"],
                chance_id=nudge["chance_id"],
            )
            outbox.keep(
                desk.tx, desk.person, message, consent_version=desk.consent_version
            )
            plans.settle_nudge(desk.tx, nudge["id"], "sent", nudge["due_at"])
        return message.id

    def calls_in(self) -> None:
        """She calls us."""
        self.world.run(
            "INSERT INTO calls (id, organisation_id, participant_id, direction,"
            " carrier_id, token, state, began_at) VALUES (%s, %s, %s, 'in', %s, %s,"
            " 'talked', handrail_now())",
            self.world.parts.new_id(),
            self.world.organisation,
            self.row["id"],
            f"CA{next(NUMBERS):032x}",
            self.world.parts.new_token(),
        )

    def at(self, moment: datetime) -> None:
        """Move the clock there; nothing is done on the way."""
        self.world.jump(seconds=(moment - self.world.now).total_seconds())

    def alerts(self) -> list[tuple[str, str]]:
        """Kind and reason of each alert about her, oldest first."""
        rows = self.world.of(self.phone.number, "alerts")
        return [(row["kind"], row["reason"]) for row in rows]

    def sent(self) -> list[str]:
        """The words of every message to her, oldest first."""
        return [row["body"] for row in self.world.outbox(self.phone.number)]

    def decisions(self) -> list[dict[str, Any]]:
        """Decisions about her nudges, oldest first."""
        return self.world.of(self.phone.number, "decisions")


def join(world: World, zone: str = LIMA, **settings: object) -> Called:
    """Somebody new who joined, in a programme with those terms.

    What is planned for others of this world, and calls made to them, are let be, so
    that no beat carries them on between.
    """
    world.run("UPDATE nudges SET state = 'withheld' WHERE state = 'planned'")
    world.run("UPDATE outbox_messages SET state = 'abandoned' WHERE channel = 'call'")
    programme = world.programme(
        f"calls {next(NUMBERS)}", **{**THURSDAY, "start_rung": 0, **settings}
    )
    return Called(
        world, world.join(f"+{next(NUMBERS)}", zone=zone, programme=programme)
    )


def agreed(world: World, zone: str = LIMA, **settings: object) -> Called:
    """Somebody new who joined and agreed to calls."""
    her = join(world, zone, **settings)
    her.agree()
    return her
