"""People for tests: an organisation, a programme, and somebody to enrol."""

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from service.carrier.wire import InboundText
from service.usecases import converse, enrol
from service.usecases.enrol import NewPerson, NewProgramme
from service.usecases.parts import Parts
from tests.database import Clone, put_clock

SERVICE = "+15550100000"
MILA = NewPerson(
    name="Mila",
    number="+15550100001",
    zone="America/New_York",
    goal="find my voice in a busy team",
    step="say one idea at the daily meeting",
    cue="the floor is opened",
    consent_text="I agree to coaching texts.",
    consent_method="paper form",
)


def organisation(
    parts: Parts, name: str = "Stairwell", number: str = SERVICE, country: str = "US"
) -> UUID:
    return enrol.organisation(parts, name, country, number)


def programme(
    parts: Parts, whose: UUID, name: str = "Find my voice", **settings: object
) -> UUID:
    terms = {"start_rung": 1, "days": "0123456", **settings}
    return enrol.programme(parts, whose, NewProgramme(name, "Ruth", None, terms))


def person(parts: Parts, whose: UUID, where: UUID, **changes: Any) -> UUID:
    with parts.db.transaction(whose) as tx:
        new = replace(MILA, **changes)
        return enrol.enrol(parts, tx, parts.tenant(whose), where, new)


def joined(
    parts: Parts, clone: Clone, whose: UUID, where: UUID, moment: datetime
) -> UUID:
    """Mila, who said yes at that moment; the clock stands there."""
    put_clock(clone, moment)
    found = person(parts, whose, where)
    text(parts, "GO")
    return found


_texts = count(1)


def text(parts: Parts, words: str, sender: str = MILA.number, media: int = 0) -> None:
    """Let a person's text come in, to the first organisation."""
    heard = InboundText(
        sid=f"SM{next(_texts):032x}",
        account_sid="AC" + "0" * 32,
        sender=sender,
        to=SERVICE,
        words=words,
        changed=False,
        media=media,
        opt_out=None,
    )
    converse.text_in(parts, heard)
