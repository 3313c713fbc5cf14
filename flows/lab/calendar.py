"""Draws a rehearsal as a calendar: a row per week, a cell per day, as one SVG document.

The paler a cell, the less help: its ground is the rung. What went out stands above,
what she did below; each mark has a form of its own, so that none needs its colour. The
picture needs nothing from outside, brings its own light ground, and has no ids.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# Out (above, in this order), then hers (below).
OUT = ("prompt", "withheld", "recap", "call")
HERS = ("unprompted", "prompted", "untold")
SAID = {
    "prompt": "prompt",
    "withheld": "prompt held back",
    "recap": "weekly or monthly question",
    "call": "call",
    "unprompted": "tried on her own",
    "prompted": "tried after a prompt",
    "untold": "tried, not told that day",
}
RUNGS = ("Guided", "Waiting", "Half", "Quarter", "Light", "Independent")
_GROUND = ("#9fcdc6", "#b7d9d4", "#cbe4e0", "#dceeeb", "#ebf5f3", "#fbfdfd")
_LEFT, _TOP, _RIGHT = 78.0, 108.0, 128.0
_WIDE, _HIGH, _GAP = 84.0, 46.0, 4.0
_LEGEND = 176.0
_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_STYLE = (
    ".cal{font:12px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;fill:#1d2733}"
    ".cal .m{fill:#5b6876}.cal .t{font-size:20px}.cal .b{font-weight:600}"
    ".cal .s{font-size:10.5px}.cal .n{font-size:10.5px;font-style:italic}"
    ".cal .us{fill:#0b6b62}.cal .ring{fill:none;stroke:#0b6b62;stroke-width:2}"
    ".cal .far{fill:none;stroke:#0b6b62;stroke-width:1.4;stroke-dasharray:2 2}"
    ".cal .out{fill:#8a4b12}.cal .rest{fill:none;stroke:#8a4b12;stroke-width:1.4}"
)
_FORMS = {
    "prompt": '<path class="out" d="M-6 -5h12v8h-7l-3 4v-4h-2z"/>',
    "withheld": '<path class="rest" d="M-6 -5h12v8h-7l-3 4v-4h-2z"/>',
    "recap": '<path class="out" d="M0 -6l6 6l-6 6l-6 -6z"/>',
    "call": '<path class="out" d="M-6 6L0 -6L6 6z"/>',
    "unprompted": '<circle class="us" r="6"/>',
    "prompted": '<circle class="ring" r="5"/>',
    "untold": '<circle class="far" r="5"/>',
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: the rung at its end, its marks (of OUT and HERS), a word of hers."""

    date: date
    rung: int
    marks: tuple[str, ...] = ()
    note: str = ""


def draw(name: str, about: str, cells: Sequence[Cell]) -> str:
    """Draw those days, which follow each other, under a title."""
    weeks = list(_weeks(cells))
    wide = _LEFT + 7 * _WIDE + _RIGHT
    below = _TOP + len(weeks) * _HIGH + 22
    title = f"{name}, {len(cells)} days"
    body = [line for at, week in enumerate(weeks) for line in _row(at, week)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" '
            f'height="{below + _LEGEND:.0f}" role="img" '
            f'viewBox="0 0 {wide:.0f} {below + _LEGEND:.0f}">',
            f"<title>{_escaped(title)}</title><style>{_STYLE}</style>",
            f'<rect width="{wide:.0f}" height="{below + _LEGEND:.0f}" rx="10" '
            'fill="#f7f9fb"/><g class="cal">',
            _text(20, 36, title, "t"),
            _text(20, 58, about, "m"),
            *_heads(),
            *body,
            *_legend(below),
            "</g></svg>\n",
        ]
    )


def _weeks(cells: Iterable[Cell]) -> Iterator[list[Cell]]:
    week: list[Cell] = []
    for cell in cells:
        if week and cell.date.weekday() == 0:
            yield week
            week = []
        week.append(cell)
    if week:
        yield week


def _heads() -> Iterator[str]:
    for at, name in enumerate(_NAMES):
        yield _text(_LEFT + at * _WIDE + 8, _TOP - 10, name, "m")
    for word, x in (("prompts", 44), ("tries", 92)):
        yield _text(_LEFT + 7 * _WIDE + x, _TOP - 10, word, "m s", "middle")


def _row(at: int, week: Sequence[Cell]) -> Iterator[str]:
    y = _TOP + at * _HIGH
    monday = week[0].date - timedelta(days=week[0].date.weekday())
    yield _text(20, y + 26, _day(monday), "m")
    for cell in week:
        x = _LEFT + cell.date.weekday() * _WIDE
        yield f'<g transform="translate({x:.0f} {y:.0f})">'
        yield from _cell(cell)
        yield "</g>"
    prompts = sum("prompt" in cell.marks for cell in week)
    tries = sum(not set(cell.marks).isdisjoint(HERS) for cell in week)
    right = _LEFT + 7 * _WIDE
    yield _text(right + 44, y + 27, str(prompts), "b" if prompts else "m", "middle")
    yield _text(right + 92, y + 27, str(tries), "b us" if tries else "m", "middle")


def _cell(cell: Cell) -> Iterator[str]:
    ground = _GROUND[cell.rung]
    yield (
        f'<rect width="{_WIDE - _GAP:.0f}" height="{_HIGH - _GAP:.0f}" rx="6" '
        f'fill="{ground}" stroke="#d5e2e1"/>'
    )
    yield _text(
        8, 15, _day(cell.date) if cell.date.day == 1 else f"{cell.date.day}", "m s"
    )
    if cell.note:
        yield _text(_WIDE - _GAP - 8, 15, cell.note, "n", "end")
    shown = [one for one in (*OUT, *HERS) if one in cell.marks]
    for at, mark in enumerate(shown):
        yield _mark(mark, 16 + at * 19, 29)


def _mark(mark: str, x: float, y: float) -> str:
    return f'<g transform="translate({x:.0f} {y:.0f})">{_FORMS[mark]}</g>'


def _legend(y: float) -> Iterator[str]:
    yield _text(20, y + 10, "What went out, or stayed", "b")
    yield from _listed(OUT, y + 32)
    yield _text(20, y + 62, "What she did", "b")
    yield from _listed(HERS, y + 84)
    yield _text(20, y + 114, "How much help", "b")
    for rung, name in enumerate(RUNGS):
        x = 20 + rung * 104
        yield (
            f'<rect x="{x}" y="{y + 124:.0f}" width="100" height="20" rx="4" '
            f'fill="{_GROUND[rung]}" stroke="#d5e2e1"/>'
        )
        yield _text(x + 50, y + 138, f"R{rung} {name}", "s", "middle")


def _listed(marks: Sequence[str], y: float) -> Iterator[str]:
    x = 26.0
    for mark in marks:
        yield _mark(mark, x, y - 4)
        yield _text(x + 12, y, SAID[mark], "m")
        x += 40 + 6.2 * len(SAID[mark])


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _text(x: float, y: float, words: str, style: str, anchor: str = "") -> str:
    at = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{style}" x="{x:.0f}" y="{y:.0f}"{at}>{_escaped(words)}</text>'


def _escaped(words: str) -> str:
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        words = words.replace(sign, name)
    return words
