"""One script for text and call: the same answers have the same effects on both."""

import re
from pathlib import Path

import pytest

from flows.talk import script, transcript
from flows.talk.check_facts import TOLD
from flows.talk.check_tone import blames
from flows.talk.events import Channel
from flows.talk.grammar import INSIDE, Ask, Line, Node, Place, Script, Speak, Words
from flows.talk.wording import ONE_BREATH, ONE_SEGMENT, units
from tests.flows.shipped import SCRIPTS, SHIPPED

HERE = Path(__file__).parent / "transcripts"
LONGEST = script.longest((SCRIPTS.parent / "longest.yaml").read_text("utf-8"))
# What a call has another way for: silence, moving over, two texts in one breath.
OF_ONE_CHANNEL = re.compile(
    r"^(\* (silence|called|hung up)$|\^ |o |t |channel: voice|~ [0-6]s$)", re.MULTILINE
)
BOTH_WAYS = [
    path
    for path in sorted(HERE.glob("*.txt"))
    if not OF_ONE_CHANNEL.search(path.read_text("utf-8"))
    and "voice" in SHIPPED[transcript.read(path.read_text("utf-8")).script].channels
]
SPOKEN = [name for name, one in SHIPPED.items() if "voice" in one.channels]
PRIVATE = ("name", "step", "goal", "cue", "coach", "past_win", "heard")
SPEAKS_OF_NINE = ("greeting",)
KEYS_EN = r"press|keypad|hash key|[DTN] for|reply (?:like|with)"
KEYS_ES = r"marca|tecla|[DTN] si|responde como"
KEYS = re.compile(rf"\b({KEYS_EN}|{KEYS_ES})\b", re.IGNORECASE)
BLAME_ES = re.compile(
    r"\b(fallaste|fall[oó]|fracas\w+|s[oó]lo|solamente|decepcion\w*|racha\w*|debiste|"
    r"deber[ií]as|perdiste|olvidaste|excusas?|culpa|flojera|talento natural)\b",
    re.IGNORECASE,
)


def done(path: Path, channel: Channel) -> list[str]:
    """Play a transcript on a channel; return its effects other than what is said."""
    read = transcript.read(path.read_text("utf-8"))
    player = transcript.Player(SHIPPED[read.script], read.facts, channel=channel)
    lines = [told for line in read.lines for told in player.play(line)]
    return [line for line in lines if line[:2] in ("= ", ". ")]


@pytest.mark.parametrize("path", BOTH_WAYS, ids=lambda path: path.stem)
def test_spoken_answers_have_the_effects_of_written_ones(path: Path) -> None:
    assert done(path, "text") == done(path, "voice")


def test_enough_conversations_are_played_both_ways() -> None:
    assert len(BOTH_WAYS) >= 100


# ---- what is said ----


def lines_of(node: Node) -> list[tuple[Line, bool]]:
    """Return the lines of a node, each with whether it asks."""
    said = [(act.line, False) for act in node.acts if isinstance(act, Speak)]
    if not isinstance(node.lead, Ask):
        return said
    asked = (node.lead.line, node.lead.unsure, node.lead.quiet.again)
    return [*said, *((line, True) for line in asked if line is not None)]


def words_of(line: Line) -> list[tuple[str, Words]]:
    return [*line.variants.items(), *line.instead.items()]


def own_lines(shipped: Script) -> list[tuple[Line, bool]]:
    own = (node for name, node in shipped.nodes.items() if INSIDE not in name)
    return [one for node in own for one in lines_of(node)]


@pytest.mark.parametrize("name", SHIPPED)
def test_no_text_says_a_date_as_a_computer_writes_it(name: str) -> None:
    """`today` is the one fact that is written so, for reckoning: 2026-03-02."""
    for line, _ in own_lines(SHIPPED[name]):
        for _, words in words_of(line):
            for text in (*words.text, *words.voice):
                assert "today" not in text.slots, text.source
                assert not re.search(r"\d{4}-\d{2}", text.source)


def places_of_takes(shipped: Script) -> set[Place]:
    """Return where she is told to say something: that is no question."""
    leads = [node.lead for node in shipped.nodes.values() if isinstance(node.lead, Ask)]
    return {one.line.place for one in leads if one.line and one.expect.kind == "take"}


@pytest.mark.parametrize("name", SPOKEN)
def test_spoken_words_are_short_name_no_key_and_ask_once(name: str) -> None:
    takes = places_of_takes(SHIPPED[name])
    for line, asks in own_lines(SHIPPED[name]):
        for language, words in words_of(line):
            for text in words.voice:
                said = "".join(text.fixed)
                values = sum(len(LONGEST.get(slot, "x" * 24)) for slot in text.slots)
                assert len(said) + values <= ONE_BREATH, text.source
                asked_once = int(asks and line.place not in takes)
                assert said.count("?") == asked_once, text.source
                assert not blames(said, language), text.source
                assert not BLAME_ES.search(said), text.source
                if name not in SPEAKS_OF_NINE:
                    assert not KEYS.search(said), text.source


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_script_speaks_english_and_spanish(name: str) -> None:
    for line, _ in own_lines(SHIPPED[name]):
        for some in (line.variants, line.instead):
            slots_alone = all(
                not "".join(text.fixed).strip()
                for _, words in some.items()
                for text in words.text
            )
            assert slots_alone or {"en", "es"} == {*some}, line.place


