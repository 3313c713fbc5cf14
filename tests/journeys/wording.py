"""What a node of a shipped script may say, as a pattern: any of its wordings will do."""

from __future__ import annotations

import re

from flows.talk.again import unthanked
from flows.talk.events import Channel
from flows.talk.grammar import Ask, Line, Script, Speak, Words
from flows.talk.wording import Pattern
from service.usecases import library


def says(
    name: str, node: str, *, channel: Channel = "text", language: str = "en"
) -> re.Pattern[str]:
    """Return a pattern of every wording of a node of the script `name`.

    A test that names the node instead of the words goes on holding when an author
    finds better words, and still fails when another node speaks.
    """
    lines = [line for line in _lines(_parsed(name), node) if line is not None]
    wordings = [
        wording
        for line in lines
        for words in (line.variants.get(language), line.instead.get(language))
        if words is not None
        for one in _of(words, channel)
        # Said once more, a question thanks her no second time.
        for wording in dict.fromkeys((one, unthanked(one, language)))
    ]
    return re.compile("|".join(_written(one) for one in wordings))


def _parsed(name: str) -> Script:
    return library.read(name, library.shipped()[name])


def _lines(parsed: Script, node: str) -> list[Line | None]:
    there = parsed.nodes[node]
    spoken: list[Line | None] = [
        act.line for act in there.acts if isinstance(act, Speak)
    ]
    return [*spoken, there.lead.line] if isinstance(there.lead, Ask) else spoken


def _of(words: Words, channel: Channel) -> tuple[Pattern, ...]:
    return words.voice if channel == "voice" else words.text


def _written(wording: Pattern) -> str:
    return ".*".join(re.escape(piece.strip()) for piece in wording.fixed)


# What most journeys hear.
AFTER_A_TRY = says("what_she_did", "what_did_you_do")
WHAT_WAS_MISSING = says("what_was_missing", "what_was_missing")
MORE_TIME = says("what_was_missing", "more_time")
WHICH_DAYS = says("recap", "which_days")
SOME_DAYS = says("recap", "some_days")
NO_DAYS = says("recap", "no_days")
STOPPED = says("stop_confirmation", "goodbye")
