"""What is in doubt is looked up in the carrier's own list.

Laws: found there it was sent; not found proves nothing, and no machine sends again
(I2). What the list says came from another number than ours is another organisation's,
or another sender's, however alike. A messaging service sends from any of its numbers:
there the list's name of the service is compared, and where it names none, nothing is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from service.store import bridges, guesses, outbox, people, restores
from service.store.db import Found, Tx
from service.store.people import Tenant
from service.usecases.deliver import Call, is_bridge, ours
from service.usecases.parts import Parts

SERVICE = "MG"  # how the carrier's name of a messaging service begins
# How far the carrier's clock may be from ours, and how long a call may take, and more.
SKEW, LONGEST_CALL = timedelta(minutes=1), timedelta(minutes=5)


def settle_doubt(parts: Parts, organisation: UUID, message: UUID) -> bool:
    """Ask the carrier's list about a message in doubt; return whether it settled.

    Found there it was sent. Not found proves nothing (lists lag): it stays in doubt
    and the coach sees it; a machine never sends it again.
    """
    with parts.db.transaction(organisation) as tx:
        row = outbox.doubt(tx, message)
        call = None if row is None else _address(parts, tx, row)
        until = None if row is None else _until(tx, row)
    if call is None or until is None:
        return False
    tenant, alike = parts.tenant(organisation), _alike(parts, call, until)
    with parts.db.transaction(organisation) as tx:
        row = outbox.doubt(tx, message)
        free = [sid for sid in alike if sid not in guesses.known(tx, alike)]
        if row is None or not free or _twin_calling(tx, tenant, call):
            return False
        state = {"state": "sent", "status": None, "error_code": None}
        outbox.hear(tx, message, {**state, "carrier_id": free[0]})
    return True


def _until(tx: Tx, row: Found) -> datetime:
    """Return until when it went out, if it did."""
    called: datetime = row["called_at"]
    # Of a restore it is known only that it was before that was found.
    lost = restores.until(tx, called) if row["doubt"] == restores.WHY else None
    return (lost or called) + LONGEST_CALL


def _twin_calling(tx: Tx, tenant: Tenant, call: Call) -> bool:
    """Say whether one like it is on the line to the same telephone just now.

    What the list shows may be that one, whose sender is about to write it down.
    """
    twins = guesses.twins_calling(tx, call.row["id"])
    return any(
        twin["participant_id"] is not None or ours(tx, tenant, twin) == call.to
        for twin in twins
    )


def _alike(parts: Parts, call: Call, until: datetime) -> list[str]:
    """Return the carrier's ids of what may be this message: its words, its moment, and
    from us.
    """
    since: datetime = call.row["called_at"] - SKEW
    if call.row["channel"] == "call":
        rung = parts.carrier.find_calls(to=call.to, since=since)
        return [
            one.sid
            for one in rung
            if one.created_at < until and _by_us(call, one.from_, "")
        ]
    # Not one of the same wording that was made long after: that is another message's.
    seen = parts.carrier.find_texts(to=call.to, since=since)
    return [
        one.sid
        for one in seen
        if one.body == call.body
        and one.created_at < until
        and _by_us(call, one.from_, one.service)
    ]


def _by_us(call: Call, number: str, service: str) -> bool:
    """Say whether what the list shows from this number, by this service, may be ours.

    What it does not say ("") speaks against nothing.
    """
    said = service if call.from_.startswith(SERVICE) else number
    return said in ("", call.from_)


def _address(parts: Parts, tx: Tx, row: Found) -> Call | None:
    tenant = parts.tenant(tx.organisation_id)
    if row["channel"] == "email":
        return None  # a mail server keeps no list that could be asked
    from_ = people.service_number(tx, tenant.key)
    if row["participant_id"] is None:
        to = ours(tx, tenant, row)
        return Call(row, to, from_, outbox.body_of(tenant.key, row)) if to else None
    person = people.lock(tx, parts.vault, row["participant_id"])
    if person is None:
        return None
    to, body = people.number_of(tx, person), outbox.body_of(person.key, row)
    if is_bridge(row):
        bridge = bridges.of(tx, tenant.key, person, row["id"])
        to = "" if bridge is None else bridge.number
    return Call(row, to, from_, body) if to else None
