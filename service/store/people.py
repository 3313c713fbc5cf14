"""Who we coach and for whom: tenants, persons, their numbers, consent and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Database, Found, Tx
from service.store.vault import Key, Vault

ORGANISATION = "organisation"
NUMBERS = "number hashes"
PARTICIPANT = "participant"
# How a person stopped: by a word the carrier acts on itself, or by its own account.
KEYWORD = "carrier keyword"
STOPPED_AT_CARRIER = frozenset({KEYWORD, "carrier"})


@dataclass(frozen=True, slots=True)
class Tenant:
    """An organisation with its keys: one seals its words, one hashes numbers."""

    id: UUID
    name: str
    country: str
    key: Key
    hashes: Key


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as she stands, her row locked, or only read (glimpses).

    `ladder` is without its log where she was locked with others (handfuls.LEAN).
    `calls` says whether she agreed to automated calls (none, agreed, stopped),
    `recorded` whether her voice may be recorded, `call_terms` when she wants calls
    where that differs from her programme's settings, `own_terms` her caps and recap,
    `schedule` what of her days is her own (flows.coach.written), None for nothing;
    `no_texts` is the carrier's code that says her line takes no texts.
    """

    id: UUID
    programme_id: UUID
    key: Key
    name: str
    language: str
    zone: str
    consent: str
    consent_version: int
    hold: str | None
    paused_until: date | None
    rung: int
    ladder: dict[str, Any]
    planned_until: date | None
    plan_at: datetime | None
    crisis_answered_at: datetime | None
    last_heard_at: datetime | None
    calls: str
    recorded: bool
    call_terms: dict[str, Any]
    own_terms: dict[str, Any]
    schedule: dict[str, Any] | None
    no_texts: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """The current step with its goal, in the person's words, and its window.

    `place` is where it stands on the programme's path, from 0; None for one of hers.
    `growth` is still sealed, None when nothing of it was kept yet.
    """

    id: UUID
    step: str
    cue: str
    goal: str
    kind: str
    days: frozenset[int]
    opens: time
    deadline: time
    closes: time
    created_at: datetime
    place: int | None = None
    growth: bytes | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """What a person's programme says, its path as data or None."""

    id: UUID
    name: str
    language: str
    settings: dict[str, Any]
    path: dict[str, Any] | None


