"""A text that comes while a coach writes: she is told of it, and it waits on unseen."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from service.usecases.parts import Parts
from tests.database import Clone, wait
from tests.pages.visiting import Visitor, visitor
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console

WORDS, MORE, MOST = "I am back on Monday.", "something else happened", "and then this"


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


@pytest.fixture
def coach(console: Console, mila: UUID, parts: Parts) -> Visitor:
    """Stands in a conversation in which one text waits."""
    texts(console, parts, "can I talk to a person please?")
    found = visitor(console, console.owner().token)
    found.goes(f"/inbox/{mila}")
    return found


def texts(console: Console, parts: Parts, words: str) -> None:
    wait(console.clone, timedelta(minutes=5))
    crowd.text(parts, words)
    wait(console.clone, timedelta(minutes=5))


def written(console: Console) -> int:
    return int(
        console.one("SELECT count(*) FROM outbox_messages WHERE kind = 'personal'")
    )


def left(console: Console) -> list[str]:
    rows = console.sql(
        "SELECT reason FROM alerts WHERE state = 'open' AND kind = 'hand'"
        " ORDER BY raised_at, id"
    )
    return [row[0] for row in rows]


def sends(coach: Visitor, mila: UUID, **more: str) -> None:
    coach.sends(f"/inbox/{mila}", words=WORDS, do="", **more)


def test_a_reply_to_all_that_is_shown_goes(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    sends(coach, mila)
    assert "It is on its way" in coach.said
    assert (written(console), left(console)) == (1, [])


def test_a_newer_text_is_told_of_once_and_the_words_stay(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    texts(console, parts, MORE)
    sends(coach, mila)
    assert "While you wrote, Mila texted:" in coach.said
    assert "Your words are not sent yet." in coach.said
    assert coach.answer.text.count(MORE) == 2  # where it is said, and in the thread
    assert WORDS in coach.answer.text
    assert written(console) == 0
    sends(coach, mila, anyway="yes")
    # She has it before her now: nothing waits any more.
    assert "It is on its way" in coach.said
    assert (written(console), left(console)) == (1, [])


def test_what_came_after_she_was_told_waits_on(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    texts(console, parts, MORE)
    sends(coach, mila)
    texts(console, parts, MOST)
    sends(coach, mila, anyway="yes")
    assert written(console) == 1
    assert "left_open" in left(console)
    assert "Waits for an answer" in coach.goes("/inbox").said
    coach.goes(f"/inbox/{mila}")
    sends(coach, mila)
    assert left(console) == []


def test_a_page_that_shows_nothing_of_hers_answers_nothing(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    sends(coach, mila, shown="")
    assert "While you wrote, Mila texted:" in coach.said
    assert written(console) == 0


def test_a_stop_in_between_wins(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    texts(console, parts, "STOP")
    sends(coach, mila, anyway="yes")
    assert "They asked for texts to stop" in coach.said
    assert WORDS in coach.answer.text
    assert written(console) == 0


def test_danger_in_between_is_shown_and_stays_an_alert(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    texts(console, parts, "I want to kill myself")
    sends(coach, mila)
    assert "While you wrote, Mila texted:" in coach.said
    sends(coach, mila, anyway="yes")
    rows = console.sql("SELECT state FROM alerts WHERE kind = 'crisis'")
    assert [row[0] for row in rows] == ["open"]


def test_nothing_to_answer_is_said_of_what_was_shown(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    texts(console, parts, MORE)
    coach.sends(f"/inbox/{mila}/settle", words="", note="")
    assert "They wrote again meanwhile" in coach.said
    assert "Waits for an answer" in coach.goes("/inbox").said
    coach.goes(f"/inbox/{mila}")
    coach.sends(f"/inbox/{mila}/settle", words="", note="")
    assert "Waits for an answer" not in coach.goes("/inbox").said
