"""The engine in a call: recordings, silence, and the script that goes on by text."""

from datetime import timedelta

import pytest

from flows.talk.answers import meaning, rest, understand
from flows.talk.coverage import coverage
from flows.talk.drawn_cards import aim
from flows.talk.effects import End, RecordAttempt, Remember, Say, TakeUp
from flows.talk.engine import MOST_SILENCES, Turn, begin, step
from flows.talk.events import Heard, Keyed, Moved, Opened, Recorded, Silence
from flows.talk.expects import Expect
from flows.talk.freshness import freshest
from flows.talk.grammar import INSIDE, Script
from flows.talk.state import NotAccepted
from flows.talk.wording import pattern
from tests.flows.small import NOW, of, then


def called(one: Script) -> Turn:
    return begin(one, {}, now=NOW, event=Opened("call", "voice"))


def kinds(turn: Turn) -> list[type]:
    return [type(effect) for effect in turn.effects if not isinstance(effect, Say)]


ATTEMPT = of(
    "  a: {ask: Did you?, expect: attempt, on: {tried: kept}, then: end}\n"
    "  kept: {record: attempted, say: Kept., then: end}"
)


def test_a_voice_at_an_attempt_is_a_try_even_before_it_is_written_down() -> None:
    turn = then(ATTEMPT, called(ATTEMPT), Recorded("RE1", 12))
    (kept,) = [one for one in turn.effects if isinstance(one, RecordAttempt)]
    assert (kept.outcome, kept.take) == ("attempted", "RE1")


def test_a_voice_somebody_wrote_down_is_understood_like_a_text() -> None:
    turn = then(ATTEMPT, called(ATTEMPT), Recorded("RE1", 12, "no, not today"))
    assert not [one for one in turn.effects if isinstance(one, RecordAttempt)]


@pytest.mark.parametrize("text", ["tried but chickened out", "tried, then froze"])
def test_a_script_without_the_finer_way_takes_the_plainer_one(text: str) -> None:
    turn = then(ATTEMPT, begin(ATTEMPT, {}, now=NOW), Heard(text))
    assert turn.path == ("a", "kept")


@pytest.mark.parametrize("digits", ["*9", "9"])
def test_keys_that_stop_calls_never_answer_the_question(digits: str) -> None:
    turn = then(ATTEMPT, called(ATTEMPT), Keyed(digits))
    assert not [one for one in turn.effects if isinstance(one, RecordAttempt)]


QUIET = of(
    "  a:\n    ask: Where?\n    expect: words\n    keep: place\n"
    "    silence: {again: Are you there?, then: quiet}\n    then: end\n"
    "  quiet: {say: We go on another day., then: end}"
)


def test_a_silent_caller_is_asked_again_and_then_led_where_the_script_says() -> None:
    turn = called(QUIET)
    for _ in range(MOST_SILENCES):
        turn = then(QUIET, turn, Silence())
        assert turn.state is not None
        assert turn.state.node == "a"
    turn = then(QUIET, turn, Silence())
    assert [one.text for one in turn.effects if isinstance(one, Say)] == [
        "We go on another day."
    ]
    assert End("done") in turn.effects


def test_a_question_that_stands_in_the_thread_is_not_moved_there() -> None:
    turn = begin(QUIET, {}, now=NOW)
    with pytest.raises(NotAccepted, match="stands there already"):
        then(QUIET, turn, Moved("text"))


TWO = of(
    "  a: {ask: Shall we?, expect: yes_no, on: {yes: how}, then: end}\n"
    "  how: {ask: 'How nervous, 0 to 10?', expect: scale, keep: fear, then: end}"
)


def test_two_answers_in_one_text_are_both_taken() -> None:
    turn = begin(TWO, {}, now=NOW)
    turn = then(TWO, turn, Heard("yes and a 7"))
    assert Remember("fear", "7", "a 7") in turn.effects
    assert End("done") in turn.effects


