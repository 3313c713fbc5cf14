"""A coach's word on somebody's prompts: a pause, a lever for a time, another policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast, get_args
from uuid import UUID

from flows.coach import policy
from flows.coach.ladder_state import Lever, Override
from flows.coach.rungs import RUNGS
from service.usecases import before_moments, overriding, pausing, person_days
from service.usecases.entries import Refused
from service.usecases.overriding import Stand, Word
from service.usecases.person_days import Hers
from service.web import policy_words, retold, words
from service.web.edit_forms import Edit, Field, Options, Whose, day, whole
from service.web.entries import Entry
from service.web.tongues import later, say


def _until(label: str) -> Field:
    hint = say("Needed: it ends by itself after that day.")
    return Field("until", label, hint, "date", needed=True)


def _reason() -> Field:
    hint = say(
        "Needed. Kept sealed, with your name; they do not get to read it by text."
    )
    return Field("reason", say("Why"), hint, needed=True)


def _hers(whose: Whose) -> Hers:
    return person_days.hers(whose.parts, whose.signed, whose.card.id)


def _pause_fields(_: Whose) -> tuple[Field, ...]:
    return (_until(say("Up to and including")), _reason())


def _pause(whose: Whose) -> dict[str, str]:
    card = whose.card
    until = card.paused_until
    stands = until is not None and until >= card.today
    return {"until": until.isoformat() if until and stands else ""}


def _save_pause(whose: Whose, entry: Entry) -> None:
    until = day("until", entry["until"])
    parts, signed, card = whose.parts, whose.signed, whose.card
    pausing.pause(parts, signed, card.id, until, entry["reason"])


LEVERS: Mapping[Lever, tuple[str, str]] = {
    "hold": (
        later("Keep prompts as they are"),
        later("Until then they become neither fewer nor more by themselves."),
    ),
    "rung": (later("Set the rung"), later("And hold it there.")),
    "cap": (later("A limit"), later("So many prompts in seven days at most.")),
    "floor": (
        later("No fewer prompts than"),
        later("They may still become fewer by themselves, down to this rung."),
    ),
    "skip": (later("Leave days out"), later("No prompt on these days.")),
    "kind": (later("When prompts come"), later("At a moment, or late in a window.")),
}
KINDS = {
    "window": later("late in the window, if no word has come"),
    "moment": later("before a known moment"),
}


# Why a word stands that no coach wrote herself.
BY_ITSELF = {
    before_moments.REASON: later(
        "The schedule has a known moment, and its prompt comes before it."
    ),
}


def lever(written: str) -> Lever:
    """Return a lever by its name; raises Refused for another word."""
    if written not in get_args(Lever):
        raise Refused("what", say("choose one of these"))
    return cast("Lever", written)


def levers(way: str) -> list[tuple[str, str, str]]:
    """Return what a coach can set under a policy, as a form offers it."""
    return [
        (what, say(says), say(hint))
        for what, (says, hint) in LEVERS.items()
        if policy.heeds(way, what)
    ]


def lever_words(one: Override) -> str:
    """Say what a coach has set."""
    value, says = one.value, say(LEVERS[one.what][0])
    if isinstance(value, tuple):
        return f"{says}: {', '.join(map(words.day, value))}"
    if value is None:
        return says
    if one.what == "kind":
        return f"{says}: {say(KINDS[str(value)])}"
    told = rung_words(value) if one.what in ("rung", "floor") else str(value)
    return f"{says}: {told}"


def rung_words(number: object) -> str:
    """Say a rung by its number and its name."""
    return dict(rungs())[str(number)]


def lever_ends(one: Override) -> str:
    """Say until when it holds, with the year if another; "" where nobody set an end."""
    followed = one.reason == before_moments.REASON
    if followed and one.until - one.today >= before_moments.LASTS:
        return ""
    year = "" if one.until.year == one.today.year else f" {one.until.year}"
    return say(later("until %(day)s"), day=f"{words.day(one.until)}{year}")


def lever_by(one: Override) -> str:
    """Return who set it; one that was kept by her account alone is a coach."""
    try:
        UUID(one.author)
    except ValueError:
        return one.author
    return say(retold.SOMEBODY)


def lever_why(one: Override) -> str:
    """Return why: a coach's own words, or what is said where it follows by itself."""
    known = BY_ITSELF.get(one.reason)
    return one.reason if known is None else say(known)


