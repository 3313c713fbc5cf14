"""Which part of a conversation is asked for: the newest, before a moment, at a place.

Laws: an address names a moment or the id of what stands there, never a word; what is
not of this person is like what is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import request, url_for

from service.store import passages
from service.store.db import Tx
from service.store.exchanges import MOST, Conversation, Entry, Noted, Sent, Told
from service.store.searches import Hit
from service.store.timelines import NEVER
from service.store.voices import Called
from service.web import inbox_words
from service.web.inbox_buttons import After

# What an address asks for: what was found, what stood before a moment, what followed.
FOUND, BEFORE, AFTER = "found", "before", "after"
# Of all that stands there, the notes alone.
ONLY, NOTES = "only", "notes"
# Where each kind stands on the page, by its class, and by the source it was found in.
ANCHORS: dict[type, str] = {Told: "text", Sent: "sent", Noted: "note", Called: "call"}
PLACES = {
    "inbox": "text",
    "outbox_messages": "sent",
    "notes": "note",
    "turns": "call",
    "recordings": "call",
}


@dataclass(frozen=True, slots=True)
class Part:
    """The part that ends before a moment; `mark` is what was looked for in it.

    `lost` says that what was looked for is not there.
    """

    before: datetime = NEVER
    mark: UUID | None = None
    lost: bool = False


def notes() -> bool:
    """Say whether the address asks for the notes alone."""
    return request.args.get(ONLY) == NOTES


def with_notes(whose: UUID, show: str | None, *, alone: bool) -> str:
    """Return the address of a conversation's notes `alone`, or of all of it."""
    only = NOTES if alone else None
    return url_for("inbox.talk", whose=whose, show=show, only=only, _anchor="narrow")


def asked(tx: Tx, person: UUID) -> Part:
    """Return which part of a person's conversation the request asks for."""
    if FOUND in request.args:
        return _at(tx, person, request.args[FOUND])
    after = _moment(AFTER)
    if after is not None:
        return Part(passages.beyond(tx, person, after, MOST // 2))
    return Part(_moment(BEFORE) or NEVER)


def _at(tx: Tx, person: UUID, named: str) -> Part:
    try:
        entry = UUID(named)
    except ValueError:
        return Part(lost=True)
    at = passages.moment(tx, person, entry)
    if at is None:
        return Part(lost=True)
    return Part(passages.beyond(tx, person, at), entry)


def _moment(name: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return found if found.tzinfo else None


def to_hit(hit: Hit) -> str:
    """Return the address at which what was found is shown, and marked."""
    anchor = f"{PLACES[hit.where]}-{hit.entry}"
    return url_for("inbox.talk", whose=hit.person, found=hit.entry, _anchor=anchor)


def older(found: Conversation, show: str | None) -> str:
    """Return the address of the part before this one, "" for none."""
    if found.older is None:
        return ""
    before, only = found.older.isoformat(), NOTES if notes() else None
    return url_for(
        "inbox.talk",
        whose=found.who.id,
        show=show,
        only=only,
        before=before,
        _anchor="newest",
    )


def later(found: Conversation, show: str | None) -> str:
    """Return the address of what follows this part, "" where nothing does.

    From notes alone one turns to the newest of them.
    """
    if found.newest or not found.thread or notes():
        return ""
    last = found.thread[-1]
    after, whose = last.at.isoformat(), found.who.id
    return url_for(
        "inbox.talk", whose=whose, show=show, after=after, _anchor=place(last)
    )


def place(entry: Entry) -> str:
    """Return the anchor of what stands in a conversation."""
    kind = ANCHORS.get(type(entry))
    return "thread" if kind is None else f"{kind}-{entry.id}"


def view() -> str:
    """Return the view of the inbox that the address asks for."""
    show = request.args.get("show", "all")
    return show if show in inbox_words.VIEWS else "all"


def back(whose: UUID, after: After) -> str:
    """Return the address of a conversation that says what was just done in it."""
    show, told = view(), after.told
    return url_for(
        "inbox.talk",
        whose=whose,
        show=None if show == "all" else show,
        told=told or None,
        closed=after.closed or None,
        _anchor="newest" if told in ("sent", "waits", "noted") else None,
    )
