"""Tries kept elsewhere, brought in at the console by ordinary forms."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from service.usecases import earlier_tries
from service.usecases.earlier_tries import Look
from service.usecases.parts import Parts
from service.web.guard import LARGEST_BODY
from service.web.sheet_forms import Going
from tests.database import Clone
from tests.pages.visiting import Visitor, visitor
from tests.service import crowd
from tests.service.console import Console, Someone
from tests.service.console import opened as open_console

PATH = "/people/import/tries"
HEADING = "number,date,words,label\n"
GOOD = f"{crowd.MILA.number},2026-01-0{{at}},I said idea {{at}},unprompted\n"


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return open_console(parts, clone, stairwell)


@pytest.fixture
def owner(console: Console, mila: UUID) -> Someone:
    return console.owner()


@pytest.fixture
def page(console: Console, owner: Someone) -> Visitor:
    return visitor(console, owner.token).goes(PATH)


def sheet(many: int, more: str = "") -> bytes:
    lines = (GOOD.format(at=at + 1) for at in range(many))
    return (HEADING + "".join(lines) + more).encode()


def looked(page: Visitor, content: bytes) -> Visitor:
    data: dict[str, Any] = {**page.goes(PATH)._form(PATH)}
    if len(content) < LARGEST_BODY:
        data["file"] = (BytesIO(content), "tries.csv")
    else:  # as it comes back: the client leaves a large file of its own open
        data["packed"] = b64encode(content).decode()
    page.answer = page.client.post(PATH, data=data)
    return page


def packed(page: Visitor) -> str:
    told = page.answer.text.partition('name="packed" value="')[2]
    return told.partition('"')[0]


def brought(page: Visitor, **more: str) -> str:
    path = f"{PATH}/all"
    form = {**page._form(path), "packed": packed(page), **more}
    return page.client.post(path, data=form).text


def test_a_file_is_looked_at_brought_in_and_stands_on_her_page(
    page: Visitor, console: Console, mila: UUID
) -> None:
    looked(page, sheet(2))
    assert "2 tries can be brought in." in page.said
    assert "From 1 person." in page.said
    assert "Bring these 2 in" in page.said
    told = brought(page)
    assert "2 tries are brought in." in told
    assert "Bringing in: 100 %" in told
    page.goes(f"/people/{mila}")
    assert "Brought in from elsewhere" in page.said
    assert "I said idea 2" in page.said
    assert "2 Jan 2026" in page.said
    assert "Brought in by Ruth Miller" in page.said
    assert "brought in tries" in console.audited()
    assert "brought in tries that were kept elsewhere" in page.goes("/audit").said
    late = looked(page, sheet(3)).answer
    looked(page, sheet(2))
    assert "2 stand here already" in page.said
    assert "Bring these" not in page.said
    page.answer = late
    assert "1 try is brought in." in brought(page)
    assert "All of it stands here already." in brought(page)


def test_each_bad_line_is_named_with_its_mend_and_given_as_a_file(
    page: Visitor, console: Console
) -> None:
    bad = "+15550100999,2026-01-01,=who,\n" + GOOD.format(at=9).replace("2026", "26")
    looked(page, sheet(1, bad))
    assert "2 lines cannot be taken." in page.said
    assert "nobody here has this number; enrol them first" in page.said
    assert "write a day as year-month-day" in page.said
    path = f"{PATH}/errors.csv"
    form = {**page._form(path), "packed": packed(page)}
    told = page.client.post(path, data=form).text
    assert "'=who" in told
    assert "Day (date): write a day" in told
    assert "Nothing was brought in." in brought(page, without="")
    assert 0 == console.one("SELECT count(*) FROM earlier_tries")
    assert "1 try is brought in." in brought(page)


def test_words_of_danger_are_said_before_and_after(
    page: Visitor, console: Console, mila: UUID
) -> None:
    line = f"{crowd.MILA.number},2026-01-09,I wanted to kill myself,\n"
    looked(page, sheet(1, line))
    for said in (page.answer.text, brought(page)):
        assert "1 try has words that may mean danger." in said
        assert "I wanted to kill myself" in said
        assert f'href="/people/{mila}"' in said
    assert 0 == console.one("SELECT count(*) FROM alerts")


def test_what_is_no_file_is_said_beside_its_field(page: Visitor) -> None:
    for content, says in (
        (b"", "choose a CSV file"),
        (b"number\n1\n", "the column `date` is missing"),
        (b"number,date,wrods\n", "did you mean `words`?"),
        (b"x" * (2 * 1024 * 1024 + 1), "over 2 MB"),
    ):
        looked(page, content)
        assert 422 == page.answer.status_code
        assert says in page.answer.text.replace("<code>", "`").replace("</code>", "`")
    form = {**page.goes(PATH)._form(PATH), "packed": "x" * (5 * 1024 * 1024)}
    assert 413 == page.client.post(PATH, data=form).status_code
    torn = {**page.goes(PATH)._form(PATH), "packed": "bnVtYmVy"}
    assert 422 == page.client.post(f"{PATH}/errors.csv", data=torn).status_code
    assert "Nothing was brought in." in page.client.post(f"{PATH}/all", data=torn).text


def test_a_file_goes_in_whole_where_another_form_may_not(page: Visitor) -> None:
    line = f"{crowd.MILA.number},2026-01-01,{'x' * 1900},\n"
    content = (HEADING + line * (LARGEST_BODY // 1000)).encode()
    looked(page, content)
    assert 200 == page.answer.status_code
    assert "stand here already" in page.said


def test_whoever_leaves_the_page_has_brought_in_nothing(
    owner: Someone, console: Console, parts: Parts, mila: UUID
) -> None:
    signed = console.signed(owner.token)

    def do(tell: Callable[[str, float], None]) -> Look:
        def told(what: str, part: float) -> None:
            tell(what, part)
            if what == "Bringing in":
                work._over.wait(20)

        return earlier_tries.everything(parts, signed, sheet(9), told)

    work = Going(do)
    steps = work.steps()
    next(steps)
    steps.close()
    assert work.found is None
    assert 0 == console.one("SELECT count(*) FROM earlier_tries")


def test_that_it_was_stopped_is_said_once(page: Visitor) -> None:
    assert "No try of the file" in page.goes(f"{PATH}?stopped=1").said
    got = page.client.get(f"{PATH}/template.csv")
    assert "number,date,time,outcome" in got.text
    assert "'+64" in got.text


def test_results_say_what_was_brought_in(
    page: Visitor, console: Console, where: UUID
) -> None:
    looked(page, sheet(2))
    brought(page)
    page.goes(f"/results/{where}?since=2025-12-29&until=2026-01-05")
    assert "2 tries of these weeks were brought in from elsewhere" in page.said
    page.goes(f"/results/{where}?since=2026-02-02&until=2026-02-05")
    assert "brought in from elsewhere" not in page.said


def test_a_viewer_brings_nothing_in(console: Console, owner: Someone) -> None:
    viewer = console.colleague(owner, "v@example.org", "viewer")
    assert 403 == visitor(console, viewer.token).goes(PATH).answer.status_code
