"""A whole Handrail for a journey: the stage of rehearsals, and what tests ask of it.

Nothing is faked but Redis, whose part (ring, and somebody works) is played in the
open, so that a journey runs in one thread and never waits.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import dict_row

from service.rehearsal.stage import ACCOUNT, SERVICE, Bell, Stage, opened
from service.switchboard.phone import Phone
from service.switchboard.signing import signature
from service.usecases import enrol, looking_after
from service.usecases.enrol import NewPerson, NewProgramme
from service.usecases.parts import Desk
from tests.database import Clone

COACH = "+15550100009"
TOKEN = "a-token-of-the-journeys-0123"
MASTER = bytes(range(32))
STEP = timedelta(minutes=15)
# A journey's network loses no text by itself, and asking it at each step takes a while;
# nor is its database restored, but where a journey is about that.
LEFT_OUT = frozenset({"hear_missed", "hold"})
EVERY_QUARTER = [duty for duty in looking_after.DUTIES if duty.job not in LEFT_OUT]
DOORS = [f"handrail_{duty.door}" for duty in EVERY_QUARTER]
BEHIND = "EXISTS (SELECT FROM (SELECT 1 AS most) g CROSS JOIN LATERAL ({}) found)"
BODIES = "SELECT proname, prosrc FROM pg_proc WHERE proname = ANY(%s)"
# A Monday: a journey must not depend on the day it is run.
BEGINNING = datetime(2026, 3, 2, tzinfo=UTC)


class HandBell(Bell):
    """The bell of a stage, whose rings wait until `work` is called; it can be broken."""

    broken = False

    def ring(
        self, job: str, organisation: UUID, ids: Iterable[UUID], lane: str = ""
    ) -> bool:
        if self.broken:
            return not tuple(ids)
        return super().ring(job, organisation, ids, lane)

    def waiting(self, lane: str) -> int | None:
        return None if self.broken else super().waiting(lane)


@dataclass(frozen=True, slots=True)
class Answer:
    """What our side said to the carrier."""

    status: int
    text: str


Pairs = Sequence[tuple[str, str]]


def text_form(
    sender: str, body: str, *, sid: str = "", media: int = 0, to: str = SERVICE
) -> Pairs:
    """The form of one inbound text; a fresh SID unless one is given."""
    return (
        ("AccountSid", ACCOUNT),
        ("Body", body),
        ("From", sender),
        ("MessageSid", sid or new_sid()),
        ("NumMedia", str(media)),
        ("To", to),
    )


def status_form(sid: str, status: str, code: int | None = None) -> Pairs:
    """The form of one status callback."""
    failed = (("ErrorCode", str(code)),) if code else ()
    head = (("AccountSid", ACCOUNT), *failed)
    return (*head, ("MessageSid", sid), ("MessageStatus", status))


def new_sid() -> str:
    """A fresh SID of the carrier's form."""
    return "SM" + secrets.token_hex(16)


