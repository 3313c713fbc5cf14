"""A text that never reached us is asked for, and taken in once, as if it had come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from service.carrier.port import CameIn, TooMany
from service.store import everything
from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from service.usecases import catching_up, looking_after, removing, rights
from tests.journeys.wording import STOPPED
from tests.journeys.world import COACH, World
from tests.service.her import Meddling

MILA, TOMAS = "+15550830001", "+15550830009"
WIN = "said my idea when the floor was opened"


@pytest.fixture
def her(world: World) -> Phone:
    """Mila, who has joined; we have begun to listen."""
    phone = world.join(MILA)
    clock_goes_round(world)
    return phone


def clock_goes_round(world: World) -> None:
    """Let two minutes pass, and what is due be done."""
    world.jump(minutes=2)
    looking_after.round_of(world.parts, 0)
    world.beat()


def loses(world: World, phone: Phone, words: str) -> None:
    """She texts, and the carrier does not reach us."""
    world.network.faults.add(Fault("lost_text", body=words))
    phone.texts(words)


def words_heard(world: World) -> int:
    return len(world.of(MILA, "inbox"))


def test_a_lost_text_is_taken_in_and_answered(world: World, her: Phone) -> None:
    before = words_heard(world)
    loses(world, her, WIN)
    assert before == words_heard(world)
    clock_goes_round(world)
    her.expects_sms("?")
    assert before + 1 == words_heard(world)
    assert ["attempted"] == [row["outcome"] for row in world.of(MILA, "attempts")]


class Few:
    """The real carrier, which lists so few texts at once."""

    def __init__(self, carrier: Any, most: int) -> None:
        self.carrier, self.most = carrier, most

    def find_incoming(
        self, *, to: str, since: datetime, until: datetime
    ) -> tuple[CameIn, ...]:
        came = self.carrier.find_incoming(to=to, since=since, until=until)
        newest = sorted(came, key=lambda one: one.created_at, reverse=True)
        if len(came) >= self.most:
            raise TooMany(tuple(newest[: self.most]))
        return tuple(newest)


def test_what_is_too_much_for_one_look_is_gone_through_look_by_look(
    world: World, her: Phone
) -> None:
    for hour in range(8):
        loses(world, her, f"said idea {hour} when the floor was opened")
        world.jump(hours=1)
    before = words_heard(world)
    few = replace(world.parts, carrier=Few(world.parts.carrier, 4))  # type: ignore[arg-type]  # it lists
    taken = []
    while len(taken) < 12:
        taken.append(catching_up.hear(few, world.organisation, [number_of(world)]))
    assert (8, before + 8) == (sum(taken), words_heard(world))
    assert max(taken) < 4
    assert [] == told(world)


def test_a_flood_that_no_look_holds_is_told_once(world: World, her: Phone) -> None:
    for word in ("one", "two", "three"):
        loses(world, her, word)
    few = replace(world.parts, carrier=Few(world.parts.carrier, 2))  # type: ignore[arg-type]  # it lists
    world.jump(minutes=1)
    for _ in range(9):
        catching_up.hear(few, world.organisation, [number_of(world)])
    assert [("quarantine", "hear")] == told(world)


def number_of(world: World) -> UUID:
    (row,) = world.rows(
        "SELECT id FROM numbers WHERE kind = 'service' AND organisation_id = %s",
        world.organisation,
    )
    found: UUID = row["id"]
    return found


def told(world: World) -> list[tuple[str, str]]:
    rows = world.rows("SELECT kind, reason FROM alerts WHERE reason = 'hear'")
    return [(row["kind"], row["reason"]) for row in rows]


def test_it_is_taken_in_once_however_often_it_is_looked_for(
    world: World, her: Phone
) -> None:
    loses(world, her, WIN)
    for _ in range(4):
        clock_goes_round(world)
    her.expects_sms("?")
    her.expects_nothing()
    assert 1 == len(world.of(MILA, "attempts"))


def test_what_came_is_not_taken_in_again(world: World, her: Phone) -> None:
    her.texts(WIN)
    her.expects_sms("?")
    before = words_heard(world)
    clock_goes_round(world)
    her.expects_nothing()
    assert before == words_heard(world)


def test_a_lost_stop_stops(world: World, her: Phone) -> None:
    loses(world, her, "please stop texting me")
    clock_goes_round(world)
    assert "stopped" == world.person(MILA)["consent"]
    her.expects_sms(STOPPED)
    her.expects_nothing()


def test_a_lost_start_does_not_undo_a_stop_that_came_after_it(
    world: World, her: Phone
) -> None:
    her.texts("please stop texting me").forgets()
    loses(world, her, "START")
    world.jump(minutes=1)
    her.forgets()
    world.network.faults.clear()
    her.texts("stop texting me").forgets()
    world.change(
        "UPDATE consent_entries SET at = handrail_now() WHERE change = 'withdrawn'"
        " AND participant_id = %s",
        MILA,
    )
    clock_goes_round(world)
    assert "stopped" == world.person(MILA)["consent"]


def test_the_answer_to_an_old_text_wakes_nobody(world: World, her: Phone) -> None:
    world.jump_to("20:50", "America/Lima")
    world.beat()
    her.forgets()
    loses(world, her, WIN)
    world.jump(hours=3)
    clock_goes_round(world)
    assert 1 == len(world.of(MILA, "attempts"))
    her.expects_nothing()
    world.jump_to("10:00", "America/Lima")
    world.beat()
    her.expects_sms("?")


def test_a_text_that_was_lost_for_a_moment_is_answered_at_any_hour(
    world: World, her: Phone
) -> None:
    world.jump_to("20:50", "America/Lima")
    world.beat()
    her.forgets()
    loses(world, her, "please stop texting me")
    clock_goes_round(world)
    her.expects_sms(STOPPED)
    her.expects_nothing()


def test_a_crisis_is_answered_at_any_hour(world: World, her: Phone) -> None:
    world.jump_to("20:50", "America/Lima")
    world.beat()
    her.forgets()
    loses(world, her, "I want to kill myself")
    world.jump(hours=3)
    clock_goes_round(world)
    her.expects_sms("your local emergency number")


def test_a_strangers_lost_text_is_let_go(world: World, her: Phone) -> None:
    stranger = world.network.add_phone("+15550830002", "Nobody")
    loses(world, stranger, "hello?")
    clock_goes_round(world)
    stranger.expects_nothing()


def test_what_was_there_before_we_listened_is_not_ours(world: World) -> None:
    phone = world.join(MILA)
    loses(world, phone, WIN)
    world.jump(minutes=15)
    world.run("UPDATE numbers SET heard_until = NULL")  # the number is new to us
    clock_goes_round(world)
    clock_goes_round(world)
    assert [] == world.of(MILA, "attempts")


def test_a_carrier_that_cannot_be_asked_is_asked_again(
    world: World, her: Phone
) -> None:
    loses(world, her, WIN)
    world.jump(minutes=2)
    deaf = replace(world.parts, carrier=Meddling(world.parts.carrier))
    numbers = [
        row["id"] for row in world.rows("SELECT id FROM numbers WHERE kind = 'service'")
    ]
    assert 0 == catching_up.hear(deaf, world.organisation, numbers)
    assert 1 == catching_up.hear(world.parts, world.organisation, numbers)


def test_a_text_that_may_be_on_its_way_is_waited_for(world: World, her: Phone) -> None:
    numbers = [
        row["id"] for row in world.rows("SELECT id FROM numbers WHERE kind = 'service'")
    ]
    loses(world, her, WIN)
    world.jump(seconds=20)
    assert 0 == catching_up.hear(world.parts, world.organisation, numbers)
    world.jump(seconds=20)
    assert timedelta(seconds=30) == catching_up.ON_ITS_WAY
    assert 1 == catching_up.hear(world.parts, world.organisation, numbers)


def test_a_coach_who_has_it_is_heard_late_and_a_cry_of_a_stranger_too(
    world: World, her: Phone
) -> None:
    ruth = world.network.phone(COACH)
    her.texts("I want to kill myself")
    world.jump(seconds=20)
    loses(world, ruth, "OK")
    stranger = world.network.add_phone("+15550830077", "")
    loses(world, stranger, "I want to end my life tonight")
    for _ in range(3):
        clock_goes_round(world)
    stands = world.rows("SELECT reason, heeded_via FROM alerts ORDER BY id")
    first = {"reason": "screen", "heeded_via": "text"}
    # Once, though it is in the list each time; and it is answered nothing this late.
    assert [first, {"reason": "stranger", "heeded_via": None}] == stands
    stranger.expects_nothing()
    # She was told of the stranger only now: that OK was about what came before.
    told = [bubble.body for bubble in ruth.unread]
    assert any("not enrolled and not kept here" in body for body in told)


def test_a_coachs_ok_counts_once_however_often_it_is_looked_for(
    world: World, her: Phone
) -> None:
    """Each look took it for a new OK: the second of two in danger was "hers" by it."""
    ruth = world.network.phone(COACH)
    tomas = world.join(TOMAS, name="Tomas")
    for phone in (her, tomas):
        phone.texts("I want to kill myself")
        world.jump(seconds=20)
        world.beat()
    ruth.forgets().texts("OK")
    ruth.expects_sms("1 more waits")
    for _ in range(4):
        clock_goes_round(world)
    assert [("text", MILA), (None, TOMAS)] == heeded(world)
    ruth.forgets().texts("OK")
    assert [("text", MILA), ("text", TOMAS)] == heeded(world)


def heeded(world: World) -> list[tuple[str | None, str]]:
    """Who has been seen to by what, in the order in which it was raised."""
    names = {world.person(number)["id"]: number for number in (MILA, TOMAS)}
    rows = world.rows(
        "SELECT participant_id, heeded_via FROM alerts WHERE kind = 'crisis'"
        " ORDER BY raised_at"
    )
    return [(row["heeded_via"], names[row["participant_id"]]) for row in rows]


def test_the_ok_of_a_coach_who_is_coached_too_is_no_word_of_a_participant(
    world: World, her: Phone
) -> None:
    """Her "yes" to an alert came back as a try that she had never made."""
    ruth = world.join(COACH, name="Ruth")
    her.texts("I want to kill myself")
    world.beat()
    ruth.forgets().texts("yes")
    ruth.expects_sms("you have it")
    for _ in range(3):
        clock_goes_round(world)
    assert [] == world.of(COACH, "attempts")
    assert "yes" not in world.words(COACH, "turns", "heard_sealed")
    ruth.expects_nothing()


def test_the_lost_ok_of_a_coach_who_is_coached_too_is_heard_late(
    world: World, her: Phone
) -> None:
    ruth = world.join(COACH, name="Ruth")
    her.texts("I want to kill myself")
    world.jump(seconds=20)
    loses(world, ruth, "OK")
    clock_goes_round(world)
    assert ["text"] == [
        row["heeded_via"] for row in world.rows("SELECT heeded_via FROM alerts")
    ]


@pytest.mark.parametrize(
    ("said", "consent"), [("yes", "invited"), ("START", "invited"), ("STOP", "stopped")]
)
def test_what_was_texted_before_the_enrolment_is_no_yes_to_it(
    world: World, her: Phone, said: str, consent: str
) -> None:
    """A stranger's "yes" was taken for the answer to an invitation of later."""
    tomas = world.network.add_phone(TOMAS, "Tomas")
    tomas.texts(said)
    world.jump(minutes=1)
    world.enrol(world.programme("Later"), "Tomas", TOMAS, "America/Lima")
    for _ in range(3):
        clock_goes_round(world)
    assert consent == world.person(TOMAS)["consent"]


