"""What the tries add up to, for the coach: of one person, and of each programme."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flows.coach import sums, timing
from flows.coach.groups import LOOKED_AT, Group, Life, group
from flows.coach.sums import Sums
from service.store import tallies, views
from service.store.db import Tx
from service.store.tallies import Member, Told


def of_person(tx: Tx, whose: UUID) -> Sums:
    """Return the numbers of one person; of somebody unknown here, none are known."""
    told = tallies.chances(tx, [whose])[whose]
    numbers, stages = tallies.numbers(tx, whose), tallies.stages(tx, whose)
    return sums.add_up(told.records, told.drawn, numbers, stages)


def of_programmes(tx: Tx) -> tuple[tuple[str, Group], ...]:
    """Return a row for each programme of the organisation, oldest first."""
    members = tallies.joined(tx)
    ids = [member.id for member in members]
    told, sent = tallies.chances(tx, ids), tallies.sent(tx, ids, tx.now - LOOKED_AT)
    lives: dict[UUID, list[Life]] = {}
    for member in members:
        life = _life(tx, member, told, sent)
        lives.setdefault(member.programme_id, []).append(life)
    return tuple(
        (programme.name, group(lives.get(programme.id, ())))
        for programme in views.programmes(tx)
    )


def _life(
    tx: Tx, member: Member, told: Mapping[UUID, Told], sent: Mapping[UUID, int]
) -> Life:
    known = told[member.id]
    return Life(
        active=member.consent == "active",
        today=timing.local_day(tx.now, member.zone),
        days=min(tx.now - member.joined, LOOKED_AT).days,
        prompts=sent.get(member.id, 0),
        records=known.records,
        drawn=known.drawn,
    )
