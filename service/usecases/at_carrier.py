"""Having the carrier delete what it keeps of a person, for whoever lets go of it here.

Law: it counts as gone only when the carrier said so, or has no such name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from service.carrier.port import CannotAsk
from service.usecases.parts import Parts


def gone(parts: Parts, kind: str, carrier_id: str) -> bool:
    """Have the carrier delete one copy; False when it has it still."""
    carrier = parts.carrier
    ways: Mapping[str, Callable[[str], bool]] = {
        "text": carrier.delete_text,
        "heard": carrier.delete_text,
        "recording": carrier.delete_recording,
        "call": carrier.delete_call,
        "rung": carrier.delete_call,
    }
    try:
        ways[kind](carrier_id)
    except CannotAsk:
        return False
    except ValueError:
        return True  # no name of the carrier's: it has nothing by it
    return True
