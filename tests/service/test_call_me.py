"""She texts CALL ME: one call, soon, in her hours, by her own word."""

from __future__ import annotations

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.coach import explain, written
from service.usecases import call_consent, call_me, causes, deliver
from tests.journeys.world import World
from tests.service import called
from tests.service.called import LIMA, Called

SUNDAY = 6
AUSTRALIAN = json.dumps(written.dump(written.read({"law": "au"})))


def ask(her: Called) -> call_me.CallMe:
    with her.desk() as desk:
        return call_me.call_me(desk, "CALL ME please")


def entries(her: Called) -> list[tuple[str, str, str]]:
    rows = her.world.of(her.phone.number, "consent_entries")
    return [(r["channel"], r["change"], r["method"]) for r in rows]


def test_in_her_hours_the_call_is_due_now_and_lives_two_hours(shared: World) -> None:
    her = called.agreed(shared)
    told = ask(her)
    (call,) = (n for n in her.nudges() if n["occurrence"].startswith("call_me/"))
    assert ("now", told.at) == (told.came, call["due_at"])
    assert timedelta(0) <= shared.now - call["due_at"] < timedelta(minutes=1)
    assert timedelta(hours=2) == call["expires_at"] - call["due_at"]
    assert ("check_in", None) == (call["script"], call["chance_id"])


def test_at_night_it_waits_for_her_morning(shared: World) -> None:
    her = called.agreed(shared)
    shared.jump_to("23:00", LIMA)
    told = ask(her)
    assert told.at is not None
    assert ("later", "08:30") == (told.came, shared.local(LIMA, told.at))


def test_no_call_is_promised_on_a_day_that_has_none(shared: World) -> None:
    """A Sunday under Australian law: "I will call you in a moment", and silence."""
    her = called.agreed(shared)
    shared.jump_to("10:00", LIMA)
    while shared.now.astimezone(ZoneInfo(LIMA)).weekday() != SUNDAY:
        shared.jump(hours=24)
    shared.change(
        f"UPDATE participants SET schedule = '{AUSTRALIAN}' WHERE id = %s",
        her.phone.number,
    )
    told = ask(her)
    assert told.at is not None
    assert ("later", "09:00") == (told.came, shared.local(LIMA, told.at))
    assert timedelta(hours=23) == told.at - shared.now.replace(microsecond=0, second=0)


@pytest.mark.parametrize("calls", ["none", "stopped"])
def test_asking_is_a_yes_to_this_call_alone_with_its_own_entry(
    shared: World, calls: str
) -> None:
    her = called.join(shared)
    shared.change(
        f"UPDATE participants SET calls = '{calls}' WHERE id = %s", her.phone.number
    )
    ask(her)
    assert calls == her.row["calls"]
    assert ("call", "given", call_consent.ONE_CALL) == entries(her)[-1]
    words = shared.words(her.phone.number, "consent_entries", "wording_sealed")
    assert "CALL ME please" == words[-1]
    (call,) = her.nudges()
    with her.desk() as desk:
        context = causes.with_calls(desk, deliver.context(desk, "call"), call["id"])
        assert ("asked", calls) == (context.cause, context.calls)
        assert "send" == explain.verdict(context).action
    # The clock plans no other call on the strength of it.
    her.plan()
    assert 1 == len(her.nudges())


def test_who_agreed_to_calls_needs_no_further_entry(shared: World) -> None:
    her = called.agreed(shared)
    before = entries(her)
    ask(her)
    assert before == entries(her)


def test_asking_again_before_the_call_plans_no_second(shared: World) -> None:
    her = called.agreed(shared)
    first = ask(her)
    shared.jump(minutes=3)
    again = ask(her)
    assert first.at == again.at
    assert 1 == sum(n["occurrence"].startswith("call_me/") for n in her.nudges())


@pytest.mark.parametrize("again", ["23:58", "00:10", "08:20"])
def test_asked_on_either_side_of_midnight_it_is_one_call(
    shared: World, again: str
) -> None:
    her = called.agreed(shared)
    shared.jump_to("23:50", LIMA)
    first = ask(her)
    shared.jump_to(again, LIMA)
    assert first == ask(her)
    (call,) = (n for n in her.nudges() if n["occurrence"].startswith("call_me/"))
    assert "08:30" == shared.local(LIMA, call["due_at"])


def test_three_a_day_are_the_most(shared: World) -> None:
    her = called.join(shared)
    came = []
    for _ in range(4):
        came.append(ask(her).came)
        shared.run("UPDATE nudges SET state = 'sent' WHERE kind = 'call'")
        shared.jump(minutes=5)
    assert ["now", "now", "now", "most"] == came
    shared.jump_to("10:00", LIMA)
    assert "now" == ask(her).came


@pytest.mark.parametrize("consent", ["invited", "stopped"])
def test_who_has_not_joined_or_has_stopped_is_not_called(
    shared: World, consent: str
) -> None:
    her = called.join(shared)
    shared.change(
        f"UPDATE participants SET consent = '{consent}' WHERE id = %s",
        her.phone.number,
    )
    assert "off" == ask(her).came
    assert [] == her.nudges()


def test_a_call_tells_whether_she_asked_for_it(shared: World) -> None:
    her = called.agreed(shared, call_days="0123456")
    planned = next(row for row in her.nudges() if row["due_at"] > shared.now)
    ask(her)
    (mine,) = (n for n in her.nudges() if n["occurrence"].startswith("call_me/"))
    messages = (her.made(planned), her.made(mine), shared.parts.new_id(), None)
    with her.desk() as desk:
        told = [causes.asked_for(desk, message) for message in messages]
    assert [False, True, False, False] == told


def test_key_nine_takes_back_a_call_she_asked_for(shared: World) -> None:
    her = called.join(shared)
    ask(her)
    with her.desk() as desk:
        call_consent.withdraw_calls(desk, "9", "key 9")
    assert ["cancelled"] == [row["state"] for row in her.nudges()]


@pytest.mark.parametrize(
    ("occurrence", "cause"),
    [
        ("call/2026-06-04", "plan"),
        ("call/2026-06-04/2", "unreached"),
        ("call/2026-06-04/text", "unreached"),
        ("call_me/2026-06-04T12:15", "asked"),
        ("call_me/2026-06-04T12:15/2", "asked"),
        ("prompt/2026-06-04/0", "plan"),
        ("follow_up/text/2", "plan"),
    ],
)
def test_an_occurrence_tells_why_its_nudge_is_there(
    occurrence: str, cause: str
) -> None:
    assert cause == causes.cause(occurrence)


def test_a_promised_text_and_a_recap_are_there_by_plan(shared: World) -> None:
    her = called.join(shared)
    with her.desk() as desk:
        prompt = her.nudges("prompt")[0]["id"]
        for kind, nudge in (("follow_up", prompt), ("recap", prompt), ("call", None)):
            context = deliver.context(desk, kind)
            assert "plan" == causes.with_calls(desk, context, nudge).cause
