"""A person's everything, to be handed to her: each table of hers, and her voice.

Laws: nothing that is kept of her is left out, table by table, keys and hashes aside;
what does not open is named and stops nothing; the audit says who took it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from service.store import enrolment, everything, looks
from service.store.db import Found
from service.store.looks import Sought
from service.store.people import PARTICIPANT
from service.store.vault import Unreadable
from service.usecases import person_days, rights, tailoring
from service.usecases.parts import Parts
from service.usecases.rights import Signed

# What a machine needs of her and she has nothing of: ciphers, caches of other rows.
SOUND = "audio"
# As the audit says it.
TAKEN = "exported everything of a person"


@dataclass(frozen=True, slots=True)
class Everything:
    """Her rows by table, their words opened; her recordings by file name.

    `unopened` names each sealed place that did not open. `zone` and `language` are
    hers, and `now` is when it was taken. `grown` and `stand` are how big her step is,
    who helps, and when: what the rows say together; None where it does not open.
    """

    name: str
    zone: str
    language: str
    now: datetime
    tables: Mapping[str, list[dict[str, Any]]]
    recordings: Mapping[str, bytes]
    unopened: tuple[str, ...]
    grown: tailoring.Tailored | None = None
    stand: person_days.Stand | None = None


_Seen = TypeVar("_Seen")


def take_out(parts: Parts, signed: Signed, person: UUID) -> Everything:
    """Return everything that is kept of a person, and write down that it was taken.

    Raises NotAllowed, ProofNeeded, LookupError.
    """
    rights.require(signed, "export")
    keys_of = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        row = everything.key_row(tx, person)
        if row is None:
            raise LookupError(f"there is nobody {person} here")
        key = parts.vault.unwrap(row["wrapped_key"], person, PARTICIPANT)
        tables = {
            name: [everything.opened(name, one, (key, keys_of)) for one in rows]
            for name, rows in everything.read(tx, person)
        }
        enrolment.audit(tx, parts.new_id(), signed.actor, TAKEN, person)
    return replace(
        _whole(tables, tx.now),
        grown=_opened(lambda: tailoring.look(parts, signed, person)),
        stand=_opened(lambda: person_days.look(parts, signed, person)),
    )


def _opened(look: Callable[[], _Seen | None]) -> _Seen | None:
    try:
        return look()
    except Unreadable:
        return None


@dataclass(frozen=True, slots=True)
class Taken:
    """When everything of a person was taken out, and the colleague's name, or ""."""

    at: datetime
    by: str


def last_taken(parts: Parts, signed: Signed, person: UUID) -> Taken | None:
    """Return when everything of a person was taken out last; None when never."""
    rights.require(signed, "people")
    sought = Sought(person=person, like=f"^{TAKEN}$", looks=False)
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        for row in looks.page(tx, sought, looks.NEWEST, 1):
            names = looks.accounts(tx, key)
            return Taken(row["at"], names.get(row["actor"], ""))
    return None


def _whole(tables: Mapping[str, list[Found]], now: datetime) -> Everything:
    recordings = {
        f"recordings/{row['id']}.{_ending(row)}": row.pop(SOUND)
        for row in tables["recordings"]
        if isinstance(row.get(SOUND), bytes)
    }
    unopened = tuple(
        f"{name}/{row.get('id', '')}/{column}"
        for name, rows in tables.items()
        for row in rows
        for column in row
        if column.endswith(everything.SEALED)
    )
    her = tables["participants"][0]
    return Everything(
        name=str(her.get("name", "")),
        zone=str(her["zone"]),
        language=str(her["language"]),
        now=now,
        tables=tables,
        recordings=recordings,
        unopened=unopened,
    )


def _ending(row: Found) -> str:
    return "mp3" if row["media_type"] == "audio/mpeg" else "wav"
