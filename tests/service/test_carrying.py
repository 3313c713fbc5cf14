"""What a conversation decided and what became of it: offers, steps, rights, no step."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.talk import effects as e
from flows.talk.events import Opened
from service.store import talks
from service.usecases import carrying, converse
from service.usecases.acting import Scene
from service.usecases.speaking import About
from tests.journeys.world import World
from tests.service import called
from tests.service.called import LIMA, Called


@pytest.fixture
def her(shared: World) -> Called:
    return called.join(shared)


def memories(her: Called) -> dict[str, str]:
    with her.desk() as desk:
        return talks.memories(desk.tx, desk.person)


def carry(her: Called, *effects: e.Effect) -> None:
    """Carry out effects as one turn of no conversation does."""
    with her.desk() as desk:
        carrying.carry_out(Scene(desk, None, None, "her words"), effects)


def begins(her: Called, script: str) -> None:
    """Open a conversation of that script by text."""
    with her.desk() as desk:
        talks.end_all(desk.tx, desk.person)
        converse.open_talk(desk, script, Opened("follow_up"), About())
    her.phone.forgets()


def texts(her: Called, *bodies: str) -> None:
    """She answers, a minute after each question."""
    for body in bodies:
        her.world.jump(minutes=1)
        her.phone.texts(body)
    her.phone.forgets()


@pytest.mark.parametrize(
    ("answer", "kept", "raised"),
    [
        ("OK", "accept", [("hand", "accepted_stretch")]),
        ("KEEP", "keep", []),
        ("LATER", "later", []),
    ],
)
def test_an_offer_taken_up_is_before_a_coach_and_one_left_alone_is_remembered(
    her: Called, answer: str, kept: str, raised: list[tuple[str, str]]
) -> None:
    begins(her, "stretch")
    texts(her, answer)
    assert kept == memories(her)["offered_stretch"]
    assert raised == her.alerts()


def steps(her: Called, *, ended: bool) -> list[tuple[str, str]]:
    rows = her.world.of(her.phone.number, "steps")
    whole = zip(
        rows,
        her.world.words(her.phone.number, "steps", "step_sealed"),
        her.world.words(her.phone.number, "steps", "cue_sealed"),
        strict=True,
    )
    return [(step, cue) for row, step, cue in whole if bool(row["ended_at"]) == ended]


def test_a_step_told_in_her_own_words_becomes_the_current_one(her: Called) -> None:
    (before,) = steps(her, ended=False)
    carry(
        her,
        e.Remember("step", "write one line"),
        e.Remember("cue", "the kettle boils"),
        e.TakeUp(),
    )
    assert [("write one line", "the kettle boils")] == steps(her, ended=False)
    assert [before] == steps(her, ended=True)
    assert her.row["planned_until"] is None


def test_a_step_without_a_cue_is_never_taken_up(her: Called) -> None:
    before = steps(her, ended=False)
    carry(her, e.Remember("step", "write one line"), e.TakeUp())
    assert before == steps(her, ended=False)


def test_a_copy_of_her_data_is_asked_of_a_person(her: Called) -> None:
    texts(her, "MYDATA")
    assert ("hand", "my_data") in her.alerts()


def test_whoever_plays_the_script_that_ends_calls_ends_them(her: Called) -> None:
    her.agree()
    begins(her, "calls_off")
    assert ("stopped", "active") == (her.row["calls"], her.row["consent"])
    entries = her.world.of(her.phone.number, "consent_entries")
    assert [("call", "withdrawn")] == [
        (row["channel"], row["change"])
        for row in entries
        if row["change"] == "withdrawn"
    ]


def test_a_try_of_someone_without_a_step_is_before_a_coach_and_no_attempt(
    her: Called,
) -> None:
    her.world.change(
        "UPDATE steps SET ended_at = handrail_now() WHERE participant_id = %s",
        her.phone.number,
    )
    carry(
        her,
        e.RecordAttempt("attempted", "I did it"),
        e.Recapped((her.world.now.date(),)),
    )
    assert [] == her.world.of(her.phone.number, "attempts")
    assert [("hand", "no_step")] == her.alerts()


def test_a_recap_closes_the_days_it_asked_about_and_no_other(her: Called) -> None:
    """Sunday's question, answered late on Monday, made a miss of Monday."""
    for _ in range(3):
        her.world.jump(hours=24)
        her.world.beat()
    her.world.jump_to("23:30", LIMA)
    today = her.world.now.astimezone(ZoneInfo(LIMA)).date()
    carry(her, e.Recapped((), today - timedelta(days=1)))
    over = {
        row["local_date"]: row["outcome"]
        for row in her.world.of(her.phone.number, "chances")
        if row["closes_at"] < her.world.now
    }
    assert "open" == over.pop(today)
    assert {"missed"} == {*over.values()}


def test_words_of_no_attempt_are_remembered(her: Called) -> None:
    carry(her, e.AddWords("a quiet room", "what_i_did"))
    assert "a quiet room" == memories(her)["what_i_did"]


def test_a_later_conversation_is_planned_once_a_day_and_lives_a_day(
    her: Called,
) -> None:
    again = e.FollowUp("joy", timedelta(hours=3))
    carry(her, again)
    carry(her, again)
    (nudge,) = her.nudges("follow_up")
    assert "joy" == nudge["script"]
    assert timedelta(hours=24) == nudge["expires_at"] - nudge["due_at"]
    assert timedelta(0) <= nudge["due_at"] - her.world.now <= timedelta(hours=3)
