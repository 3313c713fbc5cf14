"""The page on which a hold is lifted says who hears of that by text, and it is so."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.usecases import appointing
from service.usecases.appointing import Changes
from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.visiting import Visitor, talk
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console

DANGER = "I want to kill myself tonight"
TO_COACHES = "SELECT count(*) FROM outbox_messages WHERE coach_id IS NOT NULL"
ENDS = "Lifting it also ends the telling: nobody further is told of this."
HEAR = "Ruth and Ann hear by text that you have seen to it."
HEARD = (
    "Lifting it sends no text to your colleagues."
    " Ruth and Ann were told by text already that Ana Costa has it."
)


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID, where: UUID) -> Console:
    """Two coaches take alerts by text."""
    assert where
    numbers = {"Ruth": "+15550100009", "Ann": "+15550100008"}
    appointing.change(
        parts, stairwell, "Ruth", Changes(number=numbers["Ruth"]), "operator"
    )
    appointing.add(parts, stairwell, "Ann", Changes(number=numbers["Ann"]), "operator")
    return desk.opened(parts, clone, stairwell)


def lifts(console: Console, coach: Visitor, mila: UUID) -> tuple[str, int]:
    """What the page says of who hears of it, and how many texts lifting it makes."""
    before = console.one(TO_COACHES)
    said = coach.goes(lift := f"/people/{mila}/hold").said
    told = said.partition('id="hearing">')[2].partition("</p>")[0]
    coach.sends(lift)
    assert "The hold on Mila is lifted" in coach.said
    return told, console.one(TO_COACHES) - before


def went(console: Console) -> None:
    console.sql("UPDATE outbox_messages SET state = 'sent' WHERE coach_id IS NOT NULL")


def test_whoever_was_told_hears_that_it_is_seen_to(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    crowd.text(console.parts, DANGER)
    went(console)
    assert (f"{ENDS} {HEAR}", 2) == lifts(console, coach, mila)


def test_where_somebody_has_it_nobody_is_said_to_hear_once_more(
    console: Console, coach: Visitor, ana: Visitor, mila: UUID
) -> None:
    """It said that they hear by text, and nothing was sent."""
    crowd.text(console.parts, DANGER)
    went(console)
    ana.goes(talk(mila)).presses("I have this")
    assert (HEARD, 0) == lifts(console, coach, mila)


def test_who_has_it_is_not_said_to_have_been_told_of_herself(
    console: Console, coach: Visitor, ana: Visitor, mila: UUID
) -> None:
    """She is a coach by another name than that of her account."""
    first = "(SELECT id FROM coaches ORDER BY place LIMIT 1)"
    console.sql(f"UPDATE accounts SET coach_id = {first} WHERE role = 'coach'")
    crowd.text(console.parts, DANGER)
    went(console)
    before = console.one(TO_COACHES)
    ana.goes(talk(mila)).presses("I have this")
    assert 1 == console.one(TO_COACHES) - before
    said, sent = lifts(console, coach, mila)
    assert said.endswith("Ann was told by text already that Ana Costa has it.")
    assert 0 == sent


def test_whom_nothing_reached_yet_nobody_is_said_to_tell(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    crowd.text(console.parts, DANGER)
    assert (ENDS, 0) == lifts(console, coach, mila)
