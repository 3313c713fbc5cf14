"""Everything that is kept of one person, table by table: to be taken out, or forgotten.

Laws: what hangs on a person is found by the tables' own keys, so that a table added
later is in it; a table that stays when she is forgotten is named with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, TextClause, text

from service.store import tables
from service.store.db import Found, Tx
from service.store.tables import Row
from service.store.vault import Key, Unreadable

PERSON = "participants"
# Stays when she is forgotten, without a word of hers.
STAYS: Mapping[str, str] = {
    "erasures": "says that she was erased, when, and at whose word",
    "looks": "says who looked at her page, as the audit does",
}
# Hangs on numbers, of which people have some too; these are the service's own.
NOT_HERS = frozenset({"gates"})
# Keys, hashes and what stands for a right to act: nothing about her, and nobody's data.
SECRETS = frozenset(
    {"wrapped_key", "hash", "body_hash", "token", "claim", "lease_until", "heeded_text"}
)
SEALED = "_sealed"
_TABLES: Mapping[str, Table] = {
    table.name: table for table in Row.metadata.sorted_tables
}


def _hers(name: str) -> str | None:
    """Return by which condition a table's rows are a person's, None where none are."""
    table = _TABLES[name]
    if name == PERSON:
        return "t.id = :person"
    if "participant_id" in table.columns:
        return "t.participant_id = :person"
    for key in sorted(table.foreign_keys, key=lambda one: one.parent.name):
        other = key.column.table.name
        if "participant_id" in _TABLES[other].columns and not key.parent.nullable:
            return (
                f"t.{key.parent.name} IN (SELECT o.id FROM {other} o"  # noqa: S608 -- our own names
                " WHERE o.organisation_id = :organisation"
                " AND o.participant_id = :person)"
            )
    return None


HERS: Mapping[str, str] = {
    name: told
    for name in _TABLES
    if name not in NOT_HERS and (told := _hers(name)) is not None
}
READ: Mapping[str, TextClause] = {
    name: text(
        f"SELECT t.* FROM {name} t WHERE t.organisation_id = :organisation AND {hers}"  # noqa: S608 -- our own names
    )
    for name, hers in HERS.items()
}
FORGET: Mapping[str, TextClause] = {
    name: text(
        f"DELETE FROM {name} t WHERE t.organisation_id = :organisation AND {hers}"  # noqa: S608 -- our own names
    )
    for name, hers in reversed(tuple(HERS.items()))
    if name not in STAYS
}
# What coaches were told of her alerts: their messages, which hang on no person.
TOLD = text(
    "SELECT m.* FROM outbox_messages m WHERE m.organisation_id = :organisation"
    " AND m.id IN (SELECT n.outbox_message_id FROM notices n JOIN alerts a"
    " ON a.id = n.alert_id WHERE n.organisation_id = :organisation"
    " AND a.participant_id = :person)"
)
FORGET_TOLD = (
    text(
        "DELETE FROM delivery_events WHERE organisation_id = :organisation"
        " AND outbox_message_id = ANY(:ids)"
    ),
    text(
        "DELETE FROM outbox_messages WHERE organisation_id = :organisation"
        " AND id = ANY(:ids)"
    ),
)
KEY = text(
    "SELECT id, wrapped_key FROM participants WHERE organisation_id = :organisation"
    " AND id = :person AND wrapped_key IS NOT NULL"
)
AUDITED = text(
    "SELECT id, at, action, actor FROM audits WHERE organisation_id = :organisation"
    " AND subject = :person ORDER BY at, id"
)


def key_row(tx: Tx, person: UUID) -> Found | None:
    """Return the row with a person's wrapped key, None for nobody here."""
    return tx.row(KEY, person=person)


def read(tx: Tx, person: UUID) -> Iterator[tuple[str, list[Found]]]:
    """Yield each table of a person's with its rows, sealed as they are."""
    for name, query in READ.items():
        yield name, tx.rows(query, person=person)
    yield "outbox_messages (to coaches)", tx.rows(TOLD, person=person)
    yield "audits", tx.rows(AUDITED, person=person)


def opened(table: str, row: Found, keys: tuple[Key, ...]) -> dict[str, Any]:
    """Return a row with its words opened; `keys` are tried in their order.

    What no key opens is None under its own sealed name.
    """
    told: dict[str, Any] = {}
    table = table.partition(" ")[0]
    for name, value in row.items():
        if name in SECRETS:
            continue
        if not name.endswith(SEALED) or value is None:
            told[name.removesuffix(SEALED)] = value
            continue
        words = _opened(table, row, name, keys)
        told[name if words is None else name.removesuffix(SEALED)] = words
    return told


def _opened(
    table: str, row: Found, column: str, keys: tuple[Key, ...]
) -> str | bytes | None:
    for key in keys:
        try:
            sound = key.open_bytes(row[column], table, row["id"], column)
        except Unreadable:
            continue
        return sound if column == "audio_sealed" else sound.decode()
    return None


def forget(tx: Tx, person: UUID) -> int:
    """Delete every row of a person's that does not stay; return how many."""
    told = [row["id"] for row in tx.rows(TOLD, person=person)]
    gone = sum(tx.run(command, person=person) for command in FORGET.values())
    return gone + sum(tx.run(command, ids=told) for command in FORGET_TOLD)


# ---- being erased ----

