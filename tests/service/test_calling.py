"""What a call asks us: first turns, fallback, holds, and what belongs to no call."""

from __future__ import annotations

from itertools import count

import pytest

from flows.talk.events import Opened
from service.usecases import converse
from service.usecases.speaking import About
from tests.journeys.wording import says
from tests.journeys.world import World
from tests.service import called
from tests.service.called import Called
from tests.service.dialled import FIRST, Dialled

NUMBERS = count(15550710001)
DID_YOU = says("check_in", "did_you_try", channel="voice")
WHAT_DID_SHE = says("check_in", "a_try", channel="voice")
FAILED = {"ErrorCode": "11205", "ErrorUrl": "https://a.example/"}
NOTHING = "there is nothing to do just now"
HELD = "A person will get back to you"


@pytest.fixture
def her(shared: World) -> Called:
    found = called.join(shared)
    shared.change(
        "UPDATE participants SET calls = 'agreed' WHERE id = %s", found.phone.number
    )
    return found


@pytest.fixture
def call(her: Called) -> Dialled:
    return Dialled(her.world, her.phone.number)


# ---- the fallback address: our answer could not be used ----


def test_a_first_turn_that_failed_begins_the_call_at_the_fallback_address(
    call: Dialled,
) -> None:
    first = call.asks(**FAILED)
    assert "an automated call" in first.text
    assert DID_YOU.search(first.text)
    assert WHAT_DID_SHE.search(call.asks(Digits="1").text)


def test_a_later_turn_that_failed_asks_the_open_question_once_more(
    call: Dialled,
) -> None:
    call.asks()
    call.asks(Digits="1")
    again = call.asks("/twilio/voice", **FAILED)
    assert WHAT_DID_SHE.search(again.text)
    assert "automated" not in again.text
    assert 3 == call.turns


LOST = {**FAILED, "Confidence": "0.9"}


def test_danger_said_to_a_turn_that_failed_is_heard_at_the_fallback_address(
    her: Called, call: Dialled
) -> None:
    """Her words came again, were thrown away unread, and she was asked about the step."""
    call.asks()
    said = call.asks("/twilio/voice", SpeechResult="I want to kill myself", **LOST).text
    assert "your local emergency number" in said
    assert "crisis" == her.row["hold"]


def test_a_wish_to_stop_calls_said_to_a_turn_that_failed_is_carried_out(
    her: Called, call: Dialled
) -> None:
    call.asks()
    said = call.asks("/twilio/voice", SpeechResult="stop calling me", **LOST).text
    assert "will not call you" in said
    assert "stopped" == her.row["calls"]


def test_other_words_of_a_turn_that_failed_are_kept_and_answer_nothing(
    her: Called, call: Dialled
) -> None:
    call.asks()
    again = call.asks("/twilio/voice", SpeechResult="yes I did", **LOST).text
    assert DID_YOU.search(again)
    assert [] == her.world.of(her.phone.number, "attempts")
    heard = her.world.words(her.phone.number, "turns", "heard_sealed")
    assert "yes I did" in heard


HER_NAME = "UPDATE participants SET name_sealed = 'x' WHERE id = %s"
HER_CALL = (
    "UPDATE call_turns SET twiml_sealed = 'x' WHERE call_id IN"
    " (SELECT id FROM calls WHERE participant_id = %s)"
)
DANGER = "I want to kill myself"


@pytest.mark.parametrize(
    ("spoil", "line"),
    # Whoever cannot be read is a stranger with a number from here; she lives in Lima.
    [(HER_NAME, "988"), (HER_CALL, "your local emergency number")],
)
def test_danger_said_to_a_turn_that_breaks_is_answered_and_reaches_people_once(
    her: Called, call: Dialled, spoil: str, line: str
) -> None:
    """Turn and fallback both broke, the call ended, and nobody ever heard of it."""
    call.asks()
    before = cries(her.world)
    her.world.change(spoil, her.phone.number)
    assert 500 == call.asks(SpeechResult="yes I did", Confidence="0.9").status
    said = call.asks(SpeechResult=DANGER, Confidence="0.9").text
    assert line in said
    assert "Hangup" in said
    again = call.asks("/twilio/voice", SpeechResult=DANGER, **LOST).text
    assert line in again
    assert before + 1 == cries(her.world)


def cries(world: World) -> int:
    return len(world.rows("SELECT id FROM alerts WHERE kind = 'crisis'"))


def test_a_stop_said_to_a_turn_that_breaks_counts(her: Called, call: Dialled) -> None:
    call.asks()
    her.world.change(
        "UPDATE conversations SET state_sealed = 'x' WHERE participant_id = %s",
        her.phone.number,
    )
    call.asks(SpeechResult="please stop texting me", Confidence="0.9")
    assert "stopped" == her.row["consent"]


def test_with_nothing_open_any_more_the_fallback_says_goodbye_and_promises_nobody(
    her: Called, call: Dialled
) -> None:
    call.asks()
    with her.desk() as desk:
        converse.talks.end_all(desk.tx, desk.person)
    said = call.asks("/twilio/voice", **FAILED).text
    assert NOTHING in said
    assert HELD not in said
    assert "Hangup" in said


