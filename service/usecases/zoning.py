"""By whose clock an organisation's own pages tell the time, and choosing it.

Law: what is kept stays a moment; a zone only says how it is told.
"""

from __future__ import annotations

from service.store import enrolment, zones
from service.store.zones import Zone
from service.usecases import entries, rights
from service.usecases.parts import Parts
from service.usecases.rights import Signed


def of(parts: Parts, signed: Signed) -> Zone:
    """Return the zone by which this organisation's pages tell the time."""
    rights.require(signed, "see")
    with parts.db.transaction(signed.organisation) as tx:
        return zones.of(tx)


def choose(parts: Parts, signed: Signed, written: str) -> None:
    """Choose a zone by its name or its city, or "" for the first person's.

    Raises NotAllowed, Refused("zone").
    """
    rights.require(signed, "settings")
    zone = entries.zone_named(written.strip()) or None
    for refused in () if zone is None else entries.of_zone(zone):
        raise refused
    with parts.db.transaction(signed.organisation) as tx:
        stands = zones.of(tx)
        if zone == (stands.name if stands.chosen else None):
            return
        zones.keep(tx, zone)
        enrolment.audit(tx, parts.new_id(), signed.actor, "changed the clock", None)
