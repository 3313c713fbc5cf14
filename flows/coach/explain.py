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

from flows.coach.timing import Hours, next_open, within

# "confirmation" is the answer owed to STOP, START or HELP; "crisis" the fixed reply.
Kind = Literal[
    "prompt", "recap", "follow_up", "invitation", "reply", "crisis", "confirmation"
]
Action = Literal["send", "withhold", "move"]
Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class NudgeContext:
    """All that the rules look at; moments are aware UTC, dates the person's own.

    `sent_today` and `sent_week` count action prompts and follow-ups, not recaps or
    replies. `question_ends_at` says when an open question stops waiting.
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


_ALL: frozenset[str] = frozenset(
    {"prompt", "recap", "follow_up", "invitation", "reply", "crisis", "confirmation"}
)
_OWED = frozenset({"confirmation"})
_NUDGES = frozenset({"prompt", "recap", "follow_up", "invitation"})
_ACTIONS = frozenset({"prompt", "follow_up"})
_ASKING = frozenset({"prompt", "recap", "follow_up"})
_BEFORE_CONSENT = frozenset({"invitation", "reply", "crisis", "confirmation"})


def _today(context: NudgeContext) -> date:
    return context.now.astimezone(ZoneInfo(context.zone)).date()


def _opening(context: NudgeContext) -> datetime:
    return next_open(context.now, context.hours, context.zone)


def _question_end(context: NudgeContext) -> datetime | None:
    ends = context.question_ends_at
    if ends is None:
        return None
    return next_open(max(ends, context.now), context.hours, context.zone)


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
        "held",
        _ALL - _OWED - {"crisis"},
        lambda c: c.hold is not None and c.hold != "take_over",
        ("hold",),
        "Automatic texts to {name} are on hold until a person clears them.",
        "Automatic texts are on hold until a person has looked.",
    ),
    Rule(
        "take_over",
        _ALL - _OWED - {"crisis"},
        lambda c: c.hold == "take_over",
        ("hold",),
        "A coach is talking with {name}, so automatic texts wait.",
        "Your coach is talking with you, so automatic texts wait.",
    ),
    Rule(
        "paused",
        _ASKING,
        lambda c: c.paused_until is not None and _today(c) <= c.paused_until,
        ("paused_until",),
        "{name} is on a pause up to and including {paused_until}.",
        "You are on a pause up to and including {paused_until}.",
    ),
    Rule(
        "already_reported",
        frozenset({"prompt"}),
        lambda c: c.reported,
        ("reported",),
        "{name} already told us about this chance, so no prompt is needed.",
        "You had already told me about that one, so no prompt was needed.",
    ),
    Rule(
        "too_late",
        _ALL - _OWED - {"crisis"},
        lambda c: c.expires_at is not None and c.now >= c.expires_at,
        ("expires_at",),
        "The time for this text to {name} was over, so it was left out.",
        "The time for that text was over, so it was left out.",
    ),
    Rule(
        "quiet_hours",
        _NUDGES,
        lambda c: not within(c.now, c.hours, c.zone),
        ("local_time", "opens", "closes"),
        "It is {local_time} for {name}, outside {opens}-{closes}.",
        "It was {local_time} for you, outside your hours {opens}-{closes}.",
        _opening,
    ),
    Rule(
        "cap_day",
        _ACTIONS,
        lambda c: c.sent_today >= c.cap_day,
        ("sent_today", "cap_day"),
        "{name} has had {sent_today} of at most {cap_day} prompts today.",
        "You have had {sent_today} of at most {cap_day} prompts today.",
    ),
    Rule(
        "cap_week",
        _ACTIONS,
        lambda c: c.sent_week >= c.cap_week,
        ("sent_week", "cap_week"),
        "{name} has had {sent_week} of at most {cap_week} prompts in 7 days.",
        "You have had {sent_week} of at most {cap_week} prompts in 7 days.",
    ),
    Rule(
        "open_question",
        _ASKING,
        lambda c: c.open_question,
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

# The last row of the table, said per kind.
SENT: dict[str, tuple[str, str]] = {
    "prompt": (
        "Nothing stood against it and {name} had not reported yet, so the prompt goes.",
        "I had no word from you on that step yet, so I sent one prompt.",
    ),
    "recap": (
        "The weekly question is due and nothing stands against it.",
        "Once a week I ask how it went. It counts tries, not results.",
    ),
    "follow_up": (
        "A follow-up was promised for now and nothing stands against it.",
        "I said I would come back to this, so I did.",
    ),
    "invitation": (
        "{name} was invited by a coach and has not answered yet.",
        "Your coach invited you, so I asked if you want this.",
    ),
    "reply": (
        "{name} wrote first, and this is the answer.",
        "You wrote to me, and that was my answer.",
    ),
    "crisis": (
        "A text from {name} touched on safety, so the reviewed reply goes at once.",
        "Your text touched on safety, so I sent the numbers of people who can help.",
    ),
    "confirmation": (
        "{name} is owed this confirmation.",
        "You asked, and that was the confirmation.",
    ),
}


# Rules decided elsewhere: by the Ladder, or between writing and sending.
OTHER_RULES: dict[str, str] = {
    "consent_changed": "You changed what I may send after that was written.",
    "A0-waits": "You did it without a nudge {waits} times running, so I wait first.",
    "A0-tries": "You tried {tries} of the last {of} times, so I wait for you first.",
    "A0-days": "You have had {days} days of prompts, so I wait for you first now.",
    "LESS": "You asked for fewer prompts.",
    "BACK": "You asked for more prompts.",
    "PAUSE": "You asked for a pause.",
    "GO": "You asked to go on.",
    "COACH": "Your coach set how often I write.",
    "G1": "You have had as many prompts this week as your coach allows.",
}
UNKNOWN_RULE = "That followed the plan you and your coach have."


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
    return {"kind": context.kind, **looked}


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
        words = SENT[context.kind][0].format(name=context.name)
        return Verdict("send", rule.name, inputs, words)
    words = rule.coach.format(name=context.name, **inputs)
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
    words = _said(verdict).format_map(_Blank(verdict.inputs))
    moved = verdict.inputs.get("moved_to")
    return f"{words} It waits until {moved}." if moved else words


class _Blank(dict[str, Value]):
    def __missing__(self, key: str) -> str:
        return "?"


def _said(verdict: Verdict) -> str:
    if verdict.rule == "send":
        return SENT[str(verdict.inputs["kind"])][1]
    rows = {rule.name: rule.participant for rule in RULES}
    return {**rows, **OTHER_RULES}.get(verdict.rule, UNKNOWN_RULE)
