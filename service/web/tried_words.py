"""What a change to a programme's days would do, and for whom, in words."""

from __future__ import annotations

from service.usecases.moved import Moved
from service.usecases.planning import AHEAD
from service.usecases.programme_days import Consequences
from service.web import strip_words, words
from service.web.tongues import count, later, say

# So many that fall away, and so many that are new, are shown of one person.
SHOWN = 4
TRIED_ON = later(
    "Tried for the first %(tried)s of %(people)s, for today and the %(days)s days"
    " after."
)
TOUCHES_NONE = later(
    "Nothing changes for them by then; what comes later goes by what is set here."
)
TOUCHES = later("For %(many)s of them: %(nudges)s.")
NOTHING_FOR = later("For %(many)s nothing changes by then.")
SAME = later("nothing changes")
FIRST_COMES = later("%(nudges)s; the first that is new: %(what)s, %(when)s (%(place)s)")


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
        return say(TRIED_ON, tried=told.tried, people=told.people, days=AHEAD)
    return count(
        "Tried for the one there is, for today and the %(days)s days after.",
        "Tried for all %(num)s, for today and the %(days)s days after.",
        told.tried,
        days=AHEAD,
    )


def _differ(nudges: int) -> str:
    return count(
        "%(num)s planned text or call changes",
        "%(num)s planned texts or calls change",
        nudges,
    )


def outcome(one: Moved) -> str:
    """Say what a change does for one person."""
    if not one.count:
        return say(SAME)
    if not one.new:
        return _differ(one.count)
    occurrence, at, _ = min(one.new, key=lambda nudge: nudge[1])
    what, when = strip_words.nudge(one.zone, occurrence, at)
    about = {"nudges": _differ(one.count), "place": words.place(one.zone)}
    return say(FIRST_COMES, **about, when=when, what=what)


def beyond(one: Moved) -> str:
    """Say how many more differ than the page shows, "" for none."""
    more = sum(max(len(each) - SHOWN, 0) for each in (one.gone, one.new))
    return count("and %(num)s more", "and %(num)s more", more) if more else ""
