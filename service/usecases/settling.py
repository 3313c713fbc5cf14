"""How one call to the carrier ended, and what it says of a message afterwards.

Laws: an unclear end is in doubt, and no machine sends it again (I2); what the carrier
says is joined in any order, however often (I6); whoever slept past the lease may write
nothing by the claim, but what its answer proves is taken all the same.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from service.carrier import codes
from service.carrier.port import Accepted, Busy, Outcome, Refused, Unclear
from service.carrier.wire import StatusReport
from service.store import gates, guesses, late, outbox, people, spendings
from service.store.db import Found, Tx, retried
from service.usecases import (
    alerting,
    backing_off,
    consequences,
    delivery,
    giving_up,
    stoppages,
)
from service.usecases.parts import Parts


def settle(parts: Parts, tx: Tx, row: Found, outcome: Outcome) -> None:
    """Write down how a message's call ended; `row` is as it was before that call."""
    match outcome:
        case Accepted(sid=sid, status=status):
            _accepted(parts, tx, row, StatusReport(sid, "", status, None, row["token"]))
            gates.eased(tx, row)
        case Refused(code=code):
            _refused(parts, tx, row, code)
        case Busy(retry_after_s=told):
            mine = _wait(parts, tx, row, told)
            gates.strained(tx, row)
            if mine:
                spendings.give_back(tx, row["id"])
        case Unclear(reason=why):
            outbox.settle(tx, row, "in_doubt")
            outbox.doubted(tx, row["id"], why)
            gates.strained(tx, row)


def _accepted(parts: Parts, tx: Tx, row: Found, report: StatusReport) -> None:
    """Write down that it was taken; too late for the claim, it is evidence still.

    The model: a sender that slept past its lease threw away the only word there was.
    """
    if outbox.settle(tx, row, "sent", carrier_id=report.sid):
        _keep_event(parts, tx, row, report, "answer")
    else:
        _join(parts, tx, report, "answer")


def _not_taken(
    tx: Tx, row: Found, state: str, **outcome: str | int | datetime | None
) -> bool:
    """Write down that the carrier did not take it; False: that changes nothing here.

    Too late for the claim, it is evidence still: each message of an outage in which
    connecting took longer than the lease was a doubt for a person.
    """
    mine = outbox.settle(tx, row, state, held="calling", **outcome)
    return mine or late.not_taken(tx, row, state, **outcome)


def _wait(parts: Parts, tx: Tx, row: Found, told_s: float) -> bool:
    """Let a message that was never processed wait, longer at each try, while of use.

    Returns False when that changes nothing here.
    """
    tries = row["tries"] + 1
    urgent = row["kind"] in outbox.URGENT
    patience = backing_off.URGENT if urgent else backing_off.ORDINARY
    later = tx.now + backing_off.wait(row["id"], tries, told_s, patience)
    since = giving_up.since(tx, row)
    if later >= giving_up.ends(row, since):
        people.lock(tx, parts.vault, row["participant_id"])  # before her message
        mine = _not_taken(tx, row, "failed", waits_for="busy")
        if mine:
            giving_up.given_up(parts, tx, row)
        return mine
    if giving_up.unposted(tx, row, since):
        alerting.by_text_instead(parts, tx, row["id"])
    return _not_taken(
        tx, row, "due", not_before=later, waits_for="busy", settled_at=since
    )


def _refused(parts: Parts, tx: Tx, row: Found, code: int) -> None:
    """Take a no: it is about this message, or about everything from this number."""
    people.lock(tx, parts.vault, row["participant_id"])  # before her message
    if codes.lookup(code).again == "stop":
        # Never taken, so it may go once the operator has mended what stops all.
        mine = _not_taken(tx, row, "due", waits_for="stopped")
        stoppages.stop(parts, tx, row["channel"], code)
        if mine:
            spendings.give_back(tx, row["id"])
        return
    mine = _not_taken(tx, row, "failed", error_code=code)
    consequences.follow(parts, tx, row["id"], code)
    if row["kind"] == "call":
        giving_up.not_reached(parts, tx, row)
    if row["channel"] == "email":
        alerting.by_text_instead(parts, tx, row["id"])
    gates.eased(tx, row)
    if mine:
        spendings.give_back(tx, row["id"])


# ---- what the carrier says afterwards ----


def status_in(parts: Parts, report: StatusReport) -> None:
    """Join what the carrier says of a message, in any order, however often (I6)."""
    organisation = people.tenant_of_message(parts.db, report.token)
    if organisation is not None:
        retried(lambda: _joined(parts, organisation, report))


def _joined(parts: Parts, organisation: UUID, report: StatusReport) -> None:
    with parts.db.transaction(organisation) as tx:
        _join(parts, tx, report, "callback")


def _join(parts: Parts, tx: Tx, report: StatusReport, source: str) -> None:
    row = outbox.by_token(tx, report.token)
    if row is None or not (row["unproven"] or row["carrier_id"] in (None, report.sid)):
        return
    news = _keep_event(parts, tx, row, report, source)
    outbox.hear(tx, row["id"], delivery.joined(row, report))
    if row["unproven"]:
        # The list is a guess between two alike; a token of ours is none.
        guesses.unguess(tx, row, report.sid)
    if news:
        # The fuzzer: 21610, then START, then 21610 replayed stopped her again.
        consequences.follow(parts, tx, row["id"], report.error_code or 0)


def _keep_event(
    parts: Parts, tx: Tx, row: Found, report: StatusReport, source: str
) -> bool:
    return outbox.keep_event(
        tx, parts.new_id(), row["id"], source=source, status=report.status,
        error_code=report.error_code or 0,
    )  # fmt: skip
