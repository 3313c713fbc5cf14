"""The carrier's own list of texts that came in, for those that never reached us."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from twilio.rest import Client

from service.carrier.answers import asked
from service.carrier.door import clean
from service.carrier.port import CameIn, TooMany
from service.carrier.wire import InboundText

# As many are held in memory at once. A number takes a text a second, so that an hour is
# less than half of it.
MOST_MISSED = 10_000
PAGE = 1000  # the most a page may hold; the SDK would ask for the limit itself
_SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")


def listed(
    client: Client, to: str, span: tuple[datetime, datetime], most: int = MOST_MISSED
) -> tuple[CameIn, ...]:
    """Return the texts that came in for `to` within a span.

    Raises CannotAsk, and TooMany where `most` of them are not all.
    """
    texts, came = asked(lambda: _listed(client, to, span, most))
    if texts >= most:
        raise TooMany(came)
    return came


def _listed(
    client: Client, to: str, span: tuple[datetime, datetime], most: int
) -> tuple[int, tuple[CameIn, ...]]:
    # The SDK writes a moment as it stands, whatever its zone.
    since, until = (moment.astimezone(UTC) for moment in span)
    stream = client.messages.stream(
        to=to,
        date_sent_after=since,
        date_sent_before=until,
        limit=most,
        page_size=min(PAGE, most),
    )
    texts = list(stream)
    return len(texts), tuple(_came_in(texts))


def _came_in(texts: list[Any]) -> Iterator[CameIn]:  # the SDK ships no types
    for text in texts:
        whole = _SID.fullmatch(text.sid or "") and text.date_created
        if text.direction == "inbound" and whole:
            yield CameIn(_text(text), text.date_created)


def _text(text: Any) -> InboundText:  # the SDK ships no types
    words = clean(text.body or "")
    return InboundText(
        sid=text.sid,
        account_sid=text.account_sid,
        sender=text.from_ or "",
        to=text.to,
        words=words.text,
        changed=words.changed,
        media=int(text.num_media or 0),
        opt_out=None,
    )
