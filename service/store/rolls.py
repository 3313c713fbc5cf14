"""The list of people: by programme, by need, a page at a time, and by name.

Laws: a page begins after the last person of the page before, so that nobody is skipped
or shown twice for being far down; names are sealed, and are opened in memory to be
looked through, a bounded number of them, and written nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from service.store import views
from service.store.db import Tx
from service.store.vault import Vault
from service.store.views import Card

# So many names are looked through; opening one takes some microseconds.
MOST_NAMES = 5000
_OF = "(CAST(:programme AS uuid) IS NULL OR q.programme_id = :programme)"
PAGE = text(
    f"WITH p AS MATERIALIZED (SELECT * FROM ({views.EACH} AND {_OF}) e"  # noqa: S608 -- ours alone
    " WHERE (NOT :needing OR e.needed < 5) AND (e.needed, e.id) > (:place, :after)"
    f" ORDER BY e.needed, e.id LIMIT :most{views.LOOKED_UP}"
)
COUNT = text(
    "SELECT count(*) AS people, count(*) FILTER (WHERE e.needed < 5) AS needing"  # noqa: S608 -- ours alone
    f" FROM ({views.EACH} AND {_OF}) e"
)
THESE = text(
    f"WITH p AS MATERIALIZED ({views.EACH} AND q.id = ANY(:ids){views.LOOKED_UP}"
)
NAMES = text(
    "SELECT id, wrapped_key, name_sealed FROM participants"
    " WHERE organisation_id = :organisation AND wrapped_key IS NOT NULL"
    " ORDER BY id LIMIT :most"
)
AT_NUMBER = text(
    "SELECT participant_id AS id FROM numbers WHERE organisation_id = :organisation"
    " AND kind = 'participant' AND hash = :hash"
)
PLACE_OF = text(
    f"SELECT e.needed FROM ({views.EACH} AND q.id = :id) e"  # noqa: S608 -- ours alone
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a list shows: of one programme or all, those who need someone or all.

    `after` is the last person of the page before, None for the first page.
    """

    programme: UUID | None = None
    needing: bool = False
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class Roll:
    """One page of the list: how many there are in all, and whether it goes on."""

    cards: tuple[Card, ...]
    total: int
    needing: int
    further: bool


def page(tx: Tx, vault: Vault, wanted: Wanted) -> Roll:
    """Return a page of people, those who need someone first.

    Whoever is unknown here as `after` begins it anew.
    """
    named = {"programme": wanted.programme, "needing": wanted.needing}
    rows = tx.rows(PAGE, most=views.PAGE + 1, **named, **_after(tx, wanted.after))
    counted = tx.rows(COUNT, programme=wanted.programme)[0]
    cards = views.of_rows(tx, vault, rows[: views.PAGE])
    return Roll(cards, counted["people"], counted["needing"], len(rows) > views.PAGE)


def _after(tx: Tx, last: UUID | None) -> dict[str, object]:
    row = None if last is None else tx.row(PLACE_OF, id=last)
    if row is None:
        return {"place": -1, "after": UUID(int=0)}
    return {"place": row["needed"], "after": last}


def names(tx: Tx, vault: Vault) -> Iterator[tuple[UUID, str]]:
    """Yield people with their names, the first MOST_NAMES of them, oldest first."""
    for row in tx.rows(NAMES, most=MOST_NAMES):
        yield row["id"], views.name_of(vault, row)


def at_number(tx: Tx, number_hash: bytes) -> tuple[UUID, ...]:
    """Return who has a number, by its keyed hash: one or nobody."""
    return tuple(row["id"] for row in tx.rows(AT_NUMBER, hash=number_hash))


def these(tx: Tx, vault: Vault, ids: Sequence[UUID]) -> tuple[Card, ...]:
    """Return these people, those who need someone first."""
    return views.of_rows(tx, vault, tx.rows(THESE, ids=list(ids)))
