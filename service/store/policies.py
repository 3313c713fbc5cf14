"""What was decided about a person's rung, opened with her own key."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from flows.coach.policy import LADDER
from service.store.db import Found, Tx
from service.store.people import PARTICIPANT, Person
from service.store.vault import Key, Vault

# The kind of step `s` of person `p`: what a coach has said of it stands over its own,
# under a preset too, which keeps her words beside its own state.
KIND = (
    "coalesce(jsonb_path_query_first(coalesce(p.ladder -> 'kept', p.ladder),"
    " '$.overrides[*] ? (@.what == \"kind\").value') #>> '{}', s.kind)"
)
# What decides on the prompts of person `p`, as flows.coach.policy names it: a rung on
# which a coach holds her stands over a preset.
DECIDES = (
    "CASE WHEN p.ladder @? '$.kept.overrides[*] ? (@.what == \"rung\")'"
    f" THEN '{LADDER}' ELSE coalesce(p.ladder ->> 'preset', '{LADDER}') END"
)
STANDING = text(
    "SELECT wrapped_key, ladder FROM participants"
    " WHERE organisation_id = :organisation AND id = :id AND wrapped_key IS NOT NULL"
)
DECIDED = text(
    "SELECT id, at, rule, sentence_sealed FROM decisions"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND verdict = 'rung' ORDER BY at DESC, id DESC LIMIT :most"
)
NEWEST = text(
    "SELECT at, rule, inputs FROM decisions"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND verdict = 'rung' AND rule = ANY(:rules) ORDER BY at DESC, id DESC LIMIT 1"
)


def standing(tx: Tx, vault: Vault, whose: UUID) -> tuple[Key, dict[str, Any]] | None:
    """Return somebody's key and her policy as it is kept, her row not locked."""
    row = tx.row(STANDING, id=whose)
    if row is None:
        return None
    return vault.unwrap(row["wrapped_key"], whose, PARTICIPANT), row["ladder"]


def whole(tx: Tx, person: Person) -> dict[str, Any]:
    """Return a person's policy as it is kept, with the log that handfuls leave out."""
    found: dict[str, Any] = tx.rows(STANDING, id=person.id)[0]["ladder"]
    return found


def decided(tx: Tx, person: Person, most: int) -> tuple[tuple[datetime, str, str], ...]:
    """Return (when, rule, sentence) of decisions about her rung, the newest first."""
    rows = tx.rows(DECIDED, person=person.id, most=most)
    return tuple((row["at"], row["rule"], _sentence(person, row)) for row in rows)


def newest(
    tx: Tx, person: Person, rules: tuple[str, ...]
) -> tuple[datetime, str, dict[str, Any]] | None:
    """Return (when, rule, inputs) of what was decided last by one of these rules."""
    row = tx.row(NEWEST, person=person.id, rules=list(rules))
    return None if row is None else (row["at"], row["rule"], row["inputs"])


def _sentence(person: Person, row: Found) -> str:
    sealed = row["sentence_sealed"]
    return person.key.open(sealed, "decisions", row["id"], "sentence_sealed")
