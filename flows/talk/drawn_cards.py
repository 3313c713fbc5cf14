"""Draws one node of a script as a card: its name, first words, acts, and ways.

Every word on it is escaped: a script is text, whatever it is called.
"""

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flows.phrase import Phrase
from flows.talk.check_facts import answered, lines
from flows.talk.effects import Adjust, Claim, FollowUp, GiveConsent, Hand
from flows.talk.expects import ASIDES
from flows.talk.fact_words import COMMANDS, OUTCOMES, REASONS, RIGHTS, called
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
_CARD_HEAD = HEAD + 16  # a card has its name, and what it does below
_LETTERS = 36  # of a line of a card
_MOST_LINES = 3


# What a question asks for, its silence, and what is said instead of an answer.
KINDS: Mapping[str, Phrase] = {
    "attempt": Phrase("was it tried"),
    "yes_no": Phrase("yes or no"),
    "words": Phrase("own words"),
    "take": Phrase("a recording"),
    "number": Phrase("a number"),
    "scale": Phrase("0 to 10"),
    "duration": Phrase("a length of time"),
    "time": Phrase("a time of day"),
    "days": Phrase("days"),
    "reason": Phrase("what was missing"),
    "choice": Phrase("a choice"),
    "offer": Phrase("an offer"),
    "phrase": Phrase("certain words"),
}
SPANS: Mapping[str, Callable[[int], Phrase]] = {
    "minute": lambda n: Phrase("1 minute") if n == 1 else Phrase("%(n)s minutes", n=n),
    "hour": lambda n: Phrase("1 hour") if n == 1 else Phrase("%(n)s hours", n=n),
    "day": lambda n: Phrase("1 day") if n == 1 else Phrase("%(n)s days", n=n),
    "week": lambda n: Phrase("1 week") if n == 1 else Phrase("%(n)s weeks", n=n),
}
# What an answer is called on a card; any other name stays as its author gave it.
LABELS: Mapping[str, Phrase] = {
    "tried": Phrase("tried"),
    "tried_but": Phrase("tried, and it did not come off"),
    "imagined": Phrase("pictured it"),
    "not_tried": Phrase("not tried"),
    "not_yet": Phrase("not yet"),
    "thanks": Phrase("thanks"),
    "greeting": Phrase("a greeting"),
    "question": Phrase("a question"),
    "person": Phrase("wants a person"),
    "news": Phrase("hard news"),
    "asides": Phrase("something else"),
    "unsure": Phrase("unclear"),
    "silence": Phrase("silence"),
    "yes": Phrase("yes"),
    "words": Phrase("words"),
    "nothing": Phrase("nothing"),
    "number": Phrase("a number"),
    "duration": Phrase("a length of time"),
    "time": Phrase("a time"),
    "days": Phrase("days"),
    "none": Phrase("none"),
    "accept": Phrase("accepts"),
    "keep": Phrase("keeps it as it is"),
    "later": Phrase("later"),
    # Those of the scripts that ship.
    "now": Phrase("now"),
    "moment": Phrase("a moment"),
    "know_how": Phrase("how to do it"),
    "other": Phrase("another answer"),
    "me": Phrase("me"),
    "others": Phrase("others"),
    "luck": Phrase("luck"),
    "all": Phrase("all of it"),
    "some": Phrase("some of it"),
    "again": Phrase("again"),
    "said": Phrase("said so"),
    "next": Phrase("what comes next"),
    "longer": Phrase("longer"),
    "more_often": Phrase("more often"),
    "tougher": Phrase("tougher"),
    "shorter": Phrase("shorter"),
    "less_often": Phrase("less often"),
    "gentler": Phrase("gentler"),
    "in_the_head": Phrase("in the head"),
    "minutes": Phrase("minutes"),
    "awkward": Phrase("awkward"),
    "serious": Phrase("serious"),
    "usual": Phrase("as usual"),
    "there": Phrase("there"),
    "elsewhere": Phrase("elsewhere"),
}
ONWARD, OTHERWISE, NOTHING = Phrase("then"), Phrase("otherwise"), Phrase("(nothing)")
ENDS = Phrase("the end")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks: what tells them a Phrase, and in which language scripts speak.

    A script that does not speak it, and "", is shown in its own first one. `about` says
    what a script is for, `titled` what it is called, `called` what a node of it is, by
    its whole name; "" where that name itself is shown.
    """

    tell: Callable[[str], str] = str
    language: str = ""
    about: Callable[[str], str] = str
    titled: Callable[[str], str] = str
    called: Callable[[str], str] = lambda _: ""

    def node(self, name: str) -> str:
        """Return what the node of that whole name is called."""
        return self.called(name) or name.rpartition(INSIDE)[2]


def to_mend(many: int) -> Phrase:
    """Say how many things were found."""
    one = Phrase("1 thing to mend")
    return one if many == 1 else Phrase("%(n)s things to mend", n=many)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box with the SVG of its inside, drawn as if its corner were 0, 0."""

    box: Box
    inside: tuple[str, ...]


