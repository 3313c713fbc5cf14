"""Plain words of the inbox: what a person's line says, what writing now would be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from service.store.exchanges import Entry, Sent, Talked, Who
from service.store.holds import Held
from service.store.inboxes import Line
from service.store.searches import Hit, Searched
from service.store.voices import Called
from service.store.watches import Watch
from service.usecases import minding
from service.usecases.minding import EVENING, Put
from service.usecases.writing import Ahead
from service.web import (
    alarm_words,
    call_words,
    need_words,
    person_words,
    retold,
    tongues,
    words,
)
from service.web.tongues import count, later, say

VIEWS: Mapping[str, str] = {
    "all": later("Everybody"),
    "waiting": later("To answer"),
    "unread": later("Unread"),
    "mine": later("Mine"),
    "nobody": later("Not assigned"),
    "snoozed": later("Put off"),
}
EMPTY: Mapping[str, str] = {
    "all": later("No words yet. They come in one text, whenever there is something."),
    "waiting": later("Nobody waits for an answer."),
    "unread": later("You have read everything."),
    "mine": later("Nothing is assigned to you."),
    "nobody": later("Nobody waits without somebody whose task it is."),
    "snoozed": later("Nothing is put off."),
}
PUT: Mapping[Put, str] = {
    "hour": later("for an hour"),
    "evening": later("until 17:00, their time"),
    "morning": later("until tomorrow 08:00, their time"),
    "monday": later("until Monday 08:00, their time"),
    "day": later("until a day, 08:00 their time"),
}
LATE = later("until tomorrow 17:00, their time")
WHERE: Mapping[str, str] = {
    "inbox": later("they wrote"),
    "outbox_messages": later("written to them"),
    "notes": later("a note"),
    "turns": later("they said it in a call"),
    "recordings": later("a machine heard it in their recording"),
}
TOLD: Mapping[str, str] = {
    "sent": later("It is on its way."),
    "waits": later("It is kept, and goes when their hours open."),
    "noted": later("The note is kept."),
    "lost": later("What was found is not here any more; these are the newest words."),
    "over": later("That was settled before you pressed; here is how it stands."),
    "settled": later(
        "What they wrote and asked for is off the list: nothing of theirs waits for an"
        " answer now."
    ),
    "settled_held": later(
        "What they wrote and asked for is off the list. What touched on safety stays"
        " open."
    ),
    "away": later("Seen to, and off the list."),
    "back": later("It stands on the list again. Nobody is told of it at once."),
    "up": later("Taken up again: it stands on the list as before."),
    "newer": later("They wrote again meanwhile: that waits on."),
    "gone": later("There is no such colleague any more."),
    "rings": later("Your telephone rings now. Press 1 there, and you are put through."),
    "took": later("You are talking with them now; automatic texts wait."),
    "ended": later("The talk has ended; automatic texts go on."),
    "still": later("The talk has ended. Something else still holds automatic texts."),
    **{answer: need_words.DONE[answer] for answer, *_ in need_words.ANSWERS},
}
# What was put off, and until when: said for as long as it is.
OFF = "off"
UNTIL = later("Put off until %(at)s.")
# What is said in place of it while they are on hold for safety.
WHILE_HELD: Mapping[str, str] = {"settled": "settled_held"}
# What is true for a while: said no longer than that.
PASSING = frozenset({"sent", "waits", "rings", "took"})
# What stands against writing, by the rule that says so.
RULES: Mapping[str, str] = {
    "stopped": later("They asked for texts to stop, so nothing can go out."),
    "not_opted_in": later(
        "They have not agreed to texts yet. Within an hour of a text of theirs you may"
        " answer it."
    ),
    "number_closed": later("This organisation sends nothing to a number like theirs."),
    "calls_stopped": later("They asked for calls to stop. You can write to them."),
    "calls_not_agreed": later("They have not agreed to calls."),
    "quiet_hours": later("It is outside the hours in which they are called."),
    "closed_day": later("On this day nobody may be called there at all."),
    "no_texts": later("Their line takes no texts. Please call, or ask for a mobile."),
}
ENDED: Mapping[str, str] = {
    "": later("%(by)s began to talk; everything automatic waits."),
    "clock": later("Nobody wrote for 24 hours, so the talk with %(by)s ended."),
    "coach": later("The talk with %(by)s ended; automatic texts went on."),
    "taken": later("%(by)s handed over."),
}
CHANNELS: Mapping[str, str] = {
    "text": later("by text"),
    "call": later("by call"),
    "email": later("by e-mail"),
}
WAITS = later(
    "It is %(time)s for them (%(place)s), outside the hours for texts. This waits until"
    " %(at)s, their time."
)
AT_NIGHT = later(
    "It is %(time)s for them (%(place)s), outside the hours for texts. This goes at"
    " once all the same, because they wrote within the hour."
)
# How far a search has looked.
ALL = later("All texts, all notes and all that was heard in calls were looked through.")
FURTHER_ALL = later("The rest was looked through: there is nothing further back.")
ALL_NARROW = later("All that fits what you chose was looked through.")
# How far back one looks; "" is the whole time.
TIMES: Mapping[str, str] = {
    "": later("any time"),
    "week": later("the last 7 days"),
    "month": later("the last 30 days"),
    "year": later("the last year"),
}
NEWEST = later(
    "The newest %(many)s texts, notes and words from calls were looked through, back to"
    " %(day)s."
)
FURTHER = later("%(many)s more were looked through, back to %(day)s.")
CENT = 10_000  # millionths of a dollar


def done(what: str, who: Who) -> str:
    """Say what was just done in a conversation, or about a hold; "" for nothing."""
    if what == OFF:
        until = who.snoozed_until
        if until is None or not is_off(who):
            return ""
        return say(UNTIL, at=words.near(until, who.zone, who.now))
    safe = WHILE_HELD.get(what, what) if who.hold == "crisis" else what
    return say(TOLD[safe]) if safe in TOLD else need_words.done(who.name)


def passing(told: str, thread: Sequence[Entry], *, mine: bool) -> str:
    """Return what was just done, of PASSING, while it is so; "" for anything else.

    `mine` says that whoever looks is talking with them.
    """
    holds = told == "took" and mine
    if told == "rings":
        calls = [one for one in thread if isinstance(one, Called) and one.by]
        holds = any(map(call_words.rings_coach, calls[-1:]))
    if told in ("sent", "waits"):
        wrote = [one for one in thread if isinstance(one, Sent) and _by_coach(one)]
        holds = any(_on_its_way(one, told) for one in wrote[-1:])
    return TOLD[told] if holds else ""


def _by_coach(one: Sent) -> bool:
    return one.kind == "personal"


def _on_its_way(one: Sent, told: str) -> bool:
    if told == "waits":
        return one.waits_until is not None
    return words.tone(one) in ("plain", "waiting")


def puts(who: Who) -> Iterator[tuple[str, str]]:
    """Yield each way to put off with its words; after 17:00 that is tomorrow's.

    A moment is offered once: on a Sunday, tomorrow is Monday.
    """
    late = who.now.astimezone(ZoneInfo(who.zone)).time() >= EVENING
    seen: set[datetime] = set()
    for put, label in PUT.items():
        at = None if put == "day" else minding.until(who.now, who.zone, put)
        if at is None or at not in seen:
            yield put, say(LATE if late and put == "evening" else label)
        if at is not None:
            seen.add(at)


def is_off(who: Who) -> bool:
    """Say whether a conversation is put off, as far as the clock goes."""
    return who.snoozed_until is not None and who.snoozed_until > who.now


def why(line: Line) -> str:
    """Say why a line stands where it does; "" where nothing asks for anybody."""
    if line.crisis:
        return say("Safety: please reach out now")
    if line.wish:
        return say("May want texts to end")
    return say("Waits for an answer") if line.waits else ""


def last(line: Line) -> str:
    """Say the newest word in one line."""
    if line.words:
        return line.words
    return say("A picture, without words") if line.media else say("No words")


def talked(entry: Talked) -> str:
    """Say how a take-over began, or ended."""
    return say(ENDED[entry.ended_by], by=entry.by)


def held(entry: Held) -> str:
    """Say that a hold was put, and why, or by whom it was lifted."""
    return retold.said(entry.why) if entry.why else person_words.held(entry)


DEAR = later("%(pieces)s: with “%(sign)s” in it, one holds 70 characters and not 160")
LONG = later("%(pieces)s: it is longer than the 160 characters that one holds")


def size(ahead: Ahead) -> str:
    """Say how long a text is on the air."""
    told = ahead.counted.size
    room = {"GSM-7": (160, 153), "UCS-2": (70, 67)}[told.encoding]
    most = room[0] if told.count == 1 else room[1] * told.count
    pieces = count("%(num)s text", "%(num)s texts", told.count)
    return f"{pieces} · {told.units}/{most}"


def costs(texts: int, dear: str) -> str:
    """Say as how many texts one is paid, and why where it is not as one plain one."""
    pieces = count("%(num)s text", "%(num)s texts", texts)
    if dear:
        return say(DEAR, pieces=pieces, sign=dear)
    return pieces if texts == 1 else say(LONG, pieces=pieces)


def cost(ahead: Ahead) -> str:
    """Say what a text is taken to cost."""
    dollars = ahead.counted.cost / 1_000_000
    return say("about $%(dollars)s", dollars=f"{dollars:.3f}")


def wide(ahead: Ahead) -> bool:
    """Say whether a sign outside the plain alphabet makes the text dear."""
    return ahead.counted.size.encoding == "UCS-2"


def against(ahead: Ahead) -> str:
    """Say what stands against writing now; "" for nothing."""
    if ahead.rule in RULES:
        return say(RULES[ahead.rule])
    return retold.said(ahead.reason)


def when(ahead: Ahead, now: Any) -> str:
    """Say when a text would go, and at night for them what time it is there."""
    here = {"time": words.clock(now, ahead.zone), "place": words.place(ahead.zone)}
    if ahead.waits_until is not None:
        at = words.near(ahead.waits_until, ahead.zone, now)
        return say(WAITS, at=at, **here)
    return say(AT_NIGHT, **here) if ahead.outside else say("It goes at once.")


def told(watch: Watch, zone: str, now: Any) -> str:
    """Say who was told of an alert, by what and when."""
    return "; ".join(
        f"{one.coach} {say(CHANNELS[one.channel])} {words.near(one.at, zone, now)}"
        for one in watch.notices
    )


def raised(watch: Watch) -> str:
    """Say what an alert asks of a coach."""
    return alarm_words.asks(watch.kind, watch.reason)


def found(hit: Hit) -> str:
    """Say where something was found."""
    return say(WHERE[hit.where])


def day(at: datetime, zone: str, now: datetime) -> str:
    """Say a day by a clock, with its year where that is not this one."""
    on = words.local(at, zone).date()
    told = words.day(on)
    return told if on.year == words.local(now, zone).year else f"{told} {on.year}"


def looked(
    searched: Searched, now: datetime, *, further: bool, narrow: bool = False
) -> str:
    """Say how far a search has looked, from the newest or from where one ended."""
    if searched.back_to is None:
        return say(ALL_NARROW if narrow else FURTHER_ALL if further else ALL)
    back_to = day(searched.back_to, "UTC", now)
    many = format_decimal(searched.read, locale=tongues.here())
    return say(FURTHER if further else NEWEST, many=many, day=back_to)
