"""Pictures of scripts: all there, nothing over another, nothing that could leak."""

import re
from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.phrase import Phrase
from flows.talk import check, drawing, script
from flows.talk.check_facts import FACTS, FIELDS, HEARD, SAID, TOLD, kept
from flows.talk.drawn_cards import Reader, escaped
from flows.talk.fact_words import WORDS, called
from flows.talk.grammar import INSIDE
from flows.talk.laying_out import Box, Plan, Port, plan
from tests.flows.shipped import NAMES, SCRIPTS, shipped
from tests.flows.small import of

SHIPPED = [*NAMES]
LONGEST = script.longest((SCRIPTS.parent / "longest.yaml").read_text("utf-8"))
SVG = "{http://www.w3.org/2000/svg}"


def words(picture: str) -> str:
    return "\n".join(t.text or "" for t in ET.fromstring(picture).iter(f"{SVG}text"))


# ---- pictures ----


@pytest.mark.parametrize("name", SHIPPED)
def test_every_node_of_a_shipped_script_is_drawn(name: str) -> None:
    one = shipped(name)
    told = words(drawing.draw(one))
    names = {node.rpartition(INSIDE)[2] for node in one.nodes}
    assert [] == [node for node in names if node[:20] not in told]


def test_a_page_may_bring_the_style_itself() -> None:
    one = shipped("daily_win")
    bare = drawing.draw(one, style="")
    assert "<style" not in bare
    assert bare == drawing.draw(one).replace(f"<style>{drawing.STYLE}</style>", "")


def test_ways_findings_and_the_end_are_drawn() -> None:
    one = of(
        "  a: {ask: Shall we?, expect: yes_no, on: {yes: b}, then: end}\n"
        "  b: {record: attempted, say: You missed it., follow_up: "
        "{script: recap, after: 36 hours}, then: end}\n"
    )
    picture = drawing.draw(one, check.findings(one, longest=LONGEST))
    told = words(picture)
    assert "asks: yes or no" in told
    assert "Shall we?" in told
    assert "no, unclear, something else" in told
    assert "records: a try" in told
    assert "later: recap, in 36 hours" in told
    assert "1 thing to mend" in told
    assert 1 == picture.count('class="card found"')
    assert "blames or grades" in picture
    assert 1 == picture.count('class="tip"')  # one arrow, from a to b
    assert 3 == picture.count('class="end"')  # the beginning, and two ends


@pytest.mark.parametrize("name", SHIPPED)
def test_what_a_shipped_script_keeps_is_called_in_words(name: str) -> None:
    one = shipped(name)
    assert [] == [fact for fact in [*kept(one), *one.knows] if fact not in WORDS]


def test_every_fact_is_called_in_words_and_an_authors_own_by_its_name() -> None:
    """A card said "looks at: tries_month", and "keeps: what_i_did"."""
    named = [*FACTS, *FIELDS, *TOLD, HEARD, SAID]
    assert [] == [fact for fact in named if fact not in WORDS]
    one = of(
        "  a: {ask: Why?, expect: words, keep: my_reason, then: b}\n"
        "  b: {branch: tries_month, on: {0 to 3: c}, then: c}\n"
        "  c: {hand: know_how, adjust: less, then: end}\n"
    )
    told = words(drawing.draw(one))
    assert "keeps: my_reason" in told
    assert "looks at: tries of the month" in told
    assert "before the coach: how to do it" in told
    assert "changes: fewer texts" in told
    assert "my_reason" == called("my_reason")


def test_what_is_found_in_a_later_wording_is_marked_on_its_card() -> None:
    one = of("  a:\n    say:\n      - Hello.\n      - Hello {nmae}.\n    then: end\n")
    (found,) = check.findings(one, longest=LONGEST)
    assert one.nodes["a"].place.line + 3 == found.place.line
    assert 'class="card found"' in drawing.draw(one, [found])


def test_a_reader_may_call_scripts_and_nodes_otherwise() -> None:
    reader = Reader(titled=str.upper, called=lambda name: f"<{name}>")
    told = words(drawing.draw(shipped("check_in_inbound"), reader=reader))
    assert "CHECK_IN_INBOUND" in told
    assert "goes through CHECK_IN" in told
    assert "to “WITH_COACH”" in told
    assert f"<{shipped('check_in_inbound').start}>" in told


