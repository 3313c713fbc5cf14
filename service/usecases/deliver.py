"""Sending one message, and hearing what became of it.

Laws: claim and `calling` are committed before the carrier is called, and nothing
calls it inside a transaction (law 3); what may be sent is asked again under the lock
of the person's row at that very moment (law 6, I4, I9, I10); an unclear end is in
doubt, and no machine sends it again (I2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import explain, policy
from flows.coach.explain import NudgeContext, Verdict
from flows.safety import crisis
from service.carrier import calls_in, codes, wire
from service.carrier.port import (
    LONGEST_BRIDGE_S,
    LONGEST_CALL_S,
    Accepted,
    Busy,
    Outcome,
    Refused,
    Unclear,
)
from service.carrier.wire import StatusReport
from service.store import (
    alerts,
    bridges,
    coaches,
    gates,
    outbox,
    own_lines,
    people,
    plans,
    spendings,
)
from service.store.db import Found, Tx, retried
from service.store.people import Tenant
from service.usecases import (
    alert_calls,
    backing_off,
    causes,
    consequences,
    delivery,
    mailing,
    once_more,
    prompted,
    quieting,
    spending,
    uninvited,
    unreached,
)
from service.usecases.parts import Desk, Parts

STATUS_PATH = "/twilio/status"
VOICE_PATH, CALL_STATUS_PATH = "/twilio/voice", "/twilio/call-status"
BRIDGE_PATH, BRIDGE_STATUS_PATH = "/twilio/bridge", "/twilio/bridge-status"
VALIDITY_SECONDS = 4 * 3600
ASKS = ("prompt", "call")  # what a report makes needless
ACTIONS = (*ASKS, "follow_up")


@dataclass(frozen=True, slots=True)
class Call:
    """One call to the carrier, prepared: whose row, to whom, with which words."""

    row: Found
    to: str
    from_: str
    body: str = ""


def deliver(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Claim and send those messages that are due; return how many were called."""
    wanted = tuple(ids)
    claim = parts.new_id()
    with parts.db.transaction(organisation) as tx:
        held = outbox.claim(tx, wanted, claim)
    return sum(_send(parts, organisation, message, claim) for message in held)


def _send(parts: Parts, organisation: UUID, message: UUID, claim: UUID) -> bool:
    with parts.db.transaction(organisation) as tx:
        row = outbox.claimed(tx, message, claim)
        call = None if row is None else _prepare(parts, tx, row)
    if call is None:
        return False
    outcome = ROADS[call.row["channel"]](parts, call)
    with parts.db.transaction(organisation) as tx:
        _settle(parts, tx, call.row, outcome)
    return True


def _text(parts: Parts, call: Call) -> Outcome:
    return parts.carrier.send_text(
        to=call.to,
        body=call.body,
        from_=call.from_,
        status_url=wire.status_url(parts.origin, STATUS_PATH, call.row["token"]),
        validity_seconds=VALIDITY_SECONDS,
    )


def _call(parts: Parts, call: Call) -> Outcome:
    token, bridge = call.row["token"], is_bridge(call.row)
    answers, news = VOICE_PATH, CALL_STATUS_PATH
    if call.row["coach_id"] is not None:
        answers, news = alert_calls.PATH, alert_calls.STATUS_PATH
    if bridge:
        answers, news = BRIDGE_PATH, BRIDGE_STATUS_PATH
    return parts.carrier.place_call(
        to=call.to,
        from_=call.from_,
        answer_url=calls_in.voice_url(parts.origin, answers, token, 0),
        status_url=wire.status_url(parts.origin, news, token),
        # A key that the coach presses says as much, and at once.
        detect_machine=parts.voice == "full" and not bridge,
        longest_s=LONGEST_BRIDGE_S if bridge else LONGEST_CALL_S,
    )


def is_bridge(row: Found) -> bool:
    """Say whether a message asks for a coach's own call, which rings her first."""
    return bool(row["kind"] == "personal" and row["channel"] == "call")


ROADS: Mapping[str, Callable[[Parts, Call], Outcome]] = {
    "text": _text,
    "call": _call,
    "email": lambda parts, call: mailing.mailed(
        parts.mail, call.to, call.body, str(call.row["id"])
    ),
}


