"""What people say, and how it is understood."""

from datetime import date
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.safety.consent import CARRIER_KEYWORDS
from flows.talk.answers import (
    Answer,
    Aside,
    Clock,
    Days,
    Duration,
    NotTried,
    Number,
    Picked,
    Reason,
    Tried,
    Unsure,
    Words,
    YesNo,
    certain,
    command,
    meaning,
    names_today,
    reports,
    rest,
    understand,
    value,
)
from flows.talk.expects import MEANINGS, Choice, Expect
from flows.talk.lexicon import LEXICONS
from service.cli.understanding import Half, judged, replies, share

DIALS = (
    Choice("keep", {"en": ("keep", "keep it as is"), "es": ("mantener",)}),
    Choice("longer", {"en": ("longer",), "es": ("más largo",)}),
    Choice("more_often", {"en": ("more often",), "es": ("más a menudo",)}),
    Choice("tougher", {"en": ("tougher", "a tougher setting"), "es": ("más difícil",)}),
)
PLACES = (
    Choice("kitchen", {"en": ("the kitchen",), "es": ("la cocina",)}),
    Choice("bus", {"en": ("the bus",), "es": ("el autobús",)}),
    Choice("park", {"en": ("the park",), "es": ("el parque",)}),
)
OATH = (Choice("said", {"en": ("I can ask for help",), "es": ("puedo pedir ayuda",)}),)
LANGUAGES = ("en", "es", "es-MX", "fr", "")
WEDNESDAY = date(2026, 3, 4)


def expects(kind: str) -> Expect:
    choices = {"choice": DIALS, "phrase": OATH}.get(kind, ())
    return Expect(kind, 0, 10 if kind == "scale" else None, choices)


def told(answer: Answer) -> str:
    match answer:
        case Number(worth) | Duration(worth) | Clock(worth):
            return str(worth)
        case Days(days):
            return "".join(str(day) for day in sorted(days))
        case _:
            return meaning(answer)


