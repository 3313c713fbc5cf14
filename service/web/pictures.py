"""Charts as SVG, drawn on the server, alike on every page and in light and dark.

A chart goes into a page as an image with what it says in words beside it: `alt` for
whoever does not see it, and a table under it for whoever wants the figures.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import Any, TypeAlias

import pygal  # type: ignore[import-untyped] # pygal ships no types
from flask import Response, request
from pygal.style import Style  # type: ignore[import-untyped] # as above

# It puts a finder of plugins before every later import, in a way of Python 2: we have
# no plugins of it, and Python would warn at each import that finds nothing.
sys.meta_path[:] = [
    one for one in sys.meta_path if type(one).__name__ != "PluginImportFixer"
]

Values: TypeAlias = Sequence[float | None]
OnDays: TypeAlias = Sequence[tuple[date, float]]
Reads: TypeAlias = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a chart is drawn, so that its words can be read where it is shown."""

    width: int
    height: int


# On a laptop, and on a phone: one scaled down to the other cannot be read.
WIDE, NARROW = Size(560, 280), Size(360, 270)

# The tokens of page.css: an image reads no stylesheet of its page.
_LIGHT = ("#1d6a5a", "#c98a2b", "#5d6562", "#9a3a1b", "#7aa89c", "#b9b29f")
_DARK = ("#78c9b3", "#e0b15e", "#a1a9a6", "#f2a98c", "#3f7d6e", "#5a6468")
_INK = {"light": ("#22282a", "#5d6562", "#e3dfd5"), "dark": ("#e9eae6", "#a1a9a6",
        "#2e3437")}  # fmt: skip
_SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif'
_FILLED = ("rect", "circle")
# pygal draws lines thin and half seen through, whatever the stroke it is given.
_OURS = ".line.reactive { stroke-width: 2.5 !important; stroke-opacity: 1 !important; }"
# An image has a policy of its own: its style stands in it, and nothing else runs.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
# Fewer bars than these are drawn as if there were so many, and dots up to so many.
LEAST_SLOTS, MOST_DOTS = 6, 26
# How tall an interval is drawn: it is one line, with what is called what under it.
FLAT = 190
MOST_STEPS = 5
# How wide a letter of a label is at most, and the space between two labels.
LETTER, BETWEEN, AXIS = 8, 14, 70


def bars(
    labels: Sequence[str],
    series: Mapping[str, Values],
    *,
    reads: Reads | None = None,
    size: Size = WIDE,
) -> bytes:
    """Draw bars by label, one colour a series, stacked; `reads` writes a value."""
    tops = [sum(one or 0 for one in at) for at in zip(*series.values(), strict=True)]
    settings = _settings(series, size, steps(max(tops, default=0)), reads)
    room = [None] * (LEAST_SLOTS - len(labels))
    chart = pygal.StackedBar(**settings, spacing=8)
    chart.x_labels = [*thinned(labels, size), *("" for _ in room)]
    for name, values in series.items():
        chart.add(name, [*values, *room])
    return _rendered(chart)


