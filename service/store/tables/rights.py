"""Tables of people's rights in their data: exports, erasures, retention, the audit."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.columns import (
    Facts,
    Id,
    Instant,
    Organisation,
    Row,
    Sealed,
    Tenant,
    one_of,
)


class ExportRow(Row):
    """Data that somebody asked to take out: how far it is, and until when it is kept.

    `programme_id` is the programme it is of, None for the whole organisation, and
    `only_id` the one person it is of, None for everybody; tries are of the days from
    `since` to `until`. `cursor` is the last row that is in it.
    """

    __tablename__ = "exports"
    __table_args__ = (
        one_of("kind", "people", "attempts"),
        one_of("form", "csv", "json"),
        one_of("state", "working", "done", "cancelled"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    account_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]
    form: Mapped[str]
    programme_id: Mapped[UUID | None]
    only_id: Mapped[UUID | None]
    since: Mapped[date | None]
    until: Mapped[date | None]
    state: Mapped[str]
    cursor: Mapped[UUID | None]
    total: Mapped[int]
    done: Mapped[int]
    mistakes: Mapped[int]
    asked_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    expires_at: Mapped[Instant] = mapped_column(index=True)


class ExportPieceRow(Row):
    """A piece of an export, sealed: of the data, or of what could not be written."""

    __tablename__ = "export_pieces"
    __table_args__ = (
        one_of("kind", "data", "mistakes"),
        UniqueConstraint("export_id", "kind", "number"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    export_id: Mapped[UUID] = mapped_column(
        ForeignKey("exports.id", ondelete="CASCADE")
    )
    kind: Mapped[str]
    number: Mapped[int]
    body_sealed: Mapped[Sealed]


class ErasureRow(Row):
    """A person who is being erased, or was: no key to her, for nothing of her is left.

    `left_over` counts the copies at the carrier that are still to go, `tries` how often
    it would not let one go.
    """

    __tablename__ = "erasures"
    __table_args__ = (Index("ix_erasures_due", "not_before"),)

    participant_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[Organisation]
    asked_by: Mapped[str]
    asked_at: Mapped[Instant]
    not_before: Mapped[Instant]
    left_over: Mapped[int]
    tries: Mapped[int]
    done_at: Mapped[Instant | None]


class RetentionRow(Row):
    """When a person's words and recordings were deleted after their time, last.

    Of her texts up to `carrier_until` the carrier has none; from `carrier_due` on it is
    to be asked to delete more, never where that is null.
    """

    __tablename__ = "retentions"

    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), primary_key=True
    )
    organisation_id: Mapped[Tenant]
    words_at: Mapped[Instant | None]
    recordings_at: Mapped[Instant | None]
    took: Mapped[int]
    carrier_until: Mapped[Instant | None]
    carrier_due: Mapped[Instant | None]


class RemovalRow(Row):
    """That the words of one line were removed: of which, by whom, when.

    `at_carrier` holds what the carrier is still to delete, by kind and its own name,
    and `due` says when it is asked next, null once nothing is left there.
    """

    __tablename__ = "removals"
    __table_args__ = (
        one_of("kind", "heard", "said", "call", "attempt"),
        UniqueConstraint("organisation_id", "kind", "item"),
        Index("ix_removals_due", "due", postgresql_where=text("due IS NOT NULL")),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    item: Mapped[UUID]
    kind: Mapped[str]
    by: Mapped[str]
    at: Mapped[Instant]
    at_carrier: Mapped[Facts]
    due: Mapped[Instant | None]


class LookRow(Row):
    """That an account looked at a person's page, once an hour at most."""

    __tablename__ = "looks"
    __table_args__ = (Index("ix_looks_newest", "organisation_id", "at"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(primary_key=True)
    hour: Mapped[Instant] = mapped_column(primary_key=True)
    organisation_id: Mapped[Tenant]
    at: Mapped[Instant]


class DifferenceRow(Row):
    """What one line of the audit changed, field by field, sealed.

    It has that line's id, and is a person's where it is sealed with her key.
    """

    __tablename__ = "differences"

    id: Mapped[UUID] = mapped_column(ForeignKey("audits.id"), primary_key=True)
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    fields_sealed: Mapped[Sealed]
