"""A script as its author has written it: read, checked, drawn, its words side by side.

Laws: whatever was written, the answer is a Proof, with the place of what is wrong;
nothing is stored; what is said of a text is counted as the check counts it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from flows.phrase import Phrase
from flows.talk import check, check_facts, drawing
from flows.talk import script as grammar
from flows.talk.cards import ScriptError
from flows.talk.check_facts import Reading
from flows.talk.drawn_cards import Reader
from flows.talk.finding import Finding
from flows.talk.grammar import INSIDE, Ask, Branch, Goto, Line, Node, Script, Speak
from flows.talk.wording import ONE_SEGMENT, ONE_UCS2, SLOT, Pattern, units, wide
from service.usecases import library

# What the editor takes; the longest script that ships has 12,000 characters.
LONGEST_SCRIPT = 60_000
SPOKEN_IN = ("en", "es")
# So many proofs a process remembers: as many as there are scripts, and some drafts.
REMEMBERED = 96


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found: where, by which rule, what is wrong, and how it is mended.

    `elsewhere` names the script entered in which it stands, "" for this one. A note
    refuses nothing.
    """

    line: int
    column: int
    rule: str
    problem: str
    mend: str
    elsewhere: str = ""
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One wording: its words, and the units it needs at most of those it has.

    One that is only spoken has no units.
    """

    words: str
    spoken: bool
    needs: int = 0
    of: int = 0

    @property
    def fits(self) -> bool:
        """Whether it is one segment, with the longest values."""
        return self.needs <= self.of


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a node in every language: `lacks` are those it is not said in."""

    node: str
    line: int
    what: str
    texts: Mapping[str, tuple[Text, ...]]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """Where an answer, or a value, leads."""

    on: str
    to: str


@dataclass(frozen=True, slots=True)
class Outlined:
    """One node in words, for whoever does not see the drawing."""

    name: str
    line: int
    kind: str
    words: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of a source; without `script` it could not be read."""

    source: str
    script: Script | None
    problems: tuple[Problem, ...]
    outline: tuple[Outlined, ...] = ()
    said: tuple[Said, ...] = ()
    found: tuple[Finding, ...] = ()

    def picture(self, reader: Reader) -> str:
        """Draw it, with what is wrong marked, in the words of whoever looks."""
        if self.script is None:
            return ""
        wrong = [one for one in self.found if not one.is_note]
        return drawing.draw(self.script, wrong, style="", reader=reader)

    @property
    def wrong(self) -> tuple[Problem, ...]:
        """What stands in the way of publishing."""
        return tuple(one for one in self.problems if not one.is_note)

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What is good to know."""
        return tuple(one for one in self.problems if one.is_note)

    @property
    def sound(self) -> bool:
        """Whether it may be published."""
        return self.script is not None and not self.wrong

    @property
    def untold(self) -> tuple[Said, ...]:
        """The lines that lack a language."""
        return tuple(one for one in self.said if one.lacks)


def tidy(source: str) -> str:
    """Return a source as it is kept: line ends of one kind, one at its end."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def own_part(bundled: str) -> str:
    """Return a script's own source, without those it enters."""
    return tidy(grammar.split(bundled)[0])


@cache
def longest() -> Mapping[str, str]:
    """Return the longest value that each fact may have."""
    return grammar.longest(files("flows").joinpath("longest.yaml").read_text("utf-8"))


@cache
def kept() -> frozenset[str]:
    """Return the facts that shipped scripts keep."""
    return frozenset(
        fact
        for name, source in library.shipped().items()
        for fact in check.kept(library.read(name, source))
    )


@lru_cache(REMEMBERED)
def read(name: str, bundled: str) -> Script | None:
    """Return a script as it was published, with those it enters as they were then.

    None for one that cannot be read any more.
    """
    try:
        return grammar.parse(bundled, name=name)
    except ScriptError:
        return None


@dataclass(frozen=True, slots=True)
class _Proved:
    """A proof, and the sources of the scripts entered that it was made with."""

    entered: Mapping[str, str]
    proof: Proof

    def stands(self, source_of: Callable[[str], str]) -> bool:
        """Say whether those are still the same."""
        try:
            return all(source_of(n) == source for n, source in self.entered.items())
        except LookupError:
            return False


_proved: OrderedDict[tuple[str, str], _Proved] = OrderedDict()


def proof(name: str, source: str, source_of: Callable[[str], str]) -> Proof:
    """Read and check `source` as the script `name`.

    `source_of` gives the source of those it enters; LookupError for none. What was
    proved lately, with the same scripts entered, is not proved again: pages show the
    same script many times.
    """
    for refused in outsize(source):
        return Proof(source, None, (refused,))
    known = _proved.get((name, source))
    if known is not None and known.stands(source_of):
        return known.proof
    entered: dict[str, str] = {}

    def noted(other: str) -> str:
        entered[other] = source_of(other)
        return entered[other]

    proof = _proof(name, source, noted)
    if proof.script is not None:  # what cannot be read is told fast enough
        _proved[name, source] = _Proved(entered, proof)
        if len(_proved) > REMEMBERED:
            _proved.popitem(last=False)
    return proof


def _proof(name: str, source: str, source_of: Callable[[str], str]) -> Proof:
    found = examined(name, source, source_of)
    problems = tuple(_problem(name, one) for one in found)
    try:
        script = grammar.parse(_bundle(name, source, source_of), name=name)
    except ScriptError:  # it is the finding
        return Proof(source, None, problems)
    read = check_facts.reading(script, longest(), None)
    return Proof(
        source=source,
        script=script,
        problems=problems,
        outline=tuple(map(_outlined, filter(read.own, script.nodes.values()))),
        said=tuple(_all_said(read)),
        found=found,
    )


