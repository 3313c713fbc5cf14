"""Syllables and grades: small rules, compared with words counted by hand."""

import pytest

from flows.talk.reading_ease import ease, syllables_en, syllables_es

ENGLISH = (
    "the:1 cat:1 idea:3 people:2 table:2 little:2 wanted:2 asked:1 tried:1 created:3 "
    "being:2 coming:2 question:2 social:2 special:2 version:2 minute:2 minutes:2 "
    "times:1 changes:2 pieces:2 voice:1 voices:2 notice:2 area:3 science:2 quiet:2 "
    "trying:2 moment:2 everyone:3 something:2 sometimes:2 business:2 different:3 "
    "evening:2 really:3 going:2 doing:2 video:3 radio:3 serious:3 previous:3 "
    "experience:4 useful:2 safely:2 missed:1 helped:1 needed:2 pages:2 judge:1 judges:2 "
    "watches:2 eye:1 employee:3 apple:2 able:2 style:1 simple:2 rule:1 organisation:5 "
    "communication:5 responsibilities:6 stand-up:2 don't:1"
)
SPANISH = (
    "casa:2 día:2 años:2 aire:2 pausa:2 cuidado:3 país:2 poeta:3 leer:2 que:1 quien:1 "
    "guitarra:3 guía:2 pingüino:3 hoy:1 muy:1 yo:1 bien:1 idea:3 intentaste:4 tú:1 "
    "está:2 también:2 pequeño:3 ciudad:2 viaje:2 ahora:3 teoría:4 agua:2 aunque:2 oír:2 "
    "cuéntame:3 mañana:3 llamada:3 y:1 reunión:2 rey:1 reyes:2 mayo:2"
)
HARD = "Organisational responsibilities necessitate considerable communication. " * 9
EASY = "You did it and it was you who did it. " * 9


@pytest.mark.parametrize("pair", ENGLISH.split())
def test_english_syllables(pair: str) -> None:
    word, _, count = pair.partition(":")
    assert int(count) == syllables_en(word)


@pytest.mark.parametrize("pair", SPANISH.split())
def test_spanish_syllables(pair: str) -> None:
    word, _, count = pair.partition(":")
    assert int(count) == syllables_es(word)


def test_long_words_in_long_sentences_are_hard() -> None:
    assert ease([(HARD,)], "en").is_hard
    assert ease([(HARD,)], "es-MX").is_hard
    assert not ease([(EASY,)], "en").is_hard


def test_few_words_are_not_judged_and_other_languages_not_measured() -> None:
    assert not ease([(HARD[:70],)], "en").is_hard
    assert not ease([(HARD,)], "ar").is_hard
    assert not ease([("0 10",)], "en").is_hard


def test_values_of_slots_are_left_out() -> None:
    assert ease([("You did ", " well.")], "en").words == 3
