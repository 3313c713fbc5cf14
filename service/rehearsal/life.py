"""Living through the days: what she does, what comes to her, what she answers.

Law: a persona acts as a person could: she reads what reached her phone, texts and
presses keys; nothing of Handrail is reached into but its clock.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import timing
from flows.lab import playing
from flows.lab.personas import Persona
from flows.lab.playing import Came, Reply, Seen
from flows.talk.grammar import INSIDE
from service.rehearsal.stage import SERVICE, Stage
from service.switchboard.oncall import OnCall
from service.switchboard.phone import Phone
from service.usecases import rehearsing, rescheduling
from service.usecases.rescheduling import Change

# What is asked of her by kind; the rest is known by what it awaits.
ASKING = frozenset({"invitation", "prompt", "recap", "follow_up"})
WEEK = timedelta(days=7)
DAWN = time(4, 5)  # the day of a report begins at four


@dataclass(frozen=True, slots=True)
class Lived:
    """One day that is over: its number from 0, its date, and the moments of it."""

    number: int
    date: date
    since: datetime
    until: datetime


@dataclass(slots=True)
class Life:
    """A persona on a stage, from the date she was enrolled on."""

    stage: Stage
    persona: Persona
    organisation: UUID
    person_id: UUID
    phone: Phone
    begins: date
    zone: str
    tried: set[date] = field(default_factory=set)
    zones: list[tuple[datetime, str]] = field(default_factory=list)
    _due: datetime | None = None
    _texts: int = 0
    _agenda: list[tuple[datetime, int, Callable[[], object]]] = field(
        default_factory=list
    )
    _numbers: Iterator[int] = field(default_factory=count)
    _seen: Seen = field(default_factory=Seen)

    def live(self, days: int) -> Iterator[Lived]:
        """Live through those days; yield each when it is over.

        A day lasts from the end of the one before to midnight where she is then, so
        that a move makes it longer or shorter and nothing is told twice.
        """
        since = self._moment(self.begins, time(0))
        self.zones.append((since, self.zone))
        self._beat()
        for number in range(days):
            self._move(number)
            day = self.begins + timedelta(days=number)
            self._intend(number, day)
            until = self._moment(day + timedelta(days=1), time(0))
            self._through(number, until)
            yield Lived(number, day, since, until)
            since = until

    def day_of(self, at: datetime) -> date:
        """Return the date of a past moment where she was then."""
        zone = next(zone for since, zone in reversed(self.zones) if since <= at)
        return at.astimezone(ZoneInfo(zone)).date()

    def _moment(self, day: date, wall: time) -> datetime:
        return timing.moment(day, wall, self.zone)

    def _move(self, number: int) -> None:
        for moves in self.persona.moves:
            if moves.day == number:
                rescheduling.of_person(
                    self.stage.parts,
                    self.organisation,
                    self.person_id,
                    Change(zone=moves.zone),
                    "rehearsal",
                )
                self.zone = moves.zone
                self.zones.append((self.stage.now, moves.zone))
                self._beat()

    def _intend(self, number: int, day: date) -> None:
        """Put on the agenda what she does of her own accord on this day."""
        self._later(self._moment(day, DAWN), lambda: None)
        acts = playing.own(self.persona, number, day.weekday())
        if acts is not None:
            self._later(self._moment(day, acts.at), lambda: self._act(day, acts.says))
        for says in self.persona.says:
            if says.day == number:
                said = partial(self._text, says.text)
                self._later(self._moment(day, says.at), said)

    def _later(self, at: datetime, act: Callable[[], object]) -> None:
        if at >= self.stage.now - timedelta(minutes=1):
            heapq.heappush(self._agenda, (at, next(self._numbers), act))

    def _act(self, day: date, says: str) -> None:
        self.tried.add(day)
        if says:
            self._text(says)

    def _text(self, words: str) -> None:
        self._texts += 1
        self.stage.network.text(self.phone.number, SERVICE, words)

    def _through(self, number: int, end: datetime) -> None:
        """Go from moment to moment until the day is over."""
        while True:
            first = self._agenda[0][0] if self._agenda else None
            ahead = [at for at in (self._due, first) if at is not None and at < end]
            if not ahead:
                self.stage.jump(end)
                return
            self.stage.jump(min(ahead))
            while self._agenda and self._agenda[0][0] <= self.stage.now:
                heapq.heappop(self._agenda)[2]()
            self.stage.network.settle()
            self._beat()
            while self._receive(number):
                self._beat()

    def _beat(self) -> None:
        self._due = self.stage.beat(self.organisation)

    def _receive(self, number: int) -> bool:
        """Look at the phone; return whether she picked up or let it ring.

        To read is to do nothing yet: what she answers goes on the agenda.
        """
        ringing = self.stage.network.exchange.ringing(self.phone.number)
        if ringing is not None:
            self._pick_up(number, ringing.sid)
        unread = self.phone.unread
        self.phone.forgets()
        if unread:
            kind = rehearsing.kind_of(
                self.stage.parts, self.organisation, unread[-1].sid
            )
            self._read(number, kind)
        return ringing is not None

    def _read(self, number: int, kind: str) -> None:
        awaits = rehearsing.awaited(self.stage.parts, self.organisation, self.person_id)
        at, *rest = awaits or ("",)
        # A month is a recap by its kind, and asks for words.
        fits = kind in ASKING and (kind != "recap" or rest == ["days"])
        # A question of an entered script may be named by its own name alone.
        inner = f"at {at.rpartition(INSIDE)[2]}" if INSIDE in at else ""
        asked = tuple(filter(None, (at, inner, kind if fits else "", *rest)))
        today = timing.local_day(self.stage.now, self.zone)
        if not asked:
            return
        came = self._came(number, asked, kind if fits else at)
        reply = playing.reply(self.persona, came)
        if reply is not None:
            later = timedelta(minutes=reply.after)
            said = self._texts
            self._later(
                self.stage.now + later, lambda: self._answer(today, reply, said)
            )

    def _came(self, number: int, asked: tuple[str, ...], sort: str) -> Came:
        today = timing.local_day(self.stage.now, self.zone)
        week = (day for day in self.tried if today - WEEK < day <= today)
        days = tuple(day.weekday() for day in week)
        place = self._seen.place(number, sort)
        return Came(number, asked, place, today in self.tried, days)

    def _answer(self, day: date, reply: Reply, said: int) -> None:
        """Send a reply, unless she has texted since she read what it is to."""
        if said != self._texts:
            return
        if reply.tried:
            self.tried.add(day)
        self._text(reply.says[0])

    def _pick_up(self, number: int, sid: str) -> None:
        """Answer a ringing phone and go through the call, or let it ring out."""
        reply = playing.reply(self.persona, self._came(number, ("call",), "call"))
        if reply is None:
            self.phone.lets_it_ring()
            return
        self.stage.network.exchange.answer(sid)
        self.stage.network.settle()
        call = OnCall(self.phone, sid)
        for one in reply.says:
            if not call.call.live or call.call.awaits is None:
                break
            (call.presses if one.isdecimal() else call.says)(one)
        if call.call.live:
            call.hangs_up()
        self.tried.add(timing.local_day(self.stage.now, self.zone))
