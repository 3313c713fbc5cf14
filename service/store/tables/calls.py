"""Tables of calls: each call, each of its turns, the recordings, the measures told."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.columns import (
    Id,
    Instant,
    Row,
    Sealed,
    Tenant,
    one_of,
)


class CallRow(Row):
    """A telephone call, ours or hers; at most one row for each of the carrier's ids."""

    __tablename__ = "calls"
    __table_args__ = (
        UniqueConstraint("organisation_id", "carrier_id"),
        UniqueConstraint("token"),
        one_of("direction", "in", "out"),
        one_of(
            "state", "open", "talked", "hung_up", "machine", "no_answer", "busy",
            "failed", "canceled", "refused",
        ),
        Index("ix_calls_person", "participant_id", "began_at"),
        Index(
            "ix_calls_asked", "began_at",
            postgresql_where=text("state IN ('open', 'talked', 'hung_up')"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    outbox_message_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("outbox_messages.id"), index=True
    )
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id"))
    direction: Mapped[str]
    carrier_id: Mapped[str]
    token: Mapped[str]
    state: Mapped[str]
    began_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    seconds: Mapped[int | None]
    asked_at: Mapped[Instant | None]


class CallTurnRow(Row):
    """One answer to a call: kept, so that a repeated webhook gets the very same (I5).

    `answers` is how many answers the conversation had heard when this turn asked: a key
    pressed later is for that question and no other.
    """

    __tablename__ = "call_turns"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"))
    number: Mapped[int]
    answers: Mapped[int | None]
    twiml_sealed: Mapped[Sealed]
    at: Mapped[Instant]


class RecordingRow(Row):
    """Her voice: awaited at the carrier, then kept here sealed, or missing for good."""

    __tablename__ = "recordings"
    __table_args__ = (
        UniqueConstraint("organisation_id", "carrier_id"),
        one_of("state", "awaited", "kept", "missing"),
        Index(
            "ix_recordings_awaited",
            "organisation_id",
            "not_before",
            postgresql_where=text("state = 'awaited' OR at_carrier"),
        ),
        Index("ix_recordings_person", "participant_id", "at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"), index=True)
    attempt_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("attempts.id"), index=True
    )
    carrier_id: Mapped[str]
    seconds: Mapped[int]
    state: Mapped[str]
    at_carrier: Mapped[bool]
    media_type: Mapped[str | None]
    audio_sealed: Mapped[Sealed | None]
    transcript_sealed: Mapped[Sealed | None]
    tries: Mapped[int]
    not_before: Mapped[Instant]
    at: Mapped[Instant]


class MeasureRow(Row):
    """A number she gave about a step: confidence, fear, effort, enjoyment (#5)."""

    __tablename__ = "measures"
    __table_args__ = (Index("ix_measures_person", "participant_id", "name", "at"),)

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    step_id: Mapped[UUID | None] = mapped_column(ForeignKey("steps.id"))
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("attempts.id"))
    name: Mapped[str]
    value: Mapped[int]
    at: Mapped[Instant]


class WordingRow(Row):
    """When a person last got one wording of several, so that it rests a while."""

    __tablename__ = "wordings"

    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), primary_key=True
    )
    wording: Mapped[str] = mapped_column(primary_key=True)
    said_on: Mapped[date]
