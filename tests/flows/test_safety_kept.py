"""What the screens work out once is worked out alike once more.

It was worked out first while tests were collected, where nothing is measured.
"""

from typing import Any

import pytest

from flows.safety import consent, crisis

KEPT = [
    one
    for room in (consent, crisis)
    for one in vars(room).values()
    if hasattr(one, "cache_clear")
]


@pytest.mark.parametrize("kept", KEPT, ids=lambda one: str(one.__name__))
def test_what_is_kept_is_worked_out_alike_once_more(kept: Any) -> None:
    before = kept()
    kept.cache_clear()
    assert before == kept()


def test_both_screens_keep_what_takes_long() -> None:
    assert len(KEPT) > 6
