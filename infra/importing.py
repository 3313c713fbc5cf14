"""Imports the whole product, so that what runs as it is imported is measured once.

Tests measure nothing while they are collected (tests/conftest.py).
"""

from importlib import import_module
from pkgutil import walk_packages

import flows
import service

# These begin to work as they are imported.
STARTERS = ("service.__main__", "service.embedded.launch", "service.migrations.")


def main() -> None:
    """Import every module but those that begin to work then."""
    for room in (flows, service):
        for found in walk_packages(room.__path__, f"{room.__name__}."):
            if not found.name.startswith(STARTERS):
                import_module(found.name)


if __name__ == "__main__":
    main()
