"""Releasing: a person has looked, and lifts the hold on a participant.

Laws: nobody's text and no machine lifts a hold, only a named person; but one that had
no ground, as a text that we had missed shows (usecases.unconfirmed). It never touches
consent, and nothing that was written before goes out after it by itself, but what she
is owed. What nobody has looked at yet goes on holding.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flows.safety import unconfirmed
from flows.safety.alerting import WHOSE
from service.carrier import door
from service.store import alerts, enrolment, people, plans, silences, take_overs
from service.store.db import Tx
from service.store.people import Person
from service.usecases import acting, guarding, heeding, left_open
from service.usecases.enrol import Refused
from service.usecases.parts import Desk, Parts

LONGEST_BY, LONGEST_NOTE = 80, 500
# What holds for as long as an alert of its kind is open, the gravest first.
HOLDING = ("crisis", "unclear_stop")
TALK = "take_over"
# What each hold is called where it is told who lifted it.
CALLED = {
    "crisis": "safety", "unclear_stop": "may want texts to end", TALK: "take over",
}  # fmt: skip


class NotHeld(ValueError):
    """There is nothing to lift; the message names the person."""


@dataclass(frozen=True, slots=True)
class Released:
    """What was lifted, and what holds still.

    `seen` tells when each alert rose that is acknowledged now, oldest first; `still`
    is the hold that took the place of the one that was lifted, None when none did.
    """

    name: str
    zone: str
    consent: str
    lifted: str
    seen: tuple[datetime, ...]
    still: str | None


def release(  # noqa: PLR0913 -- who, why, and what was looked at, each by its name
    parts: Parts,
    organisation: UUID,
    participant: UUID,
    *,
    by: str,
    note: str = "",
    actor: str = "",
    looked: datetime | None = None,
    coach: UUID | None = None,
) -> Released:
    """Lift the hold on a participant in the name of `by`, and plan her days anew.

    Her open alerts of that kind are acknowledged, those that were raised after `looked`
    apart: whoever lifts it has not seen them. When an alert that holds is open still,
    that hold takes the place of the first: each is looked at by itself. Whoever was
    texted of them, and not told that somebody has them, hears that they are seen to;
    but for who lifts it, who is `coach` where she is one.
    The audit says who (`actor` where she signed in) and when; the note is kept with
    her words, under her key.

    Raises:
        NotHeld: nothing is held for her.
        LookupError: there is nobody of that id.
        Refused: `by` or `note` cannot stand.
    """
    by, note = _tidy("by", by, 1, LONGEST_BY), _tidy("note", note, 0, LONGEST_NOTE)
    with parts.at_desk(organisation, participant) as desk:
        tx, person = desk.tx, desk.person
        if person.hold is None:
            raise NotHeld(f"Nothing is held for {person.name}; nothing was changed.")
        lifted = person.hold
        since = _left_of_whose(tx, person, lifted)
        seen = alerts.acknowledge(tx, person.id, lifted, min(looked or tx.now, tx.now))
        who = heeding.Who(by, "page", () if coach is None else (coach,))
        rings = heeding.closed(parts, tx, desk.tenant, [one for _, one in seen], who)
        if lifted == TALK:
            take_overs.end(tx, person, "coach")
            left_open.keep(desk)
        _ask_whose(desk, lifted)
        left_unanswered(desk, since)
        still = lift_and_plan(desk)
        enrolment.audit(
            tx, parts.new_id(), actor or by, f"released {lifted}", person.id
        )
        _explain(desk, lifted, by, note)
    parts.bell.ring("deliver", organisation, rings, "urgent")
    rose = tuple(at for at, _ in seen)
    return Released(person.name, person.zone, person.consent, lifted, rose, still)


def _left_of_whose(tx: Tx, person: Person, lifted: str) -> datetime | None:
    """Take it off the list that her number is silent; return since when words wait."""
    if lifted != TALK:
        silences.seen_to(tx, person)
    return silences.left(tx, person) if lifted == HOLDING[1] else None


def _ask_whose(desk: Desk, lifted: str) -> None:
    """Let whose number it is be looked at next, where danger came from a silent one.

    "who is this? I want to die" was lifted, and her step went to whoever wrote that.
    """
    tx, person = desk.tx, desk.person
    silence = (
        silences.facts(tx, person, tx.now).longest if lifted == HOLDING[0] else None
    )
    if silence and unconfirmed.too_long(silence) and not silences.stands(tx, person):
        guarding.unclear_stop(desk, WHOSE[1])


def left_unanswered(desk: Desk, since: datetime | None) -> None:
    """Put before coaches what came from an unconfirmed number, where it was put off.

    A machine has answered that a person reads it.
    """
    if since is not None:
        left_open.keep_since(desk, since)


def _tidy(field: str, text: str, least: int, most: int) -> str:
    told = " ".join(door.clean(text).text.split())
    if not least <= len(told) <= most:
        raise Refused(
            field, "write %(least)s to %(most)s characters", least=least, most=most
        )
    return told


def lift_and_plan(desk: Desk) -> str | None:
    """Lift the hold on the person at this desk, and plan her days anew.

    Returns the hold that takes its place: what nobody has looked at, or a take-over.
    """
    still = _still(desk.tx, desk.person)
    _lift(desk, still)
    acting.plan_anew(desk)
    return still


def _still(tx: Tx, person: Person) -> str | None:
    """Return what holds her still: an alert nobody has seen yet, or a coach's talk."""
    left = plans.open_alerts(tx, person)
    unseen = next((kind for kind in HOLDING if kind in left), None)
    return unseen or (TALK if take_overs.stands(tx, person) else None)


def _lift(desk: Desk, still: str | None) -> None:
    if still is not None:
        acting.hold(desk, still, None)
        return
    people.release(desk.tx, desk.person)
    acting.next_version(desk)
    desk.person = replace(desk.person, hold=None)


def _explain(desk: Desk, lifted: str, by: str, note: str) -> None:
    said = f"{by} lifted the hold ({CALLED[lifted]})."
    plans.decide(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        f'{said} "{note}"' if note else said,
        nudge_id=None,
        verdict="release",
        rule="talked" if lifted == TALK else lifted,
        inputs={},
    )
