"""`handrail people consent` and `people calls`: what a coach types, and what she reads."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from service.cli import people, portraits
from service.store import people as people_store
from service.store import recordings, timelines
from service.store.people import Person
from service.usecases import summing
from service.usecases.parts import Parts
from service.usecases.sheets import COLUMNS, MORE_COLUMNS
from tests.database import Clone
from tests.pages.phoned import Phoned, tone
from tests.service import crowd
from tests.service.crowd import MILA

pytestmark = pytest.mark.usefixtures("command_settings")


@pytest.fixture
def where(parts: Parts, stairwell: UUID) -> UUID:
    return crowd.programme(parts, stairwell, call_days="3")


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    return crowd.person(parts, stairwell, where)


def run(*words: str) -> Result:
    return CliRunner().invoke(people.app, list(words))


def entered(*words: str) -> Result:
    usual = ("--wording", "Yes.", "--method", "in person", "--by", "Ruth")
    return run("consent", "Mila", *usual, *words)


def row(parts: Parts, whose: UUID, person: UUID) -> Person:
    with parts.db.transaction(whose) as tx:
        found = people_store.lock(tx, parts.vault, person)
    assert found is not None
    return found


def test_a_no_to_texts_is_entered_and_a_yes_to_them_is_not(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    refused = entered("--to", "text")
    assert (1, True) == (refused.exit_code, "theirs to text" in refused.output)
    assert "invited" == row(parts, stairwell, mila).consent
    result = entered("--to", "text", "--withdraw")
    assert 0 == result.exit_code, result.output
    assert "nothing goes out, calls neither" in result.output
    assert "stopped" == row(parts, stairwell, mila).consent


def test_enrolling_with_both_consents_keeps_both(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    assert where
    words = {column: getattr(MILA, column) for column in COLUMNS}
    more = {"calls_text": "You may call.", "recording_text": "You may record."}
    options = [
        part
        for name, value in {**words, **more}.items()
        for part in (f"--{name.replace('_', '-')}", value)
    ]
    result = run("add", *options)
    assert 0 == result.exit_code, result.output
    with parts.db.transaction(stairwell) as tx:
        (card,) = timelines.views.cards(tx, parts.vault)
    assert ("agreed", True) == (card.calls, card.recorded)


@pytest.mark.usefixtures("where")
def test_a_recording_without_calls_is_refused_with_the_mend() -> None:
    words = {column: getattr(MILA, column) for column in COLUMNS}
    options = [
        part
        for name, value in {**words, "recording_text": "Yes."}.items()
        for part in (f"--{name.replace('_', '-')}", value)
    ]
    result = run("add", *options)
    assert 1 == result.exit_code
    assert "calls_text: recordings are made in calls" in result.stderr


@pytest.mark.usefixtures("where")
def test_a_file_may_have_the_columns_of_calls_and_an_old_one_has_none(
    parts: Parts, stairwell: UUID, tmp_path: Path
) -> None:
    words = {column: getattr(MILA, column) for column in COLUMNS}
    new = {
        **dict.fromkeys(MORE_COLUMNS, ""),
        "number": "+15550100002",
        "calls_text": "You may call.",
        "calls_method": "by phone",
    }
    bad = {**new, "number": "+15550100003", "calls_text": "", "calls_method": "=x"}
    for name, rows in (("old", ({},)), ("new", (new, bad))):
        path = tmp_path / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as opened:
            heading = (*COLUMNS, *(MORE_COLUMNS if name == "new" else ()))
            writer = csv.DictWriter(opened, heading)
            writer.writeheader()
            writer.writerows({**words, **changes} for changes in rows)
        result = run("import", str(path), "--skip-bad")
        assert 0 == result.exit_code, result.output
    with parts.db.transaction(stairwell) as tx:
        cards = timelines.views.cards(tx, parts.vault)
        portraits_of = [timelines.portrait(tx, parts.vault, c.id) for c in cards]
    assert ["none", "agreed"] == [card.calls for card in cards]
    told = [(e.channel, e.method) for e in portraits_of[1].consents]  # type: ignore[union-attr] # it is there
    assert ("call", "by phone") in told
    errors = people.errors_path(tmp_path / "new.csv").read_text("utf-8-sig")
    assert ",".join((*COLUMNS, *MORE_COLUMNS)) in errors
    assert "leave calls_method empty" in errors
    assert "'=x" in errors


def test_a_later_yes_and_a_later_no_are_entered_and_told(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    yes = entered("--to", "call")
    assert 0 == yes.exit_code, yes.output
    assert "Mila: Agreed to automated calls, not to being recorded." in yes.output
    assert "They have not said yes to texts" in yes.output
    assert "agreed" == row(parts, stairwell, mila).calls
    crowd.text(parts, "GO")
    both = entered("--to", "recording")
    assert "Mila: Agreed to automated calls, and to being recorded." in both.output
    assert "They have not said yes" not in both.output
    no = entered("--to", "call", "--withdraw")
    assert "Mila: Asked for calls to stop." in no.output
    assert "stopped" == row(parts, stairwell, mila).calls


@pytest.mark.usefixtures("mila")
def test_what_cannot_be_entered_is_refused_with_the_mend() -> None:
    result = entered("--to", "recording")
    assert 1 == result.exit_code
    assert "recording: recordings are made in calls; enter the yes to calls first" in (
        result.stderr
    )


def test_her_own_times_are_set_and_told(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    result = run("calls", "Mila", "--days", "15", "--at", "10:00", "--by", "Ruth")
    assert 0 == result.exit_code, result.output
    said = (
        "Mila, their own times: Tue, Sat at 10:00, until 13:00 in New York, one retry"
    )
    assert said in result.output
    assert "Has not agreed to automated calls: no call goes out." in result.output
    assert {"call_days": "15", "call_at": "10:00"} == row(
        parts, stairwell, mila
    ).call_terms
    none = run("calls", "Mila", "--none")
    assert "Mila, their own times: no calls on any day" in none.output
    default = run("calls", "Mila", "--default")
    assert "Mila, the programme's times: Thu at 12:15" in default.output
    entered("--to", "call")
    assert "no call goes out" not in run("calls", "Mila", "--days", "2").output


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("--days", "8"), "call_days is '8'; write 0 (Monday) to 6"),
        (("--at", "late"), "call_at is 'late'; write it as HH:MM"),
        (("--retry", "1"), "call_retry is '1'; write whole minutes, 5 to 240"),
        ((), "Give times (--days, --at, --until, --retry), or --none, or --default."),
        (("--none", "--days", "3"), "Give times"),
        (("--none", "--default"), "Give times"),
    ],
)
@pytest.mark.usefixtures("mila")
def test_times_that_cannot_stand_are_refused_with_the_mend(
    words: tuple[str, ...], mend: str
) -> None:
    result = run("calls", "Mila", *words)
    assert 1 == result.exit_code
    assert mend in result.stderr


@pytest.mark.usefixtures("mila")
def test_an_unknown_id_is_told() -> None:
    nobody = str(UUID(int=7))
    assert f"Nobody here has the id {nobody}" in run("calls", nobody, "--none").stderr


def test_a_person_is_shown_with_calls_voices_and_numbers(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone
) -> None:
    crowd.text(parts, "GO")
    her = Phoned(parts, clone, stairwell, mila)
    her.agrees("call", "recording")
    with her.desk() as desk:
        her.at(desk.tx.now + timedelta(days=7))
    her.unreached("busy")
    her.tells("confidence", 3, 7)
    with her.desk() as desk:
        call = her.call(desk, "open")
        her.says(desk, "yes I did", "Good.")
        recording = her.records(desk, call)
        recordings.keep(desk.tx, desk.person, recording, tone(), "audio/wav")
        recordings.keep_transcript(desk.tx, desk.person, recording, "I did it")
    result = run("show", "Mila")
    assert 0 == result.exit_code, result.output
    for said in (
        "How sure of doing it, 0 to 10: 3, 7,",
        "Calls: Agreed to automated calls on ",
        "; Agreed to be recorded on ",
        "; Thu at 12:15, until 13:00 in New York",
        "Called Mila [Busy]",
        "why: It is Mila's time for a call",
        "The call did not reach them: Mila was on another call, so",
        "Mila called [On the phone now]",
        'Mila: "yes I did"',
        'said to them: "Good."',
        "23 s in their own voice",
        'transcript: "I did it"',
        "Agreed to be recorded in calls, ",
    ):
        assert said in result.output, said
    with parts.db.transaction(stairwell) as tx:
        portrait = timelines.portrait(tx, parts.vault, mila)
        sums = summing.of_person(tx, mila)
    assert portrait is not None
    console = Console(force_terminal=True, width=100, record=True)
    portraits.write_portrait(console, portrait, sums)
    assert "Called Mila [Busy]" in console.export_text()
