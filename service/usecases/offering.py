"""Which conversation about growing begins next, and when: planned, and asked again.

Laws: at most one waits at a time; it stands off from chances and other texts; when it
is due the table is asked again, and what no longer holds is not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any, cast
from zoneinfo import ZoneInfo

from flows.coach import for_coach, growing, offers, programmes, timing
from flows.coach.grounds import Begun, Grounds, RungMove, Seen
from flows.coach.growing import Growth
from flows.coach.offers import Offer
from service.store import growths
from service.usecases import acting, answering, causes, growth, paths, schedules
from service.usecases.facts import Facts
from service.usecases.parts import Desk
from service.usecases.terms import NO_GROWTH

# Midday first; a conversation stands so far from any chance and any other text.
WALLS = (time(12, 30), time(10), time(15), time(17), time(19), time(9))
APART, LIVES = timedelta(hours=2), timedelta(hours=4)
# A task is not put before a coach again so soon.
TASK_RESTS = MEMORY = timedelta(days=28)
AHEAD = timedelta(days=7)
NEWS_DAYS = 2
LAPSES = frozenset({"L1", "L2", "L3", "L3-tries", "L4", "L5"})
MOVES: Mapping[str, RungMove] = {
    **dict.fromkeys(("A0-waits", "A0-tries", "A0-days", "A1", "A2", "A3"), "less"),
    **dict.fromkeys(LAPSES, "more"),
}
NOTICES = frozenset({"N-more", "N-less"})
# Of each script one of these facts must be known, or it has nothing to say.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "model_story": ("story",),
    "prediction": ("fear_prediction",),
    "rehearsal": ("scenario", "next_cue"),
    "before_harder": ("next_cue",),
}
# The Ladder has said it with A3, in other words.
SAID_BY: Mapping[str, str] = {"C-prompts": "A3"}
# Her own words stay out of what is kept unsealed.
HER_WORDS = frozenset({"at_the_edge", "hard"})


def plan(desk: Desk) -> int:
    """Let the day be seen, and plan what begins next; return how many are new.

    Tasks are put before a coach whether or not anything is offered.
    """
    if desk.terms.growth == NO_GROWTH or not _reachable(desk):
        return 0
    at = None if growth.of(desk) is None else good_moment(desk)
    if at is None:
        return 0
    found = seen(desk, at)
    for change in growth.tell(desk, found):
        answering.keep(desk, change)
    grounds = _grounds(desk, found)
    _tasks(desk, grounds)
    if growths.is_planned(desk.tx, desk.person):
        return 0
    offer = _next(desk, grounds)
    if offer is None:
        return 0
    key = f"{causes.OFFER}{offer.rule}"
    return acting.follow_up(desk, offer.script, key, at, LIVES)


def still(desk: Desk, rule: str) -> Offer | None:
    """Return what that rule offers now, or None when another or none speaks."""
    if desk.terms.growth == NO_GROWTH or growth.of(desk) is None:
        return None
    offer = _next(desk, _grounds(desk, seen(desk, desk.tx.now)))
    return offer if offer is not None and offer.rule == rule else None


def inputs(offer: Offer) -> dict[str, Any]:
    """Return on what grounds an offer is made, without words of hers."""
    found = {key: v for key, v in offer.inputs.items() if key not in HER_WORDS}
    return {"kind": "follow_up", "cause": "offer", **found}


def _reachable(desk: Desk) -> bool:
    return desk.person.consent == "active" and desk.person.hold is None


def _grounds(desk: Desk, found: Seen) -> Grounds:
    return growing.grounds(cast("Growth", growth.of(desk)), found)


def _next(desk: Desk, grounds: Grounds) -> Offer | None:
    return offers.next_offer(grounds, desk.person.name, without(desk))


def without(desk: Desk) -> frozenset[str]:
    """Return the scripts that cannot begin: a fact is missing, or another has them.

    The digest goes in the place of a recap (usecases.planning).
    """
    facts = Facts(desk)
    lacking = {
        script
        for script, names in NEEDS.items()
        if not any(facts.get(name) for name in names)
    }
    quiet = set() if acting.the_ladder(desk).quiet else {"quiet"}
    return frozenset({causes.DIGEST, *lacking, *quiet})


def _tasks(desk: Desk, grounds: Grounds) -> None:
    since = desk.tx.now - TASK_RESTS
    due = for_coach.tasks(grounds, desk.person.name)
    raised = growths.raised(desk.tx, desk.person, since) if due else frozenset()
    for task in due:
        if not {task.rule, SAID_BY.get(task.rule)} & raised:
            acting.put_before_coach(desk, "hand", task.rule)


# ---- when ----


def good_moment(desk: Desk) -> datetime | None:
    """Return the next good moment: in her hours, apart from chances and other texts.

    Where her windows leave no room, apart from texts alone; None when there is no such
    moment today or tomorrow.
    """
    taken = growths.taken(desk.tx, desk.person)
    walls = list(_walls(desk))
    for kept in (taken, [one for one in taken if one[0] == one[1]]):
        for at in walls:
            if all(at + APART <= begins or at >= ends + APART for begins, ends in kept):
                return at
    return None


def _walls(desk: Desk) -> Iterable[datetime]:
    today = desk.tx.now.astimezone(ZoneInfo(desk.person.zone)).date()
    for day in (today, today + timedelta(days=1)):
        for wall in WALLS:
            at = timing.moment(day, wall, desk.person.zone)
            if at > desk.tx.now and timing.open_at(wall, desk.terms.hours):
                yield at


# ---- what only the shell can see ----


def seen(desk: Desk, at: datetime) -> Seen:
    """Return what is seen of her for the day of that moment.

    An open question, a stop and quiet hours are asked at the moment of sending.
    """
    person, step = desk.person, desk.step
    day = timing.local_day(at, person.zone)
    rungs = acting.the_ladder(desk)
    moves = growths.moves(desk.tx, person, desk.tx.now - MEMORY)
    path = paths.read(desk.programme.path)
    here, told = paths.current(desk), _stories(desk)
    return Seen(
        today=day,
        rung=rungs.rung,
        rung_days=0 if rungs.since is None else max((day - rungs.since).days, 0),
        rung_move=_rung_move(desk, moves, day),
        lapse_days=_days_since(desk, moves, day, LAPSES),
        reminders_help=False if any(rule == "A3" for rule, _ in moves) else None,
        paused=person.paused_until is not None and day <= person.paused_until,
        held=person.hold is not None,
        kind=cast("Any", "window" if step is None else step.kind),
        next_in=_next_in(desk, at, day),
        untold=_untold(desk, day),
        silent_days=_silent_days(desk, day),
        returned=_days_since(desk, moves, day, {"L3-word"}) in (0, 1),
        prediction=_predicted(desk),
        scenario=here is not None and here.scenario is not None,
        story=here is not None and here.story is not None and not told,
        resources=told,
        scripts=None if path is None else frozenset(path.scripts),
        contexts=() if path is None else _contexts(desk, path),
    )


Moves = Sequence[tuple[str, datetime]]


def _days_since(
    desk: Desk, moves: Moves, day: date, rules: Iterable[str]
) -> int | None:
    wanted = frozenset(rules)
    at = next((at for rule, at in moves if rule in wanted), None)
    if at is None:
        return None
    return max((day - timing.local_day(at, desk.person.zone)).days, 0)


def _rung_move(desk: Desk, moves: Moves, day: date) -> RungMove | None:
    """Return how prompts moved of late, if she has not been told since."""
    rule, at = next(((r, at) for r, at in moves if r in MOVES), ("", desk.tx.now))
    moved = timing.local_day(at, desk.person.zone)
    told = max((one.on for one in _begun(desk) if one.rule in NOTICES), default=None)
    fresh = (day - moved).days <= NEWS_DAYS and (told is None or told < moved)
    return MOVES.get(rule) if fresh else None


def _begun(desk: Desk) -> tuple[Begun, ...]:
    grown = growth.of(desk)
    return () if grown is None else grown.begun


def _next_in(desk: Desk, at: datetime, day: date) -> int | None:
    zone = desk.person.zone
    ahead = schedules.laid_out(desk, day, day + AHEAD)
    days = (one.local_date for one in ahead if one.moments(zone).opens >= at)
    return next(((one - day).days for one in days), None)


def _untold(desk: Desk, day: date) -> int:
    """Return how many of her last chances, yesterday's the last, got no word."""
    step, before = desk.step, day - timedelta(days=1)
    came = [] if step is None else growths.came_of(desk.tx, desk.person, step.id)
    if not came or came[0] != (before, "open"):
        return 0
    return sum(1 for _ in takewhile(lambda one: one[1] == "open", came))


def _silent_days(desk: Desk, day: date) -> int:
    last = desk.person.last_heard_at
    if last is None:
        return 0
    return max((day - timing.local_day(last, desk.person.zone)).days, 0)


def _predicted(desk: Desk) -> bool:
    told = bool(desk.memories.get("fear_prediction"))
    return told and all(one.rule != "B-prediction" for one in _begun(desk))


def _stories(desk: Desk) -> int:
    """Return how many examples she has been told since her step began."""
    grown = growth.of(desk)
    if grown is None:
        return 0
    return sum(one.rule == "B-story" and one.on >= grown.began for one in grown.begun)


def _contexts(desk: Desk, path: programmes.Programme) -> tuple[str, ...]:
    language = desk.person.language
    return tuple(programmes.said(one, language) for one in path.contexts)
