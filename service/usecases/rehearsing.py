"""What a rehearsal looks at: what is due next, and what an open question awaits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.talk import codec
from service.store import falling, outbox, people, talks
from service.usecases.looking_after import DUTIES, Duty
from service.usecases.parts import Parts


@dataclass(frozen=True, slots=True)
class Look:
    """The clock's duties that have work now, and when next anything falls due."""

    duties: tuple[Duty, ...]
    next_due: datetime | None


def look(parts: Parts, organisation: UUID) -> Look:
    """Ask once what a round of the clock would ask door by door."""
    with parts.db.transaction(organisation) as tx:
        seen = falling.look(tx)
    return Look(tuple(one for one in DUTIES if one.door in seen.doors), seen.at)


def kind_of(parts: Parts, organisation: UUID, carrier_id: str) -> str:
    """Return the kind of the text that the carrier knows by this id, or ""."""
    with parts.db.transaction(organisation) as tx:
        return outbox.kind_of(tx, carrier_id)


def awaited(parts: Parts, organisation: UUID, person_id: UUID) -> tuple[str, ...]:
    """Return where her open question stands (`at NODE`) and the answer it awaits."""
    with parts.db.transaction(organisation) as tx:
        person = people.lock(tx, parts.vault, person_id)
        if person is None:
            return ()
        found = talks.open_conversation(tx, person)
        if found is None or found.expires_at <= tx.now:
            return ()
        state = codec.load_state(found.state)
        return (f"at {state.node}", state.expect)
