"""A text that did not arrive: one second try where the carrier says so, and no more."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from service.carrier import codes
from service.carrier.wire import StatusReport
from service.store import outbox, timelines
from service.usecases import deliver, delivery, once_more, settling
from service.web import words
from tests.journeys.world import new_sid, status_form
from tests.service.her import Her

HALF_AN_HOUR = timedelta(minutes=30)
UNREACHED = 30003


def first(her: Her, body: str = "WHY") -> dict[str, Any]:
    """Her reply goes out; nothing has been heard of it."""
    her.fails("lost_callback", times=None)
    her.texts(body)
    her.deliver()
    return her.reply


def tells(her: Her, row: dict[str, Any], status: str, code: int | None = None) -> None:
    form = status_form(row["carrier_id"], status, code)
    her.world.post(form, f"/twilio/status?d={row['token']}")


def seconds(her: Her, row: dict[str, Any]) -> list[dict[str, Any]]:
    return her.world.rows(
        "SELECT * FROM outbox_messages WHERE retry_of = %s", row["id"]
    )


def test_a_phone_that_was_off_gets_it_once_more_later(her: Her) -> None:
    row = first(her)
    tells(her, row, "undelivered", UNREACHED)
    (second,) = seconds(her, row)
    ahead = second["not_before"] - her.world.now
    assert HALF_AN_HOUR <= ahead <= HALF_AN_HOUR * 1.5
    assert row["body"] == her.reply["body"]
    assert row["token"] != second["token"]
    assert 0 == her.deliver()
    her.world.jump(minutes=46)
    assert 1 == her.deliver()
    assert "sent" == her.reply["state"]
    assert 1 == her.accepted()


def test_it_is_shown_with_its_reason(her: Her) -> None:
    row = first(her)
    tells(her, row, "undelivered", UNREACHED)
    person = her.world.person(her.number)["id"]
    with her.world.parts.db.transaction(her.world.organisation) as tx:
        portrait = timelines.portrait(tx, her.world.parts.vault, person)
    assert portrait is not None
    again = [one for one in portrait.thread if getattr(one, "verdict", "") == "again"]
    assert isinstance(again[0], timelines.Decided)
    assert "A text did not arrive" == words.decided(again[0])
    assert "could not be reached (30003). It is tried once more at" in again[0].why


def test_said_often_and_in_any_order_it_is_one_second_try(her: Her) -> None:
    row = first(her)
    for _ in range(3):
        for status in ("failed", "undelivered"):
            tells(her, row, status, UNREACHED)
    assert 1 == len(seconds(her, row))


def test_a_second_try_that_fails_is_the_last(her: Her) -> None:
    row = first(her)
    tells(her, row, "undelivered", UNREACHED)
    her.world.jump(minutes=46)
    her.deliver()
    second = her.reply
    tells(her, second, "undelivered", UNREACHED)
    assert [] == seconds(her, second)


@pytest.mark.parametrize("code", [30004, 30007, 30036, 12345])
def test_where_the_carrier_does_not_say_so_there_is_none(her: Her, code: int) -> None:
    row = first(her)
    tells(her, row, "undelivered", code)
    assert [] == seconds(her, row)


def test_a_no_that_may_pass_later_is_tried_once_more_as_well(her: Her) -> None:
    her.texts()
    row = her.reply
    her.fails("30008_sync")
    her.deliver()
    states = "SELECT state FROM outbox_messages WHERE id = %s"
    assert [{"state": "failed"}] == her.world.rows(states, row["id"])
    assert 1 == len(seconds(her, row))
    her.world.jump(minutes=46)
    her.deliver()
    assert 1 == her.accepted()


def test_one_in_doubt_is_never_tried_again(her: Her) -> None:
    her.texts()
    her.fails("drop_after")
    her.fails("lost_callback", times=None)
    her.deliver()
    assert "in_doubt" == her.reply["state"]
    with her.world.desk(her.number) as desk:
        row = outbox.whole(desk.tx, her.reply["id"])
        assert not once_more.plan(desk, row, UNREACHED)
        assert not once_more.did_not_arrive({**row, "error_code": UNREACHED})


def test_one_that_arrived_after_all_is_not_doubled(her: Her) -> None:
    """Twilio: `delivered` can come after `undelivered`."""
    row = first(her)
    tells(her, row, "undelivered", UNREACHED)
    tells(her, row, "delivered")
    her.world.jump(minutes=46)
    assert 0 == her.deliver()
    assert "withheld" == her.reply["state"]
    assert "arrived" == her.world.of(her.number, "decisions")[-1]["rule"]


def test_a_word_from_her_makes_it_needless(her: Her) -> None:
    row = first(her)
    tells(her, row, "undelivered", UNREACHED)
    (second,) = seconds(her, row)
    her.world.jump(minutes=46)
    her.texts("WHY")
    parts, whose = her.world.parts, her.world.organisation
    assert 0 == deliver.deliver(parts, whose, [second["id"]])
    rules = [row["rule"] for row in her.world.of(her.number, "decisions")]
    assert "overtaken" in rules


def test_after_a_word_from_her_none_is_even_made(her: Her) -> None:
    row = first(her)
    her.world.jump(minutes=2)
    her.texts("WHY")
    tells(her, row, "undelivered", UNREACHED)
    assert [] == seconds(her, row)


def test_a_stop_meanwhile_withholds_it(her: Her) -> None:
    row = first(her)
    tells(her, row, "undelivered", UNREACHED)
    her.world.hears(her.number, "STOP")
    assert ["withheld"] == [one["state"] for one in seconds(her, row)]


def test_one_that_would_come_too_late_is_not_made(her: Her) -> None:
    row = first(her)
    her.world.run(
        "UPDATE outbox_messages SET expires_at = handrail_now() + interval '20 minutes'"
        " WHERE id = %s",
        row["id"],
    )
    tells(her, row, "undelivered", UNREACHED)
    assert [] == seconds(her, row)


def test_a_prompt_and_its_second_try_are_one_prompt(her: Her) -> None:
    """The cap of one a day does not keep the second try of today's prompt back."""
    world = her.world
    her.fails("lost_callback", times=None)
    world.until("18:31", "America/Lima")
    row = her.reply
    assert ("prompt", "sent") == (row["kind"], row["state"])
    tells(her, row, "undelivered", UNREACHED)
    assert 1 == len(seconds(her, row))
    world.forward(minutes=46)
    assert ("prompt", "sent") == (her.reply["kind"], her.reply["state"])
    assert row["id"] == her.reply["retry_of"]


