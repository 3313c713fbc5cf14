"""What was added up beforehand of each person, and the sums of it for a programme.

Laws: every query names the organisation; a page of results reads as many queries for
two people as for two thousand, and never a message or a chance.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
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
    " max(c.at) FILTER (WHERE c.change = 'withdrawn') AS stopped,"
    " json_agg(json_build_array(c.change = 'given', c.at) ORDER BY c.at, c.id)"
    "  FILTER (WHERE c.change IN ('given', 'withdrawn')) AS words"
    " FROM participants p LEFT JOIN consent_entries c ON c.participant_id = p.id"
    " AND c.organisation_id = :organisation AND c.channel NOT IN ('call', 'recording')"
    " WHERE p.organisation_id = :organisation AND p.id = ANY(:ids)"
    " AND p.wrapped_key IS NOT NULL GROUP BY p.id"
)
# A call, its retry and the text in its place are one prompt, and so are a text and its
# second try; a call she asked for is none.
MESSAGES = text(
    "SELECT o.participant_id,"
    " CAST(date_trunc('week', o.created_at AT TIME ZONE p.zone) AS date) AS week,"
    " count(*) FILTER (WHERE o.state <> ALL(:unsent)) AS messages,"
    " count(DISTINCT coalesce(substring(n.occurrence FROM '^call/[^/]+'),"
    "  CAST(coalesce(o.retry_of, o.id) AS text)))"
    "  FILTER (WHERE o.kind IN ('prompt', 'follow_up', 'call')"
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
_TOLD = (
    *("joined_on", "left_on", "stays", "first_try_on", "first_try_days", "lapses"),
)
KEEP = text(
    "INSERT INTO person_tallies (participant_id, organisation_id, added_up_at,"  # noqa: S608 -- our own names
    f" {', '.join(_TOLD)}) SELECT d.person, :organisation, :now,"
    f" {', '.join(f'd.{name}' for name in _TOLD)}"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS d(person uuid, joined_on date,"
    " left_on date, stays jsonb, first_try_on date, first_try_days int, lapses jsonb)"
    " ON CONFLICT (participant_id) DO UPDATE SET added_up_at = excluded.added_up_at,"
    f" {', '.join(f'{name} = excluded.{name}' for name in _TOLD)}"
)
_STAYS = (
    "coalesce(stays, jsonb_build_array(jsonb_build_array("
    "CAST(date_trunc('week', joined_on) AS date),"
    " CAST(date_trunc('week', left_on) AS date))))"
)
# Everybody of a programme who ever agreed and was added up, as few rows as there are
# different answers: months they joined in, weeks they were here, days that things took.
PEOPLE = text(
    "WITH each AS MATERIALIZED (SELECT p.consent, t.* FROM participants p"  # noqa: S608 -- ours
    " JOIN person_tallies t ON t.participant_id = p.id"
    " WHERE p.organisation_id = :organisation AND p.programme_id = :programme"
    " AND p.wrapped_key IS NOT NULL AND p.consent <> 'invited'"
    " AND t.joined_on IS NOT NULL), those AS MATERIALIZED (SELECT * FROM each"
    " WHERE joined_on BETWEEN :joined_since AND :joined_until)"
    " SELECT 'cohort' AS what, CAST(date_trunc('month', joined_on) AS date) AS day,"
    " CAST(NULL AS date) AS until, 0 AS days, count(*) AS many, CAST(0 AS bigint)"
    " AS active, CAST(0 AS bigint) AS stopped FROM each GROUP BY 2"
    " UNION ALL SELECT 'began', min(joined_on), NULL, 0, count(*),"
    " count(*) FILTER (WHERE consent = 'active'),"
    " count(*) FILTER (WHERE consent = 'stopped') FROM those"
    " UNION ALL SELECT 'here', CAST(s ->> 0 AS date), CAST(s ->> 1 AS date), 0,"
    f" count(*), 0, 0 FROM those, jsonb_array_elements({_STAYS}) AS s GROUP BY 2, 3"
    " UNION ALL SELECT 'first', NULL, NULL, first_try_days, count(*), 0, 0 FROM those"
    " WHERE first_try_days IS NOT NULL AND first_try_on >= :since"
    " AND first_try_on < CAST(:until AS date) + 7 GROUP BY 4"
    " UNION ALL SELECT 'lapse', NULL, NULL, CAST(l ->> 1 AS int), count(*), 0, 0"
    " FROM those, jsonb_array_elements(lapses) AS l"
    " WHERE CAST(l ->> 0 AS date) >= :since"
    " AND CAST(l ->> 0 AS date) < CAST(:until AS date) + 7 GROUP BY 4"
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
# One row for each person and probability, both sides of the lot in it.
LOTS = text(
    "SELECT w.participant_id, d.probability, coalesce(sum(d.unknown), 0) AS unknown,"
    + "".join(
        f" coalesce(sum(d.{count}) FILTER (WHERE {of} d.prompt), 0) AS {name}_{count},"
        for name, of in (("prompted", ""), ("rested", "NOT"))
        for count in ("tried", "known")
    ).rstrip(",")
    + f" {_FROM}, jsonb_to_recordset(w.draws) AS d{_LOT}"
    f" {_WHERE} AND w.draws <> '[]' GROUP BY 1, 2"
)
# Who never agreed is in no number: a STOP may be the answer to the invitation. Whoever
# is with us has agreed, added up or not yet.
OF_ALL = text(
    "SELECT p.programme_id, p.people, p.active, coalesce(w.tries, 0) AS tries,"
    " coalesce(w.known, 0) AS known, coalesce(w.own_n, 0) AS own_n,"
    " coalesce(w.own_tries, 0) AS own_tries, coalesce(w.prompts, 0) AS prompts,"
    " coalesce(w.cost, 0) AS cost FROM (SELECT q.programme_id, count(*) AS people,"
    " count(*) FILTER (WHERE q.consent = 'active') AS active FROM participants q"
    " LEFT JOIN person_tallies m ON m.participant_id = q.id"
    " WHERE q.organisation_id = :organisation AND q.wrapped_key IS NOT NULL"
    " AND q.consent <> 'invited' AND (q.consent = 'active' OR m.joined_on IS NOT NULL)"
    " GROUP BY 1) p LEFT JOIN (SELECT q.programme_id,"
    " sum(t.tries) AS tries, sum(t.known) AS known, sum(t.own_n) AS own_n,"
    " sum(t.own_tries) AS own_tries, sum(t.prompts) AS prompts, sum(t.cost) AS cost"
    " FROM week_tallies t JOIN participants q ON q.id = t.participant_id"
    " JOIN person_tallies m ON m.participant_id = q.id AND m.joined_on IS NOT NULL"
    " WHERE t.organisation_id = :organisation AND t.week BETWEEN :since"
    " AND :until AND q.organisation_id = :organisation AND q.wrapped_key IS NOT NULL"
    " AND q.consent <> 'invited' GROUP BY 1) w ON w.programme_id = p.programme_id"
)
# The whole days before this one, and the first day on which anything was spent: a day
# on which it was only asked whether it may be has a row as well.
LATELY = text(
    "SELECT min(began) FILTER (WHERE messages > 0) AS first,"
    " coalesce(sum(cost) FILTER (WHERE began >= :since AND began < :today), 0)"
    " AS cost FROM spendings"
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


class Stay(NamedTuple):
    """How many people were here alike: from the Monday `joined` to `left`, or on."""

    joined: date
    left: date | None
    many: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """People who joined within, counted; `cohorts` are the months anybody joined in.

    `began` is the first day of any of them; `firsts` the days each took to her first
    try, and `lapses` those that lapses lasted, of the weeks that are meant.
    """

    cohorts: tuple[date, ...]
    began: date | None
    people: int
    active: int
    stopped: int
    stays: tuple[Stay, ...]
    firsts: tuple[int, ...]
    lapses: tuple[int, ...]


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


def people(tx: Tx, programme: UUID, within: Within) -> Crowd:
    """Return who of a programme is meant, counted; those not added up are not."""
    found: dict[str, list[Found]] = {}
    for row in tx.rows(PEOPLE, programme=programme, **_values(within)):
        found.setdefault(row["what"], []).append(row)
    (began,) = found["began"]
    here = [
        Stay(row["day"], row["until"], row["many"]) for row in found.get("here", ())
    ]
    return Crowd(
        cohorts=tuple(sorted(row["day"] for row in found.get("cohort", ()))),
        began=began["day"],
        people=began["many"],
        active=began["active"],
        stopped=began["stopped"],
        stays=tuple(here),
        firsts=_days(found.get("first", ())),
        lapses=_days(found.get("lapse", ())),
    )


def _days(rows: Iterable[Found]) -> tuple[int, ...]:
    return tuple(row["days"] for row in rows for _ in range(row["many"]))


def weeks(tx: Tx, programme: UUID, within: Within) -> list[Found]:
    """Return the sums of a programme week by week."""
    return tx.rows(WEEKS, programme=programme, **_values(within))


def lots(tx: Tx, programme: UUID, within: Within) -> list[Found]:
    """Return what came where lots were drawn, by person and probability."""
    return tx.rows(LOTS, programme=programme, **_values(within))


def _values(within: Within) -> Mapping[str, date]:
    return {
        "since": within.since,
        "until": within.until,
        "joined_since": within.joined_since,
        "joined_until": within.joined_until,
    }


def of_all(tx: Tx, since: date, until: date) -> Mapping[UUID, Found]:
    """Return the sums of each programme in the weeks from one Monday to another."""
    rows = tx.rows(OF_ALL, since=since, until=until)
    return {row["programme_id"]: row for row in rows}


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