@pytest.mark.parametrize("text", ["yes", "yes or a 7", "yes and a lot"])
def test_what_is_no_second_answer_is_asked_for(text: str) -> None:
    turn = then(TWO, begin(TWO, {}, now=NOW), Heard(text))
    assert turn.state is not None
    assert (turn.state.node, turn.state.awaiting) == ("how", True)


def test_a_second_answer_is_looked_for_in_a_few_places_only() -> None:
    text = "yes" + ", yes" * 20 + " and a 7"
    turn = then(TWO, begin(TWO, {}, now=NOW), Heard(text))
    assert turn.state is not None
    assert turn.state.node == "how"


PLANNED = of(
    "  a: {ask: What step?, expect: words, keep: step, then: up}\n"
    "  up: {take_up: step, say: Kept., then: end}"
)


def test_a_told_step_is_taken_up_after_it_is_kept() -> None:
    turn = then(PLANNED, begin(PLANNED, {}, now=NOW), Heard("say one idea"))
    assert kinds(turn) == [Remember, TakeUp, End]


def test_one_wording_is_said_whenever_it_was_said_last() -> None:
    only = pattern("Well done.")
    assert freshest((only,), {only.id: 0}, 7) is only


def test_coverage_counts_the_end_and_names_what_was_not_played() -> None:
    part = coverage(ATTEMPT, [("a", "end")])
    assert (part.unreached, part.is_whole) == (("kept",), False)
    assert str(part) == "s: 2 of 3 nodes, 1 of 3 ways"
    whole = coverage(ATTEMPT, [("a", "end"), ("a", "kept"), ("kept", "end")])
    assert whole.is_whole


def test_a_script_that_is_all_sayings_asks_nothing() -> None:
    assert ATTEMPT.asks
    assert not of("  a: {say: Hello., then: end}").asks


CORRECTED = of(
    "  a: {ask: 'How sure, 0 to 10?', expect: scale, keep: sure, then: b}\n"
    "  b: {ask: Shall we?, expect: yes_no, then: end}"
)


def test_an_answer_to_the_question_before_is_put_right_and_this_one_asked_again() -> (
    None
):
    turn = then(CORRECTED, begin(CORRECTED, {}, now=NOW), Heard("8"))
    assert turn.state is not None
    later = NOW + timedelta(hours=1)
    turn = step(CORRECTED, turn.state, Heard("make it 6"), facts={}, now=later)
    assert Remember("sure", "6", "make it 6") in turn.effects
    assert turn.state is not None
    assert (turn.state.node, turn.state.awaiting) == ("b", True)


def test_what_stands_far_behind_is_no_second_answer() -> None:
    text = "um, um, um, um, um, um, um, yes"
    assert rest(text, Expect("yes_no")) == ""


def test_a_try_told_with_a_doubt_is_a_try() -> None:
    assert meaning(understand("tried it, kind of?", Expect("attempt"))) == "tried"


def test_a_way_into_an_entered_script_leads_to_its_box() -> None:
    assert aim(f"a{INSIDE}b", {"a"}) == "a"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Ruth, can I do this step with my sister instead of at work?", "en"),
        ("Hi Ruth, is it ok if I only say one word?", "en"),
        ("Ruth can I swap the step", "en"),
        ("My sister may come with me?", "en"),
        ("Oye Ruth, puedo hacer este paso con mi hermana", "es"),
        ("Mi hermana puede estar conmigo?", "es"),
    ],
)
def test_a_question_put_to_her_coach_is_a_question(words: str, language: str) -> None:
    read = understand(words, Expect("attempt"), language, "Ruth")
    assert meaning(read) == "question"


@pytest.mark.parametrize(
    "words", ["Ruth is a pain but I did it", "Ruth, I did it with my sister"]
)
def test_a_try_that_names_her_coach_is_a_try(words: str) -> None:
    assert meaning(understand(words, Expect("attempt"), coach="Ruth")) == "tried"
