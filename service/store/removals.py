"""The words of one line: found, removed with every copy, and which lines have none.

Laws: a line is a text of hers, a text of ours, a call, or an attempt of one person;
no row goes but a memory and what a call said aloud; a sealed place that is emptied
holds an empty word, so that whatever counts rows counts as before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

from sqlalchemy import TextClause, text

from service.store import everything, tables
from service.store.db import Found, Tx
from service.store.people import Person
from service.store.tables import Row
from service.store.vault import Key, Unreadable

Kind: TypeAlias = Literal["heard", "said", "call", "attempt"]

_HERS = "organisation_id = :organisation AND participant_id = :person"
_LINES: tuple[tuple[Kind, str, str], ...] = (
    ("heard", "received_at AS at, received_at AS until, 'sent' AS state", "inbox"),
    (
        "said",
        "created_at AS at, created_at AS until, state",
        "(SELECT * FROM outbox_messages WHERE channel = 'text') o",
    ),
    ("call", "began_at AS at, coalesce(ended_at, began_at) AS until, state", "calls"),
    (
        "attempt",
        "reported_at AS at, reported_at AS until, 'sent' AS state",
        "attempts",
    ),
)
LINE: Mapping[Kind, TextClause] = {
    kind: text(f"SELECT {columns} FROM {rows} WHERE {_HERS} AND id = :item")  # noqa: S608 -- ours
    for kind, columns, rows in _LINES
}
# What a machine heard in a recording may come in when the call is over for a while.
ALERTED = text(
    f"SELECT 1 FROM alerts WHERE {_HERS} AND state = 'open'"  # noqa: S608 -- our own names
    " AND kind IN ('crisis', 'unclear_stop') AND raised_at >= :since"
    " AND raised_at <= :until LIMIT 1"
)
# Of one transaction, so of one moment; a call has all that was said while it went on.
_TURNS = f"SELECT * FROM turns WHERE {_HERS} AND at >= :since AND at <= :until"  # noqa: S608 -- ours
TURNS = text(_TURNS)
SPOKEN = text(f"{_TURNS} AND channel = 'voice'")
TRIED = text(
    f"SELECT * FROM attempts WHERE {_HERS} AND (reported_at >= :since"  # noqa: S608 -- ours
    " AND reported_at <= :until AND (CAST(:channel AS text) IS NULL"
    " OR channel = :channel) OR id IN (SELECT attempt_id FROM recordings"
    " WHERE organisation_id = :organisation AND call_id = :item))"
)
RECORDINGS = text(
    f"SELECT * FROM recordings WHERE {_HERS}"  # noqa: S608 -- ours
    " AND (call_id = :item OR attempt_id = :item)"
)
WHOLE: Mapping[str, TextClause] = {
    name: text(f"SELECT * FROM {name} WHERE {_HERS} AND id = :item")  # noqa: S608 -- ours
    for name in ("inbox", "outbox_messages", "attempts")
}
MEMORIES = text(f"SELECT * FROM memories WHERE {_HERS}")  # noqa: S608 -- ours
SILENT = text(
    "UPDATE recordings SET audio_sealed = NULL, state = 'missing',"
    " transcript_sealed = :none WHERE organisation_id = :organisation AND id = :id"
)
SAID_ALOUD = text(
    "DELETE FROM call_turns WHERE organisation_id = :organisation AND call_id = :item"
)
STANDING = text(
    f"SELECT id, item, kind, by, at, due FROM removals WHERE {_HERS}"  # noqa: S608 -- ours
)
DUE = text(
    f"SELECT id, at_carrier FROM removals WHERE {_HERS} AND due <= :now ORDER BY due"  # noqa: S608 -- ours
)
LEFT = text(
    "UPDATE removals SET at_carrier = CAST(:left AS jsonb), due = :due"
    " WHERE organisation_id = :organisation AND id = :id"
)
# What she is working at, what she agreed to and who she is are no copies of a line.
STAYS = frozenset({"participants", "goals", "steps", "consent_entries", "numbers"})
# Rows that are nothing but words.
GOES = frozenset({"memories", "call_turns"})
NOTHING = {"differences": "[]"}
# For so long a conversation about a try goes on, at the most.
ANSWERED = timedelta(days=2)
# Fewer letters than this are no quotation: "yes" stands everywhere.
SHORTEST = 12
WAITING = frozenset({"due", "claimed", "calling", "in_doubt"})


@dataclass(frozen=True, slots=True)
class Removed:
    """That a line's words were removed; `pending` while the carrier has them yet."""

    by: str
    at: datetime
    pending: bool


def line(tx: Tx, person: UUID, kind: Kind, item: UUID) -> Found | None:
    """Return when a line of hers was, until when, and its state; None for no line."""
    return tx.row(LINE[kind], person=person, item=item)


