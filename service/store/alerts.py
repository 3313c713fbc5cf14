"""Alerts on their way to people: the step that is due, who was told, who has it.

Laws: a step is taken under the lock of its alert, and a notice stands once, so that two
clocks, or one that was killed between, tell nobody twice; heeding ends the telling and
touches neither the hold nor what a release looks at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from flows.safety import alerting
from service.store import tables
from service.store.db import Found, Tx
from service.store.vault import Key

# Another alert of the same kind about the same person that goes round already: one
# telephone rings for both. Of two about nobody only those of one reason are the same.
_FOLLOWS = (
    "EXISTS (SELECT 1 FROM alerts b WHERE b.organisation_id = :organisation"
    " AND b.participant_id IS NOT DISTINCT FROM a.participant_id AND b.kind = a.kind"
    " AND b.programme_id IS NOT DISTINCT FROM a.programme_id"
    " AND (a.kind <> 'quarantine' OR a.participant_id IS NOT NULL"
    "  OR b.reason = a.reason)"
    " AND b.state = 'open' AND b.next_at IS NOT NULL AND b.step > 0"
    " AND (b.raised_at, b.id) < (a.raised_at, a.id)) AS follows"
)
_STANDS = (
    "SELECT a.id, a.kind, a.reason, a.participant_id, a.step, r.name AS programme,"  # noqa: S608 -- ours alone
    " r.coach_id, p.id IS NOT NULL AND p.wrapped_key IS NULL AS erased,"
    f" {_FOLLOWS} FROM alerts a"
    " LEFT JOIN participants p ON p.id = a.participant_id"
    " LEFT JOIN programmes r ON r.id = coalesce(p.programme_id, a.programme_id)"
    " WHERE a.organisation_id = :organisation AND a.id = :id AND a.state = 'open'"
)
DUE = text(f"{_STANDS} AND a.next_at <= :now FOR UPDATE OF a")
UNHEEDED = text(f"{_STANDS} AND a.heeded_at IS NULL FOR UPDATE OF a")
STANDS = text(
    "SELECT 1 FROM alerts WHERE organisation_id = :organisation AND kind = :kind"
    " AND reason = :reason AND state = 'open' LIMIT 1"
)
OVER = text(
    "UPDATE alerts SET state = 'acknowledged', acknowledged_at = :now, next_at = NULL"
    " WHERE organisation_id = :organisation AND kind = :kind AND reason = :reason"
    " AND state = 'open'"
)
ADVANCE = text(
    "UPDATE alerts SET step = :step, next_at = :next_at"
    " WHERE organisation_id = :organisation AND id = :id"
)
LATER = text(
    "UPDATE alerts SET next_at = :at WHERE organisation_id = :organisation"
    " AND id = :id AND next_at <= :now"
)
GATHERED = text(
    "SELECT max(n.at) AS at FROM notices n JOIN alerts a ON a.id = n.alert_id"
    " WHERE n.organisation_id = :organisation AND n.coach_id = :coach"
    " AND n.channel = :channel AND a.kind = :kind AND n.at > :since"
)
AWAITS = text(
    "SELECT a.state = 'open' AND a.heeded_at IS NULL AS awaits FROM notices n"
    " JOIN alerts a ON a.id = n.alert_id WHERE n.organisation_id = :organisation"
    " AND n.outbox_message_id = :message"
)
OF_MESSAGE = text(
    "SELECT n.alert_id, n.coach_id, n.step, coalesce(n.language, 'en') AS language"
    " FROM notices n"
    " WHERE n.organisation_id = :organisation AND n.outbox_message_id = :message"
)
# Told by telephone: an OK to today's text is not about an e-mail of last week.
TOLD_OF = text(
    "SELECT a.id FROM alerts a JOIN notices n ON n.alert_id = a.id"
    " WHERE a.organisation_id = :organisation AND a.state = 'open'"
    " AND a.heeded_at IS NULL AND n.coach_id = ANY(:coaches) AND n.at <= :by"
    " AND n.channel IN ('text', 'call') GROUP BY a.id"
    " ORDER BY a.kind <> 'crisis', a.raised_at, a.id"
)
WHOSE = text(
    "SELECT id, kind, reason, state, participant_id, raised_at, heeded_at,"
    " heeded_as_sealed FROM alerts WHERE organisation_id = :organisation AND id = :id"
)
# All about one person that nobody has yet; what is about nobody stands alone.
TOGETHER = text(
    "SELECT b.id, b.kind, b.participant_id, r.name AS programme FROM alerts a"
    " JOIN alerts b ON b.organisation_id = :organisation"
    " AND (b.id = a.id OR b.participant_id = a.participant_id)"
    " LEFT JOIN participants p ON p.id = b.participant_id"
    " LEFT JOIN programmes r ON r.id = coalesce(p.programme_id, b.programme_id)"
    " WHERE a.organisation_id = :organisation AND a.id = :id AND b.state = 'open'"
    " AND b.heeded_at IS NULL AND b.raised_at <= :by"
    " ORDER BY b.raised_at, b.id FOR UPDATE OF b"
)
# Open or closed just now, and never anybody's.
NOBODYS = text(
    "SELECT a.id, a.kind, a.participant_id, r.name AS programme FROM alerts a"
    " LEFT JOIN participants p ON p.id = a.participant_id"
    " LEFT JOIN programmes r ON r.id = coalesce(p.programme_id, a.programme_id)"
    " WHERE a.organisation_id = :organisation AND a.id = ANY(:ids)"
    " AND a.heeded_at IS NULL ORDER BY a.raised_at, a.id"
)
HEED = text(
    "UPDATE alerts SET heeded_at = :now, heeded_by = :coach, heeded_via = :via,"
    " heeded_as_sealed = :name, heeded_text = :text, next_at = NULL"
    " WHERE organisation_id = :organisation AND id = :id AND heeded_at IS NULL"
)
HEEDED_BY_TEXT = text(
    "SELECT 1 FROM alerts WHERE organisation_id = :organisation"
    " AND heeded_text = :text LIMIT 1"
)
# What such an alert asks of a coach is the same however often it is raised: they stand
# before coaches as one, with the text of each, and are put away together.
AGAIN = frozenset(
    {"unsure", "asked", "question", "know_how", "news", "serious", "out_of_reach"}
)
# What holds somebody is released, not put away.
PUT_AWAY = text(
    "UPDATE alerts SET state = 'acknowledged', acknowledged_at = :now"
    " WHERE organisation_id = :organisation AND state = 'open'"
    " AND (id = :id OR (reason = ANY(:again) AND EXISTS (SELECT 1 FROM alerts newer"
    "  WHERE newer.organisation_id = :organisation AND newer.id = :id"
    "  AND newer.state = 'open' AND newer.kind = alerts.kind"
    "  AND newer.reason = alerts.reason"
    "  AND newer.participant_id = alerts.participant_id"
    "  AND (newer.raised_at, newer.id) > (alerts.raised_at, alerts.id))))"
    " AND NOT (kind IN ('crisis', 'unclear_stop') AND EXISTS (SELECT 1"
    "  FROM participants p WHERE p.id = alerts.participant_id"
    "  AND p.organisation_id = :organisation AND p.hold IS NOT NULL"
    "  AND p.wrapped_key IS NOT NULL))"
)
ACKNOWLEDGE = text(
    "UPDATE alerts SET state = 'acknowledged', acknowledged_at = :now"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND kind = :kind AND state = 'open' AND raised_at <= :seen"
    " RETURNING raised_at, id"
)
LIMIT_RAISED = text(
    "UPDATE alerts SET next_at = NULL WHERE organisation_id = :organisation"
    " AND kind = 'limit' AND state = 'open' AND reason = ANY(:limits)"
    " AND programme_id IS NOT DISTINCT FROM CAST(:programme AS uuid)"
)
ALSO_TOLD = text(
    "SELECT DISTINCT coach_id FROM notices WHERE organisation_id = :organisation"
    " AND alert_id = ANY(:ids)"
)
# What had not gone by now stays here, since nothing waits any more.
RUNG = text(
    "SELECT DISTINCT n.coach_id FROM notices n"
    " JOIN outbox_messages o ON o.id = n.outbox_message_id"
    " WHERE n.organisation_id = :organisation AND n.alert_id = ANY(:ids)"
    " AND n.channel IN ('text', 'call') AND o.state NOT IN ('due', 'withheld')"
)


@dataclass(frozen=True, slots=True)
class Due:
    """An alert whose next step is due, locked.

    `programme` and `coach_id` are the person's, or of the programme that it is about;
    None where it is about nobody known.
    `follows` says that an older alert about the same goes round already.
    """

    id: UUID
    kind: str
    reason: str
    participant_id: UUID | None
    step: int
    programme: str | None
    coach_id: UUID | None
    erased: bool
    follows: bool

    @property
    def way(self) -> str:
        """By which row of the table people are told of it."""
        return alerting.way(self.kind, self.reason)


@dataclass(frozen=True, slots=True)
class Told:
    """How somebody says that she has an alert: her row, her name, and by what.

    `text` is the carrier's id of the text by which she says it.
    """

    by: UUID | None
    name: str
    via: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Of which alert a coach was told, at which step and in which language."""

    alert_id: UUID
    coach_id: UUID
    step: int
    language: str


