"""Scripts as their authors see them: versions, drafts, and who is in which version.

Laws: a version never changes; a draft is one account's; who waits where is counted by
opening each open conversation of a script, and no word of it leaves this room.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from flows.talk import codec
from service.store import tables
from service.store.db import Found, Tx
from service.store.people import PARTICIPANT
from service.store.vault import Key, Vault

# So many open conversations of one script are looked into, and no more.
MOST_OPEN = 2_000
MOST_VERSIONS = 200

SHELF = text(
    "SELECT DISTINCT ON (v.name) v.name, v.id, v.version, v.published_at,"
    " v.by_sealed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM script_versions o"
    "  WHERE o.organisation_id = :organisation AND o.id = v.again_of"
    "  AND o.by_sealed IS NULL) AS own,"
    " count(*) OVER (PARTITION BY v.name) AS versions,"
    " (SELECT count(*) FROM script_drafts d WHERE d.organisation_id = :organisation"
    "  AND d.name = v.name) AS drafts"
    " FROM script_versions v WHERE v.organisation_id = :organisation"
    " ORDER BY v.name, v.published_at DESC, v.id DESC"
)
SOURCES = text(
    "SELECT DISTINCT ON (v.name) v.name, v.id, v.source FROM script_versions v"
    " WHERE v.organisation_id = :organisation"
    " ORDER BY v.name, v.published_at DESC, v.id DESC"
)
EVERY = text(
    "SELECT v.name, v.source FROM script_versions v"
    " WHERE v.organisation_id = :organisation AND v.name = ANY(:names)"
)
NEW_NAMES = text(
    "SELECT DISTINCT d.name FROM script_drafts d WHERE d.organisation_id ="
    " :organisation AND NOT EXISTS (SELECT 1 FROM script_versions v"
    " WHERE v.organisation_id = :organisation AND v.name = d.name) ORDER BY d.name"
)
VERSIONS = text(
    "SELECT v.id, v.name, v.version, v.published_at, v.by_sealed, v.note_sealed,"
    " v.again_of, v.source,"
    " row_number() OVER (ORDER BY v.published_at, v.id) AS number"
    " FROM script_versions v"
    " WHERE v.organisation_id = :organisation AND v.name = :name"
    " ORDER BY v.published_at DESC, v.id DESC LIMIT :most"
)
# A lock for as long as the transaction: of two who publish, the second sees the first.
ALONE = text(
    "SELECT pg_advisory_xact_lock(hashtextextended("
    "CAST(r.id AS text) || '/scripts', 0))"
    " IS NULL AS locked FROM organisations r WHERE r.id = :organisation"
)
OPEN = text(
    "SELECT c.id AS conversation, c.script_version_id, c.state_sealed, p.id,"
    " p.wrapped_key FROM conversations c JOIN participants p ON p.id = c.participant_id"
    " WHERE c.organisation_id = :organisation AND c.status = 'open'"
    " AND c.expires_at > :now AND p.wrapped_key IS NOT NULL"
    " AND c.script_version_id IN (SELECT v.id FROM script_versions v"
    "  WHERE v.organisation_id = :organisation AND v.name = :name)"
    " ORDER BY c.id LIMIT :most"
)
DRAFTS = text(
    "SELECT d.id, d.name, d.account_id, d.base_id, d.source_sealed, d.edition,"
    " d.changed_at, a.name_sealed FROM script_drafts d"
    " JOIN accounts a ON a.id = d.account_id"
    " WHERE d.organisation_id = :organisation AND d.name = :name"
    " ORDER BY d.changed_at DESC, d.id"
)
EVERY_DRAFT = text(
    "SELECT d.id, d.name, d.source_sealed FROM script_drafts d"
    " WHERE d.organisation_id = :organisation ORDER BY d.name, d.id"
)
KEEP = text(
    "UPDATE script_drafts SET source_sealed = :source, base_id = :base,"
    " edition = edition + 1, changed_at = :now"
    " WHERE organisation_id = :organisation AND id = :id"
)
DROP = text(
    "DELETE FROM script_drafts WHERE organisation_id = :organisation"
    " AND name = :name AND account_id = :account"
)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A script on the shelf: its newest version, and how many there are of each."""

    name: str
    id: UUID
    version: str
    published_at: datetime
    own: bool
    versions: int
    drafts: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version: `by` and `note` are "" for what came with Handrail.

    `number` counts the versions of its script from 1, in their order; 0 until it is
    one of them.
    """

    id: UUID
    name: str
    version: str
    published_at: datetime
    by: str
    note: str
    again_of: UUID | None
    source: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """What an account, called `by`, writes at a script."""

    id: UUID
    name: str
    account: UUID
    by: str
    base: UUID | None
    source: str
    edition: int = 0
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open conversation: which version, and the node whose question is open."""

    version: UUID
    node: str


