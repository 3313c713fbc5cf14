"""The parts every use case works with, and the desk where one person is served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from flows.talk.script import Script
from service.store import people
from service.store.people import Person, Programme, Step, Tenant
from service.usecases.terms import Terms

if TYPE_CHECKING:
    from service.carrier.port import Carrier
    from service.queue import Bell
    from service.store.db import Database, Tx
    from service.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Parts:
    """What wiring builds once per process.

    `new_id` makes row ids in rising order, `new_token` opaque callback tokens;
    `carrier_answers` holds the wishes ("stop", "start", "help") that the carrier
    itself confirms, so that we do not say it twice; `origin` is our public address.
    """

    db: Database
    vault: Vault
    carrier: Carrier
    bell: Bell
    new_id: Callable[[], UUID]
    new_token: Callable[[], str]
    origin: str
    carrier_answers: frozenset[str]
    tenants: dict[str, Tenant] = field(default_factory=dict)
    scripts: dict[UUID, Script] = field(default_factory=dict)

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


class Desk:
    """One person before us in one transaction, her row locked.

    `consent_version` is the version a message made now must still find when it is
    called; it moves with every change of consent or hold made at this desk. `rings` are the
    messages to ring for after commit; `told` is the wish the carrier has confirmed.
    """

    def __init__(self, parts: Parts, tx: Tx, tenant: Tenant, person: Person) -> None:
        self.parts = parts
        self.tx = tx
        self.tenant = tenant
        self.person = person
        self.consent_version = person.consent_version
        self.rings: list[UUID] = []
        self.told: str | None = None

    @cached_property
    def programme(self) -> Programme:
        """The person's programme."""
        return people.programme_of(self.tx, self.tenant.key, self.person)

    @cached_property
    def terms(self) -> Terms:
        """What the programme's settings say."""
        return Terms.read(self.programme.settings)

    @cached_property
    def step(self) -> Step | None:
        """The person's current step, or None."""
        return people.step_of(self.tx, self.person)
