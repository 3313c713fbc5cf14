"""What lies near a person when she is served: one query instead of eight.

Law: her words are opened by whoever looks at them and by nobody else, so that a seal
that does not open keeps no reply to danger, and no end of texts, from going out.

An inbound text needs her open conversation, step, today's chance with its attempt and
prompts, what she was sent lately and the script that a new story begins. Asked one by
one these cost more than the text itself (docs/decisions/0008-one-read-one-write.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx
from service.store.people import Person, Step
from service.store.talks import Conversation

MONTH = timedelta(days=30)
# A follow-up about a chance is the text in place of its call.
_NEAR = (
    "SELECT EXISTS (SELECT 1 FROM inbox i WHERE i.organisation_id = :organisation"
    "  AND i.carrier_id = :carrier_id) AS seen,"
    " c.id AS conversation, c.script_version_id, c.chance_id AS about_chance,"
    " c.attempt_id AS about_attempt, c.state_sealed, c.expires_at,"
    " s.id AS step, s.step_sealed, s.cue_sealed, s.kind, s.days, s.opens, s.deadline,"
    " s.closes, s.place, s.growth_sealed, s.created_at, s.goal_id, g.goal_sealed,"
    " k.id AS chance, k.slot, k.opens_at, k.outcome AS chance_outcome,"
    " CASE WHEN EXISTS (SELECT 1 FROM outbox_messages f"
    "  WHERE f.organisation_id = :organisation AND f.chance_id = k.id"
    "  AND f.kind IN ('call', 'follow_up')"
    "  AND f.state IN ('calling', 'sent', 'in_doubt'))"
    "  THEN 'before' ELSE k.plan END AS plan,"
    " a.id AS attempt, a.outcome, a.label, a.words_sealed, a.what_i_did_sealed,"
    " a.missing_sealed,"
    " (SELECT json_agg(json_build_array(o.state, o.called_at)) FROM outbox_messages o"
    "  WHERE o.organisation_id = :organisation AND o.chance_id = k.id"
    "  AND o.kind IN ('prompt', 'call', 'follow_up')) AS prompts,"
    " (SELECT v.id FROM script_versions v WHERE v.organisation_id = :organisation"
    "  AND v.name = :story ORDER BY v.published_at DESC LIMIT 1) AS story,"
    " EXISTS (SELECT 1 FROM memories h WHERE h.organisation_id = :organisation"
    "  AND h.participant_id = :person) AS remembers,"
    " x.tries, x.tries_month,"
    " (SELECT json_object_agg(w.wording, :day - w.said_on) FROM wordings w"
    "  WHERE w.organisation_id = :organisation AND w.participant_id = :person) AS worn,"
    " l.sent_at, l.hashes, r.name AS programme_name, r.settings, r.schedule,"
    " r.coach_id, b.name_sealed AS coach_sealed"
    " FROM programmes r JOIN coaches b ON b.id = r.coach_id"
    " LEFT JOIN conversations c ON c.organisation_id = :organisation"
    "  AND c.participant_id = :person AND c.status = 'open'"
    " LEFT JOIN steps s ON s.organisation_id = :organisation"
    "  AND s.participant_id = :person AND s.ended_at IS NULL"
    " LEFT JOIN goals g ON g.id = s.goal_id"
    # Of several chances a day she means the one that opened last, else the first.
    " LEFT JOIN LATERAL (SELECT * FROM chances q WHERE q.organisation_id ="
    "  :organisation AND q.participant_id = :person AND q.step_id = s.id"
    "  AND q.local_date = :day ORDER BY q.opens_at <= :now DESC,"
    "  CASE WHEN q.opens_at <= :now THEN q.opens_at END DESC, q.opens_at LIMIT 1)"
    "  k ON true"
    " LEFT JOIN attempts a ON a.chance_id = k.id"
    " LEFT JOIN LATERAL (SELECT array_agg(m.created_at) AS sent_at,"
    "  array_agg(m.body_hash) AS hashes FROM outbox_messages m"
    "  WHERE m.organisation_id = :organisation AND m.participant_id = :person"
    "  AND m.created_at > :now - interval '24 hours' AND m.state <> 'withheld'"
    "  AND m.kind NOT IN ('confirmation', 'crisis', 'alert', 'answer',"
    " 'personal')) l ON true"
    " CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE u.local_date >= :monday)"
    "  AS tries, count(*) FILTER (WHERE u.local_date > :month) AS tries_month"
    "  FROM attempts t JOIN chances u ON u.id = t.chance_id"
    "  WHERE t.organisation_id = :organisation AND t.participant_id = :person"
    "  AND t.outcome IN ('attempted', 'imagined')"
    "  AND u.local_date > :month) x"
    " WHERE r.organisation_id = :organisation AND r.id = :programme"
)
NEAR = text(_NEAR)
# What her open conversation and her step are made of, their words sealed.
_TALK = ("script_version_id", "about_chance", "about_attempt", "expires_at")
_WINDOW = ("kind", "days", "opens", "deadline", "closes", "place", "created_at")
_SEALED = ("state_sealed", "step_sealed", "cue_sealed", "goal_sealed", "growth_sealed")
_WORDS = ("conversation", *_TALK, "step", "goal_id", *_WINDOW, *_SEALED)
# The same for many people at once, each with a day and a script of her own.
_OWN = re.compile(r":(person|programme|day|monday|month|story)\b")
_THEIRS = (
    " FROM unnest(CAST(:people AS uuid[]), CAST(:programmes AS uuid[]),"
    " CAST(:days AS date[]), CAST(:mondays AS date[]), CAST(:months AS date[]),"
    " CAST(:stories AS text[])) AS her (person, programme, day, monday, month, story)"
    " JOIN programmes r ON r.organisation_id = :organisation AND r.id = her.programme"
    " JOIN coaches"
)
NEAR_ALL = text(
    _OWN.sub(r"her.\1", _NEAR.partition(" WHERE r.organisation_id")[0])
    .replace("SELECT", "SELECT her.person,", 1)
    .replace(" FROM programmes r JOIN coaches", _THEIRS)
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """The attempt on today's chance, its words still sealed."""

    id: UUID
    outcome: str
    label: str
    sealed: dict[str, bytes | None]


