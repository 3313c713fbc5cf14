"""A phone network in memory: numbers, handsets, texts, and a clock you may move."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from service.switchboard.bridging import Bridging
from service.switchboard.callbacks import Callbacks
from service.switchboard.calls import PhoneCall, Recording
from service.switchboard.exchange import Exchange
from service.switchboard.faults import Faults
from service.switchboard.fetching import Fetching
from service.switchboard.hearing import Hearing
from service.switchboard.incoming import Incoming
from service.switchboard.life import Life
from service.switchboard.model import Ledger, LogLine, Message, Number, Pace, Posted
from service.switchboard.outgoing import Outgoing
from service.switchboard.performing import Performing
from service.switchboard.phone import PHOTO, Phone, told
from service.switchboard.recorder import Recorder
from service.switchboard.records import Records, new_sid
from service.switchboard.work import Pending, Work

DEMO_ACCOUNT = "AC" + "5" * 32
DEMO_TOKEN = "5" * 32  # opens nothing but this network in memory

RESTLESS = 10_000
"""Pieces of work after which a settling network is taken to go round in circles."""

LOOK_AGAIN_S = 0.05
"""How often waiting workers look at the clock, which may be moved at any time."""


class NeverSettles(RuntimeError):
    """The network goes on and on: two machines are probably answering each other."""


def real_now() -> datetime:
    """The machine's own time, in UTC."""
    return datetime.now(UTC)


