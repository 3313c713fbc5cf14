"""Inviting somebody again, and correcting a number from which nobody ever answered.

Laws: whether it may be is the core's table, asked with the person locked; a corrected
number is a new number, so it gets an invitation of its own, and nothing that was agreed
for the old one holds for it; the ledger is only ever added to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flows.safety import inviting as table
from flows.safety.inviting import Standing, Why
from service.carrier import door
from service.store import (
    consents,
    enrolment,
    invitations,
    outbox,
    people,
    talks,
    views,
)
from service.store.db import Tx
from service.store.views import Card
from service.usecases import acting, consequences, enrol, planning, rights, terms
from service.usecases.entries import LONGEST, Refused, e164, of_count
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed

ALIKE = terms.DEFAULTS["most_alike"]
MINUTE = "a text is going out at this moment; try again in a minute"


class NotNow(ValueError):
    """She may not be invited again, or her number not corrected; `why` says why."""

    def __init__(self, why: Why) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True, slots=True)
class Invited:
    """How somebody's invitation stands.

    `again` and `correct` say why she may not be invited again, and why her number may
    not be corrected; None: it may be. `last` is what came of the last one, "" for none,
    `code` the carrier's on it. `carrier` says that she stopped texts at the carrier,
    `number` which number stands. No other goes until `rests`, None for none.
    """

    again: Why | None
    correct: Why | None
    last: str
    code: int
    carrier: bool
    number: UUID | None
    rests: datetime | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A number as a coach corrects it, with how she agreed to texts to it."""

    number: str
    consent_text: str
    consent_method: str


def look(parts: Parts, signed: Signed, participant: UUID) -> Invited:
    """Return how somebody's invitation stands. Raises NotAllowed, LookupError."""
    rights.require(signed, "see")
    with parts.db.transaction(signed.organisation) as tx:
        card = views.card(tx, parts.vault, participant)
        if card is None:
            raise LookupError(f"there is nobody {participant} here")
        return of_card(tx, card)


def of_card(tx: Tx, card: Card) -> Invited:
    """Return how the invitation stands of somebody who is looked at."""
    found = invitations.of(tx, card.id)
    heard, held = card.last_heard_at is not None, card.hold is not None
    most = terms.read_one("most_alike", card.call_settings.get("most_alike", ALIKE))
    full = invitations.full_until(tx, card.id, most)
    standing = Standing(card.consent, held, heard, found.asked, full)
    again = table.again(standing, tx.now)
    return Invited(
        again=again,
        correct=table.number_stands(standing),
        last=standing.asked[-1].fate if standing.asked else "",
        code=found.code,
        carrier=card.consent == "stopped" and consents.at_carrier(tx, card.id),
        number=found.number,
        rests=full if again is Why.WORDING else _rests(standing),
    )


def _rests(standing: Standing) -> datetime | None:
    return standing.asked[-1].at + table.REST if standing.asked else None


def again(parts: Parts, signed: Signed, participant: UUID) -> None:
    """Invite somebody once more: the rules of sending ask again at its time.

    A coach who asks for it says that texts may reach the line after all. Raises
    NotAllowed, LookupError, NotNow.
    """
    rights.require(signed, "people")
    with parts.at_desk(signed.organisation, participant) as desk:
        standing = _standing(desk)
        why = table.again(standing, desk.tx.now)
        if why is not None:
            raise NotNow(why)
        consequences.texts_arrive(desk)
        _invite(desk, signed, "invited again")


def correct(parts: Parts, signed: Signed, participant: UUID, typed: Corrected) -> None:
    """Put another number in the place of one from which nobody answered; invite it.

    Raises NotAllowed, LookupError, NotNow, Refused with the field.
    """
    rights.require(signed, "people")
    wording, method = _evidence(typed)
    with parts.at_desk(signed.organisation, participant) as desk:
        standing = _standing(desk)
        why = table.number_stands(standing)
        if why is not None:
            raise NotNow(why)
        number = _another(desk, typed.number)
        if invitations.under_way(desk.tx, desk.person):
            raise Refused("number", MINUTE)
        _put(desk, number)
        acting.keep_entry(
            desk,
            change="invited",
            method=method,
            wording=wording,
            entered_by=signed.name,
        )
        _invite(desk, signed, "set number")


def _standing(desk: Desk) -> Standing:
    person = desk.person
    heard, held = person.last_heard_at is not None, person.hold is not None
    asked = invitations.of(desk.tx, person.id).asked
    full = invitations.full_until(desk.tx, person.id, desk.terms.most_alike)
    return Standing(person.consent, held, heard, asked, full)


def _evidence(typed: Corrected) -> tuple[str, str]:
    wording = door.clean(typed.consent_text).text.strip()
    method = " ".join(door.clean(typed.consent_method).text.split())
    for field, text in (("consent_text", wording), ("consent_method", method)):
        if not 0 < len(text) <= LONGEST[field]:
            raise of_count(field, LONGEST[field], len(text))
    return wording, method


def _another(desk: Desk, written: str) -> str:
    number = e164(written, desk.tenant.country, "number")
    if number == people.number_of(desk.tx, desk.person):
        raise Refused("number", "this number stands already; write the right one")
    return enrol.fresh_number(desk.tx, desk.tenant, written)


def _put(desk: Desk, number: str) -> None:
    """Let the old number go with all that hung on it, and keep the new one."""
    tx, person = desk.tx, desk.person
    outbox.withhold_due(tx, person)
    talks.end_all(tx, person)
    # A yes to calls was given for another number; a no stays a no.
    calls = "none" if person.calls == "agreed" else person.calls
    people.change_calls(tx, person, calls)
    people.change_recorded(tx, person, recorded=False)
    people.no_texts(tx, person, None)
    # Counts the version one up: nothing that was written before goes to the new number.
    people.change_consent(tx, person, "invited")
    desk.consent_version += 1
    desk.person = replace(person, calls=calls, recorded=False, no_texts=None)
    invitations.drop_number(tx, person)
    enrol.keep_number(desk, number)


def _invite(desk: Desk, signed: Signed, action: str) -> None:
    tx, person = desk.tx, desk.person
    enrolment.drop_invitation(tx, person.id)
    invitations.seen_to(tx, person.id)
    enrolment.audit(tx, desk.parts.new_id(), signed.actor, action, person.id)
    planning.invite(desk, before=invitations.count(tx, person))
