"""The parts every use case works with, and the desk where one person is served."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from babel.core import get_global

from flows.coach import timing
from flows.talk.script import Script
from service.store import glimpses, nearby, people, talks
from service.store.nearby import Near
from service.store.people import Person, Programme, Step, Tenant
from service.usecases import own_terms
from service.usecases.once import Once
from service.usecases.passwords import OWASP, Cost
from service.usecases.terms import Terms

if TYPE_CHECKING:
    from pathlib import Path

    from flows.coach.growth import Growth
    from flows.coach.policy import State
    from service.carrier.port import Carrier
    from service.carrier.twiml import Profile
    from service.mail.port import Mail
    from service.queue import Rings
    from service.store.db import Database, Tx
    from service.store.vault import Vault


# The script that a text begins when no question is open: her story comes first.
STORY = "daily_win"
# Lands whose telephones reach the helplines of a country: 988 is dialled in all these.
SHARED: Mapping[str, tuple[str, ...]] = {"US": ("AS", "GU", "MP", "PR", "VI")}


def _english() -> str:
    return "en"


def _since_boot() -> float:
    # Not the monotonic clock, which stands still while a machine is suspended.
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@dataclass(frozen=True, slots=True)
class Parts:
    """What wiring builds once per process.

    `new_id` makes row ids in rising order, `new_token` opaque callback tokens;
    `carrier_answers` holds the wishes ("stop", "start", "help") that the carrier
    itself confirms, so that we do not say it twice; `origin` is our public address;
    `voice` says how much of a call the carrier can perform, `keeps_at_carrier` whether
    recordings stay there once they are kept here, `transcribed` whether it is to write
    down what it hears in them; `mail` carries e-mails, None where none is set up. In
    the console a session ends after being idle for `console_idle`, and `console_whole`
    after it began; `password_cost` is what one hash of a password costs; `language` is
    the one to speak to whoever asks in, as the page says; `elapsed_s` counts seconds,
    those in which this machine or this process slept too; `erased` is the ledger of who
    was erased, None where the log alone tells; `breached` is the file of passwords that
    were stolen elsewhere, None where there is none; `data_folder` is where the demo was
    told to keep its data, None for its usual place.
    """

    db: Database
    vault: Vault
    carrier: Carrier
    bell: Rings
    new_id: Callable[[], UUID]
    new_token: Callable[[], str]
    origin: str
    carrier_answers: frozenset[str]
    tenants: dict[str, Tenant] = field(default_factory=dict)
    scripts: dict[UUID, Script] = field(default_factory=dict)
    voice: Profile = "full"
    keeps_at_carrier: bool = False
    transcribed: bool = False
    mail: Mail | None = None
    console_idle: timedelta = timedelta(minutes=15)
    console_whole: timedelta = timedelta(hours=8)
    password_cost: Cost = OWASP
    language: Callable[[], str] = _english
    elapsed_s: Callable[[], float] = _since_boot
    erased: Path | None = None
    breached: Path | None = None
    data_folder: Path | None = None

    def tenant_of(self, number: str) -> Tenant | None:
        """Return whose service number this is, asking the database once."""
        found = self.tenants.get(number)
        if found is None:
            found = people.tenant_of_number(self.db, self.vault, number)
            if found is not None:
                self.tenants[number] = found
        return found

    def tenant(self, organisation_id: UUID) -> Tenant:
        """Return an organisation with its keys, asking the database once."""
        name = str(organisation_id)
        if name not in self.tenants:
            self.tenants[name] = people.tenant(self.db, self.vault, organisation_id)
        return self.tenants[name]

    @contextmanager
    def at_desk(self, organisation: UUID, participant: UUID) -> Iterator[Desk]:
        """Serve one person in a transaction; raises LookupError for nobody."""
        with self.db.transaction(organisation) as tx:
            person = people.lock(tx, self.vault, participant)
            if person is None:
                raise LookupError(f"there is nobody {participant} here")
            yield Desk(self, tx, self.tenant(organisation), person)

    @contextmanager
    def glimpse(self, organisation: UUID, participant: UUID) -> Iterator[Desk]:
        """Look at one person as if she were served; raises LookupError for nobody.

        Nothing can be kept there, and nobody waits for it: her next text goes its way.
        """
        with self.db.transaction(organisation, reading=True) as tx:
            person = glimpses.person(tx, self.vault, participant)
            if person is None:
                raise LookupError(f"there is nobody {participant} here")
            yield Desk(self, tx, self.tenant(organisation), person)


class Desk:
    """One person before us in one transaction, her row locked, but for a glimpse.

    `carrier_id` is the id of the text that is being answered, `came_at` when it came to
    the carrier if it did not come to us then, `story` the script whose newest version
    is looked up with what lies near, `told` the wish that the
    carrier has confirmed to her. `consent_version` is the version a message made now
    must still find when it is called; it moves with every change of consent or hold
    made at this desk. `rings` are the messages to ring for after commit, `said` what
    was put on its way here, `channel` is how she is served, `erased`
    says that nothing of hers may be kept any more, `remembered` whether a fact of her
    was kept here, and `reply` is then what the carrier
    is to say at once, `changed` the attempts and days written here, for which
    `near` is no longer fresh, `unconfirmed` whether the number may be somebody
    else's by now (usecases.unconfirmed), `sounds` whether the take that this turn of a
    call is to play back can be fetched, `grown` her growth and the step it is of, once
    it was read or changed here, `stood` where she stands on her policy and what that
    was read from.
    """

    def __init__(
        self,
        parts: Parts,
        tx: Tx,
        tenant: Tenant,
        person: Person,
        carrier_id: str = "",
        came_at: datetime | None = None,
    ) -> None:
        self.parts = parts
        self.tx = tx
        self.tenant = tenant
        self.person = person
        self.consent_version = person.consent_version
        self.carrier_id = carrier_id
        self.came_at = came_at
        self.story = STORY
        self.said: list[tuple[datetime, bytes]] = []
        self.changed: set[UUID | date] = set()
        self.rings: list[UUID] = []
        self.told: str | None = None
        self.channel = "text"
        self.erased = False
        self.remembered = False
        self.sounds = False
        self.unconfirmed = False
        self.grown: tuple[UUID, Growth] | None = None
        self.stood: tuple[dict[str, Any], State] | None = None
        self.reply = ""

    @Once
    def programme(self) -> Programme:
        """The person's programme."""
        return people.programme_of(self.tx, self.person)

    @Once
    def coach(self) -> str:
        """The name of who coaches the person's programme."""
        coach_id, sealed = self.near.coach
        return self.tenant.key.open(sealed, "coaches", coach_id, "name_sealed")

    @property
    def helped_in(self) -> str:
        """The country whose helplines she is told: the organisation's.

        "" where her clock is another country's: a number that does not work where she
        is, is worse than none.
        """
        there = get_global("zone_territories").get(self.person.zone)
        ours = self.tenant.country
        return ours if there in (None, ours, *SHARED.get(ours, ())) else ""

    @Once
    def below(self) -> Terms:
        """What the programme's settings say."""
        return Terms.standing(self.near.settings)

    @property
    def terms(self) -> Terms:
        """The terms that hold for the person: the programme's, with her own over."""
        return own_terms.over(self.below, self.person.own_terms)

    @Once
    def near(self) -> Near:
        """What lies near the person now: read once, at the first need."""
        day = self.today
        return nearby.near(
            self.tx,
            self.person,
            day,
            day - timedelta(days=day.weekday()),
            carrier_id=self.carrier_id,
            story=self.story,
        )

    def lies(self, near: Near, terms: dict[UUID, Terms]) -> None:
        """Take what lies near her as it was read together with that of others.

        `terms` are those of their programmes, each read once for all who are in it.
        """
        mine, programme = vars(self), self.person.programme_id
        mine["near"] = near
        if programme in terms:
            mine["below"] = terms[programme]
        terms[programme] = self.below

    @Once
    def memories(self) -> dict[str, str]:
        """What scripts remembered of the person, by name."""
        return talks.memories(self.tx, self.person)

    def remember(self, name: str, value: str) -> None:
        """Keep one fact of the person, in place of an earlier one of that name."""
        talks.remember(self.tx, self.person, self.parts.new_id(), name, value)
        self.remembered = True

    @Once
    def step(self) -> Step | None:
        """The person's current step, or None; opened at the first need."""
        return self.near.step

    @Once
    def today(self) -> date:
        """The person's local day; until four in the morning it is still yesterday."""
        return timing.local_day(self.tx.now, self.person.zone)
