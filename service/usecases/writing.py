"""A coach writes to a person in her own words: what that costs, when it goes, that it
goes once.

Laws: STOP wins, before and at the moment of sending; a word to somebody who wrote
within the hour goes at once, any other waits for her hours; pressed twice it is sent
once; writing begins a take-over, and nobody writes past a colleague unknowing, nor,
unless she says so, past a text that she has not seen; such a text waits on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows.coach import explain
from flows.coach.explain import Verdict
from service.carrier import door, segments
from service.carrier.segments import Segments
from service.queue import URGENT
from service.store import enrolment, handlings, outbox, people, take_overs
from service.store.db import Found, Stands
from service.store.exchanges import Told
from service.store.outbox import Outgoing
from service.usecases import (
    deliver,
    left_open,
    quieting,
    rights,
    spending,
    taking_over,
)
from service.usecases.entries import Refused
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed

KIND = "personal"
# As much as carriers take in one message (Twilio 21617).
LONGEST = 1600
# A word that could not go by then has lost its moment, and is shown as kept here.
LIVES = timedelta(hours=12)
TOO_LONG = "too long for one text; send it in two"
WAITS = frozenset({"quiet_hours", "closed_day"})


@dataclass(frozen=True, slots=True)
class Counted:
    """What a text would be on the air; `words` as sent, `cost` in millionths of $."""

    words: str
    size: Segments
    cost: int
    repaired: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """What would come of writing now: `rule` names what stands against it, or "".

    `reason` says so in a sentence; `waits_until` is None where it goes at once.
    `outside` says that it is now outside the hours in which they get texts.
    """

    counted: Counted
    rule: str
    reason: str
    waits_until: datetime | None
    zone: str
    outside: bool = False


def plainly(words: str) -> str:
    """Return words as they are sent: line ends and typography made plain."""
    told = door.clean(words.replace("\r\n", "\n")).text.strip()
    return segments.plain(told)


def look(parts: Parts, signed: Signed, participant: UUID, words: str) -> Ahead:
    """Say what writing these words to a person now would be; nothing is changed.

    Raises:
        LookupError: there is nobody of that id.
    """
    rights.require(signed, "answer")
    with parts.glimpse(signed.organisation, participant) as desk:
        return _ahead(desk, words)


def _ahead(desk: Desk, words: str) -> Ahead:
    told = plainly(words)
    size = segments.count(told)
    row: Found = {"kind": KIND, "channel": "text", "segments": size.count}
    bill = spending.bill(desk, row, people.number_of(desk.tx, desk.person))
    context = deliver.context(desk, KIND)
    verdict = explain.verdict(spending.bounded(context, bill))
    refused = verdict.action != "send" and verdict.rule not in WAITS
    return Ahead(
        counted=Counted(
            told, size, bill.cost, told != words.replace("\r\n", "\n").strip()
        ),
        rule=verdict.rule if refused else "",
        reason=verdict.sentence if refused else "",
        waits_until=_waits(desk, verdict),
        zone=desk.person.zone,
        outside=quieting.opens(desk, "texts") > desk.tx.now,
    )


def _waits(desk: Desk, verdict: Verdict) -> datetime | None:
    return quieting.opens(desk, "texts") if verdict.rule in WAITS else None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form holds: `once` is its key, `seen` the colleague's take-over that the
    coach knew of and takes over from; None where she knew of none.

    `shown` is when the newest text came that she was shown, None where she knows of
    all; `anyway` says that she means it past what came later.
    """

    words: str
    once: UUID
    seen: UUID | None = None
    shown: datetime | None = None
    anyway: bool = False


class Newer(Exception):
    """The person texted meanwhile, and this coach has not seen it; nothing was sent."""

    def __init__(self, texts: tuple[Told, ...]) -> None:
        super().__init__("a text came that this coach was not shown")
        self.texts = texts


def send(parts: Parts, signed: Signed, participant: UUID, draft: Draft) -> Ahead:
    """Write to a person in the name of who asks; the same form again changes nothing.

    Raises:
        Refused: the words cannot go; the mend says why.
        taking_over.Taken: a colleague talks with her, and this coach did not know.
        Newer: she texted after what this coach was shown.
        LookupError: there is nobody of that id.
    """
    rights.require(signed, "answer")
    try:
        with parts.at_desk(signed.organisation, participant) as desk:
            ahead = _sent(desk, signed, draft)
    except Stands:
        raise Refused("words", "this form was used before; nothing was sent") from None
    parts.bell.ring("deliver", signed.organisation, desk.rings, URGENT)
    return ahead


def _sent(desk: Desk, signed: Signed, draft: Draft) -> Ahead:
    ahead = _ahead(desk, draft.words)
    standing = take_overs.written(desk.tx, desk.person, draft.once)
    if standing is not None:
        if outbox.body_of(desk.person.key, standing) != ahead.counted.words:
            raise Refused(
                "words", "other words were sent by this form; send these anew"
            )
        return ahead
    _refuse(ahead)
    taking_over.taken(desk, signed, draft.seen)
    left = left_open.unseen(desk, draft.shown)
    if left and not draft.anyway:
        raise Newer(left)
    _keep(desk, draft.once, ahead)
    _answered(desk, signed, left)
    return ahead


def _answered(desk: Desk, signed: Signed, left: tuple[Told, ...]) -> None:
    """Settle what this coach had before her; what is left stands before coaches."""
    until = left_open.answered(desk, left)
    whose, new = desk.person.id, desk.parts.new_id()
    handlings.read(desk.tx, whose, taking_over.account(signed), until)
    enrolment.audit(desk.tx, new, signed.actor, "wrote", whose)


def _refuse(ahead: Ahead) -> None:
    words = ahead.counted.words
    if not words:
        raise Refused("words", "write something first")
    if len(words) > LONGEST:
        raise Refused("words", TOO_LONG)
    if ahead.rule:
        raise Refused("words", ahead.reason)


def _keep(desk: Desk, once: UUID, ahead: Ahead) -> None:
    goes_at = ahead.waits_until or desk.tx.now
    message = Outgoing(
        id=once,
        kind=KIND,
        body=ahead.counted.words,
        segments=ahead.counted.size.count,
        token=desk.parts.new_token(),
        not_before=goes_at,
        expires_at=goes_at + LIVES,
    )
    outbox.keep(desk.tx, desk.person, message, consent_version=desk.consent_version)
    take_overs.extend(desk.tx, desk.person, goes_at + taking_over.LASTS)
    if ahead.waits_until is None:
        desk.rings.append(once)
