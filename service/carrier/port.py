"""What the carrier promises the rest of the service, and the four ways a send ends.

Law: `send_text` and `place_call` ask the carrier at most once. Only `Busy` may be
tried again; `Unclear` never is, because the carrier may have taken the text or placed
the call (I2, catalogue 6).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from service.carrier.wire import InboundText

Who: TypeAlias = Literal["person", "us", "nobody_knows"]
AnsweredBy: TypeAlias = Literal["human", "machine", "fax", "unknown"]

# Voicemail mostly takes over after 25 seconds or more, and some networks add 5 to what
# is asked for.
RING_S = 20
LONGEST_CALL_S = 240
# As long as a coach and a person may talk with each other.
LONGEST_BRIDGE_S = 3600


@dataclass(frozen=True, slots=True)
class Accepted:
    """The carrier took it and named it `sid`; `status` is where it stands."""

    sid: str
    status: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The carrier said no, for good; `who` must act, `mend` says how."""

    code: int
    who: Who
    mend: str


@dataclass(frozen=True, slots=True)
class Busy:
    """The carrier never processed the request: safe to ask again later."""

    retry_after_s: float


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nobody knows whether it was taken: in doubt, never sent again by itself.

    `reason` is words of ours; it holds no number, no body and no address.
    """

    reason: str


Outcome: TypeAlias = Accepted | Refused | Busy | Unclear


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as the carrier remembers it; `error_code` says why it did not arrive.

    `from_` is the number it came from, `service` the messaging service (`MG...`) that
    sent it; each is "" where the carrier does not say.
    """

    sid: str
    status: str
    body: str
    created_at: datetime
    error_code: int | None = None
    from_: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class CameIn:
    """A text that came in at the carrier, and when, whether or not it reached us."""

    text: InboundText
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SeenCall:
    """A call as the carrier remembers it (used to settle what is in doubt).

    `status` is one of `calls_in.STATUSES`; `seconds` is None while it lasts.
    """

    sid: str
    from_: str
    status: str
    answered_by: AnsweredBy | None
    seconds: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SeenRecording:
    """A recording as the carrier remembers it; only a `completed` one can be had."""

    sid: str
    status: str
    seconds: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Recording:
    """The sound of one recording: `audio/wav` or `audio/mpeg`, looked at, not told."""

    sid: str
    media_type: str
    audio: bytes = field(repr=False)  # her voice: in no log and no error (I12)

    @property
    def length(self) -> int:
        """Say how many bytes it has."""
        return len(self.audio)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where the carrier brings what comes to a number of ours."""

    url: str
    method: str
    fallback_url: str
    fallback_method: str


@dataclass(frozen=True, slots=True)
class CallWebhook(Webhook):
    """The same for calls, and where it says what became of them."""

    status_url: str
    status_method: str


@dataclass(frozen=True, slots=True)
class Connected:
    """Where texts to a number went before, and where they go now (or would go).

    The same for calls; both are None when calls were left as they are.
    """

    before: Webhook
    after: Webhook
    calls_before: CallWebhook | None = None
    calls_after: CallWebhook | None = None


class CannotConnect(Exception):
    """The number cannot be connected until the operator mends what this names."""


class CannotAsk(Exception):
    """The carrier could not be asked just now; ask again later, nothing changed."""


class TooMany(Exception):
    """More came in than is listed at once: `came` is the latest of it."""

    def __init__(self, came: tuple[CameIn, ...]) -> None:
        super().__init__("more texts came in than are listed at once")
        self.came = came


class Carrier(Protocol):
    """A telephone network that takes texts and calls."""

    def send_text(
        self, *, to: str, body: str, from_: str, status_url: str, validity_seconds: int
    ) -> Outcome:
        """Hand one text over, with exactly one request.

        `to` and `from_` are E.164 (`from_` may be a messaging service, `MG...`);
        `status_url` is absolute and holds our own token; the carrier drops the text
        when it could not pass it on within `validity_seconds`. Never raises.
        """
        ...

    def find_texts(self, *, to: str, since: datetime) -> tuple[Seen, ...]:
        """List the texts to `to` made at or after `since` (aware).

        Raises:
            CannotAsk: the carrier gave no usable answer.
        """
        ...

    def find_incoming(
        self, *, to: str, since: datetime, until: datetime
    ) -> tuple[CameIn, ...]:
        """List the texts that came in for `to`, our number, between those moments.

        What no carrier writes is left out.

        Raises:
            CannotAsk: the carrier gave no usable answer.
            TooMany: it holds the latest alone; ask for a shorter span.
        """
        ...

    def fetch_text(self, sid: str) -> Seen | None:
        """Look one text up; None when the carrier does not know it.

        Raises:
            CannotAsk: the carrier gave no usable answer.
        """
        ...

    def delete_text(self, sid: str) -> bool:
        """Have a text deleted, ours or theirs; False when the carrier had none.

        Raises:
            CannotAsk: the carrier gave no usable answer, or the text is on its way
                still; ask again later.
        """
        ...

    def place_call(  # noqa: PLR0913 - each is named, as on the carrier's own form
        self,
        *,
        to: str,
        from_: str,
        answer_url: str,
        status_url: str,
        ring_s: int = RING_S,
        longest_s: int = LONGEST_CALL_S,
        detect_machine: bool = False,
    ) -> Outcome:
        """Have `to` (E.164) called from `from_`, with exactly one request.

        Once it is answered, the carrier asks `answer_url` what to say, and again when
        that failed at any turn. It tells `status_url` when it begins to dial, when it
        is answered and when it is over. `detect_machine` buys the answer to who picked
        up, before anything is said. Never raises.
        """
        ...

    def find_calls(self, *, to: str, since: datetime) -> tuple[SeenCall, ...]:
        """List the calls to `to` made at or after `since` (aware).

        Raises:
            CannotAsk: the carrier gave no usable answer.
        """
        ...

    def fetch_call(self, sid: str) -> SeenCall | None:
        """Look one call up; None when the carrier does not know it.

        Raises:
            CannotAsk: the carrier gave no usable answer.
        """
        ...

    def end_call(self, sid: str) -> bool:
        """End a call, ringing or answered; False when the carrier has no such call.

        True says that it is over, or will be once the carrier has hung up.

        Raises:
            CannotAsk: the carrier gave no usable answer; ask again, that is safe.
        """
        ...

    def delete_call(self, sid: str) -> bool:
        """Have what is kept of a call deleted; False when the carrier had none.

        Its recordings are deleted by themselves.

        Raises:
            CannotAsk: the carrier gave no usable answer, or the call goes on still.
        """
        ...

    def fetch_recording(self, sid: str) -> Recording | None:
        """Bring the sound of a recording; None when the carrier has none.

        Raises:
            CannotAsk: no usable answer, too large, or no sound at all.
        """
        ...

    def delete_recording(self, sid: str) -> bool:
        """Have a recording deleted; False when the carrier had none.

        Raises:
            CannotAsk: the carrier gave no usable answer; it may still be there.
        """
        ...

    def recordings_of(self, call_sid: str) -> tuple[SeenRecording, ...]:
        """List the recordings of a call.

        Raises:
            CannotAsk: the carrier gave no usable answer.
        """
        ...

    def connect_number(
        self,
        *,
        number: str,
        sms_url: str,
        voice_url: str | None = None,
        voice_status_url: str | None = None,
        dry_run: bool = False,
    ) -> Connected:
        """Have texts to `number` (E.164) brought to `sms_url`, both ways by POST.

        With `voice_url` calls are brought there too; what became of them is told to
        `voice_status_url` (or to where it was told before). The carrier comes again
        when we cannot be reached. `dry_run` asks and changes nothing; a number that is
        connected so already is left alone.

        Raises:
            CannotConnect: the operator has something to mend; nothing changed.
            CannotAsk: the carrier gave no usable answer; run it again.
        """
        ...