def test_an_alert_to_a_coach_has_none(her: Her) -> None:
    world = her.world
    her.texts("I want to kill myself")
    world.beat()
    (row,) = world.rows(
        "SELECT * FROM outbox_messages WHERE kind = 'alert' ORDER BY id DESC LIMIT 1"
    )
    world.run("DELETE FROM delivery_events WHERE outbox_message_id = %s", row["id"])
    tells(her, row, "undelivered", UNREACHED)
    assert [] == seconds(her, row)


def test_a_code_about_somebody_erased_does_nothing(her: Her) -> None:
    row = first(her)
    her.world.erase(her.number)
    tells(her, row, "undelivered", UNREACHED)
    assert [] == seconds(her, row)


def test_every_code_that_says_later_says_how_much_later() -> None:
    later = [row for row in codes.CODES.values() if row.again == "later"]
    assert all(timedelta(minutes=5) <= row.after <= timedelta(days=1) for row in later)
    assert {"never", "later", "stop"} < set(delivery.FOLLOWS)


SIX = (
    ("queued", None),
    ("sending", None),
    ("sent", None),
    ("delivered", None),
    ("undelivered", UNREACHED),
    ("failed", 30007),
)


def test_a_sample_of_all_orders_of_six_callbacks_ends_alike_in_the_database(
    her: Her,
) -> None:
    """I6, with up to three repeats of each, through the product's own door."""
    row, parts = first(her), her.world.parts
    ends = set()
    for at, order in enumerate(list(permutations(SIX))[::24]):
        her.world.run(
            "WITH gone AS (DELETE FROM delivery_events WHERE outbox_message_id = %s),"
            " second AS (DELETE FROM outbox_messages WHERE retry_of = %s)"
            " UPDATE outbox_messages SET state = 'calling', carrier_id = NULL,"
            " carrier_status = NULL, error_code = NULL WHERE id = %s",
            row["id"], row["id"], row["id"],
        )  # fmt: skip
        sid = new_sid()
        told = [one for one in order for _ in range(at % 3 + 1)]
        told += list(order[: at % 6])
        for status, code in told:
            report = StatusReport(sid, "AC", status, code, row["token"])
            settling.status_in(parts, report)
        (end,) = her.world.rows(
            "SELECT * FROM outbox_messages WHERE id = %s", row["id"]
        )
        assert sid == end["carrier_id"]
        ends.add((end["state"], end["carrier_status"], end["error_code"]))
        due = [one["id"] for one in seconds(her, row)]
        her.world.jump(minutes=46)
        # Where one was planned before the last word came, it never goes.
        assert 0 == deliver.deliver(parts, her.world.organisation, due)
    assert {("sent", "delivered", 30007)} == ends


def test_no_second_try_of_a_reply_wakes_her(her: Her) -> None:
    """She wrote at ten to nine in the evening, and the second try came at half past."""
    her.world.jump_to("20:20", "America/Lima")
    row = first(her)
    tells(her, row, "undelivered", UNREACHED)
    her.world.jump(minutes=46)  # her hours end at 20:30
    her.deliver()
    (second,) = seconds(her, row)
    there = second["not_before"].astimezone(ZoneInfo("America/Lima"))
    assert ("due", "08:30") == (second["state"], f"{there:%H:%M}")
    her.world.jump_to("08:31", "America/Lima")
    her.deliver()
    assert "sent" == seconds(her, row)[0]["state"]


def test_a_reply_that_waited_for_us_until_night_waits_for_her_morning(her: Her) -> None:
    her.world.jump_to("20:25", "America/Lima")
    her.texts()
    her.world.jump(hours=6)
    her.deliver()
    there = her.reply["not_before"].astimezone(ZoneInfo("America/Lima"))
    assert ("due", "08:30") == (her.reply["state"], f"{there:%H:%M}")


def test_whoever_writes_at_night_is_answered_at_night(her: Her) -> None:
    her.world.jump_to("23:00", "America/Lima")
    her.texts()
    her.world.jump(minutes=9)
    her.deliver()
    assert "sent" == her.reply["state"]
