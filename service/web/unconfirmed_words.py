"""What a coach reads of a number that may be somebody else's by now."""

from __future__ import annotations

from service.usecases.unconfirmed import Unconfirmed
from service.web.tongues import later, say

SILENT = later(
    "No word from this number for %(days)s days, so it may be somebody else's by now."
)
CAME_BACK = later(
    "Texts to this number came back as from a dead line, and then one arrived, so it"
    " may be somebody else's by now."
)


def said(why: Unconfirmed) -> str:
    """Say why a number is unconfirmed; "" where it is theirs."""
    if why.silent_days:
        return say(SILENT, days=why.silent_days)
    return say(CAME_BACK) if why.came_back else ""
