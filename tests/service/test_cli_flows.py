"""`handrail flows`: checks, pictures, schema and transcripts for authors."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli.flows import app
from service.cli.shelf import NoScript, find, found

SOUND = "script: {0}\ngrammar: 1\nnodes:\n  a: {{say: Hello., then: end}}\n"
BLAMES = "script: {0}\ngrammar: 1\nnodes:\n  a: {{say: You missed it., then: end}}\n"
ENTERS = "script: {0}\ngrammar: 1\nnodes:\n  a: {{enter: blames, then: end}}\n"
ASKS = (
    "script: {0}\ngrammar: 1\nnodes:\n"
    "  a: {{ask: How was it?, expect: words, keep: mine, then: end}}\n"
)


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words), color=False)
    return result.exit_code, result.output


def written(folder: Path, name: str, source: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(source.format(name), "utf-8")
    return path


# ---- where scripts are ----


def test_scripts_are_found_by_name_file_and_folder(tmp_path: Path) -> None:
    own = written(tmp_path, "mine", SOUND)
    written(tmp_path, "yours", SOUND)
    assert ["daily_win"] == [one.name for one in found(["daily_win"])]
    assert ["mine"] == [one.name for one in found([str(own)])]
    assert ["mine", "yours"] == [one.name for one in found([str(tmp_path)])]
    assert "daily_win" in {one.name for one in found([])}


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoScript, match="Did you mean `daily_win`"):
        find("dayly_win")
    with pytest.raises(NoScript, match="daily_win, "):
        find("zzz")
    with pytest.raises(NoScript, match=r"no file gone\.yaml"):
        find("gone.yaml")
    with pytest.raises(NoScript, match="no script in"):
        found([str(tmp_path)])


# ---- check ----


def test_a_sound_script_has_nothing_to_mend(tmp_path: Path) -> None:
    code, out = run("check", str(written(tmp_path, "mine", SOUND)))
    assert (0, "1 script, nothing to mend.\n") == (code, out)


def test_a_finding_says_file_line_column_rule_problem_and_mend(tmp_path: Path) -> None:
    path = written(tmp_path, "blames", BLAMES)
    code, out = run("check", str(path))
    assert 1 == code
    assert out == (
        f"{path}:4:7: blame: 'You missed it.' blames or grades (You missed). "
        "Say what can be done next instead.\n1 script, 1 finding.\n"
    )


def test_what_an_entered_script_has_is_told_once_at_its_own_file(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "blames", BLAMES)
    written(tmp_path, "enters", ENTERS)
    code, out = run("check", str(tmp_path))
    assert 1 == code
    assert 1 == out.count(f"{path}:4:7: blame:")
    assert "2 scripts, 1 finding." in out


def test_a_script_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    path = written(tmp_path, "broken", "script: broken\n")
    code, out = run("check", str(path))
    assert 1 == code
    assert f"{path}:1:1: unreadable: `grammar:` is missing." in out


def test_what_other_scripts_beside_it_keep_is_known(tmp_path: Path) -> None:
    knows = (
        "script: {0}\ngrammar: 1\nknows: [mine]\nnodes:\n"
        "  a: {{branch: mine, on: {{x: end}}, then: end}}\n"
    )
    path = written(tmp_path, "uses", knows)
    assert "nobody_keeps" in run("check", str(path))[1]
    written(tmp_path, "asks", ASKS)
    assert 0 == run("check", str(path))[0]


def test_notes_are_shown_when_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, "asks", ASKS)
    assert "keypad_only" not in run("check", str(path))[1]
    code, out = run("check", "--notes", str(path))
    assert 0 == code
    assert "keypad_only" in out


def test_a_wrong_name_is_an_error_of_use() -> None:
    code, out = run("check", "dayly_win")
    assert 2 == code
    assert "No script is called" in out


# ---- test ----

GOOD = "script: asks\n* now\n< How was it?\n> it went well\n= Remember mine\n. end\n"


def test_a_transcript_that_goes_as_written_is_fine(tmp_path: Path) -> None:
    written(tmp_path, "asks", ASKS)
    (tmp_path / "one.txt").write_text(GOOD, "utf-8")
    code, out = run("test", str(tmp_path))
    assert (0, "1 transcript, all as written.\n") == (code, out)


def test_what_goes_otherwise_is_shown_as_a_diff(tmp_path: Path) -> None:
    written(tmp_path, "asks", ASKS)
    path = tmp_path / "one.txt"
    path.write_text(GOOD.replace("How was it?", "How is it?"), "utf-8")
    code, out = run("test", str(path))
    assert 1 == code
    assert "-< How is it?\n+< How was it?\n" in out
    assert "1 transcript, 1 otherwise than written." in out
    code, out = run("test", "--rewrite", str(path))
    assert 0 == code
    assert "+< How was it?" in out
    assert path.read_text("utf-8") == GOOD
    assert 0 == run("test", str(path))[0]


def test_coverage_names_what_was_never_played(tmp_path: Path) -> None:
    source = (
        "script: {0}\ngrammar: 1\nnodes:\n"
        "  a: {{ask: Shall we?, expect: yes_no, on: {{yes: b, no: c}}, then: c}}\n"
        "  b: {{say: Good., then: end}}\n  c: {{say: Fine., then: end}}\n"
    )
    written(tmp_path, "shall", source)
    lines = (
        "script: shall\n* now\n< Shall we?\n> sure\n= Remember said\n< Good.\n. end\n"
    )
    (tmp_path / "one.txt").write_text(lines, "utf-8")
    code, out = run("test", "--coverage", str(tmp_path))
    assert 0 == code, out
    assert "shall: 3 of 4 nodes, 2 of 4 ways" in out
    assert "  never reached: c\n  never gone: a -> c\n  never gone: c -> end\n" in out


def test_a_shipped_script_is_played_where_none_stands_beside(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("script: stranger\n* stranger\n", "utf-8")
    code, out = run("test", str(tmp_path))
    assert 1 == code
    assert "+. end" in out


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("script: nobody\n* now\n", "No script is called nobody"),
        ("hello\n", "begin with `script: name`"),
        ("script: broken\n* now\n", "broken.yaml:1:1"),
    ],
)
def test_what_cannot_be_played_is_told_and_the_others_go_on(
    tmp_path: Path, source: str, what: str
) -> None:
    written(tmp_path, "asks", ASKS)
    written(tmp_path, "broken", "script: broken\n")
    (tmp_path / "a.txt").write_text(source, "utf-8")
    (tmp_path / "b.txt").write_text(GOOD, "utf-8")
    code, out = run("test", str(tmp_path))
    assert 1 == code
    assert what in out
    assert "2 transcripts, 1 cannot be played." in out


def test_no_transcript_is_an_error_of_use(tmp_path: Path) -> None:
    assert 2 == run("test", str(tmp_path))[0]
    assert 2 == run("test", str(tmp_path / "gone.txt"))[0]


# ---- draw ----


def test_a_script_is_drawn_to_a_file_or_to_the_output(tmp_path: Path) -> None:
    path = written(tmp_path, "asks", ASKS)
    code, out = run("draw", str(path))
    assert 0 == code
    assert out.startswith("<svg ")
    picture = tmp_path / "asks.svg"
    code, told = run("draw", str(path), "--out", str(picture))
    assert (0, f"Drawn as {picture}.") == (code, " ".join(told.split()))
    assert out == picture.read_text("utf-8")


def test_what_cannot_be_drawn_is_an_error_of_use(tmp_path: Path) -> None:
    assert 2 == run("draw", "dayly_win")[0]
    path = written(tmp_path, "broken", "script: broken\n")
    assert 2 == run("draw", str(path))[0]


# ---- schema ----


def test_the_schema_is_written_as_json() -> None:
    code, out = run("schema")
    assert 0 == code
    assert "A Handrail script" == json.loads(out)["title"]
