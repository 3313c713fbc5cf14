"""The rules that bring prompts back after a lapse, as a table; they are asked first.

Laws: unknown chances are no misses, only the length of a silence counts (G7); from R2
to R5 a complete stop brings a prompt within eight days, or 31 where the coach chose the
monthly recap (G4); whoever is silent for long gets fewer prompts, never more.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile
from math import ceil, log

from flows.coach.ladder_state import LAST_RUNG, Inputs, Ladder, recap_rhythm
from flows.coach.moves import Rule, back, one_back, owing
from flows.coach.probes import JUDGED
from flows.coach.tries import (
    MINIMUM_DOSE,
    TRY_WINDOW,
    fresh,
    known,
    percent,
    rate,
    silent_days,
    tried,
    used,
    usual,
)

RARE = 0.02  # how unusual a run of misses must be
SHORTEST, LONGEST = 2, 5
LOW_WEEK, WEEK_KNOWN = 0.4, 3
FLOOR = 0.75
QUIET_LATER = 5  # days after the check-in: 12 silent days in all
CONFIDENCE_DROP = 3
SILENCE = {"weekly": 7, "monthly": 30}
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def run_length(usual_rate: float) -> int:
    """Say how many misses in a row are unusual at that rate of tries (L1)."""
    misses = 1 - min(max(usual_rate, 0.05), 0.95)  # a rate of 0 or 1 has no logarithm
    return min(max(ceil(log(RARE) / log(misses)), SHORTEST), LONGEST)


def _low_week(ladder: Ladder, today: date) -> Inputs | None:
    told = known(ladder)
    # An answer after midnight comes when the next day has begun.
    answered = (ladder.recapped or date.min) >= today - _DAY
    if not answered or not told:
        return None
    week = [e for e in told if e.on > told[-1].on - _WEEK]
    share, normal = rate(week), usual(ladder, week[0].on)
    if len(week) < WEEK_KNOWN or share >= LOW_WEEK * normal:
        return None
    return {"share": percent(share), "usual": percent(normal), **used(week)}


def _unusual_run(ladder: Ladder, _: date) -> Inputs | None:
    newest_first = takewhile(lambda e: not tried(e), reversed(fresh(ladder)))
    run = list(newest_first)[::-1]
    if not run:
        return None
    normal = usual(ladder, run[0].on)
    unusual = run_length(normal)
    inputs: Inputs = {"misses": len(run), "k": unusual, "usual": percent(normal)}
    return {**inputs, **used(run)} if len(run) >= unusual else None


def _two_back(ladder: Ladder, today: date, inputs: Inputs) -> Ladder:
    rung = 1 if inputs["k"] == LONGEST else max(ladder.rung - 2, 1)
    return owing(back(ladder, rung, today), today)


def _silence(ladder: Ladder, today: date) -> Inputs | None:
    days = silent_days(ladder, today)
    return {"days": days} if days >= SILENCE[recap_rhythm(ladder, today)] else None


def _to_waiting(ladder: Ladder, today: date, _: Inputs) -> Ladder:
    return owing(back(ladder, 1, today), today)


def _no_word_of_a_try(ladder: Ladder, today: date) -> Inputs | None:
    """Find a stretch with neither a try nor a prompt, longer than G4 allows.

    L1 and L2 leave it open where a recap told of the first misses of a stop only.
    """
    marked = (e.on for e in ladder.log if tried(e) or e.prompt != "none")
    last = max(marked, default=ladder.since or today)
    begun = max(last, ladder.paused_until or last)
    idle = [e for e in ladder.log if e.on > last]
    days = (today - begun).days - 1
    long = days > SILENCE[recap_rhythm(ladder, today)] and len(idle) >= SHORTEST
    return {"days": days, **used(idle)} if long else None


def _one_back_owing(ladder: Ladder, today: date, inputs: Inputs) -> Ladder:
    return owing(one_back(ladder, today, inputs), today)


def _below_floor(ladder: Ladder, _: date) -> Inputs | None:
    last = known(ladder)[-TRY_WINDOW:]
    if len(last) < TRY_WINDOW or len(fresh(ladder)) < MINIMUM_DOSE:
        return None
    share = rate(last)
    inputs: Inputs = {"share": percent(share), "best": percent(ladder.best)}
    return {**inputs, **used(last)} if share < FLOOR * ladder.best else None


# On R1 every chance has its prompt already: no lapse leads below it.
_SECOND = range(2, LAST_RUNG + 1)
# Behaviour 3.3, the way furthest back first: one row speaks, and the rest wait.
LAPSES: tuple[Rule, ...] = (
    Rule(
        "L2",
        _SECOND,
        _low_week,
        _to_waiting,
        "The week {name} told of had {share} % of its chances tried, against {usual} % "
        "as a rule",
    ),
    Rule(
        "L1",
        _SECOND,
        _unusual_run,
        _two_back,
        "{misses} chances in a row without a try are unusual for {name}",
    ),
    Rule(
        "L3",
        _SECOND,
        _silence,
        _to_waiting,
        "There has been no word from {name} for {days} days",
        daily=True,
    ),
    Rule(
        "L3-tries",
        _SECOND,
        _no_word_of_a_try,
        _one_back_owing,
        "For {days} days there was no word of a try from {name}, and no prompt",
        daily=True,
    ),
    Rule(
        "L4",
        _SECOND,
        _below_floor,
        one_back,
        "{name} tried {share} % of the last 14 known chances, against {best} % at best",
    ),
    *JUDGED,
)


def _long_silence(ladder: Ladder, today: date) -> Inputs | None:
    days, rung = silent_days(ladder, today), (today - (ladder.since or today)).days
    enough = SILENCE[recap_rhythm(ladder, today)] + QUIET_LATER
    long = days >= enough and rung >= QUIET_LATER
    return {"days": days} if long and not ladder.quiet else None


def _quiet(ladder: Ladder, _today: date, _: Inputs) -> Ladder:
    return replace(ladder, quiet=True)


# It takes prompts away and moves no rung, so it stands over a pin and a coach's hold.
QUIET = Rule(
    "L3-quiet",
    range(LAST_RUNG + 1),
    _long_silence,
    _quiet,
    "There has been no word from {name} for {days} days, so from now on at most one "
    "prompt a week goes, until a word comes",
    task="Look in on {name} yourself: the texts are not landing.",
    daily=True,
    rung_said=False,
)
# Asked where she gives a number, with its inputs; so it has no evidence of its own.
CONFIDENCE = Rule(
    "L5",
    range(LAST_RUNG + 1),
    lambda ladder, today: None,
    one_back,
    "{name} is less sure than before, {now} of 10 after {before}",
    task="Make the step smaller with {name}: confidence fell.",
)
