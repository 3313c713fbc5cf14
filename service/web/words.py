"""What a coach reads, page and terminal alike: every state of ours in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from flows.coach.rungs import RUNGS
from service.carrier.codes import CODES, UNKNOWN
from service.store.timelines import Consent, Decided, Said, Try
from service.store.views import Alert, Card, Coming, Mark
from service.usecases.call_consent import ONE_CALL
from service.usecases.causes import DIGEST
from service.web import invite_words, tongues
from service.web.tongues import later, say

CONSENT: Mapping[str, str] = {
    "invited": "Invited, has not answered yet",
    "active": "Agreed to texts",
    "stopped": "Asked for texts to stop",
}
CHANGE: Mapping[str, str] = {
    "invited": "Invited by a coach",
    "given": "Agreed",
    "withdrawn": "Asked to stop",
    "questioned": "May want to stop",
    "refused": "Declined",
}
HOLD: Mapping[str, str] = {
    "crisis": "On hold for safety, until a person clears it",
    "take_over": "A coach is talking with them; automatic texts wait",
    "unclear_stop": "On hold, because they may want texts to end",
}
# What changed where the consent is not the one to texts.
CHANNEL_CHANGE: Mapping[tuple[str, str], str] = {
    ("call", "given"): "Agreed to automated calls",
    ("call", "withdrawn"): "Asked for calls to stop",
    ("recording", "given"): "Agreed to be recorded in calls",
    ("recording", "withdrawn"): "Asked not to be recorded",
}
NUDGE: Mapping[str, str] = {
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
ALERT: Mapping[tuple[str, str | None], str] = {
    ("crisis", None): "A text touched on safety. Please reach out now; automatic texts "
    "are on hold.",
    ("unclear_stop", None): "May want texts to end. Automatic texts are on hold until "
    "you have looked.",
    ("unclear_stop", "transcript"): "A machine heard what may be a wish to stop in a "
    "recording. Nothing automatic goes out until you have listened.",
    (
        "limit",
        None,
    ): "A limit of messages or money is reached: nudges wait or stay here.",
    ("quarantine", None): "A planned text could not be made and was put aside.",
    ("quarantine", "message"): "A message could not be sent and was put aside.",
    ("quarantine", "plan"): "Their coming days could not be planned. It is tried again "
    "later; please tell who runs this.",
    ("quarantine", "fall_silent"): "A question without an answer could not be ended. "
    "It is tried again later; please tell who runs this.",
    ("quarantine", "settle_doubts"): "A message in doubt could not be looked up. It is "
    "tried again later; please tell who runs this.",
    ("quarantine", "fetch_recordings"): "A recording could not be fetched. It is tried "
    "again later; please tell who runs this.",
    ("hand", "watch"): "A text may touch on safety. Please read it.",
    ("hand", "question"): "Asked a question that is for you.",
    ("hand", "news"): "Told you something that a person should read.",
    ("hand", "my_data"): "Asked for what is kept about them.",
    ("hand", "asked"): "Would like to talk to a person.",
    ("hand", "know_how"): "Would like help with how to do the step.",
    ("hand", "unsure"): "Sent something that was not understood.",
    ("hand", "no_words"): "Sent a picture, or a text without words.",
    (
        "hand",
        "no_texts",
    ): "Texts do not reach their line. Please offer calls, or ask for "
    "a mobile number; a text from them ends this.",
    ("hand", "no_step"): "Told of a try, and has no step yet.",
    # Tasks of the Ladder (flows.coach.lapses, evidence), by the rule that set them.
    (
        "hand",
        "A3",
    ): "Prompts hardly led to a try. Please make the step smaller together.",
    (
        "hand",
        "L3-quiet",
    ): "No word for a while, so at most one prompt a week goes. Please "
    "look in yourself.",
    ("hand", "L5"): "Is less sure than before. Please make the step smaller together.",
    ("hand", "serious"): "A mistake could cost them something serious. Please look at "
    "the step together first.",
    ("hand", "more_often"): "Would like the step once more a week. Please add the day.",
    ("hand", "less_often"): "Would like the step once less a week. Please take a day "
    "out.",
    ("hand", "accepted_stretch"): "Wanted a notch more, and left it half told.",
    ("hand", "accepted_smaller"): "Wanted a notch less, and left it half told.",
    ("hand", "accepted_more_help"): "Would like more help with the step.",
    ("hand", "accepted_less_help"): "Would like to try the step with less help.",
    ("hand", "STAY"): "Said yes to a change that could not be made now. Please look at "
    "it together.",
    ("hand", "STAY-fear"): "Wanted a notch more, and expects a lot of fear. The step "
    "stays as it was until you have looked.",
    ("hand", "STAY-unsure"): "Wanted a notch more, and is not sure enough of it. The "
    "step stays as it was until you have looked.",
    (
        "hand",
        "C-fear",
    ): "Expects a lot of fear. Please look at the step together first.",
    ("hand", "C-list"): "Something on their list frightens them a lot. Please look at "
    "it together before any of it is tried.",
    ("hand", "C-tailor"): "Cards and stories did not bring tries. Please tailor the "
    "step.",
    ("hand", "C-prompts"): "Reminders do not help here. Please make the step smaller.",
    ("hand", "C-nothing-left"): "It is hard, has the most help and cannot get smaller. "
    "Please talk with them.",
    ("hand", None): "Something here is for you.",
}
DOUBT = (
    "A text or a call is in doubt: nobody knows whether the carrier took it. It does "
    "not go out again by itself."
)
# A decision to send stands by itself only where a later one had the last word.
VERDICT: Mapping[str, str] = {
    "send": "planned",
    "withhold": "stayed here",
    "move": "moved",
    "rung": "Prompts changed",
    "release": "Hold lifted",
    "taken_over": "A coach took over",
    "grown": "The step and its help",
    "unsaid": "No text from here",
    "unreached": "The call did not reach them",
    "again": "A text did not arrive",
}
# Verdicts that are about no text in particular.
ALONE = frozenset(
    {"rung", "grown", "release", "taken_over", "unsaid", "unreached", "again"}
)
VERDICT_OF_CALL: Mapping[str, str] = {
    "send": "planned",
    "withhold": "not made",
    "move": "moved",
}
# What came of a chance: (shape in the calendar, words).
SHAPES: Mapping[str, str] = {
    "unprompted": later("tried, unprompted"),
    "prompted": later("tried, after a prompt"),
    "imagined": later("imagined it"),
    "skipped": later("said: not this time"),
    "missed": later("no try, told in the recap"),
    "silent": later("no word"),
    "open": later("still open"),
    "none": later("no chance"),
}
_STATES: Mapping[str, str] = {
    "due": "Waiting to go out",
    "claimed": "Going out now",
    "calling": "Going out now",
    "in_doubt": "In doubt: nobody knows whether it went out. It is not sent again by "
    "itself.",
    "withheld": "Stayed here, not sent",
    "not_sent": "Did not go out, a person found",
    "abandoned": "In doubt, and let be",
}
_STATUSES: Mapping[str | None, str] = {
    "delivered": "Delivered",
    "read": "Read",
    "undelivered": "Not delivered",
    "failed": "Not delivered",
    "canceled": "Not delivered",
}
UNTOLD = "Nobody could be told of this by text, call or e-mail."
# What a text waits for that nothing else stands against.
WAITS: Mapping[str | None, str] = {
    "pace": "Waits until {until}: our number sends at its own pace",
    "busy": "The carrier was busy and took nothing; tried again {until}",
    "shut": "The carrier is busy or away; tried again {until}",
    "stopped": "Waits: the carrier lets nothing out from our number{why}",
}
SOON = 3  # how much of what is planned a page shows
_TAKEN = "Sent; no receipt yet"


def alert(raised: Alert) -> str:
    """Say what an alert asks of a coach."""
    return asks(raised.kind, raised.reason)


def asks(kind: str, reason: str) -> str:
    """Say what an alert of a kind, for a reason, asks of a coach."""
    uninvited = invite_words.code_of(reason)
    if uninvited:
        return invite_words.asks(uninvited)
    return ALERT.get((kind, reason)) or ALERT.get((kind, None)) or ALERT["hand", None]


def had(raised: Alert, zone: str, now: datetime) -> str:
    """Say whether somebody has an alert, or nobody could be told; "" for neither."""
    if raised.heeded_at is not None:
        return f"Somebody has it since {near(raised.heeded_at, zone, now)}."
    return UNTOLD if raised.untold else ""


def delivery(said: Said, zone: str) -> str:
    """Say where a text to a person stands; times are the person's."""
    if said.waits_until is not None:
        until = moment(said.waits_until, zone)
        return WAITS.get(said.waits_for, "Waits until {until}").format(
            until=until, why=reason(said.stopped_code)
        )
    if said.state == "failed":
        return f"The carrier refused it{reason(said.error_code)}"
    if said.state != "sent":
        return _STATES[said.state]
    told = _STATUSES.get(said.carrier_status, _TAKEN)
    return told + reason(said.error_code) if told == "Not delivered" else told


