"""Read-only: everything about one person in the order it happened, words opened.

Laws: every query names the organisation; the person's own key opens the words; each
nudge sent, moved or withheld stands with the sentence of the decision about it, and
every answer with the sentence of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, TypeAlias
from uuid import UUID

from sqlalchemy import text

from flows.coach import explain
from flows.coach.sentences import FOLLOWED, OVERTAKEN
from service.store import earlier, views, voices
from service.store.db import Found, Tx
from service.store.earlier import EarlierTry
from service.store.vault import Key, Vault
from service.store.views import Card
from service.store.voices import Called, Series, Voice

MOST_ATTEMPTS = 60
MOST_THREAD = 120
EVER = datetime.min.replace(tzinfo=UTC)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)

KEY = text(
    "SELECT id, wrapped_key FROM participants WHERE organisation_id = :organisation"
    " AND id = :person AND wrapped_key IS NOT NULL"
)
ATTEMPTS = text(
    "SELECT a.id, a.outcome, a.label, a.channel, a.reported_at, c.local_date,"
    " a.words_sealed, a.what_i_did_sealed, a.missing_sealed"
    " FROM attempts a JOIN chances c ON c.id = a.chance_id"
    " WHERE a.organisation_id = :organisation AND a.participant_id = :person"
    " ORDER BY c.local_date DESC, a.reported_at DESC LIMIT :most"
)
CONSENTS = text(
    "SELECT id, change, method, channel, wording_sealed, entered_by, at"
    " FROM consent_entries WHERE organisation_id = :organisation"
    " AND participant_id = :person ORDER BY at DESC, id DESC"
)
HEARD = text(
    "SELECT id, body_sealed, media, received_at FROM inbox"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND received_at >= :since AND received_at < :before"
    " ORDER BY received_at DESC, id DESC LIMIT :most"
)
# An answer is kept in one transaction, at one moment, with what it followed.
SAID = text(
    "SELECT o.id, o.nudge_id, o.kind, o.state, o.carrier_status, o.error_code,"
    " o.body_sealed, o.created_at, o.not_before, o.waits_for, (SELECT g.stopped_code"
    " FROM gates g WHERE g.organisation_id = :organisation AND g.channel = o.channel"
    " AND o.waits_for = 'stopped' LIMIT 1) AS stopped_code,"
    " CASE WHEN EXISTS (SELECT 1 FROM calls c"
    " WHERE c.organisation_id = :organisation AND c.participant_id = :person"
    " AND c.conversation_id = o.conversation_id AND c.state = 'hung_up'"
    " AND c.ended_at = o.created_at) THEN 'broken_off'"
    " WHEN t.channel = 'voice' THEN 'call'"
    " WHEN t.id IS NOT NULL AND t.heard_sealed IS NULL THEN 'silence' END AS followed"
    " FROM outbox_messages o LEFT JOIN LATERAL (SELECT * FROM turns"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND at = o.created_at AND conversation_id = o.conversation_id LIMIT 1) t ON true"
    " WHERE o.organisation_id = :organisation AND o.participant_id = :person"
    " AND o.channel = 'text' AND o.created_at >= :since AND o.created_at < :before"
    " ORDER BY o.created_at DESC, o.id DESC LIMIT :most"
)
DECIDED = text(
    "SELECT d.id, d.nudge_id, d.verdict, d.rule, d.sentence_sealed, d.at, n.kind,"
    " d.inputs->>'lever' AS lever"
    " FROM decisions d LEFT JOIN nudges n ON n.id = d.nudge_id"
    " WHERE d.organisation_id = :organisation AND d.participant_id = :person"
    " AND d.at >= :since AND d.at < :before ORDER BY d.at DESC, d.id DESC LIMIT :most"
)
# Only the first STOP is confirmed: a later one changes no consent, and is just kept.
UNSAID = text(
    "SELECT t.id, t.kind, t.at, EXISTS (SELECT 1 FROM consent_entries c"
    " WHERE c.organisation_id = :organisation AND c.participant_id = :person"
    " AND c.change = 'withdrawn' AND c.at = t.at) AS withdrew FROM turns t"
    " WHERE t.organisation_id = :organisation AND t.participant_id = :person"
    " AND t.kind IN ('stop', 'start', 'help') AND t.said_sealed IS NULL"
    " AND t.at >= :since AND t.at < :before ORDER BY t.at DESC, t.id DESC LIMIT :most"
)
# A turn of consent that said nothing: (its kind, whether it withdrew consent) and why.
SILENT_TURNS: Mapping[tuple[str, bool], str] = {
    ("stop", True): "The carrier itself confirmed STOP.",
    ("stop", False): "Texts were stopped already, so there was nothing to confirm.",
    ("start", False): "The carrier itself confirmed START.",
    ("help", False): "The carrier itself answered HELP.",
}
# Kinds of text that answer a person and have no decision of their own.
ANSWERS = frozenset({"reply", "answer", "confirmation", "crisis", "personal"})


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt as evidence: what came of a chance, in the person's own words.

    `voices` are recordings in which she told of it.
    """

    id: UUID
    day: date
    outcome: str
    label: str
    channel: str
    words: str
    what_i_did: str
    missing: str
    reported_at: datetime
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Consent:
    """One entry of the consent ledger: what changed, how, in which wording, by whom."""

    change: str
    method: str
    channel: str
    wording: str
    entered_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """A text from the person; `media` counts what came with it and is not kept."""

    id: UUID
    at: datetime
    words: str
    media: int


