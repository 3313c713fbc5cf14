"""Days and times of their own, folded in the form that enrols somebody.

Laws: what is left empty is as the programme has it; the rules and their mends are those
of the schedule's page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flows.coach.schedule import Schedule
from service.store.choices import Choice
from service.usecases import enrolling
from service.web import schedule_form, schedule_words
from service.web.entries import Entry

DAYS = tuple(f"day_{day}" for day in schedule_form.WEEK)
TIMES = tuple(f"window_0_{part}" for part in ("opens", "deadline", "closes"))
# Where it stands what cannot be: at the days, or at the times.
PLACES = ("rhythm", "window_0")


@dataclass(frozen=True, slots=True)
class Usual:
    """What a programme has, in words: its days, and its times."""

    programme: str
    days: str
    times: str


def read(entry: Entry) -> Schedule | None:
    """Return the layer that the form says; None where it cannot be, its mend kept."""
    typed = {name: entry[name] for name in (*DAYS, *TIMES) if entry[name]}
    if any(name in typed for name in DAYS):
        typed["rhythm"] = "days"
    said = schedule_form.read(typed)
    entry.wrong.update(said.wrong)
    return said.schedule


def unfolded(entry: Entry) -> bool:
    """Say whether something is typed there, or cannot stand."""
    return any(entry[name] for name in (*DAYS, *TIMES)) or any(
        place in entry.wrong for place in PLACES
    )


def usual(programmes: Iterable[Choice]) -> list[Usual]:
    """Say when chances come in each of these programmes."""
    found = ((one.name, enrolling.usual(one)) for one in programmes)
    return [
        Usual(
            name,
            schedule_words.rhythm(layer),
            "; ".join(map(schedule_words.slot, layer.slots)),
        )
        for name, layer in found
    ]
