"""Read-only: words are looked for where they lie sealed, the newest first, in a bound.

Words are sealed under a key for each person, so no index of the database knows them:
they are opened here one by one, and what was opened is forgotten. A search that reached
its bound says where a next one goes on, and that one reads nothing twice.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import groupby
from uuid import UUID

from sqlalchemy import TextClause, text

from service.store.db import Found, Tx
from service.store.people import PARTICIPANT
from service.store.vault import Key, Vault

# So many words are opened in one search: about a second of one processor.
MOST_OPENED = 20_000
MOST_FOUND = 50
BATCH = 500
AROUND = 60
# What came in late stands among newer words, so that one looks on for so long.
NOW, LATE = timedelta(0), timedelta(days=2)
LAST = UUID(int=(1 << 128) - 1)
# `id` is where a search goes on, `entry` what stands in the conversation, `of` the row
# that the words were sealed for.
_SOURCE = (
    "SELECT id, participant_id, {entry} AS entry, id AS of, {column} AS sealed,"
    " {at} AS at FROM {table}"
    " WHERE organisation_id = :organisation AND id < :before{only}{whose}"
    " ORDER BY id DESC LIMIT :most"
)
_PLAIN = {
    "inbox": ("body_sealed", "received_at", "id", ""),
    "outbox_messages": (
        "body_sealed",
        "created_at",
        "id",
        " AND participant_id IS NOT NULL AND channel = 'text'",
    ),
    "notes": ("words_sealed", "at", "id", ""),
    # Its words stand with the call in which it was made.
    "recordings": ("transcript_sealed", "at", "call_id", ""),
}
# A turn names no call: it is of the one that went on when she spoke.
_CALLS = (
    "SELECT c.id, c.participant_id, c.id AS entry, t.id AS of,"
    " t.heard_sealed AS sealed, c.began_at AS at FROM (SELECT * FROM calls"
    " WHERE organisation_id = :organisation AND id < :before{whose}"
    " ORDER BY id DESC LIMIT :most) c LEFT JOIN turns t"
    " ON t.organisation_id = :organisation AND t.participant_id = c.participant_id"
    " AND t.channel = 'voice' AND t.heard_sealed IS NOT NULL AND t.at >= c.began_at"
    " AND t.at <= coalesce(c.ended_at, 'infinity') ORDER BY c.id DESC, t.at, t.id"
)
_OF_THESE = " AND participant_id = ANY(:people)"


def _sources(whose: str) -> dict[str, TextClause]:
    # Ids rise, so their key leads from the newest back.
    plain = {
        table: _SOURCE.format(
            table=table, column=column, at=at, entry=entry, only=only, whose=whose
        )
        for table, (column, at, entry, only) in _PLAIN.items()
    }
    every = {**plain, "turns": _CALLS.format(whose=whose)}
    return {table: text(words) for table, words in every.items()}


SOURCES, SOURCES_OF_THESE = _sources(""), _sources(_OF_THESE)
_COLUMNS = {
    **{table: column for table, (column, *_) in _PLAIN.items()},
    "turns": "heard_sealed",
}
KEYS = text(
    "SELECT id, wrapped_key, name_sealed, zone FROM participants"
    " WHERE organisation_id = :organisation AND id = ANY(:ids)"
    " AND wrapped_key IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words stand: `before`, `found` and `after` as written.

    `entry` is what the conversation with the person in `zone` has there.
    """

    person: UUID
    name: str
    zone: str
    where: str
    entry: UUID
    at: datetime
    before: str
    found: str
    after: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found, the newest first, among as many pieces of words as were `read`.

    `further` is where a next search goes on, and `back_to` the moment of what was read
    last; both are None where all was read. `named` are people whose own name it is.
    """

    hits: tuple[Hit, ...]
    read: int
    back_to: datetime | None
    further: UUID | None = None
    named: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Within:
    """What is looked through alone: words of these people, from a moment on."""

    people: tuple[UUID, ...] | None = None
    since: datetime | None = None


EVERYTHING = Within()


def search(
    tx: Tx,
    vault: Vault,
    sought: str,
    most: int = MOST_OPENED,
    before: UUID = LAST,
    within: Within = EVERYTHING,
) -> Searched:
    """Look for words in texts, in what was heard in calls and in notes.

    Capitals and accents do not matter. It begins with the newest, or where a search
    before it ended.
    """
    wanted = folded(" ".join(sought.split()))
    reading = _Reading(tx, vault, wanted, within.people)
    hits: list[Hit] = []
    read = 0
    every = merge(
        *(reading.newest(table, before) for table in SOURCES), key=_newest_first
    )
    last: Found | None = None
    for _, group in groupby(every, key=_newest_first):
        if last is not None and (read >= most or len(hits) >= MOST_FOUND):
            return Searched(tuple(hits), read, last["at"], last["id"])
        pieces = list(group)
        old = _how_old(pieces, within.since)
        if old > LATE:
            break
        # Those whose words are gone count too: there may be a million of them.
        read, last = read + len(pieces), pieces[-1][1]
        hits += reading.found(pieces) if old <= NOW else []
    return Searched(tuple(hits), read, None)


def _how_old(pieces: Sequence[tuple[str, Found]], since: datetime | None) -> timedelta:
    """Return how long before the moment that is asked for something was."""
    at: datetime = pieces[0][1]["at"]
    return NOW if since is None else since - at


def _newest_first(one: tuple[str, Found]) -> int:
    return -int(one[1]["id"])


class _Reading:
    """Reads batch by batch for one search; keeps whose words it has met."""

    def __init__(
        self, tx: Tx, vault: Vault, wanted: str, whose: tuple[UUID, ...] | None
    ) -> None:
        self._tx, self._vault, self._wanted = tx, vault, wanted
        self._sources = SOURCES if whose is None else SOURCES_OF_THESE
        self._of = {} if whose is None else {"people": list(whose)}
        self._people: dict[UUID, tuple[Key, Found] | None] = {}

    def newest(self, table: str, before: UUID) -> Iterator[tuple[str, Found]]:
        """Yield the rows of one source, the newest first."""
        while True:
            rows = self._tx.rows(
                self._sources[table], before=before, most=BATCH, **self._of
            )
            self._meet({row["participant_id"] for row in rows})
            yield from ((table, row) for row in rows)
            if len({row["id"] for row in rows}) < BATCH:
                return
            before = rows[-1]["id"]

    def _meet(self, people: set[UUID]) -> None:
        new = people - self._people.keys()
        if not new:
            return
        self._people |= dict.fromkeys(new)
        for row in self._tx.rows(KEYS, ids=sorted(new)):
            key = self._vault.unwrap(row["wrapped_key"], row["id"], PARTICIPANT)
            self._people[row["id"]] = key, row

    def found(self, pieces: Sequence[tuple[str, Found]]) -> list[Hit]:
        """Return the first place among the pieces of one entry, if there is one."""
        for table, row in pieces:
            met = self._people[row["participant_id"]]
            if met is None or row["sealed"] is None:
                continue
            key, person = met
            sealed = key.open(row["sealed"], table, row["of"], _COLUMNS[table])
            words = " ".join(sealed.split())
            if self._wanted in folded(words):
                return [_hit(key, table, row, person, (words, self._wanted))]
        return []


def folded(words: str) -> str:
    """Return words without capitals and accents, a letter for a letter."""
    plain = (unicodedata.normalize("NFD", one)[0] for one in words)
    return "".join(one.lower() if len(one.lower()) == 1 else one for one in plain)


def _hit(
    key: Key, table: str, row: Found, person: Found, about: tuple[str, str]
) -> Hit:
    words, wanted = about
    begins = folded(words).index(wanted)
    ends, whose = begins + len(wanted), person["id"]
    lead, rest = words[:begins], words[ends:]
    return Hit(
        person=whose,
        name=key.open(person["name_sealed"], "participants", whose, "name_sealed"),
        zone=person["zone"],
        where=table,
        entry=row["entry"],
        at=row["at"],
        before=("..." if len(lead) > AROUND else "") + lead[-AROUND:],
        found=words[begins:ends],
        after=rest[:AROUND] + ("..." if len(rest) > AROUND else ""),
    )
