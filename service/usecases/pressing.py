"""Keys pressed in a call: what they stood for where they were pressed, and the stop.

Law: every key that reaches us is kept in the turn that heard it, sealed as words are,
with what it stood for then: a script may say something else tomorrow.
"""

from __future__ import annotations

from flows.talk import codec, engine, keypad
from flows.talk.expects import Expect
from service.carrier.calls_in import CallEvent
from service.usecases import library
from service.usecases.parts import Desk

TOO_LATE = "that question was closed by then"


def stops(desk: Desk, event: CallEvent) -> bool:
    """Say whether she pressed the key that ends calls, where it is no answer."""
    if event.digits not in (keypad.STOP_CALLS, keypad.STOP_ANYWHERE):
        return False
    expect = _asked(desk)
    return expect is None or keypad.stops_calls(event.digits, expect)


def of_question(desk: Desk, event: CallEvent) -> str | None:
    """Return her keys with what they stand for at the open question, before its turn.

    None when she pressed none, or spoke: a recording's keys end it and say nothing.
    """
    expect = _asked(desk)
    if not event.digits or event.recording or event.speech.strip():
        return None
    return told(event.digits, keypad.means(event.digits, expect) if expect else "")


def too_late(event: CallEvent) -> str | None:
    """Return keys pressed at a question that is open no more, or not to be answered."""
    return told(event.digits, TOO_LATE) if event.digits else None


def stop(event: CallEvent) -> str:
    """Return the keys that ended calls."""
    return told(event.digits, keypad.STOP_MEANS)


def told(digits: str, meaning: str) -> str:
    """Write keys and their meaning as a turn keeps them: `1: yes`, or a number: `8`."""
    return digits if meaning in ("", digits) else f"{digits}: {meaning}"


def _asked(desk: Desk) -> Expect | None:
    found = desk.near.conversation
    if found is None:
        return None
    script = library.pinned(desk.parts, desk.tx, found.script_version_id)
    return engine.question(script, codec.load_state(found.state))
