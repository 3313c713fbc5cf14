"""What an operator reads of a gate: how it stands, at what pace, and who waits."""

from __future__ import annotations

from collections.abc import Mapping

from service.usecases.gating import Gate
from service.web import refusals
from service.web.tongues import say, spoken

GATE: Mapping[str, str] = spoken({"text": "Texts", "call": "Calls"})


def gate(one: Gate, *, hint: bool = True) -> str:
    """Say how a gate stands, at what pace, and how much waits before it.

    Without a `hint` it says no pace, and no command by which a person opens it.
    """
    name, stands = GATE[one.channel], say("open")
    if one.restored_at is not None:
        stands = say(
            "held: the service was put back from a backup, and somebody has to look"
            " first. Alerts and safety replies still go"
        )
    elif one.stopped_code is not None:
        why = refusals.reason(one.stopped_code)
        stands = say("stopped by the carrier%(why)s", why=why)
    elif one.shut_until is not None:
        until = f"{one.shut_until.astimezone():%H:%M:%S}"
        stands = say(
            "resting until %(until)s: the carrier is busy or away", until=until
        )
    elif one.resting:
        stands = say("trying one message at a time, until the carrier takes one")
    pace = " (any pace)"
    if one.rate is not None:
        pace = f" ({one.rate:g} a second, {one.burst} at once)"
    held = "; " + say("%(many)s wait", many=one.waiting) if one.waiting else ""
    if not hint:
        return f"{name}: {stands.removesuffix('.')}{held}."
    then = ""
    if one.restored_at is not None:
        then = " Look first: handrail restored"
    elif one.stopped_code is not None:
        then = " Once it is mended: handrail gate open --by YOU"
    return f"{name}: {stands.removesuffix('.')}{pace}{held}.{then}"
