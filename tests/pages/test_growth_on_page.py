"""The step and its help on a person's page: who sees it, and how it is changed there."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from uuid import UUID

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from flows.coach import written
from flows.coach.contexts import STAGES
from flows.coach.exposure import Item, Met
from flows.coach.signs import Sign
from service.usecases import growth, person_days, sessions, tailoring
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.web import growth_words
from tests.database import Clone
from tests.pages.reading import came_in
from tests.pages.visiting import Visitor, visitor
from tests.service import crowd
from tests.service.console import Console, Someone

HERE = {"HX-Request": "true", "HX-Target": "step-help"}
SECTION = re.compile(r'<section class="helped.*?</section>', re.S)
CHANGES = ("edit/step", "edit/growth", "edit/list")
ASK, BOSS = Item("ask a friend", "easy", 2), Item("ask the boss", "edge", 6)


@pytest.fixture
def signed(parts: Parts, stairwell: UUID) -> Signed:
    found = sessions.of(parts, came_in(parts, stairwell))
    assert found is not None
    return found


@pytest.fixture
def viewer(console: Console, ruth: Someone) -> Visitor:
    """Somebody who may look; asked in first of all, while the owner's proof is fresh."""
    found = console.colleague(ruth, "vi@example.org", "viewer")
    return visitor(console, found.token)


@pytest.fixture
def grown(parts: Parts, stairwell: UUID, mila: UUID, signed: Signed) -> UUID:
    """Mila with a list of which she met two items, and a place that she tried in."""
    found = tailoring.look(parts, signed, mila)
    assert found is not None
    now = replace(found.agreed, support="tool", contexts=("the choir", "at home"))
    tailoring.agree(parts, signed, mila, now, "on the phone")
    tailoring.list_(parts, signed, mila, [ASK, BOSS, Item("ask a king", "too_much")])
    with parts.at_desk(stairwell, mila) as desk:
        for fear in (2, 1):
            growth.tell(desk, Met(ASK.words, fear))
        growth.tell(desk, Met(BOSS.words, 2))
        tried = Sign("2026-03-20/0", date(2026, 3, 20), "planned", True, "the choir")
        growth.tell(desk, tried)
    return mila


def section(answer: TestResponse) -> str:
    """What the section of a page, or the part that stands for it, says."""
    found = SECTION.search(answer.text)
    return "" if found is None else plain(found[0])


def plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub("<.*?>", " ", markup)).split())


class Here:
    """A browser with script, at the place of a person's page."""

    def __init__(self, client: FlaskClient, whose: UUID) -> None:
        self.client, self.page = client, f"/people/{whose}"
        self.answer = client.get(self.page)

    def opens(self, what: str) -> str:
        self.answer = self.client.get(f"{self.page}/edit/{what}", headers=HERE)
        return section(self.answer)

    def saves(self, what: str, **typed: str) -> str:
        form = self.answer.text
        stands = dict(re.findall(r'<input id="(\w+)"[^>]* value="([^"]*)"', form))
        stands |= dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        stands |= dict(re.findall(r'<textarea id="(\w+)"[^>]*>\n([^<]*)<', form))
        for one in re.findall(r"<select.*?</select>", form, re.S):
            chosen = r'<select id="(\w+)".*?<option value="([^"]*)" selected'
            stands |= dict(re.findall(chosen, one, re.S))
        path = f"{self.page}/edit/{what}"
        data = {name: html.unescape(value) for name, value in stands.items()} | typed
        self.answer = self.client.post(path, data=data, headers=HERE)
        assert 200 == self.answer.status_code
        assert "<html" not in self.answer.text
        return section(self.answer)


# ---- who sees it ----


def test_a_viewer_sees_what_stands_and_is_offered_no_change(
    viewer: Visitor, grown: UUID
) -> None:
    answer = viewer.goes(f"/people/{grown}").answer
    said = section(answer)
    for one in (
        "The step say one idea at the daily meeting",
        "Just begun: the first tries show how it fits.",
        "Minutes 5", "How real for real", "Complexity 1 of 7", "Fear expected 3 of 10",
        "Help a card or checklist",
        "The familiar place : 1 try", "the choir : 1 try", "at home : no try yet",
        "ask a friend easy Done", "Fear expected: 2 → felt: 2, 1.",
        "It went down from 2 to 1.",
        "ask the boss at the edge Fear expected: 6 → felt: 2. It went down from 6 to 2",
        "ask a king too much",
    ):  # fmt: skip
        assert one in said, (one, said)
    assert "Change" not in said
    assert [] == [one for one in CHANGES if one in answer.text]
    assert 1 == said.count("Done")


