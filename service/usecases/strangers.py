"""A text from a number that is no participant's: a coach's, somebody erased, anybody's.

Laws: nothing of it is kept but a keyed hash of the number, on which days it was
answered and alerted of, and a keyed hash of one text's id; danger is put before people
whoever wrote of it, again on another day or once somebody has the alert, so that being
erased or unknown silences nobody, and a repeat of a text that was answered is answered
alike, for the first answer may be lost; what asks for no act of ours is answered once a
day, so that no two machines answer each other (failure 31).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

import phonenumbers

from flows.safety import consent, crisis
from flows.safety.consent import Wish
from flows.talk import engine, render
from flows.talk.aloud import Aloud
from flows.talk.events import Opened
from service.carrier.wire import InboundText
from service.store import people, plans, strangers
from service.store.db import Tx
from service.store.people import Tenant
from service.usecases import alerting, heeding, library, spending
from service.usecases.parts import SHARED, Parts

SILENT = ""
# A text, and when it came to the carrier where it did not come to us then.
Came: TypeAlias = tuple[InboundText, datetime | None]


@dataclass(frozen=True, slots=True)
class Answered:
    """What the carrier is to say at once ("" for nothing), and what to ring for."""

    said: str
    rings: tuple[UUID, ...] = ()


def text_in(
    parts: Parts, tx: Tx, tenant: Tenant, text: InboundText, number: bytes
) -> Answered:
    """Take a text from somebody who is no participant; `number` is hers, as a hash."""
    first = _urgent(parts, tx, tenant, (text, None))
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
    return _urgent(parts, tx, tenant, came) or Answered(SILENT)


def _urgent(parts: Parts, tx: Tx, tenant: Tenant, came: Came) -> Answered | None:
    text, at = came
    told = by_coach(parts, tx, tenant, text, at or tx.now)
    return told or in_danger(parts, tx, tenant, came)


def by_coach(
    parts: Parts, tx: Tx, tenant: Tenant, text: InboundText, at: datetime
) -> Answered | None:
    """Take what a coach says of an alert she was told of; None for anything else."""
    told = heeding.by_text(parts, tx, tenant, text, at)
    return None if told is None else Answered(*told)


def in_danger(parts: Parts, tx: Tx, tenant: Tenant, came: Came) -> Answered | None:
    """Put danger before people and answer it; None without danger.

    While nobody has the alert of that day it is told of, and a second reply is none. A
    text is answered as often as the carrier repeats it.
    """
    text, at = came
    level = crisis.screen(text.words).level
    if level is not crisis.Level.CRISIS or not text.from_number:
        return None
    number, this = tenant.hashes.hash(text.sender), tenant.hashes.hash(text.sid)
    before, today = strangers.alarmed(tx, number, at or tx.now), (at or tx.now).date()
    repeated = before.answered == this
    known = before.told and before.alarmed_on is not None and before.alarmed_on >= today
    rings: tuple[UUID, ...] = ()
    if not (repeated or known):
        rings = _alarm(parts, tx, tenant, (number, today))
    live = at is None and not before.silenced
    if not live or (known and not repeated and before.answered is not None):
        return Answered(SILENT, rings)
    strangers.answer(tx, number, this)
    return Answered(crisis.reply(_helped_in(tenant, text.sender)), rings)


def _helped_in(tenant: Tenant, number: str) -> str:
    """Return the country whose helplines are told: the organisation's, "" abroad.

    Of a stranger nothing is known but her number. One of no region, as of a story, is
    taken for one from here where it has our country's code.
    """
    parsed, ours = phonenumbers.parse(number), tenant.country
    there = phonenumbers.region_code_for_number(parsed)
    alike = parsed.country_code == phonenumbers.country_code_for_region(ours)
    return (
        ours if there in (ours, *SHARED.get(ours, ())) or (not there and alike) else ""
    )


def _alarm(
    parts: Parts, tx: Tx, tenant: Tenant, whose: tuple[bytes, date]
) -> tuple[UUID, ...]:
    """Alert people of what a number wrote on a day; return what to ring for."""
    alert = parts.new_id()
    strangers.alarm(tx, *whose, alert)
    plans.raise_alert(tx, alert, None, "crisis", "stranger")
    return tuple(alerting.step_now(parts, tx, tenant, alert))


def _greeting(parts: Parts, tx: Tx, tenant: Tenant) -> str:
    _version, script = library.version_of(parts, tx, "stranger")
    facts = library.facts_of_strangers(tx, tenant)
    turn = engine.begin(script, facts, now=tx.now, event=Opened("stranger"))
    return "\n".join(render.as_texts(turn.effects))


def aloud(parts: Parts, tx: Tx, tenant: Tenant) -> Aloud:
    """Answer a call from an unknown number, kindly; nothing of it is kept."""
    _version, script = library.version_of(parts, tx, "stranger")
    facts = library.facts_of_strangers(tx, tenant)
    tongue = str(facts["language"])
    turn = engine.begin(script, facts, now=tx.now, event=Opened("stranger", "voice"))
    return render.as_spoken(turn.effects, script, None, language=tongue, recorded=False)
