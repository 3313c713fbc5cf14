"""Removing the words of one line: a text, a call, an attempt; the line itself stays.

Laws: the words and every copy go in one transaction, and what the carrier has of them
soon after, asked until it has none; numbers, rung and results stay; nothing that tells
of it holds a word; what an alert stands on is not removed before somebody has looked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from service.store import enrolment, exports, looks, removals, zones
from service.store.db import Found
from service.store.removals import Kind, Sweep
from service.usecases import rights
from service.usecases.at_carrier import gone
from service.usecases.entries import Refused
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed

# What a machine heard in a recording is told of within so long.
LATE = timedelta(hours=24)
REST = timedelta(hours=1)
ALERT = Refused(
    "line", "an alert stands on it: look, acknowledge the alert, then remove the words"
).template
ON_ITS_WAY = Refused(
    "line", "it is on its way: remove its words once it has gone"
).template
IN_DOUBT = Refused(
    "line", "nobody knows whether it went: settle the doubt first"
).template
GOES_ON = Refused("line", "the call goes on: remove its words when it is over").template
QUOTED = Refused(
    "line", "a text that quotes it is on its way or in doubt: wait until it has gone"
).template
TWICE = Refused("line", "its words were removed already").template
KINDS: Mapping[str, Kind] = {
    "heard": "heard",
    "said": "said",
    "call": "call",
    "attempt": "attempt",
}
STATES = {
    "due": ON_ITS_WAY,
    "claimed": ON_ITS_WAY,
    "calling": ON_ITS_WAY,
    "in_doubt": IN_DOUBT,
    "open": GOES_ON,
}


@dataclass(frozen=True, slots=True)
class Told:
    """Whose doing it was ("" for the operator), when, and if the carrier has it yet."""

    by: str
    at: datetime
    zone: str
    pending: bool


def told(parts: Parts, signed: Signed, person: UUID) -> Mapping[UUID, Told]:
    """Return the lines of hers whose words were removed, by the line's id."""
    rights.require(signed, "see")
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        found = removals.standing(tx, person)
        names = looks.accounts(tx, key) if found else {}
        zone = zones.of(tx).name
    return {
        item: Told(names.get(one.by, ""), one.at, zone, one.pending)
        for item, one in found.items()
    }


def when(
    parts: Parts, signed: Signed, person: UUID, kind: Kind, item: UUID
) -> datetime:
    """Return when a line of hers was. Raises NotAllowed, ProofNeeded, LookupError."""
    rights.require(signed, "words")
    with parts.db.transaction(signed.organisation) as tx:
        found = removals.line(tx, person, kind, item)
    if found is None:
        raise LookupError(f"there is no line {item} of hers")
    at: datetime = found["at"]
    return at


def refused(parts: Parts, signed: Signed, person: UUID, kind: Kind, item: UUID) -> str:
    """Return why a line's words cannot be removed now, "" where they can.

    What only a text that quotes them stands in the way of is found as they go.

    Raises NotAllowed, ProofNeeded, LookupError.
    """
    rights.require(signed, "words")
    try:
        with parts.at_desk(signed.organisation, person) as desk:
            _line(desk, kind, item)
    except Refused as why:
        return why.mend
    return ""


def remove(
    parts: Parts, signed: Signed, person: UUID, kind: Kind, item: UUID, by: str = ""
) -> None:
    """Remove the words of one line of hers, and every copy of them.

    Raises NotAllowed, ProofNeeded, Refused("line"), LookupError.
    """
    rights.require(signed, "words")
    with parts.at_desk(signed.organisation, person) as desk:
        line = _line(desk, kind, item)
        tx, key = desk.tx, parts.tenant(signed.organisation).key
        sweep = Sweep(tx, desk.person, key)
        sweep.take(kind, item, line["at"], line["until"])
        if sweep.waits:
            raise Refused("line", QUOTED)
        for at in sweep.texts.values():
            if removals.alerted(tx, person, at, at):
                raise Refused("line", ALERT)
        # They hold words under the organisation's key, and are made anew when asked.
        exports.without(tx, person)
        left = sorted(set(sweep.carrier))
        actor = by or signed.actor
        removals.keep(tx, parts.new_id(), person, (kind, item), actor, left)
        for text in sweep.texts.keys() - {item} - removals.standing(tx, person).keys():
            removals.keep(tx, parts.new_id(), person, ("heard", text), actor, [])
        enrolment.audit(tx, parts.new_id(), actor, f"removed words of {kind}", person)
    parts.bell.ring("let_go", signed.organisation, [person])


def _line(desk: Desk, kind: Kind, item: UUID) -> Found:
    found = removals.line(desk.tx, desk.person.id, kind, item)
    if found is None:
        raise LookupError(f"there is no line {item} of hers")
    if item in removals.standing(desk.tx, desk.person.id):
        raise Refused("line", TWICE)
    if found["state"] in STATES:
        raise Refused("line", STATES[found["state"]])
    until = found["until"] + (LATE if kind == "call" else timedelta())
    if kind != "said" and removals.alerted(desk.tx, desk.person.id, found["at"], until):
        raise Refused("line", ALERT)
    return found


# ---- the worker's part ----


def at_carrier(parts: Parts, organisation: UUID, person: UUID) -> None:
    """Have the carrier delete what it has of lines whose words were removed."""
    with parts.db.transaction(organisation) as tx:
        rows = removals.due(tx, person)
    for row in rows:
        copies = row["at_carrier"]["left"]
        left = [one for one in copies if not gone(parts, *one)]
        with parts.db.transaction(organisation) as tx:
            again = tx.now + REST if left else None
            removals.left(tx, row["id"], json.dumps({"left": left}), again)
