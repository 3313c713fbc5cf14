"""The carrier's ledgers, of texts and of calls, read by the tokens of our messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from urllib.parse import parse_qsl, urlsplit

from service.carrier import wire
from service.drill.field import Field
from service.switchboard.model import Entry


def entries(on: Field) -> Iterator[Entry]:
    """Give all that the carrier took of us: each text, then each call."""
    yield from on.network.ledger
    yield from on.network.calls


def carried(on: Field) -> Counter[str]:
    """Count what the carrier took, by the token in its callback address."""
    return Counter(token(entry.callback_url) for entry in entries(on))


def named(on: Field, tokens: Collection[str]) -> dict[str, str]:
    """Return under which name the carrier has each of these, where it took it."""
    return {
        of: entry.sid
        for entry in entries(on)
        if (of := token(entry.callback_url)) in tokens
    }


def token(url: str) -> str:
    """Return the token in a callback address, or the address where it has none."""
    values = dict(parse_qsl(urlsplit(url).query))
    return values.get(wire.TOKEN, url)
