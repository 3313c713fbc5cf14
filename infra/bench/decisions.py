"""Decisions of the Ladder, each with its sentences, against a 2 KB document as JSON.

A decision is what one day of a person costs the pure core: the day that begins is told,
her chance is planned, what came is told, and what was decided is said in words to the
coach and, as on WHY, to her. Every state was lived (`stories`).
"""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import Console

from flows.coach import explain, ladder, why
from flows.coach.attempts import Mark
from flows.coach.ladder import ChanceRef, Ladder
from infra.bench import stories, turn
from infra.bench.stories import DAY

TODAY = date(2026, 3, 2)
MARKS: Sequence[Mark] = ("U", "P", "M", "?")
NAMES = ("json of 2 KB", "a decision", "a decision, state as JSON")
AIM = 12.0


@dataclass(frozen=True, slots=True)
class Moment:
    """A state that was lived, her next chance, and what will come of it."""

    state: Ladder
    stored: dict[str, object]
    chance: ChanceRef
    mark: Mark


def run(rounds: int = 15, times: int = 1_000, lives: int = 96) -> int:
    """Measure in turns; print what a decision costs, and how many fit in a second."""
    console = Console()
    lived = moments(lives)
    pure, stored = _each(lived, decide), _each(lived, _from_json)
    works = (turn.bare, pure, stored)
    took: dict[str, list[float]] = {name: [] for name in NAMES}
    for _ in range(rounds):
        for name, work in zip(NAMES, works, strict=True):
            took[name].append(turn.timed(work, times))
    console.print(turn.table("a day of one person decided by the Ladder", took))
    bare, ours, _ = (statistics.median(took[name]) for name in NAMES)
    entries = statistics.mean(len(one.state.log) for one in lived)
    console.print(
        f"a decision / json of 2 KB: {ours / bare:.1f} (aim: at most {AIM:.0f}); "
        f"{1 / ours:,.0f} decisions a second on one core, over {lives} lives with "
        f"{entries:.0f} chances in the log"
    )
    return 0 if ours / bare <= AIM else 1


def decide(moment: Moment) -> tuple[Ladder, tuple[str, ...]]:
    """Let a day begin, plan its chance, tell what came; return state and sentences."""
    chance = moment.chance
    state, began = ladder.observe(moment.state, ladder.Passed(chance.on), name="Mila")
    planned = ladder.plan(state, chance, name="Mila")
    told = ladder.Report(chance, moment.mark, planned.prompt, chance.on)
    state, came = ladder.observe(state, told, name="Mila")
    changed = (*began, *came)
    hers = (
        why.for_participant(explain.Verdict("send", rule, inputs, ""))
        for rule, inputs in (
            (planned.rule, planned.inputs),
            *((one.rule, one.inputs) for one in changed),
        )
    )
    return state, (planned.sentence, *(one.sentence for one in changed), *hers)


def _from_json(moment: Moment) -> None:
    state = ladder.load(moment.stored)
    after, _ = decide(Moment(state, moment.stored, moment.chance, moment.mark))
    ladder.dump(after)


def _each(
    moments: Sequence[Moment], work: Callable[[Moment], object]
) -> Callable[[int], object]:
    return lambda at: work(moments[at % len(moments)])


def moments(lives: int) -> Sequence[Moment]:
    """Give where each life stands, with her next chance."""
    told = enumerate(stories.many(lives))
    return [_moment(story, MARKS[at // 3 % len(MARKS)]) for at, story in told]


def _moment(story: stories.Story, mark: Mark) -> Moment:
    state, lived = story.live(TODAY)
    day = TODAY + DAY
    chance = ChanceRef(f"{day}/0", day, len(lived))
    return Moment(state, ladder.dump(state), chance, mark)
