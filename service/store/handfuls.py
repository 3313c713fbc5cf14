"""A handful of due nudges: each thing they need is read once for all of them.

Law: whoever is served elsewhere is left out, so a handful waits for nobody while it
holds others, and two handfuls never wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from service.store import people
from service.store.db import Found, Tx
from service.store.people import Person
from service.store.vault import Vault

# Whether a nudge goes is decided without the log, the longest thing that is hers.
LEAN = people.COLUMNS.replace(
    "p.ladder", "p.ladder #- '{log}' #- '{kept,log}' AS ladder"
)
LOCK = text(
    f"{LEAN}, n.id AS nudge FROM nudges n JOIN participants p"
    " ON p.id = n.participant_id AND p.organisation_id = :organisation"
    " WHERE n.organisation_id = :organisation AND n.id = ANY(:ids)"
    " AND p.wrapped_key IS NOT NULL"
    # Of two that fall due at once the recap can wait, for it lives for a day: moved to
    # 09:00, that of the evening before took the place of the prompt of 09:00.
    " ORDER BY n.due_at, n.kind = 'recap', n.id FOR UPDATE OF p SKIP LOCKED"
)
NUDGES = text(
    "SELECT n.*, c.outcome AS chance_outcome, c.local_date AS chance_date,"
    " (SELECT max(o.created_at) FROM outbox_messages o"
    "  WHERE o.organisation_id = :organisation AND o.participant_id = n.participant_id"
    "  AND o.created_at > :since AND o.kind IN ('prompt', 'follow_up', 'call')"
    "  AND o.state IN ('due', 'claimed', 'calling', 'sent', 'in_doubt')) AS nudged_at"
    " FROM nudges n LEFT JOIN chances c ON c.id = n.chance_id"
    " WHERE n.organisation_id = :organisation AND n.id = ANY(:ids)"
    # By its id alone: the index of what is due leads past all that is.
    " AND n.state || '' = 'planned' AND n.due_at <= :now FOR UPDATE OF n"
)
SETTLE = text(
    "UPDATE nudges n SET state = s.state, due_at = s.due_at"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:states AS text[]),"
    " CAST(:due_ats AS timestamptz[])) AS s (id, state, due_at)"
    " WHERE n.organisation_id = :organisation AND n.id = s.id AND n.state = 'planned'"
)
# A call, its retry and the text in its place are one contact: nudges call/DATE... share
# a name, and none of them stands in the way of the next; nor does a text that did not
# arrive in that of its second try. A call she asked for is none.
NUDGED = text(
    "SELECT her.but, n.today, n.week FROM unnest(CAST(:people AS uuid[]),"
    " CAST(:buts AS uuid[]), CAST(:days AS timestamptz[]), CAST(:weeks AS"
    " timestamptz[])) AS her (person, but, day_start, week_start)"
    " CROSS JOIN LATERAL (SELECT count(DISTINCT contact) FILTER"
    " (WHERE created_at >= her.day_start) AS today,"
    " count(DISTINCT contact) AS week FROM (SELECT o.created_at, coalesce("
    "substring(n.occurrence FROM '^call/[^/]+'), CAST(coalesce(o.retry_of, o.id) AS"
    " text)) AS contact"
    " FROM outbox_messages o LEFT JOIN nudges n ON n.id = o.nudge_id"
    " WHERE o.organisation_id = :organisation AND o.participant_id = her.person"
    " AND o.created_at >= her.week_start AND o.kind IN ('prompt', 'follow_up', 'call')"
    " AND o.state IN ('due', 'claimed', 'calling', 'sent', 'in_doubt')"
    " AND o.id <> her.but AND coalesce(n.occurrence, '') !~ '^call_me/'"
    " AND o.id IS DISTINCT FROM (SELECT retry_of FROM outbox_messages WHERE"
    " organisation_id = :organisation AND id = her.but)) s"
    " WHERE contact IS DISTINCT FROM (SELECT substring(b.occurrence FROM '^call/[^/]+')"
    " FROM nudges b WHERE b.organisation_id = :organisation AND b.participant_id ="
    " her.person AND (b.id = her.but OR b.id = (SELECT m.nudge_id FROM"
    " outbox_messages m WHERE m.organisation_id = :organisation"
    " AND m.id = her.but)))) n"
)


def lock(tx: Tx, vault: Vault, ids: Sequence[UUID]) -> dict[UUID, Person]:
    """Lock whose nudges these are, each by her nudge as they fall due; wait for nobody.

    Left out are those who are served elsewhere just now, unknown or erased, and of all
    others the logs of their Ladders (`policies.whole` reads one).
    """
    rows = tx.rows(LOCK, ids=list(ids))
    return {row.pop("nudge"): people.opened(vault, row) for row in rows}


def one_due(tx: Tx, nudge_id: UUID, apart: timedelta) -> Found | None:
    """Lock and return a nudge that is planned and due, or None: one claimant only."""
    return next(iter(due(tx, (nudge_id,), apart)), None)


def due(tx: Tx, ids: Sequence[UUID], apart: timedelta) -> list[Found]:
    """Lock and return those nudges that are planned and due: one claimant only.

    `nudged_at` is when she got the last prompt, call or follow-up of the time that
    nudges are to be `apart`, or None.
    """
    return tx.rows(NUDGES, ids=list(ids), now=tx.now, since=tx.now - apart)


def settle(tx: Tx, came: Sequence[tuple[UUID, str, datetime]]) -> None:
    """Say what came of planned nudges, as (id, state, due at), in one statement."""
    ids, states, due_ats = (list(column) for column in zip(*came, strict=True))
    tx.later(SETTLE, ids=ids, states=states, due_ats=due_ats)


class Since(NamedTuple):
    """From when prompts to a person count, of a day and a week; one is left out."""

    person: UUID
    but: UUID
    day: datetime
    week: datetime


def nudged(tx: Tx, asked: Sequence[Since]) -> dict[UUID, tuple[int, int]]:
    """Return prompts to people since two instants each, by what is left out (I10)."""
    people, buts, days, weeks = (list(column) for column in zip(*asked, strict=True))
    rows = tx.rows(NUDGED, people=people, buts=buts, days=days, weeks=weeks)
    return {row["but"]: (row["today"], row["week"]) for row in rows}
