"""The Ladder: prompt less as a person acts unprompted, and say why (behaviour 3).

Laws: the same log and seed give the same decision (G6); what is unknown neither fades
nor counts as a miss (G7); between restores, commands and overrides the rung never goes
down (G2); no seven days hold more prompts than the cap (G1); a complete stop brings a
prompt within eight days (G4).

A rule is a row: `evidence.FADES` thins, `lapses.LAPSES` restores and is asked first.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from flows.coach.evidence import FADES
from flows.coach.ladder_codec import BrokenLadder, dump, load
from flows.coach.ladder_state import (
    ChanceRef,
    Entry,
    Ladder,
    Override,
    Settings,
    held,
    paused,
    recap_rhythm,
    start,
    thinnest_on,
)
from flows.coach.lapses import CONFIDENCE, CONFIDENCE_DROP, LAPSES, QUIET
from flows.coach.moves import SOMEONE, Rule, apply, change
from flows.coach.prompting import Planned, plan
from flows.coach.reports import (
    Asked,
    Change,
    Command,
    Heard,
    Measured,
    Passed,
    Recapped,
    Report,
    Told,
)
from flows.coach.rungs import Prompt
from flows.coach.tries import FORGETS, TRY_WINDOW, tried, try_share
from flows.coach.wishes import ask, expire, override

__all__ = [
    "Asked",
    "BrokenLadder",
    "ChanceRef",
    "Change",
    "Command",
    "Entry",
    "Heard",
    "Ladder",
    "Measured",
    "Override",
    "Passed",
    "Planned",
    "Prompt",
    "Recapped",
    "Report",
    "Settings",
    "Told",
    "dump",
    "load",
    "observe",
    "plan",
    "recap_rhythm",
    "start",
]

LOG_KEPT = 64
DWELL_BACK = 3  # days on a rung before the next, while climbing back
_DAY = timedelta(days=1)
_STRENGTH = {"?": 0, "M": 1, "P": 2, "U": 2}
_Seen = tuple[Ladder, tuple[Change, ...]]


def observe(ladder: Ladder, report: Told, *, name: str = SOMEONE) -> _Seen:
    """Take in what happened and decide about the rung.

    Args:
        ladder: the state before.
        report: a chance's result, an answered recap, a day that began, a word or a
            number of hers, her own wish, or a coach's override.
        name: what the sentences call the person.

    Returns:
        The state after, and each decision made, in order. What is told twice changes
        nothing the second time.

    Raises:
        ValueError: when an override or a measure has no such value.
    """
    match report:
        case Report():
            return _on_report(ladder, report, name)
        case Passed():
            return _on_passed(ladder, report, name)
        case Override():
            after, said = override(_begun(ladder, report.today), report, name)
            return after, (said,)
        case Recapped() | Heard() | Measured() | Asked():
            return _on_word(ladder, report, name)
        case _:
            assert_never(report)


def _begun(ladder: Ladder, day: date) -> Ladder:
    """Give the ladder its first date; until she is heard it stands for her word."""
    if ladder.heard is not None:
        return ladder
    since = ladder.since or day
    return replace(ladder, heard=day, since=since, fresh=ladder.fresh or since)


def _on_report(ladder: Ladder, report: Report, name: str) -> _Seen:
    logged = _logged(_begun(ladder, report.chance.on), report)
    if report.mark == "?":
        return logged, ()  # what is unknown decides nothing, and no rule may wake by it
    after, changes = _heard(logged, report.today, name)
    today = max(report.today, ladder.day or report.today)
    # A recap tells many days at once: the whole of it decides, not its first days.
    told_late = report.chance.on < today - _DAY
    if logged.log is ladder.log or told_late:
        return after, changes
    return _then(after, changes, today, name)


def _logged(ladder: Ladder, report: Report) -> Ladder:
    """Keep a report, if it says more than what is kept, inside the log's bounds."""
    chance = report.chance
    old = next((e for e in ladder.log if e.key == chance.key), None)
    new = Entry(chance.key, chance.on, report.mark, report.prompt)
    rest = tuple(e for e in ladder.log if e.key != chance.key)
    kept = sorted((*rest, _merged(old, new)), key=lambda e: (e.on, e.key))[-LOG_KEPT:]
    log = tuple(kept)
    if log == ladder.log:
        return ladder
    best = ladder.best * (FORGETS if old is None else 1)
    if len(log) >= TRY_WINDOW:
        best = max(best, try_share(log))
    return _paid(replace(ladder, log=log, best=best), new)


