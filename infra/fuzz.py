"""Fuzzed, re-signed, recut and replayed webhooks at the real app: no 5xx, no trace.

`make fuzz` plays 100,000; a violation prints a line that `--replay LINE` plays alone.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from infra.fuzz import command


def main() -> int:
    """Read the words and run; 1 on any violation."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument(
        "--requests", type=int, default=100_000, help="how many, at least"
    )
    words.add_argument(
        "--seed", type=int, default=2026, help="what all of them follow from"
    )
    words.add_argument("--workers", type=int, default=2, help="processes")
    words.add_argument("--people", type=int, default=60, help="people who can text")
    words.add_argument("--break", dest="broken", choices=command.BREAKS, default="")
    words.add_argument(
        "--replay", metavar="LINE", help="play one request, like 2026/1234"
    )
    return command.run(words.parse_args())


if __name__ == "__main__":
    sys.exit(main())
