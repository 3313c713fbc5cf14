"""Looking for words in the texts, calls and notes of an organisation.

Law: what is looked for stands in no address.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Response

from service.store.searches import LAST, Searched
from service.usecases import minding
from service.usecases.entries import Refused
from service.usecases.minding import Narrow
from service.usecases.parts import Parts
from service.web import entries
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.inbox_buttons import named


def view(parts: Parts, callers: Callers) -> Callable[[], Response]:
    """Return the view that looks for words, and shows where they stand."""

    def search() -> Response:
        entry, before = entries.read(), named("before")
        searched, now = None, None
        try:
            searched = _sought(parts, callers, entry, before)
            with parts.db.transaction() as tx:
                now = tx.now
        except Refused as refused:
            entry.refuse(refused)
        return entries.shown(
            "inbox/found.html",
            entry,
            searched=searched,
            further=before is not None,
            now=now,
        )

    return search


def _sought(
    parts: Parts, callers: Callers, entry: Entry, before: UUID | None
) -> Searched:
    narrow = Narrow(entry["whose"], entry["time"])
    signed, sought = callers.here(), entry["sought"]
    return minding.search(parts, signed, sought, before or LAST, narrow)
