"""Where a drill takes place: servers, people, a phone network, and the processes.

Law: the database keeps every promise to disk, as in production; the network and this
process are never attacked.
"""

from __future__ import annotations

import base64
import queue
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias
from uuid import UUID

from service import wiring
from service.config import Settings
from service.drill.pen import Pen
from service.embedded import ports
from service.embedded.servers import Addresses, Servers
from service.store import db, people
from service.switchboard.model import Pace
from service.switchboard.network import Network, real_now
from service.switchboard.server import serve
from service.usecases import acting, enrol
from service.usecases.enrol import NewPerson, NewProgramme
from service.usecases.parts import Desk, Parts

SERVICE = "+15550100000"
ZONE = "America/New_York"
# Half past eleven in New York in winter: no quiet hours for long.
NOON = wall(16, 30)
AT_ONCE = 100
Errand: TypeAlias = tuple[Callable[[], object], threading.Event]
QUICK = Pace(timedelta(milliseconds=30), timedelta(milliseconds=40))


@dataclass(slots=True)
class Field:
    """Everything a drill has its hands on.

    `ahead` is how far the one clock is from real time; `ended` is set when attacks are
    to stop.
    """

    servers: Servers
    addresses: Addresses
    environ: Mapping[str, str]
    parts: Parts
    network: Network
    organisation: UUID
    pen: Pen
    port: int
    ahead: timedelta
    numbers: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    errands: queue.SimpleQueue[Errand] = field(default_factory=queue.SimpleQueue)

    def in_the_main_thread(self, errand: Callable[[], object]) -> None:
        """Have this done by who watches the drill, and wait for it.

        What starts a server must: a server dies with the thread that started it.
        """
        done = threading.Event()
        self.errands.put((errand, done))
        done.wait()

    def run_errands(self, seconds: float) -> None:
        """Do for so long what other threads want done here."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            with suppress(queue.Empty):
                errand, done = self.errands.get(timeout=left)
                try:
                    errand()
                finally:
                    done.set()

    def now(self) -> datetime:
        """The one clock."""
        return real_now() + self.ahead


@contextmanager
def opened(how_many: int, *, broken: str = "") -> Iterator[Field]:
    """Open a field with so many people who have agreed; nothing runs on it yet."""
    with TemporaryDirectory(prefix="handrail-drill-") as folder:
        servers = Servers(Path(folder) / "data")
        try:
            yield from _set_up(servers, Path(folder), how_many, broken)
        finally:
            servers.stop()


def _set_up(
    servers: Servers, folder: Path, how_many: int, broken: str
) -> Iterator[Field]:
    addresses = servers.start()
    db.migrate(addresses.owner_url)
    now = real_now()
    ahead = datetime.combine(now.date(), NOON, UTC) - now
    db.set_clock(addresses.owner_url, ahead)
    port = ports.pick(None)
    account, token = "AC" + secrets.token_hex(16), secrets.token_hex(16)
    network = Network(account, token, pace=QUICK)
    running = serve(network)
    environ = _environ(addresses, port, running.url, network)
    parts = wiring.build(Settings.from_env(environ), pool_size=4)
    organisation = enrol.organisation(parts, "Drill", "US", SERVICE)
    pen = Pen(folder, environ, port, broken=broken)
    found = Field(
        servers, addresses, environ, parts, network, organisation, pen, port, ahead
    )
    network.records.now = found.now
    _connect(network, port)
    try:
        found.numbers = _people(found, how_many)
        network.start(workers=8)
        yield found
    finally:
        pen.close()
        running.stop()
        parts.db.close()


def _environ(
    addresses: Addresses, port: int, carrier: str, network: Network
) -> dict[str, str]:
    return {
        "DATABASE_URL": addresses.app_url,
        "REDIS_URL": addresses.redis_url,
        "HANDRAIL_MASTER_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
        "HANDRAIL_PUBLIC_ORIGIN": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "TWILIO_ACCOUNT_SID": network.account_sid,
        "TWILIO_AUTH_TOKENS": network.auth_token,
        "TWILIO_BASE_URL": carrier,
    }


def _connect(network: Network, port: int) -> None:
    network.add_number(
        SERVICE,
        name="Handrail",
        sms_url=f"http://127.0.0.1:{port}/twilio/sms#rc=3&rp=ct,rt,5xx",
        voice_url=f"http://127.0.0.1:{port}/twilio/voice",
        status_callback=f"http://127.0.0.1:{port}/twilio/call-status",
    )


def _people(found: Field, how_many: int) -> list[str]:
    """Enrol so many people who have agreed; return their numbers."""
    parts = found.parts
    programme = enrol.programme(
        parts, found.organisation, NewProgramme("Drill", "Ruth", None, {})
    )
    numbers = [f"+1212{5550000 + at:07d}" for at in range(how_many)]
    for begin in range(0, how_many, AT_ONCE):
        with parts.db.transaction(found.organisation) as tx:
            tenant = parts.tenant(found.organisation)
            for number in numbers[begin : begin + AT_ONCE]:
                person_id = enrol.enrol(parts, tx, tenant, programme, _person(number))
                person = people.lock(tx, parts.vault, person_id)
                if person is None:  # pragma: no cover -- she was enrolled a line above
                    raise LookupError("nobody was enrolled")
                desk = Desk(parts, tx, tenant, person)
                acting.change_consent(desk, "active", "given", "drill", "drill")
    return numbers


def _person(number: str) -> NewPerson:
    return NewPerson(
        name="Mila",
        number=number,
        zone=ZONE,
        goal="find my voice",
        step="say one idea",
        cue="the floor is opened",
        consent_text="I agree.",
        consent_method="drill",
    )
