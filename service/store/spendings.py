"""What an organisation and its programmes may spend, and have: rows by day and month.

Law: whoever asks whether one more may go holds the rows until it is counted or
refused, so that no limit is gone beyond, however many send at once (I10). Everybody
takes a programme's rows first, then the organisation's, the day's before the month's.
"""

# ruff: noqa: S608 -- every part of these statements stands in this file
from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from flows.coach.spending import DAY, MONTH, Spent, began
from service.store.db import Found, Tx

LIMITS = text(
    "SELECT o.limits, o.country, r.budget_month AS programme_month"
    " FROM organisations o LEFT JOIN programmes r"
    " ON r.organisation_id = :organisation AND r.id = CAST(:programme AS uuid)"
    " WHERE o.id = :organisation"
)
KEEP_LIMITS = text(
    "UPDATE organisations SET limits = CAST(:limits AS jsonb) WHERE id = :organisation"
)
KEEP_BUDGET = text(
    "UPDATE programmes SET budget_month = :budget"
    " WHERE organisation_id = :organisation AND id = :programme"
)
_SPANS = (
    "(VALUES ('day', CAST(:day AS date)), ('month', CAST(:month AS date)))"
    " v (span, began)"
)
_ADD = (
    "messages = {table}.messages + excluded.messages, cost = {table}.cost"
    " + excluded.cost"
)
_STAY = "messages = {table}.messages"


def _both(added: str, do: str, first: str) -> str:
    """Write both rows of a programme, then both of its organisation, once `first` is
    read; a message to nobody in a programme has no rows of the first kind.
    """
    one = do.format(table="programme_spendings")
    other = do.format(table="spendings")
    return (
        "WITH own AS (INSERT INTO programme_spendings"
        " (organisation_id, programme_id, span, began, messages, cost)"
        f" SELECT :organisation, CAST(:programme AS uuid), v.span, v.began, {added}"
        f" FROM {first}{_SPANS} WHERE CAST(:programme AS uuid) IS NOT NULL"
        f" ON CONFLICT (programme_id, span, began) DO UPDATE SET {one}"
        " RETURNING span, messages, cost), whole AS (INSERT INTO spendings"
        " (organisation_id, span, began, messages, cost)"
        f" SELECT :organisation, v.span, v.began, {added}"
        # Reading what was written there, it is written after.
        f" FROM {first}(SELECT count(*) FROM own) before, {_SPANS}"
        f" ON CONFLICT (organisation_id, span, began) DO UPDATE SET {other}"
        " RETURNING span, messages, cost)"
        " SELECT 'programme' AS of, own.* FROM own UNION ALL"
        " SELECT 'organisation', whole.* FROM whole"
    )


