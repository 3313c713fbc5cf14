"""Brings recordings from the carrier and has them deleted there.

Laws: the address is made of our own base address and a checked name, never taken from
a request; a redirect is not followed; only sound comes back, and not without end
(catalogue 23).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any

import requests
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from service.carrier import calls
from service.carrier.answers import asked
from service.carrier.calls import CALL, MOST_LISTED, checked
from service.carrier.port import CannotAsk, Recording, SeenRecording

RECORDING = re.compile(r"RE[0-9a-f]{32}")
# A minute in the carrier's WAV (8 kHz, 16 bits) is below 1 MB, two channels below 2.
LARGEST = 4 * 1024 * 1024
_PIECE = 64 * 1024

# What a file begins with says what it is; what the answer calls it may be wrong.
_SOUNDS = (
    ("audio/wav", re.compile(rb"RIFF.{4}WAVE", re.DOTALL)),
    ("audio/mpeg", re.compile(rb"ID3|\xff[\xe2-\xff]")),
)


def fetched(client: Client, http: TwilioHttpClient, sid: str) -> Recording | None:
    """Bring the sound; see `port.Carrier.fetch_recording`.

    Asked for as WAV, which every page plays and a call may play back at once.
    https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file
    """
    checked(sid, RECORDING)
    audio = asked(lambda: _sound(client, http, sid))
    if audio is None:
        return None
    return Recording(sid, _media_type(audio), audio)


def deleted(client: Client, sid: str) -> bool:
    """Have it deleted; see `port.Carrier.delete_recording`."""
    return calls.deleted(client.recordings(checked(sid, RECORDING)))


def listed(client: Client, call_sid: str) -> tuple[SeenRecording, ...]:
    """List those of a call; see `port.Carrier.recordings_of`."""
    call = checked(call_sid, CALL)
    return asked(
        lambda: tuple(
            _seen(one)
            for one in client.recordings.list(call_sid=call, limit=MOST_LISTED)
        )
    )


def _sound(client: Client, http: TwilioHttpClient, sid: str) -> bytes | None:
    # Past the SDK, which reads every answer as text and would spoil the sound.
    account = client.account_sid
    url = f"{client.api.base_url}/2010-04-01/Accounts/{account}/Recordings/{sid}.wav"
    with http.session.get(
        url, auth=client.auth, timeout=http.timeout, allow_redirects=False, stream=True
    ) as answer:
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return None
        if answer.status_code != HTTPStatus.OK:
            raise CannotAsk(f"The carrier answered {answer.status_code}.")
        return _whole(answer)


def _whole(answer: requests.Response) -> bytes:
    pieces = _capped(answer.iter_content(_PIECE))
    return b"".join(pieces)


def _capped(pieces: Iterable[bytes]) -> Iterable[bytes]:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > LARGEST:
            raise CannotAsk("The recording is larger than any of ours.")
        yield piece


def _media_type(audio: bytes) -> str:
    for media_type, beginning in _SOUNDS:
        if beginning.match(audio):
            return media_type
    raise CannotAsk("What the carrier sent is no recording.")


def _seen(one: Any) -> SeenRecording:  # the SDK ships no types
    known = isinstance(one.sid, str) and isinstance(one.status, str)
    if not known or not isinstance(one.date_created, datetime):
        raise TypeError("not a recording as the carrier writes one")
    # The carrier writes -1 while it does not know yet.
    seconds = int(one.duration) if one.duration else -1
    return SeenRecording(
        one.sid, one.status, seconds if seconds >= 0 else None, one.date_created
    )
