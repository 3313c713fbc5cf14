"""Checks of the answers a script asks for: can they be given, and are they heard."""

from collections.abc import Iterator

from flows.phrase import Phrase
from flows.safety import consent, crisis
from flows.safety.consent import Wish
from flows.talk import answers
from flows.talk.check_facts import Reading
from flows.talk.check_tone import is_keyword
from flows.talk.expects import Choice, Expect
from flows.talk.finding import Finding
from flows.talk.grammar import Ask, Node, Place
from flows.talk.nodes import TAKES
from flows.talk.spelling import LONGEST_PHRASE, normal

EASY_TO_REMEMBER = 5  # keys that a caller keeps in mind
BY_VOICE_ALONE = frozenset({"words", "take", "phrase"})
_ENDS = frozenset(set(Wish) - {Wish.NONE, Wish.START})


def findings(read: Reading) -> Iterator[Finding]:
    """Yield what is wrong with the answers that a script waits for."""
    for node in read.script.nodes.values():
        if isinstance(node.lead, Ask):
            yield from _question(read, node, node.lead)


def _question(read: Reading, node: Node, ask: Ask) -> Iterator[Finding]:
    expect = ask.expect
    place = ask.line.place if ask.line else node.place
    in_calls = "voice" in read.script.channels
    if in_calls and ask.line and expect.kind in BY_VOICE_ALONE:
        problem = Phrase(
            "Whoever has only the keys of a telephone cannot answer `%(kind)s`, unless"
            " the call is recorded.",
            kind=expect.kind,
        )
        mend = Phrase(
            "This refuses nothing, and nothing need be done where your carrier"
            " understands speech. Else ask with `choice`: each answer has a key."
        )
        yield Finding(place, "keypad_only", problem, mend)
    if in_calls and len(expect.choices) > EASY_TO_REMEMBER:
        problem = Phrase(
            "%(many)s choices are too many for a caller's memory.",
            many=len(expect.choices),
        )
        mend = Phrase("Keep %(most)s, or ask two questions.", most=EASY_TO_REMEMBER)
        yield Finding(place, "many_keys", problem, mend)
    if expect.choices is not TAKES:
        for one in expect.choices:
            yield from _choice(read, one, expect, place)


def _choice(
    read: Reading, one: Choice, expect: Expect, place: Place
) -> Iterator[Finding]:
    for language in read.script.languages:
        if language not in one.words:
            problem = Phrase(
                "`%(name)s` has no words in %(language)s.",
                name=one.name,
                language=language,
            )
            mend = Phrase("Add `%(language)s:` to it.", language=language)
            yield Finding(place, "missing_language", problem, mend)
    for language, words in one.words.items():
        for word in words:
            yield from _word(word, one, expect, language, place)


def _word(
    word: str, one: Choice, expect: Expect, language: str, place: Place
) -> Iterator[Finding]:
    shown = f"{word!r} ({one.name})"
    if not normal(word):
        problem = Phrase(
            "%(word)s has no letters, so nobody can say or type it.", word=shown
        )
        yield Finding(place, "unanswerable", problem, Phrase("Write a word."))
    elif len(word) > LONGEST_PHRASE:
        problem = Phrase("%(word)s is too long to be typed.", word=shown)
        mend = Phrase("Write three words or fewer.")
        yield Finding(place, "unanswerable", problem, mend)
    elif is_keyword(word):
        problem = Phrase(
            "The carrier or the law takes %(word)s for its own.", word=shown
        )
        mend = Phrase("Choose another word.")
        yield Finding(place, "keyword_asked", problem, mend)
    elif heard := _heard_as(word, one, expect, language):
        problem = Phrase(
            "%(word)s is understood as %(heard)s.", word=shown, heard=heard
        )
        yield Finding(place, "shadowed", problem, Phrase("Choose another word."))


def _heard_as(word: str, one: Choice, expect: Expect, language: str) -> str:
    """Say what else a word is understood as; "" when it reaches its choice.

    A word of ours (LESS, NEXT) is the choice it names while that question is open.
    """
    if crisis.screen(word).level is crisis.Level.CRISIS:
        return Phrase("a crisis")
    if consent.read(word) in _ENDS:
        return Phrase("a wish about all texts")
    meant = answers.meaning(answers.understand(word, expect, language))
    return "" if meant == one.name else f"`{meant}`"
