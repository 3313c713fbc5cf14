"""Reads a script: YAML 1.2 in, frozen tables out, or one error with place and mend.

Law: what `parse` returns can be walked: every node it names exists, every answer it
waits for has a way on, and no way goes round without asking.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.parser import Parser
from ruamel.yaml.scanner import Scanner

from flows.phrase import Phrase
from flows.talk.cards import Card, ScriptError, meant
from flows.talk.events import CHANNELS, Channel
from flows.talk.grammar import END, INSIDE, Ask, Node, Place, Script
from flows.talk.linking import Sheet, linked, names_entered, without_unused
from flows.talk.nodes import Entry, nodes

__all__ = ["Script", "ScriptError", "bundle", "longest", "parse", "split", "version_of"]

LONGEST_SOURCE = 200_000  # characters; the longest script anybody wrote by hand has 400
MOST_NODES = 200  # in one file; the longest that ships has 51
MOST_LINKED = 300  # with those of the scripts it enters: longest ways are walked deep
MOST_VALUES = 50_000  # values after every alias is written out, as a reader sees them
LANGUAGE = "en"
TOP = (
    "script", "grammar", "about", "languages", "channels", "asides", "knows", "nodes",
)  # fmt: skip
_SPLIT = Phrase("Split it into several scripts, and `enter:` them.")
# YAML's line between documents, with the line's end that `bundle` puts before it.
_BETWEEN = re.compile(r"\n?^---[ \t]*$\n?", re.MULTILINE)


def parse(source: str, *, name: str) -> Script:
    """Read the script called `name` from YAML `source`.

    Scripts it enters follow in the same source, a line of `---` before each (`bundle`
    writes it so). Raises ScriptError with file (`name`.yaml), line, column and mend.
    """
    first, *others = split(source)
    top = top_of(first, f"{name}.yaml")
    sheet = _sheet(top, name)
    sheets = {name: sheet} | {one.name: one for one in map(_other, others)}
    start = next(iter(sheet.nodes))
    whole = linked(name, sheets)
    _not_too_many(whole)
    _targets_exist(whole)
    whole = without_unused(whole, start)
    _hears_only_first(whole, start)
    _no_silent_round(whole)
    return Script(
        name=name,
        version=version_of(source),
        languages=languages_of(top),
        start=start,
        nodes=whole,
        about=top.word("about") if "about" in top.raw else "",
        dead_ends=tuple(_dead_ends(top.card("nodes", ""), sheet)),
        knows=names_of(top, "knows", ()),
        channels=channels_of(top),
    )


def split(source: str) -> list[str]:
    """Return a script's own source, and behind it those that it enters."""
    return _BETWEEN.split(source)


def version_of(source: str) -> str:
    """Return the version of the script that this source says: it follows from it."""
    return hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:16]


def bundle(name: str, source_of: Callable[[str], str]) -> str:
    """Return the source of the script `name` with those it enters behind it.

    `source_of` gives the source of any script by its name; it may raise ScriptError,
    or LookupError for a name it does not know, which is told with place and mend.
    """
    sources = {name: source_of(name)}
    todo = [name]
    while todo:
        one = todo.pop()
        sheet = _sheet_of(sources[one], one)
        places = {
            each.script: each.node.place
            for each in sheet.nodes.values()
            if isinstance(each, Entry)
        }
        for other in names_entered(sheet.nodes.values(), sheet.asides):
            if other not in sources:
                place = places.get(other, sheet.place)
                sources[other] = entered(other, source_of, place)
                todo.append(other)
    return "\n---\n".join(sources.values())


def entered(name: str, source_of: Callable[[str], str], place: Place) -> str:
    """Return the source of a script that is entered at `place`; raises ScriptError."""
    try:
        return source_of(name)
    except LookupError as error:
        problem = Phrase("There is no script `%(name)s` to enter.", name=name)
        mend = Phrase("Mend the name, or write that script.")
        raise ScriptError(place, problem, mend) from error


def longest(source: str, *, name: str = "longest") -> Mapping[str, str]:
    """Read the longest value of each fact, `name: value` lines in YAML."""
    top = top_of(source, f"{name}.yaml")
    return {str(fact): top.word(fact) for fact in top.raw}


