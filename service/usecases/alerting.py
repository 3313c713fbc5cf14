"""Telling people of an alert: the first step where it is raised, the next by the clock.

Laws: telling depends on nothing about the person but that the alert stands: not on her
consent, pause or hold, nor on her key (she may be erased since), nor on Redis; each
step, coach and channel once, whatever is killed or done twice (I14, failure 32).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.coach import timing
from flows.coach.timing import Hours
from flows.safety import alerting
from flows.safety.alerting import Step
from flows.talk import wording
from service.carrier import segments
from service.store import alerts, coaches, gates, outbox, plans, zones
from service.store.alerts import Due
from service.store.coaches import Coach
from service.store.db import Tx, Unavailable
from service.store.outbox import Outgoing
from service.store.people import Tenant
from service.usecases import alert_words, languages
from service.usecases.parts import Desk, Parts

# A step that breaks comes again after this, so that it is no storm.
BREATHER = timedelta(minutes=1)
DANGER, STOPPED, MAILED = "crisis", "stopped", ("email",)


@dataclass(frozen=True, slots=True)
class Round:
    """One step of one alert in its transaction; `rings` are the messages it made.

    `waits` are moments until which somebody it would tell hears of no other alert.
    """

    parts: Parts
    tx: Tx
    tenant: Tenant
    due: Due
    rings: list[UUID] = field(default_factory=list)
    waits: list[datetime] = field(default_factory=list)


def raised(desk: Desk, kind: str, reason: str) -> None:
    """Raise an alert about the person, and tell people at once where its kind says so.

    Her days may be held, stopped or paused: nothing of that is asked.
    """
    alert = desk.parts.new_id()
    plans.raise_alert(desk.tx, alert, desk.person.id, kind, reason)
    desk.rings += step_now(desk.parts, desk.tx, desk.tenant, alert)


def step_now(parts: Parts, tx: Tx, tenant: Tenant, alert: UUID) -> list[UUID]:
    """Take the step of an alert that is due; return which messages to ring for.

    E-mails are left to the clock's next beat: a mail server that is slow to answer must
    keep no text waiting.
    """
    due = alerts.due(tx, alert)
    if due is None:
        return []
    this = Round(parts, tx, tenant, due)
    step = alerting.step(due.way, due.step)
    if step is not None and not (due.follows and due.step):
        if not _tell(this, step) and this.waits and not due.follows:
            # All whom it tells have heard of somebody else: put off, it is not over.
            alerts.advance(tx, due.id, due.step, min(this.waits))
            return []
        due_next = due.step + 1
    else:
        # An older alert about the same goes round: its calls are enough.
        due_next = due.step
    _go_on(this, due_next)
    return this.rings


def _go_on(this: Round, number: int) -> None:
    step = alerting.step(this.due.way, number)
    at = None if step is None else this.tx.now + step.after
    alerts.advance(this.tx, this.due.id, number, at)


def escalate(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Take the next step of each alert that is due; return how many messages it made.

    One that breaks waits a minute and stops no other; the first error is raised after.
    """
    made, broken = 0, None
    for alert in ids:
        try:
            with parts.db.transaction(organisation) as tx:
                made += len(step_now(parts, tx, parts.tenant(organisation), alert))
        except Unavailable:
            raise
        except Exception as error:
            broken = broken or error
            with parts.db.transaction(organisation) as tx:
                alerts.later(tx, alert, BREATHER)
    if broken is not None:
        raise broken
    return made


# ---- telling ----


def next_told(
    parts: Parts,
    everybody: Iterable[Coach],
    way: str,
    number: int,
    first: UUID | None,
    shut: Collection[str] = (),
) -> tuple[tuple[Coach, tuple[str, ...]], ...]:
    """Return whom a step of a way would tell as things stand, and by what.

    `number` counts the steps from 0, `first` is the person's own coach, `shut` is by
    what the carrier lets nothing out; of that it does, texts are shut if nothing is
    yet. Empty when no step follows, or nobody can be reached by it.
    """
    step = alerting.step(way, number)
    if step is None:
        return ()
    may = able(parts) if way != STOPPED else still_going(parts, shut or ("text",))
    by, order = _line(everybody, first, step, may)
    found = (order[place] for place in alerting.whom(step, len(order)))
    return tuple(
        (coach, tuple(channel for channel in by if coach.reached(channel)))
        for coach in found
    )


def _line(
    everybody: Iterable[Coach], first: UUID | None, step: Step, may: Sequence[str]
) -> tuple[Sequence[str], tuple[Coach, ...]]:
    """Return by what a step tells, and who can be told so, in order.

    What is told by e-mail alone is told by text where no e-mail can reach anybody.
    """
    everybody = tuple(everybody)
    by: Sequence[str] = [channel for channel in step.by if channel in may]
    order = coaches.in_line(everybody, first, by)
    if not order and step.by == MAILED:
        by = ["text"]
        order = coaches.in_line(everybody, first, by)
    return by, order


