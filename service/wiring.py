"""The one place that builds the parts: database, vault, carrier, bell, ids, tokens."""

from __future__ import annotations

import secrets
import time
from datetime import timedelta
from uuid import UUID

from service.carrier import network
from service.config import Settings
from service.mail import smtp
from service.queue import Bell, Ringer
from service.store.db import Database
from service.store.vault import Vault
from service.usecases.parts import Parts

TOKEN_BYTES = 24


def build(settings: Settings, *, pool_size: int = 8, in_a_hurry: bool = False) -> Parts:
    """Return the parts of one process; raises store.db.WrongRole for a bad role.

    `in_a_hurry` is for the process that answers webhooks: its bell is rung beside it.
    """
    db = Database(settings.database_url, pool_size=pool_size)
    try:
        db.check_role()
    except Exception:
        db.close()
        raise
    bell = Bell(settings.redis_url)
    return Parts(
        db=db,
        vault=Vault(settings.master_keys),
        carrier=network.connect(
            settings.twilio_account_sid,
            settings.twilio_auth_tokens[0],
            settings.twilio_base_url,
        ),
        bell=Ringer(bell) if in_a_hurry else bell,
        new_id=new_id,
        new_token=new_token,
        origin=settings.public_origin,
        carrier_answers=settings.carrier_answers,
        voice="keypad" if settings.voice == "keypad" else "full",
        keeps_at_carrier=settings.keeps_recordings,
        transcribed=settings.transcribes_recordings,
        mail=smtp.connect(settings.smtp_url, settings.mail_from)
        if settings.smtp_url
        else None,
        erased=settings.erased,
        breached=settings.breached,
        data_folder=settings.data_folder,
        console_idle=timedelta(minutes=settings.console_idle_minutes),
        console_whole=timedelta(hours=settings.console_hours),
    )


def new_id() -> UUID:
    """Return a fresh row id in rising order (UUID version 7, RFC 9562 method 3)."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    # Rows of one turn share their instant: the rest of the clock keeps them in order.
    bits = milliseconds << 80 | 7 << 76 | (rest * 4096 // 1_000_000) << 64
    return UUID(int=bits | 2 << 62 | secrets.randbits(62))


def new_token() -> str:
    """Return a fresh opaque token of 32 characters for a callback address."""
    return secrets.token_urlsafe(TOKEN_BYTES)
