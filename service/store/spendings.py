"""What an organisation may send, and what it has: one row a day and one a month.

Law: whoever asks whether one more may go holds both rows until it is counted or
refused, so that no limit is gone beyond, however many send at once (I10). Everybody
takes the day's row first.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from flows.coach.spending import DAY, MONTH, Spent, began
from service.store.db import Tx

LIMITS = text("SELECT limits, country FROM organisations WHERE id = :organisation")
KEEP_LIMITS = text(
    "UPDATE organisations SET limits = CAST(:limits AS jsonb) WHERE id = :organisation"
)
_COUNT = (
    "INSERT INTO spendings (organisation_id, span, began, messages, cost) VALUES"
    " (:organisation, 'day', :day, :messages, :cost),"
    " (:organisation, 'month', :month, :messages, :cost)"
    " ON CONFLICT (organisation_id, span, began) DO UPDATE SET"
    " messages = spendings.messages + excluded.messages,"
    " cost = spendings.cost + excluded.cost RETURNING span, messages, cost"
)
COUNT = text(_COUNT)
# Everybody locks a person first, then gates, then these rows.
HELD = text(
    "INSERT INTO spendings (organisation_id, span, began, messages, cost)"
    " SELECT :organisation, v.span, v.began, 0, 0 FROM (SELECT count(*) FROM (SELECT 1"
    " FROM gates WHERE organisation_id = :organisation ORDER BY number_id, channel"
    " FOR UPDATE) g) locked, (VALUES ('day', CAST(:day AS date)),"
    " ('month', CAST(:month AS date))) v (span, began)"
    " ON CONFLICT (organisation_id, span, began) DO UPDATE SET"
    " messages = spendings.messages RETURNING span, messages, cost"
)
SPENT = text(
    "SELECT span, messages, cost, told_at FROM spendings"
    " WHERE organisation_id = :organisation"
    " AND ((span = 'day' AND began = :day) OR (span = 'month' AND began = :month))"
)
COST = text(
    "UPDATE outbox_messages SET cost = :cost"
    " WHERE organisation_id = :organisation AND id = :id"
)
CHARGED = text(
    "SELECT cost, called_at FROM outbox_messages"
    " WHERE organisation_id = :organisation AND id = :id AND cost IS NOT NULL"
)
TELL = text(
    "UPDATE spendings SET told_at = :now WHERE organisation_id = :organisation"
    " AND span = :span AND began = :began AND told_at IS NULL"
)


def limits(tx: Tx) -> tuple[dict[str, Any], str]:
    """Return what an organisation has set of its limits, as data, and its country."""
    row = tx.rows(LIMITS)[0]
    return row["limits"], str(row["country"])


def keep_limits(tx: Tx, told: dict[str, Any]) -> None:
    """Keep an organisation's limits, as data."""
    tx.run(KEEP_LIMITS, limits=json.dumps(told))


def held(tx: Tx) -> Spent:
    """Return what went out so far, and keep everybody else from adding to it."""
    return _spent(tx.rows(HELD, **_spans(tx.now)))


def seen(tx: Tx) -> tuple[Spent, dict[str, datetime]]:
    """Return what went out so far, and in which spans a limit was reached, when."""
    rows = tx.rows(SPENT, **_spans(tx.now))
    told = {row["span"]: row["told_at"] for row in rows if row["told_at"]}
    return _spent(rows), told


def _spent(rows: list[dict[str, Any]]) -> Spent:
    of = {row["span"]: row for row in rows}
    day, month = of.get(DAY), of.get(MONTH)
    return Spent(
        messages_day=day["messages"] if day else 0,
        cost_day=day["cost"] if day else 0,
        cost_month=month["cost"] if month else 0,
    )


def _spans(at: datetime) -> dict[str, date]:
    return {"day": began(DAY, at), "month": began(MONTH, at)}


def count(tx: Tx, cost: int) -> None:
    """Count one message that goes now."""
    tx.last(COUNT, messages=1, cost=cost, **_spans(tx.now))


def charge(tx: Tx, message: UUID, cost: int) -> None:
    """Count a message of the outbox that goes now."""
    tx.later(COST, id=message, cost=cost)
    count(tx, cost)


def give_back(tx: Tx, message: UUID) -> None:
    """Take back what was counted for a message that the carrier did not take."""
    row = tx.row(CHARGED, id=message)
    if row is not None:
        tx.later(COUNT, messages=-1, cost=-row["cost"], **_spans(row["called_at"]))


def tell(tx: Tx, span: str) -> bool:
    """Return whether a limit's people are yet to be told; after this they are not."""
    return tx.run(TELL, span=span, began=began(span, tx.now), now=tx.now) == 1
