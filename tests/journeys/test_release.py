"""A person has looked and lifts a hold: what goes out again, and what never does."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from service.store import timelines
from service.switchboard.faults import Fault
from service.usecases import releasing
from service.usecases.enrol import Refused
from service.usecases.releasing import NotHeld, Released
from service.web import words
from tests.journeys.world import COACH, World

MILA = "+15550100001"
LIMA = "America/Lima"
DANGER = "I want to kill myself tonight"
UNCLEAR = "maybe stop texting me on Sundays"
NOTE = "Spoke on the phone, her sister is with her"


def release(world: World, *, by: str = "Ruth", **more: Any) -> Released:
    mila = world.person(MILA)["id"]
    return releasing.release(world.parts, world.organisation, mila, by=by, **more)


def audits(world: World) -> list[tuple[str, str]]:
    rows = world.rows("SELECT actor, action FROM audits ORDER BY at, id")
    return [(row["actor"], row["action"]) for row in rows]


def alerts(world: World) -> list[tuple[str, str]]:
    return [(row["kind"], row["state"]) for row in world.of(MILA, "alerts")]


def test_after_danger_only_ruth_lets_prompts_come_again(world: World) -> None:
    mila = world.join(MILA)
    mila.texts(DANGER).forgets()
    world.network.phone(COACH).texts("OK").forgets()
    with world.network.watching():
        # Her own words never lift it, whatever they are.
        for body in ("I am fine now", "START", "GO", "YES", "BACK", "release"):
            mila.texts(body)
            world.jump(minutes=10)
        world.until("12:00", LIMA, days=1)
        assert "crisis" == world.person(MILA)["hold"]
        told = release(world)
        assert ("Mila", "crisis", None) == (told.name, told.lifted, told.still)
        assert 1 == len(told.seen)
        # Planned anew: the clock lays out her days from now.
        assert world.person(MILA)["planned_until"] is None
        mila.expects_nothing()
        # The next silent day brings a prompt again; until then nothing was sent.
        world.until("18:15", LIMA)
        mila.expects_nothing()
        world.until("18:45", LIMA)
        mila.expects_sms("D for done")
        mila.expects_nothing()
    mila_row = world.person(MILA)
    assert ("active", None, None) == (
        mila_row["consent"],
        mila_row["hold"],
        mila_row["hold_since"],
    )
    assert [("crisis", "acknowledged")] == alerts(world)
    assert ("Ruth", "released crisis") == audits(world)[-1]


def test_of_what_was_written_before_only_what_she_is_owed_goes_out(
    world: World,
) -> None:
    mila = world.join(MILA)
    with world.network.watching():
        # Both replies are written and cannot leave: the carrier is busy.
        world.network.faults.add(Fault("429", times=None, to=MILA))
        mila.texts("WHY")
        mila.texts(DANGER)
        world.network.phone(COACH).expects_sms("may not be safe")
        before = world.person(MILA)["consent_version"]
        release(world)
        assert before < world.person(MILA)["consent_version"]
        world.network.faults.clear()
        world.forward(minutes=30)
        mila.expects_sms("I am automated and cannot keep you safe")
        mila.expects_nothing()
    stands = {row["kind"]: row["state"] for row in world.outbox(MILA)}
    assert ("withheld", "sent") == (stands["reply"], stands["crisis"])
    rules = [row["rule"] for row in world.of(MILA, "decisions")]
    assert "consent_changed" in rules


def test_consent_is_never_touched_a_stop_stands(world: World) -> None:
    mila = world.join(MILA)
    mila.texts("STOP").forgets()
    mila.texts(DANGER).forgets()
    with world.network.watching():
        assert "stopped" == release(world).consent
        world.until("20:00", LIMA, days=1)
        mila.expects_nothing()
    assert "stopped" == world.person(MILA)["consent"]


def test_each_hold_is_lifted_by_itself(world: World) -> None:
    """A wish to stop that nobody has looked at holds on after the crisis is cleared."""
    mila = world.join(MILA)
    mila.texts(UNCLEAR)
    assert "unclear_stop" == world.person(MILA)["hold"]
    mila.texts(DANGER).forgets()
    world.network.phone(COACH).texts("OK").forgets()
    with world.network.watching():
        first = release(world)
        assert ("crisis", "unclear_stop") == (first.lifted, first.still)
        assert "unclear_stop" == world.person(MILA)["hold"]
        assert [("unclear_stop", "open"), ("crisis", "acknowledged")] == alerts(world)
        world.until("20:00", LIMA)
        mila.expects_nothing()
        second = release(world)
        assert ("unclear_stop", None) == (second.lifted, second.still)
    assert {"acknowledged"} == {state for _, state in alerts(world)}
    assert world.person(MILA)["hold"] is None


def test_what_came_after_one_looked_goes_on_holding(world: World) -> None:
    """Raised while a coach wrote her note, it was put away with the first, unseen."""
    mila = world.join(MILA)
    mila.texts(DANGER).forgets()
    looked = world.now
    world.jump(minutes=3)
    mila.texts("I will kill myself").forgets()
    told = release(world, looked=looked)
    assert ("crisis", "crisis") == (told.lifted, told.still)
    assert [("crisis", "acknowledged"), ("crisis", "open")] == alerts(world)
    assert "crisis" == world.person(MILA)["hold"]
    assert release(world, looked=world.now).still is None


def test_a_crisis_after_the_release_holds_again(world: World) -> None:
    mila = world.join(MILA)
    mila.texts(DANGER).forgets()
    release(world)
    mila.texts(DANGER)
    assert "crisis" == world.person(MILA)["hold"]
    assert [("crisis", "acknowledged"), ("crisis", "open")] == alerts(world)


def test_where_nothing_is_held_nothing_changes(world: World) -> None:
    world.join(MILA)
    before, written = world.person(MILA), audits(world)
    with pytest.raises(NotHeld, match="Nothing is held for Mila"):
        release(world)
    assert (before, written) == (world.person(MILA), audits(world))


@pytest.mark.parametrize(
    ("by", "note", "field"),
    [("  ", "", "by"), ("R" * 81, "", "by"), ("R", "n" * 501, "note")],
)
def test_nobody_in_particular_lifts_nothing(
    world: World, by: str, note: str, field: str
) -> None:
    world.join(MILA).texts(DANGER)
    with pytest.raises(Refused) as refused:
        release(world, by=by, note=note)
    assert field == refused.value.field
    assert "crisis" == world.person(MILA)["hold"]


def test_somebody_unknown_is_nobody(world: World) -> None:
    with pytest.raises(LookupError):
        releasing.release(world.parts, world.organisation, uuid4(), by="Ruth")


def test_the_audit_holds_no_words_and_the_note_is_sealed(world: World) -> None:
    world.join(MILA).texts(DANGER)
    release(world, note=NOTE)
    told = str(world.rows("SELECT * FROM audits")) + str(world.of(MILA, "decisions"))
    assert "sister" not in told
    assert "kill" not in told
    with world.parts.db.transaction(world.organisation) as tx:
        portrait = timelines.portrait(tx, world.parts.vault, world.person(MILA)["id"])
    assert portrait is not None
    [lifted] = [
        entry
        for entry in portrait.thread
        if isinstance(entry, timelines.Decided) and entry.verdict == "release"
    ]
    assert f'Ruth lifted the hold (safety). "{NOTE}"' == lifted.why
    assert "Hold lifted" == words.decided(lifted)
