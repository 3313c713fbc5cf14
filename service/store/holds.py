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
HOLDS = text(
    "(SELECT a.id, a.kind, a.raised_at AS at, CAST(NULL AS bytea) AS sentence_sealed"
    " FROM alerts a"
    " WHERE a.organisation_id = :organisation AND a.participant_id = :person"
    " AND a.kind IN ('crisis', 'unclear_stop') AND a.raised_at < :before"
    " AND NOT EXISTS (SELECT 1 FROM alerts b WHERE b.organisation_id = :organisation"
    "  AND b.participant_id = :person AND b.kind = a.kind"
    "  AND (b.raised_at, b.id) < (a.raised_at, a.id)"
    "  AND coalesce(b.acknowledged_at, 'infinity') > a.raised_at)"
    " ORDER BY a.raised_at DESC, a.id DESC LIMIT :most)"
    " UNION ALL (SELECT d.id, d.rule, d.at, d.sentence_sealed FROM decisions d"
    " WHERE d.organisation_id = :organisation AND d.participant_id = :person"
    " AND d.verdict = 'release' AND d.at < :before"
    " ORDER BY d.at DESC, d.id DESC LIMIT :most)"
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
    found = (_held(key, row) for row in tx.rows(HOLDS, **asked))
    return [one for one in found if one.kind != TALK or one.noted]


def _held(key: Key, row: Found) -> Held:
    sealed, of = row["sentence_sealed"], row["id"]
    why = key.words(sealed, "decisions", of, "sentence_sealed")
    return Held(of, row["at"], row["kind"], why)
