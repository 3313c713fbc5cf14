"""`handrail people`: what a coach types, and what she reads."""

import csv
import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from service.cli import people, portraits
from service.store import timelines, views
from service.usecases import enrol, nudging, paths, planning, summing
from service.usecases.enrol import NewProgramme
from service.usecases.parts import Parts
from service.usecases.sheets import COLUMNS
from tests.database import Clone, wait
from tests.service import crowd
from tests.service.crowd import MILA

WORDS = {column: getattr(MILA, column) for column in COLUMNS}
pytestmark = pytest.mark.usefixtures("command_settings")


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(people.app, list(words), input=typed)


def options(**changes: str) -> list[str]:
    given = {**WORDS, **changes}
    return [
        part
        for name, value in given.items()
        for part in (f"--{name.replace('_', '-')}", value)
    ]


def file(folder: Path, *rows: dict[str, str], name: str = "people.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS)
        writer.writeheader()
        writer.writerows({**WORDS, **changes} for changes in rows)
    return path


@pytest.mark.usefixtures("where")
def test_adding_a_person_says_what_happens_next() -> None:
    result = run("add", *options())
    assert 0 == result.exit_code, result.output
    assert "Mila is invited to Find my voice. The first text asks for" in result.output
    assert "daytime of America/New_York" in result.output
    assert MILA.number not in result.output


@pytest.mark.usefixtures("where")
def test_adding_her_again_is_refused_with_the_field() -> None:
    run("add", *options())
    result = run("add", *options())
    assert 1 == result.exit_code
    assert "number: this number is enrolled already" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("where")
def test_without_a_terminal_missing_options_are_all_named() -> None:
    result = run("add", "--name", "Mila")
    assert 1 == result.exit_code
    assert "--number --zone --goal" in result.stderr
    assert "--consent-method" in result.stderr


@pytest.mark.usefixtures("where")
def test_whoever_begins_with_the_intake_needs_no_step(parts: Parts) -> None:
    bare = options(goal="", step="", cue="")
    assert 1 == run("add", *bare).exit_code
    result = run("add", *bare, "--begins", "intake")
    assert 0 == result.exit_code, result.output
    assert "-" in run("list").output
    assert 0 == run("show", "Mila").exit_code


def test_on_a_path_the_first_step_is_filled_in(parts: Parts, stairwell: UUID) -> None:
    new = NewProgramme("", "Ruth", None, {}, path="saying_no")
    enrol.programme(parts, stairwell, new)
    result = run("add", *options(goal="", step="", cue=""))
    assert 0 == result.exit_code, result.output
    assert paths.named("saying_no").steps[0].text["en"] in run("show", "Mila").output


def test_a_coach_sets_the_step_that_was_found_together(
    parts: Parts, stairwell: UUID
) -> None:
    new = NewProgramme("", "Ruth", None, {}, path="saying_no")
    enrol.programme(parts, stairwell, new)
    run("add", *options(goal="", step="", cue="", begins="intake"))
    refused = run("step", "Mila", "--step", "hum one line")
    assert 1 == refused.exit_code
    assert "cue: write 1 to 40 characters" in refused.stderr
    result = run("step", "Mila", "--step", "hum  one line", "--cue", "the kettle boils")
    assert 0 == result.exit_code, result.output
    assert "From now on: hum one line, after this: the kettle boils." in result.output
    second = paths.named("saying_no").steps[1]
    assert 0 == run("step", "Mila", "--step", "2", "--goal", "say no").exit_code
    shown = run("show", "Mila").output
    assert second.text["en"] in shown
    assert second.cue["en"] in shown
    assert "say no" in shown
    nobody = run("step", str(UUID(int=7)), "--step", "2")
    assert f"Nobody here has the id {UUID(int=7)}" in nobody.stderr


def test_a_file_may_leave_the_step_to_path_or_intake(
    parts: Parts, stairwell: UUID, tmp_path: Path
) -> None:
    new = NewProgramme("", "Ruth", None, {}, path="saying_no")
    enrol.programme(parts, stairwell, new)
    sheet = tmp_path / "people.csv"
    sheet.write_text(
        f"{','.join(COLUMNS)},begins\n"
        "Mila,+15550100001,America/Lima,,,,I agree.,paper,\n"
        "Noor,+15550100002,America/Lima,,,,I agree.,paper,intake\n"
        "Ines,+15550100003,America/Lima,,2,,I agree.,paper,\n",
        encoding="utf-8",
    )
    result = run("import", str(sheet))
    assert 0 == result.exit_code, result.output
    steps = paths.named("saying_no").steps
    assert steps[0].text["en"] in run("show", "Mila").output
    assert steps[1].text["en"] in run("show", "Ines").output


@pytest.mark.usefixtures("where")
def test_on_a_terminal_it_asks_and_asks_again_for_what_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter(["12", *list(WORDS.values())[2:], MILA.number])
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr(people, "_on_terminal", lambda: True)
    monkeypatch.setattr(people.typer, "prompt", ask)
    result = run("add", "--name", "Mila")
    assert 0 == result.exit_code, result.output
    assert "number: this number cannot be texted" in result.output
    number = dict(people.ASKED)["number"]
    assert [number, number] == [question for question in asked if question == number]


def test_where_nothing_is_set_up_it_says_how_to_begin() -> None:
    result = run("list")
    assert 1 == result.exit_code
    assert (
        "no organisation yet; set one up with: handrail organisation" in result.stderr
    )


def test_a_database_that_is_away_is_told_without_a_trace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://handrail_app@127.0.0.1:1/none")
    result = run("list")
    assert 1 == result.exit_code
    assert "PostgreSQL cannot be reached" in result.stderr


def test_with_several_organisations_one_must_be_named(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    crowd.person(parts, stairwell, where)
    other = crowd.organisation(parts, "Other", "+15550100200")
    crowd.person(parts, other, crowd.programme(parts, other), name="Foreign")
    assert "choose one with --organisation: Stairwell, Other" in run("list").stderr
    assert "no organisation 'No'" in run("list", "--organisation", "No").stderr
    result = run("list", "--organisation", "stairwell")
    assert "Mila" in result.output
    assert "Foreign" not in result.output
    assert (
        "Nobody here is called"
        in run("show", "Foreign", "--organisation", "Stairwell").stderr
    )


def test_with_several_programmes_one_must_be_named(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    assert where
    crowd.programme(parts, stairwell, "Second")
    result = run("add", *options())
    assert "choose one with --programme: Find my voice, Second" in result.stderr
    assert 0 == run("add", *options(), "--programme", "second").exit_code


def test_a_file_is_imported_and_told(
    parts: Parts, stairwell: UUID, where: UUID, tmp_path: Path
) -> None:
    path = file(tmp_path, {}, {"name": "Tomas", "number": "+15550100002"})
    dry = run("import", str(path), "--dry-run")
    assert 0 == dry.exit_code
    assert "2 lines read, 0 with problems. A dry run: 2 could be" in dry.output
    result = run("import", str(path))
    assert 0 == result.exit_code, result.output
    assert "2 enrolled; each gets a first text." in result.output
    with parts.db.transaction(stairwell) as tx:
        assert 2 == views.count(tx)


@pytest.mark.usefixtures("where")
def test_a_bad_file_is_told_by_line_and_nobody_is_enrolled(
    parts: Parts, stairwell: UUID, tmp_path: Path
) -> None:
    rows = [{"zone": "x", "number": f"+155502{n:05d}"} for n in range(30)]
    result = run("import", str(file(tmp_path, *rows)))
    assert 1 == result.exit_code
    assert "line 2, zone: 'x' is no place's time zone" in result.output
    assert "... and 10 more problems" in result.output
    assert "Nobody was enrolled. Mend the file, or" in result.output
    with parts.db.transaction(stairwell) as tx:
        assert 0 == views.count(tx)


@pytest.mark.usefixtures("where")
def test_an_unreadable_file_is_told_and_leaves_no_errors_file(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(",".join(COLUMNS).encode() + b"\nZo\xeb,1,2\n")
    result = run("import", str(path), "--skip-bad")
    assert 1 == result.exit_code
    assert "line 2: a letter is not in UTF-8" in result.stderr
    assert result.stderr.endswith("CSV UTF-8. Nobody was enrolled.\n")
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.usefixtures("where")
def test_bad_lines_are_set_aside_safe_in_a_spreadsheet_and_can_be_mended(
    parts: Parts, stairwell: UUID, tmp_path: Path
) -> None:
    formula = '=HYPERLINK("http://x")'
    path = file(
        tmp_path,
        {},
        {"number": "+15550100002", "goal": formula, "zone": "Lima"},
    )
    with path.open("a", encoding="utf-8") as opened:
        opened.write("Ana,+15550100003\n")
    result = run("import", str(path), "--skip-bad")
    assert 0 == result.exit_code, result.output
    errors = people.errors_path(path)
    assert str(errors) in result.output
    assert 0o600 == errors.stat().st_mode & 0o777
    with errors.open(encoding="utf-8-sig", newline="") as opened:
        bad, misfit = list(csv.DictReader(opened))
    assert f"'{formula}" == bad["goal"]
    assert "'+15550100002" == bad["number"]
    assert "3" == bad["line"]
    assert "did you mean America/Lima?" in bad["problem"]
    assert ("Ana", "'+15550100003") == (misfit["name"], misfit["number"])
    mended = errors.read_text("utf-8-sig").splitlines(keepends=True)[:2]
    errors.write_text("".join(mended).replace(",Lima,", ",America/Lima,"), "utf-8")
    again = run("import", str(errors))
    assert 0 == again.exit_code, again.output
    with parts.db.transaction(stairwell) as tx:
        assert 2 == views.count(tx)
        goals = [card.goal for card in views.cards(tx, parts.vault)]
    assert formula in goals


@pytest.mark.usefixtures("where")
def test_a_file_without_problems_leaves_no_errors_file(tmp_path: Path) -> None:
    path = file(tmp_path, {})
    assert 0 == run("import", str(path), "--skip-bad").exit_code
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.usefixtures("where")
def test_on_a_terminal_a_bar_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Console

    def terminal(**_: object) -> Console:
        return real(force_terminal=True, stderr=True)

    monkeypatch.setattr(people, "Console", terminal)
    with people._bar() as tell:
        tell("Checking", 0.5)
        tell("Checking", 1.0)


@pytest.mark.usefixtures("stairwell")
def test_an_empty_list_says_how_to_begin() -> None:
    result = run("list")
    assert 0 == result.exit_code
    assert "Nobody is enrolled in Stairwell yet. Begin with: handrail people add" in (
        result.output
    )


def test_into_a_pipe_the_list_is_one_line_each(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    mila = crowd.person(parts, stairwell, where)
    crowd.person(parts, stairwell, where, name="Tomas", number="+15550100002")
    head, *rows = run("list").stdout.splitlines()
    assert ("id", *portraits.HEADS) == tuple(head.split("\t"))
    assert 2 == len(rows)
    cells = dict(zip(head.split("\t"), rows[0].split("\t"), strict=True))
    assert str(mila) == cells["id"]
    assert "••••••••••01" == cells["number"]
    assert "invited" == cells["consent"]
    assert "Waiting" == cells["rung"]
    assert "never" == cells["last heard"]
    assert cells["next"].startswith("Invitation ")
    assert "en" == cells["language"]
    assert cells["zone"].startswith("America/New_York ")


def test_on_a_terminal_the_list_is_a_table_and_words_steer_nothing(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    crowd.person(parts, stairwell, where, name="[red]M[/red]")
    with parts.db.transaction(stairwell) as tx:
        cards = views.cards(tx, parts.vault)
    console = Console(force_terminal=True, width=200, record=True)
    portraits.write_list(console, cards, empty="nobody")
    told = console.export_text()
    assert "[red]M[/red]" in told
    assert "last heard" in told


def show(parts: Parts, whose: UUID, name: str, *, terminal: bool = False) -> str:
    with parts.db.transaction(whose) as tx:
        (found,) = views.named(tx, parts.vault, name)
        portrait = timelines.portrait(tx, parts.vault, found)
        sums = summing.of_person(tx, found)
    assert portrait is not None
    console = Console(force_terminal=terminal, width=100, record=True)
    portraits.write_portrait(console, portrait, sums)
    return console.export_text()


def test_a_person_is_shown_whole_by_name_or_id_and_never_her_number(
    parts: Parts, stairwell: UUID, where: UUID, clone: Clone
) -> None:
    mila = crowd.person(parts, stairwell, where)
    for body in ("GO", "said my idea", "I wrote it down"):
        wait(clone, timedelta(minutes=5))
        crowd.text(parts, body)
    crowd.text(parts, "   ")
    by_name, by_id = run("show", "mila"), run("show", str(mila))
    assert 0 == by_name.exit_code, by_name.output
    # A minute may begin between the two.
    one, other = (
        re.sub(r"\d\d:\d\d there", "", told.output) for told in (by_name, by_id)
    )
    assert one == other
    for said in (
        "Mila, Find my voice",
        "Goal: find my voice in a busy team",
        "Invited by a coach",
        "Agreed",
        "tried, unprompted",
        '"said my idea"',
        'what made it happen: "I wrote it down"',
        "[Waiting to go out]",
        "Sent a picture, or a text without words.",
        "Mila: no words",
    ):
        assert said in by_name.output, said
    assert MILA.number not in by_name.output
    assert "said my idea" in show(parts, stairwell, "Mila", terminal=True)
    planning.plan(parts, stairwell, [mila])
    with psycopg.connect(clone.owner_url) as line:
        line.execute("UPDATE chances SET outcome = 'open'")
    assert "18:30, if no word has come" in run("show", "Mila").output


def nudged(parts: Parts, whose: UUID, clone: Clone, change: str) -> None:
    """Carry out the one nudge there is, due now, after a change of the owner's."""
    with psycopg.connect(clone.owner_url) as line:
        found = line.execute("SELECT id FROM nudges").fetchone()
        line.execute("UPDATE nudges SET due_at = handrail_now() - interval '1 minute'")
        line.execute(change.encode())
    assert found is not None
    nudging.nudge(parts, whose, [found[0]])


def test_decisions_stand_with_their_sentence(
    parts: Parts, stairwell: UUID, where: UUID, clone: Clone
) -> None:
    mila = crowd.person(parts, stairwell, where)
    nudged(parts, stairwell, clone, "UPDATE participants SET hold = 'take_over'")
    told = run("show", str(mila)).output
    assert "Invitation stayed here: A coach is talking with Mila" in told
    assert "A coach is talking with them; automatic texts wait." in told


def test_a_nudge_that_went_stands_with_its_why_and_doubts_are_told(
    parts: Parts, stairwell: UUID, where: UUID, clone: Clone
) -> None:
    mila = crowd.person(parts, stairwell, where)
    nudged(
        parts,
        stairwell,
        clone,
        "UPDATE programmes SET settings = settings"
        """ || '{"hours_from": "00:00", "hours_to": "23:59"}'""",
    )
    with psycopg.connect(clone.owner_url) as line:
        line.execute("UPDATE outbox_messages SET state = 'in_doubt'")
    told = run("show", str(mila)).output
    assert "why: Mila was invited by a coach, and this asks for a yes." in told
    assert "[In doubt: nobody knows whether it went out." in told
    assert "A text or a call is in doubt" in run("list").output


def test_an_unknown_name_or_id_is_told(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    crowd.person(parts, stairwell, where)
    crowd.person(parts, stairwell, where, number="+15550100002")
    assert "Nobody here is called 'Zed'" in run("show", "Zed").stderr
    two = run("show", "Mila")
    assert 1 == two.exit_code
    assert "2 people are called 'Mila'; give an id:" in two.stderr
    unknown = run("show", str(UUID(int=7)))
    assert "Nobody here has the id" in unknown.stderr