def rows(
    labels: Sequence[str], series: Mapping[str, Values], *, size: Size = WIDE
) -> bytes:
    """Draw lying bars, one row a label, the first on top: for names that are words."""
    tall = Size(size.width, 70 + 36 * len(labels))
    most = max((one or 0 for of in series.values() for one in of), default=0)
    settings = _settings(series, tall, steps(most), None)
    chart = pygal.HorizontalBar(**settings)
    chart.x_labels = [_short(one, size.width // 24) for one in reversed(labels)]
    for name, values in series.items():
        chart.add(name, list(reversed(values)))
    return _rendered(chart)


def lines(
    labels: Sequence[str],
    series: Mapping[str, Values],
    *,
    top: float | None = None,
    reads: Reads | None = None,
    size: Size = WIDE,
) -> bytes:
    """Draw lines over labels in their order, from nought up to `top` where it is given.

    None breaks a line: nothing is known there. Each line has a pattern of its own.
    """
    known = [one for of in series.values() for one in of if one is not None]
    chart = pygal.Line(
        **_settings(series, size, steps(top or max(known, default=0)), reads),
        dots_size=4 if len(labels) <= MOST_DOTS else 0,
    )
    chart.x_labels = thinned(labels, size)
    for at, (name, values) in enumerate(series.items()):
        chart.add(name, list(values), stroke_style=_stroke(at))
    return _rendered(chart)


def over_days(
    series: Mapping[str, OnDays],
    *,
    top: int,
    says: Callable[[date], str],
    reads: Reads | None = None,
    dots: Collection[str] = (),
    size: Size = WIDE,
) -> bytes:
    """Draw lines over time, each day at its place; `says` writes a day on the axis.

    The series named in `dots` are dots alone.
    """
    days = sorted({on.toordinal() for of in series.values() for on, _ in of})
    settings = _settings(series, size, steps(top), reads)
    chart = pygal.XY(
        **settings, x_value_formatter=lambda x: says(date.fromordinal(round(x)))
    )
    chart.x_labels = _marks(days, len(says(date(2026, 9, 28))), size)
    for at, (name, values) in enumerate(series.items()):
        points = [(on.toordinal(), value) for on, value in values]
        alone = {"stroke": False, "dots_size": 6} if name in dots else {"dots_size": 3}
        chart.add(name, points, stroke_style=_stroke(at), **alone)
    return _rendered(chart)


def interval(
    told: tuple[int, int, int], named: tuple[str, str], *, size: Size = WIDE
) -> bytes:
    """Draw a figure in points as a dot on the line of its interval.

    Args:
        told: the lower end, the figure and the upper end, from -100 to 100.
        named: what the line and the dot are called.
        size: how large it is drawn.
    """
    low, at, high = told
    line, dot = named
    settings = _settings(dict.fromkeys(named), Size(size.width, FLAT), [0, 2], None)
    chart = pygal.XY(
        **{**settings, "y_labels": []},
        xrange=(-100, 100),
        show_y_labels=False,
        show_y_guides=False,
        x_value_formatter=_signed,
        value_formatter=_signed,
    )
    chart.x_labels = [-100, -50, 0, 50, 100]
    chart.add(line, [(low, 1), (high, 1)], dots_size=3)
    chart.add(dot, [(at, 1)], stroke=False, dots_size=7)
    # Nought is a line of its own: that of the axis is too faint where it is dark.
    chart.add(None, [(0, 0), (0, 2)], dots_size=0, stroke_style=_stroke(2))
    return _rendered(chart)


def _signed(value: float) -> str:
    return f"{value:+g}" if value else "0"


def size() -> Size:
    """Return the size that the address of this request asks for (`?narrow`)."""
    return NARROW if "narrow" in request.args else WIDE


def answer(svg: bytes, named: str = "") -> Response:
    """Return a chart as an image, or as a file to keep where it has a name."""
    answered = Response(svg, mimetype="image/svg+xml")
    answered.headers["Content-Security-Policy"] = POLICY
    if named:
        answered.headers["Content-Disposition"] = f'attachment; filename="{named}"'
    return answered


# ---- axes ----


def steps(most: float) -> list[float]:
    """Return the marks of an axis from nought to what holds `most`: few, and round."""
    if most <= 0:
        return [0, 1]
    least = most / MOST_STEPS
    size = 10.0 ** floor(log10(least))
    step = next(size * by for by in (1, 2, 5, 10) if size * by >= least * 0.999)
    if float(most).is_integer():
        step = max(step, 1.0)  # what is counted has no halves
    return [round(step * at, 6) for at in range(ceil(round(most / step, 6)) + 1)]


def thinned(labels: Sequence[str], size: Size) -> list[str]:
    """Return labels of which as many are left as can be read; the last one stays."""
    longest = max(map(len, labels), default=0)
    every = ceil(len(labels) / _fits(longest, size)) if labels else 1
    last = len(labels) - 1
    return [one if (last - at) % every == 0 else "" for at, one in enumerate(labels)]


def _fits(letters: int, size: Size) -> int:
    return max(int((size.width - AXIS) / (letters * LETTER + BETWEEN)), 2)


def _marks(days: Sequence[int], letters: int, size: Size) -> list[int]:
    """Return the days that are written on an axis, far enough from one another."""
    first, last = days[0], days[-1]
    most = min(_fits(letters, size), 6)
    every = max(ceil((last - first) / (most - 1)), 1)
    return list(range(first, last + 1, every))


# ---- how a chart looks ----


def _rendered(chart: Any) -> bytes:
    svg: bytes = chart.render()
    return svg


def _stroke(at: int) -> dict[str, Any]:
    """Return a pattern for each line, so that colour alone tells nothing apart."""
    return {"dasharray": ("none", "7, 5", "2, 4")[at % 3]}


def _settings(
    series: Mapping[str, Any], size: Size, marks: Sequence[float], reads: Reads | None
) -> dict[str, Any]:
    return {
        "style": _style(),
        "css": ["file://style.css", "file://graph.css", f"inline:{_OURS} {_dark()}"],
        "js": [],
        "width": size.width,
        "height": size.height,
        "margin": 12,
        "margin_right": 26,
        "range": (marks[0], marks[-1]),
        "y_labels": [{"value": one, "label": _figure(one, reads)} for one in marks],
        "truncate_label": -1,
        # One series needs no name beside the title of its picture.
        "show_legend": len(series) > 1,
        "legend_at_bottom": True,
        "legend_at_bottom_columns": 2 if size.width >= WIDE.width else 1,
        "legend_box_size": 14,
        "show_minor_x_labels": True,
        "truncate_legend": -1,
        "rounded_bars": 3,
        "print_zeroes": False,
        "pretty_print": False,
        "disable_xml_declaration": False,
        "no_data_text": "",
        "formatter": lambda value: _figure(value, reads),
    }


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _figure(value: Any, reads: Reads | None) -> str:
    """Write a number short; a dot's are two (pygal asks for both in one)."""
    pair = value if isinstance(value, (list, tuple)) else (value,)
    return ", ".join(reads(one) if reads else f"{one:g}" for one in pair)


def _style() -> Style:
    ink, soft, line = _INK["light"]
    return Style(
        background="transparent",
        plot_background="transparent",
        foreground=soft,
        foreground_strong=ink,
        foreground_subtle=line,
        guide_stroke_color=line,
        major_guide_stroke_color=line,
        guide_stroke_dasharray="none",
        major_guide_stroke_dasharray="none",
        opacity="1",
        opacity_hover="1",
        transition="0s",
        colors=_LIGHT,
        font_family=_SANS,
        label_font_size=14,
        major_label_font_size=14,
        legend_font_size=15,
        title_font_size=15,
    )


def _dark() -> str:
    """Return what is another colour where the reader's screen is dark."""
    ink, soft, line = _INK["dark"]
    rules = [
        f"text, .axis text {{ fill: {soft} !important; }}",
        f".legends text {{ fill: {ink} !important; }}",
        f".guides, .line.axis, .axis path {{ stroke: {line} !important; }}",
    ]
    for at, colour in enumerate(_DARK):
        filled = ", ".join(f".color-{at} {one}, {one}.color-{at}" for one in _FILLED)
        rules.append(f".color-{at} {{ stroke: {colour} !important; }}")
        rules.append(f"{filled} {{ fill: {colour} !important; }}")
    return f"@media (prefers-color-scheme: dark) {{ {' '.join(rules)} }}"
