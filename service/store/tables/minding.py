"""Tables of coaches at their inbox: who talks with whom, whose task, notes, the read.

They hang on a participant, and are no word of hers but for the notes, which are sealed
with her key and go when it goes.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.columns import Id, Instant, Row, Sealed, Tenant, one_of


class TakeOverRow(Row):
    """A coach talks with a participant until `ends_at`, unless it ended before.

    `ended_by` says how: the clock, a coach's word, or taken by another coach.
    """

    __tablename__ = "take_overs"
    __table_args__ = (
        one_of("ended_by", "clock", "coach", "taken"),
        Index(
            "uq_take_overs_open",
            "participant_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_take_overs_ends",
            "ends_at",
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_take_overs_person", "participant_id", "began_at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    began_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    ended_by: Mapped[str | None]


class HandlingRow(Row):
    """How a participant's conversation is handled: by whom, put off until when.

    What she wrote until `settled_at` needs no answer, a coach has said.
    """

    __tablename__ = "handlings"

    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), primary_key=True
    )
    organisation_id: Mapped[Tenant]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    snoozed_until: Mapped[Instant | None]
    snoozed_at: Mapped[Instant | None]
    settled_at: Mapped[Instant | None]


class NoteRow(Row):
    """What a coach noted of a participant for her colleagues; it is never sent."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_person", "participant_id", "at"),)

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    words_sealed: Mapped[Sealed]
    at: Mapped[Instant]


class ReadingRow(Row):
    """Until when an account has read a participant's conversation."""

    __tablename__ = "readings"

    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), primary_key=True
    )
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("accounts.id"), primary_key=True
    )
    organisation_id: Mapped[Tenant]
    read_at: Mapped[Instant]
