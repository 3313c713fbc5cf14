"""Writes states, events and effects as JSON with a version, and reads them again.

Law: reading what was written gives an equal value. A form once shipped stays readable:
tests/flows/states holds one file for each version of the state. Version 2 added what a
call needs, version 3 the wording of the open question, version 4 what it was handed on
for. A field that has its usual value
is not written, and what was not written has its usual value: so what is older is read
as it stands.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, datetime, timedelta
from typing import Any

from flows.talk.effects import (
    AddWords,
    Adjust,
    Claim,
    Effect,
    End,
    FollowUp,
    GiveConsent,
    Hand,
    Measured,
    Offered,
    PlayTake,
    Recapped,
    RecordAttempt,
    Remember,
    Say,
    TakeUp,
)
from flows.talk.events import Event, Heard, Keyed, Moved, Opened, Recorded, Silence
from flows.talk.state import State

VERSION = 4
READABLE = frozenset({1, 2, 3, 4})


class Unreadable(Exception):
    """JSON that no version of this codec wrote; whoever stored it must look."""


# Any: each is built from the fields JSON names, which no type can promise.
_TYPES: Mapping[str, Any] = {
    "state": State,
    "heard": Heard,
    "silence": Silence,
    "opened": Opened,
    "keyed": Keyed,
    "recorded": Recorded,
    "moved": Moved,
    "say": Say,
    "record_attempt": RecordAttempt,
    "add_words": AddWords,
    "remember": Remember,
    "measured": Measured,
    "offered": Offered,
    "play_take": PlayTake,
    "claim": Claim,
    "take_up": TakeUp,
    "follow_up": FollowUp,
    "give_consent": GiveConsent,
    "adjust": Adjust,
    "recapped": Recapped,
    "hand": Hand,
    "end": End,
}
_NAMES = {kind: name for name, kind in _TYPES.items()}
_EVENTS = (Heard, Silence, Opened, Keyed, Recorded, Moved)

# How a field that JSON has no form for is written, and read again.
_WRITE: Mapping[type, Callable[[Any], object]] = {
    datetime: datetime.isoformat,
    date: date.isoformat,
    timedelta: timedelta.total_seconds,
    tuple: lambda days: [day.isoformat() for day in days],
}
_READ: Mapping[str, Callable[[Any], object]] = {
    "expires_at": datetime.fromisoformat,
    "asked_at": datetime.fromisoformat,
    "heard_at": datetime.fromisoformat,
    "after": lambda seconds: timedelta(seconds=seconds),
    "days": lambda days: tuple(map(date.fromisoformat, days)),
    "asked_on": date.fromisoformat,
}


def _usual(one: "Field[Any]") -> object:
    # A factory makes an empty mapping: equal to whatever empty mapping is met.
    if one.default_factory is not MISSING:
        return one.default_factory()
    return one.default


# Of each type: the names of its fields, how all are read at once, their usual values
# (MISSING: it has none).
_FIELDS = {kind: tuple(one.name for one in fields(kind)) for kind in _NAMES}
_USUAL = {kind: tuple(map(_usual, fields(kind))) for kind in _NAMES}
_ENCODED = json.JSONEncoder(separators=(",", ":")).encode


def dump(value: State | Event | Effect) -> str:
    """Write one state, event or effect as JSON: {"v": 4, "is": ..., its fields}."""
    kind = type(value)
    written: dict[str, object] = {"v": VERSION, "is": _NAMES[kind]}
    for name, usual in zip(_FIELDS[kind], _USUAL[kind], strict=True):
        one = getattr(value, name)
        if one is usual or one == usual:
            continue
        write = _WRITE.get(type(one))
        written[name] = write(one) if write else one
    return _ENCODED(written)


def load_state(source: str) -> State:
    """Read a state that `dump` wrote; raises Unreadable."""
    value = _load(source)
    if not isinstance(value, State):
        raise Unreadable(f"This is a {_NAMES[type(value)]}, not a state.")
    return value


def load_event(source: str) -> Event:
    """Read an event that `dump` wrote; raises Unreadable."""
    value = _load(source)
    if not isinstance(value, _EVENTS):
        raise Unreadable(f"This is a {_NAMES[type(value)]}, not an event.")
    return value


def load_effect(source: str) -> Effect:
    """Read an effect that `dump` wrote; raises Unreadable."""
    value = _load(source)
    if isinstance(value, State | Heard | Silence | Opened | Keyed | Recorded | Moved):
        raise Unreadable(f"This is a {_NAMES[type(value)]}, not an effect.")
    return value


def _load(source: str) -> State | Event | Effect:
    try:
        return _built(json.loads(source))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable("This is not JSON of a state, event or effect.") from error


def _built(raw: dict[str, Any]) -> State | Event | Effect:
    if (version := raw.pop("v")) not in READABLE:
        raise Unreadable(f"Version {version} is not known here, only up to {VERSION}.")
    kind = _TYPES[raw.pop("is")]
    for name, read in _READ.items():
        if raw.get(name) is not None:
            raw[name] = read(raw[name])
    value: State | Event | Effect = kind(**raw)
    return value
