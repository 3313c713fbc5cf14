"""Read-only pictures of people, for the console and the command line.

Laws: every query names the organisation; words are opened with the person's own key
and never written anywhere; a number leaves this room only as its last two digits,
and whole only while an alert is open that asks a coach to reach the person now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from flows.coach import timing
from flows.coach.attempts import Summary
from service.store import marks, people, policies, standing
from service.store.alerts import AGAIN
from service.store.db import Database, Found, Tx
from service.store.marks import Mark
from service.store.people import PARTICIPANT
from service.store.vault import Key, Vault

PAGE = 50
# The kinds of alert for which a coach has to reach the person herself.
REACH = frozenset({"crisis", "unclear_stop"})

PROGRAMMES = text(
    "SELECT id, name FROM programmes WHERE organisation_id = :organisation ORDER BY id"
)
PROGRAMME = text(
    "SELECT r.name, r.language, r.settings, r.path, c.id AS coach_id, c.name_sealed,"
    " c.number_sealed, c.email_sealed, c.takes_alerts"
    " FROM programmes r JOIN coaches c ON c.id = r.coach_id"
    " WHERE r.organisation_id = :organisation AND r.id = :id"
)
# People are chosen and put in order first, and looked up after: fifty, not all.
# Needed most: safety, then a wish to stop, then doubts, then the rest. This is who
# needs someone, wherever it is asked: whom a coach talks with does not for that alone.
EACH = (
    "SELECT q.*, coalesce(d.doubts, 0) AS doubts,"  # noqa: S608 -- ours alone
    " CASE WHEN a.crisis THEN 0 WHEN a.wish THEN 1 WHEN d.doubts > 0 THEN 2"
    " WHEN a.alerts > 0 THEN 3 WHEN q.hold <> 'take_over' OR w.person IS NOT NULL"
    " THEN 4 ELSE 5 END AS needed FROM participants q"
    f" LEFT JOIN ({standing.WAITING}) w ON w.person = q.id"
    " LEFT JOIN (SELECT participant_id, count(*) AS doubts FROM outbox_messages"
    " WHERE organisation_id = :organisation AND state = 'in_doubt'"
    " GROUP BY participant_id) d ON d.participant_id = q.id"
    " LEFT JOIN (SELECT participant_id, count(*) AS alerts,"
    " bool_or(kind = 'crisis') AS crisis, bool_or(kind = 'unclear_stop') AS wish"
    " FROM alerts WHERE organisation_id = :organisation AND state = 'open'"
    " GROUP BY participant_id) a ON a.participant_id = q.id"
    " WHERE q.organisation_id = :organisation AND q.wrapped_key IS NOT NULL"
)
_CHOSEN = f"WITH p AS MATERIALIZED ({EACH}"
LOOKED_UP = (
    ") SELECT p.id, p.wrapped_key, p.name_sealed, p.language, p.zone, p.consent,"  # noqa: S608 -- ours
    " p.hold, p.paused_until, p.rung, p.last_heard_at, p.created_at, p.calls,"
    " p.recorded, p.needed < 5 AS needs_someone, r.name AS programme,"
    " r.settings || p.call_terms AS call_settings, p.call_terms <> '{}' AS own_calls,"
    " p.own_terms, t.account_id AS talker, w.name_sealed AS talker_sealed,"
    f" n.id AS number_id, n.number_sealed, {policies.DECIDES} AS policy,"
    " s.id AS step_id, s.step_sealed,"
    f" s.cue_sealed, {policies.KIND} AS kind, g.id AS goal_id, g.goal_sealed,"
    " p.doubts FROM p JOIN programmes r ON r.id = p.programme_id"
    " LEFT JOIN numbers n ON n.participant_id = p.id AND n.kind = 'participant'"
    " LEFT JOIN steps s ON s.participant_id = p.id AND s.ended_at IS NULL"
    " LEFT JOIN goals g ON g.id = s.goal_id"
    " LEFT JOIN take_overs t ON t.participant_id = p.id AND t.ended_at IS NULL"
    " LEFT JOIN accounts w ON w.id = t.account_id"
    " ORDER BY p.needed, p.id"
)
PEOPLE = text(_CHOSEN + " ORDER BY needed, q.id LIMIT :most OFFSET :skip" + LOOKED_UP)
PERSON = text(_CHOSEN + " AND q.id = :id" + LOOKED_UP)
COUNT = text(
    "SELECT count(*) AS people FROM participants"
    " WHERE organisation_id = :organisation AND wrapped_key IS NOT NULL"
)
NAMES = text(
    "SELECT id, wrapped_key, name_sealed FROM participants"
    " WHERE organisation_id = :organisation AND wrapped_key IS NOT NULL ORDER BY id"
)
# An alert and the text that raised it are of one transaction, so of one instant.
ALERTS = text(
    "SELECT a.participant_id, a.kind, a.reason, a.raised_at, i.id AS heard_id,"
    " i.body_sealed, a.heeded_at, a.step > 0 AND a.heeded_at IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM notices n JOIN outbox_messages m ON m.id = n.outbox_message_id"
    "  WHERE n.organisation_id = :organisation AND n.alert_id = a.id"
    "  AND m.state NOT IN ('failed', 'withheld', 'not_sent', 'abandoned')) AS untold"
    " FROM alerts a LEFT JOIN LATERAL (SELECT t.id, t.body_sealed"
    " FROM inbox t WHERE t.organisation_id = :organisation"
    " AND t.participant_id = a.participant_id AND t.received_at = a.raised_at"
    " AND t.id < a.id ORDER BY t.id DESC LIMIT 1) i ON true"
    " WHERE a.organisation_id = :organisation AND a.participant_id = ANY(:ids)"
    " AND a.state = 'open' ORDER BY CASE a.kind WHEN 'crisis' THEN 0"
    " WHEN 'unclear_stop' THEN 1 ELSE 2 END, a.raised_at DESC, a.id DESC"
)
# A prompt for a chance that was reported is withheld at its time: it is not "next".
PLANNED = text(
    "SELECT n.participant_id, n.kind, n.script, n.due_at, n.occurrence FROM nudges n"
    " LEFT JOIN chances c ON c.id = n.chance_id"
    " WHERE n.organisation_id = :organisation AND n.participant_id = ANY(:ids)"
    " AND n.state = 'planned' AND n.expires_at > :now"
    " AND coalesce(c.outcome, 'open') = 'open' ORDER BY n.due_at"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation or a programme: its id and name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme; `alerts_to` is its coach's number, masked, e-mail, or "none"."""

    name: str
    coach: str
    alerts_to: str
    settings: dict[str, Any]
    path: dict[str, Any] | None
    language: str


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that waits for a coach to look at it, and the text that raised it.

    `heard_id` names that text in the thread; None, with no words, when no text did.
    `heeded_at` is since when somebody has it; `untold` says that nobody could be told.
    """

    kind: str
    reason: str
    raised_at: datetime
    heard_id: UUID | None = None
    words: str = ""
    heeded_at: datetime | None = None
    untold: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """A nudge that is planned; whether it goes is asked again at its time."""

    kind: str
    script: str
    due_at: datetime
    occurrence: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One person at a glance. `number` is masked but for its last two digits.

    `reach` is the whole number while an alert of a kind in REACH is open, else "".
    `policy` is what decides on her prompts: the Ladder, by her `rung`, or a preset;
    `talker` is the account of the coach who talks with her, and that coach's name,
    sealed (take_overs.name).
    `needs_someone` is whether a coach should look now, as on Today.
    `call_settings` are her programme's settings with her own call times laid over, of
    which there are some where `own_calls`; `own_terms` are her own caps and recap.
    `marks` and `summary` are of all that is looked back on where she stands alone
    (marks.whole), and of what a list shows in a list (marks.lately); `stays` is why
    nothing of what is planned would go, where that was judged; `further` is what comes
    first of a kind of which nothing is planned yet. `today` is the day by the person's
    own clock, from midnight on; what they tell at night still belongs to the day before
    (timing.local_day), and stands there.
    """

    id: UUID
    name: str
    number: str
    reach: str
    programme: str
    language: str
    zone: str
    consent: str
    hold: str | None
    talker: tuple[UUID, bytes] | None
    paused_until: date | None
    calls: str
    recorded: bool
    needs_someone: bool
    call_settings: dict[str, Any]
    own_calls: bool
    own_terms: dict[str, Any]
    rung: int
    policy: str
    kind: str
    step: str
    cue: str
    goal: str
    last_heard_at: datetime | None
    enrolled_at: datetime
    now: datetime
    today: date
    alerts: tuple[Alert, ...]
    doubts: int
    coming: tuple[Coming, ...]
    marks: tuple[Mark, ...]
    summary: Summary
    stays: str = ""
    further: tuple[Coming, ...] = ()

    @property
    def asks(self) -> tuple[tuple[Alert, ...], ...]:
        """The alerts, those that say the same together; the newest first."""
        found: dict[object, tuple[Alert, ...]] = {}
        for one in self.alerts:
            same = (one.kind, one.reason, one.heeded_at is None)
            named: object = same if one.reason in AGAIN else one
            found[named] = (*found.get(named, ()), one)
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around persons, by their id: alerts, planned nudges, chances."""

    alerts: Mapping[UUID, Sequence[Found]]
    planned: Mapping[UUID, Sequence[Found]]
    marks: Mapping[UUID, Sequence[Mark]]


def organisations(db: Database, vault: Vault) -> tuple[Named, ...]:
    """Return every organisation on this machine, oldest first."""
    ids = people.organisations(db)
    return tuple(Named(found, people.tenant(db, vault, found).name) for found in ids)


def programmes(tx: Tx) -> tuple[Named, ...]:
    """Return the organisation's programmes, oldest first."""
    return tuple(Named(row["id"], row["name"]) for row in tx.rows(PROGRAMMES))


