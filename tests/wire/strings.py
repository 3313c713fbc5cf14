"""Makes the strings of the segment golden file: the same ones at every run.

Run as a command, it prints them as JSON for `infra/segments_golden.mjs`.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator

GSM = "abc XYZ 019 .,!?'@£$Δ_ΦÄÖÑÜ§äöñüàéùìòÇ\n"
EXTENSION = "^{}\\[~]|€"
CLUSTERS = (
    *("👍", "👍🏽", "❤️", "🇳🇿", "🇵🇪", "1️⃣", "é", "ñ̈", "ê", "ç", "क्", "नि"),
    *(
        "👨‍👩‍👧",
        "👩🏽‍🚀",
        "👩‍❤️‍👨",
        "🧑",
        "각",
        "ก็",
        "שָׁ",
        "لا",
        "世",
        "界",
        "—",
        "“",
        "\u2019",
    ),
)
EDGES = (1, 66, 67, 68, 69, 70, 71, 133, 134, 135, 152, 153, 154, 158, 159, 160, 161)
FAR_EDGES = (201, 202, 306, 307)
SEED = 2026


def strings() -> list[str]:
    """Return the strings, without repeats, in a fixed order."""
    chance = random.Random(SEED)
    made = [*_edges(), *_extension_at_an_edge(), *_clusters_at_an_edge()]
    made += [_mixed(chance) for _ in range(1150)]
    return list(dict.fromkeys(made))


def _edges() -> Iterator[str]:
    yield ""
    for length in (*EDGES, *FAR_EDGES):
        yield "a" * length
        yield "é" * length
        yield "ж" * length
        yield "€" * (length // 2) + "a" * (length % 2)
        yield "a" * (length - 1) + "ж"
        yield "a\r\n" * (length // 3) + "b" * (length % 3)
        yield "ж" * (length - 1) + "\r\n" + "ж" * 66


def _extension_at_an_edge() -> Iterator[str]:
    for character in EXTENSION:
        for before in (*range(150, 162), 305, 306):
            yield "a" * before + character + "b" * (before % 3)


def _clusters_at_an_edge() -> Iterator[str]:
    for cluster in CLUSTERS:
        for before in (*range(62, 72), 130, 132, 133):
            yield "a" * before + cluster + "ж" * (before % 7)


def _mixed(chance: random.Random) -> str:
    alphabet = chance.choice(
        (
            list(GSM),
            [*GSM, *EXTENSION],
            [*GSM, *EXTENSION, *CLUSTERS],
            list(CLUSTERS),
        )
    )
    length = chance.choice((5, 15, 20, 30, 35, 40, 50, 70, 80, 150, 160))
    return "".join(chance.choices(alphabet, k=length))


if __name__ == "__main__":
    json.dump(strings(), sys.stdout)
