"""What Today says: a need's name, its sentence, who was told, what comes today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import request

from service.store.views import Card
from service.store.watches import IN_VAIN
from service.usecases import tending
from service.usecases.heeding import Hearing
from service.usecases.releasing import HOLDING
from service.usecases.today import Item, Next, Today, Waiting, need_of_alert
from service.web import alarm_words, retold, words
from service.web.tongues import count, later, later_counted, say, spoken

LABELS: Mapping[str, str] = {
    "crisis": later("Safety"),
    "watch": later("Perhaps safety"),
    "unclear_stop": later("May want to stop"),
    "asked": later("Asked for a person"),
    "talk": later("In a talk"),
    "doubt": later("In doubt"),
    "question": later("A question"),
    "unanswered": later("Not answered yet"),
    "know_how": later("How to do it"),
    "unsure": later("Not understood"),
    "hold": later("On hold"),
    "stuck": later("Stuck"),
    "silence": later("Silence"),
    "too_hard": later("Too hard"),
    "too_easy": later("Too easy"),
    "offer": later("To finish together"),
    "approval": later("Waits for your word"),
    "celebrate": later("Worth a word"),
}
# How a need is to look: grave asks for somebody now, glad for a kind word.
GRAVE = frozenset({"crisis", "watch", "unclear_stop", "doubt"})
# Behind what stands her own words, or those in doubt.
QUOTED = frozenset({"doubt", "try", "talk"})
GLAD = frozenset({"celebrate"})
TRIES: Mapping[str, str] = {
    "first": later("Did it for the first time."),
    "alone": later("Did it for the first time without a prompt from us."),
}
NOBODY = later(
    "A number that is not enrolled wrote of danger. It is not kept here: the carrier's"
    " record of today's texts has it."
)
ERASED = later("They have been erased since, their page and number with them.")
DOUBT: Mapping[str, str] = {
    "text": later("Nobody knows whether this text went out."),
    "call": later("Nobody knows whether this call was made."),
    "email": later("Nobody knows whether this e-mail went out."),
}
OWN_CALL = later(
    "A coach called them through Handrail, and nobody knows whether the coach's own"
    " telephone rang. It is not made again by itself: call anew from their"
    " conversation."
)
TALKS: Mapping[str, str] = {
    "mine": later("You are talking with them, and they wrote last."),
    "theirs": later("A colleague is talking with them, and they wrote last."),
}
TIMES = later("%(times)s times by now.")
TO_COACH = later("It was to %(name)s, about an alert.")
# The three answers to a doubt: the button, and what it does.
ANSWERS: tuple[tuple[str, str, str], ...] = (
    (
        "went_out",
        later("It went out"),
        later("You have seen it arrive. It counts as sent."),
    ),
    (
        "send_again",
        later("Send again"),
        later("They may get it twice. It goes now if hours, consent and holds let it."),
    ),
    (
        "leave",
        later("Leave it"),
        later("Nothing goes out for it any more."),
    ),
)
CHANNEL: Mapping[str, str] = {
    "text": later("text"),
    "email": later("e-mail"),
    "call": later("call"),
}
# Of who pressed a button of the console nothing more is said.
VIA: Mapping[str, str] = {
    "text": later("by text"),
    "call": later("in the call"),
    "command": later("at the command line"),
}
STATES = spoken({"sent": "sent", "delivered": "delivered", "in_doubt": "in doubt"})
# A call is made, and no text is; in other languages it is another "sent", too.
STATES_OF_CALL = spoken({"sent": "made", "in_doubt": "in doubt"})
AND = later("%(some)s and %(last)s")
PLANNED: Mapping[str, tuple[str, str]] = {
    "call": later_counted("%(num)s call", "%(num)s calls"),
    "prompt": later_counted("%(num)s prompt", "%(num)s prompts"),
    "recap": later_counted("%(num)s recap", "%(num)s recaps"),
    "follow_up": later_counted("%(num)s follow-up", "%(num)s follow-ups"),
    "invitation": later_counted("%(num)s invitation", "%(num)s invitations"),
}
DONE: Mapping[str, str] = {
    "have": later("You have it. What is held stays held until you lift the hold."),
    "had": later("Somebody had it already; nothing was changed."),
    "away": later("Seen to, and off the list."),
    "left": later("Left as it is: nothing of the step was changed."),
    "back": later("It stands on the list again. Nobody is told of it at once."),
    "went_out": later("Noted: it went out."),
    "send_again": later("It is on its way once more."),
    "leave": later("Left. Nothing goes out for it any more."),
    "released": later("The hold is lifted. What is due goes on from here."),
    "still": later("Lifted. Something else holds them still: look at it by itself."),
    "opened": later("Open again. What waited goes out now."),
    "over": later("That was settled before; this is how it stands now."),
    "ended": later("The talk has ended; automatic texts go on."),
    "talk_still": later(
        "The talk has ended. Something else still holds automatic texts."
    ),
    "gone": later("There is nobody left to send it to: leave it."),
}
# The same of whom, and of which hold, where both are known.
LIFTED: Mapping[str, str] = {
    "released": later(
        "The hold on %(name)s is lifted (%(what)s), and nobody further is told of it."
        " What is due goes on from here. If that was too early, pause %(name)s from"
        " their page: automatic texts rest again."
    ),
    "still": later(
        "The hold on %(name)s is lifted (%(what)s). Something else holds them still:"
        " look at it by itself."
    ),
}
# Of a hold that is lifted: what comes of the telling, and who hears of it.
ENDS = later("Lifting it also ends the telling: nobody further is told of this.")
SILENT = later("Lifting it sends no text to your colleagues.")
HEARS = later_counted(
    "%(names)s hears by text that you have seen to it.",
    "%(names)s hear by text that you have seen to it.",
)
HEARD = later_counted(
    "%(names)s was told by text already that %(has)s has it.",
    "%(names)s were told by text already that %(has)s has it.",
)
LIMITS: Mapping[str, str] = {
    "day": later("Today's limit of messages or money is reached."),
    "month": later("This month's limit of money is reached."),
}


def done(name: str = "") -> str:
    """Say what the address says was just done; "" for nothing.

    `name` is whose hold was lifted, where that is what was done.
    """
    asked, hold = request.args.get("done", ""), request.args.get("hold", "")
    if name and asked in LIFTED and hold in HOLDING:
        return say(LIFTED[asked], name=name, what=label(hold))
    return say(DONE[asked]) if asked in DONE else ""


def label(name: str) -> str:
    """Say in a word or two what a need is."""
    return say(LABELS[name])


def may_be_left(item: Item) -> bool:
    """Say whether it asks for an adjustment that may be left as it is."""
    one = item.standing
    return one.source == "alert" and tending.may_be_left(one.kind, one.reason)


def tone(item: Item) -> str:
    """Return how a need is to look: grave, glad or calm."""
    return "grave" if item.need in GRAVE else "glad" if item.need in GLAD else "calm"


def grave(kind: str, reason: str) -> bool:
    """Say whether an alert asks for somebody now."""
    return need_of_alert(kind, reason) in GRAVE


def grave_of(card: Card) -> bool:
    """Say whether anything that stands about a person asks for somebody now."""
    alerted = any(grave(one.kind, one.reason) for one in card.alerts)
    return alerted or card.doubts > 0 or card.hold in HOLDING


def grave_among(cards: Sequence[Card]) -> bool:
    """Say whether any of these people needs somebody now, and no later."""
    return any(card.needs_someone and grave_of(card) for card in cards)


def sentence(waiting: Waiting, item: Item) -> str:
    """Say in one sentence why somebody is needed."""
    one = item.standing
    if one.source == "doubt":
        return _doubted(item)
    if one.source == "hold":
        return words.HOLD[one.kind] + "."
    if one.source in ("try", "talk"):
        return say((TRIES if one.source == "try" else TALKS)[one.kind])
    if one.source == "news":
        return retold.said(item.told.words) if item.told else ""
    if waiting.who is None and one.kind == "crisis":
        return say(NOBODY if one.reason == "stranger" else ERASED)
    asks = alarm_words.asks(one.kind, one.reason)
    times = len(one.every)
    return f"{asks} {say(TIMES, times=times)}" if times > 1 else asks


def _doubted(item: Item) -> str:
    if _own_call(item):
        return say(OWN_CALL)
    said = say(DOUBT.get(item.told.channel if item.told else "", DOUBT["text"]))
    return f"{said} {say(TO_COACH, name=item.coach)}" if item.coach else said


def _own_call(item: Item) -> bool:
    """Say whether this is a coach's own call, which she asks for anew herself."""
    told = item.told
    return item.standing.kind == "personal" and bool(told and told.channel == "call")


