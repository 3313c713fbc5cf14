"""What a coach reads, page and terminal alike: every state of ours in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from flows.coach.policy import LADDER
from flows.coach.presets import LOCKED
from flows.coach.rungs import RUNGS
from service.store.marks import Mark
from service.store.timelines import Consent, Decided, Said, Try
from service.store.views import Alert, Card
from service.usecases.call_consent import ONE_CALL
from service.usecases.releasing import TALK
from service.web import places, policy_words, refusals, retold, tongues
from service.web.alarm_words import asks
from service.web.tongues import Spoken, later, say, spoken

CONSENT: Mapping[str, str] = spoken(
    {
        "invited": "Invited, has not answered yet",
        "active": "Agreed to texts",
        "stopped": "Asked for texts to stop",
    }
)
CHANGE: Mapping[str, str] = spoken(
    {
        "invited": "Invited by a coach",
        "given": "Agreed",
        "withdrawn": "Asked to stop",
        "questioned": "May want to stop",
        "refused": "Declined",
        "repeated": "Said again that texts are to stop",
    }
)
HOLD: Mapping[str, str] = spoken(
    {
        "crisis": "On hold for safety, until a person clears it",
        "take_over": "A coach is talking with them; automatic texts wait",
        "unclear_stop": "On hold: they may want texts to end, or it may not be them",
    }
)
TALKING = later("You are talking with them; automatic texts wait")
TALKS = later("%(name)s is talking with them; automatic texts wait")
# How a yes was given, and who entered it, where the machine itself said so.
ENTERED = (later("import"),)
# What changed where the consent is not the one to texts.
CHANNEL_CHANGE: Mapping[tuple[str, str], str] = spoken(
    {
        ("call", "given"): "Agreed to automated calls",
        ("call", "withdrawn"): "Asked for calls to stop",
        ("recording", "given"): "Agreed to be recorded in calls",
        ("recording", "withdrawn"): "Asked not to be recorded",
        ("call", "repeated"): "Said again that calls are to stop",
        ("recording", "repeated"): "Said again not to be recorded",
    }
)
NUDGE: Spoken[str] = spoken(
    {
        "prompt": "Prompt",
        "recap": "Recap",
        "follow_up": "Follow-up",
        "invitation": "Invitation",
        "call": "Call",
        "reply": "Reply",
        "answer": "Answer",
        "personal": "A coach's own words",
        "confirmation": "Confirmation",
        "crisis": "Safety reply",
        "alert": "Alert",
    }
)
DOUBT = later(
    "A text or a call is in doubt: nobody knows whether the carrier took it. It does "
    "not go out again by itself."
)
# "send" stands by itself where a later one had the last word; "sent" says it went.
VERDICT: Mapping[str, str] = spoken(
    {
        "send": "planned",
        "sent": "went out",
        "withhold": "stayed here",
        "move": "moved",
        "rung": "Prompts changed",
        "release": "Hold lifted",
        "talked": "Take-over ended",
        "taken_over": "A coach took over",
        "grown": "The step and its help",
        "unsaid": "No text from here",
        "unreached": "The call did not reach them",
        "again": "A text did not arrive",
    }
)
# A coach's hold is kept among the changes of prompts, and changes none.
HELD: Mapping[str, str] = spoken(
    {"COACH": "Prompts stay as they are", "COACH-end": "Prompts may change again"}
)
# Verdicts that are about no text in particular.
ALONE = frozenset(
    {"rung", "grown", "release", "taken_over", "unsaid", "unreached", "again"}
)
VERDICT_OF_CALL: Mapping[str, str] = spoken(
    {"send": "planned", "sent": "made", "withhold": "not made", "move": "moved"}
)
# What came of a chance: (shape in the calendar, words).
SHAPES: Mapping[str, str] = spoken(
    {
        "unprompted": "tried, unprompted",
        "prompted": "tried, after a prompt",
        "imagined": "imagined it",
        "skipped": "said: not this time",
        "missed": "no try, told in the recap",
        "silent": "no word",
        # Ahead, or begun and not told of: a word still counts, whatever else is sent.
        "open": "still open",
        "none": "no chance",
    }
)
_STATES: Mapping[str, str] = spoken(
    {
        "due": "Waiting to go out",
        "claimed": "Going out now",
        "calling": "Going out now",
        "in_doubt": "In doubt: nobody knows whether it went out. It is not sent again "
        "by itself.",
        "withheld": "Stayed here, not sent",
        "not_sent": "In doubt: nobody knows whether it went out; a person sent it "
        "again",
        "abandoned": "In doubt, and let be",
    }
)
_STATUSES: Spoken[str | None] = spoken(
    {
        "delivered": "Delivered",
        "read": "Read",
        "undelivered": "Not delivered",
        "failed": "Not delivered",
        "canceled": "Not delivered",
    }
)
UNTOLD = later("Nobody could be told of this by text, call or e-mail.")
# What a text waits for that nothing else stands against.
WAITS: Spoken[str | None] = spoken(
    {
        "pace": "Waits until %(until)s: our number sends at its own pace",
        "busy": "The carrier was busy and took nothing; tried again %(until)s",
        "shut": "The carrier is busy or away; tried again %(until)s",
        "limit": "Waits until %(until)s, or until the limit that is reached is raised",
        "stopped": "Waits: the carrier lets nothing out from our number%(why)s",
        "restored": "Waits: the service was put back from a backup, and somebody has to"
        " look first",
    }
)
_TAKEN = later("Sent; no receipt yet")
_WAITS = later("Waits until %(until)s")


def alert(raised: Alert) -> str:
    """Say what an alert asks of a coach."""
    return asks(raised.kind, raised.reason)


def had(raised: Alert, zone: str, now: datetime) -> str:
    """Say whether somebody has an alert, or nobody could be told; "" for neither."""
    if raised.heeded_at is not None:
        at = near(raised.heeded_at, zone, now)
        return say("Somebody has it since %(at)s.", at=at)
    return say(UNTOLD) if raised.untold else ""


def delivery(said: Said, zone: str) -> str:
    """Say where a text to a person stands; times are the person's."""
    if said.waits_until is not None:
        until = moment(said.waits_until, zone)
        why = refusals.reason(said.stopped_code)
        return WAITS.say(said.waits_for, _WAITS, until=until, why=why)
    if said.state == "failed":
        return refusals.failed(said.error_code, said.waits_for)
    if said.state != "sent":
        return _STATES[said.state]
    told = _STATUSES.say(said.carrier_status, _TAKEN)
    return told + refusals.reason(said.error_code) if _came_back(said) else told


