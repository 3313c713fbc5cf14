"""Read-only: what coaches did about what stood on the list for a person.

They have an alert, settle a doubt, take something off the list and put it back.

Laws: every query names the organisation; each press stands once, with who it was and
what it was about, and with none of anybody's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service.store.closings import SETTLED
from service.store.db import Found, Tx
from service.store.needs import PUT_AWAY, PUT_BACK
from service.store.vault import Key

# By what it begins with: who has an alert, and what became of a doubt.
HAS, SETTLES = "has it, ", "doubt: "
# A coach who has no account is known to the audit by her row; her name is sealed
# beside the alert that she has.
_COACH = "coach "
# Of all she wrote and asked for, by the person; of one thing, by what it was about.
ALL = (SETTLED, f"{PUT_BACK}settled")
EACH = (PUT_AWAY, PUT_BACK, HAS, SETTLES)
_OF_HER = "WHERE organisation_id = :organisation AND participant_id = :person"
TAKEN = text(
    "SELECT u.id, u.at, u.actor AS who, u.action, s.source, s.kind, s.reason,"  # noqa: S608 -- ours
    " s.id AS about, s.heeded_as_sealed FROM"
    " (SELECT id, 'alert' AS source, kind, reason, heeded_as_sealed FROM alerts"
    f" {_OF_HER} UNION ALL SELECT id, 'news', rule, '', NULL FROM decisions {_OF_HER}"
    f" UNION ALL SELECT id, 'try', 'first', '', NULL FROM attempts {_OF_HER}"
    f" UNION ALL SELECT id, 'doubt', kind, '', NULL FROM outbox_messages {_OF_HER}"
    " UNION ALL SELECT CAST(:person AS uuid), '', '', '', NULL) s"
    " JOIN audits u ON u.organisation_id = :organisation AND u.subject = s.id"
    " AND u.at < :before AND CASE WHEN s.source = '' THEN u.action = ANY(:all)"
    " ELSE u.action LIKE ANY(:each) END"
    " ORDER BY u.at DESC, u.id DESC LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Off:
    """That somebody took something off the list, put it back, has it or settled it.

    `who` is the name, as far as known; `source`, `kind` and `reason` are those of what
    it was about, "" where it was all that she wrote and asked for.
    """

    id: UUID
    at: datetime
    who: str
    action: str
    source: str
    kind: str
    reason: str

    @property
    def back(self) -> bool:
        """Whether it was put back."""
        return self.action.startswith(PUT_BACK)

    @property
    def has(self) -> bool:
        """Whether it is an alert that somebody said to have."""
        return self.action.startswith(HAS)


def of(
    tx: Tx,
    key: Key,
    person: UUID,
    most: int,
    before: datetime,
    names: Mapping[UUID, str],
) -> list[Off]:
    """Return what was done about it before a moment, the newest first.

    `names` are those of the team, by account; `key` is the organisation's.
    """
    asked: dict[str, Any] = {"person": person, "most": most, "before": before}
    known = {str(one): name for one, name in names.items()}
    asked |= {"all": list(ALL), "each": [f"{one}%" for one in EACH]}
    return [_off(key, row, known) for row in tx.rows(TAKEN, **asked)]


def _off(key: Key, row: Found, known: Mapping[str, str]) -> Off:
    values = dict(row)
    sealed, about = values.pop("heeded_as_sealed"), values.pop("about")
    who = known.get(row["who"], row["who"])
    if who.startswith(_COACH) and sealed:
        who = key.words(sealed, "alerts", about, "heeded_as_sealed")
    return Off(**{**values, "who": who})
