"""Taking data out: people and attempts as files that the workers write in pieces.

Laws: only who asked gets it, after a fresh proof, and the audit says so; it lies sealed
and is gone after a day, or once it is cancelled;
EXPORTS_AN_HOUR are asked for by one account, counted in the database;
what could not be read is named in a
file of its own and stops nothing; a worker that dies is gone on from where it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from service.queue import ORDINARY
from service.store import enrolment, everything, exports, sign_ins, views, zones
from service.store.db import Found, Tx
from service.store.vault import Vault
from service.usecases import cells, rights
from service.usecases.entries import Refused
from service.usecases.export_rows import COLUMNS, WRITES, Writing
from service.usecases.parts import Parts
from service.usecases.rights import Signed

AT_ONCE = 50
# A working day takes a few; a session that was stolen takes no more than these.
EXPORTS_AN_HOUR = 10
# After so many pieces a worker looks whether anything else waits.
IN_A_ROW = 20
FORMS = {"csv": "text/csv", "json": "application/json"}
DAYS = ("since", "until")
PIECES = ("data", "mistakes")
MISTAKES = ("table", "row", "what")


@dataclass(frozen=True, slots=True)
class Export:
    """What somebody asked for, and how far it is.

    `programme` and `person` are "" for all of them; a day is None where none is set.
    """

    id: UUID
    kind: str
    form: str
    programme: str
    person: str
    since: date | None
    until: date | None
    state: str
    total: int
    done: int
    mistakes: int
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Only:
    """To what an export is narrowed, as it was typed: days of tries, and one person.

    A day is that of the person's own clock, as in results.
    """

    since: str = ""
    until: str = ""
    person: str = ""


EVERYTHING = Only()


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
    parts: Parts, signed: Signed, kind: str, form: str, programme: str = "",
    only: Only = EVERYTHING,
) -> UUID:  # fmt: skip
    """Ask for people or attempts as CSV or JSON, of one programme or of all.

    Raises NotAllowed, ProofNeeded, Refused, LookupError for a person who is not here.
    """
    rights.require(signed, "export")
    if kind not in WRITES:
        raise Refused("kind", "choose people or attempts")
    if form not in FORMS:
        raise Refused("form", "choose CSV or JSON")
    days = _days(kind, only)
    export, account = parts.new_id(), _account(signed)
    with parts.db.transaction(signed.organisation) as tx:
        of, whose = _programme(tx, programme), _person(tx, only.person)
        _count(parts, tx, account)
        asked = {"kind": kind, "form": form, "programme_id": of, "only_id": whose}
        total = exports.count(tx, of, whose)
        exports.keep(tx, export, account, {**asked, **days, "total": total})
        _audit(parts, tx, signed, f"asked for an export of {kind}", whose or of)
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


def _person(tx: Tx, written: str) -> UUID | None:
    if not written:
        return None
    try:
        whose = UUID(written)
    except ValueError:
        raise LookupError(f"there is nobody {written} here") from None
    if everything.key_row(tx, whose) is None:
        raise LookupError(f"there is nobody {whose} here")
    return whose


def _days(kind: str, only: Only) -> Mapping[str, date | None]:
    """Return from and until which day; raise Refused for what is none."""
    days = {name: _day(name, getattr(only, name)) for name in DAYS}
    since, until = days.values()
    if kind == "people" and (since or until):
        field = "since" if since else "until"
        raise Refused(field, "days are for tries; leave them empty for people")
    if since and until and until < since:
        raise Refused("until", "this is before the first day")
    return days


def _day(field: str, written: str) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused(field, "write a day as year-month-day, like 2026-03-02") from None


def look(parts: Parts, signed: Signed) -> tuple[Export, ...]:
    """Return one's own exports, the newest first."""
    rights.require(signed, "people")
    with parts.db.transaction(signed.organisation) as tx:
        found = exports.mine(tx, _account(signed))
        return tuple(_export(parts.vault, row) for row in found)


def _export(vault: Vault, row: Found) -> Export:
    names = ("id", "kind", "form", *DAYS, "state", "total", "done", "mistakes")
    whose = {**row, "id": row["only_id"]}
    return Export(
        programme=row["programme"] or "",
        person=views.name_of(vault, whose) if row["wrapped_key"] else "",
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
        action = f"downloaded an export of {row['kind']}"
        _audit(parts, tx, signed, action, row["only_id"])
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


def _a_piece(parts: Parts, organisation: UUID, export: UUID) -> bool:
    """Write the next piece; True when the export is over, whoever ended it."""
    key = parts.tenant(organisation).key
    with parts.db.transaction(organisation) as tx:
        row = exports.held(tx, export)
        if row is None:
            return True
        people = exports.people(tx, row, AT_ONCE)
        writing = Writing(parts.vault, row, [], [])
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


def _bodies(row: Found, writing: Writing, *, first: bool) -> Iterator[tuple[str, str]]:
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
