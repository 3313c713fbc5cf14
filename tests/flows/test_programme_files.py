"""A whole programme as one file: read and written back, and every problem at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import flows
from flows.coach import programme_files, written
from flows.coach.programme_files import (
    Coach,
    Difference,
    ProgrammeFile,
    differences,
    laid_over,
    read,
    version_of,
    write,
)
from flows.coach.programmes import parse
from flows.coach.schedule import Schedule
from tests.flows.drawn_schedules import schedules

FILES = sorted((Path(flows.__file__).parent / "programmes").glob("*.yaml"))
SHIPPED = {path.stem: path.read_text("utf-8") for path in FILES}
WHOLE = """
programme: own
called: Our talks
coach: {name: Ruth, number: "+15035550109"}
language: es
terms: {days: 024, cap_week: 3, recap_day: none}
schedule: {every: 2 weeks, days: 024, skip: 2026-12-24}
"""


def whole(source: str) -> ProgrammeFile:
    found = read(source, "own.yaml")
    assert () == found.problems
    assert found.file is not None
    return found.file


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_path_is_a_whole_file(name: str) -> None:
    file = whole(SHIPPED[name])
    assert parse(SHIPPED[name], name=name) == file.path
    assert file.path is not None
    assert file.path.name["en"] == file.name
    assert file == whole(write(file))


def test_every_section_is_read_and_written_back() -> None:
    file = whole(WHOLE)
    assert Coach("Ruth", "+15035550109") == file.coach
    assert {"days": "024", "cap_week": "3", "recap_day": "none"} == file.terms
    assert file.schedule is not None
    assert (frozenset({0, 2, 4}), frozenset({date(2026, 12, 24)})) == (
        file.schedule.days,
        file.schedule.skip,
    )
    assert ("Our talks", "es", 6) == (file.name, file.language, file.lines["terms"])
    assert file == whole(write(file))


def test_an_export_carries_its_version() -> None:
    file = whole(WHOLE)
    dated = replace(file, version=version_of(file))
    assert dated == whole(write(dated))
    assert version_of(dated) == version_of(file)
    assert version_of(replace(file, language="en")) != version_of(file)


WORDS = st.text("abc é:#-'\"{}0123456789%@&*!|>", min_size=1).filter(str.strip)


@given(called=WORDS, term=WORDS, schedule=schedules())
def test_whatever_is_written_is_read_back(
    called: str, term: str, schedule: Schedule
) -> None:
    """The words of a file may hold whatever YAML has a meaning for."""
    file = ProgrammeFile(
        "own", called, "0123", Coach(called, ""), "en", {"days": term}, schedule
    )
    assert file == whole(write(file))


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        ("- a", ["own.yaml:1: There are no names. Begin `programme: name`."]),
        ("called: a", ["1: `programme:` is missing. Add it."]),
        (
            "programme: a\nretention: 3\nlangage: en",
            ["2: `retention:` is not built yet.", "3: `langage:` is not known here."],
        ),
        (
            "programme: a\nterms: {days: 0}\nnudges: {days: 0}",
            ["3: `nudges:` says what `terms:` says. Keep one of them."],
        ),
        ("programme: a\nterms: 3", ["2: `terms:` needs names with values"]),
        ("programme: a\ncalled: {b: c}", ["2: `called:` needs words"]),
        ("programme: a\ncoach: Ruth", ["2: `coach:` needs names with values"]),
        (
            "programme: a\ncoach: {nam: R}",
            ["`nam:` is not known", "`name:` is missing"],
        ),
        ("programme: a\ncoach: {name: R, number: +15}", ["`number:` is no text"]),
        (
            "programme: a\nschedule:\n  every: 3 moons\n  days: [1]\n  skip: soon",
            ["4: `days:` needs words", "3: `every:` cannot", "5: `skip:` cannot"],
        ),
        (
            "programme: a\nschedule:\n  around: exam 1\n  days: 1",
            ["3: `around:` cannot stand. days around a date have no rhythm"],
        ),
        (
            "programme: a\nname: b\nscripts: c\ncontexts: [{en: d}]",
            [
                "1: `about:` is missing. Add it; steps come with",
                "1: `goal:` is missing",
                "1: `steps:` is missing",
                "2: `name:` needs names",
                "3: `scripts:` needs a list",
            ],
        ),
        (
            "programme: a\nlanguage: es-MX\nname: {en: b}\ncontexts: [{en: d}]",
            [
                "1: `about:` is missing",
                "1: `goal:` is missing",
                "1: `steps:` is missing",
                "3: `es:` is missing. Add it.",
                "4: `es:` is missing. Add it.",
            ],
        ),
        (
            "programme: a\nname: {}\nabout: {fr: b}\ngoal: {es: ''}\nsteps: 4",
            [
                "2: `en:` is missing. Add it.",
                "3: `fr:` is not known here.",
                "4: `es:` is empty.",
                "5: `steps:` needs a list",
            ],
        ),
        ("programme: a\nsteps: 4", ["name:", "about:", "goal:", "2: `steps:` needs"]),
    ],
)
def test_every_problem_is_named_at_once(source: str, problems: list[str]) -> None:
    found = read(source, "own.yaml").problems
    assert len(problems) == len(found), found
    for problem in problems:
        assert any(problem in one for one in found), (problem, found)


FAULTY_STEPS = """
programme: own
name: {en: a, es: b}
about: {en: a, es: b}
goal: {en: a, es: b}
steps:
  - {text: {en: a, es: b}, cue: {en: a, es: b}, kind: windw, days: "09", minutes: 90,
     per_week: 1, imagining: 0, complexity: 1, fear: 3, support: nobody}
  - {text: {en: a, es: b}, cue: {fr: a}, kind: mment, days: "0", minutes: 500,
     per_week: 1, imagining: 0, complexity: 1, fear: 3, support: self, tol: x}
