"""The guarantees of the Ladder over any story; `make laws` plays many more."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.flows.ladder_laws import LAWS, stops

SOME = settings(max_examples=25, stateful_step_count=30, deadline=None)


@pytest.mark.parametrize("law", LAWS)
def test_a_guarantee_holds_over_any_story(law: str) -> None:
    run_state_machine_as_test(LAWS[law], settings=SOME)


def test_g4_a_thousand_complete_stops_each_bring_a_prompt_in_eight_days() -> None:
    days = stops(1000)
    print(f"mean {sum(days) / len(days):.1f} days, max {max(days)}")  # noqa: T201 -- a figure to read
    assert 1000 == len(days)
    assert max(days) <= 8
