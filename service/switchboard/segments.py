"""How many parts the carrier bills for a text: GSM 03.38 septets or UTF-16 units."""

from __future__ import annotations

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED = frozenset("\f^{}\\[~]|€")
"""Extension table: each costs two septets and never straddles two parts."""

LAST_OF_ONE_UNIT = 0xFFFF

LIMITS = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
"""Units that fit one part alone, and each part of several."""


def encoding_of(text: str) -> str:
    """`GSM-7` when every character is in the default alphabet, else `UCS-2`."""
    return "GSM-7" if all(c in BASIC or c in ESCAPED for c in text) else "UCS-2"


def count(text: str) -> int:
    """Parts billed for `text` (3GPP TS 23.038; an empty text is one part)."""
    encoding = encoding_of(text)
    alone, each = LIMITS[encoding]
    costs = [_cost(c, encoding) for c in text]
    if sum(costs) <= alone:
        return 1
    parts, room = 1, each
    for cost in costs:
        if cost > room:
            parts, room = parts + 1, each
        room -= cost
    return parts


def _cost(character: str, encoding: str) -> int:
    if encoding == "GSM-7":
        return 2 if character in ESCAPED else 1
    return 2 if ord(character) > LAST_OF_ONE_UNIT else 1
