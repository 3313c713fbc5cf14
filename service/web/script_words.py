"""Scripts in plain words: what each is for, what a line is, what a turn does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from flows.talk import check_facts
from flows.talk.grammar import INSIDE, Ask, Branch, Node, Script
from service.usecases import comparing
from service.usecases.authoring import Shelf
from service.usecases.comparing import Sentence
from service.usecases.playing import Bubble
from service.usecases.proofing import Outlined, Proof
from service.web import tongues
from service.web.tongues import later

OWN = later("Your own")
# What the shipped scripts are for, in the order of the shelf.
GROUPS: Mapping[str, tuple[str, ...]] = {
    later("Every day"): (
        "daily_win", "late_prompt", "prompt_before", "miss", "comeback", "where_it_was",
        "what_she_did", "what_was_missing", "still_a_try",
    ),
    later("Beginning"): ("opt_in", "intake", "plan_step", "start_again", "stranger"),
    later("Getting ready"): (
        "before_harder", "imagine_it", "model_story", "nerves", "rehearsal",
    ),
    later("Growing"): (
        "stretch", "smaller", "new_context", "more_help", "less_help", "graduate",
    ),
    later("Looking back"): (
        "recap", "digest", "automatic", "attribution", "curiosity", "joy", "prediction",
    ),
    later("By phone"): (
        "greeting", "check_in", "check_in_inbound", "check_in_text", "call_me",
        "calls_off", "voicemail",
    ),
    later("Fewer or more texts"): (
        "offer_less", "offer_more", "less", "more", "back", "pause", "go", "quiet",
        "why", "next",
    ),
    later("Rights and safety"): (
        "with_coach", "help", "stop_confirmation", "my_data", "erase", "whose_number",
        "whose_number_calls", "whose_number_read", "whose_number_stop",
        "whose_number_yes",
    ),
}  # fmt: skip
LANGUAGES: Mapping[str, str] = {"en": later("English"), "es": later("Spanish")}
WHAT: Mapping[str, str] = {
    "say": later("says"),
    "ask": later("asks"),
    "unsure": later("asks again when unsure"),
    "again": later("asks again after silence"),
    "instead": later("says when what stands in braces is not known"),
    "offer": later("offers"),
    "imagine": later("asks to picture it"),
    "rehearse": later("asks to say it aloud"),
    "hear_back": later("plays the recording back"),
    "silence": later("says after silence"),
}
KINDS: Mapping[str, str] = {
    "asks": later("Asks"),
    "hears": later("Hears what was said first"),
    "goes": later("Goes by what is known"),
    "says": later("Says"),
    "enters": later("Goes through another script"),
}
# What a node is called, with its number among those of its kind.
PLACES: Mapping[str, str] = {
    "asks": later("Question %(n)s"),
    "says": later("Message %(n)s"),
    "goes": later("Fork %(n)s"),
    "enters": later("Part %(n)s"),
    "leads": later("Link %(n)s"),
}
# What a turn does besides speaking, by the name of its effect.
DOES: Mapping[str, str] = {
    "RecordAttempt": later("A try is kept"),
    "AddWords": later("The words are kept with the try"),
    "Remember": later("Remembered"),
    "Measured": later("Measured"),
    "Recapped": later("The days of the week are kept"),
    "Hand": later("Put before the coach"),
    "Adjust": later("How they are reached changes"),
    "Claim": later("A right is carried out"),
    "FollowUp": later("A later conversation is queued"),
    "GiveConsent": later("The yes is kept"),
    "TakeUp": later("It becomes the step"),
    "Offered": later("The answer to the offer is kept"),
}
OVER: Mapping[str, str] = {
    "end": later("The conversation is over."),
    "silence": later("Nobody answered; the conversation is over."),
}
HAPPENED: Mapping[str, str] = {
    "silence": later("Nothing said"),
    "hung up": later("Hung up; it goes on by text"),
}
KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#")
SIGNS = {"+": "more", "-": "less", "@": "where"}


def groups(found: Sequence[Shelf]) -> Iterator[tuple[str, tuple[Shelf, ...]]]:
    """Yield the scripts by what they are for, one's own first."""
    by_name = {one.name: one for one in found}
    placed = {name for names in GROUPS.values() for name in names}
    own = tuple(one for one in found if one.name not in placed)
    if own:
        yield OWN, own
    for title, names in GROUPS.items():
        here = tuple(by_name[name] for name in names if name in by_name)
        if here:
            yield title, here


def bubble(one: Bubble) -> str:
    """Return what a bubble that is no speech says, in plain words."""
    if one.kind == "does":
        name, _, rest = one.words.partition(" ")
        told = tongues.say(DOES.get(name, name))
        return f"{told}: {rest}" if rest else f"{told}."
    if one.kind in ("over", "happens"):
        table = OVER if one.kind == "over" else HAPPENED
        return tongues.say(table.get(one.words, one.words))
    if one.kind == "waits":
        return tongues.say("The call waits for: %(what)s", what=one.words)
    return one.words


def places(script: Script | None) -> dict[str, str]:
    """Return what each node is called, by its whole name: its kind, in their order.

    The nodes of each script that is entered are counted by themselves.
    """
    many = Counter[tuple[str, str]]()
    found = {}
    for name, node in ({} if script is None else script.nodes).items():
        within = name.rpartition(INSIDE)[0]
        place = _place(node)
        many[within, place] += 1
        found[name] = tongues.say(PLACES[place], n=many[within, place])
    return found


def _place(node: Node) -> str:
    if isinstance(node.lead, Ask):
        return "asks"
    if any(True for _ in check_facts.lines(node)):
        return "says"
    if isinstance(node.lead, Branch):
        return "goes"
    enters = node.lead.target.startswith(f"{node.name}{INSIDE}")
    return "enters" if enters else "leads"


def kind(one: Outlined) -> str:
    """Return what a node does, in a word or two."""
    return tongues.say(KINDS[one.kind])


def widest(source: str) -> int:
    """Return how many letters wide a page for this source is."""
    return max(map(len, source.split("\n"))) + 2


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a difference: `more`, `less`, `same`, or `where` it stands."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sources beside each other: by sentence, by line, and where nodes stand.

    `first` says that there is none before.
    """

    sentences: tuple[Sentence, ...]
    lines: tuple[Change, ...]
    places: Mapping[str, str]
    readable: bool
    first: bool


def compared(before: Proof, after: Proof) -> Compared:
    """Return what differs between two readings of a script."""
    return Compared(
        sentences=comparing.sentences(before, after),
        lines=changes(before.source, after.source),
        places={**places(before.script), **places(after.script)},
        readable=before.script is not None and after.script is not None,
        first=not before.source,
    )


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return what differs between two texts, with three lines around each place."""
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=3)
    told = list(lines)[2:]  # the two names before the first place
    return tuple(Change(SIGNS.get(line[:1], "same"), line) for line in told)
