"""Texts with values in them fit one segment, and SMS bodies are packed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.talk import wording
from flows.talk.effects import End, Say
from flows.talk.render import as_texts

ECHO = wording.pattern('"{words}" - you did that.')


def test_typography_becomes_gsm() -> None:
    assert """it's "it" - so...""" == wording.plain(
        "it\u2019s \u201cit\u201d \u2013 so\u2026"
    )


def test_accents_gsm_has_not_are_dropped_and_the_others_kept() -> None:
    assert "Zoe parlé très" == wording.plain("Zoë parlé très")


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("quizá no está a salvo", "quiza no esta a salvo"),
        ("¿Qué? ¡Sí, mañana!", "¿Qué? ¡Si, mañana!"),
        ("two\nlines, as they stand", "two\nlines, as they stand"),
        ("someone in Голос", "someone in Голос"),
        ("quizá 🎉", "quizá 🎉"),
    ],
)
def test_a_whole_text_gives_up_accents_unless_it_needs_another_alphabet(
    text: str, sent: str
) -> None:
    assert sent == wording.written(text)


def test_emoji_vanish() -> None:
    assert "said it" == wording.plain("said it 🎉")


@pytest.mark.parametrize("text", ["Я сказала", "🎉", "", "\x00\ud800", "ab кириллица"])
def test_words_gsm_cannot_write_are_not_echoed(text: str) -> None:
    assert "" == wording.plain(text)
    assert wording.fill(ECHO, {"words": text}.__getitem__) is None


def test_signs_of_the_extension_cost_two() -> None:
    assert 4 == wording.units("a€b")


def test_words_are_cut_between_words() -> None:
    assert "wrote it..." == wording.shorten("wrote it down before", 15)


def test_one_long_word_is_cut_inside() -> None:
    assert "aaaaa..." == wording.shorten("a" * 50, 8)


def test_doubled_signs_are_counted_when_cutting() -> None:
    assert "€€..." == wording.shorten("€€€€€€", 7)


def test_no_room_leaves_nothing() -> None:
    assert "" == wording.shorten("wrote it down", 3)


def test_short_values_stay_whole_beside_long_ones() -> None:
    text = wording.pattern("{long} {short} {long}")
    values = {"long": "w " * 200, "short": "Mila"}
    filled = wording.fill(text, values.__getitem__)
    assert filled is not None
    assert " Mila " in filled
    assert wording.fits_one(filled)


def test_what_cannot_be_written_is_left_out_when_it_must_go() -> None:
    text = wording.pattern("Hello {name}, welcome.")
    assert "Hello , welcome." == wording.fill_anyway(text, lambda _: "")


def test_values_are_never_read_as_slots() -> None:
    said = {"words": "{words} {goal}"}
    assert '"{words} {goal}" - you did that.' == wording.fill(ECHO, said.__getitem__)


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_values_fit_one_segment(first: str, second: str) -> None:
    text = wording.pattern('"{a}" and {b}: kept. Tries this week: {a}')
    values = {"a": first, "b": second}
    assert wording.fits_one(wording.fill_anyway(text, values.__getitem__))


def test_says_of_one_turn_become_one_text_when_they_fit() -> None:
    assert ("Logged. Thanks.",) == as_texts(
        [Say("Logged."), End("done"), Say("Thanks.")]
    )


def test_says_too_long_for_one_become_two() -> None:
    first, second = "a" * 100, "b" * 60
    assert (first, second) == as_texts([Say(first), Say(second)])


def test_a_turn_that_says_nothing_sends_nothing() -> None:
    assert () == as_texts([End("done")])


def test_a_text_outside_gsm_has_room_for_seventy_letters() -> None:
    assert wording.fits_one("\u043f" * 70)
    assert not wording.fits_one("\u043f" * 71)
