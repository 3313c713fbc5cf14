"""Bringing recordings home: fetched by their id, sealed here, deleted at the carrier.

Law: a recording is fetched by the carrier's id from the carrier's own address, never by
an address a request brought; what is late is asked for again, with patience that grows,
and after a day it is said to be missing (catalogue 28), but never because the carrier
could not be asked: the only copy is there (catalogue 37). What a machine heard in one
is kept once, beside it; danger in it is looked after like any words of hers, and a wish
to stop is asked of a person first (decision 0021).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from service.carrier.calls_in import Recorded
from service.carrier.port import CannotAsk, SeenRecording
from service.carrier.reports_in import RecordingReport, TranscriptReport
from service.queue import URGENT
from service.store import calls, people, recordings
from service.store.calls import Call
from service.store.db import Found, Tx, retried
from service.store.people import Person
from service.usecases import converse
from service.usecases.parts import Desk, Parts

FIRST_PAUSE = timedelta(seconds=10)
MOST_TRIES = 12  # the last of them some eleven hours after the first
LONGEST_PAUSE = timedelta(hours=6)  # for as long as the carrier cannot be asked


def fetch(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Fetch, and then delete at the carrier, those recordings that are due."""
    return sum(_attend(parts, organisation, one) for one in ids)


def _attend(parts: Parts, organisation: UUID, recording_id: UUID) -> bool:
    with parts.db.transaction(organisation) as tx:
        row = recordings.awaited(tx, recording_id)
    if row is None:
        return False
    if row["state"] == "awaited":
        return _bring(parts, organisation, row)
    return _tidy(parts, organisation, row)


def _bring(parts: Parts, organisation: UUID, row: Found) -> bool:
    # The carrier is asked outside every transaction (law 3); twice does no harm.
    try:
        found, away = parts.carrier.fetch_recording(row["carrier_id"]), False
    except CannotAsk:
        found, away = None, True
    with parts.db.transaction(organisation) as tx:
        person = people.lock(tx, parts.vault, row["participant_id"])
        still = recordings.awaited(tx, row["id"])
        if still is None or still["state"] != "awaited":
            return False
        if person is None:
            # Erased: her voice is not kept, and it goes at the carrier too.
            recordings.missing(tx, row["id"])
        elif found is not None:
            recordings.keep(tx, person, row["id"], found.audio, found.media_type)
        elif row["tries"] + 1 >= MOST_TRIES and not away:
            recordings.missing(tx, row["id"])
        else:
            recordings.later(tx, row["id"], tx.now + _pause(row["tries"]))
    return found is not None


def _pause(tries: int) -> timedelta:
    return min(FIRST_PAUSE * (1 << min(tries, MOST_TRIES)), LONGEST_PAUSE)


def _tidy(parts: Parts, organisation: UUID, row: Found) -> bool:
    """Have the carrier forget a recording that is kept here, or missing."""
    gone = parts.keeps_at_carrier
    if not gone:
        try:
            parts.carrier.delete_recording(row["carrier_id"])
            gone = True
        except CannotAsk:
            gone = False  # it is there for all we know, and is deleted yet
    with parts.db.transaction(organisation) as tx:
        if gone:
            recordings.gone_at_carrier(tx, row["id"])
        else:
            recordings.later(tx, row["id"], tx.now + _pause(row["tries"]))
    return gone


def recording_in(parts: Parts, report: RecordingReport) -> None:
    """Take the carrier's word that a recording is ready: known or not, it is fetched.

    One that our turn never heard of (the line broke as she spoke) is kept all the same.
    """
    organisation = calls.tenant_of_call(parts.db, report.call_sid)
    if organisation is None or report.status != "completed" or not report.seconds:
        return
    with parts.db.transaction(organisation) as tx:
        call = calls.by_sid(tx, report.call_sid)
        if call is None or call.token != report.token:
            return
        person = people.lock(tx, parts.vault, call.participant_id)
        # The turn itself may have kept it, or this was said before.
        if person is not None and not recordings.stands(tx, report.sid):
            _keep_awaited(
                tx, person, parts.new_id(), call, (report.sid, report.seconds)
            )


def found(parts: Parts, organisation: UUID, call_sid: str, made: SeenRecording) -> None:
    """Keep that the carrier has a recording of a call, where no report told of it."""
    with parts.db.transaction(organisation) as tx:
        call = calls.by_sid(tx, call_sid)
        person = call and people.lock(tx, parts.vault, call.participant_id)
        if call and person and not recordings.stands(tx, made.sid):
            what = made.sid, made.seconds
            _keep_awaited(tx, person, parts.new_id(), call, what)


def expect(desk: Desk, call: Call, made: Recorded | None, attempt: UUID | None) -> None:
    """Keep that a turn of a call made a recording; it is fetched when it is ready."""
    if made is None or made.sid is None or made.seconds <= 0:
        return
    if recordings.stands(desk.tx, made.sid):
        # "Recording completed" may overtake the turn that the recording answers.
        if attempt is not None:
            recordings.join_attempt(desk.tx, made.sid, attempt)
        return
    what, row_id = (made.sid, made.seconds), desk.parts.new_id()
    _keep_awaited(desk.tx, desk.person, row_id, call, what, attempt)


def _keep_awaited(
    tx: Tx,
    person: Person,
    row_id: UUID,
    call: Call,
    what: tuple[str, int | None],
    attempt: UUID | None = None,
) -> None:
    """Keep that there is a recording of a call; `what` is its id and its seconds."""
    recordings.keep_awaited(
        tx,
        person,
        row_id,
        call_id=call.id,
        carrier_id=what[0],
        seconds=what[1] or 0,
        attempt_id=attempt,
    )


def transcript_in(parts: Parts, report: TranscriptReport) -> None:
    """Keep what a machine heard in a recording, and look after what it may mean.

    What is of no call of ours, or was said before, changes nothing. A recording of
    which nothing else has told is known by it, and fetched.
    """
    organisation = calls.tenant_of_call(parts.db, report.call_sid)
    heard = report.status == "completed" and report.words.strip()
    if organisation is None or not heard:
        return
    rings = retried(lambda: _heard(parts, organisation, report))
    parts.bell.ring("deliver", organisation, rings, URGENT)


def _heard(parts: Parts, organisation: UUID, report: TranscriptReport) -> list[UUID]:
    with parts.db.transaction(organisation) as tx:
        call = calls.by_sid(tx, report.call_sid)
        if call is None or call.token != report.token:
            return []
        person = people.lock(tx, parts.vault, call.participant_id)
        if person is None:
            return []
        if not recordings.stands(tx, report.recording_sid):
            # Both requests that tell of a recording had failed: what she said in it was
            # thrown away unread, and its sound was never found.
            what = (report.recording_sid, None)
            _keep_awaited(tx, person, parts.new_id(), call, what)
        recording = recordings.unheard(tx, call.id, report.recording_sid)
        if recording is None:
            return []
        recordings.keep_transcript(tx, person, recording, report.words)
        desk = Desk(parts, tx, parts.tenant(organisation), person)
        desk.channel = "voice"
        converse.overheard(desk, report.words)
    return desk.rings
