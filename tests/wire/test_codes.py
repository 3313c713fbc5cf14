"""The table of the carrier's codes, and the page made from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.carrier.codes import CODES, OPTED_OUT, UNKNOWN, as_page, lookup, refusal
from service.carrier.port import Refused

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "carrier-codes.md"


def test_the_reference_page_is_what_the_table_says() -> None:
    assert as_page() == PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_row_says_what_to_do_in_a_sentence(code: int) -> None:
    row = CODES[code]
    assert row.mend[0].isupper()
    assert row.mend.endswith(".")
    assert "|" not in row.meaning + row.mend
    assert Refused(code, row.who, row.mend) == refusal(code)


def test_an_unknown_code_promises_nothing() -> None:
    assert UNKNOWN == lookup(99999)
    assert refusal(99999).who == "nobody_knows"
    assert UNKNOWN.again == "never"


def test_a_stop_at_the_carrier_is_the_persons_and_is_known_as_such() -> None:
    assert frozenset({21610}) == OPTED_OUT
    assert ("person", "never") == (CODES[21610].who, CODES[21610].again)