def _prepare(parts: Parts, tx: Tx, row: Found) -> Call | None:
    """Ask again whether this may go out now; move it to `calling`, or leave it."""
    tenant = parts.tenant(tx.organisation_id)
    from_ = people.service_number(tx, tenant.key)
    if row["participant_id"] is None:
        return _prepare_ours(tx, tenant, row, from_)
    person = people.lock(tx, parts.vault, row["participant_id"])
    if person is None:
        outbox.settle(tx, row, "withheld", held="claimed")
        return None
    desk = Desk(parts, tx, tenant, person)
    to = number = people.number_of(tx, person)
    if is_bridge(row):
        bridge = bridges.of(tx, tenant.key, person, row["id"])
        to = "" if bridge is None else bridge.number
    if not to:
        outbox.settle(tx, row, "withheld", held="claimed")
        return None
    return (
        Call(row, to, from_, _body(desk, row))
        if _may_go(desk, row, number, own="" if to == number else to)
        else None
    )


def _body(desk: Desk, row: Found) -> str:
    """Return the words to send; a crisis reply says that a coach was alerted, if so."""
    if row["kind"] != "crisis" or not outbox.alert_accepted(desk.tx, row):
        return outbox.body_of(desk.person.key, row)
    body = crisis.reply(desk.tenant.country, alerted=True)
    outbox.reword(desk.tx, desk.person.key, row["id"], body)
    return body


def ours(tx: Tx, tenant: Tenant, row: Found) -> str:
    """Return where a message to one of us goes: an alert, or the code of a number."""
    if row["coach_id"] is None:
        return own_lines.asked_by(tx, tenant.key, row["id"])
    return coaches.where(tx, tenant.key, row["coach_id"], row["channel"])


def _prepare_ours(tx: Tx, tenant: Tenant, row: Found, from_: str) -> Call | None:
    """Move an alert to `calling`, unless its coach takes none, or somebody has it."""
    to, alert = ours(tx, tenant, row), row["coach_id"] is not None
    if not to or (alert and not alerts.awaits(tx, row["id"])):
        outbox.settle(tx, row, "withheld", held="claimed")
        return None
    version = row["consent_version"]
    if not gates.begin_call(tx, row, version):
        gates.hold(tx, row, version)
        return None
    spendings.charge(tx, row["id"], spending.cost(tx, row, to))
    return Call(row, to, from_, outbox.body_of(tenant.key, row))


def _may_go(desk: Desk, row: Found, number: str, own: str) -> bool:
    bill = spending.bill(desk, row, number, own)
    context = spending.bounded(_context(desk, row), bill)
    verdict = once_more.stale(desk, row) or explain.verdict(context)
    version = desk.person.consent_version
    if verdict.action == "send":
        if gates.begin_call(desk.tx, row, version):
            programme = desk.person.programme_id
            spendings.charge(desk.tx, row["id"], bill.cost, programme)
            return True
        if gates.hold(desk.tx, row, version):
            # Its gate alone stood in its way: no decision about it, and no try.
            return False
    if verdict.rule == "limit":
        spending.tell(desk, bill)
    _leave(desk, row, verdict)
    return False


def _context(desk: Desk, row: Found) -> NudgeContext:
    """Gather what the rules look at, as it stands at this moment."""
    prompt, action = row["kind"] in ASKS, row["kind"] in ACTIONS
    today, week = prompted.sent(desk, row["id"]) if action else (0, 0)
    kind = "bridge" if is_bridge(row) else row["kind"]
    about = causes.with_calls(desk, context(desk, kind), row["nudge_id"])
    prompt = prompt or about.cause == "unreached"  # a text in place of such a call
    return replace(
        about,
        expires_at=row["expires_at"],
        made_at=once_more.first_made(desk.tx, row),
        sent_today=today,
        sent_week=week,
        stated=kind == "bridge" and bridges.stated(desk.tx, row["id"]),
        reported=prompt
        and row["chance_id"] is not None
        and plans.is_reported(desk.tx, row["chance_id"]),
    )


