"""What the carrier promises the rest of the service, and the four ways a send ends.

Law: `send_text` asks the carrier at most once. Only `Busy` may be tried again;
`Unclear` never is, because the carrier may have taken the text (I2, catalogue 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

Who: TypeAlias = Literal["person", "us", "nobody_knows"]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The carrier took the text and named it `sid`; `status` is where it stands."""

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
    """Nobody knows whether the text was taken: in doubt, never sent again by itself.

    `reason` is words of ours; it holds no number, no body and no address.
    """

    reason: str


Outcome: TypeAlias = Accepted | Refused | Busy | Unclear


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as the carrier remembers it (used to settle what is in doubt)."""

    sid: str
    status: str
    body: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where the carrier brings the texts that come to a number of ours."""

    url: str
    method: str
    fallback_url: str
    fallback_method: str


@dataclass(frozen=True, slots=True)
class Connected:
    """Where texts to a number went before, and where they go now (or would go)."""

    before: Webhook
    after: Webhook


class CannotConnect(Exception):
    """The number cannot be connected until the operator mends what this names."""


class CannotAsk(Exception):
    """The carrier could not be asked just now; ask again later, nothing changed."""


class Carrier(Protocol):
    """A telephone network that takes texts."""

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

    def fetch_text(self, sid: str) -> Seen | None:
        """Look one text up; None when the carrier does not know it.

        Raises:
            CannotAsk: the carrier gave no usable answer.
        """
        ...

    def connect_number(
        self, *, number: str, sms_url: str, dry_run: bool = False
    ) -> Connected:
        """Have texts to `number` (E.164) brought to `sms_url`, both ways by POST.

        The carrier comes again when we cannot be reached. `dry_run` asks and changes
        nothing; a number that is connected so already is left alone.

        Raises:
            CannotConnect: the operator has something to mend; nothing changed.
            CannotAsk: the carrier gave no usable answer; run it again.
        """
        ...
