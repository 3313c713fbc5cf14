"""A coach's pause: nothing planned goes out up to a day, and why.

Laws: it never shortens or ends a pause she asked for herself; it has an author, a
reason and a last day; STOP, HELP and the crisis screen work as ever.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from flows.coach import days
from service.store import enrolment, people, plans, policies
from service.usecases import acting, planning, rights
from service.usecases.entries import Refused
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed

RULE = "coach_pause"  # written out below too: the house looks for rules there
HERS = frozenset({"PAUSE", "L6"})
LONGEST_REASON, LONGEST = 200, timedelta(days=366)
LOOK_BACK = 40


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
    """End a coach's pause; raises Refused where it is hers, or there is none."""
    rights.require(signed, "people")
    with parts.at_desk(signed.organisation, participant) as desk:
        until = desk.person.paused_until
        if until is None or until < desk.today:
            raise Refused("until", "there is no pause to end")
        _unless_hers(desk, None)
        _rest(desk, None)
        name = desk.person.name
        words = f"A coach ended the pause of {name}. {signed.name}"
        _told(desk, signed, words, "end pause")


def _unless_hers(desk: Desk, until: date | None) -> None:
    standing = desk.person.paused_until
    if standing is None or standing < desk.today or not _is_hers(desk):
        return
    if until is None or until < standing:
        raise Refused(
            "until",
            "they asked for a pause up to %(until)s themselves; it goes on",
            until=standing,
        )


def _is_hers(desk: Desk) -> bool:
    """Say whether she asked last for the pause that stands, and not a coach."""
    for _, rule, _ in policies.decided(desk.tx, desk.person, LOOK_BACK):
        if rule == RULE:
            return False
        if rule in HERS:
            return True
    return True


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
