"""What the carrier's code about one message asks of us: consent, a line, a second try.

Laws: a code is acted on once for each message it is news about; what only the operator
can mend shuts the gate, and what only a person can mend is put before the coach.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from service.carrier import codes
from service.store import invitations, outbox, people
from service.store.db import Found, Tx
from service.usecases import acting, once_more, stoppages, uninvited
from service.usecases.parts import Desk, Parts
from service.usecases.uninvited import INVITATION, STOPPED

# What the coach is told of, as an alert's reason.
NO_TEXTS = "no_texts"


def follow(parts: Parts, tx: Tx, message: UUID, code: int) -> None:
    """Act on a code that the carrier gave for a message of ours; 0 is none."""
    if not code:
        return
    row, means = outbox.whole(tx, message), codes.lookup(code)
    if means.again == "stop":
        # Nothing of hers hangs on it; her row is never locked after a gate's.
        stoppages.stop(parts, tx, row["channel"], code)
        return
    if row["participant_id"] is None or _rang_a_coach(row):
        return
    person = people.lock(tx, parts.vault, row["participant_id"])
    if person is None:
        return
    desk = Desk(parts, tx, parts.tenant(tx.organisation_id), person)
    if _of_another_number(desk, row):
        return
    again = _about_her(desk, row, code)
    if row["kind"] == INVITATION and not again:
        uninvited.by_carrier(desk, code)


def _about_her(desk: Desk, row: Found, code: int) -> bool:
    """Act on what a code says of the person; return whether it is tried once more."""
    means = codes.lookup(code)
    if code in codes.OPTED_OUT:
        _opted_out(desk, code)
    elif row["channel"] == "text" and means.no_texts:
        _no_texts(desk, code, told=row["kind"] == INVITATION)
    elif row["channel"] == "text" and means.again == "later":
        return once_more.plan(desk, row, code)
    return False


def _of_another_number(desk: Desk, row: Found) -> bool:
    """Say whether a message went to a number of hers that was corrected since."""
    number = invitations.number(desk.tx, desk.person.id)
    return number is not None and row["id"] < number


def _rang_a_coach(row: Found) -> bool:
    """Say whether a code is about the coach's own telephone, and not about hers."""
    return bool(row["kind"] == "personal" and row["channel"] == "call")


def _opted_out(desk: Desk, code: int) -> None:
    """Take the carrier's word that she has stopped texts there."""
    if desk.person.consent != "stopped":
        acting.change_consent(desk, STOPPED, "withdrawn", "carrier", str(code))
        outbox.withhold_due(desk.tx, desk.person)


def _no_texts(desk: Desk, code: int, *, told: bool) -> None:
    """Keep that her line takes no texts, and offer the coach what else there is.

    `told` says that the coach is told of it otherwise.
    """
    if desk.person.no_texts is None:
        people.no_texts(desk.tx, desk.person, code)
        if not told:
            acting.put_before_coach(desk, "hand", NO_TEXTS)


def texts_arrive(desk: Desk) -> bool:
    """Let texts go to her again: she texted, or a coach says so; True when news."""
    if desk.person.no_texts is None:
        return False
    people.no_texts(desk.tx, desk.person, None)
    desk.person = replace(desk.person, no_texts=None)
    return True
