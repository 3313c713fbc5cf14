"""Which texts a list request asks for: by To, From and the date they were sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service.switchboard.model import Message
from service.switchboard.refusals import Refusal

DAY_LENGTH = len("2026-03-02")


@dataclass(frozen=True, slots=True)
class Sieve:
    """Filters of a list; a bound of None is open."""

    to: str
    from_: str
    since: datetime | None
    until: datetime | None

    def lets(self, message: Message) -> bool:
        """Whether a text passes; one not sent yet goes by when it was made."""
        moment = message.sent or message.created
        return (
            self.to in ("", message.to)
            and self.from_ in ("", message.from_)
            and (self.since is None or moment >= self.since)
            and (self.until is None or moment <= self.until)
        )


def sieve(pairs: Sequence[tuple[str, str]]) -> Sieve:
    """The filters of a query.

    `DateSent>` and `DateSent<` include their bound, in UTC; a bare `DateSent` means
    that whole day. Raises Refusal 20001 for what is no date.
    """
    given = dict(pairs)
    since = _moment(given.get("DateSent>", ""))
    until = _moment(given.get("DateSent<", ""))
    day = _moment(given.get("DateSent", "")[:DAY_LENGTH])
    if day:
        since, until = day, day + timedelta(days=1, microseconds=-1)
    return Sieve(given.get("To", ""), given.get("From", ""), since, until)


def sifted(messages: Iterable[Message], by: Sieve) -> list[str]:
    """SIDs of the texts that pass, newest first."""
    return [m.sid for m in reversed(tuple(messages)) if by.lets(m)]


def _moment(value: str) -> datetime | None:
    if not value:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError as error:
        raise Refusal(20001, "DateSent") from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)
