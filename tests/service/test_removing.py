"""The words of one line go, everywhere and for good; the line and its numbers stay."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from typer.testing import CliRunner

from service.cli import people
from service.store import everything, outbox, removals
from service.usecases import portable, removing, retaining, rights
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, ProofNeeded, Signed
from tests.journeys.world import World
from tests.service.test_erasures import LIMA, MILA, Stubborn

WORDS = "I told my boss that he was rude to us"
SID = "SM" + "7" * 32


@pytest.fixture
def signed(world: World) -> Signed:
    return rights.operator(world.organisation, "Stairwell")


@pytest.fixture
def mila(world: World) -> UUID:
    world.join(MILA, zone=LIMA)
    world.hears(MILA, WORDS, sid=SID)
    world.beat()
    found: UUID = world.person(MILA)["id"]
    return found


def the_text(world: World) -> UUID:
    [row] = world.rows("SELECT id FROM inbox WHERE carrier_id = %s", SID)
    found: UUID = row["id"]
    return found


def everywhere(world: World, person: UUID) -> list[str]:
    """Every place of every table of hers where the words stand, opened."""
    told = []
    with world.parts.at_desk(world.organisation, person) as desk:
        keys = desk.person.key, world.parts.tenant(world.organisation).key
        for table, rows in everything.read(desk.tx, person):
            for row in rows:
                found = everything.opened(table, row, keys)
                told += [table for one in found.values() if WORDS in str(one)]
    return told


def in_the_clear(world: World) -> list[str]:
    """Every table of all, hers or not, that holds the words unsealed."""
    tables = world.rows(
        "SELECT tablename AS t FROM pg_tables WHERE schemaname = 'public'"
    )
    return [
        one["t"]
        for one in tables
        if world.rows(
            f"SELECT 1 FROM {one['t']} x WHERE x::text ILIKE '%%my boss%%' LIMIT 1"
        )
    ]


def work(parts: Parts, organisation: UUID) -> int:
    due = outbox.due(parts.db, "kept_long_enough", 9).get(organisation, ())
    retaining.work(parts, organisation, due)
    return len(due)


def at_carrier(world: World) -> list[Any]:
    books = world.network.records.messages
    return [one for one in books.values() if WORDS in repr(one)]


def stands(world: World, person: UUID, item: UUID) -> removals.Removed:
    with world.parts.db.transaction(world.organisation) as tx:
        return removals.standing(tx, person)[item]


def test_a_text_that_quotes_them_and_waits_is_waited_for(
    world: World, signed: Signed, mila: UUID
) -> None:
    [last] = world.rows("SELECT id FROM outbox_messages ORDER BY id DESC LIMIT 1")
    with world.desk(MILA) as desk:
        at = "outbox_messages", last["id"], "body_sealed"
        sealed = desk.person.key.seal(f"You wrote: {WORDS.upper()}. Good.", *at)
    change = "UPDATE outbox_messages SET state = %s, body_sealed = %s WHERE id = %s"
    world.run(change, "in_doubt", sealed, last["id"])
    before = everywhere(world, mila)
    with pytest.raises(Refused) as refused:
        removing.remove(world.parts, signed, mila, "heard", the_text(world))
    assert removing.QUOTED == refused.value.mend
    assert before == everywhere(world, mila), "nothing went"
    world.run(change, "sent", sealed, last["id"])
    removing.remove(world.parts, signed, mila, "heard", the_text(world))
    assert "" in world.words(MILA, "outbox_messages", "body_sealed")


COUNTED = (
    "SELECT (SELECT count(*) FROM inbox) AS i, (SELECT count(*) FROM turns WHERE"
    " heard_sealed IS NOT NULL) AS t, (SELECT count(*) FROM attempts WHERE"
    " words_sealed IS NOT NULL) AS a, (SELECT json_agg(json_build_array(outcome,"
    " label)) FROM attempts)::text AS o, (SELECT rung FROM participants) AS r,"
    " (SELECT ladder FROM participants) AS l"
)


def test_they_stand_nowhere_any_more_and_what_was_counted_stays(
    world: World, signed: Signed, mila: UUID
) -> None:
    assert {"inbox", "turns", "attempts"} <= set(everywhere(world, mila))
    before = world.rows(COUNTED)
    item = the_text(world)
    removing.remove(world.parts, signed, mila, "heard", item)
    assert [] == everywhere(world, mila)
    assert [] == in_the_clear(world)
    assert before == world.rows(COUNTED)
    assert ("operator", True) == (
        stands(world, mila, item).by, stands(world, mila, item).pending,
    )  # fmt: skip
    assert WORDS not in repr(portable.take_out(world.parts, signed, mila))
    told = world.rows("SELECT action FROM audits WHERE subject = %s", mila)
    assert "removed words of heard" in {row["action"] for row in told}


def test_the_words_of_an_attempt_go_with_the_text_that_told_of_it(
    world: World, signed: Signed, mila: UUID
) -> None:
    [row] = world.rows("SELECT id FROM attempts")
    removing.remove(world.parts, signed, mila, "attempt", row["id"])
    assert [] == everywhere(world, mila)
    assert "operator" == stands(world, mila, the_text(world)).by


def test_other_lines_keep_theirs(world: World, signed: Signed, mila: UUID) -> None:
    world.jump(minutes=5)
    world.hears(MILA, "I wrote it on a card for next time")
    world.beat()
    removing.remove(world.parts, signed, mila, "heard", the_text(world))
    kept = world.words(MILA, "inbox", "body_sealed")
    assert "I wrote it on a card for next time" in kept
    assert "" in kept


def test_the_carrier_is_asked_until_it_has_them_no_more(
    world: World, signed: Signed, mila: UUID
) -> None:
    form = {"sid": SID}
    removing.remove(world.parts, signed, mila, "heard", the_text(world))
    away = Stubborn(world.parts.carrier)
    parts = replace(world.parts, carrier=away)  # type: ignore[arg-type] # it deletes, and no more
    assert 1 == work(parts, world.organisation)
    assert stands(world, mila, the_text(world)).pending
    assert 0 == work(parts, world.organisation), "it rests for an hour"
    away.away = False
    world.jump(hours=1)
    assert 1 == work(parts, world.organisation)
    assert not stands(world, mila, the_text(world)).pending
    assert [] == at_carrier(world)
    assert 0 == work(parts, world.organisation)
    assert 200 == world.hears(MILA, WORDS, **form).status
    assert [] == everywhere(world, mila), "handed in again, it is known"


def test_a_text_of_ours_goes_and_one_under_way_is_refused(
    world: World, signed: Signed, mila: UUID
) -> None:
    [ours] = world.rows(
        "SELECT id, carrier_id FROM outbox_messages WHERE carrier_id IS NOT NULL"
        " ORDER BY created_at DESC LIMIT 1"
    )
    change = "UPDATE outbox_messages SET state = %s WHERE id = %s"
    for state, why in (
        ("due", removing.ON_ITS_WAY), ("in_doubt", removing.IN_DOUBT),
    ):  # fmt: skip
        world.run(change, state, ours["id"])
        with pytest.raises(Refused) as refused:
            removing.remove(world.parts, signed, mila, "said", ours["id"])
        assert why == refused.value.mend
    world.run(change, "sent", ours["id"])
    removing.remove(world.parts, signed, mila, "said", ours["id"])
    assert "" in world.words(MILA, "outbox_messages", "body_sealed")
    assert 1 == work(world.parts, world.organisation)
    assert ours["carrier_id"] not in world.network.records.messages


def test_an_alert_that_nobody_acknowledged_keeps_them(
    world: World, signed: Signed, mila: UUID
) -> None:
    world.hears(MILA, "I want to kill myself")
    [row] = world.rows("SELECT id FROM inbox ORDER BY received_at DESC LIMIT 1")
    with pytest.raises(Refused) as refused:
        removing.remove(world.parts, signed, mila, "heard", row["id"])
    assert removing.ALERT == refused.value.mend
    world.run("UPDATE alerts SET state = 'acknowledged'")
    removing.remove(world.parts, signed, mila, "heard", row["id"])


def test_it_is_for_coaches_with_a_fresh_proof_once_and_for_lines_of_hers(
    world: World, signed: Signed, mila: UUID
) -> None:
    item = the_text(world)
    for somebody, error in (
        (replace(signed, role="viewer"), NotAllowed),
        (replace(signed, role="coach", proved=False), ProofNeeded),
    ):
        with pytest.raises(error):
            removing.remove(world.parts, somebody, mila, "heard", item)
    world.join("+15550100002", zone=LIMA, name="Tomás")
    other = world.person("+15550100002")["id"]
    for person, what in ((other, item), (mila, uuid4()), (uuid4(), item)):
        with pytest.raises(LookupError):
            removing.remove(world.parts, signed, person, "heard", what)
    coach = replace(signed, role="coach")
    assert "" == removing.refused(world.parts, coach, mila, "heard", item)
    removing.remove(world.parts, coach, mila, "heard", item)
    with pytest.raises(Refused) as refused:
        removing.remove(world.parts, coach, mila, "heard", item)
    assert removing.TWICE == refused.value.mend


CALL = """
WITH c AS (INSERT INTO calls (id, organisation_id, participant_id, direction,
 carrier_id, token, state, began_at, ended_at) SELECT id, organisation_id, id, 'in',
 'CA1', 'a-token', 'talked', handrail_now(), handrail_now() FROM participants
 RETURNING *) INSERT INTO recordings (id, organisation_id, participant_id, call_id,
 carrier_id, seconds, state, at_carrier, audio_sealed, transcript_sealed, tries,
 not_before, at) SELECT id, organisation_id, participant_id, id, %s, 9, 'kept', true,
 'x', %s, 0, handrail_now(), handrail_now() FROM c
