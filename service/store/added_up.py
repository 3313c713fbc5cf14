"""What was added up beforehand of each person, and the sums of it for a programme.

Laws: every query names the organisation; a page of results reads as many queries for
two people as for two thousand, and never a message or a chance.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from flows.coach.attempts import SURELY_NOT_ACCEPTED
from service.store.db import Found, Tx

# Of whom there is anything to add up; a yes to calls or recordings is another.
LIVES = text(
    "SELECT p.id, p.zone, p.consent,"
    " (SELECT min(s.created_at) FROM steps s WHERE s.organisation_id = :organisation"
    "  AND s.participant_id = p.id) AS began,"
    " min(c.at) FILTER (WHERE c.change = 'given') AS joined,"
    " max(c.at) FILTER (WHERE c.change = 'withdrawn') AS stopped"
    " FROM participants p LEFT JOIN consent_entries c ON c.participant_id = p.id"
    " AND c.organisation_id = :organisation AND c.channel NOT IN ('call', 'recording')"
    " WHERE p.organisation_id = :organisation AND p.id = ANY(:ids)"
    " AND p.wrapped_key IS NOT NULL GROUP BY p.id"
)
# A call, its retry and the text in its place are one prompt; one she asked for is none.
MESSAGES = text(
    "SELECT o.participant_id,"
    " CAST(date_trunc('week', o.created_at AT TIME ZONE p.zone) AS date) AS week,"
    " count(*) FILTER (WHERE o.state <> ALL(:unsent)) AS messages,"
    " count(DISTINCT coalesce(substring(n.occurrence FROM '^call/[^/]+'),"
    "  CAST(o.id AS text))) FILTER (WHERE o.kind IN ('prompt', 'follow_up', 'call')"
    "  AND o.state <> ALL(:unsent) AND coalesce(n.occurrence, '') !~ '^call_me/')"
    " AS prompts, coalesce(sum(o.cost) FILTER (WHERE o.state <> ALL(:unsent)), 0)"
    " AS cost FROM outbox_messages o JOIN participants p ON p.id = o.participant_id"
    " LEFT JOIN nudges n ON n.id = o.nudge_id WHERE o.organisation_id = :organisation"
    " AND o.participant_id = ANY(:ids) GROUP BY 1, 2"
)
STANDING = text(
    "SELECT * FROM week_tallies WHERE organisation_id = :organisation"
    " AND participant_id = ANY(:ids)"
)
DROP_WEEKS = text(
    "DELETE FROM week_tallies WHERE organisation_id = :organisation"
    " AND participant_id = :person AND week = ANY(:weeks)"
)
_COUNTED = ("known", "tries", "own_n", "own_tries", "prompts", "messages")
# As many rows as there are in one statement, whatever their number.
KEEP_WEEKS = text(
    "INSERT INTO week_tallies (participant_id, week, organisation_id, draws, cost,"  # noqa: S608 -- our own names
    f" {', '.join(_COUNTED)}) SELECT d.person, d.week, :organisation, d.draws, d.cost,"
    f" {', '.join(f'd.{name}' for name in _COUNTED)}"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS d(person uuid, week date,"
    f" draws jsonb, cost bigint, {', '.join(f'{name} int' for name in _COUNTED)})"
    " ON CONFLICT (participant_id, week) DO UPDATE SET draws = excluded.draws,"
    " cost = excluded.cost,"
    f" {', '.join(f'{name} = excluded.{name}' for name in _COUNTED)}"
)
_TOLD = ("joined_on", "left_on", "first_try_on", "first_try_days", "lapses")
KEEP = text(
    "INSERT INTO person_tallies (participant_id, organisation_id, added_up_at,"  # noqa: S608 -- our own names
    f" {', '.join(_TOLD)}) SELECT d.person, :organisation, :now,"
    f" {', '.join(f'd.{name}' for name in _TOLD)}"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS d(person uuid, joined_on date,"
    " left_on date, first_try_on date, first_try_days int, lapses jsonb)"
    " ON CONFLICT (participant_id) DO UPDATE SET added_up_at = excluded.added_up_at,"
    f" {', '.join(f'{name} = excluded.{name}' for name in _TOLD)}"
)
PEOPLE = text(
    "SELECT p.id, p.consent, t.added_up_at, t.joined_on, t.left_on, t.first_try_on,"
    " t.first_try_days, t.lapses FROM participants p"
    " LEFT JOIN person_tallies t ON t.participant_id = p.id"
    " WHERE p.organisation_id = :organisation AND p.programme_id = :programme"
    " AND p.wrapped_key IS NOT NULL AND p.consent <> 'invited'"
)
_FROM = (
    "FROM week_tallies w JOIN person_tallies t ON t.participant_id = w.participant_id"
    " JOIN participants p ON p.id = w.participant_id"
)
_WHERE = (
    "WHERE w.organisation_id = :organisation AND p.programme_id = :programme"
    " AND p.wrapped_key IS NOT NULL AND w.week BETWEEN :since AND :until"
    " AND t.joined_on BETWEEN :joined_since AND :joined_until"
)
_LOT = "(probability float8, prompt boolean, tried int, known int, unknown int)"
WEEKS = text(
    "SELECT w.week, sum(w.known) AS known, sum(w.tries) AS tries,"
    " sum(w.own_n) AS own_n, sum(w.own_tries) AS own_tries,"
    " sum(w.prompts) AS prompts, sum(w.messages) AS messages, sum(w.cost) AS cost"
    f" {_FROM} {_WHERE} GROUP BY w.week ORDER BY w.week"
)
LOTS = text(
    "SELECT w.participant_id, d.probability, d.prompt, sum(d.tried) AS tried,"
    " sum(d.known) AS known, sum(d.unknown) AS unknown"
    f" {_FROM}, jsonb_to_recordset(w.draws) AS d{_LOT}"
    f" {_WHERE} AND w.draws <> '[]' GROUP BY 1, 2, 3"
)
OF_ALL = text(
    "SELECT p.programme_id, count(DISTINCT p.id) AS people,"
    " count(DISTINCT p.id) FILTER (WHERE p.consent = 'active') AS active,"
    " coalesce(sum(w.tries), 0) AS tries, coalesce(sum(w.known), 0) AS known,"
    " coalesce(sum(w.own_n), 0) AS own_n,"
    " coalesce(sum(w.own_tries), 0) AS own_tries,"
    " coalesce(sum(w.prompts), 0) AS prompts, coalesce(sum(w.cost), 0) AS cost"
    " FROM participants p LEFT JOIN week_tallies w ON w.participant_id = p.id"
    " AND w.organisation_id = :organisation AND w.week >= :since"
    " WHERE p.organisation_id = :organisation AND p.wrapped_key IS NOT NULL"
    " AND p.consent <> 'invited' GROUP BY p.programme_id"
)
# The whole days before this one, and the first day on which anything was spent.
LATELY = text(
    "SELECT min(began) AS first, coalesce(sum(cost) FILTER (WHERE began >= :since"
    " AND began < :today), 0) AS cost FROM spendings"
    " WHERE organisation_id = :organisation AND span = 'day'"
)
# Whoever is with us may have been sent something since; the others, if they wrote.
_SINCE = "(p.consent = 'active' OR p.last_heard_at > t.added_up_at)"
_COUNTABLE = (
    "FROM participants p LEFT JOIN person_tallies t ON t.participant_id = p.id"
    " WHERE p.organisation_id = :organisation AND p.wrapped_key IS NOT NULL"
    " AND p.consent <> 'invited'"
)
UP_TO = text(
    f"SELECT p.programme_id, min(t.added_up_at) FILTER (WHERE {_SINCE}) AS up_to,"
    " count(*) FILTER (WHERE p.last_heard_at > t.added_up_at) AS heard,"
    " count(*) FILTER (WHERE t.added_up_at IS NULL) AS unseen"
    f" {_COUNTABLE} GROUP BY p.programme_id"
)
BEHIND = text(
    f"SELECT p.id {_COUNTABLE} AND p.programme_id = :programme"
    " AND (t.added_up_at IS NULL OR p.last_heard_at > t.added_up_at"
    "  OR (p.consent = 'active' AND t.added_up_at < :before))"
    " ORDER BY p.last_heard_at > t.added_up_at DESC NULLS FIRST, t.added_up_at"
    " LIMIT :most"
)
COUNTS = (*_COUNTED, "cost")


@dataclass(frozen=True, slots=True)
class Within:
    """Which weeks are meant, by their Mondays, and who: by the day they joined."""

    since: date
    until: date
    joined_since: date
    joined_until: date


# ---- adding up ----


def lives(tx: Tx, ids: Collection[UUID]) -> list[Found]:
    """Return what is known of people's coming and going; those erased are not in it."""
    return tx.rows(LIVES, ids=list(ids))