def _other(source: str) -> Sheet:
    top = top_of(source, "entered.yaml")
    name = top.word("script") if "script" in top.raw else "entered"
    return _sheet_of(source, name)


@lru_cache(maxsize=128)  # most scripts enter the same few
def _sheet_of(source: str, name: str) -> Sheet:
    return _sheet(top_of(source, f"{name}.yaml"), name)


def _sheet(top: Card, name: str) -> Sheet:
    top.known(TOP, Phrase("A script"))
    _header(top, name)
    languages = languages_of(top)
    cards = top.card("nodes", Phrase("`nodes:` with one name per node under it"))
    for key in [*cards.raw][MOST_NODES : MOST_NODES + 1]:
        problem = Phrase("There are more than %(most)s nodes.", most=MOST_NODES)
        raise cards.refuse(key, problem, _SPLIT)
    read = [one for key in cards.raw for one in nodes(cards, key, languages)]
    named = {one.node.name if isinstance(one, Entry) else one.name: one for one in read}
    if not named:
        problem = Phrase("The script has no node.")
        raise top.refuse("nodes", problem, Phrase("Add a first node."))
    asides = top.word("asides") if "asides" in top.raw else ""
    return Sheet(name, named, asides, top.place("asides" if asides else None))


def top_of(source: str, file: str) -> Card:
    """Return the mapping that a source is; raises ScriptError."""
    start = Place(file, 1, 1)
    if len(source) > LONGEST_SOURCE:
        problem = Phrase(
            "The script is longer than %(thousands)s,000 characters.",
            thousands=LONGEST_SOURCE // 1000,
        )
        raise ScriptError(start, problem, Phrase("Split it into several scripts."))
    try:
        raw = _loaded(source)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else start
        told = error.problem or error.context  # the reader's own words, in English
        problem = Phrase("This is not YAML: %(told)s.", told=told)
        mend = Phrase(
            "Check the indent, and put texts with `: `, `#` or quotes into quotes."
        )
        raise ScriptError(place, problem, mend) from error
    except (YAMLError, ValueError, TypeError, RecursionError) as error:
        problem = Phrase("This is not YAML that can be read.")
        mend = Phrase("Take out control characters, deep brackets, and lists as names.")
        raise ScriptError(start, problem, mend) from error
    if not isinstance(raw, CommentedMap):
        problem = Phrase("A script is a list of names.")
        raise ScriptError(start, problem, Phrase("Begin `script: name`"))
    _written_out(raw, file)
    return Card(raw, file)


def _written_out(raw: CommentedMap, file: str) -> None:
    """Refuse aliases that stand for more than anybody could read."""
    sizes: dict[int, int] = {}

    def size(value: object) -> int:
        if not isinstance(value, Mapping | list):
            return 1
        if id(value) not in sizes:
            sizes[id(value)] = MOST_VALUES + 1  # while it stands inside itself
            inside = value.values() if isinstance(value, Mapping) else value
            sizes[id(value)] = 1 + sum(map(size, inside))
            if sizes[id(value)] > MOST_VALUES:
                line = getattr(getattr(value, "lc", None), "line", 0) or 0
                problem = Phrase("The aliases here stand for more than can be read.")
                mend = Phrase("Write it out instead of `*name`.")
                raise ScriptError(Place(file, line + 1, 1), problem, mend)
        return sizes[id(value)]

    size(raw)  # no deeper than YAML was read: what is named stands before its aliases


@lru_cache(maxsize=128)  # bundling, reading, and whoever enters it ask for the same
def _loaded(source: str) -> object:
    """Return what YAML `source` says, which nobody changes: a Card only reads."""
    reader = YAML(typ="rt", pure=True)
    # Places are wanted and comments are not: to gather those takes a third of the time.
    reader.Scanner, reader.Parser = Scanner, Parser
    reader.version = (1, 2)
    return reader.load(source)


def _header(top: Card, name: str) -> None:
    for refused in header(top, name):
        raise refused


