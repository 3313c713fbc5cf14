"""Why a text or a call did not go out: what the carrier said, or that it was away."""

from __future__ import annotations

from service.carrier.codes import CODES, UNKNOWN
from service.web.tongues import later, say

REFUSED = later("The carrier refused it%(why)s")
OUT_OF_REACH = later("The carrier could not be reached while it was of use.")
PUT_ASIDE = later("It could not be sent from here and was put aside.")


def failed(code: int | None, waited_for: str | None) -> str:
    """Say why it failed, by the carrier's code and by what it waited for last."""
    if code is not None:
        return say(REFUSED, why=reason(code))
    return say(PUT_ASIDE if waited_for is None else OUT_OF_REACH)


def reason(code: int | None) -> str:
    """Say what the carrier's error code means and asks for, after a colon; or ""."""
    if code is None:
        return ""
    row = CODES.get(code, UNKNOWN)
    return f": {say(row.meaning)} ({code}). {say(row.mend)}"
