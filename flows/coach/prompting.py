"""Say which prompt a chance gets: a table of reasons, the first that speaks decides.

Laws: no seven days hold more prompts than the cap, and no day two (G1); a chance she
has told of gets none (G3); what a restore owes, it owes inside the cap.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from flows.coach.days import said as said_day
from flows.coach.ladder_state import (
    ChanceRef,
    Inputs,
    Ladder,
    cap_on,
    kind_on,
    paused,
    skipped,
)
from flows.coach.moves import SOMEONE, words_for
from flows.coach.rungs import RUNGS, Pattern, Prompt, pick
from flows.coach.spoken import fill

QUIET_CAP = 1  # prompts in seven days while she has long been silent (L3)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Planned:
    """What is planned for a chance; `probability` is that of its being prompted.

    It is stored for each chance, prompted or not: inside (0, 1) where chance decided,
    so that the reminder effect can be estimated (G8); else 0 or 1.
    """

    prompt: Prompt
    rule: str
    probability: float
    sentence: str
    inputs: Inputs


def plan(ladder: Ladder, chance: ChanceRef, *, name: str = SOMEONE) -> Planned:
    """Say which prompt, if any, is planned for a chance.

    Args:
        ladder: the state; it is not changed.
        chance: a chance that lies ahead.
        name: what the sentence calls the person.

    Returns:
        The prompt with its rule, probability, grounds and sentence. Whether it goes
        out is asked again at the moment of sending.
    """
    said = (reason(ladder, chance, name) for reason in REASONS)
    return next(filter(None, said), None) or _by_rung(ladder, chance, name)


# What a coach is told where no prompt is planned, and why.
SAYS: Mapping[str, str] = {
    "PAUSE": "{name} is on a pause up to and including {paused_until}.",
    "SKIP": "A coach put {day} off for {name}.",
    "G3": "{name} has told of this chance already, so it gets no prompt.",
    "G1-day": "{name} had the prompts of {day}: {sent}, and the most is {cap}.",
    "G1": "{name} had the prompts of 7 days: {sent}, and the most is {cap}.",
    "L3-quiet": "{name} has been silent for long and had this week's one prompt.",
}
OWED = "Something changed for {name} on {since}, {because}."


def _withheld(rule: str, name: str, inputs: Inputs) -> Planned:
    return Planned("none", rule, 0.0, fill(SAYS[rule], inputs, name=name), inputs)


def _in_a_pause(ladder: Ladder, chance: ChanceRef, name: str) -> Planned | None:
    if not paused(ladder, chance.on):
        return None
    until = ladder.paused_until or chance.on
    return _withheld("PAUSE", name, {"paused_until": until.isoformat()})


def _put_off(ladder: Ladder, chance: ChanceRef, name: str) -> Planned | None:
    if not skipped(ladder, chance.on):
        return None
    return _withheld("SKIP", name, {"day": chance.on.isoformat()})


def _told(ladder: Ladder, chance: ChanceRef, name: str) -> Planned | None:
    known = (e for e in ladder.log if e.key == chance.key and e.mark != "?")
    if next(known, None) is None:
        return None
    return _withheld("G3", name, {"chance": chance.key})


def _sent(ladder: Ladder, chance: ChanceRef, since: date) -> int:
    # The log is in the order of dates: of months only the last days are looked at.
    lately = takewhile(lambda e: e.on > since, reversed(ladder.log))
    return sum(
        e.prompt != "none" and e.on <= chance.on and e.key != chance.key for e in lately
    )


def _had_some_today(ladder: Ladder, chance: ChanceRef, name: str) -> Planned | None:
    sent, cap = (
        _sent(ladder, chance, chance.on - timedelta(days=1)),
        ladder.settings.cap_per_day,
    )
    if sent < cap:
        return None
    inputs: Inputs = {"day": chance.on.isoformat(), "sent": sent, "cap": cap}
    return _withheld("G1-day", name, inputs)


def ceiling(ladder: Ladder, day: date) -> int:
    """Return how many prompts seven days may hold, as she stands on that day.

    Days are planned ahead of what goes out, so this is asked again at sending.
    """
    cap = cap_on(ladder, day)
    return min(cap, QUIET_CAP) if ladder.quiet else cap


def share(ladder: Ladder, day: date) -> tuple[int, int] | None:
    """Return how many of how many chances are prompted on her rung, None for each."""
    pattern = RUNGS[ladder.rung].patterns[kind_on(ladder, day)]
    if pattern.rest != "none" or pattern.prompted == pattern.block:
        return None
    return pattern.prompted, pattern.block


def _had_many(ladder: Ladder, chance: ChanceRef, name: str) -> Planned | None:
    cap = cap_on(ladder, chance.on)
    sent = _sent(ladder, chance, chance.on - _WEEK)
    inputs: Inputs = {"sent": sent, "cap": cap}
    return _withheld("G1", name, inputs) if sent >= cap else None


def _long_silent(ladder: Ladder, chance: ChanceRef, name: str) -> Planned | None:
    if not ladder.quiet:
        return None
    sent = _sent(ladder, chance, chance.on - _WEEK)
    if sent < QUIET_CAP:
        return None
    return _withheld("L3-quiet", name, {"sent": sent, "cap": QUIET_CAP})


def _owed(ladder: Ladder, chance: ChanceRef, name: str) -> Planned | None:
    if ladder.owed is None or chance.on < ladder.owed:
        return None
    pattern = _pattern(ladder, chance)
    owed = ladder.owed.isoformat()
    picked = _picked(ladder, chance, pattern)
    prompt = pattern.prompt if picked == "none" else picked
    since = said_day(ladder.owed)
    words = OWED.format(name=name, since=since, because=BECAUSE[prompt])
    return Planned(prompt, "G4", 1.0, words, {"owed": owed, "rung": ladder.rung})


REASONS: tuple[Callable[[Ladder, ChanceRef, str], Planned | None], ...] = (
    _in_a_pause,
    _put_off,
    _told,
    _had_some_today,
    _had_many,
    _long_silent,
    _owed,
)
# What a prompt that is planned, or none, means for its chance.
BECAUSE: Mapping[Prompt, str] = {
    "before": "so this chance gets a prompt beforehand",
    "late": "so this chance waits, and gets a prompt if no word has come",
    "none": "so this chance gets no prompt",
}


def _pattern(ladder: Ladder, chance: ChanceRef) -> Pattern:
    pattern = RUNGS[ladder.rung].patterns[kind_on(ladder, chance.on)]
    return replace(pattern, drawn=pattern.drawn and ladder.settings.random_skips)


def _picked(ladder: Ladder, chance: ChanceRef, pattern: Pattern) -> Prompt:
    salt = f"{ladder.rung}/{kind_on(ladder, chance.on)}"
    return pick(pattern, seed=ladder.seed, salt=salt, number=chance.number)


def _by_rung(ladder: Ladder, chance: ChanceRef, name: str) -> Planned:
    rung, pattern = RUNGS[ladder.rung], _pattern(ladder, chance)
    prompt = _picked(ladder, chance, pattern)
    kind = kind_on(ladder, chance.on)
    certain = float(prompt != "none")
    return Planned(
        prompt,
        f"R{rung.number}",
        pattern.probability if pattern.randomised else certain,
        f"{name} is on {rung.name}: {words_for(ladder, chance.on)}, {BECAUSE[prompt]}.",
        {"rung": rung.number, "kind": kind, "number": chance.number},
    )
