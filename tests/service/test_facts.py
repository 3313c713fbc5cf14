"""Facts about a person: days as she would say them, values as long as can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count

import pytest

from flows.coach import days
from service.cli import shelf
from service.usecases import enrol
from service.usecases.entries import LANGUAGES, LONGEST
from service.usecases.facts import Facts
from tests.journeys.world import World

NUMBERS = count(15550810001)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
EARLIER = "yesterday I asked Ben to wait until the end"


@contextmanager
def facts_of(world: World, number: str) -> Iterator[Facts]:
    """The facts about the person of this number, in a transaction."""
    with world.desk(number) as desk:
        yield Facts(desk)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Wednesday 30 September"),
        ("en-US", "Wednesday 30 September"),
        ("es", "miércoles 30 de septiembre"),
        ("es-MX", "miércoles 30 de septiembre"),
    ],
)
def test_a_day_is_said_as_a_person_says_it(language: str, expected: str) -> None:
    assert expected == days.said(date(2026, 9, 30), language)


def test_a_day_can_be_said_in_every_language_that_is_spoken() -> None:
    said = {days.said(date(2026, 2, 1), language) for language in LANGUAGES}
    assert {"Sunday 1 February", "domingo 1 de febrero"} == said


def test_the_day_of_a_win_is_said_and_is_the_day_of_that_win(shared: World) -> None:
    """A win told late does not take the place, or the day, of a newer one."""
    her = shared.join(f"+{next(NUMBERS)}")
    with facts_of(shared, her.number) as facts:
        assert ("", "") == (facts["past_win"], facts["past_win_on"])
    for words in ("said my idea at the meeting", "breathed first", EARLIER):
        her.texts(words)
        shared.jump(minutes=1)
    with facts_of(shared, her.number) as facts:
        today = date.fromisoformat(str(facts["today"]))
        assert "said my idea at the meeting" == facts["past_win"]
        assert days.said(today, "en") == facts["past_win_on"]
        assert EARLIER in (facts["win_1"], facts["win_2"])


def test_the_day_of_a_win_is_said_in_her_language(shared: World) -> None:
    her = shared.join(f"+{next(NUMBERS)}")
    her.texts("said my idea at the meeting")
    shared.change(
        "UPDATE participants SET language = 'es-MX' WHERE id = %s", her.number
    )
    with facts_of(shared, her.number) as facts:
        today = date.fromisoformat(str(facts["today"]))
        assert days.said(today, "es") == facts["past_win_on"]


def test_no_fact_is_a_date_as_a_computer_writes_it_but_today(shared: World) -> None:
    her = shared.join(f"+{next(NUMBERS)}")
    her.texts("said my idea at the meeting")
    shared.change(
        "UPDATE participants SET paused_until = '2026-12-24' WHERE id = %s", her.number
    )
    with facts_of(shared, her.number) as facts:
        dates = [name for name in facts if ISO_DATE.search(str(facts[name]))]
    assert ["today"] == dates


# ---- the values every shipped text is checked with ----


ALLOWED = {
    **{field: LONGEST[field] for field in ("name", "goal", "step", "cue")},
    "next_cue": LONGEST["cue"],
    "coach": enrol.LONGEST_COACH,
    "programme": enrol.LONGEST_PROGRAMME,
}


def test_texts_are_checked_with_values_as_long_as_enrolment_allows() -> None:
    """They were checked with shorter ones, and the coach could enrol longer ones."""
    longest = shelf.longest()
    assert ALLOWED == {field: len(longest[field]) for field in ALLOWED}


def test_texts_are_checked_with_the_longest_day_there_is() -> None:
    year = [date(2026, 1, 1) + timedelta(days=at) for at in range(366 * 7)]
    said = {len(days.said(day, language)) for day in year for language in ("en", "es")}
    assert len(shelf.longest()["past_win_on"]) == max(said)
