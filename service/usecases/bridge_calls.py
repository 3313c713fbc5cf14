"""A coach's own call as it goes: she presses 1, and is put through to the person.

Laws: nothing of anybody is said before she has pressed a key, since a machine may have
answered; what may be is asked again then, under the lock of the person's row, so a STOP
meanwhile wins; what was decided is answered alike whenever it is asked about again;
nothing is recorded; reports in any order and number end alike (I6). Where the person
was erased meanwhile nobody is put through, and what is told since is kept only so that
the carrier's record of it can be deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flows.coach.spoken import Spoken
from flows.talk.aloud import Aloud, HangUp, Line, Listen
from service.carrier import calls_in, twiml, wire
from service.carrier.calls_in import CallEvent
from service.carrier.reports_in import CallReport, ThroughReport
from service.carrier.twiml import Through
from service.carrier.wire import Malformed
from service.store import bridges, calls, outbox, people, plans, take_overs
from service.store.bridges import Bridge, Standing
from service.store.calls import Call
from service.store.db import Found, Tx, retried
from service.usecases import (
    bridging,
    call_ends,
    deliver,
    left_open,
    spending,
    taking_over,
)
from service.usecases.parts import Desk, Parts

OVER_PATH, OTHER_PATH = "/twilio/bridge-over", "/twilio/bridge-other"
GO_ON = "1"
NO_CALL = "Not as the carrier writes it: no call of ours."
MOST_TURNS = 3  # it is said so often to somebody who presses nothing
LISTENS_S = 6
# A call so short was a voicemail's greeting, or no time to say anything: whoever asked
# for her coach goes on waiting for her.
LEAST_TALK_S = 30
# The carrier's word for the second call -> ours.
ENDS: Mapping[str, str] = {
    "completed": "talked",
    "answered": "talked",
    "busy": "busy",
    "no-answer": "no_answer",
    "failed": "failed",
    "canceled": "canceled",
}
# What is spoken to the coach; {name} is the person's.
SAID: Mapping[str, Spoken] = {
    "press": Spoken(
        "This is Handrail, with the call that you asked for. Press 1 to be put"
        " through.",
        "Habla Handrail, con la llamada que pediste. Marca 1 y te comunico.",
    ),
    "through": Spoken(
        "Calling {name}. They see our number, and nothing is recorded.",
        "Llamo a {name}. Ve nuestro número, y nada se graba.",
    ),
    "refused": Spoken(
        "This call may not be put through any more. The console says why. Goodbye.",
        "Esta llamada ya no se puede hacer. La consola dice por qué. Adiós.",
    ),
    "goodbye": Spoken(
        "Nobody was called. Goodbye.",
        "No se llamó a nadie. Adiós.",
    ),
    "talked": Spoken(
        "The call is over. Goodbye.",
        "La llamada terminó. Adiós.",
    ),
    "busy": Spoken(
        "{name} is on another call, or did not take it. Goodbye.",
        "{name} está en otra llamada, o no la tomó. Adiós.",
    ),
    "no_answer": Spoken(
        "{name} did not answer. Goodbye.",
        "{name} no contestó. Adiós.",
    ),
    "failed": Spoken(
        "{name} could not be reached. Goodbye.",
        "No se pudo comunicar con {name}. Adiós.",
    ),
    "canceled": Spoken(
        "{name} did not answer. Goodbye.",
        "{name} no contestó. Adiós.",
    ),
}


@dataclass(frozen=True, slots=True)
class At:
    """One call at the desk of its person: its message, and how it stands."""

    desk: Desk
    row: Found
    bridge: Bridge

    def says(self, what: str) -> str:
        """Return what is spoken to the coach."""
        said = SAID[what].to(self.bridge.language)
        return said.format(name=self.desk.person.name)


@dataclass(frozen=True, slots=True)
class Erased:
    """One call whose person was erased meanwhile: its message, and how it stands."""

    parts: Parts
    tx: Tx
    row: Found
    bridge: Standing

    def says(self, what: str) -> str:
        """Return what is spoken to the coach, with nobody's name in it."""
        return SAID[what].to(self.bridge.language)


