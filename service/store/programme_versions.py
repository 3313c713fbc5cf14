"""What a programme said, version by version; the newest is what is in force.

Laws: a version never changes and never goes; whoever changes a programme keeps what it
says then in the same transaction (`keep`), and what says nothing new is kept once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx
from service.store.vault import Key, Unreadable

# A page of the history shows so many.
MOST = 20
# What is kept beside a path (`nudges`) says nothing: the terms have it.
HASH = (
    "encode(sha256(convert_to(CAST(jsonb_build_array(r.name, r.language, r.settings,"
    " r.path - 'nudges', r.schedule) AS text), 'UTF8')), 'hex')"
)
LOCK = text(
    "SELECT id FROM programmes WHERE organisation_id = :organisation AND id = :id"
    " FOR NO KEY UPDATE"
)
STANDS = text(
    f"SELECT {HASH} AS hash, r.coach_id, c.name_sealed AS coach_sealed"  # noqa: S608 -- ours
    " FROM programmes r JOIN coaches c ON c.id = r.coach_id"
    " WHERE r.organisation_id = :organisation AND r.id = :id"
)
NEWEST = text(
    "SELECT hash, coach_id, coach_sealed FROM programme_versions"
    " WHERE organisation_id = :organisation AND programme_id = :id"
    " ORDER BY number DESC LIMIT 1"
)
KEEP = text(
    "INSERT INTO programme_versions (id, organisation_id, programme_id, number, hash,"  # noqa: S608 -- ours
    " by, at, name, language, settings, path, schedule, coach_id, coach_sealed)"
    " SELECT CAST(:version AS uuid), r.organisation_id, r.id,"
    " 1 + coalesce((SELECT max(v.number)"
    "  FROM programme_versions v WHERE v.organisation_id = :organisation"
    f"  AND v.programme_id = :id), 0), {HASH}, CAST(:by AS varchar),"
    " CAST(:now AS timestamptz), r.name, r.language,"
    " r.settings, r.path, r.schedule, r.coach_id, c.name_sealed"
    " FROM programmes r JOIN coaches c ON c.id = r.coach_id"
    " WHERE r.organisation_id = :organisation AND r.id = :id"
)
COACHED = text(
    "SELECT id FROM programmes WHERE organisation_id = :organisation"
    " AND coach_id = ANY(:coaches) ORDER BY id"
)
_COLUMNS = (
    "v.id, v.number, v.hash, v.by, v.at, v.name, v.language, v.settings, v.path,"
    " v.schedule, v.coach_id, v.coach_sealed"
)
PAGE = text(
    f"SELECT {_COLUMNS}, a.id AS account, a.name_sealed"  # noqa: S608 -- ours
    " FROM programme_versions v LEFT JOIN accounts a"
    "  ON a.organisation_id = :organisation AND CAST(a.id AS varchar) = v.by"
    " WHERE v.organisation_id = :organisation AND v.programme_id = :id"
    " AND v.number <= :upto ORDER BY v.number DESC LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Version:
    """What a programme said; `coach` is "" where the name does not open.

    `who` is the name of the account that did it, "" where none did: `by` says who it
    was then, and is "" for what stood when the history began.
    """

    id: UUID
    number: int
    hash: str
    by: str
    who: str
    at: datetime
    name: str
    language: str
    settings: dict[str, Any]
    path: dict[str, Any] | None
    schedule: dict[str, Any] | None
    coach_id: UUID
    coach: str

    def says_what(self, other: Version) -> bool:
        """Return whether the two say the very same."""
        return (self.hash, self.coach) == (other.hash, other.coach)


def keep(tx: Tx, key: Key, version: UUID, programme: UUID, by: str) -> None:
    """Keep what a programme says now as its newest version, if that is anything new.

    `version` is the id it gets, `key` the organisation's. The programme is held until
    the transaction ends, so that of two who change it the second counts on.
    """
    tx.row(LOCK, id=programme)
    stands, newest = (tx.row(one, id=programme) for one in (STANDS, NEWEST))
    if stands is None or (newest is not None and _same(key, stands, newest)):
        return
    tx.later(KEEP, id=programme, version=version, by=by, now=tx.now)


def _same(key: Key, one: Found, other: Found) -> bool:
    return bool(one["hash"] == other["hash"]) and _coach(key, one) == _coach(key, other)


def _coach(key: Key, row: Found) -> str:
    try:
        return key.open(row["coach_sealed"], "coaches", row["coach_id"], "name_sealed")
    except Unreadable:
        return ""


def coached(tx: Tx, coaches: Collection[UUID]) -> tuple[UUID, ...]:
    """Return the programmes whose coach is one of these."""
    rows = tx.rows(COACHED, coaches=list(coaches))
    return tuple(row["id"] for row in rows)


def page(
    tx: Tx, key: Key, programme: UUID, upto: int, most: int = MOST
) -> tuple[Version, ...]:
    """Return the versions with this number and before, the newest first."""
    rows = tx.rows(PAGE, id=programme, upto=upto, most=most)
    return tuple(_version(key, row) for row in rows)


def _version(key: Key, row: Found) -> Version:
    account, name = row.pop("account"), row.pop("name_sealed")
    coach = _coach(key, row)
    row.pop("coach_sealed")
    who = key.words(name, "accounts", account, "name_sealed") if account else ""
    return Version(coach=coach, who=who, **row)
