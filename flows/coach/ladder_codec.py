"""Write the Ladder's state as plain JSON values, and read this form and the last one.

Law: `load(dump(ladder)) == ladder`; what version 1 kept is read with nothing lost.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from flows.coach.ladder_state import Entry, Ladder, Override, Probe, Settings
from flows.coach.tries import TRY_WINDOW, try_share

VERSION = 2
_PLAIN = ("seed", "rung", "top", "quiet", "best", "confidence", "fear", "probe_wait")
_SETTINGS = tuple(one.name for one in fields(Settings))
_DATES = (
    "since", "fresh", "pinned_until", "paused_until", "day", "heard", "owed",
    "recapped",
)  # fmt: skip


class BrokenLadder(ValueError):
    """A stored ladder cannot be read; an operator must restore or restart it."""


def dump(ladder: Ladder) -> dict[str, Any]:
    """Give the ladder as plain JSON values, with the version "v"."""
    return {
        "v": VERSION,
        "settings": {name: getattr(ladder.settings, name) for name in _SETTINGS},
        **{name: getattr(ladder, name) for name in _PLAIN},
        **{name: dump_day(getattr(ladder, name)) for name in _DATES},
        "probe": ladder.probe and [ladder.probe.began.isoformat(), ladder.probe.par],
        "overrides": [_word(one) for one in ladder.overrides],
        "log": [[e.key, e.on.isoformat(), e.mark, e.prompt] for e in ladder.log],
    }


def load(stored: Mapping[str, Any]) -> Ladder:
    """Read back what `dump` gave, now or in version 1.

    Args:
        stored: the mapping, for example from `json.loads`.

    Raises:
        BrokenLadder: when the version is unknown or something is missing or odd.
    """
    version = stored.get("v")
    if version not in (1, VERSION):
        raise BrokenLadder(
            f"ladder has version {version!r}, this program reads 1 and {VERSION}: "
            "run the newer program, or restart this person's ladder"
        )
    try:
        return _read(stored) if version == VERSION else _read_first_form(stored)
    except (KeyError, TypeError, ValueError) as wrong:
        raise BrokenLadder(
            f"ladder cannot be read ({type(wrong).__name__} at {wrong}): "
            "restore it from a backup, or restart this person's ladder"
        ) from wrong


def dump_day(day: date | None) -> str | None:
    """Give a day, or none, as JSON knows it."""
    return None if day is None else day.isoformat()


def load_day(text: str | None) -> date | None:
    """Read back what `dump_day` gave."""
    return None if text is None else date.fromisoformat(text)


def _word(one: Override) -> dict[str, Any]:
    value = one.value
    if isinstance(value, tuple):
        value = [day.isoformat() for day in value]  # type: ignore[assignment] # JSON has no tuples
    until, today = one.until.isoformat(), one.today.isoformat()
    return {**asdict(one), "value": value, "until": until, "today": today}


def _override(stored: Mapping[str, Any]) -> Override:
    value = stored["value"]
    if isinstance(value, list):
        value = tuple(map(date.fromisoformat, value))
    days = {name: date.fromisoformat(stored[name]) for name in ("today", "until")}
    return Override(**{**stored, **days, "value": value})


def _log(stored: Mapping[str, Any]) -> tuple[Entry, ...]:
    return tuple(
        Entry(key, date.fromisoformat(on), mark, prompt)
        for key, on, mark, prompt in stored["log"]
    )


def _probe(stored: Any) -> Probe | None:
    # Any: what `json.loads` gave.
    return None if stored is None else Probe(date.fromisoformat(stored[0]), stored[1])


def _read(stored: Mapping[str, Any]) -> Ladder:
    # Any: which value belongs to which name is checked by the round trip's law.
    values: dict[str, Any] = {name: stored[name] for name in _PLAIN}
    values |= {name: load_day(stored[name]) for name in _DATES}
    return Ladder(
        Settings(**stored["settings"]),
        log=_log(stored),
        probe=_probe(stored["probe"]),
        overrides=tuple(map(_override, stored["overrides"])),
        **values,
    )


def _read_first_form(stored: Mapping[str, Any]) -> Ladder:
    """Read version 1, which knew neither words nor a personal best: the log tells."""
    log = _log(stored)
    dates: dict[str, Any] = {name: load_day(stored[name]) for name in _DATES[:4]}
    words = (e.on for e in log if e.mark != "?")
    ends = range(TRY_WINDOW, len(log) + 1)
    return Ladder(
        Settings(**stored["settings"]),
        stored["seed"],
        stored["rung"],
        stored["top"],
        heard=max(words, default=dates["since"]),
        best=max((try_share(log[:end]) for end in ends), default=0.0),
        log=log,
        **dates,
    )
