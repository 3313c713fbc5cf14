"""Label tries as prompted or unprompted and count them, each chance once.

Law: whatever the order and number of reports about a chance, it counts as one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import pairwise
from typing import Literal

Label = Literal["prompted", "unprompted"]
Outcome = Literal["attempted", "imagined", "skipped", "missed", "unknown"]
Mark = Literal["U", "P", "M", "?"]

# Design law 4: receipts lag or never come, so every state the carrier may have
# accepted in counts as prompted. Listed are the states in which it surely did not;
# a state added later is taken as "may have", never as proof of independence.
SURELY_NOT_ACCEPTED = frozenset(
    {"due", "claimed", "failed", "not_sent", "withheld", "cancelled"}
)
# Independence is shown over this many known chances (behaviour 3.1).
KNOWN_SHOWN = 14

_TRIED: frozenset[Outcome] = frozenset({"attempted", "imagined"})
_WEIGHT: dict[Outcome, int] = {
    "unknown": 0,
    "missed": 1,
    "skipped": 2,
    "imagined": 3,
    "attempted": 4,
}


@dataclass(frozen=True, slots=True)
class PromptTrace:
    """What is known of one prompt for a chance: its state, and when it was called."""

    state: str
    called_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChanceRecord:
    """What is known of one chance; `prompted_first` when a prompt opened it.

    `step` names the step it was a chance of, where more than one is looked at.
    """

    key: str
    local_date: date
    outcome: Outcome
    label: Label = "unprompted"
    prompted_first: bool = False
    step: str = ""

    @property
    def mark(self) -> Mark:
        """Give the Ladder's mark: U, P, M or ? (behaviour 3.1)."""
        if self.outcome in _TRIED:
            return "P" if self.label == "prompted" else "U"
        return "?" if self.outcome == "unknown" else "M"


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; a share is never shown without its n."""

    count: int
    n: int

    @property
    def ratio(self) -> float | None:
        """Give count / n, or None when nothing is known yet."""
        return self.count / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers of one person's chances; none of them ever resets on a miss."""

    tries_this_week: int
    imagined_this_week: int
    tries: int
    known: int
    returns: int
    unprompted: Share


def label(*, reported_at: datetime, prompt_states: Sequence[PromptTrace]) -> Label:
    """Label a try by whether a prompt for its chance may have been there first.

    Args:
        reported_at: when the report reached us.
        prompt_states: every prompt for that chance, with its present state.

    Returns:
        "prompted" when the carrier may have accepted one by then, else "unprompted".
    """
    first = any(
        trace.state not in SURELY_NOT_ACCEPTED
        and (trace.called_at is None or trace.called_at <= reported_at)
        for trace in prompt_states
    )
    return "prompted" if first else "unprompted"


def merge(old: ChanceRecord, new: ChanceRecord) -> ChanceRecord:
    """Join two reports about one chance: the stronger stands, the first of equals.

    A later "did it" replaces "not today"; a repeat changes nothing, so a try is never
    counted twice and its first label stays.
    """
    return new if _WEIGHT[new.outcome] > _WEIGHT[old.outcome] else old


def settle(records: Iterable[ChanceRecord]) -> tuple[ChanceRecord, ...]:
    """Give one record per chance, by date, from reports in order of arrival."""
    chances: dict[str, list[ChanceRecord]] = {}
    for record in records:
        chances.setdefault(record.key, []).append(record)
    joined = (reduce(merge, reports) for reports in chances.values())
    return tuple(sorted(joined, key=lambda record: (record.local_date, record.key)))


def known(records: Iterable[ChanceRecord]) -> tuple[ChanceRecord, ...]:
    """Give the chances something is known of, each once, by date."""
    return tuple(record for record in settle(records) if record.mark != "?")


def tries(records: Iterable[ChanceRecord]) -> tuple[ChanceRecord, ...]:
    """Give the chances that were tried, for real or in the mind, by date."""
    return tuple(record for record in known(records) if record.mark in "UP")


def returns(records: Iterable[ChanceRecord]) -> int:
    """Count how often a try followed a miss: a number that nothing takes away (#34)."""
    pairs = pairwise(known(records))
    return sum(old.mark == "M" and new.mark in "UP" for old, new in pairs)


def independence(records: Iterable[ChanceRecord]) -> Share:
    """Give the unprompted share (behaviour 3.1).

    Args:
        records: reports in order of arrival, several per chance allowed.

    Returns:
        U of the last 14 known chances that no prompt opened, with their number: where
        a prompt came first, nobody could have acted unprompted.
    """
    own = [one for one in known(records) if not one.prompted_first][-KNOWN_SHOWN:]
    return Share(sum(record.mark == "U" for record in own), len(own))


def summary(records: Iterable[ChanceRecord], *, today: date) -> Summary:
    """Count a person's chances.

    Args:
        records: reports in order of arrival, several per chance allowed.
        today: the person's local date; the week began on its Monday.

    Returns:
        The numbers; the unprompted share is over the last 14 known chances that no
        prompt opened (behaviour 3.1), with its n.
    """
    told = known(records)
    tried = tries(told)
    monday = today - timedelta(days=today.weekday())
    week = [record for record in tried if monday <= record.local_date <= today]
    return Summary(
        tries_this_week=len(week),
        imagined_this_week=sum(record.outcome == "imagined" for record in week),
        tries=len(tried),
        known=len(told),
        returns=returns(told),
        unprompted=independence(told),
    )
