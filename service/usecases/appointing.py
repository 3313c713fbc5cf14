"""Coaches are added and changed: how alerts reach them, and in which order.

Laws: what is refused is refused whole, with the field and the mend; a coach who can be
reached by nothing takes no alerts; a name is one person's, and so is a number; who
changed what is kept without a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from flows.safety.alerting import CHANNELS
from service.carrier import door
from service.store import coaches, enrolment, people, programme_versions
from service.store.coaches import Coach
from service.store.db import Tx
from service.store.people import Tenant
from service.usecases import alerting, languages
from service.usecases.enrol import LONGEST_COACH, Refused, e164, named
from service.usecases.parts import Parts

NONE = "none"
LONGEST_EMAIL = 254
LAST_PLACE = 999
MAIL = frozenset({"email"})
EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be changed; "" (or None) stays as it is, "none" is none.

    `channels` are divided by commas, in the order in which they stand; `language` is
    one of languages.TONGUES. A name is never none.
    """

    number: str = ""
    email: str = ""
    channels: str = ""
    place: int | None = None
    language: str = ""
    name: str = ""


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
    with parts.db.transaction(organisation) as tx:
        return join(parts, tx, name, changes, by)


def join(parts: Parts, tx: Tx, name: str, changes: Changes, by: str) -> Coach:
    """Add a coach, as `add` does, in a transaction that is open."""
    tenant = parts.tenant(tx.organisation_id)
    coaches.hold(tx)
    known = coaches.in_order(tx, tenant.key)
    last = coaches.behind(known)
    new = Coach(parts.new_id(), named("name", name, LONGEST_COACH), place=last)
    coach = _changed(tx, tenant, new, changes)
    _apart(known, coach)
    if coach.channels and not coach.takes_alerts:
        raise Refused("number", "write a number, or an e-mail: nothing reaches her yet")
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
        coaches.hold(tx)
        found = _meant(coaches.in_order(tx, tenant.key), who)
        return put(parts, tx, found, changes, by)


def put(
    parts: Parts, tx: Tx, rows: tuple[Coach, ...], changes: Changes, by: str
) -> tuple[Coach, ...]:
    """Change the rows of one coach in a transaction that is open; return them.

    Whoever asks holds them (`coaches.hold`). Raises Refused.
    """
    tenant = parts.tenant(tx.organisation_id)
    others = [
        one for one in coaches.in_order(tx, tenant.key) if one.id not in _ids(rows)
    ]
    after = tuple(_changed(tx, tenant, one, changes) for one in rows)
    for before, coach in zip(rows, after, strict=True):
        _apart(others, coach, before)
        coaches.save(tx, tenant.key, coach)
        enrolment.audit(tx, parts.new_id(), by, "change coach", coach.id)
    for each in programme_versions.coached(tx, _ids(rows)) if changes.name else ():
        programme_versions.keep(tx, tenant.key, parts.new_id(), each, by)
    return after


def _ids(rows: Iterable[Coach]) -> frozenset[UUID]:
    return frozenset(one.id for one in rows)


def _apart(known: Iterable[Coach], coach: Coach, before: Coach | None = None) -> None:
    """Raise Refused for a new name, or a new number, that is somebody else's already.

    Of one name there may be several rows, a programme each, that become one number's.
    """
    name = coach.name.casefold()
    renamed = before is None or name != before.name.casefold()
    moved = coach.number and (before is None or coach.number != before.number)
    for one in known:
        if renamed and one.name.casefold() == name:
            raise Refused(
                "name", "%(name)r stands already: change that one", name=one.name
            )
        if moved and one.number == coach.number and one.name.casefold() != name:
            raise Refused(
                "number", "%(name)s is told at this number already", name=one.name
            )


def each(known: Iterable[Coach]) -> tuple[tuple[Coach, ...], ...]:
    """Return everybody in their order, each with all her rows: a number is one's."""
    found: dict[object, list[Coach]] = {}
    for one in known:
        found.setdefault(_who(one), []).append(one)
    return tuple(map(tuple, found.values()))


def _who(coach: Coach) -> object:
    # A mailbox may be a team's; whose number does not open is nobody but herself.
    apart = coach.id if coach.unread else (coach.name.casefold(), coach.email)
    return coach.number or apart


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
    if changes.name:
        told["name"] = named("name", changes.name, LONGEST_COACH)
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


def reached(parts: Parts, known: Iterable[Coach]) -> bool:
    """Say whether an alert reaches anybody of these."""
    return bool(coaches.in_line(known, None, alerting.able(parts)))


def unmailed(parts: Parts, each: Iterable[tuple[Coach, ...]]) -> tuple[str, ...]:
    """Name whoever is told by e-mail alone where no mail server is set up."""
    if "email" in alerting.able(parts):
        return ()
    alone = (rows for rows in each if {by for one in rows for by in one.ways} == MAIL)
    return tuple(next(one.name for one in rows if one.ways) for rows in alone)


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
