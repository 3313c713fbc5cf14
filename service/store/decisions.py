"""Read-only: what was decided about one person, without the texts and calls themselves.

Laws: every query names the organisation; a decision to send says whether it went, by
what became of its text or call; what a stop kept here, which no decision tells of, has
a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flows.coach.sentences import OVERTAKEN
from service.store import timelines, voices
from service.store.db import Found, Tx
from service.store.timelines import Decided, Span
from service.store.vault import Key
from service.store.views import Card

Line = tuple[datetime, UUID, Decided]


def alone(tx: Tx, key: Key, card: Card, span: Span) -> list[Line]:
    """Return (when, id, decision), in no order; one more than `most` where there is."""
    most = {"person": card.id, "most": span.most + 1, "since": span.since}
    most["before"] = span.before
    texts = tx.rows(timelines.SAID, **most)
    calls = voices.calls(tx, card.id, span.most + 1, span.since, span.before)
    decided = tx.rows(timelines.DECIDED, **most)
    went = {row["nudge_id"] for row in (*texts, *calls) if _went(row)}
    return [
        *(
            (row["at"], row["id"], _told(timelines.opened(key, row), row, went))
            for row in decided
        ),
        *_overtaken(card.name, (*texts, *calls), decided),
    ]


def _told(one: Decided, row: Found, went: set[UUID]) -> Decided:
    sent = one.verdict == "send" and row["nudge_id"] in went
    return replace(one, verdict="sent") if sent else one


def _went(row: Found) -> bool:
    """Say whether the carrier took a text, or a call."""
    return bool(row.get("made", row.get("state")) == "sent")


def _overtaken(
    name: str, messages: Sequence[Found], decided: Sequence[Found]
) -> Iterator[Line]:
    kept = {row["nudge_id"] for row in decided if row["verdict"] == "withhold"}
    why = OVERTAKEN.format(name=name)
    for row in messages:
        nudge = row["nudge_id"]
        if nudge is not None and nudge not in kept and timelines.stayed(row):
            kind, at = row.get("kind", "call"), row.get("at") or row["created_at"]
            yield at, row["id"], Decided(at, "withhold", "overtaken", kind, why)
