"""A number wrong from the first day; a later yes to calls; a no to anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from flows.safety.inviting import Why
from service.store.views import Card
from service.usecases import call_consent, inviting, told_no
from service.usecases.call_consent import Later
from service.usecases.entries import Refused
from service.usecases.inviting import Corrected, NotNow
from service.usecases.told_no import No
from service.web import invite_words
from service.web.edit_forms import Edit, Field, Whose, day
from service.web.entries import Entry
from service.web.tongues import later, say

METHODS = (
    *(later("paper form"), later("in person"), later("on the phone")),
    *(later("by e-mail"), later("web form")),
)
WHOSE: Mapping[str, str] = {
    "theirs": later("theirs, as they said or wrote them"),
    "form": later("those of a form that they signed"),
    "read": later("ours, read to them"),
}
WHAT: Mapping[str, str] = {
    "call": later("automated calls"),
    "recording": later("being recorded in those calls"),
}
SAID = (
    *(later("in person"), later("on the phone"), later("by letter")),
    *(later("by e-mail"), later("through somebody else")),
)
# What a no is said to, and what follows from it.
NO: Mapping[str, tuple[str, str]] = {
    "text": (
        later("Texts"),
        later(
            "All that is automatic ends at once, calls too, and so do your own texts"
            " and calls from here. It is undone by them alone: START, texted from"
            " their phone."
        ),
    ),
    "call": (
        later("Calls"),
        later(
            "Nobody calls them from here any more; texts go on. It is undone by a"
            " later yes of theirs."
        ),
    ),
    "recording": (
        later("Being recorded"),
        later(
            "Calls go on without it. What was recorded before stays. It is undone by"
            " a later yes of theirs."
        ),
    ),
}


# What is said once a no is entered.
ENTERED: Mapping[str, str] = {
    "text": later("A no to texts"),
    "call": later("A no to calls"),
    "recording": later("A no to being recorded"),
}


def _number_fields(whose: Whose) -> tuple[Field, ...]:
    methods = tuple((say(one), "") for one in METHODS)
    return (
        Field(
            "number",
            say("Mobile number"),
            say(
                "With its country, after a +. The one that stands: %(now)s.",
                now=whose.card.number,
            ),
            "phone",
        ),
        Field(
            "consent_text",
            say("Texts to this number: the wording they agreed to"),
            say("Word for word, as they read or heard it."),
            "area",
        ),
        Field(
            "consent_method",
            say("How they agreed"),
            say("Choose one, or write how: on paper, in person, on the phone."),
            options=methods,
        ),
    )


def _number(whose: Whose) -> dict[str, str]:
    """Which number stands; the fields begin empty, for it is not shown whole."""
    found = inviting.look(whose.parts, whose.signed, whose.card.id)
    return {"stands": f"{found.number} {whose.card.consent}"}


def _save_number(whose: Whose, entry: Entry) -> None:
    fields = ("number", "consent_text", "consent_method")
    typed = Corrected(*(entry[name] for name in fields))
    try:
        inviting.correct(whose.parts, whose.signed, whose.card.id, typed)
    except NotNow as not_now:
        raise Refused("", invite_words.why(not_now.why)) from not_now


def _number_shut(whose: Whose) -> str:
    found = inviting.look(whose.parts, whose.signed, whose.card.id)
    if found.correct in (Why.ANSWERED, Why.AGREED):
        return say(
            "They have written from this number, so it is theirs. For another one,"
            " enrol them with it: a yes belongs to the number it came from."
        )
    stopped = invite_words.stopped(found)
    return stopped or (invite_words.why(found.correct) if found.correct else "")


def _calls_fields(_: Whose) -> tuple[Field, ...]:
    methods = tuple((say(one), "") for one in METHODS)
    what = tuple((value, say(told)) for value, told in WHAT.items())
    whose = tuple((value, say(told)) for value, told in WHOSE.items())
    return (
        Field("channel", say("What they agreed to"), "", "choice", what),
        Field(
            "wording",
            say("The words of it"),
            say("Word for word, as they said, read or heard it."),
            "area",
        ),
        Field("source", say("Whose words these are"), "", "choice", whose),
        Field(
            "how",
            say("How they told you"),
            say("Choose one, or write how: on paper, in person, on the phone."),
            options=methods,
        ),
        Field("on", say("On which day"), say("By their calendar."), "date"),
    )


def _calls(whose: Whose) -> dict[str, str]:
    card = whose.card
    return {"stands": f"{card.consent} {card.calls} {card.recorded}"}


def _save_calls(whose: Whose, entry: Entry) -> None:
    channel = entry["channel"]
    if channel not in WHAT:
        raise Refused("channel", say("choose one of these"))
    told = Later(
        cast("Any", channel),
        entry["wording"],
        entry["how"],
        entry["source"],
        day("on", entry["on"]),
    )
    call_consent.later_yes(whose.parts, whose.signed, whose.card.id, told)


def _calls_shut(whose: Whose) -> str:
    parts, signed, card = whose.parts, whose.signed, whose.card
    if call_consent.may_be_told(parts, signed, card.id):
        return ""
    return say(
        "They have stopped this by their own word, and a form cannot undo that. They"
        " can text START for texts, and CALL ME for one call. A later yes of theirs,"
        " with its words, is entered at the command line by whoever runs this."
    )


def noes(card: Card) -> tuple[tuple[str, str, str], ...]:
    """Return what a no can be said to: its value, its name, and what follows from it.

    Where it stands already, the name says so.
    """
    standing = {"text": card.consent == "stopped", "call": card.calls == "stopped"}
    return tuple(
        (
            value,
            say("%(what)s (stopped already)", what=say(name))
            if standing.get(value)
            else say(name),
            say(follows),
        )
        for value, (name, follows) in NO.items()
    )


def _no_fields(_: Whose) -> tuple[Field, ...]:
    said = tuple((say(one), "") for one in SAID)
    return (
        Field(
            "wording",
            say("Their words"),
            say("As they said them, or as near as you remember."),
            "area",
        ),
        Field(
            "how",
            say("How they said it"),
            say("Choose one, or write how: in person, on the phone, by letter."),
            options=said,
        ),
        Field("on", say("On which day"), say("By their calendar."), "date"),
    )


def _stands_alone(_: Whose) -> dict[str, str]:
    """Return nothing: a no goes before whatever was changed meanwhile."""
    return {}


def _today(whose: Whose) -> dict[str, str]:
    return {"on": whose.card.today.isoformat()}


def _save_no(whose: Whose, entry: Entry) -> None:
    what = entry["what"]
    if what not in NO:
        raise Refused("what", say("choose one of these"))
    told = No(cast("Any", what), entry["wording"], entry["how"], day("on", entry["on"]))
    told_no.enter(whose.parts, whose.signed, whose.card.id, told)


EDITS = (
    Edit(
        "no",
        later("A no to texts, calls or being recorded"),
        later(
            "Said to a person: on the phone, face to face, by letter. It counts at"
            " once, and no text confirms it: tell them yourself. What they write still"
            " comes in, and danger in it still reaches people."
        ),
        _no_fields,
        _stands_alone,
        _save_no,
        names={"method": "how", "by": "what"},
        begins=_today,
        named=ENTERED,
    ),
    Edit(
        "calls",
        later("A yes to calls"),
        later(
            "Given after they were enrolled. It is kept as evidence, with your name."
        ),
        _calls_fields,
        _calls,
        _save_calls,
        names={
            "recording": "channel",
            "what": "channel",
            "whose": "source",
            "method": "how",
        },
        shut=_calls_shut,
    ),
    Edit(
        "number",
        later("Number"),
        later(
            "A corrected number is a new one: it is invited anew, and nothing that was"
            " agreed for the old one holds for it, a yes to calls included."
        ),
        _number_fields,
        _number,
        _save_number,
        shut=_number_shut,
    ),
)
