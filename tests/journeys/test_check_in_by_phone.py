"""A check-in by phone, from the ring to the last word: read it top to bottom.

`phone.calls()` is she dialling our number; `hears` is what was said since she last did
something; `presses`, `says`, `records`, `stays_silent` and `hangs_up` are hers.
"""

from __future__ import annotations

import re

import pytest

from service.switchboard.phone import Phone
from tests.journeys.wording import says
from tests.journeys.world import SERVICE, World

LIMA = "America/Lima"
NUMBER = "+15550100001"
AGREES = "UPDATE participants SET calls = 'agreed', recorded = true WHERE id = %s"
DID_YOU = says("check_in", "did_you_try", channel="voice")
WHAT_DID_SHE = says("check_in", "a_try", channel="voice")
WHAT_DID_SHE_DO = says("check_in", "a_try")
WHAT_WAS_MISSING = says("check_in", "what_was_missing", channel="voice")
HOW_SURE = says("check_in", "how_sure", channel="voice")
HOW_SURE_IS_SHE = says("check_in", "how_sure")
AFTER_A_STORY = says("what_she_did", "what_did_you_do")
AFTER_A_STORY_ALOUD = says("what_she_did", "what_did_you_do", channel="voice")
NO_MORE_CALLS = says("calls_off", "no_more_calls", channel="voice")


@pytest.fixture
def mila(world: World) -> Phone:
    phone = world.join(NUMBER, zone=LIMA)
    world.change(AGREES, NUMBER)
    return phone


def attempts(world: World) -> list[tuple[str, str, str]]:
    return [
        (row["outcome"], row["label"], row["channel"])
        for row in world.of(NUMBER, "attempts")
    ]


def measures(world: World) -> list[tuple[str, int]]:
    return [(row["name"], row["value"]) for row in world.of(NUMBER, "measures")]


# ---- a call of her own, before any prompt, is an unprompted try ----


def test_keypad_she_presses_her_way_through(world: World, mila: Phone) -> None:
    call = mila.calls()
    call.hears("automated").hears("recorded").hears("press 9").hears(DID_YOU)
    call.presses("1").hears(WHAT_DID_SHE)
    call.records("I opened the meeting").hears(HOW_SURE)
    call.presses("8#").hears("kept").expects_hang_up()
    assert [("attempted", "unprompted", "voice")] == attempts(world)
    assert [("confidence", 8)] == measures(world)
    mila.expects_nothing()


def test_speech_she_talks_her_way_through(world: World, mila: Phone) -> None:
    world.change("UPDATE participants SET recorded = false WHERE id = %s", NUMBER)
    call = mila.calls().hears("not recorded").hears(DID_YOU)
    call.says("um yeah I did it").hears(WHAT_DID_SHE)
    call.says("I wrote it down before the meeting").hears(HOW_SURE)
    call.says("about a seven I think").hears("I heard 7").expects_hang_up()
    assert [("attempted", "unprompted", "voice")] == attempts(world)
    assert ["I wrote it down before the meeting"] == world.words(
        NUMBER, "attempts", "what_i_did_sealed"
    )
    assert [("confidence", 7)] == measures(world)


def test_silence_is_asked_again_twice_and_goes_on_by_text(
    world: World, mila: Phone
) -> None:
    call = mila.calls().hears(DID_YOU)
    call.stays_silent().hears("did not hear").hears(DID_YOU)
    call.stays_silent().hears("did not hear").hears(DID_YOU)
    call.stays_silent().hears("as a text").expects_hang_up()
    mila.expects_sms("D for done").replies("D")
    # Two texts within seconds would be one answer.
    world.jump(minutes=1)
    mila.expects_sms(WHAT_DID_SHE_DO).replies("wrote a note")
    world.jump(minutes=1)
    mila.expects_sms(HOW_SURE_IS_SHE).replies("6")
    mila.forgets()
    assert [("attempted", "unprompted", "text")] == attempts(world)


def test_silence_is_asked_again_in_the_same_words_and_thanks_no_second_time(
    world: World, mila: Phone
) -> None:
    call = mila.calls().presses("1").records("I opened the meeting").hears(HOW_SURE)
    (question,) = re.findall(r"[^.]*\?", call.heard)
    for _ in range(2):
        call.stays_silent().hears(re.compile(re.escape(question)))
        call.hears_nothing_of("thank")
    call.presses("8#").expects_hang_up()


