"""Until when what a person was asked last has the floor.

Law: it can be answered for a day, but after an hour a newer question may take its
place: an unanswered prompt must not keep the weekly recap from being asked.
"""

from __future__ import annotations

from datetime import datetime

from flows.coach.nudge_moments import FLOOR
from flows.talk import codec
from service.usecases.parts import Desk


def ends_at(desk: Desk) -> datetime | None:
    """Return until when the open question has the floor, or None when none is open."""
    asked = desk.near.conversation
    if asked is None:
        return None
    state = codec.load_state(asked.state)
    return state.asked_at + FLOOR if state.awaiting and state.asked_at else None
