"""A call did not reach her: its one retry is planned, or one text, or nothing.

Law: a call is decided about once, however often its end is reported, and what is
planned has a key of its own; the rules of sending ask again at its time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import calling, timing
from flows.coach.calling import After, Again, ByText, Unreached
from service.store import dialling, plans
from service.store.db import Found
from service.store.plans import NewNudge
from service.usecases import call_terms, causes, quieting
from service.usecases.parts import Desk


def unreached(desk: Desk, message_id: UUID, how: Unreached) -> After | None:
    """Decide what follows a call of the outbox that did not reach her, and plan it.

    Safe to say twice: the second time returns None and does nothing, as it does for a
    message that is no planned call of hers.
    """
    nudge = dialling.made(desk.tx, desk.person, message_id)
    if nudge is None or dialling.told_of(desk.tx, desk.person, nudge["id"]):
        return None
    after = _after(desk, nudge, how)
    _plan(desk, nudge, after)
    _explain(desk, nudge, how, after)
    return after


def reached(desk: Desk) -> None:
    """Take back the retries that wait: she has talked with us meanwhile.

    One was still ahead on her page after she had asked for another call, and had it.
    """
    spared = calling.Nothing(calling.CALLED_IN)
    for nudge_id in dialling.take_back(desk.tx, desk.person):
        plans.decide(
            desk.tx,
            desk.person,
            desk.parts.new_id(),
            spared.why.format(name=desk.person.name),
            nudge_id=nudge_id,
            verdict="withhold",
            rule=spared.rule,
            inputs={"kind": "call"},
        )


def _after(desk: Desk, nudge: Found, how: Unreached) -> After:
    reported = (nudge["chance_outcome"] or "open") != "open"
    came = reported or dialling.called_in(desk.tx, desk.person, nudge["due_at"])
    return calling.after(
        how,
        tries=_tries(nudge),
        now=desk.tx.now,
        window_end=nudge["expires_at"],
        retry=call_terms.call_terms(desk.terms, desk.person).retry,
        called_in=came,
    )


def _tries(nudge: Found) -> int:
    return 2 if nudge["occurrence"].endswith(causes.RETRY) else 1


def _plan(desk: Desk, nudge: Found, after: After) -> None:
    now, hours = desk.tx.now, quieting.hours(desk, "texts")
    if isinstance(after, Again):
        how = {"kind": "call", "script": nudge["script"], "due_at": after.at}
        _keep(desk, nudge, causes.RETRY, expires_at=nudge["expires_at"], **how)
    elif isinstance(after, ByText):
        how = {"kind": "follow_up", "script": "check_in_text", "due_at": now}
        ends = timing.last_close(now, hours, desk.person.zone)
        _keep(desk, nudge, causes.TEXT, expires_at=ends, **how)


def _keep(desk: Desk, nudge: Found, part: str, **values: Any) -> None:
    due_at: datetime = values["due_at"]
    local = due_at.astimezone(ZoneInfo(desk.person.zone))
    planned = NewNudge(
        id=desk.parts.new_id(),
        chance_id=nudge["chance_id"],
        occurrence=nudge["occurrence"].removesuffix(causes.RETRY) + part,
        local_date=local.date(),
        wall=local.time().replace(second=0, microsecond=0),
        zone=desk.person.zone,
        **values,
    )
    plans.keep_nudge(desk.tx, desk.person, planned)


def _explain(desk: Desk, nudge: Found, how: Unreached, after: After) -> None:
    inputs: dict[str, Any] = {"kind": "call", "how": how, "tries": _tries(nudge)}
    if isinstance(after, Again):
        local = after.at.astimezone(ZoneInfo(desk.person.zone))
        inputs["at"] = f"{local:%H:%M}"
    plans.decide(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        after.why.format(name=desk.person.name, **inputs),
        nudge_id=nudge["id"],
        verdict="unreached",
        rule=after.rule,
        inputs=inputs,
    )
