"""What is planned and what came of it: chances, nudges, attempts, decisions, alerts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from flows.safety import alerting
from service.store import layouts, tables
from service.store.db import Found, Tx
from service.store.people import Person

REPORTED = text(
    "SELECT 1 FROM chances WHERE organisation_id = :organisation AND id = :chance"
    " AND outcome <> 'open'"
)
OUTCOME = text(
    "UPDATE chances SET outcome = :outcome"
    " WHERE organisation_id = :organisation AND id = :id"
)
SAVE_ATTEMPT = text(
    "UPDATE attempts SET outcome = :outcome, label = :label, words_sealed = :words"
    " WHERE organisation_id = :organisation AND id = :id"
)
ADD_WORDS = {
    column: text(
        f"UPDATE attempts SET {column}_sealed = :words"  # noqa: S608 -- our columns
        " WHERE organisation_id = :organisation AND id = :id"
    )
    for column in ("words", "what_i_did", "missing")
}
ATTEMPT = text(
    "SELECT words_sealed, what_i_did_sealed, missing_sealed FROM attempts"
    " WHERE organisation_id = :organisation AND id = :id"
)
# What the clock lays out by itself, and lays out anew: prompts, and the day's one call.
# A second try, and a call she asked for, stand by what happened and stay.
_LAID_OUT = (
    "(kind = 'prompt' OR occurrence = 'call/' || to_char(local_date, 'YYYY-MM-DD'))"
)
_WAITS = (
    f"organisation_id = :organisation AND participant_id = :person AND {_LAID_OUT}"
    " AND state = 'planned' AND due_at > :now"
)
# A nudge that was moved has its decision, which stays: it is never deleted.
_DECIDED = (
    "EXISTS (SELECT 1 FROM decisions d WHERE d.organisation_id = :organisation"
    " AND d.participant_id = :person AND d.nudge_id = nudges.id)"
)
MOVED = text(
    f"SELECT id, occurrence, due_at FROM nudges WHERE {_WAITS} AND {_DECIDED}"  # noqa: S608 -- ours
    " AND (occurrence = :which OR kind = :which) ORDER BY due_at, id"
)
CANCEL_SCRIPT = text(
    "UPDATE nudges SET state = 'cancelled' WHERE organisation_id = :organisation"
    " AND participant_id = :person AND script = :script AND state = 'planned'"
)
OF_SCRIPT = text(
    "SELECT due_at FROM nudges WHERE organisation_id = :organisation"
    " AND participant_id = :person AND script = :script ORDER BY due_at"
)
DROP_LAID_OUT = text(f"DELETE FROM nudges WHERE {_WAITS} AND NOT {_DECIDED}")  # noqa: S608 -- ours
DROP_PROMPT = text(
    f"DELETE FROM nudges WHERE {_WAITS} AND NOT {_DECIDED}"  # noqa: S608 -- ours
    " AND kind = 'prompt' AND occurrence = :occurrence"
)
DROP_CALLS = text(
    "DELETE FROM nudges n WHERE n.organisation_id = :organisation"
    " AND n.participant_id = :person AND n.kind = 'call' AND n.state = 'planned'"
    " AND n.due_at > :now AND NOT EXISTS (SELECT 1 FROM decisions d"
    " WHERE d.organisation_id = :organisation AND d.participant_id = :person"
    " AND d.nudge_id = n.id)"
)
CANCEL_CALLS = text(
    "UPDATE nudges SET state = 'cancelled' WHERE organisation_id = :organisation"
    " AND participant_id = :person AND kind = 'call' AND state = 'planned'"
)
PLANNED_UNTIL = text(
    "UPDATE participants SET planned_until = :until, plan_at = :at"
    " WHERE organisation_id = :organisation AND id = :person"
)
SETTLE_NUDGE = text(
    "UPDATE nudges SET state = :state, due_at = :due_at, tries = tries + :tried"
    " WHERE organisation_id = :organisation AND id = :id AND state = 'planned'"
)
# A chance that was taken out of the plan is nothing she ever saw.
LAST_DECISION = text(
    "SELECT verdict, rule, inputs FROM decisions"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND rule NOT IN ('plan_dropped', 'plan_over', 'plan_none')"
    " AND (nudge_id IS NOT NULL OR at < :now)"
    " ORDER BY at DESC, id DESC LIMIT 1"
)
OPEN_ALERTS = text(
    "SELECT DISTINCT kind FROM alerts WHERE organisation_id = :organisation"
    " AND participant_id = :person AND state = 'open'"
)
SILENT_CHANCES = text(
    f"SELECT c.id, c.local_date, c.slot, {layouts.LED} AS prompt"  # noqa: S608 -- ours
    f" FROM chances c{layouts.WENT} WHERE c.organisation_id = :organisation"
    " AND c.participant_id = :person AND c.outcome = 'open' AND c.closes_at < :now"
    " AND c.local_date >= :since ORDER BY c.local_date, c.slot"
)


@dataclass(frozen=True, slots=True)
class NewChance:
    """A chance to be kept: its day and window on the wall, and their instants."""

    id: UUID
    step_id: UUID
    local_date: date
    slot: int
    zone: str
    opens: time
    deadline: time
    closes: time
    opens_at: datetime
    deadline_at: datetime
    closes_at: datetime
    plan: str
    probability: float


@dataclass(frozen=True, slots=True)
class NewNudge:
    """A nudge to be kept: `occurrence` is its key for this person, once for ever."""

    id: UUID
    chance_id: UUID | None
    kind: str
    occurrence: str
    script: str
    local_date: date
    wall: time
    zone: str
    due_at: datetime
    expires_at: datetime


def keep_chance(tx: Tx, person: Person, chance: NewChance, outcome: str) -> None:
    """Keep a chance that is known not to stand yet; its key guards that (I1)."""
    values = {name: getattr(chance, name) for name in NewChance.__slots__}
    tx.put(tables.ChanceRow, participant_id=person.id, outcome=outcome, **values)


def keep_nudge(tx: Tx, person: Person, nudge: NewNudge) -> bool:
    """Plan a nudge once; return False when that occurrence stands already (I1)."""
    values = {name: getattr(nudge, name) for name in NewNudge.__slots__}
    return tx.put_once(
        tables.NudgeRow, participant_id=person.id, state="planned", tries=0, **values
    )


def put_nudge(tx: Tx, person: Person, nudge: NewNudge) -> None:
    """Plan a nudge that is known not to stand yet; its key guards that (I1)."""
    values = {name: getattr(nudge, name) for name in NewNudge.__slots__}
    tx.put(
        tables.NudgeRow, participant_id=person.id, state="planned", tries=0, **values
    )


def is_reported(tx: Tx, chance_id: UUID) -> bool:
    """Return whether anything was reported about a chance."""
    return tx.row(REPORTED, chance=chance_id) is not None


def keep_attempt(
    tx: Tx, person: Person, attempt_id: UUID, words: str, **of: Any
) -> None:
    """Keep a new attempt with its words (`chance_id`, `outcome`, `label`, ...)."""
    tx.put(
        tables.AttemptRow,
        id=attempt_id,
        participant_id=person.id,
        words_sealed=_sealed(person, attempt_id, "words", words),
        what_i_did_sealed=None,
        missing_sealed=None,
        reported_at=tx.now,
        **of,
    )


def merge_attempt(
    tx: Tx, person: Person, attempt_id: UUID, chance_id: UUID, merged: tuple[str, ...]
) -> None:
    """Write (outcome, label, words) over an attempt that stood: never a second try."""
    outcome, label, words = merged
    sealed = _sealed(person, attempt_id, "words", words)
    tx.later(SAVE_ATTEMPT, id=attempt_id, outcome=outcome, label=label, words=sealed)
    close_chance(tx, chance_id, outcome)


def close_chance(tx: Tx, chance_id: UUID, outcome: str) -> None:
    """Say what came of a chance."""
    tx.later(OUTCOME, id=chance_id, outcome=outcome)


def sealed_words(tx: Tx, attempt_id: UUID) -> dict[str, bytes | None]:
    """Return an attempt's words by column, still sealed."""
    row = tx.rows(ATTEMPT, id=attempt_id)[0]
    return {name: row[f"{name}_sealed"] for name in ADD_WORDS}