def alerted(tx: Tx, person: UUID, since: datetime, until: datetime) -> bool:
    """Say whether an alert of that time still waits for somebody to have looked."""
    return tx.row(ALERTED, person=person, since=since, until=until) is not None


def standing(tx: Tx, person: UUID) -> Mapping[UUID, Removed]:
    """Return the lines of hers whose words were removed, by the line's id."""
    return {
        row["item"]: Removed(row["by"], row["at"], row["due"] is not None)
        for row in tx.rows(STANDING, person=person)
    }


def keep(
    tx: Tx, row_id: UUID, person: UUID, line: tuple[Kind, UUID], by: str, left: object
) -> None:
    """Keep that a line's words were removed, and what the carrier has of them."""
    kind, item = line
    tx.put(
        tables.RemovalRow,
        id=row_id,
        participant_id=person,
        item=item,
        kind=kind,
        by=by,
        at=tx.now,
        at_carrier={"left": left},
        due=tx.now if left else None,
    )


def due(tx: Tx, person: UUID) -> list[Found]:
    """Return her removals of which the carrier is to be asked now."""
    return tx.rows(DUE, person=person, now=tx.now)


def left(tx: Tx, removal: UUID, told: str, again: datetime | None) -> None:
    """Keep what the carrier has still, as JSON, and when it is asked again."""
    tx.run(LEFT, id=removal, left=told, due=again)


# ---- what goes ----


class Sweep:
    """The words of one line, taken out wherever they stand.

    `carrier` is what the carrier has of them, `texts` the other texts of hers that say
    the same and when they came; `waits` tells that a text quoting them is under way.
    """

    def __init__(self, tx: Tx, person: Person, ours: Key):
        self.tx, self.person, self.keys = tx, person, (person.key, ours)
        self.words: list[str] = []
        self.carrier: list[tuple[str, str]] = []
        self.waits = False
        self.texts: dict[UUID, datetime] = {}

    def take(self, kind: Kind, item: UUID, at: datetime, until: datetime) -> None:
        """Take out a line, then every copy of its words."""
        told = {"person": self.person.id, "since": at, "until": until, "item": item}
        _OWN[kind](self, told)
        if kind != "said":
            self._copies()

    def _row(self, table: str, row: Found) -> None:
        """Empty every sealed place of a row, remembering what stood there."""
        for column in _sealed(table):
            self._column(table, row, column)

    def _column(self, table: str, row: Found, column: str) -> None:
        found = self._opened(table, row, column)
        if found is None:
            return
        words, key = found
        if words.strip():
            self.words.append(words)
        self._write(table, row["id"], column, key.seal("", table, row["id"], column))

    def _write(self, table: str, row_id: UUID, column: str, sealed: bytes) -> None:
        self.tx.later(_EMPTY[table, column], id=row_id, sealed=sealed)

    def _opened(self, table: str, row: Found, column: str) -> tuple[str, Key] | None:
        for key in self.keys:
            try:
                sealed = row[column]
                if sealed is None:
                    return None
                return key.open(sealed, table, row["id"], column), key
            except Unreadable:
                continue
        return None

    def heard(self, told: Mapping[str, Any]) -> None:
        """Take out a text of hers, and what she was heard to say at that moment."""
        for row in self.tx.rows(WHOLE["inbox"], **_of(told)):
            self._row("inbox", row)
            self.carrier.append(("heard", row["carrier_id"]))
        for row in self.tx.rows(TURNS, **_span(told)):
            self._column("turns", row, "heard_sealed")
        # She may have told of the try first, and have answered about it by this text.
        since = told["since"] - ANSWERED
        span = {**_span(told), "since": since, "channel": None, "item": told["item"]}
        for row in self.tx.rows(TRIED, **span):
            self._equal("attempts", row)
        for row in self.tx.rows(MEMORIES, person=told["person"]):
            if self._says_it("memories", row, "value_sealed"):
                self.tx.later(_GO["memories"], id=row["id"])

    def _equal(self, table: str, row: Found) -> None:
        for column in _sealed(table):
            if self._says_it(table, row, column):
                self._column(table, row, column)

    def _says_it(self, table: str, row: Found, column: str) -> bool:
        """Say whether a place holds just these words, however few they are."""
        found = self._opened(table, row, column)
        return found is not None and _folded(found[0]) in set(map(_folded, self.words))

    def said(self, told: Mapping[str, Any]) -> None:
        """Take out a text of ours, and what a turn kept of it."""
        for row in self.tx.rows(WHOLE["outbox_messages"], **_of(told)):
            self._row("outbox_messages", row)
            self._at_carrier(row)
        for row in self.tx.rows(TURNS, **_span(told)):
            self._column("turns", row, "said_sealed")

    def call(self, told: Mapping[str, Any]) -> None:
        """Take out what was said in a call, its recordings and their transcripts."""
        self._recordings(told)
        for row in self.tx.rows(SPOKEN, **_span(told)):
            self._row("turns", row)
        tried = {**_span(told), "channel": "voice", "item": told["item"]}
        for row in self.tx.rows(TRIED, **tried):
            self._row("attempts", row)
        self.tx.run(SAID_ALOUD, item=told["item"])

    def attempt(self, told: Mapping[str, Any]) -> None:
        """Take out what an attempt holds, and the recordings that tell of it."""
        for row in self.tx.rows(WHOLE["attempts"], **_of(told)):
            self._row("attempts", row)
        self._recordings(told)

    def _recordings(self, told: Mapping[str, Any]) -> None:
        for row in self.tx.rows(RECORDINGS, **_of(told)):
            found = self._opened("recordings", row, "transcript_sealed")
            if found is not None and found[0].strip():
                self.words.append(found[0])
            # No word in it is what keeps a late transcript out.
            at = "recordings", row["id"], "transcript_sealed"
            self.tx.later(SILENT, id=row["id"], none=self.person.key.seal("", *at))
            if row["at_carrier"]:
                self.carrier.append(("recording", row["carrier_id"]))

    def _at_carrier(self, row: Found) -> None:
        self.waits |= row["state"] in WAITING
        if row["carrier_id"] and row["channel"] == "text":
            self.carrier.append(("text", row["carrier_id"]))

    def _copies(self) -> None:
        quotes = tuple(filter(None, map(_quotation, dict.fromkeys(self.words))))
        if not quotes:
            return
        for table, rows in everything.read(self.tx, self.person.id):
            name = table.partition(" ")[0]
            if name in STAYS or name == "audits":
                continue
            for row in rows:
                self._copy(name, row, quotes)

    def _copy(self, table: str, row: Found, quotes: Sequence[re.Pattern[str]]) -> None:
        for column in _sealed(table):
            if column == "audio_sealed":
                continue
            found = self._opened(table, row, column)
            if found is None or not any(one.search(found[0]) for one in quotes):
                continue
            self._take_copy(table, row, column, found, quotes)

    def _take_copy(
        self,
        table: str,
        row: Found,
        column: str,
        found: tuple[str, Key],
        quotes: Iterable[re.Pattern[str]],
    ) -> None:
        words, key = found
        if table in GOES:
            self.tx.later(_GO[table], id=row["id"])
            return
        if table == "notes":
            # The rest of it is a colleague's.
            for one in quotes:
                words = one.sub("[…]", words)
        else:
            words = NOTHING.get(table, "")
        if table == "outbox_messages":
            self._at_carrier(row)
        if table == "inbox":
            self.carrier.append(("heard", row["carrier_id"]))
            self.texts[row["id"]] = row["received_at"]
        if table == "conversations":
            self.tx.later(END, id=row["id"])
        sealed = key.seal(words, table, row["id"], column)
        self._write(table, row["id"], column, sealed)


