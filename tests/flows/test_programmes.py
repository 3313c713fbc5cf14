"""The programmes that ship, and what an author is told when one cannot be read."""

import json
import re
from pathlib import Path

import pytest

import flows
from flows.coach.programmes import (
    LANGUAGES,
    Programme,
    ProgrammeError,
    dump,
    load,
    parse,
    said,
)
from flows.talk import script
from flows.talk.wording import pattern, units

FLOWS = Path(flows.__file__).parent
FILES = sorted((FLOWS / "programmes").glob("*.yaml"))
LONGEST = script.longest((FLOWS / "longest.yaml").read_text("utf-8"))
SHIPPED = {path.stem: parse(path.read_text("utf-8"), name=path.stem) for path in FILES}
MILA = (FLOWS / "programmes" / "find_my_voice.yaml").read_text("utf-8")


def test_the_worked_examples_of_the_sources_are_there() -> None:
    assert {
        "hard_conversation", "lead_a_meeting", "one_to_ones", "presentation",
        "saying_no", "find_my_voice", "design_your_own", "pitch_ideas",
        "get_healthy",
    } == set(SHIPPED)  # fmt: skip


@pytest.mark.parametrize("one", SHIPPED.values(), ids=SHIPPED)
def test_every_script_a_programme_names_ships(one: Programme) -> None:
    there = {path.stem for path in (FLOWS / "scripts").glob("*.yaml")}
    assert set() == set(one.scripts) - there
    rehearsed = {step.imagining for step in one.steps}
    assert ("rehearsal" in one.scripts) >= (1 in rehearsed)
    assert ("imagine_it" in one.scripts) >= (2 in rehearsed)


@pytest.mark.parametrize("one", SHIPPED.values(), ids=SHIPPED)
def test_the_texts_of_a_programme_can_be_sent(one: Programme) -> None:
    assert not [text for text in one.texts if pattern(text).wide]
    assert not [text for text in one.texts if units(text) > 160]


def too_long(fact: str, texts: list[str]) -> list[str]:
    return [text for text in texts if units(text) > units(LONGEST[fact])]


@pytest.mark.parametrize("one", SHIPPED.values(), ids=SHIPPED)
def test_no_fact_of_a_programme_is_longer_than_scripts_allow_for(
    one: Programme,
) -> None:
    assert [] == too_long("programme", [*one.name.values()])
    assert [] == too_long("goal", [*one.goal.values()])
    for step in one.steps:
        assert [] == too_long("step", [*step.text.values()])
        assert [] == too_long("cue", [*step.cue.values()])
        assert [] == too_long("scenario", [*(step.scenario or {}).values()])
        assert [] == too_long("story", [*(step.story or {}).values()])


@pytest.mark.parametrize("one", SHIPPED.values(), ids=SHIPPED)
def test_steps_get_harder_and_help_gets_less(one: Programme) -> None:
    fears = [step.fear for step in one.steps]
    assert fears == sorted(fears)
    assert max(fears) <= 5
    order = ("with_me", "tool", "story", "self")
    helped = [order.index(step.support) for step in one.steps]
    assert helped == sorted(helped)
    assert "self" == one.steps[-1].support
    assert len(one.contexts) >= 2


@pytest.mark.parametrize("one", SHIPPED.values(), ids=SHIPPED)
def test_a_step_has_days_enough_for_its_frequency(one: Programme) -> None:
    assert all(step.per_week <= len(step.days) for step in one.steps)
    pairs = zip(one.steps, one.steps[1:], strict=False)
    assert all(after.per_week <= before.per_week + 1 for before, after in pairs)


def test_lead_a_meeting_has_four_lengths() -> None:
    lengths = [step.minutes for step in SHIPPED["lead_a_meeting"].steps]
    assert 4 == len(set(lengths))
    assert lengths == sorted(lengths)


def test_one_to_ones_grow_by_one_a_week() -> None:
    assert [1, 2, 3] == [step.per_week for step in SHIPPED["one_to_ones"].steps]


def test_the_presentation_begins_in_the_head() -> None:
    assert [2, 1, 0, 0] == [step.imagining for step in SHIPPED["presentation"].steps]


def test_the_hard_conversation_is_rehearsed_first() -> None:
    first = SHIPPED["hard_conversation"].steps[0]
    assert (1, "with_me") == (first.imagining, first.support)
    assert first.scenario is not None


def test_saying_no_begins_with_a_breath() -> None:
    assert 1 == SHIPPED["saying_no"].steps[0].minutes


def test_design_your_own_gives_no_advice() -> None:
    one = SHIPPED["design_your_own"]
    assert {"self"} == {step.support for step in one.steps}
    assert not {"model_story", "rehearsal", "stretch"} & set(one.scripts)


def test_pitch_ideas_holds_one_idea_a_week() -> None:
    """#46: found opportunities, one small pitch a week."""
    assert {1} == {step.per_week for step in SHIPPED["pitch_ideas"].steps}