def test_a_coach_is_offered_each_change_where_it_stands(
    client: FlaskClient, grown: UUID
) -> None:
    page = client.get(f"/people/{grown}").text
    for one in CHANGES:
        way = f'"/people/{grown}/{one}"'
        assert f'href={way} hx-get={way} hx-target="#step-help"' in page


def test_where_there_is_little_to_tell_little_is_told(
    viewer: Visitor, client: FlaskClient, parts: Parts, mila: UUID, stairwell: UUID,
    where: UUID,
) -> None:  # fmt: skip
    said = section(client.get(f"/people/{mila}"))
    assert "Help nothing but themselves" in said
    assert "Places" not in said
    assert "Their list" not in said
    assert said.endswith("Begin their list")
    blank = {"goal": "", "step": "", "cue": ""}
    new = crowd.person(
        parts, stairwell, where, number="+15550100005", begins="intake", **blank
    )
    assert "Set goal, step and cue" in client.get(f"/people/{new}").text
    assert "list" not in section(viewer.goes(f"/people/{mila}").answer)
    assert "" == section(viewer.goes(f"/people/{new}").answer)
    assert "Set goal, step and cue" not in viewer.said


def test_a_page_that_makes_itself_anew_brings_the_step_and_the_rest_with_it(
    client: FlaskClient, mila: UUID, parts: Parts, signed: Signed
) -> None:
    page = client.get(f"/people/{mila}").text
    again = re.search(r'<div class="live" hx-get="([^"]*)"', page)
    assert again is not None
    path = html.unescape(again[1])
    anew = {"HX-Request": "true"}
    assert 204 == client.get(path, headers=anew).status_code
    tailoring.list_(parts, signed, mila, [BOSS])
    answer = client.get(path, headers=anew)
    assert "Fear expected: 6." in section(answer)
    places = re.findall(r'<div id="([\w-]+)" hx-swap-oob="innerHTML">', answer.text)
    assert ["step-help", "below"] == places
    assert all(f'<div id="{one}"' in page for one in places)


# ---- changed in its place ----


def test_how_hard_it_is_is_changed_in_its_place(
    client: FlaskClient, mila: UUID, parts: Parts, signed: Signed
) -> None:
    here = Here(client, mila)
    assert here.opens("growth").startswith("How hard it is, and who helps")
    assert "<html" not in here.answer.text
    said = here.saves("growth", minutes="10", how="")
    assert "Not saved: see below." in said
    assert "write 1 to 200 characters" in said
    assert 'value="10" selected' in here.answer.text
    said = here.saves("growth", how="on the phone", contexts="the choir\nat home")
    assert "Minutes 10" in said
    assert "the choir : no try yet" in said
    assert "Saved: how hard it is, and who helps." in plain(here.answer.text)
    assert re.search(r'id="change-growth"[^>]* autofocus', here.answer.text)
    found = tailoring.look(parts, signed, mila)
    assert found is not None
    assert ("the choir", "at home") == found.agreed.contexts


def test_the_list_shows_how_each_was_met_and_keeps_it(
    client: FlaskClient, grown: UUID
) -> None:
    here = Here(client, grown)
    said = here.opens("list")
    assert "Fear expected: 2 → felt: 2, 1. It went down from 2 to 1. Done" in said
    assert "Fear expected: 6 → felt: 2. It went down from 6 to 2." in said
    assert 1 == said.count("Done")
    assert "write a number from 0 to 10" in here.saves("list", fear3="12")
    said = here.saves("list", fear3="9")
    assert "ask a king too much Fear expected: 9." in said
    assert "felt: 2, 1." in said
    page = client.get(f"/people/{grown}/edit/list").text
    assert "Fear expected: 6 → felt: 2. It went down from 6 to 2." in plain(page)


def test_the_step_is_changed_in_its_place(client: FlaskClient, mila: UUID) -> None:
    here = Here(client, mila)
    assert here.opens("step").startswith("Goal, step and cue")
    said = here.saves("step", step="ask one question")
    assert "The step ask one question" in said
    assert "Saved: goal, step and cue." in plain(here.answer.text)


def test_who_changed_it_meanwhile_is_shown_in_the_same_place(
    client: FlaskClient, grown: UUID, parts: Parts, signed: Signed
) -> None:
    here = Here(client, grown)
    here.opens("list")
    tailoring.list_(parts, signed, grown, [replace(BOSS, expected=4)])
    said = here.saves("list", fear2="7")
    assert "Somebody changed this while you were writing." in said
    assert "Now: ask the boss" in said
    assert 'id="fear2" name="fear2" type="text" value="7"' in here.answer.text
    said = here.saves("list")
    assert "ask the boss at the edge Fear expected: 7 → felt: 2." in said