def voice_in(parts: Parts, event: CallEvent) -> str:
    """Take one request of the coach's end; return the TwiML it is answered with.

    Raises Malformed for a call that is none of these.
    """
    return retried(lambda: _answered(parts, event))


def _answered(parts: Parts, event: CallEvent) -> str:
    with parts.db.transaction(_tenant(parts, event.token)) as tx:
        at = _at(parts, tx, event.token, event.sid)
        told = {"state": "sent", "status": "in-progress", "error_code": None}
        outbox.hear(tx, at.row["id"], {**told, "carrier_id": event.sid})
        return _turn(at, event) if isinstance(at, At) else _nobody(at)


def _tenant(parts: Parts, token: str | None) -> UUID:
    found = people.tenant_of_message(parts.db, token) if token else None
    if found is None:
        raise Malformed(NO_CALL)
    return found


def _at(parts: Parts, tx: Tx, token: str | None, sid: str) -> At | Erased:
    """Lock the person and the message behind a call; raise Malformed for another's."""
    whose = calls.whose_message(tx, token or "")
    person = None if whose is None else people.lock(tx, parts.vault, whose)
    row = outbox.by_token(tx, token or "")
    if whose is None or row is None or (sid and row["carrier_id"] not in (None, sid)):
        raise Malformed(NO_CALL)
    row["token"] = token
    if person is None:
        stands = bridges.standing(tx, row["id"])
        if stands is None:
            raise Malformed(NO_CALL)
        return Erased(parts, tx, row, stands)
    tenant = parts.tenant(tx.organisation_id)
    bridge = bridges.of(tx, tenant.key, person, row["id"])
    if bridge is None:
        raise Malformed(NO_CALL)
    return At(Desk(parts, tx, tenant, person), row, bridge)


def _nobody(at: Erased) -> str:
    """Say that nobody is put through any more; after a talk, that it is over."""
    if at.bridge.through_at is None:
        bridges.ended(at.tx, at.row["id"], "refused")
    return _bye(at, "talked" if at.bridge.through_at else "refused")


def _turn(at: At, event: CallEvent) -> str:
    if at.bridge.ended == "refused":
        return _bye(at, "refused")
    if event.digits == GO_ON:
        return _through(at) if at.bridge.through_at or _may(at) else _bye(at, "refused")
    if at.bridge.through_at:
        return _bye(at, "talked")
    if event.error_code or event.turn >= MOST_TURNS:
        return _bye(at, "goodbye")
    listen = Listen(keys=1, speech=False, silence_s=LISTENS_S)
    lines = (Line(at.says("press")),)
    parts = at.desk.parts
    onward = calls_in.voice_url(
        parts.origin, deliver.BRIDGE_PATH, at.row["token"], event.turn + 1
    )
    return twiml.write(
        Aloud(at.bridge.language, lines, listen),
        action_url=onward,
        replay_url=lambda _: parts.origin,
        profile=parts.voice,
    )


def _may(at: At) -> bool:
    """Ask the rules once more, and keep what was decided."""
    desk, which = at.desk, at.bridge.id
    found = bridging.verdict(desk, stated=bool(at.bridge.stated))
    if found.action == "send":
        return bridges.through(desk.tx, which)
    bridges.ended(desk.tx, which, "refused")
    plans.decide(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        found.sentence,
        nudge_id=None,
        verdict=found.action,
        rule=found.rule,
        inputs=found.inputs,
    )
    return False


