"""A carrier out of reach for hours: what is of use goes when it is back, and what was
not is given up aloud, with its true reason.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.carrier.port import Busy, Outcome
from service.usecases import deliver, giving_up
from service.web import words
from service.web.words import Said
from tests.journeys.world import World
from tests.service import called
from tests.service.her import Her
from tests.service.test_gates_at_work import Spoilt, kept, lives_through, states

LIMA = "America/Lima"
HALF_AN_HOUR = timedelta(minutes=30)


def away(her: Her, span: timedelta) -> Spoilt:
    """A carrier that nothing reaches for so long."""
    return Spoilt(her, Busy(1.0), her.world.now + span, chance=1.0)


def why(her: Her) -> tuple[str, str]:
    row = her.world.of(her.number, "decisions")[-1]
    said = her.world.words(her.number, "decisions", "sentence_sealed")[-1]
    return row["rule"], said


def alerts(her: Her) -> list[tuple[str, str]]:
    rows = her.world.of(her.number, "alerts")
    return [(row["kind"], row["reason"]) for row in rows]


@pytest.mark.parametrize("kind", ["recap", "reply", "crisis", "confirmation"])
def test_one_message_alone_outlives_an_evening_without_a_carrier(
    her: Her, kind: str
) -> None:
    """Each scout's call was a try of this one: after 30 of them it was gone for good."""
    her.world.jump_to("18:00", LIMA)
    ids = kept(her, 1, timedelta(0), kind)
    carrier = away(her, 3 * HALF_AN_HOUR)
    lives_through(her, carrier, timedelta(hours=3))
    assert {"sent"} == states(her, ids)
    assert 1 == len(carrier.taken)
    assert carrier.calls > 30
    assert [] == alerts(her)


def ends_in(her: Her, ids: list[UUID], span: timedelta) -> None:
    end = her.world.now + span
    her.world.run(
        "UPDATE outbox_messages SET expires_at = %s WHERE id = ANY(%s)", end, ids
    )


def test_what_was_of_use_for_half_an_hour_is_given_up_and_told(her: Her) -> None:
    her.world.jump_to("10:00", LIMA)
    ids = kept(her, 1, timedelta(0), "recap")
    ends_in(her, ids, HALF_AN_HOUR)
    carrier = away(her, timedelta(hours=2))
    lives_through(her, carrier)
    assert states(her, ids) <= {"failed", "withheld"}
    assert [] == carrier.taken
    rule, said = why(her)
    assert giving_up.RULE == rule
    assert said.startswith("The carrier could not be reached while this was of use to")
    assert [("quarantine", "out_of_reach")] == alerts(her)


def test_what_waits_before_a_shut_gate_till_its_end_is_told_as_well(her: Her) -> None:
    her.world.jump_to("10:00", LIMA)
    (message,) = kept(her, 1, timedelta(0), "recap")
    ends_in(her, [message], timedelta(minutes=1))
    her.world.run(
        "UPDATE outbox_messages SET waits_for = 'shut' WHERE id = %s", message
    )
    her.world.jump(minutes=2)
    deliver.deliver(her.world.parts, her.world.organisation, [message])
    assert {"withheld"} == states(her, [message])
    assert giving_up.RULE == why(her)[0]
    assert [("quarantine", "out_of_reach")] == alerts(her)


def test_what_was_late_for_another_reason_is_no_matter_of_the_carrier(her: Her) -> None:
    her.world.jump_to("10:00", LIMA)
    (message,) = kept(her, 1, timedelta(0), "recap")
    ends_in(her, [message], timedelta(minutes=1))
    her.world.jump(minutes=2)
    deliver.deliver(her.world.parts, her.world.organisation, [message])
    assert "too_late" == why(her)[0]
    assert [] == alerts(her)


def test_a_reply_is_kept_for_a_day_from_when_the_carrier_was_away(her: Her) -> None:
    her.world.jump_to("10:00", LIMA)
    (message,) = kept(her, 1, timedelta(0), "reply")
    carrier = away(her, timedelta(days=9))
    age = "UPDATE outbox_messages SET settled_at = handrail_now() - %s, not_before = handrail_now() WHERE id = %s"
    lives_through(her, carrier, timedelta(seconds=5))
    her.world.run("DELETE FROM gates")
    her.world.run(age, timedelta(hours=23), message)
    deliver.deliver(carrier.parts, her.world.organisation, [message])
    assert {"due"} == states(her, [message])
    her.world.run("DELETE FROM gates")
    her.world.run(age, timedelta(hours=24), message)
    deliver.deliver(carrier.parts, her.world.organisation, [message])
    assert {"failed"} == states(her, [message])
    (row,) = her.world.rows("SELECT * FROM outbox_messages WHERE id = %s", message)
    assert (None, "busy") == (row["error_code"], row["waits_for"])
    assert [("quarantine", "out_of_reach")] == alerts(her)


def test_what_she_is_owed_and_what_tells_of_danger_is_kept_for_days() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    for kind in ("confirmation", "crisis", "alert"):
        end = giving_up.ends({"expires_at": None, "kind": kind}, now)
        assert end - now >= timedelta(days=3)


class NoCalls:
    """A carrier that no call reaches."""

    def place_call(self, **_: Any) -> Outcome:
        return Busy(1.0)


def test_a_call_that_could_not_be_made_in_time_leads_to_its_text(
    shared: World,
) -> None:
    her = called.agreed(shared, call_days="0123456")
    call = next(row for row in her.nudges() if row["due_at"] > shared.now)
    her.at(call["due_at"])
    message = her.made(call, state="due")
    parts = replace(shared.parts, carrier=NoCalls())  # type: ignore[arg-type]  # it calls
    sought = "SELECT state, not_before FROM outbox_messages WHERE id = %s"
    for _ in range(400):
        (row,) = shared.rows(sought, message)
        if row["state"] != "due":
            break
        her.at(max(row["not_before"], shared.now) + timedelta(milliseconds=1))
        deliver.deliver(parts, shared.organisation, [message])
    shared.run("DELETE FROM gates")
    assert row["state"] in ("failed", "withheld")
    rules = [one["rule"] for one in her.decisions()]
    assert [giving_up.RULE, "call_text"] == rules[-2:]
    assert [("quarantine", "out_of_reach")] == her.alerts()
    texts = [row for row in her.nudges("follow_up") if row["state"] == "planned"]
    assert 1 == len(texts)


@pytest.mark.parametrize(
    ("code", "waits_for", "says"),
    [
        (None, "busy", "The carrier could not be reached while it was of use."),
        (None, None, "It could not be sent from here and was put aside."),
        (21211, None, "The carrier refused it: "),
    ],
)
def test_the_page_says_the_true_reason(
    code: int | None, waits_for: str | None, says: str
) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    said = Said(
        at=at, words="", kind="prompt", state="failed", carrier_status=None,
        error_code=code, waits_until=None, why="", waits_for=waits_for,
        stopped_code=None,
    )  # fmt: skip
    assert words.delivery(said, "UTC").startswith(says)
