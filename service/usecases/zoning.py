"""By whose clock an organisation's own pages tell the time, and choosing it.

Law: what is kept stays a moment; a zone only says how it is told.
"""

from __future__ import annotations

from service.store import differences, enrolment, zones
from service.store.zones import Zone
from service.usecases import entries, rights
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.unchanged import Changed


def of(parts: Parts, signed: Signed) -> Zone:
    """Return the zone by which this organisation's pages tell the time."""
    rights.require(signed, "see")
    with parts.db.transaction(signed.organisation) as tx:
        return zones.of(tx)


def base(stands: Zone) -> str:
    """Return what was chosen, "" for nothing: what tells it from others in a form."""
    return stands.name if stands.chosen else ""


def choose(parts: Parts, signed: Signed, written: str, seen: str | None = None) -> None:
    """Choose a zone by its name or its city, or "" for the first person's.

    It is chosen over what was seen, or whatever it was. Raises NotAllowed,
    Refused("zone"), and Changed where another stands now than `base` told.
    """
    rights.require(signed, "settings")
    zone = entries.zone_named(written.strip()) or None
    for refused in () if zone is None else entries.of_zone(zone):
        raise refused
    with parts.db.transaction(signed.organisation) as tx:
        stands = zones.of(tx)
        if (zone or "") == base(stands):
            return
        if seen not in (None, base(stands)):
            raise Changed
        zones.keep(tx, zone)
        line, key = parts.new_id(), parts.tenant(signed.organisation).key
        enrolment.audit(tx, line, signed.actor, "changed the clock", None)
        found = differences.between({"zone": base(stands)}, {"zone": zone or ""})
        differences.keep(tx, key, line, found)
