"""Coaches share an inbox: whose task a conversation is, put off, settled, read, noted.

Laws: nothing here reaches the person; a note is sealed with her words and goes with
them; what is put off comes back by the clock, or as soon as she writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import timing
from service.carrier import door
from service.store import (
    alerts,
    enrolment,
    handlings,
    rolls,
    searches,
    take_overs,
)
from service.store.searches import Searched, Within
from service.usecases import (
    auditing,
    closing,
    doubting,
    heeding,
    left_open,
    rights,
    taking_over,
)
from service.usecases.closing import Closing
from service.usecases.doubting import Answer, NotInDoubt
from service.usecases.entries import Refused
from service.usecases.heeding import NoAlert
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed

LONGEST_NOTE = 2000
SHORTEST_SOUGHT, LONGEST_SOUGHT = 2, 80
MOST_NAMED = 5
# How far back a search looks that is narrowed by time.
TIMES: Mapping[str, timedelta] = {
    name: timedelta(days=days)
    for name, days in (("week", 7), ("month", 30), ("year", 365))
}
Names: TypeAlias = tuple[tuple[UUID, str], ...]
Put = Literal["hour", "evening", "morning", "monday", "day", "now"]
LONGEST_OFF = timedelta(days=366)
# Until when, by the clock of the person: (days ahead, or the next such weekday; wall).
MORNING, EVENING, MONDAY = time(8), time(17), 0


def assign(
    parts: Parts, signed: Signed, participant: UUID, account: UUID | None
) -> None:
    """Make a conversation somebody's task, or nobody's; she may answer people.

    Raises:
        LookupError: there is no such person, or no such colleague.
    """
    rights.require(signed, "answer")
    with parts.at_desk(signed.organisation, participant) as desk:
        if account is not None and not handlings.may_have(desk.tx, account):
            raise LookupError(f"there is no colleague {account} who may answer")
        handlings.assign(desk.tx, desk.person, account)
        hers = heeding.OWN_TASK if account == signed.account else "assigned"
        _audit(desk, signed, hers if account else "assigned to nobody")


def snooze(
    parts: Parts, signed: Signed, participant: UUID, put: Put, day: str = ""
) -> None:
    """Put a conversation off; "now" takes it up again.

    `day` is that of "day", as 2026-12-25: it comes back on its morning, their time.

    Raises:
        Refused: that is no day, is not ahead, or is more than a year ahead.
    """
    rights.require(signed, "answer")
    with parts.at_desk(signed.organisation, participant) as desk:
        now, zone = desk.tx.now, desk.person.zone
        when = _on(now, zone, day) if put == "day" else until(now, zone, put)
        handlings.snooze(desk.tx, desk.person, when)
        _audit(desk, signed, "put off" if when else "taken up")


def until(now: datetime, zone: str, put: Put) -> datetime | None:
    """Return the moment until which that puts off; None for "now" and for no moment."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if put == "now":
        return None
    if put == "hour":
        return now + timedelta(hours=1)
    if put == "evening":
        evening = timing.moment(today, EVENING, zone)
        late = evening <= now
        return timing.moment(today + timedelta(days=late), EVENING, zone)
    ahead = 1 if put == "morning" else (MONDAY - today.weekday() - 1) % 7 + 1
    return timing.moment(today + timedelta(days=ahead), MORNING, zone)


def _on(now: datetime, zone: str, written: str) -> datetime:
    today = now.astimezone(ZoneInfo(zone)).date()
    try:
        day = date.fromisoformat(written)
    except ValueError as wrong:
        raise Refused("put_day", "choose the day that it comes back") from wrong
    if not today < day <= today + LONGEST_OFF:
        raise Refused("put_day", "choose a day after today, within a year")
    return timing.moment(day, MORNING, zone)


def settle(
    parts: Parts, signed: Signed, participant: UUID, shown: datetime | None = None
) -> tuple[Closing, bool]:
    """Say that nothing she wrote waits for an answer, up to what was shown.

    Returns by what it can be put back, and whether something newer waits still;
    `shown` None knows of all there is.
    """
    rights.require(signed, "answer")
    with parts.at_desk(signed.organisation, participant) as desk:
        first = closing.first_waiting(desk.tx, participant)
        left = left_open.unseen(desk, shown)
        left_open.answered(desk, left)
        line = _audit(desk, signed, "settled, nothing to answer")
    return Closing(line, first), bool(left)


def read(parts: Parts, signed: Signed, participant: UUID, until: datetime) -> None:
    """Say until when this account has read a conversation; for herself alone."""
    rights.require(signed, "see")
    mine = taking_over.account(signed)
    with parts.at_desk(signed.organisation, participant) as desk:
        handlings.read(desk.tx, participant, mine, min(until, desk.tx.now))