def test_to_someone_who_is_held_the_fallback_says_what_any_turn_would(
    her: Called, call: Dialled
) -> None:
    call.asks()
    her.world.change(
        "UPDATE participants SET hold = 'crisis' WHERE id = %s", her.phone.number
    )
    said = call.asks("/twilio/voice", **FAILED).text
    assert "your local emergency number" in said
    assert HELD in said


# ---- what belongs to no call of hers ----


def test_a_number_that_is_not_ours_is_told_kindly_and_nothing_is_kept(
    her: Called,
) -> None:
    call = Dialled(her.world, her.phone.number, to="+15550199999")
    said = call.asks()
    assert (200, True) == (said.status, NOTHING in said.text)
    assert 0 == call.turns


def test_a_turn_under_the_token_of_another_call_is_turned_away(
    her: Called, call: Dialled
) -> None:
    other = Dialled(her.world, her.phone.number)
    call.asks()
    other.asks()
    assert 403 == call.asks(other.target, Digits="1").status
    assert [] == her.world.of(her.phone.number, "attempts")


def test_a_turn_before_its_time_is_turned_away(call: Dialled) -> None:
    call.asks()
    assert 403 == call.asks(call.target.replace("t=1", "t=7"), Digits="1").status
    assert 1 == call.turns


def test_a_call_we_did_not_place_is_turned_away(her: Called) -> None:
    call = Dialled(her.world, her.phone.number)
    form = {"Direction": "outbound-api", "From": call.to, "To": call.number}
    target = "/twilio/voice?d=a-token-of-nobody-0001&t=0"
    assert 403 == call.asks(target, **form).status
    assert 0 == call.turns


# ---- holds and wishes ----


def test_a_repeat_after_a_stop_by_text_says_no_word_of_before(
    her: Called, call: Dialled
) -> None:
    before = call.asks(FIRST).text
    assert before == call.asks(FIRST).text
    her.world.hears(her.phone.number, "STOP")
    again = call.asks(FIRST).text
    assert "nothing to do" in again
    assert "<Hangup" in again


def test_a_repeat_of_a_stop_said_in_the_call_is_its_confirmation(
    call: Dialled,
) -> None:
    call.asks(FIRST)
    turn = call.target
    told = call.asks(turn, SpeechResult="stop").text
    assert "nothing to do" not in told
    assert told == call.asks(turn, SpeechResult="stop").text


def test_an_unclear_wish_to_stop_holds_everything_and_promises_a_person(
    her: Called, call: Dialled
) -> None:
    before = her.sent()
    call.asks()
    said = call.asks(SpeechResult="my sister said stop texting me")
    assert HELD in said.text
    assert "Hangup" in said.text
    assert "unclear_stop" == her.row["hold"]
    assert [("unclear_stop", "unclear_stop")] == her.alerts()
    assert 204 == call.ends()
    her.world.beat()
    assert before == her.sent()


def test_after_danger_in_a_call_no_question_of_it_goes_on_by_text(
    her: Called, call: Dialled
) -> None:
    before = her.sent()
    call.asks()
    assert (
        "your local emergency number"
        in call.asks(SpeechResult="I want to kill myself").text
    )
    assert 204 == call.ends()
    assert before == her.sent()


def test_someone_held_who_says_nothing_leaves_no_turn_behind(
    her: Called, call: Dialled
) -> None:
    call.asks()
    kept = len(her.world.of(her.phone.number, "turns"))
    her.world.change(
        "UPDATE participants SET hold = 'take_over' WHERE id = %s", her.phone.number
    )
    assert HELD in call.asks(Digits="").text
    assert kept == len(her.world.of(her.phone.number, "turns"))


def test_a_conversation_that_is_too_long_to_be_spoken_is_left_to_its_texts(
    her: Called, call: Dialled
) -> None:
    with her.desk() as desk:
        converse.talks.end_all(desk.tx, desk.person)
        converse.open_talk(desk, "intake", Opened("follow_up"), About())
    said = call.asks().text
    assert "Please go on there" in said
    assert "Hangup" in said


# ---- recordings ----


def test_a_recording_without_a_name_or_a_length_is_an_answer_and_no_recording(
    her: Called, call: Dialled
) -> None:
    her.world.change(
        "UPDATE participants SET recorded = true WHERE id = %s", her.phone.number
    )
    call.asks()
    call.asks(Digits="1")
    assert 200 == call.asks(RecordingDuration="4").status
    assert [] == her.world.of(her.phone.number, "recordings")


def test_silence_where_she_is_recorded_asks_the_same_again(
    her: Called, call: Dialled
) -> None:
    her.world.change(
        "UPDATE participants SET recorded = true WHERE id = %s", her.phone.number
    )
    call.asks()
    call.asks(Digits="1")
    said = call.asks().text
    assert "I did not hear an answer" in said
    assert WHAT_DID_SHE.search(said)
