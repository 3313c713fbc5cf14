"""The rows of an export: people, and their tries, as they stand in a file.

Law: what does not open is named in place of its words, and stops no other row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.store import earlier, exports, views
from service.store.db import Found, Tx
from service.store.vault import Key, Unreadable, Vault
from service.usecases.cells import Cell


@dataclass(slots=True)
class Writing:
    """The rows of one piece, and what could not be read for it; `export` is its row."""

    vault: Vault
    export: Found
    rows: list[dict[str, Cell]]
    mistakes: list[tuple[Cell, ...]]

    @property
    def days(self) -> tuple[date | None, date | None]:
        """From and until which day tries are asked for."""
        return self.export["since"], self.export["until"]

    def key(self, row: Found) -> Key:
        """Return the key of the person a row is of. Raises Unreadable."""
        return views.key_of(self.vault, row)

    def words(self, key: Key, row: Found, place: tuple[str, str, str]) -> str:
        """Return words, or "" with a mistake where they do not open."""
        table, at, column = place
        try:
            return key.words(row[column], table, row[at], column)
        except Unreadable:
            self.mistakes.append((table, str(row[at]), f"{column} does not open"))
            return ""


NAME = ("participants", "id", "name_sealed")
NUMBER = ("numbers", "number_id", "number_sealed")
STEP = ("steps", "step_id", "step_sealed")
# What a try has that was kept elsewhere, and what one has that was told here.
ELSEWHERE = dict.fromkeys(("time", "place", "brought_in_by", "brought_in_at"))
HERE = dict.fromkeys(
    ("slot", "channel", "reported_at", "drawn_prompt", "drawn_probability")
)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "people": (
        "id", "name", "number", "programme", "language", "zone", "consent", "calls",
        "recorded", "hold", "rung", "goal", "step", "cue", "enrolled_at",
        "last_heard_at",
    ),
    "attempts": (
        "id", "participant", "name", "number", "programme", "date", "time", "slot",
        "outcome", "label", "channel", "reported_at", "step", "words", "what_i_did",
        "what_was_missing", "place", *earlier.NUMBERS, "drawn_prompt",
        "drawn_probability", "brought_in_by", "brought_in_at",
    ),
}  # fmt: skip


def _people(_tx: Tx, people: Sequence[Found], writing: Writing) -> None:
    for row in people:
        key = _key(row, writing)
        if key is None:
            continue
        told: dict[str, Any] = {
            "name": writing.words(key, row, NAME),
            "number": writing.words(key, row, NUMBER),
            "goal": writing.words(key, row, ("goals", "goal_id", "goal_sealed")),
            "step": writing.words(key, row, STEP),
            "cue": writing.words(key, row, ("steps", "step_id", "cue_sealed")),
            "id": str(row["id"]),
            "enrolled_at": row["created_at"],
        }
        writing.rows.append(_in_order("people", {**row, **told}))


def _attempts(tx: Tx, people: Sequence[Found], writing: Writing) -> None:
    of = {row["id"]: row for row in people}
    keys = {row["id"]: _key(row, writing) for row in people}
    given, days = exports.numbers(tx, list(of)), writing.days
    for row in exports.attempts(tx, list(of), *days):
        whose = of[row["participant_id"]]
        key = keys[whose["id"]]
        if key is not None:
            numbers = dict.fromkeys(earlier.NUMBERS) | given.get(row["id"], {})
            told = {**_attempt(key, whose, row, writing), **numbers}
            writing.rows.append(_in_order("attempts", {**row, **told}))
    _earlier(tx, people, writing)


def _attempt(key: Key, whose: Found, row: Found, writing: Writing) -> dict[str, Any]:
    def words(column: str) -> str:
        return writing.words(key, row, ("attempts", "id", column))

    lot = 0 < row["probability"] < 1
    return {
        "id": str(row["id"]),
        "participant": str(whose["id"]),
        "name": writing.words(key, whose, NAME),
        "number": writing.words(key, whose, NUMBER),
        "step": writing.words(key, row, STEP),
        "programme": whose["programme"],
        "date": row["local_date"],
        "words": words("words_sealed"),
        "what_i_did": words("what_i_did_sealed"),
        "what_was_missing": words("missing_sealed"),
        "drawn_prompt": row["plan"] != "none" if lot else None,
        "drawn_probability": row["probability"] if lot else None,
        **ELSEWHERE,
    }


def _earlier(tx: Tx, people: Sequence[Found], writing: Writing) -> None:
    of = {row["id"]: row for row in people}
    keys = {row["id"]: _key(row, writing) for row in people}
    for row in earlier.taken_out(tx, list(of), *writing.days):
        whose = of[row["participant_id"]]
        key = keys[whose["id"]]
        if key is not None:
            told = {**HERE, **row, **_elsewhere(key, whose, row, writing)}
            writing.rows.append(_in_order("attempts", told))


def _elsewhere(key: Key, whose: Found, row: Found, writing: Writing) -> dict[str, Any]:
    def words(column: str) -> str:
        return writing.words(key, row, (earlier.TABLE, "id", f"{column}_sealed"))

    wall = row["wall"]
    return {
        "id": str(row["id"]),
        "participant": str(whose["id"]),
        "name": writing.words(key, whose, NAME),
        "number": writing.words(key, whose, NUMBER),
        "programme": whose["programme"],
        "date": row["local_date"],
        "time": None if wall is None else f"{wall:%H:%M}",
        **{name: words(name) for name in earlier.SEALED},
        "what_was_missing": words("missing"),
        "brought_in_by": row["entered_by"],
        "brought_in_at": row["entered_at"],
    }


def _in_order(kind: str, told: Mapping[str, Any]) -> dict[str, Cell]:
    return {name: told[name] for name in COLUMNS[kind]}


def _key(row: Found, writing: Writing) -> Key | None:
    try:
        return writing.key(row)
    except Unreadable:
        mistake = ("participants", str(row["id"]), "the key does not open")
        writing.mistakes.append(mistake)
        return None


WRITES: Mapping[str, Callable[[Tx, Sequence[Found], Writing], None]] = {
    "people": _people,
    "attempts": _attempts,
}
