"""The billed parts of a text, against counts made by the carrier's own npm package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.switchboard.segments import count, encoding_of

GOLDEN = Path(__file__).parents[1] / "wire" / "golden" / "segments.json"


def test_parts_agree_with_the_carriers_own_calculator() -> None:
    rows = json.loads(GOLDEN.read_text(encoding="utf-8"))
    off = [
        (text, parts, count(text))
        for text, _, parts, _ in rows
        # The calculator never splits a grapheme, so it may bill one part more.
        if text and not parts - 1 <= count(text) <= parts
    ]
    assert [] == off
    differ = sum(count(text) != parts for text, _, parts, _ in rows if text)
    assert differ < len(rows) / 50


def test_the_encoding_agrees_with_the_carriers_own_calculator() -> None:
    rows = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert [] == [text for text, kind, _, _ in rows if encoding_of(text) != kind]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 10, 2),
        ("a" * 152 + "€" * 77, 3),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("🎉" * 35, 1),
        ("🎉" * 36, 2),
        ("don\u2019t" * 14, 1),
        ("don\u2019t" * 15, 2),
    ],
)
def test_a_part_ends_where_the_standard_says(text: str, parts: int) -> None:
    assert parts == count(text)
