"""Her voice in the store: awaited, kept sealed or missing, and then gone elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from service.store import people, recordings
from service.store.db import Stands, Tx
from service.store.people import Person
from service.usecases.parts import Parts
from tests.database import Clone, wait
from tests.service import crowd

SOUND = b"RIFF\x00\x01\xff not a text"


@pytest.fixture
def mila(parts: Parts, stairwell: UUID) -> UUID:
    return crowd.person(parts, stairwell, crowd.programme(parts, stairwell))


@pytest.fixture
def awaited(parts: Parts, stairwell: UUID, mila: UUID, clone: Clone) -> UUID:
    """A recording that the carrier has, of a call of hers."""
    call, recording = parts.new_id(), parts.new_id()
    with psycopg.connect(clone.owner_url) as line:
        line.execute(
            "INSERT INTO calls (id, organisation_id, participant_id, direction,"
            " carrier_id, token, state, began_at) VALUES (%s, %s, %s, 'out', 'CA1',"
            " 'token', 'open', handrail_now())",
            (call, stairwell, mila),
        )
    with parts.db.transaction(stairwell) as tx:
        keep(tx, person(parts, tx, mila), recording, call)
    return recording


def person(parts: Parts, tx: Tx, whose: UUID) -> Person:
    found = people.lock(tx, parts.vault, whose)
    assert found is not None
    return found


def keep(tx: Tx, whose: Person, recording: UUID, call: UUID) -> None:
    recordings.keep_awaited(
        tx,
        whose,
        recording,
        call_id=call,
        carrier_id="RE1",
        seconds=12,
        attempt_id=None,
    )


def row(parts: Parts, whose: UUID, recording: UUID) -> dict[str, Any] | None:
    with parts.db.transaction(whose) as tx:
        return recordings.awaited(tx, recording)


def test_what_the_carrier_has_is_due_to_be_fetched_at_once(
    parts: Parts, stairwell: UUID, awaited: UUID
) -> None:
    found = row(parts, stairwell, awaited)
    assert found is not None
    assert ("awaited", True, 0, 12) == (
        found["state"],
        found["at_carrier"],
        found["tries"],
        found["seconds"],
    )
    with parts.db.transaction() as tx:
        doors = tx.rows(text("SELECT * FROM handrail_awaited_recordings(9)"))
    assert [{"organisation": stairwell, "item": awaited}] == doors


def test_one_of_the_carriers_ids_stands_once(
    parts: Parts, stairwell: UUID, mila: UUID, awaited: UUID
) -> None:
    found = row(parts, stairwell, awaited)
    assert found is not None
    with pytest.raises(Stands), parts.db.transaction(stairwell) as tx:
        whose = person(parts, tx, mila)
        keep(tx, whose, parts.new_id(), found["call_id"])


def test_kept_it_is_sealed_opens_with_her_key_and_is_to_be_deleted_there(
    parts: Parts, stairwell: UUID, mila: UUID, awaited: UUID
) -> None:
    with parts.db.transaction(stairwell) as tx:
        whose = person(parts, tx, mila)
        recordings.keep(tx, whose, awaited, SOUND, "audio/wav")
        recordings.keep_transcript(tx, whose, awaited, "said my idea")
    found = row(parts, stairwell, awaited)
    assert found is not None
    assert ("kept", True, "audio/wav") == (
        found["state"],
        found["at_carrier"],
        found["media_type"],
    )
    assert SOUND not in found["audio_sealed"]
    key = whose.key
    assert SOUND == key.open_bytes(
        found["audio_sealed"], "recordings", awaited, "audio_sealed"
    )
    assert "said my idea" == key.open(
        found["transcript_sealed"], "recordings", awaited, "transcript_sealed"
    )
    with parts.db.transaction(stairwell) as tx:
        recordings.gone_at_carrier(tx, awaited)
    assert row(parts, stairwell, awaited) is None


def test_audio_is_written_once(
    parts: Parts, stairwell: UUID, mila: UUID, awaited: UUID
) -> None:
    with parts.db.transaction(stairwell) as tx:
        whose = person(parts, tx, mila)
        recordings.keep(tx, whose, awaited, SOUND, "audio/wav")
        recordings.keep(tx, whose, awaited, b"other", "audio/mpeg")
        recordings.missing(tx, awaited)
    found = row(parts, stairwell, awaited)
    assert found is not None
    assert ("kept", "audio/wav") == (found["state"], found["media_type"])


def test_a_try_that_brought_nothing_waits(
    parts: Parts, stairwell: UUID, awaited: UUID, clone: Clone
) -> None:
    with parts.db.transaction(stairwell) as tx:
        recordings.later(tx, awaited, tx.now + timedelta(minutes=5))
    assert row(parts, stairwell, awaited) is None
    with psycopg.connect(clone.owner_url) as line:
        line.execute(
            "UPDATE recordings SET not_before = handrail_now() - interval '1 minute'"
        )
    found = row(parts, stairwell, awaited)
    assert found is not None
    assert 1 == found["tries"]


def test_what_never_came_is_missing_and_still_to_be_deleted_there(
    parts: Parts, stairwell: UUID, awaited: UUID
) -> None:
    with parts.db.transaction(stairwell) as tx:
        recordings.missing(tx, awaited)
    found = row(parts, stairwell, awaited)
    assert found is not None
    assert ("missing", True) == (found["state"], found["at_carrier"])


def test_it_is_joined_to_the_attempt_it_tells_of(
    parts: Parts, stairwell: UUID, awaited: UUID, clone: Clone
) -> None:
    crowd.text(parts, "GO")
    wait(clone, timedelta(minutes=5))
    crowd.text(parts, "said my idea")
    with psycopg.connect(clone.owner_url) as line:
        attempt = line.execute("SELECT id FROM attempts").fetchone()
    assert attempt is not None
    with parts.db.transaction(stairwell) as tx:
        recordings.join_attempt(tx, "RE1", attempt[0])
    found = row(parts, stairwell, awaited)
    assert found is not None
    assert attempt[0] == found["attempt_id"]


def test_another_organisation_sees_none_of_it(parts: Parts, awaited: UUID) -> None:
    other = crowd.organisation(parts, "Other", "+15550100200")
    assert row(parts, other, awaited) is None
