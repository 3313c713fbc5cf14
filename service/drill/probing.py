"""Requests as the carrier signs them, posted by the drill itself, until answered."""

from __future__ import annotations

import random
import time
from dataclasses import replace

from service.drill.field import SERVICE, Field
from service.switchboard.courier import Answer, Call, carry
from service.switchboard.forms import status_form, text_form
from service.switchboard.model import Message
from service.switchboard.records import new_sid

PATIENCE_S, AGAIN_S = 60.0, 0.05
WORDS = "said my idea when the floor was opened"


def text(on: Field, number: str) -> Call:
    """Write a new signed text from this number; its id is kept for the judge."""
    now = on.now()
    message = Message(
        new_sid("SM"), "inbound", number, SERVICE, WORDS, 1, (), "received", now, now
    )
    on.texted.append(message.sid)
    form = text_form(message, on.network.account_sid, on.network.records.url)
    url = f"http://127.0.0.1:{on.port}/twilio/sms"
    return Call(url, form, on.network.auth_token)


def status(on: Field, message: Message, word: str) -> Call:
    """Write a signed callback that says this of a message that was taken on."""
    form = status_form(replace(message, status=word), on.network.account_sid)
    return Call(message.callback.partition("#")[0], form, on.network.auth_token)


def brought(call: Call, patience_s: float = PATIENCE_S) -> bool:
    """Post it again and again until it is answered; False when it never was."""
    ends = time.monotonic() + patience_s
    while not isinstance(carry(call), Answer):
        if time.monotonic() > ends:
            return False
        time.sleep(AGAIN_S)
    return True


def answered(on: Field, dice: random.Random) -> bool:
    """Say whether a signed text was answered at last."""
    return brought(text(on, dice.choice(on.numbers)))
