"""Connecting: the carrier is told where to bring texts and calls to our number."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from service.carrier.port import Connected
from service.store import people
from service.usecases.parts import Parts

TEXTS, CALLS, CALL_STATUS = "/twilio/sms", "/twilio/voice", "/twilio/call-status"


class OutOfReach(ValueError):
    """No carrier could reach us there; the operator mends what the message names."""


def connect(parts: Parts, number: str, *, dry_run: bool, real: bool) -> Connected:
    """Point the carrier's number (E.164) at our webhooks; return before and after.

    `dry_run` asks and changes nothing; `real` says that the carrier is none on this
    machine, so that an address of this machine would reach nobody. Raises OutOfReach,
    port.CannotConnect and port.CannotAsk.
    """
    if real and urlsplit(parts.origin).scheme != "https":
        raise OutOfReach(
            f"HANDRAIL_PUBLIC_ORIGIN is {parts.origin}, which the carrier cannot "
            "reach; give an address that begins with https://"
        )
    return parts.carrier.connect_number(
        number=number,
        sms_url=parts.origin + TEXTS,
        voice_url=parts.origin + CALLS,
        voice_status_url=parts.origin + CALL_STATUS,
        dry_run=dry_run,
    )


def number_of(parts: Parts, organisation: UUID) -> str:
    """Return an organisation's own number (E.164)."""
    with parts.db.transaction(organisation) as tx:
        return people.service_number(tx, parts.tenant(organisation).key)