class Network:
    """A Twilio-like carrier and the phones on it, all in memory and thread-safe.

    `now` is the network's clock. Nothing moves by itself until `start` is called: in
    tests `settle` does all that is due, in the caller's thread, without waiting.
    """

    def __init__(
        self,
        account_sid: str = DEMO_ACCOUNT,
        auth_token: str = DEMO_TOKEN,
        *,
        now: Callable[[], datetime] = real_now,
        pace: Pace | None = None,
    ) -> None:
        self.records = Records(account_sid, auth_token, now)
        self.faults = Faults()
        self.closing = threading.Event()
        self._pending = Pending()
        books = (self.records, self._pending, self.faults)
        callbacks = Callbacks(*books)
        self.outgoing = Outgoing(*books, callbacks, pace or Pace())
        self.incoming = Incoming(
            self.records, self._pending, self.faults, self.outgoing
        )
        self.exchange = _exchange(*books, callbacks, pace or Pace())
        self._also: list[Callable[[], object]] = []
        self._workers: list[threading.Thread] = []

    @property
    def account_sid(self) -> str:
        """The one account on this network."""
        return self.records.account_sid

    @property
    def auth_token(self) -> str:
        """Its token, for basic auth and for the signatures of webhooks."""
        return self.records.auth_token

    @property
    def ledger(self) -> Ledger:
        """Everything accepted so far."""
        return self.records.ledger()

    @property
    def calls(self) -> Ledger:
        """Every call accepted so far, as the ledger has texts."""
        return self.records.call_ledger()

    @property
    def recordings(self) -> tuple[Recording, ...]:
        """Every recording the carrier still has, oldest first, each with its words."""
        return tuple(self.records.recordings.values())

    @property
    def log(self) -> tuple[LogLine, ...]:
        """The carrier's error log, oldest first."""
        return tuple(self.records.log)

    @property
    def callbacks(self) -> tuple[Posted, ...]:
        """Every status callback made or lost, with what came back."""
        return tuple(self.records.posted)

    @property
    def phones(self) -> tuple[Phone, ...]:
        """Every phone, in the order of adding."""
        return tuple(Phone(self, number) for number in tuple(self.records.handsets))

    def add_number(  # noqa: PLR0913 - a number has these addresses
        self,
        phone_number: str,
        *,
        name: str = "",
        sms_url: str = "",
        sms_fallback_url: str = "",
        voice_url: str = "",
        status_callback: str = "",
        answers: frozenset[str] = frozenset({"stop", "start"}),
    ) -> Number:
        """Rent a number; `answers` says which keywords the carrier answers itself."""
        now = self.records.now()
        number = Number(
            sid=new_sid("PN"),
            phone_number=phone_number,
            created=now,
            updated=now,
            friendly_name=name or phone_number,
            sms_url=sms_url,
            sms_fallback_url=sms_fallback_url,
            voice_url=voice_url,
            status_callback=status_callback,
            answers=answers,
        )
        return self.records.put_number(number)

    def add_phone(self, number: str, name: str = "") -> Phone:
        """Give a person a phone, or rename it."""
        self.records.put_handset(number, name)
        return Phone(self, number)

    def phone(self, number: str) -> Phone:
        """The phone with this number, added when there is none."""
        if number not in self.records.handsets:
            self.add_phone(number)
        return Phone(self, number)

    def text(self, from_: str, to: str, body: str, *, media: int = 0) -> Message:
        """A person's phone sends a text; its webhook call is left pending."""
        self.phone(from_)
        return self.incoming.text(from_, to, body, (PHOTO,) * media)

    def dial(self, from_: str, to: str) -> PhoneCall:
        """A person's phone calls `to`; what our side is asked is left pending."""
        self.phone(from_)
        return self.exchange.dial(from_, to)

    def settles_with(self, also: Callable[[], object]) -> None:
        """Let `settle` also run `also`: it works off something, truthy if it did.

        A journey hands in its own worker here, so that one settling reaches the end.
        """
        self._also.append(also)

    def settle(self, *, everything: bool = False) -> None:
        """Do all that is due now, here, until nothing is left, without sleeping.

        `everything` also does what is due later. Raises NeverSettles after
        RESTLESS pieces of work.
        """
        for _ in range(RESTLESS):
            now = None if everything else self.records.now()
            work = self._pending.take(now)
            if work is not None:
                self._do(work)
            elif self._pending.busy():
                self._pending.wait(LOOK_AGAIN_S)
            elif not sum(bool(also()) for also in self._also):
                return
        raise NeverSettles(f"still at work after {RESTLESS} pieces; see network.ledger")

    def at_work(self) -> bool:
        """Whether anything is due at this moment, or being done."""
        return self._pending.due(self.records.now())

    @contextmanager
    def watching(self) -> Iterator[Network]:
        """Fail at the end of the block on any text or error that was not expected.

        Raises AssertionError with the whole thread of every phone concerned.
        """
        for phone in self.phones:
            phone.forgets()
        known = len(self.records.log)
        yield self
        self.settle()
        new = (f"{line.code} ({line.text})" for line in self.log[known:])
        story = told(self.phones, new)
        if story:
            raise AssertionError(story)

    def start(self, workers: int = 4) -> None:
        """Let threads do the work as it falls due."""
        self.closing.clear()
        for index in range(workers):
            name = f"switchboard-{index}"
            thread = threading.Thread(target=self._work, name=name, daemon=True)
            thread.start()
            self._workers.append(thread)

    def stop(self) -> None:
        """End the threads, the live streams and every line that is being held."""
        self.closing.set()
        self._pending.wake()
        self.records.feed.close()
        for thread in self._workers:
            thread.join()
        self._workers.clear()

    def _work(self) -> None:
        while not self.closing.is_set():
            work = self._pending.take(self.records.now())
            if work is None:
                self._pending.wait(LOOK_AGAIN_S)
            else:
                self._do_and_survive(work)

    def _do(self, work: Work) -> None:
        try:
            work.run()
        finally:
            self._pending.done(work)

    def _do_and_survive(self, work: Work) -> None:
        try:
            self._do(work)
        except Exception as error:  # one bad text must not stop the rest
            self.records.complain(20500, f"{type(error).__name__}: {error}")


def _exchange(
    records: Records,
    pending: Pending,
    faults: Faults,
    callbacks: Callbacks,
    pace: Pace,
) -> Exchange:
    recorder = Recorder(records, pending, faults, callbacks)
    life = Life(records, pending, callbacks, recorder, pace)
    performing = Performing(life, Fetching(records, faults))
    hearing = Hearing(life, performing)
    performing.when_silent = hearing.silence
    bridging = Bridging(life, performing)
    performing.puts_through, hearing.carries = bridging.begin, bridging.carry
    life.when_over = bridging.over
    exchange = Exchange(life, faults, performing, hearing, bridging)
    bridging.rings = exchange.ring_second
    return exchange
