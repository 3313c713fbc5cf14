"""What a rehearsal looks at: what is due next, and what an open question awaits."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flows.talk import codec
from service.store import falling, outbox, people
from service.usecases.parts import Desk, Parts


def next_due(parts: Parts, organisation: UUID) -> datetime | None:
    """Return the next moment after now at which anything falls due, or None."""
    with parts.db.transaction(organisation) as tx:
        return falling.next_due(tx)


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
        found = Desk(parts, tx, parts.tenant(organisation), person).near.conversation
        if found is None or found.expires_at <= tx.now:
            return ()
        state = codec.load_state(found.state)
        return (f"at {state.node}", state.expect)
