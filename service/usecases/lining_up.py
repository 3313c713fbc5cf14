"""Who is told of alerts, as an owner sets it on a page: added, changed, moved.

Laws: by the rules of the command (`appointing`), after a fresh proof, over what was
seen and nothing else; nobody leaves alerts without a single person whom they reach
unless she says that she means it; who stands before whom changes for nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from flows.safety.alerting import CHANNELS
from service.store import coaches, enrolment
from service.store.coaches import Coach
from service.store.db import Tx
from service.usecases import alerting, appointing, languages, rights
from service.usecases.appointing import LAST_PLACE, NONE, Changes
from service.usecases.enrol import LONGEST_COACH, named
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.unchanged import Changed

People = Sequence[tuple[Coach, ...]]


class Silent(Exception):
    """Alerts would reach nobody any more; nothing was saved."""


@dataclass(frozen=True, slots=True)
class Said:
    """How somebody is told, as a form says it; `number` and `email` are "" for none.

    `channels` are () for who takes no alerts, `after` is the id of whoever stands
    before her, "" for nobody.
    """

    name: str
    number: str
    email: str
    channels: tuple[str, ...]
    language: str
    after: str


@dataclass(frozen=True, slots=True)
class Stand:
    """Somebody who is told, or could be: what stands of her, and between whom.

    `id` is None for somebody new, `others` are all the others by id, in their order,
    `programmes` those she coaches, and `unread` names what of her does not open.
    """

    id: UUID | None
    said: Said
    others: tuple[tuple[UUID, str], ...]
    programmes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def base(self) -> str:
        """What tells what stands of her from anything else in a form."""
        return sha256(repr(self.said).encode()).hexdigest()[:16]


def look(parts: Parts, signed: Signed, whose: UUID | None = None) -> Stand:
    """Return what stands of somebody, or with what somebody new begins.

    Raises NotAllowed, ProofNeeded, LookupError.
    """
    rights.require(signed, "alerts")
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        people = _everybody(parts, tx)
    if whose is None:
        return _new(people, languages.spoken_to(parts, signed))
    return _stand(people, whose)


def add(parts: Parts, signed: Signed, said: Said) -> UUID:
    """Add somebody who coaches no programme; return her id.

    Raises NotAllowed, ProofNeeded, Refused.
    """
    rights.require(signed, "alerts")
    changes = Changes(said.number, said.email, _by(said), language=said.language)
    with parts.db.transaction(signed.organisation) as tx:
        made = appointing.join(parts, tx, said.name, changes, signed.actor)
        _order(tx, _everybody(parts, tx), made.id, said.after)
    return made.id


def save(
    parts: Parts, signed: Signed, whose: UUID, said: Said, seen: tuple[str, bool]
) -> None:
    """Change somebody over what was seen: its `base`, and whether she is sure.

    Raises NotAllowed, ProofNeeded, Refused, LookupError, Changed where something else
    stands now, and Silent where nobody would be reached any more and she is not sure.
    """
    rights.require(signed, "alerts")
    base, sure = seen
    with parts.db.transaction(signed.organisation) as tx:
        coaches.hold(tx)
        people = _everybody(parts, tx)
        if _stand(people, whose).base != base:
            raise Changed
        _save(parts, tx, signed, whose, said)
        if (
            not sure
            and _reached(parts, people)
            and not _reached(parts, _everybody(parts, tx))
        ):
            raise Silent


def _save(parts: Parts, tx: Tx, signed: Signed, whose: UUID, said: Said) -> None:
    people = _everybody(parts, tx)
    stands = _stand(people, whose).said
    changes = _differing(stands, said)
    if changes != Changes():
        appointing.put(parts, tx, _rows(people, whose), changes, signed.actor)
    if said.after != stands.after:
        _order(tx, people, whose, said.after)
        _note(parts, tx, signed, whose)


def move(parts: Parts, signed: Signed, whose: UUID, past: UUID) -> None:
    """Let somebody pass the one who stands next to her in line, before or behind.

    Raises NotAllowed, ProofNeeded, LookupError, and Changed where another one does.
    """
    rights.require(signed, "alerts")
    with parts.db.transaction(signed.organisation) as tx:
        coaches.hold(tx)
        people = _everybody(parts, tx)
        _rows(people, whose)
        line = [one.id for one in _line(parts, people)]
        if not {whose, past} <= {*line}:
            raise Changed
        step = line.index(past) - line.index(whose)
        if abs(step) != 1:
            raise Changed
        _beside(tx, people, whose, (past, step > 0))
        _note(parts, tx, signed, whose)


def _note(parts: Parts, tx: Tx, signed: Signed, whose: UUID) -> None:
    enrolment.audit(tx, parts.new_id(), signed.actor, "moved coach", whose)


# ---- who stands where ----


def _everybody(parts: Parts, tx: Tx) -> People:
    return appointing.each(coaches.in_order(tx, parts.tenant(tx.organisation_id).key))


def _rows(people: People, whose: UUID) -> tuple[Coach, ...]:
    for rows in people:
        if any(one.id == whose for one in rows):
            return rows
    raise LookupError(f"nobody here is {whose}")


def _line(parts: Parts, people: People) -> tuple[Coach, ...]:
    everybody = [one for rows in people for one in rows]
    return coaches.in_line(everybody, None, alerting.able(parts))


def _reached(parts: Parts, people: People) -> bool:
    return appointing.reached(parts, [one for rows in people for one in rows])


def _order(tx: Tx, people: People, whose: UUID, after: str) -> None:
    """Let somebody stand behind whoever has this id, "" for before everybody."""
    if not after:
        first = people[0][0].id
        if first != whose:
            _beside(tx, people, whose, (first, False))
        return
    try:
        _beside(tx, people, whose, (UUID(after), True))
    except (LookupError, ValueError):
        raise Refused("after", "choose one of the list") from None


def _beside(tx: Tx, people: People, whose: UUID, at: tuple[UUID, bool]) -> None:
    """Let somebody stand before another one, or behind; all others stay as they do."""
    other, behind = at
    hers, its = _rows(people, whose), _rows(people, other)
    if hers is its:
        raise LookupError("nobody stands before or behind herself")
    order = [rows for rows in people if rows is not hers]
    order.insert(order.index(its) + behind, hers)
    for place, rows in enumerate(order):
        for one in rows:
            if one.place != min(place, LAST_PLACE):
                coaches.place(tx, one.id, min(place, LAST_PLACE))


# ---- what stands of one ----


def _new(people: People, language: str) -> Stand:
    others = tuple(_others(people))
    after = str(others[-1][0]) if others else ""
    return Stand(None, Said("", "", "", CHANNELS, language, after), others)


def _stand(people: People, whose: UUID) -> Stand:
    rows = _rows(people, whose)
    one, at = _shown(rows), people.index(rows)
    said = Said(
        name=one.name,
        number=one.number,
        email=one.email,
        channels=one.channels if one.willing else (),
        language=languages.told_in(one),
        after=str(people[at - 1][0].id) if at else "",
    )
    others = tuple(_others([each for each in people if each is not rows]))
    programmes = tuple(name for each in rows for name in each.programmes)
    return Stand(whose, said, others, programmes, one.unread)


def _shown(rows: tuple[Coach, ...]) -> Coach:
    """Return the row of somebody by which she is told, if she is."""
    return next((one for one in rows if one.ways), rows[0])


def _others(people: People) -> Iterator[tuple[UUID, str]]:
    for rows in people:
        yield rows[0].id, _shown(rows).name


def _differing(stands: Said, said: Said) -> Changes:
    """Return what is said otherwise than it stands; all else is left alone."""
    name = "" if said.name == stands.name else named("name", said.name, LONGEST_COACH)
    return Changes(
        number="" if said.number == stands.number else said.number or NONE,
        email="" if said.email == stands.email else said.email or NONE,
        channels="" if {*said.channels} == {*stands.channels} else _by(said),
        language="" if said.language == stands.language else said.language,
        name=name,
    )


def _by(said: Said) -> str:
    return ",".join(said.channels) or NONE
