"""The guarantees of the Ladder over any story; `make laws` plays many more."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.flows.ladder_laws import LAWS

SOME = settings(max_examples=20, stateful_step_count=30, deadline=None)


@pytest.mark.parametrize("law", LAWS)
def test_a_guarantee_holds_over_any_story(law: str) -> None:
    run_state_machine_as_test(LAWS[law], settings=SOME)
