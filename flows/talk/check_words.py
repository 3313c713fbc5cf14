"""Checks of the words of a script: languages, length, questions, tone, ease."""

import re
from collections.abc import Iterator, Mapping, Sequence

from flows.phrase import Phrase
from flows.talk.check_facts import Reading, lines, names_of, near, place_of
from flows.talk.check_tone import asks_for_keyword, blames, unsayable
from flows.talk.finding import Finding
from flows.talk.grammar import END, Ask, Line, Node, Speak, Words
from flows.talk.reading_ease import Ease, ease
from flows.talk.wording import (
    ALPHABET,
    ONE_SEGMENT,
    ONE_UCS2,
    Pattern,
    fill_anyway,
    fits_one,
    plain,
    units,
    wide,
)

IN_BRACES = re.compile(r"\{([^{}]+)\}")


def findings(read: Reading) -> Iterator[Finding]:
    """Yield what is wrong with the words of a script."""
    yield from alone(read)
    for language in read.script.languages:
        yield from _turns(read, language)
        yield from _hard(read, language)


def alone(read: Reading) -> Iterator[Finding]:
    """Yield what is wrong with each line by itself, whatever the others say."""
    for node in read.script.nodes.values():
        for line, asks in lines(node):
            yield from _line(read, line, asks=asks)


def _line(read: Reading, line: Line, *, asks: bool) -> Iterator[Finding]:
    for texts in (line.variants, line.instead):
        yield from _languages(read, line, texts)
        for language, words in texts.items():
            for text in words.text:
                yield from _written(read, text, line, language)
            if "voice" in read.script.channels:
                yield from _spoken(words.voice, line, language)
            for text in (*words.text, *words.voice):
                yield from _either(text, line, language, asks=asks)
                yield from _braces(read, text, line)


def _languages(
    read: Reading, line: Line, texts: Mapping[str, Words]
) -> Iterator[Finding]:
    lacking = [one for one in read.script.languages if one not in texts]
    if not lacking or not any(map(_has_words, texts.values())):
        return  # what is but a slot is the same in every language
    named = ", ".join(lacking)
    problem = Phrase("This is not said in %(languages)s.", languages=named)
    if texts is line.instead:
        problem = Phrase(
            "This `instead:` is not said in %(languages)s.", languages=named
        )
    mend = Phrase(
        "Add `%(language)s:`, or take it out of `languages:`.", language=lacking[0]
    )
    yield Finding(line.place, "missing_language", problem, mend)


def _has_words(words: Words) -> bool:
    return any(map(str.isalpha, "".join("".join(text.fixed) for text in words.text)))


# ---- one text ----


def _written(
    read: Reading, text: Pattern, line: Line, language: str
) -> Iterator[Finding]:
    fixed = "".join(text.fixed)
    strange = sorted({one for one in fixed if one not in ALPHABET and not plain(one)})
    if text.wide and plain(fixed) and strange:
        problem = Phrase(
            "%(text)r has %(signs)s, which costs half of the room.",
            text=text.source,
            signs=", ".join(map(ascii, strange)),
        )
        mend = Phrase("Take it out, or write it with plain letters.")
        yield Finding(place_of(line, text), "not_gsm7", problem, mend)
    over, most = _over(read, text)
    if over > 0:
        problem = Phrase(
            "%(text)r needs %(needs)s of %(most)s units.",
            text=text.source,
            needs=most + over,
            most=most,
        )
        mend = Phrase("Take out %(over)s, counted with the longest values.", over=over)
        yield Finding(place_of(line, text), "too_long", problem, mend)
    if word := asks_for_keyword(fixed, language):
        problem = Phrase(
            "%(text)r asks for a word the carrier acts on (%(word)s).",
            text=text.source,
            word=word,
        )
        mend = Phrase("Ask for a letter, a number or another word.")
        yield Finding(place_of(line, text), "keyword_asked", problem, mend)


def _over(read: Reading, text: Pattern) -> tuple[int, int]:
    cost, most = (wide, ONE_UCS2) if text.wide else (units, ONE_SEGMENT)
    values = sum(cost(read.longest.get(slot, "")) for slot in text.slots)
    return cost("".join(text.fixed)) + values - most, most


