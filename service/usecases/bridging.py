"""A coach calls a person through the service: what stands against it, and that it is
asked for once.

Laws: her own telephone rings first, at a number that she has confirmed; neither sees
the other's number; STOP, calls stopped and days without calls are lifted by nobody, and
hours or a yes that is missing by a stated reason alone, which is kept; pressed twice
it is one call; calling begins a take-over as writing does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from flows.coach import explain
from flows.coach.explain import Verdict
from service.carrier import door
from service.queue import URGENT
from service.store import (
    bridges,
    enrolment,
    everything,
    outbox,
    own_lines,
    people,
    plans,
    take_overs,
)
from service.store.db import Found, Stands
from service.store.outbox import Outgoing
from service.usecases import deliver, languages, rights, spending, taking_over
from service.usecases.entries import Refused
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed

KIND, CHANNEL = "personal", "call"
# A telephone that rings later than this rings at nobody's wish any more.
LIVES = timedelta(minutes=2)
# After this a call of which nothing more was heard is in nobody's way.
LONGEST = everything.LONGEST_CALL
LONGEST_REASON = 200
# What a coach may lift by saying why.
LIFTED = frozenset({"calls_not_agreed", "quiet_hours"})


@dataclass(frozen=True, slots=True)
class Ahead:
    """What would come of calling now: `rule` names what stands against it, or "".

    `reason` says so in a sentence; `lifts` that a stated reason would let it go;
    `line` is the coach's own telephone, "" where she has none yet.
    """

    line: str
    rule: str
    reason: str

    @property
    def lifts(self) -> bool:
        """Whether what stands against it may be lifted by a stated reason."""
        return self.rule in LIFTED


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form holds: `once` is its key, `seen` a colleague's take-over that the
    coach knew of; `stated` is why.
    """

    once: UUID
    stated: str = ""
    seen: UUID | None = None


def look(parts: Parts, signed: Signed, participant: UUID) -> Ahead:
    """Say what stands against calling a person now; nothing is changed.

    Raises:
        LookupError: there is nobody of that id.
    """
    rights.require(signed, "answer")
    with parts.glimpse(signed.organisation, participant) as desk:
        return _ahead(desk, signed, stated=False)


def _ahead(desk: Desk, signed: Signed, *, stated: bool) -> Ahead:
    line = own_lines.of(desk.tx, desk.tenant.key, taking_over.account(signed)).number
    found = verdict(desk, stated=stated)
    if found.action == "send":
        return Ahead(line, "", "")
    return Ahead(line, found.rule, found.sentence)


def verdict(desk: Desk, *, stated: bool) -> Verdict:
    """Ask the rules whether a coach's own call may be put through at this moment."""
    number = people.number_of(desk.tx, desk.person)
    row: Found = {"kind": KIND, "channel": CHANNEL, "segments": 0}
    bill = spending.bill(desk, row, number)
    context = replace(
        deliver.context(desk, "bridge"),
        stated=stated,
        expires_at=desk.tx.now + LIVES,
    )
    return explain.verdict(spending.bounded(context, bill))


def call(parts: Parts, signed: Signed, participant: UUID, wish: Wish) -> None:
    """Have the coach's telephone rung, then the person's; the same form again is none.

    Raises:
        Refused: it may not be; field "call", or "stated" where a reason lifts it.
        taking_over.Taken: a colleague talks with her, and this coach did not know.
        LookupError: there is nobody of that id.
    """
    rights.require(signed, "answer")
    try:
        with parts.at_desk(signed.organisation, participant) as desk:
            _called(desk, signed, wish)
    except Stands:
        raise Refused("call", "this form was used before; nobody was called") from None
    parts.bell.ring("deliver", signed.organisation, desk.rings, URGENT)


def _called(desk: Desk, signed: Signed, wish: Wish) -> None:
    if take_overs.written(desk.tx, desk.person, wish.once) is not None:
        return
    stated = " ".join(door.clean(wish.stated).text.split())
    if len(stated) > LONGEST_REASON:
        raise Refused("stated", "too long; write 200 characters at most")
    plain = _ahead(desk, signed, stated=False)
    _refuse(desk, signed, plain, stated)
    taking_over.taken(desk, signed, wish.seen)
    _keep(desk, signed, wish, stated if plain.rule else "")
    if plain.rule:
        _explain(desk, f"{plain.reason} {signed.name} called all the same: {stated}")
    whose, new = desk.person.id, desk.parts.new_id()
    enrolment.audit(desk.tx, new, signed.actor, "called through the service", whose)


def _refuse(desk: Desk, signed: Signed, plain: Ahead, stated: str) -> None:
    mine = taking_over.account(signed)
    if plain.rule and not plain.lifts:
        raise Refused("call", plain.reason)
    if not plain.line:
        raise Refused(
            "call", "confirm your own telephone first; it rings before theirs"
        )
    if plain.line == people.number_of(desk.tx, desk.person):
        raise Refused(
            "call", "this is your own telephone; you cannot be put through to yourself"
        )
    if plain.rule and not stated:
        raise Refused(
            "stated", "write why a call is right all the same; it is kept with the call"
        )
    # What a reason lifts may hide what none does: asked with it.
    lifted = _ahead(desk, signed, stated=bool(plain.rule))
    if lifted.rule:
        raise Refused("call", lifted.reason)
    if bridges.under_way(desk.tx, desk.person, mine, LONGEST):
        raise Refused("call", "a call goes on just now; wait until it is over")


def _keep(desk: Desk, signed: Signed, wish: Wish, stated: str) -> None:
    message = Outgoing(
        id=wish.once,
        kind=KIND,
        channel=CHANNEL,
        # Whose call it was, as she was called then.
        body=signed.name,
        segments=0,
        token=desk.parts.new_token(),
        not_before=desk.tx.now,
        expires_at=desk.tx.now + LIVES,
    )
    outbox.keep(desk.tx, desk.person, message, consent_version=desk.consent_version)
    # The coach's telephone speaks her language, whatever page she pressed on.
    spoken = languages.spoken_to(desk.parts, signed)
    made = (taking_over.account(signed), spoken, stated)
    bridges.keep(desk.tx, desk.person, wish.once, made)
    desk.rings.append(wish.once)


def _explain(desk: Desk, sentence: str) -> None:
    plans.decide(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        sentence,
        nudge_id=None,
        verdict="send",
        rule="stated",
        inputs={"kind": "bridge"},
    )
