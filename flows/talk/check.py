"""Finds what would hurt in a script that can be read: ways, words, answers, calls.

Law: a script without findings, by text or in a call, sends only texts of one segment,
asks one question a turn, blames nobody, and asks for no word that a carrier takes for
its own. While values are no longer than those counted with, a turn is one text.
"""

from collections.abc import Callable, Iterator, Mapping

from flows.talk import check_answers, check_calls, check_ways, check_words
from flows.talk.cards import ScriptError
from flows.talk.check_facts import FACTS, kept, reading
from flows.talk.finding import RULES, Finding, unreadable
from flows.talk.grammar import Place, Script
from flows.talk.reading_on import rest
from flows.talk.script import bundle, parse

__all__ = ["FACTS", "RULES", "Finding", "examine", "findings", "kept", "notes"]

_CHECKS = (
    check_ways.findings,
    check_answers.findings,
    check_words.findings,
    check_calls.findings,
)


def findings(
    script: Script,
    *,
    longest: Mapping[str, str],
    elsewhere: frozenset[str] | None = None,
) -> tuple[Finding, ...]:
    """Check a script; `longest` gives the longest value each fact may have.

    `elsewhere` are the facts that other scripts keep, to compare `knows:` with. What is
    found in a script that this one enters has its place in that one's own file.
    """
    found = _all(script, longest, elsewhere)
    return _sorted(one for one in found if not one.is_note)


def examine(
    name: str,
    source_of: Callable[[str], str],
    *,
    longest: Mapping[str, str],
    elsewhere: frozenset[str] | None = None,
) -> tuple[Finding, ...]:
    """Read the script `name` and check it; what cannot be read is a finding too.

    `source_of` gives the source of any script by its name, as for `bundle`. Notes are
    among what is returned.
    """
    try:
        script = parse(bundle(name, source_of), name=name)
    except ScriptError as error:
        return _sorted(_unread(name, source_of, error, longest))
    return _sorted(_all(script, longest, elsewhere))


def _unread(
    name: str,
    source_of: Callable[[str], str],
    first: ScriptError,
    longest: Mapping[str, str],
) -> Iterator[Finding]:
    """Yield every fault of a script that cannot be read, and what the rest is told."""
    read = rest(name, source_of)
    yield from _once(map(unreadable, (*read.refused, first)))
    if read.script is None:
        return
    seen = reading(read.script, longest, None)
    for check in (check_words.alone, check_ways.alone, check_answers.findings):
        yield from (one for one in check(seen) if not one.is_note)


def _once(found: Iterator[Finding]) -> Iterator[Finding]:
    """Yield each problem once, with the first mend that is told for it."""
    known: set[tuple[Place, str]] = set()
    for one in found:
        if (one.place, one.problem) not in known:
            known.add((one.place, one.problem))
            yield one


def notes(script: Script, *, longest: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return what is good to know about a script and refuses nothing."""
    return _sorted(one for one in _all(script, longest, None) if one.is_note)


def _all(
    script: Script, longest: Mapping[str, str], elsewhere: frozenset[str] | None
) -> Iterator[Finding]:
    read = reading(script, longest, elsewhere)
    for check in _CHECKS:
        yield from check(read)


def _sorted(found: Iterator[Finding]) -> tuple[Finding, ...]:
    each = dict.fromkeys(found)  # a text for both channels is looked at twice
    return tuple(sorted(each, key=_by_place))


def _by_place(one: Finding) -> tuple[str, int, int]:
    return one.place.file, one.place.line, one.place.column