# A call that nobody has heard of for so long is over, whatever was lost on the way.
LONGEST_CALL = timedelta(minutes=75)
# No carrier deletes the record of a call that goes on: it is `live`, and waits.
LIVE = "('queued', 'initiated', 'ringing', 'in-progress')"
COPIES = text(
    "SELECT c.* FROM (SELECT CASE channel WHEN 'call' THEN 'rung' ELSE 'text' END"  # noqa: S608 -- our own words
    "  AS kind, id, carrier_id, channel = 'call' AND created_at > :since"
    f"  AND coalesce(carrier_status, '') IN {LIVE} AS live FROM outbox_messages"
    "  WHERE organisation_id = :organisation AND carrier_id IS NOT NULL"
    "  AND channel IN ('text', 'call') AND (participant_id = :person OR id IN"
    "  (SELECT n.outbox_message_id FROM notices n JOIN alerts a ON a.id = n.alert_id"
    "   WHERE n.organisation_id = :organisation AND a.participant_id = :person))"
    " UNION ALL SELECT 'heard', id, carrier_id, false FROM inbox"
    "  WHERE organisation_id = :organisation AND participant_id = :person"
    "  AND carrier_id NOT LIKE 'gone/%'"
    " UNION ALL SELECT 'recording', id, carrier_id, false FROM recordings"
    "  WHERE organisation_id = :organisation AND participant_id = :person"
    "  AND carrier_id NOT LIKE 'gone/%'"
    " UNION ALL SELECT 'call', id, carrier_id, state = 'open' AND began_at > :since"
    "  FROM calls"
    "  WHERE organisation_id = :organisation AND participant_id = :person"
    "  AND carrier_id NOT LIKE 'gone/%') c ORDER BY c.kind DESC, c.id"
)
COPY_GONE: Mapping[str, TextClause] = {
    kind: text(
        f"UPDATE {table} SET {change} WHERE organisation_id = :organisation"  # noqa: S608 -- our own names
        " AND id = :id"
    )
    for kind, table, change in (
        ("text", "outbox_messages", "carrier_id = NULL"),
        ("rung", "outbox_messages", "carrier_id = NULL"),
        ("heard", "inbox", "carrier_id = 'gone/' || id"),
        ("recording", "recordings", "carrier_id = 'gone/' || id, at_carrier = false"),
        ("call", "calls", "carrier_id = 'gone/' || id"),
    )
}
# An alert goes round until somebody has it, whoever was erased since (decision 28).
# A call that a coach asked for is waited for: only its reports name the second call,
# whose record the carrier must delete too.
UNDER_WAY = text(
    "SELECT 1 FROM outbox_messages WHERE organisation_id = :organisation"  # noqa: S608 -- our own words
    " AND participant_id = :person AND state IN ('claimed', 'calling')"
    " UNION ALL SELECT 1 FROM bridges b JOIN outbox_messages o ON o.id = b.id"
    "  WHERE b.organisation_id = :organisation AND b.participant_id = :person"
    "  AND b.at > :since AND o.state IN ('sent', 'in_doubt')"
    f"  AND (coalesce(o.carrier_status, 'queued') IN {LIVE}"
    "  OR b.through_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM calls c"
    "   WHERE c.organisation_id = :organisation AND c.outbox_message_id = b.id"
    "   AND c.state <> 'open'))"
    " UNION ALL SELECT 1 FROM alerts WHERE organisation_id = :organisation"
    " AND participant_id = :person AND state = 'open' AND next_at IS NOT NULL LIMIT 1"
)
ERASURE = text(
    "SELECT * FROM erasures WHERE organisation_id = :organisation"
    " AND participant_id = :person"
)
ERASING = text(
    "SELECT * FROM erasures WHERE organisation_id = :organisation"
    " ORDER BY done_at IS NOT NULL, asked_at DESC LIMIT 200"
)
LATER = text(
    "UPDATE erasures SET not_before = :at, left_over = :left_over,"
    " tries = :tries WHERE organisation_id = :organisation"
    " AND participant_id = :person AND done_at IS NULL"
)
DONE = text(
    "UPDATE erasures SET done_at = :now, left_over = 0"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND done_at IS NULL"
)


def ask(tx: Tx, person: UUID, by: str) -> None:
    """Keep that a person is to be forgotten, at the carrier too."""
    tx.put(
        tables.ErasureRow,
        participant_id=person,
        asked_by=by,
        asked_at=tx.now,
        not_before=tx.now,
        left_over=0,
        tries=0,
        done_at=None,
    )


def copies(tx: Tx, person: UUID) -> list[Found]:
    """Return what the carrier still has of a person, recordings before calls.

    What is `live` is a call that goes on, and cannot be deleted yet.
    """
    return tx.rows(COPIES, person=person, since=tx.now - LONGEST_CALL)


def copy_gone(tx: Tx, kind: str, row_id: UUID) -> None:
    """Keep that the carrier has a copy no more."""
    tx.run(COPY_GONE[kind], id=row_id)


def under_way(tx: Tx, person: UUID) -> bool:
    """Say whether a message is being handed over, a call goes on, or an alert round."""
    since = tx.now - LONGEST_CALL
    return tx.row(UNDER_WAY, person=person, since=since) is not None


def erasure(tx: Tx, person: UUID) -> Found | None:
    """Return how far a person's erasure is, None where none was asked for."""
    return tx.row(ERASURE, person=person)


def erasing(tx: Tx) -> list[Found]:
    """Return the erasures of the organisation, those that go on first."""
    return tx.rows(ERASING)


def later(tx: Tx, person: UUID, pause: timedelta, left_over: int, tries: int) -> None:
    """Ask again after a pause; so many copies are left."""
    told = {"left_over": left_over, "tries": tries}
    tx.run(LATER, person=person, at=tx.now + pause, **told)


def done(tx: Tx, person: UUID) -> None:
    """Keep that nothing is left."""
    tx.run(DONE, person=person, now=tx.now)
