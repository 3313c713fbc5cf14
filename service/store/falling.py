"""When anything falls due next: what a rehearsal leaps to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from service.store import outbox
from service.store.db import Tx

# Due every other minute, whatever has happened: a leap over days would never come far,
# and a rehearsal's network loses no text. Nobody in one plays the coaches either, who
# would be called every ten minutes.
# Nor does anybody sign in, look at results, take data out, or restore a backup.
BY_THE_CLOCK = frozenset(
    {
        *("numbers_to_hear", "alerts_due", "letters_due", "worn_out", "to_add_up"),
        *("exports_due", "erasures_due", "kept_long_enough", "restored"),
    }
)
_BEHIND = (
    f"EXISTS (SELECT 1 FROM handrail_{one}(1)) AS {one}"  # noqa: S608 -- ours
    for one in outbox.DUE_DOORS
    if one not in BY_THE_CLOCK
)
LOOK = text(
    "SELECT (SELECT min(at) FROM ("  # noqa: S608 -- ours
    " SELECT min(due_at) AS at FROM nudges WHERE organisation_id = :organisation"
    "  AND state = 'planned' AND due_at > n.now"
    " UNION ALL SELECT min(not_before) FROM outbox_messages"
    "  WHERE organisation_id = :organisation AND state = 'due' AND not_before > n.now"
    " UNION ALL SELECT min(expires_at) FROM conversations"
    "  WHERE organisation_id = :organisation AND status = 'open'"
    "  AND expires_at > '-infinity'"
    f"  AND expires_at > n.now) AS falls) AS at, {', '.join(_BEHIND)}"
    " FROM (SELECT handrail_now() AS now) n"
)


@dataclass(frozen=True, slots=True)
class Falling:
    """Behind which narrow doors anything is due, and when anything falls due next."""

    doors: frozenset[str]
    at: datetime | None


def look(tx: Tx) -> Falling:
    """Return what is due now, anywhere, and what falls due next, here."""
    found = dict(tx.rows(LOOK)[0])
    at = found.pop("at")
    return Falling(frozenset(door for door, due in found.items() if due), at)
