"""The engine: refusals change nothing, words are never lost, nothing goes round."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.talk import codec, engine, script, wording
from flows.talk.effects import (
    AddWords,
    Effect,
    End,
    FollowUp,
    Hand,
    Measured,
    Offered,
    Recapped,
    RecordAttempt,
    Remember,
    Say,
)
from flows.talk.engine import NotAccepted, State, Turn, begin, step
from flows.talk.events import Event, Heard, Opened, Silence
from flows.talk.grammar import Ask, Goto, Node, Place, Script
from flows.talk.render import as_texts
from tests.flows.shipped import SHIPPED
from tests.flows.small import NOW, of

WIN, LATE, RECAP = SHIPPED["daily_win"], SHIPPED["late_prompt"], SHIPPED["recap"]
FACTS = {"step": "say one idea", "seed": 0, "tries_this_week": 2, "today": "2026-03-02"}


def opened(one: Script, **facts: str | int | bool) -> Turn:
    return begin(one, {**FACTS, **facts}, now=NOW)


def said(turn: Turn) -> list[str]:
    return [effect.text for effect in turn.effects if isinstance(effect, Say)]


def told(turn: Turn, text: str, *, after: float = 60, one: Script = WIN) -> Turn:
    assert turn.state is not None
    began = turn.state.heard_at or NOW
    now = began + timedelta(seconds=after)
    return step(one, turn.state, Heard(text), facts=FACTS, now=now)


def asked() -> Turn:
    return begin(WIN, FACTS, now=NOW, event=Heard("done"))


# ---- refusals ----


def test_a_conversation_cannot_begin_with_silence() -> None:
    with pytest.raises(NotAccepted, match="Silence"):
        begin(WIN, FACTS, now=NOW, event=Silence())


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(NotAccepted, match="no words"):
        begin(WIN, FACTS, now=NOW, event=Heard(text))
    with pytest.raises(NotAccepted, match="no words"):
        told(asked(), text)


def test_an_open_conversation_is_not_opened_again() -> None:
    state = asked().state
    assert state is not None
    with pytest.raises(NotAccepted, match="opened already"):
        step(WIN, state, Opened("late"), facts=FACTS, now=NOW)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"script": "recap"}, "not on daily_win"),
        ({"version": "older"}, "load the version it is pinned to"),
        ({"node": "gone"}, "has no node gone"),
        ({"node": "hello"}, "waits for nothing"),
        ({"awaiting": False}, "is over"),
    ],
)
def test_a_state_that_does_not_fit_is_refused(change: dict, what: str) -> None:
    state = asked().state
    assert state is not None
    with pytest.raises(NotAccepted, match=what):
        step(
            WIN,
            replace(state, **change),
            Heard("x"),
            facts=FACTS,
            now=NOW + timedelta(minutes=1),
        )


def test_a_refused_event_changes_nothing() -> None:
    state = asked().state
    assert state is not None
    before = codec.dump(state)
    with pytest.raises(NotAccepted):
        step(WIN, state, Opened("again"), facts=FACTS, now=NOW)
    assert before == codec.dump(state)
    assert told(asked(), "notes") == told(Turn(state, ()), "notes")


# ---- time ----


def test_a_question_stays_open_for_a_day() -> None:
    state = asked().state
    assert state is not None
    assert state.awaiting
    assert NOW + timedelta(hours=24) == state.expires_at


def test_a_question_what_words_were_is_told_from_others() -> None:
    unread = begin(WIN, FACTS, now=NOW, event=Heard("purple lamp"))
    assert unread.state is not None
    assert engine.asks_what_it_was(WIN, unread.state)
    understood = asked().state
    assert understood is not None
    assert not engine.asks_what_it_was(WIN, understood)
    over = replace(unread.state, awaiting=False)
    assert not engine.asks_what_it_was(WIN, over)


def test_silence_ends_a_question_without_a_word() -> None:
    state = asked().state
    assert state is not None
    turn = step(WIN, state, Silence(), facts=FACTS, now=state.expires_at)
    assert (None, (End("silence"),)) == (turn.state, turn.effects)


def test_silence_after_the_end_is_nothing() -> None:
    ended = told(asked(), "notes")
    assert ended.state is not None
    assert not ended.state.awaiting
    turn = step(WIN, ended.state, Silence(), facts=FACTS, now=NOW)
    assert (None, ()) == (turn.state, turn.effects)


# ---- two texts in a row that are one answer ----


def test_a_second_text_within_six_seconds_joins_the_first() -> None:
    first = asked()
    turn = told(first, "with my notes", after=6)
    assert (AddWords("with my notes", "words"),) == turn.effects
    assert first.state is not None
    assert turn.state is not None
    assert turn.state.awaiting
    assert first.state.expires_at == turn.state.expires_at


def test_after_six_seconds_it_is_the_answer() -> None:
    turn = told(asked(), "with my notes", after=6.5)
    assert AddWords("with my notes", "what_i_did") == turn.effects[0]


def test_what_follows_a_wish_for_a_person_is_put_before_one_too() -> None:
    first = begin(WIN, FACTS, now=NOW, event=Heard("can I talk to my coach?"))
    second = told(first, "it went so badly", after=4)
    assert Hand("asked") in second.effects
    assert not said(second)


def test_after_six_seconds_a_wish_for_a_person_is_over() -> None:
    first = begin(WIN, FACTS, now=NOW, event=Heard("can I talk to my coach?"))
    assert first.state is not None
    assert first.state.expires_at == NOW + timedelta(seconds=6)


def test_a_try_that_follows_a_wish_for_a_person_counts_once() -> None:
    first = begin(WIN, FACTS, now=NOW, event=Heard("can I talk to my coach?"))
    second = told(first, "I said my idea yesterday", after=4)
    third = told(second, "I said another one", after=3)
    told_of = [
        effect
        for turn in (first, second, third)
        for effect in turn.effects
        if isinstance(effect, RecordAttempt)
    ]
    assert told_of == [RecordAttempt("attempted", "I said my idea yesterday", 1)]
    assert AddWords("I said another one", "words") in third.effects


def test_who_has_told_of_today_tells_of_no_second_try() -> None:
    first = begin(WIN, FACTS, now=NOW, event=Heard("can I talk to my coach?"))
    assert first.state is not None
    facts = {**FACTS, "tried_today": True}
    heard = Heard("I said my idea")
    now = NOW + timedelta(seconds=4)
    second = step(WIN, first.state, heard, facts=facts, now=now)
    assert not any(isinstance(one, RecordAttempt) for one in second.effects)
    assert Hand("asked") in second.effects


def test_texts_that_arrive_in_the_wrong_order_join_too() -> None:
    turn = told(asked(), "with my notes", after=-3)
    assert (AddWords("with my notes", "words"),) == turn.effects


def test_three_texts_in_a_row_are_one_answer() -> None:
    third = told(told(asked(), "and"), "then", after=5)
    turn = told(third, "some more", after=5)
    assert (AddWords("some more", "what_i_did"),) == turn.effects


def test_a_fact_told_in_two_texts_is_kept_whole() -> None:
    turn = told(opened(SHIPPED["comeback"]), "one line", one=SHIPPED["comeback"])
    more = told(turn, "in the chat", after=5, one=SHIPPED["comeback"])
    assert (Remember("tiny_step", "one line\nin the chat"),) == more.effects


def test_a_call_for_a_person_in_the_second_text_is_heard_and_answered() -> None:
    before = asked()
    turn = told(before, "please call me", after=4)
    noted, handed, said = turn.effects
    assert (Remember("asked", "please call me"), Hand("asked")) == (noted, handed)
    assert isinstance(said, Say)
    assert "know that you would like to talk" in said.text
    assert before.state is not None
    assert turn.state is not None
    assert before.state.node == turn.state.node
    # Said once: what follows is put before the same coach, without a word to her.
    more = told(turn, "can Ana call me?", after=3)
    assert [Remember, Hand] == [type(one) for one in more.effects]


def test_a_script_that_borrows_no_words_for_it_hands_it_on_without_one() -> None:
    one = of(
        "  a: {ask: Why?, expect: words, keep: goal, then: b}\n  b: {ask: How?, expect: words, then: end}"
    )
    first = told(opened(one), "because", one=one)
    turn = told(first, "please call me", after=4, one=one)
    assert not any(isinstance(effect, Say) for effect in turn.effects)
    assert Hand("asked") in turn.effects


def test_a_question_just_asked_is_not_answered_by_what_was_no_answer() -> None:
    unsure = told(opened(LATE), "hmm", one=LATE)
    turn = told(unsure, "done", after=3, one=LATE)
    assert RecordAttempt("attempted", "hmm\ndone") == turn.effects[0]


# ---- keeping words ----


def test_the_first_text_is_recorded_in_its_own_words() -> None:
    turn = begin(WIN, FACTS, now=NOW, event=Heard(" Said it! "))
    assert RecordAttempt("attempted", " Said it! ") == turn.effects[0]


def test_words_no_node_keeps_are_remembered() -> None:
    one = of("  a: {ask: Why?, expect: words, then: end}")
    turn = told(opened(one), "because", one=one)
    assert (Remember("said", "because"), End("done")) == turn.effects
    assert turn.state is None


def test_a_question_or_no_idea_is_not_kept_as_the_fact_asked_for() -> None:
    one = of("  a: {ask: What goal?, expect: words, keep: goal, then: end}")
    for text in ("what should I do?", "please call me", "idk"):
        assert Remember("said", text) == told(opened(one), text, one=one).effects[0]


def test_a_choice_no_node_keeps_keeps_its_words() -> None:
    one = of(
        "  a: {ask: Which?, expect: choice, choices: {more: more, same: same}, then: end}"
    )
    assert Remember("said", "more") == told(opened(one), "more", one=one).effects[0]


def test_words_for_an_attempt_come_after_it() -> None:
    turn = told(opened(SHIPPED["miss"]), "no time", one=SHIPPED["miss"])
    assert (
        RecordAttempt("missed", "", 1),
        AddWords("no time", "missing"),
    ) == turn.effects[:2]


def test_words_for_an_attempt_that_never_comes_are_remembered() -> None:
    one = of("  a: {ask: Why?, expect: words, keep: missing, then: end}")
    turn = told(opened(one), "because", one=one)
    assert Remember("said", "because") == turn.effects[0]


def test_a_fact_keeps_words_only_where_they_stand_in_it() -> None:
    one = of(
        "  a: {ask: Why?, expect: words, then: b}\n"
        "  b: {remember: {about: '{step}'}, then: c}\n"
        "  c: {remember: {both: 'said: {heard}'}, then: end}"
    )
    turn = told(opened(one), "a", one=one)
    assert turn.state is not None
    assert "both" == turn.state.kept


def test_words_that_were_no_answer_are_not_continued() -> None:
    turn = begin(WIN, FACTS, now=NOW, event=Heard("hmm"))
    quick = told(turn, "done", after=4)
    assert RecordAttempt("attempted", "hmm\ndone") == quick.effects[0]


def test_a_conversation_that_goes_round_is_handed_over() -> None:
    one = of("  a: {ask: Why?, expect: words, keep: words, then: a}")
    turn = opened(one)
    for _ in range(30):
        turn = told(turn, "because", one=one)
    remembered = Remember("said", "\n".join(["because"] * 30))
    assert (Hand("unsure"), remembered, End("done")) == turn.effects


def test_nodes_that_go_round_in_silence_are_handed_over() -> None:
    # parse refuses such a script; a hand-made one must not hang the worker.
    place = Place("s.yaml", 1, 1)
    nodes = {
        "a": Node("a", (), Goto("b"), place),
        "b": Node("b", (), Goto("a"), place),
    }
    turn = begin(Script("s", "0", ("en",), "a", nodes), {}, now=NOW)
    assert (None, (Hand("unsure"), End("done"))) == (turn.state, turn.effects)


# ---- speaking ----


THREE = "  a: {say: [One., Two., Three.], then: end}"


def test_wordings_are_drawn_by_the_seed_and_every_one_comes() -> None:
    one = of(THREE)
    heard = [said(opened(one, seed=seed))[0] for seed in range(60)]
    assert {"One.", "Two.", "Three."} == set(heard)
    assert heard == [said(opened(one, seed=seed))[0] for seed in range(60)]


def test_a_wording_does_not_come_back_within_fourteen_days() -> None:
    one = of(THREE)
    ids = {text: wording.pattern(text).id for text in ("One.", "Two.", "Three.")}
    worn = {ids["One."]: 13, ids["Two."]: 1}
    heard = {
        said(begin(one, {**FACTS, "seed": seed, "wordings": worn}, now=NOW))[0]
        for seed in range(60)
    }
    assert {"Three."} == heard


def test_when_all_wordings_are_worn_the_oldest_comes_back() -> None:
    one = of(THREE)
    ids = [wording.pattern(text).id for text in ("One.", "Two.", "Three.")]
    worn = dict(zip(ids, (3, 9, 1), strict=True))
    assert ["Two."] == said(begin(one, {**FACTS, "wordings": worn}, now=NOW))


def test_a_wording_said_lately_comes_less_than_one_never_said() -> None:
    one = of("  a: {say: [One., Two.], then: end}")
    worn = {wording.pattern("One.").id: 15}
    heard = [
        said(begin(one, {**FACTS, "seed": seed, "wordings": worn}, now=NOW))[0]
        for seed in range(400)
    ]
    assert 80 < heard.count("One.") < 180  # half its weight: a third of the draws


def test_a_line_with_one_wording_says_no_id_and_others_do() -> None:
    one, three = of("  a: {say: One., then: end}"), of(THREE)
    assert [""] == [one.wording for one in opened(one).effects if isinstance(one, Say)]
    assert all(say.wording for say in opened(three).effects if isinstance(say, Say))


def test_a_text_speaks_the_persons_language() -> None:
    source = """
