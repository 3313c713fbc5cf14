"""Carrying out one due nudge: ask the core whether it is still right, then speak.

Law: the verdict, the words and the decision's sentence are one transaction with the
claim of the nudge's row, so a crash leaves it planned and the clock rings again (I1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.coach import explain
from flows.coach.explain import Verdict
from flows.talk import codec
from flows.talk.events import Opened
from service.queue import SENDING
from service.store import people, plans, talks
from service.store.db import Found
from service.usecases import (
    acting,
    answering,
    causes,
    converse,
    deliver,
    offering,
    speaking,
)
from service.usecases.parts import Desk, Parts
from service.usecases.speaking import About

MOST_TRIES = 3
FLOOR = timedelta(hours=1)
# Planned by the calendar, and a conversation of the table of growing all the same.
BEGINS = {causes.DIGEST: "L-digest"}
AFTER = {"send": "sent", "withhold": "withheld", "move": "planned"}


def nudge(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Carry out those nudges that are planned and due; return how many were sent."""
    return sum(_nudge(parts, organisation, nudge_id) for nudge_id in ids)


def _nudge(parts: Parts, organisation: UUID, nudge_id: UUID) -> bool:
    with parts.db.transaction(organisation, redone=True) as tx:
        person = people.lock_of_nudge(tx, parts.vault, nudge_id)
        row = plans.due_nudge(tx, nudge_id, explain.APART)
        if row is None:
            return False
        if person is None:
            # Erased: nobody can be told, and it must not be due for ever.
            plans.settle_nudge(tx, nudge_id, "cancelled", row["due_at"])
            return False
        desk = Desk(parts, tx, parts.tenant(organisation), person)
        desk.story = row["script"]
        verdict = _decide(desk, row)
        if verdict.action == "send":
            _send(desk, row)
    parts.bell.ring("deliver", organisation, desk.rings, SENDING)
    return verdict.action == "send"


def _decide(desk: Desk, row: Found) -> Verdict:
    verdict = _of_growing(desk, row, explain.verdict(_context(desk, row)))
    due_at = verdict.until or row["due_at"]
    plans.settle_nudge(desk.tx, row["id"], AFTER[verdict.action], due_at)
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
    today, week = deliver.prompts_sent(desk, row["id"])
    ends_at = _question_ends_at(desk)
    about = causes.with_calls(desk, deliver.context(desk, row["kind"]), row["id"])
    return replace(
        about,
        cause="month" if row["script"] == causes.DIGEST else about.cause,
        reported=(row["chance_outcome"] or "open") != "open",
        expires_at=row["expires_at"],
        sent_today=today,
        sent_week=week,
        open_question=ends_at is not None and ends_at > desk.tx.now,
        question_ends_at=ends_at,
        nudged_at=row["nudged_at"],
    )


def _question_ends_at(desk: Desk) -> datetime | None:
    """Return until when the open question has the floor, or None when none is open.

    It can be answered for a day, but after an hour a newer question may take its
    place: an unanswered prompt must not keep the weekly recap from being asked.
    """
    asked = desk.near.conversation
    if asked is None:
        return None
    state = codec.load_state(asked.state)
    return state.asked_at + FLOOR if state.awaiting and state.asked_at else None


def _send(desk: Desk, row: Found) -> None:
    about = About(
        kind=row["kind"],
        nudge_id=row["id"],
        chance_id=row["chance_id"],
        expires_at=row["expires_at"],
    )
    if row["kind"] == "call":
        # A question that is open goes on by phone, if she answers.
        speaking.ring(desk, row["script"], about)
        return
    talks.end_all(desk.tx, desk.person)
    begun = causes.offered_by(row["occurrence"]) or BEGINS.get(row["script"])
    if begun:
        answering.begin(desk, begun)
    converse.open_talk(desk, row["script"], Opened(row["kind"]), about)


def give_up(parts: Parts, organisation: UUID, nudge_id: UUID) -> None:
    """Count a try that broke; after three put the nudge aside and tell a coach."""
    with parts.db.transaction(organisation) as tx:
        person = people.lock_of_nudge(tx, parts.vault, nudge_id)
        row = None if person is None else plans.due_nudge(tx, nudge_id, explain.APART)
        if person is None or row is None:
            return
        aside = row["tries"] + 1 >= MOST_TRIES
        state = "quarantined" if aside else "planned"
        plans.settle_nudge(tx, nudge_id, state, row["due_at"], tried=1)
        if aside:
            desk = Desk(parts, tx, parts.tenant(organisation), person)
            acting.put_before_coach(desk, "quarantine", row["kind"])
