"""What is set of somebody's prompts at one home is told at the other as well.

Her schedule has caps, pauses and days off of its own; “Change something” has a pause,
and a coach's word for a time.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from tests.database import Clone, put_clock
from tests.pages.test_own_terms_on_page import ana
from tests.pages.test_person_page import edits
from tests.pages.test_schedule_folds import panels
from tests.pages.test_schedule_pages import FRIDAY, coach, mila, sends, where
from tests.pages.visiting import Visitor
from tests.service.console import Console

__all__ = ["ana", "coach", "mila", "where"]  # the fixtures of a person and her coach


TODAY = FRIDAY.date()
DAY = timedelta(days=1)
UNTIL = TODAY + 8 * DAY
WHY = {"until": str(UNTIL), "reason": "away"}


def told(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def test_a_schedule_names_a_pause_and_a_limit_that_stand_elsewhere(
    coach: Visitor, mila: UUID, ana: tuple[Console, Visitor]
) -> None:
    edits(coach, mila, "pause", **WHY)
    edits(coach, mila, "prompts", what="cap", cap="2", **WHY)
    path = f"/people/{mila}/schedule"
    said = panels(coach.goes(path))
    pause = f"On a pause up to and including {told(UNTIL)}"
    limit = f"At most 2 prompts in seven days until {told(UNTIL)}"
    assert pause == said["off"]
    assert said["limits"].startswith(f"{limit} · 1 a day, 7 in seven days")
    assert "Of both limits, the lower holds: 2 in seven days." in coach.said
    for link in (f"/people/{mila}/edit/pause?of=schedule", "#word-in"):
        assert f'href="{link}"' in coach.answer.text
    sends(coach, path, do="save", own_cap_week="1", skip_0_day="2027-03-01")
    said = panels(coach)
    assert f"{pause} · Mon 1 Mar" == said["off"]
    assert "Of both limits, the lower holds: 1 in seven days." in coach.said
    seen = ana[1].goes(path).said
    assert pause in seen
    assert limit in seen


def test_a_word_on_prompts_names_what_the_schedule_and_a_pause_hold(
    coach: Visitor, mila: UUID
) -> None:
    path, form = f"/people/{mila}/schedule", f"/people/{mila}/edit/prompts"
    assert "No coach has set anything." in coach.goes(form).said
    coach.goes(path)
    sends(coach, path, do="save", own_cap_week="3", own_recap_day="2")
    said = coach.goes(form).said
    assert "No coach has set anything." not in said
    assert "Most prompts in seven days: 3" in said
    assert f'href="{path}#limits-in"' in coach.answer.text
    assert "Day of the recap" not in said
    assert "the lower holds" not in said
    for cap, holds in (("5", "3"), ("2", "2")):
        edits(coach, mila, "prompts", what="cap", cap=cap, **WHY)
        lower = f"Of both limits, the lower holds: {holds} in seven days."
        assert lower in coach.goes(form).said
    edits(coach, mila, "pause", **WHY)
    said = coach.goes(form).said
    assert f"On a pause up to and including {told(UNTIL)}" in said
    assert f'href="/people/{mila}/edit/pause"' in coach.answer.text


def test_a_pause_names_the_pauses_and_days_off_of_the_schedule(
    coach: Visitor, mila: UUID
) -> None:
    path, form = f"/people/{mila}/schedule", f"/people/{mila}/edit/pause"
    assert "In their schedule" not in coach.goes(form).said
    coach.goes(path)
    sends(
        coach, path, do="save", skip_0_day=str(TODAY - 9 * DAY),
        skip_1_day=str(TODAY + 2 * DAY), pause_0_first=str(TODAY - 9 * DAY),
        pause_0_last=str(TODAY - 8 * DAY), pause_1_first=str(TODAY + 4 * DAY),
    )  # fmt: skip
    said = coach.goes(form).said
    assert "In their schedule" in said
    assert f'href="{path}#off-in"' in coach.answer.text
    for ahead in (2, 4):
        assert told(TODAY + ahead * DAY) in said
    for over in (8, 9):
        assert told(TODAY - over * DAY) not in said


def test_a_pause_that_is_over_is_named_nowhere(
    coach: Visitor, mila: UUID, clone: Clone
) -> None:
    edits(coach, mila, "pause", until=str(TODAY), reason="away")
    path = f"/people/{mila}/schedule"
    assert panels(coach.goes(path))["off"].startswith("On a pause")
    put_clock(clone, FRIDAY + 2 * DAY)
    assert "nothing" == panels(coach.goes(path))["off"]
