"""Reads strictly what a call asks us: what to say next.

Law (catalogue 22): one signature, one effect (see `glued`). A stranger writes what is
recognised of her speech, and, where the operator buys it, the name of a caller; both
stand between parameters of the carrier's own, which are found from outside inwards:
from the left to the status of the call, from the right to the last To. Parameters we
do not know are let through, except where nothing could tell them from words.
`RecordingUrl` and `Confidence` are never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from service.carrier.calls import ANSWERED_BY, checked
from service.carrier.door import clean
from service.carrier.glued import (
    E164,
    NUMBER,
    TOKEN,
    Pairs,
    account,
    agree,
    by_name,
    checked_token,
    first,
    glued,
    last,
    refuse,
    token,
)
from service.carrier.port import AnsweredBy
from service.carrier.recordings import RECORDING

Direction: TypeAlias = Literal["inbound", "outbound"]

TURN = "t"  # the query name of how many answers the call has had
PLAYS = "r"  # the query name of a recording that is to be played back
LAST_TURN = 999

# https://www.twilio.com/docs/voice/api/call-resource#call-status-values, and
# "initiated", which only callbacks say.
STATUSES = (
    *("queued", "initiated", "ringing", "in-progress", "completed", "busy", "failed"),
    *("no-answer", "canceled"),
)
_DIRECTIONS: Mapping[str, Direction] = {
    "inbound": "inbound",
    "outbound-api": "outbound",
}
_HUNG_UP = "hangup"

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_TURN = re.compile(r"0|[1-9][0-9]{0,2}")


def part(name: str, value: str) -> re.Pattern[str]:
    """Write what a parameter looks like in the glued text."""
    return re.compile(rf"{name}({value})")


# A parameter with an effect, as it stands in the glued text.
_ANSWERED = part("AnsweredBy", "|".join(sorted(ANSWERED_BY, reverse=True)))
CALL_SID = part("CallSid", "CA[0-9a-f]{32}")
_CALL_STATUS = part("CallStatus", "|".join(STATUSES))
DIRECTION = part("Direction", "inbound|outbound-(?:api|dial)")
_DIGITS = re.compile(rf"Digits([0-9*#]{{0,32}}|{_HUNG_UP})\Z")
_ERROR = part("ErrorCode", "[0-9]{5}")
_ANY_FROM = re.compile(r"(?<!Forwarded)From")
_FROM = part("From", NUMBER)
SECONDS = part("RecordingDuration", "-?[0-9]{1,5}")
RECORDING_SID = part("RecordingSid", "RE[0-9a-f]{32}")
_TO = part("To", r"\+?[0-9]{3,20}")

_SPEECH = "SpeechResult"
# What the carrier puts between the words and To, last first: how far it vouches for
# the caller's number (STIR/SHAKEN).
_VOUCHED = {
    "StirVerstat": re.compile("[A-Za-z-]{0,64}"),
    "StirPassportToken": re.compile("[A-Za-z0-9_.=-]*"),
}
_UNSETTLED = "UnstableSpeechResult"  # words too, and after To; we never ask for them


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording that was just made; its sound may not be ready yet.

    `sid` is None where the carrier names it only in its status; `hung_up` says that
    she ended the call with it.
    """

    sid: str | None
    seconds: int
    hung_up: bool


@dataclass(frozen=True, slots=True)
class CallEvent:
    """What a call asks us: it began, was answered, she said or pressed something.

    `digits` and `speech` are empty when there were none; `speech` is cleaned,
    `changed` says that it had to be. `token` and `turn` are from our own address, and
    None and 0 for a call that came in and has had no answer yet. `error_code` is set
    when the carrier could not use our answer and comes to the fallback address: at
    whatever turn that was, it asks as at the first, with nothing pressed or said.
    `take` is the recording that this turn is to play back, from our own address too;
    `lost` is what she said to the turn that failed, cleaned.
    """

    sid: str
    account_sid: str
    caller: str
    called: str
    direction: Direction
    status: str
    digits: str
    speech: str
    changed: bool
    recording: Recorded | None
    answered_by: AnsweredBy | None
    error_code: int | None
    token: str | None
    turn: int
    take: str | None = None
    lost: str = ""

    @property
    def person(self) -> str:
        """Return the other end's number, whoever called."""
        return self.caller if self.direction == "inbound" else self.called

    @property
    def ours(self) -> str:
        """Return our own number."""
        return self.called if self.direction == "inbound" else self.caller

    @property
    def from_number(self) -> bool:
        """Say whether the other end is a telephone number in E.164."""
        return E164.fullmatch(self.person) is not None

    @property
    def silent(self) -> bool:
        """Say whether nothing was pressed, said or recorded."""
        return not (self.digits or self.speech or self.recording)


