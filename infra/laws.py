"""The Ladder's guarantees G1 to G8 over many stories, and a thousand complete stops.

`make laws` plays 50,000 steps for each guarantee, on the machines `make test` plays
some of. A story that breaks a law is printed, made as short as it gets.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.flows.ladder_laws import LAWS, stops

STEPS_OF_A_STORY = 40
MOST_DAYS = 8  # G4


def main(words: list[str] | None = None) -> int:
    """Read the words and play; 1 when any law was broken."""
    given = _parser().parse_args(words)
    broken = [law for law in given.only or LAWS if not holds(law, given)]
    if not given.only or "G4" in given.only:
        broken += [] if come_back(given.stops) else ["G4"]
    print(f"Broken: {', '.join(broken)}." if broken else "Every guarantee held.")
    return 1 if broken else 0


def _parser() -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--steps", type=int, default=50_000, help="per guarantee")
    words.add_argument("--stops", type=int, default=1000, help="complete stops")
    words.add_argument("--seed", type=int, default=2026, help="what all follows from")
    words.add_argument("--only", nargs="*", choices=LAWS, help="these alone")
    return words


def holds(law: str, given: argparse.Namespace) -> bool:
    """Play stories of one guarantee and say how it went."""
    began = time.monotonic()
    stories = -(-given.steps // STEPS_OF_A_STORY)
    chosen = settings(
        max_examples=stories,
        stateful_step_count=STEPS_OF_A_STORY,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    machine = seed(given.seed)(LAWS[law])
    try:
        run_state_machine_as_test(machine, settings=chosen)
    except AssertionError as error:
        print(f"{law} BROKEN", *getattr(error, "__notes__", ()), sep="\n", flush=True)
        return False
    says = (LAWS[law].__doc__ or "").strip()
    seconds = time.monotonic() - began
    print(f"{law} held in {stories:,} stories, {seconds:.0f} s. {says}", flush=True)
    return True


def come_back(number: int) -> bool:
    """Stop completely that many times, and print how long a prompt took to come."""
    days = stops(number)
    mean, most = sum(days) / len(days), max(days)
    print(f"G4 {number:,} complete stops: mean {mean:.1f} days, max {most}", flush=True)
    return most <= MOST_DAYS


if __name__ == "__main__":
    sys.exit(main())
