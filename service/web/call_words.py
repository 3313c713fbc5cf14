"""What a coach reads of calls, voices and numbers given, page and terminal alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.talk import keypad
from service.store.timelines import Consent
from service.store.views import Card
from service.store.voices import Called, Series, Spoken, Voice
from service.usecases import call_terms, pressing
from service.usecases.call_consent import ONE_CALL
from service.usecases.call_terms import CallTerms
from service.web import refusals, words
from service.web.tongues import later, say, spoken

CALLS: Mapping[str, str] = spoken(
    {
        "none": "Has not agreed to automated calls",
        "agreed": "Agreed to automated calls",
        "stopped": "Asked for calls to stop",
    }
)
# What keys stood for, where a turn keeps words of ours for that (keypad, pressing).
PRESSED: Mapping[str, str] = {
    keypad.STOP_MEANS: later("pressed %(keys)s, which ends all automated calls"),
    keypad.NOTHING_MEANS: later("pressed %(keys)s, which stood for nothing here"),
    pressing.TOO_LATE: later("pressed %(keys)s, when that question was closed"),
}
# How a call ended: in words, and how it is to look.
ENDED: Mapping[str, tuple[str, str]] = {
    "open": (later("On the phone now"), "waiting"),
    "talked": (later("Talked"), "good"),
    "hung_up": (later("Hung up before the end"), "plain"),
    "machine": (later("A machine answered"), "plain"),
    "no_answer": (later("No answer"), "plain"),
    "busy": (later("Busy"), "plain"),
    "failed": (later("Could not be put through"), "wrong"),
    "canceled": (later("Ended from here"), "plain"),
    "refused": (later("Not taken"), "plain"),
}
# Where a call stands that has not rung, by the state of the message that asks for it.
MADE: Mapping[str, tuple[str, str]] = {
    "due": (later("Waiting to be made"), "waiting"),
    "claimed": (later("Being made now"), "waiting"),
    "calling": (later("Being made now"), "waiting"),
    "sent": (later("Ringing, as far as we know"), "waiting"),
    "failed": (refusals.PUT_ASIDE, "wrong"),
    "in_doubt": (
        later(
            "In doubt: nobody knows whether the phone rang. It is not made again by"
            " itself"
        ),
        "wrong",
    ),
    "withheld": (later("Not made"), "kept"),
    "not_sent": (
        later(
            "In doubt: nobody knows whether the phone rang; a person had it made again"
        ),
        "wrong",
    ),
    "abandoned": (later("In doubt, and let be"), "wrong"),
}
# Where a coach's own call stands that was not put through.
NOT_THROUGH: Mapping[str, str] = {
    "not_taken": later("Not put through: the coach's own telephone was not picked up"),
    "refused": later("Not put through: it was not allowed any more"),
}
RINGS_COACH: Mapping[str, str] = {
    "due": later("Ringing the coach's own telephone"),
    "claimed": later("Ringing the coach's own telephone"),
    "calling": later("Ringing the coach's own telephone"),
    "sent": later("Ringing the coach's own telephone"),
    "in_doubt": later("In doubt: nobody knows whether the coach's telephone rang"),
}
# Turns of a call that a coach must not have to look for.
GRAVE = frozenset({"crisis", "unclear_stop", "stop"})


def wordless(call: Called) -> bool:
    """Say whether a call has no word of hers and no voice any more."""
    said = any(one.heard or one.said or one.keys for one in call.spoken)
    return not said and not any(
        one.transcript or one.state != "missing" for one in call.voices
    )


MEASURES: Mapping[str, str] = spoken(
    {
        "confidence": "How sure of doing it",
        "fear_expected": "Fear expected",
        "fear_felt": "Fear felt",
        "effort": "Effort it took",
        "enjoyment": "Enjoyed it",
        "in_my_hands": "In their own hands",
        "automatic": "Goes by itself",
        "cost": "What it cost",
    }
)
TOP = 10  # the numbers asked for run from nought to this
STRIDE, HIGH, EDGE = 18, 40, 6  # of a dot to the next, of the picture, around it


def standing(calls: str, *, recorded: bool) -> str:
    """Say whether a person may be called, and recorded in calls."""
    if calls != "agreed":
        return CALLS[calls]
    if recorded:
        return say("Agreed to automated calls, and to being recorded")
    return say("Agreed to automated calls, not to being recorded")


def times(terms: CallTerms, zone: str) -> str:
    """Say when a person is called: Thu at 12:15, until 13:00 in Lima, ..."""
    if not terms.call_days:
        return say("no calls on any day")
    return say(
        "%(days)s at %(at)s, until %(until)s in %(place)s, one retry after %(minutes)s"
        " minutes",
        days=", ".join(words.weekday(day) for day in sorted(terms.call_days)),
        at=f"{terms.call_at:%H:%M}",
        until=f"{terms.call_until:%H:%M}",
        place=words.place(zone),
        minutes=terms.call_retry,
    )


def facts(card: Card, consents: Sequence[Consent]) -> Iterator[str]:
    """Say, line by line, what stands about calls: each consent with its day, times."""
    yield CALLS[card.calls] + _since(card, consents, "call")
    if card.recorded:
        yield say("Agreed to be recorded") + _since(card, consents, "recording")
    elif card.calls == "agreed":
        yield say("Not recorded: has not agreed to that")
    if card.calls == "agreed":
        said = times(call_terms.shown(card.call_settings), card.zone)
        whose = "" if card.own_calls else f" ({say('as in the programme')})"
        yield f"{said[0].upper()}{said[1:]}{whose}"


def _since(card: Card, consents: Sequence[Consent], channel: str) -> str:
    """Say the day of the entry that holds now; STOP counts for calls too."""
    stopped = channel == "call" and card.calls == "stopped"
    change = "withdrawn" if stopped else "given"
    for entry in consents:
        about = entry.channel == channel or (stopped and entry.channel == "text")
        if about and entry.change == change and entry.method != ONE_CALL:
            on = words.day(words.local(entry.at, card.zone).date())
            return " " + say("on %(day)s", day=on)
    return ""


def title(called: Called, name: str) -> str:
    """Say who called whom."""
    if called.by:
        return say("%(coach)s called %(name)s", coach=called.by, name=name)
    if called.direction == "in":
        return say("%(name)s called", name=name)
    if called.state:
        return say("Called %(name)s", name=name)
    return say("Call to %(name)s", name=name)


def ended(called: Called) -> str:
    """Say how a call ended, and how long it took; or where it stands."""
    if called.bridge is not None:
        return say(NOT_THROUGH[called.bridge])
    rings = RINGS_COACH.get(called.made or "") if called.by else None
    if rings is not None and called.state is None:
        return say(rings)
    if called.state is None:
        if called.made == "failed":
            return refusals.failed(called.error_code, called.waited_for)
        return say(MADE[called.made or "due"][0])
    told = say(ENDED[called.state][0])
    long = called.seconds and called.state in ("talked", "hung_up")
    return f"{told}, {lasted(called.seconds or 0)}" if long else told


def rings_coach(called: Called) -> bool:
    """Say whether the coach's own telephone rings now, or is about to."""
    made = called.made in RINGS_COACH and called.made != "in_doubt"
    return made and called.state is None and called.bridge is None


