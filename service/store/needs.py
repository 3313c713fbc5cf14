"""What stands that a coach may have to look at, and whom it is about; read for Today.

Laws: a number of queries that does not rise with the people; words are opened for those
alone who are shown, a whole number only while an alert of a kind in REACH is open.
"""

# ruff: noqa: S608 -- every part of these statements stands in this file
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store import standing as parts_of
from service.store import views
from service.store.db import Found, Tx
from service.store.vault import Key, Vault

PUT_AWAY, PUT_BACK = "put away: ", "put back: "
_TRIED = (
    "FROM attempts t WHERE t.organisation_id = :organisation"
    " AND t.participant_id = p.id AND t.outcome = 'attempted'"
)
# Who wrote lately and had not tried without a prompt before: few, and whoever is
# celebrated is one of them. By LIMIT it is looked for person by person, at whose first
# such try it ends, and not in the tries of everybody.
_FRESH = (
    "WITH fresh AS MATERIALIZED (SELECT p.id FROM participants p LEFT JOIN LATERAL"
    f" (SELECT true AS alone {_TRIED} AND t.label = 'unprompted'"
    " AND t.reported_at < :lately LIMIT 1) b ON true"
    " WHERE p.organisation_id = :organisation AND p.wrapped_key IS NOT NULL"
    " AND p.last_heard_at >= :lately AND b.alone IS NULL) "
)
# A try lately that was her first, or her first without a prompt.
_FIRST = (
    "SELECT p.id AS person, 'try' AS source, '{kind}' AS kind, '' AS reason, f.id,"
    " f.reported_at AS at, NULL AS coach_id, false AS had FROM fresh p"
    f" CROSS JOIN LATERAL (SELECT t.id, t.reported_at {_TRIED}{{only}}"
    " ORDER BY t.reported_at, t.id LIMIT 1) f WHERE f.reported_at >= :lately"
)
STANDING = text(
    f"{_FRESH}SELECT CASE WHEN p.wrapped_key IS NULL THEN NULL"
    " ELSE a.participant_id END AS person, 'alert' AS source, a.kind, a.reason, a.id,"
    " a.raised_at AS at,"
    " CAST(NULL AS uuid) AS coach_id, a.heeded_at IS NOT NULL AS had FROM alerts a"
    " LEFT JOIN participants p ON p.id = a.participant_id"
    " WHERE a.organisation_id = :organisation AND a.state = 'open'"
    " UNION ALL SELECT CASE WHEN p.wrapped_key IS NULL THEN NULL ELSE p.id END,"
    " 'doubt', o.kind, '', o.id, o.called_at, o.coach_id, false"
    " FROM outbox_messages o LEFT JOIN participants p ON p.id = o.participant_id"
    " WHERE o.organisation_id = :organisation AND o.state = 'in_doubt'"
    # A code for a coach's own telephone is asked for anew, and is nobody's need.
    " AND (o.participant_id IS NOT NULL OR o.coach_id IS NOT NULL)"
    " UNION ALL SELECT p.id, 'hold', p.hold, '', p.id,"
    " coalesce(p.hold_since, p.created_at), NULL, false FROM participants p"
    " WHERE p.organisation_id = :organisation AND p.hold IS NOT NULL"
    " AND p.hold <> 'take_over' AND p.wrapped_key IS NOT NULL"
    f" UNION ALL {parts_of.TALK} UNION ALL {parts_of.NEWS}"
    f" UNION ALL {_FIRST.format(kind='first', only='')} UNION ALL "
    + _FIRST.format(kind="alone", only=" AND t.label = 'unprompted'")
)
AWAY = text(
    "SELECT a.subject FROM audits a WHERE a.organisation_id = :organisation"
    " AND a.action LIKE 'put away: %' AND a.at >= :week AND a.subject IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM audits b WHERE b.organisation_id = :organisation"
    "  AND b.subject = a.subject AND b.at > a.at AND b.action LIKE 'put back: %')"
    " GROUP BY a.subject"
)
IS_NEWS = text(
    "SELECT 1 FROM decisions WHERE organisation_id = :organisation AND id = :id"
    " UNION ALL SELECT 1 FROM attempts WHERE organisation_id = :organisation"
    " AND id = :id"
)
WHO = text(
    "SELECT p.id, p.wrapped_key, p.name_sealed, p.zone, p.hold, p.consent,"
    " r.name AS programme, r.coach_id, n.id AS number_id, n.number_sealed"
    " FROM participants p JOIN programmes r ON r.id = p.programme_id"
    " LEFT JOIN numbers n ON n.participant_id = p.id AND n.kind = 'participant'"
    " WHERE p.organisation_id = :organisation AND p.id = ANY(:ids)"
    " AND p.wrapped_key IS NOT NULL"
)
# An alert and the text that raised it are of one transaction, so of one instant.
ALERTS = text(
    "SELECT a.id, a.participant_id, a.step, a.next_at, a.heeded_at, a.heeded_via,"
    " a.heeded_as_sealed, i.id AS heard_id, i.body_sealed FROM alerts a"
    " LEFT JOIN LATERAL (SELECT t.id, t.body_sealed FROM inbox t"
    " WHERE t.organisation_id = :organisation AND t.participant_id = a.participant_id"
    " AND t.received_at = a.raised_at AND t.id < a.id ORDER BY t.id DESC LIMIT 1) i"
    " ON true WHERE a.organisation_id = :organisation AND a.id = ANY(:ids)"
)
WORDS = text(
    "SELECT o.id, o.participant_id, o.channel, o.doubt, o.body_sealed AS sealed,"
    " 'outbox_messages' AS at, 'body_sealed' AS bound FROM outbox_messages o"
    " WHERE o.organisation_id = :organisation AND o.id = ANY(:messages)"
    " UNION ALL SELECT d.id, d.participant_id, '', NULL, d.sentence_sealed,"
    " 'decisions', 'sentence_sealed' FROM decisions d"
    " WHERE d.organisation_id = :organisation AND d.id = ANY(:decisions)"
    " UNION ALL SELECT t.id, t.participant_id, t.channel, NULL, t.words_sealed,"
    " 'attempts', 'words_sealed' FROM attempts t"
    " WHERE t.organisation_id = :organisation AND t.id = ANY(:tries)"
    " UNION ALL SELECT i.id, i.participant_id, 'text', NULL, i.body_sealed,"
    " 'inbox', 'body_sealed' FROM inbox i"
    " WHERE i.organisation_id = :organisation AND i.id = ANY(:texts)"
)
COMING = text(
    "SELECT n.kind, count(*) AS many FROM nudges n"
    " JOIN participants p ON p.id = n.participant_id"
    " LEFT JOIN chances c ON c.id = n.chance_id"
    " WHERE n.organisation_id = :organisation AND n.state = 'planned'"
    " AND n.due_at < :until AND n.expires_at > :now"
    " AND CAST(timezone(n.zone, greatest(n.due_at, :now)) AS date)"
    " = CAST(timezone(n.zone, :now) AS date)"
    " AND coalesce(c.outcome, 'open') = 'open' AND p.hold IS NULL"
    " AND CASE n.kind WHEN 'invitation' THEN p.consent = 'invited'"
    " ELSE p.consent = 'active' END"
    " AND (p.paused_until IS NULL OR p.paused_until < n.local_date) GROUP BY n.kind"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that stands: an alert, a doubt, a hold, a talk, a decision or a try.

    `person` is None where it is about nobody, or somebody erased since; `coach` is whom
    a message in doubt was to. `had` says that somebody has it; `earlier` are those that
    say the same before it, in their order, the first of them raised at `at`.
    """

    person: UUID | None
    source: str
    kind: str
    reason: str
    id: UUID
    at: datetime
    coach: UUID | None
    had: bool
    earlier: tuple[UUID, ...] = ()

    @property
    def every(self) -> tuple[UUID, ...]:
        """What it stands for, itself the last."""
        return (*self.earlier, self.id)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who is shown; `reach` is her whole number, "" where it may not be.

    `number` is masked but for its last digits, by which two of one name are told apart.
    """

    id: UUID
    name: str
    zone: str
    hold: str | None
    consent: str
    programme: str
    coach: UUID
    number: str
    reach: str


@dataclass(frozen=True, slots=True)
class Raised:
    """How an alert stands: the step that is next, who has it, the text behind it."""

    step: int
    next_at: datetime | None
    heeded_at: datetime | None
    heeded_via: str
    heeded_as: str
    heard: UUID | None
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a message, a decision or a try; `doubt` is how it came to be one."""

    words: str
    channel: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Since:
    """From when on something counts: a decision of growth, a first try."""

    week: datetime
    lately: datetime


def standing(tx: Tx, since: Since, me: UUID | None) -> tuple[Standing, ...]:
    """Return all that stands, but what a coach has put away; `me` is who looks."""
    named = {"week": since.week, "lately": since.lately, "me": me}
    found = [_standing(row) for row in tx.rows(STANDING, **named)]
    away = {row["subject"] for row in tx.rows(AWAY, week=since.week)}
    return tuple(one for one in found if one.id not in away)


def _standing(row: Found) -> Standing:
    coach = row.pop("coach_id")
    return Standing(coach=coach, **row)


def is_news(tx: Tx, news: UUID) -> bool:
    """Say whether this is a decision or a try of this organisation."""
    return tx.row(IS_NEWS, id=news) is not None


def keys(
    tx: Tx, vault: Vault, ids: Iterable[UUID], reach: frozenset[UUID]
) -> Mapping[UUID, tuple[Who, Key]]:
    """Return people with their keys; the numbers of those in `reach` stand whole."""
    found = {}
    for row in tx.rows(WHO, ids=list(ids)):
        key = views.key_of(vault, row)
        found[row["id"]] = (_who(key, row, whole=row["id"] in reach), key)
    return found


def _who(key: Key, row: Found, *, whole: bool) -> Who:
    sealed, at = row["number_sealed"], row["number_id"]
    number = key.words(sealed, "numbers", at, "number_sealed")
    return Who(
        id=row["id"],
        name=key.open(row["name_sealed"], "participants", row["id"], "name_sealed"),
        zone=row["zone"],
        hold=row["hold"],
        consent=row["consent"],
        programme=row["programme"],
        coach=row["coach_id"],
        number=views.masked(number),
        reach=number if whole else "",
    )


Keys = Mapping[UUID, tuple[Who, Key]]


def raised(
    tx: Tx, ours: Key, known: Keys, ids: Sequence[UUID]
) -> Mapping[UUID, Raised]:
    """Return how alerts stand; `ours` is the key of the organisation."""
    rows = tx.rows(ALERTS, ids=list(ids)) if ids else []
    return {row["id"]: _raised(ours, known, row) for row in rows}


def _raised(ours: Key, known: Keys, row: Found) -> Raised:
    of, who = row["id"], known.get(row["participant_id"])
    words = ""
    if who is not None:
        sealed, heard = row["body_sealed"], row["heard_id"]
        words = who[1].words(sealed, "inbox", heard, "body_sealed").strip()
    return Raised(
        step=row["step"],
        next_at=row["next_at"],
        heeded_at=row["heeded_at"],
        heeded_via=row["heeded_via"] or "",
        heeded_as=ours.words(row["heeded_as_sealed"], "alerts", of, "heeded_as_sealed"),
        heard=row["heard_id"],
        words=words,
    )


def told(
    tx: Tx, ours: Key, known: Keys, shown: Iterable[Standing]
) -> Mapping[UUID, Told]:
    """Return the words behind doubts, decisions and tries; a coach's are ours."""
    of: dict[str, list[UUID]] = {"doubt": [], "news": [], "try": [], "talk": []}
    for one in shown:
        of.get(one.source, []).append(one.id)
    if not any(of.values()):
        return {}
    rows = tx.rows(
        WORDS,
        messages=of["doubt"],
        decisions=of["news"],
        tries=of["try"],
        texts=of["talk"],
    )
    return {row["id"]: _told(ours, known, row) for row in rows}


def _told(ours: Key, known: Keys, row: Found) -> Told:
    who = known.get(row["participant_id"])
    key = ours if row["participant_id"] is None else None if who is None else who[1]
    words = ""
    if key is not None:
        words = key.words(row["sealed"], row["at"], row["id"], row["bound"]).strip()
    return Told(words, row["channel"], row["doubt"] or "")


def coming(tx: Tx, until: datetime) -> Mapping[str, int]:
    """Count what is planned for the rest of each person's day, by its kind."""
    rows = tx.rows(COMING, now=tx.now, until=until)
    return {row["kind"]: row["many"] for row in rows}