def programme(tx: Tx, key: Key, programme_id: UUID) -> Programme:
    """Return one programme; `key` is the organisation's."""
    row = tx.rows(PROGRAMME, id=programme_id)[0]
    coach, sealed = row["coach_id"], row["number_sealed"]
    number = key.open(sealed, "coaches", coach, "number") if sealed else ""
    ways = ([masked(number)] if number else []) + ["e-mail"] * bool(row["email_sealed"])
    return Programme(
        name=row["name"],
        coach=key.open(row["name_sealed"], "coaches", coach, "name_sealed"),
        alerts_to=" and ".join(ways) if ways and row["takes_alerts"] else "none",
        settings=row["settings"],
        path=row["path"],
        language=row["language"],
    )


def count(tx: Tx) -> int:
    """Return how many people the organisation has."""
    return int(tx.rows(COUNT)[0]["people"])


def cards(tx: Tx, vault: Vault, *, most: int = PAGE, skip: int = 0) -> tuple[Card, ...]:
    """Return people, those who need someone first, then as they were enrolled."""
    return of_rows(tx, vault, tx.rows(PEOPLE, most=most, skip=skip))


def card(tx: Tx, vault: Vault, participant_id: UUID) -> Card | None:
    """Return one person, or None when she is unknown here."""
    rows = tx.rows(PERSON, id=participant_id)
    found = _cards(tx, vault, rows, marks.whole(tx, participant_id)) if rows else ()
    return found[0] if found else None


