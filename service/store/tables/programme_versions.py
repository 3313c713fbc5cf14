"""The table of what a programme said, version by version."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.columns import (
    Facts,
    Id,
    Instant,
    MaybeFacts,
    Organisation,
    Row,
    Sealed,
)


class ProgrammeVersionRow(Row):
    """What a programme said from a moment on; a row never changes and never goes.

    `number` counts the versions of a programme from 1, `hash` is that of what it says,
    `by` is who the audit knows, "" for what stood when the history began.
    `coach_sealed` is the name as it was sealed in `coaches`, for the row `coach_id`: a
    migration copies it without a key. A telephone number is in none.
    """

    __tablename__ = "programme_versions"
    __table_args__ = (UniqueConstraint("programme_id", "number"),)

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    number: Mapped[int]
    hash: Mapped[str]
    by: Mapped[str]
    at: Mapped[Instant]
    name: Mapped[str]
    language: Mapped[str]
    settings: Mapped[Facts]
    path: Mapped[MaybeFacts | None]
    schedule: Mapped[MaybeFacts | None]
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("coaches.id"))
    coach_sealed: Mapped[Sealed]
