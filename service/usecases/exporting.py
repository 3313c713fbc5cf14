"""Taking data out: people and attempts as files that the workers write in pieces.

Laws: only who asked gets it, after a fresh proof, and the audit says so; it lies sealed
and is gone after a day, or once it is cancelled;
EXPORTS_AN_HOUR are asked for by one account, counted in the database;
what could not be read is named in a
file of its own and stops nothing; a worker that dies is gone on from where it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from service.queue import ORDINARY
from service.store import enrolment, exports, sign_ins, views, zones
from service.store.db import Found, Tx
from service.store.vault import Key, Unreadable, Vault
from service.usecases import cells, rights
from service.usecases.cells import Cell
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import Signed

AT_ONCE = 50
# A working day takes a few; a session that was stolen takes no more than these.
EXPORTS_AN_HOUR = 10
# After so many pieces a worker looks whether anything else waits.
IN_A_ROW = 20
FORMS = {"csv": "text/csv", "json": "application/json"}
PIECES = ("data", "mistakes")
MISTAKES = ("table", "row", "what")


@dataclass(frozen=True, slots=True)
class Export:
    """What somebody asked for, and how far it is; `programme` is "" for all of them."""

    id: UUID
    kind: str
    form: str
    programme: str
    state: str
    total: int
    done: int
    mistakes: int
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over; `pieces` are opened one by one as they are asked for.

    `of` says what it holds, `form` in which form; nothing in them is of anybody.
    """

    of: tuple[str, ...]
    form: str
    media_type: str
    asked_at: datetime
    pieces: Iterator[str]


def note_figures(parts: Parts, signed: Signed, programme: UUID) -> None:
    """Write down that somebody takes the figures of a programme out.

    Raises NotAllowed, ProofNeeded.
    """
    rights.require(signed, "export")
    with parts.db.transaction(signed.organisation) as tx:
        _audit(parts, tx, signed, "exported figures", programme)


def note_picture(parts: Parts, signed: Signed, programme: UUID) -> None:
    """Write down that somebody takes a picture of a programme's figures out.

    Raises NotAllowed, ProofNeeded.
    """
    rights.require(signed, "export")
    with parts.db.transaction(signed.organisation) as tx:
        _audit(parts, tx, signed, "exported a picture", programme)


def ask(
    parts: Parts, signed: Signed, kind: str, form: str, programme: str = ""
) -> UUID:
    """Ask for people or attempts as CSV or JSON, of one programme or of all.

    Raises NotAllowed, ProofNeeded, Refused.
    """
    rights.require(signed, "export")
    if kind not in WRITES:
        raise Refused("kind", "choose people or attempts")
    if form not in FORMS:
        raise Refused("form", "choose CSV or JSON")
    export, account = parts.new_id(), _account(signed)
    with parts.db.transaction(signed.organisation) as tx:
        of = _programme(tx, programme)
        _count(parts, tx, account)
        total = exports.count(tx, of)
        asked = {"kind": kind, "form": form, "programme_id": of, "total": total}
        exports.keep(tx, export, account, asked)
        _audit(parts, tx, signed, f"asked for an export of {kind}", of)
    parts.bell.ring("export", signed.organisation, [export], ORDINARY)
    return export


def _count(parts: Parts, tx: Tx, account: UUID) -> None:
    """Count an export of this account; raise Refused where the hour has its fill."""
    key, most = account.bytes, EXPORTS_AN_HOUR
    if sign_ins.ask(tx, parts.new_id(), key, "export", most):
        return
    free = sign_ins.free_at(tx, key, "export", most)
    # A minute that has begun is none in which it is free.
    at = free.astimezone(ZoneInfo(zones.of(tx).name)) + timedelta(minutes=1)
    raise Refused(
        "kind",
        "these are many files for one hour (%(most)s); the next can be asked for at"
        " %(at)s",
        most=most,
        at=f"{at:%H:%M}",
    )


def _account(signed: Signed) -> UUID:
    if signed.account is None:
        raise Refused("account", "sign in to the console: an export belongs to one")
    return signed.account


def _programme(tx: Tx, written: str) -> UUID | None:
    if not written:
        return None
    known = {str(one.id): one.id for one in views.programmes(tx)}
    if written not in known:
        raise Refused("programme", "choose one of the list")
    return known[written]


