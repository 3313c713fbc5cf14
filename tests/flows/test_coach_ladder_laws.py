"""The guarantees of the Ladder over any story; `make laws` plays many more."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.flows.ladder_laws import LAWS, stops

SOME = settings(max_examples=25, stateful_step_count=30, deadline=None)


@pytest.mark.parametrize("law", LAWS)
def test_a_guarantee_holds_over_any_story(law: str) -> None:
    run_state_machine_as_test(LAWS[law], settings=SOME)


def test_g4_each_complete_stop_brings_a_prompt_in_eight_days() -> None:
    """Three hundred here; `make laws` plays a thousand."""
    days = stops(300)
    print(f"mean {sum(days) / len(days):.1f} days, max {max(days)}")  # noqa: T201 -- a figure to read
    assert 300 == len(days)
    assert max(days) <= 8
