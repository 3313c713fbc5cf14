"""Tables of what is added up beforehand, so that no page of results counts rows.

Law: every number here follows from other rows, and can be made anew from them.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.columns import Instant, Row, Tenant


class PersonTallyRow(Row):
    """What does not belong to one week of a person; `added_up_at` is when it was made.

    `joined_on` is her first yes to texts, `left_on` her last stop where it still holds.
    `stays` are pairs of the Mondays from and until which she was here, None for still;
    None where it was added up before they were. `lapses` are pairs of the day she
    tried again and how many days that took.
    """

    __tablename__ = "person_tallies"

    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), primary_key=True
    )
    organisation_id: Mapped[Tenant]
    added_up_at: Mapped[Instant]
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    stays: Mapped[list[list[str | None]] | None] = mapped_column(JSONB)
    first_try_on: Mapped[date | None]
    first_try_days: Mapped[int | None]
    lapses: Mapped[list[list[str | int]]] = mapped_column(JSONB)


class WeekTallyRow(Row):
    """A person's week, from its Monday, in her own days.

    `own_n` are known chances that no prompt opened, `own_tries` the unprompted tries of
    them; `draws` are the chances at which a lot was drawn, as rows of probability,
    prompt, tried, known, unknown. `cost` is in millionths of a US dollar.
    """

    __tablename__ = "week_tallies"
    __table_args__ = (Index("ix_week_tallies_week", "organisation_id", "week"),)

    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), primary_key=True
    )
    week: Mapped[date] = mapped_column(primary_key=True)
    organisation_id: Mapped[Tenant]
    known: Mapped[int]
    tries: Mapped[int]
    own_n: Mapped[int]
    own_tries: Mapped[int]
    draws: Mapped[list[dict[str, float | bool | int]]] = mapped_column(JSONB)
    prompts: Mapped[int]
    messages: Mapped[int]
    cost: Mapped[int] = mapped_column(BigInteger)
