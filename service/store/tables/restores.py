"""Tables of a restored database: where it knows itself to be, and what is held."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.columns import Id, Instant, Organisation, Row


class WhereaboutsRow(Row):
    """Where this database was at the newest beat of the clock, which `beat_at` tells.

    `place` names the cluster, the database and the branch of its history; it differs
    in a copy that was restored elsewhere. Null until a clock has beaten here.
    """

    __tablename__ = "whereabouts"
    __table_args__ = (CheckConstraint("id", name="single"),)

    id: Mapped[bool] = mapped_column(primary_key=True)
    place: Mapped[str | None]
    beat_at: Mapped[Instant | None]


class RestoreRow(Row):
    """A restore from a backup: what was from `since` to `found_at` is unknown here.

    `since` is the newest beat that the database knew, `stayed` the nudges that were
    planned for then and stay here, `told_at` when people were told,
    `ended_at` when a person let it go on; `nothing_lost` is that person's word.
    """

    __tablename__ = "restores"

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    since: Mapped[Instant | None]
    found_at: Mapped[Instant]
    stayed: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    told_at: Mapped[Instant | None]
    ended_at: Mapped[Instant | None]
    nothing_lost: Mapped[bool]
