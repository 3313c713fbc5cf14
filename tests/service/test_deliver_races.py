"""Claims, leases and a STOP that comes in between: who may call, and who writes (I2, I4).

Deterministic where it can be: the claim is taken, then the other thing happens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from uuid import UUID

import pytest

from service.store import gates, outbox
from service.usecases import deliver, looking_after, told_no
from service.usecases.told_no import Told
from tests.racing import at_once
from tests.service.her import Her, Meddling

NUMBERS = count(15550200001)
LIMA = "America/Lima"


def _claim(her: Her, message: UUID) -> UUID:
    claim = her.world.parts.new_id()
    with her.world.parts.db.transaction(her.world.organisation) as tx:
        assert (message,) == outbox.claim(tx, [message], claim)
    return claim


def test_a_stop_between_claim_and_call_wins(her: Her) -> None:
    """Failure 16, I4: no call begins once the STOP has committed."""
    her.texts("WHY")
    row = her.reply
    claim = _claim(her, row["id"])
    her.texts("STOP")
    parts, organisation = her.world.parts, her.world.organisation
    with parts.db.transaction(organisation) as tx:
        held = outbox.claimed(tx, row["id"], claim)
        assert held is not None
        # The version under which it was written is no longer hers.
        version = her.world.person(her.number)["consent_version"]
        assert not gates.begin_call(tx, held, version)
    assert not deliver._send(parts, organisation, row["id"], claim)
    after = next(one for one in her.world.outbox(her.number) if one["id"] == row["id"])
    assert ("withheld", None) == (after["state"], after["called_at"])
    assert 0 == her.world.network.ledger.times(row["token"])
    decision = her.world.of(her.number, "decisions")[-1]
    assert ("withhold", "stopped") == (decision["verdict"], decision["rule"])


def test_a_sender_that_slept_before_the_call_asks_anew(her: Her) -> None:
    """Stopped at 20:29 and woken at 03:00, it texted, whatever had been said since."""
    her.texts("WHY")
    asleep = count(0, 3600)
    slow = replace(her.world.parts, elapsed_s=lambda: float(next(asleep)))
    her.deliver(slow)
    row = her.reply
    assert ("due", 0) == (row["state"], her.accepted())
    her.texts("STOP")
    her.deliver()
    after = next(one for one in her.world.outbox(her.number) if one["id"] == row["id"])
    assert "withheld" == after["state"]
    assert 0 == her.world.network.ledger.times(row["token"])


def test_a_stop_during_the_call_comes_too_late_for_it_and_is_kept(her: Her) -> None:
    her.texts("WHY")
    row = her.reply
    meddling = Meddling(her.world.parts.carrier, lambda url: her.texts("STOP"))
    her.deliver(replace(her.world.parts, carrier=meddling))
    after = next(one for one in her.world.outbox(her.number) if one["id"] == row["id"])
    assert "sent" == after["state"]
    assert "stopped" == her.world.person(her.number)["consent"]


def test_stop_and_start_again_do_not_bring_back_what_was_queued(her: Her) -> None:
    """A message written before a STOP stays here also after START: its version is gone."""
    her.texts("WHY")
    row = her.reply
    claim = _claim(her, row["id"])
    her.texts("STOP")
    her.world.jump(seconds=30)
    her.texts("START")
    parts, organisation = her.world.parts, her.world.organisation
    assert not deliver._send(parts, organisation, row["id"], claim)
    after = next(one for one in her.world.outbox(her.number) if one["id"] == row["id"])
    assert "withheld" == after["state"]
    assert "consent_changed" == her.world.of(her.number, "decisions")[-1]["rule"]


def test_a_stop_and_a_send_at_once_end_in_one_of_two_ways(her: Her) -> None:
    world = her.world
    for turn in range(5):
        her.texts("WHY" if turn % 2 else "LESS")
        row = her.reply
        world.bell.rung.clear()
        at_once(
            partial(deliver.deliver, world.parts, world.organisation, [row["id"]]),
            partial(her.texts, "STOP"),
        )
        after = next(one for one in world.outbox(her.number) if one["id"] == row["id"])
        accepted = world.network.ledger.times(row["token"])
        assert (after["state"], accepted) in {("sent", 1), ("withheld", 0)}
        assert 0 == her.deliver()
        world.jump(minutes=10)
        her.texts("START")
        world.jump(hours=25)


def _no(her: Her) -> None:
    """Somebody told a coach that she wants no more texts."""
    world, person = her.world, her.world.person(her.number)["id"]
    told = Told("text", "No more texts.", "by phone", "Ruth")
    told_no.at_terminal(world.parts, world.organisation, person, told)


def test_a_no_that_a_coach_enters_between_claim_and_call_wins(her: Her) -> None:
    """I4 holds for a no of any way: no call begins once it has committed."""
    her.texts("WHY")
    row = her.reply
    claim = _claim(her, row["id"])
    _no(her)
    parts, organisation = her.world.parts, her.world.organisation
    with parts.db.transaction(organisation) as tx:
        held = outbox.claimed(tx, row["id"], claim)
        assert held is not None
        version = her.world.person(her.number)["consent_version"]
        assert not gates.begin_call(tx, held, version)
    assert not deliver._send(parts, organisation, row["id"], claim)
    after = next(one for one in her.world.outbox(her.number) if one["id"] == row["id"])
    assert ("withheld", None) == (after["state"], after["called_at"])
    assert 0 == her.world.network.ledger.times(row["token"])
    # Nothing confirms it: what stands last is still what she was answered.
    assert row["id"] == her.reply["id"]


def test_a_no_that_a_coach_enters_and_a_send_at_once_end_in_one_of_two_ways(
    her: Her,
) -> None:
    world = her.world
    for turn in range(5):
        her.texts("WHY" if turn % 2 else "LESS")
        row = her.reply
        world.bell.rung.clear()
        at_once(
            partial(deliver.deliver, world.parts, world.organisation, [row["id"]]),
            partial(_no, her),
        )
        after = next(one for one in world.outbox(her.number) if one["id"] == row["id"])
        accepted = world.network.ledger.times(row["token"])
        assert (after["state"], accepted) in {("sent", 1), ("withheld", 0)}
        assert 0 == her.deliver()
        world.jump(minutes=10)
        her.texts("START")
        world.jump(hours=25)


@pytest.mark.parametrize("taken", [True, False])
def test_of_a_sender_past_its_lease_only_what_the_carrier_took_counts(
    her: Her, taken: bool
) -> None:
    """Failure 2: the fence. The sender slept, the claim was freed, then it woke.

    That the carrier took it, and as what, is evidence like a callback's, and so is that
    it did not: with connecting slower than the lease, each message was a doubt.
    """
    her.texts()
    if not taken:
        her.fails("429")
    world = her.world

    def sleep(url: str) -> None:
        world.run(
            "UPDATE outbox_messages SET lease_until = now() - interval '1 second' WHERE id = %s",
            her.reply["id"],
        )
        looking_after.release(world.parts, world.organisation, [her.reply["id"]])

    her.fails("lost_callback", times=None)
    her.deliver(
        replace(world.parts, carrier=Meddling(world.parts.carrier, after=sleep))
    )
    row = her.reply
    assert ("sent" if taken else "due", None) == (row["state"], row["claim"])
    assert taken == (row["carrier_id"] is not None)
    assert row["doubt"] is None or taken
    world.jump(seconds=15)
    world.beat()
    assert "sent" == her.reply["state"]
    assert 1 == her.accepted()


def _late(her: Her, kind: str, then: Callable[[], object]) -> None:
    """Her message's sender sleeps past its lease, and hears of that kind then."""
    her.texts()
    her.fails(kind)
    world = her.world

    def sleep(_url: str) -> None:
        world.run(
            "UPDATE outbox_messages SET lease_until = now() - interval '1 second' WHERE id = %s",
            her.reply["id"],
        )
        looking_after.release(world.parts, world.organisation, [her.reply["id"]])
        then()

    her.deliver(
        replace(world.parts, carrier=Meddling(world.parts.carrier, after=sleep))
    )


