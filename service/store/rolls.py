"""The list of people: by programme, by need, a page at a time, and by name.

Laws: who needs someone comes first, and of those alike their names put them in order;
a page begins after the last person of the page before, so that nobody is skipped or
shown twice for being far down; names are sealed, and are opened in memory to be put in
order and looked through, a bounded number of them, and written nowhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from service.store import views
from service.store.db import Found, Tx
from service.store.vault import Unreadable, Vault
from service.store.views import Card

# So many names are looked through; opening one takes some microseconds.
MOST_NAMES = 5000
_OF = "(CAST(:programme AS uuid) IS NULL OR q.programme_id = :programme)"
ORDER = text(
    "SELECT e.id, e.needed, e.wrapped_key, e.name_sealed"  # noqa: S608 -- ours alone
    f" FROM ({views.EACH} AND {_OF}) e ORDER BY e.needed, e.id"
)
_BEHIND = (True, "")
CALM = 5  # whoever needs someone comes before this
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
    """Return a page of people, those who need someone first, each by name.

    Whoever is unknown here as `after` begins it anew.
    """
    rows = tx.rows(ORDER, programme=wanted.programme)
    needing = {row["id"] for row in rows if row["needed"] < CALM}
    order = _by_name(vault, rows)
    begins = order.index(wanted.after) + 1 if wanted.after in order else 0
    left = [one for one in order[begins:] if not wanted.needing or one in needing]
    cards = {one.id: one for one in these(tx, vault, left[: views.PAGE])}
    shown = tuple(cards[one] for one in left if one in cards)
    return Roll(shown, len(rows), len(needing), len(left) > views.PAGE)


def _by_name(vault: Vault, rows: Sequence[Found]) -> list[UUID]:
    """Return them in order; those behind MOST_NAMES as they were enrolled."""
    opened = (
        (row["needed"], *_name(vault, row, at), row["id"])
        for at, row in enumerate(rows)
    )
    return [whose for *_, whose in sorted(opened)]


def _name(vault: Vault, row: Found, at: int) -> tuple[bool, str]:
    """Return by what one is put in order; whose name is not opened comes behind."""
    try:
        return (False, plain(views.name_of(vault, row))) if at < MOST_NAMES else _BEHIND
    except Unreadable:
        return _BEHIND


def plain(words: str) -> str:
    """Return words without capitals and accents, as names are compared."""
    apart = unicodedata.normalize("NFD", words)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


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
