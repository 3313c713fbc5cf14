"""A no that she said to a coach ends what a STOP ends, in any state, and no text says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from service.store import consents, people
from service.switchboard.phone import Phone
from service.usecases import (
    call_consent,
    inviting,
    pausing,
    sessions,
    told_no,
    writing,
)
from service.usecases.entries import Refused
from service.usecases.inviting import NotNow
from service.usecases.rights import NotAllowed, Signed
from service.usecases.told_no import Channel, No
from service.usecases.writing import Draft
from tests.journeys.wording import says
from tests.journeys.world import COACH, World
from tests.pages.reading import came_in

MILA = "+15550100001"
LIMA = "America/Lima"
DANGER = "I want to kill myself tonight"
PROMPT = "D for done"
SHE_SAID = "Please, no more of this."


@pytest.fixture
def ruth(world: World) -> Signed:
    found = sessions.of(world.parts, came_in(world.parts, world.organisation))
    assert found is not None
    return found


def no(world: World, who: Signed, channel: Channel = "text", **changes: object) -> None:
    told = No(channel, SHE_SAID, "on the phone", world.now.date())
    told = replace(told, **changes)  # type: ignore[arg-type] # its own fields
    told_no.enter(world.parts, who, world.person(MILA)["id"], told)


def standing(world: World) -> tuple[str, str, bool, str | None]:
    row = world.person(MILA)
    return row["consent"], row["calls"], row["recorded"], row["hold"]


def entries(world: World, change: str = "withdrawn") -> list[tuple[str, str, str]]:
    rows = [one for one in world.of(MILA, "consent_entries") if one["change"] == change]
    return [(one["channel"], one["method"], one["entered_by"]) for one in rows]


def nothing_more(world: World, mila: Phone) -> None:
    world.until("23:00", LIMA)
    world.until("23:00", LIMA, days=1)
    mila.expects_nothing()


# ---- what it ends, and what it keeps ----


def test_it_ends_prompts_replies_and_the_open_talk_and_no_text_confirms_it(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    world.until("17:50", LIMA)
    mila.texts("did it, spoke up").forgets()
    world.hears(MILA, "HELP")
    said_on = world.now.date()
    no(world, ruth)
    assert ("stopped", "none", False, None) == standing(world)
    due = [one["state"] for one in world.outbox(MILA)]
    assert not {"due", "claimed", "calling"} & set(due)
    open_ones = [one["status"] for one in world.of(MILA, "conversations")]
    assert "open" not in open_ones
    nothing_more(world, mila)
    (entry,) = entries(world)
    assert ("text", f"on the phone, {said_on}", ruth.name) == entry
    wordings = world.words(MILA, "consent_entries", "wording_sealed")
    assert SHE_SAID == wordings[-1]
    (audit,) = world.rows("SELECT actor FROM audits WHERE action = 'text withdrawn'")
    assert ruth.actor == audit["actor"]


def test_only_her_own_start_ends_it_and_it_is_confirmed_by_us(
    world: World, ruth: Signed
) -> None:
    """The carrier knows of no stop of hers, so nobody else would confirm its end."""
    mila = world.join(MILA)
    no(world, ruth)
    for body in ("did it", "GO", "BACK", "HELP"):
        mila.texts(body)
        world.jump(minutes=6)
    mila.expects_nothing()
    with pytest.raises(NotNow):
        inviting.again(world.parts, ruth, world.person(MILA)["id"])
    assert "stopped" == world.person(MILA)["consent"]
    mila.texts("START").expects_sms(says("start_again", "hello_again"))
    assert ("active", None) == standing(world)[::3]
    assert entries(world, "given")[-1][2] != ruth.name


def test_her_own_stop_after_it_is_hers_and_the_carrier_confirms_its_end(
    world: World, ruth: Signed
) -> None:
    """It left no trace: a form would have undone it, and START brought two texts."""
    mila = world.join(MILA)
    with world.desk(MILA) as desk:
        call_consent.agree(desk, "call", "Ring me.", "paper form", "Ruth")
    no(world, ruth)
    version = world.person(MILA)["consent_version"]
    mila.texts("STOP").forgets()
    mila.texts("STOP").forgets()
    assert [("text", people.KEYWORD, people.PARTICIPANT)] == entries(world)[1:]
    assert version == world.person(MILA)["consent_version"]
    whose = world.person(MILA)["id"]
    assert not call_consent.may_be_told(world.parts, ruth, whose)
    world.jump(minutes=6)
    mila.texts("START").forgets()
    world.beat()
    last = world.outbox(MILA)[-1]
    assert "confirmation" != last["kind"], "the carrier has confirmed it"
    assert not call_consent.may_be_told(world.parts, ruth, whose)


def test_a_second_no_that_is_told_is_kept_with_its_words_and_changes_nothing(
    world: World, ruth: Signed
) -> None:
    """Only the audit knew of it, without a word of what she had said."""
    mila = world.join(MILA)
    whose = world.person(MILA)["id"]
    with world.desk(MILA) as desk:
        call_consent.agree(desk, "call", "Ring me.", "paper form", "Ruth")
        call_consent.agree(desk, "recording", "Record me.", "paper form", "Ruth")
    for channel in ("recording", "call"):
        for wording in ("No.", "I said no."):
            no(world, ruth, channel=channel, wording=wording)
    mila.texts("STOP").forgets()
    stood = standing(world), world.person(MILA)["consent_version"]
    no(world, ruth, wording="She told me so once more.")
    assert stood == (standing(world), world.person(MILA)["consent_version"])
    assert ["recording", "call", "text"] == [
        channel for channel, *_ in entries(world, "repeated")
    ]
    # A third one finds what stands behind the second.
    no(world, ruth, channel="call", wording="Never.")
    assert 3 == len(entries(world))
    words = world.words(MILA, "consent_entries", "wording_sealed")
    assert {"I said no.", "She told me so once more.", "Never."} <= set(words)
    # It is her own STOP that stands, as before: no form undoes it, START ends it.
    assert not call_consent.may_be_told(world.parts, ruth, whose)
    world.jump(minutes=6)
    mila.texts("START").forgets()
    assert "active" == world.person(MILA)["consent"]


def test_nobody_enters_a_word_of_hers(world: World) -> None:
    world.join(MILA)
    told = told_no.Told("text", SHE_SAID, "in person", " Participant ")
    whose = world.person(MILA)["id"]
    with pytest.raises(Refused) as refused:
        told_no.at_terminal(world.parts, world.organisation, whose, told)
    assert "by" == refused.value.field
    assert "active" == world.person(MILA)["consent"]


def test_danger_in_what_she_writes_afterwards_still_reaches_people(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    no(world, ruth)
    mila.texts(DANGER)
    world.beat()
    world.network.phone(COACH).expects_sms("")
    assert ("stopped", "crisis") == standing(world)[::3]
    mila.expects_nothing()


def test_her_coach_cannot_write_to_her_any_more(world: World, ruth: Signed) -> None:
    world.join(MILA)
    no(world, ruth)
    draft = Draft("How are you?", world.parts.new_id())
    with pytest.raises(Refused):
        writing.send(world.parts, ruth, world.person(MILA)["id"], draft)


# ---- in any state ----


def held(world: World, mila: Phone, ruth: Signed) -> None:
    mila.texts(DANGER).forgets()
    world.network.phone(COACH).forgets()


def paused(world: World, mila: Phone, ruth: Signed) -> None:
    until = (world.now.date()).replace(day=28)
    pausing.pause(world.parts, ruth, world.person(MILA)["id"], until, "away")


def stopped(world: World, mila: Phone, ruth: Signed) -> None:
    mila.texts("STOP").forgets()


def as_ever(world: World, mila: Phone, ruth: Signed) -> None:
    assert "active" == world.person(MILA)["consent"]


@pytest.mark.parametrize("state", [held, paused, stopped, as_ever])
def test_it_is_entered_in_any_state(
    world: World, ruth: Signed, state: Callable[[World, Phone, Signed], None]
) -> None:
    mila = world.join(MILA)
    state(world, mila, ruth)
    hold = world.person(MILA)["hold"]
    for channel in ("recording", "call", "text"):
        no(world, ruth, channel)
        no(world, ruth, channel)
    assert ("stopped", "stopped", False, hold) == standing(world)
    # Of what stands already a second no keeps nothing but its line in the audit.
    assert 3 == len({one[0] for one in entries(world)}) == len(entries(world))
    nothing_more(world, mila)


def test_who_was_invited_and_has_not_answered_is_not_asked_any_more(
    world: World, ruth: Signed
) -> None:
    world.jump_to("23:00", LIMA)
    mila = world.enrol(world.programme(), "Mila", MILA, LIMA)
    no(world, ruth)
    nothing_more(world, mila)
    with pytest.raises(NotNow):
        inviting.again(world.parts, ruth, world.person(MILA)["id"])


# ---- calls and recording ----


def test_a_no_to_calls_or_recording_leaves_the_rest(world: World, ruth: Signed) -> None:
    mila = world.join(MILA)
    world.change(
        "UPDATE participants SET calls = 'agreed', recorded = true WHERE id = %s", MILA
    )
    no(world, ruth, "recording")
    assert ("active", "agreed", False, None) == standing(world)
    no(world, ruth, "call")
    assert ("active", "stopped", False, None) == standing(world)
    world.until("18:45", LIMA)
    mila.expects_sms(PROMPT)


# ---- whose number it is by then ----


def test_it_is_no_sign_that_the_number_is_still_hers(
    world: World, ruth: Signed
) -> None:
    """She said it herself, but not from there: a START much later may be another's."""
    mila = world.join(MILA)
    world.jump(days=40)
    no(world, ruth)
    world.jump(days=10)
    mila.texts("START")
    assert ("active", "unclear_stop") == standing(world)[::3]
    mila.forgets()


# ---- what cannot stand ----


def test_who_may_not_enter_it_and_what_is_refused(world: World, ruth: Signed) -> None:
    world.join(MILA)
    with pytest.raises(NotAllowed):
        no(world, replace(ruth, role="viewer"))
    for changes, field in (
        ({"wording": " "}, "wording"),
        ({"how": ""}, "how"),
        ({"how": "x" * 41}, "how"),
        ({"on": date(2099, 1, 1)}, "on"),
    ):
        with pytest.raises(Refused) as refused:
            no(world, ruth, **changes)
        assert field == refused.value.field
    assert "active" == world.person(MILA)["consent"]


def test_a_yes_to_calls_cannot_be_entered_after_it(world: World, ruth: Signed) -> None:
    world.join(MILA)
    no(world, ruth)
    assert not call_consent.may_be_told(world.parts, ruth, world.person(MILA)["id"])
    with world.desk(MILA) as desk:
        assert not consents.by_herself(desk.tx, desk.person, call_consent.ONE_CALL)
