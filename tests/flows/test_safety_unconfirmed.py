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
SIGO
Sí
si, soy yo
¡Claro que sí!
Sí, gracias
sigo aquí
"""
ANOTHERS = """
WRONG NUMBER
Wrong person.
sorry, you have the wrong number
wrong
This number belongs to someone else
this number is now mine
not mine
I'm not Mila
This is not Mila
i am not her
it's not me
no Mila here
She changed her number
Mila doesn't have this number any more
I just got this number last week
Hi! This isn't her number. Who is this?
EQUIVOCADO
número equivocado
Persona equivocada
No soy Mila
este número es de otra persona
Este teléfono ya no es de ella
no soy yo
acabo de recibir este número
Se equivocó de número
no es mío
"""
NEITHER = """
who is this?
New phone who dis
hi
ok
thanks
yes, who is this?
👍
I called the wrong number today
not a wrong number
it was wrong of me
my number is not working well
I'm not ready
this is not easy
not today
¿quién es?
no estoy lista
mi teléfono no funciona
marqué mal el número
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
def test_a_yes(text: str) -> None:
    assert unconfirmed.is_hers(text)
    assert not unconfirmed.is_anothers(text, "Mila")
    assert not unconfirmed.declines(text)


@pytest.mark.parametrize("text", lines(ANOTHERS))
def test_it_is_somebody_elses(text: str) -> None:
    assert unconfirmed.is_anothers(text, "Mila")
    assert not unconfirmed.is_hers(text)


@pytest.mark.parametrize("text", [*lines(NEITHER), ""])
def test_anything_else_is_neither(text: str) -> None:
    assert not unconfirmed.is_hers(text)
    assert not unconfirmed.is_anothers(text, "Mila")
    assert not unconfirmed.declines(text)


@pytest.mark.parametrize("text", ["No", "no thanks", "Nope.", "No, gracias"])
def test_a_no(text: str) -> None:
    assert unconfirmed.declines(text)
    assert not unconfirmed.is_hers(text)


@given(st.text(max_size=40), st.text(max_size=12))
def test_any_words_are_read(text: str, name: str) -> None:
    assert not (unconfirmed.is_hers(text) and unconfirmed.is_anothers(text, name))


HERS = ("say one idea at the daily meeting", "the floor is opened", "find my voice")


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("said my idea when the floor was opened", True),
        ("I spoke up at the MEETING", True),
        ("they open the floor and I spoke", True),
        ("I moved here in May", False),
        ("I just bought this phone", False),
        ("done with this", False),
        ("te bloqueé", False),
        ("", False),
    ],
)
def test_a_try_is_told_in_a_word_of_her_own(text: str, *, tells: bool) -> None:
    assert tells == unconfirmed.tells_of(text, HERS)


def test_words_of_anybodys_are_none_of_hers() -> None:
    assert not unconfirmed.tells_of("I called this number", ["call my mother today"])
