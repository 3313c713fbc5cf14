"""`handrail talk`: a script played in the terminal, and saved as a transcript."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from flows.talk import transcript
from flows.talk.script import ScriptError
from service.cli.talk import NoScript, command, find, play, talk

SHIPPED = sorted(Path(transcript.__file__).parents[1].joinpath("scripts").iterdir())


def run(*words: str, typed: str = "") -> tuple[int, str]:
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, list(words), input=typed, color=False)
    return result.exit_code, result.output


def test_a_daily_win_is_played() -> None:
    code, out = run("daily_win", typed="said my idea\nwrote it down\n")
    assert 0 == code
    assert "= RecordAttempt attempted\n" in out
    assert "< Logged. What did you do that made it happen?\n" in out
    assert '"wrote it down"' in out
    assert ". end\n" in out


def test_a_script_that_handrail_opens_is_opened() -> None:
    assert (
        "< No news yet on ask one question"
        in (run("late_prompt", "--fact", "step=ask one question", typed="\n")[1])
    )


def test_the_saved_conversation_plays_the_same(tmp_path: Path) -> None:
    saved = tmp_path / "try.txt"
    typed = "not today\n~ 4s\nkids are sick\n~ soon\n~ 1h\ntime\n"
    assert 0 == run("daily_win", "--save", str(saved), typed=typed)[0]
    source = saved.read_text("utf-8")
    assert "~ 1h\n" in source
    assert "soon" not in source
    again, _ = transcript.play(source, find("daily_win"))
    assert source == again


def test_what_is_typed_wrong_is_said_and_not_kept() -> None:
    written: list[str] = []
    play(find("daily_win"), {}, ["~ soon"], written.append)
    assert ["! ~ soon: write a time as `4s`, `10m`, `25h` or `2d`."] == written


def test_an_own_file_is_played(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "script: mine\ngrammar: 1\nnodes:\n  a: {say: Hello., then: end}\n", "utf-8"
    )
    written: list[str] = []
    talk(str(path), {}, [], written.append)
    assert "mine" == written[0]
    assert ["< Hello.", ". end"] == written[2:]


def test_a_script_that_is_not_there_is_named_with_those_that_are() -> None:
    code, out = run("dayly_win")
    assert 2 == code
    assert "No script is called" in out
    with pytest.raises(NoScript, match="daily_win, go, help"):
        find("dayly_win")


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(NoScript, match=r"no file gone\.yaml"):
        find("gone.yaml")


def test_a_broken_file_says_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("script: mine\ngrammar: 1\n", "utf-8")
    with pytest.raises(ScriptError, match=r"mine\.yaml:1:1"):
        find(str(path))
    assert 2 == run(str(path))[0]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_script_can_be_played(path: Path) -> None:
    written: list[str] = []
    played = play(find(path.stem), {"seed": 1, "alerted": True}, ["hi"], written.append)
    assert played.startswith(f"script: {path.stem}\nfacts: seed=1; alerted=yes\n")
    assert any(line.startswith("< ") for line in written)


def test_help_reads_like_a_manual() -> None:
    code, out = run("--help")
    assert 0 == code
    assert "Play a script in the terminal" in out
    assert "--save" in out
