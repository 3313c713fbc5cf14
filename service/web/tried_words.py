"""What a change to a programme's days would do, and for whom, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.usecases.moved import Moved, Stay
from service.usecases.planning import AHEAD
from service.usecases.programme_days import Consequences
from service.web import retold, strip_words, words
from service.web.tongues import count, later, say

# So many that fall away, that stay, and that are new, are shown of one person.
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
BECAUSE = later("%(nudges)s: %(why)s.")
# Rules by which one that is planned stays, in a word or two; the others say it in full.
QUIET, DAYS, WEEKS = (
    later("quiet hours"),
    later("most prompts a day"),
    later("most prompts in seven days"),
)
WHY: Mapping[str, str] = {
    "quiet_hours": QUIET,
    "closed_day": later("nothing may go out on that day"),
    "too_late": later("their time is over by then"),
    "cap_day": DAYS,
    "G1-day": DAYS,
    "cap_week": WEEKS,
    "G1": WEEKS,
    "paused": later("a pause"),
    "limit": later("a limit of spending"),
}


def tried(told: Consequences) -> str:
    """Say on how many a change was tried, and how many of them it touches."""
    said = [_tried_on(told)]
    if told.touched:
        said.append(say(TOUCHES, many=told.touched, nudges=_differ(told.nudges)))
    else:
        said.append(say(TOUCHES_NONE))
    if told.stays:
        said.append(_stay(told.stays))
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


def _stay(stays: Sequence[Stay]) -> str:
    """Say how many do not go out any more, and by which rules."""
    many = count(
        "%(num)s does not go out any more",
        "%(num)s do not go out any more",
        len(stays),
    )
    why = dict.fromkeys(say(WHY[one.rule]) for one in stays if one.rule in WHY)
    return say(BECAUSE, nudges=many, why=", ".join(why)) if why else f"{many}."


def why(one: Stay) -> str:
    """Say why one does not go out any more, as the days that are drawn say it."""
    return retold.said(one.why)


def outcome(one: Moved) -> str:
    """Say what a change does for one person."""
    if not one.count:
        return say(SAME)
    if one.stays and not one.new:
        return f"{_differ(one.count)}; {_stay(one.stays).removesuffix('.')}"
    if not one.new:
        return _differ(one.count)
    occurrence, at, _ = min(one.new, key=lambda nudge: nudge[1])
    what, when = strip_words.nudge(one.zone, occurrence, at)
    about = {"nudges": _differ(one.count), "place": words.place(one.zone)}
    return say(FIRST_COMES, **about, when=when, what=what)


def beyond(one: Moved) -> str:
    """Say how many more differ than the page shows, "" for none."""
    more = sum(max(len(each) - SHOWN, 0) for each in (one.gone, one.stays, one.new))
    return count("and %(num)s more", "and %(num)s more", more) if more else ""
