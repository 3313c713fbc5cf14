"""Consent to automated calls, and to being recorded in them: each by itself.

Laws: each yes and each no is an entry of its own, with its wording, method and who
entered it; a no counts at once, before any call that waits; nothing here touches
consent to texts, and START never brings calls back (behaviour 4.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.safety import consent
from service.carrier import door
from service.store import consents, enrolment, people, plans
from service.usecases import acting, rights
from service.usecases.entries import LONGEST_MORE, Refused
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed

Channel = Literal["call", "recording"]
# The wording of an entry, how it was told, and who enters it.
Evidence = tuple[str, str, str]
PARTICIPANT = "participant"
LONGEST_BY = LONGEST_METHOD = 80
# How long "how they told you" may be on the page, which adds whose words and the day.
LONGEST_HOW = 40
WHOSE: Mapping[str, str] = {
    "theirs": "in their own words",
    "form": "the wording of a form",
    "read": "our wording, read to them",
}
# Whoever stopped by herself is not brought back by a form.
HER_NO = (
    "they stopped this by their own word, and a form cannot undo that; they can text"
    " START for texts, and CALL ME for one call"
)
NOT_YET = "that day has not come; write the day they said it"
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

    Her consent version counts one up, so that no call begins after this; texts that she
    is owed, and what is said at this desk from now on, still go.
    """
    people.change_calls(desk.tx, desk.person, "stopped")
    plans.cancel_calls(desk.tx, desk.person)
    acting.next_version(desk)
    desk.person = replace(desk.person, calls="stopped")
    _keep(desk, "call", "withdrawn", (wording, method, entered_by))


def withdraw_recording(
    desk: Desk, wording: str, method: str, entered_by: str = PARTICIPANT
) -> None:
    """Keep that she does not want to be recorded; calls go on without it."""
    people.change_recorded(desk.tx, desk.person, recorded=False)
    desk.person = replace(desk.person, recorded=False)
    _keep(desk, "recording", "withdrawn", (wording, method, entered_by))


def said_again(desk: Desk, channel: str, evidence: Evidence) -> None:
    """Keep the words of a no that was told where one stands; it changes nothing."""
    _keep(desk, channel, "repeated", evidence)


@dataclass(frozen=True, slots=True)
class Told:
    """A yes to calls or recording told to a coach, and who enters it."""

    channel: Channel
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
    """Enter a yes that a person told her coach, after she was enrolled.

    Raises:
        Refused: a word of it cannot stand; a recording where she takes no calls.
        LookupError: there is nobody of that id.
    """
    evidence = tidy(told.wording, told.method, told.by)
    with parts.at_desk(organisation, participant) as desk:
        _enter(desk, told.channel, evidence)
        done, by = f"{told.channel} given", evidence[2]
        enrolment.audit(desk.tx, parts.new_id(), by, done, participant)
        return standing(desk)


def standing(desk: Desk) -> Standing:
    """Return how her consent stands at this desk now."""
    now = desk.person
    return Standing(now.name, now.consent, now.calls, now.recorded)


@dataclass(frozen=True, slots=True)
class Later:
    """A later yes as told on a page: `whose` is one of WHOSE, `on` the day of it."""

    channel: Channel
    wording: str
    how: str
    whose: str
    on: date


def later_yes(parts: Parts, signed: Signed, participant: UUID, told: Later) -> None:
    """Enter a yes to calls, or to being recorded, that somebody gave after enrolment.

    Raises NotAllowed, LookupError, and Refused with the field; so where she stopped it
    by her own word.
    """
    rights.require(signed, "people")
    how = how_told(told.how)
    if told.whose not in WHOSE:
        raise Refused("whose", "choose one of these")
    method = f"{how}, {told.on.isoformat()}, {WHOSE[told.whose]}"
    evidence = tidy(told.wording, method, signed.name)
    with parts.at_desk(signed.organisation, participant) as desk:
        if not _may_be_told(desk):
            raise Refused("what", HER_NO)
        today = desk.tx.now.astimezone(ZoneInfo(desk.person.zone)).date()
        if told.on > today:
            raise Refused("on", NOT_YET)
        _enter(desk, told.channel, evidence)
        done = f"{told.channel} given"
        enrolment.audit(desk.tx, parts.new_id(), signed.actor, done, participant)


def may_be_told(parts: Parts, signed: Signed, participant: UUID) -> bool:
    """Say whether a later yes to calls can be entered for somebody at all."""
    rights.require(signed, "people")
    with parts.at_desk(signed.organisation, participant) as desk:
        return _may_be_told(desk)


def _may_be_told(desk: Desk) -> bool:
    herself = consents.by_herself(desk.tx, desk.person, ONE_CALL)
    state, calls = desk.person.consent, desk.person.calls
    return consent.may_yes_to_calls_be_told(state, calls, herself=herself)


def how_told(how: str) -> str:
    """Return how somebody told it, in one line; raises Refused for none."""
    line = " ".join(door.clean(how).text.split())
    if not 0 < len(line) <= LONGEST_HOW:
        raise Refused("how", "write 1 to %(most)s characters", most=LONGEST_HOW)
    return line


def tidy(wording: str, method: str, by: str) -> Evidence:
    """Return an entry's words as they may be kept; raises Refused with the field."""
    words = door.clean(wording).text.strip()
    how, who = (" ".join(door.clean(one).text.split()) for one in (method, by))
    for field, written, most in (
        ("wording", words, LONGEST_MORE["calls_text"]),
        ("method", how, LONGEST_METHOD),
        ("by", who, LONGEST_BY),
    ):
        if not 0 < len(written) <= most:
            raise Refused(field, "write 1 to %(most)s characters", most=most)
    if who.casefold() == PARTICIPANT:
        # So the ledger calls her own word, by which no form can go.
        raise Refused("by", "write the name of whoever enters it")
    return words, how, who


def _enter(desk: Desk, channel: Channel, evidence: Evidence) -> None:
    if channel == "recording" and desk.person.calls != "agreed":
        raise Refused(
            "recording", "recordings are made in calls; enter the yes to calls first"
        )
    agree(desk, channel, *evidence)


def _keep(desk: Desk, channel: str, change: str, evidence: Evidence) -> None:
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
