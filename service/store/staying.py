"""What of people's coming days stays whatever is changed, and what went lately.

Law: each thing is read once for however many people are looked at, and no row is
locked by looking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from service.store import layouts, people
from service.store.db import Found, Tx
from service.store.people import Person
from service.store.vault import Vault

_HER = (
    " FROM unnest(CAST(:people AS uuid[]), CAST(:days AS date[])) her (person, today)"
)
_FREE = layouts.FREE.replace(":person", "her.person")
_CLAIMED = layouts.CLAIMED.replace(":person", "her.person")
PEOPLE = text(
    f"{people.COLUMNS} FROM participants p WHERE p.organisation_id = :organisation"
    " AND p.id = ANY(:ids) AND p.wrapped_key IS NOT NULL"
)
# Chances that no change moves, and the nudges that were decided about or are theirs:
# a call asked for before midnight has the day on which it was asked for.
KEPT = text(
    "SELECT her.person, c.local_date, c.slot, c.zone, c.opens, c.deadline, c.closes,"
    f" {layouts.LED} AS led{_HER} JOIN chances c ON c.organisation_id = :organisation"
    " AND c.participant_id = her.person AND c.local_date >= her.today"
    " JOIN steps s ON s.id = c.step_id AND s.ended_at IS NULL"
    f"{layouts.WENT} WHERE c.outcome <> 'open' OR c.opens_at <= :now OR {_CLAIMED}"
)
NUDGES = text(
    "SELECT her.person, n.occurrence, n.local_date, n.kind, n.due_at, n.expires_at,"
    f" n.state = 'planned' AS planned, {_FREE} AS free,"
    " coalesce(to_char(c.local_date, 'YYYY-MM-DD/') || c.slot, '') AS chance"
    f"{_HER} JOIN nudges n"
    " ON n.organisation_id = :organisation AND n.participant_id = her.person"
    " AND n.local_date >= her.today - 1 LEFT JOIN chances c ON c.id = n.chance_id"
)
# A call with its retry is one, and so is a text with its second try. One she asked for
# counts for no cap, and is heard all the same.
SENT = text(
    "SELECT her.person, min(o.created_at) AS at, max(o.created_at) AS last,"  # noqa: S608 -- ours
    " bool_and(coalesce(n.occurrence, '') !~ '^call_me/') AS counts"
    f"{_HER} JOIN outbox_messages o ON o.organisation_id = :organisation"
    " AND o.participant_id = her.person AND o.created_at >= :since"
    " AND o.kind IN ('prompt', 'follow_up', 'call')"
    " AND o.state IN ('due', 'claimed', 'calling', 'sent', 'in_doubt')"
    " LEFT JOIN nudges n ON n.id = o.nudge_id"
    " GROUP BY her.person, coalesce(substring(n.occurrence FROM '^call/[^/]+'),"
    " CAST(coalesce(o.retry_of, o.id) AS text)) ORDER BY at"
)
REPORTED = text(
    f"SELECT her.person, c.local_date, c.slot{_HER} JOIN chances c"
    " ON c.organisation_id = :organisation AND c.participant_id = her.person"
    " AND c.outcome <> 'open' AND c.local_date >= :since"
    " JOIN steps s ON s.id = c.step_id AND s.ended_at IS NULL"
)


class Nudge(NamedTuple):
    """A nudge of hers: its key, when it is due, whether it may be laid out anew.

    `chance` is the key of the chance it is about, or "".
    """

    occurrence: str
    local_date: date
    kind: str
    due_at: datetime
    expires_at: datetime
    planned: bool
    free: bool
    chance: str


@dataclass(frozen=True, slots=True)
class Staying:
    """What stays of one person's days: chances as rows, nudges whatever became of them.

    `sent` are the moments of prompts, follow-ups and calls that went, a call with its
    retry being one; `nudged_at` when the last of these went, or of calls that she asked
    for; `reported` the keys of chances that she has told about.
    """

    kept: list[Found] = field(default_factory=list)
    nudges: list[Nudge] = field(default_factory=list)
    sent: list[datetime] = field(default_factory=list)
    lasts: list[datetime] = field(default_factory=list)
    reported: set[str] = field(default_factory=set)

    @property
    def nudged_at(self) -> datetime | None:
        """When the last of what went, went; None where nothing did."""
        return max(self.lasts, default=None)


def persons(tx: Tx, vault: Vault, ids: Sequence[UUID]) -> tuple[Person, ...]:
    """Return people as they stand, those erased left out."""
    return tuple(people.opened(vault, row) for row in tx.rows(PEOPLE, ids=list(ids)))


def staying(
    tx: Tx, days: Mapping[UUID, date], *, sent: datetime, reported: date
) -> Mapping[UUID, Staying]:
    """Return what stays of people's days, each from a day of her own on.

    `sent` and `reported` say since when what went, and what was told, is looked at.
    """
    found = {person: Staying() for person in days}
    about = {"people": list(days), "days": list(days.values())}
    for row in tx.rows(KEPT, now=tx.now, **about):
        found[row.pop("person")].kept.append(row)
    for row in tx.rows(NUDGES, now=tx.now, **about):
        found[row.pop("person")].nudges.append(Nudge(**row))
    for row in tx.rows(SENT, since=sent, **about):
        hers = found[row["person"]]
        hers.sent.extend([row["at"]] if row["counts"] else ())
        hers.lasts.append(row["last"])
    for row in tx.rows(REPORTED, since=reported, **about):
        key = f"{row['local_date']}/{row['slot']}"
        found[row["person"]].reported.add(key)
    return found
