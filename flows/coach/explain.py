"""Decide, at the moment of sending, whether a nudge goes, and say why in one sentence.

Laws: the rules are asked in the order of the table and the first that speaks decides;
every verdict carries its rule, what the rule looked at, and a sentence a coach can read
(design laws 6 and 10, I9, G1, G3).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from flows.coach.offer_rows import BY_RULE
from flows.coach.sentences import (
    GROWING,
    NAMED,
    OTHER_RULES,
    SENT,
    TEXT,
    UNKNOWN_RULE,
    day,
)
from flows.coach.timing import Hours, next_open, within

__all__ = [
    "MOST_CALLS",
    "OTHER_RULES",
    "RULES",
    "SENT",
    "Action",
    "Cause",
    "Kind",
    "NudgeContext",
    "Rule",
    "Value",
    "Verdict",
    "for_participant",
    "verdict",
]

# "confirmation" is the answer owed to STOP, START or HELP; "crisis" the fixed reply;
# "answer" the next line of a conversation that we began, "reply" any other.
Kind = Literal[
    "prompt",
    "recap",
    "follow_up",
    "invitation",
    "call",
    "reply",
    "crisis",
    "confirmation",
    "answer",
]
# Why a nudge is there: it was planned, she asked for it, a call did not reach her, she
# has no step yet, a month is over, or a rule of growing has something to ask.
Cause = Literal["plan", "asked", "unreached", "no_step", "month", "offer"]
Action = Literal["send", "withhold", "move"]
Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class NudgeContext:
    """All that the rules look at; moments are aware UTC, dates the person's own.

    `sent_today` and `sent_week` count action prompts, calls and follow-ups, not recaps
    or replies; a call that did not reach her, its retry and the text in its place are
    one. `question_ends_at` says when an open question stops waiting. `calls` is what
    she says of automated calls (none, agreed, stopped), `calls_today` how often she
    was called today without having asked. `closed` says that on her local day nothing
    of this kind may go out at all.
    """

    kind: Kind
    now: datetime
    zone: str
    hours: Hours
    consent: str
    hold: str | None = None
    paused_until: date | None = None
    reported: bool = False
    expires_at: datetime | None = None
    sent_today: int = 0
    cap_day: int = 1
    sent_week: int = 0
    cap_week: int = 7
    name: str = "This person"
    open_question: bool = False
    question_ends_at: datetime | None = None
    calls: str = "agreed"
    calls_today: int = 0
    cause: Cause = "plan"
    closed: bool = False


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


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: which kinds it speaks to, when it speaks, and what it says.

    `movable` names the moment the nudge may move to; `coach` and `participant` are the
    two sentences, filled from the verdict's inputs and the name.
    """

    name: str
    kinds: frozenset[str]
    speaks: Callable[[NudgeContext], bool]
    looked_at: tuple[str, ...]
    coach: str
    participant: str
    movable: Callable[[NudgeContext], datetime | None] | None = None


_NUDGES = frozenset({"prompt", "recap", "follow_up", "invitation", "call"})
_ALL: frozenset[str] = _NUDGES | {"reply", "answer", "crisis", "confirmation"}
_OWED = frozenset({"confirmation"})
_CALLS = frozenset({"call"})
_ACTIONS = frozenset({"prompt", "follow_up", "call"})
_ASKING = _ACTIONS | {"recap"}
# Twice is the most that does not pester (behaviour 4.6).
MOST_CALLS = 2
_BEFORE_CONSENT = frozenset({"invitation", "reply", "answer", "crisis", "confirmation"})


def _today(context: NudgeContext) -> date:
    return context.now.astimezone(ZoneInfo(context.zone)).date()


def _opening(context: NudgeContext) -> datetime | None:
    if context.closed:
        return None
    return next_open(context.now, context.hours, context.zone)


def _question_end(context: NudgeContext) -> datetime | None:
    ends = context.question_ends_at
    if ends is None:
        return None
    return next_open(max(ends, context.now), context.hours, context.zone)


def _planned(context: NudgeContext) -> bool:
    """Say whether this was ours to plan: asking is a yes, and is held to no cap."""
    return context.cause != "asked"


def _is_done(context: NudgeContext) -> bool:
    """Say whether this would ask about what she has told: promised texts do not."""
    promised = context.kind == "follow_up" and context.cause != "unreached"
    return context.reported and _planned(context) and not promised