@dataclass(frozen=True, slots=True)
class Chance:
    """A chance as it stands: its plan, prompts (state, called at), attempt, slot.

    Calls and texts in their place are among its prompts; one that the carrier may have
    taken leads: it makes the plan "before", whatever prompt was planned.
    """

    id: UUID
    plan: str
    prompts: tuple[tuple[str, datetime | None], ...]
    attempt: Attempt | None
    slot: int = 0
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """What lies near a person at one moment.

    `seen` says whether the carrier's id came before; `story` is the newest version of
    the script a new story begins; `sent` the automatic texts of 24 hours as (when,
    hash of the body); `tries` counts this week's tried chances and `tries_month` those
    of MONTH; `remembers` says whether a script ever kept a fact of her; `programme` is
    the name of hers, and `settings` and `schedule` what it says, `coach` who coaches it
    as (id, name still sealed); `worn` tells how many days ago she got each wording.
    `person` is whose it is, and `words` what is read of her conversation and her step,
    still sealed.
    """

    seen: bool
    chance: Chance | None
    story: UUID | None
    sent: tuple[tuple[datetime, bytes], ...]
    tries: int
    tries_month: int
    remembers: bool
    programme: str
    settings: dict[str, Any]
    worn: dict[str, int]
    schedule: dict[str, Any] | None
    coach: tuple[UUID, bytes]
    person: Person
    words: Found

    @property
    def conversation(self) -> Conversation | None:
        """Her open conversation; raises Unreadable where its seal is spoilt."""
        return _conversation(self.person, self.words)

    @property
    def step(self) -> Step | None:
        """Her current step; raises Unreadable where a seal of its words is spoilt."""
        return _step(self.person, self.words)


