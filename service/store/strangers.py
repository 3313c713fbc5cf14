"""Danger in texts of numbers we do not know: what it raised, and what was answered.

Laws: nothing is kept but keyed hashes of the number and of one text's id; a number's
row is locked while it is decided, so that of two alike at once one raises the alert.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx

FIRST = text(
    "INSERT INTO strangers (organisation_id, hash, suppressed)"
    " VALUES (:organisation, :hash, false) ON CONFLICT DO NOTHING"
)
# Nobody has it yet, or who has it took it after this was written: it is told of.
ALARMED = text(
    "SELECT s.suppressed, s.danger_text, s.alarmed_on, EXISTS (SELECT 1 FROM alerts a"
    " WHERE a.organisation_id = :organisation AND a.id = s.alarm_id"
    " AND (a.state = 'open' AND a.heeded_at IS NULL"
    "  OR coalesce(a.heeded_at, a.acknowledged_at) >= :at)) AS told"
    " FROM strangers s WHERE s.organisation_id = :organisation AND s.hash = :hash"
    " FOR UPDATE OF s"
)
ALARM = text(
    "UPDATE strangers SET alarmed_on = :today, alarm_id = :alert, danger_text = NULL"
    " WHERE organisation_id = :organisation AND hash = :hash"
)
ANSWER = text(
    "UPDATE strangers SET danger_text = :text"
    " WHERE organisation_id = :organisation AND hash = :hash"
)


@dataclass(frozen=True, slots=True)
class Alarmed:
    """What is known of danger that a number wrote of before.

    `silenced` says that nothing of the number is answered, `alarmed_on` on which day
    people were alerted last, `told` that this alert takes in what is written now, and
    `answered` is the hash of the text that was answered since, None for none.
    """

    silenced: bool
    alarmed_on: date | None
    told: bool
    answered: bytes | None


def alarmed(tx: Tx, number: bytes, at: datetime) -> Alarmed:
    """Lock an unknown number, by its hash, and return what is known of it at `at`."""
    tx.later(FIRST, hash=number)
    (row,) = tx.rows(ALARMED, hash=number, at=at)
    answered = None if row["danger_text"] is None else bytes(row["danger_text"])
    return Alarmed(row["suppressed"], row["alarmed_on"], row["told"], answered)


def alarm(tx: Tx, number: bytes, today: date, alert: UUID) -> None:
    """Note that people are alerted of what a number wrote; nothing is answered yet."""
    tx.later(ALARM, hash=number, today=today, alert=alert)


def answer(tx: Tx, number: bytes, text_hash: bytes) -> None:
    """Note which text of a number was answered; a repeat of it is answered alike."""
    tx.later(ANSWER, hash=number, text=text_hash)
