"""A worker's parts for a world, built from the environment as a real worker builds them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog

from service import jobs
from tests.journeys.world import World


@contextmanager
def working(
    world: World, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Let jobs of this process serve a world, which rings over a real Redis."""
    for name, value in world.environ(redis_url).items():
        monkeypatch.setenv(name, value)
    jobs.parts.cache_clear()
    yield
    jobs.parts().db.close()
    jobs.parts.cache_clear()
    structlog.reset_defaults()
