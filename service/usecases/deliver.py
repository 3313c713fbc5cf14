"""Sending one message: claimed, asked about once more, and handed to the carrier.

Laws: claim and `calling` are committed before the carrier is called, and nothing
calls it inside a transaction (law 3); what may be sent is asked again under the lock
of the person's row at that very moment (law 6, I4, I9, I10). How the call ended is
written down by `settling`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import explain, policy
from flows.coach.explain import NudgeContext, Verdict
from flows.coach.timing import Hours
from flows.safety import crisis
from service.carrier import calls_in, wire
from service.carrier.port import LONGEST_BRIDGE_S, LONGEST_CALL_S, Busy, Outcome
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
from service.store.db import Found, Tx
from service.store.people import Tenant
from service.usecases import (
    alert_calls,
    causes,
    giving_up,
    mailing,
    once_more,
    prompted,
    quieting,
    settling,
    speaking,
    spending,
    unconfirmed,
    uninvited,
)
from service.usecases.parts import Desk, Parts

STATUS_PATH = "/twilio/status"
VOICE_PATH, CALL_STATUS_PATH = "/twilio/voice", "/twilio/call-status"
BRIDGE_PATH, BRIDGE_STATUS_PATH = "/twilio/bridge", "/twilio/bridge-status"
VALIDITY_SECONDS = 4 * 3600
FRESH_S = 8.0  # for so long what was asked at her row holds; less than the lease
ASKS = ("prompt", "call")  # what a report makes needless
ACTIONS = (*ASKS, "follow_up")
ANY_HOUR = Hours(time.min, time.max)


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
    begun = parts.elapsed_s()
    with parts.db.transaction(organisation) as tx:
        row = outbox.claimed(tx, message, claim)
        call = None if row is None else _prepare(parts, tx, row)
    if call is None:
        return False
    # What was asked under her lock holds for now: a process that was stopped there, or
    # a machine that slept, texted at three in the morning, and who had said STOP.
    fresh = parts.elapsed_s() - begun < FRESH_S
    outcome = ROADS[call.row["channel"]](parts, call) if fresh else Busy(0)
    with parts.db.transaction(organisation) as tx:
        settling.settle(parts, tx, call.row, outcome)
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
    """Return the words to send; a crisis reply says that a coach was alerted, if so.

    That one is the same for everybody, so its own seal is not needed either.
    """
    if row["kind"] != "crisis":
        return outbox.body_of(desk.person.key, row)
    alerted = outbox.alert_accepted(desk.tx, row)
    body = crisis.reply(desk.helped_in, alerted=alerted)
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
    """Return what the rules look at about the person herself, for a kind of nudge.

    What she is owed is held to no hours and no cap, so nothing near her is read for it.
    """
    if kind in speaking.OWED:
        return _herself(desk, kind)
    calls = kind in ("call", "bridge")
    return replace(
        _herself(desk, kind),
        **quieting.bounds(desk, "calls" if calls else "texts"),
        silent_days=unconfirmed.silent_days(desk),
        cap_day=desk.terms.cap_day,
        cap_week=_cap_week(desk, kind),
    )


def _herself(desk: Desk, kind: Any) -> NudgeContext:
    """Return what her own row says of it."""
    person = desk.person
    return NudgeContext(
        kind=kind,
        now=desk.tx.now,
        zone=person.zone,
        hours=ANY_HOUR,
        consent=person.consent,
        hold=person.hold,
        paused_until=person.paused_until,
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
    verdict = giving_up.of_no_use(desk, row, verdict)
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
    if verdict.rule == unconfirmed.RULE:
        unconfirmed.ask(desk)
    if verdict.rule == giving_up.RULE:
        giving_up.follow(desk, row)
    elif state == "withheld" and row["kind"] == uninvited.INVITATION:
        uninvited.stayed(desk, verdict.rule)
