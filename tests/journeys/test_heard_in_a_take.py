"""What the carrier's machine heard in a take: kept beside it, and looked after."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from service.switchboard.callforms import transcript_form
from service.switchboard.phone import Phone
from tests.database import Clone
from tests.journeys.test_check_in_by_phone import AGREES, HOW_SURE, LIMA, NUMBER
from tests.journeys.world import ACCOUNT, COACH, World
from tests.journeys.world import world as open_world
from tests.pages.reading import came_in

LABEL = "What a machine heard in it"
WORDS = "I opened the meeting with my own idea"


@pytest.fixture
def heard(clone: Clone) -> Iterator[World]:
    """A whole Handrail whose carrier writes down what it hears in recordings."""
    with open_world(clone, transcribes_recordings=True) as opened:
        yield opened


def joined(world: World) -> Phone:
    phone = world.join(NUMBER, zone=LIMA)
    world.change(AGREES, NUMBER)
    return phone


@pytest.fixture
def mila(heard: World) -> Phone:
    return joined(heard)


def transcripts(world: World) -> list[str]:
    return world.words(NUMBER, "recordings", "transcript_sealed")


def her_page(world: World) -> str:
    line = HTTPConnection(urlsplit(world.parts.origin).netloc, timeout=20)
    try:
        cookie = f"handrail={came_in(world.parts, world.organisation)}"
        whose = world.person(NUMBER)["id"]
        line.request("GET", f"/people/{whose}", headers={"Cookie": cookie})
        return line.getresponse().read().decode()
    finally:
        line.close()


def told_again(world: World, *, token: str = "", **changed: str) -> int:
    """Post once more what the carrier told of her last take; return the status."""
    (take,) = world.network.recordings
    call = world.network.records.calls[take.call_sid]
    (kept,) = world.of(NUMBER, "calls")
    form = {**dict(transcript_form(call, take, "https://h/Recordings/x", ACCOUNT))}
    target = f"/twilio/transcript?d={token or kept['token']}"
    return world.post(sorted({**form, **changed}.items()), target).status


def without_transcript(world: World) -> None:
    world.run("UPDATE recordings SET transcript_sealed = NULL")


def test_her_take_has_its_transcript_on_the_coachs_page(
    heard: World, mila: Phone
) -> None:
    call = mila.calls().presses("1").records(WORDS).hears(HOW_SURE)
    call.presses("8#").expects_hang_up()
    for _ in range(3):
        heard.beat()
    assert [WORDS] == transcripts(heard)
    (row,) = heard.of(NUMBER, "recordings")
    assert WORDS.encode() not in row["transcript_sealed"]
    assert ("kept", False) == (row["state"], row["at_carrier"])
    page = her_page(heard)
    assert LABEL in page
    assert WORDS in page
    mila.expects_nothing()


def test_unless_it_is_asked_for_nothing_is_written_down(world: World) -> None:
    call = joined(world).calls().presses("1").records(WORDS).hears(HOW_SURE)
    call.presses("8#").expects_hang_up()
    world.beat()
    assert [] == transcripts(world)
    (row,) = world.of(NUMBER, "recordings")
    assert row["transcript_sealed"] is None
    assert LABEL not in her_page(world)


def test_what_is_told_again_or_of_no_take_of_hers_changes_nothing(
    heard: World, mila: Phone
) -> None:
    mila.calls().presses("1").records(WORDS).hangs_up()
    mila.forgets()
    (before,) = heard.of(NUMBER, "recordings")
    again = [
        told_again(heard),
        told_again(heard, TranscriptionText="something else"),
        told_again(heard, TranscriptionText="I want to kill myself"),
    ]
    without_transcript(heard)
    again += [
        told_again(heard, token="a-token-of-nobody-01"),
        told_again(heard, CallSid="CA" + "0" * 32),
        told_again(heard, TranscriptionStatus="failed", TranscriptionText=""),
        told_again(heard, TranscriptionText="  "),
    ]
    assert [204] * 7 == again
    assert [] == transcripts(heard)
    assert heard.person(NUMBER)["hold"] is None
    assert told_again(heard) == 204
    (after,) = heard.of(NUMBER, "recordings")
    assert {**before, "transcript_sealed": 0} == {**after, "transcript_sealed": 0}
    assert [WORDS] == transcripts(heard)


def test_of_an_erased_person_nothing_is_kept(heard: World, mila: Phone) -> None:
    mila.calls().presses("1").records(WORDS).hangs_up()
    without_transcript(heard)
    heard.erase(NUMBER)
    assert told_again(heard) == 204
    (row,) = heard.of(NUMBER, "recordings")
    assert row["transcript_sealed"] is None


def test_danger_in_a_take_holds_everything_and_is_answered(
    heard: World, mila: Phone
) -> None:
    mila.calls().presses("1").records("I want to kill myself").hangs_up()
    assert "crisis" == heard.person(NUMBER)["hold"]
    mila.expects_sms("your local emergency number")
    assert "I want to kill myself" in heard.words(NUMBER, "turns", "heard_sealed")


# ---- a wish to stop that a machine heard (decision 0021) ----


def entries(world: World) -> list[tuple[str, str, str]]:
    """How each entry of consent since she joined came about."""
    rows = world.of(NUMBER, "consent_entries")
    return [
        (row["change"], row["method"], row["entered_by"])
        for row in rows
        if row["change"] in ("withdrawn", "questioned")
    ]


def standing(world: World) -> tuple[str, str, str | None]:
    row = world.person(NUMBER)
    return row["consent"], row["calls"], row["hold"]


@pytest.mark.parametrize(
    "words", ["stop", "please stop calling me", "no more texts please"]
)
def test_a_wish_to_stop_is_held_and_asked_of_a_person_and_changes_no_consent(
    heard: World, mila: Phone, words: str
) -> None:
    mila.calls().presses("1").records(words, seconds=2).hears(HOW_SURE)
    assert ("active", "agreed", "unclear_stop") == standing(heard)
    assert [("questioned", "transcript", "machine")] == entries(heard)
    (alert,) = heard.of(NUMBER, "alerts")
    assert ("unclear_stop", "transcript") == (alert["kind"], alert["reason"])
    Phone(heard.network, COACH).expects_sms("may want texts to end")
    page = her_page(heard)
    assert "A machine heard what may be a wish to stop" in page
    assert "May want to stop" in page
    mila.expects_nothing()


def test_what_is_said_while_she_waits_for_that_person_asks_no_second_time(
    heard: World, mila: Phone
) -> None:
    mila.calls().presses("1").records("stop", seconds=2).hangs_up()
    heard.run("UPDATE recordings SET transcript_sealed = NULL")
    assert told_again(heard, TranscriptionText="stop texting me") == 204
    assert 1 == len(entries(heard)) == len(heard.of(NUMBER, "alerts"))
    assert "stop texting me" in heard.words(NUMBER, "turns", "heard_sealed")


def test_calls_she_has_ended_by_key_are_not_asked_about(
    heard: World, mila: Phone
) -> None:
    call = mila.calls().presses("1")
    call.records("please stop calling me", ends_with="9").expects_hang_up()
    assert ("active", "stopped", None) == standing(heard)
    assert [("withdrawn", "key", "participant")] == entries(heard)


def test_danger_and_a_wish_to_stop_in_one_take_are_both_before_a_person(
    heard: World, mila: Phone
) -> None:
    words = "I want to kill myself. Stop texting me."
    mila.calls().presses("1").records(words).hangs_up()
    assert ("active", "agreed", "crisis") == standing(heard)
    kinds = {row["kind"] for row in heard.of(NUMBER, "alerts")}
    assert {"crisis", "unclear_stop"} == kinds
