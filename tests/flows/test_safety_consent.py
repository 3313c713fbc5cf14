"""Consent words: whole messages and clear wishes, never a word inside a story."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.safety.consent import (
    CARRIER_KEYWORDS,
    CHANGES,
    Change,
    ConsentState,
    Wish,
    change,
    clauses,
    is_carrier_keyword,
    may_yes_to_calls_be_told,
    read,
)
from flows.safety.wishes import COURTEOUS, WHOLE

DATA = Path(__file__).parent / "data"
STATES: tuple[ConsentState, ...] = ("invited", "active", "stopped")
WORDS = sorted((effect, word) for effect, words in WHOLE.items() for word in words)
CARRIER = sorted((e, word) for e, words in CARRIER_KEYWORDS.items() for word in words)
OPENINGS = (
    "I can't", "I couldn't", "how do I", "today I did not", "my boss said I should",
    "I really wanted to", "we had to", "it was hard to", "I nearly had to",
    "she told me to", "I managed not to", "maybe next week I will",
)  # fmt: skip
MIDDLES = (
    "stop", "quit", "end", "cancel", "unsubscribe", "revoke", "opt out of", "stopall",
    "start", "yes", "help", "info",
)  # fmt: skip
ENDINGS = (
    "crying", "the meeting early", "smoking for good", "my gym membership with them",
    "that old habit", "worrying about the demo", "talking once I began",
)  # fmt: skip
# Catalogue 17: the words inside sentences.
SENTENCES = [" ".join(one) for one in itertools.product(OPENINGS, MIDDLES, ENDINGS)]


def test_17_a_word_inside_a_sentence_is_never_an_opt_out() -> None:
    assert 500 <= len(SENTENCES)
    assert [] == [one for one in SENTENCES if read(one) in (Wish.STOP, Wish.START)]
    assert [] == [one for one in SENTENCES if read(one) is Wish.MAYBE_STOP]


@pytest.mark.parametrize(
    "text",
    [
        *("I can't stop crying", "don't stop texting me", "please don't stop"),
        *("I want to quit smoking", "the end", "yes I did", "stop by my desk"),
        *("I told my boss to stop texting me at night", "just quit", "please cancel"),
        *("my ex won't stop texting me", "no more excuses", "help me", "end of day"),
        *("I asked him to please stop texting me", "cancel my three o'clock", "", "👍"),
        *("I got the team to stop sending me messages at 11pm", "stop worrying", "."),
        *("no quiero parar ahora", "I said stop", "started!", "yesss did it today"),
    ],
)
def test_ordinary_texts_hold_no_wish(text: str) -> None:
    assert Wish.NONE is read(text)


LABELS = {"stop": Wish.STOP, "maybe": Wish.MAYBE_STOP, "none": Wish.NONE}


@pytest.mark.parametrize("name", ["wishes", "wishes_second"])
def test_every_row_of_the_written_sets_is_read_as_its_label_says(name: str) -> None:
    text = (DATA / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [one for one in text.splitlines() if not one.startswith("#")]
    rows = [(LABELS[label], words) for label, words in (o.split("\t") for o in lines)]
    assert rows == [(read(words), words) for _, words in rows]


@pytest.mark.parametrize(("effect", "word"), WORDS)
def test_a_word_of_the_list_counts_as_a_whole_message(effect: str, word: str) -> None:
    assert effect == read(word) == read(f" {word.upper()}!\n")


@given(
    st.sampled_from(WORDS),
    st.sampled_from((str.upper, str.lower, str.title)),
    st.sampled_from(("", " ", "\n", ".", "!", "!!!", " \U0001f6d1", "\u200b", "'")),
    st.sampled_from(("", " ", "\U0001f64f ", '"')),
)
def test_letter_case_signs_and_emoji_around_a_word_do_not_matter(
    known: tuple[str, str], cased: Callable[[str], str], after: str, before: str
) -> None:
    effect, word = known
    assert effect == read(before + cased(word) + after)


@pytest.mark.parametrize("word", sorted(COURTEOUS & WHOLE["stop"]))
def test_courtesy_around_a_clear_word_changes_nothing(word: str) -> None:
    for text in (f"{word} please", f"Please, {word}!", f"ok {word} now thanks"):
        assert Wish.STOP is read(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "S T O P",
            "s.t.o.p",
            "stoooop",
            "STOP STOP STOP",
            "\uff33\uff34\uff2f\uff30",
            "arrêt",
            "Baja",
        ),
        *("please stop texting me", "Please stop texting me!!", "no more texts"),
        *(
            "no more messages please",
            "take me off this list",
            "remove me from the list",
        ),
        *(
            "wrong number",
            "You have the wrong number, sorry",
            "I'm not Ana. Wrong number",
        ),
        *("I don't want these texts anymore", "unsubscribe me", "I want to opt out"),
        *("pls dont text me anymore", "leave me alone", "quit texting me"),
        *("I'm at work. Please stop texting me.", "can you stop messaging me? thanks"),
        *("I told you already, stop texting me", "I revoke my consent", "opt me out"),
        *("stop sending me messages", "please remove my number", "delete my number"),
        *("deja de escribirme", "Por favor, no más mensajes", "no quiero más mensajes"),
        *("ya no me escriban", "número equivocado", "quiero darme de baja"),
        *("I do not wish to receive any more messages", "do not contact me again"),
    ],
)
def test_16_a_clear_wish_in_free_words_is_a_stop(text: str) -> None:
    assert Wish.STOP is read(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "stop texting me on Sundays",
            "too many texts",
            "please stop texting so early",
        ),
        *("please stop texting me while I am driving", "stop it", "sick of your texts"),
        *('I said to her, "stop texting me"', "how does opting out work"),
        'She said: "Ana, stop texting me"',
        *("dejen de escribirme los domingos",),
    ],
)
def test_an_unclear_wish_goes_to_a_person(text: str) -> None:
    assert read(text) in (Wish.MAYBE_STOP,)


@pytest.mark.parametrize(("effect", "word"), CARRIER)
def test_the_carriers_words_are_known_as_the_carrier_knows_them(
    effect: str, word: str
) -> None:
    assert effect == is_carrier_keyword(f" {word.upper()}\n") == read(word)
    assert is_carrier_keyword(f"{word} it") is None
    assert is_carrier_keyword(f"{word}!") is None


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert read(text) in Wish


@given(st.sampled_from(STATES), st.lists(st.sampled_from([*Wish, "agree"])))
def test_consent_follows_the_table_and_its_version_goes_up_with_each_change(
    state: ConsentState, wishes: list[Wish]
) -> None:
    version = 0
    for wish in wishes:
        found = change(state, wish)
        if found is not None:
            assert state == found.before != found.after
            version, state = version + found.bump, found.after
            assert (state == "stopped") == (wish is Wish.STOP)
    assert version <= len(wishes)


def test_stop_works_from_anywhere_once() -> None:
    assert Change("active", "stopped", "stopped") == change("active", Wish.STOP)
    assert Change("invited", "stopped", "stopped") == change("invited", Wish.STOP)
    assert change("stopped", Wish.STOP) is None


def test_only_start_ends_a_stop() -> None:
    ends = {wish for wish in [*Wish, "agree"] if change("stopped", wish) is not None}
    assert {Wish.START} == ends


def test_an_invited_person_agrees_with_go_or_yes() -> None:
    assert CHANGES["invited", "agree"] == change("invited", "agree")
    assert CHANGES["invited", "start"] == change("invited", read("YES"))


def test_a_yes_of_an_active_person_changes_nothing_so_it_goes_on_as_an_answer() -> None:
    assert change("active", read("yes")) is None


@pytest.mark.parametrize("state", STATES)
def test_what_needs_a_person_or_says_nothing_changes_nothing(
    state: ConsentState,
) -> None:
    for wish in (Wish.NONE, Wish.MAYBE_STOP, Wish.HELP):
        assert change(state, wish) is None


CALLS_ALONE = [
    *("please stop calling me", "Stop calls", "no more calls", "don't call me again"),
    *("no more phone calls please", "I don't want any calls", "calls off"),
    *("deja de llamarme", "no me llames", "no me llamen más por favor"),
    *("no quiero más llamadas", "can you stop calling me?", "please do not ring me"),
]


@pytest.mark.parametrize("text", CALLS_ALONE)
def test_a_wish_about_calls_ends_calls_and_leaves_texts(text: str) -> None:
    assert Wish.STOP_CALLS is read(text)


@pytest.mark.parametrize(
    "text",
    [
        "stop calling and texting me",
        "stop texting and calling me",
        "stop calling me. also stop texting me",
        "no more calls. no more texts",
    ],
)
def test_a_wish_about_calls_and_texts_ends_both(text: str) -> None:
    assert Wish.STOP is read(text)


@pytest.mark.parametrize(
    "text",
    [
        *("call me", "I told him to stop calling me", "I called him", "he called me"),
        *("I want to stop calling in sick", "one of those calls went well"),
        *("llámame", "llamé a mi jefe", "no le llamé hoy"),
    ],
)
def test_talk_of_calls_is_no_wish(text: str) -> None:
    assert Wish.NONE is read(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Please stop. Thanks!", ["stop"]),
        ("No, I am Ana", ["no", "i am ana"]),
        ("¿Quién eres? gracias", ["quien eres"]),
        ("por favor, no soy ella", ["no soy ella"]),
        ("thank you", []),
        ("", []),
    ],
)
def test_clauses_are_told_apart_without_courtesy(text: str, said: list[str]) -> None:
    assert said == clauses(text)


@pytest.mark.parametrize(
    ("state", "calls", "herself", "may"),
    [
        ("active", "none", False, True),
        ("invited", "none", False, True),
        ("active", "stopped", False, True),
        ("active", "stopped", True, False),
        ("stopped", "none", False, False),
        ("stopped", "stopped", True, False),
        ("active", "agreed", True, True),
    ],
)
def test_a_later_yes_to_calls_never_undoes_her_own_no(
    state: ConsentState, calls: str, herself: bool, may: bool
) -> None:
    assert may is may_yes_to_calls_be_told(state, calls, herself=herself)
