"""Lays boxes out in columns from left to right, so that ways seldom cross a box.

A box stands one column after the last that leads to it. A way over several columns gets
a lane of its own through each of them, shared by all ways to the same box. Ways back
are not counted. There is no search for the fewest crossings: boxes follow the height of
what leads to them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

GAP_X, GAP_Y, LANE = 76.0, 22.0, 14.0
_SWEEPS = 3


@dataclass(frozen=True, slots=True)
class Port:
    """Where a way leaves a box: `y` below its top; to the box `target`, "" for none."""

    label: str
    target: str
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """One thing to be placed; ways arrive at `entry` below its top."""

    name: str
    width: float
    height: float
    ports: tuple[Port, ...] = ()
    entry: float = 18.0


@dataclass(slots=True)
class Plan:
    """Where all boxes stand, and through which lanes the long ways go."""

    boxes: Mapping[str, Box]
    ranks: Mapping[str, int]
    columns: list[tuple[float, float]] = field(default_factory=list)  # left, right
    tops: dict[str, float] = field(default_factory=dict)
    lanes: dict[tuple[str, int], float] = field(default_factory=dict)

    @property
    def width(self) -> float:
        """How far the last column reaches."""
        return self.columns[-1][1]

    @property
    def height(self) -> float:
        """How far the lowest box, or the lowest lane, reaches."""
        bottoms = (self.tops[name] + box.height for name, box in self.boxes.items())
        return max([*bottoms, *self.lanes.values()])

    def place(self, name: str) -> tuple[float, float]:
        """Return the left top corner of a box."""
        return self.columns[self.ranks[name]][0], self.tops[name]

    def ways(self) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """Yield the points of each way, and whether it leads back."""
        for name, box in self.boxes.items():
            for port in box.ports:
                if port.target:
                    back = self.ranks[port.target] <= self.ranks[name]
                    yield self._points(box, port), back

    def _points(self, box: Box, port: Port) -> list[tuple[float, float]]:
        left, top = self.place(box.name)
        points = [(left + box.width, top + port.y)]
        points.append((self.columns[self.ranks[box.name]][1], top + port.y))
        for rank in range(self.ranks[box.name] + 1, self.ranks[port.target]):
            y = self.lanes[port.target, rank]
            points += [(self.columns[rank][0], y), (self.columns[rank][1], y)]
        left, top = self.place(port.target)
        return [*points, (left, top + self.boxes[port.target].entry)]


def plan(some: Sequence[Box]) -> Plan:
    """Lay boxes out; the first is where all begins, and every target must be there."""
    boxes = {box.name: box for box in some}
    made = Plan(boxes, _ranks(boxes, some[0].name))
    columns = _columns(made)
    for _ in range(_SWEEPS):
        for entries in columns:
            _stack(made, entries)
    left = 0.0
    for entries in columns:
        wide = max((boxes[one].width for one, _ in entries if one in boxes), default=0)
        made.columns.append((left, left + wide))
        left += wide + GAP_X
    _settle(made)
    return made


def _settle(made: Plan) -> None:
    highest = min([*made.tops.values(), *made.lanes.values()])
    made.tops = {name: top - highest for name, top in made.tops.items()}
    made.lanes = {key: y - highest for key, y in made.lanes.items()}


# ---- columns ----


def _ranks(boxes: Mapping[str, Box], start: str) -> dict[str, int]:
    order, onward = _in_order(boxes, start)
    ranks = dict.fromkeys(boxes, 0)
    for name in order:
        for target in onward[name]:
            ranks[target] = max(ranks[target], ranks[name] + 1)
    return ranks


def _in_order(
    boxes: Mapping[str, Box], start: str
) -> tuple[list[str], dict[str, list[str]]]:
    """Return the boxes so that ways lead onward only, and the ways that do."""
    done: list[str] = []
    above: set[str] = set()
    onward: dict[str, list[str]] = {}

    def visit(name: str) -> None:
        if name in onward:
            return
        onward[name] = []
        above.add(name)
        for port in boxes[name].ports:
            if port.target and port.target not in above:
                onward[name].append(port.target)
                visit(port.target)
        above.remove(name)
        done.append(name)

    for name in (start, *boxes):
        visit(name)
    return done[::-1], onward


# What stands in a column: the name of a box, or of the box whose lane it is.
_Entry = tuple[str, int]
_BOX = -1


def _columns(made: Plan) -> list[list[_Entry]]:
    columns: list[list[_Entry]] = [[] for _ in range(max(made.ranks.values()) + 1)]
    for name in _in_order(made.boxes, next(iter(made.boxes)))[0]:
        columns[made.ranks[name]].append((name, _BOX))
        for port in made.boxes[name].ports:
            for rank in _between(made, name, port.target):
                if (port.target, rank) not in columns[rank]:
                    columns[rank].append((port.target, rank))
    return columns


def _between(made: Plan, name: str, target: str) -> Iterable[int]:
    return range(made.ranks[name] + 1, made.ranks[target]) if target else ()


def _stack(made: Plan, entries: list[_Entry]) -> None:
    """Place a column from top to bottom, each near the height of what leads to it."""
    sources = {entry: [*_sources(made, entry)] for entry in entries}
    entries.sort(key=lambda entry: _mean(leaves for leaves, _ in sources[entry]))
    heights = [_height(made, entry) for entry in entries]
    free = sum(heights) + GAP_Y * (len(entries) - 1)
    middle = _mean(centre for some in sources.values() for _, centre in some)
    y = max(0.0, middle - free / 2)
    for entry, height in zip(entries, heights, strict=True):
        if entry[1] == _BOX:
            made.tops[entry[0]] = y
        else:
            made.lanes[entry] = y + height / 2
        y += height + GAP_Y


def _mean(some: Iterable[float]) -> float:
    values = list(some)
    return sum(values) / len(values) if values else 0.0


def _height(made: Plan, entry: _Entry) -> float:
    return made.boxes[entry[0]].height if entry[1] == _BOX else LANE


def _sources(made: Plan, entry: _Entry) -> Iterator[tuple[float, float]]:
    """Yield for each way into an entry where it leaves, and its box's middle."""
    name, rank = entry
    into = made.ranks[name] if rank == _BOX else rank
    for box in made.boxes.values():
        for port in box.ports:
            if port.target == name and made.ranks[box.name] < into:
                yield _leaving(made, box, port, into - 1)


def _leaving(made: Plan, box: Box, port: Port, before: int) -> tuple[float, float]:
    lane = made.lanes.get((port.target, before))
    if lane is not None:
        return lane, lane
    top = made.tops.get(box.name, 0.0)
    return top + port.y, top + box.height / 2
