"""Why something is in doubt, in a coach's words; our own are kept beside the message.

Law: a reason that is not known here is told as an answer that was lost: nobody is shown
what was written for whoever runs the service.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from service.web.tongues import later, say

LOST = later("the answer was lost")
# What is kept, whole, and what it means; a code of the carrier's stands behind it.
WHYS: Mapping[str, str] = {
    r"the carrier answered (?P<code>\d+)": later(
        "the carrier broke off while it was taking it (its code: %(code)s)"
    ),
    r"the carrier answered (?P<code>\w+) in a form we cannot read": later(
        "the carrier's answer could not be read"
    ),
    "the carrier did not answer in time": later("the carrier did not answer in time"),
    "the line to the carrier dropped": later("the line to the carrier broke off"),
    "the line to the mail server dropped": later(
        "the line to the mail server broke off"
    ),
    "its sender was lost during the call": later(
        "Handrail was stopped while it was sending it"
    ),
    "the database was restored from a backup": later(
        "Handrail was put back from a backup meanwhile"
    ),
}


def why(kept: str) -> str:
    """Say why nobody knows whether something went out, to stand within a sentence."""
    for form, says in WHYS.items():
        found = re.fullmatch(form, kept)
        if found:
            return say(says, **found.groupdict())
    return say(LOST)
