"""Reading scripts, the errors an author sees, and what the check finds."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from flows.talk import check, script
from flows.talk.cards import ScriptError
from flows.talk.check_facts import TOLD
from flows.talk.effects import (
    Command,
    Field,
    FollowUp,
    HandReason,
    Outcome,
    Right,
    Say,
)
from flows.talk.engine import begin
from flows.talk.events import Channel, Opened
from flows.talk.expects import MEANINGS
from flows.talk.freshness import REST_DAYS
from flows.talk.grammar import MEASURES, Emit, Script
from flows.talk.nodes import ASKED, LEADS, PARTS
from flows.talk.script import TOP

FOLDER = Path(script.__file__).parents[1] / "scripts"
LONGEST = script.longest((FOLDER.parent / "longest.yaml").read_text("utf-8"))
FIRST_WEEK = (
    "opt_in", "daily_win", "late_prompt", "miss", "comeback", "recap", "help", "why",
    "less", "back", "pause", "go", "stop_confirmation", "start_again", "stranger",
    "prompt_before", "with_coach", "what_she_did", "what_was_missing", "still_a_try", "greeting",
    "check_in", "check_in_inbound", "check_in_text", "voicemail", "call_me",
    "calls_off", "more", "my_data", "erase",
)  # fmt: skip
SHIPPED = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def source_of(name: str) -> str:
    return script.bundle(name, lambda one: (FOLDER / f"{one}.yaml").read_text("utf-8"))


HEAD = "script: s\ngrammar: 1\n"


def parsed(nodes: str) -> Script:
    return script.parse(f"{HEAD}nodes:\n{nodes}", name="s")


def found(nodes: str) -> list[str]:
    return [one.rule for one in check.findings(parsed(nodes), longest=LONGEST)]


# ---- the shipped ones ----

MONDAY = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
HERS = {"step": "say one idea", "cue": "the floor opens", "name": "Mila"}
CUELESS = {**HERS, "cue": ""}


@pytest.mark.parametrize(
    ("name", "hers"),
    [("late_prompt", HERS), ("prompt_before", HERS), ("prompt_before", CUELESS)],
)
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("channel", ["text", "voice"])
def test_no_wording_of_a_daily_prompt_comes_back_within_fourteen_days(
    name: str, hers: dict[str, str], language: str, channel: Channel
) -> None:
    prompt = script.parse(source_of(name), name=name)
    kept: dict[str, int] = {}
    heard: dict[str, int] = {}
    for day in range(60):
        worn = {wording: day - on for wording, on in kept.items()}
        facts = {**hers, "language": language, "seed": 90 + day, "wordings": worn}
        opened = Opened("prompt", channel)
        now = MONDAY + timedelta(days=day)
        [said, *_] = begin(prompt, facts, now=now, event=opened).effects
        assert isinstance(said, Say)
        assert day - heard.get(said.text, -REST_DAYS) >= REST_DAYS
        heard[said.text] = kept[said.wording] = day


def test_every_script_a_first_week_needs_is_there() -> None:
    assert {*FIRST_WEEK} <= {*SHIPPED}


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scripts_have_no_findings(name: str) -> None:
    source = source_of(name)
    shipped = script.parse(source, name=name)
    found = check.findings(shipped, longest=LONGEST)
    assert [] == [str(one) for one in found]
    assert shipped.about


@pytest.mark.parametrize("name", SHIPPED)
def test_follow_ups_of_shipped_scripts_are_shipped(name: str) -> None:
    source = source_of(name)
    acts = [
        act.effect
        for node in script.parse(source, name=name).nodes.values()
        for act in node.acts
        if isinstance(act, Emit) and isinstance(act.effect, FollowUp)
    ]
    assert {one.script for one in acts} <= set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_nobody_is_promised_what_a_coach_may_not_do(name: str) -> None:
    """A coach reads it on Today, in her own day; whether she answers is hers."""
    promises = (
        "in touch|gets? back to you|answer will|has your request|will read|will arrange"
    )
    spanish = "(?:te|le) va a responder|se comuni|va a leer|tener respuesta|tu pedido"
    assert [] == re.findall(f"{promises}|{spanish}", source_of(name))


def test_the_longest_values_name_every_fact() -> None:
    assert check.FACTS == set(LONGEST)


# ---- reading ----


def test_the_version_is_the_hash_of_the_source() -> None:
    one = parsed("  a: {say: Hi., then: end}")
    assert one.version == parsed("  a: {say: Hi., then: end}").version
    assert one.version != parsed("  a: {say: Hello., then: end}").version
    assert 16 == len(one.version)


def test_the_same_source_under_another_name_has_its_own_places() -> None:
    source = "script: one\ngrammar: 1\nnodes:\n  a: {say: Hello., then: end}\n"
    assert "one.yaml" == script.parse(source, name="one").nodes["a"].place.file
    for name in ("two", "three"):
        with pytest.raises(ScriptError) as refused:
            script.parse(source, name=name)
        assert (f"{name}.yaml", 1, 1) == _at(refused.value)
    for name in ("two", "three"):
        with pytest.raises(ScriptError) as refused:
            script.parse("a: [", name=name)
        assert f"{name}.yaml" == refused.value.place.file


def _at(refused: ScriptError) -> tuple[str, int, int]:
    return refused.place.file, refused.place.line, refused.place.column


def test_each_yaml_is_read_once_however_many_scripts_enter_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loads: list[object] = []

    class Counting(YAML):
        def load(self, source: str) -> object:
            loads.append(source)
            return super().load(source)

    monkeypatch.setattr(script, "YAML", Counting)
    text = "script: {0}\ngrammar: 1\nnodes:\n  a: {{{1}, then: end}} # of this test\n"
    sources = {
        "lent": text.format("lent", "say: Hello."),
        "first": text.format("first", "enter: lent"),
        "second": text.format("second", "enter: lent"),
    }
    for name in sources:
        script.parse(script.bundle(name, sources.__getitem__), name=name)
    assert sorted(sources.values()) == sorted(map(str, loads))


def test_on_yes_and_no_are_words_in_yaml_1_2() -> None:
    one = parsed(
        "  a: {ask: Well?, expect: yes_no, on: {yes: b, no: end}, then: end}\n"
        "  b: {then: end}"
    )
    assert ("b", "end") == one.nodes["a"].targets


def test_long_texts_may_be_folded() -> None:
    one = parsed("  a:\n    say: >-\n      One\n      two.\n    then: end")
    assert "One two." in repr(one)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("1 day", timedelta(days=1)),
        ("90 minutes", timedelta(minutes=90)),
        ("2 weeks", timedelta(weeks=2)),
        ("1 hour", timedelta(hours=1)),
    ],
)
def test_times_are_written_in_words(after: str, expected: timedelta) -> None:
    one = parsed(f"  a: {{follow_up: {{script: recap, after: {after}}}, then: end}}")
    assert (Emit(FollowUp("recap", expected)),) == one.nodes["a"].acts


BROKEN = [
    ("", (1, 1), "`script:`|list of names"),
    ("- a", (1, 1), "list of names"),
    ("script: [", (1, 10), "not YAML"),
    ("script: s\nscript: s", (2, 1), "not YAML"),
    ("a: \x00", (1, 1), "not YAML"),
    ("? [a, [b]]\n: 1", (1, 1), "not YAML"),
    ("script: " + "[" * 600, (1, 1), "not YAML"),
    ("grammar: 1\nnodes: {}", (1, 1), "script: s"),
    ("script: s\nnodes: {}", (1, 1), "grammar: 1"),
    (HEAD, (1, 1), "`nodes:` is missing"),
    ("script: other\ngrammar: 1\nnodes: {}", (1, 1), "same name"),
    ("script: s\ngrammar: 2\nnodes: {}", (2, 1), "grammar 1"),
    ("script:\ngrammar: 1\nnodes: {}", (1, 1), "needs words"),
    (HEAD + "nodes: {}", (3, 1), "no node"),
    (HEAD + "nodes: x", (3, 1), "names with values"),
    (HEAD + "nods: {}\nnodes: {}", (3, 1), "Did you mean `nodes`"),
    (HEAD + "languages: en\nnodes: {}", (3, 1), "list of names"),
]


@pytest.mark.parametrize(("source", "place", "what"), BROKEN)
def test_a_broken_script_says_where_and_how_to_mend_it(
    source: str, place: tuple[int, int], what: str
) -> None:
    with pytest.raises(ScriptError, match=what) as caught:
        script.parse(source, name="s")
    assert ("s.yaml", *place) == (
        caught.value.place.file,
        caught.value.place.line,
        caught.value.place.column,
    )
    assert caught.value.mend


NODES = [
    ("  end: {say: x, then: end}", (4, 3), "`end` is no name"),
    ("  a: hello", (4, 3), "names with values"),
    ("  a:\n    sayy: x", (5, 5), "Did you mean `say`"),
    ("  a:\n    say: x\n    then: b", (4, 3), "leads to `b`"),
    ("  a: {ask: A?, hear: words}", (4, 16), "cannot `ask:` and `hear:`"),
    ("  a: {ask: A?, then: end}", (4, 7), "expect: words"),
    ("  a: {ask: A?, expect: feeling}", (4, 16), "cannot be 'feeling'"),
    ("  a: {ask: A?, expect: days, on: {dayz: end}}", (4, 35), "Did you mean `days`"),
    ("  a: {ask: A?, expect: days, on: end}", (4, 30), "names with values"),
    ("  a: {say: x, keep: words}", (4, 15), "cannot stand here"),
    ("  a: {branch: x, keep: words}", (4, 18), "cannot stand here"),
    ("  a: {say: x, on: {a: end}}", (4, 15), "cannot stand here"),
    ("  a: {say: []}", (4, 7), "needs a text"),
    ("  a: {say: 3}", (4, 7), "needs a text"),
    ("  a: {say: ''}", (4, 7), "needs a text"),
    ("  a: {say: {es: Hola}}", (4, 13), "list of languages has no"),
    ("  a: {say: {}}", (4, 7), "no text in en"),
    ("  a: {record: failed}", (4, 7), "attempted, imagined"),
    ("  a: {record: {outcom: missed}}", (4, 16), "Did you mean `outcome`"),
    ("  a: {record: {days_ago: 1}}", (4, 15), "outcome: missed"),
    ("  a: {record: {outcome: missed, days_ago: 7}}", (4, 33), "0 to 6"),
    ("  a: {consent: maybe}", (4, 7), "given"),
    ("  a: {adjust: mute}", (4, 7), "less, back"),
    ("  a: {hand: over}", (4, 7), "question"),
    ("  a: {follow_up: {script: x}}", (4, 7), "after: 1 day"),
    ("  a: {follow_up: {script: x, after: soon}}", (4, 30), "1 day"),
    ("  a: {follow_up: {script: x, after: 1 blink}}", (4, 30), "1 day"),
    ("  a: {follow_up: x}", (4, 7), "names with values"),
    ("  a: {remember: x}", (4, 7), "names with values"),
    ("  a: {say: x, then: b}\n  b: {then: a}", (4, 3), "without asking"),
    ("  a: {then: b}\n  b: {hear: words, then: end}", (5, 3), "Only the first node"),
    ("  a: {ask: A?, expect: number, from: few}", (4, 32), "a whole number"),
    ("  a: {ask: A?, expect: number, to: 10000}", (4, 32), "a whole number"),
    ("  a: {ask: A?, expect: number, from: 3, to: 3}", (4, 41), "not above `from:`"),
    ("  a: {take_up: goal}", (4, 7), "cannot be 'goal'"),
    ("  a: {enter: nowhere, then: end}", (4, 3), "no script `nowhere`"),
]


@pytest.mark.parametrize(("nodes", "place", "what"), NODES)
def test_a_broken_node_says_where_and_how_to_mend_it(
    nodes: str, place: tuple[int, int], what: str
) -> None:
    with pytest.raises(ScriptError, match=what) as caught:
        parsed(nodes)
    assert place == (caught.value.place.line, caught.value.place.column)
    assert f"s.yaml:{place[0]}:{place[1]}: " in str(caught.value)


def test_a_script_too_long_to_be_one_is_refused_unread() -> None:
    with pytest.raises(ScriptError, match="Split it"):
        script.parse("#" * 200_001, name="s")


def many(number: int) -> str:
    return "nodes:\n" + "".join(
        f"  n{n}: {{say: hi, then: end}}\n" for n in range(number)
    )


def test_a_script_of_too_many_nodes_is_refused_at_the_first_that_is_too_many() -> None:
    with pytest.raises(ScriptError, match="more than 200 nodes") as caught:
        script.parse(HEAD + many(1000), name="s")
    lines = (HEAD + many(1000)).splitlines()
    assert lines[caught.value.place.line - 1].startswith("  n200:")


def test_a_script_that_enters_too_many_is_refused() -> None:
    other = HEAD.replace("script: s", "script: t") + many(180)
    enters = HEAD + "nodes:\n  a: {enter: t, then: b}\n  b: {enter: t, then: end}\n"
    with pytest.raises(ScriptError, match="more than 300 nodes"):
        script.parse(f"{enters}\n---\n{other}", name="s")


def test_aliases_that_stand_for_more_than_can_be_read_are_refused_at_once() -> None:
    bomb = "x0: &x0 [a, a]\n" + "".join(
        f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )
    with pytest.raises(ScriptError, match="more than can be read") as caught:
        script.parse(HEAD + bomb + "nodes: {a: {say: hi, then: end}}", name="s")
    assert 1 < caught.value.place.line < 12


def read_or_refused(source: str) -> Script | ScriptError:
    try:
        return script.parse(source, name="s")
    except ScriptError as error:
        return error


@given(st.text(max_size=200))
def test_any_source_is_a_script_or_a_script_error(source: str) -> None:
    for text in (source, HEAD + "nodes:\n  a: " + source):
        read = read_or_refused(text)
        assert isinstance(read, Script) or read.place.line >= 1


# ---- the check ----

SAY = "  a: {{say: {0!r}, then: end}}"
ASK = "  a: {{ask: {0!r}, expect: words, then: end}}"


@pytest.mark.parametrize(
    ("rules", "nodes"),
    [
        ([], SAY.format("Fine.")),
        ([], SAY.format("It\u2019s fine, s\u00ed.")),
        (["too_long"], SAY.format("a" * 161)),
        ([], SAY.format("a" * 160)),
        (["too_long"], SAY.format("{step} " + "a" * 130)),
        (["too_long"], "  a: {ask: A?, expect: words, keep: mine, then: b}\n"
                       "  b: {say: '" + "a" * 140 + " {mine}', instead: A., then: end}"),
        (["unset"], "  a: {remember: {x: '{heard}'}, say: 'Kept {x}.', then: end}"),
        ([], "  a: {remember: {x: 'so {heard}'}, say: 'Kept {x}.', then: end}"),
        (["dead_end"], "  a: {ask: A?, expect: words, on: {words: end}}"),
        ([], "  a: {ask: A?, expect: words, on: "
             "{words: end, nothing: end, question: end, person: end, news: end}}"),
    ],
)  # fmt: skip
def test_the_check_finds_what_would_hurt(rules: list[str], nodes: str) -> None:
    assert rules == found(nodes)


def test_facts_that_other_scripts_keep_are_declared() -> None:
    node = "  a: {say: 'You were {mood}.', instead: You were there., then: end}"
    source = HEAD + "knows: [mood]\nnodes:\n" + node
    one = script.parse(source, name="s")
    assert () == check.findings(one, longest=LONGEST)


def test_a_finding_reads_as_place_problem_and_mend() -> None:
    one = check.findings(parsed(SAY.format("You missed one.")), longest=LONGEST)[0]
    assert str(one) == (
        "s.yaml:4:7: blame: 'You missed one.' blames or grades (You missed). "
        "Say what can be done next instead."
    )


def test_the_example_of_the_reference_is_sound() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "scripts.md"
    source = page.read_text("utf-8").partition("```yaml\n")[2].partition("```")[0]
    example = script.parse(source, name="water")
    assert () == check.findings(example, longest=LONGEST)


def test_the_reference_names_everything_a_script_may_say() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "scripts.md").read_text(
        "utf-8"
    )
    words = {name for some in MEANINGS.values() for name in some}
    values = (Outcome, Command, Right, HandReason, Field)
    words |= {name for some in values for name in get_args(some)}
    words |= {*MEANINGS, *check.FACTS, *TOLD, *MEASURES, *check.RULES}
    assert set() == {
        n for n in words if f"`{n}`" not in page and f"{{{n}}}" not in page
    }
    parts = {*PARTS, *LEADS, *ASKED, *TOP, "then", "instead", "hear_back", "again"}
    assert set() == {part for part in parts if f"{part}:" not in page}
    assert len(page.splitlines()) <= 250