def add_words(
    tx: Tx,
    person: Person,
    attempt_id: UUID,
    column: str,
    words: str,
    before: bytes | None,
) -> None:
    """Add words to a column of an attempt, after those sealed there `before`."""
    stood = "" if before is None else opened(person, attempt_id, column, before)
    joined = f"{stood}\n{words}" if stood else words
    sealed = _sealed(person, attempt_id, column, joined)
    tx.later(ADD_WORDS[column], id=attempt_id, words=sealed)


def opened(person: Person, attempt_id: UUID, column: str, sealed: bytes) -> str:
    """Return the words sealed in one column of an attempt."""
    return person.key.open(sealed, "attempts", attempt_id, f"{column}_sealed")


def _sealed(person: Person, attempt_id: UUID, column: str, words: str) -> bytes:
    return person.key.seal(words, "attempts", attempt_id, f"{column}_sealed")


def replan(tx: Tx, person: Person) -> None:
    """Drop prompts and calls not yet due and let the clock plan the days anew.

    One that was moved waits on: planning says whether it is wanted still.
    """
    tx.later(DROP_LAID_OUT, person=person.id, now=tx.now)
    planned_until(tx, person, None)


def drop_prompt(tx: Tx, person: Person, occurrence: str) -> bool:
    """Drop a prompt not yet due; False where it stays, having gone or been moved."""
    about = {"person": person.id, "now": tx.now, "occurrence": occurrence}
    return tx.run(DROP_PROMPT, **about) > 0


