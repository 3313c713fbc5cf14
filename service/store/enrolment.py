"""The rows of setting up: organisations, coaches, programmes, people, their steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Tx
from service.store.people import Person

ORGANISATION = text(
    "INSERT INTO organisations (id, name, country, wrapped_key, wrapped_hash_key,"
    " limits, created_at) VALUES (:organisation, :name, :country, :wrapped_key,"
    " :wrapped_hash_key, '{}', :at)"
)
STANDING = text(
    "SELECT 'enrolled' AS how FROM numbers WHERE organisation_id = :organisation"
    " AND hash = :hash AND kind = 'participant' UNION ALL"
    " SELECT 'silenced' FROM strangers WHERE organisation_id = :organisation"
    " AND hash = :hash AND suppressed"
)
STANDING_PROGRAMME = text(
    "SELECT settings, language, path FROM programmes"
    " WHERE organisation_id = :organisation AND id = :id"
)
PROGRAMME_LANGUAGE = text(
    "UPDATE programmes SET language = :language"
    " WHERE organisation_id = :organisation AND id = :id RETURNING name"
)
PROGRAMME_NAMES = text(
    "SELECT id, name FROM programmes WHERE organisation_id = :organisation ORDER BY id"
)
NAMING = text(
    "SELECT name FROM programmes WHERE organisation_id = :organisation"
    " AND (path -> 'scripts' ? :script OR EXISTS (SELECT FROM jsonb_each_text(settings)"
    " s WHERE s.key LIKE '%\\_script' AND s.value = :script)) ORDER BY id"
)
END_STEP = text(
    "UPDATE steps SET ended_at = :now WHERE organisation_id = :organisation"
    " AND participant_id = :person AND ended_at IS NULL"
)
NAME = text(
    "UPDATE participants SET name_sealed = :name"
    " WHERE organisation_id = :organisation AND id = :id"
)
DROP_INVITATION = text(
    "UPDATE nudges SET state = 'cancelled' WHERE organisation_id = :organisation"
    " AND participant_id = :person AND kind = 'invitation' AND state = 'planned'"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A programme as stored: its settings, its language, its path as data or None."""

    settings: dict[str, Any]
    language: str
    path: dict[str, Any] | None


def keep_organisation(tx: Tx, **values: Any) -> None:
    """Keep the organisation of this transaction itself."""
    tx.run(ORGANISATION, at=tx.now, **values)


def keep_number(tx: Tx, **values: Any) -> bool:
    """Keep a phone number, the service's or a participant's; False when it stands."""
    return tx.put_once(tables.NumberRow, **values)


def keep_programme(tx: Tx, **values: Any) -> bool:
    """Keep a programme; False when one of that very name stands."""
    return tx.put_once(tables.ProgrammeRow, created_at=tx.now, **values)


def keep_participant(tx: Tx, **values: Any) -> None:
    """Keep a person who is invited: nothing goes to her but the invitation."""
    tx.put(
        tables.ParticipantRow,
        consent="invited",
        consent_version=1,
        hold=None,
        hold_since=None,
        paused_until=None,
        planned_until=None,
        plan_at=None,
        crisis_answered_at=None,
        last_heard_at=None,
        created_at=tx.now,
        **values,
    )


def change_name(tx: Tx, person: Person, name: str) -> None:
    """Set what texts call a person from now on."""
    sealed = person.key.seal(name, "participants", person.id, "name_sealed")
    tx.later(NAME, id=person.id, name=sealed)


def keep_goal(tx: Tx, **values: Any) -> None:
    """Keep a goal in the person's words."""
    tx.put(tables.GoalRow, created_at=tx.now, **values)


def end_step(tx: Tx, participant_id: UUID) -> None:
    """End the person's current step; what was tried of it stays."""
    tx.run(END_STEP, person=participant_id, now=tx.now)


def keep_step(tx: Tx, **values: Any) -> None:
    """Keep the person's current step."""
    tx.put(tables.StepRow, created_at=tx.now, ended_at=None, **values)


def standing(tx: Tx, number_hash: bytes) -> str | None:
    """Return "enrolled" or "silenced" when a number stands here already, else None."""
    row = tx.row(STANDING, hash=number_hash)
    return None if row is None else str(row["how"])


def programme_of(tx: Tx, programme_id: UUID) -> Standing:
    """Return what people are enrolled into; raises LookupError."""
    row = tx.row(STANDING_PROGRAMME, id=programme_id)
    if row is None:
        raise LookupError(f"there is no programme {programme_id}")
    return Standing(**row)


def change_programme_language(tx: Tx, programme_id: UUID, language: str) -> str | None:
    """Set the language of those enrolled from now on; return the programme's name.

    None when there is no such programme. Whoever is enrolled keeps her language.
    """
    row = tx.row(PROGRAMME_LANGUAGE, id=programme_id, language=language)
    return None if row is None else str(row["name"])


def programme_named(tx: Tx, name: str) -> UUID | None:
    """Return the id of the programme of that name, capitals aside, or None."""
    rows = tx.rows(PROGRAMME_NAMES)
    found = (row["id"] for row in rows if row["name"].casefold() == name.casefold())
    return next(found, None)


def naming(tx: Tx, script: str) -> tuple[str, ...]:
    """Return the names of the programmes whose path or terms name a script."""
    return tuple(row["name"] for row in tx.rows(NAMING, script=script))


def audit(tx: Tx, row_id: UUID, actor: str, action: str, subject: UUID | None) -> None:
    """Keep who did what to whom; never changed, never removed."""
    tx.put(
        tables.AuditRow,
        id=row_id,
        actor=actor,
        action=action,
        subject=subject,
        at=tx.now,
    )


def drop_invitation(tx: Tx, participant_id: UUID) -> None:
    """Cancel the planned invitation of a person who has agreed another way."""
    tx.later(DROP_INVITATION, person=participant_id)
