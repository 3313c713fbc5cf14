"""A call that tells a coach of an alert: it is said, and 1 says that she has it.

Laws: a machine hears no word and has nothing; only a key that was pressed has it; the
same key asked about again is answered alike, in the language in which it was told.
"""

from __future__ import annotations

from uuid import UUID

from flows.talk.aloud import Aloud, HangUp, Line, Listen, Then
from service.carrier import calls_in, twiml
from service.carrier.calls_in import CallEvent
from service.carrier.reports_in import CallReport
from service.carrier.wire import Malformed
from service.queue import URGENT
from service.store import alerts, coaches, outbox, people
from service.store.alerts import Notice
from service.store.coaches import Coach
from service.store.db import Found, Tx, retried
from service.store.people import Tenant
from service.usecases import alert_words, call_ends, heeding, languages
from service.usecases.parts import Parts

PATH, STATUS_PATH = "/twilio/alert", "/twilio/alert-status"
MACHINES = frozenset({"machine", "fax"})
HAS_IT = "1"
MOST_TURNS = 4  # it is said so often to somebody who presses nothing
LISTENS_S = 8


def voice_in(parts: Parts, event: CallEvent) -> str:
    """Take one request of such a call; return the TwiML it is answered with.

    Raises Malformed for a call that is none of these.
    """
    organisation = _organisation(parts, event.token)
    return retried(lambda: _answered(parts, organisation, event))


def _organisation(parts: Parts, token: str | None) -> UUID:
    found = people.tenant_of_message(parts.db, token) if token else None
    if found is None:
        raise Malformed("Not as the carrier writes it: no call of ours.")
    return found


def _answered(parts: Parts, organisation: UUID, event: CallEvent) -> str:
    tenant = parts.tenant(organisation)
    said, rings = "", tuple[UUID, ...]()
    with parts.db.transaction(organisation) as tx:
        row = _placed(tx, event)
        notice = alerts.of_message(tx, row["id"])
        spoken = languages.ENGLISH if notice is None else notice.language
        if event.answered_by not in MACHINES:
            said, rings = _turn(parts, tx, tenant, (event, row, notice))
    parts.bell.ring("deliver", organisation, rings, URGENT)
    return _written(parts, event, said, spoken)


def _placed(tx: Tx, event: CallEvent) -> Found:
    """Return the message behind a call; one that speaks was placed, and is sent."""
    row = outbox.by_token(tx, event.token or "")
    if row is None or row["participant_id"] is not None:
        raise Malformed("Not as the carrier writes it: no call of ours.")
    if row["carrier_id"] not in (None, event.sid):
        raise Malformed("Not as the carrier writes it: the token of another call.")
    told = {"state": "sent", "status": "in-progress", "error_code": None}
    outbox.hear(tx, row["id"], {**told, "carrier_id": event.sid})
    return row


def _turn(
    parts: Parts, tx: Tx, tenant: Tenant, at: tuple[CallEvent, Found, Notice | None]
) -> tuple[str, tuple[UUID, ...]]:
    """Return what is said now, and which messages to ring for."""
    event, row, notice = at
    if notice is None:
        return alert_words.NO_MORE.en, ()
    spoken = notice.language
    if event.digits == HAS_IT:
        who = heeding.who_of(_rows(tx, tenant, notice.coach_id), "call")
        done = heeding.heed(parts, tx, tenant, notice.alert_id, who, tx.now)
        mine = done.count or done.had == who.name
        said = alert_words.THANKS if mine else alert_words.NO_MORE
        return said.to(spoken), done.rings
    if not alerts.awaits(tx, row["id"]):
        return alert_words.NO_MORE.to(spoken), ()
    if event.turn >= MOST_TURNS:
        return alert_words.GOODBYE.to(spoken), ()
    return f"{_words(tx, tenant, row)} {alert_words.PRESS.to(spoken)}", ()


def _rows(tx: Tx, tenant: Tenant, coach_id: UUID) -> tuple[Coach, ...]:
    """Return a coach's rows, the one that was told first."""
    everybody = coaches.in_order(tx, tenant.key)
    told = next(coach for coach in everybody if coach.id == coach_id)
    same = (one for one in everybody if one.number == told.number and one != told)
    return (told, *same)


def _words(tx: Tx, tenant: Tenant, row: Found) -> str:
    return outbox.words_of(tx, tenant.key, row["id"])


def _then(said: str, spoken: str) -> Then:
    if said.endswith(alert_words.PRESS.to(spoken)):
        return Listen(keys=1, speech=False, silence_s=LISTENS_S)
    return HangUp()


def _written(parts: Parts, event: CallEvent, said: str, spoken: str) -> str:
    onward = (parts.origin, PATH, event.token or "", event.turn + 1)
    lines = (Line(said),) if said else ()
    return twiml.write(
        Aloud(spoken, lines, _then(said, spoken)),
        action_url=calls_in.voice_url(*onward),
        replay_url=lambda _: parts.origin,
        profile=parts.voice,
    )


def status_in(parts: Parts, report: CallReport) -> None:
    """Join what the carrier says of such a call, in any order, however often (I6)."""
    token = report.token or ""
    organisation = people.tenant_of_message(parts.db, token)
    if organisation is not None:
        retried(lambda: _joined(parts, organisation, report))


def _joined(parts: Parts, organisation: UUID, report: CallReport) -> None:
    with parts.db.transaction(organisation) as tx:
        row = outbox.by_token(tx, report.token or "")
        if row is not None and row["carrier_id"] in (None, report.sid):
            call_ends.told(tx, row, report)
