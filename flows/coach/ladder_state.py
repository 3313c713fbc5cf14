"""The Ladder's state: a value that survives a round trip through JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from flows.coach.attempts import Mark
from flows.coach.chances import StepKind
from flows.coach.rungs import RUNGS, Prompt

Value = str | int | bool | None

VERSION = 1
_DATES = ("since", "fresh", "pinned_until", "paused_until")


class BrokenLadder(ValueError):
    """A stored ladder cannot be read; an operator must restore or restart it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a coach sets: where to start, the ceiling, and what to aim for.

    With goal "attempts" no rule fades; the person and the coach still may.
    With `random_skips` off, resting chances have a fixed place instead of a drawn one.
    """

    start_rung: int = 0
    kind: StepKind = "window"
    cap_per_week: int = 7
    goal: Literal["independence", "attempts"] = "independence"
    dwell_days: int = 7
    random_skips: bool = True


@dataclass(frozen=True, slots=True)
class ChanceRef:
    """Which chance: its key, local date, and running number in its plan."""

    key: str
    on: date
    number: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One chance in the log: what came of it, and which prompt may have gone first."""

    key: str
    on: date
    mark: Mark
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class Ladder:
    """The whole state of one person on one step; a value, nothing hidden.

    `since` is the date of the last change of rung, `fresh` the first chance date that
    counts as evidence on this rung.
    """

    settings: Settings
    seed: int
    rung: int
    top: int
    since: date | None = None
    fresh: date | None = None
    pinned_until: date | None = None
    paused_until: date | None = None
    log: tuple[Entry, ...] = ()


def start(settings: Settings, seed: int) -> Ladder:
    """Begin a ladder.

    Args:
        settings: the coach's settings.
        seed: any whole number; it decides which chances rest.

    Raises:
        ValueError: when the rung to start on does not exist.
    """
    if settings.start_rung not in range(len(RUNGS)):
        raise ValueError(f"rung {settings.start_rung} is none of 0 to {len(RUNGS) - 1}")
    return Ladder(settings, seed, settings.start_rung, settings.start_rung)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def dump(ladder: Ladder) -> dict[str, Any]:
    """Give the ladder as plain JSON values, with the version "v"."""
    return {
        "v": VERSION,
        "settings": asdict(ladder.settings),
        "seed": ladder.seed,
        "rung": ladder.rung,
        "top": ladder.top,
        **{name: _text(getattr(ladder, name)) for name in _DATES},
        "log": [[e.key, e.on.isoformat(), e.mark, e.prompt] for e in ladder.log],
    }


def load(stored: Mapping[str, Any]) -> Ladder:
    """Read back what `dump` gave.

    Args:
        stored: the mapping, for example from `json.loads`.

    Raises:
        BrokenLadder: when the version is unknown or something is missing or odd.
    """
    if stored.get("v") != VERSION:
        raise BrokenLadder(
            f"ladder has version {stored.get('v')!r}, this program reads {VERSION}: "
            "run the newer program, or restart this person's ladder"
        )
    try:
        return _read(stored)
    except (KeyError, TypeError, ValueError) as wrong:
        raise BrokenLadder(
            f"ladder cannot be read ({type(wrong).__name__} at {wrong}): "
            "restore it from a backup, or restart this person's ladder"
        ) from wrong


def _read(stored: Mapping[str, Any]) -> Ladder:
    log = (
        Entry(key, date.fromisoformat(on), mark, prompt)
        for key, on, mark, prompt in stored["log"]
    )
    return Ladder(
        Settings(**stored["settings"]),
        stored["seed"],
        stored["rung"],
        stored["top"],
        log=tuple(log),
        **{name: _date(stored[name]) for name in _DATES},
    )
