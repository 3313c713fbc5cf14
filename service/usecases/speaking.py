"""Putting words on their way: every text a person gets goes through here.

Law: two machines that answer each other stop after three texts (failure 31): by
default 3 automatic texts in 5 minutes, 10 in a day, 2 of one wording in a day. What is
owed whatever happens (a confirmation, the crisis reply) is not counted, nor are the
next lines of a conversation that we began and that moves on with every answer; even
so, a machine that says STOP and START in turn is confirmed six times a day and no
oftener.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.coach import timing
from flows.coach.nudge_context import STILL_UP
from service.carrier import segments
from service.store import outbox, plans, restores
from service.store.outbox import Outgoing
from service.usecases import quieting, restored, uninvited
from service.usecases.parts import Desk

OWED = frozenset({"confirmation", "crisis"})
# A conversation that we began ends by itself: its script and TURN_LIMIT bound it.
BOUNDED = frozenset({*OWED, "answer"})
BURST = timedelta(minutes=5)
MOST_CONFIRMED = 6


@dataclass(frozen=True, slots=True)
class About:
    """What a text belongs to; `kind` is its kind in the outbox."""

    kind: str = "reply"
    conversation_id: UUID | None = None
    nudge_id: UUID | None = None
    chance_id: UUID | None = None
    expires_at: datetime | None = None


def say(desk: Desk, bodies: Sequence[str], about: About) -> None:
    """Keep texts to the person in the outbox, and remember to ring for them."""
    for body in bodies:
        wording = desk.person.key.hash(body)
        message = replace(_message(desk, body, about), body_hash=wording)
        limit = _limit_of_owed(desk, about) or _limit(desk, wording, about)
        if _may_have_had_it(desk, about):
            message = replace(message, state="withheld")
            restored.explain(desk)
        elif limit is not None:
            message = replace(message, state="withheld")
            _explain(desk, limit)
            if about.kind == uninvited.INVITATION:
                uninvited.stayed(desk, "loop_guard")
        else:
            desk.rings.append(message.id)
            if about.kind not in BOUNDED:
                desk.said.append((desk.tx.now, wording))
        outbox.keep(desk.tx, desk.person, message, consent_version=desk.consent_version)


def _may_have_had_it(desk: Desk, about: About) -> bool:
    """Say whether she wrote this in a time of which a restored database knows nothing.

    Danger is answered once more: a second safety reply harms nobody.
    """
    if desk.came_at is None or about.kind == "crisis":
        return False
    return restores.until(desk.tx, desk.came_at) is not None


def _message(desk: Desk, body: str, about: About) -> Outgoing:
    return Outgoing(
        id=desk.parts.new_id(),
        kind=about.kind,
        body=body,
        segments=segments.count(body).count,
        token=desk.parts.new_token(),
        not_before=_not_before(desk, about),
        expires_at=about.expires_at,
        conversation_id=about.conversation_id,
        nudge_id=about.nudge_id,
        chance_id=about.chance_id,
    )


def _not_before(desk: Desk, about: About) -> datetime:
    """Return from when a text may go: at once, but for an answer to an old text.

    She wrote it hours ago, and may be asleep by now; only a crisis is answered still.
    """
    fresh = desk.came_at is None or desk.tx.now - desk.came_at <= STILL_UP
    if fresh or about.kind == "crisis":
        return desk.tx.now
    hours = quieting.hours_today(desk, "texts") or desk.terms.hours
    return timing.next_open(desk.tx.now, hours, desk.person.zone)


def ring(desk: Desk, script: str, about: About) -> None:
    """Keep a call to the person in the outbox, and remember to ring for it.

    Nothing is said yet: `script` only tells why she is called.
    """
    message = replace(_message(desk, script, about), channel="call", segments=0)
    desk.rings.append(message.id)
    outbox.keep(desk.tx, desk.person, message, consent_version=desk.consent_version)


def _limit_of_owed(desk: Desk, about: About) -> str | None:
    if about.kind != "confirmation":
        return None
    confirmed = outbox.confirmed(desk.tx, desk.person)
    return (
        f"{MOST_CONFIRMED} confirmations in a day"
        if confirmed >= MOST_CONFIRMED
        else None
    )


def _limit(desk: Desk, wording: bytes, about: About) -> str | None:
    """Return which limit one more text would break, in words, or None."""
    if about.kind in BOUNDED:
        return None
    terms, sent = desk.terms, [*desk.near.sent, *desk.said]
    lately = sum(desk.tx.now - at < BURST for at, _ in sent)
    alike = sum(known == wording for _, known in sent)
    counts = (
        (lately, terms.most_in_burst, "in 5 minutes"),
        (len(sent), terms.most_a_day, "in a day"),
        (alike, terms.most_alike, "alike in a day"),
    )
    broken = (
        f"{most} automatic texts {span}"
        for so_far, most, span in counts
        if so_far >= most
    )
    return next(broken, None)


def _explain(desk: Desk, limit: str) -> None:
    plans.decide(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        f"{desk.person.name} would have had more than {limit}, so this text stayed.",
        nudge_id=None,
        verdict="withhold",
        rule="loop_guard",
        inputs={"limit": limit},
    )
