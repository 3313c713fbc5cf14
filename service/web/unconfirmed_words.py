"""What a coach reads of a number that may be somebody else's by now."""

from __future__ import annotations

from service.web.tongues import later, say

SILENT = later("Silent for %(days)s days: the number may be somebody else's by now.")


def said(silent_days: int) -> str:
    """Say for how many days a number was silent; "" where it is known to be theirs."""
    return say(SILENT, days=silent_days) if silent_days else ""
