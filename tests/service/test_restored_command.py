"""`handrail restored`: what a backup lacks, in words, before somebody lets it go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app as cli
from service.usecases import restoring
from tests.journeys.world import World

MILA = "+15550100001"


@pytest.fixture(autouse=True)
def told(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    """The settings of the world, whose erased stand in a ledger."""
    environ = world.environ("redis://127.0.0.1:1/0")
    environ["HANDRAIL_ERASED"] = str(tmp_path / "ledger")
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    world.join(MILA)
    world.hears(MILA, "WHY")
    return world


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(cli, ["restored", *words])
    assert code == done.exit_code, done.output
    return " ".join(done.output.split())


def test_where_nothing_was_restored_it_says_so_and_how_to_say_otherwise() -> None:
    said = run()
    assert "This database is where it was: nothing is held." in said
    assert "handrail restored --hold --by YOU" in said


def test_it_is_held_by_hand_looked_at_and_let_go_on(world: World) -> None:
    world.work()
    world.hears(MILA, "WHY")
    since = f"{world.now:%Y-%m-%d %H:%M}"
    world.jump(hours=26)
    said = run("--hold", "--by", "Olu", "--since", since)
    assert f"Stairwell Coaching: put back from a backup. From {since}:00 to" in said
    assert "nothing is known here (26 h 0 min)." in said
    assert "1 may have gone out before, and are in doubt." in said
    assert "0 wait to go out; " in said
    assert "There is no ledger of who was erased" in said
    assert "When you have looked: handrail restored --confirm --by YOU" in said
    assert "It is held already" in run("--hold", "--by", "Olu")
    assert "add --without-erasures" in run("--confirm", "--by", "Olu", code=1)
    done = run("--confirm", "--by", "Olu", "--without-erasures")
    assert "Stairwell Coaching goes on. Erased again: 0." in done
    assert "nothing is held" in run()


def test_the_ledger_and_a_file_that_is_given_are_read(
    world: World, tmp_path: Path
) -> None:
    line = f"2026-03-02T12:00:00+00:00 {world.organisation} {world.person(MILA)['id']}"
    (tmp_path / "other").write_text(f"{line}\ntorn\n")
    (tmp_path / "ledger").write_text(f"{line}\n")
    restoring.hold(world.parts, "Olu")
    said = run("--confirm", "--by", "Olu", "--erased", str(tmp_path / "other"))
    assert "other names 1 who were erased; 1 lines of it cannot be read." in said
    assert "ledger names 1 who were erased." in said
    assert "Erased again: 1." in said
    assert not world.rows("SELECT 1 FROM participants WHERE wrapped_key IS NOT NULL")


def test_what_was_moved_whole_goes_on_as_it_was(world: World) -> None:
    restoring.hold(world.parts, "Olu")
    assert "goes on. 1 of what waited may go now." in run("--nothing-lost", "--by", "O")
    assert ["due"] == [row["state"] for row in world.outbox(MILA)[-1:]]


@pytest.mark.parametrize(
    ("words", "mend", "code"),
    [
        (("--confirm", "--hold"), "Give one of", 2),
        (("--hold", "--since", "noon", "--by", "Olu"), "'noon' is no moment", 1),
        (("--hold",), "by", 1),
    ],
)
def test_what_cannot_be_is_said(words: tuple[str, ...], mend: str, code: int) -> None:
    assert mend in run(*words, code=code)


def test_a_file_that_is_not_there_stops_it(world: World, tmp_path: Path) -> None:
    restoring.hold(world.parts, "Olu")
    missing = str(tmp_path / "none")
    assert "cannot be read" in run(
        "--confirm", "--by", "Olu", "--erased", missing, code=1
    )
    assert world.rows("SELECT 1 FROM restores WHERE ended_at IS NULL")
