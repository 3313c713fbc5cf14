"""Somebody says that she has an alert: by text, by key, on a page, by a command.

Laws: it ends the telling about that person and nothing else: what is held stays held
until it is released; said twice, it is said once; it takes in nothing that was raised
after it was said; a text says it once, however often it comes; the others who were told
hear who has it. Said on a page, what was nobody's task is hers who said it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flows.coach.spoken import Spoken
from flows.safety import alerting as table
from flows.talk import wording
from service.carrier.wire import InboundText
from service.store import alerts, coaches, enrolment, handlings, outbox, people
from service.store.coaches import Coach
from service.store.db import Found, Tx
from service.store.people import Person, Tenant
from service.store.watches import Watch
from service.usecases import alert_words, alerting, languages, rights
from service.usecases.enrol import named
from service.usecases.parts import Parts
from service.usecases.rights import Signed

LONGEST_BY = 80
OWN_TASK = "assigned to themselves"


class NoAlert(ValueError):
    """There is no such alert; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who says it: a name, by what, and her rows where she is a coach.

    `account` is by what the audit knows her who is signed in to the console, `text` the
    carrier's id of the text by which she says it.
    """

    name: str
    via: str
    rows: tuple[UUID, ...] = ()
    account: str = ""
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears by text of alerts that are closed now, and who heard that one has them.

    `hears` and `heard` are names; `has` is the name of who has them, "" while any of
    them is nobody's.
    """

    hears: tuple[str, ...]
    heard: tuple[str, ...]
    has: str


@dataclass(frozen=True, slots=True)
class Heeded:
    """What came of it: how many alerts she has now, whose they are, whom we told.

    `count` is 0 when somebody, `had`, had it before.
    """

    count: int
    participant_id: UUID | None
    rings: tuple[UUID, ...] = ()
    had: str = ""


def heed(
    parts: Parts, tx: Tx, tenant: Tenant, alert: UUID, who: Who, by: datetime
) -> Heeded:
    """Let somebody have an alert, and all else that waits about the same person.

    `by` is when she said it: what was raised later waits on.
    """
    waiting = alerts.together(tx, alert, by)
    if not waiting:
        return _had_before(tx, tenant, alert)
    ids = [row["id"] for row in waiting]
    coach = who.rows[0] if who.rows else None
    # A coach's name is sealed beside the alert; the audit knows her by her id.
    actor = who.account or (who.name if coach is None else f"coach {coach}")
    for each in ids:
        told = alerts.Told(coach, who.name, who.via, who.text)
        alerts.heed(tx, tenant.key, each, told)
        enrolment.audit(tx, parts.new_id(), actor, f"has it, {who.via}", each)
    others = alerts.also_told(tx, ids)
    rings = _tell_others(parts, tx, tenant, (waiting[0], who, others))
    return Heeded(len(ids), waiting[0]["participant_id"], rings)


def closed(
    parts: Parts, tx: Tx, tenant: Tenant, ids: Sequence[UUID], who: Who
) -> tuple[UUID, ...]:
    """Text whoever's telephone told of these alerts, which nobody had: they are over.

    Of danger it is said at once: coaches were being told of it until now, at any hour.
    Of anything else it is said in their day. Returns which messages to ring for.
    """
    waited = alerts.nobodys(tx, ids)
    if not waited:
        return ()
    grave = any(row["kind"] == alerting.DANGER for row in waited)
    said = (alert_words.CLEARED, tx.now if grave else alerting.awake(tx))
    told = alerts.rung(tx, [row["id"] for row in waited])
    return _tell_others(parts, tx, tenant, (waited[0], who, told), said)


def hearing(tx: Tx, tenant: Tenant, watches: Sequence[Watch], who: Who) -> Hearing:
    """Return who would hear of it, were these alerts closed by `who` now."""
    waited = [row["id"] for row in alerts.nobodys(tx, [one.id for one in watches])]
    hears = _others(tx, tenant, who, alerts.rung(tx, waited)) if waited else ()
    had = [one for one in watches if one.heeded_at is not None]
    if waited or not had:
        return Hearing(_names(hears), (), "")
    mine = had[0].heeded_by
    first = Who(had[0].heeded_as, had[0].heeded_via, (mine,) if mine else ())
    told = alerts.also_told(tx, [one.id for one in had])
    return Hearing((), _names(_others(tx, tenant, first, told)), first.name)


def _names(told: Iterable[Coach]) -> tuple[str, ...]:
    # Somebody with a row for each programme is told once by each, and named once.
    return tuple(dict.fromkeys(coach.name for coach in told))


def _had_before(tx: Tx, tenant: Tenant, alert: UUID) -> Heeded:
    row = alerts.found(tx, alert)
    if row is None:
        raise NoAlert(f"There is no alert {alert}; see: handrail alerts list")
    had = alerts.heeded_as(tenant.key, row)
    return Heeded(0, row["participant_id"], had=had)


