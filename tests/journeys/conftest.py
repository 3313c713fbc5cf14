"""Fixtures of the journeys."""

from collections.abc import Iterator

import pytest

from tests.database import Clone
from tests.journeys.world import World
from tests.journeys.world import world as open_world


@pytest.fixture
def world(clone: Clone) -> Iterator[World]:
    """A whole Handrail on a database of its own."""
    with open_world(clone) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(module_clone: Clone) -> Iterator[World]:
    """A whole Handrail that the tests of one module share: take a number of your own."""
    with open_world(module_clone) as opened:
        yield opened
