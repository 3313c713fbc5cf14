"""What a yes changes: one thing, by one notch, or nothing with its reason.

Laws: at most one lever in seven days; nothing gets harder while she is less than 7 of
10 sure or expects more fear than 5, or where a mistake is not known to be cheap (#43).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from flows.coach import contexts, dials, support
from flows.coach.dials import GOOD_FEAR, SURE, Dial, Way
from flows.coach.grounds import Lever, Reply
from flows.coach.growth import Growth, lately
from flows.coach.ladder_state import Value
from flows.coach.offers import LEVER_RESTS
from flows.coach.support import RUNG_AT_MOST

Cost = Literal["minutes", "awkward", "serious"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """How she answered a conversation of the table, on her local date `today`.

    `dial` is the one she picked, `cost` what a mistake would cost and `fear` what she
    expects of the new size; `context` is a new one in her words. None or "" is not
    known.
    """

    rule: str
    reply: Reply
    today: date
    dial: Dial | None = None
    cost: Cost | None = None
    fear: int | None = None
    context: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What an answer or a day changed: rule, what, from, to, on what, and why.

    `rung_at_most` is for the Ladder: prompts come back to this rung at most, its `top`
    kept. `task` says that a coach is to look at it.
    """

    rule: str
    what: str
    before: str
    after: str
    inputs: dict[str, Value]
    sentence: str
    rung_at_most: int | None = None
    task: bool = False


def _free(growth: Growth, today: date) -> bool:
    """Say whether a week has passed since something last changed."""
    return growth.lever is None or (today - growth.lever).days >= LEVER_RESTS


def _stays(
    growth: Growth, rule: str, what: str, sentence: str, *, task: bool = False
) -> tuple[Growth, tuple[Change, ...]]:
    return growth, (Change(rule, what, "", "", {}, sentence, task=task),)


Carried = tuple[Growth, tuple[Change, ...]]


def _harder(growth: Growth, answer: Answer, name: str) -> Carried:
    """Turn the dial she picked, unless it is not the time for more."""
    if answer.cost is None or answer.cost == "serious":
        # #43: push forward where a mistake is cheap; elsewhere a person looks first.
        words = f"A mistake could cost {name} a lot, so you look at it together first."
        return _stays(growth, "STAY-cost", "difficulty", words, task=True)
    told = lately(growth, "fear_expected", answer.today)
    fear = told if answer.fear is None else answer.fear
    if fear is not None and fear > GOOD_FEAR[1]:
        words = f"{name} expects fear of {fear} of 10, so the dials stay."
        much = fear >= dials.MUCH_FEAR
        return _stays(growth, "STAY-fear", "difficulty", words, task=much)
    sure = lately(growth, "confidence", answer.today)
    if sure is not None and sure < SURE:
        words = f"{name} is {sure} of 10 sure, so the dials stay."
        return _stays(growth, "STAY-unsure", "difficulty", words)
    return _turn(growth, answer, "up", name)


def _easier(growth: Growth, answer: Answer, name: str) -> Carried:
    return _turn(growth, answer, "down", name)


def _turn(growth: Growth, answer: Answer, way: Way, name: str) -> Carried:
    dial = answer.dial
    after = None if dial is None else dials.turned(growth.difficulty, dial, way)
    if dial is None or after is None or not _free(growth, answer.today):
        words = f"{name} said yes, and no dial could be turned by one notch now."
        return _stays(growth, "STAY", "difficulty", words)
    old, new = (getattr(one, dial) for one in (growth.difficulty, after))
    says, was, now = dials.said(dial, old, new)
    moved = replace(growth, difficulty=after, lever=answer.today)
    up = way == "up"
    if up:
        kind = support.after_harder(growth.support)
        moved = replace(moved, support=kind, helped=answer.today + _DAY)
    more = ", and help comes back for a while" if up else ""
    change = Change(
        answer.rule,
        dial,
        str(old),
        str(new),
        {"dial": dial, "support": moved.support},
        f"{name} took up one notch {way}: “{says}” goes from {was} to {now}{more}.",
        rung_at_most=RUNG_AT_MOST if up else None,
    )
    return moved, (change,)


def _help(growth: Growth, answer: Answer, way: Way, name: str) -> Carried:
    kind = support.more(growth.support) if way == "up" else support.less(growth.support)
    if kind == growth.support or not _free(growth, answer.today):
        words = f"{name} said yes, and the help stays as it is for now."
        return _stays(growth, "STAY", "support", words, task=way == "up")
    moved = replace(
        growth, support=kind, helped=answer.today + _DAY, lever=answer.today
    )
    says = support.TABLE[kind].says
    change = Change(
        answer.rule,
        "support",
        growth.support,
        kind,
        {"support": kind},
        f"{name} took it up: from here the help is {says}.",
        task=way == "up",
    )
    return moved, (change,)


def _more_help(growth: Growth, answer: Answer, name: str) -> Carried:
    return _help(growth, answer, "up", name)


def _less_help(growth: Growth, answer: Answer, name: str) -> Carried:
    return _help(growth, answer, "down", name)


def _context(growth: Growth, answer: Answer, name: str) -> Carried:
    new = answer.context.strip()
    if not new or new in growth.contexts or not _free(growth, answer.today):
        words = f"{name} stays with the places there are for now."
        return _stays(growth, "STAY", "context", words)
    moved = replace(growth, contexts=(*growth.contexts, new), lever=answer.today)
    change = Change(
        answer.rule,
        "context",
        "",
        new,
        {"contexts": len(moved.contexts)},
        f"{name} takes it to a new place, where prompts begin again on Half at most.",
        rung_at_most=RUNG_AT_MOST,
    )
    return moved, (change,)


def _alone(growth: Growth, answer: Answer, name: str) -> Carried:
    """Go on alone: a stage, not a size; the prompts have gone already."""
    moved = contexts.move(growth.stage, contexts.Standing(kept=True), name)
    if moved is None:
        return growth, ()  # what changes nothing takes no turn of the levers
    after = replace(growth, stage=moved.after, lever=answer.today)
    return after, staged(moved)


def _step(growth: Growth, answer: Answer, name: str) -> Carried:
    """A step of her own comes next; `next_step` begins it once it is written."""
    words = f"{name} takes up a step of their own."
    change = Change(answer.rule, "step", "", "own", {"steps": growth.steps}, words)
    return replace(growth, lever=answer.today), (change,)


LEVERS: Mapping[Lever, Callable[[Growth, Answer, str], Carried]] = {
    "harder": _harder,
    "easier": _easier,
    "more_help": _more_help,
    "less_help": _less_help,
    "context": _context,
    "alone": _alone,
    "step": _step,
}


def staged(moved: contexts.Moved | None) -> tuple[Change, ...]:
    """Give a moved stage as a change; nothing for None."""
    if moved is None:
        return ()
    what = (moved.before, moved.after, moved.inputs, moved.sentence)
    return (Change(moved.rule, "stage", *what),)
