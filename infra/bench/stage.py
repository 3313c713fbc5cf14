"""The stage of a benchmark: servers of its own, an organisation, people, gunicorn."""

import base64
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg

from service import wiring
from service.app import options
from service.config import Settings
from service.embedded.ports import pick
from service.embedded.servers import Addresses, Servers
from service.store import people
from service.store.db import migrate
from service.usecases import acting, enrol
from service.usecases.enrol import NewPerson, NewProgramme
from service.usecases.parts import Desk, Parts

SERVICE = "+15550100000"
ORIGIN = "http://127.0.0.1:9"
TOKEN = secrets.token_hex(16)
ACCOUNT = "AC" + secrets.token_hex(16)
HERE = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Stage:
    """Where everything is; `env` is what a process of the service is told."""

    addresses: Addresses
    env: dict[str, str]
    parts: Parts
    organisation: UUID


@contextmanager
def stage() -> Iterator[Stage]:
    """Start PostgreSQL (with full durability) and Redis, migrate, set up."""
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder:
        servers = Servers(Path(folder))
        try:
            yield set_up(servers.start())
        finally:
            servers.stop()


def set_up(addresses: Addresses) -> Stage:
    """Migrate, and set up an organisation, where those servers answer."""
    migrate(addresses.owner_url)
    with psycopg.connect(addresses.owner_url, autocommit=True) as line:
        line.execute("CREATE TABLE bare (sid text PRIMARY KEY, body text)")
        line.execute("GRANT INSERT ON bare TO handrail_app")
    env = {
        "DATABASE_URL": addresses.app_url,
        "REDIS_URL": addresses.redis_url,
        "HANDRAIL_MASTER_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
        "HANDRAIL_PUBLIC_ORIGIN": ORIGIN,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKENS": TOKEN,
        "BARE_DATABASE_URL": addresses.app_url.replace("://", "+psycopg://", 1),
    }
    parts = wiring.build(Settings.from_env(env))
    organisation = enrol.organisation(parts, "Bench", "US", SERVICE)
    return Stage(addresses, env, parts, organisation)


def people_who_text(stage: Stage, how_many: int) -> list[str]:
    """Enrol so many people who have agreed; return their numbers."""
    parts, organisation = stage.parts, stage.organisation
    programme = enrol.programme(
        parts, organisation, NewProgramme("Find my voice", "Ruth", None, {})
    )
    tenant = parts.tenant(organisation)
    numbers = [f"+1212{5550000 + at:07d}" for at in range(how_many)]
    with parts.db.transaction(organisation) as tx:
        for number in numbers:
            person_id = enrol.enrol(parts, tx, tenant, programme, _person(number))
            person = people.lock(tx, parts.vault, person_id)
            assert person is not None
            desk = Desk(parts, tx, tenant, person)
            acting.change_consent(desk, "active", "given", "bench", "bench")
    return numbers


def _person(number: str) -> NewPerson:
    return NewPerson(
        name="Mila",
        number=number,
        zone="America/New_York",
        goal="find my voice in a busy team",
        step="say one idea at the daily meeting",
        cue="the floor is opened",
        consent_text="I agree.",
        consent_method="bench",
    )


@contextmanager
def served(stage: Stage, application: str, path: str) -> Iterator[int]:
    """Serve an application with the service's own gunicorn options; give its port."""
    port = pick(None)
    words = options("127.0.0.1", port, workers=2, threads=8)[:-1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        *words,
        "--pythonpath",
        path,
        application,
    ]
    process = subprocess.Popen(command, cwd=HERE, env={**os.environ, **stage.env})
    try:
        _wait_for(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/nothing", timeout=5)
        except OSError as error:
            if hasattr(error, "code"):
                return
        time.sleep(0.05)
    raise TimeoutError("gunicorn did not come up")
