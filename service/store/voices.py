"""Read-only: a person's calls, her voice and the numbers she gave, for the coach.

Laws: every query names the organisation; words and sound are opened with the person's
own key; sound leaves this room only as one recording of one person, asked for by both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx
from service.store.people import PARTICIPANT
from service.store.vault import Key, Vault

MOST_VALUES = 12
# What a carrier's recordings are; a page is given nothing else under a name of theirs.
PLAYED = frozenset(
    {"audio/wav", "audio/x-wav", "audio/wave", "audio/mpeg", "audio/mp3"}
)
UNNAMED = "application/octet-stream"

_OF_HER = "organisation_id = :organisation AND participant_id = :person"
# A call of ours stands in the outbox first, and among the calls once it rang.
CALLS = text(
    "SELECT"  # noqa: S608 -- ours
    " coalesce(c.id, o.id) AS id, c.id AS call_id, o.nudge_id, o.state AS made,"
    " o.error_code, o.waits_for, coalesce(c.direction, 'out') AS direction,"
    " c.state, c.seconds,"
    " coalesce(o.created_at, c.began_at) AS at, c.began_at, c.ended_at,"
    # A coach's own call: the words of its message are her name.
    " o.id AS message, CASE WHEN o.kind = 'personal' THEN o.body_sealed END AS by,"
    " (SELECT b.ended FROM bridges b WHERE b.organisation_id = :organisation"
    " AND b.id = o.id AND o.kind = 'personal') AS bridge"
    f" FROM (SELECT * FROM calls WHERE {_OF_HER}) c FULL JOIN (SELECT * FROM"
    f" outbox_messages WHERE {_OF_HER} AND channel = 'call') o"
    " ON o.id = c.outbox_message_id"
    " WHERE coalesce(o.created_at, c.began_at) >= :since"
    " AND coalesce(c.began_at, o.created_at) < :before"
    " ORDER BY coalesce(c.began_at, o.created_at) DESC, id DESC LIMIT :most"
)
SPOKEN = text(
    "SELECT id, kind, heard_sealed, said_sealed, keys_sealed, at"  # noqa: S608 -- ours
    " FROM turns"
    f" WHERE {_OF_HER} AND channel = 'voice' AND at >= :since"
    " AND at <= coalesce(CAST(:until AS timestamptz), 'infinity') ORDER BY at, id"
)
VOICES = text(
    "SELECT id, call_id, attempt_id, seconds, state, transcript_sealed, at"  # noqa: S608 -- ours
    f" FROM recordings WHERE {_OF_HER} ORDER BY at, id"
)
SOUND = text(
    "SELECT r.id, r.audio_sealed, r.media_type, p.wrapped_key FROM recordings r"
    " JOIN participants p ON p.id = r.participant_id"
    " WHERE r.organisation_id = :organisation AND r.participant_id = :person"
    " AND r.id = :id AND r.state = 'kept' AND p.wrapped_key IS NOT NULL"
)
TAKE = text(
    "SELECT r.id, r.participant_id, r.state, r.audio_sealed, r.media_type,"
    " p.wrapped_key FROM recordings r JOIN calls c ON c.id = r.call_id"
    " JOIN participants p ON p.id = r.participant_id"
    " WHERE r.organisation_id = :organisation AND r.carrier_id = :take"
    " AND c.carrier_id = :call AND r.state <> 'missing' AND p.wrapped_key IS NOT NULL"
)
MEASURES = text(
    "SELECT m.name, m.step_id, m.value, m.at, s.step_sealed, s.ended_at FROM measures m"
    " LEFT JOIN steps s ON s.id = m.step_id"
    " WHERE m.organisation_id = :organisation AND m.participant_id = :person"
    " ORDER BY s.created_at DESC NULLS LAST, m.step_id, m.name, m.at DESC, m.id DESC"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A recording: awaited at the carrier, kept here, or missing for good."""

    id: UUID
    call_id: UUID
    attempt_id: UUID | None
    seconds: int
    state: str
    transcript: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn of a call: what she said, what was said to her, the keys she pressed.

    Each is "" for nothing; keys stand with what they meant where she pressed them.
    """

    kind: str
    heard: str
    said: str
    keys: str


@dataclass(frozen=True, slots=True)
class Called:
    """A call: who called, how it ended, how long it took, and why it was made.

    `state` is the call's own (None before it rang), `made` that of our message which
    asked for it (None when she called). `by` names the coach who called herself,
    `bridge` says how such a call ended that never reached the person.
    """

    id: UUID
    at: datetime
    direction: str
    state: str | None
    made: str | None
    error_code: int | None
    waited_for: str | None
    seconds: int | None
    why: str
    voices: tuple[Voice, ...]
    spoken: tuple[Spoken, ...]
    by: str = ""
    bridge: str | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """One recording, opened."""

    audio: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A take by the carrier's names: its sound, or None while it is not kept here."""

    sound: Sound | None


