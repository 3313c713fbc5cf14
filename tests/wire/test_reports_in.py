"""What became of a call or a recording is read strictly, into one value."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.carrier.calls_in import STATUSES
from service.carrier.glued import Malformed
from service.carrier.reports_in import (
    RECORDING_STATUSES,
    TRANSCRIPTION_STATUSES,
    CallReport,
    RecordingReport,
    ThroughReport,
    TranscriptReport,
    read_call_status,
    read_recording_status,
    read_through,
    read_transcript,
)
from tests.wire.signing import (
    ACCOUNT,
    CALL,
    CALL_STATUS,
    DELIVERY,
    RECORDING_STATUS,
    TAKE,
    TRANSCRIPT,
    Pairs,
    changed,
)
from tests.wire.test_wire import cuttings

QUERY = (("d", DELIVERY),)


def test_the_end_of_a_call_is_read() -> None:
    assert CallReport(
        sid=CALL,
        account_sid=ACCOUNT,
        status="completed",
        answered_by=None,
        seconds=61,
        sequence=3,
        token=DELIVERY,
    ) == read_call_status(CALL_STATUS, QUERY)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_of_a_call_is_read_with_few_parameters_and_with_many(
    status: str,
) -> None:
    few = [("AccountSid", ACCOUNT), ("CallSid", CALL), ("CallStatus", status)]
    many = changed(
        CALL_STATUS, CallStatus=status, AnsweredBy="human", CallDuration="0", New="1"
    )
    assert (status, None, None) == (
        read_call_status(few, QUERY).status,
        read_call_status(few, QUERY).sequence,
        read_call_status(few, QUERY).seconds,
    )
    got = read_call_status(many, QUERY)
    assert (status, "human", 0) == (got.status, got.answered_by, got.seconds)


def test_a_call_that_came_in_has_no_token_unless_its_address_has() -> None:
    inbound = changed(CALL_STATUS, Direction="inbound")
    assert read_call_status(inbound, ()).token is None
    assert DELIVERY == read_call_status(inbound, QUERY).token


@pytest.mark.parametrize(
    ("pairs", "query", "named"),
    [
        *(
            (changed(CALL_STATUS, **{name: None}), QUERY, name)
            for name in ("AccountSid", "CallSid", "CallStatus")
        ),
        ((*CALL_STATUS, ("CallStatus", "busy")), QUERY, "repeated"),
        (changed(CALL_STATUS, CallStatus="lost"), QUERY, "CallStatus"),
        (changed(CALL_STATUS, CallDuration="long"), QUERY, "CallDuration"),
        (changed(CALL_STATUS, AnsweredBy="robot"), QUERY, "AnsweredBy"),
        (changed(CALL_STATUS, SequenceNumber="first"), QUERY, "SequenceNumber"),
        (changed(CALL_STATUS, Direction="sideways"), QUERY, "Direction"),
        (changed(CALL_STATUS, CallerName="Directioninbound"), QUERY, "Direction"),
        (
            changed(CALL_STATUS, CallerName="Directioninbound", Direction="inbound"),
            (),
            "Direction",
        ),
        (CALL_STATUS, (), "token"),
        (CALL_STATUS, (*QUERY, *QUERY), "token"),
        (CALL_STATUS, (("d", "short"),), "token"),
        (changed(CALL_STATUS, Direction="inbound"), (("d", "short"),), "token"),
        (changed(CALL_STATUS, Direction=None), (), "token"),
    ],
)
def test_a_call_status_that_is_not_as_the_carrier_writes_it_is_refused(
    pairs: Pairs, query: Pairs, named: str
) -> None:
    with pytest.raises(Malformed, match=named):
        read_call_status(pairs, query)


def test_the_end_of_a_recording_is_read() -> None:
    assert RecordingReport(
        sid=TAKE,
        account_sid=ACCOUNT,
        call_sid=CALL,
        status="completed",
        seconds=7,
        token=DELIVERY,
    ) == read_recording_status(RECORDING_STATUS, QUERY)


@pytest.mark.parametrize("status", RECORDING_STATUSES)
def test_every_status_of_a_recording_is_read(status: str) -> None:
    pairs = changed(RECORDING_STATUS, RecordingStatus=status, RecordingDuration="-1")
    got = read_recording_status(pairs, QUERY)
    assert (status, None) == (got.status, got.seconds)
    bare = changed(pairs, RecordingDuration=None, RecordingUrl=None)
    assert got == read_recording_status(bare, QUERY)


@pytest.mark.parametrize(
    ("pairs", "query", "named"),
    [
        *(
            (changed(RECORDING_STATUS, **{name: None}), QUERY, name)
            for name in ("AccountSid", "CallSid", "RecordingSid", "RecordingStatus")
        ),
        ((*RECORDING_STATUS, ("RecordingSid", TAKE)), QUERY, "repeated"),
        (changed(RECORDING_STATUS, RecordingStatus="lost"), QUERY, "RecordingStatus"),
        (changed(RECORDING_STATUS, RecordingSid="RE1"), QUERY, "RecordingSid"),
        (changed(RECORDING_STATUS, CallSid="RE" + CALL[2:]), QUERY, "CallSid"),
        (changed(RECORDING_STATUS, RecordingDuration="x"), QUERY, "RecordingDuration"),
        (RECORDING_STATUS, (), "token"),
    ],
)
def test_a_recording_status_that_is_not_as_the_carrier_writes_it_is_refused(
    pairs: Pairs, query: Pairs, named: str
) -> None:
    with pytest.raises(Malformed, match=named):
        read_recording_status(pairs, query)


def test_what_a_machine_heard_is_read() -> None:
    assert TranscriptReport(
        recording_sid=TAKE,
        account_sid=ACCOUNT,
        call_sid=CALL,
        status="completed",
        words="I opened the meeting.",
        token=DELIVERY,
    ) == read_transcript(TRANSCRIPT, QUERY)


@pytest.mark.parametrize("status", TRANSCRIPTION_STATUSES)
@pytest.mark.parametrize(
    "bare", [{}, {"TranscriptionType": None}, {"TranscriptionUrl": None}]
)
def test_every_status_of_a_transcription_is_read(
    status: str, bare: dict[str, None]
) -> None:
    pairs = changed(TRANSCRIPT, TranscriptionStatus=status, **bare)
    got = read_transcript(pairs, QUERY)
    assert (status, "I opened the meeting.") == (got.status, got.words)
    wordless = changed(pairs, TranscriptionText=None)
    assert (status, "") == (
        read_transcript(wordless, QUERY).status,
        read_transcript(wordless, QUERY).words,
    )


def test_words_that_nobody_says_are_cleaned_and_others_are_left() -> None:
    said = "St\x00op \U0001f642 TranscriptionStatusfailed"
    pairs = changed(TRANSCRIPT, TranscriptionText=said)
    assert said.replace("\x00", "") == read_transcript(pairs, QUERY).words


@pytest.mark.parametrize(
    ("pairs", "query", "named"),
    [
        *(
            (changed(TRANSCRIPT, **{name: None}), QUERY, name)
            for name in ("AccountSid", "CallSid", "RecordingSid", "TranscriptionStatus")
        ),
        ((*TRANSCRIPT, ("TranscriptionText", "x")), QUERY, "repeated"),
        (changed(TRANSCRIPT, TranscriptionStatus="lost"), QUERY, "TranscriptionStatus"),
        (changed(TRANSCRIPT, RecordingSid="RE1"), QUERY, "RecordingSid"),
        (changed(TRANSCRIPT, TranscriptionTone="glad"), QUERY, "after"),
        (changed(TRANSCRIPT, TranscriptionUrl="mailto:x"), QUERY, "Transcription"),
        (TRANSCRIPT, (), "token"),
    ],
)
def test_a_transcript_that_is_not_as_the_carrier_writes_it_is_refused(
    pairs: Pairs, query: Pairs, named: str
) -> None:
    with pytest.raises(Malformed, match=named):
        read_transcript(pairs, query)


@pytest.mark.parametrize(
    ("read", "pairs"),
    [
        (read_call_status, CALL_STATUS),
        (
            read_call_status,
            changed(CALL_STATUS, AnsweredBy="human", Direction="inbound"),
        ),
        (read_call_status, changed(CALL_STATUS, CallerName="SequenceNumber9")),
        (read_recording_status, RECORDING_STATUS),
        (read_recording_status, changed(RECORDING_STATUS, RecordingStatus="absent")),
        (read_transcript, TRANSCRIPT),
        (read_transcript, changed(TRANSCRIPT, TranscriptionText="")),
        (
            read_transcript,
            changed(TRANSCRIPT, TranscriptionType=None, TranscriptionUrl=None),
        ),
        (
            read_transcript,
            changed(TRANSCRIPT, TranscriptionText="TranscriptionTextTranscriptionUrl"),
        ),
    ],
)
def test_a_report_cut_differently_is_refused_or_has_the_same_effect(
    read: Callable[[Pairs, Pairs], object], pairs: Pairs
) -> None:
    meant = read(pairs, QUERY)
    tried = 0
    for cut in cuttings(pairs):
        tried += 1
        try:
            assert meant == read(cut, QUERY), cut
        except Malformed:
            continue
    assert tried > 200


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40))))
def test_reading_raises_nothing_but_malformed(pairs: list[tuple[str, str]]) -> None:
    for read in (read_call_status, read_recording_status, read_transcript):
        with pytest.raises(Malformed):
            read(pairs, QUERY)


OTHER = "CA" + "d" * 32
THROUGH = changed(
    CALL_STATUS,
    CallStatus="in-progress",
    CallDuration=None,
    SequenceNumber=None,
    DialBridged="true",
    DialCallDuration="61",
    DialCallSid=OTHER,
    DialCallStatus="completed",
)


def test_the_end_of_the_second_call_is_read_and_not_taken_for_the_first() -> None:
    read = read_through(THROUGH, QUERY)
    assert ThroughReport(CALL, ACCOUNT, OTHER, "completed", 61, DELIVERY) == read
    never = changed(
        THROUGH, DialCallSid=None, DialCallDuration=None, DialCallStatus="failed"
    )
    read = read_through(never, QUERY)
    assert (None, "failed", None) == (read.other_sid, read.status, read.seconds)


@pytest.mark.parametrize(
    "odd",
    [
        {"DialCallStatus": None},
        {"DialCallStatus": "well"},
        {"CallerName": "DialCallStatuscompleted"},
        {"DialCallSid": "CAx"},
    ],
)
def test_a_second_call_that_no_carrier_writes_is_refused(
    odd: dict[str, str | None],
) -> None:
    with pytest.raises(Malformed):
        read_through(changed(THROUGH, **odd), QUERY)
