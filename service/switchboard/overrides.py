"""Reads the connection overrides a webhook URL carries in its fragment."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag

RANGES = {
    "ct": (100, 10000, 5000),
    "rt": (100, 15000, 15000),
    "tt": (100, 15000, 15000),
    "rc": (0, 5, 1),
}
"""Smallest, largest and default value (twilio.com "Webhooks connection overrides")."""

POLICIES = frozenset({"4xx", "5xx", "ct", "rt", "all"})


@dataclass(frozen=True, slots=True)
class Overrides:
    """Time limits in milliseconds, retries, and the failures worth a retry."""

    ct: int = 5000
    rt: int = 15000
    tt: int = 15000
    rc: int = 1
    rp: frozenset[str] = frozenset({"ct"})

    def retries_on(self, reason: str) -> bool:
        """Whether a failure of kind `reason` (ct, rt, 4xx, 5xx) is tried again."""
        return reason in self.rp or ("all" in self.rp and reason in POLICIES)


def split(url: str) -> tuple[str, Overrides]:
    """The URL as it is requested and signed, and what its fragment asks for.

    Values out of range are brought to the nearest bound; unknown words are ignored.
    """
    bare, fragment = urldefrag(url)
    asked = dict(parse_qsl(fragment))
    limits = {name: _bounded(name, asked.get(name, "")) for name in RANGES}
    policies = frozenset(asked.get("rp", "ct").split(",")) & POLICIES
    return bare, Overrides(**limits, rp=policies)


def _bounded(name: str, value: str) -> int:
    low, high, default = RANGES[name]
    digits = value.isascii() and value.isdigit()
    return min(max(int(value), low), high) if digits else default
