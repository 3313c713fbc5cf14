"""A text from a number that is no participant's: a coach's, somebody erased, anybody's.

Laws: nothing of it is kept but a keyed hash of the number, and on which days it was
answered and alerted of; danger is put before people whoever wrote of it, once a day for
each number, so that being erased or unknown silences nobody; what asks for no act of
ours is answered once a day, so that no two machines answer each other (failure 31).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.safety import consent, crisis
from flows.safety.consent import Wish
from flows.talk import engine, render
from flows.talk.events import Opened
from service.carrier.wire import InboundText
from service.store import alerts, people, plans
from service.store.db import Tx
from service.store.people import Tenant
from service.usecases import alerting, heeding, library, spending
from service.usecases.parts import Parts

SILENT = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the carrier is to say at once ("" for nothing), and what to ring for."""

    said: str
    rings: tuple[UUID, ...] = ()


def text_in(
    parts: Parts, tx: Tx, tenant: Tenant, text: InboundText, number: bytes
) -> Answered:
    """Take a text from somebody who is no participant; `number` is hers, as a hash."""
    first = _urgent(parts, tx, tenant, (text, tx.now), number)
    if first is not None:
        return first
    welcome = text.from_number and consent.read(text.words) is not Wish.STOP
    if not welcome or not people.greet_stranger(tx, number, tx.now.date()):
        return Answered(SILENT)
    if not spending.may_greet(tx, text.sender):
        return Answered(SILENT)
    hint = heeding.hint(tx, tenant, text.sender, text.words)
    return Answered(_greeting(parts, tx, tenant) if hint is None else hint)


def missed_in(
    parts: Parts, tx: Tx, tenant: Tenant, came: tuple[InboundText, datetime]
) -> Answered:
    """Take a text that never reached us: what a coach said, and danger; no greeting.

    What it is answered with is said nowhere: whoever wrote it did so a while ago.
    """
    number = tenant.hashes.hash(came[0].sender)
    return _urgent(parts, tx, tenant, came, number) or Answered(SILENT)


def _urgent(
    parts: Parts,
    tx: Tx,
    tenant: Tenant,
    came: tuple[InboundText, datetime],
    number: bytes,
) -> Answered | None:
    return by_coach(parts, tx, tenant, *came) or _in_danger(
        parts, tx, tenant, came, number
    )


def by_coach(
    parts: Parts, tx: Tx, tenant: Tenant, text: InboundText, at: datetime
) -> Answered | None:
    """Take what a coach says of an alert she was told of; None for anything else."""
    told = heeding.by_text(parts, tx, tenant, text, at)
    return None if told is None else Answered(*told)


def _in_danger(
    parts: Parts,
    tx: Tx,
    tenant: Tenant,
    came: tuple[InboundText, datetime],
    number: bytes,
) -> Answered | None:
    """Put danger before people, once a day for each number; None without danger."""
    text, at = came
    level = crisis.screen(text.words).level
    if level is not crisis.Level.CRISIS or not text.from_number:
        return None
    silenced = alerts.alarm(tx, number, at)
    if silenced is None:
        return Answered(SILENT)
    alert = parts.new_id()
    plans.raise_alert(tx, alert, None, "crisis", "stranger")
    rings = tuple(alerting.step_now(parts, tx, tenant, alert))
    return Answered(SILENT if silenced else crisis.reply(tenant.country), rings)


def _greeting(parts: Parts, tx: Tx, tenant: Tenant) -> str:
    _version, script = library.version_of(parts, tx, "stranger")
    facts = library.facts_of_strangers(tx, tenant)
    turn = engine.begin(script, facts, now=tx.now, event=Opened("stranger"))
    return "\n".join(render.as_texts(turn.effects))
