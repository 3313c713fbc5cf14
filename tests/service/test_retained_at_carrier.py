"""Texts kept for their time go at the carrier too, and one handed in again is known."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from service.store import outbox
from service.usecases import retaining, rights
from service.usecases.parts import Parts
from service.usecases.retaining import Retention
from tests.journeys.world import World
from tests.service.test_erasures import LIMA, MILA, Stubborn

TEXTS = ("SELECT count(*) AS n FROM inbox", "SELECT count(*) AS n FROM turns")


@pytest.fixture
def mila(world: World) -> UUID:
    phone = world.join(MILA, zone=LIMA)
    phone.texts("I said one idea today")
    world.beat()
    found: UUID = world.person(MILA)["id"]
    signed = rights.operator(world.organisation, "Stairwell")
    where = world.person(MILA)["programme_id"]
    seen = retaining.base(None, None)
    retaining.change(world.parts, signed, where, ("30", ""), seen)
    return found


def hers(world: World) -> int:
    books = world.network.records.messages
    return sum(MILA in (one.to, one.from_) for one in books.values())


def work(parts: Parts, organisation: UUID) -> int:
    due = outbox.due(parts.db, "kept_long_enough", 9).get(organisation, ())
    retaining.work(parts, organisation, due)
    return len(due)


def stands(world: World) -> Retention:
    signed = rights.operator(world.organisation, "Stairwell")
    return retaining.look(world.parts, signed, world.person(MILA)["programme_id"])


def test_a_carrier_that_is_away_is_asked_until_it_has_none(
    world: World, mila: UUID
) -> None:
    assert hers(world) > 2
    world.jump(days=31)
    away = Stubborn(world.parts.carrier)
    parts = replace(world.parts, carrier=away)  # type: ignore[arg-type] # it deletes, and no more
    assert 1 == work(parts, world.organisation)
    assert 1 == stands(world).at_carrier
    assert hers(world) > 2
    away.away = False
    assert 0 == work(parts, world.organisation), "it rests for an hour"
    world.jump(hours=1)
    assert 1 == work(parts, world.organisation)
    assert 0 == hers(world)
    assert 0 == stands(world).at_carrier
    assert 0 == work(parts, world.organisation), "nothing is asked for twice"
    asked = away.asked
    assert 0 == work(parts, world.organisation)
    assert asked == away.asked


def test_some_go_at_once_and_the_rest_in_their_order(
    world: World, mila: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retaining, "AT_ONCE", 3)
    before = hers(world)
    world.jump(days=31)
    left = [before]
    while work(world.parts, world.organisation):
        left.append(hers(world))
        assert left[-1] < left[-2] or 0 == left[-1]
    assert 0 == left[-1]
    assert len(left) > 2


def test_what_is_on_its_way_is_waited_for(world: World, mila: UUID) -> None:
    world.run(
        "UPDATE outbox_messages SET state = 'claimed' WHERE participant_id = %s"
        " AND created_at = (SELECT max(created_at) FROM outbox_messages)", mila,
    )  # fmt: skip
    world.jump(days=31)
    assert 1 == work(world.parts, world.organisation)
    assert 1 == stands(world).at_carrier
    world.run("UPDATE outbox_messages SET state = 'sent' WHERE state = 'claimed'")
    world.jump(hours=1)
    assert 1 == work(world.parts, world.organisation)
    assert (0, 0) == (hers(world), stands(world).at_carrier)


def test_a_text_that_is_handed_in_again_after_it_went_has_no_effect(
    world: World, mila: UUID
) -> None:
    form = {"sid": "SM" + "7" * 32}
    world.hears(MILA, "I said another one", **form)
    world.beat()
    world.jump(days=31)
    assert 1 == work(world.parts, world.organisation)
    stood = [world.rows(one)[0]["n"] for one in TEXTS]
    assert 200 == world.hears(MILA, "I said another one", **form).status
    assert stood == [world.rows(one)[0]["n"] for one in TEXTS]
