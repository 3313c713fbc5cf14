"""Tables of what is planned and what came of it: steps, chances, nudges, attempts."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    Index,
    UniqueConstraint,
    text,
)
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

# Decisions that a coach may want to hear of: a step too hard or too easy, somebody who
# goes on alone, somebody back after a silence.
NEWS = (
    "rule IN ('L3-word', 'O-easier', 'O-harder', 'O-help', 'O-help-falling', 'S-kept')"
)


class GoalRow(Row):
    """What matters to the person, in her words."""

    __tablename__ = "goals"

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    goal_sealed: Mapped[Sealed]
    created_at: Mapped[Instant]


class StepRow(Row):
    """The current small step towards a goal, and when it can be tried.

    `place` is where it stands on the programme's path, from 0; None for one of hers.
    `growth_sealed` is what is known of how hard it is (flows.coach.growth), which holds
    words of hers: her list and the places she names.
    """

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
    organisation_id: Mapped[Tenant]
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
    place: Mapped[int | None]
    growth_sealed: Mapped[Sealed | None]
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
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
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
        one_of("kind", "invitation", "prompt", "recap", "follow_up", "call"),
        one_of("state", "planned", "sent", "withheld", "cancelled", "quarantined"),
        Index(
            "ix_nudges_due",
            "organisation_id",
            "due_at",
            postgresql_where=text("state = 'planned'"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    chance_id: Mapped[UUID | None] = mapped_column(ForeignKey("chances.id"), index=True)
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


class EarlierTryRow(Row):
    """A try that was kept elsewhere, as somebody brought it in: no chance is under it.

    `wall` is the time of that day by her clock, None where only the day is known; her
    label is "unknown" where nobody said whether a prompt came first.
    """

    __tablename__ = "earlier_tries"
    __table_args__ = (
        one_of("outcome", "attempted", "imagined", "skipped", "missed"),
        one_of("label", "prompted", "unprompted", "unknown"),
        Index("ix_earlier_tries_person", "participant_id", "local_date"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    local_date: Mapped[date]
    wall: Mapped[time | None]
    outcome: Mapped[str]
    label: Mapped[str]
    step_sealed: Mapped[Sealed | None]
    words_sealed: Mapped[Sealed | None]
    what_i_did_sealed: Mapped[Sealed | None]
    missing_sealed: Mapped[Sealed | None]
    place_sealed: Mapped[Sealed | None]
    confidence: Mapped[int | None]
    fear_expected: Mapped[int | None]
    fear_felt: Mapped[int | None]
    entered_by: Mapped[str]
    entered_at: Mapped[Instant]


class DecisionRow(Row):
    """Why a nudge was sent, moved or withheld, or a rung changed."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index("ix_decisions_person", "participant_id", "at"),
        Index(
            "ix_decisions_news", "organisation_id", "at", postgresql_where=text(NEWS)
        ),
    )

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
    """Something a person must look at, open until a person says it is seen.

    `programme_id` is set where it is about a programme and nobody in it. `step` is the
    next step of telling coaches (flows.safety.alerting), `next_at` when it comes, None
    when none does. Heeded: somebody has said that she has it; that ends
    the telling and clears nothing; `heeded_text` is the carrier's id of the text by
    which she said it.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        one_of("kind", "crisis", "unclear_stop", "hand", "quarantine", "limit"),
        one_of("state", "open", "acknowledged"),
        one_of("heeded_via", "text", "call", "command", "page"),
        Index("ix_alerts_due", "next_at", postgresql_where=text("state = 'open'")),
        Index(
            "ix_alerts_heeded_text",
            "organisation_id",
            "heeded_text",
            postgresql_where=text("heeded_text IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    participant_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("participants.id"), index=True
    )
    programme_id: Mapped[UUID | None] = mapped_column(ForeignKey("programmes.id"))
    kind: Mapped[str]
    reason: Mapped[str]
    state: Mapped[str]
    raised_at: Mapped[Instant]
    acknowledged_at: Mapped[Instant | None]
    step: Mapped[int]
    next_at: Mapped[Instant | None]
    heeded_at: Mapped[Instant | None]
    heeded_by: Mapped[UUID | None] = mapped_column(ForeignKey("coaches.id"))
    heeded_via: Mapped[str | None]
    heeded_as_sealed: Mapped[Sealed | None]
    heeded_text: Mapped[str | None]


class NoticeRow(Row):
    """One coach told of one alert by one channel at one step, once.

    The message has no key here: this row is written before it, in one transaction, so
    that a step done twice makes no second message. `language` is what it is said in, so
    that a call answers as it began; null in rows of older code, which spoke English.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("alert_id", "step", "coach_id", "channel"),
        one_of("channel", "text", "email", "call"),
        Index("ix_notices_coach", "coach_id", "at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alerts.id"))
    step: Mapped[int]
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("coaches.id"))
    channel: Mapped[str]
    outbox_message_id: Mapped[UUID] = mapped_column(index=True)
    language: Mapped[str | None]
    at: Mapped[Instant]
