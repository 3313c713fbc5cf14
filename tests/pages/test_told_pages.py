"""Who is told of alerts, set in forms: what is kept, refused, moved, and asked twice."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, expect

from service.usecases import appointing
from service.usecases.appointing import Changes
from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.judging import looked
from tests.pages.keys import Keys
from tests.pages.reading import opened, serving, site
from tests.pages.visiting import Visitor, visitor
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console, Someone

RUTH, ANN = "+15550100009", "+15550100008"
TITLE = "Add somebody to be told of alerts"
CLEO = {
    "name": "Cleo", "number": "+1 555 010 0006", "email": "", "takes": "yes",
    "by_text": "yes", "by_call": "yes", "language": "es", "after": "",
}  # fmt: skip


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID, where: UUID) -> Console:
    """A console whose people are told: Ruth, who coaches them, and Ann behind her."""
    found = desk.opened(parts, clone, stairwell)
    appointing.change(parts, stairwell, "Ruth", Changes(number=RUTH), "x")
    appointing.add(parts, stairwell, "Ann", Changes(number=ANN), "x")
    return found


@pytest.fixture
def who(console: Console) -> Someone:
    return console.owner()


@pytest.fixture
def owner(console: Console, who: Someone) -> Visitor:
    found = visitor(console, who.token)
    found.client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return found


def one(console: Console, name: str) -> str:
    """The address of somebody's form."""
    known = appointing.listed(console.parts, console.organisation)
    return f"/alerts/who/{next(each.id for each in known if each.name == name)}"


def order(page: Visitor) -> list[str]:
    """Whom the page lists, in its order."""
    listed = page.answer.text.partition('<ol class="numbered">')[2].partition("</ol>")
    return re.findall(r"<li><p><b><bdi>(\w+)<", listed[0])


def held(page: Visitor) -> dict[str, str]:
    """What the fields of the form hold, and which boxes are ticked."""
    form = page.answer.text.partition("data-typed")[2].partition("</form>")[0]
    found = dict(re.findall(r'<input id="(\w+)"[^>]*? value="([^"]*)"', form))
    for field, choices in re.findall(
        r'<select id="(\w+)".*?>(.*?)</select>', form, re.S
    ):
        found[field] = re.findall(r'value="([^"]*)" selected', choices)[0]
    boxes = re.findall(r'<input type="checkbox" name="(\w+)"[^>]* checked', form)
    return found | dict.fromkeys(boxes, "yes")


def test_somebody_is_added_and_stands_in_line(console: Console, owner: Visitor) -> None:
    owner.goes("/alerts").goes("/alerts/new")
    assert "Ruth" not in held(owner).values()
    owner.sends("/alerts/new", **CLEO)
    assert owner.here("/alerts")
    assert "Saved." in owner.said
    assert ["Cleo", "Ruth", "Ann"] == order(owner)
    assert "Can be reached by text, by call" in owner.said
    assert "0006" not in owner.said, "no number is shown whole"
    assert "added a coach who is told of alerts" in owner.goes("/audit").said
    assert {**CLEO, "number": "+15550100006"} == {
        **held(owner.goes(one(console, "Cleo"))), "email": "",
    }  # fmt: skip


def test_what_cannot_stand_is_said_at_its_field_and_all_is_kept(
    console: Console, owner: Visitor
) -> None:
    wrong = {**CLEO, "number": "12", "email": "c@example.org"}
    del wrong["by_call"]
    for path in ("/alerts/new", one(console, "Ann")):
        owner.goes(path).sends(path, **wrong)
        assert 422 == owner.answer.status_code
        assert 'id="number-wrong">this number cannot be texted' in owner.said
        assert wrong == held(owner)
    owner.sends(path, **{**CLEO, "by_text": "", "by_call": ""})
    assert 'id="channels-wrong">choose by what' in owner.said
    assert 'id="number-wrong"' not in owner.said
    owner.client.set_cookie("handrail-language", "es", domain="localhost")
    owner.goes(path).sends(path, **{**CLEO, "by_text": "", "by_call": ""})
    assert 'id="channels-wrong">elige por qué medio' in owner.said


def test_who_is_second_is_shown_what_stands_now(
    console: Console, owner: Visitor
) -> None:
    path = one(console, "Ann")
    form = held(owner.goes(path))
    changes = Changes(email="ann@example.org", language="es", channels="call")
    appointing.change(console.parts, console.organisation, "Ann", changes, "x")
    owner.sends(path, **{**form, "name": "Anna"})
    assert 409 == owner.answer.status_code
    assert "Somebody changed this while you were writing" in owner.said
    for now in ("ann@example.org", "Español", "by call", "Ann"):
        assert f"Now: <bdi>{now}</bdi>" in owner.said
    assert "Anna" == held(owner)["name"]
    owner.sends(path, **{**form, "name": "Anna"})
    assert owner.here("/alerts")
    assert ["Ruth", "Anna"] == order(owner)


