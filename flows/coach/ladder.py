"""The Ladder: prompt less as a person acts unprompted, and say why (behaviour 3).

Laws: the same log and seed give the same decision (G6); what is unknown neither fades
nor counts as a miss (G7); between restores, commands and overrides the rung never goes
down (G2); no seven days hold more prompts than the cap (G1).

R0 and R1 are climbed by rule today; the later rungs stand in the table and are reached
by the person's own LESS or by a coach. A rule for them is one more row in `ADVANCES`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, assert_never

from flows.coach.attempts import Mark
from flows.coach.evidence import ADVANCES
from flows.coach.ladder_state import (
    BrokenLadder,
    ChanceRef,
    Entry,
    Ladder,
    Settings,
    Value,
    dump,
    load,
    start,
)
from flows.coach.rungs import RUNGS, Prompt, pick
from flows.coach.sentences import day

__all__ = [
    "Asked",
    "BrokenLadder",
    "ChanceRef",
    "Change",
    "Command",
    "Entry",
    "Ladder",
    "Override",
    "Planned",
    "Prompt",
    "Report",
    "Settings",
    "dump",
    "load",
    "observe",
    "plan",
    "start",
]

Command = Literal["less", "back", "pause", "go"]

LOG_KEPT = 64
PIN_DAYS = 14
SOMEONE = "This person"

_WEEK = timedelta(days=7)
_STRENGTH: dict[Mark, int] = {"?": 0, "M": 1, "P": 2, "U": 2}


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
    inputs: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Report:
    """A chance as far as it is known `today`, with the prompt that may have gone out.

    Close each chance with mark "?" when no word came; a later report replaces it.
    """

    chance: ChanceRef
    mark: Mark
    prompt: Prompt
    today: date


@dataclass(frozen=True, slots=True)
class Asked:
    """The person's own word about prompts; `days` is how long a pause lasts."""

    command: Command
    today: date
    days: int = 7


@dataclass(frozen=True, slots=True)
class Override:
    """A coach sets the rung and keeps it there up to and including `until`."""

    rung: int
    today: date
    until: date
    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """A decision about the rung: the rule, from where to where, on what, and why."""

    rule: str
    from_rung: int
    to_rung: int
    inputs: dict[str, Value]
    sentence: str


def _words(ladder: Ladder) -> str:
    return RUNGS[ladder.rung].says[ladder.settings.kind]


def _recent_prompts(ladder: Ladder, day: date) -> int:
    return sum(e.prompt != "none" and day - _WEEK < e.on <= day for e in ladder.log)


def _withheld(rule: str, sentence: str, inputs: dict[str, Value]) -> Planned:
    return Planned("none", rule, 0.0, sentence, inputs)


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
    pause, cap = ladder.paused_until, ladder.settings.cap_per_week
    if pause is not None and chance.on <= pause:
        words = f"{name} is on a pause up to and including {day(pause)}."
        return _withheld("PAUSE", words, {"paused_until": pause.isoformat()})
    sent = _recent_prompts(ladder, chance.on)
    if sent >= cap:
        words = f"{name} has had {sent} of at most {cap} prompts in 7 days."
        return _withheld("G1", words, {"sent": sent, "cap": cap})
    return _by_rung(ladder, chance, name)


_BECAUSE: dict[Prompt, str] = {
    "before": "so this chance gets a prompt beforehand",
    "late": "so this chance waits, and gets a prompt if no word has come",
    "none": "so this chance gets no prompt",
}


def _by_rung(ladder: Ladder, chance: ChanceRef, name: str) -> Planned:
    rung = RUNGS[ladder.rung]
    pattern = rung.patterns[ladder.settings.kind]
    pattern = replace(pattern, drawn=pattern.drawn and ladder.settings.random_skips)
    salt = f"{rung.number}/{ladder.settings.kind}"
    prompt = pick(pattern, seed=ladder.seed, salt=salt, number=chance.number)
    certain = float(prompt != "none")
    return Planned(
        prompt,
        f"R{rung.number}",
        pattern.probability if pattern.randomised else certain,
        f"{name} is on {rung.name}: {_words(ladder)}, {_BECAUSE[prompt]}.",
        {"rung": rung.number, "kind": ladder.settings.kind, "number": chance.number},
    )


def observe(
    ladder: Ladder, report: Report | Asked | Override, *, name: str = SOMEONE
) -> tuple[Ladder, tuple[Change, ...]]:
    """Take in what happened and decide about the rung.

    Args:
        ladder: the state before.
        report: a chance's result, the person's own word, or a coach's override.
        name: what the sentences call the person.

    Returns:
        The state after, and each decision made. A repeated or weaker report changes
        nothing.
    """
    match report:
        case Report():
            return _on_report(ladder, report, name)
        case Asked():
            return _on_asked(ladder, report, name)
        case Override():
            return _on_override(ladder, report, name)
        case _:
            assert_never(report)


