"""Where a try was made: read from her words, or asked; and who goes on alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import count

import pytest

from flows.coach import contexts, ladder
from flows.coach.chances import Occurrence
from flows.coach.growing import Change, Growth
from flows.coach.signs import Placed
from flows.talk import effects as e
from flows.talk.events import Opened
from service.store import people, plans
from service.switchboard.phone import Phone
from service.usecases import (
    acting,
    answering,
    carrying,
    converse,
    enrol,
    growth,
    offering,
    planning,
)
from service.usecases.acting import Scene
from service.usecases.enrol import NewProgramme
from service.usecases.facts import Facts
from service.usecases.parts import Desk
from service.usecases.speaking import About
from tests.journeys.world import World

NUMBERS = count(15551800001)
LIMA = "America/Lima"
BOARD = "the board"


@pytest.fixture
def her(shared: World) -> Phone:
    """Somebody with a step of her own, who took up a further place yesterday."""
    shared.leap_to("11:00", LIMA)
    where = shared.programme(f"places {next(NUMBERS)}", growth="gentle")
    phone = shared.join(f"+{next(NUMBERS)}", programme=where)
    with desk_of(shared, phone) as desk:
        takes(desk, BOARD)
    shared.jump(days=1)
    return phone


@contextmanager
def desk_of(world: World, her: Phone) -> Iterator[Desk]:
    tenant = world.parts.tenant(world.organisation)
    with world.parts.db.transaction(world.organisation) as tx:
        sought = tenant.hashes.hash(her.number)
        person = people.lock_by_number(tx, world.parts.vault, sought)
        assert person is not None
        yield Desk(world.parts, tx, tenant, person)


def takes(desk: Desk, place: str) -> None:
    answering.begin(desk, "O-context")
    kept = {"new_context": place, "confidence": "8"}
    answering.heard(desk, "new_context", kept, (e.End("done"),))


def grown(desk: Desk) -> Growth:
    found = growth.of(desk)
    assert found is not None
    return found


def tried(desk: Desk) -> dict[str, int]:
    now = grown(desk)
    counted = contexts.added(now.past, now.signs)
    return {name: one.tries for name, one in counted.items() if one.tries}


# ---- from her words ----


def test_words_that_name_the_place_count_there(shared: World, her: Phone) -> None:
    """#29: tries are counted for the place they were made in."""
    her.texts("said my idea to the Board!")
    with desk_of(shared, her) as desk:
        assert {BOARD: 1} == tried(desk)
        assert 2 == Facts(desk)["places"]  # her cue, and the board
        assert "" == Facts(desk)["new_place"]
        assert speaks(desk, "B-attribution")


def test_words_added_to_a_try_count_too_and_lose_nothing(
    shared: World, her: Phone
) -> None:
    her.texts("done")
    shared.jump(minutes=1)
    her.texts("I asked the board to wait for me")
    with desk_of(shared, her) as desk:
        assert {BOARD: 1} == tried(desk)
        growth.came(desk, desk.today, 0, "attempted", "and it was fine")
        assert {BOARD: 1} == tried(desk)


def test_words_without_a_step_place_nothing(shared: World) -> None:
    where = shared.programme(f"no step {next(NUMBERS)}", growth="gentle")
    phone = shared.join(f"+{next(NUMBERS)}", programme=where)
    shared.change(
        "UPDATE steps SET ended_at = created_at WHERE participant_id = %s", phone.number
    )
    with desk_of(shared, phone) as desk:
        growth.placed(desk, growth.growths.Told(desk.today, 0, "attempted"), BOARD)
        growth.answered_where(desk, "there")
        assert (0, "") == (growth.further(desk), growth.new_place(desk))


# ---- asked ----


def speaks(desk: Desk, rule: str) -> bool:
    return offering.still(desk, rule) is not None


def asked(desk: Desk) -> None:
    growth.came(desk, desk.today, 0, "attempted", "did it")
    assert speaks(desk, "B-where")
    answering.begin(desk, "B-where")


@pytest.mark.parametrize(
    ("said", "place"), [("there", BOARD), ("usual", ""), ("elsewhere", "")]
)
def test_her_answer_moves_that_days_try(
    shared: World, her: Phone, said: str, place: str
) -> None:
    with desk_of(shared, her) as desk:
        asked(desk)
        assert BOARD == Facts(desk)["new_place"]
        for _ in range(2):  # told twice changes nothing the second time
            told = e.Remember(growth.WHERE, said)
            carrying.carry_out(Scene(desk, None, None), [told])
            assert {place: 1} == tried(desk)


def test_a_place_told_by_words_can_be_told_otherwise(shared: World, her: Phone) -> None:
    with desk_of(shared, her) as desk:
        asked(desk)
        growth.came(desk, desk.today, 0, "attempted", "I mean to the board")
        assert {BOARD: 1} == tried(desk)
        growth.answered_where(desk, "usual")
        assert {"": 1} == tried(desk)


def test_another_fact_places_nothing(shared: World, her: Phone) -> None:
    with desk_of(shared, her) as desk:
        asked(desk)
        told = e.Remember("noticed", "there")
        carrying.carry_out(Scene(desk, None, None), [told])
        assert {"": 1} == tried(desk)


def test_it_rests_between_two_tries_and_is_not_asked_on_a_full_day(
    shared: World, her: Phone
) -> None:
    with desk_of(shared, her) as desk:
        asked(desk)
    shared.jump(days=2)
    with desk_of(shared, her) as desk:
        growth.came(desk, desk.today, 0, "attempted", "did it")
        assert not speaks(desk, "B-where")
    shared.jump(days=1)
    with desk_of(shared, her) as desk:
        assert speaks(desk, "B-where")


