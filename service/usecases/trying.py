"""Trying a change, for one person or for many, and taking it back: what would be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

from service.store.db import Tx
from service.usecases.parts import Desk, Parts


class _Undone(Exception):
    """Takes back what was only tried."""


@contextmanager
def taken_back(parts: Parts, organisation: UUID, participant: UUID) -> Iterator[Desk]:
    """Serve one person as `at_desk` does; whatever is changed there is not kept.

    Raises LookupError for nobody.
    """
    with suppress(_Undone), parts.at_desk(organisation, participant) as desk:
        yield desk
        raise _Undone


@contextmanager
def undone(parts: Parts, organisation: UUID) -> Iterator[Tx]:
    """Open a transaction of which nothing is kept."""
    with suppress(_Undone), parts.db.transaction(organisation) as tx:
        yield tx
        raise _Undone