def header(top: Card, name: str) -> Iterator[ScriptError]:
    """Yield what the head of the script called `name` is refused for."""
    for key, mend in (
        ("script", Phrase("Add `script: %(name)s` at the top.", name=name)),
        ("grammar", Phrase("Add `grammar: 1` at the top.")),
        ("nodes", Phrase("Add `nodes:` and the first node under it.")),
    ):
        if key not in top.raw:
            yield top.refuse(None, Phrase("`%(key)s:` is missing.", key=key), mend)
    if "script" in top.raw and top.word("script") != name:
        problem = Phrase(
            "The file is called %(file)s, the script %(script)s.",
            file=name,
            script=top.word("script"),
        )
        yield top.refuse("script", problem, Phrase("Give both the same name."))
    if "grammar" in top.raw and top.word("grammar") != "1":
        problem = Phrase("Only grammar 1 is known.")
        yield top.refuse("grammar", problem, Phrase("Write `grammar: 1`."))


def languages_of(top: Card) -> tuple[str, ...]:
    """Return the languages that a script declares; raises ScriptError."""
    return names_of(top, "languages", (LANGUAGE,))


def channels_of(top: Card) -> tuple[Channel, ...]:
    """Return the channels that a script is played on; raises ScriptError."""
    named = names_of(top, "channels", CHANNELS)
    for name in named:
        if name not in CHANNELS:
            problem = Phrase("`channels:` cannot hold %(name)r.", name=name)
            raise top.refuse("channels", problem, meant(name, CHANNELS))
    return tuple(one for one in CHANNELS if one in named)


def names_of(top: Card, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names listed under a key; raises ScriptError."""
    if key not in top.raw:
        return default
    raw = top.raw[key]
    if isinstance(raw, list) and raw and all(isinstance(one, str) for one in raw):
        return tuple(str(one) for one in raw)
    problem = Phrase("`%(key)s:` needs a list of names.", key=key)
    mend = Phrase("Write it as `%(key)s: [one, another]`.", key=key)
    raise top.refuse(key, problem, mend)


# ---- what must hold between nodes ----


def _not_too_many(nodes: Mapping[str, Node]) -> None:
    for one in [*nodes.values()][MOST_LINKED : MOST_LINKED + 1]:
        problem = Phrase(
            "With the scripts it enters there are more than %(most)s nodes.",
            most=MOST_LINKED,
        )
        raise ScriptError(one.place, problem, Phrase("Enter fewer scripts."))


def _targets_exist(nodes: Mapping[str, Node]) -> None:
    names = (*nodes, END)
    for name, node in nodes.items():
        for target in node.targets:
            if target not in nodes and target != END:
                raise lost(name.rpartition(INSIDE)[2], target, node.place, names)


def lost(name: str, target: str, place: Place, names: tuple[str, ...]) -> ScriptError:
    """Return the refusal of a node that leads to none of `names`."""
    problem = Phrase(
        "Node `%(name)s` leads to `%(target)s`, which is not there.",
        name=name,
        target=target,
    )
    return ScriptError(place, problem, meant(target, names))


def _no_silent_round(nodes: Mapping[str, Node]) -> None:
    for first in nodes.values():
        seen, todo = {END}, _onward(first)
        while todo:
            name = todo.pop()
            if name == first.name:
                problem = Phrase(
                    "Node `%(name)s` leads back to itself without asking anything.",
                    name=name,
                )
                mend = Phrase("Ask, or end, on the way.")
                raise ScriptError(first.place, problem, mend)
            if name not in seen:
                seen.add(name)
                todo += _onward(nodes[name])


def _onward(node: Node) -> list[str]:
    return [] if isinstance(node.lead, Ask) else list(node.targets)


def _dead_ends(cards: Card, sheet: Sheet) -> Iterator[Place]:
    for key in cards.raw:
        one = sheet.nodes[str(key)]
        lead = one.lead if isinstance(one, Node) else None
        answered = isinstance(lead, Ask) and set(lead.expect.meanings) <= {
            *lead.ways.on
        }
        both = "recall" in cards.raw[key]  # it is read only with both of its ways
        if "then" not in cards.raw[key] and not (answered or both):
            yield cards.place(key)


def _hears_only_first(nodes: Mapping[str, Node], start: str) -> None:
    for name, node in nodes.items():
        lead = node.lead
        if name != start and isinstance(lead, Ask) and lead.line is None:
            problem = Phrase(
                "Node `%(name)s` hears before anything was asked.", name=name
            )
            mend = Phrase("Only the first node may `hear:`.")
            raise ScriptError(node.place, problem, mend)
