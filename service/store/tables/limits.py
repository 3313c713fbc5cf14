"""Tables of what is held in bounds: what is spent, and rows that break."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.columns import Instant, Row, one_of


class SpendingRow(Row):
    """What an organisation sent in one day or month (UTC), and its estimated cost.

    In millionths of a US dollar; `told_at` is when its coaches were told that a limit
    of this span was reached.
    """

    __tablename__ = "spendings"
    __table_args__ = (one_of("span", "day", "month"),)

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True
    )
    span: Mapped[str] = mapped_column(primary_key=True)
    began: Mapped[date] = mapped_column(primary_key=True)
    messages: Mapped[int]
    cost: Mapped[int] = mapped_column(BigInteger)
    told_at: Mapped[Instant | None]


class ProgrammeSpendingRow(Row):
    """What was sent to a programme's people in one day or month (UTC), and its cost.

    As of an organisation; it is counted there as well.
    """

    __tablename__ = "programme_spendings"
    __table_args__ = (one_of("span", "day", "month"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[UUID] = mapped_column(
        ForeignKey("programmes.id"), primary_key=True
    )
    span: Mapped[str] = mapped_column(primary_key=True)
    began: Mapped[date] = mapped_column(primary_key=True)
    messages: Mapped[int]
    cost: Mapped[int] = mapped_column(BigInteger)
    told_at: Mapped[Instant | None]


class StumbleRow(Row):
    """A row on which a job broke: how often, and until when it is left alone."""

    __tablename__ = "stumbles"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    job: Mapped[str] = mapped_column(primary_key=True)
    item: Mapped[UUID] = mapped_column(primary_key=True)
    tries: Mapped[int]
    last_at: Mapped[Instant]
    rests_until: Mapped[Instant | None]
