"""A database from a backup: nothing goes out twice, and nobody erased comes back.

What went out since the backup is unknown to it (failure 36). The old service lives on
here until the backup is put back beside it; the carrier's ledger judges both.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.embedded.servers import Addresses
from service.store import gates, ledger
from service.usecases import doubting, looking_after, restoring
from service.usecases.entries import Refused
from tests.database import Clone
from tests.journeys import backup
from tests.journeys.backup import Restored, restored, sent_to
from tests.journeys.world import COACH, World
from tests.journeys.world import world as open_world

MILA, ANA, TOMAS = "+15550100001", "+15550100002", "+15550100003"
PEOPLE = (MILA, ANA, TOMAS)
LIMA = "America/Lima"
DANGER = "I want to kill myself tonight"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "erased.ledger"


@pytest.fixture
def world(clone: Clone, kept: Path) -> Iterator[World]:
    with open_world(clone, erased=kept) as opened:
        yield opened


@pytest.fixture
def lived(world: World) -> World:
    """Three people whose service's clock has beaten; a reply to two of them is due."""
    for number, name in zip(PEOPLE, ("Mila", "Ana", "Tomas"), strict=True):
        world.join(number, name=name)
    looking_after.round_of(world.parts, 0)
    world.network.settle()
    world.hears(MILA, "WHY")
    world.hears(ANA, "WHY")
    return world


def taken(lived: World, tmp_path: Path) -> Path:
    return backup.dump(lived.clone, tmp_path / "backup")


def goes_on(lived: World) -> None:
    """What the backup knows nothing of: sends, a STOP, an erasure, a prompt."""
    # Ana's reply never reached the carrier: nobody will ever know from its list.
    lived.change(
        "UPDATE outbox_messages SET state = 'withheld' WHERE state = 'due'"
        " AND participant_id = %s",
        ANA,
    )
    # Long after the newest beat that the backup knows.
    lived.jump(minutes=20)
    lived.work()
    lived.jump(minutes=10)
    lived.network.phone(MILA).texts("I said one idea today")
    lived.network.phone(ANA).texts("STOP")
    tomas = lived.network.phone(TOMAS)
    tomas.texts("erase")
    lived.beat()
    tomas.texts("erase all")
    lived.beat()
    lived.until("19:30", LIMA)
    for number in PEOPLE:
        lived.network.phone(number).forgets()
    lived.network.phone(COACH).forgets()


def confirmed(found: Restored, kept: Path) -> restoring.Ended:
    told, torn = ledger.read(kept)
    assert 0 == torn
    return restoring.confirm(found.parts, found.world.organisation, "Olu", told)


def looked_at(found: Restored) -> None:
    """Two rounds: all is held, the list is asked, the texts of that time come in."""
    lived = found.world
    found.lives(seconds=1)
    lived.network.phone(COACH).expects_sms("put back from a backup")
    found.lives(minutes=2)
    found.lives(minutes=2)
    with found.parts.db.transaction(lived.organisation) as tx:
        assert [True, True] == [bool(one.restored_at) for one in gates.show(tx)]


def test_a_backup_sends_nothing_again_and_revives_nobody(
    lived: World, servers: Addresses, tmp_path: Path, kept: Path
) -> None:
    file = taken(lived, tmp_path)
    tomas_id = lived.person(TOMAS)["id"]
    goes_on(lived)
    assert not lived.rows("SELECT 1 FROM participants WHERE id = %s", tomas_id)
    before = sent_to(lived, *PEOPLE)
    with restored(lived, servers, file) as found:
        assert found.person(TOMAS)
        looked_at(found)
        assert before == sent_to(lived, *PEOPLE)
        # By a person's word it goes on; who was erased is erased again first.
        assert 1 == confirmed(found, kept).erased
        found.lives(minutes=1)
        assert not found.rows("SELECT 1 FROM participants WHERE id = %s", tomas_id)
        assert before == sent_to(lived, *PEOPLE)
        # The next day's prompt is Mila's alone.
        found.lives(hours=24)
        after = sent_to(lived, *PEOPLE)[len(before) :]
        assert [MILA] == [one.to for one in after]


def test_what_went_out_is_known_by_the_list_and_the_rest_is_for_a_person(
    lived: World, servers: Addresses, tmp_path: Path
) -> None:
    file = taken(lived, tmp_path)
    goes_on(lived)
    with restored(lived, servers, file) as found:
        looked_at(found)
        (doubt,) = doubting.listed(found.parts, lived.organisation)
        why = "the database was restored from a backup"
        assert ("Ana", why) == (doubt.whose, doubt.why)
        # A STOP of that time has come in, and so has what Mila told.
        assert "stopped" == (found.person(ANA) or {})["consent"]
        assert found.rows("SELECT 1 FROM attempts")
        rules = found.rows(
            "SELECT nudge_id IS NULL AS answer FROM decisions WHERE rule = 'restored'"
        )
        assert {True, False} == {row["answer"] for row in rules}