def test_scripts_inside_are_frames_and_what_is_lent_stands_below() -> None:
    told = words(drawing.draw(shipped("check_in_inbound")))
    assert "goes through check_in" in told
    assert "lent by with_coach" in told
    assert "to “with_coach”" in told


def test_no_answer_of_a_shipped_script_is_shown_by_its_code() -> None:
    reader = Reader(titled=str.title, called=str.title)
    for name in ("stretch", "smaller", "check_in", "miss", "where_it_was"):
        told = words(drawing.draw(shipped(name), reader=reader))
        answers = re.split(r"\n|, ", told)
        assert [] == [one for one in answers if re.fullmatch(r"[a-z]+_[a-z_]+", one)]


def test_a_picture_is_told_in_the_readers_words_and_language() -> None:
    def loud(words: str) -> str:
        return words.upper() if isinstance(words, Phrase) else words

    reader = Reader(loud, "es")
    told = words(drawing.draw(shipped("daily_win"), reader=reader))
    assert "ASKS: OWN WORDS" in told
    assert "THE END" in told
    assert "her_own_words" in told
    assert "Guardado con tus palabras" in told
    assert "Kept in your own" not in told


def test_a_way_back_is_drawn_as_one() -> None:
    one = of("  a: {ask: Shall we?, expect: yes_no, on: {no: b}, then: end}\n"
             "  b: {ask: Really?, expect: yes_no, on: {yes: a}, then: end}\n")  # fmt: skip
    assert 'class="way back"' in drawing.draw(one)


def test_the_same_script_gives_the_same_picture() -> None:
    assert drawing.draw(shipped("recap")) == drawing.draw(shipped("recap"))


def test_a_picture_needs_nothing_from_outside_and_reaches_nothing() -> None:
    picture = drawing.draw(shipped("daily_win"))
    assert not re.search(r"\bid=|href|url\(|<script|@import", picture)
    style = ET.fromstring(picture).find(f"{SVG}style")
    assert style is not None
    assert style.text is not None
    rules = [rule.partition("{")[0] for rule in style.text.split("}") if rule.strip()]
    assert rules
    assert [] == [rule for rule in rules if not rule.startswith(".hd")]


def test_words_that_look_like_svg_are_words() -> None:
    evil = "</text><script>alert(1)</script>"
    one = of(f"  a: {{say: '{evil}', then: end}}\n  'b<i>': {{say: x, then: end}}\n")
    picture = drawing.draw(one, check.findings(one, longest=LONGEST))
    assert "<script" not in picture
    assert evil[:20] in words(picture).replace("\n", "")
    assert "b<i>" in words(picture)


@given(st.text())
def test_any_words_can_be_drawn(text: str) -> None:
    told = ET.fromstring(f"<a>{escaped(text)}</a>").text or ""
    assert told == "".join(one for one in text if one.isprintable())


# ---- laying out ----


@st.composite
def graphs(draw: st.DrawFn) -> list[Box]:
    many = draw(st.integers(1, 12))
    boxes = []
    for at in range(many):
        to = draw(st.lists(st.integers(0, many - 1), max_size=4, unique=True))
        ports = tuple(Port("x", f"n{n}" if n != at else "", 30.0) for n in to)
        size = draw(st.integers(40, 300))
        boxes.append(Box(f"n{at}", 100.0 + size, float(size), ports))
    return boxes


def rectangles(made: Plan) -> Iterator[tuple[float, float, float, float]]:
    for name, box in made.boxes.items():
        left, top = made.place(name)
        yield left, top, left + box.width, top + box.height


@given(graphs())
def test_no_box_lies_over_another_and_all_are_inside(boxes: list[Box]) -> None:
    made = plan(boxes)
    for one, other in combinations(rectangles(made), 2):
        apart = one[2] <= other[0] or other[2] <= one[0]
        assert apart or one[3] <= other[1] or other[3] <= one[1]
    for left, top, right, bottom in rectangles(made):
        assert 0 <= left <= right <= made.width
        assert 0 <= top <= bottom <= made.height


@given(graphs())
def test_every_way_goes_from_its_box_to_its_target(boxes: list[Box]) -> None:
    made = plan(boxes)
    there = [port for box in boxes for port in box.ports if port.target]
    assert len(there) == len(list(made.ways()))
    for points, back in made.ways():
        assert back or points[0][0] < points[-1][0]
