"""Reads strictly what became of a call or a recording, each into one value.

Law (catalogue 22): one signature, one effect (see `glued`). Nothing a stranger writes
stands here but the name of a caller, where the operator buys it, and what a machine
heard in a recording: its words are found from outside inwards, and what nothing could
tell from words is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from service.carrier.calls import ANSWERED_BY
from service.carrier.calls_in import (
    CALL_SID,
    DIRECTION,
    NAME,
    RECORDING_SID,
    SECONDS,
    has,
    head,
    number,
    part,
)
from service.carrier.door import clean
from service.carrier.glued import (
    TOKEN,
    Pairs,
    account,
    agree,
    by_name,
    first,
    glued,
    refuse,
    token,
)
from service.carrier.port import AnsweredBy

# https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback
RECORDING_STATUSES = ("in-progress", "completed", "absent", "failed")
_CALL_SECONDS = part("CallDuration", "[0-9]{1,6}")
_RECORDING_STATUS = part("RecordingStatus", "|".join(RECORDING_STATUSES))
_SEQUENCE = part("SequenceNumber", "[0-9]{1,6}")
# https://www.twilio.com/docs/voice/twiml/record#attributes-transcribe-callback
TRANSCRIPTION_STATUSES = ("completed", "failed")
_TRANSCRIPTION_STATUS = part("TranscriptionStatus", "|".join(TRANSCRIPTION_STATUSES))
_WORDS = "TranscriptionText"
# What the carrier puts after the words, last first.
_AFTER_WORDS = {
    "TranscriptionUrl": re.compile("https?://[!-~]*"),
    "TranscriptionType": re.compile("[a-z]*"),
}
# https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values
DIAL_STATUSES = ("completed", "answered", "busy", "no-answer", "failed", "canceled")
_DIAL_STATUS = part("DialCallStatus", "|".join(DIAL_STATUSES))
_DIAL_SECONDS = part("DialCallDuration", "[0-9]{1,6}")
_DIAL_SID = part("DialCallSid", "CA[0-9a-f]{32}")
_MAY_BE_ABSENT = frozenset(
    {"DialCallDuration", "DialCallSid"}
    | {"AnsweredBy", "CallDuration", "Direction", "RecordingDuration", "SequenceNumber"}
)


@dataclass(frozen=True, slots=True)
class CallReport:
    """What became of a call; `sequence` orders the reports of one call.

    `token` is our own id of that try, None for a call that came in. `seconds` is how
    long it lasted, once it is over.
    """

    sid: str
    account_sid: str
    status: str
    answered_by: AnsweredBy | None
    seconds: int | None
    sequence: int | None
    token: str | None


@dataclass(frozen=True, slots=True)
class ThroughReport:
    """That a call which was put through has its first end alone again.

    `sid` is the first end's, `other_sid` the second's, None where it was never dialled;
    `status` and `seconds` are the second's.
    """

    sid: str
    account_sid: str
    other_sid: str | None
    status: str
    seconds: int | None
    token: str


@dataclass(frozen=True, slots=True)
class RecordingReport:
    """What became of a recording; only a `completed` one can be fetched."""

    sid: str
    account_sid: str
    call_sid: str
    status: str
    seconds: int | None
    token: str


@dataclass(frozen=True, slots=True)
class TranscriptReport:
    """What a machine heard in a recording, cleaned; nothing unless `completed`."""

    recording_sid: str
    account_sid: str
    call_sid: str
    status: str
    words: str
    token: str


def read_call_status(pairs: Pairs, query: Pairs) -> CallReport:
    """Read what became of a call; our token is in `query` unless the call came in.

    Raises:
        Malformed: a repeated, missing, odd or ambiguous parameter, or no token.
    """
    came = by_name(pairs, NAME)
    meant = _status_parts(glued(pairs))
    agree(came, meant, _MAY_BE_ABSENT)
    asked_for = meant["Direction"] != "inbound" or has(query, TOKEN)
    return CallReport(
        sid=meant["CallSid"],
        account_sid=meant["AccountSid"],
        status=meant["CallStatus"],
        answered_by=ANSWERED_BY.get(meant["AnsweredBy"]),
        seconds=number(meant["CallDuration"]),
        sequence=number(meant["SequenceNumber"]),
        token=token(query) if asked_for else None,
    )


def read_through(pairs: Pairs, query: Pairs) -> ThroughReport:
    """Read what asks what to say now that the second end is over.

    https://www.twilio.com/docs/voice/twiml/dial#attributes-action

    Raises:
        Malformed: a repeated, missing, odd or ambiguous parameter, or no token.
    """
    came = by_name(pairs, NAME)
    meant = _through_parts(glued(pairs))
    agree(came, meant, _MAY_BE_ABSENT)
    return ThroughReport(
        sid=meant["CallSid"],
        account_sid=meant["AccountSid"],
        other_sid=meant["DialCallSid"] or None,
        status=meant["DialCallStatus"],
        seconds=number(meant["DialCallDuration"]),
        token=token(query),
    )


def read_recording_status(pairs: Pairs, query: Pairs) -> RecordingReport:
    """Read what became of a recording; `query` holds our token.

    Raises:
        Malformed: a repeated, missing, odd or ambiguous parameter, or no token.
    """
    came = by_name(pairs, NAME)
    meant = _recording_parts(glued(pairs))
    agree(came, meant, _MAY_BE_ABSENT)
    return RecordingReport(
        sid=meant["RecordingSid"],
        account_sid=meant["AccountSid"],
        call_sid=meant["CallSid"],
        status=meant["RecordingStatus"],
        seconds=number(meant["RecordingDuration"]),
        token=token(query),
    )


def read_transcript(pairs: Pairs, query: Pairs) -> TranscriptReport:
    """Read what a machine heard in a recording; `query` holds our token.

    Raises:
        Malformed: a repeated, missing, odd or ambiguous parameter, or no token.
    """
    came = by_name(pairs, NAME)
    meant = _transcript_parts(glued(pairs))
    if {name for name in came if name > _WORDS} - set(_AFTER_WORDS):
        refuse("a parameter after TranscriptionText that we do not know")
    agree(came, meant, {_WORDS, *_AFTER_WORDS})
    return TranscriptReport(
        recording_sid=meant["RecordingSid"],
        account_sid=meant["AccountSid"],
        call_sid=meant["CallSid"],
        status=meant["TranscriptionStatus"],
        words=clean(meant[_WORDS]).text,
        token=token(query),
    )


def _status_parts(text: str) -> dict[str, str]:
    begins = head(text)
    before_call = begins.account.end(), begins.call.start()
    ways = DIRECTION.findall(text, begins.status.end())
    if len(ways) > 1:
        refuse("Direction")
    numbered = _SEQUENCE.findall(text, begins.status.end())
    return {
        **begins.parts(text),
        "CallDuration": first(_CALL_SECONDS, text, *before_call),
        "Direction": ways[0] if ways else "",
        "SequenceNumber": numbered[-1] if numbered else "",
    }


def _through_parts(text: str) -> dict[str, str]:
    begins = head(text)
    after = begins.status.end()
    ends = _DIAL_STATUS.findall(text, after)
    if len(ends) != 1:
        refuse("DialCallStatus")
    return {
        **begins.parts(text),
        "DialCallDuration": first(_DIAL_SECONDS, text, after, len(text)),
        "DialCallSid": first(_DIAL_SID, text, after, len(text)),
        "DialCallStatus": ends[0],
    }


def _recording_parts(text: str) -> dict[str, str]:
    whose = account(text)
    call = _after(whose, CALL_SID, "CallSid")
    one = _after(call, RECORDING_SID, "RecordingSid")
    return {
        "AccountSid": whose[1],
        "CallSid": call[1],
        "RecordingDuration": first(SECONDS, text, call.end(), one.start()),
        "RecordingSid": one[1],
        "RecordingStatus": first(_RECORDING_STATUS, text, one.end(), len(text)),
    }


def _transcript_parts(text: str) -> dict[str, str]:
    whose = account(text)
    call = _after(whose, CALL_SID, "CallSid")
    one = _after(call, RECORDING_SID, "RecordingSid")
    status = _after(one, _TRANSCRIPTION_STATUS, "TranscriptionStatus")
    return {
        "AccountSid": whose[1],
        "CallSid": call[1],
        "RecordingSid": one[1],
        "TranscriptionStatus": status[1],
        **_heard_parts(text[status.end() :]),
    }


def _heard_parts(text: str) -> Mapping[str, str]:
    _, named, rest = text.partition(_WORDS)
    words, parts = rest if named else text, {}
    for name, form in _AFTER_WORDS.items():
        before, found, value = words.rpartition(name)
        taken = bool(found) and form.fullmatch(value) is not None
        parts[name] = value if taken else ""
        words = before if taken else words
    return {**parts, _WORDS: words if named else ""}


def _after(before: re.Match[str], sought: re.Pattern[str], name: str) -> re.Match[str]:
    # The first one after what the carrier wrote before it.
    found = sought.search(before.string, before.end())
    if found is None:
        refuse(name)
    return found