def test_how_often_it_comes_is_said_as_the_schedule_has_it(
    client: FlaskClient, mila: UUID, signed: Signed, parts: Parts
) -> None:
    """“Times a week 7” stood above a schedule of Monday to Friday."""
    before = section(client.get(f"/people/{mila}"))
    assert "Days on every day" in before
    stand = person_days.look(parts, signed, mila)
    new = replace(stand.stands, own=written.read({"every": "2 weeks", "days": "6"}))
    person_days.save(parts, signed, mila, new, stand.base)
    said = section(client.get(f"/people/{mila}"))
    assert "Days every 2 weeks, Sun How real" in said
    assert "Times a week" not in said


def test_who_leaves_a_form_is_back_where_she_opened_it(
    client: FlaskClient, mila: UUID
) -> None:
    here = Here(client, mila)
    here.opens("growth")
    back = f'hx-get="/people/{mila}?left=growth"'
    assert back in here.answer.text
    answer = client.get(f"/people/{mila}?left=growth", headers=HERE)
    assert "Minutes 5" in section(answer)
    assert re.search(r'id="change-growth"[^>]* autofocus', answer.text)
    assert "autofocus" not in client.get(f"/people/{mila}?left=growth").text


def test_without_script_the_form_is_a_page_that_leads_back(
    client: FlaskClient, mila: UUID
) -> None:
    found = Visitor(client).goes(f"/people/{mila}/edit/growth")
    assert "<html" in found.answer.text
    path = f"/people/{mila}/edit/growth"
    numbers = {
        "minutes": "10", "per_week": "3", "imagining": "0", "complexity": "1",
        "fear": "3", "support": "tool", "contexts": "",
    }  # fmt: skip
    assert "Minutes 10" in section(found.sends(path, how="so", **numbers).answer)
    assert found.here(f"/people/{mila}")


def test_in_spanish_no_word_of_it_is_english(client: FlaskClient, grown: UUID) -> None:
    tongue = {"Accept-Language": "es"}
    said = section(client.get(f"/people/{grown}", headers=tongue))
    for one in (
        "El paso y su ayuda", "Recién empezado", "Lugares", "ningún intento aún",
        "Miedo esperado: 6 → sentido: 2. Bajó de 6 a 2.", "Cambiar su lista",
    ):  # fmt: skip
        assert one in said, (one, said)
    form = section(client.get(f"/people/{grown}/edit/list", headers={**tongue, **HERE}))
    assert form.startswith("Su lista")
    assert "Miedo esperado: 2 → sentido: 2, 1. Bajó de 2 a 1. Listo" in form


# ---- in words ----


@pytest.mark.parametrize(
    ("item", "met", "changed"),
    [
        (Item("a", "easy"), "", ""),
        (Item("a", "easy", 4), "Fear expected: 4.", ""),
        (Item("a", "easy", None, (4,)), "Fear felt: 4.", ""),
        (
            Item("a", "easy", None, (4, 6)),
            "Fear felt: 4, 6.",
            "It went up from 4 to 6.",
        ),
        (
            Item("a", "easy", 4, (4,)),
            "Fear expected: 4 → felt: 4.",
            "It stayed at 4.",
        ),
        (
            Item("a", "edge", 7, (5, 3)),
            "Fear expected: 7 → felt: 5, 3.",
            "It went down from 7 to 3.",
        ),
    ],
)
def test_fear_before_and_after_is_told_in_words(
    item: Item, met: str, changed: str
) -> None:
    with Flask("service.web").test_request_context():
        told = growth_words.listed(item)
    assert (met, changed) == (told.met, told.changed)


def test_each_stage_has_a_sentence() -> None:
    assert set(STAGES) == set(growth_words.STAGES)
    assert len(STAGES) == len(set(growth_words.STAGES.values()))


# ---- the rung, whatever else holds ----


@pytest.mark.parametrize(
    ("change", "instead"),
    [
        ("consent = 'stopped'", "Stopped"),
        ("consent = 'invited'", "Not begun"),
        ("hold = 'crisis'", "On hold"),
        ("hold = 'take_over'", "In a talk"),
        ("paused_until = handrail_now()::date + 9", "On a pause"),
    ],
)
def test_the_rung_stands_beside_what_holds_prompts_back(
    client: FlaskClient, mila: UUID, clone: Clone, change: str, instead: str
) -> None:
    def prompts() -> str:
        page = client.get(f"/people/{mila}").text
        found = re.search(r'<div class="stands">.*?</div>', page, re.S)
        assert found is not None
        return plain(found[0])

    before = prompts()
    assert "By what they do:" not in before
    with psycopg.connect(clone.superuser_url) as line:
        line.execute(f"UPDATE participants SET {change}".encode())
    after = prompts()
    assert after.startswith(f"Prompts {instead}")
    name = before.removeprefix("Prompts ").split(" A prompt")[0]
    assert f"By what they do: {name} . Once prompts go: a prompt waits" in after