def note(
    parts: Parts, signed: Signed, participant: UUID, words: str, once: UUID
) -> None:
    """Keep a note about a person for her coaches, once for each form.

    Raises:
        Refused: it is empty or too long, or the form was used for other words.
        LookupError: there is nobody of that id.
    """
    rights.require(signed, "answer")
    told = door.clean(words.replace("\r\n", "\n")).text.strip()
    if not told:
        raise Refused("note", "write something first")
    if len(told) > LONGEST_NOTE:
        raise Refused("note", "write at most %(most)s characters", most=LONGEST_NOTE)
    with parts.at_desk(signed.organisation, participant) as desk:
        mine = taking_over.account(signed)
        if handlings.note(desk.tx, desk.person, once, mine, told):
            _audit(desk, signed, "noted")
        elif handlings.noted(desk.tx, desk.person, once) != told:
            # Its first answer was lost, and she wrote more before she sent it again.
            raise Refused(
                "note", "this form was used before; your words are not kept yet: send"
                " them once more"
            )  # fmt: skip


def heed(parts: Parts, signed: Signed, participant: UUID, alert: UUID) -> None:
    """Let who asks have an alert about a person; what is held stays held.

    Raises:
        NoAlert: there is no such alert about this person.
    """
    rights.require(signed, "answer")
    with parts.db.transaction(signed.organisation) as tx:
        row = alerts.found(tx, alert)
    if row is None or row["participant_id"] != participant:
        raise NoAlert("There is no such alert about this person any more.")
    heeding.on_page(parts, signed, alert)


def put_away(parts: Parts, signed: Signed, participant: UUID, alert: UUID) -> Closing:
    """Say that an alert about a person is seen to; what holds her is released instead.

    Returns by what it can be put back.

    Raises:
        NoAlert: it is over, it holds her, or it is about somebody else.
    """
    rights.require(signed, "answer")
    with parts.at_desk(signed.organisation, participant) as desk:
        row = alerts.found(desk.tx, alert)
        if row is None or row["participant_id"] != participant:
            raise NoAlert("There is no such alert about this person any more.")
        first = closing.first_waiting(desk.tx, participant)
        if not alerts.put_away(desk.tx, alert):
            raise NoAlert("That alert is over, or holds everything back: release it.")
        left_open.put_away(desk.tx, row)
        who = heeding.signed_in(signed)
        rings = heeding.closed(parts, desk.tx, desk.tenant, [alert], who)
        line = parts.new_id()
        enrolment.audit(desk.tx, line, signed.actor, f"put away: {row['kind']}", alert)
    parts.bell.ring("deliver", signed.organisation, rings, "urgent")
    return Closing(line, first)


def decide(
    parts: Parts, signed: Signed, participant: UUID, message: UUID, answer: Answer
) -> None:
    """Settle a doubt about a person in the name of who asks.

    Raises:
        NotInDoubt: it is in doubt no longer, or is about somebody else.
    """
    rights.require(signed, "answer")
    with parts.at_desk(signed.organisation, participant) as desk:
        row = take_overs.written(desk.tx, desk.person, message)
    if row is None:
        raise NotInDoubt("There is no such doubt about this person.")
    whose, name = signed.organisation, signed.name
    doubting.settle(parts, whose, message, answer, name, signed.actor)


@dataclass(frozen=True, slots=True)
class Narrow:
    """Of whom, by a part of the name, and of which time; "" is everybody and any."""

    whose: str = ""
    time: str = ""


def search(
    parts: Parts, signed: Signed, sought: str, before: UUID = searches.LAST,
    narrow: Narrow = Narrow(),
) -> Searched:  # fmt: skip
    """Look for words in texts, calls and notes of this organisation.

    `before` is where a search before it ended. That she searched is kept, and whose
    words she is shown; not what she looked for.

    Raises:
        Refused: there is too little, or too much, to look for, or nobody of that name.
    """
    rights.require(signed, "see")
    told = " ".join(door.clean(sought).text.split())
    if not SHORTEST_SOUGHT <= len(told) <= LONGEST_SOUGHT:
        least, most = SHORTEST_SOUGHT, LONGEST_SOUGHT
        raise Refused(
            "sought", "write %(least)s to %(most)s characters", least=least, most=most
        )
    with parts.db.transaction(signed.organisation) as tx:
        first = before == searches.LAST
        asked = first or narrow.whose
        names = tuple(rolls.names(tx, parts.vault)) if asked else ()
        within = _within(tx.now, names, narrow)
        found = searches.search(tx, parts.vault, told, before=before, within=within)
        auditing.note_search(parts, tx, signed, {one.person for one in found.hits})
        return replace(found, named=_called(names, told)[:MOST_NAMED] if first else ())


def _within(now: datetime, names: Names, narrow: Narrow) -> Within:
    back = TIMES.get(narrow.time)
    since = None if back is None else now - back
    wanted = " ".join(door.clean(narrow.whose).text.split())
    if not wanted:
        return Within(None, since)
    people = tuple(person for person, _ in _called(names, wanted))
    if not people:
        raise Refused("whose", "nobody of that name is here")
    return Within(people, since)


def _called(names: Names, wanted: str) -> Names:
    """Return those whose name holds these words, capitals and accents aside."""
    plain = rolls.plain(wanted)
    return tuple(one for one in names if plain in rolls.plain(one[1]))


def _audit(desk: Desk, signed: Signed, action: str) -> UUID:
    new = desk.parts.new_id()
    enrolment.audit(desk.tx, new, signed.actor, action, desk.person.id)
    return new