@dataclass(frozen=True, slots=True)
class Said:
    """A text to the person: where it stands, and why it went or stayed."""

    at: datetime
    words: str
    kind: str
    state: str
    carrier_status: str | None
    error_code: int | None
    waits_until: datetime | None
    why: str
    waits_for: str | None = None
    stopped_code: int | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What has no text of its own: withheld, moved, a rung changed, left unsaid.

    `lever` is what a coach had set, where it was by her word.
    """

    at: datetime
    verdict: str
    rule: str
    kind: str | None
    why: str
    lever: str | None = None


Entry: TypeAlias = Heard | Said | Called | Decided
Words: TypeAlias = Literal["words", "what_i_did", "missing"]


@dataclass(frozen=True, slots=True)
class Portrait:
    """One person whole; `thread` is newest first, `older` when it goes on further."""

    card: Card
    consents: tuple[Consent, ...]
    tries: tuple[Try, ...]
    measures: tuple[Series, ...]
    earlier: tuple[EarlierTry, ...]
    thread: tuple[Entry, ...]
    older: bool


def portrait(
    tx: Tx,
    vault: Vault,
    participant_id: UUID,
    since: datetime = EVER,
    *,
    threaded: bool = True,
) -> Portrait | None:
    """Return everything a coach may see of a person, or None when unknown here.

    Nothing of the thread from before `since` is in it, nothing at all of it where it
    is not `threaded`.
    """
    card = views.card(tx, vault, participant_id)
    found = tx.row(KEY, person=participant_id)
    if card is None or found is None:
        return None
    key = views.key_of(vault, found)
    recorded = voices.recorded(tx, key, participant_id)
    thread, older = _thread(tx, key, card, recorded, since) if threaded else ((), False)
    return Portrait(
        card=card,
        consents=tuple(_consents(tx, key, participant_id)),
        tries=tuple(_tries(tx, key, participant_id, recorded)),
        measures=voices.measures(tx, key, participant_id),
        earlier=earlier.shown(tx, key, participant_id),
        thread=thread,
        older=older,
    )


def _consents(tx: Tx, key: Key, whose: UUID) -> Iterator[Consent]:
    for row in tx.rows(CONSENTS, person=whose):
        at = row.pop("id")
        sealed = row.pop("wording_sealed")
        wording = key.open(sealed, "consent_entries", at, "wording_sealed")
        yield Consent(wording=wording, **row)


def _tries(tx: Tx, key: Key, whose: UUID, recorded: Sequence[Voice]) -> Iterator[Try]:
    for row in tx.rows(ATTEMPTS, person=whose, most=MOST_ATTEMPTS):

        def words(column: Words, row: Found = row) -> str:
            at = f"{column}_sealed"
            return key.words(row[at], "attempts", row["id"], at)

        yield Try(
            id=row["id"],
            day=row["local_date"],
            outcome=row["outcome"],
            label=row["label"],
            channel=row["channel"],
            words=words("words"),
            what_i_did=words("what_i_did"),
            missing=words("missing"),
            reported_at=row["reported_at"],
            voices=tuple(one for one in recorded if one.attempt_id == row["id"]),
        )


def _thread(
    tx: Tx, key: Key, card: Card, recorded: Sequence[Voice], since: datetime
) -> tuple[tuple[Entry, ...], bool]:
    found = entries(tx, key, card, recorded, Span(MOST_THREAD, since))
    # Ids rise, so that what one transaction wrote stands in the order it was made.
    found.sort(key=lambda entry: entry[:2], reverse=True)
    newest = tuple(entry for _, _, entry in found[:MOST_THREAD])
    return newest, len(found) > MOST_THREAD


@dataclass(frozen=True, slots=True)
class Span:
    """Which entries: so many at most, from `since` on and before `before`, of kinds."""

    most: int
    since: datetime = EVER
    before: datetime = NEVER
    texts: bool = True
    calls: bool = True
    reasons: bool = True


def entries(
    tx: Tx, key: Key, card: Card, recorded: Sequence[Voice], span: Span
) -> list[tuple[datetime, UUID, Entry]]:
    """Return (when, id, entry) of what was said and decided, in no order.

    Of each kind there is one more than `most` where there is one.
    """
    most = {"person": card.id, "most": span.most + 1, "since": span.since}
    most["before"] = span.before
    heard = tx.rows(HEARD, **most) if span.texts else []
    said = tx.rows(SAID, **most) if span.texts else []
    called = voices.calls(tx, card.id, span.most + 1, span.since, span.before)
    called = called if span.calls else []
    decided = tx.rows(DECIDED, **most)
    decisions = _beside((*said, *called), decided)
    kept = {row["id"] for row in decisions.values()}
    beside = {at: _sentence(key, row) for at, row in decisions.items()}
    turns = voices.spoken(tx, card.id, called)
    stopped = OVERTAKEN.format(name=card.name)
    of_calls = {row["id"]: stopped for row in called if stayed(row)} | beside
    unsaid = tx.rows(UNSAID, **most) if span.texts else []
    alone = (row for row in decided if span.reasons and row["id"] not in kept)
    return [
        *((row["received_at"], row["id"], _heard(key, row)) for row in heard),
        *(
            (row["created_at"], row["id"], _said(tx, key, row, why))
            for row in said
            for why in (_why(row, card.name, beside),)
        ),
        *(
            (entry.at, entry.id, entry)
            for entry in voices.opened(key, called, turns, recorded, of_calls)
        ),
        *((row["at"], row["id"], _unsaid(row)) for row in unsaid),
        *((row["at"], row["id"], opened(key, row)) for row in alone),
    ]


def _beside(said: Sequence[Found], decided: Iterable[Found]) -> dict[UUID, Found]:
    """Return, for each message of a nudge, the last decision about that nudge.

    What followed a call that did not reach her is told after it, by itself; so is the
    decision to send what then stayed here.
    """
    by_nudge: dict[UUID, Found] = {}
    for row in decided:
        if row["nudge_id"] is not None and row["verdict"] != "unreached":
            by_nudge.setdefault(row["nudge_id"], row)
    return {
        row["id"]: by_nudge[row["nudge_id"]]
        for row in said
        if row["nudge_id"] in by_nudge
        and not (stayed(row) and by_nudge[row["nudge_id"]]["verdict"] == "send")
    }


def stayed(row: Found) -> bool:
    """Say whether a text, or a call, was withheld."""
    return bool(row.get("made", row["state"]) == "withheld")


def _heard(key: Key, row: Found) -> Heard:
    sealed, heard = row["body_sealed"], row["id"]
    words = key.words(sealed, "inbox", heard, "body_sealed").strip()
    return Heard(heard, row["received_at"], words, row["media"])


def _unsaid(row: Found) -> Decided:
    kind = row["kind"]
    why = SILENT_TURNS[kind, row["withdrew"] and kind == "stop"]
    return Decided(row["at"], "unsaid", kind, None, why)


def _why(row: Found, name: str, beside: Mapping[UUID, str]) -> str:
    """Say why a text went: its nudge's decision, else what an answer is for.

    A text that stayed here has its reason in the decision that kept it; a stop keeps
    what is planned without one.
    """
    if row["id"] in beside:
        return beside[row["id"]]
    if stayed(row):
        return "" if row["nudge_id"] is None else OVERTAKEN.format(name=name)
    if row["kind"] not in ANSWERS:
        return ""
    told = FOLLOWED.get(row["followed"]) or explain.SENT[row["kind"]][0]
    return told.format(name=name)


def _said(tx: Tx, key: Key, row: Found, why: str) -> Said:
    waits = row["state"] == "due" and row["not_before"] > tx.now
    sealed, of = row["body_sealed"], row["id"]
    return Said(
        at=row["created_at"],
        words=key.words(sealed, "outbox_messages", of, "body_sealed"),
        kind=row["kind"],
        state=row["state"],
        carrier_status=row["carrier_status"],
        error_code=row["error_code"],
        waits_until=row["not_before"] if waits else None,
        why=why,
        waits_for=row["waits_for"],
        stopped_code=row["stopped_code"],
        id=of,
    )


def opened(key: Key, row: Found) -> Decided:
    """Return a row of DECIDED with its sentence opened."""
    why = _sentence(key, row)
    lever = row.get("lever")
    return Decided(row["at"], row["verdict"], row["rule"], row["kind"], why, lever)


def _sentence(key: Key, row: Found) -> str:
    return key.open(row["sentence_sealed"], "decisions", row["id"], "sentence_sealed")
