"""What the checks find is told in the coach's language, at the same line (0041).

Laws: what the core tells is written out where it is told, and has its Spanish with the
same values and the same keys of the file; of a broken script no word is in English on a
Spanish page but what its author wrote and what the reader of YAML says.
"""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
from babel.messages.catalog import Catalog
from flask import Flask
from flask.testing import FlaskClient

from flows.coach.fields import FIELDS
from flows.phrase import Phrase
from infra import tongues as gatherer
from service.usecases import proofing, revising, terms
from service.web import tongues
from tests.flows.test_talk_check import BROKEN, examined
from tests.pages.test_tongues import SPANISH, bare, shipped, values, wrapped
from tests.pages.visiting import Visitor

# The same in both languages: places of what is told itself, and what is written so.
ALIKE = frozenset({"%(text)r; %(mend)s"})
IMPORTED = "from flows.phrase import Phrase\n"
# What a template quotes of a file stays as it is written there.
QUOTED, KEY = re.compile(r"`[^`]*`"), re.compile(r"[a-z_]+:|%\(\w+\)s:|\bend\b")


@pytest.fixture
def spoken() -> Flask:
    app = Flask("service.web")
    tongues.furnish(app)
    tongues.lend(app, {SPANISH: bracketed()})
    return app


def in_spanish(app: Flask, told: str) -> str:
    with app.test_request_context("/", headers={"Accept-Language": SPANISH}):
        return tongues.tell(told)


def calls(folder: Path) -> Iterator[tuple[str, ast.Call]]:
    for module in sorted(folder.rglob("*.py")):
        source = module.read_text("utf-8")
        # A refusal is written out where it is raised, not in its class.
        told = IMPORTED in source and module.name != "entries.py"
        for node in ast.walk(ast.parse(source if told else "")):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Phrase":
                yield f"{module.name}:{node.lineno}", node


TOLD = [*calls(gatherer.CORE), *calls(gatherer.USECASES)]


@cache
def spanish() -> Catalog:
    return shipped(SPANISH)


@cache
def bracketed() -> Catalog:
    return wrapped()


def template(call: ast.Call) -> str:
    return str(ast.literal_eval(call.args[0]))


# ---- the templates ----


def test_what_is_told_is_its_template_with_its_values() -> None:
    told = Phrase("%(what)s has no `%(key)s:`.", what=Phrase("A script"), key="noeds")
    assert "A script has no `noeds:`." == told
    assert "%(what)s has no `%(key)s:`." == told.template
    assert {"what": "A script", "key": "noeds"} == told.values
    assert "50 % of it" == Phrase("50 % of it"), "without values it is no template"


def test_what_is_told_is_written_out_where_it_is_told() -> None:
    unread = [place for place, one in TOLD if not isinstance(one.args[0], ast.Constant)]
    assert [] == unread
    assert len(TOLD) > 100


@pytest.mark.parametrize("words", sorted({template(one) for _, one in TOLD} - ALIKE))
def test_each_template_has_its_spanish_with_the_same_values(words: str) -> None:
    message = spanish().get(words)
    assert message is not None
    said = str(message.string)
    assert said not in ("", words)
    assert values(words) == values(said)
    assert keys(words) == keys(said)


def test_each_template_gets_the_values_it_names() -> None:
    wrong = {
        place: template(call)
        for place, call in TOLD
        if {one.arg for one in call.keywords}
        != set(re.findall(r"%\((\w+)\)", template(call)))
    }
    assert {} == wrong


def keys(words: str) -> list[str]:
    quoted = QUOTED.findall(words.replace("`: `", ""))
    return sorted(key for one in quoted for key in KEY.findall(one))


# ---- what is told ----


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_what_is_found_in_a_script_is_told_in_spanish(
    spoken: Flask, path: Path
) -> None:
    for one in examined(path):
        for told in (one.problem, one.mend):
            said = in_spanish(spoken, told)
            assert [] == bare(said), said
            assert said != told


def test_what_is_told_within_is_in_spanish_too(spoken: Flask) -> None:
    what = Phrase("Node `%(name)s`", name="a")
    told = Phrase("%(what)s has no `%(key)s:`.", what=what, key="sya")
    assert "⟦⟦El nodo `a`⟧ no admite `sya:`.⟧" == in_spanish(spoken, told)
    assert "a plain word" == in_spanish(spoken, "a plain word")
    with spoken.test_request_context("/", headers={"Accept-Language": "en"}):
        assert told == tongues.tell(told)


@pytest.mark.parametrize("source", ["x" * 60_001, "a: 1\n---\nb: 2\n"])
def test_a_source_that_is_more_than_one_script_is_told_in_spanish(
    spoken: Flask, source: str
) -> None:
    (found,) = proofing.outsize(source)
    assert [] == bare(in_spanish(spoken, found.problem))
    assert [] == bare(in_spanish(spoken, found.mend))


