"""How hard a step is, who helps, in which places, and a list, as a coach reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.coach.contexts import FAMILIAR, Stage, Tally
from flows.coach.dials import DIALS, REAL, TABLE
from flows.coach.exposure import Item
from service.usecases.tailoring import Tailored
from service.web import schedule_words
from service.web.tongues import count, later, say

_HINTS = {
    "minutes": later("How long it takes at most."),
    "per_week": later("What it aims at. On which days it comes is in the schedule."),
    "imagining": later("To imagine it is easier than to do it."),
    "complexity": later("1 is simple, 7 has many parts."),
    "fear": later("0 to 10; 3 to 5 is a good stretch."),
}
# The core's sentences name a dial and its places as these forms do.
DIAL_WORDS: Mapping[str, tuple[str, str]] = {
    dial: (TABLE[dial].says, _HINTS[dial]) for dial in DIALS
}
IMAGINING = {str(number): words for number, words in REAL.items()}
SUPPORT = {
    "with_me": later("somebody beside them"),
    "tool": later("a card or checklist"),
    "story": later("somebody's example"),
    "self": later("nothing but themselves"),
}
# The same, said to the person herself.
SUPPORT_HERS = {
    **SUPPORT,
    "with_me": later("somebody beside you"),
    "self": later("nothing but yourself"),
}
COLUMNS = {
    "easy": later("easy"),
    "edge": later("at the edge"),
    "too_much": later("too much"),
}
# Dials that are numbers on a scale of their own, told with its end.
OF_A_SCALE = frozenset({"complexity", "fear"})
AIM = later("Times a week it aims at")
STAGES: Mapping[Stage, str] = {
    "start": later("Just begun: the first tries show how it fits."),
    "fade": later("Under way: prompts and help may thin out now."),
    "stretch": later("It goes well: the step may grow."),
    "solidify": later("It holds: new places come next."),
    "keep": later("Theirs by now: one look a month."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its label, what stands there, and of how many where that is a scale."""

    label: str
    says: str
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of a list in her words: how it was met, and what became of the fear."""

    words: str
    column: str
    met: str
    changed: str
    done: bool


@dataclass(frozen=True, slots=True)
class Told:
    """All that is told of a step's size and help; without a list there are no items."""

    stage: str
    dials: tuple[Line, ...]
    support: str
    places: tuple[Line, ...]
    items: tuple[Listed, ...]


def told(found: Tailored, *, hers: bool = False) -> Told:
    """Say what stands of somebody's step; `hers` says it to the person herself."""
    helped = SUPPORT_HERS if hers else SUPPORT
    return Told(
        say(STAGES[found.stage]),
        tuple(_dials(found, hers)),
        say(helped[found.agreed.support]),
        tuple(_places(found)),
        tuple(map(listed, found.items)),
    )


def _dials(found: Tailored, hers: bool) -> Iterator[Line]:
    """Yield the dials; how often it comes is the schedule's, and the dial an aim.

    A coach who reads both takes the aim for the schedule, so she reads one of them.
    Hers is all that is kept.
    """
    for dial in DIALS:
        if dial == "per_week" and not hers:
            yield Line(say("Days"), schedule_words.rhythm(found.schedule))
            continue
        value = str(getattr(found.agreed.difficulty, dial))
        words = say(IMAGINING[value]) if dial == "imagining" else value
        top = TABLE[dial].places[-1] if dial in OF_A_SCALE else None
        label = AIM if dial == "per_week" else DIAL_WORDS[dial][0]
        yield Line(say(label), words, top)


def _places(found: Tailored) -> Iterator[Line]:
    """Yield the places and their tries; the familiar one alone is nothing to tell."""
    tried = (name for name, one in found.places.items() if one.tries)
    named = dict.fromkeys((FAMILIAR, *found.agreed.contexts, *tried))
    for name in named if len(named) > 1 else ():
        tries = found.places.get(name, Tally()).tries
        label = say("The familiar place") if name == FAMILIAR else name
        many = count("%(num)s try", "%(num)s tries", tries)
        yield Line(label, many if tries else say("no try yet"))


def listed(item: Item) -> Listed:
    """Say one item of a list."""
    return Listed(
        item.words, say(COLUMNS[item.column]), met(item), changed(item), item.done
    )


def met(item: Item) -> str:
    """Say how much fear was expected of an item, and felt; "" for nothing known."""
    felt = ", ".join(map(str, item.felt))
    if item.expected is None:
        return say("Fear felt: %(felt)s.", felt=felt) if felt else ""
    if not felt:
        return say("Fear expected: %(expected)s.", expected=item.expected)
    return say(
        "Fear expected: %(expected)s → felt: %(felt)s.",
        expected=item.expected,
        felt=felt,
    )


def changed(item: Item) -> str:
    """Say what became of the fear; "" where there are no two numbers to compare."""
    if item.change is None or (item.expected is None and len(item.felt) == 1):
        return ""
    first, last = item.change
    if first == last:
        return say("It stayed at %(last)s.", last=last)
    if last > first:
        return say("It went up from %(first)s to %(last)s.", first=first, last=last)
    return say("It went down from %(first)s to %(last)s.", first=first, last=last)
