"""The carrier's own list of texts that came in, for those that never reached us."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from twilio.rest import Client

from service.carrier.answers import asked
from service.carrier.door import clean
from service.carrier.port import CameIn
from service.carrier.wire import InboundText

# A number takes a text a second, and an outage ends some time.
MOST_MISSED = 10_000
PAGE = 1000  # the most a page may hold; the SDK would ask for the limit itself
_SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")


def listed(client: Client, to: str, since: datetime) -> tuple[CameIn, ...]:
    """Return the texts that came in for `to` at or after `since`; raises CannotAsk."""
    return asked(lambda: tuple(_came_in(client, to, since)))


def _came_in(client: Client, to: str, since: datetime) -> Iterator[CameIn]:
    # The SDK writes a moment as it stands, whatever its zone.
    begin = since.astimezone(UTC)
    texts = client.messages.stream(
        to=to, date_sent_after=begin, limit=MOST_MISSED, page_size=PAGE
    )
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
