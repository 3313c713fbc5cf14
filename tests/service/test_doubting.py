"""A person's word on a doubt: it went out, send again, leave it (I2, design law 4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from typer.testing import CliRunner

from service.cli import app as cli
from service.cli import doubting as command
from service.usecases import doubting, looking_after
from service.usecases.doubting import NotInDoubt
from service.usecases.enrol import Refused
from tests.journeys.world import World, new_sid, status_form
from tests.racing import at_once
from tests.service.her import Her

MILA = "+15550100001"


@pytest.fixture
def doubt(her: Her) -> dict[str, Any]:
    """A message to her that nobody knows the end of; the carrier never took it."""
    her.texts()
    her.fails("drop_before")
    her.deliver()
    assert "in_doubt" == her.reply["state"]
    return her.reply


def _settle(her: Her, message: UUID, answer: Any, by: str = "Ruth") -> UUID | None:
    return doubting.settle(her.world.parts, her.world.organisation, message, answer, by)


def _state(her: Her, message: UUID) -> str:
    rows = her.world.rows("SELECT state FROM outbox_messages WHERE id = %s", message)
    return str(rows[0]["state"])


def _callback(her: Her, row: dict[str, Any], status: str) -> None:
    form = status_form(row["carrier_id"] or new_sid(), status, None)
    assert 204 == her.world.post(form, f"/twilio/status?d={row['token']}").status


def test_a_doubt_is_listed_with_its_person_words_age_and_cause(
    her: Her, doubt: dict[str, Any]
) -> None:
    her.world.jump(minutes=20)
    found = doubting.listed(her.world.parts, her.world.organisation)
    (mine,) = [one for one in found if one.id == doubt["id"]]
    assert ("Mila", False, "text") == (mine.whose, mine.to_coach, mine.channel)
    assert mine.words
    assert 20 == (mine.now - mine.called_at).total_seconds() // 60
    assert mine.why
    assert "nobody knows" != mine.why


def test_it_went_out_settles_it_with_who_and_when(
    her: Her, doubt: dict[str, Any]
) -> None:
    assert _settle(her, doubt["id"], "went_out") is None
    assert "sent" == _state(her, doubt["id"])
    (mine,) = [
        one
        for one in doubting.decided(her.world.parts, her.world.organisation)
        if one.id == doubt["id"]
    ]
    assert ("Ruth", "it went out", her.world.now.date()) == (
        mine.by, mine.decided, mine.at.date(),
    )  # fmt: skip
    with pytest.raises(NotInDoubt):
        _settle(her, doubt["id"], "send_again")
    assert 0 == her.accepted()


def test_send_again_makes_a_new_message_that_names_the_old_one_and_goes(
    her: Her, doubt: dict[str, Any]
) -> None:
    again = _settle(her, doubt["id"], "send_again")
    assert "not_sent" == _state(her, doubt["id"])
    new = her.reply
    assert (again, doubt["id"]) == (new["id"], new["again_of"])
    assert doubt["token"] != new["token"]
    her.deliver()
    assert "sent" == her.reply["state"]
    assert 1 == her.accepted()
    assert (doubt["body_hash"], doubt["kind"]) == (new["body_hash"], new["kind"])


def test_pressed_twice_at_the_same_moment_it_is_sent_once(
    her: Her, doubt: dict[str, Any]
) -> None:
    def press() -> bool:
        try:
            return _settle(her, doubt["id"], "send_again") is not None
        except NotInDoubt:
            return False

    assert [False, False, True] == sorted(at_once(press, press, press))
    rows = her.world.rows(
        "SELECT id FROM outbox_messages WHERE again_of = %s", doubt["id"]
    )
    assert 1 == len(rows)


def test_left_alone_nothing_goes_and_no_machine_sends_it(
    her: Her, doubt: dict[str, Any]
) -> None:
    _settle(her, doubt["id"], "leave")
    for number in (0, 30, 60):
        her.world.jump(minutes=5)
        looking_after.round_of(her.world.parts, number)
    her.world.network.settle()
    assert "abandoned" == _state(her, doubt["id"])
    assert 0 == her.accepted()


@pytest.mark.parametrize("answer", ["leave", "send_again", "went_out"])
def test_a_late_callback_corrects_what_a_person_guessed(
    her: Her, doubt: dict[str, Any], answer: Any
) -> None:
    _settle(her, doubt["id"], answer)
    _callback(her, doubt, "delivered")
    rows = her.world.rows(
        "SELECT state, carrier_status FROM outbox_messages WHERE id = %s", doubt["id"]
    )
    assert [{"state": "sent", "carrier_status": "delivered"}] == rows
    (mine,) = [
        one
        for one in doubting.decided(her.world.parts, her.world.organisation)
        if one.id == doubt["id"]
    ]
    assert "sent" == mine.state


def test_sending_again_asks_the_rules_again(her: Her, doubt: dict[str, Any]) -> None:
    her.world.hears(her.number, "STOP")
    _settle(her, doubt["id"], "send_again")
    her.deliver()
    assert "withheld" == her.reply["state"]
    assert 0 == her.accepted()


@pytest.mark.parametrize("by", ["", "  ", "x" * 81])
def test_a_decision_has_a_name(her: Her, doubt: dict[str, Any], by: str) -> None:
    with pytest.raises(Refused, match="by"):
        _settle(her, doubt["id"], "leave", by)
    assert "in_doubt" == _state(her, doubt["id"])


def test_the_erased_and_their_words_are_not_sent_again(world: World) -> None:
    world.join(MILA)
    world.hears(MILA, "WHY")
    message = world.outbox(MILA)[-1]["id"]
    world.run(
        "UPDATE outbox_messages SET state = 'in_doubt', called_at = handrail_now()"
        " WHERE id = %s",
        message,
    )
    world.run("UPDATE participants SET wrapped_key = NULL")
    (mine,) = doubting.listed(world.parts, world.organisation)
    assert ("", "") == (mine.whose, mine.words)
    with pytest.raises(Refused, match="erased"):
        doubting.settle(world.parts, world.organisation, message, "send_again", "R")
    doubting.settle(world.parts, world.organisation, message, "leave", "R")
    assert () == doubting.listed(world.parts, world.organisation)


def test_an_alert_in_doubt_is_sent_again_to_its_coach_while_she_takes_any(
    world: World,
) -> None:
    world.join(MILA)
    for again in (True, False):
        world.hears(MILA, "I want to kill myself")
        newest = (
            "SELECT * FROM outbox_messages WHERE coach_id IS NOT NULL"
            " ORDER BY id DESC LIMIT 1"
        )
        alert = world.rows(newest)[0]
        world.run(
            "UPDATE outbox_messages SET state = 'in_doubt', called_at = handrail_now()"
            " WHERE id = %s",
            alert["id"],
        )
        (mine,) = doubting.listed(world.parts, world.organisation)
        assert (True, "Ruth") == (mine.to_coach, mine.whose)
        if again:
            new = doubting.settle(
                world.parts, world.organisation, alert["id"], "send_again", "Ruth"
            )
            assert (new, alert["coach_id"]) == (
                world.rows(newest)[0]["id"],
                world.rows(newest)[0]["coach_id"],
            )
            continue
        world.run("UPDATE coaches SET takes_alerts = false")
        with pytest.raises(Refused, match="coach"):
            doubting.settle(
                world.parts, world.organisation, alert["id"], "send_again", "Ruth"
            )


def test_a_message_whose_sender_was_lost_says_so(her: Her) -> None:
    her.texts()
    her.world.run(
        "UPDATE outbox_messages SET state = 'calling', called_at = handrail_now(),"
        " lease_until = now() - interval '1 s' WHERE id = %s",
        her.reply["id"],
    )
    looking_after.release(her.world.parts, her.world.organisation, [her.reply["id"]])
    found = doubting.listed(her.world.parts, her.world.organisation)
    (mine,) = [one for one in found if one.id == her.reply["id"]]
    assert "lost" in mine.why


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=30), "0 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=9), "9 days"),
    ],
)
def test_the_age_of_a_doubt_is_said_short(span: timedelta, said: str) -> None:
    assert said == command._age(span)


def test_the_command_lists_settles_and_tells_who_did(
    world: World, command_settings: None
) -> None:
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["doubts", *words])
        return done.exit_code, done.output

    assert (0, "Nothing is in doubt.\n") == run("list")
    assert (0, "Nobody has decided about a doubt yet.\n") == run("settled")
    world.join(MILA)
    for _ in range(2):
        world.hears(MILA, "WHY")
        world.jump(minutes=6)
    world.run(
        "UPDATE outbox_messages SET state = 'in_doubt', called_at = handrail_now()"
        " - CASE WHEN kind = 'reply' THEN '3 hours' ELSE '3 days' END::interval"
        " WHERE id IN (SELECT id FROM outbox_messages ORDER BY id DESC LIMIT 2)"
    )
    code, told = run("list")
    assert 0 == code
    assert "Mila" in told
    rows = [line.split("\t") for line in told.splitlines()[1:]]
    assert {"3 h"} == {row[3] for row in rows}
    assert 1 == run("settle", rows[0][0], "--by", "Ruth")[0]
    assert 1 == run("settle", "nonsense", "--leave", "--by", "Ruth")[0]
    assert (0, "It counts as sent.\n") == run(
        "settle", rows[0][0], "--went-out", "--by", "Ruth"
    )
    code, told = run("settle", rows[0][0], "--leave", "--by", "Ruth")
    assert (1, True) == (code, "not in doubt any more" in told)
    code, told = run("settle", rows[1][0], "--send-again", "--by", "Ruth")
    assert (0, True) == (code, told.startswith("It is sent once more, as "))
    told = run("settled")[1]
    assert "it went out\tRuth" in told
    assert "sent again\tRuth" in told
