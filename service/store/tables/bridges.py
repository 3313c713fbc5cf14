"""Tables of a coach's own calls: her telephone, and each call that is put through."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.columns import Instant, Row, Sealed, Tenant, one_of


class OwnLineRow(Row):
    """An account's own telephone, once a code has confirmed it.

    `asked` is a number that awaits its code: whose keyed hash, in which message, since
    when; `asks` counts the codes of an hour, `wrong` the wrong answers to this one.
    """

    __tablename__ = "own_lines"

    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("accounts.id"), primary_key=True
    )
    organisation_id: Mapped[Tenant]
    number_sealed: Mapped[Sealed | None]
    confirmed_at: Mapped[Instant | None]
    asked_sealed: Mapped[Sealed | None]
    code_hash: Mapped[Sealed | None]
    message_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("outbox_messages.id"), unique=True
    )
    asked_at: Mapped[Instant | None]
    asks: Mapped[int]
    wrong: Mapped[int]


class BridgeRow(Row):
    """A call of a coach's own to a participant; `id` is that of its message.

    `language` is what is spoken to the coach, `stated` why it may be made all the same;
    `ended` says that it never reached the participant, and how.
    """

    __tablename__ = "bridges"
    __table_args__ = (
        one_of("ended", "not_taken", "refused"),
        Index("ix_bridges_person", "participant_id", "at"),
        Index("ix_bridges_account", "account_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("outbox_messages.id"), primary_key=True)
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    language: Mapped[str]
    stated_sealed: Mapped[Sealed | None]
    at: Mapped[Instant]
    through_at: Mapped[Instant | None]
    ended: Mapped[str | None]