# ---- a card ----


def card(node: Node, here: set[str], found: Sequence[str], reader: Reader) -> Drawn:
    """Draw a node; `here` are the boxes its ways may lead to, `found` what hurts."""
    rows = [*_rows(node, here, reader)]
    words = first_words(node, reader)
    told = [*(_tag(act) for act in node.acts if _tag(act)), *_kept(node)]
    tags = [_short(reader.tell(one), 40) for one in told]
    y = _CARD_HEAD + TEXT * (len(words) + len(tags) + bool(found)) + 6
    ports = tuple(
        Port(label, target, y + ROW * at + ROW / 2)
        for at, (label, target, _) in enumerate(rows)
    )
    height = y + ROW * len(rows) + 4
    inside = [
        *_outline(height, found),
        *_heading(node, reader),
        *column(words, _CARD_HEAD + 14, ""),
        *column(tags, _CARD_HEAD + 14 + TEXT * len(words), "m"),
    ]
    if found:
        line = _CARD_HEAD + 14 + TEXT * (len(words) + len(tags))
        inside.append(text(PAD, line, reader.tell(to_mend(len(found))), "f"))
    for at, (label, target, note) in enumerate(rows):
        ends = note == reader.tell(ENDS)
        inside += _row(y + ROW * at, label, target, note, ends=ends)
    return Drawn(Box(node.name, WIDTH, height, ports), tuple(inside))


def _outline(height: float, found: Sequence[str]) -> Iterator[str]:
    more = " found" if found else ""
    told = f"<title>{escaped(' / '.join(found))}</title>" if found else ""
    yield (
        f'<rect class="card{more}" width="{WIDTH:.0f}" height="{height:.0f}" rx="8">'
        f"{told}</rect>"
    )


def _heading(node: Node, reader: Reader) -> Iterator[str]:
    yield text(PAD, 20, _short(reader.node(node.name), _LETTERS), "b")
    yield text(PAD, 37, reader.tell(_kind(node)), "k")


def _kind(node: Node) -> Phrase:
    match node.lead:
        case Ask(line=None):
            return Phrase("hears what was said")
        case Ask(expect=expect):
            return Phrase("asks: %(what)s", what=KINDS[expect.kind])
        case Branch():
            return Phrase("goes by what is known")
        case _:
            return Phrase("says") if any(lines(node)) else Phrase("does")


def first_words(node: Node, reader: Reader) -> list[str]:
    """Return the lines of what a node says first, as a card shows them."""
    first = next((line for line, _ in lines(node)), None)
    if first is None:
        return []
    return textwrap.wrap(
        _source(first, reader.language),
        _LETTERS,
        max_lines=_MOST_LINES,
        placeholder=" ...",
    )


def _source(line: Line, language: str) -> str:
    usual = next(iter(line.variants.values()))
    return line.variants.get(language, usual).text[0].source


def _tag(act: Act) -> str:
    match act:
        case Record(outcome=outcome):
            if outcome is None:
                return Phrase("records the recap")
            return Phrase("records: %(what)s", what=OUTCOMES[outcome])
        case Note(name=name):
            return Phrase("remembers: %(what)s", what=called(name))
        case Emit(effect=effect):
            return _emitted(effect)
        case PlayBack():
            return Phrase("plays the recording back")
        case _:
            return ""


