"""Cleans foreign text once, at the door, so that everything behind it can hold it.

Law: what leaves here fits UTF-8, PostgreSQL and XML 1.0; emoji, right-to-left
marks and every script stay; cleaning twice changes nothing more (catalogue 20).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

# Illegal in XML 1.0 (section 2.2) or, NUL, in PostgreSQL text; C1 and DEL are legal
# there but are never typed and confuse terminals.
_NEVER_TYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that can be kept, and whether cleaning had to change it."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The decoded pairs of a form in their order; `changed`: bad UTF-8 was replaced."""

    pairs: tuple[tuple[str, str], ...]
    changed: bool


def clean(text: str) -> Cleaned:
    """Make a text storable.

    Control characters that nobody types vanish (a NUL inside STOP must not hide the
    STOP); surrogate halves that fit are joined, lone ones become U+FFFD.
    """
    whole = _joined(text) if _SURROGATE.search(text) else text
    kept = _NEVER_TYPED.sub("", whole)
    return Cleaned(kept, kept != text)


def form(raw: bytes) -> Form:
    """Decode `application/x-www-form-urlencoded` bytes; never raises.

    Blanks, empty values and repeats are kept. Bad UTF-8, raw or percent-encoded,
    becomes U+FFFD and is marked (Werkzeug would make the whole form silently empty).
    """
    spaced = raw.replace(b"+", b" ")
    halves = [part.partition(b"=") for part in spaced.split(b"&") if part]
    try:
        return Form(_pairs(halves, "strict"), changed=False)
    except UnicodeDecodeError:
        return Form(_pairs(halves, "replace"), changed=True)


def _pairs(
    halves: list[tuple[bytes, bytes, bytes]], errors: str
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (_field(name, errors), _field(value, errors)) for name, _, value in halves
    )


def _field(raw: bytes, errors: str) -> str:
    # Nearly all that the carrier writes stand for themselves.
    return (unquote_to_bytes(raw) if b"%" in raw else raw).decode("utf-8", errors)


def _joined(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
