"""A coach's language: who says it, where it is kept, and that all is said in it."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from importlib import import_module
from itertools import product
from string import Formatter
from typing import Any
from uuid import UUID

import pytest

from flows.coach.spoken import Spoken
from flows.talk import wording
from service import usecases
from service.carrier import segments
from service.store import own_lines
from service.store.alerts import Due
from service.store.coaches import Coach
from service.usecases import (
    alert_words,
    appointing,
    enrol,
    languages,
    own_line,
    resetting,
    team,
)
from service.usecases.appointing import Changes
from service.usecases.enrol import NewProgramme
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.team import Colleague
from tests.database import Clone
from tests.service import console as desk
from tests.service.console import FIREFOX, PASSWORD, RUTH, Console

ANA = "ana@example.org"
NUMBER = "+15550100009"
# As long as a programme and an address are at the least, and at the most.
CALLED = ("A", "Find my voice", "Find my voice once more.")
ORIGINS = ("http://127.0.0.1:8017", "https://handrail.coaching.example.org")


# ---- the tables ----


def spoken_of(found: object) -> Iterator[Spoken]:
    """Yield every sentence in a table, however deep it stands."""
    if isinstance(found, Spoken):
        yield found
    elif isinstance(found, Mapping):
        yield from (one for each in found.values() for one in spoken_of(each))
    elif isinstance(found, tuple | list):
        yield from (one for each in found for one in spoken_of(each))


def tables() -> Iterator[tuple[str, Spoken]]:
    for module in pkgutil.iter_modules(usecases.__path__):
        held = vars(import_module(f"service.usecases.{module.name}"))
        for name, found in held.items():
            yield from ((f"{module.name}.{name}", one) for one in spoken_of(found))


def blanks(words: str) -> set[str]:
    return {name for _, name, *_ in Formatter().parse(words) if name}


def test_a_coach_can_be_told_in_every_language_there_is_a_sentence_in() -> None:
    assert {*languages.TONGUES} == {one.name for one in fields(Spoken)}


def test_each_sentence_to_a_coach_has_the_same_blanks_in_each_language() -> None:
    found = [*tables()]
    rooms = {name.partition(".")[0] for name, _ in found}
    assert {"alert_words", "bridge_calls", "letters", "own_line"} <= rooms
    for name, one in found:
        assert all(one.to(tongue).strip() for tongue in languages.TONGUES), name
        assert 1 == len({*map(frozenset, map(blanks, (one.en, one.es)))}), name
        assert one.en != one.es, name
        assert one.es.count("?") == one.es.count("¿"), name


def dues() -> Iterator[Due]:
    for kind, called in product(alert_words.SAID, CALLED):
        for whose, erased in ((UUID(int=1), False), (UUID(int=1), True), (None, False)):
            programme = called if whose else None
            yield Due(UUID(int=2), kind, "x", whose, 0, programme, None, erased, False)


def test_an_alert_costs_no_more_in_one_language_than_in_the_other() -> None:
    for due, origin in product(dues(), ORIGINS):
        told = {
            tongue: wording.written(
                alert_words.of(origin, "Stairwell", due, tongue)["text"]
            )
            for tongue in languages.TONGUES
        }
        cost = {tongue: segments.count(words) for tongue, words in told.items()}
        assert {"GSM-7"} == {one.encoding for one in cost.values()}, told
        assert cost["es"].units <= cost["en"].units, told


ANSWERS = ("HAS", "CLEARED", "HEEDED", "ONE_MORE", "NOTHING", "NOT_READ")


@pytest.mark.parametrize("words", ANSWERS)
def test_an_answer_costs_no_more_either(words: str) -> None:
    said = getattr(alert_words, words)
    found = [segments.count(wording.written(one)) for one in (said.en, said.es)]
    assert {"GSM-7"} == {one.encoding for one in found}
    assert found[1].units <= found[0].units


def test_nobody_is_named_in_any_of_it() -> None:
    """All that is filled in is the programme, and the address of her page."""
    known = {"who", "where", "programme", "page", "id", "how", "name", "count"}
    for one in (each for name, each in tables() if name.startswith("alert_words.")):
        assert blanks(one.en) <= known
    named = [name for name, one in tables() if "{name}" in one.en + one.es]
    # Of those told of alerts the name of a coach alone, who has it or has seen to it.
    of_coach = ["alert_words.HAS", "alert_words.CLEARED"]
    assert of_coach == [one for one in named if one.startswith("alert_")]


# ---- whoever is told of alerts ----


def told_in(parts: Parts, whose: UUID) -> dict[str, str]:
    known = appointing.listed(parts, whose)
    return {one.name: languages.told_in(one) for one in known}


def test_a_coach_is_told_in_english_until_a_language_is_said(
    parts: Parts, stairwell: UUID
) -> None:
    appointing.add(parts, stairwell, "Ann", Changes(number=NUMBER), "x")
    changes = Changes(number="+15550100008", language="ES")
    appointing.add(parts, stairwell, "Bea", changes, "x")
    assert {"Ann": "en", "Bea": "es"} == told_in(parts, stairwell)
    appointing.change(parts, stairwell, "Ann", Changes(language="es-MX"), "x")
    appointing.change(parts, stairwell, "Bea", Changes(place=0), "x")
    assert {"Ann": "es", "Bea": "es"} == told_in(parts, stairwell)
    with pytest.raises(Refused, match="write one of: en, es"):
        appointing.change(parts, stairwell, "Bea", Changes(language="fr"), "x")


@pytest.mark.parametrize(
    ("language", "told"), [("en", ""), ("es", "es"), ("es-MX", "es"), ("en-GB", "")]
)
def test_who_comes_with_a_programme_is_told_in_its_language(
    parts: Parts, stairwell: UUID, language: str, told: str
) -> None:
    new = NewProgramme("Otra", "Ruth", NUMBER, {}, language=language)
    enrol.programme(parts, stairwell, new)
    (ruth,) = appointing.listed(parts, stairwell)
    assert told == ruth.language


def test_one_telephone_is_one_person_with_one_language(
    parts: Parts, stairwell: UUID
) -> None:
    for name, language in (("Uno", "en"), ("Dos", "es")):
        new = NewProgramme(name, "Ruth", NUMBER, {}, language=language)
        enrol.programme(parts, stairwell, new)
    assert ["es", "es"] == [one.language for one in appointing.listed(parts, stairwell)]


# ---- whoever has an account ----


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


def speaking(console: Console, tongue: str) -> None:
    """From now on pages are in that language."""
    console.parts = replace(console.parts, language=lambda: tongue)


def test_an_account_begins_with_the_language_of_the_page(console: Console) -> None:
    speaking(console, "es")
    ruth = console.owner()
    assert "es" == console.signed(ruth.token).language
    speaking(console, "en")
    ana = console.colleague(ruth, ANA, "coach")
    assert "en" == console.signed(ana.token).language


def test_who_is_asked_in_is_asked_in_the_language_that_was_chosen(
    console: Console,
) -> None:
    ruth = console.signed(console.owner().token)
    made = team.invite(
        console.parts, ruth, Colleague(ANA, "Ana", "coach", language="es")
    )
    (letter,) = [one for one in console.posted() if one.to == ANA]
    assert "Tienes una invitación a Handrail" == letter.subject
    seen = team.joining(console.parts, made.link.rpartition("/")[2])
    assert seen is not None
    assert "es" == seen.language
    with pytest.raises(Refused, match="write one of: en, es"):
        team.invite(console.parts, ruth, Colleague(ANA, "Ana", "coach", language="fr"))


def test_letters_to_an_account_are_in_its_language_whatever_page_asks(
    console: Console,
) -> None:
    speaking(console, "es")
    who = console.owner()
    speaking(console, "en")
    resetting.ask(console.parts, RUTH)
    (letter,) = console.posted()[-1:]
    assert "Una contraseña nueva para Handrail" == letter.subject
    token = letter.body.partition("/reset/")[2].split()[0]
    assert resetting.finish(console.parts, token, f"{PASSWORD} dos", FIREFOX)
    assert "Tu cuenta de Handrail cambió" == console.posted()[-1].subject
    console.sql("UPDATE accounts SET language = NULL")
    resetting.ask(console.parts, who.email)
    assert "A new password for Handrail" == console.posted()[-1].subject


def coach(parts: Parts, whose: UUID, name: str, **told: Any) -> Coach:
    return appointing.add(parts, whose, name, Changes(**told), "x")


def test_what_she_says_on_her_account_holds_for_her_alerts_too(
    console: Console,
) -> None:
    """She is a coach by her account, by her e-mail, or by her confirmed telephone."""
    parts, whose = console.parts, console.organisation
    ruth = console.owner()
    signed = console.signed(ruth.token)
    by_mail = coach(parts, whose, "Mail", email=RUTH.upper())
    by_line = coach(parts, whose, "Line", number=NUMBER)
    linked = coach(parts, whose, "Link", number="+15550100007")
    other = coach(parts, whose, "Other", number="+15550100006", email=ANA)
    console.sql("UPDATE accounts SET coach_id = %s", linked.id)
    assert signed.account is not None
    # There is a message behind each code that is asked for: any will do.
    own_line.ask(parts, signed, NUMBER)
    with parts.db.transaction(whose) as tx:
        key = parts.tenant(whose).key
        own_lines.confirm(tx, key, signed.account, NUMBER)
    assert "es" == languages.choose(parts, signed, "es")
    found = {one.id: one.language for one in appointing.listed(parts, whose)}
    assert {by_mail.id: "es", by_line.id: "es", linked.id: "es", other.id: ""} == found
    assert "es" == console.signed(ruth.token).language
    assert "set their own language" == console.audited()[-1]
    with pytest.raises(Refused, match="write one of: en, es"):
        languages.choose(parts, signed, "")


def test_a_coach_who_is_added_later_is_known_by_her_account(console: Console) -> None:
    parts, whose = console.parts, console.organisation
    ruth = console.owner()
    languages.choose(parts, console.signed(ruth.token), "es")
    assert "es" == coach(parts, whose, "Ruth", email=RUTH).language
    assert "en" == coach(parts, whose, "Two", email=RUTH, language="en").language
    assert "" == coach(parts, whose, "Ann", email=ANA).language
    new = NewProgramme("Own", "Ruth", None, {}, coach_email=RUTH)
    enrol.programme(parts, whose, new)
    (last,) = [one for one in appointing.listed(parts, whose) if one.programmes]
    assert "es" == last.language


def test_who_confirms_her_telephone_is_told_there_in_her_language(
    console: Console,
) -> None:
    parts, whose = console.parts, console.organisation
    ruth = console.owner()
    coach(parts, whose, "Ruth", number=NUMBER)
    languages.choose(parts, console.signed(ruth.token), "es")
    assert {"Ruth": "en"} == told_in(parts, whose)
    signed = console.signed(ruth.token)
    own_line.ask(parts, signed, NUMBER)
    code = next(word for word in texted(console).split() if word.isdigit())
    own_line.confirm(parts, signed, code)
    assert {"Ruth": "es"} == told_in(parts, whose)


def texted(console: Console) -> str:
    """The words of the one message that is on its way."""
    key = console.parts.tenant(console.organisation).key
    ((message, sealed),) = console.sql("SELECT id, body_sealed FROM outbox_messages")
    return key.open(sealed, "outbox_messages", message, "body_sealed")


def test_who_joins_is_told_in_it_unless_another_was_said_of_her(
    console: Console,
) -> None:
    parts, whose = console.parts, console.organisation
    ruth = console.owner()
    coach(parts, whose, "Ana", email=ANA)
    coach(parts, whose, "Ben", email="ben@example.org", language="en")
    speaking(console, "es")
    console.colleague(ruth, ANA, "coach")
    console.colleague(ruth, "ben@example.org", "coach")
    assert {"Ana": "es", "Ben": "en"} == told_in(parts, whose)


def test_the_operator_has_no_language_to_keep(console: Console) -> None:
    from service.usecases import rights

    who = rights.operator(console.organisation, "Stairwell")
    assert "es" == languages.choose(console.parts, who, "es")
    assert [] == console.audited()


def test_the_code_for_her_telephone_is_texted_in_her_language(
    console: Console,
) -> None:
    ruth = console.owner()
    languages.choose(console.parts, console.signed(ruth.token), "es")
    own_line.ask(console.parts, console.signed(ruth.token), NUMBER)
    said = texted(console)
    assert "es el codigo que confirma que este teléfono es tuyo" in said
    assert 1 == segments.count(said).count
