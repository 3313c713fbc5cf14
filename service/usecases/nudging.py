"""Carrying out one due nudge: ask the core whether it is still right, then speak.

Law: the verdict, the words and the decision's sentence are one transaction with the
claim of the nudge's row, so a crash leaves it planned and the clock rings again (I1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.coach import explain, nudge_moments
from flows.coach.explain import Verdict
from flows.talk.events import Opened
from service.queue import SENDING
from service.store import handfuls, nearby, people, plans, talks
from service.store.db import Found, Tx
from service.store.people import Person
from service.usecases import (
    acting,
    answering,
    causes,
    converse,
    deliver,
    floor,
    not_read,
    offering,
    prompted,
    speaking,
    unconfirmed,
    uninvited,
)
from service.usecases.parts import Desk, Parts
from service.usecases.speaking import About
from service.usecases.terms import Terms

MOST_TRIES = 3
# Planned by the calendar, and a conversation of the table of growing all the same.
BEGINS = {causes.DIGEST: "L-digest"}
AFTER = {"send": "sent", "withhold": "withheld", "move": "planned"}


def nudge(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Carry out those nudges that are planned and due; return how many were sent.

    A handful is one transaction: when one of them breaks, none of them is kept.
    """
    wanted = tuple(dict.fromkeys(ids))
    if not wanted[1:]:
        return sum(_alone(parts, organisation, one) for one in wanted)
    sent, left = _together(parts, organisation, wanted)
    return sent + sum(_alone(parts, organisation, one) for one in left)


def _together(
    parts: Parts, organisation: UUID, ids: Sequence[UUID]
) -> tuple[int, Sequence[UUID]]:
    """Carry out a handful at once; return how many were sent, and what was left.

    Left are nudges of people who are served elsewhere just now, and second ones of one
    person: the first must be seen by the second.
    """
    with parts.db.transaction(organisation, redone=True) as tx:
        whose = handfuls.lock(tx, parts.vault, ids)
        first = {person.id: one for one, person in reversed(whose.items())}
        mine = set(first.values())
        rows = handfuls.due(tx, list(mine), nudge_moments.APART) if mine else []
        sent, rings = _carry_out(parts, tx, [(whose[row["id"]], row) for row in rows])
    parts.bell.ring("deliver", organisation, rings, SENDING)
    return sent, [one for one in ids if one not in mine]


def _alone(parts: Parts, organisation: UUID, nudge_id: UUID) -> int:
    with parts.db.transaction(organisation, redone=True) as tx:
        person = people.lock_of_nudge(tx, parts.vault, nudge_id)
        row = handfuls.one_due(tx, nudge_id, nudge_moments.APART)
        if row is None:
            return 0
        if person is None:
            # Erased: nobody can be told, and it must not be due for ever.
            plans.settle_nudge(tx, nudge_id, "cancelled", row["due_at"])
            return 0
        sent, rings = _carry_out(parts, tx, [(person, row)])
    parts.bell.ring("deliver", organisation, rings, SENDING)
    return sent


def _carry_out(
    parts: Parts, tx: Tx, due: Sequence[tuple[Person, Found]]
) -> tuple[int, list[UUID]]:
    """Carry out one due nudge of each; return how many were sent, and the messages."""
    at_hand = _at_desks(parts, tx, due)
    decided = [(desk, row, _decide(desk, row)) for desk, row in at_hand]
    if decided:
        handfuls.settle(tx, [_came(row, verdict) for _, row, verdict in decided])
    sending = [
        (desk, row) for desk, row, verdict in decided if verdict.action == "send"
    ]
    # For all at once: one that ends before each that begins would be statements again.
    ended = [desk for desk, row in sending if _ends_a_talk(desk, row)]
    for desk in ended:
        not_read.keep(desk)
    if ended:
        talks.end_of(tx, [desk.person.id for desk in ended])
    for desk, row in sending:
        _send(desk, row)
    return len(sending), [one for desk, _ in sending for one in desk.rings]


