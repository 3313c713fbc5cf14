"""Two people of one name: told of at enrolment, told apart where both stand."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from service.store import rosters
from service.usecases import namesakes, sessions
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, Signed
from tests.database import Clone
from tests.pages.reading import came_in
from tests.pages.test_enrolment_page import FORM, GOOD, HEADING
from tests.pages.visiting import Visitor
from tests.service import console as desk
from tests.service import crowd

ANAS = {"+15550300012": "Ana", "+15550300034": "ÁNA", "+15550300056": "Anabel"}


@pytest.fixture
def anas(parts: Parts, stairwell: UUID, where: UUID) -> list[UUID]:
    return [
        crowd.person(parts, stairwell, where, name=name, number=number)
        for number, name in ANAS.items()
    ]


@pytest.fixture
def signed(parts: Parts, stairwell: UUID) -> Signed:
    found = sessions.of(parts, came_in(parts, stairwell))
    assert found is not None
    return found


def numbers(said: str) -> list[str]:
    return re.findall(r'<small class="number apart">•+(\d+)</small>', said)


def test_a_name_is_compared_without_capitals_and_accents(
    parts: Parts, signed: Signed, anas: list[UUID]
) -> None:
    found = namesakes.of(parts, signed, "  aná ")
    assert [("Ana", "••••••••••12"), ("ÁNA", "••••••••••34")] == [
        (one.name, one.number) for one in found
    ]
    assert anas[:2] == [one.id for one in found]
    for nobodys in ("", "   ", "An", "Mila"):
        assert () == namesakes.of(parts, signed, nobodys)


def test_whoever_may_enrol_nobody_learns_of_nobody(
    parts: Parts, clone: Clone, stairwell: UUID, anas: list[UUID]
) -> None:
    assert anas
    console = desk.opened(parts, clone, stairwell)
    owner = console.owner()
    viewer = console.signed(console.colleague(owner, "v@example.org", "viewer").token)
    with pytest.raises(NotAllowed):
        namesakes.of(console.parts, viewer, "Ana")
    with pytest.raises(NotAllowed):
        namesakes.met(console.parts, viewer, [(2, "Ana")])


def test_the_form_says_that_a_name_is_here_before_it_enrols_a_second(
    client: FlaskClient, anas: list[UUID]
) -> None:
    visitor = Visitor(client)
    hints = "This name is here already:"
    assert hints not in visitor.goes("/people/new").said
    token = visitor._form("/people/new")
    part = client.post("/people/new/name", data={**token, "name": "Ana"}).text
    assert hints in part
    assert f'href="/people/{anas[0]}"' in part
    assert '<span class="number">••••••••••12</span>' in part
    assert "+1555" not in part
    nobodys = client.post("/people/new/name", data={**token, "name": "Bo"})
    assert "" == nobodys.text.strip()
    # Without script it stands there as soon as the form comes back, beside no mend.
    visitor.sends("/people/new", **{**FORM, "name": "ana", "goal": ""})
    assert 422 == visitor.answer.status_code
    assert hints in visitor.said
    assert 'id="name-wrong"' not in visitor.said
    assert "Not enrolled yet: this name is here already." not in visitor.said
    # Told of it beside a mend, whoever sends the form again is not asked anew.
    visitor.sends("/people/new", **{**FORM, "name": "ana"})
    assert re.fullmatch("/people/[0-9a-f-]{36}", visitor.path)


def test_a_second_of_one_name_is_asked_about_once_and_enrolled_by_its_button(
    client: FlaskClient, anas: list[UUID]
) -> None:
    """Sent at once, by Return or without script, the form had enrolled her unasked."""
    visitor, asks = Visitor(client), "Not enrolled yet: this name is here already."
    other = {**FORM, "number": "+1 555 010 0002"}
    visitor.goes("/people/new").sends("/people/new", **{**other, "name": "Ana"})
    assert f'href="/people/{anas[0]}"' in visitor.said
    assert 422 == visitor.answer.status_code
    assert asks in visitor.said
    assert f'value="{FORM["goal"]}"' in visitor.said
    # Another name that is here already is another question.
    visitor.sends("/people/new", **{**other, "name": "Anabel"})
    assert asks in visitor.said
    visitor.presses("Enrol a second Anabel", **{**other, "name": "Anabel"})
    assert re.fullmatch("/people/[0-9a-f-]{36}", visitor.path)


def test_a_file_hints_which_of_its_names_are_here(
    client: FlaskClient, anas: list[UUID]
) -> None:
    visitor = Visitor(client)
    lines = [GOOD.format(n=name, at=at) for at, name in enumerate(("Bo", "ana", "P"))]
    bad = "Ana,12,America/Lima,a,b,c,yes,paper\n"
    content = (HEADING + "".join(lines) + bad).encode()
    form = visitor.goes("/people/import")._form("/people/import")
    visitor.answer = client.post(
        "/people/import", data={**form, "file": (BytesIO(content), "people.csv")}
    )
    assert "1 line has a name that is here already." in visitor.said
    told = visitor.said.partition("1 line has a name")[2].partition("</ul>")[0]
    assert "Line 3: <bdi>ana</bdi>" in told
    assert f'href="/people/{anas[0]}"' in told
    assert "••••••••••12" in told
    assert "••••••••••34" in told
    assert "••••••••••56" not in told
    assert "Enrol these 3" in visitor.said


def test_two_of_one_name_are_told_apart_by_their_last_digits(
    client: FlaskClient, parts: Parts, anas: list[UUID]
) -> None:
    for number in ANAS:
        crowd.text(parts, "I want to die", sender=number)
    visitor = Visitor(client)
    for path in ("/people", "/inbox"):
        said = visitor.goes(path).answer.text
        assert "Anabel" in said, path
        assert ["12", "34"] == sorted(numbers(said)), path
    # Where somebody acts, the digits stay when the other one has gone off the page.
    assert ["12", "34", "56"] == sorted(numbers(visitor.goes("/").answer.text))
    for page in ("/inbox/{}", "/people/{}/schedule", "/people/{}/hold"):
        said = visitor.goes(page.format(anas[0])).answer.text
        assert ["12"] == numbers(said), page
    visitor.goes("/people").sends("/people/search", wanted="ana")
    assert ["12", "34"] == sorted(numbers(visitor.answer.text))
    assert len(anas) == 3


def test_where_all_names_differ_no_number_is_read(
    client: FlaskClient,
    parts: Parts,
    stairwell: UUID,
    where: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crowd.person(parts, stairwell, where, name="Ana")
    crowd.person(parts, stairwell, where, name="Bo", number="+15550300078")
    asked: list[object] = []
    monkeypatch.setattr(rosters, "everybody", lambda *how: asked.append(how))
    for path in ("/people", "/inbox", "/"):
        assert [] == numbers(client.get(path).text)
    assert [] == asked
