"""Plain schedules of prompts a coach can choose instead of the Ladder, as a table.

A preset has the Ladder's interface and keeps what holds for every prompt: the cap (G1),
a reported try cancels a late prompt (G3), the same log and seed give the same decision
(G6), the unknown counts for nothing (G7), each decision has one sentence, and her word
and the coach's act at once. What it does not do is thin on evidence and come back after
a lapse; those with boxes do a little of both. Adding a preset is adding a row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from flows.coach import ladder_state, preset_state, prompting, wishes
from flows.coach.attempts import Mark
from flows.coach.ladder_state import ChanceRef, Entry, Inputs, Override, Settings
from flows.coach.moves import SOMEONE
from flows.coach.preset_state import BrokenStanding, Standing
from flows.coach.prompting import Planned
from flows.coach.reports import Asked, Change, Passed, Report, Told
from flows.coach.rungs import Prompt

__all__ = ["BOXES", "PRESETS", "BrokenStanding", "Preset", "Standing"]

Share = tuple[int, int]  # so many of so many chances carry a prompt
Seen = tuple[Standing, tuple[Change, ...]]

BOXES = (1, 2, 4, 8, 16)  # days from one prompt to the next
TAPER_DAYS = 90
STEP_DAYS = 28
STEPS: tuple[Share, ...] = ((1, 1), (1, 2), (1, 4), (1, 8), (0, 1))
LOCKED = "coach_locked"
MOST_THINNED = 5

_MOST = 2**64


@dataclass(frozen=True, slots=True)
class Preset:
    """One row: which prompt, on what share of chances, and in which words.

    A `drawn` share is drawn with a known probability for each chance (G8), unless the
    coach's settings say otherwise; else it is spread evenly. `ups` are the marks that
    move a preset with boxes up by one, `downs` those that move it down by one.
    """

    name: str
    says: str
    prompt: Prompt
    share: Callable[[Standing, ChanceRef], Share]
    drawn: bool = False
    ups: frozenset[Mark] = frozenset()
    downs: frozenset[Mark] = frozenset()

    def start(self, settings: Settings, seed: int) -> Standing:
        """Begin the preset; `seed` decides what is drawn.

        Raises:
            ValueError: when the settings name a rung that does not exist.
        """
        return Standing(self.name, ladder_state.start(settings, seed))

    def plan(
        self, standing: Standing, chance: ChanceRef, *, name: str = SOMEONE
    ) -> Planned:
        """Say which prompt, if any, is planned for a chance that lies ahead.

        Whether it goes out is asked again at the moment of sending.
        """
        planned = prompting.plan(standing.kept, chance, name=name)
        withheld = not planned.rule.startswith("R")  # a pause, a date off, the cap
        if withheld or _locked(standing, chance):
            return planned
        return _by_share(self, standing, chance, name)

    def observe(self, standing: Standing, report: Told, *, name: str = SOMEONE) -> Seen:
        """Take in what happened; what a preset does not look at changes nothing."""
        match report:
            case Report():
                return _on_report(self, standing, report, name)
            case Asked():
                return _on_asked(self, standing, report, name)
            case Override():
                kept, said = wishes.override(standing.kept, report, name)
                after = replace(standing, kept=kept)
                return after, (_as_it_does(self, after, said, report.today),)
            case Passed():
                kept, ended = wishes.expire(standing.kept, report.today, name)
                after = _with(standing, kept)
                today = report.today
                return after, tuple(_as_it_does(self, after, e, today) for e in ended)
            case _:
                return standing, ()

    def dump(self, standing: Standing) -> dict[str, Any]:
        """Give the standing as plain JSON values."""
        return preset_state.dump(standing)

    def load(self, stored: Mapping[str, Any]) -> Standing:
        """Read back what `dump` gave; raises BrokenStanding."""
        return preset_state.load(stored)


def _with(standing: Standing, kept: ladder_state.Ladder) -> Standing:
    return standing if kept is standing.kept else replace(standing, kept=kept)


def _locked(standing: Standing, chance: ChanceRef) -> bool:
    """Say whether a rung decides: the coach's own, for a time or as the preset."""
    words = ladder_state.standing(standing.kept, "rung", chance.on)
    return standing.preset == LOCKED or any(words)


# ---- which share of chances ----


def _always(of: int, out_of: int) -> Callable[[Standing, ChanceRef], Share]:
    def share(_: Standing, __: ChanceRef) -> Share:
        return of, out_of

    return share


def _days(standing: Standing, chance: ChanceRef) -> int:
    return (chance.on - (standing.began or chance.on)).days


def _line(standing: Standing, chance: ChanceRef) -> Share:
    return max(TAPER_DAYS - _days(standing, chance), 0), TAPER_DAYS


