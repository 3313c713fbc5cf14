"""Draws one node of a script as a card: its name, first words, acts, and ways.

Every word on it is escaped: a script is text, whatever it is called.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flows.talk.check_facts import answered, lines
from flows.talk.effects import Claim, FollowUp, GiveConsent, Hand, TakeUp
from flows.talk.expects import ASIDES
from flows.talk.grammar import (
    END,
    INSIDE,
    Act,
    Ask,
    Branch,
    Emit,
    Goto,
    Line,
    Node,
    Note,
    PlayBack,
    Record,
)
from flows.talk.laying_out import Box, Port
from flows.talk.linking import BORROWED
from flows.talk.questions import ENDLESS, UNITS

WIDTH, PAD, ROW, TEXT = 284.0, 12.0, 22.0, 16.0
HEAD = 30.0
_LETTERS = 36  # of a line of a card
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box with the SVG of its inside, drawn as if its corner were 0, 0."""

    box: Box
    inside: tuple[str, ...]


# ---- a card ----


def card(node: Node, here: set[str], found: Sequence[str]) -> Drawn:
    """Draw a node; `here` are the boxes its ways may lead to, `found` what hurts."""
    rows = [*_rows(node, here)]
    words = first_words(node)
    told = [*(_tag(act) for act in node.acts if _tag(act)), *_kept(node)]
    tags = [_short(one, 40) for one in told]
    y = HEAD + TEXT * (len(words) + len(tags) + bool(found)) + 6
    ports = tuple(
        Port(label, target, y + ROW * at + ROW / 2)
        for at, (label, target, _) in enumerate(rows)
    )
    height = y + ROW * len(rows) + 4
    inside = [
        *_outline(height, found),
        *_heading(node),
        *column(words, HEAD + 14, ""),
        *column(tags, HEAD + 14 + TEXT * len(words), "m"),
    ]
    if found:
        many = "1 finding" if len(found) == 1 else f"{len(found)} findings"
        line = HEAD + 14 + TEXT * (len(words) + len(tags))
        inside.append(text(PAD, line, many, "f"))
    for at, (label, target, note) in enumerate(rows):
        inside += _row(y + ROW * at, label, target, note)
    return Drawn(Box(node.name, WIDTH, height, ports), tuple(inside))


def _outline(height: float, found: Sequence[str]) -> Iterator[str]:
    more = " found" if found else ""
    told = f"<title>{escaped(' / '.join(found))}</title>" if found else ""
    yield (
        f'<rect class="card{more}" width="{WIDTH:.0f}" height="{height:.0f}" rx="8">'
        f"{told}</rect>"
    )


def _heading(node: Node) -> Iterator[str]:
    name = node.name.rpartition(INSIDE)[2]
    yield text(PAD, 20, _short(name, 26), "b")
    yield text(WIDTH - PAD, 20, _kind(node), "k", anchor="end")


def _kind(node: Node) -> str:
    match node.lead:
        case Ask(line=None, expect=expect):
            return f"hears {expect.kind}"
        case Ask(expect=expect):
            return f"asks {expect.kind}"
        case Branch():
            return "branches"
        case _:
            return "says" if any(lines(node)) else "does"


def first_words(node: Node) -> list[str]:
    """Return the lines of what a node says first, as a card shows them."""
    first = next((line for line, _ in lines(node)), None)
    if first is None:
        return []
    return textwrap.wrap(
        _source(first), _LETTERS, max_lines=_MOST_LINES, placeholder=" ..."
    )


def _source(line: Line) -> str:
    return next(iter(line.variants.values())).text[0].source


def _tag(act: Act) -> str:
    match act:
        case Record(outcome=outcome):
            return f"records {outcome or 'the recap'}"
        case Note(name=name):
            return f"remembers {name}"
        case Emit(effect=effect):
            return _emitted(effect)
        case PlayBack():
            return "plays her take back"
        case _:
            return ""


def _emitted(effect: object) -> str:
    match effect:
        case Hand(reason=reason):
            return f"hands to the coach: {reason}"
        case FollowUp(script=script, after=after):
            return f"later: {script}, in {_span(after)}"
        case Claim(right=right):
            return f"claims {right}"
        case GiveConsent():
            return "completes the opt-in"
        case TakeUp():
            return "takes up the step she told"
        case _:
            return f"adjusts {getattr(effect, 'command', '')}"


