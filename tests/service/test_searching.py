"""Looking for words that lie sealed: the newest first, in a bound, however written."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from service.store import searches
from service.store.searches import Searched
from service.usecases.parts import Parts
from tests.database import Clone, wait
from tests.service import crowd


def search(parts: Parts, whose: UUID, sought: str, **bound: int) -> Searched:
    with parts.db.transaction(whose) as tx:
        return searches.search(tx, parts.vault, sought, **bound)


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> UUID:
    found = crowd.person(parts, stairwell, where)
    for words in ("GO", "said my idea", "it was a CARD", "a card too, İstanbul"):
        wait(clone, timedelta(hours=1))
        crowd.text(parts, words)
    return found


def test_the_newest_comes_first_and_a_bound_says_how_far_back(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    whole = search(parts, stairwell, "card")
    heard = [one for one in whole.hits if one.where == "inbox"]
    assert ["a card too, İstanbul", "it was a CARD"] == [
        one.before + one.found + one.after for one in heard
    ]
    assert {mila} == {one.person for one in whole.hits}
    assert whole.back_to is None
    bounded = search(parts, stairwell, "card", most=2)
    assert 2 == bounded.opened
    assert bounded.back_to is not None
    assert bounded.back_to > heard[-1].at - timedelta(hours=2)
    assert search(parts, stairwell, "istanbul").hits


def test_nothing_of_another_organisation_or_of_somebody_erased_is_found(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone
) -> None:
    other = crowd.organisation(parts, "Other", "+15550100200")
    assert () == search(parts, other, "card").hits
    with psycopg.connect(clone.superuser_url) as line:
        line.execute("UPDATE participants SET wrapped_key = NULL")
    assert Searched((), 0, None) == search(parts, stairwell, "card")


def test_long_words_are_shown_around_what_was_sought(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    crowd.text(parts, "a" * 200 + " zebra " + "b" * 200)
    (hit,) = [
        one for one in search(parts, stairwell, "ZEBRA").hits if one.where == "inbox"
    ]
    assert "zebra" == hit.found
    assert hit.before.startswith("...a")
    assert hit.after.endswith("b...")
    assert 3 + searches.AROUND == len(hit.before)


def test_words_that_are_gone_count_towards_the_bound(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone
) -> None:
    """A million of them were read in one request, for a word that was nowhere."""
    with psycopg.connect(clone.superuser_url, autocommit=True) as line:
        line.execute("UPDATE inbox SET body_sealed = NULL")
    bounded = search(parts, stairwell, "nowhere at all", most=2)
    assert bounded.opened <= 2
    assert bounded.back_to is not None
