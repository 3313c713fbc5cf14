"""Chooses among wordings that mean the same, so that they stay fresh.

A wording is not repeated within 14 days; after that it is chosen less the more lately
it was said, with a half-life of 15 days (recovering difference, Yancey & Settles 2020).
"""

import hashlib
from collections.abc import Mapping, Sequence

from flows.talk.wording import Pattern

REST_DAYS = 14
HALF_LIFE_DAYS = 15


def freshest(
    variants: Sequence[Pattern], worn: Mapping[str, int], seed: int
) -> Pattern:
    """Choose a variant; the same arguments give the same one.

    `worn` tells for the id of a wording how many days ago the person got it last;
    `seed` differs from person to person and from day to day. When all of them were
    said within REST_DAYS, the one said longest ago comes back.
    """
    if len(variants) == 1:
        return variants[0]
    rested = [one for one in variants if worn.get(one.id, REST_DAYS) >= REST_DAYS]
    if not rested:
        return max(variants, key=lambda one: worn[one.id])
    return max(rested, key=lambda one: _drawn(one, worn, seed))


def freshest_to(variants: Sequence[Pattern], facts: Mapping[str, object]) -> Pattern:
    """Choose a variant for the person whom `facts` tells of, as `freshest` does."""
    seed, worn = facts.get("seed", 0), facts.get("wordings", {})
    return freshest(
        variants,
        worn if isinstance(worn, Mapping) else {},
        seed if isinstance(seed, int) else 0,
    )


def _drawn(one: Pattern, worn: Mapping[str, int], seed: int) -> float:
    # Weighted drawing without a generator: the largest u ** (1 / weight) wins.
    digest = hashlib.blake2b(f"{seed}/{one.id}".encode(), digest_size=8).digest()
    uniform = (int.from_bytes(digest, "big") + 1) / 2**64
    days = worn.get(one.id)
    weight = 1.0 if days is None else 1 - 2 ** (-days / HALF_LIFE_DAYS)
    return float(uniform ** (1 / weight))
