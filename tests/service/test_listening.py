"""Recordings brought home: late, missing, erased, deleted there, told of by nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from service.carrier.port import CannotAsk, Recording
from service.carrier.reports_in import RecordingReport
from service.usecases import listening, replaying
from service.usecases.parts import Parts
from tests.journeys.world import ACCOUNT, World
from tests.service import called
from tests.service.called import Called
from tests.service.dialled import Dialled

SOUND = b"RIFF\x00\x00\x00\x00WAVE and her voice"


@dataclass
class Shelf:
    """A carrier's shelf of recordings: full, empty, or not to be asked."""

    sound: bytes | None = SOUND
    away: bool = False
    deleted: int = 0

    def fetch_recording(self, sid: str) -> Recording | None:
        if self.away:
            raise CannotAsk("The carrier could not be reached.")
        return None if self.sound is None else Recording(sid, "audio/wav", self.sound)

    def delete_recording(self, sid: str) -> bool:
        if self.away:
            raise CannotAsk("The carrier could not be reached.")
        self.deleted += 1
        return True


@dataclass
class Told:
    """A recording that the carrier has told of, and its shelf."""

    her: Called
    shelf: Shelf
    call: Dialled
    sid: str

    @property
    def row(self) -> dict[str, Any]:
        (found,) = self.her.world.of(self.her.phone.number, "recordings")
        return found

    def parts(self, **more: Any) -> Parts:
        carrier: Any = self.shelf
        return replace(self.her.world.parts, carrier=carrier, **more)

    def fetch(self, row_id: UUID | None = None, **more: Any) -> int:
        parts = self.parts(**more)
        ids = [row_id or self.row["id"]]
        return listening.fetch(parts, self.her.world.organisation, ids)

    def due(self) -> None:
        """Let the time come at which it is asked for again."""
        self.her.world.run(
            "UPDATE recordings SET not_before = handrail_now() WHERE carrier_id = %s",
            self.sid,
        )

    @property
    def pause(self) -> timedelta:
        """How long it is let be from now."""
        whole = self.row["not_before"] - self.her.world.now
        return timedelta(seconds=round(whole.total_seconds()))


@pytest.fixture
def told(shared: World) -> Told:
    her = called.join(shared)
    number = her.phone.number
    agrees = "UPDATE participants SET calls = 'agreed', recorded = true WHERE id = %s"
    shared.change(agrees, number)
    call = Dialled(shared, number)
    sid = "RE" + call.sid[2:]
    call.asks()
    call.asks(Digits="1")
    call.asks(RecordingSid=sid, RecordingDuration="4")
    return Told(her, Shelf(), call, sid)


def test_it_is_fetched_sealed_and_then_deleted_there(told: Told) -> None:
    assert 1 == told.fetch()
    assert ("kept", True) == (told.row["state"], told.row["at_carrier"])
    assert 1 == told.fetch()
    assert (False, 1) == (told.row["at_carrier"], told.shelf.deleted)
    assert 0 == told.fetch()


def test_a_carrier_that_is_to_keep_it_is_not_asked_to_delete_it(told: Told) -> None:
    told.fetch()
    assert 1 == told.fetch(keeps_at_carrier=True)
    assert (False, 0) == (told.row["at_carrier"], told.shelf.deleted)


def test_a_late_one_is_asked_for_with_patience_that_grows_and_then_missing(
    told: Told,
) -> None:
    told.shelf = Shelf(sound=None)
    pauses = []
    for _ in range(listening.MOST_TRIES - 1):
        told.due()
        assert 0 == told.fetch()
        assert "awaited" == told.row["state"]
        pauses.append(told.pause)
        assert 0 == told.fetch()  # not before its time
    assert sorted(pauses) == pauses
    assert (timedelta(seconds=10), 2 * pauses[-2]) == (pauses[0], pauses[-1])
    told.due()
    told.fetch()
    assert ("missing", True) == (told.row["state"], told.row["at_carrier"])