COUNT = text(_both(":messages, :cost", _ADD, ""))
# Everybody locks a person first, then gates, then these rows.
_GATES = (
    "(SELECT count(*) FROM (SELECT 1 FROM gates WHERE organisation_id = :organisation"
    " ORDER BY number_id, channel FOR UPDATE) g) locked, "
)
HELD = text(_both("0, 0", _STAY, _GATES))
SPENT = text(
    "SELECT span, messages, cost, told_at FROM spendings"
    " WHERE organisation_id = :organisation"
    " AND ((span = 'day' AND began = :day) OR (span = 'month' AND began = :month))"
)
# What each programme has spent, and what it may: of all, or of one.
PURSES = text(
    "SELECT r.id, r.name, r.budget_month AS budget, coalesce(m.cost, 0) AS cost,"
    " m.told_at AS reached, d.first, coalesce(d.lately, 0) AS lately FROM programmes r"
    " LEFT JOIN programme_spendings m ON m.organisation_id = :organisation"
    " AND m.programme_id = r.id AND m.span = 'month' AND m.began = :month"
    " LEFT JOIN LATERAL (SELECT min(s.began) FILTER (WHERE s.messages > 0)"
    " AS first, sum(s.cost) FILTER (WHERE s.began >= :since AND s.began < :day)"
    " AS lately FROM programme_spendings s WHERE s.organisation_id = :organisation"
    " AND s.programme_id = r.id AND s.span = 'day') d ON true"
    " WHERE r.organisation_id = :organisation"
    " AND r.id = coalesce(CAST(:programme AS uuid), r.id) ORDER BY r.id"
)
# What programmes' weeks have cost, from Monday to Sunday, and the first week of each.
WEEKS = text(
    "SELECT * FROM (SELECT programme_id, week, sum(messages) AS messages, sum(cost)"
    " AS cost, min(week) OVER (PARTITION BY programme_id) AS first FROM"
    " (SELECT programme_id, messages, cost, CAST(date_trunc('week', began) AS date)"
    " AS week FROM programme_spendings WHERE organisation_id = :organisation"
    " AND span = 'day' AND (messages > 0 OR cost > 0)"
    " AND programme_id = coalesce(CAST(:programme AS uuid), programme_id)) d"
    " GROUP BY programme_id, week) w WHERE week BETWEEN :since AND :until"
)
COST = text(
    "UPDATE outbox_messages SET cost = :cost"
    " WHERE organisation_id = :organisation AND id = :id"
)
LONGER = text(
    "UPDATE outbox_messages SET cost = coalesce(cost, 0) + :cost"
    " WHERE organisation_id = :organisation AND id = :id"
)
CHARGED = text(
    "SELECT o.cost, o.called_at, p.programme_id FROM outbox_messages o"
    " LEFT JOIN participants p ON p.id = o.participant_id"
    " WHERE o.organisation_id = :organisation AND o.id = :id AND o.cost IS NOT NULL"
)
TELL = text(
    "UPDATE spendings SET told_at = :now WHERE organisation_id = :organisation"
    " AND span = :span AND began = :began AND told_at IS NULL"
)
TELL_OF_PROGRAMME = text(
    "UPDATE programme_spendings SET told_at = :now"
    " WHERE organisation_id = :organisation AND programme_id = :programme"
    " AND span = :span AND began = :began AND told_at IS NULL"
)
UNTELL = text(
    "UPDATE spendings SET told_at = NULL WHERE organisation_id = :organisation"
    " AND ((span = 'day' AND began = :day) OR (span = 'month' AND began = :month))"
    " AND span = ANY(:spans)"
)
UNTELL_PROGRAMME = text(
    "UPDATE programme_spendings SET told_at = NULL"
    " WHERE organisation_id = :organisation AND programme_id = :programme"
    " AND span = 'month' AND began = :month"
)
ALERTED = text(
    "SELECT a.id, r.name FROM alerts a JOIN programmes r ON r.id = a.programme_id"
    " WHERE a.organisation_id = :organisation AND a.id = ANY(:ids)"
)


@dataclass(frozen=True, slots=True)
class Purse:
    """What a programme has cost this month, in millionths of a US dollar, and may.

    `lately` is the cost of the whole days since a day asked for, `first` the first day
    on which it cost anything; `reached` is when people were told of its budget.
    """

    id: UUID
    name: str
    budget: int | None
    cost: int
    reached: datetime | None
    first: date | None
    lately: int


def limits(
    tx: Tx, programme: UUID | None = None
) -> tuple[dict[str, Any], str, int | None]:
    """Return what an organisation has set of its limits, as data, its country, and the
    budget of a month of a programme of it.
    """
    row = tx.rows(LIMITS, programme=programme)[0]
    return row["limits"], str(row["country"]), row["programme_month"]


def keep_limits(tx: Tx, told: dict[str, Any]) -> None:
    """Keep an organisation's limits, as data."""
    tx.run(KEEP_LIMITS, limits=json.dumps(told))


def keep_budget(tx: Tx, programme: UUID, budget: int | None) -> None:
    """Keep what a programme may spend in a month, None for no limit of its own."""
    tx.run(KEEP_BUDGET, programme=programme, budget=budget)


def held(tx: Tx, programme: UUID | None = None) -> Spent:
    """Return what went out so far, and keep everybody else from adding to it."""
    return _spent(tx.rows(HELD, programme=programme, **_spans(tx.now)))


