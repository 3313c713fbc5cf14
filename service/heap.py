"""The heap of a process: most of what is read at its start lives as long as it does."""

from __future__ import annotations

import gc

# Collecting after 700 new objects, as Python does by itself, took a tenth of what a
# command or a webhook costs: nearly all that is looked at is code.
THRESHOLD = 25_000


def settle() -> None:
    """Look for garbage seldom, and never among what stands now."""
    gc.set_threshold(THRESHOLD)
    gc.freeze()