def test_one_that_cannot_be_asked_for_is_never_missing_nor_deleted_unheard(
    told: Told,
) -> None:
    """A token that was wrong overnight lost the voices of that evening."""
    told.shelf.away = True
    for _ in range(listening.MOST_TRIES + 3):
        told.due()
        assert 0 == told.fetch()
    assert ("awaited", True) == (told.row["state"], told.row["at_carrier"])
    assert listening.LONGEST_PAUSE == told.pause
    told.shelf.away = False
    told.due()
    assert 1 == told.fetch()
    assert ("kept", 0) == (told.row["state"], told.shelf.deleted)


def test_a_deletion_that_fails_is_tried_until_it_is_done(told: Told) -> None:
    """After twelve tries the page said that the carrier has it no more; it had."""
    told.fetch()
    told.shelf.away = True
    for _ in range(listening.MOST_TRIES + 3):
        told.due()
        assert 0 == told.fetch()
        assert told.row["at_carrier"]
    told.shelf.away = False
    told.due()
    assert 1 == told.fetch()
    assert ("kept", False) == (told.row["state"], told.row["at_carrier"])


def test_of_an_erased_person_the_sound_is_not_kept_and_goes_there_too(
    told: Told,
) -> None:
    row_id, number = told.row["id"], told.her.phone.number
    told.her.world.erase(number)
    told.fetch(row_id)
    assert ("missing", None) == (told.row["state"], told.row["audio_sealed"])
    told.fetch(row_id)
    assert 1 == told.shelf.deleted


def test_two_who_fetch_at_once_keep_it_once(told: Told) -> None:
    shelf, fetched = told.shelf, told.shelf.fetch_recording

    def twice(sid: str) -> Recording | None:
        shelf.fetch_recording = fetched  # type: ignore[method-assign] # once
        assert 1 == told.fetch()
        return fetched(sid)

    shelf.fetch_recording = twice  # type: ignore[method-assign] # the other came first
    assert 0 == told.fetch()
    assert "kept" == told.row["state"]


# ---- what the carrier says of one ----


def reported(told: Told, **changed: Any) -> list[str]:
    """Post a report of another recording; return what is kept of her by its id."""
    (call,) = told.her.world.of(told.her.phone.number, "calls")
    values = {
        "sid": "RE" + "9" * 32,
        "account_sid": ACCOUNT,
        "call_sid": told.call.sid,
        "status": "completed",
        "seconds": 3,
        "token": call["token"],
        **changed,
    }
    listening.recording_in(told.her.world.parts, RecordingReport(**values))
    rows = told.her.world.of(told.her.phone.number, "recordings")
    return [row["carrier_id"] for row in rows if row["carrier_id"] != told.sid]


@pytest.mark.parametrize(
    "changed",
    [
        {"call_sid": "CA" + "0" * 32},
        {"token": "a-token-of-nobody-0001"},
        {"status": "absent"},
        {"seconds": None},
        {"seconds": 0},
    ],
)
def test_what_is_of_no_call_of_ours_or_of_no_sound_is_let_be(
    told: Told, changed: dict[str, Any]
) -> None:
    assert [] == reported(told, **changed)


def test_one_that_no_turn_told_of_is_kept_once(told: Told) -> None:
    sid = "RE" + told.call.sid[2:][::-1]
    assert [sid] == reported(told, sid=sid)
    assert [sid] == reported(told, sid=sid)


def test_of_an_erased_person_no_report_is_kept(told: Told) -> None:
    values = {"sid": "RE" + "8" * 32}
    (call,) = told.her.world.of(told.her.phone.number, "calls")
    told.her.world.erase(told.her.phone.number)
    report = RecordingReport(
        values["sid"], ACCOUNT, told.call.sid, "completed", 3, call["token"]
    )
    listening.recording_in(told.her.world.parts, report)
    rows = told.her.world.rows(
        "SELECT * FROM recordings WHERE carrier_id = %s", values["sid"]
    )
    assert [] == rows


# ---- played back ----


def test_a_take_that_the_carrier_cannot_be_asked_for_is_not_played(
    told: Told,
) -> None:
    told.shelf.away = True
    assert replaying.replay(told.parts(), told.call.sid, told.sid) is None
    told.shelf.away = False
    found = replaying.replay(told.parts(), told.call.sid, told.sid)
    assert found is not None
    assert SOUND == found.audio
