"""`handrail talk`: a script played in the terminal, and saved as a transcript."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from flows.talk import transcript
from flows.talk.check_facts import FACTS_ALWAYS
from flows.talk.script import ScriptError
from service.cli.talk import SAMPLE, NoScript, command, find, play, talk

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
    assert "= AddWords what_i_did\n" in out
    assert '"wrote it down"' in out
    assert ". end\n" in out


def test_a_script_that_handrail_opens_is_opened() -> None:
    assert (
        "ask one question"
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
    with pytest.raises(NoScript, match="Did you mean `daily_win`"):
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
    # One that has nothing to tell, for want of a story, just ends.
    assert any(line.startswith(("< ", ". end")) for line in written)


def test_help_reads_like_a_manual() -> None:
    code, out = run("--help")
    assert 0 == code
    assert "Play a script in the terminal" in out
    assert "--save" in out


# ---- calls ----

ASKS = (
    "script: mine\ngrammar: 1\nnodes:\n"
    "  a: {ask: How sure?, expect: scale, keep: confidence, then: b}\n"
    "  b: {ask: And why?, expect: words, keep: why_so, then: end}\n"
)


def called(tmp_path: Path, typed: list[str]) -> tuple[list[str], Path]:
    path, saved = tmp_path / "mine.yaml", tmp_path / "mine.txt"
    path.write_text(ASKS, "utf-8")
    out: list[str] = []
    talk(str(path), {}, typed, out.append, channel="voice", save=saved)
    return out, saved


def test_a_call_is_greeted_then_spoken_and_waited_for(tmp_path: Path) -> None:
    out, saved = called(tmp_path, ["7#", "o because it rained"])
    assert out[2].startswith("( Hello, this is Small Steps")
    assert "( How sure?" in out
    assert ") keys 2 or speech" in out
    assert "= Measured confidence 7" in out
    assert ") records up to 60 s" in out
    assert ") hangs up" in out
    source = saved.read_text("utf-8")
    assert source.startswith("script: mine\nchannel: voice\nfacts: ")
    assert "* opened\n( How sure?" in source
    assert "^ 7\n" in source
    again, _ = transcript.play(source, find(str(tmp_path / "mine.yaml")))
    assert source == again


def test_words_are_speech_and_an_empty_line_is_silence(tmp_path: Path) -> None:
    out, saved = called(tmp_path, ["", "seven", "*"])
    assert "( Sorry, I did not hear an answer." in out
    assert "= Measured confidence 7 seven" in out or "( I heard 7." in out
    assert 2 == out.count("( And why?")
    source = saved.read_text("utf-8")
    assert "* silence\n" in source
    assert "> seven\n" in source
    assert "^ *\n" in source


def test_a_call_that_is_hung_up_goes_on_by_text(tmp_path: Path) -> None:
    out, _ = called(tmp_path, ["* hung up", "7", ""])
    assert "< How sure?" in out
    assert "< And why?" in out


def test_a_script_is_played_as_text_or_voice_only() -> None:
    code, out = run("daily_win", "--as", "morse")
    assert 2 == code
    assert "text or voice" in out


def test_the_greeting_is_not_greeted() -> None:
    out = run("greeting", "--as", "voice")[1]
    assert 1 == out.count("( Hello, this is Small Steps")


def test_the_sample_person_has_every_fact_that_is_always_known() -> None:
    assert FACTS_ALWAYS - {"language", "tried_today"} <= SAMPLE.keys()


def test_a_script_for_text_alone_is_not_played_as_a_call(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(ASKS.replace("nodes:", "channels: [text]\nnodes:"), "utf-8")
    code, out = run(str(path), "--as", "voice")
    assert 2 == code
    assert "text" in out
    assert "alone" in out
