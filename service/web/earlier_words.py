"""What is said of a try that was kept elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from service.store.earlier import EarlierTry
from service.web.tongues import spoken
from service.web.words import SHAPES

# What differs from a try that was told here.
BROUGHT: Mapping[str, str] = spoken({"unknown": "tried", "missed": "no try"})


def came(one: EarlierTry) -> str:
    """Say what came of it."""
    name = one.label if one.outcome == "attempted" else one.outcome
    return (BROUGHT if name in BROUGHT else SHAPES)[name]
