"""A programme says a script of the organisation's own in place of one that ships."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

import pytest

from service.usecases import (
    authoring,
    enrol,
    foreseeing,
    library,
    publishing,
    revising,
    sessions,
)
from service.usecases.entries import Refused
from service.usecases.revising import Revision
from service.usecases.rights import Signed
from tests.journeys.world import World
from tests.pages.reading import came_in

MILA, INES = "+15550100001", "+15550100002"
ZONE = "America/Lima"
WORDS = "Any news of the step today? D for done, T for trying now, N for not today."
OURS = "our_prompt"


@pytest.fixture
def ruth(world: World) -> Signed:
    found = sessions.of(world.parts, came_in(world.parts, world.organisation))
    assert found is not None
    return found


@pytest.fixture
def programme(world: World) -> UUID:
    return world.programme(opens="17:00", deadline="18:30", closes="20:00")


def publish(world: World, who: Signed, source: str, name: str = OURS) -> None:
    here = (world.parts, who, name)
    authoring.begin(*here)
    draft = authoring.opened(*here).draft_of(who.account)
    assert draft is not None
    authoring.keep(*here, source, None, draft.edition)
    publishing.publish(*here, None, "")


def ours(of: str = "late_prompt", name: str = OURS) -> str:
    """A shipped script under a name of ours, with one wording of a text for all."""
    source = library.sources()[of].replace(f"script: {of}\n", f"script: {name}\n", 1)
    wordings = re.compile(r"(      en:\n        text:\n)(?:          - .*\n)+")
    return wordings.sub(rf"\1          - '{WORDS}'\n", source, count=1)


def says(world: World, programme: UUID, **terms: str) -> Revision:
    """Apply the programme's file with these terms."""
    here = (world.parts, world.organisation)
    file = revising.check(revising.export(*here, programme), "it").file
    assert file is not None
    wanted = replace(file, terms={**(file.terms or {}), **terms})
    return revising.apply(*here, wanted, file.version, "Ruth")


def foreseen(world: World, who: Signed, number: str) -> list[str]:
    found = foreseeing.foresee(world.parts, who, world.person(number)["id"])
    return [text.words for one in found for text in one.texts]


def test_the_late_prompt_is_what_they_wrote(
    world: World, ruth: Signed, programme: UUID
) -> None:
    publish(world, ruth, ours())
    world.until("09:00", ZONE)
    with world.network.watching():
        mila = world.enrol(programme, "Mila", MILA, ZONE)
        world.beat()
        mila.expects_sms("Reply GO to join").replies("GO")
        mila.expects_sms("you're in")
        told = says(world, programme, late_script=OURS)
        changed = [(one.what, one.after) for one in told.differences]
        assert [("terms.late_script", OURS)] == changed
        assert WORDS in foreseen(world, ruth, MILA)
        world.until("18:45", ZONE)
        mila.expects_sms(WORDS).replies("D")
        mila.expects_sms("")
    assert "Find my voice" in authoring.used_by(world.parts, ruth, OURS).programmes


def test_who_reads_a_language_it_lacks_gets_what_ships(
    world: World, ruth: Signed, programme: UUID
) -> None:
    only_english = re.sub(
        r"\n      es:\n(?:        .*\n|          .*\n)+", "\n", ours()
    )
    publish(world, ruth, only_english.replace("[en, es]", "[en]"))
    says(world, programme, late_script=OURS)
    world.until("09:00", ZONE)
    with world.network.watching():
        ines = world.enrol(programme, "Ines", INES, ZONE, language="es")
        world.beat()
        ines.expects_sms("ACEPTO").replies("ACEPTO")
        ines.expects_sms("")
        world.until("18:45", ZONE)
        ines.expects_sms("D si ya")


@pytest.mark.parametrize(
    ("term", "named", "mend"),
    [
        ("late_script", "nobody_wrote_it", "no script is published here as"),
        ("late_script", "stop_confirmation", "a script of your own"),
        ("recap_script", "prompt_before", "a script of your own"),
        ("before_script", "our_consent", "gives consent"),
        ("call_script", "our_text", "cannot be said there"),
    ],
)
def test_what_may_not_stand_there_is_refused_by_its_name(
    world: World, ruth: Signed, programme: UUID, term: str, named: str, mend: str
) -> None:
    publish(world, ruth, ours("opt_in", "our_consent"), "our_consent")
    source = ours(name="our_text")
    text_alone = source.replace("grammar: 1\n", "grammar: 1\nchannels: [text]\n", 1)
    publish(world, ruth, text_alone, "our_text")
    with pytest.raises(Refused, match=mend) as refused:
        says(world, programme, **{term: named})
    assert f"terms.{term}" == refused.value.field


def test_what_another_organisation_published_is_unknown_here(
    world: World, ruth: Signed, programme: UUID
) -> None:
    publish(world, ruth, ours())
    other = enrol.organisation(world.parts, "Elsewhere", "US", "+15550100099")
    file = f"called: Theirs\ncoach: {{name: Ana}}\nterms: {{late_script: {OURS}}}\n"
    judged = revising.check(f"programme: theirs\n{file}steps: none\n", "it").file
    assert judged is not None
    with pytest.raises(Refused, match="no script is published here"):
        revising.look(world.parts, other, judged)
    with pytest.raises(Refused, match="no script is published here"):
        revising.apply(world.parts, other, judged, "", "Ana")
