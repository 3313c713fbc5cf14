"""Whoever answers people here no more has no talk and no task left."""

from __future__ import annotations

import threading
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from service.store import handlings, inboxes
from service.store.inboxes import Asker
from service.usecases import left_open, minding, taking_over, team
from service.usecases.handing_back import HandedBack
from service.usecases.rights import NotAllowed, Signed
from tests.journeys.world import World
from tests.service import console as desk

MILA, TOMAS = "+15550100001", "+15550100002"
LIMA = "America/Lima"
WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def owner(world: World) -> Signed:
    opened = desk.opened(world.parts, world.clone, world.organisation)
    return opened.signed(opened.owner().token)


@pytest.fixture
def ana(world: World, owner: Signed) -> Signed:
    """A colleague of hers, who answers people."""
    opened = desk.opened(world.parts, world.clone, world.organisation)
    made = team.invite(
        opened.parts, owner, team.Colleague("ana@example.org", "Ana", "coach")
    )
    token = made.link.rpartition("/")[2]
    begun = team.accept(opened.parts, token, "Ana Costa", desk.PASSWORD, desk.FIREFOX)
    return opened.signed(opened.enrolled(begun, "ana@example.org").token)


def whom(world: World, number: str = MILA) -> UUID:
    found: UUID = world.person(number)["id"]
    return found


def talks(world: World, by: Signed, number: str = MILA) -> None:
    taking_over.begin(world.parts, by, whom(world, number))


def ends(world: World, owner: Signed, whose: Signed) -> HandedBack:
    assert whose.account is not None
    return team.end(world.parts, owner, whose.account)


def tasks(world: World) -> list[object]:
    rows = world.rows("SELECT account_id FROM handlings ORDER BY participant_id")
    return [row["account_id"] for row in rows]


def nobodys(world: World, by: Signed) -> int:
    """How many people wait in the inbox and are nobody's task."""
    asker, key = Asker(by.account, left_open.ASKED), world.parts.tenant(by.organisation)
    with world.parts.db.transaction(by.organisation) as tx:
        found = inboxes.listed(tx, world.parts.vault, key.key, asker, show="nobody")
    return len(found.lines)


def sentences(world: World) -> list[str]:
    return world.words(MILA, "decisions", "sentence_sealed")


@pytest.mark.parametrize("how", ["ended", "a viewer"])
def test_a_talk_ends_and_tasks_are_nobodys_with_the_account(
    world: World, owner: Signed, ana: Signed, how: str
) -> None:
    """Everything automatic stayed under "Ana is talking" for a day after her end."""
    mila = world.join(MILA)
    tomas = world.join(TOMAS, name="Tomás")
    talks(world, ana)
    minding.assign(world.parts, owner, whom(world, TOMAS), ana.account)
    assert "take_over" == world.person(MILA)["hold"]
    assert ana.account is not None
    if how == "ended":
        left = ends(world, owner, ana)
    else:
        left = team.change_role(world.parts, owner, ana.account, "viewer")
    assert HandedBack(talks=1, tasks=2) == left
    assert world.person(MILA)["hold"] is None
    assert ["coach"] == [row["ended_by"] for row in world.of(MILA, "take_overs")]
    assert [None, None] == tasks(world)
    assert sentences(world)[-1] == (
        "Ana Costa answers nobody here any more, so the talk ended; automatic texts go"
        " on."
    )
    told = world.rows(
        "SELECT action, actor FROM audits WHERE subject = %s", whom(world)
    )
    by = str(owner.account)
    assert {("ended the take-over", by), ("assigned to nobody", by)} <= {
        (row["action"], row["actor"]) for row in told
    }
    # Automatic texts go on: the evening has its prompt.
    with world.network.watching():
        mila.forgets()
        world.until("19:00", LIMA)
        mila.expects_sms("D for done")
        tomas.expects_sms("D for done")


def test_what_waits_for_an_answer_stays_before_coaches(
    world: World, owner: Signed, ana: Signed
) -> None:
    mila = world.join(MILA)
    talks(world, ana)
    mila.texts("and how do I begin?")
    assert 0 == nobodys(world, owner)
    ends(world, owner, ana)
    assert 1 == nobodys(world, owner)
    assert "left_open" in [row["reason"] for row in world.of(MILA, "alerts")]


def test_what_is_graver_holds_on(world: World, owner: Signed, ana: Signed) -> None:
    mila = world.join(MILA)
    talks(world, ana)
    mila.texts("I want to kill myself tonight")
    assert HandedBack(1, 1) == ends(world, owner, ana)
    assert "crisis" == world.person(MILA)["hold"]


def test_another_role_that_answers_people_keeps_what_it_has(
    world: World, owner: Signed, ana: Signed
) -> None:
    world.join(MILA)
    talks(world, ana)
    assert ana.account is not None
    left = team.change_role(world.parts, owner, ana.account, "owner")
    assert HandedBack() == left
    assert "take_over" == world.person(MILA)["hold"]
    assert [ana.account] == tasks(world)


def test_of_who_was_erased_meanwhile_nothing_stands_in_the_way(
    world: World, owner: Signed, ana: Signed
) -> None:
    world.join(MILA)
    talks(world, ana)
    world.erase(MILA)
    assert HandedBack(1, 1) == ends(world, owner, ana)
    (row,) = world.of(MILA, "take_overs")
    assert row["ended_at"] is not None


def test_whose_account_has_ended_begins_no_talk(
    world: World, owner: Signed, ana: Signed
) -> None:
    """Her page was open still, and its request came a moment too late."""
    world.join(MILA)
    assert HandedBack() == ends(world, owner, ana)
    with pytest.raises(NotAllowed):
        talks(world, ana)
    assert [] == world.of(MILA, "take_overs")


@pytest.mark.parametrize("begun", ["a talk", "a task"])
def test_what_she_gets_in_that_very_moment_is_given_back_too(
    world: World, owner: Signed, ana: Signed, begun: str
) -> None:
    world.join(MILA)
    left: list[HandedBack] = []
    late = threading.Thread(target=lambda: left.append(ends(world, owner, ana)))
    with (
        psycopg.connect(world.clone.superuser_url, autocommit=True) as line,
        world.desk(MILA) as here,
    ):
        if begun == "a talk":
            taking_over.taken(here, ana, None)
        else:
            assert ana.account is not None
            assert handlings.may_have(here.tx, ana.account)
            handlings.assign(here.tx, here.person, ana.account)
        assert here.tx.row(text("SELECT 1 AS one")), "what waits to be sent is sent"
        late.start()
        while late.is_alive() and line.execute(WAITS).fetchone() == (0,):
            late.join(0.01)
    late.join(20)
    assert [HandedBack(int(begun == "a talk"), 1)] == left
    assert [None] == tasks(world)
    assert world.person(MILA)["hold"] is None
