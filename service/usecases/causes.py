"""Why a nudge is there, read from its occurrence, and what the rules of calls look at.

An occurrence is a nudge's key for ever: `call/DATE` is the day's planned call and
`call_me/MINUTE` one she asked for; each may have `/2`, its retry, and `/text`, the text
in its place. `intake/N` asks somebody who has no step yet; `offer/RULE/DATE` begins a
conversation about growing; `whose/DATE` asks whose a number is by now.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach.explain import Cause, NudgeContext
from service.store import dialling, silences
from service.usecases import quieting
from service.usecases.parts import Desk

PLANNED, ASKED, INTAKE = "call/", "call_me/", "intake/"
OFFER = "offer/"
WHOSE = f"{silences.ASKS}/"
RETRY, TEXT = "/2", "/text"
# The script that takes the place of a week's recap when a month is over.
DIGEST = "digest"


def cause(occurrence: str) -> Cause:
    """Say why the nudge of this occurrence is there."""
    if occurrence.startswith(ASKED):
        return "asked"
    if occurrence.startswith(INTAKE):
        return "no_step"
    if occurrence.startswith(OFFER):
        return "offer"
    if occurrence.startswith(WHOSE):
        return "whose"
    after = occurrence.startswith(PLANNED) and occurrence.endswith((RETRY, TEXT))
    return "unreached" if after else "plan"


def offered_by(occurrence: str) -> str:
    """Return the rule of growing behind a nudge of this occurrence, or ""."""
    begins, _, rest = occurrence.partition("/")
    return rest.partition("/")[0] if f"{begins}/" == OFFER else ""


def asked_for(desk: Desk, message_id: UUID | None) -> bool:
    """Say whether she asked for the call behind a message: a yes to that one call."""
    nudge = None if message_id is None else dialling.made(
        desk.tx, desk.person, message_id
    )  # fmt: skip
    return nudge is not None and cause(nudge["occurrence"]) == "asked"


def with_calls(
    desk: Desk, context: NudgeContext, nudge_id: UUID | None, occurrence: str = ""
) -> NudgeContext:
    """Return the context with what the rules of calls look at beside the rest.

    For a call, and for a follow-up, which may stand in place of one; any other kind
    comes back as it is. `occurrence` is the nudge's, where it is at hand.
    """
    if nudge_id is None or context.kind not in ("call", "follow_up"):
        return context
    occurrence = occurrence or _occurrence(desk, nudge_id)
    why: Cause = cause(occurrence)
    if context.kind == "follow_up":
        return replace(context, cause=why)
    local = desk.tx.now.astimezone(ZoneInfo(desk.person.zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    today = dialling.called(desk.tx, desk.person, midnight, nudge_id)
    if occurrence.endswith(RETRY):
        context = replace(context, **quieting.bounds(desk, "retries"))
    return replace(context, cause=why, calls_today=today)


def _occurrence(desk: Desk, nudge_id: UUID) -> str:
    found = dialling.occurrence(desk.tx, nudge_id)
    return "" if found is None else found[1]
