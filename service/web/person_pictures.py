"""The pictures of one person, each with its sentence and its figures.

Law: with one value a sentence stands and no picture.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from flows.coach.contexts import FAMILIAR
from flows.coach.rungs import RUNGS
from service.usecases.picturing import Pictures
from service.web import pictures as charts
from service.web import retold, tongues, words
from service.web.pictures import Size
from service.web.tongues import count, later, say

Row = tuple[str, ...]
LAST_RUNG = len(RUNGS) - 1


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name in addresses, its title, what it says, its figures.

    `drawn` is whether there is more to see than it says.
    """

    name: str
    title: str
    says: str
    heads: Row
    rows: tuple[Row, ...]
    drawn: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table: how many values there are, and how they are shown."""

    title: str
    many: Callable[[Pictures], int]
    told: Callable[[Pictures, str], tuple[str, Row, tuple[Row, ...]]]
    draw: Callable[[Pictures, str, Size], bytes]


def shown(found: Pictures, zone: str) -> tuple[Picture, ...]:
    """Return the pictures that there is something to say of."""
    return tuple(
        Picture(name, say(kind.title), *kind.told(found, zone), kind.many(found) > 1)
        for name, kind in KINDS.items()
        if kind.many(found)
    )


def drawn(name: str, found: Pictures, zone: str, size: Size) -> bytes | None:
    """Return one picture as SVG; None for one that is not drawn."""
    kind = KINDS.get(name)
    if kind is None or kind.many(found) <= 1:
        return None
    return kind.draw(found, zone, size)


def day(on: object) -> str:
    """Say a day short, in the language of the page."""
    told: str = format_date(on, "d MMM", locale=tongues.here())  # type: ignore[arg-type] # a date
    return told


# ---- tries by week ----


def _weeks(found: Pictures, _zone: str) -> tuple[str, Row, tuple[Row, ...]]:
    own = sum(one.unprompted for one in found.weeks)
    tries = own + sum(one.prompted for one in found.weeks)
    weeks = count("%(num)s week", "%(num)s weeks", len(found.weeks))
    says = count(
        "%(num)s try in %(weeks)s, %(own)s unprompted.",
        "%(num)s tries in %(weeks)s, %(own)s of them unprompted.",
        tries,
        weeks=weeks,
        own=own,
    )
    heads = (say("Week from"), say("Unprompted"), say("After a prompt"))
    rows = tuple(
        (day(one.week), str(one.unprompted), str(one.prompted)) for one in found.weeks
    )
    return says, heads, rows


def _draw_weeks(found: Pictures, _zone: str, size: Size) -> bytes:
    return charts.bars(
        [day(one.week) for one in found.weeks],
        {
            say("Unprompted"): [one.unprompted for one in found.weeks],
            say("After a prompt"): [one.prompted for one in found.weeks],
        },
        size=size,
    )


# ---- the rung's staircase ----


def _rungs(found: Pictures, zone: str) -> tuple[str, Row, tuple[Row, ...]]:
    first, last = found.moves[0], found.moves[-1]
    back = sum(one.after < one.before for one in found.moves)
    says = say(
        "From R%(first)s to R%(last)s (%(name)s).",
        first=first.before,
        last=last.after,
        name=say(RUNGS[last.after].name),
    )
    came = count(
        "Prompts came back %(num)s time.", "Prompts came back %(num)s times.", back
    )
    says = f"{says} {came}"
    rows = tuple(
        (words.day(words.local(one.at, zone).date()), f"R{one.before}", f"R{one.after}",
         retold.said(one.why))
        for one in found.moves
    )  # fmt: skip
    return says, (say("Day"), say("From"), say("To"), say("Why")), rows


def _draw_rungs(found: Pictures, zone: str, size: Size) -> bytes:
    stairs: list[tuple[date, float]] = []
    back: list[tuple[date, float]] = []
    for one in found.moves:
        on = words.local(one.at, zone).date()
        stairs += [(on, one.before), (on, one.after)]
        back += [(on, one.after)] if one.after < one.before else []
    if stairs[-1][0] < found.today:
        stairs.append((found.today, stairs[-1][1]))
    came = say("Prompts came back")
    series = {say("Rung"): stairs, **({came: back} if back else {})}
    return charts.over_days(
        series, top=LAST_RUNG, says=day, reads=lambda rung: f"R{rung:g}",
        dots={came}, size=size,
    )  # fmt: skip


# ---- how sure, and whether tried ----


def _bands(found: Pictures, _zone: str) -> tuple[str, Row, tuple[Row, ...]]:
    top = found.bands[-1]
    says = count(
        "Before these chances they said how sure they were. Of %(num)s chance at"
        " %(low)s to %(high)s of 10 they tried %(tried)s.",
        "Before these chances they said how sure they were. Of %(num)s chances at"
        " %(low)s to %(high)s of 10 they tried %(tried)s.",
        top.n,
        low=top.low,
        high=top.high,
        tried=top.tried,
    )
    rows = tuple(
        (f"{one.low}-{one.high}", str(one.tried), str(one.n)) for one in found.bands
    )
    return says, (say("How sure, of 10"), say("Tried"), say("Chances")), rows


def _draw_bands(found: Pictures, _zone: str, size: Size) -> bytes:
    return charts.bars(
        [f"{one.low}-{one.high}" for one in found.bands],
        {
            say("Tried"): [one.tried for one in found.bands],
            say("No try known"): [one.n - one.tried for one in found.bands],
        },
        size=size,
    )


# ---- fear expected and felt ----


def _fear(found: Pictures, _zone: str) -> tuple[str, Row, tuple[Row, ...]]:
    both = [one for one in found.fear if None not in (one.expected, one.felt)]
    says = say("Fear from 0 to 10, as they expected it and as they felt it.")
    if both:
        last = both[-1]
        says += " " + say(
            "Last on %(day)s: %(expected)s expected, %(felt)s felt.",
            day=day(last.on),
            expected=last.expected,
            felt=last.felt,
        )
    rows = tuple(
        (words.day(one.on), _or_none(one.expected), _or_none(one.felt))
        for one in found.fear
    )
    return says, (say("Day"), say("Expected"), say("Felt")), rows


def _or_none(number: int | None) -> str:
    return "" if number is None else str(number)


def _draw_fear(found: Pictures, _zone: str, size: Size) -> bytes:
    expected = [(one.on, one.expected) for one in found.fear]
    felt = [(one.on, one.felt) for one in found.fear]
    series = {say("Expected"): expected, say("Felt"): felt}
    told = {
        name: [(on, value) for on, value in of if value is not None]
        for name, of in series.items()
    }
    there = {name: of for name, of in told.items() if of}
    return charts.over_days(there, top=10, says=day, size=size)


# ---- places ----


def _places(found: Pictures, _zone: str) -> tuple[str, Row, tuple[Row, ...]]:
    rows = tuple(
        (name or say("The familiar place"), str(one.tries), str(one.known))
        for name, one in (found.places or {}).items()
    )
    says = say("Tries by place, each counted by itself.")
    if len(rows) == 1:
        name, tries, known = rows[0]
        says = say("%(place)s: %(tries)s of %(known)s known chances were tried.",
                   place=name, tries=tries, known=known)  # fmt: skip
    return says, (say("Place"), say("Tries"), say("Known chances")), rows


def _draw_places(found: Pictures, zone: str, size: Size) -> bytes:
    _, _, rows = _places(found, zone)
    series = {say("Tries"): [int(row[1]) for row in rows]}
    return charts.rows([row[0] for row in rows], series, size=size)


def _of_places(found: Pictures) -> int:
    """Return of how many places; the familiar one alone is nothing to tell apart."""
    named = found.places or {}
    return len(named) if set(named) - {FAMILIAR} else 0


def _of_fear(found: Pictures) -> int:
    return len({one.on for one in found.fear})


KINDS: Mapping[str, Kind] = {
    "weeks": Kind(
        later("Tries by week"), lambda found: len(found.weeks), _weeks, _draw_weeks
    ),
    "rungs": Kind(later("Rungs"), lambda found: len(found.moves), _rungs, _draw_rungs),
    "sure": Kind(
        later("How sure, and whether tried"),
        lambda found: len(found.bands),
        _bands,
        _draw_bands,
    ),
    "fear": Kind(later("Fear"), _of_fear, _fear, _draw_fear),
    "places": Kind(later("Places"), _of_places, _places, _draw_places),
}