def _merged(old: Entry | None, new: Entry) -> Entry:
    """Join two reports: the stronger mark, and a prompt that may have gone stays."""
    if old is None:
        return new
    mark = new.mark if _STRENGTH[new.mark] > _STRENGTH[old.mark] else old.mark
    prompt = new.prompt if old.prompt == "none" else old.prompt
    return replace(old, mark=mark, prompt=prompt)


def _paid(ladder: Ladder, new: Entry) -> Ladder:
    done = new.prompt != "none" or tried(new)
    if ladder.owed is None or new.on < ladder.owed or not done:
        return ladder
    return replace(ladder, owed=None)


def _heard(ladder: Ladder, today: date, name: str) -> _Seen:
    """Take in that she gave a word; it ends a quiet time."""
    if ladder.heard is not None and today <= ladder.heard:
        return ladder, ()
    after = replace(ladder, heard=today, quiet=False)
    if not ladder.quiet:
        return after, ()
    reason = f"{name} gave a word again"
    return after, (change("L3-word", ladder, after, today, {}, reason),)


def _on_word(
    ladder: Ladder, word: Recapped | Heard | Measured | Asked, name: str
) -> _Seen:
    after, changes = _heard(_begun(ladder, word.today), word.today, name)
    match word:
        case Heard():
            return after, changes
        case Recapped():
            return _on_recapped(after, changes, word.today, name)
        case Measured():
            return _on_measured(after, changes, word, name)
        case Asked():
            after, said = ask(after, word, name)
            return after, (*changes, said)
        case _:
            assert_never(word)


def _on_recapped(
    ladder: Ladder, changes: tuple[Change, ...], today: date, name: str
) -> _Seen:
    if ladder.recapped is not None and today <= ladder.recapped:
        return ladder, changes
    after = replace(ladder, recapped=today)
    return _then(after, changes, max(today, ladder.day or today), name)


def _on_measured(
    ladder: Ladder, changes: tuple[Change, ...], told: Measured, name: str
) -> _Seen:
    if told.value not in range(11):
        raise ValueError(f"{told.what} {told.value} is none of 0 to 10")
    if told.what == "fear":
        return replace(ladder, fear=told.value), changes
    before, after = ladder.confidence, replace(ladder, confidence=told.value)
    fell = before is not None and before - told.value >= CONFIDENCE_DROP
    if not fell or not _may_restore(after, told.today):
        return after, changes
    inputs = {"before": before, "now": told.value}
    after, said = apply(CONFIDENCE, after, told.today, {**inputs}, name)
    return after, (*changes, said)


def _on_passed(ladder: Ladder, passed: Passed, name: str) -> _Seen:
    today = passed.today
    if ladder.day is not None and today <= ladder.day:
        return ladder, ()
    begun = replace(_begun(ladder, today), day=today)
    after, changes = expire(begun, today, name)
    return _then(after, changes, today, name, daily=True)


def _then(
    ladder: Ladder,
    changes: tuple[Change, ...],
    today: date,
    name: str,
    *,
    daily: bool = False,
) -> _Seen:
    """Let the first row that speaks decide, after what was decided before."""
    for row in _rows(ladder, today, daily=daily):
        inputs = row.evidence(ladder, today)
        if inputs is not None:
            after, said = apply(row, ladder, today, inputs, name)
            return after, (*changes, said)
    return ladder, changes


def _rows(ladder: Ladder, today: date, *, daily: bool) -> Iterator[Rule]:
    rows = (
        *(LAPSES if _may_restore(ladder, today) else ()),
        QUIET,
        *(FADES if _may_fade(ladder, today) else ()),
    )
    return (
        row for row in rows if ladder.rung in row.rungs and (daily or not row.daily)
    )


def _may_restore(ladder: Ladder, today: date) -> bool:
    return not held(ladder, today) and not paused(ladder, today)


def _may_fade(ladder: Ladder, today: date) -> bool:
    settings, below = ladder.settings, ladder.rung < ladder.top
    dwell = min(DWELL_BACK, settings.dwell_days) if below else settings.dwell_days
    return (
        settings.goal == "independence"
        and _may_restore(ladder, today)
        and not ladder.quiet
        and (today - (ladder.since or today)).days >= dwell
        and ladder.rung < thinnest_on(ladder, today)
    )
