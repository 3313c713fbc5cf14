"""What was done by whom, and who looked at whom, read page by page.

Law: the next page begins after the last row of the one before (never by a number of
rows to skip), so that a page costs the same however long the list is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Found, Tx
from service.store.people import PARTICIPANT
from service.store.vault import Key, Vault

LOOKED = "looked at"
# Before any row: where the first page begins.
NEWEST = datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1)
# Of each half only as much as a page holds.
_PAGE = "ORDER BY at DESC, id DESC LIMIT :most"
PAGE = text(
    "SELECT * FROM ((SELECT at, id, actor, action, subject FROM audits"  # noqa: S608 -- our own words
    "  WHERE organisation_id = :organisation AND :audits AND (at, id) < (:at, :id)"
    "  AND (CAST(:person AS uuid) IS NULL OR subject = :person)"
    "  AND (CAST(:actor AS varchar) IS NULL OR actor = :actor)"
    f"  AND (CAST(:like AS varchar) IS NULL OR action ~ :like) {_PAGE})"
    " UNION ALL (SELECT at, participant_id AS id, CAST(account_id AS varchar),"
    f"  '{LOOKED}', participant_id FROM looks"
    "  WHERE organisation_id = :organisation AND :looks"
    "  AND (at, participant_id) < (:at, :id)"
    "  AND (CAST(:person AS uuid) IS NULL OR participant_id = :person)"
    "  AND (CAST(:actor AS varchar) IS NULL OR CAST(account_id AS varchar) = :actor)"
    f"  {_PAGE})) both_of {_PAGE}"
)
ACCOUNTS = text(
    "SELECT id, name_sealed FROM accounts WHERE organisation_id = :organisation"
    " ORDER BY created_at, id"
)
PEOPLE = text(
    "SELECT id, wrapped_key, name_sealed FROM participants"
    " WHERE organisation_id = :organisation AND id = ANY(:ids)"
    " AND wrapped_key IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which rows: about whom, by whom, of what kind, from which row on."""

    person: UUID | None = None
    actor: str | None = None
    like: str | None = None
    audits: bool = True
    looks: bool = True


def note(tx: Tx, account: UUID, person: UUID) -> bool:
    """Keep that somebody looked at a person, once an hour; False when it stands."""
    hour = tx.now.replace(minute=0, second=0, microsecond=0)
    return tx.put_once(
        tables.LookRow, account_id=account, participant_id=person, hour=hour, at=tx.now
    )


def page(
    tx: Tx, sought: Sought, before: tuple[datetime, UUID], most: int
) -> list[Found]:
    """Return rows of the audit and looks together, the newest first."""
    values: dict[str, Any] = {
        name: getattr(sought, name)
        for name in ("person", "actor", "like", "audits", "looks")
    }
    at, row_id = before
    return tx.rows(PAGE, at=at, id=row_id, most=most, **values)


def accounts(tx: Tx, key: Key) -> Mapping[str, str]:
    """Return the name of each account there ever was, by its id as actors have it."""
    return {
        str(row["id"]): key.open(
            row["name_sealed"], "accounts", row["id"], "name_sealed"
        )
        for row in tx.rows(ACCOUNTS)
    }


def names(tx: Tx, vault: Vault, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of those of them who are people that are here."""
    told: dict[UUID, str] = {}
    for row in tx.rows(PEOPLE, ids=list(ids)) if ids else ():
        key = vault.unwrap(row["wrapped_key"], row["id"], PARTICIPANT)
        sealed = row["name_sealed"]
        told[row["id"]] = key.open(sealed, "participants", row["id"], "name_sealed")
    return told