def seen(tx: Tx) -> tuple[Spent, dict[str, datetime]]:
    """Return what went out so far, and in which spans a limit was reached, when."""
    rows = tx.rows(SPENT, **_spans(tx.now))
    told = {row["span"]: row["told_at"] for row in rows if row["told_at"]}
    return _spent([{"of": "organisation", **row} for row in rows]), told


def _spent(rows: list[Found]) -> Spent:
    of = {(row["of"], row["span"]): row for row in rows}
    day, month = (of.get(("organisation", span)) for span in (DAY, MONTH))
    own = of.get(("programme", MONTH))
    return Spent(
        messages_day=day["messages"] if day else 0,
        cost_day=day["cost"] if day else 0,
        cost_month=month["cost"] if month else 0,
        programme_month=own["cost"] if own else 0,
    )


def purses(tx: Tx, since: date, programme: UUID | None = None) -> tuple[Purse, ...]:
    """Return where the money of each programme stands, or of one, oldest first."""
    rows = tx.rows(PURSES, programme=programme, since=since, **_spans(tx.now))
    return tuple(Purse(**{**row, "lately": int(row["lately"])}) for row in rows)


def weeks(
    tx: Tx, since: date, until: date, programme: UUID | None = None
) -> list[Found]:
    """Return what the weeks of each programme, or of one, have cost, and had sent.

    It is by the day something went (UTC), whoever was erased since; `first` is the
    first week of that programme.
    """
    return tx.rows(WEEKS, since=since, until=until, programme=programme)


def _spans(at: datetime) -> dict[str, date]:
    return {"day": began(DAY, at), "month": began(MONTH, at)}


def count(tx: Tx, cost: int, programme: UUID | None = None) -> None:
    """Count one message that goes now."""
    spans = _spans(tx.now)
    tx.last(COUNT, messages=1, cost=cost, programme=programme, **spans)


def charge(tx: Tx, message: UUID, cost: int, programme: UUID | None = None) -> None:
    """Count a message of the outbox that goes now, to somebody in this programme."""
    tx.later(COST, id=message, cost=cost)
    count(tx, cost, programme)


def longer(tx: Tx, message: UUID, cost: int, programme: UUID | None = None) -> None:
    """Count what a call of the outbox cost beyond what was taken for it at first."""
    tx.later(LONGER, id=message, cost=cost)
    tx.last(COUNT, messages=0, cost=cost, programme=programme, **_spans(tx.now))


def give_back(tx: Tx, message: UUID) -> None:
    """Take back what was counted for a message that the carrier did not take."""
    row = tx.row(CHARGED, id=message)
    if row is not None:
        back = {"messages": -1, "cost": -row["cost"], "programme": row["programme_id"]}
        tx.later(COUNT, **back, **_spans(row["called_at"]))


# ---- when a limit is reached, and when it is no more ----


def tell(tx: Tx, span: str, programme: UUID | None = None) -> bool:
    """Return whether a limit's people are yet to be told; after this they are not.

    It is a limit of the organisation, or of one programme.
    """
    told = {"span": span, "began": began(span, tx.now), "now": tx.now}
    if programme is None:
        return tx.run(TELL, **told) == 1
    return tx.run(TELL_OF_PROGRAMME, programme=programme, **told) == 1


def untell(tx: Tx, spans: Collection[str]) -> None:
    """Let people be told anew when a limit of the organisation is reached again."""
    tx.run(UNTELL, spans=list(spans), **_spans(tx.now))


def untell_programme(tx: Tx, programme: UUID) -> None:
    """Let people be told anew when a programme's budget is reached again."""
    tx.run(UNTELL_PROGRAMME, programme=programme, month=began(MONTH, tx.now))


def alerted(tx: Tx, alerts: Collection[UUID]) -> Mapping[UUID, str]:
    """Return of which programme's budget alerts are, by its name; of others nothing."""
    rows = tx.rows(ALERTED, ids=list(alerts)) if alerts else []
    return {row["id"]: row["name"] for row in rows}
