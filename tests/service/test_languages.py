"""In which language a person is spoken to: given, taken from the programme, changed."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from typer.testing import CliRunner, Result

from flows.talk import lexicon
from service.carrier import twiml
from service.cli import app, people
from service.store import people as rows
from service.store import views
from service.usecases import enrol, entries, importing, languages, library
from service.usecases.enrol import NewProgramme, Refused
from service.usecases.importing import How
from service.usecases.parts import Parts
from service.usecases.sheets import COLUMNS
from tests.database import Clone
from tests.service import crowd
from tests.service.crowd import MILA

WORDS = {column: getattr(MILA, column) for column in COLUMNS}
pytestmark = pytest.mark.usefixtures("command_settings")
NOT_SPOKEN = (
    "language: 'fr' is not spoken here; write en, es, en-AU, en-CA, en-GB, en-IN, "
    "en-US, es-ES or es-MX"
)


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def adding(**changes: str) -> Result:
    given = {**WORDS, **changes}
    options = ((f"--{name.replace('_', '-')}", value) for name, value in given.items())
    return run("people", "add", *(part for pair in options for part in pair))


def kept(clone: Clone) -> list[str]:
    """The languages of all people, in the order they were enrolled."""
    with psycopg.connect(clone.owner_url) as line:
        found = line.execute("SELECT language FROM participants ORDER BY id").fetchall()
    return [language for (language,) in found]


def sheet(*given: dict[str, str]) -> io.BytesIO:
    opened = io.StringIO()
    writer = csv.DictWriter(opened, (*COLUMNS, "language"))
    writer.writeheader()
    writer.writerows({**WORDS, **one} for one in given)
    return io.BytesIO(opened.getvalue().encode())


@pytest.mark.parametrize("language", entries.LANGUAGES)
def test_every_language_that_may_be_given_is_written_understood_and_spoken(
    language: str,
) -> None:
    tongue = language.partition("-")[0]
    scripts = [library.read(*shipped) for shipped in library.shipped().items()]
    assert all(tongue in script.languages for script in scripts)
    assert tongue in lexicon.LEXICONS
    assert twiml.locale(language).startswith(f"{tongue}-")


@pytest.mark.usefixtures("where")
def test_without_a_language_the_programmes_is_kept(clone: Clone) -> None:
    assert 0 == adding().exit_code
    assert ["en"] == kept(clone)


@pytest.mark.usefixtures("where")
@pytest.mark.parametrize(
    ("written", "language"),
    [("es", "es"), (" ES ", "es"), ("es_mx", "es-MX"), ("EN-gb", "en-GB")],
)
def test_an_option_says_the_language(written: str, language: str, clone: Clone) -> None:
    result = adding(language=written)
    assert 0 == result.exit_code, result.output
    assert [language] == kept(clone)


@pytest.mark.usefixtures("where")
def test_a_language_nobody_speaks_here_is_refused_with_those_that_are(
    clone: Clone,
) -> None:
    result = adding(language="fr")
    assert 1 == result.exit_code
    assert NOT_SPOKEN in result.stderr
    assert [] == kept(clone)


@pytest.mark.usefixtures("where")
@pytest.mark.parametrize("written", ["es-419", "Spanish", "es-", "e", "en-US-x"])
def test_what_the_carrier_could_not_say_is_refused(written: str) -> None:
    assert f"language: {written!r} is not spoken" in adding(language=written).stderr


@pytest.mark.usefixtures("where")
def test_on_a_terminal_the_language_refused_is_asked_for_again(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "_on_terminal", lambda: True)
    monkeypatch.setattr(people.typer, "prompt", lambda _question: "es")
    assert 0 == adding(language="fr").exit_code
    assert ["es"] == kept(clone)


def test_a_file_may_have_a_column_of_languages(
    parts: Parts, stairwell: UUID, where: UUID, clone: Clone
) -> None:
    file = sheet(
        {"language": "es"},
        {"number": "+15550100002", "language": ""},
        {"number": "+15550100003", "language": "en-gb"},
    )
    report = importing.bring_in(parts, stairwell, file, How(where))
    assert 3 == report.enrolled
    assert ["en", "en-GB", "es"] == sorted(kept(clone))


@pytest.mark.usefixtures("where")
def test_a_language_in_a_file_is_refused_by_line_and_set_aside_whole(
    tmp_path: Path, clone: Clone
) -> None:
    path = tmp_path / "people.csv"
    other = {"number": "+15550100002", "language": "es"}
    path.write_bytes(sheet({"language": "fr"}, other).read())
    told = run("people", "import", str(path))
    assert 1 == told.exit_code
    assert NOT_SPOKEN.replace("language", "line 2, language", 1) in told.output
    assert 0 == run("people", "import", str(path), "--skip-bad").exit_code
    assert ["es"] == kept(clone)
    errors = people.errors_path(path)
    mended = errors.read_text("utf-8-sig").replace(",fr,", ",es,")
    errors.write_text(mended, "utf-8")
    assert 0 == run("people", "import", str(errors)).exit_code
    assert ["es", "es"] == kept(clone)


@pytest.mark.usefixtures("stairwell")
def test_a_programme_has_a_language_and_its_people_have_it_too(clone: Clone) -> None:
    begin = ("programme", "add", "Mi voz", "--coach", "Ruth")
    assert NOT_SPOKEN in run(*begin, "--language", "fr").stderr
    assert 0 == run(*begin, "--language", "ES").exit_code
    assert 0 == adding().exit_code
    assert 0 == adding(number="+15550100002", language="en").exit_code
    assert ["en", "es"] == sorted(kept(clone))


def test_it_is_changed_later_and_kept_who_did_it(
    parts: Parts, stairwell: UUID, where: UUID, clone: Clone
) -> None:
    mila = crowd.person(parts, stairwell, where)
    result = run("people", "language", "Mila", "--to", "es-mx", "--by", "Ruth")
    assert 0 == result.exit_code, result.output
    assert "Mila is spoken to in es-MX from now on." in result.output
    assert ["es-MX"] == kept(clone)
    with psycopg.connect(clone.owner_url) as line:
        audit = "SELECT actor, subject FROM audits WHERE action = 'set language'"
        assert [("Ruth", mila)] == line.execute(audit).fetchall()


def test_a_change_that_cannot_be_leaves_all_as_it_was(
    parts: Parts, stairwell: UUID, where: UUID, clone: Clone
) -> None:
    crowd.person(parts, stairwell, where)
    assert NOT_SPOKEN in run("people", "language", "Mila", "--to", "fr").stderr
    nobody = run("people", "language", str(UUID(int=7)), "--to", "es")
    assert "Nobody here has the id" in nobody.stderr
    assert ["en"] == kept(clone)
    with pytest.raises(LookupError):
        languages.change(parts, stairwell, UUID(int=7), "es", "Ruth")


def programme_of(parts: Parts, whose: UUID, programme: UUID) -> views.Programme:
    with parts.db.transaction(whose) as tx:
        return views.programme(tx, parts.tenant(whose).key, programme)


def listed(name: str) -> str:
    """The language of a person, as the list and her own page say it."""
    head, *rows = run("people", "list").stdout.splitlines()
    found = [dict(zip(head.split("\t"), row.split("\t"), strict=True)) for row in rows]
    (language,) = [row["language"] for row in found if row["name"] == name]
    assert f"Language: {language}" in run("people", "show", name).output
    return language


@pytest.mark.usefixtures("where")
def test_a_programmes_language_is_changed_for_those_who_come_later() -> None:
    assert 0 == adding().exit_code
    result = run("programme", "language", "ES_mx", "--by", "Ruth")
    assert 0 == result.exit_code, result.output
    told = "Find my voice speaks es-MX to whoever is enrolled from now on."
    assert told in result.output
    assert 0 == adding(name="Tomas", number="+15550100002").exit_code
    assert 0 == adding(name="Ana", number="+15550100003", language="en").exit_code
    assert ["en", "es-MX", "en"] == [listed(name) for name in ("Mila", "Tomas", "Ana")]
    head = run("programme", "show").stdout.splitlines()[0]
    assert head.endswith(", language es-MX")


def test_only_the_programme_meant_is_changed_and_who_did_it_is_kept(
    parts: Parts, stairwell: UUID, where: UUID, clone: Clone
) -> None:
    other = crowd.programme(parts, stairwell, "Say no")
    asked = run("programme", "language", "es")
    assert "choose one with --programme: Find my voice, Say no" in asked.stderr
    change = ("programme", "language", "es", "--programme", "say NO")
    assert 0 == run(*change, "--by", "Ruth").exit_code
    assert "en" == programme_of(parts, stairwell, where).language
    assert "es" == programme_of(parts, stairwell, other).language
    with psycopg.connect(clone.owner_url) as line:
        audit = "SELECT actor, action, subject FROM audits"
        found = line.execute(audit).fetchall()
    assert [("Ruth", "set programme language", other)] == found


def test_a_programmes_language_nobody_speaks_is_refused_and_stays(
    parts: Parts, stairwell: UUID, where: UUID, clone: Clone
) -> None:
    assert NOT_SPOKEN in run("programme", "language", "fr").stderr
    elsewhere = crowd.organisation(parts, "Elsewhere", "+15550100099")
    for whose, programme in ((stairwell, UUID(int=7)), (elsewhere, where)):
        with pytest.raises(LookupError):
            languages.change_programme(parts, whose, programme, "es", "Ruth")
    assert "en" == programme_of(parts, stairwell, where).language
    with psycopg.connect(clone.owner_url) as line:
        assert [] == line.execute("SELECT action FROM audits").fetchall()


def test_strangers_hear_the_one_language_of_all_programmes_or_english(
    parts: Parts, stairwell: UUID
) -> None:
    def heard() -> str:
        with parts.db.transaction(stairwell) as tx:
            return rows.language_of_all(tx)

    assert "en" == heard()
    for name, language, then in (
        ("A", "es", "es"),
        ("B", "es", "es"),
        ("C", "en", "en"),
    ):
        new = NewProgramme(name, "Ruth", None, {}, language)
        enrol.programme(parts, stairwell, new)
        assert then == heard(), name


def test_an_entry_without_a_tidy_hand_is_refused_as_it_stands(
    parts: Parts, stairwell: UUID
) -> None:
    with parts.db.transaction(stairwell) as tx, pytest.raises(Refused) as refused:
        enrol.check(tx, parts.tenant(stairwell), replace(MILA, language="fr"))
    assert "language" == refused.value.field
    with parts.db.transaction(stairwell) as tx:
        assert 0 == views.count(tx)
