"""Segments and typography, against Twilio's own calculator (a golden file)."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.carrier.segments import Segments, count, dear, fits_one, plain
from tests.wire.strings import strings

GOLDEN = Path(__file__).parent / "golden" / "segments.json"
ROWS = json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_every_golden_string_counts_as_the_carrier_counts_it() -> None:
    said = [[text, encoding, n, units] for text, encoding, n, units in ROWS]
    ours = [(row[0], count(row[0])) for row in ROWS]
    assert said == [[text, c.encoding, c.count, c.units] for text, c in ours]


def test_the_golden_file_holds_the_strings_we_make_and_enough_of_them() -> None:
    assert strings() == [row[0] for row in ROWS]
    assert len(ROWS) >= 1500
    assert GOLDEN.stat().st_size < 400_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Segments("GSM-7", 1, 0)),
        ("a" * 160, Segments("GSM-7", 1, 160)),
        ("a" * 161, Segments("GSM-7", 2, 161)),
        ("€" * 80, Segments("GSM-7", 1, 160)),
        ("a" * 152 + "€" + "a" * 152, Segments("GSM-7", 3, 306)),
        ("ж" * 70, Segments("UCS-2", 1, 70)),
        ("ж" * 66 + "👍" + "ж" * 66, Segments("UCS-2", 3, 134)),
        ("ж" * 60 + "👩🏽‍🚀" * 2, Segments("UCS-2", 2, 74)),
        # A pile of marks longer than a segment is cut, pair of surrogates by pair.
        ("a" + "\u0301" * 149, Segments("UCS-2", 3, 150)),
        ("a" + "\U0001e000" * 34, Segments("UCS-2", 1, 69)),
        ("a" + "\U0001e000" * 67, Segments("UCS-2", 3, 135)),
    ],
)
def test_edges(text: str, expected: Segments) -> None:
    assert expected == count(text)
    assert (expected.count == 1) == fits_one(text)


@given(st.text(max_size=300))
def test_segments_hold_what_they_must_and_waste_less_than_a_grapheme(text: str) -> None:
    counted = count(text)
    alone, each = {"GSM-7": (160, 153), "UCS-2": (70, 67)}[counted.encoding]
    assert (counted.units <= alone) == (counted.count == 1)
    assert counted.count == 1 or counted.units <= counted.count * each


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ("It\u2019s \u201cfine\u201d \u2013 yes\u2026", 'It\'s "fine" - yes...'),
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("\uff24\uff4f\uff4e\uff45\uff01", "Done!"),
        ("\u2022 one\n\u2022 two", "- one\n- two"),
        ("do\u200bne\ufeff", "done"),
        ("\u00bd hour", "1/2 hour"),
        ("cafe\u0301", "café"),
        ("A\u030a \u2126", "Å Ω"),
        ("`x`", "'x'"),
    ],
)
def test_typography_becomes_what_a_plain_keyboard_has(came: str, kept: str) -> None:
    assert kept == plain(came)
    assert count(kept).encoding == "GSM-7"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("all plain, ü and €", ""),
        ("Ol\u00e1, coração", "\u00e1"),
        ("well 👍🏽 done 🎉", "👍🏽"),
    ],
)
def test_the_sign_that_makes_a_text_dear_is_named(text: str, sign: str) -> None:
    assert sign == dear(text)


@pytest.mark.parametrize(
    "untouched",
    [
        "Não, coração",  # ã and ç are not in GSM-7, and are not made into a and c
        "«Да», сказала она",
        "It\u2019s 👍",
        "👨‍👩‍👧",
        "你好，世界",  # noqa: RUF001 - Chinese, as typed
        "می\u200cخواهم",  # noqa: RUF001 - Persian, as typed
        "\ufb01ne",  # a ligature is a letter, not typography
        "\u2460 walk",
        "…" * 60,  # one segment as it is, two as full stops
    ],
)
def test_a_text_that_gains_nothing_is_untouched(untouched: str) -> None:
    assert untouched == plain(untouched)


@example("\u2019" * 161)
@given(
    st.text(max_size=100)
    | st.text("abc'\u2019\u201c\u2026\u2014\u00a0\u200b\uff01\u0301e", max_size=200)
)
def test_repair_never_costs_more_and_repairing_twice_changes_nothing(text: str) -> None:
    repaired = plain(text)
    assert count(repaired).count <= count(text).count
    assert repaired == plain(repaired)
    assert repaired == text or count(repaired).encoding == "GSM-7"


@given(st.text(st.characters(categories=["Ll", "Lu"], max_codepoint=0xFEFF)))
def test_letters_are_never_transliterated(letters: str) -> None:
    assert plain(letters) in (letters, unicodedata.normalize("NFC", letters))
