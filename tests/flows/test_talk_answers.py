"""What people write, and how it is understood."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.safety.consent import CARRIER_KEYWORDS
from flows.talk import answers, phrases
from flows.talk.answers import (
    MEANINGS,
    Days,
    NotTried,
    Number,
    Reason,
    Tried,
    Unsure,
    YesNo,
    command,
    meaning,
    understand,
)

ATTEMPTS = {
    "tried": (
        "done", "Done!", "DONE", "did it!", "yep", "Yes", "D", "✅", "💪💪", "doneee",
        "did ti", "doen", "dnoe", "did iy", "kinda", "sort of", "a little",
        "tried but chickened out", "I tried but my voice went", "gave it a go",
        "said my idea when the floor was opened", "I spoke up in the retro",
        "My voice shook but the words came out", "it didn't go well but I spoke",
        "I said my idea, they didn't like it", "Told Ana I can't take her shift",
        "No one laughed when I said my idea", "I didn't stay quiet",
        "never been so nervous but I spoke", "Spoke up but didn't get to finish",
        "ran through it in my head, then said it", "I asked what would happen?",
        "said it \U0001f389", "wore the red jacket and spoke first",
        "we talked at lunch and I proposed the plan", "sat near the front today",
        "ok done", "Thanks, did it", "hi, said my idea", "finally!!", "yay", "Dobe",
        "I am proud that I spoke up", "was too late but I said it",
        "I didn't speak up but I wrote a note", "did it, but nobody cared",
        "yes! asked for five minutes", "had a go, ran out of breath",
    ),
    "not_tried": (
        "nah", "no", "N", "nope", "not today", "Not today.", "nto today", "❌",
        "didn't do it", "I did not manage to", "couldn't", "chickened out",
        "wanted to but chickened out", "no, swamped", "I forgot", "skipped it",
        "didn't even try", "I wish I had tried", "meeting got cancelled", "none",
        "haven't had time", "home sick today", "too scared to say it",
        "yeah no", "got cold feet", "was gonna but", "no standup today",
        "should have tried", "didn\u2019t do it",
    ),
    "imagined": (
        "imagined it", "went through it in my head", "pictured me saying it",
        "visualised it on the bus", "rehearsed in front of the mirror",
    ),
    "not_yet": (
        "T", "not yet", "trying now", "I'll do it after lunch", "will try at 3pm",
        "going to say it at 4", "haven't yet",
    ),
    "thanks": ("thanks", "Hi there, thanks for the message", "ok", "OK 👍", "👍", "thank you so much", "lol", "❤️"),
    "greeting": ("hi", "Hello!", "good morning"),
    "question": (
        "what should I do?", "What should i do", "how do I start?", "who is this",
        "I need help", "did you get my text?", "was that ok?", "who are you",
        "hi, who is this?", "hi, what do I have to do?", "I'm stuck", "what counts?", "is it ok to do it in the chat?",
    ),
    "news": (
        "my mum is in hospital", "my dog died", "I cried all day", "I feel worthless",
        "my boss yelled at me", "hi, my aunt passed away",
    ),
    "person": ("coach", "call me", "can I talk to a person", "please call me"),
    # What she did not do herself is asked about, not counted; so is what we cannot read.
    "unsure": ("hmm", "banana", "I hate this", "froze", "It is raining",
        "leave me alone", "she left early", "I was bored in there", "two sentences today",
        "Я сказала свою идею", "我在会议上说了我的想法",
        "I don't want to do this anymore", "🙈", "maybe", "???"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "text"),
    [(name, text) for name, texts in ATTEMPTS.items() for text in texts],
)
def test_what_became_of_a_chance_is_understood(expected: str, text: str) -> None:
    assert expected == meaning(understand(text, Expect("attempt")))


@pytest.mark.parametrize(
    ("days_ago", "text"),
    [
        (0, "did it"),
        (0, "said what I planned yesterday, in front of all"),
        (1, "yesterday I said it"),
        (1, "did it yesterday"),
        (1, "spoke up last night"),
        (2, "did it two days ago"),
    ],
)
def test_a_try_belongs_to_the_day_it_was_made(days_ago: int, text: str) -> None:
    assert Tried(text, days_ago) == understand(text, Expect("attempt"))


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("", "not today"),
        ("time", "didn't have time"),
        ("know_how", "didn't do it, I don't know how to start"),
        ("know_how", "no time, and not sure how"),
        ("moment", "not today, stand-up was cancelled"),
    ],
)
def test_a_reason_told_along_is_heard(reason: str, text: str) -> None:
    assert NotTried(text, reason) == understand(text, Expect("attempt"))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (Reason("time"), "time"),
        (Reason("time"), "no time, busy day"),
        (Reason("know_how"), "know-how"),
        (Reason("know_how"), "I did not know what to say"),
        (Reason("moment"), "the right moment"),
        (Reason("moment"), "wasn't the right time"),
        (Reason("other"), "I was scared"),
        (Reason("other"), "🤷"),
        (Tried("I did it"), "I did it"),
        (Tried("done"), "done"),
        (answers.Aside("question"), "why do you ask?"),
        (answers.Aside("person"), "call me"),
    ],
)
def test_what_was_missing_is_understood(expected: object, text: str) -> None:
    assert expected == understand(text, Expect("reason"))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (YesNo(yes=True), "GO"),
        (YesNo(yes=True), "go!"),
        (YesNo(yes=True), "YES"),
        (YesNo(yes=True), "yes, I would like that"),
        (YesNo(yes=True), "👍"),
        (YesNo(yes=True), "ok great"),
        (YesNo(yes=False), "no"),
        (YesNo(yes=False), "no, this is my private number"),
        (YesNo(yes=False), "go away"),
        (YesNo(yes=False), "❌"),
        (Unsure("yes if it is free"), "yes if it is free"),
        (Unsure("ok but not mornings"), "ok but not mornings"),
        (Unsure("🤔"), "🤔"),
        (answers.Aside("question"), "who is this?"),
    ],
)
def test_yes_and_no_are_understood_and_doubt_is_no_consent(
    expected: object, text: str
) -> None:
    assert expected == understand(text, Expect("yes_no"))


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ("024", "M W F"), ("024", "mwf"), ("024", "mon, wed & fri"),
        ("024", "Monday Wednesday Friday"), ("01234", "MTWTF"), ("13", "t th"),
        ("13", "tues and thurs"), ("56", "S S"), ("56", "sa su"), ("5", "sat"),
        ("6", "sunday"), ("0123456", "every day"), ("0123456", "7"),
        ("012345", "every day except sunday"), ("01234", "all but sat and sun"),
        ("0123", "mon-thu"), ("0123", "Mon to Thu"), ("0456", "fri - mon"),
        ("01234", "M-F"), ("01234", "weekdays"), ("56", "weekend"),
        ("02", "did it mon and wed"), ("05", "sat and mon"), ("", "0"),
        ("", "none"), ("", "not this week"), ("1", "I tried it on tuesday, only once"),
        ("34", "R F"), ("36", "thu, u"),
    ],
)  # fmt: skip
def test_days_are_understood_in_any_form(days: str, text: str) -> None:
    assert Days(frozenset(map(int, days))) == understand(text, Expect("days"))


@pytest.mark.parametrize(
    "text", ["5", "I sat down with my boss", "a few", "xyz", "", "but", "mxf"]
)
def test_what_names_no_day_is_unsure(text: str) -> None:
    assert Unsure(text) == understand(text, Expect("days"))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (Number(7), "7"),
        (Number(7), "about seven"),
        (Number(8), "8/10"),
        (Unsure("lots"), "lots"),
        (Unsure("+15550100123"), "+15550100123"),
        (answers.Aside("question"), "how do I rate it?"),
    ],
)
def test_numbers_are_understood(expected: object, text: str) -> None:
    assert expected == understand(text, Expect("number"))


@pytest.mark.parametrize("text", ["idk", "I don't know", "🎉", "nothing special", "!"])
def test_nothing_to_say_is_an_answer_too(text: str) -> None:
    assert "nothing" == meaning(understand(text, Expect("words")))


def test_own_words_stay_as_they_are() -> None:
    said = "  I wrote it DOWN, before  "
    assert answers.Words(said) == understand(said, Expect("words"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("why", "WHY?"), ("why", "why did you text me"), ("less", "less 🙏"),
        ("less", "Too many texts!"), ("back", "BACK"), ("back", "more texts"),
        ("pause", " Pause. "), ("go", "Go!!!"), ("go", "I'm back"),
        (None, "less is more, so I said it short"), (None, "going"), (None, ""),
        (None, "why I did it: fear"), (None, "a break"),
    ],
)  # fmt: skip
def test_commands_are_whole_messages(name: str | None, text: str) -> None:
    assert name == command(text)


def test_no_command_is_a_word_a_carrier_takes() -> None:
    taken = {word for words in CARRIER_KEYWORDS.values() for word in words}
    ours = {phrase for some in phrases.COMMANDS.values() for phrase in some}
    assert set() == taken & ours


def test_every_phrase_is_written_as_texts_are_reduced() -> None:
    tables = [
        phrases.TRIED, phrases.NOT_TRIED, phrases.NOT_YET, phrases.THANKS,
        phrases.GREETING, phrases.NOTHING, phrases.YES, phrases.NO,
    ]  # fmt: skip
    some = [phrase for table in tables for phrase in table]
    assert some == [answers.normal(phrase) for phrase in some]


def test_slips_never_turn_a_phrase_into_another_chapter() -> None:
    # "none" is one letter from "done": real phrases win over slips.
    assert "not_tried" == meaning(understand("none", Expect("attempt")))
    assert "unsure" == meaning(understand("gone", Expect("attempt")))


@pytest.mark.parametrize("expect", MEANINGS)
@given(text=st.text(max_size=400))
@example(text="\ud800\x00")
@example(text="tututututututututututututututututututututux")
@example(text="just actually finally " * 80)
def test_any_text_is_read_as_one_of_the_meanings(expect: str, text: str) -> None:
    assert meaning(understand(text, expect)) in MEANINGS[expect]


LONG = st.sampled_from(["no ", "just ", "m ", "day before ", "yes so and ", "a" * 50])


@pytest.mark.parametrize("expect", MEANINGS)
@given(piece=LONG)
def test_very_long_texts_are_read_too(expect: str, piece: str) -> None:
    assert meaning(understand(piece * 2_000, expect)) in MEANINGS[expect]
