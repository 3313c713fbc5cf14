"""Read-only: a person's timeline by pages: said, called, tried, decided, changed.

Laws: every query names the organisation; a page is bounded and ends between two
moments, so that what one transaction wrote is never torn; words are opened with her
own key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, TypeAlias
from uuid import UUID

from sqlalchemy import text

from service.store import (
    decisions,
    differences,
    exchanges,
    holds,
    taken_off,
    timelines,
    voices,
)
from service.store.db import Found, Tx
from service.store.differences import Differences
from service.store.holds import Held
from service.store.people import PARTICIPANT
from service.store.taken_off import Off
from service.store.timelines import NEVER, Entry, Span
from service.store.vault import Key, Vault
from service.store.views import Card

MOST = 60
Kind = Literal["all", "texts", "calls", "tries", "reasons", "changes"]

TRIES = text(
    "SELECT a.id, a.outcome, a.label, a.reported_at AS at, c.local_date AS day,"
    " a.words_sealed FROM attempts a JOIN chances c ON c.id = a.chance_id"
    " WHERE a.organisation_id = :organisation AND a.participant_id = :person"
    " AND a.reported_at < :before ORDER BY a.reported_at DESC, a.id DESC LIMIT :most"
)
CHANGES = text(
    "SELECT id, actor, action, at FROM audits WHERE organisation_id = :organisation"
    " AND subject = :person AND at < :before AND action <> ALL(:beside)"
    " ORDER BY at DESC, id DESC LIMIT :most"
)
# Of these a decision or a call of the same moment tells already, with who it was.
BESIDE = (
    *("called through the service", "took over", "ended the take-over"),
    *("released crisis", "released unclear_stop", "released take_over"),
)
KEY = text(
    "SELECT wrapped_key FROM participants"
    " WHERE organisation_id = :organisation AND id = :person"
)


@dataclass(frozen=True, slots=True)
class Tried:
    """That she told of a chance: what came of it, in her own words."""

    id: UUID
    at: datetime
    day: date
    outcome: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What somebody of the team did about her; `who` is the name, as far as known.

    `changed` says which fields a change changed, as far as that was kept.
    """

    at: datetime
    who: str
    action: str
    changed: Differences = ()


Line: TypeAlias = Entry | Tried | Changed | Off | Held


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a timeline, newest first; `older` is before when the next part is."""

    lines: tuple[Line, ...]
    older: datetime | None


def page(
    tx: Tx,
    vault: Vault,
    organisation: Key,
    card: Card,
    kind: Kind = "all",
    before: datetime = NEVER,
) -> Page:
    """Return a page of her timeline; `organisation` is the key of the team's names."""
    row = tx.row(KEY, person=card.id)
    if row is None:
        return Page((), None)
    key = vault.unwrap(row["wrapped_key"], card.id, PARTICIPANT)
    most = {"person": card.id, "before": before, "most": MOST + 1}
    found: list[tuple[datetime, UUID, Line]] = []
    if kind in SPANS:
        span = replace(SPANS[kind], most=MOST, before=before)
        recorded = voices.recorded(tx, key, card.id)
        found += timelines.entries(tx, key, card, recorded, span)
    if kind == "reasons":
        found += decisions.alone(tx, key, card, Span(MOST, before=before))
    if kind in ("all", "reasons"):
        # That it was lifted, and by whom, is told by a decision.
        held = holds.of(tx, key, card.id, MOST + 1, before)
        found += [(one.at, one.id, one) for one in held if not one.why]
    if kind in ("all", "tries"):
        tries = tx.rows(TRIES, **most)
        found += [(row["at"], row["id"], _tried(key, row)) for row in tries]
    if kind in ("all", "changes"):
        beside = [*taken_off.ALL, *(BESIDE if kind == "all" else ())]
        rows = tx.rows(CHANGES, beside=beside, **most)
        names = {one.id: one.name for one in exchanges.colleagues(tx, organisation)}
        told = differences.of(tx, vault, organisation, [row["id"] for row in rows])
        off = taken_off.of(tx, organisation, card.id, MOST + 1, before, names)
        found += [*_changes(names, told, rows), *((one.at, one.id, one) for one in off)]
    return _cut(found)


SPANS: Mapping[str, Span] = {
    "all": Span(MOST),
    "texts": Span(MOST, calls=False, reasons=False),
    "calls": Span(MOST, texts=False, reasons=False),
}


def _cut(found: list[tuple[datetime, UUID, Line]]) -> Page:
    """Return the newest, ending between two moments."""
    found.sort(key=lambda entry: entry[:2], reverse=True)
    if len(found) <= MOST:
        return Page(tuple(line for *_, line in found), None)
    torn = found[MOST][0]
    whole = [one for one in found[:MOST] if one[0] > torn] or [
        one for one in found if one[0] >= torn
    ]
    return Page(tuple(line for *_, line in whole), whole[-1][0])


def _tried(key: Key, row: Found) -> Tried:
    sealed, of = row.pop("words_sealed"), row["id"]
    return Tried(words=key.words(sealed, "attempts", of, "words_sealed"), **row)


def _changes(
    names: Mapping[UUID, str],
    changed: Mapping[UUID, Differences],
    rows: Sequence[Found],
) -> list[tuple[datetime, UUID, Line]]:
    known = {str(one): name for one, name in names.items()}
    return [
        (row["at"], row["id"], Changed(row["at"], who, row["action"], told))
        for row in rows
        for who in (known.get(row["actor"], str(row["actor"])),)
        for told in (changed.get(row["id"], ()),)
    ]
