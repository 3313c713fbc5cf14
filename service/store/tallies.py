"""What a person's tries add up to: her chances, numbers, steps, and her wins.

Laws: every query names the organisation; nothing here is opened but the words of a
win, so that a group can be counted without a key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from flows.coach import timing
from flows.coach.attempts import SURELY_NOT_ACCEPTED, ChanceRecord
from flows.coach.effect import Drawn
from flows.coach.sums import Number, Stage
from flows.talk import answers
from service.store.db import Found, Tx
from service.store.people import Person

# What came of every chance that is over or reported, and what came before the word: a
# follow-up about a chance is the text in place of its call.
CHANCES = text(
    "SELECT c.participant_id, c.step_id, c.local_date, c.slot, c.outcome, c.plan,"
    " c.probability, a.label, coalesce(m.called, false) AS called,"
    " coalesce(m.prompted, false) AS prompted FROM chances c"
    " LEFT JOIN attempts a ON a.chance_id = c.id"
    " LEFT JOIN (SELECT chance_id, bool_or(kind <> 'prompt') AS called,"
    " bool_or(true) AS prompted FROM outbox_messages"
    " WHERE organisation_id = :organisation AND participant_id = ANY(:ids)"
    " AND kind IN ('prompt', 'call', 'follow_up') AND state <> ALL(:unsent)"
    " GROUP BY chance_id) m"
    " ON m.chance_id = c.id"
    " WHERE c.organisation_id = :organisation AND c.participant_id = ANY(:ids)"
    " AND (c.outcome <> 'open' OR c.closes_at <= :now)"
    " ORDER BY c.local_date, c.slot"
)
NUMBERS = text(
    "SELECT m.step_id, m.name, m.value, m.at, p.zone FROM measures m"
    " JOIN participants p ON p.id = m.participant_id"
    " WHERE m.organisation_id = :organisation AND m.participant_id = :person"
    " ORDER BY m.at, m.id"
)
# A step of the path has a place; one a coach entered was audited in its transaction.
STAGES = text(
    "SELECT s.id, s.place IS NULL AND NOT EXISTS (SELECT 1 FROM audits a"
    " WHERE a.organisation_id = :organisation AND a.subject = p.id"
    " AND a.at = s.created_at AND a.action IN ('enrolled', 'set step')) AS hers,"
    " s.created_at, p.zone FROM steps s JOIN participants p ON p.id = s.participant_id"
    " WHERE s.organisation_id = :organisation AND s.participant_id = :person"
    " ORDER BY s.created_at, s.id"
)
# Where she has tried: the cue of a step is the place it is tried at.
CUES = text(
    "SELECT s.id, s.cue_sealed FROM steps s WHERE s.organisation_id = :organisation"
    " AND s.participant_id = :person AND EXISTS (SELECT 1 FROM chances c"
    " WHERE c.organisation_id = :organisation AND c.participant_id = :person"
    " AND c.step_id = s.id AND c.outcome = 'attempted')"
)
# A call, its retry and the text in its place are one, and so are a text and its second
# try; a call she asked for is none.
SENT = text(
    "SELECT o.participant_id, count(DISTINCT coalesce("
    "substring(n.occurrence FROM '^call/[^/]+'),"
    " CAST(coalesce(o.retry_of, o.id) AS text))) AS sent"
    " FROM outbox_messages o LEFT JOIN nudges n ON n.id = o.nudge_id"
    " WHERE o.organisation_id = :organisation AND o.participant_id = ANY(:ids)"
    " AND o.created_at >= :since AND o.kind IN ('prompt', 'follow_up', 'call')"
    " AND o.state <> ALL(:unsent) AND coalesce(n.occurrence, '') !~ '^call_me/'"
    " GROUP BY o.participant_id"
)
# Those who once said yes to texts; a yes to calls or to being recorded is another.
JOINED = text(
    "SELECT p.id, p.programme_id, p.consent, p.zone, min(c.at) AS joined"
    " FROM participants p JOIN consent_entries c ON c.participant_id = p.id"
    " WHERE p.organisation_id = :organisation AND c.organisation_id = :organisation"
    " AND c.change = 'given' AND c.channel NOT IN ('call', 'recording')"
    " GROUP BY p.id ORDER BY p.id"
)
# Which of them have words is known once they are opened: hence no limit here.
TRIES = text(
    "SELECT a.id, a.words_sealed, a.what_i_did_sealed, c.local_date FROM attempts a"
    " JOIN chances c ON c.id = a.chance_id WHERE a.organisation_id = :organisation"
    " AND a.participant_id = :person AND a.outcome = 'attempted'"
    " ORDER BY c.local_date DESC, a.reported_at DESC, a.id DESC"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a person's chances, and at which of them a lot was drawn."""

    records: tuple[ChanceRecord, ...] = ()
    drawn: tuple[Drawn, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who once agreed to texts: her programme, consent now, and since when."""

    id: UUID
    programme_id: UUID
    consent: str
    zone: str
    joined: datetime


@dataclass(frozen=True, slots=True)
class Win:
    """A try in her own words, and its local day."""

    words: str
    day: date


def chances(tx: Tx, ids: Collection[UUID]) -> Mapping[UUID, Told]:
    """Return what is known of each person's chances, the oldest first."""
    unsent = sorted(SURELY_NOT_ACCEPTED)
    rows: dict[UUID, list[Found]] = {each: [] for each in ids}
    for row in tx.rows(CHANCES, ids=list(ids), unsent=unsent, now=tx.now):
        rows[row["participant_id"]].append(row)
    return {
        each: Told(tuple(map(_record, of)), tuple(map(_drawn, of)))
        for each, of in rows.items()
    }


def _record(row: Found) -> ChanceRecord:
    opened = row["called"] or (row["prompted"] and row["plan"] == "before")
    outcome: Any = "unknown" if row["outcome"] == "open" else row["outcome"]
    return ChanceRecord(
        key=f"{row['step_id']}/{row['local_date']}/{row['slot']}",
        local_date=row["local_date"],
        outcome=outcome,
        label=row["label"] or "unprompted",
        prompted_first=opened,
        step=str(row["step_id"]),
    )


def _drawn(row: Found) -> Drawn:
    record = _record(row)
    return Drawn(
        who=str(row["participant_id"]),
        key=record.key,
        probability=row["probability"],
        prompt=row["plan"] != "none",
        mark=record.mark,
    )


def numbers(tx: Tx, whose: UUID) -> tuple[Number, ...]:
    """Return every number a person gave, the oldest first."""
    return tuple(
        Number(
            step="" if row["step_id"] is None else str(row["step_id"]),
            name=row["name"],
            value=row["value"],
            at=row["at"],
            on=timing.local_day(row["at"], row["zone"]),
        )
        for row in tx.rows(NUMBERS, person=whose)
    )


def stages(tx: Tx, whose: UUID) -> tuple[Stage, ...]:
    """Return the steps a person has had, the first one first."""
    return tuple(
        Stage(
            step=str(row["id"]),
            hers=row["hers"],
            began=timing.local_day(row["created_at"], row["zone"]),
        )
        for row in tx.rows(STAGES, person=whose)
    )


def places(tx: Tx, person: Person) -> int:
    """Return at how many different cues a person has tried, capitals aside."""
    opened = (
        person.key.open(row["cue_sealed"], "steps", row["id"], "cue_sealed")
        for row in tx.rows(CUES, person=person.id)
    )
    return len({" ".join(cue.split()).casefold() for cue in opened})


def sent(tx: Tx, ids: Collection[UUID], since: datetime) -> Mapping[UUID, int]:
    """Return how many prompts may have reached each person since then."""
    unsent = sorted(SURELY_NOT_ACCEPTED)
    rows = tx.rows(SENT, ids=list(ids), since=since, unsent=unsent)
    return {row["participant_id"]: row["sent"] for row in rows}


def joined(tx: Tx) -> tuple[Member, ...]:
    """Return everybody who ever agreed to texts, whatever came after."""
    return tuple(Member(**row) for row in tx.rows(JOINED))


def wins(tx: Tx, person: Person, most: int) -> tuple[Win, ...]:
    """Return her latest wins, the newest first: what she did, or how she told it.

    What she said several times in the same words is one win.
    """
    found: dict[str, Win] = {}
    for win in _quoted(tx, person, "what_i_did", "words"):
        found.setdefault(" ".join(win.words.casefold().split()), win)
        if len(found) == most:
            break
    return tuple(found.values())


def past_win(tx: Tx, person: Person) -> Win | None:
    """Return her latest try that she told in words, as she told it; None without."""
    return next(_quoted(tx, person, "words"), None)


def _quoted(tx: Tx, person: Person, *columns: str) -> Iterator[Win]:
    """Yield her tries, the newest first, each in the words of its first column.

    A bare report ("d", "did it") says that she tried; it is nothing to quote.
    """
    for row in tx.rows(TRIES, person=person.id):
        opened = (_opened(person, row, column) for column in columns)
        words = (one for one in opened if one.strip() and not answers.reports(one))
        if told := next(words, ""):
            yield Win(told, row["local_date"])


def _opened(person: Person, row: Found, column: str) -> str:
    at = f"{column}_sealed"
    return person.key.words(row[at], "attempts", row["id"], at)
