"""Signs webhooks as Twilio documents it, without the SDK, and keeps a captured one."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from itertools import chain
from urllib.parse import urlencode

Pairs = Sequence[tuple[str, str]]

ORIGIN = "https://coach.example.com"
TOKEN = "the-token-in-use"
NEXT_TOKEN = "the-token-to-come"
ACCOUNT = "AC" + "0123456789abcdef" * 2
SID = "SM" + "fedcba9876543210" * 2
DELIVERY = "dLvry_token-1234567890"

# A text as Twilio was seen to send it, with a new parameter nobody knows.
TEXT = (
    ("ToCountry", "US"),
    ("ToState", ""),
    ("SmsMessageSid", SID),
    ("NumMedia", "0"),
    ("ToCity", ""),
    ("FromZip", "94107"),
    ("SmsSid", SID),
    ("FromState", "CA"),
    ("SmsStatus", "received"),
    ("FromCity", "SAN FRANCISCO"),
    ("Body", "Said my idea. Everyone nodded"),
    ("FromCountry", "US"),
    ("To", "+18005551212"),
    ("ToZip", ""),
    ("NumSegments", "1"),
    ("MessageSid", SID),
    ("AccountSid", ACCOUNT),
    ("From", "+14155550123"),
    ("ApiVersion", "2010-04-01"),
    ("NewWithoutNotice", "1"),
)
STATUS = (
    ("AccountSid", ACCOUNT),
    ("ApiVersion", "2010-04-01"),
    ("ErrorCode", "30003"),
    ("From", "+18005551212"),
    ("MessageSid", SID),
    ("MessageStatus", "undelivered"),
    ("RawDlrDoneDate", "2611231200"),
    ("SmsSid", SID),
    ("SmsStatus", "undelivered"),
    ("To", "+14155550123"),
)
CALL = "CA" + "fedcba9876543210" * 2
TAKE = "RE" + "00112233445566778899aabbccddeeff"

# What Twilio sends with every question of a call, in the order it was seen in.
ASKING = (
    ("Called", "+18005551212"),
    ("ToState", ""),
    ("CallerCountry", "US"),
    ("Direction", "inbound"),
    ("CallerState", "CA"),
    ("ToZip", ""),
    ("CallSid", CALL),
    ("To", "+18005551212"),
    ("CallerZip", "94107"),
    ("CallToken", "%7B%22parentCallInfoToken%22%3A%22eyJhbGciOiJFUzI1NiJ9%22%7D"),
    ("ToCountry", "US"),
    ("StirVerstat", "TN-Validation-Passed-A"),
    ("CalledZip", ""),
    ("ApiVersion", "2010-04-01"),
    ("CalledCity", ""),
    ("CallStatus", "ringing"),
    ("From", "+14155550123"),
    ("AccountSid", ACCOUNT),
    ("CalledCountry", "US"),
    ("CallerCity", "SAN FRANCISCO"),
    ("ToCity", ""),
    ("FromCountry", "US"),
    ("Caller", "+14155550123"),
    ("FromCity", "SAN FRANCISCO"),
    ("CalledState", ""),
    ("FromZip", "94107"),
    ("FromState", "CA"),
    ("NewWithoutNotice", "1"),
)
CALL_STATUS = (
    ("Called", "+14155550123"),
    ("CallStatus", "completed"),
    ("Timestamp", "Mon, 23 Nov 2026 12:00:00 +0000"),
    ("Direction", "outbound-api"),
    ("CallSid", CALL),
    ("To", "+14155550123"),
    ("AccountSid", ACCOUNT),
    ("Caller", "+18005551212"),
    ("From", "+18005551212"),
    ("CallDuration", "61"),
    ("Duration", "2"),
    ("CallbackSource", "call-progress-events"),
    ("SipResponseCode", "200"),
    ("SequenceNumber", "3"),
    ("ApiVersion", "2010-04-01"),
)
RECORDING_STATUS = (
    ("RecordingSource", "RecordVerb"),
    ("RecordingTrack", "both"),
    ("RecordingSid", TAKE),
    ("RecordingUrl", f"https://api.twilio.com/2010-04-01/Accounts/x/Recordings/{TAKE}"),
    ("RecordingStatus", "completed"),
    ("RecordingChannels", "1"),
    ("ErrorCode", "0"),
    ("CallSid", CALL),
    ("RecordingStartTime", "Mon, 23 Nov 2026 12:00:00 +0000"),
    ("AccountSid", ACCOUNT),
    ("RecordingDuration", "7"),
)


TRANSCRIPT = (
    ("AccountSid", ACCOUNT),
    ("ApiVersion", "2010-04-01"),
    ("CallSid", CALL),
    ("CallStatus", "in-progress"),
    ("Caller", "+14155550123"),
    ("Direction", "inbound"),
    ("From", "+14155550123"),
    ("RecordingSid", TAKE),
    ("RecordingUrl", f"https://api.twilio.com/2010-04-01/Accounts/x/Recordings/{TAKE}"),
    ("To", "+18005551212"),
    ("TranscriptionSid", "TR" + CALL[2:]),
    ("TranscriptionStatus", "completed"),
    ("TranscriptionText", "I opened the meeting."),
    ("TranscriptionType", "fast"),
    (
        "TranscriptionUrl",
        "https://api.twilio.com/2010-04-01/Accounts/x/Transcriptions/x",
    ),
)


def changed(pairs: Pairs, **values: str | None) -> tuple[tuple[str, str], ...]:
    """Return the pairs with these values; None takes a name out, a new one is added."""
    kept = {**dict(pairs), **values}
    return tuple((name, value) for name, value in kept.items() if value is not None)


def glued(pairs: Pairs) -> str:
    """Glue the pairs as they are signed: by name, equal values of a name once."""
    return "".join(chain.from_iterable(sorted(set(pairs))))


def signature(
    url: str, pairs: Pairs = (), *, token: str = TOKEN, algorithm: str = "sha1"
) -> str:
    """Sign an address and its form pairs."""
    text = (url + glued(pairs)).encode()
    return base64.b64encode(hmac.digest(token.encode(), text, algorithm)).decode()


def with_hash(url: str, body: bytes) -> str:
    """Put the hash of a JSON body into the address, as Twilio does."""
    mark = "&" if "?" in url else "?"
    return f"{url}{mark}bodySHA256={hashlib.sha256(body).hexdigest()}"


def encoded(pairs: Pairs) -> bytes:
    """Encode form pairs."""
    return urlencode(list(pairs)).encode()
