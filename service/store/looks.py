"""What was done by whom, and who looked at whom, read page by page.

Law: the next page begins after the last row of the one before (never by a number of
rows to skip), so that a page costs the same however long the list is.
"""

# ruff: noqa: S608 -- every part of these statements stands in this file

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
from service.store.tables.plans import NEWS
from service.store.vault import Key, Vault

LOOKED = "looked at"
# Before any row: where the first page begins.
NEWEST = datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1)
# What of somebody's a row of the audit may name in her place: it is hers all the same.
_HERS = (
    ("alerts", ""),
    ("outbox_messages", ""),
    ("decisions", f" AND {NEWS}"),
    ("attempts", ""),
)
_THINGS = " UNION ALL ".join(
    f"SELECT id FROM {table} WHERE organisation_id = :organisation"
    f" AND participant_id = :person{only}"
    for table, only in _HERS
)
# Looked up as a set: a person has thousands of messages, an audit many rows.
_HER = f"(SELECT CAST(:person AS uuid) UNION ALL {_THINGS})"
# Of each half only as much as a page holds.
_PAGE = "ORDER BY at DESC, id DESC LIMIT :most"
PAGE = text(
    "SELECT * FROM ((SELECT at, id, actor, action, subject FROM audits"
    "  WHERE organisation_id = :organisation AND (at, id) < (:at, :id)"
    f"  AND (CAST(:person AS uuid) IS NULL OR subject IN {_HER})"
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
WHOSE = text(
    " UNION ALL ".join(
        f"SELECT id, participant_id AS person FROM {table}"
        " WHERE organisation_id = :organisation AND id = ANY(:ids)"
        " AND participant_id IS NOT NULL"
        for table, _ in _HERS
    )
)
SCRIPTS = text(
    "SELECT id, name FROM script_versions"
    " WHERE organisation_id = :organisation AND id = ANY(:ids)"
)
# One statement for everybody whose words were found.
NOTE = text(
    "INSERT INTO looks (account_id, participant_id, hour, organisation_id, at)"
    " SELECT CAST(:account AS uuid), her.id, CAST(:hour AS timestamptz),"
    " CAST(:organisation AS uuid), CAST(:now AS timestamptz)"
    " FROM unnest(CAST(:people AS uuid[])) AS her (id) ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which rows: about whom or what is hers, by whom, of what kind."""

    person: UUID | None = None
    actor: str | None = None
    like: str | None = None
    looks: bool = True


def note(tx: Tx, account: UUID, person: UUID) -> bool:
    """Keep that somebody looked at a person, once an hour; False when it stands."""
    return tx.put_once(
        tables.LookRow,
        account_id=account,
        participant_id=person,
        hour=_hour(tx),
        at=tx.now,
    )


def note_each(tx: Tx, account: UUID, people: Collection[UUID]) -> None:
    """Keep that somebody looked at these people, each as `note` does."""
    if people:
        ids = sorted(people)
        tx.run(NOTE, account=account, hour=_hour(tx), now=tx.now, people=ids)


def _hour(tx: Tx) -> datetime:
    return tx.now.replace(minute=0, second=0, microsecond=0)


def page(
    tx: Tx, sought: Sought, before: tuple[datetime, UUID], most: int
) -> list[Found]:
    """Return rows of the audit and looks together, the newest first."""
    values: dict[str, Any] = {
        name: getattr(sought, name) for name in ("person", "actor", "like", "looks")
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


def whose(tx: Tx, ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Return whose these are, of those that are somebody's: alerts, messages, news."""
    rows = tx.rows(WHOSE, ids=list(ids)) if ids else ()
    return {row["id"]: row["person"] for row in rows}


def scripts(tx: Tx, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of the scripts of those of them that are versions."""
    rows = tx.rows(SCRIPTS, ids=list(ids)) if ids else ()
    return {row["id"]: row["name"] for row in rows}


def names(tx: Tx, vault: Vault, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of those of them who are people that are here."""
    told: dict[UUID, str] = {}
    for row in tx.rows(PEOPLE, ids=list(ids)) if ids else ():
        key = vault.unwrap(row["wrapped_key"], row["id"], PARTICIPANT)
        sealed = row["name_sealed"]
        told[row["id"]] = key.open(sealed, "participants", row["id"], "name_sealed")
    return told
