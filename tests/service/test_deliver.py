"""Sending one message and hearing what became of it, on the switchboard with its faults.

The judge is the network's ledger: what was really accepted, and how often (I2).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from service.carrier import network as real_carrier
from service.carrier.port import CannotAsk, Outcome, Seen
from service.store import outbox, people
from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from service.usecases import deliver, looking_after
from service.usecases.parts import Parts
from tests.journeys.world import ACCOUNT, COACH, TOKEN, World, new_sid, status_form

NUMBERS = count(15550200001)
LIMA = "America/Lima"


@dataclass
class Her:
    """One person of the shared world, and the message that her text is answered with."""

    world: World
    phone: Phone

    @property
    def number(self) -> str:
        return self.phone.number

    def texts(self, body: str = "WHY") -> None:
        """She texts; the reply stands in the outbox, due, and nobody works yet."""
        self.world.hears(self.number, body)

    @property
    def reply(self) -> dict[str, Any]:
        """The newest message to her, as it stands."""
        return self.world.outbox(self.number)[-1]

    def deliver(self, parts: Parts | None = None) -> int:
        """Have her newest message sent, once."""
        self.world.bell.rung.clear()
        return deliver.deliver(
            parts or self.world.parts, self.world.organisation, [self.reply["id"]]
        )

    def fails(self, kind: str, **more: Any) -> None:
        """Let something go wrong with the next text to her."""
        self.world.network.faults.add(Fault(kind, to=self.number, **more))

    def accepted(self) -> int:
        """How often the carrier took her newest message."""
        return self.world.network.ledger.times(self.reply["token"])

    def tells(self, status: str, code: int | None = None, sid: str = "") -> int:
        """The carrier calls back about her newest message."""
        row = self.reply
        form = status_form(sid or row["carrier_id"] or new_sid(), status, code)
        return self.world.post(form, f"/twilio/status?d={row['token']}").status


@pytest.fixture
def her(shared: World) -> Iterator[Her]:
    phone = shared.join(f"+{next(NUMBERS)}")
    yield Her(shared, phone)
    shared.network.faults.clear()


class Meddling:
    """The real carrier, with something happening while it is being called."""

    def __init__(
        self,
        carrier: Any,
        before: Callable[[str], object] = lambda url: None,
        after: Callable[[str], object] = lambda url: None,
    ) -> None:
        self.carrier, self.before, self.after = carrier, before, after

    def send_text(
        self, *, to: str, body: str, from_: str, status_url: str, validity_seconds: int
    ) -> Outcome:
        self.before(status_url)
        outcome: Outcome = self.carrier.send_text(
            to=to,
            body=body,
            from_=from_,
            status_url=status_url,
            validity_seconds=validity_seconds,
        )
        self.after(status_url)
        return outcome

    def find_texts(self, *, to: str, since: datetime) -> tuple[Seen, ...]:
        raise CannotAsk("The carrier could not be reached.")

    def fetch_text(self, sid: str) -> Seen | None:
        raise CannotAsk("The carrier could not be reached.")


def _events(her: Her) -> list[tuple[str, str, int]]:
    rows = her.world.rows(
        "SELECT source, status, error_code FROM delivery_events"
        " WHERE outbox_message_id = %s ORDER BY id",
        her.reply["id"],
    )
    return [(row["source"], row["status"], row["error_code"]) for row in rows]


def test_accepted_is_sent_then_delivered_and_told_once(her: Her) -> None:
    her.texts()
    assert 1 == her.deliver()
    row = her.reply
    assert ("sent", None) == (row["state"], row["lease_until"])
    assert row["carrier_id"].startswith("SM")
    her.world.network.settle()
    assert ("sent", "delivered") == (her.reply["state"], her.reply["carrier_status"])
    assert [
        ("answer", "queued", 0),
        ("callback", "sent", 0),
        ("callback", "delivered", 0),
    ] == _events(her)
    assert 1 == her.accepted()


def test_what_was_sent_is_not_sent_again(her: Her) -> None:
    her.texts()
    assert [1, 0, 0] == [her.deliver() for _ in range(3)]
    assert 1 == her.accepted()


def test_opted_out_at_the_carrier_is_opted_out_here_with_an_entry(her: Her) -> None:
    her.texts()
    her.fails("21610")
    her.deliver()
    assert ("failed", 21610) == (her.reply["state"], her.reply["error_code"])
    assert "stopped" == her.world.person(her.number)["consent"]
    entry = her.world.of(her.number, "consent_entries")[-1]
    assert ("withdrawn", "carrier") == (entry["change"], entry["method"])
    assert 0 == her.accepted()


def test_being_opted_out_withholds_what_else_was_waiting(her: Her) -> None:
    her.texts("WHY")
    her.world.jump(seconds=30)
    her.texts("LESS")
    first, second = her.world.outbox(her.number)[-2:]
    her.fails("21610")
    deliver.deliver(her.world.parts, her.world.organisation, [first["id"]])
    assert "withheld" == her.reply["state"]
    assert second["id"] == her.reply["id"]


def test_a_number_that_is_none_fails_and_changes_no_consent(her: Her) -> None:
    her.texts()
    her.fails("21211")
    her.deliver()
    assert ("failed", 21211) == (her.reply["state"], her.reply["error_code"])
    assert "active" == her.world.person(her.number)["consent"]


def test_busy_was_never_processed_so_it_goes_later_once(her: Her) -> None:
    her.texts()
    her.fails("429", times=2)
    her.deliver()
    assert "due" == her.reply["state"]
    assert her.reply["not_before"] > her.world.now
    assert 0 == her.deliver()
    her.world.jump(seconds=3)
    her.deliver()
    her.world.jump(seconds=8)
    her.deliver()
    assert ("sent", 3) == (her.reply["state"], her.reply["tries"])
    assert 1 == her.accepted()


def test_busy_for_good_is_given_up_and_seen(her: Her) -> None:
    her.texts()
    her.fails("429", times=None)
    for _ in range(20):
        her.deliver()
        her.world.jump(minutes=30)
    assert ("failed", deliver.MOST_BUSY) == (her.reply["state"], her.reply["tries"])
    assert 0 == her.accepted()


@pytest.mark.parametrize("kind", ["500", "502", "503", "drop_before"])
def test_nobody_knows_so_it_is_in_doubt_and_never_sent_again(
    her: Her, kind: str
) -> None:
    her.texts()
    her.fails(kind)
    her.deliver()
    assert "in_doubt" == her.reply["state"]
    for number in (0, 30, 60):
        her.world.jump(minutes=5)
        looking_after.round_of(her.world.parts, number)
        her.world.network.settle()
    assert "in_doubt" == her.reply["state"]
    assert 0 == her.accepted()


@pytest.mark.parametrize("kind", ["500_after", "503_after", "drop_after"])
def test_an_accept_nobody_heard_of_is_settled_by_its_callback(
    her: Her, kind: str
) -> None:
    her.texts()
    her.fails(kind)
    her.deliver()
    assert ("in_doubt", None) == (her.reply["state"], her.reply["carrier_id"])
    her.world.network.settle()
    row = her.reply
    assert ("sent", "delivered") == (row["state"], row["carrier_status"])
    assert row["carrier_id"].startswith("SM")
    assert 1 == her.accepted()


def test_with_the_callbacks_lost_as_well_the_list_settles_it(her: Her) -> None:
    her.texts()
    her.fails("drop_after")
    her.fails("lost_callback", times=None)
    her.deliver()
    her.world.network.settle()
    assert "in_doubt" == her.reply["state"]
    her.world.beat()
    assert "sent" == her.reply["state"]
    assert her.reply["carrier_id"].startswith("SM")
    assert 1 == her.accepted()


def test_an_alert_to_a_coach_in_doubt_is_settled_by_the_list(her: Her) -> None:
    world = her.world
    world.network.faults.add(Fault("drop_after", to=COACH))
    world.network.faults.add(Fault("lost_callback", to=COACH, times=None))
    her.texts("I want to kill myself")
    world.network.settle()
    world.beat()
    rows = world.rows("SELECT state FROM outbox_messages WHERE coach_id IS NOT NULL")
    assert {"sent"} == {row["state"] for row in rows}


def test_two_alike_in_doubt_are_settled_by_two_different_accepts(her: Her) -> None:
    for _ in range(2):
        her.texts("WHY")
        her.world.jump(seconds=30)
    first, second = her.world.outbox(her.number)[-2:]
    assert first["body"] == second["body"]
    her.fails("drop_after", times=2)
    her.fails("lost_callback", times=None)
    her.world.bell.rung.clear()
    ids = [first["id"], second["id"]]
    deliver.deliver(her.world.parts, her.world.organisation, ids)
    looking_after.settle_doubts(her.world.parts, her.world.organisation, ids)
    rows = her.world.outbox(her.number)[-2:]
    assert ["sent", "sent"] == [row["state"] for row in rows]
    assert 2 == len({row["carrier_id"] for row in rows})


def test_one_accept_settles_one_of_two_alike_and_the_other_stays(her: Her) -> None:
    for _ in range(2):
        her.texts("WHY")
        her.world.jump(seconds=30)
    ids = [row["id"] for row in her.world.outbox(her.number)[-2:]]
    her.fails("drop_after")
    her.fails("500")
    her.fails("lost_callback", times=None)
    deliver.deliver(her.world.parts, her.world.organisation, ids)
    for _ in range(2):
        looking_after.settle_doubts(her.world.parts, her.world.organisation, ids)
    states = sorted(row["state"] for row in her.world.outbox(her.number)[-2:])
    assert ["in_doubt", "sent"] == states


def test_a_carrier_that_cannot_be_asked_leaves_the_doubt(her: Her) -> None:
    her.texts()
    her.fails("500")
    her.deliver()
    mute = replace(her.world.parts, carrier=Meddling(her.world.parts.carrier))
    ids = [her.reply["id"]]
    assert 0 == looking_after.settle_doubts(mute, her.world.organisation, ids)
    assert "in_doubt" == her.reply["state"]


def test_settled_meanwhile_is_no_longer_in_doubt(her: Her) -> None:
    her.texts()
    her.deliver()
    parts = her.world.parts
    assert not deliver.settle_doubt(parts, her.world.organisation, her.reply["id"])


@pytest.mark.parametrize(
    ("kind", "times"), [("timeout_before", 0), ("timeout_after", 1)]
)
def test_no_answer_in_time_is_in_doubt(her: Her, kind: str, times: int) -> None:
    carrier = real_carrier.connect(
        ACCOUNT, TOKEN, her.world.network.records.url, timeout_s=0.5
    )
    her.texts()
    her.fails(kind, seconds=1.5)
    her.deliver(replace(her.world.parts, carrier=carrier))
    carrier.close()
    assert "in_doubt" == her.reply["state"]
    assert times == her.accepted()


def test_a_callback_may_come_before_the_answer_to_the_call(her: Her) -> None:
    her.texts()
    sid = new_sid()

    def called(url: str) -> None:
        assert "calling" == her.reply["state"]
        assert 204 == her.tells("delivered", sid=sid)
        assert ("sent", sid) == (her.reply["state"], her.reply["carrier_id"])

    her.deliver(
        replace(her.world.parts, carrier=Meddling(her.world.parts.carrier, called))
    )
    row = her.reply
    assert ("sent", "delivered", sid) == (
        row["state"],
        row["carrier_status"],
        row["carrier_id"],
    )


@pytest.mark.parametrize(
    "order",
    [
        ("queued", "sent", "delivered"),
        ("delivered", "sent", "queued"),
        ("sent", "delivered", "delivered", "queued", "sent"),
    ],
)
def test_callbacks_in_any_order_end_alike_in_the_database(
    her: Her, order: tuple[str, ...]
) -> None:
    her.fails("lost_callback", times=None)
    her.texts()
    her.deliver()
    for status in order:
        assert 204 == her.tells(status)
    assert ("sent", "delivered") == (her.reply["state"], her.reply["carrier_status"])
    callbacks = [event for event in _events(her) if event[0] == "callback"]
    assert len(set(order)) == len(callbacks) + ("queued" in order)


@pytest.mark.parametrize(
    "kind", ["duplicate_callback", "reordered_callbacks", "late_callback"]
)
def test_the_networks_own_disorder_changes_nothing(her: Her, kind: str) -> None:
    her.fails(kind, times=None)
    her.texts()
    her.deliver()
    her.world.network.settle(everything=True)
    assert ("sent", "delivered") == (her.reply["state"], her.reply["carrier_status"])


def test_undelivered_keeps_its_code_and_the_message_stays_sent(her: Her) -> None:
    her.fails("30003")
    her.texts()
    her.deliver()
    her.world.network.settle()
    row = her.reply
    assert ("sent", "undelivered", 30003) == (
        row["state"],
        row["carrier_status"],
        row["error_code"],
    )


def test_a_late_word_of_opt_out_is_heeded_as_well(her: Her) -> None:
    her.fails("lost_callback", times=None)
    her.texts()
    her.deliver()
    her.tells("failed", 21610)
    assert "stopped" == her.world.person(her.number)["consent"]
    her.tells("failed", 21610)
    entries = her.world.of(her.number, "consent_entries")
    assert ["invited", "given", "withdrawn"] == [row["change"] for row in entries]


def test_a_callback_of_another_message_is_not_joined(her: Her) -> None:
    her.fails("lost_callback", times=None)
    her.texts()
    her.deliver()
    before = her.reply
    assert 204 == her.tells("failed", 30007, sid=new_sid())
    assert before == her.reply


def test_a_callback_with_a_token_nobody_knows_changes_nothing(her: Her) -> None:
    form = status_form(new_sid(), "delivered")
    answer = her.world.post(form, "/twilio/status?d=" + "unknown-token-" + "x" * 18)
    assert 204 == answer.status


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
        assert not outbox.begin_call(tx, held, version)
    assert not deliver._send(parts, organisation, row["id"], claim)
    after = next(one for one in her.world.outbox(her.number) if one["id"] == row["id"])
    assert ("withheld", None) == (after["state"], after["called_at"])
    assert 0 == her.world.network.ledger.times(row["token"])
    decision = her.world.of(her.number, "decisions")[-1]
    assert ("withhold", "stopped") == (decision["verdict"], decision["rule"])


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
        gate = threading.Barrier(2)

        def send(message: UUID = row["id"], gate: threading.Barrier = gate) -> None:
            gate.wait(5)
            deliver.deliver(world.parts, world.organisation, [message])

        def stop(gate: threading.Barrier = gate) -> None:
            gate.wait(5)
            her.texts("STOP")

        racers = [threading.Thread(target=send), threading.Thread(target=stop)]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join()
        after = next(one for one in world.outbox(her.number) if one["id"] == row["id"])
        accepted = world.network.ledger.times(row["token"])
        assert (after["state"], accepted) in {("sent", 1), ("withheld", 0)}
        assert 0 == her.deliver()
        world.jump(minutes=10)
        her.texts("START")
        world.jump(hours=25)


def test_a_sender_past_its_lease_writes_nothing(her: Her) -> None:
    """Failure 2: the fence. The sender slept, the claim was freed, then it woke."""
    her.texts()
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
    assert ("in_doubt", None, None) == (row["state"], row["claim"], row["carrier_id"])
    # The list tells the truth in the end; it was accepted once.
    world.beat()
    assert "sent" == her.reply["state"]
    assert 1 == her.accepted()


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
        assert outbox.begin_call(tx, held, row["consent_version"])
    her.world.run(
        "UPDATE outbox_messages SET lease_until = now() - interval '1 second' WHERE id = %s",
        row["id"],
    )
    assert 1 == looking_after.release(parts, organisation, [row["id"]])
    assert "in_doubt" == her.reply["state"]
    assert 0 == her.deliver()


def test_many_senders_of_one_message_send_it_once(her: Her) -> None:
    her.texts()
    gate, called = threading.Barrier(4), []

    def send() -> None:
        gate.wait(5)
        called.append(her.deliver())

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert 1 == sum(called)
    assert 1 == her.accepted()


def test_an_erased_persons_message_is_withheld(her: Her) -> None:
    her.texts()
    row = her.reply
    her.world.erase(her.number)
    assert 0 == deliver.deliver(her.world.parts, her.world.organisation, [row["id"]])
    states = her.world.rows(
        "SELECT state FROM outbox_messages WHERE id = %s", row["id"]
    )
    assert [{"state": "withheld"}] == states
    assert 0 == her.world.network.ledger.times(row["token"])


def test_a_doubt_about_an_erased_person_is_not_looked_into(her: Her) -> None:
    her.texts()
    her.fails("500")
    her.deliver()
    message = her.reply["id"]
    her.world.erase(her.number)
    assert not deliver.settle_doubt(her.world.parts, her.world.organisation, message)


def test_an_alert_to_a_coach_who_takes_none_any_more_is_withheld(her: Her) -> None:
    world = her.world
    her.texts("I want to kill myself")
    world.bell.rung.clear()
    message = world.rows(
        "SELECT id FROM outbox_messages WHERE coach_id IS NOT NULL AND state = 'due'"
    )[0]["id"]
    world.run("UPDATE coaches SET takes_alerts = false")
    try:
        assert 0 == deliver.deliver(world.parts, world.organisation, [message])
    finally:
        world.run("UPDATE coaches SET takes_alerts = true")
    assert [{"state": "withheld"}] == world.rows(
        "SELECT state FROM outbox_messages WHERE id = %s", message
    )


def test_a_doubt_about_an_alert_whose_coach_takes_none_stays(her: Her) -> None:
    world = her.world
    world.network.faults.add(Fault("500", to=COACH))
    her.texts("I want to kill myself")
    world.network.settle()
    found = world.rows(
        "SELECT id FROM outbox_messages WHERE state = 'in_doubt' AND coach_id IS NOT NULL"
    )
    world.run("UPDATE coaches SET takes_alerts = false")
    try:
        assert not deliver.settle_doubt(world.parts, world.organisation, found[0]["id"])
    finally:
        world.run("UPDATE coaches SET takes_alerts = true")


def test_nothing_is_sent_for_ids_of_another_organisation(her: Her) -> None:
    her.texts()
    assert 0 == deliver.deliver(her.world.parts, UUID(int=9), [her.reply["id"]])
    assert "due" == her.reply["state"]


def test_the_service_number_is_the_sender(her: Her) -> None:
    her.texts()
    her.deliver()
    entry = her.world.network.ledger[-1]
    with her.world.parts.db.transaction(her.world.organisation) as tx:
        own = people.service_number(
            tx, her.world.parts.tenant(her.world.organisation).key
        )
    assert (own, her.number) == (entry.from_, entry.to)