def test_a_late_no_is_a_no_and_a_late_stop_waits_for_the_operator(her: Her) -> None:
    _late(her, "21211", lambda: None)
    assert ("failed", 21211) == (her.reply["state"], her.reply["error_code"])
    _late(her, "30034_sync", lambda: None)
    assert ("due", "stopped") == (her.reply["state"], her.reply["waits_for"])
    with her.world.parts.db.transaction(her.world.organisation) as tx:
        gates.reopen(tx)


@pytest.mark.parametrize("kind", ["429", "21211"])
def test_a_late_no_changes_nothing_that_is_known_otherwise(her: Her, kind: str) -> None:
    _late(her, kind, lambda: her.tells("delivered"))
    assert ("sent", "delivered") == (her.reply["state"], her.reply["carrier_status"])
    again = "UPDATE outbox_messages SET tries = tries + 1 WHERE id = %s"
    _late(her, kind, lambda: her.world.run(again, her.reply["id"]))
    assert "in_doubt" == her.reply["state"]
    her.world.jump(hours=25)  # as often as a day allows the same words went out
    said = "UPDATE outbox_messages SET state = 'abandoned' WHERE id = %s"
    _late(her, kind, lambda: her.world.run(said, her.reply["id"]))
    assert "abandoned" == her.reply["state"]


