"""People of one name: told of where somebody is enrolled, told apart where they stand.

Laws: two people may have one name, and nobody is refused for it, but whoever enrols
the second was told of the first; names are compared
without capitals and accents, in memory, a bounded number of them; of a number no more
is told than its last digits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.store import rolls, rosters, views
from service.store.db import NOWHERE, Tx
from service.store.vault import Vault
from service.usecases import rights
from service.usecases.parts import Parts
from service.usecases.rights import Signed

# So many are shown to whoever enrols somebody of their name.
MOST = 5


@dataclass(frozen=True, slots=True)
class Namesake:
    """Somebody of that name; `number` is masked but for its last digits."""

    id: UUID
    name: str
    number: str
    programme: str


def of(parts: Parts, signed: Signed, name: str) -> tuple[Namesake, ...]:
    """Return who is called that here already, at most MOST of them.

    Raises NotAllowed.
    """
    rights.require(signed, "people")
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        ids = called(tx, parts.vault, name)[:MOST]
        return _these(tx, parts.vault, ids) if ids else ()


def called(tx: Tx, vault: Vault, name: str) -> list[UUID]:
    """Return who is called that, the oldest first; nobody has no name."""
    wanted = folded(name)
    known = rolls.names(tx, vault) if wanted else ()
    return [whose for whose, theirs in known if folded(theirs) == wanted]


@dataclass(frozen=True, slots=True)
class Met:
    """A line of a file whose name is here already, and who has it (MOST of them)."""

    line: int
    name: str
    here: tuple[Namesake, ...]


def met(
    parts: Parts, signed: Signed, lines: Sequence[tuple[int, str]]
) -> tuple[Met, ...]:
    """Return those of (line, name) whose name somebody has here already.

    Raises NotAllowed.
    """
    rights.require(signed, "people")
    wanted = {folded(name) for _, name in lines}
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        known: dict[str, list[UUID]] = {}
        for whose, called in rolls.names(tx, parts.vault):
            if folded(called) in wanted:
                known.setdefault(folded(called), []).append(whose)
        ids = [whose for each in known.values() for whose in each[:MOST]]
        here = {one.id: one for one in _these(tx, parts.vault, ids)} if ids else {}
    return tuple(
        Met(line, name, tuple(here[one] for one in known[folded(name)][:MOST]))
        for line, name in lines
        if folded(name) in known
    )


def folded(name: str) -> str:
    """Return a name as it is compared: no capitals, accents or blanks too many."""
    return rolls.plain(" ".join(name.split()))


def apart(
    tx: Tx, vault: Vault, named: Iterable[tuple[UUID, str]]
) -> Mapping[UUID, str]:
    """Return the masked number of each whose name stands there more than once.

    It asks for nothing where all names differ.
    """
    return numbers(tx, vault, alike(named))


def numbers(tx: Tx, vault: Vault, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Return the masked number of each of these people."""
    found = _these(tx, vault, tuple(ids)) if ids else ()
    return {one.id: one.number for one in found}


def alike(named: Iterable[tuple[UUID, str]]) -> tuple[UUID, ...]:
    """Return those whose name somebody else there has as well."""
    called = {whose: folded(name) for whose, name in named}
    many = Counter(called.values())
    return tuple(whose for whose, name in called.items() if many[name] > 1)


def _these(tx: Tx, vault: Vault, ids: Iterable[UUID]) -> tuple[Namesake, ...]:
    # Of no programme: nobody's own people come first.
    found = rosters.everybody(tx, vault, NOWHERE, tuple(ids))
    return tuple(
        Namesake(one.id, one.name, views.masked(one.number), one.programme_name)
        for one in found
    )
