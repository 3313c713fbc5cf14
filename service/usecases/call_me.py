"""She texted CALL ME: a yes to this one call, which is planned for now.

Laws: asking is express consent to the one call and opens no others, so what she says of
automated calls stays as it is; quiet hours, holds and STOP bind this call too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from service.store import dialling, plans
from service.store.plans import NewNudge
from service.usecases import call_consent, causes, quieting
from service.usecases.parts import Desk

MOST_A_DAY = 3
LIVES = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class CallMe:
    """What came of it: planned for `at`, or why not.

    "now" is due at once, "later" when her hours open next, on a day that has any;
    "most" says that
    she has asked three times today, "off" that she is not joined.
    """

    came: Literal["now", "later", "most", "off"]
    at: datetime | None = None


def call_me(desk: Desk, words: str = "CALL ME") -> CallMe:
    """Plan the call she asks for; one that is planned already stays the only one."""
    comes = expected(desk)
    if comes.at is not None and not _waiting(desk):
        _plan(desk, comes.at)
        if desk.person.calls != "agreed":
            call_consent.agree_once(desk, words)
    return comes


def expected(desk: Desk) -> CallMe:
    """Return what asking now would come to; nothing is planned yet."""
    if desk.person.consent != "active":
        return CallMe("off")
    waiting = _waiting(desk)
    if waiting:
        return _told(desk, waiting[0])
    if len(_asked(desk)) >= MOST_A_DAY:
        return CallMe("most")
    return _told(desk, quieting.opens(desk, "calls"))


def _asked(desk: Desk) -> list[tuple[str, datetime]]:
    today = desk.tx.now.astimezone(ZoneInfo(desk.person.zone)).date()
    return list(dialling.asked(desk.tx, desk.person, today))


def _waiting(desk: Desk) -> list[datetime]:
    return [due for state, due in _asked(desk) if state == "planned"]


def _told(desk: Desk, due_at: datetime) -> CallMe:
    return CallMe("now" if due_at <= desk.tx.now else "later", due_at)


def _plan(desk: Desk, due_at: datetime) -> None:
    zone = ZoneInfo(desk.person.zone)
    asked = desk.tx.now.astimezone(zone)
    planned = NewNudge(
        id=desk.parts.new_id(),
        chance_id=None,
        kind="call",
        occurrence=f"{causes.ASKED}{desk.tx.now:%Y-%m-%dT%H:%M}",
        script="check_in",
        local_date=asked.date(),
        wall=due_at.astimezone(zone).time().replace(second=0, microsecond=0),
        zone=desk.person.zone,
        due_at=due_at,
        expires_at=due_at + LIVES,
    )
    plans.keep_nudge(desk.tx, desk.person, planned)
