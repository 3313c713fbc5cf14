"""Draws a script as SVG: nodes as cards, ways from row to card, scripts in scripts.

The picture brings its own light ground, so that it reads on dark pages too. It needs
nothing from outside, has no ids, and its styles reach nothing but itself. Every word in
it is escaped: a script is text, whatever it is called.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flows.phrase import Phrase
from flows.talk.check_facts import lines, place_of
from flows.talk.drawn_cards import (
    HEAD,
    PAD,
    TEXT,
    WIDTH,
    Drawn,
    Reader,
    aim,
    card,
    column,
    escaped,
    first_words,
    text,
    to_mend,
)
from flows.talk.finding import Finding
from flows.talk.grammar import INSIDE, Goto, Node, Place, Script
from flows.talk.laying_out import Box, Plan, Port, plan
from flows.talk.linking import BORROWED

_TITLE = 58.0  # above the cards
_MARGIN = 28.0
_LETTER = 7.0  # the width of one, and a little
_LANGUAGE_NAMES: Mapping[str, Phrase] = {
    "en": Phrase("English"), "es": Phrase("Spanish"),
}  # fmt: skip
ENGLISH = Reader()
STYLE = """
.hd{font:12.5px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;fill:#1d2733}
.hd .b{font-weight:600}.hd .m{fill:#5b6876;font-size:12px}.hd .t{font-size:20px}
.hd .k{fill:#0b6b62;font-size:11px;font-weight:600}
.hd .card{fill:#fff;stroke:#c9d2db}.hd .found{stroke:#b3261e;stroke-width:2}
.hd .f{fill:#b3261e;font-size:12px;font-weight:600}
.hd .frame{fill:#eef3f6;stroke:#b4c2ce;stroke-dasharray:5 4}
.hd .way{fill:none;stroke:#7f8fa0;stroke-width:1.5}.hd .back{stroke-dasharray:4 4}
.hd.ground{fill:#f7f9fb}
.hd .tip{fill:#7f8fa0}.hd .rule{stroke:#e6ebf0}.hd .end{fill:#1d2733}
""".strip().replace("\n", "")


def draw(
    script: Script,
    found: Iterable[Finding] = (),
    *,
    style: str = STYLE,
    reader: Reader = ENGLISH,
) -> str:
    """Return `script` as one SVG document, with `found` marked on its cards.

    A page that holds the picture among its own words brings rules of its own for what
    STYLE names: `style=""`.
    """
    marks = _Marks(tuple(found), reader)
    body, width, height = _level(script, "", marks)
    lent, lent_width, lent_height = _lent(script, marks, height + 44)
    told = [reader.titled(script.name), *_about(script, marks)]
    wide = max(width, lent_width, _LETTER * max(map(len, told))) + 2 * _MARGIN
    high = _TITLE + height + lent_height + 2 * _MARGIN
    top = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" '
        f'height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}" role="img">',
        f"<title>{escaped(reader.titled(script.name))}</title>"
        + (style and f"<style>{style}</style>"),
        f'<rect width="{wide:.0f}" height="{high:.0f}" rx="10" class="hd ground"/>',
        '<g class="hd">',
        *_titled(script, marks),
        f'<g transform="translate({_MARGIN:.0f} {_TITLE + _MARGIN:.0f})">',
        '<path class="way" d="M-17 18H0"/><circle class="end" cx="-17" cy="18" r="5"/>',
    ]
    return "\n".join([*top, *body, *lent, "</g></g></svg>"]) + "\n"


def _titled(script: Script, marks: "_Marks") -> Iterator[str]:
    yield text(_MARGIN, 38, marks.reader.titled(script.name), "b t")
    for line in _about(script, marks):
        yield text(_MARGIN, 60, line, "m")


def _about(script: Script, marks: "_Marks") -> Iterator[str]:
    tell = marks.reader.tell
    many = len(marks.found)
    noted = f" · {tell(to_mend(many))}" if many else ""
    named = (tell(_LANGUAGE_NAMES.get(one, one)) for one in script.languages)
    yield f"{marks.reader.about(script.about)} ({', '.join(named)}{noted})"


# ---- findings ----


class _Marks:
    """Which findings belong to which node, and who reads of them."""

    def __init__(self, found: tuple[Finding, ...], reader: Reader) -> None:
        self.found, self.reader = found, reader
        self.by_place: dict[object, list[str]] = {}
        for one in found:
            self.by_place.setdefault(one.place, []).append(reader.tell(one.problem))

    def on(self, node: Node) -> list[str]:
        """Return what was found at `node` or one of its lines."""
        places = dict.fromkeys([node.place, *_places(node)])
        return [told for place in places for told in self.by_place.get(place, ())]


def _places(node: Node) -> Iterator[Place]:
    """Yield where the lines of a node stand, and each of their texts."""
    for line, _ in lines(node):
        yield line.place
        for texts in (line.variants, line.instead):
            for words in texts.values():
                for one in (*words.text, *words.voice):
                    yield place_of(line, one)


# ---- one level: the nodes of one script, those it enters as frames ----


def _level(
    script: Script, prefix: str, marks: _Marks
) -> tuple[list[str], float, float]:
    own = [node for node in script.nodes.values() if _is_here(script, node, prefix)]
    names = {node.name for node in own}
    drawn = [_drawn(script, node, names, marks) for node in own]
    laid = plan([one.box for one in drawn])
    body = [*_ways(laid)]
    for one in drawn:
        left, top = laid.place(one.box.name)
        body.append(f'<g transform="translate({left:.0f} {top:.0f})">')
        body += [*one.inside, "</g>"]
    return body, laid.width, laid.height


def _is_here(script: Script, node: Node, prefix: str) -> bool:
    if not node.name.startswith(prefix):
        return False
    return INSIDE not in node.name.removeprefix(prefix)


def _drawn(script: Script, node: Node, here: set[str], marks: _Marks) -> Drawn:
    inner = f"{node.name}{INSIDE}"
    if isinstance(node.lead, Goto) and node.lead.target.startswith(inner):
        return _frame(script, node, inner, here, marks)
    return card(node, here, marks.on(node), marks.reader)


# ---- scripts inside ----


def _frame(
    script: Script, node: Node, inner: str, here: set[str], marks: _Marks
) -> Drawn:
    body, width, height = _level(script, inner, marks)
    inside_of = script.nodes[node.lead.target].place.file.removesuffix(".yaml")  # type: ignore[union-attr] # only a node that enters comes here
    words = first_words(node, marks.reader)
    top = HEAD + TEXT * len(words) + 8
    wide, high = width + 2 * PAD, top + height + PAD
    titled = marks.reader.titled(inside_of)
    entered = Phrase("goes through %(script)s", script=titled)
    ports = _left_by(script, inner, here, top)
    inside = [
        f'<rect class="frame" width="{wide:.0f}" height="{high:.0f}" rx="10"/>',
        text(PAD, 20, marks.reader.node(node.name), "b"),
        text(wide - PAD, 20, marks.reader.tell(entered), "k", anchor="end"),
        *column(words, HEAD + 12, ""),
        f'<g transform="translate({PAD:.0f} {top:.0f})">',
        *body,
        "</g>",
    ]
    return Drawn(Box(node.name, wide, high, ports), tuple(inside))


def _left_by(script: Script, inner: str, here: set[str], y: float) -> tuple[Port, ...]:
    out = (
        aim(target, here)
        for node in script.nodes.values()
        if node.name.startswith(inner)
        for target in node.targets
        if not target.startswith(inner)
    )
    targets = [one for one in dict.fromkeys(out) if one in here]
    return tuple(Port("then", one, y + 12 * at) for at, one in enumerate(targets))


def _lent(script: Script, marks: _Marks, top: float) -> tuple[list[str], float, float]:
    """Draw what other scripts lend: their asides, in a row below everything else."""
    lent: dict[str, dict[str, Node]] = {}
    for name, node in script.nodes.items():
        if _is_lent(script, name):
            prefix, _, aside = name.rpartition(INSIDE)
            lender = prefix.rpartition(INSIDE)[2]
            lent.setdefault(lender, {}).setdefault(aside, node)
    body: list[str] = []
    width, height = 0.0, 0.0
    for lender, asides in lent.items():
        cards = [
            card(node, set(), marks.on(node), marks.reader) for node in asides.values()
        ]
        high = max(one.box.height for one in cards) + HEAD + PAD
        wide = len(cards) * (WIDTH + PAD) + PAD
        called = Phrase("lent by %(script)s", script=lender)
        body += [
            f'<g transform="translate(0 {top + height:.0f})">',
            f'<rect class="frame" width="{wide:.0f}" height="{high:.0f}" rx="10"/>',
            text(PAD, 20, marks.reader.tell(called), "b"),
        ]
        for at, one in enumerate(cards):
            left = PAD + at * (WIDTH + PAD)
            body.append(f'<g transform="translate({left:.0f} {HEAD:.0f})">')
            body += [*one.inside, "</g>"]
        body.append("</g>")
        width, height = max(width, wide), height + high + 20
    return body, width, height + 24 if lent else 0.0


def _is_lent(script: Script, name: str) -> bool:
    lender, _, aside = name.rpartition(INSIDE)
    return aside in BORROWED and bool(lender) and lender not in script.nodes


# ---- lines and words ----


def _ways(laid: Plan) -> Iterator[str]:
    for points, back in laid.ways():
        more = " back" if back else ""
        yield f'<path class="way{more}" d="{_curve(points)}"/>'
        x, y = points[-1]
        yield f'<path class="tip" d="M{x:.0f} {y:.0f}l-8 -4v8z"/>'


def _curve(points: Sequence[tuple[float, float]]) -> str:
    (x, y), *others = points
    d = [f"M{x:.0f} {y:.0f}"]
    for at, (to_x, to_y) in enumerate(others):
        along_column = at % 2 == 0
        if along_column:
            d.append(f"L{to_x:.0f} {to_y:.0f}")
        else:
            bend = max(28.0, (to_x - x) / 2)
            d.append(
                f"C{x + bend:.0f} {y:.0f} {to_x - bend:.0f} {to_y:.0f} "
                f"{to_x:.0f} {to_y:.0f}"
            )
        x, y = to_x, to_y
    return "".join(d)