def tone(said: Said) -> str:
    """Return how a delivery state is to look: good, plain, waiting, kept or wrong."""
    if said.state in ("failed", "in_doubt", "not_sent", "abandoned"):
        return "wrong"
    if said.state == "sent":
        there = "good" if said.carrier_status in _STATUSES else "plain"
        return "wrong" if _came_back(said) else there
    return "kept" if said.state == "withheld" else "waiting"


def _came_back(said: Said) -> bool:
    return said.carrier_status in ("undelivered", "failed", "canceled")


def is_on_rung(card: Card) -> bool:
    """Say whether it is her rung that decides on prompts, and no preset."""
    return card.policy in (LADDER, LOCKED)


def prompts_each(card: Card) -> bool:
    """Say whether each chance has a prompt planned, so that none rests by itself."""
    if not is_on_rung(card):
        return card.policy in policy_words.EACH
    kind: Any = card.kind
    pattern = RUNGS[card.rung].patterns[kind]
    return pattern.probability == 1 or pattern.rest != "none"


def rung(card: Card) -> tuple[str, str]:
    """Return what decides on prompts, a rung or a preset: its name and its meaning."""
    if not is_on_rung(card):
        return policy_words.told(card.policy)
    row = RUNGS[card.rung]
    kind: Any = card.kind
    said = retold.said(row.says[kind])
    return say(row.name), f"{said[0].upper()}{said[1:]}."


def held(card: Card, name: str = "", *, mine: bool = False) -> str:
    """Say what holds somebody: who talks with her, where that is known."""
    if card.hold != TALK or not (name or mine):
        return HOLD[card.hold or ""]
    return say(TALKING) if mine else say(TALKS, name=name)


