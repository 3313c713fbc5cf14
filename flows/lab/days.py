"""One day of one simulated person: does she try, and what do we hear of it?

Law: what is told is true; what is not told is "?". A prompt beforehand opens the
chance; a late one goes out at the deadline unless a report came by then.
"""

from dataclasses import dataclass

from flows.coach.attempts import Mark
from flows.coach.rungs import Prompt
from flows.lab.luck import Luck
from flows.lab.parameters import Numbers
from flows.lab.worlds import Odds, Person

NO_ODDS: Odds = (0.0, 0.0, 0.0)


@dataclass(slots=True)
class Simulated:
    """A person in a world, how she reports, and her chance; changed by living."""

    person: Person
    channel: Numbers
    luck: Luck

    def day(self, day: int, prompt: Prompt) -> tuple[bool, bool, Mark]:
        """Live through a day on which `prompt` is planned.

        Returns:
            Whether she tried, whether a prompt went out, and what we heard by night.
        """
        odds = self.person.odds(day, self.luck.noise[day])
        return self._live(day, prompt, odds, 1.0)

    def away(self, day: int, prompt: Prompt, replies: float) -> tuple[bool, bool, Mark]:
        """Live through a day away: no try at all, and replies are rarer."""
        return self._live(day, prompt, NO_ODDS, replies)

    def alone(self, days: range) -> int:
        """Live through days without prompts; return the number of tries."""
        return sum(self.day(day, "none")[0] for day in days)

    def _live(
        self, day: int, prompt: Prompt, odds: Odds, replies: float
    ) -> tuple[bool, bool, Mark]:
        own, before, late = odds
        luck = self.luck
        tried = initiated = luck.own[day] < own
        told = tried and luck.told[day] < self.channel["spontaneous"]
        sent = prompt == "before" or (prompt == "late" and not told)
        if sent and not tried:
            tried = luck.rescue[day] < (before if prompt == "before" else late)
        initiated = initiated and prompt != "before"
        self.person.update(tried=tried, prompted=sent, own=initiated)
        if sent:
            return tried, True, self._answer(day, replies, tried=tried)
        return tried, False, "U" if told else "?"

    def _answer(self, day: int, replies: float, *, tried: bool) -> Mark:
        if self.luck.replied[day] < self.channel["reply"] * replies:
            return "P" if tried else "M"
        later = self.channel["later"] * self.channel["spontaneous"]
        return "P" if tried and self.luck.later[day] < later else "?"