def _span(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    fits = (one for one, each in reversed(UNITS.items()) if seconds % each == 0)
    unit = next(fits, "minute")
    number = seconds // UNITS[unit]
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _kept(node: Node) -> list[str]:
    lead = node.lead
    if isinstance(lead, Branch):
        return [f"looks at {lead.fact}"]
    if not isinstance(lead, Ask):
        return []
    kept = [f"keeps {lead.keep}"] if lead.keep else []
    return [*kept, f"offers {lead.offers}"] if lead.offers else kept


# ---- the rows of a card: its ways ----


def _rows(node: Node, here: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield label, box and note for each place that a node leads to."""
    by_target: dict[str, list[str]] = {}
    for label, target in _labelled(node):
        by_target.setdefault(aim(target, here), []).append(label)
    for target, labels in by_target.items():
        told = _told(labels)
        if target in here:
            yield _short(told, 38), target, ""
        else:
            yield _short(told, 36 - len(target)), "", target


def _told(labels: Sequence[str]) -> str:
    """Return names with commas; the three asides together are one."""
    if not set(ASIDES) <= {*labels}:
        return ", ".join(dict.fromkeys(labels))
    others = (name for name in labels if name not in ASIDES)
    return ", ".join([*dict.fromkeys(others), "asides"])


def aim(target: str, here: set[str]) -> str:
    """Return the box in `here` that a way leads to, or the note for a way out of it."""
    if target in here:
        return target
    into = next((name for name in here if target.startswith(name + INSIDE)), "")
    if into:
        return into
    lender, _, aside = target.rpartition(INSIDE)
    is_lent = aside in BORROWED and lender
    return f"to {lender.rpartition(INSIDE)[2]}" if is_lent else END


def _labelled(node: Node) -> Iterator[tuple[str, str]]:
    match node.lead:
        case Goto(target):
            yield "then", target
        case Branch(ways=ways):
            yield from ((value or "(empty)", to) for value, to in ways.on.items())
            yield from ((_range(low, high), to) for low, high, to in ways.ranges)
            yield "otherwise", ways.otherwise
        case ask:
            ranged = {to for _, _, to in ask.ways.ranges}
            yield from ((_range(low, high), to) for low, high, to in ask.ways.ranges)
            for name, to in answered(ask):
                if to not in ranged or name in ask.ways.on:
                    yield name, to
            if ask.quiet.target:
                yield "silence", ask.quiet.target


def _range(low: int, high: int) -> str:
    if high == ENDLESS:
        return f"{low}+"
    return str(low) if low == high else f"{low} to {high}"


def _row(y: float, label: str, target: str, note: str) -> Iterator[str]:
    yield f'<line class="rule" x1="0" x2="{WIDTH:.0f}" y1="{y:.0f}" y2="{y:.0f}"/>'
    yield text(PAD, y + 15, label, "m")
    if target:
        return
    right = WIDTH - PAD
    if note == END:
        yield f'<circle class="end" cx="{right - 4:.0f}" cy="{y + 11:.0f}" r="4"/>'
        right -= 14
    yield text(right, y + 15, note, "m", anchor="end")


# ---- words ----


def escaped(text: str) -> str:
    """Return `text` so that XML reads it as words and nothing else."""
    plain = "".join(one for one in text if one.isprintable())
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        plain = plain.replace(sign, name)
    return plain


def column(some: Sequence[str], y: float, style: str) -> Iterator[str]:
    """Yield lines of text one under the other."""
    for at, one in enumerate(some):
        yield text(PAD, y + TEXT * at, one, style)


def text(x: float, y: float, words: str, style: str, *, anchor: str = "") -> str:
    """Return words as SVG, at the place where their line begins or ends."""
    end = f' text-anchor="{anchor}"' if anchor else ""
    known = f' class="{style}"' if style else ""
    return f'<text x="{x:.0f}" y="{y:.0f}"{known}{end}>{escaped(words)}</text>'


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 3].rstrip(' ,')}..."
