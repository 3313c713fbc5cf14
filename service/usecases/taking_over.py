"""A coach talks with a person herself, and everything automatic waits meanwhile.

Laws: one coach at a time; another takes her place only knowing of her; what was
nobody's task is the task of who talks. It ends when a coach says so, or by the clock a
day after the last word of either; never because of something the person wrote. STOP,
HELP and the crisis screen work as ever, and so do other holds: what is graver holds on
after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from flows.talk import answers
from flows.talk.expects import Expect
from service.store import enrolment, handlings, people, plans, take_overs, talks
from service.store.db import Unavailable
from service.store.take_overs import TakeOver, Talk
from service.usecases import acting, left_open, releasing, rights
from service.usecases.parts import Desk, Parts
from service.usecases.releasing import NotHeld
from service.usecases.rights import NotAllowed, Signed

# It ends by itself so long after the last word, hers or the coach's.
LASTS = timedelta(hours=24)
HOLD = "take_over"


class Taken(ValueError):
    """Somebody else talks with her, and whoever asks did not know it."""

    def __init__(self, by: TakeOver) -> None:
        super().__init__(f"{by.name} is talking with this person already")
        self.by = by


def account(signed: Signed) -> UUID:
    """Return the account of who asks; at the command line nobody talks."""
    if signed.account is None:
        raise NotAllowed("answer")
    return signed.account


def begin(
    parts: Parts, signed: Signed, participant: UUID, seen: UUID | None = None
) -> TakeOver:
    """Begin to talk with a person, or take her from the colleague of take-over `seen`.

    Raises:
        NotAllowed: who asks may not, or may no more.
        Taken: somebody else talks with her, and `seen` is not that take-over.
        LookupError: there is nobody of that id.
    """
    rights.require(signed, "answer")
    with parts.at_desk(signed.organisation, participant) as desk:
        return taken(desk, signed, seen)


def taken(desk: Desk, signed: Signed, seen: UUID | None) -> TakeOver:
    """Let who asks talk with the person at this desk; see `begin`."""
    mine, key = account(signed), desk.tenant.key
    before = take_overs.standing(desk.tx, key, desk.person.id)
    if before is not None and before.account == mine:
        return before
    if before is not None and before.id != seen:
        raise Taken(before)
    if before is not None:
        take_overs.end(desk.tx, desk.person, "taken")
    return _begun(desk, signed, mine, before)


def _begun(desk: Desk, signed: Signed, mine: UUID, before: TakeOver | None) -> TakeOver:
    tx, name, new = desk.tx, signed.name, desk.parts.new_id()
    if not handlings.may_have(tx, mine):
        raise NotAllowed("answer")  # her account ended while she asked
    ends_at = tx.now + LASTS
    take_overs.begin(tx, desk.person, new, mine, ends_at)
    handlings.assign_free(tx, desk.person, mine)
    # An open question would take what she tells her coach for its answer.
    talks.end_all(tx, desk.person)
    if desk.person.hold is None:
        acting.hold(desk, HOLD, None)
    took = f"{name} took over from {before.name}" if before else f"{name} talks"
    told = f"{took}: everything automatic waits."
    _explain(desk, told, verdict="taken_over", rule=HOLD)
    enrolment.audit(tx, desk.parts.new_id(), signed.actor, "took over", desk.person.id)
    return TakeOver(new, mine, name, tx.now, ends_at)


def finish(parts: Parts, signed: Signed, participant: UUID) -> str | None:
    """End a take-over by a coach's word; return the hold that stands still, or None.

    Raises:
        NotHeld: nobody talks with her any more.
        LookupError: there is nobody of that id.
    """
    rights.require(signed, "answer")
    with parts.at_desk(signed.organisation, participant) as desk:
        if not take_overs.end(desk.tx, desk.person, "coach"):
            raise NotHeld(f"Nobody is talking with {desk.person.name} any more.")
        new, whose = desk.parts.new_id(), desk.person.id
        enrolment.audit(desk.tx, new, signed.actor, "ended the take-over", whose)
        return _ended(desk, f"{signed.name} ended the talk; automatic texts go on.")


def mine(parts: Parts, signed: Signed) -> tuple[Talk, ...]:
    """Return with whom who asks talks now; with nobody at the command line."""
    if signed.account is None:
        return ()
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        return take_overs.mine(tx, parts.vault, signed.account)


def let_go(desk: Desk, name: str) -> None:
    """End the take-over with the person at this desk: its coach answers no more."""
    take_overs.end(desk.tx, desk.person, "coach")
    why = f"{name} answers nobody here any more, so the talk ended; automatic texts"
    _ended(desk, f"{why} go on.")


def end_due(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """End those take-overs whose time is over, by the clock; return how many.

    One that breaks stops no other; the first error is raised after all were tried.
    """
    ended, broken = 0, None
    for one in ids:
        try:
            ended += _end(parts, organisation, one)
        except Unavailable:
            raise
        except Exception as error:
            broken = broken or error
    if broken is not None:
        raise broken
    return ended


def _end(parts: Parts, organisation: UUID, one: UUID) -> bool:
    with parts.db.transaction(organisation) as tx:
        whose = take_overs.due(tx, one)
        person = None if whose is None else people.lock(tx, parts.vault, whose)
        if person is None:
            if whose is not None:
                take_overs.close(tx, one)
            return whose is not None
        # A word of hers may have come while we waited for her row.
        if take_overs.due(tx, one) is None:
            return False
        desk = Desk(parts, tx, parts.tenant(organisation), person)
        take_overs.end(tx, person, "clock")
        _ended(desk, "Nobody wrote for 24 hours, so the talk ended by itself.")
    return True


def _ended(desk: Desk, why: str) -> str | None:
    """Lift the hold of a take-over, where it is the one that stands, and plan anew.

    Whose newest words nobody has answered stays before coaches.
    """
    left_open.keep(desk)
    if desk.person.hold != HOLD:
        return desk.person.hold
    still = releasing.lift_and_plan(desk)
    _explain(desk, why, verdict="release", rule="talked")
    return still


def _explain(desk: Desk, sentence: str, **of: str) -> None:
    new = desk.parts.new_id()
    plans.decide(desk.tx, desk.person, new, sentence, nudge_id=None, inputs={}, **of)


# ---- her words meanwhile ----


def heard(desk: Desk) -> None:
    """Let a take-over last on from a word of hers; other holds have none of it."""
    if desk.person.hold is not None:
        take_overs.extend(desk.tx, desk.person, desk.tx.now + LASTS)


def listened(desk: Desk, body: str) -> None:
    """Keep what she tells her coach as a try, where it tells of one; nothing is said.

    It is read as always: without it a prompt would ask, after the talk, for what she
    has told. Only today's chance, once it has opened and nothing was told of it.
    """
    person, chance = desk.person, desk.near.chance
    if person.hold != HOLD or person.consent != "active" or desk.step is None:
        return
    if chance is None or chance.attempt is not None or chance.opens_at is None:
        return
    told = answers.understand(body, Expect("attempt"), person.language)
    tried = isinstance(told, answers.Tried) and not told.days_ago
    if tried and chance.opens_at <= desk.tx.now:
        scene = acting.Scene(desk, None, None, heard=body)
        acting.record(scene, desk.today, "attempted", body)