@pytest.mark.parametrize("name", SHIPPED)
def test_wordings_of_one_line_have_one_meaning_in_every_language(name: str) -> None:
    """The same slots everywhere, and no wording twice."""
    for line, _ in own_lines(SHIPPED[name]):
        for some in (line.variants, line.instead):
            written = [text for words in some.values() for text in words.text]
            assert len({text.source for text in written}) == len(written), line.place
            assert len({frozenset(text.slots) for text in written}) <= 1, line.place


def longest_line(line: Line, language: str) -> int:
    """Return the units of the longest wording with the longest values."""
    known = {**LONGEST, **TOLD}
    words = line.variants.get(language) or next(iter(line.variants.values()))
    return max(
        units("".join(text.fixed))
        + sum(len(known.get(s, "x" * 24)) for s in text.slots)
        for text in words.text
    )


def longest_turn(shipped: Script, name: str, language: str) -> int:
    """Return the units of the longest text of a turn that goes on from a node."""
    if name == "end":
        return -1  # the space that would stand before it
    node = shipped.nodes[name]
    said = [line for line, asks in lines_of(node) if not asks]
    length = sum(longest_line(line, language) + 1 for line in said) - 1
    if isinstance(node.lead, Ask):
        asked = node.lead.line
        return length + (1 + longest_line(asked, language) if asked else 0)
    onward = max(longest_turn(shipped, to, language) for to in node.targets)
    return length + 1 + onward if onward >= 0 else length


@pytest.mark.parametrize("name", SHIPPED)
def test_every_turn_is_one_text_even_with_the_longest_values(name: str) -> None:
    shipped = SHIPPED[name]
    for node in shipped.nodes:
        for language in shipped.languages:
            assert longest_turn(shipped, node, language) <= ONE_SEGMENT, node


SIXTH_GRADE = 6
SLOT = re.compile(r"\{[a-z_0-9]+\}")


def grade(text: str) -> float:
    """Return the school grade that reads `text`, after Flesch and Kincaid."""
    plain = SLOT.sub("it", text)
    words = re.findall(r"[A-Za-z']+", plain)
    sentences = max(1, len(re.findall(r"[.!?:]+(?=\s|$|\")", plain)))
    per_word = sum(map(syllables, words)) / max(1, len(words))
    return 0.39 * len(words) / sentences + 11.8 * per_word - 15.59


def syllables(word: str) -> int:
    found = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.endswith("e") and not word.endswith("le") and found > 1
    return max(1, found - silent)


@pytest.mark.parametrize("name", SHIPPED)
def test_english_reads_at_the_sixth_grade(name: str) -> None:
    for line, _ in own_lines(SHIPPED[name]):
        for language, words in words_of(line):
            for text in (*words.text, *words.voice):
                few = len(text.source.split()) < 6  # a name and a noun are no sentence
                if language == "en" and not few:
                    assert grade(text.source) <= SIXTH_GRADE, text.source


MET_OFTEN = (
    ("late_prompt", "no_news_yet"), ("prompt_before", "coming_up"),
    ("what_she_did", "what_did_you_do"), ("what_she_did", "say_it_back"),
    ("what_she_did", "skill_by_effort"), ("what_was_missing", "what_was_missing"),
    ("miss", "what_was_missing"), ("recap", "which_days"), ("recap", "some_days"),
    ("recap", "no_days"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "node"), MET_OFTEN)
def test_what_people_meet_often_has_eight_wordings(name: str, node: str) -> None:
    line, _ = lines_of(SHIPPED[name].nodes[node])[0]
    for words in line.variants.values():
        assert len(words.text) >= 8
        assert len(words.voice) >= 8


@pytest.mark.parametrize("name", ["greeting", "voicemail", "stranger"])
def test_what_anybody_may_hear_holds_no_private_word(name: str) -> None:
    for line, _ in own_lines(SHIPPED[name]):
        for _, words in words_of(line):
            slots = {
                slot for text in (*words.text, *words.voice) for slot in text.slots
            }
            assert set() == slots & {*PRIVATE}


@pytest.mark.parametrize(
    ("name", "node"),
    [
        ("check_in", "did_you_try"),
        ("check_in", "already_told"),
        ("late_prompt", "no_news_yet"),
    ],
)
def test_a_call_names_her_step_after_she_has_answered_and_not_before(
    name: str, node: str
) -> None:
    line, _ = lines_of(SHIPPED[name].nodes[node])[0]
    for words in line.variants.values():
        assert not any(text.slots for text in words.voice)


def test_a_check_in_asks_three_questions_and_never_a_fourth() -> None:
    for path in HERE.glob("check_in*.txt"):
        asked = re.findall(
            r"^= (RecordAttempt|AddWords|Measured)", path.read_text(), re.M
        )
        assert asked.count("RecordAttempt") <= 2, path  # "actually I did it"
        assert asked.count("AddWords") <= 1, path
        assert asked.count("Measured") <= 1, path
