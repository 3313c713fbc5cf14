"""Read-only: the inbox of an organisation, by person.

Laws: danger comes first, then who waits for an answer, the longest wait first, then the
newest talk; whoever never wrote stands last, and behind them those with no text at all;
whoever is put off stands behind all of these, unless there is danger; people are put in
order and counted by times alone, and only those of one page are opened; each is asked
for by an index, so that a long history costs nothing.
"""

# ruff: noqa: S608 -- every part of these statements stands in this file
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx
from service.store.people import PARTICIPANT
from service.store.vault import Key, Vault

PAGE = 40
# What surely went to nobody, and so answered nothing.
_UNSENT = "('withheld', 'failed', 'not_sent', 'abandoned')"
_HEARD = "FROM inbox i WHERE i.organisation_id = :organisation AND i.participant_id ="
_SAID = (
    f"FROM outbox_messages o WHERE o.channel = 'text' AND o.state NOT IN {_UNSENT}"
    " AND o.organisation_id = :organisation AND o.participant_id ="
)
_LAST = (
    f" CROSS JOIN LATERAL (SELECT max(i.received_at) AS at {_HEARD} p.id) heard"
    f" CROSS JOIN LATERAL (SELECT max(o.created_at) AS at {_SAID} p.id) said"
)
_OPEN = (
    " LEFT JOIN (SELECT participant_id, bool_or(kind = 'crisis') AS crisis,"
    " bool_or(kind = 'unclear_stop') AS wish,"
    " bool_or(kind = 'hand' AND reason = ANY(:asked)) AS asked,"
    " min(raised_at) FILTER (WHERE kind IN ('crisis', 'unclear_stop')"
    " OR (kind = 'hand' AND reason = ANY(:asked))) AS since,"
    " max(raised_at) AS newest"
    " FROM alerts WHERE organisation_id = :organisation AND state = 'open'"
    " GROUP BY participant_id) a ON a.participant_id = p.id"
)
# An answer is made in one transaction, at one moment, with what it answers.
_UNANSWERED = (
    "(p.consent <> 'stopped' AND heard.at > coalesce(said.at, '-infinity')"
    " AND heard.at > coalesce(h.settled_at, '-infinity'))"
)
_WAITS = f"coalesce(a.crisis OR a.wish OR a.asked OR {_UNANSWERED}, false)"
# Since the first word that nobody has answered, however many followed it.
_SINCE = (
    f"CASE WHEN {_WAITS} THEN least(a.since, (SELECT min(f.received_at) FROM inbox f"
    " WHERE f.organisation_id = :organisation AND f.participant_id = p.id"
    " AND f.received_at > greatest(said.at, h.settled_at, '-infinity'))) END"
)
_STANDS = (
    "SELECT p.id, heard.at AS heard_at, said.at AS said_at,"
    " greatest(heard.at, said.at) AS last_at,"
    " coalesce(a.crisis, false) AS crisis, coalesce(a.wish, false) AS wish,"
    f" {_WAITS} AS waits, {_SINCE} AS waits_since,"
    " h.account_id AS assigned, h.snoozed_until,"
    # What was said in a call is no text: its alert ends the putting off as well.
    " coalesce(h.snoozed_until > :now AND heard.at <= h.snoozed_at"
    "  AND coalesce(a.newest <= h.snoozed_at, true), false) AS snoozed,"
    " coalesce(heard.at > coalesce(r.read_at, :since), false) AS unread"
    " FROM participants p"
    " LEFT JOIN handlings h ON h.participant_id = p.id"
    " LEFT JOIN readings r ON r.participant_id = p.id AND r.account_id = :me"
    f"{_LAST}{_OPEN}"
    " WHERE p.organisation_id = :organisation AND p.wrapped_key IS NOT NULL"
)
_SHOWN = (
    "CASE :show WHEN 'snoozed' THEN snoozed WHEN 'unread' THEN unread AND NOT snoozed"
    " WHEN 'mine' THEN assigned = :me AND NOT snoozed"
    " WHEN 'nobody' THEN assigned IS NULL AND waits AND NOT snoozed"
    " WHEN 'waiting' THEN waits AND NOT snoozed ELSE true END"
)
_FIRST = (
    "crisis DESC, wish DESC, snoozed, waits DESC, waits_since, heard_at IS NULL,"
    " last_at DESC NULLS LAST"
)
_COUNTS = (
    "SELECT count(*) AS all_of,"
    " count(*) FILTER (WHERE waits AND NOT snoozed) AS waiting_of,"
    " count(*) FILTER (WHERE unread AND NOT snoozed) AS unread_of,"
    " count(*) FILTER (WHERE assigned = :me AND NOT snoozed) AS mine_of,"
    " count(*) FILTER (WHERE assigned IS NULL AND waits AND NOT snoozed) AS nobody_of,"
    " count(*) FILTER (WHERE snoozed) AS snoozed_of FROM s"
)
VIEWS = ("all", "waiting", "unread", "mine", "nobody", "snoozed")
# People are put in order, and counted, in one look; only a page of them is opened.
LISTED = text(
    f"WITH s AS MATERIALIZED ({_STANDS}), counts AS ({_COUNTS}),"
    f" page AS MATERIALIZED (SELECT * FROM s WHERE {_SHOWN}"
    f" ORDER BY {_FIRST}, id LIMIT :most OFFSET :skip)"
    " SELECT counts.*, page.*, p.wrapped_key, p.name_sealed, p.zone, p.hold, p.consent,"
    " i.id AS heard_id, i.body_sealed AS heard_sealed, i.media,"
    " o.id AS said_id, o.body_sealed AS said_sealed,"
    " o.kind AS said_kind, m.name_sealed AS assigned_sealed,"
    " t.account_id AS talks, w.name_sealed AS talks_sealed FROM counts"
    " LEFT JOIN page ON true"
    " LEFT JOIN participants p ON p.id = page.id"
    f" LEFT JOIN LATERAL (SELECT * {_HEARD} page.id"
    " AND i.received_at = page.heard_at ORDER BY i.id DESC LIMIT 1) i ON true"
    f" LEFT JOIN LATERAL (SELECT * {_SAID} page.id"
    " AND o.created_at = page.said_at ORDER BY o.id DESC LIMIT 1) o ON true"
    " LEFT JOIN accounts m ON m.id = page.assigned"
    " LEFT JOIN take_overs t ON t.participant_id = page.id AND t.ended_at IS NULL"
    " LEFT JOIN accounts w ON w.id = t.account_id"
    f" ORDER BY {_FIRST}, page.id"
)
ORDER = text(
    f"WITH s AS MATERIALIZED ({_STANDS}) SELECT id FROM s WHERE {_SHOWN}"
    f" ORDER BY {_FIRST}, id LIMIT :most"
)
UNANSWERED = text(
    "SELECT heard.at FROM participants p"
    f" LEFT JOIN handlings h ON h.participant_id = p.id{_LAST}"
    " WHERE p.organisation_id = :organisation AND p.id = :person"
    f" AND p.wrapped_key IS NOT NULL AND {_UNANSWERED}"
)
FIRST_WAITS = text(
    "SELECT f.id FROM participants p"
    f" LEFT JOIN handlings h ON h.participant_id = p.id{_LAST}"
    " CROSS JOIN LATERAL (SELECT i.id FROM inbox i"
    "  WHERE i.organisation_id = :organisation AND i.participant_id = p.id"
    "  AND i.received_at > greatest(said.at, h.settled_at, '-infinity')"
    "  ORDER BY i.received_at, i.id LIMIT 1) f"
    " WHERE p.organisation_id = :organisation AND p.id = :person"
    f" AND p.wrapped_key IS NOT NULL AND {_UNANSWERED}"
)
# To somebody new everything that stands would be unread.
SINCE = text(
    "SELECT created_at FROM accounts WHERE organisation_id = :organisation AND id = :me"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One person in the inbox: her newest word or ours, and who has to do with it.

    `words` are hers where she waits (`hers`), else the newest; `waits` says that a
    person should answer, `waits_since` since when she waits; `wrote` that she ever did;
    `assigned` and `talks` are accounts with their names beside, "" for nobody;
    `snoozed` that she is put off, up to `snoozed_until`, and has not come back yet;
    `last_at` is None where no text came or went yet.
    """

    id: UUID
    name: str
    zone: str
    words: str
    hers: bool
    kind: str
    media: int
    last_at: datetime | None
    waits: bool
    waits_since: datetime | None
    wrote: bool
    crisis: bool
    wish: bool
    unread: bool
    assigned: UUID | None
    assigned_to: str
    talks: UUID | None
    talks_by: str
    snoozed_until: datetime | None
    snoozed: bool
    hold: str | None
    consent: str


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks at the inbox, and which reasons of alerts wait for a coach's words."""

    me: UUID | None
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of one view, and how many people each view shows."""

    lines: tuple[Line, ...]
    counts: Mapping[str, int]


def listed(
    tx: Tx, vault: Vault, key: Key, asker: Asker, *, show: str, skip: int = 0
) -> Shown:
    """Return one page of one view of the inbox: who waits first, then the newest."""
    about = _about(tx, asker)
    rows = tx.rows(LISTED, show=show, most=PAGE, skip=skip, **about)
    lines = tuple(_line(vault, key, row) for row in rows if row["id"] is not None)
    return Shown(lines, {view: rows[0][f"{view}_of"] for view in VIEWS})


def order(tx: Tx, asker: Asker, show: str) -> tuple[UUID, ...]:
    """Return who stands in the first pages of a view, in order."""
    rows = tx.rows(ORDER, show=show, most=5 * PAGE, **_about(tx, asker))
    return tuple(row["id"] for row in rows)


def unanswered(tx: Tx, person: UUID) -> datetime | None:
    """Return when a person's newest text came, where nobody has answered it yet."""
    row = tx.row(UNANSWERED, person=person)
    return None if row is None else row["at"]


def first_unanswered(tx: Tx, person: UUID) -> UUID | None:
    """Return the first text of a person's that nobody has answered yet; None if all."""
    row = tx.row(FIRST_WAITS, person=person)
    return None if row is None else row["id"]


def _about(tx: Tx, asker: Asker) -> dict[str, object]:
    row = tx.row(SINCE, me=asker.me)
    since = datetime.min.replace(tzinfo=tx.now.tzinfo) if row is None else (
        row["created_at"]
    )  # fmt: skip
    return {"me": asker.me, "asked": list(asker.asked), "now": tx.now, "since": since}


def _line(vault: Vault, key: Key, row: Found) -> Line:
    own = vault.unwrap(row["wrapped_key"], row["id"], PARTICIPANT)
    heard, said = row["heard_at"], row["said_at"]
    # To a question that waits for a person the service has answered that it does.
    hers = said is None or (heard is not None and (heard > said or row["waits"]))
    table, at = ("inbox", "heard") if hers else ("outbox_messages", "said")
    words = own.words(row[f"{at}_sealed"], table, row[f"{at}_id"], "body_sealed")
    return Line(
        id=row["id"],
        name=own.open(row["name_sealed"], "participants", row["id"], "name_sealed"),
        words=" ".join(words.split()),
        hers=hers,
        wrote=row["heard_id"] is not None,
        kind="" if hers else row["said_kind"],
        media=row["media"] or 0,
        assigned_to=_named(key, row, "assigned"),
        talks_by=_named(key, row, "talks"),
        **{name: row[name] for name in _AS_KEPT},
    )


_AS_KEPT = (
    *(
        "zone",
        "last_at",
        "waits",
        "waits_since",
        "crisis",
        "wish",
        "unread",
        "assigned",
        "talks",
    ),
    *("snoozed_until", "snoozed", "hold", "consent"),
)


def _named(key: Key, row: Mapping[str, object], column: str) -> str:
    whose, sealed = row[column], row[f"{column}_sealed"]
    if not isinstance(whose, UUID) or not isinstance(sealed, bytes):
        return ""
    return key.open(sealed, "accounts", whose, "name_sealed")