@pytest.mark.parametrize(
    ("wall", "text", "tries"),
    [
        ("17:10", "said my idea when the floor was opened", 1),
        ("17:10", "the new one", 0),  # an answer
        ("17:10", f"At {BOARD}!", 0),  # an answer, in her own name for the place
        ("17:10", "hm, which do you mean", 0),
        ("13:00", "said my idea when the floor was opened", 0),  # of which day?
    ],
)
def test_todays_try_is_kept_though_a_question_with_choices_is_open(
    shared: World, her: Phone, wall: str, text: str, tries: int
) -> None:
    """It was taken for an unclear answer, and she was prompted for it later."""
    with desk_of(shared, her) as desk:
        growth.keep(desk, replace(grown(desk), asked=Placed("x", BOARD)))
        converse.open_talk(desk, "where_it_was", Opened("follow_up"), About())
    shared.jump_to(wall, LIMA)
    her.texts(text)
    assert tries == len(shared.of(her.number, "attempts"))


# ---- silence ----


def silent(desk: Desk, ago: int, outcome: str = "open") -> None:
    """A chance so many days ago, and what came of it."""
    day = desk.today - timedelta(days=ago)
    at = Occurrence(day, 0, time(17), time(18, 30), time(20))
    chance = acting.new_chance(desk, at, "late", 1.0)
    plans.keep_chance(desk.tx, desk.person, chance, outcome)


@pytest.mark.parametrize(
    ("outcomes", "in_a_row"),
    [
        ("", 0),
        ("o", 1),
        ("oooo", 4),
        ("ooao", 2),
        ("aooo", 0),
    ],
)
def test_chances_without_a_word_are_counted_up_to_yesterdays(
    shared: World, outcomes: str, in_a_row: int
) -> None:
    """G7: the newest first; a word in between ends the row."""
    shared.leap_to("11:00", LIMA)
    where = shared.programme(f"silent {next(NUMBERS)}", growth="gentle")
    phone = shared.join(f"+{next(NUMBERS)}", programme=where)
    shared.jump(days=9)
    with desk_of(shared, phone) as desk:
        for ago, outcome in enumerate(f"{outcomes}a", 1):
            silent(desk, ago, {"o": "open", "a": "attempted"}[outcome])
        found = offering.seen(desk, desk.tx.now)
        assert in_a_row == found.untold
        assert (in_a_row >= 4) == speaks(desk, "B-untold")


# ---- on alone ----


def alone(desk: Desk, day: date) -> None:
    """She stands on the last rung from that day on, by a coach's word."""
    until = day + timedelta(days=365)
    word = ladder.Override("rung", 5, day, until, "Ruth", "to see her go on alone")
    acting.climb(desk, word)


def asked_weekly(world: World, her: Phone) -> list[str]:
    """States of her recaps; a digest is the look of the month, and may stay."""
    rows = world.of(her.number, "nudges")
    return [row["state"] for row in rows if row["script"] == "recap"]


def test_who_goes_on_alone_is_asked_once_a_month_and_weekly_after_a_lapse(
    shared: World, her: Phone
) -> None:
    """#48: as the script tells her; and a lapse ends it."""
    with desk_of(shared, her) as desk:
        alone(desk, desk.today)
    shared.jump(days=30)
    with desk_of(shared, her) as desk:
        monthly = planning.recap_of(desk, desk.today)
        assert monthly is not None
        assert not monthly.monthly
        planning.plan_days(desk)
        stage(desk, "solidify", "keep")
        monthly = planning.recap_of(desk, desk.today)
        assert monthly is not None
        assert monthly.monthly
    assert "planned" not in asked_weekly(shared, her)
    with desk_of(shared, her) as desk:
        stage(desk, "keep", "fade")
        weekly = planning.recap_of(desk, desk.today)
        assert weekly is not None
        assert not weekly.monthly
        stage(desk, "fade", "stretch")


def stage(desk: Desk, before: str, after: str) -> None:
    change = Change("S-kept", "stage", before, after, {}, "Mila goes on.")
    answering.keep(desk, change)


# ---- somebody's example ----


@pytest.mark.parametrize(
    ("language", "begins"), [("en", "I wrote my sentence"), ("es", "Escribí mi frase")]
)
def test_the_example_of_a_path_is_told_once_where_it_helps(
    shared: World, language: str, begins: str
) -> None:
    """#13, #18: somebody's example beside her step, and not twice for one step."""
    number = f"+{next(NUMBERS)}"
    new = NewProgramme(
        f"voice {number}", "Ruth", None, {"growth": "gentle"}, path="find_my_voice"
    )
    where = enrol.programme(shared.parts, shared.organisation, new)
    of_path = {"goal": "", "step": "", "cue": "", "language": language}
    phone = shared.enrol(where, "Mila", number, LIMA, **of_path)
    with desk_of(shared, phone) as desk:
        assert str(Facts(desk)["story"]).startswith(begins)
        assert not speaks(desk, "B-story")  # a person helps her
        growth.keep(desk, replace(grown(desk), support="story"))
        assert speaks(desk, "B-story")
        answering.begin(desk, "B-story")
    shared.jump(days=8)
    with desk_of(shared, phone) as desk:
        assert not speaks(desk, "B-story")
        assert 1 == offering.seen(desk, desk.tx.now).resources


def test_a_step_of_her_own_has_no_example(shared: World, her: Phone) -> None:
    with desk_of(shared, her) as desk:
        growth.keep(desk, replace(grown(desk), support="story"))
        assert "" == Facts(desk)["story"]
        assert not speaks(desk, "B-story")
