"""`handrail gate`: what an operator sees of the gate, and does to it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from service.cli import gating as command
from service.cli import people, setting_up
from service.store import gates
from service.store.gates import Gate
from service.store.timelines import Said
from service.usecases.parts import Parts
from service.web import gate_words, words
from tests.service import crowd
from tests.service.turnstile import NOON

pytestmark = pytest.mark.usefixtures("command_settings")


def run(*told: str) -> Result:
    return CliRunner().invoke(command.app, list(told))


@pytest.fixture(autouse=True)
def organisation(parts: Parts, stairwell: UUID) -> UUID:
    return stairwell


def test_a_gate_that_nothing_is_wrong_with(parts: Parts) -> None:
    assert parts
    shown = run("show")
    assert ["Texts: open (any pace).", "Calls: open (any pace)."] == (
        shown.output.splitlines()
    )
    assert "It was open already" in run("open", "--by", "Ana").output


def test_a_stop_is_shown_with_its_mend_and_opened_by_name(
    parts: Parts, stairwell: UUID
) -> None:
    with parts.db.transaction(stairwell) as tx:
        gates.stop(tx, "text", 20003)
    shown = run("show").output
    assert "Texts: stopped by the carrier: not let in (20003). Check TWILIO" in shown
    assert "Once it is mended: handrail gate open --by YOU" in shown
    assert (
        "Open again. 0 of what waited may go now." in run("open", "--by", "Ana").output
    )
    assert "Texts: open" in run("show").output


def test_a_name_is_asked_for(parts: Parts, stairwell: UUID) -> None:
    with parts.db.transaction(stairwell) as tx:
        gates.stop(tx, "text", 20003)
    told = run("open", "--by", " ")
    assert 1 == told.exit_code
    assert "by" in told.stderr


def test_the_pace_is_set_and_taken_away() -> None:
    assert "Texts: open (2 a second, 20 at once)." in (
        run("pace", "2", "--burst", "20", "--by", "Ana").output
    )
    assert "Calls: open (0.5 a second, 3 at once)." in (
        run("pace", "0.5", "--burst", "3", "--channel", "call", "--by", "Ana").output
    )
    assert "Texts: open (any pace)." in run("pace", "none", "--by", "Ana").output


@pytest.mark.parametrize(
    "told",
    [
        ("pace", "fast", "--by", "Ana"),
        ("pace", "0", "--by", "Ana"),
        ("pace", "nan", "--by", "Ana"),
        ("pace", "1", "--burst", "0", "--by", "Ana"),
        ("pace", "1", "--channel", "fax", "--by", "Ana"),
    ],
)
def test_what_no_gate_can_do_is_refused(told: tuple[str, ...]) -> None:
    refused = run(*told)
    assert 1 == refused.exit_code
    assert refused.stderr.strip()


@pytest.mark.parametrize(
    ("number", "pace"),
    [("+1 212 555 0123", "1 a second"), ("+1 800 555 0199", "3 a second")],
)
def test_a_new_organisation_sends_at_the_pace_of_its_number(
    number: str, pace: str
) -> None:
    added = CliRunner().invoke(
        setting_up.organisations,
        ["add", "Landing", "--country", "US", "--number", number],
    )
    assert 0 == added.exit_code, added.output
    assert (
        f"Texts: open ({pace}, 10 at once)."
        in run("show", "--organisation", "Landing").output
    )


def test_texts_again_by_command(parts: Parts, stairwell: UUID) -> None:
    where = crowd.programme(parts, stairwell)
    crowd.person(parts, stairwell, where)
    told = CliRunner().invoke(people.app, ["texts", "Mila", "--by", "Ruth"])
    assert "Nothing kept texts from them" in told.output
    with parts.db.transaction(stairwell) as tx:
        tx.run(text("UPDATE participants SET no_texts = 30006"))
    told = CliRunner().invoke(people.app, ["texts", "Mila", "--by", "Ruth"])
    assert "Texts go to Mila again" in told.output


def test_every_way_a_gate_stands_has_its_words() -> None:
    resting = Gate("text", 1.0, 10, None, None, NOON, resting=True, waiting=3)
    assert "resting until" in gate_words.gate(resting)
    assert gate_words.gate(resting).endswith("(1 a second, 10 at once); 3 wait.")
    scouting = Gate("call", None, 10, None, None, None, resting=True, waiting=0)
    assert "trying one message at a time" in gate_words.gate(scouting)


@pytest.mark.parametrize(
    ("waits_for", "says"),
    [
        (None, "Waits until Mon 2 Mar 12:05"),
        (
            "pace",
            "Waits until Mon 2 Mar 12:05: our number sends at its own pace",
        ),
        ("busy", "The carrier was busy and took nothing; tried again Mon 2 Mar 12:05"),
        ("shut", "The carrier is busy or away; tried again Mon 2 Mar 12:05"),
        ("stopped", "Waits: the carrier lets nothing out from our number: not let in"),
    ],
)
def test_the_page_says_why_a_text_waits(waits_for: str | None, says: str) -> None:
    said = Said(
        at=NOON, words="", kind="prompt", state="due", carrier_status=None,
        error_code=None, waits_until=NOON + timedelta(minutes=5), why="",
        waits_for=waits_for, stopped_code=20003,
    )  # fmt: skip
    assert words.delivery(said, "UTC").startswith(says)
