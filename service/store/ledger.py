"""Who was erased, outside the database: so that no backup brings anybody back.

Laws: a line is on disk before its erasure goes on; it tells ids and a moment, and no
number, name or word; a line that is torn or stands twice does no harm.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

# The event by which a log tells the same, for an operator who collects logs.
EVENT = "person_erased"


@dataclass(frozen=True, slots=True)
class Erased:
    """One person who was erased: when, of which organisation, by ids alone."""

    at: datetime
    organisation: UUID
    person: UUID

    def line(self) -> str:
        """Return it as a line of the ledger."""
        return f"{self.at.isoformat()} {self.organisation} {self.person}\n"


def keep(file: Path, one: Erased) -> None:
    """Add a line to the ledger; it is on disk when this returns. Raises OSError."""
    fresh = not file.exists()
    made = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(made, one.line().encode())
        os.fsync(made)
    finally:
        os.close(made)
    if fresh:
        _settle(file.parent)


def _settle(folder: Path) -> None:
    """See that the name of a new file is on disk, too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def read(file: Path) -> tuple[tuple[Erased, ...], int]:
    """Return who stands in a ledger or in logs, once each; and how many lines are torn.

    Lines of a log that tell of something else are passed over. Raises OSError.
    """
    told: dict[UUID, Erased] = {}
    torn = 0
    for line in file.read_text(errors="replace").splitlines():
        try:
            found = _one(line)
        except (ValueError, KeyError, TypeError):
            torn += 1
            continue
        told |= {one.person: one for one in found}
    return tuple(told.values()), torn


def _one(line: str) -> Iterable[Erased]:
    if not line.strip():
        return ()
    if line.lstrip().startswith("{"):
        said = json.loads(line)
        if said.get("event") != EVENT:
            return ()
        words = [said["at"], said["organisation"], said["person"]]
    else:
        words = line.split()
    at, organisation, person = words
    return (Erased(datetime.fromisoformat(at), UUID(organisation), UUID(person)),)
