"""States that a test of one page seldom opens, in Spanish: refused, held, empty, gone.

Law: no word of a page comes from outside of the languages' files, but for names, what
people wrote, and what is called so in every language; English is known by words that
stand in the English of these files alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

import pytest

from service.usecases import erasing
from service.usecases.parts import Parts
from service.web import edits
from tests.database import Clone, put_clock
from tests.pages import test_tongues
from tests.pages.reading import came_in
from tests.pages.test_tongues import LETTERS, Shown, pairs, shipped
from tests.pages.visiting import Reader
from tests.service import crowd

# What is written, drawn or typed, and no word of the page's own.
OURS = re.compile(
    r"<(textarea|pre|code|datalist)\b.*?</\1>|<(\w+)[^>]*\blang=.*?</\2>"
    r"|<option [^>]*>.*?</option>",
    re.DOTALL,
)
NOON = datetime(2026, 3, 27, 16, tzinfo=UTC)  # where she lives
HERS = {"step": "decir una idea en la reunión", "goal": "encontrar mi voz"}
EMPTY = ("/", "/people", "/inbox", "/programmes", "/results", "/limits", "/audit",
         "/exports", "/erasures", "/scripts", "/team", "/nothing/here")  # fmt: skip


@cache
def english() -> frozenset[str]:
    """Words that only the English of our files has."""
    both = list(pairs(shipped("es")))
    ours = {word for one, _ in both for word in LETTERS.findall(one.lower())}
    theirs = {word for _, one in both for word in LETTERS.findall(one.lower())}
    return frozenset(word for word in ours - theirs if len(word) > 2)


def found(html: str) -> list[str]:
    page = Shown()
    page.feed(OURS.sub(" ", html))
    said = " ".join(map(test_tongues._outside, (page.text, *page.attributes)))
    return [word for word in LETTERS.findall(said) if word.lower() in english()]


class Spanish(Reader):
    """Somebody who looks at each page she is shown for words of English."""

    def judges(self) -> None:
        assert [] == found(self.answer.text), self.path


@pytest.fixture
def ruth(parts: Parts, stairwell: UUID) -> Spanish:
    reader = test_tongues.reader(parts, came_in(parts, stairwell))
    return Spanish(reader.client)


@pytest.fixture
def ana(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    where = crowd.programme(parts, stairwell, name="Mi voz")
    put_clock(clone, NOON)
    her = crowd.person(parts, stairwell, where, cue="la ronda", language="es", **HERS)
    crowd.text(parts, "GO")
    return her


def test_english_would_be_found() -> None:
    assert ["write", "the"] == found("<p>write ⟦el⟧ the</p><code>write</code>")
    assert [] == found("<p>⟦no⟧ <bdi>write</bdi> Mila</p>")


def test_empty_rooms(ruth: Reader) -> None:
    for path in EMPTY:
        ruth.goes(path)


def test_every_form_of_a_person_refused_and_in_conflict(
    ruth: Reader, ana: UUID
) -> None:
    for what in edits.ALL:
        form = f"/people/{ana}/edit/{what}"
        if 'action="' not in ruth.goes(form).answer.text:
            continue
        for typed in _wrong(what):
            ruth.goes(form)
            try:
                ruth.sends(form, **typed)
            except AssertionError as wrong:
                if "no form of" not in str(wrong):
                    raise
        assert ruth.answer.status_code in (200, 409, 422), what


def _wrong(_: str) -> Iterator[dict[str, str]]:
    yield {}
    yield {"contexts": "x" * 41, "how": "x", "until": "mañana", "rung": "99"}
    yield {"base": "otra"}


def test_terms_that_cannot_stand(ruth: Reader, ana: UUID, parts: Parts) -> None:
    ruth.goes("/programmes")
    (where,) = set(re.findall(r'href="/programmes/([0-9a-f-]{36})"', ruth.answer.text))
    page = f"/programmes/{where}/schedule"
    for typed in (
        {"t_cap_day": "x"}, {"t_opens": "19:00"}, {"t_hours_from": "25:00"},
        {"t_call_retry": "1"}, {"t_start_rung": "99"}, {"base": "otra"},
    ):  # fmt: skip
        ruth.goes(page).sends(page, do="look", **typed)
    page = f"/programmes/{where}/retention"
    ruth.goes(page).sends(page, keep_words="1")
    assert "⟦escribe días enteros, de 7 a 3650, o déjalo vacío⟧" in ruth.answer.text
    page = f"/people/{ana}/schedule"
    for typed in ({"calls": "own", "call_at": "07:00"}, {"zone": "Nada"}):
        ruth.goes(page).sends(page, do="save", **typed)


def test_held_and_waiting(ruth: Reader, ana: UUID, parts: Parts) -> None:
    crowd.text(parts, "quiero morir")
    for path in ("/", "/people", "/inbox", f"/people/{ana}", f"/inbox/{ana}"):
        ruth.goes(path)
    hold = f"/people/{ana}/hold"
    ruth.goes(hold).sends(hold, note="")


def test_erased(ruth: Reader, ana: UUID, parts: Parts, stairwell: UUID) -> None:
    crowd.text(parts, "quiero morir")
    with parts.at_desk(stairwell, ana) as desk:
        erasing.erase(desk)
    for path in ("/", "/people", "/inbox", "/erasures", "/audit"):
        ruth.goes(path)
    for path in (f"/people/{ana}", f"/inbox/{ana}", f"/people/{ana}/edit/step"):
        assert 404 == ruth.goes(path).answer.status_code
