"""`python -m service` and the command `handrail` begin here."""

import sys

from service import heap
from service.cli import app
from service.config import MissingSettings


def main() -> None:
    """Run the command line; missing settings are said plainly, without a trace."""
    heap.settle()
    try:
        app()
    except MissingSettings as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()