def _emitted(effect: object) -> Phrase:
    match effect:
        case Hand(reason=reason):
            return Phrase("before the coach: %(what)s", what=REASONS[reason])
        case FollowUp(script=script, after=after):
            return Phrase(
                "later: %(script)s, in %(time)s", script=script, time=_span(after)
            )
        case Claim(right=right):
            return Phrase("carries out a right: %(what)s", what=RIGHTS[right])
        case GiveConsent():
            return Phrase("keeps the yes")
        case Adjust(command=command):
            how = COMMANDS[command]
            return Phrase("changes: %(what)s", what=how)
        case _:  # TakeUp
            return Phrase("makes it the step")


def _span(time: timedelta) -> Phrase:
    seconds = int(time.total_seconds())
    fits = (one for one, each in reversed(UNITS.items()) if seconds % each == 0)
    unit = next(fits, "minute")
    number = seconds // UNITS[unit]
    return SPANS[unit](number)


def _kept(node: Node) -> list[Phrase]:
    lead = node.lead
    if isinstance(lead, Branch):
        return [Phrase("looks at: %(what)s", what=called(lead.fact))]
    if not isinstance(lead, Ask):
        return []
    kept = [Phrase("keeps: %(what)s", what=called(lead.keep))] if lead.keep else []
    offers = Phrase("offers: %(what)s", what=lead.offers)
    return [*kept, offers] if lead.offers else kept


# ---- the rows of a card: its ways ----


def _rows(node: Node, here: set[str], reader: Reader) -> Iterator[tuple[str, str, str]]:
    """Yield label, box and note for each place that a node leads to."""
    by_target: dict[str, list[str]] = {}
    for label, target in _labelled(node):
        by_target.setdefault(aim(target, here), []).append(label)
    for target, labels in by_target.items():
        told = _told(labels, reader.tell)
        if target in here:
            yield _short(told, 38), target, ""
        else:
            note = _short(_outward(target, reader), 24)
            yield _short(told, 36 - len(note)), "", note


def _outward(target: str, reader: Reader) -> str:
    """Say where a way leads that ends here, or goes on in a script that is lent."""
    if target == END:
        return reader.tell(ENDS)
    titled = reader.titled(target)
    return reader.tell(Phrase("to “%(script)s”", script=titled))


def _told(labels: Sequence[str], tell: Callable[[str], str]) -> str:
    """Return names with commas; the three asides together are one."""
    each = dict.fromkeys(labels)
    if set(ASIDES) <= {*labels}:
        others = (name for name in labels if name not in ASIDES)
        each = dict.fromkeys([*others, "asides"])
    return ", ".join(tell(LABELS.get(one, one)) for one in each)


def aim(target: str, here: set[str]) -> str:
    """Return the box in `here` that a way leads to, the script that is lent, or END."""
    if target in here:
        return target
    into = next((name for name in here if target.startswith(name + INSIDE)), "")
    if into:
        return into
    lender, _, aside = target.rpartition(INSIDE)
    return lender.rpartition(INSIDE)[2] if aside in BORROWED and lender else END


def _labelled(node: Node) -> Iterator[tuple[str, str]]:
    match node.lead:
        case Goto(target):
            yield ONWARD, target
        case Branch(ways=ways):
            yield from ((value or NOTHING, to) for value, to in ways.on.items())
            yield from ((_range(low, high), to) for low, high, to in ways.ranges)
            yield OTHERWISE, ways.otherwise
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
    return str(low) if low == high else f"{low}-{high}"


def _row(y: float, label: str, target: str, note: str, *, ends: bool) -> Iterator[str]:
    yield f'<line class="rule" x1="0" x2="{WIDTH:.0f}" y1="{y:.0f}" y2="{y:.0f}"/>'
    yield text(PAD, y + 15, label, "m")
    if target:
        return
    right = WIDTH - PAD
    if ends:
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