_OWN: Mapping[Kind, Callable[[Sweep, Mapping[str, Any]], None]] = {
    "heard": Sweep.heard,
    "said": Sweep.said,
    "call": Sweep.call,
    "attempt": Sweep.attempt,
}
END = text(
    "UPDATE conversations SET status = 'ended' WHERE organisation_id = :organisation"
    " AND id = :id"
)


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _of(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("person", "item")}


def _span(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("person", "since", "until")}


def _sealed(table: str) -> Iterator[str]:
    for column in _TABLES[table].columns:
        if column.name.endswith(everything.SEALED):
            yield column.name


def _quotation(words: str) -> re.Pattern[str] | None:
    """Return what finds these words however they are spaced; None for too few."""
    parts = words.split()
    if len("".join(parts)) < SHORTEST:
        return None
    return re.compile(r"(?:\s|\\n)+".join(map(_written, parts)), re.IGNORECASE)


def _written(word: str) -> str:
    """Return a word as it may stand in JSON and in XML, too."""
    forms = {word, *(make(word) for make in (_json, _ascii, escape, _quoted))}
    return f"(?:{'|'.join(map(re.escape, sorted(forms)))})"


def _json(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)[1:-1]


def _ascii(word: str) -> str:
    return json.dumps(word)[1:-1]


def _quoted(word: str) -> str:
    return quoteattr(word)[1:-1]


_TABLES = Row.metadata.tables
_EMPTY = {
    (name, column): text(
        f"UPDATE {name} SET {column} = :sealed"  # noqa: S608 -- our own names
        " WHERE organisation_id = :organisation AND id = :id"
    )
    for name in _TABLES
    for column in _sealed(name)
}
_GO = {
    name: text(
        f"DELETE FROM {name} WHERE organisation_id = :organisation AND id = :id"  # noqa: S608 -- our own names
    )
    for name in GOES
}
