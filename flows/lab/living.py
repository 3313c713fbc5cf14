"""Lets one simulated person live under one policy, as the protocol says.

Laws: the policy is told what we would hear and nothing else; the same seed, person and
policy give the same life, wherever and in whatever order it is lived.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flows.coach.attempts import Mark
from flows.coach.ladder import ChanceRef, Planned, Settings
from flows.coach.reports import Passed, Recapped, Report, Told
from flows.coach.rungs import Prompt
from flows.lab.days import Simulated
from flows.lab.luck import luck, uniform
from flows.lab.metrics import Life
from flows.lab.parameters import Lab, World, drawn
from flows.lab.policies import Oracle, Policy, TheLadder
from flows.lab.watching import Watch
from flows.lab.worlds import MECHANICS

FIRST = date(2026, 1, 5)  # a Monday, so that weeks of the protocol are weeks
MOST_SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Trial:
    """One world under one channel of reports, and the seed of everything in it."""

    lab: Lab
    world: World
    channel: str
    seed: int
    chances: Sequence[ChanceRef] = field(init=False)

    def __post_init__(self) -> None:
        days = (FIRST + timedelta(days=n) for n in range(self.lab.protocol.live))
        refs = tuple(ChanceRef(f"{d}/0", d, n) for n, d in enumerate(days))
        object.__setattr__(self, "chances", refs)

    def person(self, number: int) -> Simulated:
        """Bring one person into this world: the same one for every policy."""
        words = f"{self.seed}/{number}"
        protocol = self.lab.protocol
        days = protocol.days + protocol.probe_days * len(protocol.probes)
        born = MECHANICS[self.world.mechanics](drawn(self.world.numbers, words))
        channel = drawn(self.lab.channels[self.channel], f"{words}/channel")
        return Simulated(born, channel, luck(f"{words}/luck", days))

    def policy_seed(self, number: int) -> int:
        """Give the seed of a person's policy."""
        return int(uniform(f"{self.seed}/{number}/policy") * MOST_SEEDS)


def live(trial: Trial, number: int, policy: Policy) -> Life:
    """Live a half year.

    Args:
        trial: world, channel and seed.
        number: which person.
        policy: what plans her prompts on the days it is live.
    """
    life = _Life(trial, number, policy)
    protocol = trial.lab.protocol
    for day in range(protocol.days):
        if day in protocol.probes:
            life.probe(protocol.probes.index(day))
        if day == protocol.shock:
            life.person.person.shock(protocol.shock_keeps)
        life.day(day)
    return life.told()


class _Life:
    """A life under way."""

    def __init__(self, trial: Trial, number: int, policy: Policy) -> None:
        self.trial, self.policy, self.protocol = trial, policy, trial.lab.protocol
        self.person = trial.person(number)
        settings = Settings(kind=trial.world.kind)
        self.state: Any = policy.start(settings, trial.policy_seed(number))
        self.tries = bytearray()
        self.prompts: list[Prompt] = []
        self.marks: list[Mark] = []
        self.probes: list[int] = []
        self.watch = Watch(settings, climbs=isinstance(policy, TheLadder))

    def day(self, day: int) -> None:
        """Live through one day, with the policy as long as it is live."""
        if day < self.protocol.live:
            self._led(day)
        else:
            self.tries.append(self._lived(day, "none")[0])

    def probe(self, which: int) -> None:
        """Let a copy of her live on without prompts, in days of its own."""
        days = self.protocol.probe_days
        first = self.protocol.days + which * days
        twin = Simulated(
            self.person.person.copy(), self.person.channel, self.person.luck
        )
        self.probes.append(twin.alone(range(first, first + days)))

    def told(self) -> Life:
        """Give what is counted of the whole."""
        prompts = bytes(prompt != "none" for prompt in self.prompts)
        broken = self.watch.broken(self.tries, prompts)
        moves = tuple(self.watch.moves)
        return Life(bytes(self.tries), prompts, tuple(self.probes), moves, broken)

    def _led(self, day: int) -> None:
        chance = self.trial.chances[day]
        self._tell(Passed(chance.on))
        planned = self.policy.plan(self.state, chance)
        self.watch.planned(self.state, planned)
        prompt = self._chosen(day, planned)
        tried, sent, mark = self._lived(day, prompt)
        went: Prompt = prompt if sent else "none"
        self.tries.append(tried)
        self.prompts.append(went)
        self.marks.append(mark)
        self._tell(Report(chance, mark, went, chance.on))
        every = self.protocol.recap_every
        if (day + 1) % every == 0 and self._answers(day):
            self._recap(range(day + 1 - every, day + 1))

    def _lived(self, day: int, prompt: Prompt) -> tuple[bool, bool, Mark]:
        if self.protocol.is_away(day):
            return self.person.away(day, prompt, self.protocol.away_reply)
        return self.person.day(day, prompt)

    def _chosen(self, day: int, planned: Planned) -> Prompt:
        if not isinstance(self.policy, Oracle):
            return planned.prompt
        if self.protocol.is_away(day):
            return "none"
        odds = self.person.person.odds(day, self.person.luck.noise[day])
        tried = self.person.luck.own[day] < odds[0]
        moment = self.trial.world.kind == "moment"
        return self.policy.know(odds, tried=tried, moment=moment)

    def _answers(self, day: int) -> bool:
        return self.person.luck.recap[day] < self.person.channel["recap"]

    def _recap(self, days: range) -> None:
        """Hear the truth about the days of which we know nothing."""
        today = self.trial.chances[days[-1]].on
        for day in days:
            if self.marks[day] == "?":
                self.marks[day] = self._truth(day)
                chance = self.trial.chances[day]
                self._tell(Report(chance, self.marks[day], self.prompts[day], today))
        self._tell(Recapped(today))

    def _truth(self, day: int) -> Mark:
        if not self.tries[day]:
            return "M"
        return "U" if self.prompts[day] == "none" else "P"

    def _tell(self, told: Told) -> None:
        self.state, changes = self.policy.observe(self.state, told)
        if changes:
            self.watch.changed(told, changes)
