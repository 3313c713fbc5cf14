"""What waits for a coach's answer: after a talk that ended, and until it is seen to.

Laws: whoever the inbox says waits for an answer when a talk ends stays before coaches
until one answers, or says that there is nothing to answer; she stands there once, since
her newest text. Whatever asked of a coach is put away waits no more, and what she wrote
after it does.
"""

from __future__ import annotations

from uuid import UUID

from service.store import growths, handlings, inboxes, plans
from service.store.db import Found, Tx
from service.usecases.parts import Desk

REASON = "left_open"
# What a person asked of a coach, until one has answered or seen to it.
ASKED = ("question", "asked", "know_how", "news", "unsure", "no_words", REASON)


def keep(desk: Desk) -> None:
    """Put the person at this desk before coaches, where her newest text waits still."""
    tx, person = desk.tx, desk.person
    since = inboxes.unanswered(tx, person.id)
    if since is not None and REASON not in growths.raised(tx, person, since):
        plans.ask_since(tx, desk.parts.new_id(), person, REASON, since)


def put_away(tx: Tx, alert: Found) -> None:
    """Say that what she asked waits no more, where such an alert is put away.

    Of what she wrote after it nobody has said so.
    """
    whose: UUID | None = alert["participant_id"]
    if alert["reason"] in ASKED and whose is not None:
        handlings.settle(tx, whose, alert["raised_at"])
