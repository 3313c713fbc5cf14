"""Sending one message, and hearing what became of it.

Laws: claim and `calling` are committed before the carrier is called, and nothing
calls it inside a transaction (law 3); what may be sent is asked again under the lock
of the person's row at that very moment (law 6, I4, I9, I10); an unclear end is in
doubt, and no machine sends it again (I2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import explain, prompting, timing
from flows.coach.explain import NudgeContext, Verdict
from flows.safety import crisis
from service.carrier import calls_in, wire
from service.carrier.port import Accepted, Busy, Outcome, Refused, Unclear
from service.carrier.wire import StatusReport
from service.store import outbox, people, plans, spendings
from service.store.db import Found, Tx, retried
from service.store.people import Tenant
from service.usecases import (
    acting,
    causes,
    delivery,
    quieting,
    spending,
    unreached,
)
from service.usecases.parts import Desk, Parts

STATUS_PATH = "/twilio/status"
VOICE_PATH, CALL_STATUS_PATH = "/twilio/voice", "/twilio/call-status"
VALIDITY_SECONDS = 4 * 3600
MOST_BUSY = 8
ASKS = ("prompt", "call")  # what a report makes needless
ACTIONS = (*ASKS, "follow_up")
# How far the carrier's clock may be from ours, and how long a call may take, and more.
SKEW, LONGEST_CALL = timedelta(minutes=1), timedelta(minutes=5)


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
    token = call.row["token"]
    return parts.carrier.place_call(
        to=call.to,
        from_=call.from_,
        answer_url=calls_in.voice_url(parts.origin, VOICE_PATH, token, 0),
        status_url=wire.status_url(parts.origin, CALL_STATUS_PATH, token),
        detect_machine=parts.voice == "full",
    )


ROADS: Mapping[str, Callable[[Parts, Call], Outcome]] = {"text": _text, "call": _call}


def _prepare(parts: Parts, tx: Tx, row: Found) -> Call | None:
    """Ask again whether this may go out now; move it to `calling`, or leave it."""
    tenant = parts.tenant(tx.organisation_id)
    from_ = people.service_number(tx, tenant.key)
    if row["coach_id"] is not None:
        return _prepare_alert(tx, tenant, row, from_)
    person = people.lock(tx, parts.vault, row["participant_id"])
    if person is None:
        outbox.settle(tx, row, "withheld", held="claimed")
        return None
    desk = Desk(parts, tx, tenant, person)
    number = people.number_of(tx, person)
    if not _may_go(desk, row, number):
        return None
    return Call(row, number, from_, _body(desk, row))


def _body(desk: Desk, row: Found) -> str:
    """Return the words to send; a crisis reply says that a coach was alerted, if so."""
    if row["kind"] != "crisis" or not outbox.alert_accepted(desk.tx, row):
        return outbox.body_of(desk.person.key, row)
    body = crisis.reply(desk.tenant.country, alerted=True)
    outbox.reword(desk.tx, desk.person.key, row["id"], body)
    return body


def _prepare_alert(tx: Tx, tenant: Tenant, row: Found, from_: str) -> Call | None:
    """Move an alert to `calling`, unless its coach takes none any more."""
    number = dict(people.coaches_on_call(tx, tenant.key)).get(row["coach_id"])
    if number is None:
        outbox.settle(tx, row, "withheld", held="claimed")
        return None
    if outbox.begin_call(tx, row, row["consent_version"]):
        spendings.charge(tx, row["id"], spending.bill(tx, row, number).cost)
    return Call(row, number, from_, outbox.body_of(tenant.key, row))


def _may_go(desk: Desk, row: Found, number: str) -> bool:
    context = _context(desk, row)
    bill = spending.bill(desk.tx, row, number)
    verdict = explain.verdict(spending.bounded(context, bill))
    if verdict.action == "send" and outbox.begin_call(
        desk.tx, row, desk.person.consent_version
    ):
        spendings.charge(desk.tx, row["id"], bill.cost)
        return True
    if verdict.rule == "limit":
        spending.tell(desk, bill)
    _leave(desk, row, verdict)
    return False


def _context(desk: Desk, row: Found) -> NudgeContext:
    """Gather what the rules look at, as it stands at this moment."""
    prompt, action = row["kind"] in ASKS, row["kind"] in ACTIONS
    today, week = prompts_sent(desk, row["id"]) if action else (0, 0)
    about = causes.with_calls(desk, context(desk, row["kind"]), row["nudge_id"])
    prompt = prompt or about.cause == "unreached"  # a text in place of such a call
    return replace(
        about,
        expires_at=row["expires_at"],
        sent_today=today,
        sent_week=week,
        reported=prompt
        and row["chance_id"] is not None
        and plans.is_reported(desk.tx, row["chance_id"]),
    )


def prompts_sent(desk: Desk, but: UUID) -> tuple[int, int]:
    """Return prompts on their way or gone: (on her local day, in 7 days with it)."""
    zone = desk.person.zone
    today = desk.tx.now.astimezone(ZoneInfo(zone)).date()
    midnight, week = (
        timing.moment(today - timedelta(days=ago), time(0), zone) for ago in (0, 6)
    )
    return outbox.nudged(desk.tx, desk.person, midnight, week, but)


def context(desk: Desk, kind: Any) -> NudgeContext:
    """Return what the rules look at about the person herself, for a kind of nudge."""
    terms, person = desk.terms, desk.person
    context = NudgeContext(
        kind=kind,
        now=desk.tx.now,
        zone=person.zone,
        hours=terms.hours,
        consent=person.consent,
        hold=person.hold,
        paused_until=person.paused_until,
        cap_day=terms.cap_day,
        cap_week=_cap_week(desk, kind),
        name=person.name,
    )
    return quieting.bounded(desk, context, "calls" if kind == "call" else "texts")


def _cap_week(desk: Desk, kind: Any) -> int:
    """Return what seven days may hold: of prompts also what her Ladder says."""
    cap = desk.terms.cap_week
    if kind != "prompt":
        return cap
    today = desk.tx.now.astimezone(ZoneInfo(desk.person.zone)).date()
    return min(cap, prompting.ceiling(acting.the_ladder(desk), today))


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
    outbox.settle(desk.tx, row, state, held="claimed", not_before=verdict.until)
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


def _settle(parts: Parts, tx: Tx, row: Found, outcome: Outcome) -> None:
    match outcome:
        case Accepted(sid=sid, status=status):
            outbox.settle(tx, row, "sent", carrier_id=sid)
            outbox.keep_event(
                tx, parts.new_id(), row["id"], source="answer", status=status,
                error_code=0,
            )  # fmt: skip
        case Refused(code=code):
            mine = outbox.settle(tx, row, "failed", error_code=code)
            _heed(parts, tx, row["participant_id"], code)
            if row["channel"] == "call":
                _not_reached(parts, tx, row)
            if mine:  # last, for who holds the sums must lock no person
                spendings.give_back(tx, row["id"])
        case Busy(retry_after_s=wait):
            tired = row["tries"] >= MOST_BUSY
            later = tx.now + timedelta(seconds=wait * 2 ** row["tries"])
            state = "failed" if tired else "due"
            if outbox.settle(tx, row, state, not_before=later):
                spendings.give_back(tx, row["id"])
        case Unclear(reason=why):
            outbox.settle(tx, row, "in_doubt")
            outbox.doubted(tx, row["id"], why)


def _not_reached(parts: Parts, tx: Tx, row: Found) -> None:
    """Take the next step after a call that the carrier would not place."""
    person = people.lock(tx, parts.vault, row["participant_id"])
    if person is not None:
        desk = Desk(parts, tx, parts.tenant(tx.organisation_id), person)
        unreached.unreached(desk, row["id"], "failed")


def _heed(parts: Parts, tx: Tx, participant: UUID | None, code: int) -> None:
    """Take the carrier's word that this person is opted out (21610)."""
    if code not in delivery.OPTED_OUT or participant is None:
        return
    person = people.lock(tx, parts.vault, participant)
    if person is not None and person.consent != "stopped":
        desk = Desk(parts, tx, parts.tenant(tx.organisation_id), person)
        acting.change_consent(desk, "stopped", "withdrawn", "carrier", str(code))
        outbox.withhold_due(tx, person)