def rungs() -> Options:
    """Return the rungs as a form offers them, with their names."""
    return [(str(row.number), f"R{row.number} {say(row.name)}") for row in RUNGS]


def _prompts_fields(whose: Whose) -> tuple[Field, ...]:
    can = {what for what, *_ in levers(whose.card.policy)}
    return tuple(f for f in _all_fields() if not f.only or f.only in can)


def _all_fields() -> tuple[Field, ...]:
    kinds = tuple((value, say(words)) for value, words in KINDS.items())
    steps = tuple(rungs())
    return (
        Field("rung", say("Rung"), "", "choice", steps, "rung"),
        Field("cap", say("Prompts in seven days"), "", "number", (), "cap"),
        Field("floor", say("Fewest prompts"), "", "choice", steps, "floor"),
        Field(
            "skip",
            say("Days"),
            say("With a comma between: 2026-12-24, 2026-12-31."),
            only="skip",
        ),
        Field("kind", say("Prompts come"), "", "choice", kinds, "kind"),
        _until(say("Up to and including")),
        _reason(),
    )


def _prompts(whose: Whose) -> dict[str, str]:
    stand = overriding.look(*whose.at)
    told = " ".join(f"{one.what}={one.value}/{one.until}" for one in stand.words)
    return {"stands": told}


def _stand(whose: Whose) -> Stand:
    return overriding.look(*whose.at)


def _save_prompts(whose: Whose, entry: Entry) -> None:
    what = lever(entry["what"])
    value = _VALUES[what](what, entry[what])
    until = day("until", entry["until"])
    by, actor = whose.author, whose.signed.actor
    word = Word(what, value, until, entry["reason"], by, actor)
    overriding.say(*whose.at, word)


_VALUES: Mapping[Lever, Callable[[str, str], Any]] = {
    "hold": lambda _field, _written: None,
    "rung": whole,
    "cap": whole,
    "floor": whole,
    "skip": lambda field, told: tuple(day(field, one) for one in told.split(",")),
    "kind": lambda _field, written: written,
}


def _policy_fields(_: Whose) -> tuple[Field, ...]:
    options = tuple(policy_words.policies().items())
    hint = say(
        "The new one begins anew: what the old one learned of when prompts help, and"
        " what you had set by hand, counts no more. Tries and words stay."
    )
    label = say("Another way, for them alone")
    return (Field("policy", label, hint, "choice", options),)


def _policy(whose: Whose) -> dict[str, str]:
    return {"policy": overriding.look(*whose.at).policy}


def _save_policy(whose: Whose, entry: Entry) -> None:
    by, actor = whose.signed.name, whose.signed.actor
    overriding.begin(*whose.at, entry["policy"], by, actor)


EDITS = (
    Edit(
        "pause",
        later("A pause"),
        later("Nothing planned goes out up to that day. Answers to their texts do."),
        _pause_fields,
        _pause,
        _save_pause,
        scheduled=_hers,
    ),
    Edit(
        "prompts",
        later("How many prompts they get"),
        later("It holds over every rule until a day; their own word still counts."),
        _prompts_fields,
        _prompts,
        _save_prompts,
        _stand,
        scheduled=_hers,
    ),
    Edit(
        "policy",
        later("How their prompts thin out"),
        later("It begins anew: what the one before has learned ends."),
        _policy_fields,
        _policy,
        _save_policy,
    ),
)
