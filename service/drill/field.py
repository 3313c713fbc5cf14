"""Where a drill takes place: servers, people, a phone network, and the processes.

Law: the database keeps every promise to disk, as in production; the network and this
process are never attacked.
"""

from __future__ import annotations

import base64
import queue
import random
import secrets
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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
from service.drill.history import Span
from service.drill.measures import Stopwatch
from service.drill.order import Order
from service.drill.pen import Pen
from service.drill.timeshift import Shifter
from service.embedded import ports
from service.embedded.servers import Addresses, Servers
from service.store import db, people
from service.switchboard.model import Pace
from service.switchboard.network import Network, real_now
from service.switchboard.server import serve
from service.usecases import acting, enrol
from service.usecases.enrol import NewPerson, NewProgramme
from service.usecases.parts import Desk, Parts

SERVICE, COACH = "+15550100000", "+12125490000"
CALLS_TEXT = "I agree to be called."
ZONE = "America/New_York"
# Half past eleven in New York in winter: no quiet hours for long.
NOON = wall(16, 30)
# At half past four in the afternoon (UTC) texts end in Dubai and begin on Pitcairn;
# in Honolulu and in Pago Pago a clock three hours fast thinks it is morning.
AROUND = (
    ZONE,
    "Asia/Dubai",
    "Pacific/Pitcairn",
    "Pacific/Honolulu",
    "Pacific/Pago_Pago",
    "Asia/Tokyo",
    "Europe/Berlin",
)
BEFORE = timedelta(minutes=20)
AT_ONCE = 100
# So many of the carrier's requests wait for our answers at once.
HANDS = 16
Errand: TypeAlias = tuple[Callable[[], object], threading.Event]
QUICK = Pace(timedelta(milliseconds=30), timedelta(milliseconds=40))


@dataclass(slots=True)
class Field:
    """Everything a drill has its hands on.

    `ahead` is how far the one clock is from real time; `ended` is set when attacks are
    to stop. `people` are numbers by the person's id, `zones` zones by number, `called`
    the numbers that are called, `calm` those from which no danger was told yet and
    `in_danger` those from which it was, `texted` the ids of all texts that phones sent,
    `away` the spans of the one clock in which all, or Redis, was gone, `due` when whose
    nudge falls due, the first one first, `expanded` whether a deploy brought a
    migration yet, `broken` what broke in the harness itself; who moves the clock holds
    `hand`.
    """

    order: Order
    servers: Servers
    addresses: Addresses
    environ: Mapping[str, str]
    parts: Parts
    network: Network
    organisation: UUID
    pen: Pen
    port: int
    ahead: timedelta
    shifter: Shifter
    people: dict[UUID, str] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    texted: list[str] = field(default_factory=list)
    calm: list[str] = field(default_factory=list)
    in_danger: list[str] = field(default_factory=list)
    called: set[str] = field(default_factory=set)
    away: list[Span] = field(default_factory=list)
    due: list[tuple[datetime, str]] = field(default_factory=list)
    watch: Stopwatch = field(default_factory=Stopwatch)
    rates: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    hand: threading.Lock = field(default_factory=threading.Lock)
    expanded: bool = False
    broken: list[Exception] = field(default_factory=list)
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

    @property
    def numbers(self) -> list[str]:
        """The numbers of all people."""
        return list(self.zones)

    def whose(self, numbers: Collection[str]) -> list[UUID]:
        """Return the ids of the people with these numbers."""
        sought = set(numbers)
        return [person for person, number in self.people.items() if number in sought]

    def now(self) -> datetime:
        """The one clock."""
        return real_now() + self.ahead

    def advance(self, by: timedelta) -> None:
        """Move the one clock, of the database and of the network, forward."""
        with self.hand:  # two outages may overlap
            db.set_clock(self.addresses.owner_url, self.ahead + by)
            self.ahead += by

    def begin(self, shortly: timedelta) -> None:
        """Move the clock to so long before half past four, if that is to come."""
        today = datetime.combine(self.now().date(), NOON, UTC)
        left = today - shortly - self.now()
        if left > timedelta(0):
            self.advance(left)


