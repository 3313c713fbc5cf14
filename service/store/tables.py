"""The tables: what Handrail remembers, typed; they never leave this room.

Laws: every row has an organisation; words and numbers are sealed bytes (`*_sealed`),
bound to table, row and column by `vault`; a date someone lives by is kept as wall
time and zone, the instant beside it only so that it can be found by index.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Sealed = Annotated[bytes, mapped_column(LargeBinary)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Id = Annotated[UUID, mapped_column(primary_key=True)]
Organisation = Annotated[
    UUID, mapped_column(ForeignKey("organisations.id"), index=True)
]
# The busiest tables carry the tenant without key or index of its own: their rows hang on
# a participant's, which has both, and each further key costs every inbound text.
Tenant = Annotated[UUID, mapped_column()]
Facts = Annotated[dict[str, Any], mapped_column(JSONB)]

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def one_of(column: str, *values: str) -> CheckConstraint:
    """Promise that `column` holds one of `values` (the state machines' own words)."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Row(DeclarativeBase):
    """What all tables share: the naming of constraints."""

    metadata = MetaData(naming_convention=NAMES)


class OrganisationRow(Row):
    """A tenant, with the wrapped keys of its words and of its number hashes."""

    __tablename__ = "organisations"

    id: Mapped[Id]
    name: Mapped[str]
    country: Mapped[str]
    wrapped_key: Mapped[Sealed]
    wrapped_hash_key: Mapped[Sealed]
    created_at: Mapped[Instant]


class ClockOffsetRow(Row):
    """How far the one clock is ahead of real time: nought, but in tests and the demo."""

    __tablename__ = "clock_offsets"
    __table_args__ = (CheckConstraint("id", name="single"),)

    id: Mapped[bool] = mapped_column(primary_key=True)
    ahead: Mapped[timedelta]


class CoachRow(Row):
    """A person who coaches; alerts reach her by number."""

    __tablename__ = "coaches"

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    name_sealed: Mapped[Sealed]
    number_sealed: Mapped[Sealed | None]
    takes_alerts: Mapped[bool]
    created_at: Mapped[Instant]


class ProgrammeRow(Row):
    """What a coach set for a group: window, hours, caps, scripts, as data."""

    __tablename__ = "programmes"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("coaches.id"))
    name: Mapped[str]
    language: Mapped[str]
    settings: Mapped[Facts]
    created_at: Mapped[Instant]


