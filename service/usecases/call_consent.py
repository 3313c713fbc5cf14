"""Consent to automated calls, and to being recorded in them: each by itself.

Laws: each yes and each no is an entry of its own, with its wording, method and who
entered it; a no counts at once, before any call that waits; nothing here touches
consent to texts, and START never brings calls back (behaviour 4.5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from service.carrier import door
from service.store import enrolment, people, plans, take_overs
from service.usecases.entries import LONGEST_MORE, Refused
from service.usecases.parts import Desk, Parts

Channel = Literal["call", "recording"]
Change = Literal["given", "withdrawn"]
PARTICIPANT = "participant"
LONGEST_BY = 80
# The method of an entry that is a yes to one call and no more.
ONE_CALL = "text, for one call"


def agree(
    desk: Desk, channel: Channel, wording: str, method: str, entered_by: str
) -> None:
    """Keep that she agreed to calls, or to being recorded in them.

    A yes to calls lets the clock plan her days anew, calls among them. `entered_by`
    is "participant" where she said it to us herself.
    """
    if channel == "call":
        people.change_calls(desk.tx, desk.person, "agreed")
        desk.person = replace(desk.person, calls="agreed")
        plans.replan(desk.tx, desk.person)
    else:
        people.change_recorded(desk.tx, desk.person, recorded=True)
        desk.person = replace(desk.person, recorded=True)
    _keep(desk, channel, "given", (wording, method, entered_by))


def agree_once(desk: Desk, wording: str) -> None:
    """Keep that she asked for one call; what she says of all others stays."""
    _keep(desk, "call", "given", (wording, ONE_CALL, PARTICIPANT))


def withdraw_calls(
    desk: Desk, wording: str, method: str, entered_by: str = PARTICIPANT
) -> None:
    """Keep that she wants no more calls: those planned, and those written, stay here.

    Her consent version counts one up, so that no call begins after this; what is said
    at this desk from now on still goes.
    """
    people.change_calls(desk.tx, desk.person, "stopped")
    plans.cancel_calls(desk.tx, desk.person)
    desk.consent_version += 1
    desk.person = replace(desk.person, calls="stopped")
    take_overs.carry_on(desk.tx, desk.person, desk.consent_version)
    _keep(desk, "call", "withdrawn", (wording, method, entered_by))


def withdraw_recording(
    desk: Desk, wording: str, method: str, entered_by: str = PARTICIPANT
) -> None:
    """Keep that she does not want to be recorded; calls go on without it."""
    people.change_recorded(desk.tx, desk.person, recorded=False)
    desk.person = replace(desk.person, recorded=False)
    _keep(desk, "recording", "withdrawn", (wording, method, entered_by))


@dataclass(frozen=True, slots=True)
class Told:
    """A yes or a no to calls or recording told to a coach, and who enters it."""

    channel: Channel
    change: Change
    wording: str
    method: str
    by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose consent was entered, and how it stands now."""

    name: str
    consent: str
    calls: str
    recorded: bool


def enter(parts: Parts, organisation: UUID, participant: UUID, told: Told) -> Standing:
    """Enter what a person told her coach, after she was enrolled.

    Raises:
        Refused: a word of it cannot stand; a recording where she takes no calls.
        LookupError: there is nobody of that id.
    """
    told = _tidy(told)
    with parts.at_desk(organisation, participant) as desk:
        _enter(desk, told)
        done = f"{told.channel} {told.change}"
        enrolment.audit(desk.tx, parts.new_id(), told.by, done, participant)
        now = desk.person
    return Standing(now.name, now.consent, now.calls, now.recorded)


def _tidy(told: Told) -> Told:
    tidied = replace(
        told,
        wording=door.clean(told.wording).text.strip(),
        method=" ".join(door.clean(told.method).text.split()),
        by=" ".join(door.clean(told.by).text.split()),
    )
    most = {
        "wording": LONGEST_MORE["calls_text"],
        "method": LONGEST_MORE["calls_method"],
    }
    for field, length in {**most, "by": LONGEST_BY}.items():
        if not 0 < len(getattr(tidied, field)) <= length:
            raise Refused(field, "write 1 to %(most)s characters", most=length)
    return tidied


def _enter(desk: Desk, told: Told) -> None:
    evidence = (told.wording, told.method, told.by)
    if told.change == "withdrawn":
        WITHDRAW[told.channel](desk, *evidence)
        return
    if told.channel == "recording" and desk.person.calls != "agreed":
        raise Refused(
            "recording", "recordings are made in calls; enter the yes to calls first"
        )
    agree(desk, told.channel, *evidence)


WITHDRAW: Mapping[Channel, Callable[[Desk, str, str, str], None]] = {
    "call": withdraw_calls,
    "recording": withdraw_recording,
}


def _keep(
    desk: Desk, channel: Channel, change: str, evidence: tuple[str, str, str]
) -> None:
    wording, method, entered_by = evidence
    people.keep_entry(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        wording=wording,
        change=change,
        channel=channel,
        method=method,
        entered_by=entered_by,
        language=desk.person.language,
    )
