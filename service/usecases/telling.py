"""Who is told of alerts as things stand now: in which order, by what, after how long.

Laws: it is worked out by what tells of a real alert, so that neither can say other than
the other; looking changes nothing; no number leaves this room whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows.safety import alerting as table
from service.store import coaches, gates, overviews, own_lines, views, watches, zones
from service.store.coaches import Coach
from service.store.db import Tx
from service.store.overviews import Glance
from service.store.views import REACH
from service.store.watches import Notice, Watch
from service.usecases import alerting, appointing, rights
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.today import Next


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a way: how long after the one before, and who is told by what now.

    `again` says that it comes round, each time for the next one in line.
    """

    after: timedelta
    told: tuple[tuple[str, tuple[str, ...]], ...]
    again: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A coach as alerts reach her; `number` shows its last digits, "" for none.

    `by` is what reaches her now, `confirmed` that a code sent to that number came back,
    `mailed` that she has an address, `last` the last alert that she was told of.
    `takes` says that she takes alerts, `queued` that she stands in line for them, and
    `rows` are all her ids, one for each programme of hers.
    """

    id: UUID
    name: str
    number: str
    confirmed: bool
    mailed: bool
    by: tuple[str, ...]
    programmes: tuple[str, ...]
    last: Notice | None
    takes: bool
    queued: bool
    rows: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is told, of everything or of one programme's people.

    `lacks` says plainly what is missing, `shut` by what the carrier lets nothing out,
    `mail` whether e-mails can be sent from here, and `unmailed` names those whom
    nothing reaches but the e-mail that cannot be sent.
    """

    programme: Glance | None
    lines: tuple[Line, ...]
    ways: tuple[tuple[str, tuple[Stage, ...]], ...]
    lacks: tuple[str, ...]
    shut: tuple[str, ...]
    mail: bool
    unmailed: tuple[str, ...]
    zone: str
    now: datetime


def look(parts: Parts, signed: Signed, programme: UUID | None = None) -> Telling:
    """Return who is told of alerts, those of a programme's people where one is named.

    Raises:
        LookupError: there is no such programme.
    """
    rights.require(signed, "see")
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        found = overviews.glances(tx, key, programme) if programme else ()
        if programme and not found:
            raise LookupError(f"there is no programme {programme} here")
        of = found[0] if found else None
        everybody = coaches.in_order(tx, key)
        last = watches.last_told(tx, {one.id: one.name for one in everybody})
        confirmed = own_lines.confirmed(tx, key)
        shut = tuple(one.channel for one in gates.show(tx) if one.stopped_code)
        zone, now = zones.of(tx).name, tx.now
    first = _own(everybody, of)
    able = alerting.able(parts)
    line = coaches.in_line(everybody, first, able)
    each = appointing.each(everybody)
    beside = _beside(each, {one.id for one in line})
    rows = {one.id: hers for hers in each for one in hers}
    return Telling(
        programme=of,
        lines=tuple(
            _line(
                rows[one.id],
                one,
                able,
                last.get(one.id),
                confirmed=one.number in confirmed,
                queued=one in line,
            )
            for one in (*line, *beside)
        ),
        ways=tuple(
            (way, tuple(_stages(parts, everybody, way, first, shut)))
            for way in table.WAYS
        ),
        lacks=appointing.problems(parts, everybody),
        shut=shut,
        mail=parts.mail is not None,
        unmailed=appointing.unmailed(parts, each),
        zone=zone,
        now=now,
    )


@dataclass(frozen=True, slots=True)
class Ahead:
    """Of one person: her alerts that are open, and by the id of each that goes round
    who is told next of it.
    """

    alerts: tuple[Watch, ...]
    next: Mapping[UUID, Next]


def ahead(parts: Parts, tx: Tx, programme: str, alerts: tuple[Watch, ...]) -> Ahead:
    """Return who is told next of these alerts about somebody in a programme."""
    everybody = coaches.in_order(tx, parts.tenant(tx.organisation_id).key)
    own = next((one for one in everybody if programme in one.programmes), None)
    first = None if own is None else own.id
    coming = {}
    for one in alerts:
        if one.next_at is None or one.heeded_at is not None:
            continue
        way = table.way(one.kind, one.reason)
        told = alerting.next_told(parts, everybody, way, one.step, first)
        if told or one.kind in REACH:
            whom = tuple((coach.name, by) for coach, by in told)
            coming[one.id] = Next(one.next_at, whom)
    return Ahead(alerts, coming)


def _own(everybody: tuple[Coach, ...], of: Glance | None) -> UUID | None:
    """Return the coach of a programme, who is told first."""
    if of is None:
        return None
    return next((one.id for one in everybody if of.name in one.programmes), None)


def _beside(each: tuple[tuple[Coach, ...], ...], told: set[UUID]) -> tuple[Coach, ...]:
    """Return whoever is told of nothing as things stand, each once."""
    return tuple(rows[0] for rows in each if not told & {one.id for one in rows})


def _line(
    rows: tuple[Coach, ...],
    coach: Coach,
    able: tuple[str, ...],
    last: Notice | None,
    *,
    confirmed: bool,
    queued: bool,
) -> Line:
    return Line(
        id=coach.id,
        name=coach.name,
        number=views.masked(coach.number) if coach.number else "",
        confirmed=confirmed and bool(coach.number),
        mailed=bool(coach.email),
        by=tuple(one for one in able if coach.reached(one)),
        programmes=tuple(name for each in rows for name in each.programmes),
        last=last,
        takes=coach.willing,
        queued=queued,
        rows=frozenset(each.id for each in rows),
    )


def _stages(
    parts: Parts,
    everybody: tuple[Coach, ...],
    way: str,
    first: UUID | None,
    shut: tuple[str, ...],
) -> Iterator[Stage]:
    row = table.WAYS[way]
    for number in range(len(row.steps) + (row.again is not None)):
        step = table.step(way, number)
        told = alerting.next_told(parts, everybody, way, number, first, shut)
        if step is not None:
            again = number >= len(row.steps)
            yield Stage(step.after, tuple((one.name, by) for one, by in told), again)
