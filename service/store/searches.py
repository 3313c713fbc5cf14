"""Read-only: words are looked for where they lie sealed, the newest first, in a bound.

Words are sealed under a key for each person, so no index of the database knows them:
they are opened here one by one, and what was opened is forgotten.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx
from service.store.people import PARTICIPANT
from service.store.vault import Key, Vault

# So many words are opened in one search: about a second of one processor.
MOST_OPENED = 20_000
MOST_FOUND = 50
BATCH = 500
AROUND = 60
LAST = UUID(int=(1 << 128) - 1)
_SOURCE = (
    "SELECT id, participant_id, {column} AS sealed, {at} AS at FROM {table}"
    " WHERE organisation_id = :organisation AND id < :before{only}"
    " ORDER BY id DESC LIMIT :most"
)
_SOURCES = {
    "inbox": ("body_sealed", "received_at", ""),
    "outbox_messages": (
        "body_sealed",
        "created_at",
        " AND participant_id IS NOT NULL AND channel = 'text'",
    ),
    "notes": ("words_sealed", "at", ""),
}
# Ids rise, so their key leads from the newest back.
SOURCES = {
    table: text(_SOURCE.format(table=table, column=column, at=at, only=only))
    for table, (column, at, only) in _SOURCES.items()
}
KEYS = text(
    "SELECT id, wrapped_key, name_sealed FROM participants"
    " WHERE organisation_id = :organisation AND wrapped_key IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words stand: `before`, `found` and `after` as written."""

    person: UUID
    name: str
    where: str
    at: datetime
    before: str
    found: str
    after: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found, the newest first; `back_to` is None where all was read."""

    hits: tuple[Hit, ...]
    opened: int
    back_to: datetime | None


def search(tx: Tx, vault: Vault, sought: str, most: int = MOST_OPENED) -> Searched:
    """Look for words in texts and notes, capitals and accents aside."""
    wanted = folded(" ".join(sought.split()))
    people = {row["id"]: row for row in tx.rows(KEYS)}
    keys: dict[UUID, Key] = {}
    hits: list[Hit] = []
    opened, last, passed = 0, None, 0
    every = merge(*(_newest(tx, table) for table in SOURCES), key=_newest_first)
    for table, row in every:
        if passed >= most or len(hits) >= MOST_FOUND:
            return Searched(tuple(hits), opened, last)
        # Those whose words are gone count too: there may be a million of them.
        passed, last = passed + 1, row["at"]
        person = people.get(row["participant_id"])
        if person is None or row["sealed"] is None:
            continue
        key = _key(vault, keys, person)
        words = key.words(row["sealed"], table, row["id"], _SOURCES[table][0])
        opened += 1
        if wanted in folded(" ".join(words.split())):
            hits.append(_hit(key, table, row, person, (words, wanted)))
    return Searched(tuple(hits), opened, None)


def _newest_first(one: tuple[str, Found]) -> int:
    return -int(one[1]["id"])


def _newest(tx: Tx, table: str) -> Iterator[tuple[str, Found]]:
    before = LAST
    while True:
        rows = tx.rows(SOURCES[table], before=before, most=BATCH)
        yield from ((table, row) for row in rows)
        if len(rows) < BATCH:
            return
        before = rows[-1]["id"]


def _key(vault: Vault, keys: dict[UUID, Key], person: Found) -> Key:
    whose = person["id"]
    if whose not in keys:
        keys[whose] = vault.unwrap(person["wrapped_key"], whose, PARTICIPANT)
    return keys[whose]


def folded(words: str) -> str:
    """Return words without capitals and accents, a letter for a letter."""
    plain = (unicodedata.normalize("NFD", one)[0] for one in words)
    return "".join(one.lower() if len(one.lower()) == 1 else one for one in plain)


def _hit(
    key: Key, table: str, row: Found, person: Found, about: tuple[str, str]
) -> Hit:
    words, wanted = " ".join(about[0].split()), about[1]
    begins = folded(words).index(wanted)
    ends, whose = begins + len(wanted), person["id"]
    lead, rest = words[:begins], words[ends:]
    return Hit(
        person=whose,
        name=key.open(person["name_sealed"], "participants", whose, "name_sealed"),
        where=table,
        at=row["at"],
        before=("..." if len(lead) > AROUND else "") + lead[-AROUND:],
        found=words[begins:ends],
        after=rest[:AROUND] + ("..." if len(rest) > AROUND else ""),
    )
