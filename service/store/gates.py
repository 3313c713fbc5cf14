"""The gate before the carrier, one for each number of ours and channel: pace and rest.

Laws: in any span of time t no more than rate * t + burst pass a gate that has a pace,
of which a third of the burst is for what is urgent alone; while it is shut nothing
passes, and past that one scout at a time; what may not pass stays due and is no try.
While a restored database is looked at nothing passes but what tells of danger.
A gate that nothing was ever wrong with has no row, and costs no lock.
"""

# ruff: noqa: S608 -- every part of these statements stands in this file
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from service.store.db import Found, Tx

BURST = 10
# So many more bad answers than good ones, none a minute apart, shut a gate.
MOST_STRAIN = 6
KINDS = "('reply', 'answer', 'confirmation', 'crisis', 'alert', 'personal')"
# Told twice is better than never told.
_DANGER = "('crisis', 'alert')"
_NUMBER = (
    "(SELECT n.id FROM numbers n WHERE n.organisation_id = :organisation"
    " AND n.kind = 'service' ORDER BY n.id LIMIT 1)"
)
# A moment further ahead than it can be was written by a clock that has jumped back.
_SHUT = (
    "coalesce(g.shut_until > :now AND g.shut_until <= :now + interval '2 minutes',"
    " false)"
)
_SCOUTD = (
    "coalesce(g.scout_until > :now AND g.scout_until <= :now + interval '1 minute',"
    " false)"
)
# From a backup: what it does not know to have gone out would go again.
_RESTORED = "(g.restored_at IS NOT NULL AND NOT h.danger)"
_BARRED = f"(g.stopped_code IS NOT NULL OR {_RESTORED} OR {_SHUT} OR {_SCOUTD})"
_CALM = (
    "(g.rate IS NULL AND g.shut_until IS NULL AND g.stopped_code IS NULL"
    " AND g.restored_at IS NULL)"
)
# Of one message always the same, of many spread evenly between 0 and 1.
_LOT = (
    "(CAST(CAST('x' || left(md5(CAST(h.id AS text)), 6) AS bit(24)) AS int)"
    " / 16777216.0)"
)
_REST = (
    f"CASE WHEN g.stopped_code IS NOT NULL OR {_RESTORED} THEN"
    f" :now + interval '5 minutes' * (1 + {_LOT}) ELSE CASE WHEN {_SHUT} THEN"
    " g.shut_until ELSE :now END"
    f" + interval '1 second' * CASE WHEN h.urgent THEN 3 ELSE 10 END * {_LOT} END"
)
_UNIT = "make_interval(secs => 1.0 / g.rate)"
_SHARE = "(g.burst - g.burst / 3)"
_ROOM = f"CASE WHEN h.urgent THEN g.burst ELSE {_SHARE} END"
_COST = f"{_UNIT} * least(h.segments, {_SHARE})"
_LEVEL = (
    "greatest(CASE WHEN g.spent_until <= :now + interval '1 minute' + "
    f"{_UNIT} * g.burst THEN g.spent_until END, :now)"
)
# From when there is room for it, if nothing else passes before.
_SOONEST = f"({_LEVEL} + {_COST} - {_UNIT} * {_ROOM})"
# A place further ahead than this is looked for anew when it comes.
_LINE = (
    "CASE WHEN g.line_until IS NOT NULL THEN least(g.line_until, :now +"
    " interval '1 hour') END"
)
_NO_LINE = (
    "coalesce(g.line_until <= :now OR g.line_until > :now + interval '61 minutes',"
    " true)"
)
_HELD = (
    f"SELECT o.id, o.kind IN {KINDS} AS urgent, o.kind IN {_DANGER} AS danger,"
    " greatest(o.segments, 1) AS segments,"
    " o.channel, coalesce(o.waits_for = 'pace', false) AS in_line"
    " FROM outbox_messages o WHERE o.organisation_id = :organisation AND o.id = :id"
    " AND o.claim = :claim AND o.state = 'claimed'"
    " AND o.consent_version = :consent_version"
)
_OURS = f"g.organisation_id = :organisation AND g.number_id = {_NUMBER}"

