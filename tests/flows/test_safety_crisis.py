"""The crisis screen on written sets, and laws that hold whatever the words.

The sets are made up: passing them shows that the lists do what was meant, and no more.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.safety import crisis, helplines
from flows.safety.crisis import Level, screen
from flows.safety.spelling import flatten

DATA = Path(__file__).parent / "data"
# Sets whose every row must come out at its own level.
EXACT = (
    *("crisis_fifth", "crisis_sixth", "crisis_seventh", "crisis_eighth"),
    "crisis_ninth",
)
SETS = ("crisis_set", "crisis_second", "crisis_third", "crisis_fourth", *EXACT)
GSM7 = frozenset(
    "@ !\"#%&'()*+,-./0123456789:;<=>?"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)


def rows(name: str) -> Iterator[tuple[str, str]]:
    text = (DATA / f"{name}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return ((label, words) for label, words in (line.split("\t") for line in lines))


def texts(label: str, *names: str) -> list[str]:
    return [words for name in names for found, words in rows(name) if found == label]


CRISIS, ORDINARY = texts("crisis", *SETS), texts("none", *SETS)
WATCH = texts("watch", *SETS)
SURE = [words for words in CRISIS if screen(words).level is Level.CRISIS]


def test_the_set_is_large_enough_and_names_its_limits() -> None:
    assert 300 <= sum(1 for _ in rows("crisis_set"))
    head = (DATA / "crisis_set.tsv").read_text(encoding="utf-8").split("\n\n")[0]
    assert "does not prove" in head


@pytest.mark.parametrize("name", SETS)
def test_at_least_98_percent_of_cries_for_help_are_found(name: str) -> None:
    found = [words for words in texts("crisis", name) if screen(words).level.value]
    assert 0.98 <= len(found) / len(texts("crisis", name))


def test_at_least_98_percent_are_held_as_a_crisis() -> None:
    assert 0.98 <= len(SURE) / len(CRISIS)


@pytest.mark.parametrize("name", SETS)
def test_at_most_5_percent_of_ordinary_texts_raise_anything(name: str) -> None:
    ordinary = texts("none", name)
    raised = [words for words in ordinary if screen(words).level is not Level.NONE]
    assert len(raised) / len(ordinary) <= 0.05


@pytest.mark.parametrize("name", EXACT)
def test_every_row_of_what_was_once_wrong_comes_out_at_its_own_level(name: str) -> None:
    found = [(screen(words).level.name.lower(), words) for _, words in rows(name)]
    assert list(rows(name)) == found


def test_what_is_taken_back_or_low_is_watched_never_dropped() -> None:
    assert {Level.WATCH} == {screen(words).level for words in WATCH}


@pytest.mark.parametrize(
    "text",
    [
        *("this deadline is killing me", "I nailed it", "dying to start"),
        *("I killed it in the meeting", "shoot me an email", "💀 that was so awkward"),
        *("I could kill for a coffee", "cooked dinner 🔪🍅", "took my vitamins 💊"),
    ],
)
def test_sayings_raise_nothing(text: str) -> None:
    assert Level.NONE is screen(text).level


@pytest.mark.parametrize(
    ("level", "text"),
    [
        (Level.CRISIS, "I'm not ok, I want to die"),
        (Level.CRISIS, "I'm not ok I want to die"),
        (Level.WATCH, "I'm not going to kill myself"),
        (Level.CRISIS, "why not kill myself"),
        (Level.CRISIS, "he never stops hitting me"),
        (Level.CRISIS, "no I am thinking of suicide"),
        (Level.CRISIS, "dont know if I want to die"),
        (Level.WATCH, "he doesn't hit me"),
        (Level.CRISIS, "he hit me"),
        (Level.CRISIS, "I can't stop crying and I want to die"),
        (Level.CRISIS, "this deadline is killing me and I want to kill myself"),
        (Level.WATCH, "I can't stop crying"),
    ],
)
def test_a_not_lowers_what_it_governs_and_nothing_else(level: Level, text: str) -> None:
    assert level is screen(text).level


@pytest.mark.parametrize(
    ("category", "text"),
    [
        *(("suicide", "i want to k i l l myself"), ("self_harm", "I cut myself")),
        *(("means", "💊💊💊 goodbye"), ("farewell", "goodbye forever")),
        *(("burden", "I'm just a burden"), ("abuse", "my husband hits me")),
        *(("violence", "i want to kill my boss"), ("medical", "I have chest pain")),
        *(("third_party", "afraid she might hurt herself"), ("abuse", "me violaron")),
        *(("distress", "I feel hopeless"), ("suicide", "quiero morir")),
    ],
)
def test_the_categories_are_named(category: str, text: str) -> None:
    assert category in screen(text).categories


@given(st.sampled_from(SURE), st.sampled_from(ORDINARY))
def test_ordinary_words_beside_a_cry_for_help_never_hide_it(
    cry: str, ordinary: str
) -> None:
    if set(flatten(cry).split()) & {"xpill", "xgun", "xknife"}:
        return  # an emoji speaks through the words it stands beside
    assert Level.CRISIS is screen(f"{ordinary}. {cry}").level
    assert Level.CRISIS is screen(f"{cry}\n{ordinary}").level


@given(st.sampled_from(SURE), st.sampled_from((str.upper, str.lower, str.title)))
def test_letter_case_and_marks_at_the_end_do_not_matter(
    cry: str, cased: object
) -> None:
    assert Level.CRISIS is screen(cased(cry) + " ...").level


@given(st.text(max_size=500))
def test_any_text_gets_an_answer_and_flattens_to_plain_words(text: str) -> None:
    flat = flatten(text)
    assert " " == flat[0] == flat[-1]
    assert "  " not in flat.strip()
    assert screen(text) == screen(text)
    assert screen(text).terms_version == crisis.TERMS_VERSION


@pytest.mark.parametrize(
    ("flat", "text"),
    [
        (" kill myself ", "k1ll mys3lf"),
        (" suicide ", "S.U.I.C.I.D.E"),
        (" suicide ", "suacide"),
        (" subside ", "subside"),
        (" side ", "side"),
        (" i want to die ", "I wanna dieeee"),
        (" dont , xpill ", "don\u2019t - \U0001f48a"),
        (" , ", "..."),
        (" morir manana ", "morir mañana"),
    ],
)
def test_spelling_is_flattened(flat: str, text: str) -> None:
    assert flat == flatten(text)


@pytest.mark.parametrize("text", ["a " * 4000, ". a" * 4000, " suicidx" * 500])
def test_a_very_long_text_is_screened_too(text: str) -> None:
    assert Level.CRISIS is screen(f"{text} i want to kill myself").level


def test_the_reply_in_the_us_names_988_and_911() -> None:
    assert (
        "I am automated and cannot keep you safe, but people can. Call or text 988 now "
        "(US), or 911 if you are in danger."
    ) == crisis.reply("us")


def test_the_reply_says_a_coach_was_alerted_when_one_was_and_not_otherwise() -> None:
    assert crisis.reply("US", alerted=True).endswith("Your coach has been alerted.")
    assert "coach" not in crisis.reply("US", alerted=False)


@given(st.text(max_size=5).filter(lambda code: code.strip().upper() != "US"))
def test_no_other_country_is_ever_given_a_us_number(code: str) -> None:
    said = crisis.reply(code, alerted=True)
    assert not any(letter.isdigit() for letter in said)
    assert "local emergency number" in said


@pytest.mark.parametrize("code", [*helplines.HELPLINES, "NZ", ""])
@pytest.mark.parametrize("alerted", [True, False])
def test_the_reply_is_one_gsm_7_segment(code: str, alerted: bool) -> None:
    said = crisis.reply(code, alerted=alerted)
    assert len(said) <= 160
    assert set(said) <= GSM7


def test_each_helpline_says_where_it_comes_from_and_when_it_was_read() -> None:
    for one in helplines.HELPLINES.values():
        assert one.source.startswith("https://")
        assert date(2026, 1, 1) <= one.verified
        assert one.words == one.words.strip() != ""


def test_a_screening_holds_none_of_the_persons_words() -> None:
    assert "tylenol" not in repr(screen("I swallowed a handful of tylenol"))


def test_figures_after_the_last_letter_are_no_letters() -> None:
    assert "101" in flatten("see you in room_101")
    assert "sos" in flatten("s0s")


@pytest.mark.parametrize(
    "text",
    [
        "my back hurts so much that I cannot sleep",
        "did not get to it, the pain was too bad",
        "the exercise makes the pain worse, should I stop it?",
        "I am in a lot of pain",
        "me duele mucho la espalda y no puedo dormir",
        "el dolor es muy fuerte",
        "tengo mucho dolor",
    ],
)
def test_strong_pain_is_put_before_a_person_and_holds_nothing_back(text: str) -> None:
    found = crisis.screen(text)
    assert (Level.WATCH, ("medical",)) == (found.level, found.categories)
