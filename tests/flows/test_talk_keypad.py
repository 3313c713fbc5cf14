"""The keys of a telephone: what they answer, what they stop, what a caller is told."""

import pytest

from flows.talk import keypad
from flows.talk.answers import Answer, Clock, Days, Duration, Number, Picked
from flows.talk.expects import MEANINGS, Choice, Expect

CHOICES = (
    Choice("calls", {"en": ("calls", "by phone"), "es": ("llamadas",)}),
    Choice("texts", {"en": ("texts",), "es": ("mensajes",)}),
)
READ = [
    (Expect("time"), "0730", Clock("07:30")),
    (Expect("time"), "730", Clock("07:30")),
    (Expect("time"), "2359", Clock("23:59")),
    (Expect("time"), "2400", None),
    (Expect("time"), "0760", None),
    (Expect("duration"), "20", Duration(20)),
    (Expect("duration"), "0", None),
    (Expect("duration"), "1441", None),
    (Expect("days"), "135", Days(frozenset({0, 2, 4}))),
    (Expect("days"), "0", Days(frozenset())),
    (Expect("days"), "18", None),
    (Expect("number", 1, 9), "9", Number(9)),
    (Expect("number", 1, 9), "10", None),
    (Expect("number", 1, 9), "0", None),
    (Expect("number"), "9999", Number(9999)),
    (Expect("scale", 0, 10), "10", Number(10)),
    (Expect("scale", 0, 10), "11", None),
    (Expect("scale", 0, 10), "*", None),
    (Expect("choice", choices=CHOICES), "2", Picked("texts")),
    (Expect("choice", choices=CHOICES), "3", None),
    (Expect("choice", choices=CHOICES), "0", None),
    (Expect("yes_no"), "5", None),
    (Expect("words"), "1", None),
]


@pytest.mark.parametrize(("expect", "digits", "answer"), READ)
def test_keys_answer_what_they_mean_or_nothing(
    expect: Expect, digits: str, answer: Answer | None
) -> None:
    assert answer == keypad.read(digits, expect)


@pytest.mark.parametrize(
    ("expect", "digits", "meaning"),
    [
        (Expect("attempt"), "1", "tried"),
        (Expect("attempt"), "7", "no meaning here"),
        (Expect("yes_no"), "2", "no"),
        (Expect("offer"), "2", "leave it as it is"),
        (Expect("reason"), "4", "something else"),
        (Expect("choice", choices=CHOICES), "2", "texts"),
        (Expect("choice", choices=CHOICES), "3", "no meaning here"),
        (Expect("scale", 0, 10), "9", "9"),
        (Expect("scale", 0, 10), "11", "no meaning here"),
        (Expect("scale", 0, 10), "*9", "no more calls"),
        (Expect("duration"), "1", "1 minute"),
        (Expect("duration"), "20", "20 minutes"),
        (Expect("time"), "730", "07:30"),
        (Expect("days"), "531", "Mon, Wed, Fri"),
        (Expect("days"), "0", "no day"),
        (Expect("yes_no"), "9", "no more calls"),
        (Expect("yes_no"), "*", "say it again"),
        (Expect("words"), "1", "no meaning here"),
    ],
)
def test_a_coach_is_told_in_words_what_keys_stood_for(
    expect: Expect, digits: str, meaning: str
) -> None:
    assert meaning == keypad.means(digits, expect)


@pytest.mark.parametrize("kind", MEANINGS)
def test_star_nine_stops_calls_at_every_question(kind: str) -> None:
    assert keypad.stops_calls("*9", Expect(kind))


@pytest.mark.parametrize(
    ("expect", "stops"),
    [
        (Expect("attempt"), True),
        (Expect("yes_no"), True),
        (Expect("words"), True),
        (Expect("number"), False),
        (Expect("scale", 0, 10), False),
        (Expect("scale", 0, 5), True),
        (Expect("duration"), False),
    ],
)
def test_nine_stops_calls_where_it_is_no_answer(expect: Expect, *, stops: bool) -> None:
    assert stops == keypad.stops_calls("9", expect)


@pytest.mark.parametrize("kind", MEANINGS)
def test_a_caller_is_told_of_keys_exactly_where_they_answer(kind: str) -> None:
    expect = Expect(kind, choices=CHOICES if kind == "choice" else ())
    for language in ("en", "es-419", "fr"):
        assert bool(keypad.told(expect, language)) == bool(keypad.most_keys(expect))


def test_the_choices_are_told_by_their_first_words_in_her_language() -> None:
    expect = Expect("choice", choices=CHOICES)
    assert keypad.told(expect, "en") == (
        "For calls, press 1.",
        "For texts, press 2.",
    )
    assert keypad.told(expect, "es-419") == (
        "Para llamadas, marca 1.",
        "Para mensajes, marca 2.",
    )