def answers(item: Item) -> tuple[tuple[str, str, str], ...]:
    """Return the answers to a doubt: a coach's own call is not sent again from here."""
    again = not _own_call(item)
    return tuple(one for one in ANSWERS if again or one[0] != "send_again")


def quoted(item: Item) -> tuple[str, ...]:
    """Return her own words, text by text, or those in doubt; none where there are none.

    All that Done puts away can be read before it is.
    """
    if item.raised is not None:
        return tuple(words for words in item.quoted if words)
    told = item.told
    if told is None or _own_call(item) or not told.words:
        return ()
    return (told.words,) if item.standing.source in QUOTED else ()


def has(item: Item, zone: str, now: datetime) -> str:
    """Say who has an alert, since when and by what; "" for nobody."""
    raised = item.raised
    if raised is None or raised.heeded_at is None:
        return ""
    name, when = raised.heeded_as, words.near(raised.heeded_at, zone, now)
    via = VIA.get(raised.heeded_via)
    if via is None:
        return say("%(name)s has it since %(at)s.", name=name, at=when)
    return say(
        "%(name)s has it since %(when)s (%(via)s).", name=name, when=when, via=say(via)
    )


def told(item: Item, zone: str, now: datetime) -> tuple[str, ...]:
    """Say who was told of an alert, when and by what, and what came of it."""
    return tuple(
        say(
            "%(name)s, by %(by)s, %(when)s: %(state)s",
            name=one.coach,
            by=say(CHANNEL[one.channel]),
            when=words.near(one.at, zone, now),
            state=state(one.channel, one.state),
        )
        for one in item.notices
    )