# Leases run on the database's real clock. A call's lasts 20 s, twice the time-out of
# the carrier; whoever takes longer still brings the carrier's own word. A claim's lasts
# 10 s: it is held while we ask again. A message whose senders were killed one after
# another waited for a minute when they were 30 s each (`handrail drill`).
_CLAIM = (
    " UPDATE outbox_messages o SET state = CASE WHEN h.barred THEN 'due' ELSE 'claimed'"
    " END, claim = CASE WHEN h.barred THEN o.claim ELSE :claim END,"
    " lease_until = CASE WHEN NOT h.barred THEN now() + interval '10 seconds' END,"
    " not_before = coalesce(h.rest, o.not_before),"
    " waits_for = coalesce(h.why, o.waits_for)"
    f" FROM (SELECT h.id, h.at, coalesce({_BARRED}, false) AS barred, CASE WHEN"
    f" {_BARRED} THEN {_REST} END AS rest, CASE WHEN {_RESTORED} THEN 'restored'"
    f" WHEN g.stopped_code IS NOT NULL THEN 'stopped' WHEN {_BARRED} THEN 'shut' END"
    f" AS why FROM (SELECT m.id, m.channel, m.kind IN {KINDS} AS urgent,"
    f" m.kind IN {_DANGER} AS danger, c.at FROM outbox_messages m, c WHERE"
    " m.organisation_id = :organisation AND m.id = ANY(:ids)) h"
    f" LEFT JOIN gates g ON {_OURS} AND g.channel = h.channel) h"
    " WHERE o.organisation_id = :organisation AND o.id = h.id AND o.state = 'due'"
    " AND o.not_before <= :now RETURNING o.id, o.state"
)
# The first statement of its transaction: asking the time apart would cost a round trip.
CLAIM = text(
    "WITH c AS (SELECT coalesce(CAST(:now AS timestamptz), handrail_now()) AS at)"
    + _CLAIM.replace(":now", "h.at")
)
# One statement: the step to `calling` takes from the bucket, or the scout's place.
CALL = text(
    f"WITH held AS MATERIALIZED ({_HELD}), passed AS (UPDATE gates g SET"
    f" spent_until = CASE WHEN g.rate IS NULL THEN g.spent_until ELSE {_LEVEL} +"
    f" {_COST} END, scout_id = CASE WHEN g.shut_until IS NULL THEN NULL ELSE h.id END,"
    " scout_until = CASE WHEN g.shut_until IS NULL THEN NULL ELSE :now +"
    f" interval '30 seconds' END FROM held h WHERE {_OURS} AND g.channel = h.channel"
    f" AND NOT {_CALM} AND NOT {_BARRED} AND (g.rate IS NULL OR ({_SOONEST} <= :now"
    f" AND (h.urgent OR h.in_line OR {_NO_LINE})))"
    " RETURNING h.id)"
    " UPDATE outbox_messages o SET state = 'calling', called_at = :now,"
    " lease_until = now() + interval '20 seconds', tries = o.tries + 1,"
    " waits_for = NULL FROM held h WHERE o.organisation_id = :organisation"
    " AND o.id = h.id AND o.claim = :claim AND o.state = 'claimed'"
    " AND o.consent_version = :consent_version AND (EXISTS (SELECT 1 FROM passed)"
    f" OR NOT EXISTS (SELECT 1 FROM gates g WHERE {_OURS} AND g.channel = h.channel"
    f" AND NOT {_CALM}))"
)
HOLD = text(
    f"WITH held AS MATERIALIZED ({_HELD}), place AS (UPDATE gates g SET line_until ="
    f" CASE WHEN h.urgent OR g.rate IS NULL OR {_BARRED} THEN g.line_until"
    f" ELSE greatest(:now, {_LINE}, {_SOONEST}) + {_COST} END"
    f" FROM held h WHERE {_OURS} AND g.channel = h.channel"
    f" RETURNING h.id, CASE WHEN {_RESTORED} THEN 'restored'"
    " WHEN g.stopped_code IS NOT NULL THEN 'stopped'"
    f" WHEN {_BARRED} OR g.rate IS NULL THEN 'shut' ELSE 'pace' END AS why,"
    f" CASE WHEN {_BARRED} OR g.rate IS NULL THEN {_REST}"
    f" WHEN h.urgent THEN greatest(:now, {_SOONEST})"
    f" ELSE g.line_until - {_COST} END AS at)"
    " UPDATE outbox_messages o SET state = 'due', lease_until = NULL,"
    " waits_for = p.why, not_before = p.at FROM place p"
    " WHERE o.organisation_id = :organisation AND o.id = p.id AND o.claim = :claim"
    " AND o.state = 'claimed'"
)
_FRESH = (
    "INSERT INTO gates AS g (number_id, channel, organisation_id, burst, strain, trips,"
    " {more}) SELECT n.id, :channel, n.organisation_id, {burst}, {strain}, 0, {values}"
    " FROM numbers n WHERE n.organisation_id = :organisation AND n.kind = 'service'"
    " ORDER BY n.id LIMIT 1 ON CONFLICT (number_id, channel) DO UPDATE SET "
)
_STRAIN = (
    "CASE WHEN g.strained_at > :now - interval '60 seconds' THEN g.strain + 1 ELSE 1"
    " END"
)
_TRIPS = (
    "(CASE WHEN g.shut_until IS NULL THEN "
    f"{_STRAIN} >= {MOST_STRAIN} ELSE coalesce(g.scout_id = :id, false) END)"
)
STRAIN = text(
    _FRESH.format(
        more="strained_at", burst=BURST, strain=1, values="CAST(:now AS timestamptz)"
    )
    + f"strain = {_STRAIN}, strained_at = :now,"
    f" trips = CASE WHEN {_TRIPS} THEN least(g.trips + 1, 5) ELSE g.trips END,"
    f" shut_until = CASE WHEN {_TRIPS} THEN :now + least(interval '5 seconds' *"
    " power(2, g.trips), interval '60 seconds') ELSE g.shut_until END,"
    f" scout_id = CASE WHEN {_TRIPS} THEN NULL ELSE g.scout_id END,"
    f" scout_until = CASE WHEN {_TRIPS} THEN NULL ELSE g.scout_until END"
)
# On probation: the next bad answer shuts it again, each good one takes one off.
_SCOUT = "coalesce(g.scout_id = :id, false)"
EASE = text(
    f"UPDATE gates g SET strain = CASE WHEN {_SCOUT} THEN {MOST_STRAIN - 1}"
    " ELSE greatest(g.strain - 1, 0) END,"
    f" strained_at = CASE WHEN {_SCOUT} THEN :now ELSE g.strained_at END,"
    f" trips = CASE WHEN g.strain <= 1 AND NOT {_SCOUT} THEN 0 ELSE g.trips END,"
    f" shut_until = CASE WHEN {_SCOUT} THEN NULL ELSE g.shut_until END,"
    f" scout_until = CASE WHEN {_SCOUT} THEN NULL ELSE g.scout_until END,"
    f" scout_id = CASE WHEN {_SCOUT} THEN NULL ELSE g.scout_id END"
    f" WHERE {_OURS} AND g.channel = :channel"
    " AND (g.strain > 0 OR g.shut_until IS NOT NULL)"
)
STOP = text(
    _FRESH.format(
        more="stopped_code, stopped_at",
        burst=BURST,
        strain=0,
        values=":code, CAST(:now AS timestamptz)",
    )
    + "stopped_code = :code, stopped_at = :now WHERE g.stopped_code IS NULL"
)
PACE = text(
    _FRESH.format(
        more="rate", burst=":burst", strain=0, values="CAST(:rate AS double precision)"
    )
    + "rate = :rate, burst = :burst, line_until = NULL"
)
REOPEN = text(
    "UPDATE gates g SET strain = 0, trips = 0, shut_until = NULL, scout_id = NULL,"
    " scout_until = NULL, stopped_code = NULL, stopped_at = NULL"
    f" WHERE {_OURS} AND (g.stopped_code IS NOT NULL OR g.shut_until IS NOT NULL)"
)
RELEASE = text(
    "UPDATE outbox_messages SET not_before = least(not_before, :now), waits_for = NULL"
    " WHERE organisation_id = :organisation AND state = 'due'"
    " AND waits_for = ANY(:held)"
)
LET_GO = text(
    f"UPDATE gates g SET restored_at = NULL WHERE {_OURS} AND g.restored_at IS NOT NULL"
)
# What is due has two indexes, of what is urgent and what is not: in one count neither
# would be read, but all that was ever sent.
_WAITING = " + ".join(
    "(SELECT count(*) FROM outbox_messages o WHERE o.organisation_id = :organisation"
    f" AND o.state = 'due' AND {lane} AND o.channel = c.channel"
    " AND o.waits_for <> 'limit')"
    for lane in (f"o.kind IN {KINDS}", f"NOT o.kind IN {KINDS}")
)
SHOW = text(
    f"SELECT c.channel, g.rate, coalesce(g.burst, {BURST}) AS burst, g.stopped_code,"
    f" g.stopped_at, CASE WHEN {_SHUT} THEN g.shut_until END AS shut_until,"
    f" g.shut_until IS NOT NULL AS resting, {_WAITING} AS waiting,"
    " g.restored_at"
    " FROM (VALUES ('text'), ('call')) c (channel)"
    f" LEFT JOIN gates g ON {_OURS} AND g.channel = c.channel ORDER BY c.channel DESC"
)


