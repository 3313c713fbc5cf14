"""Looking for words that lie sealed: the newest first, in a bound, however written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from service.store import recordings, searches
from service.store.searches import Searched
from service.usecases.parts import Parts
from tests.database import Clone, wait
from tests.pages.phoned import Phoned, tone
from tests.service import crowd


def search(parts: Parts, whose: UUID, sought: str, **bound: Any) -> Searched:
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
    assert 2 == bounded.read
    assert bounded.back_to is not None
    assert bounded.back_to > heard[-1].at - timedelta(hours=2)
    assert search(parts, stairwell, "istanbul").hits


def test_nothing_of_another_organisation_or_of_somebody_erased_is_found(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone
) -> None:
    other = crowd.organisation(parts, "Other", "+15550100200")
    assert () == search(parts, other, "card").hits
    ours = search(parts, stairwell, "card", most=1).further
    assert ours is not None
    assert () == search(parts, other, "card", before=ours).hits
    with psycopg.connect(clone.superuser_url) as line:
        line.execute("UPDATE participants SET wrapped_key = NULL")
    gone = search(parts, stairwell, "card")
    assert ((), None, None) == (gone.hits, gone.back_to, gone.further)


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
    assert bounded.read <= 2
    assert bounded.back_to is not None


def test_a_search_goes_on_where_the_one_before_it_ended(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    whole = search(parts, stairwell, "a")
    assert whole.further is None
    hits: tuple[searches.Hit, ...] = ()
    read, before = 0, searches.LAST
    for _ in range(whole.read + 1):
        part = search(parts, stairwell, "a", most=1, before=before)
        hits, read = hits + part.hits, read + part.read
        if part.further is None:
            break
        assert part.further < before
        before = part.further
    assert whole.hits == hits
    assert (whole.read, None) == (read, part.back_to)


def test_more_places_than_a_page_holds_are_found_by_looking_further(
    parts: Parts, stairwell: UUID, mila: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "MOST_FOUND", 1)
    met, before = [], searches.LAST
    for _ in range(9):
        part = search(parts, stairwell, "card", before=before)
        assert len(part.hits) <= 1
        met += [one.before + one.found for one in part.hits if one.where == "inbox"]
        if part.further is None:
            break
        before = part.further
    assert ["a card", "it was a CARD"] == met


def test_what_was_heard_in_a_call_is_found_and_leads_to_it(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone
) -> None:
    """Calls were not looked through at all."""
    her = Phoned(parts, clone, stairwell, mila)
    with her.desk() as desk:
        call = her.call(desk, "talked", seconds=84)
        her.says(desk, None, "how did the zebra go?")
        her.says(desk, "I named the Zebra, and the zebra again", "good")
    her.at(desk.tx.now + timedelta(hours=1))
    with her.desk() as desk:
        other = her.call(desk, "talked", seconds=23)
        found = her.records(desk, other)
        recordings.keep(desk.tx, desk.person, found, tone(), "audio/wav")
        recordings.keep_transcript(desk.tx, desk.person, found, "about a zebra")
    hits = search(parts, stairwell, "zebra").hits
    assert [("recordings", other.id), ("turns", call.id)] == [
        (one.where, one.entry) for one in hits
    ]
    assert "I named the " == hits[1].before
    bounded = search(parts, stairwell, "zebra", most=1, before=other.id)
    assert [call.id] == [one.entry for one in bounded.hits]
