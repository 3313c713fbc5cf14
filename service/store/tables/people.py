"""Tables of who is here: organisations, coaches, programmes, people, consent."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.columns import (
    Facts,
    Id,
    Instant,
    MaybeFacts,
    Organisation,
    Row,
    Sealed,
    Tenant,
    one_of,
)


class OrganisationRow(Row):
    """A tenant: the wrapped keys of its words and number hashes, what it may spend.

    `zone` is by whose clock its own pages tell the time, where one was chosen.
    """

    __tablename__ = "organisations"

    id: Mapped[Id]
    name: Mapped[str]
    country: Mapped[str]
    zone: Mapped[str | None]
    wrapped_key: Mapped[Sealed]
    wrapped_hash_key: Mapped[Sealed]
    limits: Mapped[Facts]
    created_at: Mapped[Instant]


class ClockOffsetRow(Row):
    """How far the one clock is ahead of real time: nought but in tests and the demo."""

    __tablename__ = "clock_offsets"
    __table_args__ = (CheckConstraint("id", name="single"),)

    id: Mapped[bool] = mapped_column(primary_key=True)
    ahead: Mapped[timedelta]


class CoachRow(Row):
    """A person who coaches; alerts reach her by number and e-mail, where she lets them.

    `place` is where she stands in the order of those who are told; `channels` are by
    what she may be told, divided by commas, `language` in which, null until it is said.
    """

    __tablename__ = "coaches"

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    name_sealed: Mapped[Sealed]
    number_sealed: Mapped[Sealed | None]
    email_sealed: Mapped[Sealed | None]
    takes_alerts: Mapped[bool]
    channels: Mapped[str]
    place: Mapped[int]
    language: Mapped[str | None]
    created_at: Mapped[Instant]


class ProgrammeRow(Row):
    """What a coach set for a group: window, hours, caps, path, schedule, as data.

    `budget_month` is what it may spend in a month, in millionths of a US dollar.
    """

    __tablename__ = "programmes"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("coaches.id"))
    name: Mapped[str]
    language: Mapped[str]
    settings: Mapped[Facts]
    path: Mapped[MaybeFacts | None]
    schedule: Mapped[MaybeFacts | None]
    budget_month: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[Instant]


class ParticipantRow(Row):
    """A person who is coached; consent, hold and rung as they stand.

    `no_texts` is the carrier's code that says her number takes none.
    """

    __tablename__ = "participants"
    __table_args__ = (
        one_of("consent", "invited", "active", "stopped"),
        one_of("hold", "crisis", "take_over", "unclear_stop"),
        one_of("calls", "none", "agreed", "stopped"),
        Index(
            "ix_participants_plan_at",
            "organisation_id",
            "plan_at",
            postgresql_where=text("consent = 'active'"),
        ),
        Index(
            "ix_participants_unplanned",
            "organisation_id",
            "id",
            postgresql_where=text("consent = 'active' AND planned_until IS NULL"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    wrapped_key: Mapped[Sealed | None]
    name_sealed: Mapped[Sealed]
    language: Mapped[str]
    zone: Mapped[str]
    consent: Mapped[str]
    consent_version: Mapped[int]
    hold: Mapped[str | None]
    hold_since: Mapped[Instant | None]
    paused_until: Mapped[date | None]
    calls: Mapped[str]
    recorded: Mapped[bool]
    call_terms: Mapped[Facts]
    own_terms: Mapped[Facts]
    schedule: Mapped[MaybeFacts | None]
    rung: Mapped[int]
    ladder: Mapped[Facts]
    planned_until: Mapped[date | None]
    plan_at: Mapped[Instant | None]
    crisis_answered_at: Mapped[Instant | None]
    last_heard_at: Mapped[Instant | None]
    no_texts: Mapped[int | None]
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
    heard_until: Mapped[Instant | None]


class StrangerRow(Row):
    """An unknown or silenced number: a keyed hash, and the day it was answered.

    `alarmed_on` is the day on which people were alerted of what it wrote, by the alert
    `alarm_id`; `danger_text` the keyed hash of the carrier's id of the text that was
    answered with the helpline since.
    """

    __tablename__ = "strangers"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True
    )
    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    answered_on: Mapped[date | None]
    alarmed_on: Mapped[date | None]
    alarm_id: Mapped[UUID | None]
    danger_text: Mapped[bytes | None] = mapped_column(LargeBinary)
    suppressed: Mapped[bool]


class ConsentEntryRow(Row):
    """One change of consent, as evidence: wording, channel, time, who entered it.

    `repeated` changes nothing: a no that was told where one stands already.
    """

    __tablename__ = "consent_entries"
    __table_args__ = (
        one_of(
            "change",
            *("invited", "given", "withdrawn", "questioned", "refused", "repeated"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
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


class AuditRow(Row):
    """Who did what to whom, without words."""

    __tablename__ = "audits"
    __table_args__ = (
        Index(
            "ix_audits_put_away",
            "organisation_id",
            "at",
            postgresql_where=text("action LIKE 'put away: %'"),
        ),
        Index("ix_audits_newest", "organisation_id", "at", "id"),
        Index("ix_audits_subject", "organisation_id", "subject", "at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[UUID | None]
    at: Mapped[Instant]
