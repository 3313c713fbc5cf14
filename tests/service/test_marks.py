"""A list shows of each person what her own page does, and reads no more than that."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from flows.coach.attempts import KNOWN_SHOWN
from service.store import marks, views
from service.usecases.parts import Parts
from service.web import calendar
from tests.database import Clone
from tests.service import crowd
from tests.service.past import Day, Past

MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)
OPENED = Day("P", "before", 1.0, "prompt")
LATE = Day("P", "late", 0.5, "prompt")
CALLED = Day("P", "none", 0.5, "call")
LIVES: dict[str, list[Day | str]] = {
    "a long time of her own": ["U", "M", "?", "U", "M"] * 9,
    "opened by a prompt but for the beginning": ["U", "M"] * 9 + [OPENED] * 25,
    "prompted late, or called": [LATE, CALLED, "M"] * 12,
    "a few days": ["U", OPENED, "M"],
    "silence of late": ["U"] * 5 + ["?"] * 30,
}


@pytest.mark.parametrize("life", LIVES)
def test_a_list_draws_and_counts_as_her_own_page_does(
    parts: Parts, stairwell: UUID, where: UUID, clone: Clone, life: str
) -> None:
    mila = crowd.joined(parts, clone, stairwell, where, MONDAY)
    Past(parts, clone, stairwell, mila).lives(MONDAY, LIVES[life])
    with parts.db.transaction(stairwell) as tx:
        (listed,) = views.cards(tx, parts.vault)
        whole = views.card(tx, parts.vault, mila)
    assert whole is not None
    assert calendar.strip(whole) == calendar.strip(listed)
    told, of_list = whole.summary, listed.summary
    assert told.unprompted == of_list.unprompted
    assert told.tries_this_week == of_list.tries_this_week
    bound = marks.STRIP.days + marks.OWN + 1 + 4  # days ahead stand laid out
    assert len(listed.marks) <= min(len(whole.marks), bound)
    assert KNOWN_SHOWN < marks.OWN


def test_of_nobody_there_is_nothing(parts: Parts, stairwell: UUID) -> None:
    with parts.db.transaction(stairwell) as tx:
        assert {} == marks.lately(tx, [])
