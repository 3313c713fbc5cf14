"""What a coach reads of one person beside the states: reasons, changes, kinds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from service.store.holds import Held
from service.store.taken_off import Off
from service.store.threads import Changed, Tried
from service.store.views import Card, Coming
from service.usecases import causes, today
from service.web import (
    dating,
    difference_words,
    need_words,
    next_words,
    policy_words,
    words,
)
from service.web.schedule_words import Both
from service.web.tongues import later, say, within

# The kinds a timeline can be narrowed to.
KINDS: Mapping[str, str] = {
    "all": later("Everything"),
    "texts": later("Texts"),
    "calls": later("Calls"),
    "tries": later("Tries"),
    "reasons": later("Decisions"),
    "changes": later("Changes by the team"),
}
EMPTY: Mapping[str, str] = {
    "texts": later("No text yet."),
    "calls": later("No call yet."),
    "tries": later("No try told yet."),
    "reasons": later("Nothing decided yet."),
    "changes": later("Nobody has changed anything yet."),
}
BECAUSE: Mapping[str, str] = {
    "recap": later("Asks about the week; it does not urge."),
    "invitation": later("Asks for their own yes."),
    "follow_up": later("A conversation asked for it."),
    "call": later("Their call time."),
}
WHEN = frozenset({"when", "cuando"})
# Of a call that they asked for with CALL ME.
ASKED = later("They asked for it.")
ASKED_EARLY = later(
    "They asked for it when no call may go out, so it comes as soon as one may."
)
ASKS_WHOSE = later("Asks whose number it is by now, without a name.")
MINUTE = timedelta(minutes=1)
# How a yes was given, where the machine itself kept it in a word of its own.
METHODS: Mapping[str, str] = {
    "double opt-in": later("their own yes to the invitation"),
}
# Who acts without an account of the console, as it is kept.
ACTORS: Mapping[str, str] = {
    "coach": later("a coach"),
    "operator": later("the operator"),
    "e-mail": later("whoever asked by e-mail"),
    "set-up": later("the set-up"),
    "participant": later("the person themselves"),
}
DONE: Mapping[str, str] = {
    "enrolled": later("enrolled them"),
    "set step": later("set the step"),
    "set growth": later("changed how hard it is, or who helps"),
    "set list": later("changed their list"),
    "set name": later("changed the name"),
    "set number": later("corrected the number and invited them anew"),
    "invited again": later("invited them again"),
    "call given": later("entered a yes to calls"),
    "call withdrawn": later("entered a no to calls"),
    "recording given": later("entered a yes to being recorded"),
    "recording withdrawn": later("entered a no to being recorded"),
    "text withdrawn": later("entered a no to texts"),
    "set language": later("changed the language"),
    "set schedule": later("changed the schedule"),
    "set zone": later("moved them to another clock"),
    "moved": later("moved them to another clock"),  # as it was kept at first
    "set call times": later("changed the call times"),
    "set own terms": later("changed the most prompts or the recap"),
    "removed words of heard": later("removed the words of a text of theirs"),
    "removed words of said": later("removed the words of a text to them"),
    "removed words of call": later("removed the words of a call"),
    "removed words of attempt": later("removed the words of a try"),
    "set policy": later("chose another way for their prompts to thin out"),
    "set hold": later("kept prompts as they are"),
    "lift hold": later("let rules change the prompts again"),
    "set rung": later("set how many chances get a prompt"),
    "lift rung": later("took back how many chances get a prompt"),
    "set cap": later("limited the prompts of a week"),
    "lift cap": later("took back the limit of prompts"),
    "set floor": later("set how thin prompts may get"),
    "lift floor": later("took back how thin prompts may get"),
    "set skip": later("left days out of the prompts"),
    "lift skip": later("took back the days without prompts"),
    "set kind": later("changed when prompts come"),
    "lift kind": later("took back when prompts come"),
    "let texts go again": later("let texts go again"),
    "pause": later("paused them"),
    "end pause": later("ended the pause"),
    "released crisis": later("lifted the hold for safety"),
    "released unclear_stop": later("lifted the hold"),
    "left as it was": later("looked at what was asked for, and left it as it was"),
    "number is theirs": later("said that the number is still theirs"),
    "released take_over": later("ended the take-over"),
    "ended the take-over": later("ended the take-over"),
    "took over": later("took the conversation over"),
    "wrote": later("wrote to them"),
    "called through the service": later("called them"),
    "noted": later("wrote a note"),
    "assigned": later("said whose task it is"),
    "assigned to themselves": later("made it their own task"),
    "doubt: it went out": later("said of a message in doubt: it went out"),
    "doubt: sent again": later("had a message in doubt sent again"),
    "doubt: left": later("left a message in doubt as it was"),
    "assigned to nobody": later("made it nobody's task"),
    "put off": later("put the conversation off"),
    "taken up": later("took the conversation up again"),
    "settled, nothing to answer": later("said that nothing waits for an answer"),
    "put back: settled": later("took back that nothing waits for an answer"),
    "exported everything of a person": later("exported all their data"),
    "asked for an export of attempts": later("asked for a file of their tries"),
    "downloaded an export of attempts": later("downloaded a file of their tries"),
    "asked for an export of people": later("asked for a file about them"),
    "downloaded an export of people": later("downloaded a file about them"),
    "brought in tries": later("brought in tries that were kept elsewhere"),
}


TAKEN_OFF = later("took “%(what)s” off the list")
HAS = later("said of “%(what)s”: I have this")
PUT_BACK = later("put “%(what)s” back on the list")
HELD: Mapping[str, str] = {
    "crisis": later("It touched on safety: everything automatic waits for a person."),
    "unclear_stop": later(
        "They may want texts to end: everything automatic waits for a person."
    ),
}
# Rules that name a limit of prompts, and what their kept sentences leave unsaid.
LIMITS = frozenset({"cap_day", "cap_week", "G1-day", "G1"})
COUNTED = later("A call counts as a prompt.")


def counted(rule: str) -> str:
    """Say that calls count too, where a rule names a limit of prompts; else ""."""
    return say(COUNTED) if rule in LIMITS else ""


def beneath(card: Card) -> tuple[str, str, str] | None:
    """Return what decides on prompts where something stands in its place; else None.

    Told as what it is called, its name, and what it will mean once prompts go.
    """
    name, means = words.rung(card)
    if words.standing(card) == (name, means):
        return None
    will = say("Once prompts go: %(means)s", means=within(means))
    way = policy_words.name(card.policy) if words.is_on_rung(card) else say("By plan")
    return way, name, will


def because(nudge: Coming, card: Card) -> str:
    """Say why a nudge is planned."""
    if next_words.asked_call(nudge):
        return say(ASKED_EARLY if _waits(nudge) else ASKED)
    if causes.cause(nudge.occurrence) == "whose":
        return say(ASKS_WHOSE)
    told = BECAUSE.get(nudge.kind)
    return say(told) if told else words.rung(card)[1]


def _waits(nudge: Coming) -> bool:
    """Say whether a call was asked for in a minute before it may go, such as at night.

    The minute is the end of its occurrence, in UTC; a retry has another end.
    """
    asked = nudge.occurrence.removeprefix(causes.ASKED)
    if causes.RETRY[0] in asked:
        return False
    at = datetime.fromisoformat(asked).replace(tzinfo=UTC)
    return nudge.due_at - at > MINUTE


def moment(cue: str) -> str:
    """Return a cue without the word when, which people often write before it."""
    first, _, rest = cue.partition(" ")
    return rest.strip() if first.casefold() in WHEN and rest.strip() else cue


def actor(kept: str) -> str:
    """Say who did something: a name as it is kept, or what it was that has none."""
    return say(ACTORS.get(kept, kept))


def doer(entry: Changed | Off) -> str:
    """Say at the beginning of a sentence who of the team did something."""
    who = actor(entry.who)
    return f"{who[:1].upper()}{who[1:]}" if entry.who in ACTORS else who


def done(entry: Changed | Off) -> str:
    """Say what somebody of the team did."""
    if isinstance(entry, Changed) or entry.source in ("", "doubt"):
        return acted(entry.action)
    what = need_words.label(today.need_of(entry))
    return say(HAS if entry.has else PUT_BACK if entry.back else TAKEN_OFF, what=what)


def held(entry: Held) -> str:
    """Say why a hold was put."""
    return say(HELD[entry.kind])


def differing(entry: Changed | Off) -> list[Both]:
    """Say what a change of theirs changed, field by field; [] where none was kept."""
    if not isinstance(entry, Changed):
        return []
    return difference_words.lines(entry.changed, hers=True)


def acted(action: str) -> str:
    """Say an action on a person; one that is not known is returned as it was kept."""
    known = DONE.get(action)
    if known:
        return say(known)
    return action


def shape(entry: Tried) -> str:
    """Return the shape of a try that was told."""
    return entry.label if entry.outcome == "attempted" else entry.outcome


def tried(entry: Tried) -> str:
    """Say what was told of a chance."""
    return words.SHAPES[shape(entry)]


def method(how: str) -> str:
    """Say how a consent was told; a no told to a person has its day behind it."""
    manner, _, on = how.rpartition(", ")
    try:
        day = dating.dated(date.fromisoformat(on))
    except ValueError:
        return say(METHODS.get(how, how))
    return say("%(manner)s, told on %(day)s", manner=say(manner), day=day)