def own(language: str) -> list[tuple[str, str, list[str]]]:
    path = Path(__file__).with_name("data") / f"replies_own_{language}.tsv"
    told: dict[tuple[str, str], list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            kind, expected, texts = line.split("\t")
            some = told.setdefault((kind, expected), [])
            some += [text.strip() for text in texts.split("|")]
    return [(kind, expected, texts) for (kind, expected), texts in told.items()]


@pytest.mark.parametrize(
    ("language", "kind", "expected", "texts"),
    [
        pytest.param(language, *case, id=f"{language} {case[0]} {case[1]}")
        for language in ("en", "es")
        for case in own(language)
    ],
)
def test_replies_are_understood(
    language: str, kind: str, expected: str, texts: list[str]
) -> None:
    taken = {text: told(understand(text, expects(kind), language)) for text in texts}
    if expected == "tried":  # a try that fell short is one all the same
        taken = {text: name.removesuffix("_but") for text, name in taken.items()}
    assert dict.fromkeys(texts, expected) == taken


# What was reached on the second set when this was written, minus 0.01.
SECOND_FLOOR = 0.949


def test_the_second_set_stays_understood(tmp_path: Path) -> None:
    second = Path(__file__).with_name("data") / "replies_second.tsv"
    copy(second, tmp_path / "replies_seen.tsv")
    reads = judged(replies(tmp_path, Half.SEEN))
    assert share(reads) >= SECOND_FLOOR


@pytest.mark.parametrize("text", ["done", "not today", "7", "sí", "lo hice", "mañana"])
def test_tags_of_regions_are_read_as_their_language(text: str) -> None:
    for kind in ("attempt", "yes_no", "scale"):
        both = [
            understand(text, expects(kind), tag) for tag in ("es", "es-MX", "ES-ar")
        ]
        assert both[0] == both[1] == both[2]


@pytest.mark.parametrize(
    ("kind", "expected", "text"),
    [
        ("attempt", "tried", "hoy dije mi idea en la reunión"),
        ("attempt", "tried", "lo hice"),
        ("attempt", "not_tried", "no pude, me dio miedo"),
        ("attempt", "not_yet", "todavía no"),
        ("yes_no", "yes", "claro que sí"),
        ("yes_no", "no", "prefiero que no"),
        ("scale", "7", "como un siete"),
        ("days", "02", "lunes y miércoles"),
        ("words", "nothing", "ni idea"),
        ("attempt", "person", "quiero hablar con mi coach"),
        ("reason", "know_how", "no sabía cómo empezar"),
        ("duration", "30", "media hora"),
    ],
)
def test_spanish_is_understood_in_an_english_talk(
    kind: str, expected: str, text: str
) -> None:
    assert expected == told(understand(text, expects(kind), "en"))


@pytest.mark.parametrize(
    ("kind", "expected", "text"),
    [
        ("attempt", "tried", "I said my idea at the meeting today"),
        ("attempt", "tried", "done"),
        ("attempt", "not_tried", "didn't have the time"),
        ("yes_no", "yes", "sounds good"),
        ("scale", "7", "like a seven"),
        ("days", "02", "monday and wednesday"),
        ("time", "19:00", "seven in the evening"),
    ],
)
def test_english_is_understood_in_a_spanish_talk(
    kind: str, expected: str, text: str
) -> None:
    assert expected == told(understand(text, expects(kind), "es"))
    assert expected == told(understand(text, expects(kind), "fr"))


@pytest.mark.parametrize(
    ("days_ago", "language", "text"),
    [
        (0, "en", "did it"),
        (0, "en", "said what I planned yesterday, in front of all"),
        (1, "en", "yesterday I said it"),
        (1, "en", "did it yesterday, forgot to say"),
        (1, "en", "spoke up last night"),
        (2, "en", "did it two days ago"),
        (1, "en", "not today but yesterday I did"),
        (1, "es", "ayer lo hice"),
        (1, "es", "hoy no pero ayer sí"),
        (2, "es", "hace dos días hablé con él"),
        (5, "en", "asked her five days ago"),
        (7, "es", "lo hice hace una semana"),
    ],
)
def test_a_try_belongs_to_the_day_it_was_made(
    days_ago: int, language: str, text: str
) -> None:
    assert Tried(text, days_ago) == understand(text, expects("attempt"), language)


@pytest.mark.parametrize(
    ("ago", "language", "text"),
    [
        (2, "en", "did it on Monday"),
        (2, "en", "I did it monday, 7"),
        (2, "en", "Monday I did"),
        (2, "en", "did mon not today"),
        (0, "en", "done on wednesday"),
        (5, "en", "tried last friday"),
        (2, "es", "lo hice el lunes"),
        (2, "es", "el lunes sí lo hice"),
        (2, "es", "lo hice el lunes hoy no"),
        (0, "en", "did it tonight"),
        (0, "en", "asked for Monday off"),
        (0, "en", "told him that on Monday I can't"),
        (0, "es", "le dije que el lunes no voy"),
    ],
)
def test_a_weekday_tells_when_a_try_was(ago: int, language: str, text: str) -> None:
    """It was filed on the day of the text, and took that day's chance."""
    answer = understand(text, expects("attempt"), language)
    assert isinstance(answer, Tried)
    assert ago == answer.ago(WEDNESDAY)


@pytest.mark.parametrize(
    ("fell_short", "text"),
    [
        (True, "tried but chickened out"),
        (True, "tried but froze half way"),
        (True, "I had a go, then I gave up"),
        (True, "I tried but it didn't work"),
        (True, "it didn't work"),
        (False, "tried"),
        (False, "did it, it was awful"),
        (False, "tried, my voice shook"),
        (False, "I froze at first but then I said it"),
        (False, "it went badly but I did it"),
        (True, "I tried but it went badly"),
        (True, "tried, nothing came out"),
        (True, "tried but nothing came"),
        (True, "I tried but, well, he walked off"),
        (True, "I did it but it went badly"),
        (True, "it went badly but at least I tried"),
        (True, "it went really badly"),
        (True, "tried and failed"),
        (True, "tried, no luck"),
        (True, "opened my mouth and nothing came out"),
        (True, "tried froze halfway"),
        (True, "it went badly, voice shook"),
        (True, "Did I try? Yes. Did it work? No."),
        (False, "I was scared but I did it"),
        (False, "I said it but they didn't like it"),
        (False, "voice shook but I said it"),
        (False, "I said it but my voice shook"),
        (False, "tried but my voice shook"),
        (False, "I tried, froze, but then said it"),
        (False, "it went badly at first but then fine"),
        (False, "I didn't chicken out"),
        (False, "tried, not bad"),
        (False, "tried though it was hard"),
        (False, "I asked but he said no"),
        (False, "I did my bit but he messed it up"),
        (False, "said my idea and they didn't like it"),
        (False, "I told him what went wrong"),
        (False, "I told him it was a disaster"),
    ],
)
def test_a_try_fell_short_only_where_she_says_so(fell_short: bool, text: str) -> None:
    assert Tried(text, 0, fell_short) == understand(text, expects("attempt"))


def test_what_did_not_come_today_takes_nothing_from_a_try_of_yesterday() -> None:
    text = "tried it yesterday but no time today"
    assert Tried(text, 1) == understand(text, expects("attempt"))


@pytest.mark.parametrize(
    ("reason", "language", "text"),
    [
        ("", "en", "not today"),
        ("time", "en", "didn't have time"),
        ("know_how", "en", "didn't do it, I don't know how to start"),
        ("know_how", "en", "no time, and not sure how"),
        ("moment", "en", "not today, stand-up was cancelled"),
        ("time", "es", "no tuve tiempo"),
        ("know_how", "es", "no lo hice, no sabía cómo"),
    ],
)
def test_a_reason_told_along_is_heard(reason: str, language: str, text: str) -> None:
    assert NotTried(text, reason) == understand(text, expects("attempt"), language)


@pytest.mark.parametrize(
    "text",
    [
        "yes if it is free",
        "ok but not mornings",
        "maybe",
        "yes and no",
        "sí si es gratis",
        "depends",
        "yes, unless it costs something",
        "sure, but only by text",
        "yes?",
        "\u00bfs\u00ed?",
    ],
)
def test_doubt_is_no_consent(text: str) -> None:
    assert Unsure(text) == understand(text, expects("yes_no"))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("words", "Can I have two minutes at the end?"),
        ("words", "¿Puedo decir algo?"),
        ("words", "Could I talk to Ana for two minutes?"),
        ("question", "I don't understand this"),
        ("person", "can I talk to a person"),
        ("nothing", "nothing"),
    ],
)
def test_a_line_she_practises_may_be_a_question(expected: str, text: str) -> None:
    language = "es" if text.startswith("¿") else "en"
    assert expected == meaning(understand(text, Expect("take"), language))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("bus", "the bus"),
        ("bus", "on the bus I think"),
        ("bus", "2"),
        ("bus", "the second one"),
        ("park", "the last one"),
        ("park", "the prak"),
        ("kitchen", "not the park, the kitchen"),
        ("bus", "the park, sorry, the bus"),
        ("bus", "el parque no, digo, el autobus"),
        ("kitchen", "la cocina"),
        ("bus", "el autobus"),
        ("unsure", "4"),
        ("unsure", "the park or the bus"),
        ("question", "which is best?"),
    ],
)
def test_any_choices_can_be_picked_by_word_or_place(expected: str, text: str) -> None:
    assert expected == meaning(understand(text, Expect("choice", choices=PLACES)))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("said", "I can ask for help"),
        ("said", "i can ask for hlep"),
        ("said", "I can ask for help."),
        ("said", "um, I can ask for help"),
        ("said", "Puedo pedir ayuda"),
        ("other", "I can ask"),
        ("other", "no"),
        ("question", "what should I say?"),
    ],
)
def test_a_phrase_is_said_whole(expected: str, text: str) -> None:
    assert expected == meaning(understand(text, expects("phrase")))


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Number(12), "12"),
        (Number(3), "three times"),
        (Number(2), "twice"),
        (Number(25), "twenty-five"),
        (Number(0), "none"),
        (Unsure("31"), "31"),
        (Unsure("lots"), "lots"),
    ],
)
def test_a_number_lies_in_its_bounds(answer: object, text: str) -> None:
    assert answer == understand(text, Expect("number", 0, 30))


