"""What follows a call that did not reach her: one retry, else one text, else nothing.

Laws: there is never a second retry, none at or after the end of the window, and none
after she called or told us herself; the same arguments give the same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Unreached = Literal["machine", "no_answer", "busy", "failed", "canceled", "silent"]
Then = Literal["again", "text", "nothing"]

MOST_TRIES = 2


@dataclass(frozen=True, slots=True)
class Again:
    """Call once more at this moment. `why` names the person as {name}, it as {at}."""

    at: datetime
    why: str
    rule: str = "call_again"


@dataclass(frozen=True, slots=True)
class ByText:
    """Send one text in place of the call; `why` names the person as {name}."""

    why: str
    rule: str = "call_text"


@dataclass(frozen=True, slots=True)
class Nothing:
    """Leave it at that; `why` names the person as {name}."""

    why: str
    rule: str = "call_nothing"


After = Again | ByText | Nothing


@dataclass(frozen=True, slots=True)
class Row:
    """One way of not reaching her: what follows at best, and how it is said."""

    then: Then
    says: str


TABLE: Mapping[Unreached, Row] = {
    "machine": Row("again", "A machine answered for {name}"),
    "no_answer": Row("again", "{name} did not pick up"),
    "busy": Row("again", "{name} was on another call"),
    "silent": Row("again", "{name} picked up and nothing was said"),
    # The number may be wrong or out of service: calling again would not mend it.
    "failed": Row("text", "The call to {name} could not be put through"),
    "canceled": Row("nothing", "The call to {name} was ended from here"),
}
CALLED_IN = "{name} called or told us meanwhile, so nothing more goes out."


def after(
    unreached: Unreached,
    *,
    tries: int,
    now: datetime,
    window_end: datetime,
    retry: timedelta,
    called_in: bool,
) -> After:
    """Say what follows a call that did not reach her.

    Args:
        unreached: how the call ended.
        tries: calls made so far for this occasion, this one counted.
        now: an aware moment.
        window_end: when no call may begin any more.
        retry: how long to wait before the one retry.
        called_in: whether she has called us, or told of this chance, meanwhile.
    """
    row = TABLE[unreached]
    if called_in:
        return Nothing(CALLED_IN)
    if row.then == "nothing":
        return Nothing(f"{row.says}, so nothing more goes out.")
    at = now + retry
    if row.then == "again" and tries < MOST_TRIES and at < window_end:
        return Again(at, f"{row.says}, so there is one more try at {{at}}.")
    return ByText(f"{row.says}, so one text goes in place of the call.")
