"""The table of gates: how fast a number of ours sends, and when it rests."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.columns import Instant, Organisation, Row, one_of


class GateRow(Row):
    """What one number of ours may send on one channel, now.

    `rate` is how many a second flow back into its bucket of `burst` (None: no bucket);
    `spent_until` is when all that was taken has flowed back, `line_until` the end of
    the line of those who wait. `strain` counts bad answers against good ones, `trips`
    how often it shut in a row; while `shut_until` is ahead nothing passes, and past it
    one scout at a time: the message `scout_id`, until `scout_until`. `stopped_code` is
    the carrier's code that only an operator can mend. From `restored_at` on it
    holds all but alerts and safety replies, for the database is one from a backup.
    """

    __tablename__ = "gates"
    __table_args__ = (one_of("channel", "text", "call", "email"),)

    number_id: Mapped[UUID] = mapped_column(ForeignKey("numbers.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[Organisation]
    rate: Mapped[float | None]
    burst: Mapped[int]
    spent_until: Mapped[Instant | None]
    line_until: Mapped[Instant | None]
    strain: Mapped[int]
    strained_at: Mapped[Instant | None]
    trips: Mapped[int]
    shut_until: Mapped[Instant | None]
    scout_id: Mapped[UUID | None]
    scout_until: Mapped[Instant | None]
    stopped_code: Mapped[int | None]
    stopped_at: Mapped[Instant | None]
    restored_at: Mapped[Instant | None]
