"""Consent to automated calls, and to being recorded in them: each by itself.

Laws: each yes and each no is an entry of its own, with its wording, method and who
entered it; a no counts at once, before any call that waits; nothing here touches
consent to texts, and START never brings calls back (behaviour 4.5).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from service.store import people, plans
from service.usecases.parts import Desk

Channel = Literal["call", "recording"]
PARTICIPANT = "participant"


def agree(
    desk: Desk, channel: Channel, wording: str, method: str, entered_by: str
) -> None:
    """Keep that she agreed to calls, or to being recorded in them.

    A yes to calls lets the clock plan her days anew, calls among them. `entered_by`
    is "participant" where she said it to us herself.
    """
    if channel == "call":
        people.change_calls(desk.tx, desk.person, "agreed")
        desk.person = replace(desk.person, calls="agreed")
        plans.replan(desk.tx, desk.person)
    else:
        people.change_recorded(desk.tx, desk.person, recorded=True)
        desk.person = replace(desk.person, recorded=True)
    _keep(desk, channel, "given", (wording, method, entered_by))


def withdraw_calls(
    desk: Desk, wording: str, method: str, entered_by: str = PARTICIPANT
) -> None:
    """Keep that she wants no more calls: those planned, and those written, stay here.

    Her consent version counts one up, so that no call begins after this; what is said
    at this desk from now on still goes.
    """
    people.change_calls(desk.tx, desk.person, "stopped")
    plans.cancel_calls(desk.tx, desk.person)
    desk.consent_version += 1
    desk.person = replace(desk.person, calls="stopped")
    _keep(desk, "call", "withdrawn", (wording, method, entered_by))


def withdraw_recording(
    desk: Desk, wording: str, method: str, entered_by: str = PARTICIPANT
) -> None:
    """Keep that she does not want to be recorded; calls go on without it."""
    people.change_recorded(desk.tx, desk.person, recorded=False)
    desk.person = replace(desk.person, recorded=False)
    _keep(desk, "recording", "withdrawn", (wording, method, entered_by))


def _keep(
    desk: Desk, channel: Channel, change: str, evidence: tuple[str, str, str]
) -> None:
    wording, method, entered_by = evidence
    people.keep_entry(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        wording=wording,
        change=change,
        channel=channel,
        method=method,
        entered_by=entered_by,
        language=desk.person.language,
    )
