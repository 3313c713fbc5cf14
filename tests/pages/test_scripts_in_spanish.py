"""Programmes and scripts in Spanish: every word of their pages has one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jinja2
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from service.web import script_words, tongues

TEMPLATES = Path(tongues.__file__).parent / "templates"


def words() -> Iterator[str]:
    pages = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for room in ("programmes", "scripts"):
        for page in sorted((TEMPLATES / room).glob("*.html")):
            for _, _, found in pages.extract_translations(page.read_text("utf-8")):
                one = found if isinstance(found, str) else found and found[0]
                if one:
                    yield one
    tables = (
        script_words.WHAT, script_words.KINDS, script_words.DOES, script_words.OVER,
        script_words.HAPPENED, script_words.LANGUAGES,
    )  # fmt: skip
    for table in tables:
        yield from table.values()
    yield from script_words.GROUPS


def test_every_word_of_these_pages_has_a_spanish_one() -> None:
    with (tongues.FOLDER / "es.po").open("rb") as file:
        catalog = read_po(file, locale="es")
    lacking = {one for one in words() if not (m := catalog.get(one)) or not m.string}
    assert set() == lacking


def test_the_pages_speak_spanish(client: FlaskClient) -> None:
    told = {"Accept-Language": "es-MX,es;q=0.9"}
    for path, said in (
        ("/scripts", "Derechos y seguridad"),
        ("/scripts/daily_win", "Ahora no hay nadie en esta versión."),
        ("/scripts/daily_win/edit", "Está bien: nada por arreglar."),
        ("/programmes", "Todavía no hay programas"),
        ("/programmes/new", "Empezar con"),
    ):
        assert said in client.get(path, headers=told).text
