"""One move on the Ladder: how the state changes, and how a table row says it.

Law: every move gives fresh evidence a start, ends a probe block, and has its sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flows.coach.ladder_state import Inputs, Ladder, kind_on
from flows.coach.reports import Change
from flows.coach.rungs import RUNGS

SOMEONE = "This person"
LONGEST_WAIT = 42
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: on which rungs, by which evidence, what follows, and what is said.

    `evidence` gives the inputs, or None where the rule does not speak. The sentence and
    the task take `{name}` and the inputs. A `daily` row is asked when a day begins.
    A row that moves no rung says all by itself: not `rung_said`.
    """

    name: str
    rungs: range
    evidence: Callable[[Ladder, date], Inputs | None]
    follows: Callable[[Ladder, date, Inputs], Ladder]
    sentence: str
    task: str = ""
    daily: bool = False
    rung_said: bool = True


def words_for(ladder: Ladder, day: date) -> str:
    """Say what the rung means for this kind of step."""
    return RUNGS[ladder.rung].says[kind_on(ladder, day)]


def moved(ladder: Ladder, rung: int, today: date, fresh: date | None = None) -> Ladder:
    """Put the ladder on a rung; chances from `fresh` on are its evidence."""
    return replace(
        ladder,
        rung=rung,
        top=max(ladder.top, rung),
        since=today,
        fresh=fresh or today,
        probe=None,
    )


def after_known(ladder: Ladder, today: date) -> date:
    """Give the day after the last known chance: no evidence is used twice."""
    known = (e.on + _DAY for e in ladder.log if e.mark != "?")
    return max(known, default=today)


def thinner(ladder: Ladder, today: date, _: Inputs) -> Ladder:
    """Go one rung up: fewer prompts."""
    return moved(ladder, ladder.rung + 1, today, after_known(ladder, today))


def longer(wait: int) -> int:
    """Give the next wait for a probe block: half as long again, up to a bound."""
    return min(wait * 3 // 2, LONGEST_WAIT)


def back(ladder: Ladder, rung: int, today: date) -> Ladder:
    """Go back to a rung with more prompts; a probe block under way was not held."""
    after = moved(ladder, rung, today, after_known(ladder, today))
    if ladder.probe is None:
        return after
    return replace(after, probe_wait=longer(ladder.probe_wait))


def one_back(ladder: Ladder, today: date, _: Inputs) -> Ladder:
    """Go one rung back."""
    return back(ladder, max(ladder.rung - 1, 0), today)


def owing(ladder: Ladder, today: date) -> Ladder:
    """Owe one prompt: the next chance gets it, whatever the draw says (G4)."""
    return replace(ladder, owed=today)


def change(
    rule: str, old: Ladder, new: Ladder, today: date, inputs: Inputs, reason: str
) -> Change:
    """Say a decision, with what it means from now on."""
    sentence = f"{reason}, so from now on {words_for(new, today)}."
    return Change(rule, old.rung, new.rung, inputs, sentence)


def apply(
    row: Rule, ladder: Ladder, today: date, inputs: Inputs, name: str
) -> tuple[Ladder, Change]:
    """Do what a row says, and say it."""
    after = row.follows(ladder, today, inputs)
    reason = row.sentence.format(name=name, **inputs)
    said = change(row.name, ladder, after, today, inputs, reason)
    sentence = said.sentence if row.rung_said else f"{reason}."
    return after, replace(said, sentence=sentence, task=row.task.format(name=name))
