"""Whether somebody who was invited may be asked once more, as a table.

Laws: a stop is ended by the person alone, never from here; whoever has answered is not
asked again; one number is asked three times at most, and rests after each that may have
arrived; one wording goes as often in a day as the programme lets any go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

# never_went: it was planned and stayed here; the carrier was asked nothing.
Fate = Literal["on_its_way", "in_doubt", "may_have_arrived", "did_not", "never_went"]
MOST = 3
REST = timedelta(days=3)


class Why(StrEnum):
    """Why nobody may be asked again now."""

    STOPPED = "stopped"
    AGREED = "agreed"
    ANSWERED = "answered"
    HELD = "held"
    ON_ITS_WAY = "on_its_way"
    IN_DOUBT = "in_doubt"
    ENOUGH = "enough"
    RESTS = "rests"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Asked:
    """One invitation to the number that stands: when, and what came of it."""

    at: datetime
    fate: Fate


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of somebody's invitation; `heard` is whether she ever wrote.

    `full_until` is until when no more text of its wording may go to her, or None.
    """

    consent: str
    held: bool
    heard: bool
    asked: Sequence[Asked]
    full_until: datetime | None = None


def number_stands(standing: Standing) -> Why | None:
    """Say why a number may not be corrected any more; None: it may.

    What is on its way to it is waited for, so that it cannot go to another.
    """
    by_consent = {"stopped": Why.STOPPED, "active": Why.AGREED}
    last = standing.asked[-1].fate if standing.asked else None
    found = (
        (standing.consent in by_consent, by_consent.get(standing.consent)),
        (standing.heard, Why.ANSWERED),
        (standing.held, Why.HELD),
        (last == "in_doubt", Why.IN_DOUBT),
    )
    return next((why for applies, why in found if applies), None)


def again(standing: Standing, now: datetime) -> Why | None:
    """Say why somebody may not be invited again now; None: she may."""
    refused = number_stands(standing)
    if refused is not None or not standing.asked:
        return refused
    last = standing.asked[-1]
    went = [one for one in standing.asked if one.fate != "never_went"]
    found = (
        (last.fate == "on_its_way", Why.ON_ITS_WAY),
        (len(went) >= MOST, Why.ENOUGH),
        (last.fate == "may_have_arrived" and now < last.at + REST, Why.RESTS),
        (standing.full_until is not None and now < standing.full_until, Why.WORDING),
    )
    return next((why for applies, why in found if applies), None)