def _tell_others(
    parts: Parts,
    tx: Tx,
    tenant: Tenant,
    what: tuple[Found, Who, frozenset[UUID]],
    said: tuple[Spoken, datetime | None] = (alert_words.HAS, None),
) -> tuple[UUID, ...]:
    """Text whoever else was told that somebody has it; they may go back to sleep."""
    (first, who, told), (words, at) = what, said
    about = first["programme"] or tenant.name
    known = first["participant_id"] is not None
    rings = []
    for coach in _others(tx, tenant, who, told):
        spoken = languages.told_in(coach)
        where = alert_words.someone(about, spoken, known=known)
        body = words.to(spoken).format(name=who.name, who=where)
        message = alerting.outgoing(parts, tx, "text", body)
        message = replace(message, not_before=at or tx.now)
        outbox.keep_for_coach(tx, tenant.key, message, coach.id)
        rings.append(message.id)
    return tuple(rings)


def _others(
    tx: Tx, tenant: Tenant, who: Who, told: frozenset[UUID]
) -> tuple[Coach, ...]:
    """Return whoever else was told and is reached by text, in order."""
    return tuple(
        coach
        for coach in coaches.in_order(tx, tenant.key)
        if coach.id in told and coach.reached("text") and not _is(coach, who)
    )


def _is(coach: Coach, who: Who) -> bool:
    return coach.id in who.rows or coach.name.casefold() == who.name.casefold()


# ---- by text ----


def by_text(
    parts: Parts, tx: Tx, tenant: Tenant, text: InboundText, at: datetime
) -> tuple[str, tuple[UUID, ...]] | None:
    """Answer a coach whose whole text says that she has what she was told of.

    `at` is when she wrote. Returns what she is told, nothing where the same text came
    before, and which messages to ring for; None for anybody and anything else.
    """
    if not table.says_has_it(text.words):
        return None
    rows = coaches.at_number(tx, tenant.key, text.sender)
    # The carrier's list has it for ten minutes more, and each look took it for a new
    # OK: of two people in danger the second was hers without a word from her.
    if rows and alerts.heeded_by(tx, text.sid):
        return "", ()
    ids = [coach.id for coach in rows]
    waiting = alerts.told_of(tx, ids, at) if rows else ()
    if not waiting:
        return None
    who = replace(who_of(rows, "text"), text=text.sid)
    done = heed(parts, tx, tenant, waiting[0], who, at)
    left = len(alerts.told_of(tx, ids, at))
    page = alert_words.page(parts.origin, done.participant_id)
    spoken = languages.told_in(rows[0])
    more = alert_words.ONE_MORE.to(spoken).format(count=left) if left else ""
    told = alert_words.HEEDED.to(spoken).format(page=page) + more
    return wording.written(told), done.rings


def hint(tx: Tx, tenant: Tenant, number: str, words: str) -> str | None:
    """Return what a coach is told whose text says nothing of what waits for her.

    None for anybody else, and when nothing waits and she means nothing of it.
    """
    rows = coaches.at_number(tx, tenant.key, number)
    if not rows:
        return None
    spoken = languages.told_in(rows[0])
    if alerts.told_of(tx, [coach.id for coach in rows], tx.now):
        return wording.written(alert_words.NOT_READ.to(spoken))
    nothing = alert_words.NOTHING.to(spoken)
    return wording.written(nothing) if table.says_has_it(words) else None


def who_of(rows: tuple[Coach, ...], via: str) -> Who:
    """Return a coach as who says it."""
    return Who(rows[0].name, via, tuple(coach.id for coach in rows))


# ---- at the command line ----


def by_command(parts: Parts, organisation: UUID, alert: UUID, by: str) -> Heeded:
    """Let whoever is named have an alert; raises NoAlert, or Refused for no name.

    A name that is a coach's is that coach.
    """
    name = named("by", by, LONGEST_BY)
    tenant = parts.tenant(organisation)
    with parts.db.transaction(organisation) as tx:
        rows = tuple(
            coach
            for coach in coaches.in_order(tx, tenant.key)
            if coach.name.casefold() == name.casefold()
        )
        who = Who(name, "command", tuple(coach.id for coach in rows))
        done = heed(parts, tx, tenant, alert, who, tx.now)
    parts.bell.ring("deliver", organisation, done.rings, "urgent")
    return done


# ---- on a page ----


def on_page(parts: Parts, signed: Signed, alert: UUID) -> Heeded:
    """Let whoever is signed in have an alert. Raises NotAllowed, NoAlert."""
    rights.require(signed, "answer")
    tenant = parts.tenant(signed.organisation)
    with parts.db.transaction(signed.organisation) as tx:
        # Her row first, as whatever else is done about her takes it.
        person = _about(parts, tx, alert)
        done = heed(parts, tx, tenant, alert, signed_in(signed), tx.now)
        if done.count and person is not None:
            _assign_free(parts, tx, signed, person)
    parts.bell.ring("deliver", signed.organisation, done.rings, "urgent")
    return done


def _about(parts: Parts, tx: Tx, alert: UUID) -> Person | None:
    row = alerts.found(tx, alert)
    whose = None if row is None else row["participant_id"]
    return None if whose is None else people.lock(tx, parts.vault, whose)


def _assign_free(parts: Parts, tx: Tx, signed: Signed, person: Person) -> None:
    mine = signed.account
    if mine is None or not handlings.may_have(tx, mine):
        return
    if handlings.assign_free(tx, person, mine):
        enrolment.audit(tx, parts.new_id(), signed.actor, OWN_TASK, person.id)


def signed_in(signed: Signed) -> Who:
    """Return whoever is signed in as who says it."""
    rows = () if signed.coach is None else (signed.coach,)
    return Who(signed.name, "page", rows, signed.actor)
