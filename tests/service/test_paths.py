"""Shipped paths: laid into a programme, begun by a person, said in her language."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from uuid import UUID

import pytest

from flows.coach import programmes
from service.usecases import enrol, paths
from service.usecases.enrol import NewPerson, NewProgramme, Refused
from service.usecases.facts import Facts
from service.usecases.parts import Desk, Parts
from service.usecases.terms import Terms
from tests.service.crowd import MILA

BARE = replace(MILA, goal="", step="", cue="")


def set_up(parts: Parts, whose: UUID, path: str, **more: object) -> UUID:
    new = NewProgramme("", "Ruth", None, dict(more), path=path)
    return enrol.programme(parts, whose, new)


def at_desk(parts: Parts, whose: UUID, where: UUID, new: NewPerson) -> Desk:
    with parts.db.transaction(whose) as tx:
        who = enrol.enrol(parts, tx, parts.tenant(whose), where, new)
    with parts.at_desk(whose, who) as desk:
        assert desk.step is not None
        assert desk.programme.path is not None
        # Looked up while the transaction is open; kept at the desk.
        desk.reply = str(Facts(desk)["scenario"])
        return desk


@pytest.mark.parametrize("name", paths.shipped())
def test_every_shipped_path_begins_a_programme(
    parts: Parts, stairwell: UUID, name: str
) -> None:
    """#47: the worked examples of the sources can be run as they are."""
    where = set_up(parts, stairwell, name)
    path = paths.named(name)
    for language in programmes.LANGUAGES:
        number = f"+1555030000{language == 'es':d}"
        new = replace(BARE, number=number, language=language)
        desk = at_desk(parts, stairwell, where, new)
        assert desk.step
        first = path.steps[0]
        assert (first.text[language], first.cue[language]) == (
            desk.step.step, desk.step.cue
        )  # fmt: skip
        assert path.goal[language] == desk.step.goal
        assert (first.kind, first.days, 0) == (
            desk.step.kind,
            "".join(map(str, sorted(desk.step.days))),
            desk.step.place,
        )
        assert path.name["en"] == desk.programme.name
        assert path == paths.read(desk.programme.path)


def test_the_terms_of_a_path_hold_unless_others_are_set(
    parts: Parts, stairwell: UUID
) -> None:
    where = set_up(parts, stairwell, "find_my_voice", opens="09:00", cap_day=2)
    desk = at_desk(parts, stairwell, where, BARE)
    terms = Terms.standing(desk.programme.settings)
    assert (time(9), time(10, 15), 2, 2) == (
        terms.opens, terms.deadline, terms.cap_day, terms.cap_week
    )  # fmt: skip


def test_a_step_may_be_named_by_its_number_or_its_words(
    parts: Parts, stairwell: UUID
) -> None:
    where = set_up(parts, stairwell, "presentation")
    steps = paths.named("presentation").steps
    second = at_desk(parts, stairwell, where, replace(BARE, step="2"))
    words = replace(BARE, step=steps[2].text["en"].upper(), number="+15550300009")
    third = at_desk(parts, stairwell, where, words)
    assert second.step
    assert third.step
    assert (steps[1].text["en"], 1) == (second.step.step, second.step.place)
    assert (steps[2].cue["en"], 2) == (third.step.cue, third.step.place)
    assert (steps[1].scenario or {})["en"] == second.reply
    assert "" == third.reply


def test_a_step_of_her_own_keeps_the_days_of_the_programme(
    parts: Parts, stairwell: UUID
) -> None:
    where = set_up(parts, stairwell, "presentation")
    own = replace(BARE, step="hum one line", cue="the kettle boils")
    desk = at_desk(parts, stairwell, where, own)
    assert desk.step
    assert ("hum one line", None, frozenset({0, 2, 4})) == (
        desk.step.step, desk.step.place, desk.step.days
    )  # fmt: skip
    assert "" == desk.reply


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"step": "hum one line"}, "cue"),
        ({"step": "9"}, "cue"),
        ({"begins": "soon"}, "begins"),
        ({"begins": "intake", "goal": "speak up"}, "goal"),
    ],
)
def test_half_a_step_and_an_unknown_beginning_are_refused(
    parts: Parts, stairwell: UUID, changes: dict[str, str], field: str
) -> None:
    where = set_up(parts, stairwell, "presentation")
    with parts.db.transaction(stairwell) as tx, pytest.raises(Refused) as refused:
        new = replace(BARE, **changes)
        enrol.enrol(parts, tx, parts.tenant(stairwell), where, new)
    assert field == refused.value.field


def test_a_path_that_is_none_is_refused_with_the_nearest(
    parts: Parts, stairwell: UUID
) -> None:
    with pytest.raises(Refused, match="did you mean presentation"):
        set_up(parts, stairwell, "presentations")
    with pytest.raises(Refused, match="write design_your_own, find_my_voice"):
        set_up(parts, stairwell, "zzz")


def test_a_programme_without_a_path_asks_for_every_word(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    with parts.db.transaction(stairwell) as tx, pytest.raises(Refused, match="step"):
        enrol.enrol(parts, tx, parts.tenant(stairwell), where, BARE)