def _spoken(texts: Sequence[Pattern], line: Line, language: str) -> Iterator[Finding]:
    for text in texts:
        if word := asks_for_keyword(" ".join(text.fixed), language, aloud=True):
            problem = Phrase(
                "%(text)r asks for a word that ends calls (%(word)s).",
                text=text.source,
                word=word,
            )
            mend = Phrase("Ask for another word, or for a key.")
            yield Finding(place_of(line, text), "keyword_asked", problem, mend)
    strange = ((text, unsayable(" ".join(text.fixed), language)) for text in texts)
    for text, word in strange:
        if word:  # one is enough: a `voice:` mends them all
            problem = Phrase(
                "%(text)r makes no sense on a phone (%(word)s).",
                text=text.source,
                word=word,
            )
            mend = Phrase(
                "Write `text:` and `voice:` apart, and say it as one says it."
            )
            yield Finding(place_of(line, text), "unsayable", problem, mend)
            return


def _either(
    text: Pattern, line: Line, language: str, *, asks: bool
) -> Iterator[Finding]:
    fixed = "".join(text.fixed)
    if word := blames(fixed, language):
        problem = Phrase(
            "%(text)r blames or grades (%(word)s).", text=text.source, word=word
        )
        mend = Phrase("Say what can be done next instead.")
        yield Finding(place_of(line, text), "blame", problem, mend)
    if fixed.count("?") > int(asks):
        problem = Phrase("%(text)r asks, and nobody waits.", text=text.source)
        if asks:
            problem = Phrase("%(text)r asks more than one question.", text=text.source)
        mend = Phrase("One `ask:` with one question mark a turn.")
        yield Finding(place_of(line, text), "questions", problem, mend)


def _braces(read: Reading, text: Pattern, line: Line) -> Iterator[Finding]:
    fixed = "".join(text.fixed)
    if not {"{", "}"}.isdisjoint(fixed):
        problem = Phrase("%(text)r has a brace that holds no fact.", text=text.source)
        mend = Phrase("Write a fact as `{name}`, and no other brace.")
        for name in IN_BRACES.findall(fixed):
            mend = near(name, names_of(read), mend)
        yield Finding(place_of(line, text), "lone_brace", problem, mend)


# ---- what is said in one turn ----


def _turns(read: Reading, language: str) -> Iterator[Finding]:
    before = _said_before(read, language)
    for node in read.script.nodes.values():
        said = before[node.name]
        for line in _said(node):
            text = _longest_text(read, line, language)
            if said and not fits_one(f"{said} {text}"):
                problem = Phrase(
                    "With what is said before it in the same turn, %(text)r needs"
                    " %(needs)s units: two texts go out.",
                    text=text,
                    needs=units(f"{said} {text}"),
                )
                mend = Phrase("Say less before it, or less in it.")
                yield Finding(line.place, "two_texts", problem, mend)
            said = f"{said} {text}".strip()


def _said_before(read: Reading, language: str) -> dict[str, str]:
    """Return for each node the longest words that a turn has said on its way there."""
    nodes = read.script.nodes
    before, todo = dict.fromkeys(nodes, ""), list(nodes)
    while todo:
        node = nodes[todo.pop()]
        if isinstance(node.lead, Ask):
            continue
        said = before[node.name]
        for line in _said(node):
            said = f"{said} {_longest_text(read, line, language)}".strip()
        for target in node.targets:
            if target != END and len(said) > len(before[target]):
                before[target] = said
                todo.append(target)
    return before


def _said(node: Node) -> Iterator[Line]:
    yield from (act.line for act in node.acts if isinstance(act, Speak))
    if isinstance(node.lead, Ask) and node.lead.line:
        yield node.lead.line


def _longest_text(read: Reading, line: Line, language: str) -> str:
    texts = (*_in(line.variants, language).text, *_in(line.instead, language).text)

    def look(slot: str) -> str:
        return read.longest.get(slot, "")

    return max((fill_anyway(text, look) for text in texts), key=len)


def _in(texts: Mapping[str, Words], language: str) -> Words:
    nothing = Words((), ())
    return texts.get(language, next(iter(texts.values()), nothing))


# ---- ease ----


def _hard(read: Reading, language: str) -> Iterator[Finding]:
    own = [
        (line, text)
        for node in read.script.nodes.values()
        if read.own(node)
        for line, _ in lines(node)
        for texts in (line.variants, line.instead)
        if language in texts
        for text in texts[language].text
    ]
    whole = ease([text.fixed for _, text in own], language)
    if not whole.is_hard:
        return
    line, text = max(own, key=lambda one: _hardness(one[1], language))
    problem = Phrase(
        "The texts in %(language)s are %(ease)s; the hardest is %(text)r.",
        language=language,
        ease=whole.name,
        text=text.source,
    )
    mend = Phrase("Shorter sentences, shorter words, there first.")
    yield Finding(place_of(line, text), "hard_to_read", problem, mend)


def _hardness(text: Pattern, language: str) -> float:
    one: Ease = ease([text.fixed], language)
    return one.hardness