def named(tx: Tx, vault: Vault, name: str) -> tuple[UUID, ...]:
    """Return the ids of the people of that name, capitals aside (names are sealed)."""
    wanted = " ".join(name.split()).casefold()
    return tuple(
        row["id"] for row in tx.rows(NAMES) if name_of(vault, row).casefold() == wanted
    )


def key_of(vault: Vault, row: Found) -> Key:
    """Return the key of the person a row is about."""
    return vault.unwrap(row["wrapped_key"], row["id"], PARTICIPANT)


def name_of(vault: Vault, row: Found) -> str:
    """Return the name of the person a row is about."""
    sealed = row["name_sealed"]
    return key_of(vault, row).open(sealed, "participants", row["id"], "name_sealed")


def of_rows(tx: Tx, vault: Vault, rows: Sequence[Found]) -> tuple[Card, ...]:
    """Return the persons of rows that LOOKED_UP gives, as a list shows them."""
    return _cards(tx, vault, rows, marks.lately(tx, [row["id"] for row in rows]))


def _cards(
    tx: Tx, vault: Vault, rows: Sequence[Found], told: Mapping[UUID, Sequence[Mark]]
) -> tuple[Card, ...]:
    ids = [row["id"] for row in rows]
    around = Around(
        _by_person(tx.rows(ALERTS, ids=ids)),
        _by_person(tx.rows(PLANNED, ids=ids, now=tx.now)),
        told,
    )
    return tuple(_card(tx.now, vault, row, around) for row in rows)


