"""Why a prompt comes or did not, where the Ladder's own sentence would not be true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from service.usecases import acting, overriding, person_days, planning, rights
from service.usecases.acting import Scene
from service.usecases.overriding import Word
from service.usecases.parts import Parts
from tests.database import Clone, put_clock
from tests.pages.reading import came_in, site
from tests.pages.visiting import Visitor
from tests.service import crowd

WAITS = "A prompt waits for the deadline"
# Thursday, 26 March 2026, 23:58 in New York; her window was from 17:00 to 20:00.
LATE = datetime(2026, 3, 27, 3, 58, tzinfo=UTC)


@pytest.fixture
def coach(parts: Parts, stairwell: UUID) -> Visitor:
    client = site(parts).test_client()
    client.set_cookie("handrail", came_in(parts, stairwell), domain="localhost")
    return Visitor(client)


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    put_clock(clone, LATE)
    where = crowd.programme(parts, stairwell)
    found = crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    planning.plan(parts, stairwell, [found])
    return found


def test_another_policy_says_itself_why_a_prompt_comes(
    coach: Visitor, parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    assert WAITS in coach.goes(f"/people/{mila}").said
    overriding.begin(parts, stairwell, mila, "fixed", "Ruth")
    for path in (f"/people/{mila}", "/people"):
        said = coach.goes(path).said
        assert WAITS not in said
        assert "Every time" in said
        assert "A prompt before each chance." in said
    page = coach.goes(f"/people/{mila}").answer.text
    assert "<dt>Prompts</dt><dd><b>Every time</b>" in page
    overriding.begin(parts, stairwell, mila, "coach_locked", "Ruth")
    assert "<dt>Prompts</dt>" in coach.goes(f"/people/{mila}").answer.text
    assert WAITS in coach.said
    card = coach.said[coach.said.index('<dl class="facts">') :]
    # Why the next one comes is said once, and not beside it again.
    assert 1 == card[: card.index("</dl>")].count(WAITS)


def test_a_rung_that_a_coach_holds_stands_over_a_policy(
    coach: Visitor, parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    overriding.begin(parts, stairwell, mila, "fixed", "Ruth")
    word = Word("rung", 1, date(2026, 5, 1), "It suits her.", "Ruth")
    overriding.say(parts, stairwell, mila, word)
    assert WAITS in coach.goes(f"/people/{mila}").said
    overriding.lift(parts, stairwell, mila, "rung", "Ruth")
    assert WAITS not in coach.goes(f"/people/{mila}").said


def back(coach: Visitor, whose: UUID) -> str:
    said = coach.goes(f"/people/{whose}/schedule").said
    return said[said.index("The last seven days, and why") :]


def test_a_chance_that_was_over_when_she_joined_says_so(
    coach: Visitor, parts: Parts, clone: Clone, stairwell: UUID, mila: UUID
) -> None:
    put_clock(clone, LATE + timedelta(minutes=7))  # past midnight
    said = back(coach, mila)
    assert "The day's window was over when they joined." in said
    with parts.at_desk(stairwell, mila) as desk:
        acting.record(Scene(desk, None, None), date(2026, 3, 26), "attempted", "")
    said = back(coach, mila)
    assert "The chance from 17:00 to 20:00 was over when they joined, so no" in said
    assert WAITS not in said


@pytest.mark.parametrize(
    ("policy", "rung", "kind", "told"),
    [
        ("ladder", 1, "window", "got no prompt: none was planned for it."),
        ("ladder", 0, "window", "got no prompt: none was planned for it."),
        ("fixed", 1, "window", "got no prompt: none was planned for it."),
        ("every_2", 1, "window", "got no prompt. A prompt before every second"),
        ("ladder", 1, "moment", "got no prompt. A prompt comes before 3 of 4"),
        ("ladder", 2, "window", "got no prompt. A prompt stands by for 1 of 2"),
    ],
)
def test_a_later_chance_that_rested_says_what_holds_where_that_is_a_reason(
    coach: Visitor, parts: Parts, clone: Clone, stairwell: UUID,
    policy: str, rung: int, kind: str, told: str,
) -> None:  # fmt: skip
    put_clock(clone, LATE - timedelta(days=1))
    where = crowd.programme(
        parts, stairwell, start_rung=rung, kind=kind, days="6", policy=policy
    )
    mila = crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    put_clock(clone, LATE)
    crowd.text(parts, "I said one idea today")
    said = back(coach, mila)
    assert told in said
    assert WAITS not in said


def test_todays_prompt_that_is_decided_not_to_come_stands_in_the_last_days(
    coach: Visitor, parts: Parts, clone: Clone, stairwell: UUID
) -> None:
    put_clock(clone, LATE - timedelta(hours=14))
    where = crowd.programme(parts, stairwell)
    mila = crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    planning.plan(parts, stairwell, [mila])
    assert "does not go out" not in back(coach, mila)
    until = date(2026, 4, 2)
    overriding.say(parts, stairwell, mila, Word("cap", 0, until, "Quiet.", "Ruth"))
    said = back(coach, mila)
    assert "from 17:00 to 20:00 gets no prompt. Mila had the prompts of 7" in said
    overriding.lift(parts, stairwell, mila, "cap", "Ruth")
    ruth = rights.operator(stairwell, "Stairwell")
    stand = person_days.look(parts, ruth, mila)
    none = replace(stand.stands, terms={"cap_day": "0"})
    person_days.save(parts, ruth, mila, none, stand.base)
    said = back(coach, mila)
    kept = '<time>18:30</time> Prompt</b> <span class="tag">does not go out</span>'
    assert kept in said
    assert "today's prompts: 0, and the most is 0." in said