def _through(at: At) -> str:
    desk, token = at.desk, at.row["token"]
    origin = desk.parts.origin
    to = Through(
        to=people.number_of(desk.tx, desk.person),
        caller=people.service_number(desk.tx, desk.tenant.key),
        over_url=wire.status_url(origin, OVER_PATH, token),
        status_url=wire.status_url(origin, OTHER_PATH, token),
    )
    words = at.says("through")
    return twiml.put_through(at.bridge.language, words, to, desk.parts.voice)


def _bye(at: At | Erased, what: str) -> str:
    parts = at.parts if isinstance(at, Erased) else at.desk.parts
    return twiml.write(
        Aloud(at.bridge.language, (Line(at.says(what)),), HangUp()),
        action_url=parts.origin + deliver.BRIDGE_PATH,
        replay_url=lambda _: parts.origin,
        profile=parts.voice,
    )


# ---- what becomes of either end ----


def over_in(parts: Parts, report: ThroughReport) -> str:
    """Say to the coach what became of the second call; return the TwiML."""
    return retried(lambda: _over(parts, report))


def _over(parts: Parts, report: ThroughReport) -> str:
    with parts.db.transaction(_tenant(parts, report.token)) as tx:
        at = _at(parts, tx, report.token, report.sid)
        if report.other_sid is not None:
            _second(at, report.other_sid, report.status, report.seconds)
        return _bye(at, ENDS[report.status] if isinstance(at, At) else "talked")


def other_in(parts: Parts, report: CallReport) -> None:
    """Join what the carrier says of the second call, in any order, however often."""
    retried(lambda: _other(parts, report))


def _other(parts: Parts, report: CallReport) -> None:
    with parts.db.transaction(_tenant(parts, report.token)) as tx:
        at = _at(parts, tx, report.token, "")
        if report.sid != at.row["carrier_id"]:
            _second(at, report.sid, report.status, report.seconds)


def _second(at: At | Erased, sid: str, status: str, seconds: int | None) -> None:
    """Keep how the second call stands, once, and how long it was.

    A talk answers what she had asked of a coach before it, as a text does.
    """
    if isinstance(at, Erased):
        _settled(at.parts, at.tx, (at.row["id"], at.bridge.person), sid, status)
        return
    desk = at.desk
    about = (at.bridge.id, desk.person.id)
    known = _settled(desk.parts, desk.tx, about, sid, status)
    state = ENDS.get(status, "open")
    if state == "open":
        return
    if seconds is not None and calls.lasted(desk.tx, known, seconds):
        hers = people.number_of(desk.tx, desk.person)
        spending.lasted(desk, at.bridge.id, seconds, at.bridge.number, hers)
    if state == "talked":
        take_overs.extend(desk.tx, desk.person, desk.tx.now + taking_over.LASTS)
        if seconds is not None and seconds >= LEAST_TALK_S:
            left_open.answered_until(desk, at.bridge.at)


def _settled(
    parts: Parts, tx: Tx, about: tuple[UUID, UUID], sid: str, status: str
) -> Call:
    """Keep the second call of (message, person), and how it ended once that is told."""
    known = calls.by_sid(tx, sid)
    if known is None:
        message, person = about
        known = Call(
            id=parts.new_id(),
            participant_id=person,
            outbox_message_id=message,
            conversation_id=None,
            direction="out",
            carrier_id=sid,
            token=parts.new_token(),
            state="open",
        )
        calls.keep(tx, known)
    state = ENDS.get(status, "open")
    if state != "open":
        calls.settle(tx, known, state)
    return known


def status_in(parts: Parts, report: CallReport) -> None:
    """Join what the carrier says of the coach's end, in any order, however often."""
    retried(lambda: _first(parts, report))


def _first(parts: Parts, report: CallReport) -> None:
    with parts.db.transaction(_tenant(parts, report.token)) as tx:
        at = _at(parts, tx, report.token, report.sid)
        call_ends.told(tx, at.row, report)
        if report.status in call_ends.UNANSWERED:
            bridges.ended(tx, at.row["id"], "not_taken")
            calls.over(tx, at.row["id"])
