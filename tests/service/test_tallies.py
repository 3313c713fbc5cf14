"""What her tries add up to: the facts that scripts count with, and her wins."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from flows.coach import days
from flows.coach.chances import Occurrence
from flows.talk import effects as e
from service.store import plans, tallies
from service.store.ahead import Ahead
from service.store.tallies import Win
from service.switchboard.phone import Phone
from service.usecases import acting, carrying
from service.usecases.acting import Scene
from service.usecases.facts import Facts
from service.usecases.parts import Desk
from tests.journeys.world import World

NUMBERS = count(15551000001)
PAST = ("past_win", "past_win_on")
COUNTED = ("tries_month", "tries_all", "unprompted_month", "returns")


@pytest.fixture
def her(shared: World) -> Phone:
    """Somebody new, with a step and nothing tried yet."""
    return shared.join(f"+{next(NUMBERS)}")


def told(
    world: World, phone: Phone, ago: int, outcome: str, words: str = "", did: str = ""
) -> date:
    """She told what came of her chance so many days ago; return that day."""
    with world.desk(phone.number) as desk:
        day = desk.today - timedelta(days=ago)
        scene = Scene(desk, None, None)
        scene.attempt_id = acting.record(scene, day, outcome, words)
        if did:
            carrying.carry_out(scene, [e.AddWords(did, "what_i_did")])
        return day


def facts(world: World, phone: Phone, *names: str) -> list[Any]:
    with world.desk(phone.number) as desk:
        found = Facts(desk)
        return [found[name] for name in names]


def wins(world: World, phone: Phone, most: int = 9) -> tuple[Win, ...]:
    with world.desk(phone.number) as desk:
        return tallies.wins(desk.tx, desk.person, most)


def prompted(world: World, phone: Phone) -> None:
    """Say of her newest try that a prompt came before it."""
    newest = world.of(phone.number, "attempts")[-1]["id"]
    world.run("UPDATE attempts SET label = 'prompted' WHERE id = %s", newest)


# ---- counting ----


def test_before_any_try_all_counts_are_nought_and_no_win_is_there(
    shared: World, her: Phone
) -> None:
    assert [0, 0, 0, 0] == facts(shared, her, *COUNTED)
    assert [""] * 5 == facts(shared, her, "win_1", "win_2", "win_3", *PAST)


def test_tries_are_counted_of_thirty_days_and_in_all(shared: World, her: Phone) -> None:
    for ago in (0, 1, 29, 30, 31, 60):
        told(shared, her, ago, "attempted")
    assert [3, 6, 3, 0] == facts(shared, her, *COUNTED)


def test_a_try_she_imagined_counts_and_not_today_does_not(
    shared: World, her: Phone
) -> None:
    for ago, outcome in enumerate(("imagined", "skipped", "attempted", "skipped")):
        told(shared, her, ago, outcome)
    assert [2, 2, 2] == facts(shared, her, *COUNTED[:3])


def test_a_try_after_a_prompt_is_none_of_the_unprompted(
    shared: World, her: Phone
) -> None:
    told(shared, her, 2, "attempted")
    told(shared, her, 1, "attempted")
    prompted(shared, her)
    told(shared, her, 0, "skipped")
    assert [2, 2, 1] == facts(shared, her, *COUNTED[:3])


def test_a_return_is_a_try_after_a_chance_that_was_let_go(
    shared: World, her: Phone
) -> None:
    for ago, outcome in (
        (9, "attempted"), (8, "skipped"), (7, "skipped"), (6, "attempted"),
        (4, "skipped"), (2, "imagined"), (1, "attempted"),
    ):  # fmt: skip
        told(shared, her, ago, outcome)
    assert [2] == facts(shared, her, "returns")


def test_one_chance_is_one_try_however_often_it_was_told(
    shared: World, her: Phone
) -> None:
    for outcome in ("skipped", "attempted", "attempted"):
        told(shared, her, 1, outcome)
    assert [1, 1, 1, 0] == facts(shared, her, *COUNTED)


def test_chances_come_oldest_first_and_one_without_a_word_is_unknown(
    shared: World, her: Phone
) -> None:
    late = told(shared, her, 1, "skipped")
    early = told(shared, her, 5, "attempted")
    with shared.desk(her.number) as desk:
        day = desk.today - timedelta(days=3)
        step = desk.step
        assert step is not None
        at = Occurrence(day, 0, step.opens, step.deadline, step.closes)
        missed = acting.new_chance(desk, at, "late", 1.0)
        assert missed == Ahead(desk.tx, desk.person, day).settle(missed)
        known = Ahead(desk.tx, desk.person, day).chance_on(day)
        assert known is not None
        before = records(desk)
        plans.close_chance(desk.tx, known, "missed")
        after = records(desk)
    tried = (early, "attempted", "unprompted")
    let_go = (late, "skipped", "unprompted")
    assert [tried, (day, "unknown", "unprompted"), let_go] == before
    assert [tried, (day, "missed", "unprompted"), let_go] == after


def records(desk: Desk) -> list[tuple[date, str, str]]:
    told = tallies.chances(desk.tx, [desk.person.id])[desk.person.id]
    return [(one.local_date, one.outcome, one.label) for one in told.records]


# ---- wins ----


def test_a_win_is_what_she_did_or_else_how_she_told_it(
    shared: World, her: Phone
) -> None:
    old = told(shared, her, 2, "attempted", "I said my idea")
    new = told(shared, her, 1, "attempted", "said it again", "I wrote it on a card")
    assert (
        Win("I wrote it on a card", new), Win("I said my idea", old)
    ) == wins(shared, her)  # fmt: skip
    assert ["I wrote it on a card", "I said my idea", ""] == facts(
        shared, her, "win_1", "win_2", "win_3"
    )
    assert ["said it again", days.said(new, "en")] == facts(shared, her, *PAST)


def test_the_latest_three_are_facts_and_no_more_are_read_than_asked_for(
    shared: World, her: Phone
) -> None:
    for ago in (3, 1, 4, 2):  # told in any order, kept by their days
        told(shared, her, ago, "attempted", f"tried {ago} days ago")
    names = ("win_1", "win_2", "win_3")
    expected = [f"tried {ago} days ago" for ago in (1, 2, 3)]
    assert expected == facts(shared, her, *names)
    assert expected[:2] == [win.words for win in wins(shared, her, most=2)]


def test_what_she_says_each_time_is_one_win(shared: World, her: Phone) -> None:
    for ago in (4, 3, 1):
        told(shared, her, ago, "attempted", "did it", "I breathed  out")
    other = told(shared, her, 2, "attempted", "did it", "I wrote it on a card")
    latest, second = wins(shared, her)
    assert "I breathed  out" == latest.words
    assert Win("I wrote it on a card", other) == second


@pytest.mark.parametrize("bare", ["d", "Did it!", "hecho"])
def test_a_bare_report_is_nothing_to_quote(
    shared: World, her: Phone, bare: str
) -> None:
    told(shared, her, 2, "attempted", bare)
    assert () == wins(shared, her)
    assert ["", ""] == facts(shared, her, *PAST)
    day = told(shared, her, 1, "attempted", bare, "I just began")
    assert (Win("I just began", day),) == wins(shared, her)


@pytest.mark.parametrize("outcome", ["imagined", "skipped"])
def test_what_was_not_tried_is_no_win(shared: World, her: Phone, outcome: str) -> None:
    told(shared, her, 1, outcome, "I saw it before me")
    assert () == wins(shared, her)


def test_a_try_without_words_is_no_win_to_be_quoted(shared: World, her: Phone) -> None:
    told(shared, her, 1, "attempted", " ")
    spoken = told(shared, her, 2, "attempted", "I said my idea")
    assert (Win("I said my idea", spoken),) == wins(shared, her)
    assert ["I said my idea", days.said(spoken, "en")] == facts(shared, her, *PAST)


def test_the_past_win_and_its_day_are_of_one_try(shared: World, her: Phone) -> None:
    """They came from two queries: the words of one try stood with the day of another."""
    first = told(shared, her, 3, "attempted", "I said my idea")
    told(shared, her, 1, "attempted", "", "I wrote it on a card")
    assert ["I said my idea", days.said(first, "en")] == facts(shared, her, *PAST)
    later = told(shared, her, 2, "attempted", "I spoke up")
    assert ["I spoke up", days.said(later, "en")] == facts(shared, her, *PAST)
    latest = told(shared, her, 0, "attempted", "I said it again")
    told(shared, her, 5, "attempted", "I tried, long ago")
    assert ["I said it again", days.said(latest, "en")] == facts(shared, her, *PAST)


def test_tries_without_words_do_not_hide_the_wins_before_them(
    shared: World, her: Phone
) -> None:
    for ago in (4, 5, 6):
        told(shared, her, ago, "attempted", f"tried {ago} days ago")
    for ago in (1, 2, 3):
        told(shared, her, ago, "attempted", "")
    expected = [f"tried {ago} days ago" for ago in (4, 5, 6)]
    assert expected == facts(shared, her, "win_1", "win_2", "win_3")


def test_nothing_of_anybody_else_is_counted_or_quoted(
    shared: World, her: Phone
) -> None:
    other = shared.join(f"+{next(NUMBERS)}", name="Noor")
    told(shared, other, 1, "skipped")
    told(shared, other, 0, "attempted", "I stood up")
    assert [0, 0, 0, 0] == facts(shared, her, *COUNTED)
    assert () == wins(shared, her)
    assert [1, 1, 1, 1] == facts(shared, other, *COUNTED)


def test_wins_of_the_month_are_of_this_month(shared: World, her: Phone) -> None:
    """May's digest quoted March as "your month"."""
    told(shared, her, 40, "attempted", "I spoke up in March")
    assert ["", ""] == facts(shared, her, "win_1", "win_2")
    told(shared, her, 2, "attempted", "I spoke up again")
    assert ["I spoke up again", ""] == facts(shared, her, "win_1", "win_2")