def messages(tx: Tx, ids: Collection[UUID]) -> Mapping[UUID, Mapping[date, Found]]:
    """Return what went out to each person, by her weeks."""
    found: dict[UUID, dict[date, Found]] = {one: {} for one in ids}
    for row in tx.rows(MESSAGES, ids=list(ids), unsent=sorted(SURELY_NOT_ACCEPTED)):
        found[row["participant_id"]][row["week"]] = row
    return found


def standing(tx: Tx, ids: Collection[UUID]) -> Mapping[UUID, Mapping[date, Found]]:
    """Return the weeks that stand."""
    found: dict[UUID, dict[date, Found]] = {one: {} for one in ids}
    for row in tx.rows(STANDING, ids=list(ids)):
        found[row["participant_id"]][row["week"]] = row
    return found


def keep_weeks(
    tx: Tx,
    before: Mapping[UUID, Mapping[date, Found]],
    now: Mapping[UUID, Mapping[date, Found]],
) -> None:
    """Keep the weeks of people that are not as they stand, and no other."""
    changed = [
        {"person": str(person), "week": str(week), **counts}
        for person, weeks_now in now.items()
        for week, counts in weeks_now.items()
        if not _stands(before[person].get(week), counts)
    ]
    for person, weeks_now in now.items():
        if gone := before[person].keys() - weeks_now.keys():
            tx.later(DROP_WEEKS, person=person, weeks=sorted(gone))
    if changed:
        tx.run(KEEP_WEEKS, rows=json.dumps(changed))