@dataclass(frozen=True, slots=True)
class Gate:
    """How a gate stands: its pace (None: no bucket), why it is shut, who waits.

    `resting` says that it is shut, or lets one scout through; `waiting` counts what is
    due and held back; `restored_at` is since when it holds what a restored database may
    have sent before.
    """

    channel: str
    rate: float | None
    burst: int
    stopped_code: int | None
    stopped_at: datetime | None
    shut_until: datetime | None
    resting: bool
    waiting: int
    restored_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Say whether everything that keeps its pace may pass."""
        shut = self.resting or self.stopped_code is not None
        return not shut and self.restored_at is None


def hold(tx: Tx, row: Found, consent_version: int) -> bool:
    """Let a claimed message wait for its gate; False when no gate stood in its way."""
    return tx.run(HOLD, now=tx.now, **_fence(row, consent_version)) == 1


def begin_call(tx: Tx, row: Found, consent_version: int) -> bool:
    """Move a claimed message to `calling` through its gate; False when it may not."""
    return tx.run(CALL, now=tx.now, **_fence(row, consent_version)) == 1


def _fence(row: Found, consent_version: int) -> Found:
    ours = {"id": row["id"], "claim": row["claim"]}
    return {**ours, "consent_version": consent_version}


def eased(tx: Tx, row: Found) -> None:
    """Note a good answer to this message: its scout opens the gate."""
    tx.later(EASE, id=row["id"], channel=row["channel"], now=tx.now)


def strained(tx: Tx, row: Found) -> None:
    """Note a bad answer to this message: so many of them shut the gate."""
    tx.later(STRAIN, id=row["id"], channel=row["channel"], now=tx.now)


def stop(tx: Tx, channel: str, code: int) -> bool:
    """Shut a gate until an operator acts; False when it was shut so already."""
    return tx.run(STOP, channel=channel, code=code, now=tx.now) == 1


def pace(tx: Tx, channel: str, rate: float | None, burst: int) -> None:
    """Set how many a second may pass (None: any number), and how many at once."""
    tx.run(RELEASE, now=tx.now, held=["pace"])
    tx.run(PACE, channel=channel, rate=rate, burst=burst)


def reopen(tx: Tx) -> tuple[int, int]:
    """Open what is shut; return how many gates were, and how many messages wait on."""
    # The messages first: a sender, too, holds its message when it comes to the gate.
    freed = tx.run(RELEASE, now=tx.now, held=["stopped", "shut"])
    return tx.run(REOPEN), freed


def let_go(tx: Tx) -> int:
    """Let pass what was held for a restore; return how many messages wait on."""
    freed = tx.run(RELEASE, now=tx.now, held=["restored"])
    tx.run(LET_GO)
    return freed


def show(tx: Tx) -> tuple[Gate, ...]:
    """Return the gates of this organisation's number: texts, then calls."""
    return tuple(Gate(**row) for row in tx.rows(SHOW, now=tx.now))