def look(parts: Parts, signed: Signed) -> tuple[Export, ...]:
    """Return one's own exports, the newest first."""
    rights.require(signed, "people")
    with parts.db.transaction(signed.organisation) as tx:
        return tuple(map(_export, exports.mine(tx, _account(signed))))


def _export(row: Found) -> Export:
    names = ("id", "kind", "form", "state", "total", "done", "mistakes")
    return Export(
        programme=row["programme"] or "",
        asked_at=row["asked_at"],
        expires_at=row["expires_at"],
        **{name: row[name] for name in names},
    )


def cancel(parts: Parts, signed: Signed, export: UUID) -> bool:
    """Cancel one's own export, and delete what was written; False when it is over."""
    rights.require(signed, "people")
    with parts.db.transaction(signed.organisation) as tx:
        done = exports.cancel(tx, export, _account(signed))
        if done:
            _audit(parts, tx, signed, "cancelled an export", None)
        return done


def download(parts: Parts, signed: Signed, export: UUID, what: str = "data") -> File:
    """Hand over one's own export, or what could not be written of it ("mistakes").

    Raises NotAllowed, ProofNeeded, LookupError where there is none that is done.
    """
    rights.require(signed, "export")
    with parts.db.transaction(signed.organisation) as tx:
        row = exports.one(tx, export, _account(signed))
        if row is None or row["state"] != "done" or what not in PIECES:
            raise LookupError(f"there is no export {export} of theirs")
        ids = exports.pieces(tx, export, what)
        _audit(parts, tx, signed, f"downloaded an export of {row['kind']}", None)
    form = row["form"] if what == "data" else "csv"
    of = (row["kind"],) if what == "data" else (row["kind"], "not-readable")
    opened = _opened(parts, signed.organisation, ids)
    bodies = _array(opened) if form == "json" else opened
    return File(of, form, FORMS[form], row["asked_at"], bodies)


def _opened(parts: Parts, organisation: UUID, ids: Sequence[UUID]) -> Iterator[str]:
    key = parts.tenant(organisation).key
    for one in ids:
        with parts.db.transaction(organisation) as tx:
            body = exports.piece(tx, key, one)
        yield body


def _array(pieces: Iterator[str]) -> Iterator[str]:
    """Put the pieces of a JSON file together: each is rows, divided by commas."""
    yield "["
    divided = ""
    for one in pieces:
        if one:
            yield f"{divided}{one}"
            divided = ",\n"
    yield "]\n"


def _audit(
    parts: Parts, tx: Tx, signed: Signed, action: str, subject: UUID | None
) -> None:
    enrolment.audit(tx, parts.new_id(), signed.actor, action, subject)


# ---- the worker's part ----


