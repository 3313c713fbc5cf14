"""What it costs, measured on this machine: every figure is a ratio within one run.

`make bench` runs all of it; `make bench ARGS="--seconds 3"` a quick look. Tomorrow for
a hundred thousand: `make bench ARGS="--only=tomorrow --people-tomorrow=100000"`.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from infra.bench import (
    decisions,
    due,
    fairness,
    inbound,
    pages,
    tomorrow,
    turn,
    where,
    where_due,
)

BENCHES: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "turn": lambda _: turn.run(),
    "decisions": lambda _: decisions.run(),
    "inbound": inbound.run,
    "where": lambda given: where.run(given.texts),
    "due": due.run,
    "where-due": lambda given: where_due.run(max(given.people_due or [10_000])),
    "fairness": lambda given: fairness.run(given.people_fair, given.seconds_fair),
    "tomorrow": lambda given: tomorrow.run(given.people_tomorrow),
    "pages": lambda given: pages.run(given.people_pages, given.messages),
}


def main() -> int:
    """Run the benchmarks and print their tables; 1 when one misses its aim."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=6.0, help="length of a round")
    words.add_argument("--rounds", type=int, default=5, help="rounds of each side")
    words.add_argument("--people", type=int, default=2000, help="people who text")
    words.add_argument("--connections", type=int, default=8, help="open connections")
    words.add_argument(
        "--texts", type=int, default=2000, help="texts that are watched (where)"
    )
    words.add_argument(
        "--people-tomorrow", type=int, default=20_000, help="people who are planned"
    )
    words.add_argument(
        "--people-due", type=int, action="append",
        help="people of whom the fullest minute is handed over; more than once to see"
        " how it grows (10,000)",
    )  # fmt: skip
    words.add_argument(
        "--due", type=int,
        help="at least so many of them due at once, not the fullest minute of all",
    )  # fmt: skip
    words.add_argument("--workers", type=int, default=2, help="of the due nudges")
    words.add_argument(
        "--people-fair", type=int, default=10_000, help="nudges due at once (fairness)"
    )
    words.add_argument(
        "--seconds-fair", type=float, default=60.0, help="how long it is watched"
    )
    words.add_argument("--people-pages", type=int, default=500, help="people on pages")
    words.add_argument(
        "--messages", type=int, default=100_000, help="texts with people on pages"
    )
    words.add_argument("--only", choices=BENCHES, help="this one alone")
    given = words.parse_args()
    return max(BENCHES[name](given) for name in BENCHES if given.only in (None, name))


if __name__ == "__main__":
    raise SystemExit(main())