def standing(card: Card) -> tuple[str, str]:
    """Return what holds for prompts now: the rung, or what stands in its place."""
    until = card.paused_until
    paused = until is not None and until >= card.today
    pause_ends = "" if until is None else day(until)
    instead = (
        (card.consent == "stopped", (later("Stopped"), later("No texts go out."))),
        (
            card.hold == TALK,
            (later("In a talk"), later("Automatic texts wait until it is ended.")),
        ),
        (
            card.hold is not None,
            (later("On hold"), later("Automatic texts wait for a person.")),
        ),
        (
            paused,
            (later("On a pause"), later("Prompts wait up to and including %(day)s.")),
        ),
        (
            card.consent == "invited",
            (later("Not begun"), later("Prompts begin once they have said yes.")),
        ),
    )
    told = next((told for applies, told in instead if applies), None)
    return (say(told[0]), say(told[1], day=pause_ends)) if told else rung(card)


def shape(mark: Mark) -> str:
    """Return the shape of a chance, a name in SHAPES."""
    if mark.outcome == "open":
        return "silent" if mark.closed else "open"
    return (mark.label or "unprompted") if mark.outcome == "attempted" else mark.outcome


def changed(entry: Consent) -> str:
    """Say what an entry of the consent ledger changed."""
    of_call = CHANNEL_CHANGE.get((entry.channel, entry.change))
    if (entry.method, entry.change) == ("carrier", "withdrawn"):
        return say("Stopped texts at the carrier")
    if of_call is None:
        return CHANGE[entry.change]
    return say("Asked for one call") if entry.method == ONE_CALL else of_call


def outcome(one: Try) -> str:
    """Say what came of a chance, and how the word reached us."""
    return SHAPES[one.label if one.outcome == "attempted" else one.outcome]


def decided(entry: Decided) -> str:
    """Say what was decided, where no text stands beside the decision."""
    if entry.lever == "hold" and entry.rule in HELD:
        return HELD[entry.rule]
    if entry.verdict in ALONE:
        return VERDICT["talked" if entry.rule == "talked" else entry.verdict]
    if entry.kind is None and entry.rule.startswith("plan_"):
        return say("Their days changed")
    if entry.kind == "call":
        return f"{NUDGE[entry.kind]} {VERDICT_OF_CALL[entry.verdict]}"
    return f"{NUDGE.say(entry.kind or '', later('Text'))} {VERDICT[entry.verdict]}"


def share(card: Card) -> str:
    """Say the unprompted share, never without its n."""
    own = card.summary.unprompted
    told = say("%(count)s of %(n)s", count=own.count, n=own.n)
    return told if own.n else say("none known yet")


def near(at: datetime, zone: str, now: datetime) -> str:
    """Say a moment by the person's clock: today, tomorrow, or the day."""
    there, today = local(at, zone), local(now, zone).date()
    days: Mapping[date, str] = {
        today - timedelta(days=1): later("yesterday"),
        today: later("today"),
        today + timedelta(days=1): later("tomorrow"),
    }
    named = days.get(there.date())
    return f"{say(named) if named else day(there.date())} {there:%H:%M}"


def moment(at: datetime, zone: str) -> str:
    """Say a moment by the person's clock, like Mon 2 Mar 18:30."""
    return f"{day(local(at, zone).date())} {clock(at, zone)}"


def clock(at: datetime, zone: str) -> str:
    """Say the time of day by the person's clock, like 18:30."""
    return f"{local(at, zone):%H:%M}"


def local(at: datetime, zone: str) -> datetime:
    """Return a moment as the person's own clock and calendar have it."""
    return at.astimezone(ZoneInfo(zone))


def day(on: date) -> str:
    """Say a day in the reader's language, like Mon 2 Mar."""
    return _day(on, tongues.here())


@lru_cache(2048)  # a list of people says the same fourteen days of each
def _day(on: date, tongue: str) -> str:
    return format_date(on, "EEE d MMM", locale=tongue)


def date_in_short(on: date) -> str:
    """Say a day without its weekday, like 2 Mar."""
    return format_date(on, "d MMM", locale=tongues.here())


def weekday(number: int) -> str:
    """Say a weekday short, from 0 for Monday."""
    return format_date(date(2024, 1, 1 + number), "EEE", locale=tongues.here())


def place(zone: str) -> str:
    """Say a time zone as its city, as this language calls it: America/New_York."""
    return places.city(zone, tongues.here())
