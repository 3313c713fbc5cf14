"""Playing a take back in the call it was made in, once it can be played.

Law: a call is never led to a sound that cannot be fetched. The carrier asks for the
next turn before its own file is ready, so the call waits a moment; the turn after that
plays the take, or says kindly that it is kept, and asks its question either way.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from uuid import UUID

from flows.talk import frame
from flows.talk.aloud import Aloud, Line, Replay, Wait
from flows.talk.effects import Effect, PlayTake, Say
from flows.talk.frame import spoken
from service.carrier.calls_in import CallEvent
from service.carrier.port import CannotAsk, Recording
from service.store import calls, voices
from service.usecases.parts import Parts


def wanted(effects: Iterable[Effect]) -> str | None:
    """Return the take that a turn plays back, or None."""
    return next((one.take for one in effects if isinstance(one, PlayTake)), None)


def in_a_moment(aloud: Aloud) -> Aloud:
    """Return what is said before the take is played, and then a moment's wait.

    What stands after it is said by the turn that follows.
    """
    before = takewhile(lambda line: not isinstance(line, Replay), aloud.lines)
    moment = Line(spoken(frame.ONE_MOMENT, aloud.language))
    return Aloud(aloud.language, (*before, moment), Wait())


def played(take: str, language: str, *, sounds: bool) -> Effect:
    """Return the take played, or, where there is no sound of it yet, kind words."""
    return PlayTake(take) if sounds else Say(spoken(frame.NOT_YET, language), "voice")


def sounds(parts: Parts, event: CallEvent) -> bool:
    """Say whether the take that this turn is to play can be fetched now.

    Asks the carrier: outside every transaction.
    """
    return event.take is not None and replay(parts, event.sid, event.take) is not None


def replay(parts: Parts, call_sid: str, take: str) -> Recording | None:
    """Return the sound of a take of that call, or None when there is none (yet).

    What is kept here is not asked for at the carrier, where it may be gone.
    """
    organisation: UUID | None = calls.tenant_of_call(parts.db, call_sid)
    if organisation is None:
        return None
    with parts.db.transaction(organisation) as tx:
        found = voices.take(tx, parts.vault, call_sid, take)
    if found is None or found.sound is None:
        return None if found is None else _at_carrier(parts, take)
    return Recording(take, found.sound.media_type, found.sound.audio)


def _at_carrier(parts: Parts, take: str) -> Recording | None:
    try:
        return parts.carrier.fetch_recording(take)
    except CannotAsk:
        return None
