"""What `handrail run` sets up around the service: which part is embedded, which is
yours, and the settings that follow.
"""

import base64
import json
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from service import config
from service.embedded import ports
from service.embedded.servers import Servers

HOST = "127.0.0.1"
CONSOLE = "The console"
_DATA = "HANDRAIL_DATA"
_ADDRESS = "running.json"
_KEPT = ("HANDRAIL_MASTER_KEYS", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKENS")


class NotPossible(Exception):
    """What was asked cannot be done; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which parts the environment already gives, and our two ports."""

    given: Mapping[str, str]
    port: int
    switchboard_port: int
    data_folder: Path | None

    @property
    def own_database(self) -> bool:
        """Whether PostgreSQL is the embedded one."""
        return "DATABASE_URL" not in self.given

    @property
    def own_redis(self) -> bool:
        """Whether Redis is the embedded one."""
        return "REDIS_URL" not in self.given

    @property
    def own_carrier(self) -> bool:
        """Whether texts go to the switchboard: nothing of TWILIO_* is given."""
        return not any(name.startswith("TWILIO_") for name in self.given)

    @property
    def pages(self) -> dict[str, str]:
        """The pages to open, by what they show."""
        pages: dict[str, str] = {}
        if self.own_carrier:
            pages["The phones"] = f"http://{HOST}:{self.switchboard_port}/phones"
        return pages | {CONSOLE: f"http://{HOST}:{self.port}/"}


def plan(environ: Mapping[str, str]) -> Plan:
    """Read what the environment gives. Raises MissingSettings for unfit ports."""
    names = {setting.name for setting in config.TABLE}
    given = {name: environ[name] for name in names if environ.get(name, "").strip()}
    port, switchboard_port, data_folder = (
        config.one(name, environ) for name in ("PORT", "SWITCHBOARD_PORT", _DATA)
    )
    return Plan(given, port, switchboard_port, data_folder)


def apart(environ: Mapping[str, str]) -> dict[str, str]:
    """Give the self-test a folder and ports of its own, unless they are chosen.

    So it finds Mila as she was seeded, whatever the demo has lived through, and runs
    beside it. The servers are throwaway: the folder is only their name.
    """
    folder = Path(tempfile.gettempdir()) / f"handrail-self-test-{secrets.token_hex(8)}"
    first, second = ports.pick_two()
    own = {"PORT": str(first), "SWITCHBOARD_PORT": str(second), _DATA: str(folder)}
    chosen = {name: environ[name] for name in own if environ.get(name, "").strip()}
    return {**environ, **own, **chosen, _DATA: str(folder)}


def keys_of(place: Path) -> Path:
    """Return where the demo's own secrets are kept, beside its data."""
    return place / "demo.json"


def begun(place: Path) -> date | None:
    """Return the day on which the data at this place were begun here; None for none."""
    keys = keys_of(place)
    if not keys.exists():
        return None
    return datetime.fromtimestamp(keys.stat().st_mtime, UTC).astimezone().date()


def refuse(plan: Plan, *, fresh: bool, self_test: bool) -> None:
    """Raise NotPossible for what cannot go together, before anything is started."""
    if fresh and not plan.own_database:
        raise NotPossible(
            "--fresh starts the embedded data over, and DATABASE_URL points to a "
            "database of your own: empty it yourself, or leave DATABASE_URL out."
        )
    if not plan.own_database and "DATABASE_OWNER_URL" not in plan.given:
        raise NotPossible(
            "DATABASE_URL is given and DATABASE_OWNER_URL is not: the tables are made "
            "by the role that owns them. Give both (docs/reference/settings.md)."
        )
    if self_test and not plan.own_carrier:
        raise NotPossible(
            "The self-test texts through the switchboard; TWILIO_* names another "
            "carrier, where a text reaches people. Leave TWILIO_* out for it."
        )
    if plan.port == plan.switchboard_port:
        raise NotPossible(
            f"PORT and SWITCHBOARD_PORT are both {plan.port}: give them two numbers."
        )


def check_ports(plan: Plan) -> None:
    """Raise NotPossible, naming who holds it, when one of our ports is taken."""
    wanted = {"PORT": plan.port}
    if plan.own_carrier:
        wanted["SWITCHBOARD_PORT"] = plan.switchboard_port
    for name, port in wanted.items():
        if not ports.is_free(port):
            raise NotPossible(
                f"Port {port} is taken by {ports.holder(port)}. Stop it, or choose "
                f"another port: make run {name}={ports.pick(None)}"
            )


def start_servers(plan: Plan, servers: Servers) -> dict[str, str]:
    """Start the embedded parts that are wanted; returns their addresses as settings."""
    addresses: dict[str, str] = {}
    if plan.own_database:
        urls = servers.start_postgres()
        addresses |= {"DATABASE_URL": urls.app, "DATABASE_OWNER_URL": urls.owner}
    if plan.own_redis:
        addresses["REDIS_URL"] = servers.start_valkey()
    return addresses


def compose(
    plan: Plan,
    environ: Mapping[str, str],
    addresses: Mapping[str, str],
    secrets_file: Path,
) -> dict[str, str]:
    """Give the environment of our processes: what was given wins, ours fills the rest.

    Raises MissingSettings when what was given is unfit or only half of it.
    """
    kept = _kept(secrets_file)
    filled = {"HANDRAIL_MASTER_KEYS": kept["HANDRAIL_MASTER_KEYS"], **addresses}
    filled["HANDRAIL_ERASED"] = str(secrets_file.with_name("erased.ledger"))
    filled["HANDRAIL_PUBLIC_ORIGIN"] = f"http://{HOST}:{plan.port}"
    if plan.own_carrier:
        filled |= {name: kept[name] for name in _KEPT if name.startswith("TWILIO_")}
        filled["TWILIO_BASE_URL"] = f"http://{HOST}:{plan.switchboard_port}"
    whole = {**environ, **filled, **plan.given}
    config.Settings.from_env(whole)
    return whole


def without_owner(environ: Mapping[str, str]) -> dict[str, str]:
    """Leave the owner's address out: what serves people must not hold it (law 7)."""
    return {name: environ[name] for name in environ if name != "DATABASE_OWNER_URL"}


def leave_address(place: Path, service: Mapping[str, str]) -> None:
    """Leave word where this demo runs, so that other commands find it (mode 0600)."""
    told = {s.name: service[s.name] for s in config.TABLE if s.name in service}
    _write(place / _ADDRESS, told)


def take_address_away(place: Path) -> None:
    """Take that word away: nothing runs here any more."""
    (place / _ADDRESS).unlink(missing_ok=True)


def found_address(place: Path) -> dict[str, str] | None:
    """Return the settings of the demo that runs at this place, or None."""
    try:
        told = json.loads((place / _ADDRESS).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return {str(name): str(value) for name, value in told.items()}


def _write(file: Path, values: Mapping[str, str]) -> None:
    """Write secrets whole or not at all, readable by us alone."""
    whole = file.with_suffix(".new")
    whole.touch(mode=0o600)
    whole.write_text(json.dumps(dict(values)), encoding="utf-8")
    whole.replace(file)


def _kept(file: Path) -> dict[str, str]:
    """Read the demo's own secrets, made at the first run and kept with its data."""
    if not file.exists():
        made = {
            "HANDRAIL_MASTER_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
            "TWILIO_ACCOUNT_SID": f"AC{secrets.token_hex(16)}",
            "TWILIO_AUTH_TOKENS": secrets.token_hex(16),
        }
        _write(file, made)
    try:
        kept = json.loads(file.read_text("utf-8"))
        return {name: str(kept[name]) for name in _KEPT}
    except (ValueError, KeyError, TypeError) as error:
        raise NotPossible(
            f"{file}: the demo's keys cannot be read. Put the file back, or start "
            "over with: make run ARGS=--fresh"
        ) from error
