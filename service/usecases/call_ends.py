"""What became of a call: nobody answered, it was talked out, or she hung up mid-way.

Law: the carrier's reports in any order and number end alike (I6); a question left open
by a hang-up goes on by text, once, unless she is held; a call that did not reach her
has one next step.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flows.coach.calling import Unreached
from flows.talk import codec
from flows.talk.events import Moved
from service.carrier.reports_in import CallReport
from service.queue import URGENT
from service.store import calls, outbox, people
from service.store.calls import Call
from service.store.db import Found, Tx, retried
from service.store.talks import Conversation
from service.usecases import converse, spending, unreached
from service.usecases.parts import Desk, Parts

# The carrier's word for a call that is over -> our state, when nobody had answered it.
UNANSWERED: Mapping[str, Unreached] = {
    "busy": "busy",
    "no-answer": "no_answer",
    "failed": "failed",
    "canceled": "canceled",
    # Answered and hung up before we could say a word.
    "completed": "no_answer",
}
# Later in this list wins: reports come in no promised order.
RANK: Mapping[str | None, int] = {
    name: rank
    for rank, name in enumerate(
        (None, "queued", "initiated", "ringing", "in-progress", *UNANSWERED)
    )
}


def status_in(parts: Parts, report: CallReport) -> None:
    """Join what the carrier says of a call, and do what its end asks for."""
    organisation = _organisation(parts, report)
    if organisation is not None:
        retried(lambda: _joined(parts, organisation, report))


def _organisation(parts: Parts, report: CallReport) -> UUID | None:
    if report.token is not None:
        found = people.tenant_of_message(parts.db, report.token)
        if found is not None:
            return found
    return calls.tenant_of_call(parts.db, report.sid)


def _joined(parts: Parts, organisation: UUID, report: CallReport) -> None:
    with parts.db.transaction(organisation) as tx:
        call = calls.by_sid(tx, report.sid)
        whose = call.participant_id if call else _called(tx, report)
        person = None if whose is None else people.lock(tx, parts.vault, whose)
        if person is None:
            return
        desk = Desk(parts, tx, parts.tenant(organisation), person)
        row = outbox.by_token(tx, report.token) if report.token else None
        if row is not None and row["carrier_id"] not in (None, report.sid):
            return
        if row is not None:
            told(desk.tx, row, report)
        if report.status in UNANSWERED:
            _over(desk, calls.by_sid(tx, report.sid), row, report)
    parts.bell.ring("deliver", organisation, desk.rings, URGENT)


def _called(tx: Tx, report: CallReport) -> UUID | None:
    return calls.whose_message(tx, report.token) if report.token else None


def told(tx: Tx, row: Found, report: CallReport) -> None:
    """Write the carrier's word beside the message that asked for the call."""
    old = row["carrier_status"]
    newer = RANK.get(report.status, 0) > RANK.get(old, 0)
    outbox.hear(
        tx,
        row["id"],
        {
            "state": row["state"] if row["state"] in ("failed", "withheld") else "sent",
            "status": report.status if newer else old,
            "error_code": row["error_code"],
            "carrier_id": report.sid,
        },
    )


def _over(desk: Desk, call: Call | None, row: Found | None, report: CallReport) -> None:
    if call is None:
        _unanswered(desk, row, report)
        return
    _lasted(desk, call, report.seconds)
    found = desk.near.conversation
    cut_short = _left_open(call, found)
    ended = calls.settle(desk.tx, call, "hung_up" if cut_short else "talked")
    if ended:
        unreached.reached(desk)
    if ended and cut_short and found is not None and desk.person.hold is None:
        converse.go_on(desk, found, Moved("text"))


def _lasted(desk: Desk, call: Call, seconds: int | None) -> None:
    if seconds is None or not calls.lasted(desk.tx, call, seconds):
        return
    if call.outbox_message_id is not None:
        number = people.number_of(desk.tx, desk.person)
        spending.lasted(desk, call.outbox_message_id, seconds, number)


def _left_open(call: Call, found: Conversation | None) -> bool:
    """Say whether the call's own question is still open, asked aloud."""
    if found is None or found.id != call.conversation_id:
        return False
    state = codec.load_state(found.state)
    return state.awaiting and state.channel == "voice"


def _unanswered(desk: Desk, row: Found | None, report: CallReport) -> None:
    """Keep that a call of ours reached nobody, once, and take its next step."""
    if row is None:
        return
    how = UNANSWERED[report.status]
    calls.keep(
        desk.tx,
        Call(
            id=desk.parts.new_id(),
            participant_id=desk.person.id,
            outbox_message_id=row["id"],
            conversation_id=None,
            direction="out",
            carrier_id=report.sid,
            token=report.token or desk.parts.new_token(),
            state=how,
        ),
    )
    unreached.unreached(desk, row["id"], how)
