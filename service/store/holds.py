"""Read-only: when everything automatic came to rest for a person, and who lifted that.

Laws: every query names the organisation; a hold stands where it was put and where it
was lifted, with the note of whoever lifted it; the end of a talk is told with the talk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx
from service.store.vault import Key

# While one alert of a kind is open the next one puts no hold anew.
PUT = text(
    "SELECT a.id, a.kind, a.raised_at AS at FROM alerts a"
    " WHERE a.organisation_id = :organisation AND a.participant_id = :person"
    " AND a.kind IN ('crisis', 'unclear_stop') AND a.raised_at < :before"
    " AND NOT EXISTS (SELECT 1 FROM alerts b WHERE b.organisation_id = :organisation"
    "  AND b.participant_id = :person AND b.kind = a.kind"
    "  AND (b.raised_at, b.id) < (a.raised_at, a.id)"
    "  AND coalesce(b.acknowledged_at, 'infinity') > a.raised_at)"
    " ORDER BY a.raised_at DESC, a.id DESC LIMIT :most"
)
LIFTED = text(
    "SELECT id, rule AS kind, sentence_sealed, at FROM decisions"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND verdict = 'release' AND at < :before ORDER BY at DESC, id DESC LIMIT :most"
)
# A decision of this rule ended a talk; only with a note it says more than that.
TALK = "talked"


@dataclass(frozen=True, slots=True)
class Held:
    """A hold was put, or lifted: then `why` is the sentence that says by whom."""

    id: UUID
    at: datetime
    kind: str
    why: str = ""

    @property
    def noted(self) -> bool:
        """Whether who lifted it left a note, which ends the sentence."""
        return self.why.endswith('"')


def of(tx: Tx, key: Key, person: UUID, most: int, before: datetime) -> list[Held]:
    """Return holds that were put and lifted before a moment, in no order."""
    asked = {"person": person, "most": most, "before": before}
    put = [Held(**row) for row in tx.rows(PUT, **asked)]
    lifted = [_lifted(key, row) for row in tx.rows(LIFTED, **asked)]
    return [*put, *(one for one in lifted if one.kind != TALK or one.noted)]


def _lifted(key: Key, row: Found) -> Held:
    sealed, of = row["sentence_sealed"], row["id"]
    why = key.open(sealed, "decisions", of, "sentence_sealed")
    return Held(of, row["at"], row["kind"], why)