def test_one_is_moved_past_the_next_and_not_past_another(
    console: Console, owner: Visitor
) -> None:
    owner.goes("/alerts").presses("Up: Ann")
    assert "Saved." in owner.said
    assert ["Ann", "Ruth"] == order(owner)
    assert "Up: Ann" not in re.sub("<.*?>", "", owner.said)
    path = one(console, "Ann")
    stale = {**owner._form(f"{path}/move"), "past": str(uuid4())}
    for past in (stale["past"], "x"):
        answer = owner.client.post(f"{path}/move", data={**stale, "past": past})
        owner.goes(answer.headers["Location"])
        assert "Nothing was moved" in owner.said
    assert ["Ann", "Ruth"] == order(owner)
    owner.presses("Down: Ann")
    assert ["Ruth", "Ann"] == order(owner)


def test_before_nobody_is_told_any_more_the_page_asks(
    console: Console, owner: Visitor
) -> None:
    for name in ("Ann", "Ruth"):
        path = one(console, name)
        owner.goes(path).sends(path, **{**held(owner), "takes": ""})
    assert owner.here(path)
    assert "a cry for help would reach no person" in owner.said
    assert '<button class="grave">' in owner.said
    assert "Can be reached" in owner.client.get("/alerts").text, "it is not saved yet"
    assert "takes" not in held(owner)
    owner.sends(path, **held(owner))
    assert owner.here("/alerts")
    assert "Nobody takes alerts: a cry for help would reach no person." in owner.said
    assert 2 == owner.said.count("Takes no alerts")
    assert "Can be reached" not in owner.said


def test_who_takes_no_alerts_and_coaches_all_the_same_is_said(
    console: Console, owner: Visitor
) -> None:
    """She was taken out, and went on being whom texts name; no page said so."""
    still = "Ruth still coaches Find my voice, and texts there name Ruth; alerts about"
    path = one(console, "Ruth")
    owner.goes(path).sends(path, **{**held(owner), "language": "es"})
    assert still not in owner.said
    owner.goes(path).sends(path, **{**held(owner), "takes": ""})
    assert owner.here("/alerts")
    assert f"Saved. {still} people there do not reach Ruth now." in owner.said
    assert still not in owner.goes("/alerts").said, "it is said once"
    path = one(console, "Ann")
    owner.goes(path).sends(path, **{**held(owner), "takes": ""})
    assert "still coach" not in owner.said
    owner.sends(path, **held(owner))
    assert "still coach" not in owner.said


def test_the_last_is_asked_of_with_the_programme_that_names_her(
    console: Console, owner: Visitor
) -> None:
    for name in ("Ann", "Ruth"):
        path = one(console, name)
        owner.goes(path).sends(path, **{**held(owner), "takes": ""})
    assert owner.here(path)
    assert "Ruth would still coach Find my voice" in owner.said


def test_a_programmes_pages_leave_nobody_unreached_and_keep_what_was_typed(
    console: Console, owner: Visitor, where: UUID
) -> None:
    path = one(console, "Ann")
    owner.goes(path).sends(path, **{**held(owner), "takes": ""})
    reason = "a cry for help would reach no person; set another person on the page"
    page = f"/programmes/{where}/file"
    source = re.findall(
        r"<textarea[^>]*>(.*?)</textarea>", owner.goes(page).answer.text, re.S
    )[0]
    changed = html.unescape(source).strip().replace(f"'{RUTH}'", "none")
    assert RUTH not in changed
    owner.sends(page, source=changed, do="look")
    assert 422 == owner.answer.status_code
    assert reason in owner.said
    assert changed in html.unescape(owner.answer.text)
    page = f"/programmes/{where}/settings"
    form = held_of(owner.goes(page))
    owner.sends(page, **{**form, "coach": "Ruthie", "number": "", "do": "look"})
    assert 422 == owner.answer.status_code
    assert reason in owner.said
    assert "Ruthie" == held_of(owner)["coach"]
    assert "Can be reached" in owner.goes("/alerts").said


def held_of(page: Visitor) -> dict[str, str]:
    """What the fields of whatever form the page shows hold."""
    text = page.answer.text
    found = dict(re.findall(r'<input id="(\w+)"[^>]*? value="([^"]*)"', text))
    for field, choices in re.findall(
        r'<select id="(\w+)".*?>(.*?)</select>', text, re.S
    ):
        found[field] = re.findall(r'value="([^"]*)" selected', choices)[0]
    return found


