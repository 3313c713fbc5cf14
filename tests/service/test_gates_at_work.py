"""Sending through the gate: a carrier that is busy, away, or lets nothing out at all."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.carrier.port import Accepted, Busy, Outcome, Refused, Unclear
from service.store import gates, outbox
from service.store.outbox import Outgoing
from service.usecases import backing_off, deliver, looking_after
from service.usecases.backing_off import ORDINARY, URGENT
from service.usecases.parts import Parts
from tests.journeys.world import COACH
from tests.service.her import Her

TEN_MINUTES = timedelta(minutes=10)


@given(
    st.uuids(),
    st.integers(1, 60),
    st.floats(1, 60),
    st.sampled_from([URGENT, ORDINARY]),
)
def test_jitter_is_full_bounded_and_the_same_for_the_same_ids(
    message: UUID, tries: int, told: float, patience: Any
) -> None:
    waits = backing_off.wait(message, tries, told, patience).total_seconds()
    most = min(patience.cap, patience.first * 2 ** (tries - 1))
    assert told - 1e-5 <= waits <= told + most + 1e-5
    assert waits == backing_off.wait(message, tries, told, patience).total_seconds()


def test_the_lots_of_many_messages_are_spread_evenly() -> None:
    lots = sorted(backing_off.lot(UUID(int=at), 3) for at in range(2000))
    assert all(abs(lot - at / 2000) < 0.05 for at, lot in enumerate(lots))


def test_what_is_urgent_waits_less() -> None:
    ids = [UUID(int=at) for at in range(200)]
    for tries in range(1, 12):
        urgent, other = (
            sum(backing_off.wait(one, tries, 1, how).total_seconds() for one in ids)
            for how in (URGENT, ORDINARY)
        )
        assert urgent < other


@dataclass
class Spoilt:
    """A carrier that answers half of all calls badly, and keeps what it took."""

    her: Her
    bad: Outcome
    ends: Any = None
    chance: float = 0.5
    dice: random.Random = field(default_factory=lambda: random.Random(5))
    calls: int = 0
    taken: list[str] = field(default_factory=list)

    def send_text(self, *, status_url: str, **_: Any) -> Outcome:
        self.calls += 1
        spoilt = self.ends is None or self.her.world.now < self.ends
        if spoilt and self.dice.random() < self.chance:
            return self.bad
        self.taken.append(status_url)
        return Accepted(f"SM{len(self.taken):032x}", "queued")

    @property
    def parts(self) -> Parts:
        return replace(self.her.world.parts, carrier=self)  # type: ignore[arg-type]  # it sends


def kept(her: Her, many: int, within: timedelta, kind: str = "recap") -> list[UUID]:
    """So many messages to her, due one after the other within this time."""
    with her.world.desk(her.number) as desk:
        made = [
            Outgoing(
                id=desk.parts.new_id(),
                kind=kind,
                body="How did it go?",
                segments=1,
                token=desk.parts.new_token(),
                not_before=desk.tx.now + within * at / many,
            )
            for at in range(many)
        ]
        for message in made:
            version = desk.person.consent_version
            outbox.keep(desk.tx, desk.person, message, consent_version=version)
    return [message.id for message in made]


def lives_through(
    her: Her, carrier: Spoilt, most: timedelta = timedelta(hours=2)
) -> None:
    """Go from one due moment to the next until nothing of hers is due."""
    ends = her.world.now + most
    query = (
        "SELECT id, not_before FROM outbox_messages WHERE participant_id = %s"
        " AND state = 'due' ORDER BY not_before, id LIMIT 1"
    )
    person = her.world.person(her.number)["id"]
    while found := her.world.rows(query, person):
        ahead = (found[0]["not_before"] - her.world.now).total_seconds()
        her.world.jump(seconds=max(ahead, 0) + 0.001)
        if her.world.now > ends:
            return
        deliver.deliver(carrier.parts, her.world.organisation, [found[0]["id"]])


def states(her: Her, ids: list[UUID]) -> set[str]:
    query = "SELECT DISTINCT state FROM outbox_messages WHERE id = ANY(%s)"
    return {row["state"] for row in her.world.rows(query, ids)}


@pytest.mark.long
def test_half_of_all_answers_busy_for_ten_minutes(her: Her) -> None:
    """R5: none lost, none double, and no more than twice the calls that were needed."""
    her.world.jump_to("10:00", "America/Lima")
    ids = kept(her, 200, TEN_MINUTES)
    carrier = Spoilt(her, Busy(1.0), ends=her.world.now + TEN_MINUTES)
    lives_through(her, carrier)
    assert {"sent"} == states(her, ids)
    assert len(ids) == len(carrier.taken) == len(set(carrier.taken))
    assert carrier.calls <= 2 * len(ids)


def test_a_carrier_that_is_away_is_asked_seldom_and_loses_nothing(her: Her) -> None:
    """No connection for ten minutes: each was never accepted, so each goes once."""
    her.world.jump_to("10:00", "America/Lima")
    ids = kept(her, 60, TEN_MINUTES / 2)
    carrier = Spoilt(her, Busy(1.0), her.world.now + TEN_MINUTES, chance=1.0)
    lives_through(her, carrier)
    assert {"sent"} == states(her, ids)
    assert len(ids) == len(set(carrier.taken))
    assert carrier.calls - len(ids) < 30


def test_a_carrier_of_which_nobody_knows_makes_few_doubts(her: Her) -> None:
    """The gate shuts on unclear answers: each further call would be a doubt more."""
    her.world.jump_to("10:00", "America/Lima")
    ids = kept(her, 60, timedelta(minutes=1))
    carrier = Spoilt(her, Unclear("no answer"), her.world.now + TEN_MINUTES, chance=1.0)
    lives_through(her, carrier)
    doubts = carrier.calls - len(carrier.taken)
    assert doubts < 25
    assert {"in_doubt", "sent"} == states(her, ids)
    assert len(ids) == carrier.calls


def test_what_waits_for_its_gate_makes_no_decision_and_no_try(her: Her) -> None:
    her.world.jump_to("10:00", "America/Lima")
    with her.world.parts.db.transaction(her.world.organisation) as tx:
        gates.pace(tx, "text", 1.0, 3)
    decided = len(her.world.of(her.number, "decisions"))
    ids = kept(her, 6, timedelta(0))
    carrier = Spoilt(her, Busy(1.0), chance=0.0)
    assert 2 == sum(
        deliver.deliver(carrier.parts, her.world.organisation, [message])
        for message in ids
    )
    assert {"due", "sent"} == states(her, ids)
    lives_through(her, carrier)
    assert {"sent"} == states(her, ids)
    assert decided == len(her.world.of(her.number, "decisions"))
    tries = her.world.rows(
        "SELECT DISTINCT tries FROM outbox_messages WHERE id = ANY(%s)", ids
    )
    assert [{"tries": 1}] == tries


def test_a_code_that_stops_everything_leaves_everything_due(her: Her) -> None:
    her.texts()
    her.fails("30034_sync")
    her.deliver()
    assert ("due", "stopped") == (her.reply["state"], her.reply["waits_for"])
    assert 0 == her.accepted()
    her.world.jump(minutes=30)
    assert 0 == her.deliver()
    with her.world.parts.db.transaction(her.world.organisation) as tx:
        assert (30034, 1) == (gates.show(tx)[0].stopped_code, gates.show(tx)[0].waiting)
        gates.reopen(tx)
    assert 1 == her.deliver()
    assert "sent" == her.reply["state"]
    assert 1 == her.accepted()


def test_a_late_code_that_stops_everything_is_heeded_as_well(her: Her) -> None:
    her.fails("lost_callback", times=None)
    her.texts()
    her.deliver()
    her.tells("undelivered", 30034)
    assert "sent" == her.reply["state"]
    her.texts("HELP")
    assert 0 == her.deliver()
    assert "stopped" == her.reply["waits_for"]


def test_an_alert_waits_for_its_gate_too_and_goes_when_it_opens(her: Her) -> None:
    world = her.world
    with world.parts.db.transaction(world.organisation) as tx:
        gates.stop(tx, "text", 30002)
    her.texts("I want to kill myself")
    world.beat()
    waits = (
        "SELECT id, state FROM outbox_messages WHERE kind = 'alert' AND state = 'due'"
    )
    assert world.rows(waits)
    with world.parts.db.transaction(world.organisation) as tx:
        gates.reopen(tx)
    world.beat()
    told = [one.body for one in world.network.phone(COACH).unread]
    assert "may not be safe" in told[-1]
    assert [] == world.rows(waits)


def test_an_alert_finds_its_gate_shut_between_claim_and_call(her: Her) -> None:
    world = her.world
    her.texts("I want to kill myself")
    (row,) = world.rows(
        "SELECT * FROM outbox_messages WHERE kind = 'alert' AND state = 'due'"
    )
    claim = UUID(int=99)
    with world.parts.db.transaction(world.organisation) as tx:
        assert outbox.claim(tx, [row["id"]], claim)
        gates.stop(tx, "text", 30002)
    with world.parts.db.transaction(world.organisation) as tx:
        held = outbox.claimed(tx, row["id"], claim)
        assert held is not None
        assert deliver._prepare(world.parts, tx, held) is None
    (row,) = world.rows("SELECT * FROM outbox_messages WHERE id = %s", row["id"])
    assert ("due", "stopped", 0) == (row["state"], row["waits_for"], row["tries"])
    with world.parts.db.transaction(world.organisation) as tx:
        gates.reopen(tx)
    world.beat()


@pytest.mark.parametrize("losses", [looking_after.MOST_LOST - 1, 0])
def test_only_lost_senders_count_towards_putting_a_message_aside(
    her: Her, losses: int
) -> None:
    """A message that the carrier was busy for five times was put aside at its first loss."""
    her.texts()
    her.world.run(
        "UPDATE outbox_messages SET tries = 9, losses = %s, state = 'claimed',"
        " lease_until = now() - interval '1 minute' WHERE id = %s",
        losses, her.reply["id"],
    )  # fmt: skip
    looking_after.release(her.world.parts, her.world.organisation, [her.reply["id"]])
    assert ("due" if losses == 0 else "failed") == her.reply["state"]


def test_a_no_about_one_number_shuts_nothing(her: Her) -> None:
    her.world.jump_to("10:00", "America/Lima")
    ids = kept(her, 20, timedelta(0))
    carrier = Spoilt(her, Refused(21211, "person", "Check it."), chance=1.0)
    lives_through(her, carrier)
    assert {"failed"} == states(her, ids)
    assert 20 == carrier.calls