class ParticipantRow(Row):
    """A person who is coached; consent, hold and rung as they stand."""

    __tablename__ = "participants"
    __table_args__ = (
        one_of("consent", "invited", "active", "stopped"),
        one_of("hold", "crisis", "take_over", "unclear_stop"),
        Index("ix_participants_planned", "planned_until", "consent"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    programme_id: Mapped[UUID] = mapped_column(
        ForeignKey("programmes.id"), index=True
    )
    wrapped_key: Mapped[Sealed | None]
    name_sealed: Mapped[Sealed]
    language: Mapped[str]
    zone: Mapped[str]
    consent: Mapped[str]
    consent_version: Mapped[int]
    hold: Mapped[str | None]
    hold_since: Mapped[Instant | None]
    paused_until: Mapped[date | None]
    rung: Mapped[int]
    ladder: Mapped[Facts]
    planned_until: Mapped[date | None]
    crisis_answered_at: Mapped[Instant | None]
    last_heard_at: Mapped[Instant | None]
    created_at: Mapped[Instant]


class NumberRow(Row):
    """A phone number: the service's own, or a participant's, found by keyed hash."""

    __tablename__ = "numbers"
    __table_args__ = (
        UniqueConstraint("organisation_id", "kind", "hash"),
        one_of("kind", "service", "participant"),
        Index(
            "uq_numbers_service_hash",
            "hash",
            unique=True,
            postgresql_where=text("kind = 'service'"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    participant_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    kind: Mapped[str]
    hash: Mapped[Sealed]
    number_sealed: Mapped[Sealed]
    country: Mapped[str]


class StrangerRow(Row):
    """An unknown or silenced number: a keyed hash, and the day it was answered."""

    __tablename__ = "strangers"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True
    )
    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    answered_on: Mapped[date | None]
    suppressed: Mapped[bool]


class ConsentEntryRow(Row):
    """One change of consent, as evidence: wording, channel, time, who entered it."""

    __tablename__ = "consent_entries"
    __table_args__ = (
        one_of("change", "invited", "given", "withdrawn", "questioned", "refused"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    change: Mapped[str]
    method: Mapped[str]
    channel: Mapped[str]
    wording_sealed: Mapped[Sealed]
    language: Mapped[str]
    entered_by: Mapped[str]
    at: Mapped[Instant]


class GoalRow(Row):
    """What matters to the person, in her words."""

    __tablename__ = "goals"

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    goal_sealed: Mapped[Sealed]
    created_at: Mapped[Instant]


class StepRow(Row):
    """The current small step towards a goal, and when it can be tried."""

    __tablename__ = "steps"
    __table_args__ = (
        one_of("kind", "window", "moment"),
        Index(
            "uq_steps_current",
            "participant_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goals.id"))
    step_sealed: Mapped[Sealed]
    cue_sealed: Mapped[Sealed]
    kind: Mapped[str]
    days: Mapped[str]
    opens: Mapped[time]
    deadline: Mapped[time]
    closes: Mapped[time]
    created_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]


class ChanceRow(Row):
    """One dated opportunity: local wall times and zone; the key cannot stand twice."""

    __tablename__ = "chances"
    __table_args__ = (
        UniqueConstraint("participant_id", "step_id", "local_date", "slot"),
        one_of("outcome", "open", "attempted", "imagined", "skipped", "missed"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    step_id: Mapped[UUID] = mapped_column(ForeignKey("steps.id"))
    local_date: Mapped[date]
    slot: Mapped[int]
    zone: Mapped[str]
    opens: Mapped[time]
    deadline: Mapped[time]
    closes: Mapped[time]
    opens_at: Mapped[Instant]
    deadline_at: Mapped[Instant]
    closes_at: Mapped[Instant]
    outcome: Mapped[str]
    plan: Mapped[str]
    probability: Mapped[float]


class NudgeRow(Row):
    """A planned outbound: a prompt, recap, follow-up or invitation, due once."""

    __tablename__ = "nudges"
    __table_args__ = (
        UniqueConstraint("participant_id", "occurrence"),
        one_of("kind", "invitation", "prompt", "recap", "follow_up"),
        one_of("state", "planned", "sent", "withheld", "cancelled", "quarantined"),
        Index(
            "ix_nudges_due",
            "due_at",
            postgresql_where=text("state = 'planned'"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    chance_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("chances.id"), index=True
    )
    kind: Mapped[str]
    occurrence: Mapped[str]
    script: Mapped[str]
    local_date: Mapped[date]
    wall: Mapped[time]
    zone: Mapped[str]
    due_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    state: Mapped[str]
    tries: Mapped[int]


class AttemptRow(Row):
    """A try on a chance, kept as evidence in the person's own words."""

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("chance_id"),
        one_of("outcome", "attempted", "imagined", "skipped", "missed"),
        one_of("label", "prompted", "unprompted"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    chance_id: Mapped[UUID] = mapped_column(ForeignKey("chances.id"))
    outcome: Mapped[str]
    label: Mapped[str]
    channel: Mapped[str]
    words_sealed: Mapped[Sealed | None]
    what_i_did_sealed: Mapped[Sealed | None]
    missing_sealed: Mapped[Sealed | None]
    reported_at: Mapped[Instant]


class ScriptVersionRow(Row):
    """A published script: immutable; running conversations stay on theirs."""

    __tablename__ = "script_versions"
    __table_args__ = (UniqueConstraint("organisation_id", "name", "version"),)

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    name: Mapped[str]
    version: Mapped[str]
    source: Mapped[str]
    published_at: Mapped[Instant]


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
            "expires_at",
            postgresql_where=text("status = 'open'"),
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
    """One event answered: what was heard, what was said, in order."""

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
    at: Mapped[Instant]


class InboxRow(Row):
    """What came in from the carrier: one row for each of its ids, with our answer."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("organisation_id", "carrier_id"),)

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    carrier_id: Mapped[str]
    body_sealed: Mapped[Sealed | None]
    cleaned: Mapped[bool]
    media: Mapped[int]
    effect: Mapped[str]
    received_at: Mapped[Instant]


class OutboxMessageRow(Row):
    """What is to go out, once; its states are drawn in docs/explanation/delivery.md."""

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
        ),
        Index(
            "ix_outbox_messages_due",
            "not_before",
            postgresql_where=text("state = 'due'"),
        ),
        Index(
            "ix_outbox_messages_leased",
            "lease_until",
            postgresql_where=text("state IN ('claimed', 'calling')"),
        ),
        Index(
            "ix_outbox_messages_doubt",
            "called_at",
            postgresql_where=text("state = 'in_doubt'"),
        ),
        Index("ix_outbox_messages_person", "participant_id", "created_at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("participants.id"))
    coach_id: Mapped[UUID | None] = mapped_column(ForeignKey("coaches.id"))
    conversation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("conversations.id")
    )
    nudge_id: Mapped[UUID | None] = mapped_column(ForeignKey("nudges.id"))
    chance_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("chances.id"), index=True
    )
    kind: Mapped[str]
    body_sealed: Mapped[Sealed]
    body_hash: Mapped[Sealed]
    segments: Mapped[int]
    state: Mapped[str]
    token: Mapped[str]
    consent_version: Mapped[int]
    claim: Mapped[UUID | None]
    lease_until: Mapped[Instant | None]
    tries: Mapped[int]
    not_before: Mapped[Instant]
    expires_at: Mapped[Instant | None]
    called_at: Mapped[Instant | None]
    settled_at: Mapped[Instant | None]
    carrier_id: Mapped[str | None]
    carrier_status: Mapped[str | None]
    error_code: Mapped[int | None]
    created_at: Mapped[Instant]


class DeliveryEventRow(Row):
    """One thing the carrier said about a message; never changed, in any order."""

    __tablename__ = "delivery_events"
    __table_args__ = (
        UniqueConstraint("outbox_message_id", "status", "error_code"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    outbox_message_id: Mapped[UUID] = mapped_column(ForeignKey("outbox_messages.id"))
    source: Mapped[str]
    status: Mapped[str]
    error_code: Mapped[int]
    at: Mapped[Instant]


class DecisionRow(Row):
    """Why a nudge was sent, moved or withheld, or a rung changed."""

    __tablename__ = "decisions"
    __table_args__ = (Index("ix_decisions_person", "participant_id", "at"),)

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    nudge_id: Mapped[UUID | None] = mapped_column(ForeignKey("nudges.id"))
    verdict: Mapped[str]
    rule: Mapped[str]
    inputs: Mapped[Facts]
    sentence_sealed: Mapped[Sealed]
    at: Mapped[Instant]


class AlertRow(Row):
    """Something a person must look at, open until a person says it is seen."""

    __tablename__ = "alerts"
    __table_args__ = (
        one_of("kind", "crisis", "unclear_stop", "hand", "quarantine"),
        one_of("state", "open", "acknowledged"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    participant_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    kind: Mapped[str]
    reason: Mapped[str]
    state: Mapped[str]
    raised_at: Mapped[Instant]
    acknowledged_at: Mapped[Instant | None]


class AuditRow(Row):
    """Who did what to whom, without words."""

    __tablename__ = "audits"

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[UUID | None]
    at: Mapped[Instant]


class MemoryRow(Row):
    """One fact kept for a person by a script (`remember`)."""

    __tablename__ = "memories"
    __table_args__ = (UniqueConstraint("participant_id", "name"),)

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    name: Mapped[str]
    value_sealed: Mapped[Sealed]
    at: Mapped[Instant]