WHOLE = """\
programme: own
called: {long}
coach: {{name: {long}, number: "12"}}
language: xx
terms: {{opens: "19:00", deadline: "18:00", kind: x, cap_dog: 1}}
nudges: {{}}
retention: 1
schedule: {{dayz: 1, days: "9", at: "19:00-18:00-20:00", every: 3 days, observe: A}}
contexts: {{}}
scripts: [nothing]
name: {{en: a, es: ""}}
about: {{en: a}}
goal: [1]
steps:
  - {{minutes: no, fear: 99, days: mon, kind: x, texr: a}}
  - 4
"""
FILES = (
    WHOLE.format(long="x" * 200),
    "programme: a\nschedule: {days: '012', every: 3 days}\nterms: {call_days: 0}",
    "programme: a\ncalled: b\nsteps: []\nname: {en: a, es: b}",
    "programme: a\nterms: {opens: '19:00', deadline: '18:00'}",
    "programme: a\ncoach: {name: b, number: 12}\nterms: [1]",
    *("programme: [", "a: \x00", "- a", "#" * 50_001, "a: 1"),
)


@pytest.mark.parametrize("source", FILES)
def test_what_is_found_in_a_programmes_file_is_told_in_spanish(
    spoken: Flask, source: str
) -> None:
    found = revising.check(source, "own.yaml").problems
    assert found
    for one in found:
        assert one.line <= source.count("\n") + 1
        assert f"own.yaml:{one.line}: {one.problem} {one.mend}".rstrip() == one
        for told in (one.problem, one.mend):
            said = in_spanish(spoken, told)
            assert [] == bare(said), said


def test_the_mend_of_every_field_and_term_is_told_in_spanish(spoken: Flask) -> None:
    for line in (*FIELDS.values(), *terms.TABLE.values()):
        said = in_spanish(spoken, line.mend)
        assert [] == bare(said)
        assert said.startswith("⟦escr")


# ---- on the pages ----


@pytest.fixture
def coach(client: FlaskClient) -> Visitor:
    client.set_cookie(tongues.COOKIE, SPANISH, domain="localhost")
    return Visitor(client)


def written(coach: Visitor) -> str:
    found = re.search(r"<textarea.*?>\n(.*?)</textarea>", coach.answer.text, re.S)
    assert found is not None
    return html.unescape(found[1])


def test_a_spanish_coach_reads_what_is_wrong_with_a_script_at_its_line(
    coach: Visitor,
) -> None:
    edit = "/scripts/daily_win/edit"
    own = written(coach.goes(edit))
    broken = own.replace("then: nothing_more", "then: nothing_mor")
    at = broken[: broken.index("her_own_words:")].count("\n") + 1
    coach.goes(edit).sends(edit, source=broken, do="check")
    assert f'href="#L{at}" data-line="{at}">Línea {at}</a>' in coach.answer.text
    told = "lleva a <code>nothing_mor</code>, que no existe."
    assert told in coach.answer.text
    assert "¿Querías decir <code>nothing_more</code>?" in coach.said
    coach.goes(edit).sends(edit, source="a: 1\n---\nb: 2\n", do="keep", edition="0")
    coach.goes(edit).sends(edit, source=own.replace("grammar: 1", "gramar: 1"))
    assert "Un guion no admite <code>gramar:</code>." in coach.said


def test_what_a_script_says_is_never_taken_for_html(coach: Visitor) -> None:
    edit = "/scripts/daily_win/edit"
    source = "script: daily_win\ngrammar: 1\nnodes:\n  <b>%s: {say: a, then: x}\n"
    coach.goes(edit).sends(edit, source=source, do="check")
    told = "El nodo <code>&lt;b&gt;%s</code> lleva a <code>x</code>, que no existe."
    assert told in coach.answer.text


def reads(coach: Visitor) -> str:
    shown = re.sub(r"<[^>]+>", "", coach.answer.text)
    return " ".join(html.unescape(shown).split())


def test_a_spanish_coach_reads_what_is_wrong_with_a_programmes_file_at_its_line(
    coach: Visitor, where: UUID
) -> None:
    file = f"/programmes/{where}/file"
    own = written(coach.goes(file))
    at = own[: own.index("terms:")].count("\n") + 2
    wrong = "terms:\n  cap_dog: 3\n  opens: soon\n"
    coach.sends(file, source=own.replace("terms:\n", wrong), do="look")
    assert 422 == coach.answer.status_code
    assert f'data-line="{at}">Línea {at}</a>' in coach.answer.text
    assert (
        "cap_dog: no puede quedar así. ajustes del programa: 'cap_dog' no es"
        " ninguno de ellos; ¿querías decir cap_day?" in reads(coach)
    )
    assert f'data-line="{at + 1}">Línea {at + 1}</a>' in coach.answer.text
    assert "opens es 'soon'; escríbelo como HH:MM" in reads(coach)
    coach.sends(file, source=own.replace("language:", "langage:"), do="look")
    assert "langage: no se conoce aquí. ¿Querías decir language?" in reads(coach)
    coach.sends(file, source=own.replace("Find my voice", "Another"), do="look")
    assert "este programa se llama Find my voice" in reads(coach)
    coach.sends(file, source="#" * 50_001, do="look")
    assert "El archivo pasa de 50 000 caracteres." in reads(coach)
    coach.sends(file, source="programme: [", do="look")
    assert "Esto no es YAML. Revisa la sangría y las comillas." in reads(coach)
