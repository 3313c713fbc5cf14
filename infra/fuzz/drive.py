"""One worker: plays its share of the numbers in batches, and checks after each.

A batch has two halves. First what is rightly signed: each kept text must be one that
was signed, once, in the words that were said. Then what must leave no trace: the
unsigned, forged, recut and replayed, and everything of the first half once more; after
it every table must be as before, row for row, with no bell rung and no text sent.
"""

import contextlib
import io
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count, islice
from uuid import UUID

from infra.fuzz import checks, plans
from infra.fuzz.checks import Tally, Violation
from infra.fuzz.plans import QUIET, Play
from infra.fuzz.stage import Stage
from infra.fuzz.words import TELLTALE
from service.store.db import NOWHERE

BATCH = 400
MOST_GROWTH_MB = 64.0
WARM = 0.3
MOST_SHOWN = 20


class Ear(io.StringIO):
    """Listens to the log instead of the terminal: no word of a person may be in it."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.broken = ""

    def write(self, line: str) -> int:
        """Keep the line if it tells of a person's words or of an error."""
        if TELLTALE in line:
            self.told.append("a person's words are in the log")
        if "request_failed" in line or "database_away" in line:
            self.broken = line.strip()
        return len(line)


@dataclass(slots=True)
class Drive:
    """A run over one stage; `say` is told what every batch has counted."""

    stage: Stage
    seed: int
    ear: Ear
    last: UUID = NOWHERE
    tally: Tally = field(default_factory=Tally)

    def batch(self, numbers: Iterable[int]) -> Tally:
        """Play these numbers and check; return what was counted."""
        self.tally = Tally()
        plays = {n: plans.play(self.seed, n, self.stage.world) for n in numbers}
        loud = {n: play for n, play in plays.items() if play.kind not in QUIET}
        quiet = {n: play for n, play in plays.items() if play.kind in QUIET}
        self.stage.revive()
        self._loud(loud)
        self._without_trace({**quiet, **loud}, loud)
        for told in self.ear.told[:1]:
            self._broke(min(plays), "batch", told)
        self.ear.told.clear()
        return self.tally

    def _loud(self, loud: dict[int, Play]) -> None:
        for number, play in loud.items():
            self._play(number, play, play.kind)
        rows, self.last = checks.newest(self.stage, self.last)
        self.tally.effects += len(rows)
        self.tally.violations += islice(checks.of_effects(rows, loud), MOST_SHOWN)

    def _without_trace(self, plays: dict[int, Play], loud: dict[int, Play]) -> None:
        before, heard = checks.fingerprint(self.stage), self._outside()
        for number, play in plays.items():
            self._play(number, play, "again" if number in loud else play.kind)
        moved = checks.differing(before, checks.fingerprint(self.stage))
        if self._outside() != heard:
            moved = f"{moved}; bell or carrier".removeprefix("; ")
        if moved:
            # An answer that already told of a fault tells which request it was, too.
            known = self.tally.violations[:1]
            number, kind = (
                (known[0].number, known[0].kind) if known else self._suspect(plays)
            )
            self._broke(
                number, kind, f"something that may leave no trace left one: {moved}"
            )
            _, self.last = checks.newest(self.stage, self.last)

    def _outside(self) -> tuple[int, int]:
        return self.stage.bell.rung, len(self.stage.carrier.taken)

    def _suspect(self, plays: dict[int, Play]) -> tuple[int, str]:
        """Play one by one until a trace appears; else name the first of the batch."""
        self.stage.revive()
        before = checks.fingerprint(self.stage)
        for number, play in plays.items():
            self._play(number, play, "again")
            after = checks.fingerprint(self.stage)
            if after != before:
                return number, play.kind
        return min(plays), "batch"

    def _play(self, number: int, play: Play, kind: str) -> None:
        begun = time.thread_time()
        answers = list(self._answers(play))
        spent = time.thread_time() - begun
        self.tally.slowest = max(self.tally.slowest, (spent, number))
        for at, (status, said) in enumerate(answers):
            self.tally.statuses[kind, status] += 1
            wrong = checks.of_status(play, at, status)
            if wrong:
                self._broke(number, play.kind, f"{wrong} {self._why(status)}".strip())
            if TELLTALE in said:
                self._broke(
                    number, play.kind, "a person's words came back in the answer"
                )
        if spent > checks.SLOWEST_S:
            self._broke(number, play.kind, f"took {spent:.1f} s of processor time")

    def _answers(self, play: Play) -> Iterator[tuple[int, str]]:
        if len(play.asks) == 1:
            yield self.stage.send(play.asks[0])
            return
        with ThreadPoolExecutor(len(play.asks)) as together:
            yield from together.map(self.stage.send, play.asks)

    def _why(self, status: int) -> str:
        why, self.ear.broken = self.ear.broken, ""
        return why if status >= 500 else ""

    def _broke(self, number: int, kind: str, what: str) -> None:
        if len(self.tally.violations) < MOST_SHOWN:
            self.tally.violations.append(Violation(number, kind, what))


def run(
    stage: Stage,
    seed: int,
    batches: Iterable[range],
    say: Callable[[Tally], None],
    *,
    enough: int = 1,
) -> None:
    """Play batches until `enough` requests are sent, telling `say` after each.

    A batch that broke a law is the last.
    """
    ear = Ear()
    with contextlib.redirect_stdout(ear):
        drive = Drive(stage, seed, ear)
        _, drive.last = checks.newest(stage, drive.last)
        warm, sent = 0.0, 0
        for numbers in batches:
            tally = drive.batch(numbers)
            sent += tally.sent
            if sent <= enough * WARM or not warm:
                warm = memory_mb()
            tally.grown_mb = memory_mb() - warm
            if tally.grown_mb > MOST_GROWTH_MB:
                grown = f"the process grew by {tally.grown_mb:.0f} MB"
                tally.violations.append(Violation(numbers[0], "batch", grown))
            say(tally)
            if tally.violations or sent >= enough:
                return


def memory_mb() -> float:
    """Return the most memory this process has held so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def share(worker: int, workers: int) -> Iterator[range]:
    """The batches of one worker: every so-manyth, without end."""
    return (range(at * BATCH, (at + 1) * BATCH) for at in count(worker, workers))
