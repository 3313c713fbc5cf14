"""Which Chromium is opened: one on the PATH, else the one that Playwright laid."""

from pathlib import Path

import pytest

from infra import browser


def laid(at: Path, mode: int = 0o755) -> str:
    at.parent.mkdir(parents=True, exist_ok=True)
    at.touch(mode)
    return str(at)


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "bin"


def test_the_one_without_windows_comes_first(on_path: Path, tmp_path: Path) -> None:
    usual = laid(on_path / "chromium")
    assert usual == browser.found(tmp_path)
    shell = laid(on_path / "chromium-headless-shell")
    assert shell == browser.found(tmp_path)


@pytest.mark.parametrize(
    "where",
    [
        "chromium_headless_shell-1200/chrome-linux/headless_shell",
        "chromium_headless_shell-1228/chrome-headless-shell-linux64/chrome-headless-shell",
    ],
)
def test_without_one_on_the_path_playwrights_is_taken(
    on_path: Path, tmp_path: Path, where: str
) -> None:
    assert browser.found(tmp_path) is None
    laid(tmp_path / where)
    assert str(tmp_path / where) == browser.found(tmp_path)
    on_path.mkdir()
    assert laid(on_path / "chromium") == browser.found(tmp_path)


def test_what_cannot_be_run_is_none(on_path: Path, tmp_path: Path) -> None:
    laid(tmp_path / "x" / "y" / "headless_shell.txt", 0o644)
    assert browser.found(tmp_path) is None