RULES: tuple[Rule, ...] = (
    Rule(
        "stopped",
        _ALL - _OWED,
        lambda c: c.consent == "stopped",
        ("consent",),
        "{name} asked for texts to stop, so nothing goes out.",
        "You asked for texts to stop, so nothing goes out.",
    ),
    Rule(
        "not_opted_in",
        _ALL - _BEFORE_CONSENT,
        lambda c: c.consent != "active",
        ("consent",),
        "{name} has not agreed to texts yet, so this one stays here.",
        "You have not agreed to texts yet, so none goes out.",
    ),
    Rule(
        "calls_off",
        _CALLS,
        lambda c: c.calls != "agreed" and _planned(c),
        ("calls",),
        "{name} takes no automated calls, so this one is not made.",
        "You take no automated calls, so I did not call.",
    ),
    Rule(
        "held",
        _ALL - _OWED - {"crisis"},
        lambda c: c.hold is not None and c.hold != "take_over",
        ("hold",),
        "Automatic {what}s to {name} are on hold until a person clears them.",
        "Automatic {what}s are on hold until a person has looked.",
    ),
    Rule(
        "take_over",
        _ALL - _OWED - {"crisis"},
        lambda c: c.hold == "take_over",
        ("hold",),
        "A coach is talking with {name}, so automatic {what}s wait.",
        "Your coach is talking with you, so automatic {what}s wait.",
    ),
    Rule(
        "paused",
        _ASKING,
        lambda c: (
            _planned(c) and c.paused_until is not None and _today(c) <= c.paused_until
        ),
        ("paused_until",),
        "{name} is on a pause up to and including {paused_until}.",
        "You are on a pause up to and including {paused_until}.",
    ),
    Rule(
        "already_reported",
        _ACTIONS,
        _is_done,
        ("reported",),
        "{name} already told us about this chance, so no {ask} is needed.",
        "You had already told me about that one, so no {ask} was needed.",
    ),
    Rule(
        "too_late",
        _ALL - _OWED - {"crisis"},
        lambda c: c.expires_at is not None and c.now >= c.expires_at,
        ("expires_at",),
        "The time for this {what} to {name} was over, so it was left out.",
        "The time for that {what} was over, so it was left out.",
    ),
    Rule(
        "quiet_hours",
        _NUDGES,
        lambda c: c.closed or not within(c.now, c.hours, c.zone),
        ("local_time", "opens", "closes"),
        "It is {local_time} for {name}, outside {opens}-{closes}.",
        "It was {local_time} for you, outside your hours {opens}-{closes}.",
        _opening,
    ),
    Rule(
        "cap_day",
        _ACTIONS,
        lambda c: c.sent_today >= c.cap_day and _planned(c),
        ("sent_today", "cap_day"),
        "{name} has had {sent_today} of at most {cap_day} prompts today.",
        "You have had {sent_today} of at most {cap_day} prompts today.",
    ),
    Rule(
        "cap_week",
        _ACTIONS,
        lambda c: c.sent_week >= c.cap_week and _planned(c),
        ("sent_week", "cap_week"),
        "{name} has had {sent_week} of at most {cap_week} prompts in 7 days.",
        "You have had {sent_week} of at most {cap_week} prompts in 7 days.",
    ),
    Rule(
        "cap_calls",
        _CALLS,
        lambda c: c.calls_today >= MOST_CALLS and _planned(c),
        ("calls_today",),
        "{name} was called {calls_today} times today, and that is the most.",
        "I had called you {calls_today} times that day, and that is the most.",
    ),
    Rule(
        "open_question",
        _ASKING,
        lambda c: c.open_question and _planned(c),
        ("open_question",),
        "{name} still has a question open, and two at once would be too many.",
        "You still had a question open, and two at once would be too many.",
        _question_end,
    ),
    Rule(
        "send",
        _ALL,
        lambda _: True,
        ("consent", "local_time"),
        "",
        "",
    ),
)


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


def _told(sentence: str, inputs: dict[str, Value], name: str = "") -> str:
    named = NAMED.get(str(inputs.get("kind")), TEXT)
    pause = inputs.get("paused_until")  # kept as it sorts, said as one says it
    until = {"paused_until": day(date.fromisoformat(str(pause)))} if pause else {}
    return sentence.format_map(_Blank({**inputs, **named, **until, "name": name}))


def _room(context: NudgeContext, rule: Rule) -> datetime | None:
    until = rule.movable(context) if rule.movable else None
    if until is None or (context.expires_at and until >= context.expires_at):
        return None
    return until


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
        words = _told(_sent(inputs)[0], inputs, context.name)
        return Verdict("send", rule.name, inputs, words)
    words = _told(rule.coach, inputs, context.name)
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


def for_participant(verdict: Verdict) -> str:
    """Say a decision to the person it is about, for WHY; at most 110 characters.

    Args:
        verdict: a stored verdict or decision about a rung; its rule and inputs are
            enough. A rule that is not known here gets a sentence that is still true.

    Returns:
        One or two short sentences in the second person.
    """
    words = _told(_said(verdict), verdict.inputs)
    moved = verdict.inputs.get("moved_to")
    return f"{words} It waits until {moved}." if moved else words


class _Blank(dict[str, Value]):
    def __missing__(self, key: str) -> str:
        return "?"


def _sent(inputs: dict[str, Value]) -> tuple[str, str]:
    kind = str(inputs["kind"])
    return SENT.get(f"{kind} {inputs.get('cause')}") or SENT[kind]


def _said(verdict: Verdict) -> str:
    if verdict.rule == "send":
        return _sent(verdict.inputs)[1]
    rows = {rule.name: rule.participant for rule in RULES}
    offers = {rule: row.person for rule, row in BY_RULE.items()}
    told = {**rows, **offers, **GROWING, **OTHER_RULES}
    return told.get(verdict.rule, UNKNOWN_RULE)
