"""What an operator does at the gate: look, set its pace, open it when it is mended.

Laws: only a named person opens what a code of the carrier stopped; what waited is due
at once then, and is asked again like anything else.
"""

from __future__ import annotations

from uuid import UUID

import phonenumbers

from service.carrier import door
from service.store import enrolment, gates
from service.store.db import Tx
from service.store.gates import Gate
from service.usecases import consequences, stoppages
from service.usecases.entries import Refused
from service.usecases.parts import Parts

__all__ = ["CALLS", "Gate", "named", "pace", "reopen", "show", "starts", "texts_again"]

# Segments a second that the carrier passes on (its own limits): beyond it they queue up
# there, where a reply stands behind every nudge. A call counts as one.
LONG_CODE, TOLL_FREE, CALLS = 1.0, 3.0, 1.0
SLOWEST, FASTEST, MOST_AT_ONCE, LONGEST_BY = 0.01, 1000.0, 10_000, 80
CHANNELS = ("text", "call")


def starts(tx: Tx, number: str) -> None:
    """Give a new number (E.164) the pace that the carrier has for its kind."""
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    free = kind == phonenumbers.PhoneNumberType.TOLL_FREE
    gates.pace(tx, "text", TOLL_FREE if free else LONG_CODE, gates.BURST)
    gates.pace(tx, "call", CALLS, gates.BURST)


def show(parts: Parts, organisation: UUID) -> tuple[Gate, ...]:
    """Return the gates of an organisation's number: texts, then calls."""
    with parts.db.transaction(organisation) as tx:
        return gates.show(tx)


def reopen(parts: Parts, organisation: UUID, by: str) -> tuple[int, int]:
    """Open what is shut; return how many gates were, and how many messages go on.

    Raises Refused for a name that cannot stand.
    """
    who = named(by)
    with parts.db.transaction(organisation) as tx:
        opened, freed = gates.reopen(tx)
        stoppages.over(tx)
        if opened:
            enrolment.audit(tx, parts.new_id(), who, "opened the gate", None)
    return opened, freed


def pace(
    parts: Parts,
    organisation: UUID,
    channel: str,
    rate: float | None,
    burst: int,
    by: str,
) -> None:
    """Set how many a second may pass (None: any number), and how many at once.

    Raises Refused for what no gate can do.
    """
    who = named(by)
    if channel not in CHANNELS:
        raise Refused("channel", "write text or call")
    if rate is not None and not SLOWEST <= rate <= FASTEST:
        raise Refused(
            "per_second",
            "write %(least)s to %(most)s, or none",
            least=SLOWEST,
            most=f"{FASTEST:.0f}",
        )
    if not 1 <= burst <= MOST_AT_ONCE:
        raise Refused("burst", "write 1 to %(most)s", most=MOST_AT_ONCE)
    with parts.db.transaction(organisation) as tx:
        gates.pace(tx, channel, rate, burst)
        enrolment.audit(tx, parts.new_id(), who, f"set the pace of {channel}s", None)


def texts_again(parts: Parts, organisation: UUID, person: UUID, by: str) -> str | None:
    """Let texts go to a person's line again in the name of `by`; return her name.

    None says that nothing kept them back. Raises LookupError for nobody.
    """
    who = named(by)
    with parts.at_desk(organisation, person) as desk:
        if not consequences.texts_arrive(desk):
            return None
        enrolment.audit(desk.tx, parts.new_id(), who, "let texts go again", person)
        return desk.person.name


def named(by: str) -> str:
    """Return who says so as it is kept. Raises Refused for a name that cannot stand."""
    who = " ".join(door.clean(by).text.split())
    if not 1 <= len(who) <= LONGEST_BY:
        raise Refused("by", "write 1 to %(most)s characters", most=LONGEST_BY)
    return who
