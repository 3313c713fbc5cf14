"""`handrail alerts` and `handrail coaches`: who is told, by what, and who has it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row
from typer.testing import CliRunner, Result

from service.cli import app
from service.store import watches
from service.usecases import appointing, releasing
from service.usecases.parts import Parts
from tests.database import Clone
from tests.service import crowd

RUTH, ANN = "+15550100009", "+15550100008"
DANGER = "I want to kill myself tonight"
HAS_IT = "Ruth has it since"


@pytest.fixture(autouse=True)
def settings(command_settings: None) -> None:
    """What the commands of this file read."""


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    """Somebody of a programme whose coach has no number."""
    return crowd.person(parts, stairwell, where)


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def done(*words: str) -> str:
    result = run(*words)
    assert 0 == result.exit_code, result.output
    return result.stdout


def refused(*words: str) -> str:
    result = run(*words)
    assert 1 == result.exit_code, result.output
    assert "Traceback" not in result.output
    return result.stderr


def rows(clone: Clone, query: str) -> list[dict[str, Any]]:
    with psycopg.connect(clone.owner_url, row_factory=dict_row) as line:
        return line.execute(query.encode()).fetchall()


def listed() -> list[list[str]]:
    return [line.split("\t") for line in done("alerts", "list").splitlines()[1:]]


# ---- coaches ----


def test_coaches_are_listed_in_their_order_without_a_whole_number(
    mila: UUID,
) -> None:
    told = done("coaches", "set", "ruth", "--number", RUTH, "--email", "r@example.org")
    assert "Ruth is told of alerts by text, email, call, in English.\n" == told
    added = done("coaches", "add", "Ann", "--number", ANN, "--language", "es")
    assert "by text, call, in Español." in added
    found = run("coaches", "list")
    lines = [line.split("\t")[:-1] for line in found.stdout.splitlines()]
    assert [
        "0",
        "Ruth",
        "••••••••••09",
        "yes",
        "text, email, call",
        "en",
        "Find my voice",
    ] == lines[1]
    told = ["none", "text, call", "es", "no programme"]
    assert ["1", "Ann", "••••••••••08", *told] == lines[2]
    # The settings of this test have no mail server.
    assert "No e-mail goes out: SMTP_URL and MAIL_FROM are not set" in found.stderr
    done("coaches", "set", "Ann", "--place", "0", "--channels", "call,text")
    done("coaches", "set", "Ruth", "--place", "1", "--email", "none")
    again = run("coaches", "list")
    names = [line.split("\t")[1] for line in again.stdout.splitlines()[1:]]
    assert ["Ann", "Ruth"] == names
    assert "" == again.stderr


def test_a_programme_whose_alerts_reach_nobody_says_so_where_people_look(
    parts: Parts, mila: UUID
) -> None:
    nobody = "Nobody takes alerts: a cry for help would reach no person."
    for words in (("programme", "show"), ("coaches", "list"), ("alerts", "list")):
        assert nobody in run(*words).stderr
    assert nobody in run("people", "list").stderr
    done("coaches", "add", "Ann", "--number", ANN)
    told = run("coaches", "list").stderr
    assert nobody not in told
    assert "One person takes all alerts" in told
    assert "" == run("programme", "show").stderr


def test_an_address_without_a_server_reaches_nobody(parts: Parts, mila: UUID) -> None:
    done("coaches", "set", "Ruth", "--email", "ruth@example.org")
    with parts.db.transaction() as tx:
        assert tx.now
    [whose] = {parts.tenant_of(crowd.SERVICE)}
    assert whose is not None
    known = appointing.listed(parts, whose.id)
    assert (appointing.NOBODY, appointing.NO_MAIL) == appointing.problems(parts, known)
    with_mail = replace(parts, mail=object())  # type: ignore[arg-type] # only asked whether it is there
    assert (appointing.NO_BACKUP,) == appointing.problems(with_mail, known)


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("set", "Ruth", "--number", "12"), "this number cannot be texted"),
        (("set", "Ruth", "--number", crowd.SERVICE), "this is our own number"),
        (("set", "Ruth", "--email", "ruth at home"), "this is no e-mail address"),
        (("set", "Ruth", "--channels", "pigeon"), "write some of text,email,call"),
        (("set", "Ruth", "--place", "1000"), "write a number from 0 to 999"),
        (("set", "Ruth", "--language", "fr"), "write one of: en, es"),
        (("set", "Zoe", "--number", ANN), "No coach here is called 'Zoe'"),
        (("add", "RUTH", "--number", ANN), "stands already: change that one"),
        (("add", "x" * 13), "write 1 to 12 characters"),
    ],
)
def test_what_cannot_stand_is_refused_whole(
    words: tuple[str, ...], mend: str, clone: Clone, mila: UUID
) -> None:
    before = rows(clone, "SELECT * FROM coaches")
    assert mend in refused("coaches", *words)
    assert before == rows(clone, "SELECT * FROM coaches")


def test_two_who_are_called_alike_are_told_apart_by_id(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    crowd.programme(parts, stairwell, "Other")
    done("coaches", "set", "Ruth", "--number", RUTH)
    ids = [one.id for one in appointing.listed(parts, stairwell)]
    done("coaches", "set", str(ids[1]), "--number", ANN)
    told = refused("coaches", "set", "Ruth", "--place", "3")
    assert "several coaches are called so" in told
    assert all(str(each) in told for each in ids)


def test_no_channel_is_no_alert(mila: UUID) -> None:
    set_ = ("coaches", "set", "Ruth", "--number", RUTH)
    told = run(*set_, "--channels", "none")
    assert "Ruth is told of no alert" in told.stdout
    assert "a cry for help would reach no person" in told.stderr
    assert "" == run(*set_, "--channels", "text").stderr


def test_a_coach_is_renamed_and_whose_number_is_anothers_is_refused(
    mila: UUID,
) -> None:
    done("coaches", "set", "Ruth", "--number", RUTH)
    done("coaches", "add", "Ann", "--number", ANN)
    assert "Anna is told of" in done("coaches", "set", "Ann", "--name", "Anna")
    assert "Ruth is told at this number already" in refused(
        "coaches", "set", "Anna", "--number", RUTH
    )
    assert "nothing reaches her yet" in refused("coaches", "add", "Bea")


def test_a_programme_begins_with_an_address_as_well(stairwell: UUID) -> None:
    more = ("--coach", "Ruth", "--coach-email", "ruth@example.org")
    told = run("programme", "add", "Find my voice", *more)
    assert "Nobody gets its alerts" not in told.output
    assert "alerts to e-mail," in done("programme", "show")
    bad = ("--coach", "Ruth", "--coach-email", "ruth")
    assert "this is no e-mail address" in refused("programme", "add", "Other", *bad)


# ---- alerts ----


def test_alerts_are_listed_with_whom_they_wait_for(parts: Parts, mila: UUID) -> None:
    assert "Nothing waits for a person." in done("alerts", "list")
    done("coaches", "set", "Ruth", "--number", RUTH)
    crowd.text(parts, DANGER)
    ((_id, raised, what, about, stands, told),) = listed()
    assert raised.endswith("UTC")
    assert ("may not be safe", "Mila, Find my voice") == (what, about)
    assert stands.startswith("next step ")
    assert told.startswith("Ruth by text ")
    assert DANGER not in done("alerts", "list")


def test_an_alert_nobody_could_be_told_of_shows_as_such(
    parts: Parts, mila: UUID
) -> None:
    crowd.text(parts, DANGER)
    ((*_, stands, told),) = listed()
    assert stands.startswith("NOBODY COULD BE TOLD; next step ")
    assert "nobody" == told
    assert "Nobody could be told of this by text, call or e-mail" in done(
        "people", "list"
    )


def test_ack_says_who_has_it_and_the_hold_stays(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone
) -> None:
    done("coaches", "set", "Ruth", "--number", RUTH)
    crowd.text(parts, DANGER)
    alert = listed()[0][0]
    told = done("alerts", "ack", alert, "--by", "Ruth")
    assert "Ruth has the alert. What is held stays held until it is released." in told
    assert "crisis" == rows(clone, "SELECT hold FROM participants")[0]["hold"]
    assert HAS_IT in listed()[0][4]
    assert "(command)" in listed()[0][4]
    assert "Somebody has it since" in done("people", "show", "Mila")
    assert "Ruth has it already" in done("alerts", "ack", alert, "--by", "Ann")
    releasing.release(parts, stairwell, mila, by="Ruth")
    assert "Nothing waits" in done("alerts", "list")
    assert f"seen; {HAS_IT}" in done("alerts", "list", "--all")


def test_several_about_one_person_are_had_together(parts: Parts, mila: UUID) -> None:
    crowd.text(parts, DANGER)
    crowd.text(parts, DANGER)
    alert = listed()[0][0]
    assert "Ruth has 2 alerts." in done("alerts", "ack", alert, "--by", "Ruth")


def test_what_was_released_before_is_over(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    crowd.text(parts, DANGER)
    alert = listed()[0][0]
    releasing.release(parts, stairwell, mila, by="Ruth")
    assert "It is over already" in done("alerts", "ack", alert, "--by", "Ruth")
    assert "seen" in done("alerts", "list", "--all")


def test_an_alert_about_somebody_erased_names_nobody(
    parts: Parts, clone: Clone, mila: UUID
) -> None:
    crowd.text(parts, DANGER)
    with psycopg.connect(clone.owner_url) as line:
        line.execute("UPDATE participants SET wrapped_key = NULL")
    assert "somebody not kept here, Find my voice" == listed()[0][3]


@pytest.mark.parametrize("told", ["x", "01a217a3-2aae-785d-b01a-add97ae311d0"])
def test_what_is_no_alert_is_said(told: str, mila: UUID) -> None:
    assert "see: handrail alerts list" in refused("alerts", "ack", told, "--by", "Ruth")


def test_every_kind_and_channel_has_words_and_every_via_a_column() -> None:
    from flows.safety import alerting  # the table they are of
    from service.cli import alarms

    assert {*alerting.WAYS} == {*alarms.WHAT}
    assert {*alerting.CHANNELS} == {*alarms.CHANNEL}
    assert watches.TOLD_KINDS <= {*alerting.WAYS}
