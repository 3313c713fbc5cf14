"""A turn of the pure core, against writing and reading a 2 KB document: one process.

A turn is one reply heard: the state read from its JSON, the reply understood, the
script walked, what to say worded, the state written as JSON again.
"""

import gc
import json
import statistics
import time
import tracemalloc
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from rich.console import Console
from rich.table import Table

from flows.talk import codec, engine, script
from flows.talk.events import Heard

AIM = 6.0
SCRIPT = """
script: two_questions
grammar: 1
nodes:
  did_it:
    ask: "Did {step} fit in today? D for done, N for not today."
    expect: attempt
    on: {tried: how, not_tried: kept}
    then: kept
  how:
    record: attempted
    ask: Logged. What did you do that made it happen?
    expect: words
    keep: what_i_did
    then: say_it_back
  say_it_back:
    say: 'Kept: "{what_i_did}". Tries this week: {tries_this_week}.'
    instead: Kept.
    then: end
  kept: {say: Thanks for telling me., then: end}
"""
FACTS: dict[str, engine.Fact] = {
    "step": "say one idea at the daily meeting",
    "seed": 3,
    "tries_this_week": 2,
    "today": "2026-03-02",
    "language": "en",
}
NOW = datetime(2026, 3, 2, 17, 40, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
REPLIES = (
    ("done", "wrote it down before the meeting"),
    ("yes I did, my voice shook", "breathed out and began"),
    ("said my idea when the floor was opened", "I sat near the front"),
    ("tried it today", "asked Ben to hold his question until the end"),
)
DOCUMENT = {f"name_{at}": "v" * 30 for at in range(48)}  # 2 KB as JSON


def run(rounds: int = 15, turns: int = 2_000) -> int:
    """Measure both in turns; print what a turn costs, and what an open one holds."""
    console = Console()
    two = script.parse(SCRIPT, name="two_questions")
    opened = codec.dump(_state(engine.begin(two, FACTS, now=NOW)))
    talk = _talk(two, opened)
    ours: list[float] = []
    unadorned: list[float] = []
    for _ in range(rounds):
        ours.append(timed(talk, turns // 2) / 2)
        unadorned.append(timed(bare, turns))
    ratio = statistics.median(
        one / other for one, other in zip(ours, unadorned, strict=True)
    )
    title = "a turn of a two-question conversation, state stored as JSON"
    console.print(table(title, {"json of 2 KB": unadorned, "a turn": ours}))
    console.print(f"a turn / json of 2 KB: {ratio:.2f} (aim: at most {AIM:.0f})")
    console.print(
        f"an open conversation: {len(opened)} bytes stored, "
        f"{_memory(opened):,.0f} bytes in memory"
    )
    return 0 if ratio <= AIM else 1


def table(title: str, took: Mapping[str, list[float]]) -> Table:
    """Lay out seconds of each work as a table."""
    laid = Table(title=title)
    for column in ("", "microseconds (median \\[range])", "per second"):
        laid.add_column(column)
    for name, each in took.items():
        middle = statistics.median(each)
        spread = f"{middle * 1e6:.1f} [{min(each) * 1e6:.1f}-{max(each) * 1e6:.1f}]"
        laid.add_row(name, spread, f"{1 / middle:,.0f}")
    return laid


def _state(turn: engine.Turn) -> engine.State:
    assert turn.state is not None
    return turn.state


def _talk(two: script.Script, opened: str) -> Callable[[int], None]:
    def talk(at: int) -> None:
        first, second = REPLIES[at % len(REPLIES)]
        stored = _turn(opened, first, LATER)
        _turn(stored, second, LATER + timedelta(minutes=1))

    def _turn(stored: str, words: str, now: datetime) -> str:
        state = codec.load_state(stored)
        turn = engine.step(two, state, Heard(words), facts=FACTS, now=now)
        return codec.dump(_state(turn))

    return talk


def bare(_: int) -> None:
    """Write and read the document once: what all else is measured by."""
    json.loads(json.dumps(DOCUMENT))


def timed(work: Callable[[int], object], times: int) -> float:
    """Return the seconds that one of so many takes."""
    gc.collect()
    begun = time.perf_counter()
    for at in range(times):
        work(at)
    return (time.perf_counter() - begun) / times


def _memory(opened: str, many: int = 2_000) -> float:
    tracemalloc.start()
    held = [codec.load_state(opened) for _ in range(many)]
    size, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / len(held)