def test_a_text_that_cannot_be_taken_in_stops_no_other(
    world: World, her: Phone
) -> None:
    """Every later text of that number, a STOP too, was looked for in vain for hours."""
    tomas = world.join(TOMAS, name="Tomas")
    clock_goes_round(world)
    loses(world, her, WIN)
    world.jump(seconds=5)
    loses(world, tomas, "please stop texting me")
    world.jump(minutes=2)
    numbers = [
        row["id"] for row in world.rows("SELECT id FROM numbers WHERE kind = 'service'")
    ]
    parts, tokens = world.parts, world.parts.new_token

    def broken(first: list[int]) -> str:
        if first:
            first.pop()
            raise ValueError("this text breaks us")
        return tokens()

    for look in range(catching_up.MOST_TRIES):
        breaks = replace(parts, new_token=partial(broken, [1]))
        assert (look == 0) == catching_up.hear(breaks, world.organisation, numbers)
        world.jump(minutes=1)
    assert "stopped" == world.person(TOMAS)["consent"]
    assert [("quarantine", "hear")] == [
        (row["kind"], row["reason"]) for row in world.of(MILA, "alerts")
    ]


@pytest.mark.parametrize("away", [False, True])
def test_words_that_were_removed_are_not_taken_in_again(
    world: World, her: Phone, *, away: bool
) -> None:
    """The carrier may have them still: it is asked to delete them, and may be away."""
    her.texts(WIN).forgets()
    text = max(world.of(MILA, "inbox"), key=lambda row: row["received_at"])
    signed = rights.operator(world.organisation, "Stairwell")
    removing.remove(world.parts, signed, world.person(MILA)["id"], "heard", text["id"])
    if away:
        world.change(
            "UPDATE removals SET due = handrail_now() + interval '1 day'"
            " WHERE participant_id = %s",
            MILA,
        )
    before = words_heard(world)
    for _ in range(4):
        clock_goes_round(world)
    her.expects_nothing()
    assert before == words_heard(world)
    there = [str(one) for one in world.network.records.messages.values()]
    assert away is any(WIN in one for one in there)
    with world.parts.at_desk(world.organisation, world.person(MILA)["id"]) as desk:
        keys = (desk.person.key, desk.tenant.key)
        found = [
            str(everything.opened(table, row, keys))
            for table, rows in everything.read(desk.tx, desk.person.id)
            for row in rows
        ]
    assert not [one for one in found if WIN in one]
