"""Which texts, calls and recordings a list request asks for: by number and date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service.switchboard.calls import PhoneCall, Recording
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
            and within(moment, (self.since, self.until))
        )


def sieve(pairs: Sequence[tuple[str, str]]) -> Sieve:
    """The filters of a query for texts; see `span`."""
    given = dict(pairs)
    since, until = span(given, "DateSent")
    return Sieve(given.get("To", ""), given.get("From", ""), since, until)


def span(
    given: Mapping[str, str], name: str
) -> tuple[datetime | None, datetime | None]:
    """From when until when a query asks; None is open.

    `DateSent>` and `DateSent<` include their bound, in UTC; a bare `DateSent` means
    that whole day. Raises Refusal 20001 for what is no date.
    """
    since = _moment(given.get(f"{name}>", ""), name)
    until = _moment(given.get(f"{name}<", ""), name)
    day = _moment(given.get(name, "")[:DAY_LENGTH], name)
    if day:
        return day, day + timedelta(days=1, microseconds=-1)
    return since, until


def within(moment: datetime, bounds: tuple[datetime | None, datetime | None]) -> bool:
    """Whether a moment lies between two bounds, which may be open."""
    since, until = bounds
    return (since is None or moment >= since) and (until is None or moment <= until)


def sifted(messages: Iterable[Message], by: Sieve) -> list[str]:
    """SIDs of the texts that pass, newest first."""
    return [m.sid for m in reversed(tuple(messages)) if by.lets(m)]


def _moment(value: str, name: str) -> datetime | None:
    if not value:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError as error:
        raise Refusal(20001, name) from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)


CALL_FIELDS = {"To": "to", "From": "from_", "Status": "status"}


def sifted_calls(
    calls: Iterable[PhoneCall], pairs: Sequence[tuple[str, str]]
) -> list[str]:
    """SIDs of the calls a query asks for, newest first.

    `StartTime` and `EndTime` go by when a call was made while it has neither; no call
    here has a parent. Raises Refusal 20001 for what is no date.
    """
    given = dict(pairs)
    started, ended = span(given, "StartTime"), span(given, "EndTime")
    wished = {field: given[n] for n, field in CALL_FIELDS.items() if given.get(n)}
    return [
        call.sid
        for call in reversed(tuple(calls))
        if all(getattr(call, field) == value for field, value in wished.items())
        and within(call.started or call.created, started)
        and within(call.ended or call.created, ended)
        and not given.get("ParentCallSid")
    ]


def sifted_recordings(
    recordings: Iterable[Recording], pairs: Sequence[tuple[str, str]]
) -> list[str]:
    """SIDs of the recordings a query asks for, newest first, by call and date."""
    given = dict(pairs)
    made = span(given, "DateCreated")
    return [
        recording.sid
        for recording in reversed(tuple(recordings))
        if given.get("CallSid", recording.call_sid) == recording.call_sid
        and within(recording.created, made)
    ]
