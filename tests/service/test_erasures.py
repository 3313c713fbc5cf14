"""Erased at an owner's word: pending until the carrier's copies are gone, then done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import structlog

from service.carrier.port import CannotAsk
from service.store import everything, ledger, outbox, zones
from service.store.ledger import Erased
from service.usecases import erasing, rights
from service.usecases.entries import Refused
from service.usecases.erasing import Erasure
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, ProofNeeded, Signed
from tests.journeys.world import World

LIMA, MILA = "America/Lima", "+15550100001"


@dataclass
class Stubborn:
    """The carrier, which lets nothing be deleted while it is away."""

    carrier: Any
    away: bool = True
    asked: int = 0

    def __getattr__(self, name: str) -> Callable[[str], bool]:
        def delete(sid: str) -> bool:
            self.asked += 1
            if self.away:
                raise CannotAsk("The carrier could not be reached.")
            gone: bool = getattr(self.carrier, name)(sid)
            return gone

        return delete


@pytest.fixture
def signed(world: World) -> Signed:
    return rights.operator(world.organisation, "Stairwell")


@pytest.fixture
def mila(world: World) -> UUID:
    phone = world.join(MILA, zone=LIMA)
    phone.texts("I said one idea today")
    world.beat()
    found: UUID = world.person(MILA)["id"]
    return found


def pending(world: World, signed: Signed) -> Erasure:
    (found,) = erasing.look(world.parts, signed)
    return found


def work(parts: Parts, organisation: UUID) -> int:
    due = outbox.due(parts.db, "erasures_due", 9).get(organisation, ())
    return erasing.work(parts, organisation, due)


def hers(world: World, person: UUID) -> int:
    """How many rows of hers stand, of tables that do not stay."""
    return sum(
        len(
            world.rows(
                f"SELECT 1 FROM {name} t WHERE {_asked(told)}",
                *_values(told, world, person),
            )
        )
        for name, told in everything.HERS.items()
        if name not in everything.STAYS
    )


def _asked(told: str) -> str:
    return told.replace(":person", "%s").replace(":organisation", "%s")


def _values(told: str, world: World, person: UUID) -> list[object]:
    return [world.organisation, person] if ":organisation" in told else [person]


def test_pending_until_the_carrier_has_nothing_then_done_and_nothing_is_left(
    world: World, signed: Signed, mila: UUID
) -> None:
    books = world.network.records.messages
    assert [one for one in books.values() if MILA in (one.to, one.from_)]
    assert hers(world, mila) > 10
    erasing.ask(world.parts, signed, mila, " mila ")
    assert (None, "operator") == (
        pending(world, signed).done_at,
        pending(world, signed).by,
    )
    stubborn = Stubborn(world.parts.carrier)
    away = replace(world.parts, carrier=stubborn)  # type: ignore[arg-type] # it deletes, and no more
    assert 0 == work(away, world.organisation)
    found = pending(world, signed)
    assert (True, 1) == (found.left_over > 1, found.tries)
    # It is let be for a while, and then asked again.
    assert 0 == work(away, world.organisation)
    world.jump(minutes=2)
    stubborn.away = False
    assert 1 == work(away, world.organisation)
    assert pending(world, signed).done_at is not None
    assert not [one for one in books.values() if MILA in (one.to, one.from_)]
    assert 0 == hers(world, mila)
    told = world.rows("SELECT action, actor FROM audits WHERE subject = %s", mila)
    assert {"erased", "erasure confirmed"} <= {row["action"] for row in told}
    assert 0 == work(away, world.organisation)


def test_the_clock_of_the_pages_stays_when_nothing_is_left_of_the_first_person(
    world: World, signed: Signed, mila: UUID
) -> None:
    world.join("+15550100002", zone="America/Chicago", name="Tomás")
    them = {"Mila": mila, "Tomás": world.person("+15550100002")["id"]}
    for name, whose in them.items():
        erasing.ask(world.parts, signed, whose, name)
        assert 1 == work(world.parts, world.organisation)
        with world.parts.db.transaction(world.organisation) as tx:
            assert LIMA == zones.of(tx).name


def test_a_handful_at_once_is_asked_for_and_the_rest_soon(
    world: World, signed: Signed, mila: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "AT_ONCE", 1)
    erasing.ask(world.parts, signed, mila, "Mila")
    done, rounds = 0, 0
    while not done and rounds < 50:
        done = work(world.parts, world.organisation)
        rounds += 1
        world.jump(seconds=6)
    assert (1, True) == (done, rounds > 2)


def test_at_her_own_word_it_goes_the_same_road(
    world: World, signed: Signed, mila: UUID
) -> None:
    with world.desk(MILA) as desk:
        erasing.erase(desk)
    assert erasing.HERSELF == pending(world, signed).by
    assert 1 == work(world.parts, world.organisation)
    assert 0 == hers(world, mila)


def test_the_name_is_typed_to_mean_it(world: World, signed: Signed, mila: UUID) -> None:
    for typed in ("", "Mil", "Tomas"):
        with pytest.raises(Refused) as refused:
            erasing.ask(world.parts, signed, mila, typed)
        assert "name" == refused.value.field
    assert () == erasing.look(world.parts, signed)


def test_only_an_owner_with_a_fresh_proof_erases(
    world: World, signed: Signed, mila: UUID
) -> None:
    for role in ("coach", "viewer"):
        with pytest.raises(NotAllowed):
            erasing.ask(world.parts, replace(signed, role=role), mila, "Mila")  # type: ignore[arg-type] # a role
    with pytest.raises(ProofNeeded):
        erasing.ask(world.parts, replace(signed, proved=False), mila, "Mila")
    for whose in (uuid4(),):
        with pytest.raises(LookupError):
            erasing.ask(world.parts, signed, whose, "Mila")
    theirs = rights.operator(uuid4(), "Other")
    with pytest.raises((LookupError, IndexError)):
        erasing.ask(world.parts, theirs, mila, "Mila")
    assert world.person(MILA)["id"] == mila


def test_it_is_noted_outside_the_database_before_it_goes_on(
    world: World, signed: Signed, mila: UUID, tmp_path: Path
) -> None:
    """Where it cannot be noted nothing is said to be done: a backup would revive her."""
    erasing.ask(world.parts, signed, mila, "Mila")
    asked_at = pending(world, signed).asked_at
    nowhere = replace(world.parts, erased=tmp_path / "none" / "ledger")
    with pytest.raises(FileNotFoundError):
        erasing.work(nowhere, world.organisation, [mila])
    assert pending(world, signed).done_at is None
    there = replace(world.parts, erased=tmp_path / "ledger")
    with structlog.testing.capture_logs() as logs:
        assert 1 == erasing.work(there, world.organisation, [mila])
    one = Erased(asked_at, world.organisation, mila)
    assert ((one,), 0) == ledger.read(tmp_path / "ledger")
    (line,) = [line for line in logs if line["event"] == ledger.EVENT]
    assert (str(mila), asked_at.isoformat()) == (line["person"], line["at"])
