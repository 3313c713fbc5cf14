"""Reads a script: YAML 1.2 in, frozen tables out, or one error with place and mend.

Law: what `parse` returns can be walked: every node it names exists, every answer it
waits for has a way on, and no way goes round without asking.
"""

import hashlib
from collections.abc import Iterator, Mapping

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from flows.talk.answers import MEANINGS
from flows.talk.cards import Card, ScriptError, meant
from flows.talk.grammar import END, Ask, Node, Place, Script
from flows.talk.nodes import node as read_node

__all__ = ["Script", "ScriptError", "longest", "parse"]

LONGEST_SOURCE = 200_000  # characters; the longest script anybody wrote by hand has 400
LANGUAGE = "en"
TOP = ("script", "grammar", "about", "languages", "nodes")


def parse(source: str, *, name: str) -> Script:
    """Read the script called `name` from YAML `source`.

    Raises ScriptError with file (`name`.yaml), line, column and the mend.
    """
    top = _top(source, f"{name}.yaml")
    top.known(TOP, "A script")
    _header(top, name)
    languages = _languages(top)
    cards = top.card("nodes", "`nodes:` with one name per node under it")
    nodes = {str(key): read_node(cards, key, languages) for key in cards.raw}
    if not nodes:
        raise top.refuse("nodes", "The script has no node.", "Add a first node.")
    _targets_exist(cards, nodes)
    _hears_only_first(cards, nodes)
    _no_silent_round(nodes)
    return Script(
        name=name,
        version=hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:16],
        languages=languages,
        start=next(iter(nodes)),
        nodes=nodes,
        about=top.word("about") if "about" in top.raw else "",
        dead_ends=tuple(_dead_ends(cards, nodes)),
    )


def longest(source: str, *, name: str = "longest") -> Mapping[str, str]:
    """Read the longest value of each fact, `name: value` lines in YAML."""
    top = _top(source, f"{name}.yaml")
    return {str(fact): top.word(fact) for fact in top.raw}


def _top(source: str, file: str) -> Card:
    start = Place(file, 1, 1)
    if len(source) > LONGEST_SOURCE:
        problem = f"The script is longer than {LONGEST_SOURCE:,} characters."
        raise ScriptError(start, problem, "Split it into several scripts.")
    reader = YAML(typ="rt", pure=True)
    reader.version = (1, 2)
    try:
        raw = reader.load(source)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else start
        problem = f"This is not YAML: {error.problem or error.context}."
        mend = "Check the indent, and put texts with `: `, `#` or quotes into quotes."
        raise ScriptError(place, problem, mend) from error
    except (YAMLError, ValueError, RecursionError) as error:
        problem = "This is not YAML that can be read."
        raise ScriptError(start, problem, "Take out control characters.") from error
    if not isinstance(raw, CommentedMap):
        raise ScriptError(start, "A script is a list of names.", "Begin `script: name`")
    return Card(raw, file)


def _header(top: Card, name: str) -> None:
    for key, mend in (
        ("script", f"Add `script: {name}` at the top."),
        ("grammar", "Add `grammar: 1` at the top."),
        ("nodes", "Add `nodes:` and the first node under it."),
    ):
        if key not in top.raw:
            raise top.refuse(None, f"`{key}:` is missing.", mend)
    if top.word("script") != name:
        problem = f"The file is called {name}, the script {top.word('script')}."
        raise top.refuse("script", problem, "Give both the same name.")
    if top.word("grammar") != "1":
        raise top.refuse("grammar", "Only grammar 1 is known.", "Write `grammar: 1`.")


def _languages(top: Card) -> tuple[str, ...]:
    if "languages" not in top.raw:
        return (LANGUAGE,)
    raw = top.raw["languages"]
    if isinstance(raw, list) and raw and all(isinstance(one, str) for one in raw):
        return tuple(str(one) for one in raw)
    mend = "Write it as `languages: [en, es]`."
    raise top.refuse("languages", "`languages:` needs a list of names.", mend)


# ---- what must hold between nodes ----


def _targets_exist(cards: Card, nodes: Mapping[str, Node]) -> None:
    names = (*nodes, END)
    for name, node in nodes.items():
        for target in node.targets:
            if target not in names:
                problem = f"Node `{name}` leads to `{target}`, which is not there."
                raise cards.refuse(name, problem, meant(target, names))


def _no_silent_round(nodes: Mapping[str, Node]) -> None:
    for first in nodes.values():
        seen, todo = {END}, _onward(first)
        while todo:
            name = todo.pop()
            if name == first.name:
                problem = f"Node `{name}` leads back to itself without asking anything."
                raise ScriptError(first.place, problem, "Ask, or end, on the way.")
            if name not in seen:
                seen.add(name)
                todo += _onward(nodes[name])


def _onward(node: Node) -> list[str]:
    return [] if isinstance(node.lead, Ask) else list(node.targets)


def _dead_ends(cards: Card, nodes: Mapping[str, Node]) -> Iterator[Place]:
    for key in cards.raw:
        lead = nodes[str(key)].lead
        answered = isinstance(lead, Ask) and set(MEANINGS[lead.expect]) <= set(lead.on)
        if "then" not in cards.raw[key] and not answered:
            yield cards.place(key)


def _hears_only_first(cards: Card, nodes: Mapping[str, Node]) -> None:
    for name in list(nodes)[1:]:
        lead = nodes[name].lead
        if isinstance(lead, Ask) and lead.line is None:
            problem = f"Node `{name}` hears before anything was asked."
            raise cards.refuse(name, problem, "Only the first node may `hear:`.")
