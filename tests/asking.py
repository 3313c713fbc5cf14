"""What a piece of code asks of PostgreSQL, statement by statement, as it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from service.store.trips import Answer, Line, Statement

# Each transaction begins and ends so, whatever is asked in it.
AROUND = ("BEGIN", "COMMIT", "SELECT set_config(")


@contextmanager
def asked() -> Iterator[list[str]]:
    """Keep the words of each statement that is sent meanwhile."""
    words: list[str] = []
    trip = Line.trip

    def kept(line: Line, statements: Sequence[Statement]) -> list[Answer]:
        words.extend(said for said, _ in statements if not said.startswith(AROUND))
        return trip(line, statements)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Line, "trip", kept)
        yield words