@contextmanager
def opened(order: Order) -> Iterator[Field]:
    """Open a field with people who have agreed; nothing runs on it yet."""
    with TemporaryDirectory(prefix="handrail-drill-") as folder:
        servers = Servers(Path(folder) / "data")
        try:
            yield from _set_up(servers, Path(folder), order)
        finally:
            servers.stop()


def _set_up(servers: Servers, folder: Path, order: Order) -> Iterator[Field]:
    addresses = servers.start()
    db.migrate(addresses.owner_url)
    ahead = _clock_set(addresses.owner_url, order)
    port = ports.pick(None)
    network = _network(port)
    running = serve(network)
    environ = _environ(addresses, port, running.url, network)
    parts = wiring.build(Settings.from_env(environ), pool_size=4)
    organisation = enrol.organisation(parts, "Drill", "US", SERVICE)
    shifter = Shifter(folder, wanted=order.jumps)
    pen = Pen(folder, environ, port, broken=order.broken, shifter=shifter)
    found = Field(
        order=order, servers=servers, addresses=addresses, environ=environ, parts=parts,
        network=network, organisation=organisation, pen=pen, port=port, ahead=ahead,
        shifter=shifter,
    )  # fmt: skip
    network.records.now = found.now
    try:
        _people(found, order.people, AROUND if order.jumps else (ZONE,))
        network.start(workers=HANDS)
        yield found
    finally:
        pen.close()
        running.stop()
        parts.db.close()


def _clock_set(owner_url: str, order: Order) -> timedelta:
    """Set the one clock to half past four, or to before it where clocks are to jump."""
    now = real_now()
    ahead = datetime.combine(now.date(), NOON, UTC) - now
    if order.jumps:
        ahead -= BEFORE  # the hour at which texts end comes while it is attacked
    db.set_clock(owner_url, ahead)
    return ahead


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


def _network(port: int) -> Network:
    account, token = "AC" + secrets.token_hex(16), secrets.token_hex(16)
    network = Network(account, token, pace=QUICK)
    network.add_number(
        SERVICE,
        name="Handrail",
        sms_url=f"http://127.0.0.1:{port}/twilio/sms#rc=3&rp=ct,rt,5xx",
        voice_url=f"http://127.0.0.1:{port}/twilio/voice",
        status_callback=f"http://127.0.0.1:{port}/twilio/call-status",
    )
    return network


def _people(found: Field, how_many: int, zones: Sequence[str]) -> None:
    """Enrol so many people who have agreed, spread over these zones."""
    parts = found.parts
    programme = enrol.programme(
        parts, found.organisation, NewProgramme("Drill", "Ruth", COACH, {})
    )
    found.network.add_phone(COACH)
    numbers = [f"+1212{5550000 + at:07d}" for at in range(how_many)]
    tenant = parts.tenant(found.organisation)
    for begin in range(0, how_many, AT_ONCE):
        with parts.db.transaction(found.organisation) as tx:
            for at in range(begin, min(begin + AT_ONCE, how_many)):
                rings = is_called(at, found.order.calls)
                new = _person(numbers[at], zones[at % len(zones)], calls=rings)
                person_id = enrol.enrol(parts, tx, tenant, programme, new)
                person = people.lock(tx, parts.vault, person_id)
                if person is None:  # pragma: no cover -- she was enrolled a line above
                    raise LookupError("nobody was enrolled")
                desk = Desk(parts, tx, tenant, person)
                acting.change_consent(desk, "active", "given", "drill", "drill")
                found.people[person_id] = new.number
                found.zones[new.number] = str(new.zone)
                found.network.add_phone(new.number)
                found.called.update([new.number] if rings else [])
    found.calm[:] = numbers
    random.Random(f"{found.order.seed}/danger").shuffle(found.calm)


def is_called(at: int, percent: float) -> bool:
    """Say whether the person of this number is called: so many of a hundred, evenly."""
    return int((at + 1) * percent / 100) > int(at * percent / 100)


def _person(number: str, zone: str, *, calls: bool) -> NewPerson:
    return NewPerson(
        name="Mila",
        number=number,
        zone=zone,
        goal="find my voice",
        step="say one idea",
        cue="the floor is opened",
        consent_text="I agree.",
        consent_method="drill",
        calls_text=CALLS_TEXT if calls else "",
    )
