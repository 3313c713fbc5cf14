"""How hard somebody's step is, who helps, in which places, and the list of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from flows.coach import dials, exposure, support
from flows.coach.by_coach import Agreed
from flows.coach.dials import DIALS, Difficulty
from flows.coach.exposure import Item
from service.usecases import tailoring
from service.usecases.entries import Refused
from service.usecases.tailoring import Tailored
from service.web import growth_words
from service.web.edit_forms import Edit, Field, Whose
from service.web.entries import Entry
from service.web.growth_words import COLUMNS, DIAL_WORDS, IMAGINING, SUPPORT, Listed
from service.web.tongues import later, say


def _tailored(whose: Whose) -> Tailored | None:
    return tailoring.look(whose.parts, whose.signed, whose.card.id)


def _growth_fields(_: Whose) -> tuple[Field, ...]:
    sized = (
        Field(dial, say(DIAL_WORDS[dial][0]), say(DIAL_WORDS[dial][1]), "choice",
              tuple(_places(dial)))
        for dial in DIALS
    )  # fmt: skip
    help_ = tuple((kind, say(SUPPORT[kind])) for kind in support.KINDS)
    return (
        *sized,
        Field("support", say("Help"), say("Who or what helps them do it."), "choice",
              help_),
        Field("contexts", say("Further places"), say("One a line, up to 8."), "area"),
        Field("how", say("How you agreed on it"), say("Nobody is asked by text: say how"
              " they said yes. Kept with your name.")),
    )  # fmt: skip


def _places(dial: str) -> Iterable[tuple[str, str]]:
    for place in sorted(dials.TABLE[cast("Any", dial)].places):
        words = say(IMAGINING[str(place)]) if dial == "imagining" else str(place)
        yield str(place), words


def _growth(whose: Whose) -> dict[str, str]:
    found = _tailored(whose)
    if found is None:
        return {}
    now = found.agreed
    sized = [(str(dial), str(getattr(now.difficulty, dial))) for dial in DIALS]
    return {**dict(sized), "support": now.support, "contexts": "\n".join(now.contexts)}


def _save_growth(whose: Whose, entry: Entry) -> None:
    try:
        numbers = {str(dial): int(entry[dial]) for dial in DIALS}
        difficulty = Difficulty(**numbers)
    except ValueError as wrong:
        named = next((dial for dial in DIALS if dial in str(wrong)), DIALS[0])
        raise Refused(named, say("choose one of these")) from wrong
    if entry["support"] not in support.KINDS:
        raise Refused("support", say("choose one of these"))
    lines = (" ".join(line.split()) for line in entry["contexts"].splitlines())
    places = tuple(line for line in lines if line)
    now = Agreed(difficulty, cast("Any", entry["support"]), places)
    parts, signed, card = whose.parts, whose.signed, whose.card
    tailoring.agree(parts, signed, card.id, now, entry["how"])


def _list_fields(_: Whose) -> tuple[Field, ...]:
    columns = tuple((one, say(COLUMNS[one])) for one in exposure.COLUMNS)
    fields: list[Field] = []
    for at in range(1, exposure.MOST_ITEMS + 1):
        fields += (
            Field(f"words{at}", say("%(n)s. In their words", n=at)),
            Field(f"column{at}", say("It is"), "", "choice", columns),
            Field(f"fear{at}", say("Fear, 0 to 10"), "", "number"),
        )
    return tuple(fields)


def _list(whose: Whose) -> dict[str, str]:
    found = _tailored(whose)
    stands: dict[str, str] = {}
    for at in range(1, exposure.MOST_ITEMS + 1) if found else ():
        items = found.items if found else ()
        item = items[at - 1] if at <= len(items) else None
        fear = None if item is None else item.expected
        stands[f"words{at}"] = "" if item is None else item.words
        stands[f"column{at}"] = "edge" if item is None else item.column
        stands[f"fear{at}"] = "" if fear is None else str(fear)
    return stands


def _met(whose: Whose) -> Mapping[str, Listed]:
    """Return, by its words, how each item of the list was met."""
    found = _tailored(whose)
    items = found.items if found else ()
    return {one.words: growth_words.listed(one) for one in items if one.felt}


def _save_list(whose: Whose, entry: Entry) -> None:
    items = []
    for at in range(1, exposure.MOST_ITEMS + 1):
        words = " ".join(entry[f"words{at}"].split())
        if not words:
            continue
        column, fear = entry[f"column{at}"], entry[f"fear{at}"]
        if column not in exposure.COLUMNS:
            raise Refused(f"column{at}", say("choose one of these"))
        if fear and not (fear.isdecimal() and int(fear) <= exposure.FEAR[1]):
            raise Refused(f"fear{at}", say("write a number from 0 to 10"))
        expected = int(fear) if fear else None
        items.append(Item(words, cast("Any", column), expected))
    parts, signed, card = whose.parts, whose.signed, whose.card
    tailoring.list_(parts, signed, card.id, items)


EDITS = (
    Edit(
        "growth",
        later("How hard it is, and who helps"),
        later("As the two of you agreed. For a week after, nothing more is offered."),
        _growth_fields,
        _growth,
        _save_growth,
    ),
    Edit(
        "list",
        later("Their list"),
        later("What is easy, at the edge and too much, in their words: seven at most."),
        _list_fields,
        _list,
        _save_list,
        _met,
    ),
)