@pytest.mark.parametrize(
    "text", ["my dad died last night", "I lost my job today", "mi abuela murió ayer"]
)
@pytest.mark.parametrize("kind", ["attempt", "words", "scale", "yes_no", "days"])
def test_grief_is_heard_whatever_was_asked(kind: str, text: str) -> None:
    assert "news" == meaning(understand(text, expects(kind)))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("not_tried", 'he asked and I went "no no all fine"'),
        ("not_tried", 'all he got from me was "I asked" and a smile'),
        ("tried", 'for once I went "I can\'t, sorry"'),
        ("tried", '"done"'),
        ("not_tried", "oh sure, I totally told him (no)"),
        ("tried", "llamé y no contestó"),
        ("tried", "aunque estaba enferma lo hice"),
        ("not_tried", "clammed up before I asked"),
        ("not_yet", "eh no, aún no, me toca a última hora"),
    ],
)
def test_who_said_it_and_how_it_ends_count(expected: str, text: str) -> None:
    language = "es" if "ó" in text or "ú" in text or "aunque" in text else "en"
    taken = meaning(understand(text, expects("attempt"), language))
    assert expected == taken.removesuffix("_but")


def test_own_words_stay_as_they_are() -> None:
    said = "  I wrote it DOWN, before  "
    assert Words(said) == understand(said, expects("words"))


