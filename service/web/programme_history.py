"""The page of a programme's history: who changed what and when, and back to a version.

Law: nothing is put back from here; it leads to where what changes, and for whom, is
seen first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from uuid import UUID

from flask import Response, render_template, request

from flows.coach.programme_files import Difference
from service.store.programme_versions import Version
from service.usecases import programme_history, zoning
from service.web import (
    changed_words,
    dating,
    person_words,
    schedule_words,
    setup_words,
)
from service.web.schedule_words import Both
from service.web.script_room import Room
from service.web.tongues import later, say

OWN: Mapping[str, str] = {
    "called": later("Name"),
    "terms.keep_words": later("How long words are kept"),
    "terms.keep_recordings": later("How long recordings are kept"),
}
# What a file is called among files is nothing that a programme says.
UNSAID = frozenset({"programme"})
# A number that the database could not hold is none.
LONGEST = 10


def history(room: Room, which: UUID) -> Response:
    """Show a programme's versions, those of a number and before where one is asked."""
    upto = number("upto") or None
    found = programme_history.look(room.parts, room.signed, which, upto)
    page = render_template(
        "programmes/history.html",
        which=which,
        found=found,
        upto=upto,
        when=_clock(room),
        by=_by,
        differs=differs,
    )
    return Response(page)


def number(name: str) -> int:
    """Return the number of a version that the address asks for, 0 for none."""
    asked = request.args.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < LONGEST else 0


def _clock(room: Room) -> Callable[[datetime], str]:
    zone = cache(lambda: zoning.of(room.parts, room.signed).name)
    return lambda at: dating.moment(at, zone())


def _by(version: Version) -> str:
    """Say who it was; "" for what stood when the history began."""
    return version.who or person_words.actor(version.by)


def differs(found: tuple[Difference, ...]) -> list[Both]:
    """Say each difference as the forms of a programme say it."""
    return list(_told(found))


def _told(found: tuple[Difference, ...]) -> Iterator[Both]:
    for one in found:
        section, _, name = one.what.partition(".")
        if one.what in UNSAID:
            continue
        if one.what in OWN:
            yield Both(say(OWN[one.what]), one.before, one.after)
        elif section == "schedule" or name in schedule_words.TERM_NAMES:
            before, after = (
                changed_words.holds(one.what, text) for text in (one.before, one.after)
            )
            yield Both(changed_words.differs(one.what), before, after)
        else:
            yield from setup_words.told((one,))