def test_it_does_not_go_on_before_the_texts_of_that_time_are_in(
    lived: World, servers: Addresses, tmp_path: Path, kept: Path
) -> None:
    file = taken(lived, tmp_path)
    goes_on(lived)
    with restored(lived, servers, file) as found:
        found.lives(seconds=1)
        with pytest.raises(Refused, match="one may be a STOP"):
            confirmed(found, kept)
        found.lives(minutes=2)
        look = restoring.asked(found.parts, lived.organisation)
        # What Tomas wrote the carrier has forgotten: the ledger alone knows of him.
        assert (True, 2) == (look.heard, look.texts)
        assert look.counted
        assert look.restore
        assert look.restore.since is not None
        assert look.counted.stayed >= 1


def test_danger_of_that_time_is_told_and_answered_once_more(
    lived: World, servers: Addresses, tmp_path: Path
) -> None:
    """Told twice is better than never: the backup cannot know that it was."""
    file = taken(lived, tmp_path)
    lived.work()
    lived.network.phone(MILA).texts(DANGER)
    lived.beat()
    lived.network.phone(COACH).forgets()
    before = len(sent_to(lived, MILA))
    with restored(lived, servers, file) as found:
        found.lives(minutes=2)
        found.lives(minutes=2)
        ruth = lived.network.phone(COACH)
        ruth.expects_sms("put back from a backup")
        ruth.expects_sms("may not be safe")
        (again,) = sent_to(lived, MILA)[before:]
        assert "your local emergency number" in again.body
        assert "crisis" == (found.person(MILA) or {})["hold"]


def test_what_waits_says_why_and_goes_when_it_is_let(
    lived: World, servers: Addresses, tmp_path: Path, kept: Path
) -> None:
    file = taken(lived, tmp_path)
    lived.work()
    with restored(lived, servers, file) as found:
        found.lives(minutes=3)
        # A nudge that falls due while it is held is of its own time, and waits.
        found.lives(hours=8)
        waiting = found.rows(
            "SELECT waits_for FROM outbox_messages WHERE state = 'due'"
        )
        assert {"restored"} == {row["waits_for"] for row in waiting}
        before = len(sent_to(lived, *PEOPLE))
        ended = restoring.confirm(found.parts, lived.organisation, "Olu", ())
        assert len(waiting) == ended.freed
        found.lives(seconds=1)
        assert before + len(waiting) == len(sent_to(lived, *PEOPLE))


def test_where_nothing_was_lost_everything_goes_on(
    lived: World, servers: Addresses, tmp_path: Path
) -> None:
    """A database that was moved whole: what was due is due."""
    file = taken(lived, tmp_path)
    before = len(sent_to(lived, *PEOPLE))
    with restored(lived, servers, file) as found:
        found.lives(seconds=1)
        assert 2 == len(doubting.listed(found.parts, lived.organisation))
        restoring.nothing_lost(found.parts, lived.organisation, "Olu")
        found.lives(seconds=1)
        assert [] == list(doubting.listed(found.parts, lived.organisation))
        assert {MILA, ANA} == {one.to for one in sent_to(lived, *PEOPLE)[before:]}
        assert not restoring.stands(found.parts, lived.organisation).restore


def test_a_database_that_stays_where_it_is_is_never_held(world: World) -> None:
    world.join(MILA)
    for _ in range(3):
        looking_after.round_of(world.parts, 0)
        world.jump(minutes=5)
        world.jump(minutes=-1)
    restoring.look(world.parts)
    assert not world.rows("SELECT 1 FROM restores")
    (kept,) = world.rows("SELECT place, beat_at FROM whereabouts")
    assert kept["place"].count("/") == 3
    assert "?" not in kept["place"]
    assert abs((world.now - kept["beat_at"]).total_seconds()) < 400


def test_an_operator_holds_it_by_hand_once(lived: World) -> None:
    assert restoring.hold(lived.parts, "Olu")
    assert not restoring.hold(lived.parts, "Olu")
    (row,) = lived.rows("SELECT since, found_at FROM restores")
    assert row["since"] < row["found_at"]
    lived.work()
    assert 2 == len(doubting.listed(lived.parts, lived.organisation))
    (told,) = lived.rows("SELECT actor FROM audits WHERE action LIKE 'held all%%'")
    assert "Olu" == told["actor"]


def test_who_is_about_to_send_looks_first(
    lived: World, servers: Addresses, tmp_path: Path
) -> None:
    """A worker that starts before the clock would have sent what is due."""
    file = taken(lived, tmp_path)
    lived.work()
    before = len(sent_to(lived, *PEOPLE))
    with restored(lived, servers, file) as found:
        restoring.look(found.parts)
        due = [row["id"] for row in found.rows("SELECT id FROM outbox_messages")]
        looking_after.WORK["deliver"](found.parts, lived.organisation, due)
        assert before == len(sent_to(lived, *PEOPLE))
