"""What it costs, measured on this machine: every figure is a ratio within one run.

`make bench` runs all of it; `make bench ARGS="--seconds 3"` a quick look.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from bench import inbound, turn


def main() -> int:
    """Run the benchmarks and print their tables."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=6.0, help="length of a round")
    words.add_argument("--rounds", type=int, default=5, help="rounds of each side")
    words.add_argument("--people", type=int, default=2000, help="people who text")
    words.add_argument("--connections", type=int, default=8, help="open connections")
    given = words.parse_args()
    return max(turn.run(), inbound.run(given))


if __name__ == "__main__":
    raise SystemExit(main())
