"""What a coach sets of a step's size and help, as the two of them agreed on it.

Laws: only what was named changes, and each change is said; evidence from before a new
size, or a new kind of help, is none for it; what gets harder or new takes prompts back
as her own yes does; for a week after it nothing more is offered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flows.coach import dials, support
from flows.coach import exposure as lists
from flows.coach.dials import DIALS, Dial, Difficulty
from flows.coach.exposure import Exposure, Item
from flows.coach.growth import Growth
from flows.coach.programmes import Support
from flows.coach.support import RUNG_AT_MOST
from flows.coach.taking_up import Change

MOST_CONTEXTS, LONGEST_CONTEXT, LONGEST_ITEM = 8, 40, 40
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Agreed:
    """How hard the step is from now on, who helps with it, and its further places."""

    difficulty: Difficulty
    support: Support
    contexts: tuple[str, ...]


def of(growth: Growth) -> Agreed:
    """Return what stands."""
    return Agreed(growth.difficulty, growth.support, growth.contexts)


def agreed(
    growth: Growth, now: Agreed, today: date, name: str
) -> tuple[Growth, tuple[Change, ...]]:
    """Set what was agreed on; return the growth after, and what changed.

    `name` is what the sentences call her.

    Raises:
        ValueError: for places that are too many, too long, empty, or named twice.
    """
    _judge(now.contexts)
    changes = (
        *(_turned(growth, now, dial, name) for dial in _other(growth, now)),
        *_helped(growth, now, name),
        *_placed(growth, now, name),
    )
    if not changes:
        return growth, ()
    after = replace(
        growth,
        difficulty=now.difficulty,
        support=now.support,
        contexts=now.contexts,
        lever=today,
    )
    if now.difficulty != growth.difficulty:
        after = replace(after, fresh=today + _DAY)
    if now.support != growth.support:
        after = replace(after, helped=today + _DAY)
    return after, changes


def _judge(contexts: Sequence[str]) -> None:
    if len(contexts) > MOST_CONTEXTS:
        raise ValueError(f"name {MOST_CONTEXTS} places at most")
    if any(not 0 < len(one.strip()) <= LONGEST_CONTEXT for one in contexts):
        raise ValueError(f"a place has 1 to {LONGEST_CONTEXT} characters")
    if len({one.casefold() for one in contexts}) < len(contexts):
        raise ValueError("a place is named once")


def _other(growth: Growth, now: Agreed) -> list[Dial]:
    old, new = growth.difficulty, now.difficulty
    return [dial for dial in DIALS if getattr(old, dial) != getattr(new, dial)]


def _turned(growth: Growth, now: Agreed, dial: Dial, name: str) -> Change:
    old, new = (getattr(one, dial) for one in (growth.difficulty, now.difficulty))
    says, was, is_now = dials.said(dial, old, new)
    # To imagine a thing is easier than to do it: that dial runs downwards.
    harder = (new < old) if dial == "imagining" else (new > old)
    return Change(
        "by_coach",
        dial,
        str(old),
        str(new),
        {"dial": dial},
        f"The coach and {name} agreed: “{says}” goes from {was} to {is_now}.",
        rung_at_most=RUNG_AT_MOST if harder else None,
    )


def _helped(growth: Growth, now: Agreed, name: str) -> tuple[Change, ...]:
    if now.support == growth.support:
        return ()
    says = support.TABLE[now.support].says
    words = f"The coach and {name} agreed: from here the help is {says}."
    told = {"support": now.support}
    return (
        Change("by_coach", "support", growth.support, now.support, dict(told), words),
    )


def _placed(growth: Growth, now: Agreed, name: str) -> tuple[Change, ...]:
    if now.contexts == growth.contexts:
        return ()
    new = [one for one in now.contexts if one not in growth.contexts]
    words = f"The coach and {name} agreed on the places: {len(now.contexts)} of them."
    return (
        Change(
            "by_coach",
            "context",
            str(len(growth.contexts)),
            str(len(now.contexts)),
            {"contexts": len(now.contexts)},
            words,
            rung_at_most=RUNG_AT_MOST if new else None,
        ),
    )


def listed(growth: Growth, items: Sequence[Item]) -> Growth:
    """Let these be her list; how an item was met stays with its words.

    Raises:
        ValueError: for an item that her list cannot hold.
    """
    if any(len(one.words) > LONGEST_ITEM for one in items):
        raise ValueError(f"an item has up to {LONGEST_ITEM} characters")
    felt = {one.words: one.felt for one in growth.exposure.items}
    after = Exposure()
    for one in items:
        met = replace(one, felt=felt.get(one.words, ()))
        after = lists.observe(after, met)
    return replace(growth, exposure=after)
