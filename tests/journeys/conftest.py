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
