"""Gathers the console's words for translation, and says which have none.

`.venv/bin/python -m infra.tongues` reads templates and tables of service/web, and the
mends of refusals in service/usecases and what the core tells of a file
(docs/decisions/0041), puts what is new into `service/web/languages/<tag>.po`, takes out
what nobody says any more, and lists what still lacks its words; 1 when something does.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Collection, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import IO, TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from service.carrier import codes
from service.embedded import place
from service.usecases import authoring, library
from service.web import retold, tongues

# A line, what marks it, its words, comments.
Found: TypeAlias = tuple[int, str, tuple[str | None, ...], tuple[str, ...]]

CORE = place.CHECKOUT / "flows"
WEB = place.CHECKOUT / "service" / "web"
USECASES = place.CHECKOUT / "service" / "usecases"
IN_PYTHON = "infra.tongues:in_python"
# The hooks say nothing to a coach, and what is read there is bytes.
METHODS = [
    ("hooks.py", "ignore"),
    ("guard.py", "ignore"),
    ("**.py", IN_PYTHON),
    ("**.html", "jinja2.ext:babel_extract"),
]
# What a carrier or a mail server refuses is of another kind.
MENDS = [("mailing.py", "ignore"), ("deliver.py", "ignore"), ("**.py", IN_PYTHON)]
OPTIONS = {"**.html": {"silent": "false", "newstyle_gettext": "true"}}
# What marks a word: `_` and `ngettext` in pages, the others in Python.
MARKS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "later": None, "say": None,
    "count": (1, 2), "later_counted": (1, 2),
}  # fmt: skip
TABLE = "spoken"
REFUSED = {"Refused": (2,)}
# What the checks of a script or a programme say; its values stand beside it.
PHRASES = {"Phrase": None}
HEADER = """msgid ""
msgstr ""
"Language: {0}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {1}\\n"

"""


def in_python(
    file: IO[bytes], keywords: Collection[str], *_: object, **_options: object
) -> Iterator[Found]:
    """Yield the marked words of a module, as babel wants them.

    Words are what is written out where they are marked, or for a refusal in a table of
    its module; a string with values in it is none.
    """
    tree = ast.parse(file.read())
    named = _named(tree)
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = ast.unparse(call.func).removeprefix("tongues.")
        if name == TABLE:
            yield from ((line, "later", (words,), ()) for line, words in _table(call))
        if name in keywords and call.args:
            yield call.lineno, name, tuple(map(_written_out, call.args)), ()
        if name in keywords and name in REFUSED:
            meant = named.get(ast.unparse(call.args[-1]).partition("[")[0], ())
            yield from ((call.lineno, "later", (words,), ()) for words in meant)


def _named(tree: ast.Module) -> dict[str, tuple[str, ...]]:
    """Return the words that a module gives a name, or a table of them."""
    found: dict[str, tuple[str, ...]] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            value = node.value
            values = value.values if isinstance(value, ast.Dict) else (value,)
            words = tuple(filter(None, map(_written_out, values)))
            found[ast.unparse(target)] = words
    return found


def _table(call: ast.Call) -> Iterator[tuple[int, str]]:
    """Yield the line and words of every value of a table that says itself."""
    for node in call.args:
        for value in node.values if isinstance(node, ast.Dict) else ():
            words = _written_out(value)
            if words is not None:
                yield value.lineno, words


def _written_out(node: ast.expr) -> str | None:
    whole = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return ast.literal_eval(node) if whole else None


def said() -> Catalog:
    """Return every word that the console says, in the order of its files."""
    catalog = Catalog(charset="utf-8")
    pages = extract_from_dir(WEB, METHODS, OPTIONS, keywords=MARKS | REFUSED)
    marked = REFUSED | PHRASES | {"later": None}
    mends = extract_from_dir(USECASES, MENDS, keywords=marked)
    core = extract_from_dir(CORE, [("**.py", IN_PYTHON)], keywords=PHRASES)
    for name, _line, words, _comments, context in (*pages, *mends, *core):
        catalog.add(words, locations=[(name, 0)], context=context)
    for told in (*retold.templates(), *_of_codes(), *_of_scripts()):
        catalog.add(told)
    return catalog


def _of_codes() -> Iterator[str]:
    """Yield what the carrier's codes mean and ask for."""
    for row in (*codes.CODES.values(), codes.UNKNOWN):
        yield from (row.meaning, row.mend)


def _of_scripts() -> Iterator[str]:
    """Yield what each script that ships is for."""
    yield from map(authoring.about, library.sources().values())


def gathered(tongue: str) -> Catalog:
    """Return a language's words with what is new, and without what is said no more."""
    with path_of(tongue).open("rb") as file:
        known = read_po(file, locale=tongue)
    known.update(said(), no_fuzzy_matching=True, update_header_comment=False)
    # What a table of a deeper room holds is marked by nobody, and said all the same.
    unmarked = [one for one in known.obsolete.values() if one.id in written_out()]
    known.obsolete.clear()
    for message in unmarked:
        known.add(message.id, message.string)
    return known


@cache
def written_out() -> frozenset[str]:
    """Return every string that stands in service/web and service/usecases as it is."""
    files = (*WEB.glob("*.py"), *USECASES.glob("*.py"))
    trees = (ast.walk(ast.parse(file.read_bytes())) for file in files)
    return frozenset(
        node.value
        for node in chain.from_iterable(trees)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def path_of(tongue: str) -> Path:
    """Return where the words of a language stand."""
    return tongues.FOLDER / f"{tongue}.po"


def lacking(catalog: Catalog) -> Iterator[Message]:
    """Yield what has no words in this language yet, or too few."""
    for message in catalog:
        strings = message.string if message.pluralizable else (message.string,)
        if message.id and not all(strings):
            yield message


def written(catalog: Catalog) -> bytes:
    """Return a language's words as its file holds them."""
    file = io.BytesIO()
    write_po(file, catalog, width=120, no_location=True, omit_header=True)
    return HEADER.format(catalog.locale, catalog.plural_forms).encode() + (
        file.getvalue()
    )


def main() -> int:
    """Bring every language up to what is said; 1 when words lack."""
    missing = 0
    for tongue in tongues.TONGUES:
        if tongue == tongues.ENGLISH:
            continue
        catalog = gathered(tongue)
        path_of(tongue).write_bytes(written(catalog))
        lacks = [str(message.id) for message in lacking(catalog)]
        missing += len(lacks)
        print(f"{tongue}: {len(catalog)} words, {len(lacks)} of them lack")
        print("".join(f"  {words}\n" for words in lacks), end="")
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main())