class World:
    """Everything a journey needs; times are the moved clock's."""

    def __init__(self, stage: Stage, bell: HandBell, clone: Clone):
        self.parts = stage.parts
        self.clone = clone
        self.bell = bell
        self.network = stage.network
        self._stage = stage
        self._usual: UUID | None = None
        self._owner = psycopg.connect(clone.owner_url, autocommit=True)
        self.organisation = enrol.organisation(
            self.parts, "Stairwell Coaching", "US", SERVICE
        )

    def programme(
        self, name: str = "Find my voice", language: str = "en", **settings: object
    ) -> UUID:
        """Set up a programme; by default one late prompt a day at most (R1).

        Growing offers nothing unless it is asked for: a journey is about one thing.
        """
        new = NewProgramme(
            name=name,
            coach="Ruth",
            coach_number=COACH,
            settings={
                "start_rung": 1,
                "days": "0123456",
                "growth": "off",
                **settings,
            },
            language=language,
        )
        return enrol.programme(self.parts, self.organisation, new)

    def enrol(
        self, programme: UUID, name: str, number: str, zone: str, **more: str
    ) -> Phone:
        """Enrol a person, and give her a phone; `more` says what differs of her entry."""
        usual = {
            "goal": "find my voice in a busy team",
            "step": "say one idea at the daily meeting",
            "cue": "the floor is opened",
            "consent_text": "I agree to coaching texts.",
            "consent_method": "in person",
        }
        new = NewPerson(name=name, number=number, zone=zone, **{**usual, **more})
        tenant = self.parts.tenant(self.organisation)
        with self.parts.db.transaction(self.organisation) as tx:
            enrol.enrol(self.parts, tx, tenant, programme, new)
        return self.network.add_phone(number, name)

    def join(
        self,
        number: str,
        *,
        name: str = "Mila",
        zone: str = "America/Lima",
        programme: UUID | None = None,
    ) -> Phone:
        """Enrol a person in the morning, who opts in; nothing of it waits unread."""
        if not 9 <= self.now.astimezone(ZoneInfo(zone)).hour < 15:
            self.jump_to("10:00", zone)
        self._usual = programme or self._usual or self.programme()
        phone = self.enrol(self._usual, name, number, zone)
        self.beat()
        phone.texts("GO").forgets()
        # Two texts within seconds are read as one: what follows is another day's word.
        self.jump(minutes=10)
        self.beat()
        return phone

    def erase(self, number: str) -> None:
        """Make a person erased, as far as erasing is built: her key is gone."""
        self.change("UPDATE participants SET wrapped_key = NULL WHERE id = %s", number)

    def change(self, command: str, number: str) -> None:
        """Run a statement about one person (%s is her id) as the owner."""
        self.run(command, self.person(number)["id"])

    def run(self, command: str, *values: object) -> None:
        """Run a statement as the owner: past every tenant's wall."""
        self._owner.execute(command.encode(), values)

    def person(self, number: str) -> dict[str, Any]:
        """Return the row of the person with this number."""
        sought = self.parts.tenant(self.organisation).hashes.hash(number)
        return self.rows(
            "SELECT p.* FROM participants p JOIN numbers n ON n.participant_id = p.id"
            " WHERE n.hash = %s",
            sought,
        )[0]

    def desk(self, number: str) -> AbstractContextManager[Desk]:
        """The desk at which this person is served, in a transaction that commits."""
        return self.parts.at_desk(self.organisation, self.person(number)["id"])

    def outbox(self, number: str) -> list[dict[str, Any]]:
        """Return all messages to a person, oldest first, each with its words opened."""
        person = self.person(number)
        key = self.parts.vault.unwrap(
            person["wrapped_key"], person["id"], "participant"
        )
        rows = self.rows(
            "SELECT * FROM outbox_messages WHERE participant_id = %s"
            " ORDER BY created_at, id",
            person["id"],
        )
        for row in rows:
            sealed = row["body_sealed"]
            row["body"] = key.open(sealed, "outbox_messages", row["id"], "body_sealed")
        return rows

    def words(self, number: str, table: str, column: str) -> list[str]:
        """Return what stands sealed in a column of all rows of a person, in order."""
        person = self.person(number)
        key = self.parts.vault.unwrap(
            person["wrapped_key"], person["id"], "participant"
        )
        rows = self.of(number, table)
        opened = (
            key.open(row[column], table, row["id"], column)
            for row in rows
            if row[column]
        )
        return list(opened)

    def of(self, number: str, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table that belong to a person, oldest first."""
        person = self.person(number)["id"]
        return self.rows(
            f"SELECT * FROM {table} WHERE participant_id = %s ORDER BY id", person
        )

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Return what a query finds, seen as the owner: past every tenant's wall."""
        with self._owner.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query.encode(), values).fetchall()

    def post(
        self, pairs: Pairs, target: str = "/twilio/sms", *, raw: bytes | None = None
    ) -> Answer:
        """Post a form to our side as the carrier does, rightly signed.

        `raw` is sent in place of the encoded pairs, which are what is signed.
        """
        origin = self.parts.origin
        line = HTTPConnection(urlsplit(origin).netloc, timeout=20)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": signature(TOKEN, origin + target, pairs),
        }
        body = urlencode(list(pairs)).encode() if raw is None else raw
        try:
            line.request("POST", target, body, headers)
            answer = line.getresponse()
            return Answer(answer.status, answer.read().decode())
        finally:
            line.close()

    def hears(self, number: str, body: str, **more: Any) -> Answer:
        """Post one text of a person straight to our side; nothing else is done."""
        return self.post(text_form(number, body, **more))

    @property
    def now(self) -> datetime:
        """The one clock, as the database says it."""
        with self.parts.db.transaction() as tx:
            return tx.now

    def work(self) -> int:
        """Do what the bell was rung for; return how many rings there were."""
        return self._stage.work()

    def beat(self) -> None:
        """Let the clock do one full round, and all that follows from it."""
        if self.rows(self._anything)[0]["due"]:
            looking_after.round_of(self.parts, 0, duties=EVERY_QUARTER)
        self.network.settle()

    @cached_property
    def _anything(self) -> str:
        """Most quarters bring nothing, and one look behind all doors tells so.

        Behind them, since PostgreSQL plans what a function holds at each call anew.
        """
        bodies = {row["proname"]: row["prosrc"] for row in self.rows(BODIES, DOORS)}
        return (
            f"SELECT {' OR '.join(BEHIND.format(bodies[one]) for one in DOORS)} AS due"
        )

    def forward(self, **span: float) -> None:
        """Move the clock on, living through every quarter of an hour of it."""
        left = timedelta(**span)
        while left > timedelta(0):
            step = min(left, STEP)
            self._stage.clock.move(step)
            left -= step
            self.beat()

    def jump(self, **span: float) -> None:
        """Move the clock at once: nothing is done on the way, nor after."""
        self._stage.clock.move(timedelta(**span))

    def jump_to(self, wall: str, zone: str, *, days: int = 0) -> None:
        """Jump to the next time the wall clock in `zone` says this, `days` later."""
        self.jump(seconds=self._span(wall, zone, days).total_seconds())

    def leap_to(self, wall: str, zone: str, *, days: int = 0) -> None:
        """Jump there, and do what is due by then in one beat: days go by unlived."""
        self.jump_to(wall, zone, days=days)
        self.beat()

    def until(self, wall: str, zone: str, *, days: int = 0) -> None:
        """Go on to the next time the wall clock in `zone` says this, `days` later."""
        self.forward(seconds=self._span(wall, zone, days).total_seconds())

    def _span(self, wall: str, zone: str, days: int) -> timedelta:
        hour, minute = map(int, wall.split(":"))
        local = self.now.astimezone(ZoneInfo(zone))
        target = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if target <= local:
            target += timedelta(days=1)
        target += timedelta(days=days)
        return target.astimezone(UTC) - self.now

    def local(self, zone: str, moment: datetime) -> str:
        """Say a moment as the wall clock in `zone` has it, like 18:45."""
        return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"

    def environ(self, redis_url: str) -> dict[str, str]:
        """Return what a process of the service is told that is to serve this world."""
        return {
            "DATABASE_URL": self.clone.app_url,
            "REDIS_URL": redis_url,
            "HANDRAIL_MASTER_KEYS": base64.b64encode(MASTER).decode(),
            "HANDRAIL_PUBLIC_ORIGIN": self.parts.origin,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKENS": TOKEN,
            "TWILIO_BASE_URL": self.network.records.url,
        }

    def close(self) -> None:
        """Let go of the owner's line."""
        self._owner.close()


@contextmanager
def world(clone: Clone, **told: Any) -> Iterator[World]:
    """Open a world on a database of its own; `told` are settings other than usual."""
    bell, urls = HandBell(), (clone.app_url, clone.owner_url)
    keys = {"master_keys": (MASTER,), "twilio_auth_tokens": (TOKEN,)}
    with opened(*urls, BEGINNING, bell=bell, **keys, **told) as stage:
        stage.network.add_phone(COACH, "Ruth")
        made = World(stage, bell, clone)
        try:
            yield made
        finally:
            made.close()
