"""Read-only: one conversation as a coach reads and writes it: texts, calls, notes.

Laws: every query names the organisation; words are opened with the person's own key;
a part of it is read, the newest or what stood before a moment, however long it goes
back; a part ends between two moments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import text

from service.store import holds, taken_off, voices
from service.store.db import Found, Tx
from service.store.holds import Held
from service.store.people import PARTICIPANT, Person
from service.store.taken_off import Off
from service.store.timelines import EVER, NEVER, Said
from service.store.vault import Key, Vault
from service.store.voices import Called

MOST = 60
_OF_HER = "organisation_id = :organisation AND participant_id = :person"
WHO = text(
    "SELECT p.id, p.wrapped_key, p.name_sealed, p.zone, p.consent, p.hold,"
    " p.hold_since, p.calls, p.no_texts, p.last_heard_at, r.name AS programme,"
    " n.id AS number_id, n.number_sealed,"
    " h.account_id AS assigned, h.snoozed_until, h.settled_at FROM participants p"
    " JOIN programmes r ON r.id = p.programme_id"
    " LEFT JOIN handlings h ON h.participant_id = p.id"
    " LEFT JOIN numbers n ON n.participant_id = p.id AND n.kind = 'participant'"
    " WHERE p.organisation_id = :organisation AND p.id = :person"
    " AND p.wrapped_key IS NOT NULL"
)
# A try and the text that told of it are of one transaction, so of one instant.
HEARD = text(
    "SELECT i.id, i.body_sealed, i.media, i.received_at AS at, EXISTS (SELECT 1"
    " FROM attempts t WHERE t.organisation_id = :organisation AND t.participant_id ="
    " :person AND t.reported_at = i.received_at) AS tells"
    " FROM inbox i WHERE i.organisation_id = :organisation"
    " AND i.participant_id = :person AND i.received_at < :before"
    " ORDER BY i.received_at DESC, i.id DESC LIMIT :most"
)
NEWER = text(
    "SELECT id, body_sealed, media, received_at AS at, false AS tells FROM inbox"  # noqa: S608 -- ours
    f" WHERE {_OF_HER} AND received_at > :since ORDER BY received_at, id LIMIT :most"
)
# What a coach wrote is of the take-over it began or fell into.
SAID = text(
    "SELECT o.id, o.kind, o.state, o.carrier_status, o.error_code, o.body_sealed,"
    " o.created_at, o.not_before, o.waits_for, o.doubt, (SELECT g.stopped_code"
    " FROM gates g WHERE g.organisation_id = :organisation AND g.channel = o.channel"
    " AND o.waits_for = 'stopped' LIMIT 1) AS stopped_code,"
    " CASE WHEN o.kind = 'personal' THEN (SELECT t.account_id FROM take_overs t"
    " WHERE t.organisation_id = :organisation AND t.participant_id = :person"
    " AND t.began_at <= o.created_at ORDER BY t.began_at DESC, t.id DESC LIMIT 1) END"
    " AS wrote FROM outbox_messages o WHERE o.organisation_id = :organisation"
    " AND o.participant_id = :person AND o.channel = 'text'"
    " AND o.created_at < :before ORDER BY o.created_at DESC, o.id DESC LIMIT :most"
)
NOTES = text(
    f"SELECT id, account_id, words_sealed, at FROM notes WHERE {_OF_HER}"  # noqa: S608 -- ours
    " AND at < :before ORDER BY at DESC, id DESC LIMIT :most"
)
TALKS = text(
    "SELECT id, account_id, began_at, ended_at, ended_by FROM take_overs"  # noqa: S608 -- ours
    f" WHERE {_OF_HER} AND began_at < :before"
    " ORDER BY began_at DESC, id DESC LIMIT :most"
)
COLLEAGUES = text(
    "SELECT id, name_sealed, ended_at IS NULL AND role <> 'viewer' AS answers"
    " FROM accounts WHERE organisation_id = :organisation ORDER BY created_at, id"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A text from the person; `tells` says that a try was kept of it."""

    id: UUID
    at: datetime
    words: str
    media: int
    tells: bool


@dataclass(frozen=True, slots=True)
class Sent(Said):
    """A text to the person; `by` is the coach who wrote it, "" for the service.

    `doubt` tells how it came into doubt, "" where it did not.
    """

    id: UUID | None = None
    by: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """A note among colleagues; it was never sent."""

    id: UUID
    at: datetime
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Talked:
    """A take-over began, or ended; `ended_by` is "" for its beginning."""

    id: UUID
    at: datetime
    by: str
    ended_by: str


Entry: TypeAlias = Told | Sent | Noted | Talked | Held | Off | Called


@dataclass(frozen=True, slots=True)
class Colleague:
    """An account by its name; `answers` says whether it may answer people now."""

    id: UUID
    name: str
    answers: bool


@dataclass(frozen=True, slots=True)
class Who:
    """Whose conversation it is, and how it stands with her; `number` is whole."""

    id: UUID
    name: str
    number: str
    zone: str
    programme: str
    consent: str
    hold: str | None
    hold_since: datetime | None
    calls: str
    no_texts: int | None
    last_heard_at: datetime | None
    assigned: UUID | None
    snoozed_until: datetime | None
    settled_at: datetime | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """A part of one conversation; `thread` goes from the oldest shown to the newest.

    `older` is before when the part before it stands, None where nothing does; `newest`
    says that nothing follows it. `heard_until` is when the newest text of hers came up
    to its end, shown or longer ago; None for none.
    """

    who: Who
    thread: tuple[Entry, ...]
    older: datetime | None
    colleagues: tuple[Colleague, ...]
    newest: bool = True
    heard_until: datetime | None = None

    @property
    def read_until(self) -> datetime | None:
        """When the newest word of hers that is shown came, None for none."""
        told = (one.at for one in self.thread if isinstance(one, Told))
        return max(told, default=None)


