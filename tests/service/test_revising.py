"""`programme check`, `apply` and `export`: a programme as a file."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row
from typer.testing import CliRunner, Result

from service.cli import setting_up
from service.usecases import paths, planning, programming, revising, rights
from service.usecases.enrol import Refused
from service.usecases.parts import Parts
from service.usecases.rights import ProofNeeded
from tests.database import Clone
from tests.service import crowd

NEW = """
programme: own
called: Our talks
coach: {name: Ana, number: "+1 503 555 0109"}
language: es
terms: {days: "02", cap_week: 3, recap_day: none}
schedule: {every: 2 weeks}
"""
BAD = """programme: own
coach: {name: Maximiliana-Theodora, number: "555"}
language: xx
terms:
  dayz: 1
  opens: "25:00"
  closes: {}
name: {en: Small steps for our work here, es: a}
about: {en: a, es: a}
goal: {en: "%s", es: a}
scripts: [intake, nothing]
steps:
  - {text: {en: a, es: a}, cue: {en: a, es: a}, kind: window, days: "0", minutes: 1,
     per_week: 1, imagining: 0, complexity: 1, fear: 1, support: self}
""" % ("x" * 81)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(setting_up.programmes, [*map(str, words)])


def done(*words: str | Path) -> str:
    result = run(*words)
    assert 0 == result.exit_code, result.output
    return result.output


def refused(*words: str | Path) -> str:
    result = run(*words)
    assert 1 == result.exit_code, result.output
    return result.output


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "own.yaml"
    written.write_text(NEW, "utf-8")
    return written


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, clone: Clone, command_settings: object) -> UUID:
    """Somebody in "Find my voice", planned on Friday, 27 March 2026."""
    where = crowd.programme(parts, stairwell, cap_week=7)
    friday = datetime(2026, 3, 27, 15, tzinfo=UTC)
    found = crowd.joined(parts, clone, stairwell, where, friday)
    planning.plan(parts, stairwell, [found])
    return found


def rows(clone: Clone, query: str) -> list[dict[str, Any]]:
    with psycopg.connect(clone.owner_url, row_factory=dict_row) as owner:
        return owner.execute(query).fetchall()  # type: ignore[arg-type] # a test's own words


def changed(file: Path, old: str, new: str) -> Path:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return file


# ---- check ----


def test_the_shipped_paths_have_nothing_to_mend() -> None:
    shipped = [
        Path(str(paths.PATHS.joinpath(f"{one}.yaml"))) for one in paths.shipped()
    ]
    assert "Nothing to mend in design_your_own.yaml, " in done("check", *shipped)


def test_check_names_every_problem_with_line_and_mend(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(BAD, "utf-8")
    told = refused("check", bad, tmp_path / "nowhere.yaml").splitlines()
    for line, words in (
        (2, "`name:` cannot stand. write 1 to 12 characters"),
        (2, "`number:` cannot stand. this is no phone number"),
        (3, "`language:` cannot stand. 'xx' is not spoken here"),
        (5, "`dayz:` cannot stand"),
        (6, "`opens:` cannot stand"),
        (7, "`closes:` needs words"),
        (10, "`goal:` goal in en: write 1 to 80 characters"),
        (11, "`scripts:` names nothing, and no such script ships."),
    ):
        assert any(f"bad.yaml:{line}: {words}" in one for one in told), (line, told)
    assert "nowhere.yaml:1: This cannot be read" in told[-1]


def test_terms_are_judged_together_and_a_name_is_needed() -> None:
    source = 'programme: a\nterms: {opens: "19:00", deadline: "18:00"}'
    told = revising.check(source, "a.yaml").problems
    assert "a.yaml:1: `called:` is missing. Write the programme's name." == told[0]
    assert "a.yaml:2: `terms:` cannot stand. programme settings: deadline" in told[1]
    assert revising.check("- a", "a.yaml").problems


def test_a_name_that_is_too_long_is_refused() -> None:
    (told,) = revising.check(f"programme: a\ncalled: {'x' * 25}", "a.yaml").problems
    assert "`called:` cannot stand. write 1 to 24 characters" in told


@pytest.mark.parametrize("tag", ["en", "es"])
def test_words_that_stand_for_a_language_left_out_are_refused_once(tag: str) -> None:
    step = f"{{text: {{{tag}: {'s' * 99}}}, cue: {{{tag}: it rings}}, kind: moment, days: '0',"
    step += (
        " minutes: 5, per_week: 1, imagining: 0, complexity: 1, fear: 3, support: self}"
    )
    words = "".join(f"{key}: {{{tag}: x}}\n" for key in ("name", "about", "goal"))
    source = f"programme: a\ncalled: A\nlanguage: {tag}\n{words}steps: [{step}]"
    (told,) = revising.check(source, "a.yaml").problems
    assert f"step in {tag}: write 1 to 40 characters" in told


# ---- a new programme ----


@pytest.mark.usefixtures("command_settings", "stairwell")
def test_a_programme_that_does_not_stand_is_set_up_once(
    file: Path, clone: Clone
) -> None:
    assert "give --yes" in refused("apply", file)
    assert [] == rows(clone, "SELECT * FROM programmes")
    told = done("apply", file, "--yes", "--by", "Ruth")
    assert "Our talks would be new." in told
    assert "  terms.cap_week: nothing -> 3" in told
    assert "503" not in told  # the number is masked
    assert "Our talks is set up." in told
    (kept,) = rows(clone, "SELECT * FROM programmes")
    assert {"days": "02", "cap_week": 3, "recap_day": None} == kept["settings"]
    assert ("es", {"v": 1, "every": "2 weeks"}) == (kept["language"], kept["schedule"])
    (audit,) = rows(clone, "SELECT * FROM audits WHERE action = 'apply programme'")
    assert ("Ruth", kept["id"]) == (audit["actor"], audit["subject"])
    assert "stands as the file says; nothing is changed." in done("apply", file)


@pytest.mark.usefixtures("command_settings", "stairwell")
@pytest.mark.parametrize(
    ("old", "new", "mend"),
    [
        (
            'coach: {name: Ana, number: "+1 503 555 0109"}\n',
            "",
            "a new programme needs",
        ),
        ("programme: own", "programme: own\nversion: abc", "take the version out"),
        ("02", "09", "`days:` cannot stand"),
        ("+1 503 555 0109", crowd.SERVICE, "this is our own number"),
    ],
)
def test_what_cannot_begin_a_programme_is_refused(
    file: Path, old: str, new: str, mend: str, clone: Clone
) -> None:
    assert mend in refused("apply", changed(file, old, new), "--yes")
    assert [] == rows(clone, "SELECT * FROM programmes")


@pytest.mark.usefixtures("command_settings", "stairwell")
def test_a_shipped_path_is_applied_and_exported_as_it_is(
    tmp_path: Path, clone: Clone
) -> None:
    file = tmp_path / "path.yaml"
    shipped = paths.PATHS.joinpath("presentation.yaml").read_text("utf-8")
    file.write_text(f"{shipped}\ncoach: {{name: Ruth}}\n", "utf-8")
    done("apply", file, "--yes")
    out = tmp_path / "out.yaml"
    done("export", out)
    assert 0o600 == stat.S_IMODE(out.stat().st_mode)
    assert "Speak up stands as the file says" in done("apply", out)
    assert "Speak up stands as the file says" in done("apply", file)
    before = rows(clone, "SELECT * FROM programmes")
    changed(out, "cap_week", "cap_day")
    done("apply", out, "--yes")
    after = rows(clone, "SELECT * FROM programmes")
    assert before[0]["path"]["steps"] == after[0]["path"]["steps"]
    assert before[0]["settings"] != after[0]["settings"]


@pytest.mark.usefixtures("command_settings", "stairwell")
def test_a_path_brings_its_schedule_with_it(clone: Clone) -> None:
    """Get Healthy, Stay Healthy: one goal check a fortnight, twelve of them."""
    done("add", "--from", "get_healthy", "--coach", "Ruth")
    (kept,) = rows(clone, "SELECT * FROM programmes")
    assert {"v": 1, "days": "6", "every": "2 weeks", "times": "12"} == kept["schedule"]
    assert "late_only" == kept["settings"]["policy"]


# ---- one that stands ----


@pytest.mark.usefixtures("mila")
def test_export_then_apply_is_a_round_trip(tmp_path: Path, clone: Clone) -> None:
    file = tmp_path / "out.yaml"
    assert "Find my voice is written to" in done("export", file)
    assert file.read_text("utf-8") == done("export")
    before = rows(clone, "SELECT * FROM programmes")
    nudges = rows(clone, "SELECT * FROM nudges ORDER BY id")
    assert "nothing is changed" in done("apply", file, "--yes")
    assert before == rows(clone, "SELECT * FROM programmes")
    assert nudges == rows(clone, "SELECT * FROM nudges ORDER BY id")
    assert "give another name" in refused("export", file)
    assert "give a folder" in refused("export", tmp_path / "no" / "out.yaml")


def test_what_would_change_is_shown_and_then_changed_once(
    mila: UUID, tmp_path: Path, clone: Clone
) -> None:
    file = tmp_path / "out.yaml"
    done("export", file)
    changed(file, "terms:", 'terms:\n  opens: "16:00"\n  deadline: "17:30"')
    changed(file, "name: Ruth", "name: Ana")
    changed(file, "number: none", 'number: "+15035550109"')
    changed(file, "language: en", "language: es")
    changed(file, "schedule: {}", "schedule: {skip: 2026-03-28}")
    shown = refused("apply", file)
    assert "  terms.opens: nothing -> 16:00" in shown
    assert "  coach.name: Ruth -> Ana" in shown
    assert "  schedule.skip: nothing -> 2026-03-28" in shown
    assert "People in it: 1. Planned nudges that move: " in shown
    assert "Planned nudges that move: 0" not in shown
    assert "Nothing is changed: nobody can be asked here; give --yes." in shown
    told = done("apply", file, "--yes", "--by", "Ruth")
    assert "Find my voice is changed." in told
    deadlines = {
        (str(row["local_date"]), str(row["deadline"]))
        for row in rows(clone, "SELECT * FROM chances WHERE local_date > '2026-03-27'")
    }
    assert {"17:30:00"} == {deadline for _, deadline in deadlines}
    assert "2026-03-28" not in {day for day, _ in deadlines}
    assert [{"takes_alerts": True}] == rows(clone, "SELECT takes_alerts FROM coaches")
    applied = "SELECT * FROM audits WHERE action = 'apply programme'"
    assert 1 == len(rows(clone, applied))
    assert "nothing is changed" in done("apply", file, "--yes")
    assert 1 == len(rows(clone, applied))


def test_another_number_of_nudges_moves_than_is_said_never(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone
) -> None:
    """What is counted before is what moves after."""
    source = (
        'programme: a\ncalled: Find my voice\nterms: {days: "0123456", opens: "16:00"}'
    )
    file = revising.check(source, "a.yaml").file
    assert file is not None
    planned = "SELECT occurrence, due_at, script FROM nudges WHERE state = 'planned'"
    before = {tuple(row.values()) for row in rows(clone, planned)}
    seen = revising.look(parts, stairwell, file)
    assert before == {tuple(row.values()) for row in rows(clone, planned)}
    revising.apply(parts, stairwell, file, seen.version, "Ruth")
    after = {tuple(row.values()) for row in rows(clone, planned)}
    assert seen.moves == len({key for key, *_ in before ^ after})


def test_a_page_counts_nudges_of_the_first_people_alone_and_says_of_how_many(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    """Two thousand people were each tried, in one request."""
    file = revising.check(
        'programme: a\ncalled: Find my voice\nterms: {opens: "16:00"}', "a.yaml"
    ).file
    assert file is not None
    seen = [revising.look(parts, stairwell, file, most) for most in (None, 1, 0)]
    assert [(1, 1), (1, 1), (1, 0)] == [(one.people, one.tried) for one in seen]
    assert [True, True, False] == [one.moves > 0 for one in seen]


@pytest.mark.usefixtures("mila")
def test_steps_of_her_own_follow_the_days_and_nothing_claimed_moves(
    tmp_path: Path, clone: Clone
) -> None:
    file = tmp_path / "out.yaml"
    done("export", file)
    claimed = rows(clone, "SELECT * FROM chances WHERE opens_at <= handrail_now()")
    done("apply", changed(file, "'0123456'", '"5"'), "--yes")
    days = {row["days"] for row in rows(clone, "SELECT days FROM steps")}
    assert {"5"} == days
    for chance in claimed:
        assert chance in rows(clone, "SELECT * FROM chances")


def test_who_is_on_a_path_stays_on_her_step_when_it_moves(
    parts: Parts, stairwell: UUID, tmp_path: Path, clone: Clone, mila: UUID
) -> None:
    done("add", "--from", "saying_no", "--coach", "Ruth")
    (where,) = rows(clone, "SELECT id FROM programmes WHERE path IS NOT NULL")
    for last, step in enumerate(("1", "2", "3")):
        words = {"goal": "", "cue": "", "step": step, "number": f"+1555030000{last}"}
        crowd.person(parts, stairwell, where["id"], **words)
    file = tmp_path / "out.yaml"
    done("export", "--programme", "Saying no", file)
    head, first, second, third, *rest = file.read_text("utf-8").split("  - text:")
    swapped = "  - text:".join((head, first, third, *rest)).replace(
        "fear: 5", "fear: 4"
    )
    file.write_text(swapped, "utf-8")
    assert "  steps.2.text.en: " in done("apply", file, "--yes")
    path = "SELECT place FROM steps WHERE ended_at IS NULL AND participant_id <> '{}'"
    places = [row["place"] for row in rows(clone, path.format(mila))]
    assert [0, 1, None] == sorted(places, key=lambda at: (at is None, at))
    assert second not in swapped


@pytest.mark.usefixtures("mila")
def test_a_file_of_another_version_is_refused_with_both_shown(
    tmp_path: Path, clone: Clone
) -> None:
    mine, hers = tmp_path / "mine.yaml", tmp_path / "hers.yaml"
    done("export", mine)
    done("export", hers)
    done("apply", changed(hers, "language: en", "language: es"), "--yes")
    base = mine.read_text("utf-8").split("version: ")[1].split()[0]
    told = refused("apply", changed(mine, "name: Ruth", "name: Ana"), "--yes")
    stands = done("export").split("version: ")[1].split()[0]
    assert base.strip("'") in told
    assert stands.strip("'") in told
    assert "export it anew" in told
    assert [{"language": "es"}] == rows(clone, "SELECT language FROM programmes")


def test_what_stands_must_be_what_was_seen(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    source = "programme: a\ncalled: Find my voice\nlanguage: es"
    file = revising.check(source, "a.yaml").file
    assert file is not None
    with pytest.raises(Refused, match="you saw 000, and"):
        revising.apply(parts, stairwell, file, "000", "Ruth")
    gone = revising.check("programme: a\ncalled: Gone", "a.yaml").file
    assert gone is not None
    with pytest.raises(Refused, match="any more"):
        revising.apply(parts, stairwell, gone, "000", "Ruth")


def test_a_coach_is_asked_on_a_terminal(
    mila: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out.yaml"
    done("export", file)
    changed(file, "language: en", "language: es")
    monkeypatch.setattr("service.cli.programme_files.asked_here", lambda: True)
    no = CliRunner().invoke(setting_up.programmes, ["apply", str(file)], input="n\n")
    assert (1, True) == (no.exit_code, "Nothing is changed." in no.output)
    yes = CliRunner().invoke(setting_up.programmes, ["apply", str(file)], input="y\n")
    assert 0 == yes.exit_code, yes.output


RUNG = "start_rung: '1'"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("number: none", "number: '+15550100077'", "who is told of alerts"),
        (RUNG, f"{RUNG}\n  keep_words: '7'", "how long words are kept"),
        (RUNG, f"{RUNG}\n  keep_recordings: '7'", "how long recordings"),
    ],
)
def test_who_is_told_and_what_is_kept_is_an_owners_to_change(
    parts: Parts, stairwell: UUID, where: UUID, old: str, new: str, what: str
) -> None:
    """A coach could have everybody's words deleted by a line of a file."""
    owner = rights.operator(stairwell, "Stairwell")
    coach = replace(owner, role="coach")
    source = programming.export(parts, coach, where)
    assert source.count(old) == 1, source
    wanted = revising.check(source.replace(old, new), "file").file
    assert wanted is not None
    for ask in (
        lambda: programming.would(parts, coach, wanted),
        lambda: programming.apply(parts, coach, wanted, wanted.version),
    ):
        with pytest.raises(Refused, match=what):
            ask()
    assert programming.would(parts, owner, wanted).differences
    stale = replace(owner, proved=False)
    refusal = Refused if "keep" in new else ProofNeeded
    with pytest.raises(refusal, match=r"on its own page|sign in once more"):
        programming.would(parts, stale, wanted)
    # What else stands in the file is a coach's.
    other = revising.check(source.replace(RUNG, "start_rung: '2'"), "file").file
    assert other is not None
    assert programming.would(parts, coach, other).differences
