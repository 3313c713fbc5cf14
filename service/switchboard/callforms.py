"""The forms the carrier posts about a call: what to do next, its state, a recording."""

from __future__ import annotations

from email.utils import format_datetime

from service.switchboard.calls import PhoneCall, Recording
from service.switchboard.courier import Pairs
from service.switchboard.forms import country
from service.switchboard.model import API_VERSION

SIP = {
    "completed": "200",
    "busy": "486",
    "no-answer": "487",
    "canceled": "487",
    "failed": "404",
}
"""State at the end of an outgoing call -> what the network beyond answered."""

PLACES = ("City", "State", "Zip")


def voice_form(call: PhoneCall, account_sid: str) -> Pairs:
    """The parameters of every voice request (twilio.com "TwiML Voice request")."""
    ends = (("Called", call.to), ("To", call.to), ("Caller", call.from_))
    return (
        ("CallSid", call.sid),
        ("AccountSid", account_sid),
        ("ApiVersion", API_VERSION),
        ("Direction", call.direction),
        ("CallStatus", call.status),
        *(
            pair
            for name, number in (*ends, ("From", call.from_))
            for pair in _end(name, number)
        ),
        *_answerer(call),
        *((("ParentCallSid", call.parent),) if call.parent else ()),
    )


def _end(name: str, number: str) -> Pairs:
    return (
        (name, number),
        (f"{name}Country", country(number)),
        *((name + place, "") for place in PLACES),
    )


def _answerer(call: PhoneCall) -> Pairs:
    if not call.answered_by:
        return ()
    return (
        ("AnsweredBy", call.answered_by),
        ("MachineDetectionDuration", str(call.detected_ms)),
    )


def call_status_form(
    call: PhoneCall, status: str, account_sid: str, recorded: Pairs
) -> Pairs:
    """Every parameter of a status callback; `recorded` tells of the whole call."""
    ended = call.duration_s is not None
    seconds = call.duration_s or 0
    lengths = (
        ("CallDuration", str(seconds)),
        # Billed by the minute, each one begun.
        ("Duration", str(-(-seconds // 60))),
    )
    sip = () if call.inbound or not ended else (("SipResponseCode", SIP[call.status]),)
    voice = tuple(
        pair for pair in voice_form(call, account_sid) if pair[0] != "CallStatus"
    )
    return (
        *voice,
        ("CallStatus", status),
        ("Timestamp", format_datetime(call.updated)),
        ("CallbackSource", "call-progress-events"),
        ("SequenceNumber", str(call.told)),
        *(lengths if ended else ()),
        *sip,
        *(recorded if ended else ()),
    )


def take_form(recording: Recording, url: str) -> Pairs:
    """What the action of a Record, and the end of a recorded call, are told of it."""
    return (
        ("RecordingUrl", url),
        ("RecordingSid", recording.sid),
        ("RecordingDuration", str(recording.seconds)),
    )


def recording_form(
    recording: Recording, url: str, status: str, account_sid: str
) -> Pairs:
    """Every parameter of a recording's status callback."""
    return (
        ("AccountSid", account_sid),
        ("CallSid", recording.call_sid),
        *(take_form(recording, url) if status == "completed" else ()),
        *(() if status == "completed" else (("RecordingSid", recording.sid),)),
        ("RecordingStatus", status),
        ("RecordingChannels", "1"),
        ("RecordingSource", recording.source),
        ("RecordingTrack", "inbound" if recording.source == "RecordVerb" else "both"),
        ("RecordingStartTime", format_datetime(recording.created)),
    )


def transcript_form(
    call: PhoneCall, recording: Recording, url: str, account_sid: str
) -> Pairs:
    """Every parameter of the callback about what was understood in a recording."""
    sid = "TR" + recording.sid[2:]
    account, _, _ = url.partition("/Recordings/")
    return (
        *voice_form(call, account_sid),
        ("RecordingSid", recording.sid),
        ("RecordingUrl", url),
        ("TranscriptionSid", sid),
        ("TranscriptionText", recording.words),
        ("TranscriptionStatus", "completed"),
        ("TranscriptionType", "fast"),
        ("TranscriptionUrl", f"{account}/Transcriptions/{sid}"),
    )
