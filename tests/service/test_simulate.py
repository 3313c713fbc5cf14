"""`handrail simulate`: a tiny run through the command line; no figure is asserted on."""

import json
from pathlib import Path

import pytest
from rich.console import Console
from typer import Typer
from typer.testing import CliRunner

from flows.lab.policies import LADDER, POLICIES
from service.cli import load, simulated, simulating
from service.cli.simulated import Run

RUNNER = CliRunner()


def run(*words: str) -> tuple[int, str]:
    app = Typer()
    app.command()(simulating.command)
    ran = RUNNER.invoke(app, list(words), color=False)
    return ran.exit_code, ran.output


def test_a_tiny_run_says_everything_and_that_it_is_simulated(tmp_path: Path) -> None:
    told, drawn = tmp_path / "told.json", tmp_path / "drawn.svg"
    code, out = run(
        *("--people", "3", "--worlds", "F9,F3", "--policies", "late_only,none,fixed"),
        *("--seed", "4", "--jobs", "1", "--json", str(told), "--picture", str(drawn)),
    )
    assert 0 == code
    first, *_, last = out.splitlines()
    assert "3 simulated people in each of F9, F3; usual reports; seed 4." == first
    assert last.endswith("of 8 aims hold.")
    assert 2 == out.count("Simulated: ")
    for words in ("late_only", "prompts ratio", "probe d110", "recovers sooner than"):
        assert words in out
    found = json.loads(told.read_text("utf-8"))
    assert "nothing here was measured on people" in found["what"]
    assert {"F9", "F3"} == {one["world"] for one in found["means"]}
    assert 8 == len(found["means"])
    assert 6 == len(found["ladder_beside"])
    assert drawn.read_text("utf-8").startswith("<svg")


def test_rare_reports_are_another_run() -> None:
    words = ("--people", "2", "--worlds", "F1", "--policies", "none", "--jobs", "1")
    usual, disturbed = run(*words)[1], run(*words, "--disturbed")[1]
    assert "disturbed reports" in disturbed
    assert usual.splitlines()[3:] != disturbed.splitlines()[3:]


def test_the_number_of_jobs_changes_no_figure(tmp_path: Path) -> None:
    written = []
    for jobs in ("1", "2"):
        path = tmp_path / f"{jobs}.json"
        words = ("--people", "12", "--worlds", "F3", "--policies", "late_leitner")
        assert 0 == run(*words, "--jobs", jobs, "--json", str(path))[0]
        written.append(path.read_text("utf-8"))
    assert written[0] == written[1]


def test_a_terminal_keeps_its_own_width() -> None:
    wide, file = (Console(force_terminal=on, width=50) for on in (True, False))
    assert [50, simulated.WIDTH] == [
        simulating.fitted(one).width for one in (wide, file)
    ]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--worlds", "F2"), "There is no world F2. There are: F1, F3, F5, F9."),
        (("--policies", "magic"), "There is no policy magic."),
    ],
)
def test_what_is_not_there_is_named(words: tuple[str, ...], named: str) -> None:
    code, out = run(*words)
    assert 2 == code
    assert named in " ".join(out.replace("│", " ").split())


def test_work_is_cut_by_world_and_people_and_a_slip_only_where_it_is_one() -> None:
    some = simulating.pieces(Run(25, ("F3", "F9"), "usual", 1), tuple(POLICIES))
    assert [("F3", 0), ("F3", 10), ("F3", 20)] == [
        (one.world, one.people.start) for one in some[:3]
    ]
    assert [10, 10, 5] == [len(one.people) for one in some[:3]]
    slips = {one.world for one in some if simulating.AS_WINDOW in one.policies}
    assert {"F9"} == slips
    assert all(LADDER in one.policies for one in some)


def test_a_verdict_that_is_open_is_shown_so() -> None:
    line = simulated.aim_line(simulated.Verdict("an aim", "F1", None, "left out"))
    assert "  F1  open          an aim: left out" == line.plain


def test_the_command_is_in_the_table() -> None:
    assert "simulated people" in (load("simulate").help or "")