def hearing(found: Hearing) -> str:
    """Say whom lifting a hold tells, or that who was told knows who has it."""
    if found.has:
        heard = _named(HEARD, found.heard, has=found.has) if found.heard else ""
        return f"{say(SILENT)} {heard}".strip()
    hears = _named(HEARS, found.hears) if found.hears else ""
    return f"{say(ENDS)} {hears}".strip()


def _named(says: tuple[str, str], names: Sequence[str], **given: str) -> str:
    return count(*says, len(names), names=_listed([*names]), **given)


def state(channel: str, came: str) -> str:
    """Say what came of telling somebody, by the channel: a call is made, not sent."""
    if came in IN_VAIN:
        return say("did not get through")
    states = STATES_OF_CALL if channel == "call" else STATES
    return states.say(came, later("on its way"))


def following(coming: Next, zone: str, now: datetime) -> str:
    """Say who is told next, by what and when, unless somebody has it before."""
    if not coming.whom:
        return say("Nobody further can be told: no coach can be reached.")
    whom = ", ".join(
        say("%(name)s by %(by)s", name=name, by=_listed([say(CHANNEL[c]) for c in by]))
        for name, by in coming.whom
    )
    if coming.at <= now:
        return say("Being told now: %(whom)s.", whom=whom)
    when = words.near(coming.at, zone, now)
    return say(
        "Next: %(whom)s, %(when)s, unless somebody has it before.",
        whom=whom,
        when=when,
    )


def _listed(named: list[str]) -> str:
    *some, last = named
    return say(AND, some=", ".join(some), last=last) if some else last


def planned(coming: Mapping[str, int]) -> str:
    """Say what is planned for the rest of the day, in one line."""
    kinds = [
        count(one, many, coming[kind])
        for kind, (one, many) in PLANNED.items()
        if coming.get(kind)
    ]
    if not kinds:
        return say("Nothing more is planned for today.")
    return say("Planned for today: %(what)s.", what=_listed(kinds))


def needed(today: Today) -> str:
    """Say how many need somebody; "" for none."""
    if not today.total:
        return ""
    return count("%(num)s needs someone.", "%(num)s need someone.", today.total)


def beside(today: Today) -> str:
    """Say how much that is shown is about nobody who is enrolled; "" for nothing."""
    if not today.nobodys:
        return ""
    return count(
        "%(num)s thing here is about nobody who is enrolled.",
        "%(num)s things here are about nobody who is enrolled.",
        today.nobodys,
    )


def glad(today: Today) -> str:
    """Say how many have something to celebrate, in need or not; "" for none."""
    if not today.joys:
        return ""
    if today.total:
        return count(
            "%(num)s has something to celebrate.",
            "%(num)s have something to celebrate.",
            today.joys,
        )
    return count(
        "%(num)s person has something to celebrate.",
        "%(num)s people have something to celebrate.",
        today.joys,
    )


def lead(today: Today) -> str:
    """Say how many need somebody, and how many have something to celebrate."""
    said = " ".join(filter(None, (needed(today), beside(today), glad(today))))
    return said or say("Nobody needs you right now.")
