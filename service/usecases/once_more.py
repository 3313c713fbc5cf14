"""A text that did not arrive is tried once more, later, where the carrier says it may.

Laws: at most once for each message, and never for one in doubt; only while it is of
use: before it expires, under the same consent, with no word from her since; asked again
at its time, when the first one may have arrived after all.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flows.coach.explain import Verdict
from service.carrier import codes
from service.store import outbox, plans
from service.store.db import Found, Tx
from service.store.outbox import Outgoing
from service.usecases import backing_off
from service.usecases.parts import Desk

# Not all at one moment: a network that was away takes half the time more, by lot.
SPREAD = 0.5


def plan(desk: Desk, row: Found, code: int) -> bool:
    """Keep a second message of the same words, due later; False: it is of no use."""
    if not did_not_arrive(row) or row["retry_of"] or outbox.retried(desk.tx, row["id"]):
        return False
    again = desk.tx.now + _after(row, code)
    if not _of_use(desk, row) or (row["expires_at"] and again >= row["expires_at"]):
        return False
    same = ("kind", "segments", "conversation_id", "nudge_id", "chance_id")
    message = Outgoing(
        id=desk.parts.new_id(),
        body=outbox.body_of(desk.person.key, row),
        token=desk.parts.new_token(),
        not_before=again,
        expires_at=row["expires_at"],
        retry_of=row["id"],
        **{name: row[name] for name in same},
    )
    version = row["consent_version"]
    outbox.keep(desk.tx, desk.person, message, consent_version=version)
    _explain(desk, row, code, f"{again.astimezone(ZoneInfo(desk.person.zone)):%H:%M}")
    return True


def did_not_arrive(row: Found) -> bool:
    """Say whether the carrier's last word on a message is that it did not arrive."""
    missed = row["carrier_status"] in ("failed", "undelivered")
    later = codes.lookup(row["error_code"] or 0).again == "later"
    return later and (row["state"] == "failed" or (row["state"] == "sent" and missed))


def stale(desk: Desk, row: Found) -> Verdict | None:
    """Return why a second try is of no more use; None: it is, or it is no such try."""
    if row["retry_of"] is None:
        return None
    inputs: dict[str, Any] = {"kind": row["kind"]}
    if not did_not_arrive(outbox.whole(desk.tx, row["retry_of"])):
        words = f"The first one reached {desk.person.name} after all; this one stayed."
        return Verdict("withhold", rule="arrived", inputs=inputs, sentence=words)
    if not _of_use(desk, row):
        words = f"{desk.person.name} has written since, so this one stayed here."
        return Verdict("withhold", rule="overtaken", inputs=inputs, sentence=words)
    return None


def _of_use(desk: Desk, row: Found) -> bool:
    """Say whether it could still go: nothing was said or changed since it was made."""
    same = row["consent_version"] == desk.person.consent_version
    since = row["created_at"]
    return same and not outbox.written_since(desk.tx, desk.person, since)


def _after(row: Found, code: int) -> timedelta:
    return codes.lookup(code).after * (1 + SPREAD * backing_off.lot(row["id"], 0))


def _explain(desk: Desk, row: Found, code: int, at: str) -> None:
    inputs = {"kind": row["kind"], "code": code, "at": at}
    means = codes.lookup(code).meaning
    plans.decide(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        f"A text did not arrive: {means} ({code}). It is tried once more at {at}.",
        nudge_id=None,
        verdict="again",
        rule="once_more",
        inputs=inputs,
    )


def first_made(tx: Tx, row: Found) -> datetime:
    """Return when the words of a message were made first: a second try is as old."""
    first = row["retry_of"] or row["again_of"]
    moment: datetime = (outbox.whole(tx, first) if first else row)["created_at"]
    return moment