def _by_person(rows: Iterable[Found]) -> dict[UUID, list[Found]]:
    found: dict[UUID, list[Found]] = {}
    for row in rows:
        found.setdefault(row.pop("participant_id"), []).append(row)
    return found


def _card(now: datetime, vault: Vault, row: Found, around: Around) -> Card:
    whose, today = row["id"], now.astimezone(ZoneInfo(row["zone"])).date()
    hers = tuple(around.marks.get(whose, ()))
    planned = tuple(Coming(**found) for found in around.planned.get(whose, ()))
    key = key_of(vault, row)
    alerts = tuple(_alert(key, found) for found in around.alerts.get(whose, ()))
    opened = _opened(key, row)
    number = opened.pop("number")
    return Card(
        id=whose,
        programme=row["programme"],
        **{name: row[name] for name in AS_KEPT},
        rung=row["rung"],
        policy=row["policy"],
        talker=(row["talker"], row["talker_sealed"]) if row["talker"] else None,
        kind=row["kind"] or "window",
        last_heard_at=row["last_heard_at"],
        enrolled_at=row["created_at"],
        doubts=row["doubts"],
        now=now,
        today=today,
        alerts=alerts,
        number=masked(number),
        reach=number if any(alert.kind in REACH for alert in alerts) else "",
        coming=_may_come(row, planned),
        marks=hers,
        summary=marks.summary(hers, today),
        **opened,
    )


AS_KEPT = ("language", "zone", "consent", "hold", "paused_until", "calls", "recorded",
           "needs_someone", "call_settings", "own_calls", "own_terms")  # fmt: skip
# Where each word of a person is sealed: (name, table, the row's id, column).
SEALED = (
    ("name", "participants", "id", "name_sealed"),
    ("number", "numbers", "number_id", "number_sealed"),
    ("step", "steps", "step_id", "step_sealed"),
    ("cue", "steps", "step_id", "cue_sealed"),
    ("goal", "goals", "goal_id", "goal_sealed"),
)


def _opened(key: Key, row: Found) -> dict[str, Any]:
    return {
        name: key.words(row[column], table, row[at], column)
        for name, table, at, column in SEALED
    }


def _alert(key: Key, row: Found) -> Alert:
    sealed, heard = row["body_sealed"], row["heard_id"]
    words = key.words(sealed, "inbox", heard, "body_sealed")
    untold = row["untold"] and row["kind"] in REACH
    about = (row["kind"], row["reason"], row["raised_at"])
    return Alert(*about, heard, words.strip(), row["heeded_at"], untold)


def masked(number: str) -> str:
    """Return a number with all but its last two digits hidden."""
    return f"{'•' * max(len(number) - 2, 0)}{number[-2:]}" if number else "none"


def _may_come(row: Found, planned: Sequence[Coming]) -> tuple[Coming, ...]:
    """Leave out what is planned and will surely be withheld as things stand."""
    if row["consent"] == "stopped" or row["hold"] is not None:
        return ()
    asked = row["consent"] == "invited"
    fitting = (nudge for nudge in planned if (nudge.kind == "invitation") == asked)
    until = row["paused_until"]
    if until is None:
        return tuple(fitting)
    resumes = timing.moment(until + timedelta(days=1), datetime.min.time(), row["zone"])
    return tuple(nudge for nudge in fitting if nudge.due_at >= resumes)
