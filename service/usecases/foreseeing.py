"""What a person would get next, word for word, by the engine; nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flows.talk import engine, render
from flows.talk.events import Opened
from service.carrier import segments
from service.store import glimpses, views
from service.store.db import Tx
from service.store.views import Card, Coming
from service.usecases import library, previewing, rights
from service.usecases.facts import Facts
from service.usecases.parts import Desk, Parts
from service.usecases.planning import AHEAD, SCRIPT_OF
from service.usecases.rights import Signed

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


def coming(parts: Parts, tx: Tx, card: Card) -> tuple[Coming, ...]:
    """Return what is planned for a person and would go as things stand, and when."""
    person = glimpses.person(tx, parts.vault, card.id) if card.coming else None
    if person is None:
        return card.coming
    return judged(
        Desk(parts, tx, parts.tenant(tx.organisation_id), person), card.coming
    )


def judged(desk: Desk, planned: Sequence[Coming]) -> tuple[Coming, ...]:
    """Return what of these would go, by the rules that a preview asks (previewing).

    Quiet hours move a nudge and caps keep one here; whatever the calendar did not plan
    stands as it is.
    """
    rows = {row.occurrence: row for row in previewing.at(desk, AHEAD + 1).rows}
    found = (
        one if row is None or row.at is None else replace(one, due_at=row.at)
        for one in planned
        if (row := rows.get(one.occurrence)) is None or row.goes
    )
    return tuple(sorted(found, key=lambda one: one.due_at))


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
        planned = judged(desk, card.coming)
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
