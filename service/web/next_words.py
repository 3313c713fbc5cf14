"""What comes next to a person, or why nothing does, as a coach reads it."""

from __future__ import annotations

from datetime import datetime

from service.store.views import Card, Coming
from service.usecases.causes import DIGEST, cause
from service.usecases.releasing import TALK
from service.web import retold, words
from service.web.tongues import later, say

NOTHING_HELD = later("Nothing: automatic texts are on hold")
NOTHING_IN_TALK = later("Nothing, until the coach's talk is ended")


def soon(card: Card) -> tuple[Coming, ...]:
    """Return what comes next of each kind, a call that they asked for apart."""
    found: dict[tuple[str, bool], Coming] = {}
    for nudge in sorted((*card.coming, *card.further), key=lambda one: one.due_at):
        found.setdefault((nudge.kind, asked_call(nudge)), nudge)
    return tuple(found.values())


def coming(nudge: Coming, zone: str, now: datetime) -> str:
    """Say what is planned and when, by the person's clock."""
    when = words.near(nudge.due_at, zone, now)
    if nudge.script == "late_prompt":
        return say("Prompt %(when)s, if no word has come", when=when)
    if nudge.script == DIGEST:
        return say("Recap of the month %(when)s", when=when)
    if asked_call(nudge):
        return say("The call they asked for, %(when)s", when=when)
    return f"{words.NUDGE[nudge.kind]} {when}"


def asked_call(nudge: Coming) -> bool:
    """Say whether this is a call that she asked for."""
    return nudge.kind == "call" and cause(nudge.occurrence) == "asked"


def nothing(card: Card) -> str:
    """Say why nothing is planned."""
    if card.consent == "stopped":
        return say("Nothing: texts are stopped")
    if card.hold is not None:
        return say(NOTHING_IN_TALK if card.hold == TALK else NOTHING_HELD)
    if card.paused_until is not None and card.paused_until >= card.today:
        until = words.day(card.paused_until)
        return say("Nothing: on a pause up to and including %(day)s", day=until)
    if card.consent == "invited":
        return say("Nothing, until the invitation is answered")
    if card.stays:
        return say("Nothing: %(why)s", why=retold.said(card.stays))
    return say("Nothing planned now")