def status_in(parts: Parts, report: StatusReport) -> None:
    """Join what the carrier says of a message, in any order, however often (I6)."""
    organisation = people.tenant_of_message(parts.db, report.token)
    if organisation is not None:
        retried(lambda: _joined(parts, organisation, report))


def _joined(parts: Parts, organisation: UUID, report: StatusReport) -> None:
    with parts.db.transaction(organisation) as tx:
        row = outbox.by_token(tx, report.token)
        if row is None or row["carrier_id"] not in (None, report.sid):
            return
        news = outbox.keep_event(
            tx, parts.new_id(), row["id"], source="callback", status=report.status,
            error_code=report.error_code or 0,
        )  # fmt: skip
        outbox.hear(tx, row["id"], delivery.joined(row, report))
        if news:
            # The fuzzer: 21610, then START, then 21610 replayed stopped her again.
            _heed(parts, tx, row["participant_id"], report.error_code or 0)


def settle_doubt(parts: Parts, organisation: UUID, message: UUID) -> bool:
    """Ask the carrier's list about a message in doubt; return whether it settled.

    Found there it was sent. Not found proves nothing (lists lag): it stays in doubt
    and the coach sees it; a machine never sends it again.
    """
    with parts.db.transaction(organisation) as tx:
        row = outbox.doubt(tx, message)
        call = None if row is None else _address(parts, tx, row)
    if call is None:
        return False
    alike = _alike(parts, call)
    with parts.db.transaction(organisation) as tx:
        row = outbox.doubt(tx, message)
        free = [sid for sid in alike if sid not in outbox.known(tx, alike)]
        if row is None or not free:
            return False
        state = {"state": "sent", "status": None, "error_code": None}
        outbox.hear(tx, message, {**state, "carrier_id": free[0]})
    return True


def _alike(parts: Parts, call: Call) -> list[str]:
    """Return the carrier's ids of what may be this message: its words, its moment."""
    called: datetime = call.row["called_at"]
    since, until = called - SKEW, called + LONGEST_CALL
    if call.row["channel"] == "call":
        rung = parts.carrier.find_calls(to=call.to, since=since)
        return [one.sid for one in rung if one.created_at < until]
    # Not one of the same wording that was made long after: that is another message's.
    seen = parts.carrier.find_texts(to=call.to, since=since)
    return [one.sid for one in seen if one.body == call.body and one.created_at < until]


def _address(parts: Parts, tx: Tx, row: Found) -> Call | None:
    tenant = parts.tenant(tx.organisation_id)
    if row["coach_id"] is not None:
        to = dict(people.coaches_on_call(tx, tenant.key)).get(row["coach_id"])
        body = outbox.body_of(tenant.key, row)
        return None if to is None else Call(row, to, "", body)
    person = people.lock(tx, parts.vault, row["participant_id"])
    if person is None:
        return None
    return Call(row, people.number_of(tx, person), "", outbox.body_of(person.key, row))
