"""A number long silent: when it is unconfirmed, when it is asked, how answers are read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.safety import unconfirmed

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
YES = """
KEEP
keep please
Yes!
yes
YES, it's me
Sure
START
still me
Yes, this is my number
SIGO
Sí
si, soy yo
¡Claro que sí!
Sí, gracias
sigo aquí
It's Mila
Soy Mila
KEEP, sorry was away
yes im back
si, perdón, estaba fuera
sigo con muchas ganas
keep them coming please
"""
AND_MORE = """
keep. i tried it yesterday
yes I said it on Tuesday
sí, ayer lo hice
This is Mila, my mother was ill
D
T
"""
NOT_HERS = """
WRONG NUMBER
This number belongs to someone else
yes, who is this?
Yes?
yes wrong number
yeah not Mila
Yes I got this number last week
It's Mila's brother
keep your texts to yourself
Keep out
keep away
Keep. This is Tom
Yeah this is Tom
yeah, Tom here
yes but this phone belongs to Tom
yes, my mother died
claro, soy Juan
claro, habla Juan
sí soy Juan
was away
Mila is dead
Is this Mila?
who is this?
New phone who dis
hi
ok
no
N
thanks
👍
not today
si me escriben otra vez, llamo a la policía
¿quién es?
sí, ¿quién es?
EQUIVOCADO
soy otra persona
no soy Mila
"""


def test_it_is_hers_for_forty_five_days() -> None:
    """A number rests for so long before somebody else gets it (FCC)."""
    assert 0 == unconfirmed.silent_days(NOW - 45 * DAY + MINUTE, NOW)
    assert 45 == unconfirmed.silent_days(NOW - 45 * DAY, NOW)
    assert 400 == unconfirmed.silent_days(NOW - 400 * DAY - 23 * 60 * MINUTE, NOW)


@given(st.lists(st.integers(0, 400), max_size=4), st.integers(0, 400))
def test_nobody_is_asked_more_than_twice_nor_twice_in_a_month(
    before: list[int], day: int
) -> None:
    asked = [NOW + one * DAY for one in before if one <= day]
    now = NOW + day * DAY
    if unconfirmed.may_ask(asked, now):
        assert len(asked) < 2
        assert all(now - one >= 30 * DAY for one in asked)
    else:
        assert asked


def test_it_is_asked_again_after_thirty_days_and_not_before() -> None:
    assert not unconfirmed.may_ask([NOW], NOW + 30 * DAY - MINUTE)
    assert unconfirmed.may_ask([NOW], NOW + 30 * DAY)
    assert not unconfirmed.may_ask([NOW, NOW + 30 * DAY], NOW + 90 * DAY)


def lines(texts: str) -> list[str]:
    return texts.strip().split("\n")


@pytest.mark.parametrize("text", lines(YES))
def test_a_yes_and_no_more(text: str) -> None:
    assert unconfirmed.is_yes(text, "Mila Ortiz")
    assert unconfirmed.is_hers(text, "Mila Ortiz")


@pytest.mark.parametrize("text", lines(AND_MORE))
def test_a_yes_may_go_on(text: str) -> None:
    assert unconfirmed.is_hers(text, "Mila Ortiz")
    assert not unconfirmed.is_yes(text, "Mila Ortiz")


@pytest.mark.parametrize("text", [*lines(NOT_HERS), ""])
def test_what_is_no_plain_yes_is_for_a_person(text: str) -> None:
    assert not unconfirmed.is_hers(text, "Mila")
    assert not unconfirmed.is_yes(text, "Mila")


@given(st.text(max_size=40), st.text(max_size=12))
def test_any_words_are_read(text: str, name: str) -> None:
    unconfirmed.is_hers(text, name)
    unconfirmed.tells_of(text, [name])


HERS = ("say one idea at the daily meeting", "the floor is opened", "find my voice")


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("said my idea when the floor was opened", True),
        ("I spoke up at the daily MEETING", True),
        ("In a meeting right now", False),
        ("I opened it by mistake", False),
        ("I opened it, my daily post, for another lady", False),
        ("they open the floor and I spoke", True),
        ("I moved here in May", False),
        ("I just bought this phone", False),
        ("done with this", False),
        ("who said this idea at the meeting", False),
        ("what meeting?", False),
        ("te bloqueé", False),
        ("", False),
    ],
)
def test_a_try_is_told_in_two_words_of_her_own(text: str, *, tells: bool) -> None:
    assert tells == unconfirmed.tells_of(text, HERS)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("EQUIVOCADO", True),
        ("Equivocada, gracias", True),
        ("me he equivocado", False),
        ("equivocado, fue el martes", False),
        ("", False),
    ],
)
def test_the_word_that_the_question_offers(text: str, *, offered: bool) -> None:
    assert offered == unconfirmed.is_offered(text)


def test_words_of_anybodys_are_none_of_hers() -> None:
    assert not unconfirmed.tells_of("I called this number", ["call my mother today"])
