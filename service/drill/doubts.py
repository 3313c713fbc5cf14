"""Doubts that the carrier's own list could have settled, and the time for it.

The list shows what the carrier took, by its words and its moment and not by our token.
Of two alike, one of which was taken, it settles one, by lot: the other may stand in
doubt for ever, and so may what the carrier never took. But what it took, and what it
shows under a name that no message of ours bears, leaves a doubt that looking up would
have ended: that one, or its like. Law: this is so whatever callbacks were lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from service.drill import books, outages
from service.drill.breaches import LISTED
from service.drill.field import Field
from service.drill.history import Breach
from service.store import guesses, histories
from service.store.db import Found

# Nothing stands unclear for longer (issue 5). The product asks each half minute.
PROMISED = timedelta(minutes=15)


def listed(on: Field) -> tuple[Found, ...]:
    """Return (id, token, since) of each doubt that the list could end as it stands."""
    with on.parts.db.transaction(on.organisation) as tx:
        rows = histories.doubts(tx)
        shown = books.named(on, {row["token"] for row in rows}) if rows else {}
        known = guesses.known(tx, list(shown.values())) if shown else frozenset()
    return tuple(free(rows, shown, known))


def free(
    rows: Iterable[Found], shown: Mapping[str, str], known: Collection[str]
) -> Iterator[Found]:
    """Give those that the carrier has under a name that no message of ours bears."""
    for row in rows:
        if row["token"] in shown and shown[row["token"]] not in known:
            yield row


def overdue(rows: Iterable[Found], now: datetime) -> Iterator[Breach]:
    """Find those of them that stood for as long as is promised, and longer."""
    for row in rows:
        stood = now - row["since"]
        if stood >= PROMISED:
            why = f"the carrier has it, and it has stood in doubt for {_so_long(stood)}"
            yield Breach(LISTED, str(row["id"]), why)


def _so_long(stood: timedelta) -> str:
    return f"{stood / timedelta(minutes=1):.0f} minutes"


def let_time_pass(on: Field) -> bool:
    """Move the one clock until each that the list could end has stood long enough.

    False where there is none. Nobody is blamed for what waits meanwhile: a second of
    this is many of the clock's.
    """
    since = [row["since"] for row in listed(on)]
    if not since:
        return False
    left = max(PROMISED - (on.now() - max(since)), timedelta(0))
    with outages.away(on.away, on.now):
        outages.passes(on, (left + timedelta(seconds=1)) / timedelta(minutes=1))
    return True
