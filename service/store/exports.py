"""Exports: what somebody asked to take out, piece by piece, sealed until it is gone.

Laws: an export belongs to the account that asked, and nobody else finds it; whoever
writes a piece holds its row, so that two workers write no piece twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Found, Tx
from service.store.vault import Key

KEPT_FOR = timedelta(days=1)
START = UUID(int=0)

COUNT = text(
    "SELECT count(*) AS people FROM participants WHERE organisation_id = :organisation"
    " AND wrapped_key IS NOT NULL"
    " AND (CAST(:programme AS uuid) IS NULL OR programme_id = :programme)"
    " AND (CAST(:only AS uuid) IS NULL OR id = :only)"
)
MINE = text(
    "SELECT e.*, r.name AS programme, p.wrapped_key, p.name_sealed FROM exports e"
    " LEFT JOIN programmes r ON r.id = e.programme_id"
    " LEFT JOIN participants p ON p.id = e.only_id"
    " WHERE e.organisation_id = :organisation AND e.account_id = :account"
    " AND e.expires_at > :now ORDER BY e.asked_at DESC, e.id DESC LIMIT 20"
)
ONE = text(
    "SELECT * FROM exports WHERE organisation_id = :organisation AND id = :id"
    " AND account_id = :account AND expires_at > :now"
)
HELD = text(
    "SELECT * FROM exports WHERE organisation_id = :organisation AND id = :id"
    " AND state = 'working' FOR UPDATE SKIP LOCKED"
)
WENT_ON = text(
    "UPDATE exports SET cursor = :cursor, done = done + :people,"
    " mistakes = mistakes + :mistakes, state = :state, ended_at = :ended"
    " WHERE organisation_id = :organisation AND id = :id"
)
CANCEL = text(
    "UPDATE exports SET state = 'cancelled', ended_at = :now"
    " WHERE organisation_id = :organisation AND id = :id AND account_id = :account"
    " AND state = 'working'"
)
_MAY_HOLD = (
    " FROM exports WHERE organisation_id = :organisation"
    " AND state IN ('working', 'done') AND expires_at > :now"
    " AND (programme_id IS NULL OR programme_id = (SELECT p.programme_id"
    "  FROM participants p WHERE p.organisation_id = :organisation"
    "  AND p.id = :person)) AND (only_id IS NULL OR only_id = :person)"
)
# Whoever writes a piece may have read her already, and says so only with its commit:
# a cursor that is asked without waiting for it is that of the piece before.
WAIT_FOR = text(f"SELECT id{_MAY_HOLD} ORDER BY id FOR UPDATE")
# What is ready, or has come as far as a person, holds what it has of her.
WITHOUT = text(
    "UPDATE exports SET state = 'cancelled', ended_at = :now"
    " WHERE organisation_id = :organisation AND id = ANY(:ids)"
    " AND state IN ('working', 'done') AND (state = 'done' OR cursor >= :person)"
    " RETURNING id"
)
# Of one that was of her alone not even the row stays: it says that she was here.
HERS_ALONE = text(
    "DELETE FROM exports WHERE organisation_id = :organisation AND only_id = :person"
)
DROP_PIECES = text(
    "DELETE FROM export_pieces WHERE organisation_id = :organisation"
    " AND export_id = :export"
)
PIECES = text(
    "SELECT id FROM export_pieces WHERE organisation_id = :organisation"
    " AND export_id = :export AND kind = :kind ORDER BY number"
)
PIECE = text(
    "SELECT body_sealed FROM export_pieces WHERE organisation_id = :organisation"
    " AND id = :id"
)
PEOPLE = text(
    "SELECT p.id, p.wrapped_key, p.name_sealed, r.name AS programme, p.language,"
    " p.zone, p.consent, p.calls, p.recorded, p.hold, p.rung, p.created_at,"
    " p.last_heard_at, n.id AS number_id, n.number_sealed, s.id AS step_id,"
    " s.step_sealed, s.cue_sealed, g.id AS goal_id, g.goal_sealed FROM participants p"
    " JOIN programmes r ON r.id = p.programme_id"
    " LEFT JOIN numbers n ON n.participant_id = p.id AND n.kind = 'participant'"
    " LEFT JOIN steps s ON s.participant_id = p.id AND s.ended_at IS NULL"
    " LEFT JOIN goals g ON g.id = s.goal_id"
    " WHERE p.organisation_id = :organisation AND p.wrapped_key IS NOT NULL"
    " AND (CAST(:programme AS uuid) IS NULL OR p.programme_id = :programme)"
    " AND (CAST(:only AS uuid) IS NULL OR p.id = :only)"
    " AND p.id > :cursor ORDER BY p.id LIMIT :most"
)
ATTEMPTS = text(
    "SELECT a.*, c.local_date, c.slot, c.plan, c.probability, c.step_id,"
    " s.step_sealed FROM attempts a JOIN chances c ON c.id = a.chance_id"
    " JOIN steps s ON s.id = c.step_id WHERE a.organisation_id = :organisation"
    " AND a.participant_id = ANY(:ids)"
    " AND (CAST(:since AS date) IS NULL OR c.local_date >= :since)"
    " AND (CAST(:until AS date) IS NULL OR c.local_date <= :until)"
    " ORDER BY a.participant_id, c.local_date, c.slot, a.id"
)

NUMBERS = text(
    "SELECT attempt_id, name, value FROM measures"
    " WHERE organisation_id = :organisation AND participant_id = ANY(:ids)"
    " AND attempt_id IS NOT NULL ORDER BY at, id"
)


def count(tx: Tx, programme: UUID | None, only: UUID | None) -> int:
    """Return how many people an export is of."""
    return int(tx.rows(COUNT, programme=programme, only=only)[0]["people"])


def keep(tx: Tx, export: UUID, account: UUID, asked: Mapping[str, object]) -> None:
    """Keep that an export is asked for: kind, form, total, and what it is of."""
    tx.put(
        tables.ExportRow,
        id=export,
        account_id=account,
        state="working",
        cursor=None,
        done=0,
        mistakes=0,
        asked_at=tx.now,
        ended_at=None,
        expires_at=tx.now + KEPT_FOR,
        **asked,
    )


def mine(tx: Tx, account: UUID) -> list[Found]:
    """Return an account's exports, the newest first, the one person's name sealed."""
    return tx.rows(MINE, account=account, now=tx.now)


def one(tx: Tx, export: UUID, account: UUID) -> Found | None:
    """Return one export of an account, None where it has none of this id."""
    return tx.row(ONE, id=export, account=account, now=tx.now)


def held(tx: Tx, export: UUID) -> Found | None:
    """Lock an export that goes on; None where there is none, or somebody holds it."""
    return tx.row(HELD, id=export)


def went_on(
    tx: Tx, export: UUID, cursor: UUID | None, people: int, mistakes: int, *, over: bool
) -> None:
    """Keep how far an export is."""
    state, ended = ("done", tx.now) if over else ("working", None)
    counts = {"people": people, "mistakes": mistakes}
    tx.run(WENT_ON, id=export, cursor=cursor, state=state, ended=ended, **counts)


def cancel(tx: Tx, export: UUID, account: UUID) -> bool:
    """Cancel an export that goes on, and delete what was written of it."""
    if tx.run(CANCEL, id=export, account=account, now=tx.now) != 1:
        return False
    tx.run(DROP_PIECES, export=export)
    return True


def without(tx: Tx, person: UUID) -> int:
    """Cancel every export that may hold somebody, and delete what was written of it.

    A piece that is being written is waited for; the next begins after this commit.
    """
    live = [row["id"] for row in tx.rows(WAIT_FOR, person=person, now=tx.now)]
    rows = tx.rows(WITHOUT, ids=live, person=person, now=tx.now) if live else []
    for row in rows:
        tx.run(DROP_PIECES, export=row["id"])
    tx.run(HERS_ALONE, person=person)
    return len(rows)


def keep_piece(  # noqa: PLR0913 -- a row's columns are its arguments
    tx: Tx, key: Key, row_id: UUID, *, export: UUID, kind: str, number: int, body: str
) -> None:
    """Keep a piece, sealed; `key` is the organisation's."""
    tx.put(
        tables.ExportPieceRow,
        id=row_id,
        export_id=export,
        kind=kind,
        number=number,
        body_sealed=key.seal(body, "export_pieces", row_id, "body_sealed"),
    )