def shelf(tx: Tx) -> tuple[Shelved, ...]:
    """Return the newest version of each script, by name."""
    return tuple(Shelved(**row) for row in tx.rows(SHELF))


def every_source(tx: Tx, names: list[str]) -> tuple[tuple[str, str], ...]:
    """Return (name, source) of every version there ever was of these scripts."""
    rows = tx.rows(EVERY, names=names)
    return tuple((row["name"], row["source"]) for row in rows)


def new_names(tx: Tx) -> tuple[str, ...]:
    """Return the names of drafts of scripts that were never published."""
    return tuple(row["name"] for row in tx.rows(NEW_NAMES))


def sources(tx: Tx) -> dict[str, str]:
    """Return the newest source of each script, with those it enters behind it."""
    return {row["name"]: row["source"] for row in tx.rows(SOURCES)}


def versions(tx: Tx, key: Key, name: str) -> tuple[Version, ...]:
    """Return the versions of a script, the newest first."""
    rows = tx.rows(VERSIONS, name=name, most=MOST_VERSIONS)
    return tuple(_version(key, row) for row in rows)


def _version(key: Key, row: Found) -> Version:
    by, note = row.pop("by_sealed"), row.pop("note_sealed")
    where = ("script_versions", row["id"])
    return Version(
        by=key.words(by, *where, "by_sealed"),
        note=key.words(note, *where, "note_sealed"),
        **row,
    )


def alone(tx: Tx) -> None:
    """Let nobody else of this organisation change scripts until the transaction ends.

    One lock for all of them: what enters a script is published with it.
    """
    tx.row(ALONE)


def publish(tx: Tx, key: Key, version: Version) -> None:
    """Keep one more version of a script."""
    where = ("script_versions", version.id)
    tx.put(
        tables.ScriptVersionRow,
        id=version.id,
        name=version.name,
        version=version.version,
        source=version.source,
        published_at=version.published_at,
        by_sealed=key.seal(version.by, *where, "by_sealed"),
        note_sealed=key.seal(version.note, *where, "note_sealed"),
        again_of=version.again_of,
    )


def waiting(tx: Tx, vault: Vault, name: str) -> tuple[Waiting, ...]:
    """Return where each open conversation of a script waits."""
    rows = tx.rows(OPEN, name=name, now=tx.now, most=MOST_OPEN)
    return tuple(_waiting(vault, row) for row in rows)


def _waiting(vault: Vault, row: Found) -> Waiting:
    key = vault.unwrap(row["wrapped_key"], row["id"], PARTICIPANT)
    where = ("conversations", row["conversation"], "state_sealed")
    state = codec.load_state(key.open(row["state_sealed"], *where))
    return Waiting(row["script_version_id"], state.node if state.awaiting else "")


def drafts(tx: Tx, key: Key, name: str) -> tuple[Draft, ...]:
    """Return everybody's draft of a script, the one changed last first."""
    return tuple(_draft(key, row) for row in tx.rows(DRAFTS, name=name))


def _draft(key: Key, row: Found) -> Draft:
    return Draft(
        id=row["id"],
        name=row["name"],
        account=row["account_id"],
        by=key.open(row["name_sealed"], "accounts", row["account_id"], "name_sealed"),
        base=row["base_id"],
        source=key.open(
            row["source_sealed"], "script_drafts", row["id"], "source_sealed"
        ),
        edition=row["edition"],
        changed_at=row["changed_at"],
    )


def draft_sources(tx: Tx, key: Key) -> tuple[tuple[str, str], ...]:
    """Return what everybody writes at, by the name of its script."""
    return tuple(
        (
            row["name"],
            key.open(row["source_sealed"], "script_drafts", row["id"], "source_sealed"),
        )
        for row in tx.rows(EVERY_DRAFT)
    )


def keep_draft(tx: Tx, key: Key, draft: Draft) -> None:
    """Keep a draft; edition 0 is one that is new, any other takes its place."""
    sealed = key.seal(draft.source, "script_drafts", draft.id, "source_sealed")
    if draft.edition:
        tx.run(KEEP, id=draft.id, source=sealed, base=draft.base, now=tx.now)
        return
    tx.put(
        tables.ScriptDraftRow,
        id=draft.id,
        name=draft.name,
        account_id=draft.account,
        base_id=draft.base,
        source_sealed=sealed,
        edition=1,
        changed_at=tx.now,
    )


def drop_draft(tx: Tx, name: str, account: UUID | None) -> None:
    """Take an account's draft of a script away."""
    tx.run(DROP, name=name, account=account)