def context(desk: Desk, kind: Any) -> NudgeContext:
    """Return what the rules look at about the person herself, for a kind of nudge."""
    terms, person = desk.terms, desk.person
    calls = kind in ("call", "bridge")
    return NudgeContext(
        kind=kind,
        now=desk.tx.now,
        zone=person.zone,
        **quieting.bounds(desk, "calls" if calls else "texts"),
        consent=person.consent,
        hold=person.hold,
        paused_until=person.paused_until,
        cap_day=terms.cap_day,
        cap_week=_cap_week(desk, kind),
        name=person.name,
        calls=person.calls,
        texts_arrive=person.no_texts is None,
    )


def _cap_week(desk: Desk, kind: Any) -> int:
    """Return what seven days may hold: of prompts also what her Ladder says."""
    cap = desk.terms.cap_week
    if kind != "prompt":
        return cap
    today = desk.tx.now.astimezone(ZoneInfo(desk.person.zone)).date()
    return min(cap, policy.ceiling(desk.person.ladder, today))


def _leave(desk: Desk, row: Found, verdict: Verdict) -> None:
    """Withhold a message, or let it wait, and say why."""
    if verdict.action == "send":
        verdict = replace(
            verdict,
            action="withhold",
            rule="consent_changed",
            sentence=f"{desk.person.name} changed what may be sent after this was "
            "written, so it stayed here.",
        )
    state = "due" if verdict.action == "move" else "withheld"
    waits = "limit" if verdict.rule == "limit" and state == "due" else None
    outbox.settle(
        desk.tx,
        row,
        state,
        held="claimed",
        not_before=verdict.until,
        waits_for=waits,
    )
    plans.decide(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        verdict.sentence,
        nudge_id=row["nudge_id"],
        verdict=verdict.action,
        rule=verdict.rule,
        inputs=verdict.inputs,
    )
    if state == "withheld" and row["kind"] == uninvited.INVITATION:
        uninvited.stayed(desk, verdict.rule)


def _settle(parts: Parts, tx: Tx, row: Found, outcome: Outcome) -> None:
    match outcome:
        case Accepted(sid=sid, status=status):
            _accepted(parts, tx, row, StatusReport(sid, "", status, None, row["token"]))
            gates.eased(tx, row)
        case Refused(code=code):
            _refused(parts, tx, row, code)
        case Busy(retry_after_s=told):
            mine = _wait(tx, row, told)
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


def _wait(tx: Tx, row: Found, told_s: float) -> bool:
    """Let a message that was never processed wait, longer at each try.

    Returns False when the claim is no longer ours.
    """
    tries = row["tries"] + 1
    urgent = row["kind"] in outbox.URGENT
    patience = backing_off.URGENT if urgent else backing_off.ORDINARY
    later = tx.now + backing_off.wait(row["id"], tries, told_s, patience)
    if tries >= backing_off.MOST_BUSY:
        return outbox.settle(tx, row, "failed")
    return outbox.settle(tx, row, "due", not_before=later, waits_for="busy")


def _refused(parts: Parts, tx: Tx, row: Found, code: int) -> None:
    """Take a no: it is about this message, or about everything from this number."""
    people.lock(tx, parts.vault, row["participant_id"])  # before her message
    if codes.lookup(code).again == "stop":
        # Never taken, so it may go once the operator has mended what stops all.
        mine = outbox.settle(tx, row, "due", waits_for="stopped")
        gates.stop(tx, row["channel"], code)
        if mine:
            spendings.give_back(tx, row["id"])
        return
    mine = outbox.settle(tx, row, "failed", error_code=code)
    consequences.follow(parts, tx, row["id"], code)
    if row["channel"] == "call" and not is_bridge(row):
        _not_reached(parts, tx, row)
    gates.eased(tx, row)
    if mine:
        spendings.give_back(tx, row["id"])


def _not_reached(parts: Parts, tx: Tx, row: Found) -> None:
    """Take the next step after a call that the carrier would not place."""
    person = people.lock(tx, parts.vault, row["participant_id"])
    if person is not None:
        desk = Desk(parts, tx, parts.tenant(tx.organisation_id), person)
        unreached.unreached(desk, row["id"], "failed")


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
        outbox.unguess(tx, row, report.sid)
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
