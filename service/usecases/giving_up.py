"""What the carrier could not be reached for while it was of use is given up, aloud.

Laws: by its own end, or by hours since the carrier was out of reach for it, and never
by how often it was tried; who waited for it stands before the coach, with the reason,
and what a call that was not made leads to is planned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flows.coach.explain import Verdict
from service.store import people, plans
from service.store.db import Found, Tx
from service.usecases import acting, uninvited, unreached
from service.usecases.parts import Desk, Parts
from service.usecases.uninvited import INVITATION

RULE = "out_of_reach"  # spelt out where it is kept, too: a test looks there
WHY = (
    "The carrier could not be reached while this was of use to {name}, so it did not go"
    " out."
)
# So long a message is of use that has no end of its own. What she is owed, and what
# tells a person of danger, is so for days: the shut gate asks once a minute at most.
KEPT: Mapping[str, timedelta] = {
    "confirmation": timedelta(days=3),
    "crisis": timedelta(days=3),
    "alert": timedelta(days=7),
}
A_DAY = timedelta(days=1)
# What it waited for last: the carrier was busy, or its gate rested for that.
AWAY = frozenset({"busy", "shut"})
# After this a coach hears by text what no e-mail could be sent of.
UNPOSTED = timedelta(minutes=30)


def since(tx: Tx, row: Found) -> datetime:
    """Return since when the carrier is out of reach for a message.

    What waited for something else meanwhile, such as her morning, begins anew.
    """
    before: datetime | None = row["settled_at"] if row["waits_for"] in AWAY else None
    return before or tx.now


def ends(row: Found, since: datetime) -> datetime:
    """Return until when it is of use to try a message."""
    end: datetime | None = row["expires_at"]
    return end or since + KEPT.get(row["kind"], A_DAY)


def unposted(tx: Tx, row: Found, since: datetime) -> bool:
    """Say whether an e-mail could not be sent for so long that it is told otherwise."""
    return row["channel"] == "email" and tx.now - since >= UNPOSTED


def of_no_use(desk: Desk, row: Found, verdict: Verdict) -> Verdict:
    """Return a verdict with the true reason: its time was over for want of a carrier.

    Any other verdict stays as it is.
    """
    if verdict.rule != "too_late" or row["waits_for"] not in AWAY:
        return verdict
    return replace(verdict, rule=RULE, sentence=WHY.format(name=desk.person.name))


def given_up(parts: Parts, tx: Tx, row: Found) -> None:
    """Say why a message that was tried in vain goes out no more, and to whom."""
    desk = _at_desk(parts, tx, row)
    if desk is None:
        return
    inputs: dict[str, Any] = {"kind": row["kind"]}
    plans.decide(
        tx,
        desk.person,
        parts.new_id(),
        WHY.format(name=desk.person.name),
        nudge_id=row["nudge_id"],
        verdict="withhold",
        rule="out_of_reach",
        inputs=inputs,
    )
    follow(desk, row)


def follow(desk: Desk, row: Found) -> None:
    """Put her before the coach; a call leads to what follows one not put through."""
    if row["kind"] == INVITATION:
        uninvited.stayed(desk, RULE)
    else:
        acting.put_before_coach(desk, "quarantine", RULE)
    if row["kind"] == "call":
        unreached.unreached(desk, row["id"], "failed")


def not_reached(parts: Parts, tx: Tx, row: Found) -> None:
    """Take the next step after a call that the carrier would not place."""
    desk = _at_desk(parts, tx, row)
    if desk is not None:
        unreached.unreached(desk, row["id"], "failed")


def _at_desk(parts: Parts, tx: Tx, row: Found) -> Desk | None:
    """Return the desk of whom a message is for; None for one of us, or nobody."""
    person = people.lock(tx, parts.vault, row["participant_id"])
    if person is None:
        return None
    return Desk(parts, tx, parts.tenant(tx.organisation_id), person)
