"""Inviting again: the table, and its laws over everything that can stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.safety import inviting
from flows.safety.inviting import MOST, REST, Asked, Fate, Standing, Why

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FATES = get_args(Fate)
ASKED = st.lists(
    st.builds(
        Asked,
        st.integers(0, 400).map(lambda hours: NOW - timedelta(hours=hours)),
        st.sampled_from(FATES),
    ),
    max_size=5,
).map(lambda all_: tuple(sorted(all_, key=lambda one: one.at)))
STANDING = st.builds(
    Standing,
    st.sampled_from(["invited", "active", "stopped"]),
    st.booleans(),
    st.booleans(),
    ASKED,
)


def asked(*fates: Fate, ago: timedelta = timedelta(hours=1)) -> Standing:
    return Standing("invited", False, False, [Asked(NOW - ago, one) for one in fates])


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (asked(), None),
        (asked("did_not"), None),
        (asked("never_went"), None),
        (asked("on_its_way"), Why.ON_ITS_WAY),
        (asked("in_doubt"), Why.IN_DOUBT),
        (asked("may_have_arrived"), Why.RESTS),
        (asked("may_have_arrived", ago=REST), None),
        (asked(*["did_not"] * MOST), Why.ENOUGH),
        (asked(*["never_went"] * MOST), None),
        (replace(asked("did_not"), full_until=NOW + REST), Why.WORDING),
        (replace(asked("did_not"), full_until=NOW), None),
        (Standing("stopped", False, False, ()), Why.STOPPED),
        (Standing("active", False, True, ()), Why.AGREED),
        (Standing("invited", False, True, ()), Why.ANSWERED),
        (Standing("invited", True, False, ()), Why.HELD),
    ],
)
def test_who_may_be_invited_again(standing: Standing, why: Why | None) -> None:
    assert why is inviting.again(standing, NOW)


@given(STANDING)
def test_a_stop_an_answer_and_a_hold_are_never_overridden(standing: Standing) -> None:
    may = inviting.again(standing, NOW) is None
    if standing.consent != "invited" or standing.heard or standing.held:
        assert not may
        assert inviting.number_stands(standing) is not None
    went = [one for one in standing.asked if one.fate != "never_went"]
    assert not may or len(went) < MOST


def test_a_number_is_corrected_however_often_it_was_asked() -> None:
    assert inviting.number_stands(asked(*["did_not"] * MOST)) is None
    assert inviting.number_stands(asked("may_have_arrived")) is None
    assert Why.IN_DOUBT is inviting.number_stands(asked("in_doubt"))
