"""What a change changed, field by field: kept sealed beside its line of the audit.

Laws: it is sealed with the key of whom it is of, a person's or the organisation's, so
that it goes with her words; fields and values are kept, and no sentence, so that it can
be said in any language; a line without one is a line all the same.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import text

from flows.coach.programme_files import Difference
from service.store import tables
from service.store.db import Found, Tx
from service.store.people import PARTICIPANT, Person
from service.store.vault import Key, Unreadable, Vault

Differences: TypeAlias = tuple[Difference, ...]
_TABLE, _COLUMN = "differences", "fields_sealed"
OF = text(
    "SELECT d.id, d.participant_id, d.fields_sealed, p.wrapped_key FROM differences d"
    " LEFT JOIN participants p ON p.id = d.participant_id"
    " WHERE d.organisation_id = :organisation AND d.id = ANY(:ids)"
)


def between(
    before: Mapping[str, str], after: Mapping[str, str], section: str = ""
) -> Differences:
    """Return what differs between two sets of fields, of a section of a file."""
    dot = f"{section}." if section else ""
    found = (
        Difference(f"{dot}{name}", before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys((*before, *after))
    )
    return tuple(one for one in found if one.before != one.after)


def keep(
    tx: Tx, key: Key, audit: UUID, found: Iterable[Difference], of: UUID | None = None
) -> None:
    """Keep what a change changed, beside its line of the audit; of nothing, nothing.

    `key` is that of the person `of` whom it is, else the organisation's.
    """
    said = [[one.what, one.before, one.after] for one in found]
    if not said:
        return
    sealed = key.seal(json.dumps(said, ensure_ascii=False), _TABLE, audit, _COLUMN)
    tx.put(tables.DifferenceRow, id=audit, participant_id=of, fields_sealed=sealed)


def keep_hers(tx: Tx, person: Person, audit: UUID, found: Iterable[Difference]) -> None:
    """Keep what a change of a person changed, with her key, as `keep` does."""
    keep(tx, person.key, audit, found, person.id)


def of(
    tx: Tx, vault: Vault, organisation: Key, ids: Collection[UUID]
) -> Mapping[UUID, Differences]:
    """Return what these lines of the audit changed, as far as it still opens."""
    rows = tx.rows(OF, ids=list(ids)) if ids else ()
    return {row["id"]: _opened(vault, organisation, row) for row in rows}


def _opened(vault: Vault, organisation: Key, row: Found) -> Differences:
    key, whose, wrapped = organisation, row["participant_id"], row["wrapped_key"]
    if whose is not None and wrapped is None:
        return ()  # she is being erased, and her words open nowhere
    if whose is not None:
        key = vault.unwrap(wrapped, whose, PARTICIPANT)
    try:
        told = key.open(row["fields_sealed"], _TABLE, row["id"], _COLUMN)
    except Unreadable:
        return ()
    return tuple(Difference(*one) for one in json.loads(told))