@pytest.mark.parametrize(
    ("tail", "kind", "language", "text"),
    [
        ("a 7", "yes_no", "en", "yes and a 7"),
        ("8 out of 10", "attempt", "en", "did it, 8 out of 10"),
        ("como un 7", "attempt", "es", "sí, como un 7"),
        ("yes", "scale", "en", "7, yes"),
        ("at 9", "days", "en", "mon wed fri; at 9"),
        ("10 minutes", "offer", "en", "ok, 10 minutes"),
        ("un 3", "attempt", "es", "no, un 3"),
        ("8", "attempt", "es", "si, 8"),
        ("", "attempt", "en", "did it"),
        ("", "days", "en", "mon, wed & fri"),
        ("", "scale", "en", "6.5"),
        ("", "scale", "en", "7, maybe 8 if I sleep"),
        ("", "scale", "en", "8, no wait, 7"),
        ("", "words", "en", "my sister helped, and a 7"),
        ("", "scale", "en", "banana, apple"),
        ("", "yes_no", "en", "no, wait, yes"),
    ],
)
def test_what_follows_the_first_answer_is_the_rest(
    tail: str, kind: str, language: str, text: str
) -> None:
    assert tail == rest(text, expects(kind), language)


def test_only_answers_are_certain() -> None:
    sure = (Tried("x"), YesNo(yes=True), Number(1), Days(frozenset()), Reason("time"))
    assert all(map(certain, (*sure, Picked("keep"), Clock("07:00"), NotTried("x"))))
    assert not any(map(certain, (Unsure("x"), Aside("person"), Words("x"))))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("why", "WHY?"), ("why", "why did you text me"), ("less", "less 🙏"),
        ("less", "Too many texts!"), ("back", "BACK"), ("back", "more texts"),
        ("pause", " Pause. "), ("go", "Go!!!"), ("go", "I'm back"), ("more", "More"),
        ("call_me", "call me"), ("my_data", "MYDATA"), ("erase", "Erase"),
        ("next", "next"), ("why", "¿Por qué?"), ("less", "menos"), ("more", "más"),
        ("pause", "pausa"), ("call_me", "Llámame"), ("my_data", "mis datos"),
        ("erase", "borrar"), ("next", "siguiente"), ("go", "seguir"),
        (None, "less is more, so I said it short"), (None, "going"), (None, ""),
        (None, "why I did it: fear"), (None, "a break"), (None, "coach"),
    ],
)  # fmt: skip
def test_commands_are_whole_messages(name: str | None, text: str) -> None:
    assert {name} == {command(text, language) for language in LANGUAGES}