def due(tx: Tx, alert_id: UUID) -> Due | None:
    """Lock and return an alert whose next step is due, or None: one teller only."""
    row = tx.row(DUE, id=alert_id, now=tx.now)
    return None if row is None else Due(**row)


def unheeded(tx: Tx, alert_id: UUID) -> Due | None:
    """Lock and return an alert that nobody has yet, whenever its next step is."""
    row = tx.row(UNHEEDED, id=alert_id)
    return None if row is None else Due(**row)


def stands(tx: Tx, kind: str, reason: str) -> bool:
    """Say whether an alert of this kind is open for this reason."""
    return tx.row(STANDS, kind=kind, reason=reason) is not None


def over(tx: Tx, kind: str, reason: str) -> None:
    """Say that what alerts of this kind were raised for is over."""
    tx.run(OVER, kind=kind, reason=reason, now=tx.now)


def advance(tx: Tx, alert_id: UUID, step: int, next_at: datetime | None) -> None:
    """Say which step is next, and when; None when none follows."""
    tx.later(ADVANCE, id=alert_id, step=step, next_at=next_at)


def later(tx: Tx, alert_id: UUID, wait: timedelta) -> None:
    """Let a due step wait: the same step comes again after that."""
    tx.run(LATER, id=alert_id, at=tx.now + wait, now=tx.now)