def tone(called: Called) -> str:
    """Return how a call is to look: good, plain, waiting, kept or wrong."""
    if called.bridge is not None:
        return "kept"
    if called.state is None:
        return MADE[called.made or "due"][1]
    return ENDED[called.state][1]


def lasted(seconds: int) -> str:
    """Say a length of time: 42 s, or 1 min 24 s."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def voice(one: Voice) -> str:
    """Say what there is of a recording."""
    long = lasted(one.seconds)
    if one.state == "awaited":
        told = later("A recording of %(long)s is on its way from the carrier.")
    elif one.state == "missing":
        told = later("A recording of %(long)s never arrived, and is gone for good.")
    else:
        told = later("%(long)s in their own voice")
    return say(told, long=long)


def pressed(turn: Spoken) -> str:
    """Say which keys were pressed in a turn, and what they stood for there."""
    keys, _, meant = turn.keys.partition(": ")
    if meant in PRESSED:
        return say(PRESSED[meant], keys=keys)
    return say("pressed %(keys)s", keys=turn.keys)


def measure(series: Series) -> str:
    """Name what a series of numbers tells."""
    return MEASURES.get(series.name, series.name.replace("_", " ").capitalize())


def told(series: Series, zone: str) -> str:
    """Say a series in words, for readers who do not see its dots."""
    values = ", ".join(str(value) for _, value in series.values)
    first, last = (
        words.day(words.local(at, zone).date())
        for at in (series.values[0][0], series.values[-1][0])
    )
    span = first
    if first != last:
        span = say("%(first)s to %(last)s", first=first, last=last)
    return say(
        "%(what)s, 0 to %(top)s: %(values)s, %(span)s",
        what=measure(series),
        top=TOP,
        values=values,
        span=span,
    )


def answered(series: Series, zone: str) -> str:
    """Say how many answers a series has, and when the last one came."""
    many, shown = series.n, len(series.values)
    on = words.day(words.local(series.values[-1][0], zone).date())
    if many == 1:
        return say("one answer, on %(day)s", day=on)
    if many > shown:
        return say(
            "%(many)s answers, the last %(shown)s shown, the last on %(day)s",
            many=many,
            shown=shown,
            day=on,
        )
    return say("%(many)s answers, the last on %(day)s", many=many, day=on)


@dataclass(frozen=True, slots=True)
class Picture:
    """The dots of a series, oldest first, with the line that joins them."""

    width: int
    height: int
    dots: tuple[tuple[int, int], ...]

    @property
    def line(self) -> str:
        """The dots as the points of a line."""
        return " ".join(f"{x},{y}" for x, y in self.dots)


def picture(series: Series) -> Picture:
    """Return the dots of a series between nought (below) and ten (above)."""
    room = HIGH - 2 * EDGE
    dots = tuple(
        (EDGE + at * STRIDE, EDGE + room - room * min(max(value, 0), TOP) // TOP)
        for at, (_, value) in enumerate(series.values)
    )
    return Picture(2 * EDGE + STRIDE * (len(dots) - 1), HIGH, dots)
