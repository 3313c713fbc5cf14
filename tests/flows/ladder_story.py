"""Any story a Ladder may live through, as one machine; the laws look over its shoulder.

`test_coach_ladder_laws` plays some of it in every `make test`, `make laws` much more.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from flows.coach import ladder as coach
from flows.coach.ladder import (
    Asked,
    ChanceRef,
    Change,
    Heard,
    Ladder,
    Measured,
    Override,
    Passed,
    Planned,
    Recapped,
    Report,
    Settings,
    Told,
)

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
MARKS = ("U", "P", "M", "?")
PROMPTS = ("none", "before", "late")

settings = st.builds(
    Settings,
    start_rung=st.integers(0, 5),
    kind=st.sampled_from(("window", "moment")),
    cap_per_week=st.integers(0, 7),
    goal=st.sampled_from(("independence", "independence", "attempts")),
    dwell_days=st.sampled_from((7, 7, 0, 1, 14)),
    random_skips=st.booleans(),
    recap=st.sampled_from(("weekly", "monthly")),
)
levers = (
    st.tuples(st.just("hold"), st.none())
    | st.tuples(st.sampled_from(("rung", "floor")), st.integers(0, 5))
    | st.tuples(st.just("cap"), st.integers(0, 7))
    | st.tuples(st.just("kind"), st.sampled_from(("window", "moment")))
    | st.tuples(
        st.just("skip"),
        st.lists(st.integers(0, 9), max_size=4).map(tuple),
    )
)


def ref(day: date, slot: int = 0) -> ChanceRef:
    return ChanceRef(f"{day}/{slot}", day, (day - MONDAY).days + 1000 * slot)


@dataclass(frozen=True)
class Moment:
    """One thing told: the state before and after it, and what was decided."""

    told: Told
    before: Ladder
    after: Ladder
    changes: tuple[Change, ...]


@dataclass
class Plan:
    """One chance planned on its day, and the state it was planned in."""

    chance: ChanceRef
    planned: Planned
    ladder: Ladder


class Story(RuleBasedStateMachine):
    """A person, a coach and a carrier who tell anything in any order.

    What the machine keeps to is what the documents ask of a driver: a chance is planned
    on its day, and closed with "?" and the prompt that went when no word came.
    """

    def __init__(self) -> None:
        super().__init__()
        self.today = MONDAY
        self.moments: list[Moment] = []
        self.plans: list[Plan] = []
        self.sent: dict[ChanceRef, date] = {}
        self.ladder = coach.start(Settings(), 0)
        self.begun = self.ladder

    @initialize(chosen=settings, seed=st.integers(0, 2**31))
    def begin(self, chosen: Settings, seed: int) -> None:
        self.begun = self.ladder = coach.start(chosen, seed)

    # ---- what the laws look at ----

    def seen(self, moment: Moment) -> None:
        """Look at one moment; a law of one moment goes here."""

    def planned(self, plan: Plan) -> None:
        """Look at one chance planned; a law of plans goes here."""

    def tell(self, told: Told) -> tuple[Change, ...]:
        before = self.ladder
        self.ladder, changes = coach.observe(before, told, name="Mila")
        moment = Moment(told, before, self.ladder, changes)
        self.moments.append(moment)
        self.seen(moment)
        return changes

    def plan(self, slot: int = 0) -> Planned:
        planned = coach.plan(self.ladder, ref(self.today, slot), name="Mila")
        plan = Plan(ref(self.today, slot), planned, self.ladder)
        self.plans.append(plan)
        self.planned(plan)
        return planned

    # ---- what happens ----

    def live(self, mark: str) -> None:
        """Plan today's chance, let the mark become of it, and begin the next day."""
        planned = self.plan()
        # What she tells before a late prompt cancels it (G3).
        early = mark == "U" and planned.prompt == "late"
        prompt: Any = "none" if early else planned.prompt
        real: Any = "M" if mark == "P" and prompt == "none" else mark
        self.close(0, real, prompt)
        self.next_day()

    def close(self, slot: int, mark: Any, prompt: Any) -> None:
        chance = ref(self.today, slot)
        if prompt != "none":
            self.sent[chance] = self.today
        self.tell(Report(chance, mark, prompt, self.today))

    def next_day(self) -> None:
        self.today += DAY
        self.tell(Passed(self.today))

    @rule(mark=st.sampled_from(MARKS))
    def a_day(self, mark: str) -> None:
        self.live(mark)

    @rule(mark=st.sampled_from(("U", "U", "P", "M", "?")), days=st.integers(3, 12))
    def days_alike(self, mark: str, days: int) -> None:
        for _ in range(days):
            self.live(mark)

    @rule(days=st.integers(1, 5))
    def days_without_a_beat(self, days: int) -> None:
        self.today += days * DAY

    @rule(back=st.integers(0, 3))
    def a_beat_once_more(self, back: int) -> None:
        self.tell(Passed(self.today - back * DAY))

    @rule(slot=st.integers(1, 2), mark=st.sampled_from(MARKS))
    def a_second_chance(self, slot: int, mark: Any) -> None:
        self.close(slot, mark, self.plan(slot).prompt)

    @rule(back=st.integers(0, 80), mark=st.sampled_from(MARKS))
    def a_late_word(self, back: int, mark: Any) -> None:
        day = self.today - back * DAY
        self.tell(Report(ref(day), mark, "none", self.today))

    @rule(back=st.integers(1, 20))
    def told_once_more(self, back: int) -> None:
        if back <= len(self.moments):
            self.tell(self.moments[-back].told)

    @rule(
        marks=st.lists(st.sampled_from("UMMP?"), min_size=7, max_size=7),
        order=st.permutations(range(7)),
    )
    def a_recap(self, marks: list[Any], order: list[int]) -> None:
        for back in order:
            day = self.today - (back + 1) * DAY
            self.tell(Report(ref(day), marks[back], "none", self.today))
        self.tell(Recapped(self.today))

    @rule()
    def a_word(self) -> None:
        self.tell(Heard(self.today))

    @rule(what=st.sampled_from(("confidence", "fear")), value=st.integers(0, 10))
    def a_number(self, what: Any, value: int) -> None:
        self.tell(Measured(what, value, self.today))

    @rule(
        command=st.sampled_from(("less", "back", "pause", "go", "changed")),
        days=st.integers(0, 14),
    )
    def a_wish(self, command: Any, days: int) -> None:
        self.tell(Asked(command, self.today, days))

    @rule(lever=levers, days=st.integers(0, 15))
    def a_coach(self, lever: tuple[Any, Any], days: int) -> None:
        what, value = lever
        if what == "skip":
            value = tuple(self.today + ahead * DAY for ahead in value)
        until = self.today + days * DAY
        self.tell(Override(what, value, self.today, until, "coach-1", "a reason"))