def known(proof: Proof) -> frozenset[str]:
    """Return every name that has a meaning in braces in this script."""
    if proof.script is None:
        return check_facts.FACTS
    return check_facts.names_of(check_facts.reading(proof.script, longest(), None))


def examined(
    name: str, source: str, source_of: Callable[[str], str]
) -> tuple[Finding, ...]:
    """Return what the check finds in `source`, as the script `name`."""

    def either(other: str) -> str:
        return source if other == name else source_of(other)

    return check.examine(name, either, longest=longest(), elsewhere=kept())


def _bundle(name: str, source: str, source_of: Callable[[str], str]) -> str:
    return grammar.bundle(
        name, lambda other: source if other == name else source_of(other)
    )


def outsize(source: str) -> Iterator[Problem]:
    """Yield why a source is more, or longer, than one script that can be edited."""
    if len(source) > LONGEST_SCRIPT:
        line = source.count("\n", 0, LONGEST_SCRIPT) + 1
        problem = Phrase(
            "The script is longer than %(thousands)s,000 characters; they end in line"
            " %(line)s.",
            thousands=LONGEST_SCRIPT // 1000,
            line=line,
        )
        mend = Phrase("Split it into several scripts, and `enter:` them.")
        yield Problem(line, 1, "unreadable", problem, mend)
        return
    first, *others = grammar.split(source)
    if others:
        line = first.count("\n") + (2 if first else 1)
        problem = Phrase("A line of `---` begins another script.")
        mend = Phrase("Take it out: each script is edited by itself.")
        yield Problem(line, 1, "unreadable", problem, mend)


def _problem(name: str, one: Finding) -> Problem:
    file = one.place.file.removesuffix(".yaml")
    return Problem(
        line=one.place.line,
        column=one.place.column,
        rule=one.rule,
        problem=one.problem,
        mend=one.mend,
        elsewhere="" if file == name else file,
        is_note=one.is_note,
    )


# ---- in words ----


def _outlined(node: Node) -> Outlined:
    lead = node.lead
    line = next((line for line, _ in check_facts.lines(node)), None)
    words = _first(line) if line is not None else ""
    if isinstance(lead, Goto):
        return _leads(node, lead, words)
    kind = "asks" if isinstance(lead, Ask) else "goes"
    if isinstance(lead, Ask) and lead.line is None:
        kind = "hears"
    if isinstance(lead, Branch):
        words = words or lead.fact
    return Outlined(node.name, node.place.line, kind, words, tuple(_ways(lead)))


def _leads(node: Node, lead: Goto, words: str) -> Outlined:
    inner = f"{node.name}{INSIDE}"
    kind = "enters" if lead.target.startswith(inner) else "says"
    target = lead.target if kind == "says" else lead.target.rpartition(INSIDE)[2]
    ways = (Way("", target),)
    return Outlined(node.name, node.place.line, kind, words, ways)


def _ways(lead: Ask | Branch) -> Iterator[Way]:
    ways = lead.ways
    yield from (Way(on, to) for on, to in ways.on.items())
    yield from (Way(f"{low}-{high}", to) for low, high, to in ways.ranges)
    yield Way("", ways.otherwise)
    if isinstance(lead, Ask) and lead.quiet.target:
        yield Way("silence", lead.quiet.target)


def _first(line: Line) -> str:
    words = next(iter(line.variants.values()))
    return (words.text or words.voice)[0].source


# ---- side by side ----


def _all_said(read: Reading) -> Iterator[Said]:
    for node in filter(read.own, read.script.nodes.values()):
        for what, line in _named(node):
            yield _said(read, node, line, what)
            if line.instead:
                yield _said(read, node, line, "instead")


def _named(node: Node) -> Iterator[tuple[str, Line]]:
    yield from (("say", act.line) for act in node.acts if isinstance(act, Speak))
    lead = node.lead
    if isinstance(lead, Ask):
        asked = (
            ("ask", lead.line),
            ("unsure", lead.unsure),
            ("again", lead.quiet.again),
        )
        yield from ((what, line) for what, line in asked if line is not None)


def _said(read: Reading, node: Node, line: Line, what: str) -> Said:
    by_language = line.instead if what == "instead" else line.variants
    texts = {
        language: (
            *(_text(read, one) for one in words.text),
            *(Text(one.source, spoken=True) for one in words.voice
              if one.source not in {text.source for text in words.text}),
        )
        for language, words in by_language.items()
    }  # fmt: skip
    wanted = dict.fromkeys([*read.script.languages, *SPOKEN_IN])
    lacks = () if _same_everywhere(texts) else tuple(
        one for one in wanted if one not in texts
    )  # fmt: skip
    return Said(node.name, line.place.line, what, texts, lacks)


def _same_everywhere(texts: Mapping[str, tuple[Text, ...]]) -> bool:
    words = (one.words for each in texts.values() for one in each)
    return not any(any(map(str.isalpha, _without_slots(one))) for one in words)


def _without_slots(words: str) -> str:
    return "".join(SLOT.split(words)[::2])


def _text(read: Reading, one: Pattern) -> Text:
    cost, most = (wide, ONE_UCS2) if one.wide else (units, ONE_SEGMENT)
    values = sum(cost(read.longest.get(slot, "")) for slot in one.slots)
    return Text(one.source, False, cost("".join(one.fixed)) + values, most)
