"""One organisation has ten thousand nudges due at once; how long another one waits.

Real processes on this machine: web, two workers, one clock, PostgreSQL with full
durability, Redis, and the phone network, which calls back about every text.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row
from rich.console import Console

from infra.bench.stage import Stage, people_who_text
from service.drill.field import Field, opened
from service.drill.order import Order
from service.usecases import enrol

TRICKLE = "+15550100001"
FEW, EVERY_S, WORKERS = 150, 0.4, 2
AIM_NUDGE_S, AIM_REPLY_S = 10.0, 3.0
WORDS = ("WHY", "said my idea when the floor was opened", "asked a question, loudly")
# They were invited and planned long ago: that is not what is measured.
LONG_AGO = (
    "UPDATE nudges SET state = 'cancelled' WHERE state = 'planned'",
    "UPDATE participants SET planned_until = current_date + 3,"
    " plan_at = handrail_now() + interval '12 hours'",
)
# All alike but for when they fall due: a follow-up that a coach would have planned.
DUE = (
    "INSERT INTO nudges (id, organisation_id, participant_id, kind, occurrence, script,"
    " local_date, wall, zone, due_at, expires_at, state, tries) SELECT"
    " gen_random_uuid(), organisation_id, id, 'follow_up', 'fair/1', 'curiosity',"
    " current_date, '11:30', zone, handrail_now() + row_number() OVER () * %s"
    " * interval '1 second', handrail_now() + interval '6 hours', 'planned', 0"
    " FROM participants WHERE organisation_id = %s"
)
LATE = (
    "SELECT extract(epoch FROM o.settled_at - n.due_at)::float AS s FROM nudges n"
    " JOIN outbox_messages o ON o.nudge_id = n.id AND o.state = 'sent'"
    " WHERE n.organisation_id = %s AND n.due_at < handrail_now() - interval '10 s'"
)
UNSENT = (
    "SELECT count(*) AS n FROM nudges n WHERE n.organisation_id = %s AND n.due_at"
    " < handrail_now() - interval '10 s' AND n.state <> 'cancelled'"
    " AND NOT EXISTS (SELECT FROM outbox_messages o WHERE o.nudge_id = n.id"
    " AND o.state IN ('sent', 'withheld'))"
)
REPLIES = (
    "SELECT i.carrier_id, max(o.settled_at) AS at FROM inbox i JOIN outbox_messages o"
    " ON o.participant_id = i.participant_id AND o.created_at = i.received_at"
    " AND o.state = 'sent' WHERE i.organisation_id = %s GROUP BY 1"
)


@dataclass(slots=True)
class Found:
    """Seconds that each nudge and each reply of the small organisation took."""

    nudges: list[float] = field(default_factory=list)
    replies: list[float] = field(default_factory=list)
    unsent: int = 0  # due for ten seconds, and not out
    unanswered: int = 0
    done: int = 0  # nudges of the large one that went meanwhile
    left: int = 0


def run(people: int, seconds: float) -> int:
    """Measure, print, and return 1 when an aim is missed."""
    console = Console()
    with opened(Order(sends=people)) as on:
        small = _small(on)
        console.print(f"{people:,} people of one organisation, {FEW} of another")
        found = _measure(on, small, seconds)
    return _print(console, found, seconds)


def _small(on: Field) -> Stage:
    organisation = enrol.organisation(on.parts, "Trickle", "US", TRICKLE)
    stage = Stage(on.addresses, dict(on.environ), on.parts, organisation)
    people_who_text(stage, FEW)
    on.network.add_number(
        TRICKLE,
        name="Trickle",
        sms_url=f"http://127.0.0.1:{on.port}/twilio/sms#rc=3&rp=ct,rt,5xx",
        voice_url=f"http://127.0.0.1:{on.port}/twilio/voice",
    )
    return stage


def _measure(on: Field, small: Stage, seconds: float) -> Found:
    with psycopg.connect(
        on.addresses.owner_url, autocommit=True, row_factory=dict_row
    ) as line:
        for words in LONG_AGO:
            line.execute(words)
        on.pen.fill(web=1, worker=WORKERS, clock=1)
        time.sleep(3)  # they come up, as they would have long before
        line.execute(DUE, (EVERY_S, small.organisation))
        line.execute(DUE, (0.0, on.organisation))
        texted = _text(on, seconds)
        found = Found()
        found.nudges = [row["s"] for row in line.execute(LATE, (small.organisation,))]
        found.unsent = _count(line, UNSENT, small.organisation)
        found.done = len(line.execute(LATE, (on.organisation,)).fetchall())
        found.left = _count(line, UNSENT, on.organisation)
        time.sleep(5)  # for the last answers
        answered = {
            row["carrier_id"]: row["at"]
            for row in line.execute(REPLIES, (small.organisation,))
        }
    found.replies = [
        (answered[sid] - at).total_seconds()
        for sid, at in texted.items()
        if sid in answered
    ]
    found.unanswered = len(texted) - len(found.replies)
    return found


def _text(on: Field, seconds: float) -> dict[str, datetime]:
    """Let people of the small organisation text, two a second; when each did."""
    dice, texted = random.Random(1), {}
    ends = time.monotonic() + seconds
    who = 0
    while time.monotonic() < ends:
        number = on.numbers[who % FEW]  # hers at both: two organisations, one phone
        sent = on.network.text(number, TRICKLE, dice.choice(WORDS))
        texted[sent.sid] = on.now()
        who += 1
        time.sleep(0.5)
    return texted


def _count(line: psycopg.Connection[dict[str, Any]], query: Any, whose: Any) -> int:
    row = line.execute(query, (whose,)).fetchone()
    return 0 if row is None else int(row["n"])


def _print(console: Console, found: Found, seconds: float) -> int:
    nudge, reply = _p(found.nudges, 0.95), _p(found.replies, 0.95)
    console.print(
        f"the large one: {found.done:,} sent, {found.done / seconds:.0f} a second,"
        f" {found.left:,} still due when the small one was measured"
    )
    for what, took, p95, aim, late in (
        ("the small one's nudges", found.nudges, nudge, AIM_NUDGE_S, found.unsent),
        ("replies meanwhile", found.replies, reply, AIM_REPLY_S, found.unanswered),
    ):
        console.print(
            f"{what}: {len(took)}, p50 {_p(took, 0.5):.1f} s, p95 {p95:.1f} s"
            f" (aim: {aim:.0f}), {late} not out"
        )
    share = found.unsent / max(len(found.nudges) + found.unsent, 1)
    kept = nudge < AIM_NUDGE_S and reply < AIM_REPLY_S and share < 0.05
    return 0 if kept and found.left else 1


def _p(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    if not ordered:
        return float("nan")
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
