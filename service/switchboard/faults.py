"""Faults on demand: what goes wrong, for whom, how often, and with what chance."""

from __future__ import annotations

import itertools
import random
import re
import threading
from dataclasses import asdict, dataclass, field
from typing import Any

STAGES = {
    "429": "before",
    "500": "before",
    "502": "before",
    "503": "before",
    "timeout_before": "before",
    "drop_before": "before",
    "500_after": "after",
    "503_after": "after",
    "timeout_after": "after",
    "drop_after": "after",
    "slow_answer": "after",
    "backlog": "sending",
    "duplicate_callback": "callback",
    "late_callback": "callback",
    "lost_callback": "callback",
    "reordered_callbacks": "callback",
    "duplicate_text": "text",
    "late_text": "text",
    "lost_text": "text",
    "duplicate_call_webhook": "webhook",
    "triple_call_webhook": "webhook",
    "no_confidence": "speech",
    "unknown_answerer": "detection",
    "late_recording_callback": "recording",
    "lost_recording_callback": "recording",
    "recording_not_ready": "take",
    "recording_missing": "take",
}
"""Kind of fault -> the moment at which it strikes; codes are read by `stage_of`."""

CODE = re.compile(r"(?P<code>[1-9]\d{4})(?P<when>_sync|_async)?")


class UnknownFault(ValueError):
    """No such fault; the message lists the kinds there are."""


def stage_of(kind: str) -> str:
    """When a fault strikes: the moment that STAGES names.

    A carrier code strikes where the carrier gives it: 30000-30999 while sending, the
    rest at the door; `_sync` or `_async` behind the code says otherwise.
    Raises UnknownFault for any other word.
    """
    if kind in STAGES:
        return STAGES[kind]
    match = CODE.fullmatch(kind)
    if not match:
        known = ", ".join(sorted(STAGES))
        raise UnknownFault(f"no fault {kind!r}; take a carrier code or one of {known}")
    later = match["when"] == "_async" or (not match["when"] and kind.startswith("30"))
    return "sending" if later else "before"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is to go wrong.

    `times` is how often (None: until removed); `to` a whole number and `body` a part of
    the text, empty for any; `on` is `text` or `call`, empty for both; `status` narrows
    a callback fault to one state; `chance` is rolled with `seed` at each fitting
    occasion; `seconds` is how long a line is held or how late something comes, on the
    network's own clock.
    """

    kind: str
    times: int | None = 1
    to: str = ""
    body: str = ""
    status: str = ""
    chance: float = 1.0
    seed: int = 0
    seconds: float = 30.0
    on: str = ""

    def __post_init__(self) -> None:
        stage_of(self.kind)

    @property
    def code(self) -> int:
        """The carrier code this fault gives, or 0."""
        match = CODE.fullmatch(self.kind)
        return int(match["code"]) if match else 0

    def fits(self, *, stage: str, to: str, body: str, status: str, on: str) -> bool:
        """Whether this occasion is one the fault was made for."""
        return (
            stage_of(self.kind) == stage
            and self.on in ("", on)
            and self.to in ("", to)
            and self.body.casefold() in body.casefold()
            and self.status in ("", status)
        )


@dataclass(slots=True)
class Standing:
    """A fault in force: how often it may still strike, and has struck."""

    id: int
    fault: Fault
    left: int | None
    dice: random.Random
    struck: int = 0

    def strikes(self) -> bool:
        """Roll once; counts itself down when it strikes."""
        if self.left == 0 or self.dice.random() >= self.fault.chance:
            return False
        self.left = None if self.left is None else self.left - 1
        self.struck += 1
        return True

    def as_json(self) -> dict[str, Any]:
        """The fault and its counters, as the page reads them."""
        state = {"id": self.id, "left": self.left, "struck": self.struck}
        return asdict(self.fault) | state


@dataclass(slots=True)
class Faults:
    """The faults in force, oldest first; at most one strikes per occasion."""

    _standing: dict[int, Standing] = field(default_factory=dict)
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> int:
        """Put a fault in force; returns the id that removes it."""
        dice = random.Random(fault.seed)  # noqa: S311 - dice, to be repeatable
        with self._lock:
            key = next(self._ids)
            self._standing[key] = Standing(key, fault, fault.times, dice)
        return key

    def remove(self, key: int) -> bool:
        """Lift one fault; False when there is none of that id."""
        with self._lock:
            return self._standing.pop(key, None) is not None

    def clear(self) -> None:
        """Lift every fault."""
        with self._lock:
            self._standing.clear()

    def strike(
        self,
        stage: str,
        *,
        to: str = "",
        body: str = "",
        status: str = "",
        on: str = "text",
    ) -> Fault | None:
        """The fault that strikes on this occasion, counted down; None for none."""
        with self._lock:
            for standing in self._standing.values():
                fits = standing.fault.fits(
                    stage=stage, to=to, body=body, status=status, on=on
                )
                if fits and standing.strikes():
                    return standing.fault
        return None

    def standing(self) -> tuple[Standing, ...]:
        """The faults in force and those that have struck out, oldest first."""
        with self._lock:
            return tuple(self._standing.values())
