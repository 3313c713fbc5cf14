"""Coaches as they are told of alerts: in their order, by number and by e-mail.

Law: who is reached at one number is one person, whatever programmes she coaches; she
stands where the first of her rows stands, and is told in the first language said. What
does not open of one coach keeps no other from being told, nor her by what does open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import structlog
from sqlalchemy import text

from service.store import tables
from service.store.db import Found, Tx
from service.store.vault import Key, Unreadable

log = structlog.get_logger()

ALL = text(
    "SELECT id, name_sealed, number_sealed, email_sealed, takes_alerts, channels,"
    " place, language, ARRAY(SELECT r.name FROM programmes r"
    "  WHERE r.organisation_id = :organisation AND r.coach_id = c.id ORDER BY r.id)"
    " AS programmes"
    " FROM coaches c WHERE organisation_id = :organisation"
    " ORDER BY place, created_at, id"
)
# Who changes who is told waits for who does already; an alert waits for neither.
HOLD = text(
    "SELECT id FROM coaches WHERE organisation_id = :organisation ORDER BY id"
    " FOR NO KEY UPDATE"
)
SAVE = text(
    "UPDATE coaches SET"
    " name_sealed = CASE WHEN :keep_name THEN name_sealed ELSE :name END,"
    " number_sealed = CASE WHEN :keep_number THEN number_sealed ELSE :number END,"
    " email_sealed = CASE WHEN :keep_email THEN email_sealed ELSE :email END,"
    " takes_alerts = :takes, channels = :channels, place = :place,"
    " language = :language"
    " WHERE organisation_id = :organisation AND id = :id"
)
PLACE = text(
    "UPDATE coaches SET place = :place"
    " WHERE organisation_id = :organisation AND id = :id"
)
TEACH = text(
    "UPDATE coaches SET language = :language"
    " WHERE organisation_id = :organisation AND id = :id"
)
# Whose programme a person is in.
OF = text(
    "SELECT c.id, c.name_sealed FROM participants p"
    " JOIN programmes r ON r.organisation_id = :organisation AND r.id = p.programme_id"
    " JOIN coaches c ON c.organisation_id = :organisation AND c.id = r.coach_id"
    " WHERE p.organisation_id = :organisation AND p.id = :person"
)
# The name of a coach whose own does not open.
UNREAD = "?"
# In which column a part of her stands, and what its seal is bound to.
SEALED: Mapping[str, tuple[str, str]] = {
    "name": ("name_sealed", "name_sealed"),
    "number": ("number_sealed", "number"),
    "email": ("email_sealed", "email_sealed"),
}
# Where each channel finds a coach.
AT: Mapping[str, str] = {"text": "number", "call": "number", "email": "email"}


@dataclass(frozen=True, slots=True)
class Coach:
    """A coach; `number` and `email` are "" where she gave none.

    `channels` are by what she may be told, `place` is where she stands in the order,
    `language` is what she is told in, "" until one is said, `programmes` are those she
    coaches, and `unread` names what of her does not open (name, number, email).
    """

    id: UUID
    name: str
    number: str = ""
    email: str = ""
    takes_alerts: bool = True
    channels: tuple[str, ...] = ("text", "email", "call")
    place: int = 0
    programmes: tuple[str, ...] = ()
    language: str = ""
    unread: tuple[str, ...] = ()

    def reached(self, channel: str) -> str:
        """Return where this channel finds her; "" when it may not or cannot."""
        may = self.takes_alerts and channel in self.channels
        return str(getattr(self, AT[channel])) if may else ""

    @property
    def willing(self) -> bool:
        """Whether she takes alerts, if anything reached her."""
        reach = self.number or self.email
        return bool(self.channels) and (self.takes_alerts or not reach)

    @property
    def ways(self) -> tuple[str, ...]:
        """By what she can be told."""
        return tuple(channel for channel in self.channels if self.reached(channel))


def hold(tx: Tx) -> None:
    """Let nobody else change who is told until this transaction is over."""
    tx.run(HOLD)


def in_order(tx: Tx, key: Key) -> tuple[Coach, ...]:
    """Return all coaches in their order; `key` is the organisation's."""
    found = tuple(_coach(key, row) for row in tx.rows(ALL))
    said = {one.number: one.language for one in reversed(found) if one.language}
    return tuple(
        replace(one, language=said[one.number])
        if one.number in said and one.number and not one.language
        else one
        for one in found
    )


def _coach(key: Key, row: Found) -> Coach:
    told = {name: _opened(key, row, *place) for name, place in SEALED.items()}
    return Coach(
        id=row["id"],
        name=told["name"] or UNREAD,
        number=told["number"] or "",
        email=told["email"] or "",
        takes_alerts=row["takes_alerts"],
        channels=tuple(row["channels"].split(",")) if row["channels"] else (),
        place=row["place"],
        programmes=tuple(row["programmes"]),
        language=row["language"] or "",
        unread=tuple(name for name, words in told.items() if words is None),
    )


