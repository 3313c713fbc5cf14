"""What waits for a coach's answer: after a talk that ended, and until it is seen to.

Laws: whoever the inbox says waits for an answer when a talk ends stays before coaches
until one answers, or says that there is nothing to answer; she stands there once, since
her newest text. Whatever asked of a coach is put away waits no more, and what she wrote
after it does. An answer is one to what its coach had before her: what came later and
was not seen waits on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.store import exchanges, growths, handlings, inboxes, plans, take_overs
from service.store.db import Found, Tx
from service.store.exchanges import Told
from service.usecases.parts import Desk

REASON = "left_open"
# What a person asked of a coach, until one has answered or seen to it.
ASKED = ("question", "asked", "know_how", "news", "unsure", "no_words", REASON)


def keep(desk: Desk) -> None:
    """Put the person at this desk before coaches, where her newest text waits still."""
    since = inboxes.unanswered(desk.tx, desk.person.id)
    if since is not None:
        keep_since(desk, since)


def keep_since(desk: Desk, since: datetime) -> None:
    """Put the person at this desk before coaches since then, unless she is there."""
    tx, person = desk.tx, desk.person
    if REASON not in growths.raised(tx, person, since):
        plans.ask_since(tx, desk.parts.new_id(), person, REASON, since)


def unseen(desk: Desk, shown: datetime | None) -> tuple[Told, ...]:
    """Return what she texted after the newest that a coach was shown.

    None says that the coach knows of all there is.
    """
    return () if shown is None else exchanges.newer(desk.tx, desk.person, shown)


def answered(desk: Desk, left: Sequence[Told]) -> datetime:
    """Say that nothing waits that came before what is left; return until when.

    What is left stands before coaches, though a machine has answered it.
    """
    until = left[0].at - timedelta.resolution if left else desk.tx.now
    answered_until(desk, until)
    if left:
        keep_since(desk, left[0].at)
    return until


def answered_until(desk: Desk, until: datetime) -> None:
    """Say that nothing waits of what she wrote or asked of a coach until then."""
    handlings.settle(desk.tx, desk.person.id, until)
    take_overs.answered(desk.tx, desk.person, ASKED, until)


def put_away(tx: Tx, alert: Found) -> None:
    """Say that what she asked waits no more, where such an alert is put away.

    Of what she wrote after it nobody has said so.
    """
    whose: UUID | None = alert["participant_id"]
    if alert["reason"] in ASKED and whose is not None:
        handlings.settle(tx, whose, alert["raised_at"])
