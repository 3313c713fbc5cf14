"""Her list of what is easy, at the edge and too much, and the item that comes next.

Laws: seven items at most (#27); an item is in her words; nothing is offered that she
calls too much or expects more fear of than the good band holds; one that was met twice
with little fear is done (#28).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from flows.coach.dials import GOOD_FEAR, MUCH_FEAR

Column = Literal["easy", "edge", "too_much"]

COLUMNS: tuple[Column, ...] = ("easy", "edge", "too_much")
MOST_ITEMS = 7
CALM, TWICE = 2, 2
FEAR = (0, 10)
VERSION = 1


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in her words, the column she put it in, and fear expected and felt."""

    words: str
    column: Column
    expected: int | None = None
    felt: tuple[int, ...] = ()

    @property
    def done(self) -> bool:
        """Say whether it was met twice in a row with little fear."""
        return len(self.felt) >= TWICE and max(self.felt[-TWICE:]) <= CALM

    @property
    def fits(self) -> bool:
        """Say whether it may be offered as the next stretch."""
        if self.expected is None:
            return self.column == "edge"
        return self.column != "too_much" and self.expected <= GOOD_FEAR[1]

    @property
    def change(self) -> tuple[int, int] | None:
        """Give fear before and after: expected (or first felt), and last felt."""
        if not self.felt:
            return None
        first = self.felt[0] if self.expected is None else self.expected
        return first, self.felt[-1]


@dataclass(frozen=True, slots=True)
class Met:
    """She met the item with these words, and felt so much fear."""

    words: str
    fear: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """The list; a value, ordered from the least to the most by what is known."""

    items: tuple[Item, ...] = ()


def start(*, easy: str = "", edge: str = "", too_much: str = "") -> Exposure:
    """Begin a list from what the intake asked (#55); empty answers make no item."""
    told = zip((easy, edge, too_much), COLUMNS, strict=True)
    return Exposure(tuple(Item(w.strip(), c) for w, c in told if w.strip()))


def observe(exposure: Exposure, item: Item) -> Exposure:
    """Put an item on the list, or in the place of the one with the same words.

    Raises:
        ValueError: when the list is full, the words are empty, or a number of fear is
            out of bounds.
    """
    fears = (*item.felt, *(() if item.expected is None else (item.expected,)))
    if not item.words.strip() or any(not FEAR[0] <= f <= FEAR[1] for f in fears):
        raise ValueError("an item needs words, and fear from 0 to 10")
    there = {one.words: one for one in exposure.items}
    if item.words not in there and len(there) >= MOST_ITEMS:
        raise ValueError(f"a list holds {MOST_ITEMS} items: take one off first")
    there[item.words] = item  # one that stood there keeps its place among equals
    return Exposure(tuple(sorted(there.values(), key=_order)))


def _order(item: Item) -> tuple[int, int]:
    middle = sum(GOOD_FEAR) // 2
    known = middle if item.expected is None else item.expected
    return COLUMNS.index(item.column), known


def met(exposure: Exposure, new: Met) -> Exposure:
    """Keep how much fear she felt at an item; one that is not there changes nothing."""
    item = next((one for one in exposure.items if one.words == new.words), None)
    if item is None:
        return exposure
    return observe(exposure, replace(item, felt=(*item.felt, new.fear)))


def next_item(exposure: Exposure) -> Item | None:
    """Give the item to offer next: the first that fits and is not done yet.

    Things she finds easy are passed over while there is one at the edge.
    """
    left = [one for one in exposure.items if one.fits and not one.done]
    edge = [one for one in left if one.column == "edge"]
    return next(iter([*edge, *left]), None)


def for_coach(exposure: Exposure) -> tuple[Item, ...]:
    """Give the items a person should look at with her before any of them is tried."""
    return tuple(
        one
        for one in exposure.items
        if one.expected is not None and one.expected >= MUCH_FEAR and not one.done
    )


def dump(exposure: Exposure) -> dict[str, Any]:
    """Give the list as plain JSON values, with the version "v"."""
    return {"v": VERSION, "items": [asdict(one) for one in exposure.items]}


def load(stored: Mapping[str, Any]) -> Exposure:
    """Read back what `dump` gave; raises ValueError when it cannot be read."""
    if stored.get("v") != VERSION:
        raise ValueError(f"a list of version {stored.get('v')!r} cannot be read")
    try:
        items = [{**one, "felt": tuple(one["felt"])} for one in stored["items"]]
        return Exposure(tuple(Item(**one) for one in items))
    except (KeyError, TypeError) as wrong:
        raise ValueError(f"a list cannot be read: {wrong}") from wrong