def near(tx: Tx, person: Person, day: date, monday: date, **about: str) -> Near:
    """Read what lies near the person on her local `day` of the week from `monday`.

    `about` names the carrier's id of a text ("" for none) and the story script.
    """
    row = tx.rows(
        NEAR,
        programme=person.programme_id,
        person=person.id,
        day=day,
        monday=monday,
        month=day - MONTH,
        now=tx.now,
        **about,
    )[0]
    return _near(person, row)


def near_all(tx: Tx, asked: Sequence[tuple[Person, date, str]]) -> dict[UUID, Near]:
    """Read what lies near several people, each on her day and with her script.

    No text of theirs is answered: nothing is `seen`.
    """
    rows = tx.rows(
        NEAR_ALL,
        people=[person.id for person, _, _ in asked],
        programmes=[person.programme_id for person, _, _ in asked],
        days=[day for _, day, _ in asked],
        mondays=[day - timedelta(days=day.weekday()) for _, day, _ in asked],
        months=[day - MONTH for _, day, _ in asked],
        stories=[story for _, _, story in asked],
        now=tx.now,
        carrier_id="",
    )
    them = {person.id: person for person, _, _ in asked}
    return {row["person"]: _near(them[row["person"]], row) for row in rows}


def _near(person: Person, row: Found) -> Near:
    return Near(
        seen=row["seen"],
        chance=_chance(row),
        story=row["story"],
        sent=tuple(zip(row["sent_at"] or (), row["hashes"] or (), strict=True)),
        tries=row["tries"],
        tries_month=row["tries_month"],
        remembers=row["remembers"],
        programme=row["programme_name"],
        settings=row["settings"],
        worn=row["worn"] or {},
        schedule=row["schedule"],
        coach=(row["coach_id"], row["coach_sealed"]),
        person=person,
        words={name: row[name] for name in _WORDS},
    )


def _conversation(person: Person, row: Found) -> Conversation | None:
    if row["conversation"] is None:
        return None
    return Conversation(
        id=row["conversation"],
        script_version_id=row["script_version_id"],
        chance_id=row["about_chance"],
        attempt_id=row["about_attempt"],
        state=person.key.open(
            row["state_sealed"], "conversations", row["conversation"], "state_sealed"
        ),
        expires_at=row["expires_at"],
    )


def _step(person: Person, row: Found) -> Step | None:
    if row["step"] is None:
        return None
    step_id, goal_id, open_ = row["step"], row["goal_id"], person.key.open
    return Step(
        id=step_id,
        step=open_(row["step_sealed"], "steps", step_id, "step_sealed"),
        cue=open_(row["cue_sealed"], "steps", step_id, "cue_sealed"),
        goal=open_(row["goal_sealed"], "goals", goal_id, "goal_sealed"),
        kind=row["kind"],
        days=frozenset(int(day) for day in row["days"]),
        opens=row["opens"],
        deadline=row["deadline"],
        closes=row["closes"],
        created_at=row["created_at"],
        place=row["place"],
        growth=row["growth_sealed"],
    )


def _chance(row: Found) -> Chance | None:
    if row["chance"] is None:
        return None
    prompts = tuple(
        (state, None if at is None else datetime.fromisoformat(at))
        for state, at in row["prompts"] or ()
    )
    tried = _attempt(row)
    opens_at = row["opens_at"]
    return Chance(row["chance"], row["plan"], prompts, tried, row["slot"], opens_at)


def _attempt(row: Found) -> Attempt | None:
    if row["attempt"] is None:
        return None
    sealed = {
        name: row[f"{name}_sealed"] for name in ("words", "what_i_did", "missing")
    }
    return Attempt(row["attempt"], row["outcome"], row["label"], sealed)