def reason(code: int | None) -> str:
    """Say what the carrier's error code means and asks for, after a colon; or ""."""
    if code is None:
        return ""
    row = CODES.get(code, UNKNOWN)
    return f": {row.meaning} ({code}). {row.mend}"


def tone(said: Said) -> str:
    """Return how a delivery state is to look: good, plain, waiting, kept or wrong."""
    if said.state in ("failed", "in_doubt", "not_sent", "abandoned"):
        return "wrong"
    if said.state == "sent":
        told = _STATUSES.get(said.carrier_status, "")
        return "wrong" if told == "Not delivered" else "good" if told else "plain"
    return "kept" if said.state == "withheld" else "waiting"


def rung(card: Card) -> tuple[str, str]:
    """Return a person's rung: its name, and what it means for prompts."""
    row = RUNGS[card.rung]
    kind: Any = card.kind
    said = row.says[kind]
    return row.name, f"{said[0].upper()}{said[1:]}."


def standing(card: Card) -> tuple[str, str]:
    """Return what holds for prompts now: the rung, or what stands in its place."""
    until = card.paused_until
    paused = until is not None and until >= card.today
    pause_ends = "" if until is None else day(until)
    instead = (
        (card.consent == "stopped", ("Stopped", "No texts go out.")),
        (card.hold is not None, ("On hold", "Automatic texts wait for a person.")),
        (paused, ("On a pause", f"Prompts wait up to and including {pause_ends}.")),
        (
            card.consent == "invited",
            ("Not begun", "Prompts begin once they have said yes."),
        ),
    )
    return next((told for applies, told in instead if applies), None) or rung(card)


