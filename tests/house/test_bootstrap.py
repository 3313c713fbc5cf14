"""`infra/bootstrap.py` builds `.venv` below any path, and builds a broken one anew."""

import ast
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra import bootstrap
from tests.house import tree


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout below an awkward path that asks for no package."""
    place = tmp_path / "it's a path with spaces"
    (place / "infra").mkdir(parents=True)
    (place / "service").mkdir()
    shutil.copy(tree.ROOT / "infra" / "bootstrap.py", place / "infra")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (place / "infra" / name).write_text("")
    (place / "service" / "__init__.py").touch()
    (place / "service" / "__main__.py").write_text("def main(): print('it runs')\n")
    return place


def build(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(checkout / "infra" / "bootstrap.py"), *words],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_warning_of_pip_is_no_progress() -> None:
    line = bootstrap.Line("Installing")
    for word in ("Collecting flask", "WARNING: The directory is not owned by you"):
        line.tell(word)
    line.end("done in")
    assert "Collecting flask" == line.word


def command(checkout: Path) -> str:
    done = subprocess.run(
        [str(checkout / ".venv" / "bin" / "handrail")],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_it_builds_below_any_path_and_mends_what_is_broken(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)  # half-made: no marker
    (checkout / ".venv" / "bin" / "python").write_text("broken")
    assert 0 == build(checkout, "run").returncode
    assert "it runs" == command(checkout)
    marker = checkout / ".venv" / "handrail.json"
    first = marker.stat().st_mtime_ns
    assert 0 == build(checkout, "run").returncode
    assert first == marker.stat().st_mtime_ns, "nothing to do, nothing done"


def test_a_link_to_the_venv_of_another_checkout_is_left_alone_and_said(
    checkout: Path, tmp_path: Path
) -> None:
    """It ended with a trace of `shutil.rmtree`."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    marker = theirs / "handrail.json"
    marker.write_text(json.dumps({"checkout": "elsewhere", "sets": {"run": "x"}}))
    ours = checkout / ".venv"
    for there in (theirs, tmp_path / "gone"):
        ours.symlink_to(there)
        done = build(checkout, "run")
        assert (1, "") == (done.returncode, done.stdout)
        assert f"make: .venv is a link to {there}" in done.stderr
        assert f"run it again to build a .venv of its own here: rm {quote(ours)}" in (
            done.stderr
        )
        assert "Traceback" not in done.stderr
        assert ["handrail.json"] == [one.name for one in theirs.iterdir()]
        ours.unlink()
    assert 0 == build(checkout, "run").returncode


def quote(path: Path) -> str:
    return shlex.quote(str(path))


def test_the_command_may_begin_processes_of_its_own(tmp_path: Path) -> None:
    """A spawned process reads the script again: it must not run the command again."""
    script = tmp_path / "handrail"
    bootstrap.write_command(script, sys.executable)
    words = ("--people", "11", "--worlds", "F3", "--policies", "none", "--jobs", "2")
    done = subprocess.run(
        [str(script), "simulate", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tree.ROOT)},
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert "11 simulated people in each of F3" in done.stdout


def test_a_venv_of_another_checkout_or_without_its_python_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = tmp_path / "handrail.json"
    monkeypatch.setattr(bootstrap, "MARKER", marker)
    for checkout, bin_folder, known in (
        (str(bootstrap.HERE), Path(sys.executable).parent, True),
        ("elsewhere", Path(sys.executable).parent, False),  # its scripts name that path
        (str(bootstrap.HERE), tmp_path, False),  # its Python is gone
    ):
        monkeypatch.setattr(bootstrap, "BIN", bin_folder)
        marker.write_text(json.dumps({"checkout": checkout, "sets": {"run": "x"}}))
        assert known == bool(bootstrap.read_marker())
    marker.write_text("{")
    assert {} == bootstrap.read_marker()


def test_a_failing_pip_is_told_with_the_mend_and_leaves_no_marker(
    checkout: Path,
) -> None:
    (checkout / "infra" / "requirements.txt").write_text(
        f"no-such-package-here==1.0 \\\n    --hash=sha256:{'0' * 64}\n"
    )
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
    marker = checkout / ".venv" / "handrail.json"
    marker.write_text(json.dumps({"checkout": str(checkout), "sets": {"run": "old"}}))
    (checkout / "pip.py").write_text("print('No space left on device'); exit(2)")
    done = subprocess.run(
        [sys.executable, str(checkout / "infra" / "bootstrap.py"), "run"],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(checkout), "PATH": ""},
    )
    assert 1 == done.returncode
    assert "The disk is full" in done.stderr
    assert not marker.exists()


def test_advice_is_given_for_what_goes_wrong_most() -> None:
    for said, mend in (
        ("ConnectionError: Max retries exceeded", "PIP_INDEX_URL"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "not the one we pinned"),
        ("ensurepip is not available", "apt install python3-venv"),
        ("something new", "See above."),
    ):
        assert mend in bootstrap.advice(["pip", "install"], [said])


def test_no_python_new_enough_is_said_with_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\necho 3 9\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(bootstrap.sys, "executable", str(old))
    with pytest.raises(bootstrap.Trouble, match=r"3\.11 or newer.*python3 is 3\.9"):
        bootstrap.newest_python()


def test_an_old_python_can_read_it_to_say_what_to_do() -> None:
    text = (tree.ROOT / "infra" / "bootstrap.py").read_text("utf-8")
    ast.parse(text, feature_version=(3, 6))
