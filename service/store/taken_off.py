"""Read-only: what coaches took off the list about a person, and what they put back.

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
from service.store.db import Tx
from service.store.needs import PUT_BACK

# Of all she wrote and asked for, by the person; of one thing, by what it was about.
ALL = (SETTLED, f"{PUT_BACK}settled")
_OF_HER = "WHERE organisation_id = :organisation AND participant_id = :person"
TAKEN = text(
    "SELECT u.id, u.at, u.actor AS who, u.action, s.source, s.kind, s.reason"  # noqa: S608 -- ours
    f" FROM (SELECT id, 'alert' AS source, kind, reason FROM alerts {_OF_HER}"
    f" UNION ALL SELECT id, 'news', rule, '' FROM decisions {_OF_HER}"
    f" UNION ALL SELECT id, 'try', 'first', '' FROM attempts {_OF_HER}"
    " UNION ALL SELECT CAST(:person AS uuid), '', '', '') s"
    " JOIN audits u ON u.organisation_id = :organisation AND u.subject = s.id"
    " AND u.at < :before AND CASE WHEN s.source = '' THEN u.action = ANY(:all)"
    " ELSE u.action LIKE 'put away: %' OR u.action LIKE 'put back: %' END"
    " ORDER BY u.at DESC, u.id DESC LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Off:
    """That somebody took something off the list, or put it back.

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


def of(
    tx: Tx, person: UUID, most: int, before: datetime, names: Mapping[UUID, str]
) -> list[Off]:
    """Return what was taken off and put back before a moment, the newest first.

    `names` are those of the team, by account.
    """
    asked: dict[str, Any] = {"person": person, "most": most, "before": before}
    known = {str(one): name for one, name in names.items()}
    return [
        Off(**{**row, "who": known.get(row["who"], row["who"])})
        for row in tx.rows(TAKEN, all=list(ALL), **asked)
    ]