def pieces(tx: Tx, export: UUID, kind: str) -> list[UUID]:
    """Return the ids of an export's pieces, in their order."""
    return [row["id"] for row in tx.rows(PIECES, export=export, kind=kind)]


def piece(tx: Tx, key: Key, row_id: UUID) -> str:
    """Return one piece, opened; "" where it is gone."""
    row = tx.row(PIECE, id=row_id)
    sealed = None if row is None else row["body_sealed"]
    return key.words(sealed, "export_pieces", row_id, "body_sealed")


def people(tx: Tx, export: Found, most: int) -> list[Found]:
    """Return the next people of an export by their id, sealed as they are."""
    return tx.rows(
        PEOPLE,
        programme=export["programme_id"],
        only=export["only_id"],
        cursor=export["cursor"] or START,
        most=most,
    )


def attempts(
    tx: Tx, ids: Collection[UUID], since: date | None, until: date | None
) -> list[Found]:
    """Return people's attempts of some days, the oldest first, sealed as they are."""
    return tx.rows(ATTEMPTS, ids=list(ids), since=since, until=until)


def numbers(tx: Tx, ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """Return the numbers that people gave with each attempt, the last of each name."""
    told: dict[UUID, dict[str, int]] = {}
    for row in tx.rows(NUMBERS, ids=list(ids)):
        told.setdefault(row["attempt_id"], {})[row["name"]] = row["value"]
    return told
