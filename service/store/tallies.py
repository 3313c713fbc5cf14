"""What a person's tries add up to: every chance with what came of it, and her wins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import text

from service.store.db import Found, Tx
from service.store.people import Person

CHANCES = text(
    "SELECT c.local_date, c.outcome, a.label FROM chances c"
    " LEFT JOIN attempts a ON a.chance_id = c.id"
    " WHERE c.organisation_id = :organisation AND c.participant_id = :person"
    " AND c.outcome <> 'open' ORDER BY c.local_date"
)
# Which of them have words is known once they are opened: hence no limit here.
TRIES = text(
    "SELECT a.id, a.words_sealed, a.what_i_did_sealed, c.local_date FROM attempts a"
    " JOIN chances c ON c.id = a.chance_id WHERE a.organisation_id = :organisation"
    " AND a.participant_id = :person AND a.outcome = 'attempted'"
    " ORDER BY c.local_date DESC, a.reported_at DESC, a.id DESC"
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
    return tuple(islice(_quoted(tx, person, "what_i_did", "words"), most))


def past_win(tx: Tx, person: Person) -> Win | None:
    """Return her latest try that she told in words, as she told it; None without."""
    return next(_quoted(tx, person, "words"), None)


def _quoted(tx: Tx, person: Person, *columns: str) -> Iterator[Win]:
    """Yield her tries, the newest first, each in the words of its first column."""
    for row in tx.rows(TRIES, person=person.id):
        opened = (_opened(person, row, column) for column in columns)
        if words := next(filter(str.strip, opened), ""):
            yield Win(words, row["local_date"])


def _opened(person: Person, row: Found, column: str) -> str:
    sealed, at = row[f"{column}_sealed"], f"{column}_sealed"
    return "" if sealed is None else person.key.open(sealed, "attempts", row["id"], at)
