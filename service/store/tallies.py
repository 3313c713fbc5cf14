"""What a person's tries add up to: every chance with what came of it, and her wins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from service.store.db import Tx
from service.store.people import Person

CHANCES = text(
    "SELECT c.local_date, c.outcome, a.label FROM chances c"
    " LEFT JOIN attempts a ON a.chance_id = c.id"
    " WHERE c.organisation_id = :organisation AND c.participant_id = :person"
    " AND c.outcome <> 'open' ORDER BY c.local_date"
)
WINS = text(
    "SELECT a.id, a.words_sealed, a.what_i_did_sealed, c.local_date FROM attempts a"
    " JOIN chances c ON c.id = a.chance_id WHERE a.organisation_id = :organisation"
    " AND a.participant_id = :person AND a.outcome = 'attempted'"
    " AND coalesce(a.what_i_did_sealed, a.words_sealed) IS NOT NULL"
    " ORDER BY c.local_date DESC LIMIT :most"
)
# A try that belongs to no chance was made on the day she told it.
LAST_WIN = text(
    "SELECT a.id, a.words_sealed,"
    " coalesce(c.local_date, (a.reported_at AT TIME ZONE :zone)::date) AS local_date"
    " FROM attempts a LEFT JOIN chances c ON c.id = a.chance_id"
    " WHERE a.organisation_id = :organisation AND a.participant_id = :person"
    " AND a.outcome = 'attempted' AND a.words_sealed IS NOT NULL"
    " ORDER BY a.reported_at DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one chance: its local day, the outcome, the label of an attempt."""

    day: date
    outcome: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Win:
    """A try in her own words, and its local day."""

    words: str
    day: date


def chances(tx: Tx, person: Person) -> tuple[Told, ...]:
    """Return every chance something is known of, the oldest first."""
    rows = tx.rows(CHANCES, person=person.id)
    return tuple(Told(row["local_date"], row["outcome"], row["label"]) for row in rows)


def wins(tx: Tx, person: Person, most: int) -> tuple[Win, ...]:
    """Return her latest wins, the newest first: what she did, or how she told it."""
    found: list[Win] = []
    for row in tx.rows(WINS, person=person.id, most=most):
        column = "what_i_did" if row["what_i_did_sealed"] else "words"
        sealed = row[f"{column}_sealed"]
        words = person.key.open(sealed, "attempts", row["id"], f"{column}_sealed")
        if words.strip():
            found.append(Win(words, row["local_date"]))
    return tuple(found)


def last_win(tx: Tx, person: Person) -> Win | None:
    """Return the win she told last, in the words she told it with, and its day."""
    row = tx.row(LAST_WIN, person=person.id, zone=person.zone)
    if row is None:
        return None
    words = person.key.open(row["words_sealed"], "attempts", row["id"], "words_sealed")
    return Win(words, row["local_date"])