def _stairs(standing: Standing, chance: ChanceRef) -> Share:
    return STEPS[min(_days(standing, chance) // STEP_DAYS, len(STEPS) - 1)]


def _boxes(standing: Standing, chance: ChanceRef) -> Share:
    return int(_is_turn(standing, chance)), 1


def _is_turn(standing: Standing, chance: ChanceRef) -> bool:
    if standing.turn is None:
        return True
    return (chance.on - standing.turn).days >= BOXES[standing.box]


_FADED = f"prompts thin out evenly over {TAPER_DAYS} days"
_HALVED = f"half as many prompts every {STEP_DAYS} days, and then none"
_BOXED = "box {box} of 5, a prompt every {days}"
_TRIED: frozenset[Mark] = frozenset({"U", "P"})
_OWN: frozenset[Mark] = frozenset({"U"})
_LED: frozenset[Mark] = frozenset({"P"})

_ROWS = (
    Preset("fixed", "a prompt before each chance", "before", _always(1, 1)),
    Preset("every_2", "a prompt before every 2nd chance", "before", _always(1, 2)),
    Preset("every_3", "a prompt before every 3rd chance", "before", _always(1, 3)),
    Preset("every_7", "a prompt before every 7th chance", "before", _always(1, 7)),
    Preset("three_a_week", "a prompt before 3 of 7 chances", "before", _always(3, 7)),
    Preset("linear", _FADED, "before", _line, drawn=True),
    Preset("step", _HALVED, "before", _stairs),
    Preset("leitner", _BOXED, "before", _boxes, ups=_TRIED),
    Preset("late_only", "each chance waits for its deadline", "late", _always(1, 1)),
    Preset("late_linear", f"waiting, {_FADED}", "late", _line, drawn=True),
    Preset("late_leitner", _BOXED, "late", _boxes, ups=_OWN, downs=_LED),
    Preset(LOCKED, "the coach keeps the rung", "before", _always(1, 1)),
)
PRESETS: Mapping[str, Preset] = {row.name: row for row in _ROWS}


# ---- planning ----


def _by_share(row: Preset, standing: Standing, chance: ChanceRef, name: str) -> Planned:
    of, out_of = row.share(standing, chance)
    out_of <<= standing.thinned
    if row.drawn and standing.kept.settings.random_skips:
        probability = of / out_of
        carries = _draw(standing, chance) < probability
    else:
        carries = _spread(of, out_of, chance.number)
        probability = float(carries)
    prompt: Prompt = row.prompt if carries else "none"
    words = f"{name}: {_says(row, standing)}, {prompting.BECAUSE[prompt]}."
    inputs: Inputs = {"number": chance.number, "thinned": standing.thinned}
    return Planned(prompt, row.name, probability, words, inputs)


def _spread(of: int, out_of: int, number: int) -> bool:
    """Say whether an even spread, the first chance among them, has one here."""
    return -((number + 1) * of // -out_of) > -(number * of // -out_of)


def _draw(standing: Standing, chance: ChanceRef) -> float:
    words = f"{standing.kept.seed}/{standing.preset}/{chance.number}"
    return int.from_bytes(sha256(words.encode()).digest()[:8]) / _MOST


def _says(row: Preset, standing: Standing) -> str:
    days = BOXES[standing.box]
    told = row.says.format(
        box=standing.box + 1, days="day" if days == 1 else f"{days} days"
    )
    if not standing.thinned:
        return told
    return f"{told}, and of these 1 of {2**standing.thinned}, as asked for"


# ---- observing ----


def _on_report(row: Preset, standing: Standing, report: Report, name: str) -> Seen:
    chance, mark = report.chance, report.mark
    after = standing.noted(Entry(chance.key, chance.on, mark, report.prompt))
    if after is standing or not row.ups:
        return after, ()
    box = _next_box(row, standing.box, report)
    turn = chance.on if _is_turn(standing, chance) else standing.turn
    moved = replace(after, box=box, turn=turn)
    if box == standing.box:
        return moved, ()
    words = f"{name} {_CAME[mark]}, so from now on: {_says(row, moved)}."
    inputs: Inputs = {"mark": mark, "chances": chance.key}
    return moved, (Change(row.name, standing.box, box, inputs, words),)


_CAME: dict[Mark, str] = {
    "U": "tried without a prompt",
    "P": "tried after a prompt",
    "M": "did not try after a prompt",
}


def _next_box(row: Preset, box: int, report: Report) -> int:
    """Give the box after a report; only a prompt that did not help leads to the first.

    What is unknown moves nothing (G7).
    """
    if report.mark in row.ups:
        return min(box + 1, len(BOXES) - 1)
    if report.mark in row.downs:
        return max(box - 1, 0)
    return 0 if report.mark == "M" and report.prompt != "none" else box


# ---- her own word ----


def _on_asked(row: Preset, standing: Standing, asked: Asked, name: str) -> Seen:
    kept, said = wishes.ask(standing.kept, asked, name)
    if _locked(standing, ChanceRef("", asked.today, 0)):
        return replace(standing, kept=kept), (said,)
    # The rung inside decides nothing here: what she asked for thins the preset.
    kept = replace(kept, rung=standing.kept.rung, top=standing.kept.top)
    step = {"less": 1, "back": -1}.get(asked.command, 0)
    thinned = min(max(standing.thinned + step, 0), MOST_THINNED)
    after = replace(standing, kept=kept, thinned=thinned)
    told = replace(said, from_rung=kept.rung, to_rung=kept.rung)
    return after, (_as_it_does(row, after, told, asked.today),)


def _as_it_does(row: Preset, after: Standing, said: Change, today: date) -> Change:
    """Say a decision with what the preset does, unless a rung decides in its place."""
    if _locked(after, ChanceRef("", today, 0)):
        return said
    reason, _, _ = said.sentence.partition(", so from now on")
    words = f"{reason.rstrip('.')}; from now on: {_says(row, after)}."
    return replace(said, sentence=words)