def work(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Go on with exports; what is not done in a while is rung for again."""
    done = 0
    for export in ids:
        over = any(_a_piece(parts, organisation, export) for _ in range(IN_A_ROW))
        if not over:
            parts.bell.ring("export", organisation, [export], ORDINARY)
        done += over
    return done


@dataclass(slots=True)
class _Writing:
    """The rows of one piece, and what could not be read for it."""

    vault: Vault
    rows: list[dict[str, Cell]]
    mistakes: list[tuple[Cell, ...]]

    def key(self, row: Found) -> Key:
        return views.key_of(self.vault, row)

    def words(self, key: Key, row: Found, place: tuple[str, str, str]) -> str:
        """Return words, or "" with a mistake where they do not open."""
        table, at, column = place
        try:
            return key.words(row[column], table, row[at], column)
        except Unreadable:
            self.mistakes.append((table, str(row[at]), f"{column} does not open"))
            return ""


def _a_piece(parts: Parts, organisation: UUID, export: UUID) -> bool:
    """Write the next piece; True when the export is over, whoever ended it."""
    key = parts.tenant(organisation).key
    with parts.db.transaction(organisation) as tx:
        row = exports.held(tx, export)
        if row is None:
            return True
        people = exports.people(tx, row["programme_id"], row["cursor"], AT_ONCE)
        writing = _Writing(parts.vault, [], [])
        WRITES[row["kind"]](tx, people, writing)
        number = row["done"]
        for kind, body in _bodies(row, writing, first=row["cursor"] is None):
            exports.keep_piece(
                tx, key, parts.new_id(),
                export=export, kind=kind, number=number, body=body,
            )  # fmt: skip
        over = len(people) < AT_ONCE
        cursor = people[-1]["id"] if people else row["cursor"]
        counts = len(people), len(writing.mistakes)
        exports.went_on(tx, export, cursor, *counts, over=over)
        return over


def _bodies(row: Found, writing: _Writing, *, first: bool) -> Iterator[tuple[str, str]]:
    if row["form"] == "json":
        told = (
            json.dumps(one, ensure_ascii=False, default=str) for one in writing.rows
        )
        yield "data", ",\n".join(told)
    else:
        heads = [COLUMNS[row["kind"]]] if first else []
        told_rows = [tuple(one.values()) for one in writing.rows]
        yield "data", cells.lines([*heads, *told_rows], begins=first)
    if writing.mistakes:
        heads = [] if row["mistakes"] else [MISTAKES]
        rows = [*heads, *writing.mistakes]
        yield "mistakes", cells.lines(rows, begins=not row["mistakes"])


NAME = ("participants", "id", "name_sealed")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "people": (
        "id", "name", "number", "programme", "language", "zone", "consent", "calls",
        "recorded", "hold", "rung", "goal", "step", "cue", "enrolled_at",
        "last_heard_at",
    ),
    "attempts": (
        "id", "participant", "name", "programme", "date", "slot", "outcome", "label",
        "channel", "reported_at", "words", "what_i_did", "what_was_missing",
        "drawn_prompt", "drawn_probability",
    ),
}  # fmt: skip


def _people(_tx: Tx, people: Sequence[Found], writing: _Writing) -> None:
    for row in people:
        key = _key(row, writing)
        if key is None:
            continue
        told: dict[str, Any] = {
            "name": writing.words(key, row, NAME),
            "number": writing.words(
                key, row, ("numbers", "number_id", "number_sealed")
            ),
            "goal": writing.words(key, row, ("goals", "goal_id", "goal_sealed")),
            "step": writing.words(key, row, ("steps", "step_id", "step_sealed")),
            "cue": writing.words(key, row, ("steps", "step_id", "cue_sealed")),
            "id": str(row["id"]),
            "enrolled_at": row["created_at"],
        }
        writing.rows.append(_in_order("people", {**row, **told}))


def _attempts(tx: Tx, people: Sequence[Found], writing: _Writing) -> None:
    of = {row["id"]: row for row in people}
    keys = {row["id"]: _key(row, writing) for row in people}
    for row in exports.attempts(tx, list(of)):
        whose = of[row["participant_id"]]
        key = keys[whose["id"]]
        if key is not None:
            told = _attempt(key, whose, row, writing)
            writing.rows.append(_in_order("attempts", {**row, **told}))


def _attempt(key: Key, whose: Found, row: Found, writing: _Writing) -> dict[str, Any]:
    def words(column: str) -> str:
        return writing.words(key, row, ("attempts", "id", column))

    lot = 0 < row["probability"] < 1
    return {
        "id": str(row["id"]),
        "participant": str(whose["id"]),
        "name": writing.words(key, whose, NAME),
        "programme": whose["programme"],
        "date": row["local_date"],
        "words": words("words_sealed"),
        "what_i_did": words("what_i_did_sealed"),
        "what_was_missing": words("missing_sealed"),
        "drawn_prompt": row["plan"] != "none" if lot else None,
        "drawn_probability": row["probability"] if lot else None,
    }


def _in_order(kind: str, told: Mapping[str, Any]) -> dict[str, Cell]:
    return {name: told[name] for name in COLUMNS[kind]}


def _key(row: Found, writing: _Writing) -> Key | None:
    try:
        return writing.key(row)
    except Unreadable:
        mistake = ("participants", str(row["id"]), "the key does not open")
        writing.mistakes.append(mistake)
        return None


WRITES: Mapping[str, Callable[[Tx, Sequence[Found], _Writing], None]] = {
    "people": _people,
    "attempts": _attempts,
}
