"""What a person would get next, word for word, by the engine; nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flows.coach.preview import Row
from flows.talk import engine, render
from flows.talk.events import Opened
from service.carrier import segments
from service.store import nearby, staying, views
from service.store.db import Tx
from service.store.views import Card, Coming
from service.usecases import library, previewing, quieting, rights
from service.usecases.facts import Facts
from service.usecases.parts import Desk, Parts
from service.usecases.planning import AHEAD, SCRIPT_OF
from service.usecases.previewing import Preview
from service.usecases.rights import Signed
from service.usecases.terms import Terms

RECAP = "recap"


@dataclass(frozen=True, slots=True)
class Text:
    """One text as it would stand on her phone, and how many segments it is."""

    words: str
    segments: int
    encoding: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """A nudge as she would get it: its kind, its texts, and when it is planned."""

    kind: str
    texts: tuple[Text, ...]
    planned: Coming | None


def judged(parts: Parts, tx: Tx, cards: Sequence[Card]) -> tuple[Card, ...]:
    """Return people with what would go of what is planned, or why none of it would.

    Everything is read once for all of them, and looking locks nobody's row.
    """
    whose = [card.id for card in cards if card.coming]
    desks = _desks(parts, tx, whose) if whose else {}
    days = previewing.of_all(desks.values(), AHEAD + 1) if desks else {}
    return tuple(
        _judged(desks[card.id], card, days[card.id]) if card.id in desks else card
        for card in cards
    )


def _desks(parts: Parts, tx: Tx, whose: Sequence[UUID]) -> dict[UUID, Desk]:
    tenant = parts.tenant(tx.organisation_id)
    found = staying.persons(tx, parts.vault, whose)
    desks = {one.id: Desk(parts, tx, tenant, one) for one in found}
    asked = [(desk.person, desk.today, desk.story) for desk in desks.values()]
    terms: dict[UUID, Terms] = {}
    for one, near in nearby.near_all(tx, asked).items():
        desks[one].lies(near, terms)
    return desks


def _judged(desk: Desk, card: Card, days: Preview) -> Card:
    """Ask the rules that a preview asks about what is planned (previewing).

    Quiet hours move a nudge and caps keep one here; what the calendar did not plan is
    held to hours alone.
    """
    rows = {row.occurrence: row for row in days.rows}
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
    """Return the next prompt and the next recap; none without a step.

    Raises LookupError for nobody. Of several wordings one that is not resting is shown;
    on its day it may be another.
    """
    rights.require(signed, "see")
    with parts.glimpse(signed.organisation, whose) as desk:
        card = views.card(desk.tx, parts.vault, whose)
        if card is None or desk.step is None:
            return ()
        planned = _judged(desk, card, previewing.at(desk, AHEAD + 1)).coming
        prompt = next((one for one in planned if one.kind == "prompt"), None)
        recap = next((one for one in planned if one.kind == RECAP), None)
        usual = SCRIPT_OF["before" if desk.step.kind == "moment" else "late"]
        return (
            Ahead("prompt", _texts(desk, prompt.script if prompt else usual, "prompt"),
                  prompt),
            Ahead(RECAP, _texts(desk, recap.script if recap else RECAP, RECAP), recap),
        )  # fmt: skip


def _texts(desk: Desk, name: str, kind: str) -> tuple[Text, ...]:
    _version, script = library.version_of(desk.parts, desk.tx, name)
    turn = engine.begin(script, Facts(desk), now=desk.tx.now, event=Opened(kind))
    return tuple(map(_text, render.as_texts(turn.effects)))


def _text(words: str) -> Text:
    counted = segments.count(words)
    return Text(words, counted.count, str(counted.encoding))