script: s
grammar: 1
languages: [en, es]
nodes:
  a:
    say: {en: "Hello {name}", es: "Hola {name}"}
    instead: {en: Hello, es: Hola}
    then: end
"""
    one = script.parse(source, name="s")
    assert ["Hola Ana"] == said(opened(one, language="es", name="Ana"))
    assert ["Hola"] == said(opened(one, language="es"))
    assert ["Hello"] == said(opened(one, language="mi"))


def test_a_branch_reads_facts_truths_and_what_was_told() -> None:
    one = of(
        "  a: {branch: alerted, on: {'yes': b}, then: c}\n"
        "  b: {say: Yes., then: end}\n  c: {say: No., then: end}"
    )
    assert [["Yes."], ["No."], ["No."]] == [
        said(opened(one, alerted=True)),
        said(opened(one, alerted=False)),
        said(opened(one)),
    ]


def test_the_week_of_the_recap_ends_when_it_was_asked() -> None:
    turn = opened(RECAP, today="2026-03-08")
    assert turn.state is not None
    later = step(
        RECAP,
        turn.state,
        Heard("mon sun"),
        facts={**FACTS, "today": "2026-03-09"},
        now=NOW + timedelta(hours=20),
    )
    sunday = date(2026, 3, 8)
    assert Recapped((date(2026, 3, 2), sunday), sunday) in later.effects


def test_without_a_local_day_the_recap_takes_the_moment() -> None:
    turn = begin(RECAP, {}, now=NOW)
    assert turn.state is not None
    later = step(RECAP, turn.state, Heard("mon"), facts={}, now=NOW)
    days = [one.days for one in later.effects if isinstance(one, Recapped)]
    assert [(date(2026, 3, 2),)] == days


def test_a_follow_up_is_asked_for() -> None:
    turn = told(opened(SHIPPED["comeback"]), "one line", one=SHIPPED["comeback"])
    assert FollowUp("late_prompt", timedelta(days=1)) in turn.effects


# ---- laws, over every shipped script and whatever a person writes ----

TYPICAL = st.sampled_from(
    [
        "done", "nah", "not today", "no time", "hmm", "D", "T", "N", "0", "M W F", "GO",
        "yes", "idk", "coach", "what should I do?", "said my idea", "imagined it", "hi",
        "thanks", "🎉", "5", "know-how", "the moment", "{heard}", " 0 ",
    ]
)  # fmt: skip
TEXTS = st.one_of(TYPICAL, st.text(min_size=1, max_size=300))
GAPS = st.sampled_from([1, 9, 11, 600, 80_000])
VALUES = st.one_of(st.text(max_size=300), st.integers(0, 99), st.booleans())
ANY_FACTS = st.fixed_dictionaries(
    {"seed": st.integers(0, 9)},
    optional=dict.fromkeys(
        (
            "name", "step", "cue", "coach", "programme", "why", "crisis_line",
            "tries_this_week", "per_week", "pause_days", "alerted",
        ),
        VALUES,
    ),
)  # fmt: skip
NAMES = st.sampled_from(sorted(SHIPPED))


def holds(one: Script, turn: Turn, heard: str | None) -> None:
    """Check what must be true of every turn."""
    texts = as_texts(turn.effects)
    assert all(wording.fits_one(text) for text in texts)
    questions = [act for act in turn.path if asks(one, act, turn)]
    assert len(questions) <= 1
    if turn.state is not None:
        assert turn.state.node in one.nodes
        assert turn.state == codec.load_state(codec.dump(turn.state))
    for effect in turn.effects:
        assert effect == codec.load_effect(codec.dump(effect))
    if heard is not None:
        assert any(heard in words(effect) for effect in turn.effects)


def asks(one: Script, name: str, turn: Turn) -> bool:
    lead = one.nodes[name].lead
    waits = turn.state is not None and turn.state.awaiting
    return isinstance(lead, Ask) and waits and name == turn.path[-1]


def words(effect: Effect) -> str:
    match effect:
        case RecordAttempt(words=some) | AddWords(words=some):
            return some
        case Measured(words=some) | Offered(words=some):
            return some
        case Remember(value=value, words=some):
            return f"{value}\n{some}"
        case _:
            return ""


@given(NAMES, ANY_FACTS, st.lists(st.tuples(TEXTS, GAPS), max_size=8))
def test_whatever_a_person_writes_the_laws_hold(
    name: str, facts: dict, texts: list[tuple[str, int]]
) -> None:
    one, now = SHIPPED[name], NOW
    turn = begin(one, facts, now=now)
    assert turn == begin(one, facts, now=now)
    holds(one, turn, None)
    for text, gap in texts:
        if turn.state is None:
            break
        now += timedelta(seconds=gap)
        state = codec.load_state(codec.dump(turn.state))
        try:
            turn = step(one, state, Heard(text), facts=facts, now=now)
        except NotAccepted:
            assert not text.strip() or not state.awaiting
            continue
        assert turn == step(one, state, Heard(text), facts=facts, now=now)
        holds(one, turn, text)


@given(ANY_FACTS, TEXTS)
def test_a_conversation_begun_by_her_own_words_keeps_them(
    facts: dict, text: str
) -> None:
    try:
        turn = begin(WIN, facts, now=NOW, event=Heard(text))
    except NotAccepted:
        assert not text.strip()
        return
    holds(WIN, turn, text)


@given(NAMES, ANY_FACTS, st.one_of(st.just(Silence()), st.builds(Opened, st.text())))
def test_other_events_are_answered_or_refused(
    name: str, facts: dict, event: Event
) -> None:
    one = SHIPPED[name]
    state = begin(one, facts, now=NOW).state
    if state is None:
        return
    try:
        turn = step(one, state, event, facts=facts, now=NOW)
    except NotAccepted:
        assert isinstance(event, Opened)
        return
    holds(one, turn, None)


def test_a_daily_win_never_asks_two_follow_up_questions() -> None:
    def questions(turn: Turn, depth: int) -> int:
        here = sum(text.count("?") for text in said(turn))
        if turn.state is None or not turn.state.awaiting or depth == 0:
            return here
        kinds = ("done", "nah", "hmm", "no time", "what?", "imagined it", "scared")
        return here + max(questions(told(turn, text), depth - 1) for text in kinds)

    for first in ("done", "not today", "hmm", "imagined it", "hi", "what should I do?"):
        turn = begin(WIN, FACTS, now=NOW, event=Heard(first))
        assert questions(turn, 5) <= 1


def test_a_state_is_a_value() -> None:
    state = asked().state
    assert isinstance(state, State)
    with pytest.raises(AttributeError):
        state.node = "other"  # type: ignore[misc] # that it cannot be set is the test
