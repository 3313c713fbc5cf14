"""Tries kept elsewhere and brought in: shown and counted apart, and nothing follows.

Law: nothing that decides about prompts reads these rows (decision 0049).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Found, Tx
from service.store.vault import Key

TABLE = "earlier_tries"
MOST_SHOWN = 60
SEALED = ("step", "words", "what_i_did", "missing", "place")
NUMBERS = ("confidence", "fear_expected", "fear_felt")

# Two who bring in the same file at once would each find nothing of it here.
ALONE = text(
    "SELECT pg_advisory_xact_lock(hashtextextended("
    "'earlier tries ' || CAST(:organisation AS text), 0))"
)
WHOSE = text(
    "SELECT p.id, p.wrapped_key, p.name_sealed, p.zone FROM numbers n"
    " JOIN participants p ON p.id = n.participant_id"
    " WHERE n.organisation_id = :organisation AND n.hash = :hash"
    " AND n.kind = 'participant' AND p.wrapped_key IS NOT NULL"
)
STAND = text(
    "SELECT 'attempts' AS kept_in, a.id, c.local_date, a.words_sealed FROM attempts a"  # noqa: S608 -- our own name
    " JOIN chances c ON c.id = a.chance_id WHERE a.organisation_id = :organisation"
    " AND a.participant_id = :person UNION ALL"
    f" SELECT '{TABLE}', id, local_date, words_sealed FROM {TABLE}"
    " WHERE organisation_id = :organisation AND participant_id = :person"
)
SHOWN = text(
    f"SELECT * FROM {TABLE} WHERE organisation_id = :organisation"  # noqa: S608 -- as above
    " AND participant_id = :person"
    " ORDER BY local_date DESC, wall DESC NULLS LAST, id DESC LIMIT :most"
)
TAKEN_OUT = text(
    f"SELECT * FROM {TABLE} WHERE organisation_id = :organisation"  # noqa: S608 -- as above
    " AND participant_id = ANY(:ids)"
    " AND (CAST(:since AS date) IS NULL OR local_date >= :since)"
    " AND (CAST(:until AS date) IS NULL OR local_date <= :until)"
    " ORDER BY participant_id, local_date, wall NULLS FIRST, id"
)
COUNT = text(
    f"SELECT count(*) AS many FROM {TABLE} t JOIN participants p"  # noqa: S608 -- as above
    " ON p.id = t.participant_id WHERE t.organisation_id = :organisation"
    " AND p.programme_id = :programme AND p.wrapped_key IS NOT NULL"
    " AND t.outcome IN ('attempted', 'imagined')"
    " AND t.local_date >= :since AND t.local_date <= :until"
)


@dataclass(frozen=True, slots=True)
class EarlierTry:
    """A try kept elsewhere; words are "" where there are none.

    `told` holds each of SEALED by its name, `numbers` each of NUMBERS.
    """

    day: date
    wall: time | None
    outcome: str
    label: str
    told: Mapping[str, str]
    numbers: Mapping[str, int | None]
    entered_by: str
    entered_at: datetime


def alone(tx: Tx) -> None:
    """Wait for whoever brings tries into this organisation now; she is waited for."""
    tx.row(ALONE)


def whose(tx: Tx, number_hash: bytes) -> Found | None:
    """Return whose number it is: id, zone and name sealed; None for nobody here."""
    return tx.row(WHOSE, hash=number_hash)


def stand(tx: Tx, key: Key, person: UUID) -> Iterator[tuple[date, str]]:
    """Yield day and words of each try of hers, wherever it came from."""
    for row in tx.rows(STAND, person=person):
        sealed = row["words_sealed"]
        yield (
            row["local_date"],
            key.words(sealed, row["kept_in"], row["id"], "words_sealed"),
        )


def keep(tx: Tx, key: Key, row_id: UUID, person: UUID, one: EarlierTry) -> None:
    """Keep a try of hers, its words sealed."""
    sealed: dict[str, Any] = {
        f"{name}_sealed": key.seal(words, TABLE, row_id, f"{name}_sealed")
        if words
        else None
        for name, words in one.told.items()
    }
    tx.put(
        tables.EarlierTryRow,
        id=row_id,
        participant_id=person,
        local_date=one.day,
        wall=one.wall,
        outcome=one.outcome,
        label=one.label,
        entered_by=one.entered_by,
        entered_at=one.entered_at,
        **one.numbers,
        **sealed,
    )


def shown(tx: Tx, key: Key, person: UUID) -> tuple[EarlierTry, ...]:
    """Return her newest tries of these, at most MOST_SHOWN of them."""
    rows = tx.rows(SHOWN, person=person, most=MOST_SHOWN)
    return tuple(_opened(key, row) for row in rows)


def _opened(key: Key, row: Found) -> EarlierTry:
    def words(name: str) -> str:
        return key.words(row[f"{name}_sealed"], TABLE, row["id"], f"{name}_sealed")

    return EarlierTry(
        day=row["local_date"],
        wall=row["wall"],
        outcome=row["outcome"],
        label=row["label"],
        told={name: words(name) for name in SEALED},
        numbers={name: row[name] for name in NUMBERS},
        entered_by=row["entered_by"],
        entered_at=row["entered_at"],
    )


def taken_out(
    tx: Tx, ids: Collection[UUID], since: date | None, until: date | None
) -> list[Found]:
    """Return people's tries of some days, the oldest first, sealed as they are."""
    return tx.rows(TAKEN_OUT, ids=list(ids), since=since, until=until)


def count(tx: Tx, programme: UUID, since: date, until: date) -> int:
    """Return how many tries of a programme's people were brought in of some days."""
    of = {"programme": programme, "since": since, "until": until}
    return int(tx.rows(COUNT, **of)[0]["many"])