def _tell(this: Round, step: Step) -> bool:
    """Tell whom a step tells; say whether there was anybody."""
    told = tuple(_told(this, step))
    for coach, channel in told:
        at = awake(this.tx) if _would_wake(this, step, channel) else this.tx.now
        _notify(this, coach, channel, this.due.step, at)
    return bool(told)


def _would_wake(this: Round, step: Step, channel: str) -> bool:
    """Say whether a coach is told by what may wake her, of what can wait."""
    if channel not in step.by:
        return True
    calm = not alerting.WAYS[this.due.way].wakes and (channel,) != MAILED
    return calm or (channel == "call" and this.due.way != DANGER)


def _notify(this: Round, coach: Coach, channel: str, step: int, at: datetime) -> None:
    """Tell a coach of an alert by a channel, from `at` on; once for each step."""
    message = _message(this, coach, channel, at)
    new = alerts.notice(
        this.tx,
        this.parts.new_id(),
        alert_id=this.due.id,
        step=step,
        coach_id=coach.id,
        channel=channel,
        outbox_message_id=message.id,
        language=languages.told_in(coach),
    )
    if new:
        outbox.keep_for_coach(this.tx, this.tenant.key, message, coach.id)
        if channel != "email":
            this.rings.append(message.id)


def awake(tx: Tx) -> datetime:
    """Return from when a coach may be told of what can wait till her day has begun."""
    return timing.next_open(tx.now, Hours(*alerting.AWAKE), zones.of(tx).name)


def by_text_instead(parts: Parts, tx: Tx, message: UUID) -> None:
    """Tell a coach by text, in her hours, what an e-mail about an alert cannot.

    Safe to say as often as the e-mail is tried: she is texted once for each step, and
    not where a text told her of the like lately.
    """
    notice = alerts.of_message(tx, message)
    due = None if notice is None else alerts.unheeded(tx, notice.alert_id)
    if notice is None or due is None:
        return
    tenant = parts.tenant(tx.organisation_id)
    this = Round(parts, tx, tenant, due)
    everybody = coaches.in_order(tx, tenant.key)
    coach = next((one for one in everybody if one.id == notice.coach_id), None)
    if (
        coach is not None
        and coach.reached("text")
        and not _gathered(this, coach, "text")
    ):
        _notify(this, coach, "text", notice.step, awake(tx))


def _told(this: Round, step: Step) -> Iterator[tuple[Coach, str]]:
    """Give whom a step tells, by what; whoever heard of the like lately is left out.

    The order is of those alone whom the step can reach: one without an address is no
    first of those who are mailed.
    """
    everybody = coaches.in_order(this.tx, this.tenant.key)
    by, order = _line(everybody, this.due.coach_id, step, _working(this))
    for place in alerting.whom(step, len(order)):
        coach = order[place]
        for channel in (one for one in by if coach.reached(one)):
            until = _gathered(this, coach, channel)
            if until is None:
                yield coach, channel
            else:
                this.waits.append(until)


def _gathered(this: Round, coach: Coach, channel: str) -> datetime | None:
    """Return until when a coach hears of no other alert like this one, or None."""
    gathers = alerting.WAYS[this.due.way].gathers
    if gathers is None:
        return None
    return alerts.gathered(this.tx, coach.id, channel, this.due.kind, gathers)


def _working(this: Round) -> tuple[str, ...]:
    """Return by what coaches can be told of this alert."""
    if this.due.way != STOPPED:
        return able(this.parts)
    shut = [gate.channel for gate in gates.show(this.tx) if gate.stopped_code]
    return still_going(this.parts, shut)


def still_going(parts: Parts, shut: Iterable[str]) -> tuple[str, ...]:
    """Return by what coaches are told that the carrier lets nothing out by `shut`.

    It is by what still goes: by call if no text does.
    """
    closed = {*shut}
    if "text" not in closed:
        closed.add("call")
    return tuple(channel for channel in able(parts) if channel not in closed)


def able(parts: Parts) -> tuple[str, ...]:
    """Return by what coaches can be told here: by e-mail where a server is set up."""
    return tuple(
        channel
        for channel in alerting.CHANNELS
        if channel != "email" or parts.mail is not None
    )


def _message(this: Round, coach: Coach, channel: str, at: datetime) -> Outgoing:
    about = (this.parts.origin, this.tenant.name, this.due)
    words = alert_words.of(*about, languages.told_in(coach))
    return replace(
        outgoing(this.parts, this.tx, channel, words[channel]), not_before=at
    )


def outgoing(parts: Parts, tx: Tx, channel: str, body: str) -> Outgoing:
    """Return a message to a coach, due now; a text gives up what GSM-7 lacks."""
    body = wording.written(body) if channel == "text" else body
    return Outgoing(
        id=parts.new_id(),
        kind="alert",
        body=body,
        segments=segments.count(body).count if channel == "text" else 0,
        token=parts.new_token(),
        not_before=tx.now,
        channel=channel,
    )
