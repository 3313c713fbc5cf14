"""Sending one message and hearing what became of it, on the switchboard with its faults.

The judge is the network's ledger: what was really accepted, and how often (I2).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from service.carrier import network as real_carrier
from service.carrier.port import Seen
from service.store import histories, outbox, people
from service.store.outbox import Outgoing
from service.switchboard.faults import Fault
from service.usecases import deliver, looking_after, looking_up
from tests.journeys.world import ACCOUNT, COACH, SERVICE, TOKEN, new_sid, status_form
from tests.service.her import Her, Meddling

NUMBERS = count(15550200001)
LIMA = "America/Lima"


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


def test_who_waits_for_a_busy_carrier_is_not_done_for_a_drill_either(her: Her) -> None:
    """A drill once judged while a stop's confirmation waited its turn after a 429."""

    def left() -> int:
        with her.world.parts.db.transaction(her.world.organisation) as tx:
            return int(histories.still_open(tx)["messages"])

    before = left()
    her.texts("please stop texting me")
    her.fails("429")
    her.deliver()
    assert "due" == her.reply["state"]
    assert her.reply["not_before"] > her.world.now
    assert before + 1 == left()
    her.world.jump(seconds=3)
    her.deliver()
    assert before == left()


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
    world.beat()  # what other tests left for the coach goes first
    world.jump(minutes=10)
    world.network.faults.add(Fault("drop_after", to=COACH))
    world.network.faults.add(Fault("lost_callback", to=COACH, times=None))
    her.texts("I want to kill myself")
    newest = (
        "SELECT state FROM outbox_messages WHERE coach_id IS NOT NULL ORDER BY id DESC"
    )
    world.network.settle()
    assert "in_doubt" == world.rows(newest)[0]["state"]
    world.beat()
    assert "sent" == world.rows(newest)[0]["state"]


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


def test_an_accept_of_the_next_day_does_not_settle_a_doubt_of_today(her: Her) -> None:
    """Both say the same words; only what was made while it was called can be it."""
    her.texts("WHY")
    her.fails("500")
    her.deliver()
    older = her.reply
    her.world.jump(days=1)
    her.texts("WHY")
    assert older["body"] == her.reply["body"]
    her.fails("drop_after")
    her.fails("lost_callback", times=None)
    her.deliver()
    settle = looking_up.settle_doubt
    assert not settle(her.world.parts, her.world.organisation, older["id"])
    assert settle(her.world.parts, her.world.organisation, her.reply["id"])


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


def test_a_callback_corrects_what_the_list_was_taken_to_show(her: Her) -> None:
    """The model found it: of two alike only the second was taken, and the first was told
    as sent for ever, for the list does not say which of them it shows."""
    for _ in range(2):
        her.texts("WHY")
        her.world.jump(seconds=30)
    first, second = her.world.outbox(her.number)[-2:]
    her.fails("500")
    her.fails("drop_after")
    her.fails("lost_callback", times=None)
    parts, whose = her.world.parts, her.world.organisation
    deliver.deliver(parts, whose, [first["id"], second["id"]])
    assert looking_up.settle_doubt(parts, whose, first["id"])
    (taken,) = [e for e in her.world.network.ledger if e.to == her.number][-1:]
    her.tells("delivered", sid=taken.sid)
    first, second = her.world.outbox(her.number)[-2:]
    assert ("in_doubt", None) == (first["state"], first["carrier_id"])
    assert ("sent", taken.sid) == (second["state"], second["carrier_id"])
    # And one that was guessed wrong hears its own callback.
    her.world.run(
        "UPDATE outbox_messages SET state = 'sent', carrier_id = %s WHERE id = %s",
        new_sid(), first["id"],
    )  # fmt: skip
    sid = new_sid()
    form = status_form(sid, "sent")
    her.world.post(form, f"/twilio/status?d={first['token']}")
    assert sid == her.world.outbox(her.number)[-2]["carrier_id"]


OURS = "MG" + "a" * 32


