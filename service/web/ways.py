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

    `room` is the blueprint that its other pages belong to.
    """

    endpoint: str
    name: str
    right: Right

    @property
    def room(self) -> str:
        """The blueprint whose every page counts as being in this room."""
        return self.endpoint.partition(".")[0]


WAYS = (
    Way("today.home", later("Today"), "see"),
    Way("pages.home", later("People"), "see"),
    Way("inbox.home", later("Inbox"), "see"),
    Way("programmes.home", later("Programmes"), "see"),
    Way("scripts.home", later("Scripts"), "see"),
    Way("results.home", later("Results"), "see"),
    Way("team.home", later("Team"), "team"),
)


def of(signed: Signed) -> Iterator[Way]:
    """Yield the rooms that somebody may enter."""
    return (way for way in WAYS if rights.may(signed.role, way.right).allowed)
