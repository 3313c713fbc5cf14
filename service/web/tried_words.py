"""What a change to a programme's days would do, and for whom, in words."""

from __future__ import annotations

from service.usecases.programme_days import Consequences, Moved
from service.web import strip_words
from service.web.tongues import count, later, say

TRIED_ON = later("Tried on the first %(tried)s of %(people)s.")
TOUCHES_NONE = later("It touches none of them.")
TOUCHES = later("It touches %(many)s of them: %(nudges)s.")
NOTHING_FOR = later("For %(many)s nothing differs.")
SAME = later("nothing differs")
FIRST_COMES = later("%(nudges)s; the first now comes %(when)s (%(what)s)")


def tried(told: Consequences) -> str:
    """Say on how many a change was tried, and how many of them it touches."""
    said = [_tried_on(told)]
    if told.touched:
        said.append(say(TOUCHES, many=told.touched, nudges=_differ(told.nudges)))
    else:
        said.append(say(TOUCHES_NONE))
    rest = told.tried - told.touched
    if told.touched and rest:
        said.append(say(NOTHING_FOR, many=rest))
    return " ".join(said)


def _tried_on(told: Consequences) -> str:
    if told.tried < told.people:
        return say(TRIED_ON, tried=told.tried, people=told.people)
    return count("Tried on the one there is.", "Tried on all %(num)s.", told.tried)


def _differ(nudges: int) -> str:
    return count(
        "%(num)s planned nudge differs", "%(num)s planned nudges differ", nudges
    )


def outcome(one: Moved) -> str:
    """Say what a change does for one person."""
    if not one.count:
        return say(SAME)
    if not one.new:
        return _differ(one.count)
    occurrence, at, _ = min(one.new, key=lambda nudge: nudge[1])
    what, when = strip_words.nudge(one.zone, occurrence, at)
    return say(FIRST_COMES, nudges=_differ(one.count), when=when, what=what)