def _at_desks(
    parts: Parts, tx: Tx, due: Sequence[tuple[Person, Found]]
) -> list[tuple[Desk, Found]]:
    """Give each person a desk, with what lies near her read for all at once."""
    if not due:
        return []
    tenant = parts.tenant(tx.organisation_id)
    desks = [Desk(parts, tx, tenant, person) for person, _ in due]
    pairs = [(desk, row) for desk, (_, row) in zip(desks, due, strict=True)]
    counted = handfuls.nudged(
        tx, [prompted.since(desk, row["id"]) for desk, row in pairs]
    )
    near = nearby.near_all(
        tx, [(desk.person, desk.today, row["script"]) for desk, row in pairs]
    )
    terms: dict[UUID, Terms] = {}
    for desk, row in pairs:
        desk.story = row["script"]
        desk.lies(near[desk.person.id], terms)
        row["sent_today"], row["sent_week"] = counted[row["id"]]
    return pairs


def _came(row: Found, verdict: Verdict) -> tuple[UUID, str, datetime]:
    return row["id"], AFTER[verdict.action], verdict.until or row["due_at"]


def _decide(desk: Desk, row: Found) -> Verdict:
    verdict = _of_growing(desk, row, explain.verdict(_context(desk, row)))
    plans.decide(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        verdict.sentence,
        nudge_id=row["id"],
        verdict=verdict.action,
        rule=verdict.rule,
        inputs=verdict.inputs,
    )
    if verdict.action == "withhold" and row["kind"] == uninvited.INVITATION:
        uninvited.stayed(desk, verdict.rule)
    if verdict.rule == unconfirmed.RULE:
        unconfirmed.ask(desk)
    return verdict


def _of_growing(desk: Desk, row: Found, verdict: Verdict) -> Verdict:
    """Ask the table of offers again; what it no longer says stays here."""
    rule = causes.offered_by(row["occurrence"])
    if not rule or verdict.action != "send":
        return verdict
    offer = offering.still(desk, rule)
    if offer is None:
        words = f"What {desk.person.name} was to be asked has been settled meanwhile."
        return replace(verdict, action="withhold", rule="offer_over", sentence=words)
    kept = offering.inputs(offer)
    return replace(verdict, rule=rule, inputs=kept, sentence=offer.sentence)


def _context(desk: Desk, row: Found) -> explain.NudgeContext:
    ends_at = floor.ends_at(desk)
    about = causes.with_calls(
        desk, deliver.context(desk, row["kind"]), row["id"], row["occurrence"]
    )
    return replace(
        about,
        cause="month" if row["script"] == causes.DIGEST else about.cause,
        reported=(row["chance_outcome"] or "open") != "open",
        expires_at=row["expires_at"],
        sent_today=row["sent_today"],
        sent_week=row["sent_week"],
        open_question=ends_at is not None and ends_at > desk.tx.now,
        question_ends_at=ends_at,
        nudged_at=row["nudged_at"],
    )


def _ends_a_talk(desk: Desk, row: Found) -> bool:
    """Say whether this takes the place of an open question.

    By phone it does not: the question goes on there, if she answers.
    """
    return row["kind"] != "call" and desk.near.conversation is not None


def _send(desk: Desk, row: Found) -> None:
    about = About(
        kind=row["kind"],
        nudge_id=row["id"],
        chance_id=row["chance_id"],
        expires_at=row["expires_at"],
    )
    if row["kind"] == "call":
        speaking.ring(desk, row["script"], about)
        return
    begun = causes.offered_by(row["occurrence"]) or BEGINS.get(row["script"])
    if begun:
        answering.begin(desk, begun)
    converse.open_talk(desk, row["script"], Opened(row["kind"]), about)


def give_up(parts: Parts, organisation: UUID, nudge_id: UUID) -> None:
    """Count a try that broke; after three put the nudge aside and tell a coach."""
    with parts.db.transaction(organisation) as tx:
        person = people.lock_of_nudge(tx, parts.vault, nudge_id)
        row = (
            None
            if person is None
            else handfuls.one_due(tx, nudge_id, nudge_moments.APART)
        )
        if person is None or row is None:
            return
        aside = row["tries"] + 1 >= MOST_TRIES
        state = "quarantined" if aside else "planned"
        plans.settle_nudge(tx, nudge_id, state, row["due_at"], tried=1)
        if aside:
            desk = Desk(parts, tx, parts.tenant(organisation), person)
            acting.put_before_coach(desk, "quarantine", row["kind"])
