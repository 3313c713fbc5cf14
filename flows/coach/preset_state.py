"""Where one person stands on a preset: a value that survives a round trip through JSON.

What a preset shares with the Ladder (settings, log, pauses, the coach's words) is kept
in a Ladder inside, whose rules are never asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flows.coach import ladder_codec
from flows.coach.attempts import Mark
from flows.coach.ladder_codec import dump_day, load_day
from flows.coach.ladder_state import Entry, Ladder

VERSION = 1
DAYS_KEPT = 15  # a recap tells a week, and may be answered a week late
_KEPT = timedelta(days=DAYS_KEPT)
_STRENGTH: dict[Mark, int] = {"?": 0, "M": 1, "P": 2, "U": 2}


class BrokenStanding(ValueError):
    """A stored standing cannot be read; an operator must restore or restart it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands on a preset; a value, nothing hidden.

    `began` is the first day; `box` and `turn`, the last chance whose turn it was, are
    those of a preset with boxes; `thinned` counts how often she asked for less.
    """

    preset: str
    kept: Ladder
    began: date | None = None
    box: int = 0
    turn: date | None = None
    thinned: int = 0

    def noted(self, entry: Entry) -> "Standing":
        """Keep what is known of a chance, the stronger of two; else give itself."""
        log = self.kept.log
        old = next((one for one in log if one.key == entry.key), None)
        if old is not None and _STRENGTH[old.mark] >= _STRENGTH[entry.mark]:
            return self
        rest = tuple(e for e in log if e is not old and e.on > entry.on - _KEPT)
        kept = replace(self.kept, log=(*rest, entry))
        return replace(self, kept=kept, began=self.began or entry.on)


def dump(standing: Standing) -> dict[str, Any]:
    """Give the standing as plain JSON values, with the version "v"."""
    return {
        "v": VERSION,
        "preset": standing.preset,
        "kept": ladder_codec.dump(standing.kept),
        "began": dump_day(standing.began),
        "box": standing.box,
        "turn": dump_day(standing.turn),
        "thinned": standing.thinned,
    }


def load(stored: Mapping[str, Any]) -> Standing:
    """Read back what `dump` gave.

    Args:
        stored: the mapping, for example from `json.loads`.

    Raises:
        BrokenStanding: when the version is unknown or something is missing or odd.
    """
    try:
        return _read(stored)
    except (KeyError, TypeError, ValueError) as wrong:
        raise BrokenStanding(
            f"preset cannot be read ({type(wrong).__name__} at {wrong}): "
            "restore it from a backup, or begin this person's preset again"
        ) from wrong


def _read(stored: Mapping[str, Any]) -> Standing:
    if stored["v"] != VERSION:
        raise ValueError(f"version {stored['v']!r}, this program reads {VERSION}")
    return Standing(
        stored["preset"],
        ladder_codec.load(stored["kept"]),
        began=load_day(stored["began"]),
        box=stored["box"],
        turn=load_day(stored["turn"]),
        thinned=stored["thinned"],
    )
