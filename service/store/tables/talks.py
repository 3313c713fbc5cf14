"""Tables of what is said: scripts, conversations, turns, inbox, outbox, memories."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.columns import (
    Id,
    Instant,
    Organisation,
    Row,
    Sealed,
    Tenant,
    one_of,
)

# What waits for nobody: replies to her own words, what is owed, and alerts.
URGENT = "kind IN ('reply', 'answer', 'confirmation', 'crisis', 'alert', 'personal')"


class ScriptVersionRow(Row):
    """A published script: immutable; running conversations stay on theirs.

    `version` is the hash of the source. One that is published again, `again_of` an
    earlier one, has a row of its own. What came with Handrail says no `by`.
    """

    __tablename__ = "script_versions"
    __table_args__ = (
        Index("ix_script_versions_named", "organisation_id", "name", "published_at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    name: Mapped[str]
    version: Mapped[str]
    source: Mapped[str]
    published_at: Mapped[Instant]
    by_sealed: Mapped[Sealed | None]
    note_sealed: Mapped[Sealed | None]
    again_of: Mapped[UUID | None] = mapped_column(ForeignKey("script_versions.id"))


class ScriptDraftRow(Row):
    """What somebody of the console writes at a script: hers alone, until published.

    `base_id` is the version she began from, None for a script that is new; `edition`
    counts how often it was kept, so that two pages of hers do not overwrite each other.
    """

    __tablename__ = "script_drafts"
    __table_args__ = (UniqueConstraint("organisation_id", "name", "account_id"),)

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    base_id: Mapped[UUID | None] = mapped_column(ForeignKey("script_versions.id"))
    source_sealed: Mapped[Sealed]
    edition: Mapped[int]
    changed_at: Mapped[Instant]


class ConversationRow(Row):
    """A person inside one version of a script; at most one is open."""

    __tablename__ = "conversations"
    __table_args__ = (
        one_of("status", "open", "ended"),
        Index(
            "uq_conversations_open",
            "participant_id",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        Index(
            "ix_conversations_expiring",
            "organisation_id",
            "expires_at",
            # So that nobody's open conversation is sought by it (0020).
            postgresql_where=text("status = 'open' AND expires_at > '-infinity'"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    script_version_id: Mapped[UUID] = mapped_column(ForeignKey("script_versions.id"))
    chance_id: Mapped[UUID | None] = mapped_column(ForeignKey("chances.id"))
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("attempts.id"))
    state_sealed: Mapped[Sealed]
    status: Mapped[str]
    started_at: Mapped[Instant]
    expires_at: Mapped[Instant]


class TurnRow(Row):
    """One event answered: what was heard or pressed, what was said, in order."""

    __tablename__ = "turns"
    __table_args__ = (Index("ix_turns_thread", "participant_id", "at"),)

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    conversation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("conversations.id"), index=True
    )
    channel: Mapped[str]
    kind: Mapped[str]
    heard_sealed: Mapped[Sealed | None]
    said_sealed: Mapped[Sealed | None]
    keys_sealed: Mapped[Sealed | None]
    at: Mapped[Instant]


class InboxRow(Row):
    """What came in from the carrier: one row for each of its ids, with our answer."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("organisation_id", "carrier_id"),
        Index("ix_inbox_person", "participant_id", "received_at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    carrier_id: Mapped[str]
    body_sealed: Mapped[Sealed | None]
    cleaned: Mapped[bool]
    media: Mapped[int]
    effect: Mapped[str]
    received_at: Mapped[Instant]


UNTOLD = (
    "state = 'sent' AND carrier_id IS NOT NULL AND channel <> 'email' AND"
    " coalesce(carrier_status, 'queued') IN ('accepted', 'scheduled', 'queued',"
    " 'sending', 'sent', 'initiated', 'ringing', 'in-progress')"
)


class OutboxMessageRow(Row):
    """What is to go out, once; its states are drawn in docs/explanation/delivery.md.

    `tries` counts calls to the carrier, `losses` senders that died before theirs;
    `waits_for` tells what a message that is due waits for, `retry_of` which message of
    the same words did not arrive, `asked_at` when the carrier was asked last about it,
    `hung_up_at` when it was told to end this call.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        UniqueConstraint("token"),
        one_of(
            "state",
            "due",
            "claimed",
            "calling",
            "sent",
            "failed",
            "in_doubt",
            "not_sent",
            "withheld",
            "abandoned",
        ),
        one_of(
            "kind",
            "reply",
            "confirmation",
            "crisis",
            "alert",
            "invitation",
            "prompt",
            "recap",
            "follow_up",
            "call",
            "answer",
            "personal",
        ),
        one_of("channel", "text", "call", "email"),
        one_of("waits_for", "pace", "shut", "stopped", "busy", "limit", "restored"),
        UniqueConstraint("retry_of"),
        UniqueConstraint("again_of"),
        Index(
            "ix_outbox_messages_urgent",
            "organisation_id",
            "not_before",
            postgresql_where=text(f"state = 'due' AND {URGENT}"),
        ),
        Index(
            "ix_outbox_messages_due",
            "organisation_id",
            "not_before",
            postgresql_where=text(f"state = 'due' AND NOT {URGENT}"),
        ),
        Index(
            "ix_outbox_messages_leased",
            "lease_until",
            postgresql_where=text("state IN ('claimed', 'calling')"),
        ),
        Index(
            "ix_outbox_messages_doubt",
            "organisation_id",
            "called_at",
            postgresql_where=text("state = 'in_doubt'"),
        ),
        Index("ix_outbox_messages_person", "participant_id", "created_at"),
        Index("ix_outbox_messages_untold", "called_at", postgresql_where=text(UNTOLD)),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("participants.id"))
    coach_id: Mapped[UUID | None] = mapped_column(ForeignKey("coaches.id"))
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id"))
    nudge_id: Mapped[UUID | None] = mapped_column(ForeignKey("nudges.id"))
    chance_id: Mapped[UUID | None] = mapped_column(ForeignKey("chances.id"), index=True)
    kind: Mapped[str]
    channel: Mapped[str]
    body_sealed: Mapped[Sealed]
    body_hash: Mapped[Sealed]
    segments: Mapped[int]
    state: Mapped[str]
    token: Mapped[str]
    consent_version: Mapped[int]
    claim: Mapped[UUID | None]
    lease_until: Mapped[Instant | None]
    tries: Mapped[int]
    losses: Mapped[int] = mapped_column(server_default="0")
    not_before: Mapped[Instant]
    waits_for: Mapped[str | None]
    retry_of: Mapped[UUID | None] = mapped_column(ForeignKey("outbox_messages.id"))
    expires_at: Mapped[Instant | None]
    called_at: Mapped[Instant | None]
    asked_at: Mapped[Instant | None]
    hung_up_at: Mapped[Instant | None]
    settled_at: Mapped[Instant | None]
    carrier_id: Mapped[str | None]
    carrier_status: Mapped[str | None]
    error_code: Mapped[int | None]
    again_of: Mapped[UUID | None] = mapped_column(ForeignKey("outbox_messages.id"))
    cost: Mapped[int | None]
    doubt: Mapped[str | None]
    created_at: Mapped[Instant]


class DeliveryEventRow(Row):
    """One thing the carrier said about a message; never changed, in any order."""

    __tablename__ = "delivery_events"
    __table_args__ = (UniqueConstraint("outbox_message_id", "status", "error_code"),)

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    outbox_message_id: Mapped[UUID] = mapped_column(ForeignKey("outbox_messages.id"))
    source: Mapped[str]
    status: Mapped[str]
    error_code: Mapped[int]
    at: Mapped[Instant]


class MemoryRow(Row):
    """One fact kept for a person by a script (`remember`)."""

    __tablename__ = "memories"
    __table_args__ = (UniqueConstraint("participant_id", "name"),)

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    name: Mapped[str]
    value_sealed: Mapped[Sealed]
    at: Mapped[Instant]