def _logged(ladder: Ladder, report: Report) -> Ladder:
    chance = report.chance
    old = next((e for e in ladder.log if e.key == chance.key), None)
    if old is not None and _STRENGTH[old.mark] >= _STRENGTH[report.mark]:
        return ladder
    new = Entry(chance.key, chance.on, report.mark, report.prompt)
    rest = (e for e in ladder.log if e.key != chance.key)
    log = sorted((*rest, new), key=lambda e: (e.on, e.key))
    first = ladder.since or chance.on
    return replace(
        ladder,
        log=tuple(log[-LOG_KEPT:]),
        since=first,
        fresh=ladder.fresh or first,
    )


def _may_fade(ladder: Ladder, today: date) -> bool:
    pinned = ladder.pinned_until is not None and today <= ladder.pinned_until
    rested = (today - (ladder.since or today)).days >= ladder.settings.dwell_days
    return ladder.settings.goal == "independence" and rested and not pinned


def _on_report(
    ladder: Ladder, report: Report, name: str
) -> tuple[Ladder, tuple[Change, ...]]:
    after = _logged(ladder, report)
    if after is ladder or not _may_fade(after, report.today):
        return after, ()
    rows = (row for row in ADVANCES if after.rung in row.rungs)
    found = ((row, row.evidence(after, report.today)) for row in rows)
    row, inputs = next((pair for pair in found if pair[1] is not None), (None, None))
    if row is None or inputs is None:
        return after, ()
    moved = _moved(after, after.rung + 1, report.today, report.chance.on)
    reason = row.sentence.format(name=name, **inputs)
    return moved, (_change(row.rule, after, moved, inputs, reason),)


def _moved(ladder: Ladder, rung: int, today: date, last: date | None = None) -> Ladder:
    fresh = today if last is None else last + timedelta(days=1)
    top = max(ladder.top, rung)
    return replace(ladder, rung=rung, top=top, since=today, fresh=fresh)


def _change(
    rule: str, old: Ladder, new: Ladder, inputs: dict[str, Value], reason: str
) -> Change:
    sentence = f"{reason}, so from now on {_words(new)}."
    return Change(rule, old.rung, new.rung, inputs, sentence)


def _less(ladder: Ladder, asked: Asked) -> Ladder:
    rung = min(ladder.rung + 1, len(RUNGS) - 1)
    pin = asked.today + timedelta(days=PIN_DAYS)
    return replace(_moved(ladder, rung, asked.today), pinned_until=pin)


def _back(ladder: Ladder, asked: Asked) -> Ladder:
    moved = _moved(ladder, max(ladder.rung - 1, 0), asked.today)
    # Whoever asks for more texts again has ended her pause as well.
    return replace(moved, pinned_until=None, paused_until=None)


def _pause(ladder: Ladder, asked: Asked) -> Ladder:
    return replace(ladder, paused_until=asked.today + timedelta(days=asked.days))


def _go(ladder: Ladder, _: Asked) -> Ladder:
    return replace(ladder, paused_until=None)


@dataclass(frozen=True, slots=True)
class _Answer:
    rule: str
    apply: Callable[[Ladder, Asked], Ladder]
    reason: str


# The person's own word acts at once, over any rule and any pin (L5 of behaviour 3.3).
_ANSWERS: dict[Command, _Answer] = {
    "less": _Answer("LESS", _less, "{name} asked for fewer prompts"),
    "back": _Answer("BACK", _back, "{name} asked for more prompts again"),
    "pause": _Answer("PAUSE", _pause, "{name} asked for a pause of {days} days"),
    "go": _Answer("GO", _go, "{name} asked to go on"),
}


def _on_asked(
    ladder: Ladder, asked: Asked, name: str
) -> tuple[Ladder, tuple[Change, ...]]:
    answer = _ANSWERS[asked.command]
    after = answer.apply(ladder, asked)
    inputs: dict[str, Value] = {"command": asked.command}
    if asked.command == "pause":
        inputs["days"] = asked.days
        words = f"{answer.reason.format(name=name, days=asked.days)}."
        return after, (Change(answer.rule, after.rung, after.rung, inputs, words),)
    reason = answer.reason.format(name=name)
    return after, (_change(answer.rule, ladder, after, inputs, reason),)


def _on_override(
    ladder: Ladder, override: Override, name: str
) -> tuple[Ladder, tuple[Change, ...]]:
    if override.rung not in range(len(RUNGS)):
        raise ValueError(f"rung {override.rung} is none of 0 to {len(RUNGS) - 1}")
    moved = _moved(ladder, override.rung, override.today)
    after = replace(moved, pinned_until=override.until)
    inputs: dict[str, Value] = {
        "author": override.author,
        "reason": override.reason,
        "until": override.until.isoformat(),
    }
    reason = f"A coach set this for {name} until {day(override.until)}"
    return after, (_change("COACH", ladder, after, inputs, reason),)