def test_milas_first_step_is_a_moment_with_a_prompt_before() -> None:
    one = SHIPPED["find_my_voice"]
    first, second, third = one.steps
    assert ("moment", 1) == (first.kind, first.complexity)
    assert "say one idea when the floor is open" == first.text["en"]
    assert first.minutes < second.minutes < third.minutes
    assert first.complexity < second.complexity < third.complexity
    assert "lead one agenda item" == third.text["en"]


def test_every_path_is_listed_under_one_domain() -> None:
    """#60: presets for voice at work and for starting something; further reading."""
    page = (FLOWS.parent / "docs" / "explanation" / "growing.md").read_text("utf-8")
    table, _, reading = page.partition("## Paths by domain")[2].partition("\n## ")
    assert sorted(SHIPPED) == sorted(re.findall(r"`(\w+)`", table))
    assert {"Voice at work", "Starting something"} <= set(
        re.findall(r"^\| ([A-Z][a-z ]+) \|", table, re.MULTILINE)
    )
    assert reading.startswith("Further reading")


def test_a_programme_speaks_every_language() -> None:
    for one in SHIPPED.values():
        assert set(LANGUAGES) == set(one.name) == set(one.about) == set(one.goal)


BROKEN = [
    ("", 1, "no names"),
    ("- a", 1, "no names"),
    ("programme: [", 1, "not YAML"),
    ("a: \x00", 1, "not YAML"),
    ("? [a, [b]]\n: 1", 1, "not YAML"),
    ("#" * 50_001, 1, "too long"),
    ("programme: p\nnmae: x", 2, "Did you mean `name`"),
    ("programme: p\nzzz: x", 2, "Take it out"),
    ("programme: p", 1, "`name:` is missing"),
]


@pytest.mark.parametrize(("source", "line", "what"), BROKEN)
def test_a_broken_programme_says_where_and_how_to_mend_it(
    source: str, line: int, what: str
) -> None:
    with pytest.raises(ProgrammeError, match=what) as caught:
        parse(source, name="p")
    assert str(caught.value).startswith(f"p.yaml:{line}: ")


CHANGED = [
    ("programme: find_my_voice", "programme: other", "not the file's name"),
    ("minutes: 1\n", "minutes: 45\n", "too big"),
    ("minutes: 1\n", "minutes: none\n", "whole number"),
    ("minutes: 1\n", "minutes: 500\n", "cannot be 500"),
    ("fear: 4\n", "fear: 9\n", "too big"),
    ("kind: moment", "kind: minute", "window, moment|moment, window"),
    ("support: with_me", "support: yes", "with_me, tool"),
    ('days: "1"\n    minutes: 1', "days: mon\n    minutes: 1", "no weekdays"),
    ("name: {en: Find my voice, es: Encontrar mi voz}", "name: Find", "names with"),
    ("es: Encontrar mi voz", "fr: Trouver ma voix", "not known"),
    # A coach's own path may leave a language out, one that ships may not.
    (", es: Encontrar mi voz", "", "`es:` is missing"),
    ("en: Find my voice, ", "", "`en:` is missing"),
    ("en: Find my voice,", "en: [x],", "needs words"),
    ("en: Find my voice,", "en: '',", "is empty"),
    ('  days: "1"\n  opens', "  opens", "`days:` is missing"),
    ("scripts: [intake, ", "scripts: [3, ", "needs a list"),
    ("  - {en: a one-to-one, es: una charla de dos}", "  - talk", "needs a list"),
]


@pytest.mark.parametrize(("old", "new", "what"), CHANGED)
def test_a_spoilt_programme_is_refused(old: str, new: str, what: str) -> None:
    assert old in MILA
    with pytest.raises(ProgrammeError, match=what) as caught:
        parse(MILA.replace(old, new), name="find_my_voice")
    assert "find_my_voice.yaml:" in str(caught.value)


def test_a_programme_without_steps_is_refused() -> None:
    source = MILA[: MILA.index("\nsteps:")] + "\nsteps: []\n"
    with pytest.raises(ProgrammeError, match="one step at least"):
        parse(source, name="find_my_voice")


@pytest.mark.parametrize("one", SHIPPED.values(), ids=SHIPPED)
def test_a_programme_comes_back_from_json_as_it_was(one: Programme) -> None:
    assert one == load(json.loads(json.dumps(dump(one))))


def test_data_of_another_form_is_refused() -> None:
    data = dump(SHIPPED["find_my_voice"])
    with pytest.raises(ValueError, match="form 2"):
        load({**data, "form": 2})


def test_a_text_is_said_in_her_language_or_its_region_or_else_the_first() -> None:
    texts = {"en": "one", "es": "uno"}
    assert ("one", "uno", "uno", "one") == tuple(
        said(texts, language) for language in ("en-GB", "es", "es-MX", "ar")
    )
