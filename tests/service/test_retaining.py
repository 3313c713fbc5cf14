"""Words and recordings kept for their time: as a programme says, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from service.store import outbox, timelines
from service.usecases import retaining, rights
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, ProofNeeded, Signed
from service.usecases.unchanged import Changed
from tests.database import Clone, wait
from tests.service import crowd

DAYS = timedelta(days=1)


@pytest.fixture
def signed(stairwell: UUID) -> Signed:
    return rights.operator(stairwell, "Stairwell")


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> UUID:
    found = crowd.person(parts, stairwell, where)
    for body in ("GO", "said my idea", "I wrote it on a card"):
        wait(clone, timedelta(minutes=5))
        crowd.text(parts, body)
    # Nobody works here: what is on its way is not emptied.
    with psycopg.connect(clone.superuser_url, autocommit=True) as line:
        line.execute("UPDATE outbox_messages SET state = 'sent' WHERE state = 'due'")
    return found


def due(parts: Parts) -> dict[UUID, list[UUID]]:
    return outbox.due(parts.db, "kept_long_enough", 9)


def work(parts: Parts) -> int:
    return sum(retaining.work(parts, whose, ids) for whose, ids in due(parts).items())


def words(clone: Clone) -> Any:
    with psycopg.connect(clone.superuser_url) as line:
        return line.execute(
            "SELECT (SELECT count(*) FROM turns WHERE coalesce(heard_sealed,"
            " said_sealed, keys_sealed) IS NOT NULL) + (SELECT count(*) FROM inbox"
            " WHERE body_sealed IS NOT NULL) + (SELECT count(*) FROM attempts WHERE"
            " words_sealed IS NOT NULL) + (SELECT count(*) FROM memories)"
            " + (SELECT count(*) FROM conversations WHERE status = 'ended'"
            " AND length(state_sealed) > 29) + (SELECT count(*) FROM call_turns)"
        ).fetchone()


def kept(
    parts: Parts, signed: Signed, where: UUID, words: str, recordings: str
) -> None:
    """Set it over what stands."""
    found = retaining.look(parts, signed, where)
    seen = retaining.base(found.words, found.recordings)
    retaining.change(parts, signed, where, (words, recordings), seen)


def bodies(clone: Clone) -> Any:
    with psycopg.connect(clone.superuser_url) as line:
        return line.execute(
            "SELECT count(*) FROM outbox_messages WHERE length(body_sealed) > 29"
        ).fetchone()


def test_nothing_goes_that_no_programme_says(
    parts: Parts, signed: Signed, mila: UUID, where: UUID, clone: Clone
) -> None:
    wait(clone, 4000 * DAYS)
    assert {} == due(parts)
    found = retaining.look(parts, signed, where)
    assert (None, None, None) == (found.words, found.recordings, found.last)


def test_words_go_when_their_time_is_over_once_and_the_page_still_shows(
    parts: Parts, signed: Signed, mila: UUID, where: UUID, clone: Clone
) -> None:
    kept(parts, signed, where, "30", "")
    with psycopg.connect(clone.superuser_url, autocommit=True) as line:
        line.execute(
            "INSERT INTO calls (id, organisation_id, participant_id, direction,"
            " carrier_id, token, state, began_at) SELECT id, organisation_id, id, 'in',"
            " 'CA1', 'a-token', 'talked', handrail_now() FROM participants"
        )
        line.execute(
            "INSERT INTO call_turns (id, organisation_id, call_id, number,"
            " twiml_sealed, at) SELECT id, organisation_id, id, 1, 'x', handrail_now()"
            " FROM calls"
        )
    wait(clone, 29 * DAYS)
    assert {} == due(parts)
    wait(clone, 2 * DAYS)
    assert 1 == work(parts)
    assert (0,) == words(clone)
    assert {} == due(parts)
    found = retaining.look(parts, signed, where)
    assert (30, None, 1) == (found.words, found.recordings, found.people)
    assert found.last is not None
    assert found.took > 3
    with parts.db.transaction(signed.organisation) as tx:
        portrait = timelines.portrait(tx, parts.vault, mila)
    assert portrait is not None
    assert "wrote it on a card" not in repr(portrait.thread)
    assert crowd.MILA.step == portrait.card.step


def test_who_is_heard_again_is_kept_for_her_time_anew(
    parts: Parts, signed: Signed, mila: UUID, where: UUID, clone: Clone
) -> None:
    kept(parts, signed, where, "30", "7")
    wait(clone, 31 * DAYS)
    assert 1 == work(parts)
    crowd.text(parts, "here I am again")
    assert {} == due(parts)
    assert 0 == retaining.work(parts, signed.organisation, [mila, uuid4()])
    assert words(clone) > (0,)
    wait(clone, 31 * DAYS)
    assert 1 == work(parts)
    assert (0,) == words(clone)


@pytest.mark.parametrize("said", ["my mother died, please help", "KEEP"])
def test_words_from_a_number_long_silent_are_kept_for_their_time(
    parts: Parts, signed: Signed, mila: UUID, where: UUID, clone: Clone, said: str
) -> None:
    kept(parts, signed, where, "60", "always")
    wait(clone, 59 * DAYS)
    crowd.text(parts, said)
    wait(clone, 2 * DAYS)
    assert {} == due(parts)
    assert 0 == retaining.work(parts, signed.organisation, [mila])
    wait(clone, 59 * DAYS)
    assert [mila] == due(parts)[signed.organisation]


def test_what_is_written_to_who_is_heard_no_more_goes_in_its_time(
    parts: Parts, signed: Signed, mila: UUID, where: UUID, clone: Clone
) -> None:
    """What was on its way, or was written since, stayed for good."""
    kept(parts, signed, where, "30", "")
    again = "UPDATE outbox_messages SET state = 'due' WHERE state = 'sent'"
    with psycopg.connect(clone.superuser_url, autocommit=True) as line:
        line.execute(again)
        wait(clone, 31 * DAYS)
        assert 1 == work(parts)
        assert bodies(clone) > (0,)
        line.execute("UPDATE outbox_messages SET state = 'sent' WHERE state = 'due'")
    wait(clone, timedelta(hours=1))
    assert 0 == work(parts), "the carrier is asked for its copies alone"
    wait(clone, 29 * DAYS)
    assert {} == due(parts)
    wait(clone, 2 * DAYS)
    assert 1 == work(parts)
    assert (0,) == bodies(clone)
    assert {} == due(parts)


def test_whose_words_would_go_is_told_before_and_saved_over_what_was_seen(
    parts: Parts, signed: Signed, mila: UUID, where: UUID, clone: Clone
) -> None:
    wait(clone, 10 * DAYS)
    for typed, gone in (
        (("7", "9"), (1, 1)), (("11", "7"), (0, 1)), (("", "always"), (0, 0)),
    ):  # fmt: skip
        assert gone == retaining.goes(parts, signed, where, *typed)
    kept(parts, signed, where, "7", "")
    assert 1 == work(parts)
    assert (0, 1) == retaining.goes(parts, signed, where, "8", "8"), "they went"
    with pytest.raises(Changed):
        retaining.change(parts, signed, where, ("30", ""), retaining.base(None, None))
    assert 7 == retaining.look(parts, signed, where).words


def test_recordings_have_a_time_of_their_own(
    parts: Parts, signed: Signed, mila: UUID, where: UUID, clone: Clone
) -> None:
    kept(parts, signed, where, "always", "7")
    wait(clone, 8 * DAYS)
    before = words(clone)
    assert 1 == work(parts)
    assert before == words(clone)


def test_it_is_set_in_days_by_owners_and_is_in_the_audit(
    parts: Parts, signed: Signed, where: UUID, clone: Clone
) -> None:
    for given, field in ((("6", ""), "keep_words"), (("", "soon"), "keep_recordings")):
        with pytest.raises(Refused) as refused:
            kept(parts, signed, where, *given)
        assert field == refused.value.field
    for somebody, error in (
        (replace(signed, role="coach"), NotAllowed),
        (replace(signed, proved=False), ProofNeeded),
    ):
        for act in (retaining.goes, kept):
            with pytest.raises(error):
                act(parts, somebody, where, "30", "30")
    for act in (
        lambda: retaining.change(parts, signed, uuid4(), ("30", "30"), ""),
        lambda: retaining.look(parts, signed, uuid4()),
    ):
        with pytest.raises(LookupError):
            act()
    kept(parts, signed, where, "365", "30")
    with psycopg.connect(clone.superuser_url) as line:
        found = line.execute("SELECT action FROM audits WHERE subject = %s", (where,))
        assert ("changed retention",) in found.fetchall()
