"""The rooms of the console, as they stand at the top of every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.usecases import rights
from service.usecases.rights import Right, Signed
from service.web.tongues import later


@dataclass(frozen=True, slots=True)
class Way:
    """A room: its first page, its name, the right that opens it.

    `room` is the blueprint that its other pages belong to; `also` are blueprints, and
    endpoints of others, whose pages are in this room too.
    """

    endpoint: str
    name: str
    right: Right
    also: tuple[str, ...] = ()

    def holds(self, endpoint: str | None) -> bool:
        """Say whether a page is in this room."""
        names = {endpoint or "", (endpoint or "").partition(".")[0]}
        return bool(names & {self.room, *self.also})

    @property
    def room(self) -> str:
        """The blueprint whose every page counts as being in this room."""
        return self.endpoint.partition(".")[0]


OF_PEOPLE = (
    "portrait", "editing", "enrolment", "tries", "rights.data", "schedules.person",
    "schedules.save_person", "schedules.say_word",
)  # fmt: skip
OF_PROGRAMMES = (
    "schedules.programme", "schedules.save_programme", "rights.retention",
    "limits.programme", "limits.save_programme", "telling.programme",
)  # fmt: skip
OF_RESULTS = ("limits.home", "limits.save", "limits.clock", "exports")
OF_TEAM = ("rights.audit", "rights.erasures")
WAYS = (
    Way("today.home", later("Today"), "see", ("telling.home", "told")),
    Way("pages.home", later("People"), "see", OF_PEOPLE),
    Way("inbox.home", later("Inbox"), "see"),
    Way("programmes.home", later("Programmes"), "see", OF_PROGRAMMES),
    Way("scripts.home", later("Scripts"), "see"),
    Way("results.home", later("Results"), "see", OF_RESULTS),
    Way("team.home", later("Team"), "team", OF_TEAM),
)


def of(signed: Signed) -> Iterator[Way]:
    """Yield the rooms that somebody may enter."""
    return (way for way in WAYS if rights.may(signed.role, way.right).allowed)