def _stands(row: Found | None, counts: Mapping[str, Any]) -> bool:
    return row is not None and all(row[name] == counts[name] for name in counts)


def keep(tx: Tx, told: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Keep what belongs to no one week of each person."""
    rows = [{"person": str(person), **of} for person, of in told.items()]
    tx.run(KEEP, rows=json.dumps(rows, default=str), now=tx.now)


# ---- reading ----


def people(tx: Tx, programme: UUID) -> list[Found]:
    """Return everybody of a programme who ever agreed; what is not added up is None."""
    return tx.rows(PEOPLE, programme=programme)


def weeks(tx: Tx, programme: UUID, within: Within) -> list[Found]:
    """Return the sums of a programme week by week."""
    return tx.rows(WEEKS, programme=programme, **_values(within))


def lots(tx: Tx, programme: UUID, within: Within) -> list[Found]:
    """Return what came where lots were drawn, by person, probability and prompt."""
    return tx.rows(LOTS, programme=programme, **_values(within))


def _values(within: Within) -> Mapping[str, date]:
    return {
        "since": within.since,
        "until": within.until,
        "joined_since": within.joined_since,
        "joined_until": within.joined_until,
    }


def of_all(tx: Tx, since: date) -> Mapping[UUID, Found]:
    """Return the sums of each programme since a Monday."""
    return {row["programme_id"]: row for row in tx.rows(OF_ALL, since=since)}


def spent_lately(tx: Tx, since: date) -> tuple[date | None, int]:
    """Return the first day on which anything was spent, and the cost of the whole days
    since then that are over (UTC).
    """
    today = tx.now.astimezone(UTC).date()
    row = tx.rows(LATELY, since=since, today=today)[0]
    return row["first"], int(row["cost"])


def up_to(tx: Tx) -> Mapping[UUID, Found]:
    """Return of each programme up to when its people are counted, how many were heard
    since they were, and how many are not counted yet.
    """
    return {row["programme_id"]: row for row in tx.rows(UP_TO)}


def behind(tx: Tx, programme: UUID, before: datetime, most: int) -> list[UUID]:
    """Return who of a programme may have more to count than was counted before then."""
    rows = tx.rows(BEHIND, programme=programme, before=before, most=most)
    return [row["id"] for row in rows]