def shape(mark: Mark) -> str:
    """Return the shape of a chance, a name in SHAPES."""
    if mark.outcome == "open":
        return "silent" if mark.closed else "open"
    return (mark.label or "unprompted") if mark.outcome == "attempted" else mark.outcome


def changed(entry: Consent) -> str:
    """Say what an entry of the consent ledger changed."""
    of_call = CHANNEL_CHANGE.get((entry.channel, entry.change))
    if (entry.method, entry.change) == ("carrier", "withdrawn"):
        return "Stopped texts at the carrier"
    if of_call is None:
        return CHANGE[entry.change]
    return "Asked for one call" if entry.method == ONE_CALL else of_call


def outcome(one: Try) -> str:
    """Say what came of a chance, and how the word reached us."""
    return SHAPES[one.label if one.outcome == "attempted" else one.outcome]


def decided(entry: Decided) -> str:
    """Say what was decided, where no text stands beside the decision."""
    if entry.verdict in ALONE:
        return VERDICT[entry.verdict]
    if entry.kind == "call":
        return f"{NUDGE[entry.kind]} {VERDICT_OF_CALL[entry.verdict]}"
    return f"{NUDGE.get(entry.kind or '', 'Text')} {VERDICT[entry.verdict]}"


def share(card: Card) -> str:
    """Say the unprompted share, never without its n."""
    own = card.summary.unprompted
    return f"{own.count} of {own.n}" if own.n else "none known yet"


def soon(card: Card) -> tuple[Coming, ...]:
    """Return what is planned next, and the next call wherever it stands."""
    calls = (nudge for nudge in card.coming[SOON:] if nudge.kind == "call")
    among = any(nudge.kind == "call" for nudge in card.coming[:SOON])
    return card.coming[:SOON] + (() if among else tuple(islice(calls, 1)))


def coming(nudge: Coming, zone: str, now: datetime) -> str:
    """Say what is planned and when, by the person's clock."""
    when = near(nudge.due_at, zone, now)
    if nudge.script == "late_prompt":
        return f"Prompt {when}, if no word has come"
    if nudge.script == DIGEST:
        return f"Recap of the month {when}"
    return f"{NUDGE[nudge.kind]} {when}"


def nothing_coming(card: Card) -> str:
    """Say why nothing is planned."""
    if card.consent == "stopped":
        return "Nothing: texts are stopped"
    if card.hold is not None:
        return "Nothing: automatic texts are on hold"
    if card.paused_until is not None and card.paused_until >= card.today:
        return f"Nothing: on a pause up to and including {day(card.paused_until)}"
    if card.consent == "invited":
        return "Nothing, until the invitation is answered"
    return "Nothing planned now"


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
    there = local(at, zone)
    return f"{day(there.date())} {there:%H:%M}"


def clock(at: datetime, zone: str) -> str:
    """Say the time of day by the person's clock, like 18:30."""
    return f"{local(at, zone):%H:%M}"


def made(at: datetime) -> str:
    """Say day and time by the clock of this machine (and its coach), in her words."""
    return format_datetime(at.astimezone(), "d MMM y, HH:mm", locale=tongues.here())


def local(at: datetime, zone: str) -> datetime:
    """Return a moment as the person's own clock and calendar have it."""
    return at.astimezone(ZoneInfo(zone))


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def day(on: date) -> str:
    """Say a day, like Mon 2 Mar (the same whatever the server's language)."""
    return f"{DAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]}"


def place(zone: str) -> str:
    """Say a time zone as its city: Pacific/Auckland is Auckland."""
    return zone.rpartition("/")[2].replace("_", " ")