class Lists:
    """A carrier whose list shows one text, as it is given."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen

    def find_texts(self, *, to: str, since: datetime) -> tuple[Seen, ...]:
        return (self.seen,)


@pytest.mark.parametrize(
    ("ours", "from_", "service", "settles"),
    [
        (SERVICE, SERVICE, "", True),
        (SERVICE, "", "", True),
        (SERVICE, "+15550999999", "", False),
        (OURS, "+15550999999", OURS, True),
        (OURS, "+15550999999", "", True),
        (OURS, SERVICE, "MG" + "b" * 32, False),
    ],
)
def test_what_another_sender_texted_is_not_taken_for_ours(
    her: Her, ours: str, from_: str, service: str, settles: bool
) -> None:
    her.texts()
    her.fails("500")
    her.deliver()
    row, parts = her.reply, her.world.parts
    seen = Seen(
        new_sid(), "sent", row["body"], row["called_at"], from_=from_, service=service
    )
    lists = replace(parts, carrier=Lists(seen))  # type: ignore[arg-type]  # it lists
    with sends_from(her, ours):
        assert settles is looking_up.settle_doubt(
            lists, her.world.organisation, row["id"]
        )
    assert ("sent" if settles else "in_doubt") == her.reply["state"]


@contextmanager
def sends_from(her: Her, ours: str) -> Iterator[None]:
    """The organisation sends by this number, or this messaging service."""
    key = her.world.parts.tenant(her.world.organisation).key
    (before,) = her.world.rows(
        "SELECT id, number_sealed FROM numbers WHERE kind = 'service'"
        " AND organisation_id = %s",
        her.world.organisation,
    )
    write = "UPDATE numbers SET number_sealed = %s WHERE id = %s"
    sealed = key.seal(ours, "numbers", before["id"], "number_sealed")
    her.world.run(write, sealed, before["id"])
    try:
        yield
    finally:
        her.world.run(write, before["number_sealed"], before["id"])


def alerts_in_doubt(her: Her) -> list[dict[str, Any]]:
    """Two alerts of the same words to her coach, of which nobody knows."""
    world = her.world
    world.network.faults.add(Fault("500", to=COACH))
    her.texts("I want to kill myself")
    world.network.settle()
    (first,) = world.rows(
        "SELECT * FROM outbox_messages WHERE coach_id IS NOT NULL"
        " AND state = 'in_doubt' ORDER BY created_at DESC LIMIT 1"
    )
    again, token = world.parts.new_id(), world.parts.new_token()
    key = world.parts.tenant(world.organisation).key
    words = outbox.body_of(key, first)
    with world.parts.db.transaction(world.organisation) as tx:
        second = Outgoing(again, "alert", words, 1, token, tx.now, state="calling")
        outbox.keep_for_coach(tx, key, second, first["coach_id"])
    return world.rows(
        "SELECT * FROM outbox_messages WHERE id = ANY(%s) ORDER BY created_at, id",
        [first["id"], again],
    )


def test_an_alert_is_not_looked_up_while_its_twin_is_on_the_line(her: Her) -> None:
    first, second = alerts_in_doubt(her)
    world, key = her.world, her.world.parts.tenant(her.world.organisation).key
    words = outbox.body_of(key, first)
    seen = Seen(new_sid(), "sent", words, first["called_at"], from_=SERVICE)
    lists = replace(world.parts, carrier=Lists(seen))  # type: ignore[arg-type]  # it lists
    assert not looking_up.settle_doubt(lists, world.organisation, first["id"])
    world.run("UPDATE outbox_messages SET state = 'sent' WHERE id = %s", second["id"])
    assert looking_up.settle_doubt(lists, world.organisation, first["id"])


def test_the_callback_of_an_alert_takes_back_what_was_guessed_of_its_twin(
    her: Her,
) -> None:
    first, second = alerts_in_doubt(her)
    world, sid = her.world, new_sid()
    world.run(
        "UPDATE outbox_messages SET state = 'sent', carrier_id = %s WHERE id = %s",
        sid, first["id"],
    )  # fmt: skip
    world.post(status_form(sid, "sent"), f"/twilio/status?d={second['token']}")
    states = world.rows(
        "SELECT state, carrier_id FROM outbox_messages WHERE id = ANY(%s)"
        " ORDER BY created_at, id",
        [first["id"], second["id"]],
    )
    assert [("in_doubt", None), ("sent", sid)] == [
        (row["state"], row["carrier_id"]) for row in states
    ]


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
    assert not looking_up.settle_doubt(parts, her.world.organisation, her.reply["id"])


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
    message = her.reply["id"]
    her.world.network.settle()
    (row,) = her.world.rows("SELECT * FROM outbox_messages WHERE id = %s", message)
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
    assert not looking_up.settle_doubt(her.world.parts, her.world.organisation, message)


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
        assert not looking_up.settle_doubt(
            world.parts, world.organisation, found[0]["id"]
        )
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
