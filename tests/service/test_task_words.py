"""Every task that the Ladder gives a coach has words on her page."""

import pytest

from flows.coach.evidence import FADES
from flows.coach.lapses import CONFIDENCE, LAPSES, QUIET
from service.web import alarm_words

TASKS = [row.name for row in (*FADES, *LAPSES, QUIET, CONFIDENCE) if row.task]


def test_there_are_tasks() -> None:
    assert {"A3", "L3-quiet", "L5"} <= set(TASKS)


@pytest.mark.parametrize("rule", TASKS)
def test_a_task_is_said_in_words(rule: str) -> None:
    assert ("hand", rule) in alarm_words.ALERT
