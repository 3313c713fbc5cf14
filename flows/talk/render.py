"""Turns what a conversation says in one turn into SMS bodies, or into speech."""

from collections.abc import Iterable, Iterator

from flows.talk import engine, keypad
from flows.talk.aloud import Aloud, HangUp, Line, Listen, Replay, Spoken, Take, Then
from flows.talk.effects import Effect, PlayTake, Say
from flows.talk.expects import Expect
from flows.talk.frame import BY_TEXT_THEN, spoken
from flows.talk.grammar import Script
from flows.talk.state import State
from flows.talk.wording import fits_one

OWN_WORDS = frozenset({"words", "take"})
MOST_HINTS = 40


def as_texts(effects: Iterable[Effect]) -> tuple[str, ...]:
    """Join the texts among the `Say` effects of one turn: one whenever it fits.

    Returns the bodies in order. A `Say` is never cut: what does not fit beside its
    neighbour goes into a text of its own.
    """
    texts: list[str] = []
    for effect in effects:
        if isinstance(effect, Say) and effect.channel == "text":
            _pack(texts, effect.text)
    return tuple(texts)


def _pack(texts: list[str], text: str) -> None:
    joined = f"{texts[-1]} {text}" if texts else text
    if texts and fits_one(joined):
        texts[-1] = joined
    else:
        texts.append(text)


def as_spoken(
    effects: Iterable[Effect],
    script: Script,
    state: State | None,
    *,
    language: str,
    recorded: bool,
    speech: bool = True,
) -> Aloud:
    """Write one turn of a call as what is said and what is waited for.

    `recorded`: she consented to being recorded, so that her own words are a recording
    and not only what the carrier makes of them. `speech`: the carrier understands
    speech; without it every question goes by keys and recordings, and what neither can
    answer goes on by text. A turn that waits for nothing in this call hangs up.
    """
    lines = [*_lines(effects)]
    expect = _awaited(script, state)
    if expect is None:
        return Aloud(language, tuple(lines), HangUp())
    then = _then(expect, language, recorded, speech)
    if isinstance(then, Listen) and not (then.keys or then.speech):
        # Own words, from somebody who is not recorded, by keys alone.
        lines.append(Line(spoken(BY_TEXT_THEN, language)))
        return Aloud(language, tuple(lines), HangUp())
    lines += [Line(told) for told in keypad.told(expect, language)]
    return Aloud(language, tuple(lines), then)


def _lines(effects: Iterable[Effect]) -> Iterator[Spoken]:
    for effect in effects:
        if isinstance(effect, Say) and effect.channel == "voice":
            yield Line(effect.text)
        elif isinstance(effect, PlayTake):
            yield Replay(effect.take)


def _awaited(script: Script, state: State | None) -> Expect | None:
    if state is None or state.channel != "voice":
        return None
    return engine.question(script, state)


def _then(expect: Expect, language: str, recorded: bool, speech: bool) -> Then:
    if expect.kind in OWN_WORDS and recorded:
        return Take()
    return Listen(keypad.most_keys(expect), speech, tuple(_hints(expect, language)))


def _hints(expect: Expect, language: str) -> list[str]:
    """Return the words that the choices are called by, for the carrier's ears."""
    tongue = language.partition("-")[0]
    known = [one.words.get(tongue, ()) for one in expect.choices]
    return [word for words in known for word in words][:MOST_HINTS]