def test_a_claim_that_was_freed_cannot_be_used(her: Her) -> None:
    her.texts()
    row = her.reply
    claim = _claim(her, row["id"])
    her.world.run(
        "UPDATE outbox_messages SET lease_until = now() - interval '1 second' WHERE id = %s",
        row["id"],
    )
    looking_after.release(her.world.parts, her.world.organisation, [row["id"]])
    assert ("due", None) == (her.reply["state"], her.reply["claim"])
    assert her.reply["settled_at"] is None
    assert not deliver._send(her.world.parts, her.world.organisation, row["id"], claim)
    assert 1 == her.deliver()
    assert 1 == her.accepted()


def test_a_lease_still_running_is_left_alone(her: Her) -> None:
    her.texts()
    row = her.reply
    _claim(her, row["id"])
    # Moving the one clock frees no claim: leases live in real time.
    her.world.jump(hours=1)
    released = looking_after.release(
        her.world.parts, her.world.organisation, [row["id"]]
    )
    assert (0, "claimed") == (released, her.reply["state"])


def test_a_message_being_called_past_its_lease_is_in_doubt(her: Her) -> None:
    her.texts()
    row = her.reply
    claim = _claim(her, row["id"])
    parts, organisation = her.world.parts, her.world.organisation
    with parts.db.transaction(organisation) as tx:
        held = outbox.claimed(tx, row["id"], claim)
        assert held is not None
        assert gates.begin_call(tx, held, row["consent_version"])
    her.world.run(
        "UPDATE outbox_messages SET lease_until = now() - interval '1 second' WHERE id = %s",
        row["id"],
    )
    assert 1 == looking_after.release(parts, organisation, [row["id"]])
    assert "in_doubt" == her.reply["state"]
    # A drill: what the sender itself left in doubt knew since when, and this did not.
    assert her.reply["settled_at"] is not None
    assert 0 == her.deliver()


def test_many_senders_of_one_message_send_it_once(her: Her) -> None:
    her.texts()
    called = at_once(*[her.deliver] * 4)
    assert 1 == sum(called)
    assert 1 == her.accepted()


def test_a_stop_withholds_at_once_what_waits_and_the_carrier_is_not_even_near(
    her: Her,
) -> None:
    her.texts("WHY")
    waiting = her.reply
    her.texts("STOP")
    after = {row["id"]: row["state"] for row in her.world.outbox(her.number)}
    assert "withheld" == after[waiting["id"]]