def test_hang_up_after_question_two_is_finished_by_text(
    world: World, mila: Phone
) -> None:
    call = mila.calls()
    call.presses("1").records("asked Ben to hold his question").hears(HOW_SURE)
    call.hangs_up()
    mila.expects_sms(HOW_SURE_IS_SHE).replies("9")
    mila.expects_sms("9")
    mila.expects_nothing()
    assert [("attempted", "unprompted", "voice")] == attempts(world)
    assert [("confidence", 9)] == measures(world)
    (row,) = world.of(NUMBER, "calls")
    assert "hung_up" == row["state"]


def test_her_voice_is_kept_sealed_and_forgotten_by_the_carrier(
    world: World, mila: Phone
) -> None:
    call = mila.calls().presses("1").records("I opened the meeting", seconds=4)
    call.presses("8#").expects_hang_up()
    for _ in range(3):
        world.beat()
    (row,) = world.of(NUMBER, "recordings")
    assert ("kept", False) == (row["state"], row["at_carrier"])
    (attempt,) = world.of(NUMBER, "attempts")
    assert attempt["id"] == row["attempt_id"]
    assert b"RIFF" not in row["audio_sealed"]
    assert world.parts.carrier.fetch_recording(row["carrier_id"]) is None


# ---- text and phone are one conversation ----


def test_a_conversation_begun_by_text_is_finished_by_phone(
    world: World, mila: Phone
) -> None:
    mila.texts("said my idea in the stand-up").expects_sms(AFTER_A_STORY)
    call = mila.calls().hears("automated").hears(AFTER_A_STORY_ALOUD)
    call.records("I wrote it on a card").expects_hang_up()
    assert [("attempted", "unprompted", "text")] == attempts(world)
    mila.expects_nothing()


def test_a_text_during_a_call_answers_the_question_and_the_call_goes_on(
    world: World, mila: Phone
) -> None:
    call = mila.calls().hears(DID_YOU)
    mila.texts("D").expects_sms(WHAT_DID_SHE_DO)
    # The key she presses now was for the question that her text has answered.
    call.presses("2").hears(WHAT_DID_SHE)
    call.records("took a breath first").hears(HOW_SURE)
    call.presses("7#").expects_hang_up()
    assert ["attempted"] == [outcome for outcome, _, _ in attempts(world)]
    mila.expects_nothing()


def test_words_said_to_a_question_already_answered_are_not_lost(
    world: World, mila: Phone
) -> None:
    world.change("UPDATE participants SET recorded = false WHERE id = %s", NUMBER)
    call = mila.calls().hears(DID_YOU)
    mila.texts("D").forgets()
    call.says("yes I did and it was fun").hears(WHAT_DID_SHE)
    assert "yes I did and it was fun" in world.words(NUMBER, "turns", "heard_sealed")


# ---- stopping ----


def test_stop_by_key_ends_calls_and_leaves_texts(world: World, mila: Phone) -> None:
    mila.calls().presses("9").hears(NO_MORE_CALLS).expects_hang_up()
    person = world.person(NUMBER)
    assert ("stopped", "active") == (person["calls"], person["consent"])
    (entry,) = [
        row
        for row in world.of(NUMBER, "consent_entries")
        if row["change"] == "withdrawn"
    ]
    assert ("call", "key") == (entry["channel"], entry["method"])
    mila.expects_nothing()


def test_stop_by_key_in_the_middle_of_a_recording(world: World, mila: Phone) -> None:
    call = mila.calls().presses("1").hears(WHAT_DID_SHE)
    call.records("please no more", ends_with="9").expects_hang_up()
    assert "stopped" == world.person(NUMBER)["calls"]


def test_a_nine_at_the_number_question_is_a_nine(world: World, mila: Phone) -> None:
    call = mila.calls().presses("1").records("I did it").hears(HOW_SURE)
    call.presses("9#").expects_hang_up()
    assert [("confidence", 9)] == measures(world)
    assert "agreed" == world.person(NUMBER)["calls"]


def test_stop_by_words_about_calls_ends_calls(world: World, mila: Phone) -> None:
    mila.calls().says("please stop calling me").expects_hang_up()
    person = world.person(NUMBER)
    assert ("stopped", "active") == (person["calls"], person["consent"])
    mila.expects_nothing()


def test_stop_by_words_about_everything_ends_everything(
    world: World, mila: Phone
) -> None:
    mila.calls().says("stop texting me").expects_hang_up()
    assert "stopped" == world.person(NUMBER)["consent"]
    mila.expects_nothing()
    mila.calls().hears("nothing to do").expects_hang_up()