WHOSE_NUMBER = text("SELECT handrail_whose_number(:hash) AS whose")
WHOSE_MESSAGE = text("SELECT handrail_whose_message(:token) AS whose")
ORGANISATIONS = text("SELECT handrail_organisations() AS id")
TENANT = text("SELECT * FROM organisations WHERE id = :organisation")
COLUMNS = (
    "SELECT p.id, p.programme_id, p.wrapped_key, p.name_sealed, p.language, p.zone,"
    " p.consent, p.consent_version, p.hold, p.paused_until, p.rung, p.ladder,"
    " p.planned_until, p.plan_at, p.crisis_answered_at, p.last_heard_at, p.calls,"
    " p.recorded, p.call_terms, p.own_terms, p.schedule, p.no_texts"
)
_PERSON = f"{COLUMNS} FROM participants p "
BY_NUMBER = text(
    _PERSON + "JOIN numbers n ON n.participant_id = p.id AND n.kind = 'participant'"
    " WHERE n.organisation_id = :organisation AND n.hash = :hash"
    " AND p.wrapped_key IS NOT NULL FOR UPDATE OF p"
)
BY_ID = text(
    _PERSON + "WHERE p.organisation_id = :organisation AND p.id = :id"
    " AND p.wrapped_key IS NOT NULL FOR UPDATE OF p"
)
BY_NUDGE = text(
    _PERSON + "WHERE p.organisation_id = :organisation AND p.id = (SELECT"
    " participant_id FROM nudges WHERE organisation_id = :organisation AND id = :id)"
    " AND p.wrapped_key IS NOT NULL FOR UPDATE OF p"
)
PROGRAMME = text(
    "SELECT id, name, language, settings, path FROM programmes"
    " WHERE organisation_id = :organisation AND id = :id"
)
NUMBER = text(
    "SELECT id, number_sealed FROM numbers WHERE organisation_id = :organisation"
    " AND participant_id = :person AND kind = 'participant'"
)
SERVICE_NUMBER = text(
    "SELECT id, number_sealed FROM numbers WHERE organisation_id = :organisation"
    " AND kind = 'service' ORDER BY id LIMIT 1"
)
LAST_STOP = text(
    "SELECT method FROM consent_entries WHERE organisation_id = :organisation"
    " AND participant_id = :person AND change = 'withdrawn'"
    " AND channel NOT IN ('call', 'recording') ORDER BY at DESC, id DESC LIMIT 1"
)
HEARD = text(
    "UPDATE participants SET last_heard_at = :at"
    " WHERE organisation_id = :organisation AND id = :id"
)
# Whoever stops texts has stopped calls too; START brings back texts alone.
CONSENT = text(
    "UPDATE participants SET consent = :consent, consent_version = consent_version + 1,"
    " calls = CASE WHEN CAST(:consent AS varchar) = 'stopped' AND calls = 'agreed'"
    " THEN 'stopped' ELSE calls END WHERE organisation_id = :organisation AND id = :id"
)
CALLS = text(
    "UPDATE participants SET calls = :calls, consent_version = consent_version"
    " + CAST(CAST(:calls AS varchar) = 'stopped' AS int)"
    " WHERE organisation_id = :organisation AND id = :id"
)
RECORDED = text(
    "UPDATE participants SET recorded = :recorded"
    " WHERE organisation_id = :organisation AND id = :id"
)
CALL_TERMS = text(
    "UPDATE participants SET call_terms = CAST(:terms AS jsonb)"
    " WHERE organisation_id = :organisation AND id = :id"
)
SCHEDULE = text(
    "UPDATE participants SET schedule = CAST(:schedule AS jsonb)"
    " WHERE organisation_id = :organisation AND id = :id"
)
LANGUAGE = text(
    "UPDATE participants SET language = :language"
    " WHERE organisation_id = :organisation AND id = :id"
)
ZONE = text(
    "UPDATE participants SET zone = :zone"
    " WHERE organisation_id = :organisation AND id = :id"
)
LANGUAGES = text(
    "SELECT DISTINCT language FROM programmes WHERE organisation_id = :organisation"
)
NO_TEXTS = text(
    "UPDATE participants SET no_texts = :code"
    " WHERE organisation_id = :organisation AND id = :id"
)
HOLD = text(
    "UPDATE participants SET hold = :hold, hold_since = :at,"
    " crisis_answered_at = coalesce(:answered, crisis_answered_at),"
    " consent_version = consent_version + 1"
    " WHERE organisation_id = :organisation AND id = :id"
)
RELEASE = text(
    "UPDATE participants SET hold = NULL, hold_since = NULL,"
    " consent_version = consent_version + 1"
    " WHERE organisation_id = :organisation AND id = :id"
)
LADDER = text(
    "UPDATE participants SET ladder = CAST(:ladder AS jsonb), rung = :rung"
    " WHERE organisation_id = :organisation AND id = :id"
)
PAUSE = text(
    "UPDATE participants SET paused_until = :until"
    " WHERE organisation_id = :organisation AND id = :id"
)
STRANGER = text(
    "INSERT INTO strangers (organisation_id, hash, answered_on, suppressed)"
    " VALUES (:organisation, :hash, :today, false)"
    " ON CONFLICT (organisation_id, hash) DO UPDATE SET answered_on = :today"
    " WHERE strangers.answered_on IS DISTINCT FROM :today"
    " AND NOT strangers.suppressed"
)


def organisations(db: Database) -> tuple[UUID, ...]:
    """Return the ids of all organisations, oldest first (a narrow door)."""
    with db.transaction() as tx:
        return tuple(row["id"] for row in tx.rows(ORGANISATIONS))


def tenant_of_number(db: Database, vault: Vault, number: str) -> Tenant | None:
    """Return the organisation whose service number this is (E.164), or None."""
    with db.transaction() as tx:
        (row,) = tx.rows(WHOSE_NUMBER, hash=vault.service_hash(number))
    return None if row["whose"] is None else tenant(db, vault, row["whose"])


def tenant_of_message(db: Database, token: str) -> UUID | None:
    """Return the organisation of the message with this callback token, or None."""
    with db.transaction() as tx:
        row = tx.row(WHOSE_MESSAGE, token=token)
    return None if row is None else row["whose"]


def tenant(db: Database, vault: Vault, organisation_id: UUID) -> Tenant:
    """Return the organisation with its keys unwrapped; raises LookupError."""
    with db.transaction(organisation_id) as tx:
        row = tx.row(TENANT)
    if row is None:
        raise LookupError(f"there is no organisation {organisation_id}")
    return Tenant(
        id=organisation_id,
        name=row["name"],
        country=row["country"],
        key=vault.unwrap(row["wrapped_key"], organisation_id, ORGANISATION),
        hashes=vault.unwrap(row["wrapped_hash_key"], organisation_id, NUMBERS),
    )


def lock_by_number(tx: Tx, vault: Vault, number_hash: bytes) -> Person | None:
    """Lock and return the person with this number, or None: her events in order."""
    row = tx.row(BY_NUMBER, hash=number_hash)
    return None if row is None else opened(vault, row)


def lock(tx: Tx, vault: Vault, participant_id: UUID) -> Person | None:
    """Lock and return a person, or None when she is unknown or erased."""
    row = tx.row(BY_ID, id=participant_id)
    return None if row is None else opened(vault, row)


