"""A person's timeline tells whole what the team did: alerts had, doubts settled, holds.

The audit knew of all three, which no coach opens to follow one person's day.
"""

from __future__ import annotations

import html
import re
from uuid import UUID

import pytest

from service.usecases import doubting, heeding, taking_over
from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.visiting import Visitor, talk
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console, Someone

DANGER = "I want to kill myself tonight"
HAD = "said of “Safety”: I have this"


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


@pytest.fixture
def doubt(console: Console, mila: UUID) -> UUID:
    return console.in_doubt(mila)


def lines(coach: Visitor) -> list[str]:
    """What stands in a timeline or a conversation, line by line, without its marks."""
    inside = coach.answer.text.partition('<ol class="thread')[2]
    told = (re.sub("<.*?>", " ", one) for one in re.split("<li[ >]", inside)[1:])
    return [html.unescape(" ".join(one.partition(">")[2].split())) for one in told]


def told(coach: Visitor, page: str, words: str) -> list[str]:
    return [one for one in lines(coach.goes(page)) if words in one]


def alert(console: Console) -> UUID:
    return UUID(str(console.one("SELECT id FROM alerts ORDER BY id DESC LIMIT 1")))


def test_who_has_an_alert_stands_in_the_timeline(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    """There stood alone that somebody said whose task it is."""
    crowd.text(console.parts, DANGER)
    coach.goes("/").presses("I have this")
    here = f"/people/{mila}"
    for page in (here, f"{here}?kind=changes", talk(mila)):
        (had,) = told(coach, page, HAD)
        assert had.startswith("Ruth Miller ")
    (task,) = told(coach, f"{here}?kind=changes", "made it their own task")
    assert task.startswith("Ruth Miller ")
    assert not told(coach, here, "said whose task it is")


def test_somebody_without_an_account_who_has_an_alert_is_named_too(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    """The audit knows a coach who says it by text by the id of her row alone."""
    crowd.text(parts, DANGER)
    heeding.by_command(parts, console.organisation, alert(console), "Ruth")
    assert console.one("SELECT count(*) FROM audits WHERE actor LIKE 'coach %%'")
    (had,) = told(coach, f"/people/{mila}", HAD)
    assert had.startswith("Ruth said")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("send_again", "had a message in doubt sent again"),
        ("went_out", "said of a message in doubt: it went out"),
        ("leave", "left a message in doubt as it was"),
    ],
)
def test_what_became_of_a_doubt_stands_in_the_timeline(
    console: Console,
    coach: Visitor,
    mila: UUID,
    doubt: UUID,
    *,
    answer: doubting.Answer,
    says: str,
) -> None:
    doubting.settle(console.parts, console.organisation, doubt, answer, "Ana")
    here = f"/people/{mila}"
    for page in (here, f"{here}?kind=changes", talk(mila)):
        (line,) = told(coach, page, says)
        assert line.startswith("Ana ")


def test_a_hold_stands_in_the_timeline_where_it_began_and_where_it_was_lifted(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    """Only that it was lifted stood there."""
    crowd.text(console.parts, DANGER)
    console.forward(mins=2)
    coach.goes(lift := f"/people/{mila}/hold").sends(lift)
    for page in (f"/people/{mila}", f"/people/{mila}?kind=reasons"):
        coach.goes(page)
        (began,) = [one for one in lines(coach) if one.startswith("On hold")]
        assert "It touched on safety: everything automatic waits" in began
        (lifted,) = [one for one in lines(coach) if one.startswith("Hold lifted")]
        assert lines(coach).index(lifted) < lines(coach).index(began)
    assert not told(coach, f"/people/{mila}?kind=texts", "On hold")


def test_a_hold_by_a_coach_stands_there_as_that(
    console: Console, coach: Visitor, ruth: Someone, mila: UUID
) -> None:
    taking_over.begin(console.parts, console.signed(ruth.token), mila, None)
    (began,) = told(coach, f"/people/{mila}", "A coach took over")
    assert "Ruth Miller talks: everything automatic waits." in began
