"""A form whose session is over, or that lacks a proof, keeps what was typed into it."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from service.usecases import sessions
from service.usecases.parts import Parts
from service.web import keeping
from tests.database import Clone
from tests.pages import reading
from tests.pages.visiting import Visitor, visitor
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import ANOTHER, PASSWORD, Console, Someone

EDIT = "/scripts/daily_win/edit"
NOTE = 'she said "later" <b>twice</b>\nand </textarea> meant it'
OUT, ONCE_MORE, NOT_YET = "You were signed out", "Once more, please", "Not sent yet"
STALE = "Go back, load the page again"


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    usual = replace(
        parts, console_idle=timedelta(minutes=15), console_whole=timedelta(hours=8)
    )
    return desk.opened(usual, clone, stairwell)


@pytest.fixture
def who(console: Console, mila: UUID) -> Someone:
    """Ruth, who proved who she is just now."""
    return console.owner()


@pytest.fixture
def first(console: Console, who: Someone) -> Visitor:
    """Her browser, in whose first tab she types; it says where a form comes from."""
    found = visitor(console, who.token)
    found.client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return found


@pytest.fixture
def noting(first: Visitor, mila: UUID, console: Console) -> str:
    """Where a form for a note has stood for 16 minutes."""
    path = f"/inbox/{mila}"
    first.goes(path)
    console.forward(mins=16)
    return path


def another_tab(first: Visitor) -> Visitor:
    return Visitor(first.client)


def signs_in(first: Visitor, console: Console, who: Someone) -> None:
    tab = another_tab(first).goes("/sign-in")
    tab.sends(email=who.email, password=PASSWORD)
    assert tab.sends(code=console.fresh(who)).here("/")


def proves(first: Visitor, console: Console, who: Someone) -> None:
    tab = another_tab(first).goes("/prove")
    assert tab.sends(password=PASSWORD, code=console.fresh(who)).here("/")


def keeps(page: Visitor, title: str) -> None:
    """Fail where the page is none that keeps what was typed."""
    assert 403 == page.answer.status_code
    assert f"<h1>{title}</h1>" in page.said
    assert "Send it again" in page.said


def shown(page: Visitor) -> str:
    """What is shown to be copied by hand."""
    found = re.search(
        r"<textarea id=\"kept\"[^>]*>\n(.*?)</textarea>", page.answer.text, re.S
    )
    assert found is not None
    return html.unescape(found[1])


def notes(console: Console) -> int:
    return int(console.one("SELECT count(*) FROM notes"))


# ---- the four ways in ----


def test_a_note_that_took_too_long_waits_until_she_is_in_again(
    console: Console, who: Someone, first: Visitor, noting: str
) -> None:
    for _ in range(2):  # and once more before she has signed in
        first.sends(noting, do="note", note=NOTE)
        keeps(first, OUT)
        assert NOTE == shown(first)
        assert "<b>twice" not in first.answer.text
    signs_in(first, console, who)
    first.sends(noting)
    assert 200 == first.answer.status_code
    assert first.here(noting)
    assert "meant it" in first.said
    assert 1 == notes(console)


def test_a_script_outlives_the_longest_session(
    console: Console, who: Someone, first: Visitor
) -> None:
    source = written(first.goes(EDIT))
    for _ in range(48):
        console.forward(mins=10)
        sessions.of(console.parts, who.token)
    form = {**first._form(EDIT), "source": source}
    htmx = {"HX-Request": "true", "HX-Target": "found"}
    check = first.client.post(EDIT, data=form, headers=htmx)
    assert 403 == check.status_code
    assert STALE in check.text, "a part of a page is given nothing back"
    first.sends(EDIT, do="keep", source=f"{source}# hers\n")
    keeps(first, OUT)
    assert "# hers" in shown(first)
    signs_in(first, console, who)
    first.sends(EDIT)
    assert first.here(EDIT)
    assert f"{source}# hers\n" == written(first.goes(EDIT))


def test_a_proof_in_another_tab_leaves_a_form_as_it_is(
    console: Console, who: Someone, first: Visitor
) -> None:
    source = written(first.goes(EDIT))
    console.forward(mins=11)
    proves(first, console, who)
    first.sends(EDIT, do="keep", source=f"{source}# hers\n")
    assert 200 == first.answer.status_code
    assert "# hers" in written(first.goes(EDIT))


def test_what_needs_a_proof_is_sent_when_it_is_there(
    console: Console, who: Someone, first: Visitor
) -> None:
    first.goes("/team")
    console.forward(mins=11)
    typed = {"name": "Ana", "email": "ana@example.org", "role": "viewer"}
    for _ in range(2):
        first.sends("/team/invite", **typed)
        keeps(first, ONCE_MORE)
        assert 'name="email" value="ana@example.org"' in first.answer.text
    proves(first, console, who)
    first.sends("/team/invite")
    assert "Asked in, not here yet" in first.said


def test_a_button_alone_goes_on_to_the_proof_itself(
    console: Console, first: Visitor
) -> None:
    first.goes("/account")
    console.forward(mins=11)
    assert first.sends("/account/codes").here("/prove")


# ---- who is given what ----


@pytest.mark.parametrize("said", ["cross-site", "same-site", "none", ""])
def test_what_no_page_of_ours_sent_is_given_back_to_nobody(
    first: Visitor, noting: str, said: str
) -> None:
    first.client.environ_base["HTTP_SEC_FETCH_SITE"] = said
    first.sends(noting, do="note", note=NOTE)
    assert 403 == first.answer.status_code
    assert STALE in first.said
    assert "later" not in first.answer.text


def test_another_account_sees_who_it_is_and_is_asked(
    console: Console, parts: Parts, first: Visitor, noting: str
) -> None:
    first.sends(noting, do="note", note=NOTE)
    other = crowd.organisation(parts, "Other", "+15550100200")
    theirs = reading.came_in(console.parts, other)
    first.client.set_cookie("handrail", theirs, domain="localhost")
    first.sends(noting)
    keeps(first, NOT_YET)
    assert "at <b><bdi>Other</bdi>" in first.said
    assert 404 == first.sends(noting).answer.status_code
    assert 0 == notes(console)


def test_who_is_half_way_in_is_not_in(
    console: Console, who: Someone, first: Visitor, noting: str
) -> None:
    first.sends(noting, do="note", note=NOTE)
    tab = another_tab(first).goes("/sign-in").sends(email=who.email, password=PASSWORD)
    assert tab.here("/sign-in/second")
    for _ in range(2):  # without the token of her forms, and with it
        first.sends(noting)
        keeps(first, OUT)
    assert NOTE == shown(first)


def test_nothing_of_it_is_kept_here(
    console: Console, first: Visitor, noting: str
) -> None:
    before = [console.sql(f"SELECT * FROM {name}") for name in ("sessions", "audits")]
    first.sends(noting, do="note", note=NOTE)
    after = [console.sql(f"SELECT * FROM {name}") for name in ("sessions", "audits")]
    assert before == after


# ---- what is left out ----


def test_no_password_is_given_back(first: Visitor, console: Console) -> None:
    first.goes("/account")
    console.forward(mins=16)
    given = {"current": PASSWORD, "password": ANOTHER, "code": "123 456"}
    for path, more in (("/account/password", {"note": "zebra"}), ("/sign-in", {})):
        answer = first.client.post(path, data={**given, **more})
        assert 403 == answer.status_code
        assert ("zebra" in answer.text) == bool(more)
        assert all(value not in answer.text for value in given.values())


def test_every_field_for_a_secret_is_known() -> None:
    pages = (Path(keeping.__file__).parent / "templates").rglob("*.html")
    asked = [
        re.search(r'field\("(\w+)"', line)
        for page in pages
        for line in page.read_text("utf-8").splitlines()
        if 'type="password"' in line or "one-time-code" in line
    ]
    names = {found[1] for found in asked if found}
    assert {"password", "code"} < names
    assert names <= keeping.SECRET


def test_a_file_is_left_out_and_named(
    console: Console, who: Someone, first: Visitor, where: UUID
) -> None:
    first.goes("/people/import")
    console.forward(mins=16)
    sheet = (BytesIO(b"name,number\nNoor,+64211234567\n"), "new <i>.csv")
    form: dict[str, Any] = {**first._form("/people/import"), "file": sheet}
    answer = first.answer = first.client.post("/people/import", data=form)
    assert "<bdi>new &lt;i&gt;.csv</bdi> is not kept" in answer.text
    assert "Noor" not in answer.text
    signs_in(first, console, who)
    first.sends("/people/import")
    assert "choose a CSV file" in first.said


def test_what_is_too_large_is_said_to_be(
    console: Console, who: Someone, first: Visitor, where: UUID
) -> None:
    console.forward(mins=16)
    large = {"packed": "x" * 600_001, "programme": str(where)}
    answers = [first.client.post("/people/import/all", data=large)]
    signs_in(first, console, who)
    answers.append(first.client.post("/people/import/all", data=large))
    assert [403, 403] == [answer.status_code for answer in answers]
    for answer in answers:
        assert "too large to be kept" in answer.text
        assert "Send it again" not in answer.text
        assert "x" * 20 not in answer.text


def test_a_file_too_large_of_who_is_signed_out_is_said_to_be(
    console: Console, first: Visitor, where: UUID
) -> None:
    form = {**first.goes("/people/import")._form("/people/import")}
    console.forward(mins=16)
    sheet = (BytesIO(b"x" * 40_000_000), "large.csv")
    answer = first.client.post("/people/import", data={**form, "file": sheet})
    assert 413 == answer.status_code
    assert f"<h1>{OUT}</h1>" in answer.text
    assert "too large to be kept" in answer.text
    assert "Send it again" not in answer.text


def written(page: Visitor) -> str:
    found = re.search(r"<textarea.*?>\n(.*?)</textarea>", page.answer.text, re.S)
    assert found is not None
    return html.unescape(found[1])
