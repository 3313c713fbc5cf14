"""Coaches are added and changed: how alerts reach them, and in which order.

Laws: what is refused is refused whole, with the field and the mend; a coach who can be
reached by nothing takes no alerts; who changed what is kept without a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from uuid import UUID

from flows.safety.alerting import CHANNELS
from service.carrier import door
from service.store import coaches, enrolment, people
from service.store.coaches import Coach
from service.store.db import Tx
from service.store.people import Tenant
from service.usecases import alerting, languages
from service.usecases.enrol import LONGEST_COACH, Refused, e164, named
from service.usecases.parts import Parts

NONE = "none"
LONGEST_EMAIL = 254
LAST_PLACE = 999
EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be changed; "" (or None) stays as it is, "none" is none.

    `channels` are divided by commas, in the order in which they stand; `language` is
    one of languages.TONGUES.
    """

    number: str = ""
    email: str = ""
    channels: str = ""
    place: int | None = None
    language: str = ""


def listed(parts: Parts, organisation: UUID) -> tuple[Coach, ...]:
    """Return all coaches in the order in which they are told, after a person's own."""
    with parts.db.transaction(organisation) as tx:
        return coaches.in_order(tx, parts.tenant(organisation).key)


def add(
    parts: Parts, organisation: UUID, name: str, changes: Changes, by: str
) -> Coach:
    """Add a coach who coaches no programme: somebody more who is told of alerts.

    Raises Refused.
    """
    tenant = parts.tenant(organisation)
    with parts.db.transaction(organisation) as tx:
        known = coaches.in_order(tx, tenant.key)
        last = max((one.place for one in known), default=0)
        new = Coach(parts.new_id(), named("name", name, LONGEST_COACH), place=last + 1)
        if any(one.name.casefold() == new.name.casefold() for one in known):
            raise Refused(
                "name", "%(name)r stands already; use: coaches set", name=new.name
            )
        coach = _changed(tx, tenant, new, changes)
        coaches.keep(tx, tenant.key, coach)
        enrolment.audit(tx, parts.new_id(), by, "add coach", coach.id)
    return coach


def change(
    parts: Parts, organisation: UUID, who: str, changes: Changes, by: str
) -> tuple[Coach, ...]:
    """Change how a coach, by name or id, is reached; return her rows, one or several.

    Raises Refused, LookupError for nobody.
    """
    tenant = parts.tenant(organisation)
    with parts.db.transaction(organisation) as tx:
        found = _meant(coaches.in_order(tx, tenant.key), who)
        after = tuple(_changed(tx, tenant, one, changes) for one in found)
        for coach in after:
            coaches.save(tx, tenant.key, coach)
            enrolment.audit(tx, parts.new_id(), by, "change coach", coach.id)
    return after


def _meant(known: tuple[Coach, ...], who: str) -> tuple[Coach, ...]:
    """Return the rows of a coach: one name and one number is one person."""
    wanted = " ".join(who.split()).casefold()
    found = tuple(c for c in known if wanted in (c.name.casefold(), str(c.id)))
    if not found:
        raise LookupError(
            f"No coach here is called {who!r}; see: handrail coaches list"
        )
    if len({one.number for one in found}) > 1:
        ids = ", ".join(str(one.id) for one in found)
        raise Refused(
            "name", "several coaches are called so; give an id: %(ids)s", ids=ids
        )
    return found


def _changed(tx: Tx, tenant: Tenant, coach: Coach, changes: Changes) -> Coach:
    told: dict[str, object] = {}
    if changes.number:
        told["number"] = _number(tx, tenant, changes.number)
    if changes.email:
        told["email"] = email_of(changes.email)
    if changes.channels:
        told["channels"] = _channels(changes.channels)
    if changes.place is not None:
        told["place"] = _place(changes.place)
    if changes.language:
        told["language"] = languages.for_coach(changes.language)
    told["unread"] = tuple(one for one in coach.unread if one not in told)
    after = replace(coach, **told)  # type: ignore[arg-type]  # each is of its field
    return replace(
        after,
        takes_alerts=bool(after.number or after.email or {*after.unread} - {"name"}),
        language=languages.known(tx, tenant.key, after),
    )


def _number(tx: Tx, tenant: Tenant, written: str) -> str:
    if written.strip().casefold() == NONE:
        return ""
    number = e164(written, tenant.country, "number")
    if number == people.service_number(tx, tenant.key):
        raise Refused("number", "this is our own number; write the coach's")
    return number


def email_of(written: str) -> str:
    """Return an e-mail address as it is kept, "" for none; raises Refused."""
    address = door.clean(written).text.strip()
    if address.casefold() in ("", NONE):
        return ""
    if len(address) > LONGEST_EMAIL or not EMAIL.fullmatch(address):
        raise Refused("email", "this is no e-mail address; write ruth@example.org")
    return address


def _channels(written: str) -> tuple[str, ...]:
    if written.strip().casefold() == NONE:
        return ()
    given = tuple(dict.fromkeys(part.strip() for part in written.split(",")))
    if not {*given} <= {*CHANNELS}:
        known = ",".join(CHANNELS)
        raise Refused("channels", "write some of %(known)s, or none", known=known)
    return given


def _place(number: int) -> int:
    if not 0 <= number <= LAST_PLACE:
        raise Refused("place", "write a number from 0 to %(most)s", most=LAST_PLACE)
    return number


def problems(parts: Parts, known: tuple[Coach, ...]) -> tuple[str, ...]:
    """Say plainly what is missing for alerts to reach people; () when all is well."""
    able = {*alerting.able(parts)}
    reached = [one for one in known if able & {*one.ways}]
    people_told = {one.number or one.email for one in reached}
    found = []
    if not reached:
        found.append(NOBODY)
    if "email" not in able and any("email" in one.ways for one in known):
        found.append(NO_MAIL)
    if len(people_told) == 1:
        found.append(NO_BACKUP)
    if any(one.unread for one in known):
        found.append(UNREADABLE)
    return tuple(found)


NOBODY = (
    "Nobody takes alerts: a cry for help would reach no person. Mend it: handrail"
    " coaches set NAME --number NUMBER"
)
NO_MAIL = (
    "No e-mail goes out: SMTP_URL and MAIL_FROM are not set"
    " (docs/reference/settings.md)."
)
UNREADABLE = (
    "What is kept of a coach does not open. She is told of alerts by what still does."
    " Find her: handrail coaches list; say her number or e-mail again: handrail coaches"
    " set ID --number NUMBER"
)
NO_BACKUP = (
    "One person takes all alerts, and nobody is told when she does not answer. Add"
    " another: handrail coaches add NAME --number NUMBER"
)