def read_call(pairs: Pairs, query: Pairs, *, changed: bool = False) -> CallEvent:
    """Read the webhook that asks what to say next in a call.

    `pairs` are the decoded form pairs of a genuine request, `query` those of its
    address; `changed` hands on that the form held bad UTF-8.
    https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application

    Raises:
        Malformed: a repeated, missing, odd or ambiguous parameter.
    """
    came = by_name(pairs, NAME)
    meant = _call_parts(glued(pairs))
    _refuse_words_in_disguise(came, meant)
    agree(came, meant, _MAY_BE_ABSENT)
    lost = clean(meant[_SPEECH]).text if meant["ErrorCode"] else ""
    if meant["ErrorCode"]:
        # The answer to a turn that failed; the fallback address does not say to which.
        meant |= dict.fromkeys(("Digits", _SPEECH, "RecordingDuration"), "")
    direction = _DIRECTIONS[meant["Direction"]]
    ours, turn = _from_address(query, direction)
    take = None if meant["ErrorCode"] else _take(query)
    recording = _recorded(meant)
    if ours is None and (meant["Digits"] or meant[_SPEECH] or recording or take):
        refuse("an answer before the first question")
    event = _event(meant, recording, ours=ours, turn=turn, changed=changed)
    return replace(event, take=take, lost=lost)


def voice_url(
    origin: str, path: str, token: str, turn: int, take: str | None = None
) -> str:
    """Write the address of a call's next turn, as `read_call` will read it.

    `take` is the carrier's name of a recording that the next turn plays back.

    Raises:
        ValueError: `token` is not 16 to 64 of `A-Za-z0-9_-`, `turn` not 0 to 999, or
            `take` no name of the carrier's.
    """
    if not 0 <= turn <= LAST_TURN:
        raise ValueError("A call has turns 0 to 999.")
    plays = "" if take is None else f"&{PLAYS}={checked(take, RECORDING)}"
    return f"{origin}{path}?{TOKEN}={checked_token(token)}&{TURN}={turn}{plays}"


def _call_parts(text: str) -> dict[str, str]:
    begins = head(text)
    way = _only_direction(text)
    sender = _sender(text, way.end())
    to = last(_TO, text, sender.end(), len(text), "To")
    said = text.find(_SPEECH, sender.end(), to.start())
    spoken = _spoken_parts(text[said : to.start()]) if said >= 0 else {_SPEECH: ""}
    written = said if said >= 0 else to.start()
    return {
        **begins.parts(text),
        "Digits": first(_DIGITS, text, begins.status.end(), way.start()),
        "Direction": way[1],
        "ErrorCode": first(_ERROR, text, way.end(), sender.start()),
        "From": sender[1],
        "RecordingDuration": first(SECONDS, text, sender.end(), written),
        "RecordingSid": first(RECORDING_SID, text, sender.end(), written),
        "To": to[1],
        **spoken,
    }


class Head(NamedTuple):
    """Where a request says whose call it is about and how that stands."""

    account: re.Match[str]
    call: re.Match[str]
    status: re.Match[str]

    def parts(self, text: str) -> dict[str, str]:
        """Return the parameters it holds."""
        between = self.account.end(), self.call.start()
        return {
            "AccountSid": self.account[1],
            "AnsweredBy": first(_ANSWERED, text, *between),
            "CallSid": self.call[1],
            "CallStatus": self.status[1],
        }


