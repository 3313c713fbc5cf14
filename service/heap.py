"""The heap of a process: most of what is read at its start lives as long as it does."""

from __future__ import annotations

import gc

# Collecting after 700 new objects, as Python does by itself, took half a second of the
# two and a half in which a rehearsal is imported: nearly all that is looked at is code.
THRESHOLD = 25_000


def settle() -> None:
    """Look for garbage seldom, and never among what stands now."""
    gc.set_threshold(THRESHOLD)
    gc.freeze()
