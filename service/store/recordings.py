"""Her voice: awaited at the carrier, then kept here sealed, or missing for good.

Laws: what is due here is `state = 'awaited' OR at_carrier`, from `not_before` on, found
through handrail_awaited_recordings; audio is written once, and only over an awaited
row; a transcript is written once; a recording is seen to be gone at the carrier only
when the carrier said so.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Found, Tx
from service.store.people import Person

JOIN_ATTEMPT = text(
    "UPDATE recordings SET attempt_id = :attempt"
    " WHERE organisation_id = :organisation AND carrier_id = :carrier_id"
)
STANDS = text(
    "SELECT id FROM recordings WHERE organisation_id = :organisation"
    " AND carrier_id = :carrier_id"
)
AWAITED = text(
    "SELECT * FROM recordings WHERE organisation_id = :organisation AND id = :id"
    " AND (state = 'awaited' OR at_carrier) AND not_before <= :now FOR UPDATE"
)
KEEP = text(
    "UPDATE recordings SET state = 'kept', audio_sealed = :audio,"
    " media_type = :media_type, not_before = :now, tries = 0"
    " WHERE organisation_id = :organisation AND id = :id AND state = 'awaited'"
)
UNHEARD = text(
    "SELECT id FROM recordings WHERE organisation_id = :organisation"
    " AND call_id = :call AND carrier_id = :carrier_id AND transcript_sealed IS NULL"
    " FOR UPDATE"
)
KEEP_TRANSCRIPT = text(
    "UPDATE recordings SET transcript_sealed = :transcript"
    " WHERE organisation_id = :organisation AND id = :id"
    " AND transcript_sealed IS NULL"
)
LATER = text(
    "UPDATE recordings SET not_before = :not_before, tries = tries + 1"
    " WHERE organisation_id = :organisation AND id = :id"
)
MISSING = text(
    "UPDATE recordings SET state = 'missing', not_before = :now, tries = 0"
    " WHERE organisation_id = :organisation AND id = :id AND state = 'awaited'"
)
GONE_AT_CARRIER = text(
    "UPDATE recordings SET at_carrier = false"
    " WHERE organisation_id = :organisation AND id = :id"
)


def keep_awaited(  # noqa: PLR0913 -- a row's columns are its arguments
    tx: Tx,
    person: Person,
    row_id: UUID,
    *,
    call_id: UUID,
    carrier_id: str,
    seconds: int,
    attempt_id: UUID | None,
) -> None:
    """Keep that the carrier has a recording of hers; it is due to be fetched at once.

    `carrier_id` stands once in an organisation: a second one raises db.Stands.
    """
    tx.put(
        tables.RecordingRow,
        id=row_id,
        participant_id=person.id,
        call_id=call_id,
        attempt_id=attempt_id,
        carrier_id=carrier_id,
        seconds=seconds,
        state="awaited",
        at_carrier=True,
        media_type=None,
        audio_sealed=None,
        transcript_sealed=None,
        tries=0,
        not_before=tx.now,
        at=tx.now,
    )


def stands(tx: Tx, carrier_id: str) -> bool:
    """Say whether the recording is known; sure while its person is locked."""
    return tx.row(STANDS, carrier_id=carrier_id) is not None


def join_attempt(tx: Tx, carrier_id: str, attempt_id: UUID) -> None:
    """Say which attempt a recording tells of."""
    tx.later(JOIN_ATTEMPT, carrier_id=carrier_id, attempt=attempt_id)


def awaited(tx: Tx, recording_id: UUID) -> Found | None:
    """Lock and return a recording that is due, or None when nothing is to be done.

    The row has all columns. While `state` is "awaited" its audio is to be fetched;
    after that, while `at_carrier`, it is to be deleted at the carrier.
    """
    return tx.row(AWAITED, id=recording_id, now=tx.now)


def keep(
    tx: Tx, person: Person, recording_id: UUID, audio: bytes, media_type: str
) -> None:
    """Keep the audio of an awaited recording, sealed; its deletion there is due now."""
    sealed = person.key.seal_bytes(audio, "recordings", recording_id, "audio_sealed")
    tx.later(KEEP, id=recording_id, audio=sealed, media_type=media_type, now=tx.now)


def unheard(tx: Tx, call_id: UUID, carrier_id: str) -> UUID | None:
    """Lock and return a recording of that call which has no transcript yet, or None."""
    row = tx.row(UNHEARD, call=call_id, carrier_id=carrier_id)
    return None if row is None else row["id"]


def keep_transcript(tx: Tx, person: Person, recording_id: UUID, words: str) -> None:
    """Keep what was said in a recording, sealed, beside its audio."""
    sealed = person.key.seal(words, "recordings", recording_id, "transcript_sealed")
    tx.later(KEEP_TRANSCRIPT, id=recording_id, transcript=sealed)


def later(tx: Tx, recording_id: UUID, not_before: datetime) -> None:
    """Count a try that brought nothing, and try again from that moment on."""
    tx.later(LATER, id=recording_id, not_before=not_before)


def missing(tx: Tx, recording_id: UUID) -> None:
    """Give up an awaited recording for good; its deletion at the carrier is due now."""
    tx.later(MISSING, id=recording_id, now=tx.now)


def gone_at_carrier(tx: Tx, recording_id: UUID) -> None:
    """Note that the carrier has it no more: deleted there, or never found."""
    tx.later(GONE_AT_CARRIER, id=recording_id)