def lock_of_nudge(tx: Tx, vault: Vault, nudge_id: UUID) -> Person | None:
    """Lock and return whose nudge this is, or None when she is unknown or erased."""
    row = tx.row(BY_NUDGE, id=nudge_id)
    return None if row is None else opened(vault, row)


def opened(vault: Vault, row: Found) -> Person:
    """Return the person of a row of COLUMNS."""
    values = dict(row)
    key = vault.unwrap(values.pop("wrapped_key"), row["id"], PARTICIPANT)
    sealed = values.pop("name_sealed")
    name = key.open(sealed, "participants", row["id"], "name_sealed")
    return Person(key=key, name=name, **values)


def programme_of(tx: Tx, person: Person) -> Programme:
    """Return the person's programme."""
    return Programme(**tx.rows(PROGRAMME, id=person.programme_id)[0])


def number_of(tx: Tx, person: Person) -> str:
    """Return the person's number (E.164)."""
    row = tx.rows(NUMBER, person=person.id)[0]
    return person.key.open(row["number_sealed"], "numbers", row["id"], "number_sealed")


def service_number(tx: Tx, key: Key) -> str:
    """Return the organisation's own number (E.164): what people text to."""
    row = tx.rows(SERVICE_NUMBER)[0]
    return key.open(row["number_sealed"], "numbers", row["id"], "number_sealed")


def change_consent(tx: Tx, person: Person, consent: str) -> None:
    """Set the person's consent; every change counts its version one up."""
    tx.later(CONSENT, id=person.id, consent=consent)


def change_calls(tx: Tx, person: Person, calls: str) -> None:
    """Set what the person says of calls; "stopped" counts her consent one up."""
    tx.later(CALLS, id=person.id, calls=calls)


def change_recorded(tx: Tx, person: Person, *, recorded: bool) -> None:
    """Set whether the person's voice may be recorded."""
    tx.later(RECORDED, id=person.id, recorded=recorded)


def change_language(tx: Tx, person: Person, language: str) -> None:
    """Set the language the person is spoken to in from now on."""
    tx.later(LANGUAGE, id=person.id, language=language)


def language_of_all(tx: Tx) -> str:
    """Return the language of all programmes here; English when they differ."""
    found = {str(row["language"]) for row in tx.rows(LANGUAGES)}
    return found.pop() if len(found) == 1 else "en"


def save_call_terms(tx: Tx, person: Person, terms: str) -> None:
    """Save when the person wants calls (JSON text), where that is her own."""
    tx.later(CALL_TERMS, id=person.id, terms=terms)


def save_schedule(tx: Tx, person: Person, schedule: str | None) -> None:
    """Save what of the person's days is her own (JSON text), None for nothing."""
    tx.later(SCHEDULE, id=person.id, schedule=schedule)


def change_zone(tx: Tx, person: Person, zone: str) -> None:
    """Set on which clock the person lives from now on."""
    tx.later(ZONE, id=person.id, zone=zone)


def no_texts(tx: Tx, person: Person, code: int | None) -> None:
    """Keep the code that says her line takes no texts; None: it does."""
    tx.later(NO_TEXTS, id=person.id, code=code)


def last_stop(tx: Tx, person: Person) -> str | None:
    """Return how the person stopped texts last (`KEYWORD`, ...), or None."""
    row = tx.row(LAST_STOP, person=person.id)
    return None if row is None else str(row["method"])


def keep_entry(
    tx: Tx, person: Person, row_id: UUID, *, wording: str, **entry: str
) -> None:
    """Keep one entry of the consent ledger, its wording sealed."""
    tx.put(
        tables.ConsentEntryRow,
        id=row_id,
        participant_id=person.id,
        wording_sealed=person.key.seal(
            wording, "consent_entries", row_id, "wording_sealed"
        ),
        at=tx.now,
        **entry,
    )


def greet_stranger(tx: Tx, number_hash: bytes, today: date) -> bool:
    """Return whether an unknown number may be answered: once a day, unless silenced."""
    return tx.run(STRANGER, hash=number_hash, today=today) == 1


def save_ladder(tx: Tx, person: Person, ladder: str, rung: int) -> None:
    """Save a person's Ladder (JSON text) and the rung she stands on."""
    tx.last(LADDER, id=person.id, ladder=ladder, rung=rung)


def pause(tx: Tx, person: Person, until: date | None) -> None:
    """Pause a person up to and including a local day, or end the pause."""
    tx.later(PAUSE, id=person.id, until=until)


def hold(tx: Tx, person: Person, reason: str, answered: datetime | None) -> None:
    """Hold all automation for a person until a person clears it."""
    tx.later(HOLD, id=person.id, hold=reason, at=tx.now, answered=answered)


def release(tx: Tx, person: Person) -> None:
    """Lift a person's hold; what was written before this is not called any more."""
    tx.later(RELEASE, id=person.id)


def heard(tx: Tx, person: Person) -> None:
    """Note that the person was heard from now."""
    tx.last(HEARD, id=person.id, at=tx.now)
