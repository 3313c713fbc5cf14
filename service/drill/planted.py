"""Faults planted on purpose, so that a drill shows it would notice them.

Each takes one safeguard of the product away, in the processes of one drill alone, and
is named after what a hurried programmer would have written instead.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text as sql

from flows.coach import nudge_moments
from service.carrier.wire import InboundText, StatusReport
from service.drill import breaches, measures
from service.store import db, gates, handfuls, outbox, plans
from service.store.db import Found
from service.usecases import (
    converse,
    deliver,
    delivery,
    looking_after,
    nudging,
    settling,
)
from service.usecases.parts import Desk, Parts


class UnknownFault(ValueError):
    """No such fault; the message lists those there are."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One fault: what it takes away, what the drill must then call it, and how.

    `caught_as` is a word of the judge's, the promise that is found broken, or what is
    found to take longer than it may.

    Without `callbacks` the drill loses them all: they alone heal what it does.
    """

    about: str
    caught_as: str
    plant: Callable[[], None]
    callbacks: bool = True


def _claim_after_call() -> None:
    def send(parts: Parts, organisation: UUID, message: UUID, claim: UUID) -> bool:
        with parts.db.transaction(organisation) as tx:
            row = outbox.claimed(tx, message, claim)
            call = None if row is None else deliver._prepare(parts, tx, row)
            if call is None:
                return False
            outcome = deliver.ROADS[call.row["channel"]](parts, call)
            settling.settle(parts, tx, call.row, outcome)
        return True

    deliver._send = send


def _resend_doubts() -> None:
    words = str(outbox.LOST).replace("ELSE 'in_doubt' END", "ELSE 'due' END")
    outbox.LOST = sql(words)


def _settle_before_speaking() -> None:
    """Mark a nudge sent at once; its own message then finds it no longer due."""
    together, alone = nudging._together, nudging._alone

    def settle(parts: Parts, organisation: UUID, ids: Sequence[UUID]) -> None:
        with parts.db.transaction(organisation) as tx:
            for row in handfuls.due(tx, ids, nudge_moments.APART):
                plans.settle_nudge(tx, row["id"], "sent", row["due_at"])

    def handful(parts: Parts, organisation: UUID, ids: Sequence[UUID]) -> Any:
        settle(parts, organisation, ids)
        return together(parts, organisation, ids)

    def one(parts: Parts, organisation: UUID, nudge_id: UUID) -> int:
        settle(parts, organisation, (nudge_id,))
        return alone(parts, organisation, nudge_id)

    nudging._together, nudging._alone = handful, one


def _forget_ids_of_texts() -> None:
    take = converse.text_in

    def text_in(parts: Parts, text: InboundText) -> str:
        return take(parts, replace(text, sid=text.sid + secrets.token_hex(4)))

    converse.text_in = text_in


def _last_word_wins() -> None:
    def joined(row: Mapping[str, Any], report: StatusReport) -> dict[str, Any]:
        state = "failed" if report.status in ("queued", "sent") else "sent"
        return {
            "state": state,
            "status": report.status,
            "error_code": report.error_code,
            "carrier_id": report.sid,
        }

    delivery.joined = joined


def _no_sweeper() -> None:
    left = tuple(duty for duty in looking_after.DUTIES if duty.job != "release")
    looking_after.round_of.__defaults__ = (looking_after.out_loud, left)


def _consent_once() -> None:
    def may_go(desk: Desk, row: Found, number: str, own: str) -> bool:
        return gates.begin_call(desk.tx, row, row["consent_version"])

    deliver._may_go = may_go
    outbox.withhold_due = lambda *_: 0


def _own_clock() -> None:
    """Take the time of this machine, and what the tests' clock is ahead of it."""
    told: Callable[..., Any] = db.Tx._send
    ahead: list[timedelta] = []

    def send(self: db.Tx, *words: Any) -> Any:
        fresh = self._begun is None
        cursor = told(self, *words)
        if fresh and self._begun is not None:
            # Of the driver's own kind: where clocks are moved in Python, `datetime`
            # here is another, which the codec refuses, and nothing at all would go.
            mine = type(self._begun).fromtimestamp(time.time(), UTC)
            ahead.append(self._begun - mine)
            self._begun = mine + ahead[0]
        return cursor

    vars_of: Any = db.Tx
    vars_of._send = send


def _no_back_fill() -> None:
    left = tuple(duty for duty in looking_after.DUTIES if duty.job != "hear_missed")
    looking_after.round_of.__defaults__ = (looking_after.out_loud, left)


def _no_look_up() -> None:
    left = tuple(duty for duty in looking_after.DUTIES if duty.job != "settle_doubts")
    looking_after.round_of.__defaults__ = (looking_after.out_loud, left)


def _give_up_silently() -> None:
    def wait(parts: Parts, tx: db.Tx, row: Found, told_s: float) -> bool:
        _ = parts, told_s
        return outbox.settle(tx, row, "failed")

    settling._wait = wait


def _withhold_silently() -> None:
    ask = deliver._may_go

    def may_go(desk: Desk, row: Found, number: str, own: str) -> bool:
        if row["id"].int % 20 == 0:
            outbox.settle(desk.tx, row, "withheld", held="claimed")
            return False
        return ask(desk, row, number, own)

    deliver._may_go = may_go


FAULTS: Mapping[str, Planted] = {
    "claim-after-call": Planted(
        "calls the carrier first, and commits that it did afterwards",
        "double",
        _claim_after_call,
        callbacks=False,
    ),
    "resend-doubts": Planted(
        "sends again what nobody knows the end of", "double", _resend_doubts,
        callbacks=False,
    ),
    "settle-before-speaking": Planted(
        "marks a nudge as sent before its message is made",
        "lost",
        _settle_before_speaking,
    ),
    "forget-ids": Planted(
        "takes a text that comes twice for two texts", "double", _forget_ids_of_texts
    ),
    "last-word-wins": Planted(
        "believes the callback that came last, whatever was known", "lost",
        _last_word_wins,
    ),
    "no-sweeper": Planted(
        "looks for nothing that a killed sender held", "lost", _no_sweeper
    ),
    "consent-once": Planted(
        "asks whether she agreed when a text is written, and not when it is sent",
        breaches.AFTER_STOP,
        _consent_once,
    ),
    "own-clock": Planted(
        "goes by the clock of its own machine", measures.UNSEEN, _own_clock
    ),
    "no-back-fill": Planted(
        "never asks the carrier for texts that did not come", "lost", _no_back_fill
    ),
    "no-look-up": Planted(
        "never asks the carrier's list what became of a doubt", breaches.LISTED,
        _no_look_up, callbacks=False,
    ),
    "give-up-silently": Planted(
        "gives a message up when the carrier is busy, and tells nobody", "lost",
        _give_up_silently,
    ),
    "withhold-silently": Planted(
        "keeps a message back, and nothing says why", "lost", _withhold_silently
    ),
}  # fmt: skip


def plant(name: str) -> None:
    """Take that safeguard away in this process. Raises UnknownFault."""
    if name not in FAULTS:
        there = ", ".join(FAULTS)
        raise UnknownFault(f"there is no fault {name!r} to plant; take one of: {there}")
    FAULTS[name].plant()