"""


def test_no_fault_of_a_step_hides_another() -> None:
    found = [one.problem for one in read(FAULTY_STEPS, "own.yaml").problems]
    wanted = (
        "`kind:` cannot be 'windw'.", "`days:` are no weekdays.",
        "`support:` cannot be 'nobody'.", "`kind:` cannot be 'mment'.",
        "`minutes:` cannot be 500.", "`tol:` is not known here.",
        "`fr:` is not known here.",
    )  # fmt: skip
    assert [] == [one for one in wanted if one not in found], found


OWN_PATH = """
programme: own
{language}
name: {{TAG: Talks}}
about: {{TAG: For talks}}
goal: {{TAG: give a talk}}
contexts: [{{TAG: a workshop}}]
steps:
  - text: {{TAG: say one line}}
    cue: {{TAG: the kettle boils}}
    kind: moment
    days: "024"
    minutes: 5
    per_week: 3
    imagining: 0
    complexity: 1
    fear: 3
    support: self
    tool: {{TAG: A card}}
"""


def in_one(tag: str, language: str = "") -> str:
    """A path whose texts are in one language only."""
    return OWN_PATH.format(language=language).replace("TAG", tag)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", ""), ("es", ""), ("en", "language: en"), ("en", "language: en-GB"),
        ("es", "language: es-MX"),
    ],
)  # fmt: skip
def test_a_language_left_out_is_told_the_words_of_the_other(
    tag: str, language: str
) -> None:
    file = whole(in_one(tag, language))
    assert file.path is not None
    (step,), (place,) = file.path.steps, file.path.contexts
    for texts in (file.path.goal, step.text, step.cue, step.tool, place):
        assert texts is not None
        assert texts["en"] == texts["es"]
    assert file == whole(write(file))


@pytest.mark.parametrize(("tag", "other"), [("en", "es"), ("es", "en")])
def test_words_that_are_the_others_are_not_written(tag: str, other: str) -> None:
    """So nothing goes stale: the words changed once are changed for both."""
    file = whole(in_one(tag, f"language: {tag}"))
    assert f" {tag}: give a talk" in write(file)
    assert f" {other}:" not in write(file)
    later = whole(write(file).replace("give a talk", "hold a talk"))
    assert later.path is not None
    assert {"en": "hold a talk", "es": "hold a talk"} == later.path.goal
    change = Difference(f"goal.{tag}", "give a talk", "hold a talk")
    assert (change,) == differences(file, later)
    # Another language of the programme's moves no words that stand.
    turned = differences(file, replace(file, language=other))
    assert [Difference("language", tag, other)] == [*turned]


def test_every_problem_of_every_step_is_named() -> None:
    source = SHIPPED["presentation"]
    broken = source.replace("minutes: ", "minutes: 9999", 2).replace("fear:", "feer:")
    found = read(broken, "own.yaml").problems
    assert 2 == sum("`minutes:` cannot be" in one for one in found)
    steps = source.count("fear:")
    assert steps == sum("Did you mean `fear`?" in one for one in found)
    assert steps == sum("`fear:` is missing" in one for one in found)


def test_a_path_begins_with_a_small_step() -> None:
    source = SHIPPED["design_your_own"].replace("minutes: 10", "minutes: 100")
    (problem,) = read(source, "own.yaml").problems
    assert "begin with a step that is too big" in problem


def test_what_a_file_leaves_out_stays() -> None:
    standing = whole(WHOLE)
    blank = ProgrammeFile("own", "Our talks")
    assert standing == laid_over(standing, blank)
    assert () == differences(standing, laid_over(standing, blank))
    with_path = laid_over(standing, whole(SHIPPED["saying_no"]))
    assert "saying_no" == with_path.id
    assert with_path.path is not None
    assert {} == with_path.path.nudges  # its terms are the programme's


def test_a_number_that_is_left_out_stays() -> None:
    standing = whole(WHOLE)
    renamed = laid_over(standing, replace(standing, coach=Coach("Ana")))
    assert Coach("Ana", "+15035550109") == renamed.coach
    gone = laid_over(
        standing, whole('programme: a\ncoach: {name: Ana, number: "none"}')
    )
    assert Coach("Ana", "") == gone.coach
    new = laid_over(ProgrammeFile("own"), ProgrammeFile("own", coach=Coach("Ana")))
    assert Coach("Ana") == new.coach


def test_what_differs_is_said_before_and_after() -> None:
    standing = whole(WHOLE)
    after = replace(
        standing,
        terms={"days": "024", "cap_week": "2"},
        schedule=written.read({"days": "02"}),
        path=parse(SHIPPED["design_your_own"], name="design_your_own"),
    )
    found = {one.what: one for one in differences(standing, after)}
    assert Difference("terms.cap_week", "3", "2") == found["terms.cap_week"]
    assert Difference("terms.recap_day", "none", "") == found["terms.recap_day"]
    assert Difference("schedule.every", "2 weeks", "") == found["schedule.every"]
    assert Difference("steps.1.minutes", "", "10") == found["steps.1.minutes"]
    assert "language" not in found


def test_lines_are_known_of_each_key_and_step() -> None:
    lines = whole(SHIPPED["find_my_voice"]).lines
    source = SHIPPED["find_my_voice"].splitlines()
    assert source[lines["nudges.days"] - 1].strip().startswith("days:")
    assert "text:" in source[lines["steps.1"] - 1]
    assert "scripts.0" not in lines


def test_sections_of_the_form_are_told_apart() -> None:
    assert not set(programme_files.TOP) & set(programme_files.NOT_BUILT)
