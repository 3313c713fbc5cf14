"""Kinds of support, from most help to least, and when less or more of it is offered.

Support is who or what helps: a person, a tool, a story, she herself (#22). It is apart
from prompts, which the Ladder thins; both are shown to a coach as two dials. Law: it
only wishes; a kind changes when she takes an offer up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from flows.coach.dials import Way
from flows.coach.programmes import Support
from flows.coach.signs import Sign

KINDS: tuple[Support, ...] = get_args(Support)
# Contingent support: whatever gets harder or new takes prompts back to here at most.
RUNG_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """One row: after how many tries less help is offered, and what it is called."""

    enough: int | None  # None: there is no less
    says: str


# The more a kind stands in for her own doing, the sooner it is asked about.
TABLE: Mapping[Support, Kind] = {
    "with_me": Kind(3, "somebody beside them"),
    "tool": Kind(4, "a card or checklist"),
    "story": Kind(4, "somebody's example"),
    "self": Kind(None, "nothing but themselves"),
}


def less(kind: Support) -> Support:
    """Give the kind with one level less help; the last stays as it is."""
    return KINDS[min(KINDS.index(kind) + 1, len(KINDS) - 1)]


def more(kind: Support) -> Support:
    """Give the kind with one level more help; the first stays as it is."""
    return KINDS[max(KINDS.index(kind) - 1, 0)]


def wish(kind: Support, signs: Sequence[Sign]) -> Way | None:
    """Say whether less help is to be offered ("down"), by the signs at this kind.

    Only tries count, and the last known sign must have gone as planned; what was hard
    asks for no less help. More help is a matter of the alarms.
    """
    enough = TABLE[kind].enough
    seen = [one for one in signs if one.went != "unknown"]
    tries = sum(one.tried for one in seen)
    if enough is None or tries < enough or seen[-1].went != "planned":
        return None
    return "down"


def after_harder(kind: Support) -> Support:
    """Give the kind once the step got harder: one level of help more (#12, #22)."""
    return more(kind)
