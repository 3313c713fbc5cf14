"""One person of a shared world, seen from the sending side, and a carrier that meddles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.carrier.port import CameIn, CannotAsk, Outcome, Seen
from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from service.usecases import deliver
from service.usecases.parts import Parts
from tests.journeys.world import World, new_sid, status_form


@dataclass
class Her:
    """One person of the shared world, and the message that her text is answered with."""

    world: World
    phone: Phone

    @property
    def number(self) -> str:
        return self.phone.number

    def texts(self, body: str = "WHY") -> None:
        """She texts; the reply stands in the outbox, due, and nobody works yet."""
        self.world.hears(self.number, body)

    @property
    def reply(self) -> dict[str, Any]:
        """The newest message to her, as it stands."""
        return self.world.outbox(self.number)[-1]

    def deliver(self, parts: Parts | None = None) -> int:
        """Have her newest message sent, once."""
        self.world.bell.rung.clear()
        return deliver.deliver(
            parts or self.world.parts, self.world.organisation, [self.reply["id"]]
        )

    def fails(self, kind: str, **more: Any) -> None:
        """Let something go wrong with the next text to her."""
        self.world.network.faults.add(Fault(kind, to=self.number, **more))

    def accepted(self) -> int:
        """How often the carrier took her newest message."""
        return self.world.network.ledger.times(self.reply["token"])

    def tells(self, status: str, code: int | None = None, sid: str = "") -> int:
        """The carrier calls back about her newest message."""
        row = self.reply
        form = status_form(sid or row["carrier_id"] or new_sid(), status, code)
        return self.world.post(form, f"/twilio/status?d={row['token']}").status


class Meddling:
    """The real carrier, with something happening while it is being called."""

    def __init__(
        self,
        carrier: Any,
        before: Callable[[str], object] = lambda url: None,
        after: Callable[[str], object] = lambda url: None,
    ) -> None:
        self.carrier, self.before, self.after = carrier, before, after

    def send_text(
        self, *, to: str, body: str, from_: str, status_url: str, validity_seconds: int
    ) -> Outcome:
        self.before(status_url)
        outcome: Outcome = self.carrier.send_text(
            to=to,
            body=body,
            from_=from_,
            status_url=status_url,
            validity_seconds=validity_seconds,
        )
        self.after(status_url)
        return outcome

    def find_texts(self, *, to: str, since: datetime) -> tuple[Seen, ...]:
        raise CannotAsk("The carrier could not be reached.")

    def find_incoming(
        self, *, to: str, since: datetime, until: datetime
    ) -> tuple[CameIn, ...]:
        raise CannotAsk("The carrier could not be reached.")

    def fetch_text(self, sid: str) -> Seen | None:
        raise CannotAsk("The carrier could not be reached.")
