"""Decide, at the moment of sending, whether a nudge goes, and say why in one sentence.

Laws: the rules are asked in the order of their table and the first that speaks decides;
every verdict carries its rule, what the rule looked at, and a sentence a coach can read
(design laws 6 and 10, I9, G1, G3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flows.coach.nudge_context import Action, Cause, Kind, NudgeContext, Value
from flows.coach.sending_rules import MOST_CALLS, RULES, Rule
from flows.coach.sentences import SENT
from flows.coach.spoken import Spoken, fill

__all__ = [
    "MOST_CALLS",
    "RULES",
    "SENT",
    "Action",
    "Cause",
    "Kind",
    "NudgeContext",
    "Rule",
    "Value",
    "Verdict",
    "sent",
    "verdict",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a nudge, by which rule, on what grounds, in one sentence.

    `until` is the UTC moment to ask again, for action "move"; else None.
    """

    action: Action
    rule: str
    inputs: dict[str, Value]
    sentence: str
    until: datetime | None = None


def _plain(value: object) -> Value:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | bool) else None


def _inputs(context: NudgeContext, rule: Rule) -> dict[str, Value]:
    seen: dict[str, Value] = {
        "local_time": f"{context.now.astimezone(ZoneInfo(context.zone)):%H:%M}",
        "opens": f"{context.hours.start:%H:%M}",
        "closes": f"{context.hours.end:%H:%M}",
    }
    looked = {
        field: seen[field] if field in seen else _plain(getattr(context, field))
        for field in rule.looked_at
    }
    cause = {} if context.cause == "plan" else {"cause": str(context.cause)}
    return {"kind": context.kind, **cause, **looked}


def _room(context: NudgeContext, rule: Rule) -> datetime | None:
    until = rule.movable(context) if rule.movable else None
    if until is None or (context.expires_at and until >= context.expires_at):
        return None
    return until


def sent(inputs: Mapping[str, Value]) -> tuple[str, Spoken]:
    """Give both sentences of a nudge that nothing stood against."""
    kind = str(inputs["kind"])
    return SENT.get(f"{kind} {inputs.get('cause')}") or SENT[kind]


def verdict(context: NudgeContext) -> Verdict:
    """Decide about one nudge at the moment of sending.

    Args:
        context: what is known now; ask again each time, never keep an old verdict.

    Returns:
        The verdict of the first rule in `RULES` that speaks; "move" when the nudge
        still fits before it expires.
    """
    rule = next(r for r in RULES if context.kind in r.kinds and r.speaks(context))
    inputs = _inputs(context, rule)
    if rule.name == "send":
        words = fill(sent(inputs)[0], inputs, name=context.name)
        return Verdict("send", rule.name, inputs, words)
    words = fill(rule.coach, inputs, name=context.name)
    until = _room(context, rule)
    if until is None:
        return Verdict("withhold", rule.name, inputs, words)
    at = f"{until.astimezone(ZoneInfo(context.zone)):%H:%M}"
    inputs["moved_to"] = at
    return Verdict(
        "move",
        rule.name,
        inputs,
        f"{words} It waits until {at}.",
        until.astimezone(UTC),
    )
