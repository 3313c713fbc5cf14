"""Having the carrier delete what it keeps of a person, for whoever lets go of it here.

Law: it counts as gone only when the carrier said so, or has no such name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from service.carrier.port import CannotAsk, Carrier
from service.usecases.parts import Parts

WAYS: Mapping[str, Callable[[Carrier, str], bool]] = {
    "text": lambda carrier, sid: carrier.delete_text(sid),
    "heard": lambda carrier, sid: carrier.delete_text(sid),
    "recording": lambda carrier, sid: carrier.delete_recording(sid),
    "call": lambda carrier, sid: carrier.delete_call(sid),
    "rung": lambda carrier, sid: carrier.delete_call(sid),
}


def gone(parts: Parts, kind: str, carrier_id: str) -> bool:
    """Have the carrier delete one copy; False when it has it still."""
    try:
        WAYS[kind](parts.carrier, carrier_id)
    except CannotAsk:
        return False
    except ValueError:
        return True  # no name of the carrier's: it has nothing by it
    return True
