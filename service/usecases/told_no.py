"""A no that somebody said to a person: to texts, to calls, or to being recorded.

Laws: it counts at once, and in any state; a no to texts is what a STOP is, by the same
road, and ends calls too; no text confirms it; what stands already is changed by no
second no, whose words are kept beside the first; only she herself ends a no to texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from service.store import consents, enrolment, invitations, people
from service.usecases import call_consent, guarding, rights
from service.usecases.call_consent import Evidence, Standing
from service.usecases.entries import Refused
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed

Channel = Literal["text", "call", "recording"]
# A coach ahead of her clock writes her own today; a no is not turned away for that.
EASTERNMOST = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class No:
    """A no as told on a page: to what, its words, how it was said, on which day."""

    channel: Channel
    wording: str
    how: str
    on: date


@dataclass(frozen=True, slots=True)
class Told:
    """A no as told at the command line, and who enters it."""

    channel: Channel
    wording: str
    method: str
    by: str


def enter(parts: Parts, signed: Signed, participant: UUID, told: No) -> None:
    """Enter a no said to a coach. Raises NotAllowed, LookupError, Refused."""
    rights.require(signed, "people")
    method = f"{call_consent.how_told(told.how)}, {told.on.isoformat()}"
    evidence = _tidy(told.wording, method, signed.name)
    with parts.at_desk(signed.organisation, participant) as desk:
        if told.on > (desk.tx.now + EASTERNMOST).date():
            raise Refused("on", call_consent.NOT_YET)
        _carry_out(desk, told.channel, evidence, signed.actor)


def at_terminal(
    parts: Parts, organisation: UUID, participant: UUID, told: Told
) -> Standing:
    """Enter a no at the command line; return how consent stands then.

    Raises Refused with the field, and LookupError where there is nobody of that id.
    """
    evidence = _tidy(told.wording, told.method, told.by)
    with parts.at_desk(organisation, participant) as desk:
        _carry_out(desk, told.channel, evidence, evidence[2])
        return call_consent.standing(desk)


def _carry_out(desk: Desk, channel: Channel, evidence: Evidence, actor: str) -> None:
    if STANDS[channel](desk):
        call_consent.said_again(desk, channel, evidence)
    else:
        END[channel](desk, *evidence)
    done = f"{channel} withdrawn"
    enrolment.audit(desk.tx, desk.parts.new_id(), actor, done, desk.person.id)


def _end_texts(desk: Desk, wording: str, method: str, by: str) -> None:
    """Do what a STOP does; that she could not be invited is no task any more."""
    calls = "stopped" if desk.person.calls == "agreed" else desk.person.calls
    guarding.stop(desk, method, wording, by)
    desk.person = replace(desk.person, calls=calls)
    invitations.seen_to(desk.tx, desk.person.id, line=False)


def _no_calls(desk: Desk) -> bool:
    """Say whether no call may come; since her own no she may have asked for one."""
    last = consents.last_of(desk.tx, desk.person, "call")
    return desk.person.calls == "stopped" and last == "withdrawn"


def _not_recorded(desk: Desk) -> bool:
    last = consents.last_of(desk.tx, desk.person, "recording")
    return not desk.person.recorded and last == "withdrawn"


STANDS: Mapping[Channel, Callable[[Desk], bool]] = {
    "text": lambda desk: desk.person.consent == "stopped",
    "call": _no_calls,
    "recording": _not_recorded,
}
END: Mapping[Channel, Callable[[Desk, str, str, str], None]] = {
    "text": _end_texts,
    "call": call_consent.withdraw_calls,
    "recording": call_consent.withdraw_recording,
}


def _tidy(wording: str, method: str, by: str) -> Evidence:
    evidence = call_consent.tidy(wording, method, by)
    # The carrier's own words in the ledger say that it knows of her stop; it does not.
    if evidence[1] in people.STOPPED_AT_CARRIER:
        raise Refused("method", "write how they said it to a person")
    return evidence
