"""The phone beside a script: every wording can be heard on it."""

from __future__ import annotations

from flows.talk import script as grammar
from flows.talk.script import Script
from service.usecases import library, playing

MANY = """
script: many
grammar: 1
languages: [en, es]
nodes:
  a:
    say: {en: [One., Two., Three., Four., Five.]}
    ask: {en: [Here?, There?]}
    expect: words
    keep: mine
    then: b
  b:
    say: {en: [Six., Seven.], es: [Seis., Siete., Ocho.]}
    then: end
"""


def texts(script: Script, start: int, *lines: str, language: str = "en") -> list[str]:
    played = playing.play(script, lines, known=playing.sample(language), start=start)
    return [one.words for one in played.bubbles if one.kind == "text"]


def test_as_many_starts_as_there_are_wordings_say_each() -> None:
    many = grammar.parse(MANY, name="many")
    for language, lasts in (("en", "Six. Seven."), ("es", "Seis. Siete. Ocho.")):
        for begun in (0, 3, 8):
            told = [
                texts(many, begun + at, "> so", language=language) for at in range(5)
            ]
            words = {word for one in told for text in one for word in text.split()}
            wanted = f"One. Two. Three. Four. Five. Here? There? {lasts}"
            assert set(wanted.split()) == words


def test_every_wording_of_a_script_that_ships_is_heard() -> None:
    name = "late_prompt"
    script = library.read(name, grammar.bundle(name, library.sources().__getitem__))
    most = max(len(one) for one in playing.several(script))
    heard = {tuple(texts(script, start)) for start in range(most)}
    assert most == len(heard) > 3


def test_the_same_start_plays_the_same() -> None:
    many = grammar.parse(MANY, name="many")
    assert texts(many, 7, "> so") == texts(many, 7, "> so")
    assert texts(many, 0) != texts(many, 1)
    # The phone says that what it plays is one of several.
    assert playing.play(many, ()).turns
    one = grammar.parse(ONE, name="one")
    assert not playing.play(one, ()).turns


ONE = "script: one\ngrammar: 1\nnodes:\n  a: {say: Hello., then: end}\n"