def test_a_proof_is_asked_for_and_nothing_typed_is_lost(
    console: Console, who: Someone, owner: Visitor
) -> None:
    path = one(console, "Ann")
    form = {**held(owner.goes(path)), "name": "Anna"}
    console.forward(mins=11)
    owner.sends(path, **form)
    assert 403 == owner.answer.status_code
    assert "Once more, please" in owner.said
    assert 'name="name" value="Anna"' in owner.answer.text
    assert Visitor(owner.client).goes(path).here("/prove")
    proving = Visitor(owner.client).goes("/prove")
    proving.sends("/prove", password=desk.PASSWORD, code=console.fresh(who))
    owner.sends(path)
    assert ["Ruth", "Anna"] == order(owner)


@pytest.mark.parametrize("role", ["coach", "viewer"])
def test_nobody_but_an_owner_sets_it(console: Console, who: Someone, role: str) -> None:
    page = visitor(console, console.colleague(who, "a@example.org", role).token)
    assert ["Ruth", "Ann"] == order(page.goes("/alerts"))
    assert "An owner of your organisation can change this." in page.said
    path = one(console, "Ann")
    assert path not in page.answer.text
    form = {"csrf_token": page._form("/sign-out")["csrf_token"], **CLEO}
    for address in ("/alerts/new", path):
        assert 403 == page.client.get(address).status_code
    for address in ("/alerts/new", path, f"{path}/move"):
        assert 403 == page.client.post(address, data=form).status_code
    assert ["Ruth", "Ann"] == order(page.goes("/alerts"))


def test_who_is_not_here_is_at_no_address(owner: Visitor, console: Console) -> None:
    token = {"csrf_token": owner.goes("/alerts/new")._form("/alerts/new")["csrf_token"]}
    path = f"/alerts/who/{uuid4()}"
    past = {**token, "past": str(uuid4())}
    answers = [
        owner.client.get(path),
        owner.client.post(path, data={**token, **CLEO}),
        owner.client.post(f"{path}/move", data=past),
    ]
    assert [404] * 3 == [one.status_code for one in answers]


def test_a_programmes_page_leads_to_the_same_forms(
    console: Console, owner: Visitor, where: UUID
) -> None:
    owner.goes(f"/alerts/{where}")
    assert f'href="{one(console, "Ann")}"' in owner.answer.text
    assert "/move" not in owner.answer.text, "its own coach is first there all the same"


def test_a_programmes_number_is_set_after_a_proof_too(
    console: Console, owner: Visitor, where: UUID
) -> None:
    """Who sat down at an open page could have anybody told by a programme's settings."""
    file = f"/programmes/{where}/file"
    source = owner.goes(file).answer.text
    written = re.findall(r"<textarea[^>]*>(.*?)</textarea>", source, re.S)[0]
    changed = written.replace("&#39;", "'").replace(RUTH, "+15550100003")
    assert "+15550100003" in changed
    console.forward(mins=11)
    owner.sends(file, source=changed, do="look")
    assert "Once more, please" in owner.said
    begins = {"begin": "blank", "name": "Mine", "coach": "Eve", "coach_number": ANN}
    owner.goes("/programmes/new").sends("/programmes/new", **begins)
    assert "Once more, please" in owner.said


# ---- in Chromium ----


@pytest.mark.page
def test_by_keyboard_and_for_every_eye(
    browser: Browser, console: Console, who: Someone
) -> None:
    def here(origin: str) -> object:
        return site(replace(console.parts, origin=origin))

    with (
        serving("127.0.0.1", here) as origin,  # type: ignore[arg-type] # a Flask
        opened(browser, origin, who.token) as (page, complaints),
    ):

        def states() -> Iterator[str]:
            page.goto("/alerts")
            yield "alerts"
            Keys(page).goes("Add somebody", TITLE)
            yield "alerts-new"
            Keys(page).fills(name="Cleo", number="12").goes("Add them", TITLE)
            expect(page.locator("#number-wrong")).to_be_visible()
            yield "alerts-refused"
            page.goto(one(console, "Ann"))
            page.get_by_label("Takes alerts").uncheck()
            page.get_by_role("button", name="Save").click()
            page.goto(one(console, "Ruth"))
            page.get_by_label("Takes alerts").uncheck()
            page.get_by_role("button", name="Save").click()
            expect(page.get_by_role("alert")).to_contain_text("reach no person")
            yield "alerts-nobody"

        assert {} == looked(page, states())
        assert [] == complaints


NOBODYS = "Nobody takes alerts: a cry for help would reach no person."


def test_today_says_so_when_an_alert_would_reach_nobody(
    owner: Visitor, console: Console, where: UUID
) -> None:
    """Whoever took the last one out went on to a Today that looked as ever."""
    assert NOBODYS not in owner.goes("/").said
    crowd.person(console.parts, console.organisation, where)
    assert NOBODYS not in owner.goes("/").said
    for name in ("Ruth", "Ann"):
        gone = Changes(number="none")
        appointing.change(console.parts, console.organisation, name, gone, "x")
    assert NOBODYS in owner.goes("/").said
    assert 'href="/alerts"' in owner.said
