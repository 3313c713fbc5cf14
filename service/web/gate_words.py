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
    name, stands = GATE[one.channel], _stands(one).removesuffix(".")
    held = "; " + say("%(many)s wait", many=one.waiting) if one.waiting else ""
    if not hint:
        return f"{name}: {stands}{held}."
    pace = " (any pace)"
    if one.rate is not None:
        pace = f" ({one.rate:g} a second, {one.burst} at once)"
    return f"{name}: {stands}{pace}{held}.{_then(one)}"


def _stands(one: Gate) -> str:
    if one.restored_at is not None:
        return say(
            "held: the service was put back from a backup, and somebody has to look"
            " first. Alerts and safety replies still go"
        )
    if one.stopped_code is not None:
        why = refusals.reason(one.stopped_code)
        return say("stopped by the carrier%(why)s", why=why)
    if one.shut_until is not None:
        until = f"{one.shut_until.astimezone():%H:%M:%S}"
        return say("resting until %(until)s: the carrier is busy or away", until=until)
    if one.resting:
        return say("trying one message at a time, until the carrier takes one")
    return say("open")


def _then(one: Gate) -> str:
    """Say by which command a person opens it, "" where nothing has to be done."""
    if one.restored_at is not None:
        return " Look first: handrail restored"
    if one.stopped_code is not None:
        return " Once it is mended: handrail gate open --by YOU"
    return ""
