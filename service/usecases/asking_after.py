"""What the carrier took and never told the end of is asked after, by its name.

Law: a report that was lost changes nothing for good: what the carrier says when it is
asked is joined as its callback would be (I6). Nothing is sent here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from service.carrier.port import CannotAsk, SeenCall, SeenRecording
from service.carrier.reports_in import CallReport
from service.carrier.wire import StatusReport
from service.store import untold
from service.store.db import Found
from service.usecases import (
    alert_calls,
    bridge_calls,
    call_ends,
    deliver,
    delivery,
    listening,
    settling,
)
from service.usecases.parts import Parts


def messages(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Ask after texts and calls of ours; return of how many the carrier told."""
    return _each(ids, lambda one: _message(parts, organisation, one))


def calls(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Ask after calls that came in, and what was recorded; return of how many."""
    return _each(ids, lambda one: _call(parts, organisation, one))


def _each(ids: Iterable[UUID], ask: Callable[[UUID], bool]) -> int:
    told = 0
    for one in ids:
        try:
            told += ask(one)
        except CannotAsk:
            break  # the others are found again at a later look
    return told


def _message(parts: Parts, organisation: UUID, asked: UUID) -> bool:
    with parts.db.transaction(organisation) as tx:
        row = untold.message(tx, asked)
    if row is None:
        return False
    told = _rung(parts, row) if row["channel"] == "call" else _text(parts, row)
    with parts.db.transaction(organisation) as tx:
        untold.asked_message(tx, asked)
    return told


def _text(parts: Parts, row: Found) -> bool:
    seen = parts.carrier.fetch_text(row["carrier_id"])
    if seen is None or seen.status not in delivery.RANK:
        return False
    report = StatusReport(seen.sid, "", seen.status, seen.error_code, row["token"])
    settling.status_in(parts, report)
    return True


def _rung(parts: Parts, row: Found) -> bool:
    seen = parts.carrier.fetch_call(row["carrier_id"])
    if seen is None:
        return False
    join = call_ends.status_in
    if row["kind"] == "alert":
        join = alert_calls.status_in
    elif deliver.is_bridge(row):
        join = bridge_calls.status_in
    join(parts, _report(seen, row["token"]))
    return True


def _report(seen: SeenCall, token: str | None) -> CallReport:
    return CallReport(
        sid=seen.sid,
        account_sid="",
        status=seen.status,
        answered_by=seen.answered_by,
        seconds=seen.seconds,
        sequence=None,
        token=token,
    )


def _call(parts: Parts, organisation: UUID, asked: UUID) -> bool:
    with parts.db.transaction(organisation) as tx:
        row = untold.call(tx, asked)
    if row is None:
        return False
    seen = None
    if row["state"] == "open" and row["hers"]:
        seen = parts.carrier.fetch_call(row["carrier_id"])
    made = parts.carrier.recordings_of(row["carrier_id"])
    if seen is not None:
        call_ends.status_in(parts, _report(seen, None))
    for one in filter(_sounds, made):
        listening.found(parts, organisation, row["carrier_id"], one)
    with parts.db.transaction(organisation) as tx:
        untold.asked_call(tx, asked)
    return bool(seen or made)


def _sounds(one: SeenRecording) -> bool:
    return one.status not in ("absent", "failed") and one.seconds != 0