def moved(tx: Tx, person: Person, which: str) -> list[Found]:
    """Return what waits since it was moved: of an occurrence, or all of a kind.

    That is prompts and the call of a day; each with id, occurrence and due_at.
    """
    return tx.rows(MOVED, person=person.id, now=tx.now, which=which)


def cancel_calls(tx: Tx, person: Person) -> None:
    """Cancel every planned call to a person, also those she asked for.

    Those of days to come are dropped, so that a later yes can plan them anew.
    """
    tx.later(DROP_CALLS, person=person.id, now=tx.now)
    tx.later(CANCEL_CALLS, person=person.id)


def cancel_script(tx: Tx, person: Person, script: str) -> None:
    """Cancel every planned nudge of a script to a person."""
    tx.later(CANCEL_SCRIPT, person=person.id, script=script)


def nudges_of(tx: Tx, person: Person, script: str) -> tuple[datetime, ...]:
    """Return when each nudge of a script is or was due, the earliest first."""
    return tuple(
        row["due_at"] for row in tx.rows(OF_SCRIPT, person=person.id, script=script)
    )


def planned_until(
    tx: Tx, person: Person, until: date | None, again: datetime | None = None
) -> None:
    """Say up to which local day her nudges stand, and when to lay out days again."""
    tx.later(PLANNED_UNTIL, person=person.id, until=until, at=again)


def settle_nudge(
    tx: Tx, nudge_id: UUID, state: str, due_at: datetime, *, tried: int = 0
) -> None:
    """Say what came of a planned nudge, or when it is due instead."""
    tx.later(SETTLE_NUDGE, id=nudge_id, state=state, due_at=due_at, tried=tried)


def decide(tx: Tx, person: Person, row_id: UUID, sentence: str, **of: Any) -> None:
    """Keep a decision with its rule, inputs and one sentence (law 10)."""
    tx.put(
        tables.DecisionRow,
        id=row_id,
        participant_id=person.id,
        sentence_sealed=person.key.seal(
            sentence, "decisions", row_id, "sentence_sealed"
        ),
        at=tx.now,
        **of,
    )


def last_decision(tx: Tx, person: Person) -> tuple[str, str, dict[str, Any]] | None:
    """Return (verdict, rule, inputs) of what was last decided before she asked.

    What was only planned and taken out again is no answer: she never saw it.
    """
    row = tx.row(LAST_DECISION, person=person.id, now=tx.now)
    return None if row is None else (row["verdict"], row["rule"], row["inputs"])


def raise_alert(
    tx: Tx,
    row_id: UUID,
    participant_id: UUID | None,
    kind: str,
    reason: str,
    programme_id: UUID | None = None,
) -> None:
    """Put something before the coaches, open until a person says it is seen.

    `programme_id` is the programme that it is about where it is about nobody in it.
    When they are told, and by what, follows from its kind (flows.safety.alerting).
    """
    first = alerting.step(alerting.way(kind, reason), 0)
    next_at = None if first is None else tx.now + first.after
    about = {"participant_id": participant_id, "programme_id": programme_id}
    _raise(tx, tx.now, next_at=next_at, id=row_id, kind=kind, reason=reason, **about)


def ask_since(
    tx: Tx, row_id: UUID, person: Person, reason: str, since: datetime
) -> None:
    """Put before the coaches what waits for a person's hand since a while already.

    It waits on the page and goes round to nobody, so that it holds up no erasure.
    """
    about = {"participant_id": person.id, "programme_id": None, "next_at": None}
    _raise(tx, since, id=row_id, kind="hand", reason=reason, **about)


def _raise(tx: Tx, since: datetime, **of: object) -> None:
    tx.put(
        tables.AlertRow,
        state="open",
        raised_at=since,
        acknowledged_at=None,
        step=0,
        heeded_at=None,
        heeded_by=None,
        heeded_via=None,
        heeded_as_sealed=None,
        **of,
    )


def open_alerts(tx: Tx, person: Person) -> frozenset[str]:
    """Return the kinds of a person's alerts that nobody has seen yet."""
    return frozenset(row["kind"] for row in tx.rows(OPEN_ALERTS, person=person.id))


class Silent(NamedTuple):
    """A chance that closed without a word, and the prompt that went for it."""

    id: UUID
    day: date
    prompt: str
    slot: int


def silent_chances(tx: Tx, person: Person, since: date) -> Sequence[Silent]:
    """Return the chances since that day which closed without a word."""
    rows = tx.rows(SILENT_CHANCES, person=person.id, now=tx.now, since=since)
    return [
        Silent(row["id"], row["local_date"], row["prompt"], row["slot"]) for row in rows
    ]


def as_json(value: dict[str, Any]) -> str:
    """Return a value as JSON text for a jsonb column."""
    return json.dumps(value, separators=(",", ":"), default=str)
