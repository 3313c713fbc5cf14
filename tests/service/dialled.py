"""A call told turn by turn, as the carrier posts it, for tests of what it asks us."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from tests.journeys.world import ACCOUNT, SERVICE, Answer, World

NEXT = re.compile(
    r'action="[^"]*(/twilio/voice\?[^"#]*)|>[^<]*(/twilio/voice\?[^<#]*)<'
)
FIRST = "/twilio/voice"


@dataclass
class Dialled:
    """A call that came in; `target` is where its next turn is asked for."""

    world: World
    number: str
    sid: str = field(default_factory=lambda: "CA" + secrets.token_hex(16))
    target: str = FIRST
    to: str = SERVICE

    def form(self, **more: str) -> list[tuple[str, str]]:
        """The form of one of its turns."""
        fields = {
            "AccountSid": ACCOUNT,
            "CallSid": self.sid,
            "CallStatus": "in-progress",
            "Direction": "inbound",
            "From": self.number,
            "To": self.to,
        }
        return sorted({**fields, **more}.items())

    def asks(self, target: str = "", **more: str) -> Answer:
        """Ask for a turn, by default the next; with what she pressed or said."""
        answer = self.world.post(self.form(**more), target or self.target)
        found = NEXT.search(answer.text)
        if found:
            self.target = (found[1] or found[2]).replace("&amp;", "&")
        return answer

    def ends(self, status: str = "completed", target: str = "", **more: str) -> int:
        """Tell how it ended; return the status of the answer."""
        form = self.form(CallStatus=status, **more)
        return self.world.post(form, target or "/twilio/call-status").status

    @property
    def turns(self) -> int:
        """How many of its turns were answered."""
        rows = self.world.rows(
            "SELECT t.id FROM call_turns t JOIN calls c ON c.id = t.call_id"
            " WHERE c.carrier_id = %s",
            self.sid,
        )
        return len(rows)