def test_danger_in_a_call_is_answered_aloud_and_held(world: World, mila: Phone) -> None:
    world.change("UPDATE participants SET recorded = false WHERE id = %s", NUMBER)
    mila.calls().says("I want to kill myself").hears(
        "your local emergency number"
    ).expects_hang_up()
    assert "crisis" == world.person(NUMBER)["hold"]
    mila.calls().hears("your local emergency number").hears(
        "person will get back"
    ).expects_hang_up()


def test_a_worry_in_a_call_goes_before_a_coach_and_the_call_goes_on(
    world: World, mila: Phone
) -> None:
    """By text it went before a coach; the same words, said, reached nobody."""
    world.change("UPDATE participants SET recorded = false WHERE id = %s", NUMBER)
    mila.calls().says("I tried, I don't want to kill myself any more").hangs_up()
    assert [("hand", "watch")] == [
        (row["kind"], row["reason"]) for row in world.of(NUMBER, "alerts")
    ]
    assert world.person(NUMBER)["hold"] is None


# ---- repeats, strangers, two at once ----


def test_the_same_voice_webhook_three_times_gets_the_very_same_answer(
    world: World, mila: Phone
) -> None:
    sid = "CA" + "0123456789abcdef" * 2
    form = call_form(sid)
    first = [world.post(form, "/twilio/voice") for _ in range(3)]
    assert 1 == len({(one.status, one.text) for one in first})
    action = re.search(r'action="[^"]*(/twilio/voice\?[^"#]*)', first[0].text)
    assert action is not None
    target = action[1].replace("&amp;", "&")
    pressed = [world.post(call_form(sid, Digits="1"), target) for _ in range(3)]
    assert 1 == len({(one.status, one.text) for one in pressed})
    assert 200 == pressed[0].status
    assert 1 == len(attempts(world))
    assert 2 == len(world.rows("SELECT * FROM call_turns"))


def test_two_callers_at_once_do_not_mix(world: World, mila: Phone) -> None:
    other = world.join("+15550100002", name="Tomas", zone=LIMA)
    world.change(AGREES, "+15550100002")
    hers, his = mila.calls(), other.calls()
    hers.presses("1").hears(WHAT_DID_SHE)
    his.presses("2").hears(WHAT_WAS_MISSING)
    hers.records("mine").presses("8#").expects_hang_up()
    his.presses("1").presses("3#").expects_hang_up()
    assert ["attempted"] == [row["outcome"] for row in world.of(NUMBER, "attempts")]
    assert ["skipped"] == [
        row["outcome"] for row in world.of("+15550100002", "attempts")
    ]


def test_a_stranger_who_calls_is_told_kindly_and_not_kept(world: World) -> None:
    world.programme()
    phone = world.network.add_phone("+15550100077", "Nobody")
    phone.calls().expects_hang_up()
    assert [] == world.rows("SELECT * FROM calls")


def call_form(sid: str, **more: str) -> list[tuple[str, str]]:
    """The form of a call that came in, as the carrier posts it."""
    fields = {
        "AccountSid": "AC" + "0123456789abcdef" * 2,
        "ApiVersion": "2010-04-01",
        "CallSid": sid,
        "CallStatus": "in-progress",
        "Direction": "inbound",
        "From": NUMBER,
        "To": SERVICE,
        **more,
    }
    return sorted(fields.items())


def test_what_she_adds_in_a_call_joins_the_try_she_told_by_text(
    world: World, mila: Phone
) -> None:
    """Her "what else" was kept as a fact of nothing; her recording hung on no try."""
    mila.texts("said my idea").expects_sms(AFTER_A_STORY)
    world.forward(minutes=1)
    mila.texts("wrote it down").forgets()
    call = mila.calls().hears(says("check_in", "already_told", channel="voice"))
    call.records("I went second in the round").hears(HOW_SURE)
    call.presses("8#").expects_hang_up()
    (attempt,) = world.of(NUMBER, "attempts")
    assert ["said my idea"] == world.words(NUMBER, "attempts", "words_sealed")
    (take,) = world.of(NUMBER, "recordings")
    assert attempt["id"] == take["attempt_id"]


def test_what_she_adds_by_text_is_another_line_of_the_try(
    world: World, mila: Phone
) -> None:
    mila.texts("said my idea").expects_sms(AFTER_A_STORY)
    world.forward(minutes=1)
    mila.texts("wrote it down").forgets()
    mila.calls().hears(says("check_in", "already_told", channel="voice")).hangs_up()
    world.beat()
    mila.expects_sms(says("check_in", "already_told"))
    mila.texts("my voice was calm").expects_sms(HOW_SURE_IS_SHE)
    assert ["said my idea\nmy voice was calm"] == world.words(
        NUMBER, "attempts", "words_sealed"
    )