def head(text: str) -> Head:
    """Find the head of a request about a call.

    No stranger writes anything before it, so the first of each is the carrier's.

    Raises:
        Malformed: one of them is missing.
    """
    whose = account(text)
    call = CALL_SID.search(text, whose.end())
    if call is None:
        refuse("CallSid")
    status = _CALL_STATUS.search(text, call.end())
    if status is None:
        refuse("CallStatus")
    return Head(whose, call, status)


def _only_direction(text: str) -> re.Match[str]:
    # A caller's name could hold another one: then nobody could tell which is true.
    found = list(DIRECTION.finditer(text))
    if len(found) != 1 or found[0][1] not in _DIRECTIONS:
        refuse("Direction")
    return found[0]


def _sender(text: str, start: int) -> re.Match[str]:
    stands = _ANY_FROM.search(text, start)
    sender = _FROM.match(text, stands.start()) if stands else None
    if sender is None:
        refuse("From")
    return sender


def _spoken_parts(words: str) -> dict[str, str]:
    words = words.removeprefix(_SPEECH)
    parts = {}
    for name, form in _VOUCHED.items():
        before, found, value = words.rpartition(name)
        taken = bool(found) and form.fullmatch(value) is not None
        parts[name] = value if taken else ""
        words = before if taken else words
    return {**parts, _SPEECH: words}


def _refuse_words_in_disguise(
    came: Mapping[str, str], meant: Mapping[str, str]
) -> None:
    beside = {name for name in came if _SPEECH < name < "To"} - set(_VOUCHED)
    if meant[_SPEECH] and beside:
        refuse("a parameter between SpeechResult and To that we do not know")
    if _UNSETTLED in came:
        refuse(_UNSETTLED)


_MAY_BE_ABSENT = frozenset(
    {"AnsweredBy", "Digits", "ErrorCode", "RecordingDuration", "RecordingSid"}
    | {_SPEECH, *_VOUCHED}
)


def _from_address(query: Pairs, direction: Direction) -> tuple[str | None, int]:
    if direction == "inbound" and not has(query, TOKEN) and not has(query, TURN):
        return None, 0
    turns = [value for name, value in query if name == TURN]
    if len(turns) != 1 or not _TURN.fullmatch(turns[0]):
        refuse("the turn in the query")
    return token(query), int(turns[0])


def _take(query: Pairs) -> str | None:
    takes = [value for name, value in query if name == PLAYS]
    if not takes:
        return None
    if len(takes) != 1 or not RECORDING.fullmatch(takes[0]):
        refuse("the recording in the query")
    return takes[0]


def has(query: Pairs, name: str) -> bool:
    """Say whether the address has a name at all."""
    return any(one == name for one, _ in query)


def _recorded(meant: Mapping[str, str]) -> Recorded | None:
    seconds = number(meant["RecordingDuration"])
    if seconds is None:
        return None
    return Recorded(meant["RecordingSid"] or None, seconds, meant["Digits"] == _HUNG_UP)


def _event(
    meant: Mapping[str, str],
    recording: Recorded | None,
    *,
    ours: str | None,
    turn: int,
    changed: bool,
) -> CallEvent:
    speech = clean(meant[_SPEECH])
    # What ends a recording is no answer; another key pressed in it may be one.
    ends = _HUNG_UP, "#" if recording else _HUNG_UP
    pressed = "" if meant["Digits"] in ends else meant["Digits"]
    return CallEvent(
        sid=meant["CallSid"],
        account_sid=meant["AccountSid"],
        caller=meant["From"],
        called=meant["To"],
        direction=_DIRECTIONS[meant["Direction"]],
        status=meant["CallStatus"],
        digits=pressed,
        speech=speech.text,
        changed=changed or speech.changed,
        recording=recording,
        answered_by=ANSWERED_BY.get(meant["AnsweredBy"]),
        error_code=number(meant["ErrorCode"]),
        token=ours,
        turn=turn,
    )


def number(text: str) -> int | None:
    """Read a number that may be absent, or -1 as long as the carrier knows none."""
    return int(text) if text and not text.startswith("-") else None
