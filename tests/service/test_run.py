"""`handrail run`: one command up, one key down, and recovery in between."""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from service import cli
from service.cli import run as run_command
from service.cli import staging
from service.cli.asking import NoAnswer, answers, ask_json
from service.cli.children import ChildFailed, Children
from service.cli.selftest import HopMissing, self_test
from service.cli.show import Show, called, shorter
from service.config import MissingSettings
from service.embedded import place, ports, process
from service.embedded.servers import Servers
from service.switchboard.network import Network
from service.switchboard.server import serve

OWN_DATABASE = {"DATABASE_URL": "postgresql://a:Xk29sdf8@127.0.0.1/h"}
REPLACEABLE = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment whose run has its own data and ports."""
    data = tmp_path / "data of this run"
    first, second = ports.pick_two()
    yield {
        **{k: v for k, v in os.environ.items() if not k.startswith("TWILIO_")},
        "HANDRAIL_DATA": str(data),
        "PORT": str(first),
        "SWITCHBOARD_PORT": str(second),
        "PYTHONPATH": str(place.CHECKOUT),
    }
    place.forget(place.choose(data))


@contextmanager
def running(environ: Mapping[str, str], *words: str) -> Iterator[subprocess.Popen[str]]:
    """`handrail run` as a person starts it; killed at the end if it still is there."""
    with subprocess.Popen(
        [sys.executable, "-m", "service", "run", "--no-browser", *words],
        env=dict(environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def read_until(started: subprocess.Popen[str], sign: str) -> str:
    assert started.stdout is not None
    said = ""
    for line in started.stdout:
        said += line
        if sign in line:
            return said
    pytest.fail(f"it ended before it said {sign!r}:\n{said}")


def pids(folder: Path) -> list[int]:
    """The processes in the record of a run."""
    text = (folder / "children.json").read_text("utf-8")
    return [int(pid) for pid in re.findall(r'"pid": (\d+)', text)]


def family(data: Path) -> list[process.Birth]:
    """Every process that holds the data folder of this run in its words or place."""
    folder = place.choose(data).folder
    records = [process.load(folder / f"{n}.json")[0] for n in ("postgres", "valkey")]
    births = [b for b in (*records, *map(process.birth_of, pids(folder))) if b]
    assert len(births) == 6, "PostgreSQL, Valkey, switchboard, web, worker, clock"
    return births


@pytest.mark.long
def test_a_killed_run_leaves_no_process_and_the_next_one_recovers(
    environ: dict[str, str],
) -> None:
    data = Path(environ["HANDRAIL_DATA"])
    with running(environ) as first:
        said = read_until(first, "Ctrl-C stops everything")
        assert "earlier run" not in said
        given = f"HANDRAIL_DATA={shlex.quote(str(data))}"
        assert f"another: {given} {called()} accounts demo" in said
        with running(environ) as second:
            assert "already runs" in read_until(second, "Stop it")
            assert 1 == second.wait()
        births = family(data)
        first.kill()
    assert process.wait_until(
        lambda: all(process.gone(birth) for birth in births), within_s=15
    )
    with running(environ) as third:
        said = read_until(third, "Ctrl-C stops everything")
        assert "earlier run, begun on" in said
        assert "make run ARGS=--fresh" in said
        births = family(data)
        third.send_signal(signal.SIGINT)
        said = read_until(third, "nothing is left running")
        assert 0 == third.wait()
    assert "Everything has stopped" in said
    assert all(process.gone(birth) for birth in births)


def test_the_self_test_shows_each_hop_and_leaves_nothing(
    environ: dict[str, str],
) -> None:
    for name in ("PORT", "SWITCHBOARD_PORT"):
        del environ[name]
    with running(environ, "--self-test") as started:
        said = read_until(started, "Everything has stopped")
        assert 0 == started.wait(), said
    assert re.search(r"Self-test passed: text in to reply accepted in \d+ ms", said)
    for hop in ("sent her text", "accepted by the carrier", "reached her phone"):
        assert hop in said
    assert not place.choose(Path(environ["HANDRAIL_DATA"])).folder.exists()


def test_a_self_test_without_a_reply_shows_what_the_processes_said(
    tmp_path: Path,
) -> None:
    children = Children(tmp_path)
    environ = {**os.environ, "PYTHONPATH": str(place.CHECKOUT)}
    children.start("talkative", ["--help"], environ)
    assert process.wait_until(lambda: "talkative said:" in children.said(), within_s=9)
    children.stop()


def test_a_taken_port_is_named_with_who_holds_it_and_the_setting(
    environ: dict[str, str],
) -> None:
    network = serve(Network(), port=int(environ["PORT"]))
    try:
        with running(environ) as started:
            said = " ".join(read_until(started, "make run PORT=").split())
            assert 1 == started.wait()
    finally:
        network.stop()
    assert f"Port {environ['PORT']} is taken by process {os.getpid()} (" in said


def plan(**given: str) -> staging.Plan:
    return staging.plan({"PORT": "8017", "SWITCHBOARD_PORT": "8018", **given})


def test_each_part_is_replaced_by_its_own_settings() -> None:
    assert all((plan().own_database, plan().own_redis, plan().own_carrier))
    assert not plan(**OWN_DATABASE).own_database
    assert not plan(REDIS_URL="redis://127.0.0.1").own_redis
    carrier = plan(TWILIO_BASE_URL="https://carrier.example.org")
    assert not carrier.own_carrier
    assert [staging.CONSOLE] == list(carrier.pages)
    assert "http://127.0.0.1:8018/phones" == plan().pages["The phones"]


@pytest.mark.parametrize(
    ("given", "fresh", "test", "mend"),
    [
        (OWN_DATABASE, True, False, "empty it yourself"),
        (OWN_DATABASE, False, False, "Give both"),
        ({"TWILIO_ACCOUNT_SID": "AC1"}, False, True, "Leave TWILIO_"),
        ({"PORT": "8018"}, False, False, "two numbers"),
    ],
)
def test_what_cannot_go_together_is_refused_before_anything_starts(
    given: dict[str, str], fresh: bool, test: bool, mend: str
) -> None:
    with pytest.raises(staging.NotPossible, match=mend):
        staging.refuse(plan(**given), fresh=fresh, self_test=test)


def test_what_is_given_wins_and_the_rest_is_filled_and_kept(tmp_path: Path) -> None:
    keys = tmp_path / "demo.json"
    addresses = {
        "DATABASE_URL": "postgresql://handrail_app:Xk29sdf8@127.0.0.1:1/handrail",
        "DATABASE_OWNER_URL": "postgresql://handrail_owner:Xk2@127.0.0.1:1/handrail",
        "REDIS_URL": "redis://:Xk29sdf8@127.0.0.1:2/0",
    }
    first = staging.compose(plan(), {"PATH": "/bin"}, addresses, keys)
    assert first == staging.compose(plan(), {"PATH": "/bin"}, addresses, keys)
    assert 0o600 == keys.stat().st_mode & 0o777
    assert "/bin" == first["PATH"]
    assert "http://127.0.0.1:8018" == first["TWILIO_BASE_URL"]
    assert "DATABASE_OWNER_URL" not in staging.without_owner(first)
    own = plan(
        TWILIO_ACCOUNT_SID="AC" + "0" * 32, HANDRAIL_PUBLIC_ORIGIN="https://h.io"
    )
    with pytest.raises(MissingSettings, match="TWILIO_AUTH_TOKENS is missing"):
        staging.compose(own, {}, addresses, keys)
    keys.write_text("{}")
    with pytest.raises(staging.NotPossible, match="ARGS=--fresh"):
        staging.compose(plan(), {}, addresses, keys)


def test_given_servers_are_not_started(tmp_path: Path) -> None:
    given = plan(**OWN_DATABASE, REDIS_URL="redis://127.0.0.1")
    with Servers(tmp_path / "unused", throwaway=True) as servers:
        assert {} == staging.start_servers(given, servers)
        assert not servers.place.folder.exists()


def test_the_self_test_names_the_hop_that_is_missing() -> None:
    network = Network()
    network.add_number("+15005550006")
    running_network = serve(network)
    try:
        with pytest.raises(HopMissing, match="not seeded"):
            self_test(running_network.port, 1, lambda _: None)
        network.add_phone("+15035550101", "Mila")
        with pytest.raises(HopMissing, match="accept a reply"):
            self_test(running_network.port, 1, lambda _: None, patience_s=0.05)
        with pytest.raises(NoAnswer, match="answered 404"):
            ask_json(running_network.port, "/_switchboard/phones/nobody")
        with pytest.raises(NoAnswer, match="no JSON"):
            ask_json(running_network.port, "/phones")
    finally:
        running_network.stop()
    assert not answers(running_network.port, "/phones")


def test_a_child_that_fails_is_told_and_orphans_are_found_again(tmp_path: Path) -> None:
    children = Children(tmp_path)
    environ = {**os.environ, "PYTHONPATH": str(place.CHECKOUT)}
    children.stop_orphans()  # no record: nothing to do
    with pytest.raises(
        ChildFailed, match=r"`handrail odd` ended(.|\n)*No such command"
    ):
        children.finish("odd", ["nonsense"], environ)
    children.finish("fine", ["--help"], environ)
    children.start("short", ["--help"], environ)
    births = [process.birth_of(pid) for pid in pids(tmp_path)]
    assert process.wait_until(
        lambda: all(b is None or process.birth_of(b.pid) != b for b in births),
        within_s=10,
    )
    with pytest.raises(ChildFailed, match="`handrail short` ended with code 0"):
        children.check()
    children.stop()
    assert not (tmp_path / "children.json").exists()
    with subprocess.Popen(["sleep", "60"]) as left:
        birth = process.birth_of(left.pid)
        assert birth is not None
        (tmp_path / "children.json").write_text(
            f'[{{"pid": {birth.pid}, "moment": "{birth.moment}"}}]'
        )
        Children(tmp_path).stop_orphans()
        assert -signal.SIGTERM == left.wait() or process.gone(birth)


def test_a_command_is_called_as_it_can_be_called_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = Path(sys.executable).parent
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(ours.parent.parent)
    assert str(Path(ours.parent.name, ours.name, "handrail")) == called()
    monkeypatch.chdir(tmp_path)
    assert str(ours / "handrail") == called()
    monkeypatch.setenv("PATH", str(ours))
    assert "handrail" == called()


def test_a_path_is_shown_as_it_is_shortest_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert ".handrail/data" == shorter(tmp_path / ".handrail" / "data")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert "~/.handrail" == shorter(tmp_path / ".handrail")
    assert "/var/lib/handrail" == shorter(Path("/var/lib/handrail"))


def test_steps_are_shown_with_their_seconds_on_a_terminal_and_off_it() -> None:
    for terminal in (True, False):
        paper = StringIO()
        show = Show(
            Console(file=paper, force_terminal=terminal, width=90, color_system=None)
        )
        with show.step("The [tables] are up"):
            pass
        assert re.search(r"ok\s+The \[tables\] are up\s+0\.0\d s", paper.getvalue())


def test_every_command_can_be_loaded_and_helps() -> None:
    runner = CliRunner()
    for name, line in cli.COMMANDS.items():
        answer = runner.invoke(cli.app, [name, "--help"])
        assert 0 == answer.exit_code, f"{name}: {answer.output}"
        assert "Usage: " in answer.output
        assert line.summary in runner.invoke(cli.app, ["--help"]).output
    assert 2 == runner.invoke(cli.app, ["nonsense"]).exit_code


def test_a_browser_is_opened_only_where_a_window_can_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not run_command.has_screen(terminal=False, platform="linux")
    assert not run_command.has_screen(terminal=True, platform="linux")
    assert run_command.has_screen(terminal=True, platform="darwin")
    monkeypatch.setenv("DISPLAY", ":0")
    assert run_command.has_screen(terminal=True, platform="linux")


def test_missing_settings_are_said_without_a_trace(environ: dict[str, str]) -> None:
    bare = {k: v for k, v in environ.items() if k not in REPLACEABLE}
    done = subprocess.run(
        [sys.executable, "-m", "service", "web"],
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 1 == done.returncode
    assert "DATABASE_URL is missing" in done.stderr
    assert "Traceback" not in done.stderr
