"""The two source texts, row by row: each of #1-#60 and T1-T25 names where it lives.

`data/seeds.tsv`: `node` rows name nodes and transcripts that walk them; `rule`,
`metric` and `programme` rows a file and a test. Where each row is tested beside this
stands in tests/seeds.yaml.
"""

import re
from itertools import chain
from pathlib import Path

import pytest

import flows
from flows.talk import transcript
from flows.talk.grammar import INSIDE, Ask, Line, Node, Speak
from tests.flows.shipped import shipped, source_of

HERE = Path(__file__).parent
FLOWS = Path(flows.__file__).parent
ROWS = [
    tuple(line.split("\t"))
    for line in (HERE / "data" / "seeds.tsv").read_text("utf-8").splitlines()[1:]
]
NODES = [row for row in ROWS if row[1] == "node"]
TESTED = [row for row in ROWS if row[1] in ("rule", "metric", "programme")]
# Those that people meet once, so that one wording is enough.
MET_ONCE = ("intake", "plan_step", "with_coach")
PATH = (
    *MET_ONCE, "stretch", "imagine_it", "rehearsal", "digest", "new_context", "joy",
    "before_harder", "nerves", "model_story", "curiosity", "prediction", "attribution",
    "automatic", "graduate", "offer_less", "offer_more", "quiet", "smaller",
    "more_help", "less_help",
)  # fmt: skip
# Where one wording is right all the same: a measure, a number asked for, a rare way.
ONE_WORDING = ("automatic.by_itself",)


# ---- the table ----


def test_every_seed_and_every_template_has_one_row() -> None:
    seeds = [f"#{number}" for number in range(1, 61)]
    templates = [f"T{number}" for number in range(1, 26)]
    assert [*seeds, *templates] == [row[0] for row in ROWS]


def test_every_row_is_of_a_known_kind() -> None:
    assert len(ROWS) == len(NODES) + len(TESTED)
    assert {4} == {len(row) for row in ROWS}


@pytest.mark.parametrize("row", NODES, ids=lambda row: row[0])
def test_what_a_row_names_is_walked_by_the_transcripts_it_names(
    row: tuple[str, ...],
) -> None:
    places = dict.fromkeys(where.partition(".")[0] for where in row[2].split())
    walked: set[str] = set()
    for name in row[3].split():
        source = (HERE / "transcripts" / f"{name}.txt").read_text("utf-8")
        played = transcript.read(source).script
        assert any(played == one or enters(played, one) for one in places), name
        ways = transcript.play(source, shipped(played))[1]
        walked |= {f"{played}.{node}" for node in chain(*ways)}
    for where in row[2].split():
        one, _, node = where.partition(".")
        assert node in shipped(one).nodes, where
        assert where in walked, where


def enters(name: str, other: str) -> bool:
    return f"enter: {other}" in source_of(name)


@pytest.mark.parametrize("row", TESTED, ids=lambda row: row[0])
def test_what_a_row_names_is_there_with_its_test(row: tuple[str, ...]) -> None:
    assert (FLOWS.parent / row[2]).exists()
    file, _, test = row[3].partition("::")
    source = (HERE / f"{file}.py").read_text("utf-8")
    assert re.search(rf"^def {test}\(", source, re.MULTILINE), row[3]


# ---- what holds for every conversation of the path ----


def own_lines(name: str) -> list[tuple[Node, Line]]:
    nodes = [one for one in shipped(name).nodes.values() if INSIDE not in one.name]
    found = []
    for node in nodes:
        found += [(node, act.line) for act in node.acts if isinstance(act, Speak)]
        if isinstance(node.lead, Ask):
            lead = node.lead
            lines = (lead.line, lead.unsure, lead.quiet.again)
            found += [(node, line) for line in lines if line]
    return found


@pytest.mark.parametrize("name", PATH)
def test_every_script_names_its_source(name: str) -> None:
    head = source_of(name).partition("script:")[0]
    assert "# Source (#47):" in head or name == "with_coach"


@pytest.mark.parametrize("name", PATH)
def test_every_line_is_there_in_both_languages(name: str) -> None:
    for node, line in own_lines(name):
        assert {"en", "es"} == set(line.variants), node.name
        assert {"en", "es"} >= set(line.instead) != {"en"}, node.name
        sizes = {len(words.text) for words in line.variants.values()}
        assert 1 == len(sizes), node.name


@pytest.mark.parametrize("name", [one for one in PATH if one not in MET_ONCE])
def test_what_people_hear_first_has_three_wordings(name: str) -> None:
    first = next(iter(own_lines(name)))
    if f"{name}.{first[0].name}" in ONE_WORDING or name == "rehearsal":
        return
    for words in first[1].variants.values():
        assert len(words.text) >= 3
        assert len(words.voice) >= 3


@pytest.mark.parametrize("name", PATH)
def test_no_spoken_turn_is_longer_than_a_breath_or_two(name: str) -> None:
    for node, line in own_lines(name):
        for words in line.variants.values():
            assert max(len(one.source) for one in words.voice) <= 260, node.name


# What nobody says to her, in Spanish as in English (flows.talk.check.BLAME).
HARSH = re.compile(
    r"\b(fallaste|fallo|fracas\w+|solo|sólo|solamente|olvidaste|debiste|deberías|racha|"
    r"flojera|excusas?|decepci\w+|por tu culpa|te faltó)\b",
    re.IGNORECASE,
)
NATURAL = re.compile(r"\b(a natural|talented|gifted|talento|un don)\b", re.IGNORECASE)


@pytest.mark.parametrize("name", PATH)
def test_no_line_blames_or_praises_a_gift(name: str) -> None:
    said = [
        one.source
        for _, line in own_lines(name)
        for words in (*line.variants.values(), *line.instead.values())
        for one in (*words.text, *words.voice)
    ]
    assert [] == [text for text in said if HARSH.search(text) or NATURAL.search(text)]


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def grade(texts: list[str]) -> float:
    """Reading grade by Flesch and Kincaid, over all English lines of a script."""
    words = [word for text in texts for word in re.findall(r"[a-z']+", text.lower())]
    ends = sum(len(re.findall(r"[.?!:]+(?=\W|$)", text)) or 1 for text in texts)
    sounds = sum(map(syllables, words))
    return 0.39 * len(words) / ends + 11.8 * sounds / len(words) - 15.59


@pytest.mark.parametrize("name", PATH)
def test_the_english_reads_at_grade_six_or_below(name: str) -> None:
    lines = [line.variants["en"] for _, line in own_lines(name)]
    assert grade([one.source for words in lines for one in words.text]) <= 6
