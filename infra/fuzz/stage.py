"""The stage of a run: a migrated database, people in it, the real app over it."""

import hashlib
import itertools
import random
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from flask import Flask, Request
from sqlalchemy import TextClause
from werkzeug.test import run_wsgi_app

from infra.fuzz import forms, plans, transport
from infra.fuzz.forms import ACCOUNT, SERVICE, Message
from infra.fuzz.plans import TOKEN, Captured, World
from infra.fuzz.transport import ORIGIN, SMS, STATUS
from service.app import create_app
from service.carrier.door import form
from service.carrier.port import Accepted, CameIn, Outcome, Seen
from service.config import Settings
from service.store import people
from service.store.db import NOWHERE, Database, Tx, set_clock
from service.store.tables import InboxRow
from service.store.trips import Line
from service.store.vault import Vault
from service.usecases import acting, deliver, enrol
from service.usecases.enrol import NewPerson, NewProgramme
from service.usecases.parts import Desk, Parts
from service.web import hooks
from service.web.guard import LARGEST_BODY, Guard, Signed, Turned

MASTER = bytes(range(32))
BREAKS = ("guard", "dedupe")


@dataclass(slots=True)
class HandBell:
    """A bell that wakes nobody and counts how often it was rung for something."""

    rung: int = 0

    def ring(
        self, job: str, organisation: UUID, ids: Iterable[UUID], lane: str = ""
    ) -> bool:
        """Count the ring."""
        self.rung += bool(tuple(ids))
        return True

    def waiting(self, lane: str) -> int | None:
        """Nothing ever waits."""
        return 0


@dataclass(slots=True)
class TakingCarrier:
    """A carrier that takes every text."""

    taken: list[str] = field(default_factory=list)

    def send_text(
        self, *, to: str, body: str, from_: str, status_url: str, validity_seconds: int
    ) -> Outcome:
        """Take it."""
        self.taken.append(to)
        return Accepted(f"SM{len(self.taken):032x}", "queued")

    def find_texts(self, *, to: str, since: datetime) -> tuple[Seen, ...]:
        """Remember nothing."""
        return ()

    def find_incoming(self, *, to: str, since: datetime) -> tuple[CameIn, ...]:
        """Remember nothing."""
        return ()

    def fetch_text(self, sid: str) -> Seen | None:
        """Remember nothing."""
        return None


class OpenGuard(Guard):
    """A broken part: it lets in everything that can be read as a form."""

    def judge(self, asked: Request) -> Signed | Turned:
        """Let it in, signed or not."""
        body = form(asked.get_data()[:LARGEST_BODY])
        query = form(asked.query_string)
        return Signed(body.pairs, query.pairs, b"", changed=False)


class ForgetfulTx(Tx):
    """A broken part: it never finds an id of the carrier's again."""

    def __init__(self, line: Line, where: UUID, known: set[str]) -> None:
        super().__init__(line, where)
        self._known = known

    def rows(self, query: TextClause, **values: Any) -> list[dict[str, Any]]:
        """Ask for another id than was meant."""
        if isinstance(values.get("carrier_id"), str):
            values["carrier_id"] += " forgotten"
        return super().rows(query, **values)

    def put(self, row: Any, **values: Any) -> None:
        """Keep an id that came before as if it were a new one."""
        if row is InboxRow and values["carrier_id"] in self._known:
            values["carrier_id"] += f" {values['id']}"
        elif row is InboxRow:
            self._known.add(values["carrier_id"])
        super().put(row, **values)


class ForgetfulDatabase(Database):
    """A broken part: its transactions forget what came before."""

    def __init__(self, url: str, *, pool_size: int) -> None:
        super().__init__(url, pool_size=pool_size)
        self._known: set[str] = set()

    @contextmanager
    def transaction(self, organisation_id: UUID | None = None) -> Iterator[Tx]:
        """Open a transaction that forgets."""
        with self.lent() as line:
            tx = ForgetfulTx(line, organisation_id or NOWHERE, self._known)
            yield tx
            tx.commit()


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a run plays: the app, its parts, the owner's line, what was captured."""

    app: Flask
    parts: Parts
    bell: HandBell
    carrier: TakingCarrier
    owner: psycopg.Connection[Any]
    organisation: UUID
    world: World

    def send(self, ask: transport.Ask) -> tuple[int, str]:
        """Put one request to the app; return the status and what was answered."""
        answer, line, _ = run_wsgi_app(self.app, ask.as_environ(), buffered=True)
        return int(line.split()[0]), b"".join(answer).decode("utf-8", "replace")

    def revive(self) -> None:
        """Take away what would make people deaf: stops, holds and pauses."""
        self.owner.execute(
            "UPDATE participants SET consent = 'active', hold = NULL,"
            " hold_since = NULL, paused_until = NULL, crisis_answered_at = NULL"
        )


@contextmanager
def staged(
    app_url: str, owner_url: str, *, people: int, seed: int, broken: str
) -> Iterator[Stage]:
    """Set everything up in a migrated, empty database; let go of it after."""
    # At noon no day can end during a run: a stranger is answered once a day.
    now = datetime.now(UTC)
    set_clock(owner_url, now.replace(hour=12, minute=0) - now + timedelta(seconds=1))
    settings = _settings(app_url, owner_url)
    parts = _parts(settings, seed, broken)
    owner = psycopg.connect(owner_url, autocommit=True)
    try:
        yield _set_up(settings, parts, owner, people, broken)
    finally:
        owner.close()
        parts.db.close()


