"""The rules that climb the Ladder, as a table: rungs, evidence, what follows, sentence.

Law: what is unknown is no evidence, for or against (G7).
"""

from datetime import date

from flows.coach.ladder_state import LAST_RUNG, Inputs, Ladder
from flows.coach.moves import Rule, thinner
from flows.coach.probes import BEGIN, NOT_YET
from flows.coach.rests import KEEPS_UP, behind
from flows.coach.tries import fresh, own_first, percent, rate, tried, used

TRIES_WANTED, TRIES_OF = 6, 7
WAITS_WANTED = 2
GUIDED_DAYS = 14
RUNNING = 3
RETURNED = 5  # known chances by which she is back at her usual rate
RESCUES_FEW, RESCUES_OF = 1, 10


def _prompted_tries(ladder: Ladder, _: date) -> Inputs | None:
    led = [e for e in fresh(ladder) if e.prompt == "before"][-TRIES_OF:]
    tries = sum(map(tried, led))
    full = len(led) == TRIES_OF and tries >= TRIES_WANTED
    return {"tries": tries, "of": TRIES_OF, **used(led)} if full else None


def _clean_waits(ladder: Ladder, _: date) -> Inputs | None:
    waits = own_first(ladder)[-WAITS_WANTED:]
    clean = len(waits) == WAITS_WANTED and all(e.mark == "U" for e in waits)
    return {"waits": WAITS_WANTED, **used(waits)} if clean else None


def _days_guided(ladder: Ladder, today: date) -> Inputs | None:
    # G7: silence alone never fades, so at least one chance must be known.
    days = (today - (ladder.since or today)).days
    some = fresh(ladder)
    return {"days": days, **used(some)} if days >= GUIDED_DAYS and some else None


def _independent(ladder: Ladder, _: date) -> Inputs | None:
    own = own_first(ladder)[-TRIES_OF:]
    tries = sum(e.mark == "U" for e in own)
    full = len(own) == TRIES_OF and tries >= TRIES_WANTED
    return {"tries": tries, "of": TRIES_OF, **used(own)} if full else None


def _climbing_back(ladder: Ladder, _: date) -> Inputs | None:
    own = own_first(ladder)[-RUNNING:]
    full = len(own) == RUNNING and all(e.mark == "U" for e in own)
    below = ladder.rung < ladder.top
    return {"tries": RUNNING, **used(own)} if below and full else None


def _usual_again(ladder: Ladder, today: date) -> Inputs | None:
    # What was tried because of prompts is no reason for fewer of them.
    if behind(ladder, today):
        return None
    last = fresh(ladder)[-RETURNED:]
    share, best = percent(rate(last)), percent(ladder.best)
    back = len(last) == RETURNED and 100 * share >= KEEPS_UP * best
    below = ladder.rung < ladder.top
    return {"share": share, "best": best, **used(last)} if below and back else None


def _not_helping(ladder: Ladder, _: date) -> Inputs | None:
    # A try before the late prompt needed none, so it says nothing of prompts.
    late = [e for e in fresh(ladder) if e.prompt == "late" and e.mark != "U"]
    last = late[-RESCUES_OF:]
    tries = sum(map(tried, last))
    idle = len(last) == RESCUES_OF and tries <= RESCUES_FEW
    return {"tries": tries, "of": RESCUES_OF, **used(last)} if idle else None


# Behaviour 3.3: the first row that speaks thins by one rung.
FADES: tuple[Rule, ...] = (
    Rule(
        "A0-waits",
        range(1),
        _clean_waits,
        thinner,
        "{name} did it without a nudge the last {waits} times we waited",
    ),
    Rule(
        "A0-tries",
        range(1),
        _prompted_tries,
        thinner,
        "{name} tried {tries} of the last {of} times with a prompt first",
    ),
    Rule(
        "A0-days",
        range(1),
        _days_guided,
        thinner,
        "{name} has had {days} days of prompts beforehand",
    ),
    Rule(
        "A1",
        range(1, LAST_RUNG),
        _independent,
        thinner,
        "{name} did it without a nudge {tries} of the last {of} times",
    ),
    Rule(
        "A2",
        range(LAST_RUNG),
        _climbing_back,
        thinner,
        "{name} did it without a nudge {tries} times running since the break",
    ),
    Rule(
        "A2-usual",
        range(LAST_RUNG),
        _usual_again,
        thinner,
        "{name} is back to {share} % of the chances tried, after {best} % at best",
        daily=True,
    ),
    Rule(
        "A3",
        range(1, 4),
        _not_helping,
        thinner,
        "Of the last {of} late prompts to {name} {tries} led to a try: prompts are not "
        "what helps here",
        task="Make the step smaller with {name}: prompts hardly led to a try.",
    ),
    NOT_YET,
    BEGIN,
)