"""


def test_a_call_loses_its_recording_and_no_late_transcript_brings_it_back(
    world: World, signed: Signed, mila: UUID
) -> None:
    sid = "RE" + "1" * 32
    with world.desk(MILA) as desk:
        at = "recordings", mila, "transcript_sealed"
        sealed = desk.person.key.seal("what I said aloud to my sister", *at)
    world.jump(minutes=1)
    world.run(CALL, sid, sealed)
    removing.remove(world.parts, signed, mila, "call", mila)
    [row] = world.rows("SELECT * FROM recordings")
    assert (None, "missing") == (row["audio_sealed"], row["state"])
    with world.desk(MILA) as desk:
        assert "" == desk.person.key.open(row["transcript_sealed"], *at)
    assert [None] == [
        one["x"]
        for one in world.rows(
            "SELECT (SELECT id FROM recordings WHERE transcript_sealed IS NULL) AS x"
        )
    ]
    [kept] = world.rows("SELECT at_carrier FROM removals")
    assert {"left": [["recording", sid]]} == kept["at_carrier"]


def test_a_note_loses_the_quotation_and_keeps_the_rest(
    world: World, signed: Signed, mila: UUID
) -> None:
    account, note = uuid4(), uuid4()
    with world.desk(MILA) as desk:
        at = "notes", note, "words_sealed"
        sealed = desk.person.key.seal(f'She wrote "{WORDS}": ask her.', *at)
    world.run(
        "INSERT INTO accounts (id, organisation_id, name_sealed, email_sealed,"
        " email_hash, role, created_at) VALUES"
        " (%s, %s, '', '', '', 'coach', handrail_now())",
        account, world.organisation,
    )  # fmt: skip
    world.run(
        "INSERT INTO notes (id, organisation_id, participant_id, account_id,"
        " words_sealed, at) VALUES (%s, %s, %s, %s, %s, handrail_now())",
        note, world.organisation, mila, account, sealed,
    )  # fmt: skip
    removing.remove(world.parts, signed, mila, "heard", the_text(world))
    [row] = world.rows("SELECT words_sealed FROM notes")
    with world.desk(MILA) as desk:
        told = desk.person.key.open(row["words_sealed"], *at)
    assert 'She wrote "[…]": ask her.' == told


def test_the_command_line_removes_them_and_says_why_it_does_not(
    world: World, signed: Signed, mila: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in world.environ("redis://127.0.0.1:1/0").items():
        monkeypatch.setenv(name, value)
    told = ["remove-words", str(mila), "heard", str(the_text(world)), "--yes"]
    first = CliRunner().invoke(people.app, told)
    assert 0 == first.exit_code, first.output
    assert [] == everywhere(world, mila)
    again = CliRunner().invoke(people.app, told)
    assert 1 == again.exit_code
