"""Charts as SVG, drawn on the server, alike on every page and in light and dark.

A chart goes into a page as an image with what it says in words beside it: `alt` for
whoever does not see it, and a table under it for whoever wants the figures.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import pygal  # type: ignore[import-untyped] # pygal ships no types
from flask import Response
from pygal.style import Style  # type: ignore[import-untyped] # as above

# It puts a finder of plugins before every later import, in a way of Python 2: we have
# no plugins of it, and Python would warn at each import that finds nothing.
sys.meta_path[:] = [
    one for one in sys.meta_path if type(one).__name__ != "PluginImportFixer"
]

Values: TypeAlias = Sequence[float | None]
WIDTH, HEIGHT = 640, 300

# The tokens of page.css: an image reads no stylesheet of its page.
_LIGHT = ("#1d6a5a", "#c98a2b", "#5d6562", "#9a3a1b", "#7aa89c", "#b9b29f")
_DARK = ("#78c9b3", "#e0b15e", "#a1a9a6", "#f2a98c", "#3f7d6e", "#5a6468")
_INK = {"light": ("#22282a", "#5d6562", "#e3dfd5"), "dark": ("#e9eae6", "#a1a9a6",
        "#2e3437")}  # fmt: skip
_SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif'
_FILLED = ("rect", "circle")
# An image has a policy of its own: its style stands in it, and nothing else runs.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def bars(labels: Sequence[str], series: Mapping[str, Values]) -> bytes:
    """Draw bars by label, one colour a series, stacked."""
    return _drawn(pygal.StackedBar(**_settings()), labels, series)


def rows(labels: Sequence[str], series: Mapping[str, Values]) -> bytes:
    """Draw lying bars, one row a label: for names that are words."""
    height = 90 + 34 * len(labels)
    return _drawn(pygal.HorizontalBar(**_settings(height=height)), labels, series)


def lines(
    labels: Sequence[str], series: Mapping[str, Values], *, top: float | None = None
) -> bytes:
    """Draw lines over labels in their order, from nought up to `top` where it is given.

    None breaks a line: nothing is known there.
    """
    settings = _settings(range=(0, top)) if top else _settings()
    return _drawn(pygal.Line(**settings), labels, series)


def points(
    series: Mapping[str, Sequence[tuple[float, float]]], *, x: str, y: str
) -> bytes:
    """Draw a dot for each pair, with what each axis is."""
    settings = _settings(stroke=False, x_title=x, y_title=y, dots_size=5)
    return _drawn(pygal.XY(**settings), (), series)


def answer(svg: bytes, named: str = "") -> Response:
    """Return a chart as an image, or as a file to keep where it has a name."""
    answered = Response(svg, mimetype="image/svg+xml")
    answered.headers["Content-Security-Policy"] = POLICY
    if named:
        answered.headers["Content-Disposition"] = f'attachment; filename="{named}"'
    return answered


def _drawn(chart: Any, labels: Sequence[str], series: Mapping[str, Any]) -> bytes:
    chart.x_labels = list(labels)
    for name, values in series.items():
        chart.add(name, list(values))
    svg: bytes = chart.render()
    return svg


def _settings(**more: Any) -> dict[str, Any]:
    usual = {
        "style": _style(),
        "css": ["file://style.css", "file://graph.css", f"inline:{_dark()}"],
        "js": [],
        "width": WIDTH,
        "height": HEIGHT,
        "margin": 12,
        "spacing": 14,
        "legend_at_bottom": True,
        "legend_box_size": 14,
        "show_minor_x_labels": True,
        "truncate_legend": -1,
        "truncate_label": 24,
        "dots_size": 4,
        "rounded_bars": 3,
        "stroke_style": {"width": 2.5},
        "print_zeroes": False,
        "pretty_print": False,
        "disable_xml_declaration": False,
        "no_data_text": "",
        "formatter": _figure,
    }
    return {**usual, **more}


def _figure(value: Any) -> str:
    """Write a number short; a dot's are two (pygal asks for both in one)."""
    pair = value if isinstance(value, (list, tuple)) else (value,)
    return ", ".join(f"{one:g}" for one in pair)


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
