"""What a person would get next, word for word, by the engine; nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach.preview import Asked, Row
from flows.talk import engine, render
from flows.talk.aloud import Line
from flows.talk.events import Channel, Opened
from flows.talk.script import Script
from flows.talk.state import Turn
from service.carrier import segments
from service.store import views
from service.store.db import Tx
from service.store.views import Card, Coming
from service.usecases import library, previewing, quieting, rights, turns
from service.usecases.causes import cause
from service.usecases.facts import Facts
from service.usecases.parts import Desk, Parts
from service.usecases.planning import AHEAD, SCRIPT_OF
from service.usecases.rights import Signed

PROMPT, RECAP, CALL = "prompt", "recap", "call"
AGAIN = frozenset({PROMPT, RECAP, CALL})
# In so many days each comes that comes once a week, though fewer are laid out.
WEEK = 8
GREETING, WE_CALL = "greeting", "check_in"


@dataclass(frozen=True, slots=True)
class Text:
    """One text as it would stand on her phone, and how many segments it is.

    `dear` is the first sign in it that leaves less room in each, "" for none.
    """

    words: str
    segments: int
    dear: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """A nudge as she would get it: its kind, its texts, and when it is planned.

    `spoken` is what a call says until it waits for her first answer.
    """

    kind: str
    texts: tuple[Text, ...]
    planned: Coming | None
    spoken: tuple[str, ...] = ()


def judged(parts: Parts, tx: Tx, cards: Sequence[Card]) -> tuple[Card, ...]:
    """Return people with what would go of what is planned, or why none of it would.

    What comes first of a kind in a week, and is not laid out yet, stands as `further`.
    """
    agreed = {card.id for card in cards if card.consent == "active" and not card.hold}
    whose = [card.id for card in cards if card.coming or card.id in agreed]
    return _all(parts, tx, cards, whose, _foreseen)


def glanced(parts: Parts, tx: Tx, cards: Sequence[Card]) -> tuple[Card, ...]:
    """Return people with the first that would go, or why nothing would.

    Her days are looked at as far as that first, where no rule moves it: a page of
    people costs a third so.
    """
    whose = [card.id for card in cards if card.coming]
    return _all(parts, tx, cards, whose, _glanced)


def _all(
    parts: Parts,
    tx: Tx,
    cards: Sequence[Card],
    whose: Sequence[UUID],
    judge: Callable[[Desk, Card, Asked | None], Card],
) -> tuple[Card, ...]:
    """Judge those of these ids; all is read at once, and no row locked."""
    desks = previewing.desks(parts, tx, whose)
    asked = previewing.asked_of(desks.values())
    return tuple(
        judge(desks[card.id], card, asked.get(card.id)) if card.id in desks else card
        for card in cards
    )


def _glanced(desk: Desk, card: Card, asked: Asked | None) -> Card:
    first = card.coming[0]
    zone = ZoneInfo(card.zone)
    days = (
        first.due_at.astimezone(zone).date() - desk.tx.now.astimezone(zone).date()
    ).days + 1
    if asked is None or not 0 < days <= AHEAD:
        return _judged(desk, card, asked)
    soon = _of_rows(desk, card, previewing.rows(asked, days))
    stands = soon.coming and soon.coming[0] == first
    return replace(card, coming=(first,)) if stands else _judged(desk, card, asked)


def _judged(desk: Desk, card: Card, asked: Asked | None) -> Card:
    return _of_rows(
        desk, card, () if asked is None else previewing.rows(asked, AHEAD + 1)
    )


def _foreseen(desk: Desk, card: Card, asked: Asked | None) -> Card:
    lines = () if asked is None else previewing.rows(asked, WEEK)
    found = _of_rows(desk, card, lines)
    if found.stays:  # why nothing goes of what is laid out says more
        return found
    return replace(found, further=tuple(_further(found, lines)))


def _further(card: Card, lines: Sequence[Row]) -> Iterator[Coming]:
    """Yield the first of each kind that goes and has none laid out."""
    laid = {one.kind for one in card.coming if cause(one.occurrence) == "plan"}
    for row in lines:
        if row.goes and row.kind in AGAIN and row.kind not in laid and row.at:
            laid.add(row.kind)
            yield Coming(row.kind, "", row.at, row.occurrence)


def _of_rows(desk: Desk, card: Card, lines: Sequence[Row]) -> Card:
    """Ask the rules that a preview asks about what is planned (previewing).

    Quiet hours move a nudge and caps keep one here; what the calendar did not plan is
    held to hours alone.
    """
    rows = {row.occurrence: row for row in lines}
    came = [(one, rows.get(one.occurrence)) for one in card.coming]
    goes = [_moved(desk, one, row) for one, row in came if row is None or row.goes]
    if goes:
        return replace(card, coming=tuple(sorted(goes, key=lambda one: one.due_at)))
    why = next((row.sentence for _, row in came if row is not None), "")
    return replace(card, coming=(), stays=why)


def _moved(desk: Desk, one: Coming, row: Row | None) -> Coming:
    if row is None and one.kind != "call":
        opens = quieting.opens(desk, "texts", max(one.due_at, desk.tx.now))
        return replace(one, due_at=opens)
    at = None if row is None else row.at
    return one if at is None else replace(one, due_at=at)


def foresee(parts: Parts, signed: Signed, whose: UUID) -> tuple[Ahead, ...]:
    """Return the first of each sort that is planned, and what is usual but not planned.

    What is usual is what her schedule has: prompts and recaps where there are some, and
    calls for whoever agreed to them. Raises LookupError for nobody. Of several wordings
    one that is not resting is shown; on its day it may be another.
    """
    rights.require(signed, "see")
    with parts.glimpse(signed.organisation, whose) as desk:
        card = views.card(desk.tx, parts.vault, whose)
        if card is None:
            return ()
        asked = previewing.asked_of([desk]).get(whose)
        found = _foreseen(desk, card, asked)
        planned: dict[tuple[str, str], Coming] = {}
        for one in found.coming:
            planned.setdefault((one.kind, one.script), one)
        kinds = {kind for kind, _ in planned}
        usual = [one for one in _usual(desk, asked) if one[0] not in kinds]
        further = {one.kind: one for one in found.further}
        return (
            *(_ahead(desk, one.kind, one.script, one) for one in planned.values()),
            *(_ahead(desk, kind, script, further.get(kind)) for kind, script in usual),
        )


def _usual(desk: Desk, asked: Asked | None) -> Iterator[tuple[str, str]]:
    """Yield kind and script of what comes to her again and again, as things stand."""
    if asked is None or desk.step is None or desk.person.consent != "active":
        return
    thins = previewing.thins(asked.ladder, desk.today)
    if thins is None or thins.prompted:
        yield PROMPT, SCRIPT_OF["before" if desk.step.kind == "moment" else "late"]
    if asked.calls is not None and desk.person.calls == "agreed":
        yield CALL, WE_CALL
    if asked.recap is not None:
        yield RECAP, RECAP


def _ahead(desk: Desk, kind: str, name: str, planned: Coming | None) -> Ahead:
    channel: Channel = "voice" if kind == CALL else "text"
    _version, script = turns.newest(desk, name, channel)
    event = Opened(kind, channel)
    turn = engine.begin(script, Facts(desk), now=desk.tx.now, event=event)
    texts = tuple(map(_text, render.as_texts(turn.effects)))
    spoken = _spoken(desk, script, turn) if kind == CALL else ()
    return Ahead(kind, texts, planned, spoken)


def _spoken(desk: Desk, script: Script, turn: Turn) -> tuple[str, ...]:
    """Return what a call says until it waits for her first answer, and the keys."""
    _version, hello = library.version_of(desk.parts, desk.tx, GREETING)
    first = engine.begin(
        hello, Facts(desk), now=desk.tx.now, event=Opened(CALL, "voice")
    )
    aloud = render.as_spoken(
        [*first.effects, *turn.effects],
        script,
        turn.state,
        language=desk.person.language,
        recorded=desk.person.recorded,
        speech=desk.parts.voice == "full",
    )
    return tuple(one.text for one in aloud.lines if isinstance(one, Line))


def _text(words: str) -> Text:
    return Text(words, segments.count(words).count, segments.dear(words))