@dataclass(frozen=True, slots=True)
class Series:
    """The last numbers she gave of one name about one step, oldest first; n in all."""

    name: str
    step: str
    current: bool
    values: tuple[tuple[datetime, int], ...]
    n: int


def calls(
    tx: Tx, whose: UUID, most: int, since: datetime, before: datetime
) -> list[Found]:
    """Return the rows of a person's last calls in that time, newest first."""
    return tx.rows(CALLS, person=whose, most=most, since=since, before=before)


def recorded(tx: Tx, key: Key, whose: UUID) -> tuple[Voice, ...]:
    """Return every recording of a person, oldest first, without its sound."""
    return tuple(_voice(key, row) for row in tx.rows(VOICES, person=whose))


def _voice(key: Key, row: Found) -> Voice:
    at = "transcript_sealed"
    transcript = key.words(row[at], "recordings", row["id"], at).strip()
    return Voice(
        transcript=transcript,
        **{name: row[name] for name in row if name != "transcript_sealed"},
    )


def spoken(tx: Tx, whose: UUID, rows: Sequence[Found]) -> list[Found]:
    """Return the turns of those calls, still sealed, in order."""
    rang = [row for row in rows if row["began_at"] is not None]
    if not rang:
        return []
    ends = [row["ended_at"] for row in rang]
    until = None if None in ends else max(ends)
    since = min(row["began_at"] for row in rang)
    return tx.rows(SPOKEN, person=whose, since=since, until=until)


def opened(
    key: Key,
    rows: Sequence[Found],
    turns: Sequence[Found],
    voices: Sequence[Voice],
    why: Mapping[UUID, str],
) -> tuple[Called, ...]:
    """Return calls whole: rows of `calls`, each with its words, voices and why."""
    return tuple(
        Called(
            id=row["id"],
            at=row["began_at"] or row["at"],
            direction=row["direction"],
            state=row["state"],
            made=row["made"],
            error_code=row["error_code"],
            waited_for=row["waits_for"],
            seconds=row["seconds"],
            why=why.get(row["id"], ""),
            voices=tuple(one for one in voices if one.call_id == row["call_id"]),
            spoken=tuple(_spoken(key, turn) for turn in turns if _in(row, turn)),
            by=key.words(row["by"], "outbox_messages", row["message"], "body_sealed"),
            bridge=row["bridge"],
        )
        for row in rows
    )


def _in(row: Found, turn: Found) -> bool:
    began, ended = row["began_at"], row["ended_at"]
    return began is not None and (
        began <= turn["at"] and (ended is None or turn["at"] <= ended)
    )


def _spoken(key: Key, row: Found) -> Spoken:
    heard, said, keys = (
        key.words(row[at], "turns", row["id"], at).strip()
        for at in ("heard_sealed", "said_sealed", "keys_sealed")
    )
    return Spoken(row["kind"], heard, said, keys)


def sound(tx: Tx, vault: Vault, whose: UUID, recording: UUID) -> Sound | None:
    """Return one recording of one person, opened; None when there is nothing kept."""
    row = tx.row(SOUND, person=whose, id=recording)
    if row is None:
        return None
    return _sound(vault, whose, row)


def take(tx: Tx, vault: Vault, call_sid: str, sid: str) -> Taken | None:
    """Return a take of a call by the carrier's names, or None when it is not one."""
    row = tx.row(TAKE, call=call_sid, take=sid)
    if row is None:
        return None
    kept = row["state"] == "kept"
    return Taken(_sound(vault, row["participant_id"], row) if kept else None)


def _sound(vault: Vault, whose: UUID, row: Found) -> Sound:
    key = vault.unwrap(row["wrapped_key"], whose, PARTICIPANT)
    audio = key.open_bytes(row["audio_sealed"], "recordings", row["id"], "audio_sealed")
    kind = row["media_type"]
    return Sound(audio, kind if kind in PLAYED else UNNAMED)


def measures(tx: Tx, key: Key, whose: UUID) -> tuple[Series, ...]:
    """Return the numbers a person gave, by step and name, the current step first."""
    rows = tx.rows(MEASURES, person=whose)
    found = groupby(rows, lambda row: (row["step_id"], row["name"]))
    return tuple(_series(key, name, tuple(told)) for (_, name), told in found)


def _series(key: Key, name: str, rows: Sequence[Found]) -> Series:
    first = rows[0]
    at, sealed = first["step_id"], first["step_sealed"]
    step = key.words(sealed, "steps", at, "step_sealed")
    return Series(
        name=name,
        step=step,
        current=sealed is not None and first["ended_at"] is None,
        values=tuple((row["at"], row["value"]) for row in reversed(rows[:MOST_VALUES])),
        n=len(rows),
    )
