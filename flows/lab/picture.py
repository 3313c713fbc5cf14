"""Draws prompts against tries, one field for each world, as one SVG document.

Up and to the left is better: more tries for fewer prompts. It needs nothing from
outside, brings its own light ground, and has no ids. Each name stands in a column of
its own beside the field, with a line to its dot, so that none covers another.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.lab.metrics import Group, mean

_WIDE, _HIGH = 300.0, 250.0  # a field
_LEFT, _TOP, _NAMES, _GAP = 46.0, 84.0, 128.0, 74.0
_LINE = 14.0  # from one name to the next
_MOST = 7.0  # prompts a week
_STYLE = (
    ".lab{font:12px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;fill:#1d2733}"
    ".lab .m{fill:#5b6876}.lab .t{font-size:20px}"
    ".lab .w{font-weight:600;font-size:14px}"
    ".lab .grid{stroke:#e3e8ed}.lab .to{stroke:#b4c2ce;fill:none}"
    ".lab .dot{fill:#7f8fa0}.lab .us{fill:#0b6b62}.lab .name{font-weight:600}"
)


@dataclass(frozen=True, slots=True)
class _Dot:
    name: str
    x: float
    y: float
    ours: bool


def draw(groups: Sequence[Group], *, ladder: str, told: str) -> str:
    """Draw each policy as a dot in the field of its world.

    Args:
        groups: the groups to draw.
        ladder: the policy that stands out.
        told: one line on what was simulated.
    """
    worlds = list(dict.fromkeys(group.world for group in groups))
    columns = min(2, len(worlds))
    across, down = _LEFT + _WIDE + _NAMES, _HIGH + _GAP
    wide = columns * across + 28
    high = _TOP + math.ceil(len(worlds) / columns) * down
    body = []
    for at, world in enumerate(worlds):
        x, y = _LEFT + at % columns * across, _TOP + at // columns * down
        here = [group for group in groups if group.world == world]
        inside = "".join(_field(world, here, ladder))
        body.append(f'<g transform="translate({x:.0f} {y:.0f})">{inside}</g>')
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" '
            f'height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}" role="img">',
            f"<title>{_escaped(told)}</title><style>{_STYLE}</style>",
            f'<rect width="{wide:.0f}" height="{high:.0f}" rx="10" fill="#f7f9fb"/>',
            '<g class="lab"><text class="t" x="20" y="34">Simulated tries and prompts '
            "a week</text>",
            f'<text class="m" x="20" y="54">{_escaped(told)}</text>',
            *body,
            "</g></svg>\n",
        ]
    )


def _field(world: str, groups: Sequence[Group], ladder: str) -> Iterator[str]:
    tries = [mean(group.column("tries")) for group in groups]
    low, high = math.floor(min(tries)), math.floor(max(tries)) + 1
    dots = [
        _Dot(
            group.policy,
            mean(group.column("prompts")) / _MOST * _WIDE,
            _HIGH - (value - low) / (high - low) * _HIGH,
            group.policy == ladder,
        )
        for group, value in zip(groups, tries, strict=True)
    ]
    yield f'<text class="w" x="0" y="-8">{_escaped(world)}</text>'
    yield from _grid(low, high)
    yield from _named(dots)


def _grid(low: int, high: int) -> Iterator[str]:
    for number in range(low, high + 1):
        y = _HIGH - (number - low) / (high - low) * _HIGH
        yield f'<path class="grid" d="M0 {y:.1f}H{_WIDE:.0f}"/>'
        yield f'<text class="m" x="-18" y="{y + 4:.1f}">{number}</text>'
    for number in range(int(_MOST) + 1):
        x = number / _MOST * _WIDE
        yield f'<path class="grid" d="M{x:.1f} 0V{_HIGH:.0f}"/>'
        yield f'<text class="m" x="{x - 3:.1f}" y="{_HIGH + 17:.0f}">{number}</text>'
    below = "prompts a week; upwards: tries a week"
    yield f'<text class="m" x="0" y="{_HIGH + 34:.0f}">{below}</text>'


def _named(dots: Sequence[_Dot]) -> Iterator[str]:
    ordered = sorted(dots, key=lambda dot: (dot.y, dot.x))
    for dot, y in zip(ordered, _rows([dot.y for dot in ordered]), strict=True):
        style = "us" if dot.ours else "dot"
        yield (
            f'<path class="to" d="M{dot.x:.1f} {dot.y:.1f}L{_WIDE + 4:.0f} {y:.1f}"/>'
            f'<circle class="{style}" cx="{dot.x:.1f}" cy="{dot.y:.1f}" '
            f'r="{6 if dot.ours else 4}"/>'
            f'<text class="{"us name" if dot.ours else ""}" x="{_WIDE + 8:.0f}" '
            f'y="{y + 4:.1f}">{_escaped(dot.name)}</text>'
        )


def _rows(wanted: Sequence[float]) -> list[float]:
    """Give each name a place near its dot, none nearer to the next than a line."""
    most = _HIGH - _LINE * (len(wanted) - 1)
    placed: list[float] = []
    for at, y in enumerate(wanted):
        lowest = max(most, 0.0) + at * _LINE
        held = min(y, lowest)
        placed.append(max(held, placed[-1] + _LINE) if placed else held)
    return placed


def _escaped(words: str) -> str:
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        words = words.replace(sign, name)
    return words
