"""Keys she pressed in a call: kept in the turn that heard them, and shown to the coach."""

from __future__ import annotations

from http.client import HTTPConnection
from io import StringIO
from urllib.parse import urlsplit

import pytest
from rich.console import Console

from service.cli import portraits
from service.store import timelines
from service.switchboard.phone import Phone
from service.usecases import summing
from tests.journeys.test_check_in_by_phone import (
    AGREES,
    DID_YOU,
    HOW_SURE,
    LIMA,
    NUMBER,
    WHAT_DID_SHE,
)
from tests.journeys.world import World
from tests.pages.reading import came_in


@pytest.fixture
def mila(world: World) -> Phone:
    phone = world.join(NUMBER, zone=LIMA)
    world.change(AGREES, NUMBER)
    return phone


def keys(world: World) -> list[str]:
    return world.words(NUMBER, "turns", "keys_sealed")


def terminal(world: World) -> str:
    with world.parts.db.transaction(world.organisation) as tx:
        whose = world.person(NUMBER)["id"]
        found = timelines.portrait(tx, world.parts.vault, whose)
        sums = summing.of_person(tx, whose)
    assert found is not None
    console = Console(file=StringIO())
    portraits.write_portrait(console, found, sums)
    return str(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO


def page(world: World) -> str:
    line = HTTPConnection(urlsplit(world.parts.origin).netloc, timeout=20)
    try:
        cookie = f"handrail={came_in(world.parts, world.organisation)}"
        whose = world.person(NUMBER)["id"]
        line.request("GET", f"/people/{whose}", headers={"Cookie": cookie})
        return " ".join(line.getresponse().read().decode().split())
    finally:
        line.close()


def test_each_key_is_kept_sealed_with_what_it_stood_for(
    world: World, mila: Phone
) -> None:
    call = mila.calls().presses("1").records("I opened the meeting").hears(HOW_SURE)
    call.presses("8#").expects_hang_up()
    assert ["1: tried", "8"] == keys(world)
    sealed = [row["keys_sealed"] for row in world.of(NUMBER, "turns")]
    assert not any(b"tried" in one for one in sealed if one is not None)


def test_keys_that_answer_nothing_are_kept_too(world: World, mila: Phone) -> None:
    call = mila.calls().presses("7").hears("no meaning here").hears(DID_YOU)
    call.presses("*").hears(DID_YOU).presses("1").hears(WHAT_DID_SHE)
    assert ["7: no meaning here", "*: say it again", "1: tried"] == keys(world)


def test_a_key_for_a_question_that_a_text_has_answered_is_kept(
    world: World, mila: Phone
) -> None:
    call = mila.calls().hears(DID_YOU)
    mila.texts("D").forgets()
    call.presses("2").hears(WHAT_DID_SHE)
    assert ["2: that question was closed by then"] == keys(world)


def test_a_key_pressed_while_she_is_held_is_kept(world: World, mila: Phone) -> None:
    call = mila.calls().hears(DID_YOU)
    world.change("UPDATE participants SET hold = 'crisis' WHERE id = %s", NUMBER)
    call.presses("2").expects_hang_up()
    assert ["2: that question was closed by then"] == keys(world)


def test_the_key_that_ends_calls_is_kept_as_a_key_and_not_as_a_word(
    world: World, mila: Phone
) -> None:
    mila.calls().presses("9").expects_hang_up()
    assert ["9: no more calls"] == keys(world)
    assert "9" not in world.words(NUMBER, "turns", "heard_sealed")
    assert "pressed 9, which ends all automated calls" in page(world)


def test_the_key_that_ends_calls_in_a_recording_is_kept(
    world: World, mila: Phone
) -> None:
    call = mila.calls().presses("1").hears(WHAT_DID_SHE)
    call.records("please no more", ends_with="9").expects_hang_up()
    assert ["1: tried", "9: no more calls"] == keys(world)


def test_the_coach_reads_them_in_order_on_her_page_and_in_the_terminal(
    world: World, mila: Phone
) -> None:
    call = mila.calls().presses("1").records("I opened the meeting").hears(HOW_SURE)
    call.presses("8#").expects_hang_up()
    said = page(world)
    assert said.index("pressed 1: tried") < said.index("pressed 8<")
    assert "Mila pressed 1: tried" in terminal(world)


def test_a_sound_of_a_recording_is_no_key(world: World, mila: Phone) -> None:
    call = mila.calls().presses("1").hears(WHAT_DID_SHE)
    call.records("I opened the meeting", ends_with="#").hears(HOW_SURE)
    assert ["1: tried"] == keys(world)
