"""`handrail organisation`, `programme`, `connect`, `people release`: a deployment begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from service.cli import app, connecting, setting_up
from service.store import enrolment, views
from service.switchboard.network import Network
from service.switchboard.server import Running, serve
from service.usecases import enrol, terms
from service.usecases.enrol import NewProgramme, Refused
from service.usecases.parts import Parts
from service.usecases.terms import BadTerms, Terms
from tests.database import Clone
from tests.service import crowd

ACCOUNT, TOKEN = "AC" + "0123456789abcdef" * 2, "a-token-of-the-tests-0123"
NUMBER = "+15550100000"
STAIRWELL = ("organisation", "add", "Stairwell", "--country", "us", "--number", NUMBER)
VOICE = ("programme", "add", "Find my voice", "--coach", "Ruth")
DANGER = "I want to kill myself tonight"


@pytest.fixture(autouse=True)
def settings(command_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDRAIL_PUBLIC_ORIGIN", "https://coach.example.com")
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", ACCOUNT)
    monkeypatch.setenv("TWILIO_AUTH_TOKENS", TOKEN)


@pytest.fixture
def carrier(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    network = Network(ACCOUNT, TOKEN)
    network.add_number(NUMBER, sms_url="https://old.example.com/sms")
    running = serve(network)
    monkeypatch.setenv("TWILIO_BASE_URL", running.url)
    yield running
    running.stop()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def done(*words: str) -> str:
    result = run(*words)
    assert 0 == result.exit_code, result.output
    return result.output


def refused(*words: str) -> str:
    result = run(*words)
    assert 1 == result.exit_code, result.output
    assert "Traceback" not in result.output
    return result.stderr


def counts(clone: Clone) -> list[Any]:
    tables = ("organisations", "numbers", "coaches", "programmes", "script_versions")
    with psycopg.connect(clone.owner_url) as open_line:
        return [
            open_line.execute(f"SELECT count(*) FROM {table}").fetchone()
            for table in tables
        ]


def test_a_deployment_begins_with_three_commands(
    parts: Parts, carrier: Running
) -> None:
    assert "Next: handrail connect" in done(*STAIRWELL)
    assert "Connected." in done("connect")
    told = done(*VOICE, "--coach-number", "(555) 010-0009", "--set", "cap_day=2")
    assert "Find my voice is set up in Stairwell. Next: handrail people add" in told
    assert "alerts" not in told
    [whose] = views.organisations(parts.db, parts.vault)
    tenant = parts.tenant(whose.id)
    assert ("Stairwell", "US") == (tenant.name, tenant.country)
    with parts.db.transaction(whose.id) as tx:
        [programme] = views.programmes(tx)
        shown = views.programme(tx, tenant.key, programme.id)
    assert ("Ruth", {"cap_day": 2}) == (shown.coach, shown.settings)
    assert shown.alerts_to.endswith("09")
    crowd.person(parts, whose.id, programme.id)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"--country": "Aotearoa"},
            "country: 'Aotearoa' is no country; write two letters",
        ),
        ({"--country": ""}, "country: '' is no country"),
        ({"--number": "12"}, "number: this number cannot be texted"),
        ({"name": " \u200b"}, "name: write 1 to 80 characters"),
        ({"name": "x" * 81}, "name: write 1 to 80 characters; these are 81"),
    ],
)
def test_an_organisation_that_cannot_stand_leaves_nothing(
    changes: dict[str, str], words: str, clone: Clone
) -> None:
    given = {"name": "Stairwell", "--country": "US", "--number": NUMBER, **changes}
    name, before = given.pop("name"), counts(clone)
    options = [part for pair in given.items() for part in pair]
    assert words in refused("organisation", "add", name, *options)
    assert before == counts(clone)


def test_a_name_or_a_number_of_an_organisation_stands_once(clone: Clone) -> None:
    done(*STAIRWELL)
    before = counts(clone)
    other = ("--country", "US", "--number", "+15550100200")
    again = refused("organisation", "add", " stairwell ", *other)
    assert "name: 'stairwell' stands already" in again
    own = ("--country", "US", "--number", NUMBER)
    assert "number: another organisation" in refused(
        "organisation", "add", "Other", *own
    )
    assert before == counts(clone)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--coach", ""], "coach: write 1 to 12"),
        (["--coach", "A coach of many names"], "coach: write 1 to 12"),
        (["--coach-number", "12"], "coach_number: this number cannot be texted"),
        (["--coach-number", NUMBER], "coach_number: this is our own number"),
        (["--set", "cap_day"], "'cap_day'; write it as name=value"),
        (["--set", "cap_dya=2"], "'cap_dya' is none of them; did you mean cap_day?"),
        (["--set", "colour=blue"], "'colour' is none of them; there are: hours_from"),
        (["--set", "cap_day=1", "--set", "cap_day=2"], "cap_day is given twice"),
        (["--set", "cap_day=two"], "cap_day is 'two'; write a whole number"),
        (["--set", "most_a_day=0"], "most_a_day is '0'; write a whole number"),
        (["--set", "days=017"], "days is '017'; write 0 (Monday) to 6"),
        (["--set", "days="], "days is ''; write 0"),
        (["--set", "opens=5pm"], "opens is '5pm'; write it as HH:MM"),
        (["--set", "opens=17:00+02:00"], "opens is '17:00+02:00'; write it as HH:MM"),
        (["--set", "kind=maybe"], "kind is 'maybe'; write window or moment"),
        (["--set", "recap_day=7"], "recap_day is '7'; write 0 (Monday) to 6, or none"),
        (["--set", "start_rung=9"], "start_rung is '9'; write 0 to 5"),
        (["--set", "opens=19:00"], "deadline is 18:30; it must lie after opens"),
        (["--set", "opens=18:30"], "deadline is 18:30; it must lie after opens"),
        (["--set", "closes=18:30"], "closes is 18:30; it must lie after the deadline"),
        (["--set", "hours_to=08:30"], "hours_to is hours_from"),
    ],
)
def test_a_programme_that_cannot_stand_leaves_nothing(
    more: list[str], words: str, clone: Clone
) -> None:
    done(*STAIRWELL)
    before = counts(clone)
    assert words in refused(*VOICE, *more)
    assert before == counts(clone)


def test_a_name_of_a_programme_stands_once_capitals_aside(clone: Clone) -> None:
    done(*STAIRWELL)
    assert "Nobody gets its alerts" in done(*VOICE)
    before = counts(clone)
    told = refused("programme", "add", "FIND my  voice", "--coach", "Ruth")
    assert "programme: 'FIND my voice' stands already" in told
    assert "write 1 to 24" in refused("programme", "add", "x" * 25, "--coach", "R")
    assert before == counts(clone)


def test_two_at_the_same_moment_make_one_programme(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, clone: Clone
) -> None:
    whose = crowd.organisation(parts)
    crowd.programme(parts, whose)
    before = counts(clone)
    # As the slower of two sees it, who looked before the faster one had written.
    monkeypatch.setattr(enrolment, "programme_named", lambda *_: None)
    with pytest.raises(Refused, match="stands already"):
        crowd.programme(parts, whose)
    assert before == counts(clone)


def test_without_an_organisation_it_says_how_to_begin() -> None:
    for words in (VOICE, ("programme", "show"), ("connect",)):
        assert "set one up with: handrail organisation add" in refused(*words)


def test_the_terms_are_shown_with_defaults_and_meaning() -> None:
    done(*STAIRWELL)
    assert "No programme yet; these are the defaults." in done("programme", "show")
    assert "There is no programme yet; set one up with: handrail programme add" in (
        refused("programme", "show", "--programme", "Other")
    )
    done(*VOICE, "--set", "recap_day=none", "--set", "cap_week=3")
    told = done("programme", "show").splitlines()
    assert told[0].startswith("Stairwell: Nobody takes alerts: a cry for help would")
    assert "Find my voice, coach Ruth, alerts to none, language en" == told[1]
    rows = {line.split("\t")[0]: line.split("\t")[1:] for line in told[2:]}
    assert {"setting", *terms.DEFAULTS} == set(rows)
    assert ["3", "7", "most prompts in seven days"] == rows["cap_week"]
    assert ["none", "6"] == rows["recap_day"][:2]
    assert all(meaning for _, _, meaning in rows.values())


def test_on_a_terminal_the_terms_are_a_table() -> None:
    console = Console(force_terminal=True, width=120, record=True, color_system=None)
    with console.capture() as written:
        setting_up._write(
            console, setting_up.HEADS, setting_up._rows({"opens": "16:00"})
        )
    [opens] = [line for line in written.get().splitlines() if "  16:00  " in line]
    assert opens.split()[:3] == ["opens", "16:00", "17:00"]


def test_typed_terms_are_stored_as_they_are_read() -> None:
    typed = ["cap_day=2", "recap_day=none", "opens=16:00", "kind=moment", "days=06"]
    stored = {
        "cap_day": 2,
        "recap_day": None,
        "opens": "16:00",
        "kind": "moment",
        "days": "06",
    }
    assert stored == terms.written(typed)
    read = Terms.read(stored)
    assert (2, None, frozenset({0, 6})) == (read.cap_day, read.recap_day, read.days)
    assert Terms.read({}) == Terms.read(terms.DEFAULTS)


def test_a_window_may_go_over_midnight() -> None:
    night = {"opens": "22:00", "deadline": "23:30", "closes": "00:30"}
    assert 0 == Terms.read(night).closes.hour
    with pytest.raises(BadTerms, match="deadline"):
        Terms.read({**night, "deadline": "01:00"})


def test_a_setting_nobody_knows_is_named_before_but_silences_nobody_after(
    parts: Parts,
) -> None:
    whose = crowd.organisation(parts)
    new = NewProgramme("P", "Ruth", None, {"cap_dya": 2})
    with pytest.raises(BadTerms, match="did you mean cap_day"):
        enrol.programme(parts, whose, new)
    # Written by another version of this service: left aside, not obeyed.
    assert Terms.standing({"cap_dya": 2}) == Terms.read({})


def test_connect_shows_before_and_after_and_changes_once(carrier: Running) -> None:
    done(*STAIRWELL)
    ours = carrier.network.records.numbers
    url = "https://coach.example.com/twilio/sms#rc=3&rp=ct,rt,5xx"
    dry = done("connect", "--dry-run")
    assert "before  POST https://old.example.com/sms\n" in dry
    assert f"after   POST {url}, fallback the same\n" in dry
    assert "calls before  " in dry
    assert "calls after   POST https://coach.example.com/twilio/voice" in dry
    assert "news POST https://coach.example.com/twilio/call-status" in dry
    assert "A dry run: nothing was changed." in dry
    assert "https://old.example.com/sms" == ours[NUMBER].sms_url
    assert "Connected." in done("connect", "--number", "+1 (555) 010-0000")
    assert url == ours[NUMBER].sms_url == ours[NUMBER].sms_fallback_url
    assert "It was connected already" in done("connect", "--organisation", "stairwell")
    ours[NUMBER] = replace(ours[NUMBER], voice_url="https://old.example.com/voice")
    assert "Connected." in done("connect")  # texts were right, calls were not


def test_connect_says_plainly_what_cannot_be(
    carrier: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(*STAIRWELL)
    assert "no organisation texts from this" in refused(
        "connect", "--number", "+15550100777"
    )
    assert "number: this is no phone number" in refused(
        "connect", "--number", "5550100"
    )
    monkeypatch.setenv("TWILIO_AUTH_TOKENS", "another-token-0123456")
    assert "mend TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKENS" in refused("connect")
    carrier.stop()
    assert "The carrier could not be reached." in refused("connect")


def test_a_number_the_carrier_has_not_is_told(carrier: Running) -> None:
    done("organisation", "add", "Other", "--country", "US", "--number", "+15550100300")
    assert "no such number" in refused("connect")


def test_an_address_of_this_machine_is_nothing_for_a_real_carrier(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done(*STAIRWELL)
    monkeypatch.setenv("HANDRAIL_PUBLIC_ORIGIN", "http://127.0.0.1:8017")
    monkeypatch.setenv("TWILIO_BASE_URL", "")
    told = refused("connect")
    assert "HANDRAIL_PUBLIC_ORIGIN is http://127.0.0.1:8017, which the carrier" in told


@pytest.mark.parametrize(
    ("webhook", "line"),
    [
        (("", "POST", "", "POST"), "nowhere"),
        (("", "POST", "b", "GET"), "POST nowhere, fallback GET b"),
        (("a", "GET", "", "POST"), "GET a"),
        (("a", "POST", "b", "POST"), "POST a, fallback POST b"),
        (("a", "POST", "a", "POST"), "POST a, fallback the same"),
        (("a", "POST", "a", "GET"), "POST a, fallback GET a"),
    ],
)
def test_an_address_is_one_line(webhook: tuple[str, ...], line: str) -> None:
    assert line == connecting._line(connecting.Webhook(*webhook))


@pytest.fixture
def where(parts: Parts) -> UUID:
    whose = crowd.organisation(parts)
    crowd.person(parts, whose, crowd.programme(parts, whose))
    return whose


@pytest.mark.usefixtures("where")
def test_a_coach_lifts_a_hold_by_name(parts: Parts) -> None:
    crowd.text(parts, DANGER)
    crowd.text(parts, DANGER)
    told = done("people", "release", "mila", "--by", "Ruth", "--note", "I rang her")
    assert "The hold on Mila is lifted (safety). Alerts seen: 2, the latest of" in told
    assert "nothing but the invitation may go out" in told
    assert 'Hold lifted: Ruth lifted the hold (safety). "I rang her"' in done(
        "people", "show", "Mila"
    )
    assert "Nothing is held for Mila; nothing was changed." in refused(
        "people", "release", "Mila", "--by", "Ruth"
    )


@pytest.mark.usefixtures("where")
def test_a_second_hold_is_told(parts: Parts) -> None:
    crowd.text(parts, "maybe stop texting me on Sundays")
    crowd.text(parts, DANGER)
    told = done("people", "release", "Mila", "--by", "Ruth")
    assert "Another hold stands. On hold: they may want texts to end, or" in told
    told = done("people", "release", "Mila", "--by", "Ruth")
    assert "lifted (may want texts to end). Alerts seen: 1" in told


@pytest.mark.usefixtures("where")
def test_release_says_who_is_nobody(parts: Parts) -> None:
    nobody = str(parts.new_id())
    assert "Nobody here has the id" in refused(
        "people", "release", nobody, "--by", "Ruth"
    )
    assert "Nobody here is called 'Zed'" in refused(
        "people", "release", "Zed", "--by", "Ruth"
    )
    assert 2 == run("people", "release", "Mila").exit_code


def test_a_hold_without_an_alert_is_lifted_too(
    parts: Parts, where: UUID, clone: Clone
) -> None:
    with psycopg.connect(clone.owner_url, autocommit=True) as open_line:
        open_line.execute("UPDATE participants SET hold = 'take_over'")
    told = done("people", "release", "Mila", "--by", "Ruth")
    assert "The hold on Mila is lifted (take over).\n" in told
    with parts.db.transaction(where) as tx:
        assert views.count(tx) == 1


def test_a_programme_begins_from_a_path_and_shows_its_steps() -> None:
    done(*STAIRWELL)
    told = done(
        "programme", "add", "--from", "presentation", "--coach", "Ruth",
        "--language", "es", "--set", "cap_week=1",
    )  # fmt: skip
    assert "Hablar en p\u00fablico is set up in Stairwell" in told
    shown = done("programme", "show")
    assert "cap_week\t1\t" in shown
    assert "days\t024\t" in shown
    assert "2\tensayar el minuto por tel\u00e9fono\tel fin del trabajo" in shown


def test_the_paths_that_ship_are_listed_and_shown() -> None:
    listed = done("programme", "paths")
    assert "find_my_voice\t3\tFor people with ideas who sit quietly." in listed
    one = done("programme", "paths", "saying_no", "--language", "es")
    assert one.startswith("Decir que no: ")
    assert "\nstep\twhat to do\t" in one
    assert "did you mean saying_no?" in refused("programme", "paths", "saying_on")
    done(*STAIRWELL)
    assert "from: no path is called 'voice'" in refused(
        "programme", "add", "--from", "voice", "--coach", "Ruth"
    )