def conversation(
    tx: Tx,
    vault: Vault,
    organisation_key: Key,
    person: UUID,
    before: datetime = NEVER,
    *,
    notes: bool = False,
) -> Conversation | None:
    """Return a part of the conversation with one person, None when unknown here.

    Of `notes` alone it has those that were left where a hold was lifted, too.
    """
    row = tx.row(WHO, person=person)
    if row is None:
        return None
    key = vault.unwrap(row["wrapped_key"], person, PARTICIPANT)
    known = tuple(colleagues(tx, organisation_key))
    names = {one.id: one.name for one in known}
    most = {"person": person, "most": MOST + 1, "before": before}
    heard = tuple(_told(key, one) for one in tx.rows(HEARD, **most))
    until = heard[0].at if heard else None
    held = holds.of(tx, key, person, MOST + 1, before)
    noted = [_noted(key, one, names) for one in tx.rows(NOTES, **most)]
    if notes:
        thread, older = _part([*noted, *(one for one in held if one.noted)])
    else:
        said = _said(tx, key, most, names)
        off = taken_off.of(tx, organisation_key, person, MOST + 1, before, names)
        thread, older = _part([*heard, *noted, *held, *off, *said])
    last = before == NEVER
    return Conversation(_who(tx, key, row), thread, older, known, last, until)


def _said(
    tx: Tx, key: Key, most: dict[str, Any], names: dict[UUID, str]
) -> Iterator[Entry]:
    """Yield what was said to her, in calls as well, and who talked with her."""
    person, before = most["person"], most["before"]
    called = voices.calls(tx, person, most["most"], EVER, before)
    turns = voices.spoken(tx, person, called)
    recorded = voices.recorded(tx, key, person) if called else ()
    yield from (_sent(tx, key, one, names) for one in tx.rows(SAID, **most))
    talked = _talked(tx.rows(TALKS, **most), names)
    yield from (one for one in talked if one.at < before)
    yield from voices.opened(key, called, turns, recorded, {})


def newer(tx: Tx, person: Person, since: datetime) -> tuple[Told, ...]:
    """Return what a person texted after a moment, the oldest first."""
    found = tx.rows(NEWER, person=person.id, since=since, most=MOST)
    return tuple(_told(person.key, one) for one in found)


def _part(entries: list[Entry]) -> tuple[tuple[Entry, ...], datetime | None]:
    """Return the newest of them in order, and before when the others stand."""
    entries.sort(key=_order)
    if len(entries) <= MOST:
        return tuple(entries), None
    torn = entries[-MOST - 1].at
    whole = [one for one in entries if one.at > torn]
    # Where all is of one moment it stays together, however much it is.
    part = whole or [one for one in entries if one.at == torn]
    return tuple(part), part[0].at


def _order(one: Entry) -> tuple[datetime, int, str]:
    """Put what is of one moment in order: a talk is handed over, begun, spoken in."""
    if isinstance(one, Talked):
        return one.at, 1 if not one.ended_by else 0, str(one.id)
    # What put the hold, or is taken off the list, was said before it.
    return one.at, 3 if isinstance(one, Held | Off) else 2, str(one.id)


def _who(tx: Tx, key: Key, row: Found) -> Who:
    values = dict(row)
    del values["wrapped_key"]
    sealed = values.pop("name_sealed")
    name = key.open(sealed, "participants", row["id"], "name_sealed")
    at, held = values.pop("number_id"), values.pop("number_sealed")
    number = key.words(held, "numbers", at, "number_sealed")
    return Who(name=name, number=number, now=tx.now, **values)


def colleagues(tx: Tx, key: Key) -> Iterator[Colleague]:
    """Yield everybody who ever had an account, by name; the demo's too."""
    for row in tx.rows(COLLEAGUES):
        name = key.open(row["name_sealed"], "accounts", row["id"], "name_sealed")
        yield Colleague(row["id"], name, row["answers"])


def _told(key: Key, row: Found) -> Told:
    words = key.words(row["body_sealed"], "inbox", row["id"], "body_sealed").strip()
    return Told(row["id"], row["at"], words, row["media"], row["tells"])


def _sent(tx: Tx, key: Key, row: Found, names: dict[UUID, str]) -> Sent:
    waits = row["state"] == "due" and row["not_before"] > tx.now
    kept = ("kind", "state", "carrier_status", "error_code", "waits_for")
    sealed, of = row["body_sealed"], row["id"]
    return Sent(
        at=row["created_at"],
        words=key.words(sealed, "outbox_messages", of, "body_sealed"),
        waits_until=row["not_before"] if waits else None,
        why="",
        stopped_code=row["stopped_code"],
        id=of,
        by=names.get(row["wrote"], ""),
        doubt=row["doubt"] or "",
        **{name: row[name] for name in kept},
    )


def _noted(key: Key, row: Found, names: dict[UUID, str]) -> Noted:
    words = key.open(row["words_sealed"], "notes", row["id"], "words_sealed")
    return Noted(row["id"], row["at"], words, names[row["account_id"]])


def _talked(rows: Iterable[Found], names: dict[UUID, str]) -> Iterator[Talked]:
    for row in rows:
        by = names[row["account_id"]]
        yield Talked(row["id"], row["began_at"], by, "")
        if row["ended_at"] is not None:
            yield Talked(row["id"], row["ended_at"], by, row["ended_by"])
