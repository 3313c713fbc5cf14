"""A programme as it stands, whole, and what is changed of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service.store import plans
from service.store.db import Tx
from service.store.vault import Key

STANDING = text(
    "SELECT r.name, r.language, r.settings, r.path, r.schedule, c.id AS coach_id,"
    " c.name_sealed, c.number_sealed, c.takes_alerts FROM programmes r"
    " JOIN coaches c ON c.id = r.coach_id"
    " WHERE r.organisation_id = :organisation AND r.id = :id"
)
LOCK = text(f"{STANDING.text} FOR UPDATE OF r")
SAVE = text(
    "UPDATE programmes SET language = :language, settings = CAST(:settings AS jsonb),"
    " path = CAST(:path AS jsonb), schedule = CAST(:schedule AS jsonb)"
    " WHERE organisation_id = :organisation AND id = :id"
)
RENAME = text(
    "UPDATE programmes SET name = :name"
    " WHERE organisation_id = :organisation AND id = :id"
)
SAVE_COACH = text(
    "UPDATE coaches SET name_sealed = :name, number_sealed = :number,"
    " takes_alerts = :alerts OR email_sealed IS NOT NULL"
    " WHERE organisation_id = :organisation AND id = :id"
)
# A step keeps the window it was begun with; those that never had another one follow.
MOVE_WINDOWS = text(
    "UPDATE steps s SET opens = :opens, deadline = :deadline, closes = :closes"
    " FROM participants p WHERE p.id = s.participant_id AND p.programme_id = :id"
    " AND s.organisation_id = :organisation AND s.ended_at IS NULL"
    " AND (s.opens, s.deadline, s.closes) = (:old_opens, :old_deadline, :old_closes)"
)
MOVE_DAYS = text(
    "UPDATE steps s SET days = :days FROM participants p"
    " WHERE p.id = s.participant_id AND p.programme_id = :id"
    " AND s.organisation_id = :organisation AND s.ended_at IS NULL"
    " AND s.place IS NULL AND s.days = :old"
)
MOVE_PLACES = text(
    "UPDATE steps s SET place = CAST(CAST(:places AS jsonb) ->> CAST(s.place AS text)"
    " AS int) FROM participants p WHERE p.id = s.participant_id"
    " AND p.programme_id = :id AND s.organisation_id = :organisation"
    " AND s.place IS NOT NULL"
)
ON_STEPS = text(
    "SELECT s.place, count(*) AS people FROM steps s"
    " JOIN participants p ON p.id = s.participant_id"
    " WHERE p.programme_id = :id AND s.organisation_id = :organisation"
    " AND s.ended_at IS NULL AND s.place IS NOT NULL GROUP BY s.place"
)
Window = tuple[time, time, time]


@dataclass(frozen=True, slots=True)
class Standing:
    """A programme with its coach, readable; `number` is "" where nobody is alerted."""

    coach_id: UUID
    name: str
    language: str
    settings: Mapping[str, Any]
    path: dict[str, Any] | None
    schedule: dict[str, Any] | None
    coach: str
    number: str


def standing(tx: Tx, key: Key, programme: UUID, *, locked: bool = False) -> Standing:
    """Return a programme; `key` is the organisation's. Raises LookupError.

    Whoever changes it has it `locked`; a look holds nobody up (decision 46).
    """
    row = tx.row(LOCK if locked else STANDING, id=programme)
    if row is None:
        raise LookupError(f"there is no programme {programme}")
    coach, sealed = row["coach_id"], row["number_sealed"]
    told = sealed is not None and row["takes_alerts"]
    return Standing(
        coach_id=coach,
        name=row["name"],
        language=row["language"],
        settings=row["settings"],
        path=row["path"],
        schedule=row["schedule"],
        coach=key.open(row["name_sealed"], "coaches", coach, "name_sealed"),
        number=key.open(sealed, "coaches", coach, "number") if told else "",
    )


def save(tx: Tx, programme: UUID, language: str, **data: dict[str, Any] | None) -> None:
    """Save language, `settings`, `path` and `schedule` of a programme."""
    texts = {name: None if v is None else plans.as_json(v) for name, v in data.items()}
    tx.run(SAVE, id=programme, language=language, **texts)


def rename(tx: Tx, programme: UUID, name: str) -> None:
    """Call a programme otherwise; raises Stands for a name that another one has."""
    tx.run(RENAME, id=programme, name=name)


def save_coach(tx: Tx, key: Key, coach: UUID, name: str, number: str) -> None:
    """Save a coach's name and number, "" for none."""
    tx.run(
        SAVE_COACH,
        id=coach,
        name=key.seal(name, "coaches", coach, "name_sealed"),
        number=key.seal(number, "coaches", coach, "number") if number else None,
        alerts=bool(number),
    )


def move_windows(tx: Tx, programme: UUID, old: Window, new: Window) -> None:
    """Let current steps that have the programme's old window have its new one."""
    names = ("opens", "deadline", "closes")
    before = dict(zip((f"old_{name}" for name in names), old, strict=True))
    tx.run(MOVE_WINDOWS, id=programme, **dict(zip(names, new, strict=True)), **before)


def move_days(tx: Tx, programme: UUID, old: str, new: str) -> None:
    """Let current steps of people's own, on the old weekdays, be on the new ones."""
    tx.run(MOVE_DAYS, id=programme, old=old, days=new)


def move_places(tx: Tx, programme: UUID, places: Mapping[int, int]) -> None:
    """Say where on a changed path steps stand; one that is gone is the person's own."""
    told = plans.as_json({str(old): new for old, new in places.items()})
    tx.run(MOVE_PLACES, id=programme, places=told)


def on_steps(tx: Tx, programme: UUID) -> dict[int, int]:
    """Return how many people are on each step of a programme's path, from 0."""
    return {row["place"]: row["people"] for row in tx.rows(ON_STEPS, id=programme)}