def test_no_command_is_a_word_a_carrier_takes() -> None:
    taken = {word for words in CARRIER_KEYWORDS.values() for word in words}
    ours = {phrase for known in LEXICONS.values() for phrase in known.commands}
    assert set() == taken & ours


KINDS = st.sampled_from(sorted(MEANINGS))
TAGS = st.sampled_from(LANGUAGES)
WORDS_OF_ALL = (
    "yes|no|not|didn't|did it|tried|7|10|half|hour|monday|to|-|,|.|?|but|and|then|I|we|"
    "she|said|nothing|later|maybe|sí|lo hice|hablé|un|y|pero|media|las|de la noche|me|"
    "coach|call|why|%|/|:|9:15|mon|fri|except|wait|digo|👍|\u0301|\u00bd|¿"
)
PIECES = st.sampled_from(WORDS_OF_ALL.split("|"))
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=30).map(" ".join))


@given(kind=KINDS, text=TEXTS, language=TAGS)
@example(kind="words", text="\ud800\x00", language="en")
@example(kind="days", text="tutututututututututututututu", language="en")
@example(kind="time", text="1:99 ٣ ½ ²", language="es")
def test_any_text_is_read_as_one_of_the_meanings(
    kind: str, text: str, language: str
) -> None:
    expect = expects(kind)
    answer = understand(text, expect, language)
    assert meaning(answer) in expect.meanings
    assert answer == understand(text, expect, language)
    assert (value(answer) is None) == (
        not isinstance(answer, Number | Duration | Clock | Picked)
    )
    tail = rest(text, expect, language)
    assert not tail or text.rstrip().endswith(tail)
    command(text, language)


@given(kind=KINDS, text=TEXTS, language=TAGS)
def test_white_space_full_stops_and_case_change_nothing(
    kind: str, text: str, language: str
) -> None:
    expect = expects(kind)
    plain = told(understand(text.strip(), expect, language))
    for other in (f"  {text}\n", f"{text.strip()}.", f"{text.strip()} "):
        assert plain == told(understand(other, expect, language))
    if text.isascii():
        assert plain == told(understand(text.strip().upper(), expect, language))


@given(text=TEXTS, language=TAGS, low=st.integers(0, 9), high=st.integers(10, 99))
def test_numbers_stay_in_their_bounds(
    text: str, language: str, low: int, high: int
) -> None:
    for kind in ("number", "duration", "scale"):
        answer = understand(text, Expect(kind, low, high), language)
        if isinstance(answer, Number | Duration):
            worth = int(value(answer) or 0)
            assert (0 if kind == "scale" else low) <= worth <= high


LONG = (
    "no ", "just ", "m ", "day before ", "yes so and ", "a" * 50, "1", "1 ", "to 1 ",
    "1:", "can i talk ", "not ", "? ", "é", "half ", "ha", "mon-", "1/", "y treinta ",
    "please ", "# ", "\n", "\u0301", "did not ", "want to ", "ha ha ha ha",
)  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("kind", MEANINGS)
@pytest.mark.parametrize("piece", LONG)
def test_very_long_texts_are_read_too(kind: str, piece: str) -> None:
    for length in (1_600, 64_000):
        text = piece * (length // len(piece))
        expect = expects(kind)
        assert meaning(understand(text, expect, "es")) in expect.meanings
        assert isinstance(rest(text, expect), str)


def test_only_a_whole_text_is_a_report() -> None:
    assert reports("Did it!")
    assert not reports("did it rain")


@pytest.mark.parametrize(
    ("text", "language", "today"),
    [
        ("Said one idea TODAY.", "en", True),
        ("asked my question just now", "en", True),
        ("hablé esta mañana", "es", True),
        ("hoy dije que no", "en", True),
        ("I wrote it on a card first", "en", False),
        ("todays list", "en", False),
    ],
)
def test_a_text_may_name_the_day_it_is_written_on(
    text: str, language: str, today: bool
) -> None:
    assert today == names_today(text, language)
