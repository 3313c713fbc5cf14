"""G1 to G8 (behaviour 3.4), each as the story machine with one law to keep."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, islice
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from flows.coach import ladder as coach
from flows.coach.ladder import Change, Entry, Ladder, Passed, Recapped, Report, Settings
from flows.coach.ladder_state import cap_on, held, kind_on, paused
from flows.coach.rungs import RUNGS
from tests.flows.ladder_story import DAY, MONDAY, Moment, Plan, Story, ref

WEEK = timedelta(days=7)
BACKWARD = {
    "L1", "L2", "L3", "L3-tries", "L4", "L5", "L6", "A4-back", "BACK", "COACH",
}  # fmt: skip
FORWARD = {
    "A0-waits", "A0-tries", "A0-days", "A1", "A2", "A2-usual", "A3", "A4-begin", "LESS", "COACH",
}  # fmt: skip
# Behaviour 3.2, the last column: the most prompts any seven chances may hold.
MOST = {"window": (7, 7, 4, 3, 2, 0), "moment": (7, 6, 4, 3, 2, 0)}


class Ceiling(Story):
    """G1: never more prompts in seven days than the cap, never two on one day."""

    def planned(self, plan: Plan) -> None:
        if plan.planned.prompt == "none":
            return
        day = plan.chance.on
        others = [at for chance, at in self.sent.items() if chance != plan.chance]
        assert sum(day - WEEK < at <= day for at in others) < cap_on(plan.ladder, day)
        assert day not in others


class Monotone(Story):
    """G2: the rung goes down only by a restore, a wish or a coach; each says so."""

    def seen(self, moment: Moment) -> None:
        rung = moment.before.rung
        for change in moment.changes:
            assert rung == change.from_rung
            rung = change.to_rung
            assert change.rule in BACKWARD or change.to_rung >= change.from_rung
            assert change.rule in FORWARD or change.to_rung <= change.from_rung
            if change.rule == "A4-begin":
                assert change.to_rung == change.from_rung + 1
        assert rung == moment.after.rung

    def planned(self, plan: Plan) -> None:
        """No seven chances on one rung hold more than its column says."""
        rung, kind = plan.ladder.rung, kind_on(plan.ladder, plan.chance.on)
        same: list[Plan] = []
        for one in reversed(self.plans):
            alike = one.ladder.since == plan.ladder.since and one.planned.rule != "G4"
            if not alike or one.ladder.rung != rung:
                break
            same.append(one)
        numbers = {one.chance.number: one for one in same if one.chance.number < 1000}
        last = max(numbers, default=0)
        drawn = (numbers[n] for n in range(last - 6, last + 1) if n in numbers)
        some = sum(
            one.planned.prompt != "none"
            for one in drawn
            if kind_on(one.ladder, one.chance.on) == kind
        )
        assert some <= MOST[kind][rung]


class NoNagging(Story):
    """G3: a chance she has told of is never prompted."""

    def seen(self, moment: Moment) -> None:
        told = moment.told
        if isinstance(told, Report) and told.mark != "?":
            again = coach.plan(moment.after, told.chance)
            assert "none" == again.prompt or not kept(moment.after, told.chance.key)


def kept(ladder: Ladder, key: str) -> bool:
    return any(entry.key == key for entry in ladder.log)


class Recovery(Story):
    """G4: from R2 to R5 a complete stop brings a prompt within eight days."""

    @initialize(
        rung=st.integers(2, 5),
        kind=st.sampled_from(("window", "moment")),
        cap=st.integers(1, 7),
        seed=st.integers(0, 2**31),
    )
    def begin(self, rung: int, kind: Any, cap: int, seed: int) -> None:
        chosen = Settings(start_rung=rung, kind=kind, cap_per_week=cap)
        self.begun = self.ladder = coach.start(chosen, seed)

    @precondition(lambda self: bound_holds(self.ladder, self.today))
    @rule(
        marks=st.lists(st.sampled_from("UUUUM?"), min_size=6, max_size=6),
        told=st.booleans(),
    )
    def a_complete_stop(self, marks: list[str], told: bool) -> None:
        """Stop on several days of a week, with the recaps answered or not."""
        if self.ladder.day != self.today:
            self.tell(Passed(self.today))
        if self.ladder.rung < 2:
            return
        # Who has tried today stops tomorrow at the earliest.
        tried = any(e.on == self.today and e.mark in "UP" for e in self.ladder.log)
        stop = self.today + tried * DAY
        for day in (0, 3, 4, 6):
            week = "".join(marks[:day])
            assert days_to_a_prompt(self.ladder, stop, week, told=told) <= 8


def bound_holds(ladder: Ladder, today: date) -> bool:
    """Say whether nobody has asked for something else in the days to come."""
    free = not held(ladder, today) and not paused(ladder, today)
    asked = free and not ladder.overrides and cap_on(ladder, today) > 0
    return asked and not ladder.quiet and ladder.settings.recap == "weekly"


def days_to_a_prompt(ladder: Ladder, stop: date, week: str, *, told: bool) -> int:
    """Stop all tries from a day on; count the days until a chance has a prompt.

    `week` holds what became of the days since the last recap; the next comes in the
    evening of the seventh, and is answered truly or not at all.
    """
    for ahead in range(40):
        day = stop + ahead * DAY
        ladder, _ = coach.observe(ladder, Passed(day))
        if coach.plan(ladder, ref(day)).prompt != "none":
            return ahead
        ladder, _ = coach.observe(ladder, Report(ref(day), "?", "none", day))
        week += "M"
        if len(week) == 7:
            ladder, week = (recapped(ladder, day, week) if told else ladder), ""
    return 99


def recapped(ladder: Ladder, day: date, marks: Any) -> Ladder:
    """Answer the recap of the days up to this one; the last mark is that of today."""
    for back, mark in sorted(enumerate(reversed(marks)), reverse=True):
        told = Report(ref(day - back * DAY), mark, "none", day)
        ladder, _ = coach.observe(ladder, told)
    return coach.observe(ladder, Recapped(day))[0]


def a_stop(seed: int) -> int | None:
    """Live some weeks by a drawn rate, then stop; None where the rung is below R2."""
    draw = Random(seed)
    rate, spontaneous = draw.uniform(0.2, 1), draw.uniform(0, 0.9)
    told = draw.random() < 0.5
    chosen = Settings(
        start_rung=draw.randint(2, 5), kind=draw.choice(("window", "moment"))
    )
    ladder, last = coach.start(chosen, seed), draw.randint(1, 40)
    week = ""
    for ahead in range(last):
        day = MONDAY + ahead * DAY
        ladder, _ = coach.observe(ladder, Passed(day))
        prompt = coach.plan(ladder, ref(day)).prompt
        tried = draw.random() < rate
        said: Any = "U" if tried and draw.random() < spontaneous else "?"
        went: Any = "none" if said == "U" and prompt == "late" else prompt
        ladder, _ = coach.observe(ladder, Report(ref(day), said, went, day))
        week += "U" if tried else "M"
        if len(week) == 7:
            ladder, week = (recapped(ladder, day, week) if told else ladder), ""
    stop = MONDAY + last * DAY
    if ladder.rung < 2 or ladder.quiet:
        return None
    return days_to_a_prompt(ladder, stop, week, told=told)


def stops(number: int) -> list[int]:
    """Give the days from so many complete stops to the next prompt."""
    days = filter(lambda found: found is not None, map(a_stop, count()))
    return [found or 0 for found in islice(days, number)]


class Erosion(Story):
    """G5: a probe is kept only with tries near her best; well below it, a rung back."""

    def seen(self, moment: Moment) -> None:
        for change in moment.changes:
            if change.rule == "A4-held":
                self.holds(moment, change)
            # On a moment step no rule thins so where the chances that rest are tried less.
            patient = moment.before.probe_wait < 42 or change.rule == "A2-usual"
            if patient and change.rule in ("A2-usual", "A4-begin"):
                assert not rests_cost(moment.after, moment.told.today)
        if not isinstance(moment.told, Passed) or moment.changes:
            return
        now = moment.after
        if (
            now.rung >= 2
            and moment.before.day != now.day
            and free(now, moment.told.today)
        ):
            last = [e.mark in "UP" for e in now.log if e.mark != "?"][-14:]
            since = [
                e for e in now.log if e.mark != "?" and e.on >= (now.fresh or e.on)
            ]
            low = len(last) == 14 and sum(last) / 14 < 0.75 * now.best
            assert not (low and len(since) >= 7)

    def holds(self, moment: Moment, change: Change) -> None:
        probe = moment.before.probe
        assert probe is not None
        end = probe.began + 10 * DAY
        block = [e for e in moment.before.log if probe.began <= e.on < end]
        marks = [e.mark in "UP" for e in block if e.mark != "?"]
        assert len(marks) >= 3
        assert 100 * sum(marks) / len(marks) >= 0.85 * probe.par - 0.5


def rests_cost(ladder: Ladder, today: date) -> bool:
    """Say whether the chances without a prompt show what fewer prompts would cost."""
    known = [e for e in ladder.log if e.mark != "?"]
    sides = (
        [e.mark in "UP" for e in known if e.prompt == prompt][-7:]
        for prompt in ("none", "before")
    )
    alone, led = ((sum(side), len(side)) for side in sides)
    enough = min(alone[1], led[1]) >= 3 and kind_on(ladder, today) == "moment"
    return enough and 100 * alone[0] * led[1] < 85 * led[0] * alone[1]


def free(ladder: Ladder, today: date) -> bool:
    return not held(ladder, today) and not paused(ladder, today)


class Determinism(Story):
    """G6: the same story gives the same, also through JSON; each decision is whole."""

    def seen(self, moment: Moment) -> None:
        stored = json.loads(json.dumps(coach.dump(moment.before)))
        again = coach.observe(coach.load(stored), moment.told, name="Mila")
        assert (moment.after, moment.changes) == again
        for change in moment.changes:
            assert change.rule
            assert change.sentence.startswith(change.sentence[0].upper())
            assert change.sentence.endswith(".")
            json.dumps(change.inputs)

    def teardown(self) -> None:
        now = self.begun
        for moment in self.moments:
            now, changes = coach.observe(now, moment.told, name="Mila")
            assert (moment.after, moment.changes) == (now, changes)


class Unknown(Story):
    """G7: unknown chances between the known ones change no decision but silence's."""

    @rule(backs=st.lists(st.integers(1, 40), min_size=1, max_size=20, unique=True))
    def unknown_between(self, backs: list[int]) -> None:
        tomorrow = self.today + DAY
        taken = {entry.key for entry in self.ladder.log}
        more = [ref(self.today - back * DAY) for back in backs]
        new: Any = (Entry(c.key, c.on, "?", "none") for c in more if c.key not in taken)
        log = tuple(sorted((*self.ladder.log, *new), key=lambda e: (e.on, e.key)))
        plain = decided(self.ladder, tomorrow)
        assert plain == decided(replace(self.ladder, log=log), tomorrow)

    def seen(self, moment: Moment) -> None:
        """Nobody of whom nothing is known is ever moved on."""
        if all(entry.mark == "?" for entry in moment.before.log):
            for change in moment.changes:
                told = moment.told
                knew = isinstance(told, Report) and told.mark != "?"
                asked = change.rule in ("LESS", "COACH")
                assert asked or knew or change.to_rung <= change.from_rung


def decided(ladder: Ladder, day: date) -> list[tuple[str, int]]:
    _, changes = coach.observe(ladder, Passed(day))
    return [(one.rule, one.to_rung) for one in changes if one.rule != "L3-tries"]


class Randomised(Story):
    """G8: where chance decides, the stored probability is the known one in (0, 1)."""

    def planned(self, plan: Plan) -> None:
        ladder, planned = plan.ladder, plan.planned
        pattern = RUNGS[ladder.rung].patterns[kind_on(ladder, plan.chance.on)]
        by_rung = planned.rule == f"R{ladder.rung}"
        if by_rung and pattern.randomised and ladder.settings.random_skips:
            assert 0 < planned.probability < 1
            assert pattern.prompted / pattern.block == planned.probability
        else:
            assert float(planned.prompt != "none") == planned.probability
        assert planned.sentence.endswith(".")


LAWS: dict[str, type[Story]] = {
    "G1": Ceiling,
    "G2": Monotone,
    "G3": NoNagging,
    "G4": Recovery,
    "G5": Erosion,
    "G6": Determinism,
    "G7": Unknown,
    "G8": Randomised,
}