def _set_up(
    settings: Settings,
    parts: Parts,
    owner: psycopg.Connection[Any],
    people: int,
    broken: str,
) -> Stage:
    organisation = enrol.organisation(parts, "Fuzz", "US", SERVICE)
    numbers = _people(parts, organisation, people)
    app = create_app(parts, settings)
    bare = World(numbers, (), ())
    assert isinstance(parts.bell, HandBell)
    assert isinstance(parts.carrier, TakingCarrier)
    first = Stage(app, parts, parts.bell, parts.carrier, owner, organisation, bare)
    world = _captured(first)
    played = _open(parts) if broken == "guard" else app
    return Stage(played, parts, parts.bell, parts.carrier, owner, organisation, world)


def _open(parts: Parts) -> Flask:
    guard = OpenGuard(origin=ORIGIN, tokens=(TOKEN,), account_sids=(ACCOUNT,))
    app = Flask("service.web", static_folder=None)
    app.register_blueprint(hooks.blueprint(parts, guard))
    return app


def _settings(app_url: str, owner_url: str) -> Settings:
    return Settings(
        database_url=app_url,
        database_owner_url=owner_url,
        redis_url="redis://127.0.0.1:1/0",
        master_keys=(MASTER,),
        public_origin=ORIGIN,
        twilio_account_sid=ACCOUNT,
        twilio_auth_tokens=(TOKEN, "the-token-to-come-0123456789ab"),
        twilio_account_sids=frozenset({ACCOUNT}),
        twilio_base_url=None,
        carrier_answers=frozenset({"stop", "start"}),
        port=8017,
        switchboard_port=8018,
    )


def _parts(settings: Settings, seed: int, broken: str) -> Parts:
    kind = ForgetfulDatabase if broken == "dedupe" else Database
    return Parts(
        db=kind(settings.database_url, pool_size=4),
        vault=Vault(settings.master_keys),
        carrier=TakingCarrier(),
        bell=HandBell(),
        new_id=_counted(),
        new_token=_tokens(seed),
        origin=ORIGIN,
        carrier_answers=settings.carrier_answers,
    )


def _counted() -> Any:
    rising = itertools.count(1)
    return lambda: UUID(int=7 << 76 | 2 << 62 | next(rising) << 80)


def _tokens(seed: int) -> Any:
    # The same tokens at every run: a request must follow from seed and number alone.
    rising, lock = itertools.count(), threading.Lock()

    def token() -> str:
        with lock:
            return hashlib.sha256(f"{seed}:{next(rising)}".encode()).hexdigest()[:32]

    return token


def _people(parts: Parts, organisation: UUID, how_many: int) -> tuple[str, ...]:
    new = NewProgramme("Find my voice", "Ruth", "+15550100009", {})
    programme = enrol.programme(parts, organisation, new)
    tenant = parts.tenant(organisation)
    numbers = tuple(f"+1212555{at:04d}" for at in range(how_many))
    with parts.db.transaction(organisation) as tx:
        for number in numbers:
            person_id = enrol.enrol(parts, tx, tenant, programme, _person(number))
            person = people.lock(tx, parts.vault, person_id)
            assert person is not None
            desk = Desk(parts, tx, tenant, person)
            acting.change_consent(desk, "active", "given", "fuzz", "fuzz")
    return numbers


def _person(number: str) -> NewPerson:
    return NewPerson(
        name="Mila",
        number=number,
        zone="Europe/London",
        goal="find my voice in a busy team",
        step="say one idea at the daily meeting",
        cue="the floor is opened",
        consent_text="I agree.",
        consent_method="fuzz",
    )


def _captured(stage: Stage) -> World:
    """Let people text, answer them, hear statuses: the requests of a real morning."""
    chance = random.Random(1)
    said = (
        b"said my idea Heliotrope",
        b"BodyFromToMessageSid",
        b"",
        b"WHY",
        "\u00e9\u4e16".encode(),
    )
    texts = []
    for at, number in enumerate(stage.world.numbers[:20]):
        sid = "SM" + hashlib.sha256(f"captured {at}".encode()).hexdigest()[:32]
        texts.append(Captured(SMS, forms.text(sid, number, said[at % len(said)])))
    _play_all(stage, chance, texts)
    messages = _delivered(stage)
    statuses = [
        Captured(f"{STATUS}?d={message.token}", forms.status(message, word, ""))
        for message, word in zip(
            messages, itertools.cycle(("sent", "queued", "delivered"))
        )
    ]
    _play_all(stage, chance, statuses)
    return World(stage.world.numbers, messages, (*texts, *statuses))


def _play_all(stage: Stage, chance: random.Random, captured: list[Captured]) -> None:
    for one in captured:
        ask = plans.signed(plans.post(chance, one.target, one.fields), one.fields)
        status, answer = stage.send(ask)
        if status not in (200, 204):
            raise RuntimeError(f"A plain request was answered {status}: {answer}")


def _delivered(stage: Stage) -> tuple[Message, ...]:
    due = stage.owner.execute(
        "SELECT id FROM outbox_messages WHERE state = 'due' ORDER BY id"
    )
    deliver.deliver(stage.parts, stage.organisation, [row[0] for row in due])
    out = stage.owner.execute(
        "SELECT token, carrier_id, participant_id FROM outbox_messages"
        " WHERE carrier_id IS NOT NULL ORDER BY id"
    ).fetchall()
    if not out:
        raise RuntimeError("Nobody was answered: there is no callback to play with.")
    return tuple(Message(token, sid, "+12125550000") for token, sid, _ in out)