def limit_raised(tx: Tx, limits: Sequence[str], programme: UUID | None = None) -> None:
    """Tell nobody further that these limits are reached; what was told stands."""
    tx.later(LIMIT_RAISED, limits=list(limits), programme=programme)


def notice(tx: Tx, row_id: UUID, **of: object) -> bool:
    """Keep that a coach is told now; False when she was told at this step already."""
    return tx.put_once(tables.NoticeRow, id=row_id, at=tx.now, **of)


def gathered(
    tx: Tx, coach: UUID, channel: str, kind: str, within: timedelta
) -> datetime | None:
    """Return until when a coach hears of no other alert of this kind, or None."""
    since = tx.now - within
    told = {"coach": coach, "channel": channel, "kind": kind, "since": since}
    (row,) = tx.rows(GATHERED, **told)
    return None if row["at"] is None else row["at"] + within


def awaits(tx: Tx, message_id: UUID) -> bool:
    """Say whether what this message tells of still waits for somebody.

    A message that is no notice has nothing to wait for, and goes.
    """
    row = tx.row(AWAITS, message=message_id)
    return row is None or bool(row["awaits"])


def of_message(tx: Tx, message_id: UUID) -> Notice | None:
    """Return the notice behind a message, or None."""
    row = tx.row(OF_MESSAGE, message=message_id)
    return None if row is None else Notice(**row)


def told_of(tx: Tx, coaches: Iterable[UUID], by: datetime) -> tuple[UUID, ...]:
    """Return what these coaches were told of by telephone by then and nobody has.

    A crisis comes first, then the oldest.
    """
    rows = tx.rows(TOLD_OF, coaches=list(coaches), by=by)
    return tuple(row["id"] for row in rows)


def found(tx: Tx, alert_id: UUID) -> Found | None:
    """Return how an alert stands, or None when there is none of that id."""
    return tx.row(WHOSE, id=alert_id)


def together(tx: Tx, alert_id: UUID, by: datetime) -> Sequence[Found]:
    """Lock and return what waits about the same person, raised by then, in order."""
    return tx.rows(TOGETHER, id=alert_id, by=by)


def nobodys(tx: Tx, ids: Sequence[UUID]) -> Sequence[Found]:
    """Return those of these alerts that nobody has said to have, in order."""
    return tx.rows(NOBODYS, ids=list(ids)) if ids else ()


def heed(tx: Tx, key: Key, alert_id: UUID, told: Told) -> None:
    """Say that somebody has an alert: the telling ends; what is held stays held."""
    sealed = key.seal(told.name, "alerts", alert_id, "heeded_as_sealed")
    given = {"coach": told.by, "via": told.via, "text": told.text}
    tx.run(HEED, id=alert_id, now=tx.now, name=sealed, **given)


def heeded_by(tx: Tx, text_id: str) -> bool:
    """Say whether somebody has an alert by the text of this id already."""
    return tx.row(HEEDED_BY_TEXT, text=text_id) is not None


def put_away(tx: Tx, alert_id: UUID) -> bool:
    """Say that an alert is seen to; False when it is over, or holds somebody.

    Of what is the same however often it is raised, the earlier ones go with it.
    """
    return tx.run(PUT_AWAY, id=alert_id, now=tx.now, again=sorted(AGAIN)) > 0


def acknowledge(
    tx: Tx, person: UUID, kind: str, seen: datetime
) -> tuple[tuple[datetime, UUID], ...]:
    """Say that her alerts of one kind up to then are seen; return when each rose."""
    rows = tx.rows(ACKNOWLEDGE, person=person, kind=kind, now=tx.now, seen=seen)
    return tuple(sorted((row["raised_at"], row["id"]) for row in rows))


def heeded_as(key: Key, row: Found) -> str:
    """Return the name of who has an alert, "" when nobody does."""
    return key.words(row["heeded_as_sealed"], "alerts", row["id"], "heeded_as_sealed")


def also_told(tx: Tx, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Return the coaches who were told of any of these alerts."""
    return frozenset(row["coach_id"] for row in tx.rows(ALSO_TOLD, ids=list(ids)))


def rung(tx: Tx, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Return the coaches to whom a text or a call about any of these went by now."""
    return frozenset(row["coach_id"] for row in tx.rows(RUNG, ids=list(ids)))
