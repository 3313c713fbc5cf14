"""Growing: takes in what came of a step, and carries out what she took up.

Laws: signs and numbers change no dial, no support and no context; only her own yes to
an offer does, one thing a week, by one notch; nothing gets harder while she is less
than 7 of 10 sure or expects more fear than 5; what is unknown is no evidence.

How the shell calls it: `start` with a step; `observe` each `Sign`, `Placed`, `Measure`,
`Begun`, `Answer` and, once a day, `Seen`; `grounds` for `offers.next_offer` and
`for_coach.tasks`. What must follow elsewhere stands in a `Change`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from flows.coach import alarms, contexts, dials, placing, staircase, support
from flows.coach import exposure as lists
from flows.coach import signs as s
from flows.coach.attempts import Share
from flows.coach.exposure import Item, Met
from flows.coach.grounds import Begun, Grounds, Lever, Seen
from flows.coach.growth import BrokenGrowth, Growth, dump, lately, load, start
from flows.coach.offer_rows import ROWS
from flows.coach.programmes import Step
from flows.coach.signs import Measure, Placed, Sign
from flows.coach.taking_up import LEVERS, Answer, Change, staged

__all__ = [
    "Answer",
    "BrokenGrowth",
    "Change",
    "Growth",
    "dump",
    "grounds",
    "load",
    "next_step",
    "observe",
    "start",
]

MEASURES_KEPT, BEGUN_KEPT = 48, 48
_DAY = timedelta(days=1)
# Less help and a new context leave the size of the step, and what is known of it.
_APART: frozenset[Lever | None] = frozenset({"less_help", "context"})
_LEVER_OF: Mapping[str, Lever | None] = {row.rule: row.lever for row in ROWS}


Told = Sign | Placed | Measure | Item | Met | Begun  # kept, and no more
Event = Told | Answer | Seen


def observe(
    growth: Growth, event: Event, name: str = "This person"
) -> tuple[Growth, tuple[Change, ...]]:
    """Take in one thing.

    Args:
        growth: the state before.
        event: what came of a chance, the context it was in, a number she gave, an item
            of her list or the fear she met it with, a conversation begun, her answer to
            one, or what was seen today.
        name: what the sentences call her.

    Returns:
        The state after, and what changed: by an answer the thing she took up, by a
        day at most the stage.

    Raises:
        ValueError: for an item that her list cannot hold.
    """
    match event:
        case Answer():
            return _answered(growth, event, name)
        case Seen():
            return _seen(growth, event, name)
        case _:
            return _told(growth, event), ()


def _told(growth: Growth, event: Told) -> Growth:
    match event:
        case Sign():
            return _signed(growth, event)
        case Placed():
            return placing.told(growth, event)
        case Measure():
            return _measured(growth, event)
        case Item():
            return replace(growth, exposure=lists.observe(growth.exposure, event))
        case Met():
            return replace(growth, exposure=lists.met(growth.exposure, event))
        case Begun():
            kept = (*growth.begun, event)[-BEGUN_KEPT:]
            return replace(placing.begun(growth, event), begun=kept)
        case _:
            assert_never(event)


def _signed(growth: Growth, new: Sign) -> Growth:
    """Keep a sign; the oldest beyond those kept are only counted from then on."""
    if len(growth.signs) == s.KEPT and new.on < growth.signs[0].on:
        return growth  # counted long ago
    log = s.joined(growth.signs, new)
    old, kept = log[: -s.KEPT], log[-s.KEPT :]
    return replace(growth, signs=kept, past=contexts.added(growth.past, old))


def _measured(growth: Growth, new: Measure) -> Growth:
    measures = sorted((*growth.measures, new), key=lambda one: one.on)
    return replace(growth, measures=tuple(measures[-MEASURES_KEPT:]))


# ---- grounds ----


def grounds(growth: Growth, seen: Seen) -> Grounds:
    """Put together all that the tables of offers and tasks look at today."""
    today = seen.today
    since = tuple(one for one in growth.signs if one.on >= growth.fresh)
    # What she said of another size of the step is no judgement on this one.
    numbers = tuple(one for one in growth.measures if one.on >= growth.fresh)
    scene = alarms.Scene(since, numbers, today, seen.reminders_help)
    known = s.known(growth.signs)
    tries = [one for one in known if one.tried]
    here = standing(growth, seen)
    counted = contexts.added(growth.past, growth.signs).values()
    asks = placing.question(growth)
    return Grounds(
        seen=seen,
        difficulty=growth.difficulty,
        stage=growth.stage,
        wish=staircase.wish(growth.setting, since),
        up=dials.room(growth.difficulty, "up"),
        down=dials.room(growth.difficulty, "down"),
        easy=alarms.too_easy(scene),
        hard=alarms.too_hard(scene),
        confidence=lately(growth, "confidence", today),
        fear=lately(growth, "fear_expected", today),
        in_a_row=staircase.in_a_row(since),
        known=here.known,
        tries=sum(one.tries for one in counted),
        tries_week=sum(one.on >= s.days_ago(today, 7) for one in tries),
        last_try_days=(today - tries[-1].on).days if tries else None,
        lever=_lever(growth),
        lever_days=None if growth.lever is None else (today - growth.lever).days,
        tries_since_lever=sum(one.on > (growth.lever or today) for one in tries),
        support=growth.support,
        less_help=support.wish(growth.support, _helped(growth)) == "down",
        at_goal=here.at_goal,
        settled=contexts.settled(here),
        graduates=contexts.may_graduate(here),
        at_the_edge=_edge(growth),
        for_coach=tuple(one.words for one in lists.for_coach(growth.exposure)),
        suggested=contexts.suggestion(seen.contexts, growth.contexts),
        first_there=_first_there(growth, tries),
        unplaced="" if asks is None else asks.context,
        places=here.contexts,
        days_begun=(today - growth.began).days,
        own=Share(growth.own, growth.steps),
        begun=growth.begun,
    )


def standing(growth: Growth, seen: Seen) -> contexts.Standing:
    """Give what the stages look at today."""
    counted = contexts.added(growth.past, growth.signs)
    return contexts.Standing(
        known=sum(one.known for one in counted.values()),
        rung=seen.rung,
        rung_days=seen.rung_days,
        at_goal=dials.reaches(growth.difficulty, growth.goal),
        in_a_row=staircase.in_a_row(growth.signs),
        contexts=len(contexts.further(counted)),
        automatic=lately(growth, "automatic", seen.today),
        confidence=lately(growth, "confidence", seen.today),
        lapsed=seen.lapsed,
    )


def _edge(growth: Growth) -> str:
    item = lists.next_item(growth.exposure)
    return "" if item is None else item.words


def _lever(growth: Growth) -> Lever | None:
    """Give what last changed by an offer."""
    taken = (
        _LEVER_OF.get(one.rule)
        for one in reversed(growth.begun)
        if one.reply == "accept" and one.on == growth.lever
    )
    return next(taken, None)


def _helped(growth: Growth) -> list[Sign]:
    return [one for one in growth.signs if one.on >= growth.helped]


def _first_there(growth: Growth, tries: list[Sign]) -> str:
    """Give the context of the last try when it is the first one there, else "".

    Who was asked where that try was has been asked then what made it work, too.
    """
    if not tries or placing.asked_about(growth, tries[-1]):
        return contexts.FAMILIAR
    here = tries[-1].context
    counted = contexts.added(growth.past, growth.signs)
    return here if counted[here].tries == 1 else contexts.FAMILIAR


# ---- answers ----


def _answered(
    growth: Growth, answer: Answer, name: str
) -> tuple[Growth, tuple[Change, ...]]:
    """Keep her answer to what was begun last by that rule, and carry out a yes."""
    at = next(
        (n for n, one in reversed(list(enumerate(growth.begun)))
         if one.rule == answer.rule and one.reply is None),
        None,
    )  # fmt: skip
    if at is None:
        return growth, ()
    replied = replace(growth.begun[at], reply=answer.reply, on=answer.today)
    begun = (*growth.begun[:at], replied, *growth.begun[at + 1 :])
    after = replace(growth, begun=begun)
    if replied.sort != "offer":
        return after, ()
    lever = _LEVER_OF.get(answer.rule)
    if lever not in _APART:
        # Whatever she said, the next wish needs new evidence.
        after = replace(after, fresh=answer.today + _DAY)
    if answer.reply != "accept" or lever is None:
        return after, ()
    return LEVERS[lever](after, answer, name)


# ---- days ----


def _seen(growth: Growth, seen: Seen, name: str) -> tuple[Growth, tuple[Change, ...]]:
    if growth.day is not None and seen.today <= growth.day:
        return growth, ()  # told twice, a day moves nothing the second time
    moved = contexts.move(growth.stage, standing(growth, seen), name)
    after = replace(growth, day=seen.today)
    if moved is not None:
        after = replace(after, stage=moved.after)
    return after, staged(moved)


def next_step(
    growth: Growth, step: Step, today: date, *, goal: Step | None = None, own: bool
) -> Growth:
    """Begin the next step: what was offered and how she answered goes with her.

    Args:
        growth: of the step that ends.
        step: the new one.
        today: her local date.
        goal: the last step of the path, or None.
        own: whether she wrote the new one herself (#20).
    """
    new = start(
        step,
        today,
        goal=goal,
        setting=growth.setting,
        own=own,
        exposure=growth.exposure,
    )
    return replace(
        new,
        own=growth.own + own,
        steps=growth.steps + 1,
        lever=growth.lever,
        begun=growth.begun,
    )
