"""A coach's pause: nothing planned goes out up to a day, and why.

Laws: it never shortens or ends a pause she asked for herself, and lasts beside it: who
ends the one leaves the other; it has an author, a reason and a last day; STOP, HELP and
the crisis screen work as ever.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from flows.coach import days, timing
from service.store import enrolment, people, plans, policies
from service.usecases import acting, planning, rights
from service.usecases.entries import Refused
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed

LONGEST_REASON, LONGEST = 200, timedelta(days=366)
# By which she asks for a pause, and by which she ends each one that stands.
ASKED, ENDED = "PAUSE", ("GO", "BACK")


def pause(
    parts: Parts, signed: Signed, participant: UUID, until: date, reason: str
) -> None:
    """Let nothing planned go out up to and including a day.

    Raises Refused for a day or a reason that cannot stand, LookupError for nobody.
    """
    rights.require(signed, "people")
    said = " ".join(reason.split())
    if not 0 < len(said) <= LONGEST_REASON:
        raise Refused("reason", "write 1 to %(most)s characters", most=LONGEST_REASON)
    with parts.at_desk(signed.organisation, participant) as desk:
        today = desk.today
        if not today <= until <= today + LONGEST:
            raise Refused(
                "until", "write a day from %(today)s on, within a year", today=today
            )
        _unless_hers(desk, until)
        _rest(desk, until)
        name = desk.person.name
        words = f"A coach paused {name} up to and including {days.said(until)}."
        _told(desk, signed, f"{words} {signed.name}: {said}", "pause")


def resume(parts: Parts, signed: Signed, participant: UUID) -> None:
    """End a coach's pause; one that she asked for herself goes on up to its last day.

    Raises Refused where no longer one than hers stands, LookupError for nobody.
    """
    rights.require(signed, "people")
    with parts.at_desk(signed.organisation, participant) as desk:
        until = desk.person.paused_until
        if until is None or until < desk.today:
            raise Refused("until", "there is no pause to end")
        hers = _hers(desk)
        if hers is not None and until <= hers:
            raise _refused(hers)
        _rest(desk, hers)
        name = desk.person.name
        words = f"A coach ended the pause of {name}."
        if hers is not None:
            words = (
                f"A coach ended the pause of {name}; the one asked for in their own"
                f" words goes on up to and including {days.said(hers)}."
            )
        _told(desk, signed, f"{words} {signed.name}", "end pause")


def _unless_hers(desk: Desk, until: date) -> None:
    hers = _hers(desk)
    if hers is not None and until < hers:
        raise _refused(hers)


def _refused(hers: date) -> Refused:
    return Refused(
        "until",
        "they asked for a pause up to %(until)s themselves; it goes on",
        until=hers,
    )


def _hers(desk: Desk) -> date | None:
    """Return the last day of a pause that she asked for herself and that goes on.

    However long a coach's pause beside it is.
    """
    found = policies.newest(desk.tx, desk.person, (ASKED, *ENDED))
    if found is None or found[1] != ASKED:
        return None
    at, _, inputs = found
    if "until" in inputs:
        until = date.fromisoformat(inputs["until"])
    else:  # as it was kept before it held the day
        asked = timing.local_day(at, desk.person.zone)
        until = asked + timedelta(days=inputs["days"])
    return until if until >= desk.today else None


def _rest(desk: Desk, until: date | None) -> None:
    people.pause(desk.tx, desk.person, until)
    acting.rest(desk, until)
    desk.person = replace(desk.person, paused_until=until)


def _told(desk: Desk, signed: Signed, sentence: str, action: str) -> None:
    tx, new_id = desk.tx, desk.parts.new_id
    plans.decide(
        tx,
        desk.person,
        new_id(),
        sentence,
        nudge_id=None,
        verdict="rung",
        rule="coach_pause",
        inputs={},
    )
    enrolment.audit(tx, new_id(), signed.actor, action, desk.person.id)
    planning.rearrange(desk)