def _opened(key: Key, row: Found, column: str, bound: str) -> str | None:
    """Return what is sealed there, "" for nothing, None where it does not open.

    One coach's spoilt name once kept every alert from everybody.
    """
    try:
        return key.words(row[column], "coaches", row["id"], bound)
    except Unreadable as error:
        log.exception("coach_unreadable", coach=str(row["id"]), exc_info=error)
        return None


def at(coach: Coach, number: str) -> Coach:
    """Return a coach as she is told at this number, "" for none."""
    return replace(coach, number=number, takes_alerts=bool(number or coach.email))


def behind(known: Iterable[Coach]) -> int:
    """Return the place behind all of these."""
    return max((one.place + 1 for one in known), default=0)


def joining(known: Iterable[Coach], coach: Coach) -> Coach:
    """Return a new coach as she joins these: behind all of them.

    Whose number is known already keeps the place that she has, and how she is told.
    """
    known = tuple(known)
    new = replace(coach, place=behind(known))
    same = [one for one in known if coach.number and one.number == coach.number]
    if not same:
        return new
    return replace(new, channels=same[0].channels, email=new.email or same[0].email)


def on_call(
    tx: Tx, key: Key, first: UUID | None, able: Iterable[str]
) -> tuple[Coach, ...]:
    """Return who can be told by any of `able` channels, the coach `first` first."""
    return in_line(in_order(tx, key), first, able)


def in_line(
    everybody: Iterable[Coach], first: UUID | None, able: Iterable[str]
) -> tuple[Coach, ...]:
    """Return who of these can be told by any of `able` channels, `first` first."""
    by = frozenset(able)
    reached = [coach for coach in everybody if by & {*coach.ways}]
    reached.sort(key=lambda coach: coach.id != first)
    return tuple(_each_once(reached))


def _each_once(coaches: Iterable[Coach]) -> Iterator[Coach]:
    known: set[str] = set()
    for coach in coaches:
        # A mailbox may be a team's; a telephone is one person's.
        who = coach.number or coach.email
        if who not in known:
            yield coach
        known.add(who)


def at_number(tx: Tx, key: Key, number: str) -> tuple[Coach, ...]:
    """Return the rows of the coach at this number (E.164); none for anybody else."""
    return tuple(one for one in in_order(tx, key) if one.number == number)


def of(tx: Tx, key: Key, person: UUID) -> str:
    """Return the name of a person's coach; "" where there is none or it is unread."""
    for row in tx.rows(OF, person=person):
        try:
            return key.open(row["name_sealed"], "coaches", row["id"], "name_sealed")
        except Unreadable:
            break
    return ""


def where(tx: Tx, key: Key, coach_id: UUID, channel: str) -> str:
    """Return where a coach is reached by a channel now; "" for nowhere."""
    found = (one for one in in_order(tx, key) if one.id == coach_id)
    return next((one.reached(channel) for one in found), "")


def keep(tx: Tx, key: Key, coach: Coach) -> None:
    """Keep a new coach."""
    tx.put(
        tables.CoachRow,
        id=coach.id,
        name_sealed=_named(key, coach),
        created_at=tx.now,
        **_reach(key, coach),
    )


def _named(key: Key, coach: Coach) -> bytes:
    return key.seal(coach.name, "coaches", coach.id, "name_sealed")


def _reach(key: Key, coach: Coach) -> dict[str, object]:
    number, email = coach.number, coach.email
    return {
        "number_sealed": key.seal(number, "coaches", coach.id, "number")
        if number
        else None,
        "email_sealed": key.seal(email, "coaches", coach.id, "email_sealed")
        if email
        else None,
        "takes_alerts": coach.takes_alerts,
        "channels": ",".join(coach.channels),
        "place": coach.place,
        "language": coach.language or None,
    }


def teach(tx: Tx, coach: UUID, language: str) -> None:
    """Save in which language a coach is told, and nothing else of her."""
    tx.later(TEACH, id=coach, language=language)


def place(tx: Tx, coach: UUID, number: int) -> None:
    """Save where a coach stands in the order, and nothing else of her."""
    tx.later(PLACE, id=coach, place=number)


def save(tx: Tx, key: Key, coach: Coach) -> None:
    """Save how a coach is called and reached, and where she stands.

    What did not open, and has nothing in its place, stays sealed as it is.
    """
    told = _reach(key, coach)
    tx.run(
        SAVE,
        id=coach.id,
        name=_named(key, coach),
        keep_name="name" in coach.unread,
        number=told["number_sealed"],
        email=told["email_sealed"],
        keep_number="number" in coach.unread and not coach.number,
        keep_email="email" in coach.unread and not coach.email,
        takes=coach.takes_alerts,
        channels=told["channels"],
        place=coach.place,
        language=told["language"],
    )
