"""What the tries add up to: each number with its n, and no number that accuses."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import sums
from flows.coach.attempts import (
    ChanceRecord,
    Label,
    Outcome,
    Share,
    independence,
    returns,
    tries,
)
from flows.coach.sums import (
    Before,
    Best,
    Calibration,
    Number,
    Recovery,
    Stage,
    Trend,
)

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
OUTCOMES: dict[str, tuple[Outcome, Label]] = {
    "U": ("attempted", "unprompted"),
    "P": ("attempted", "prompted"),
    "I": ("imagined", "unprompted"),
    "S": ("skipped", "unprompted"),
    "M": ("missed", "unprompted"),
    "?": ("unknown", "unprompted"),
}


def told(
    marks: str, *, first: tuple[int, ...] = (), step: str = ""
) -> list[ChanceRecord]:
    """One chance a day from Monday, a mark each; a space is a day without one."""
    return [
        ChanceRecord(
            str(MONDAY + at * DAY),
            MONDAY + at * DAY,
            *OUTCOMES[mark],
            at in first,
            step,
        )
        for at, mark in enumerate(marks)
        if mark != " "
    ]


def number(name: str, value: int, day: int, step: str = "") -> Number:
    at = datetime(2026, 3, 2, 19, 0, tzinfo=UTC) + day * DAY
    return Number(step, name, value, at, MONDAY + day * DAY)


logs = st.lists(st.sampled_from("UPISM?"), max_size=40).map(
    lambda ms: told("".join(ms))
)
numbers = st.lists(
    st.builds(
        number,
        st.sampled_from(("confidence", "fear_expected", "fear_felt", "effort")),
        st.integers(0, 10),
        st.integers(0, 40),
        st.sampled_from(("", "b")),
    ),
    max_size=20,
    unique_by=lambda one: (one.at, one.name, one.step),
)


def everything(log: list[ChanceRecord], said: list[Number]) -> sums.Sums:
    stages = [Stage("", hers=False, began=MONDAY), Stage("b", hers=True, began=MONDAY)]
    return sums.add_up(log, [], said, stages)


@given(logs, numbers, st.randoms(use_true_random=False))
def test_order_and_repeats_change_no_number(
    log: list[ChanceRecord], said: list[Number], chance: random.Random
) -> None:
    again, resaid = log + log[::2], said + said[::2]
    chance.shuffle(again)
    chance.shuffle(resaid)
    assert everything(log, said) == everything(again, resaid)


@given(logs, numbers)
def test_unknown_is_neither_a_try_nor_a_miss(
    log: list[ChanceRecord], said: list[Number]
) -> None:
    heard = [one for one in log if one.mark != "?"]
    assert independence(log) == independence(heard)
    assert returns(log) == returns(heard)
    assert tries(log) == tries(heard)
    assert sums.calibration(said, log) == sums.calibration(said, heard)
    assert sums.best_fortnight(log) == sums.best_fortnight(heard)
    assert sums.first_try_days([Stage("", False, MONDAY)], log) == sums.first_try_days(
        [Stage("", False, MONDAY)], heard
    )


@given(logs, st.sampled_from("MS?"))
def test_what_is_reached_is_never_taken_away(
    log: list[ChanceRecord], mark: str
) -> None:
    after = log + told(" " * (len(log) + 3) + mark)
    before = everything(log, [])
    later = everything(after, [])
    assert (before.tries, before.returns) == (later.tries, later.returns)
    assert before.recovery == later.recovery
    best, then = before.best, later.best
    assert (best and best.tries) == (then and then.tries)


def test_with_nothing_known_nothing_is_said() -> None:
    empty = sums.add_up([], [], [], [])
    assert (0, 0, 0, Share(0, 0)) == (
        empty.tries, empty.known, empty.returns, empty.independence,
    )  # fmt: skip
    assert {None} == {
        empty.effect, empty.calibration, empty.fear, empty.first_try_days,
        empty.recovery, empty.best,
    }  # fmt: skip
    assert empty.own_steps.ratio is None
    assert () == empty.confidence


def test_independence_is_over_the_last_14_that_no_prompt_opened() -> None:
    log = told("UUUUMMMMMMMMMMPPPPUU", first=(14, 15, 16, 17))
    assert Share(4, 14) == independence(log)
    assert Share(0, 0) == independence(told("PPPP", first=(0, 1, 2, 3)))


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("UMU", None),  # one miss is no lapse
        ("UMMU", Recovery(2, 1)),
        ("UM?MP", Recovery(3, 1)),
        ("U??U", None),  # some silence is none either
        ("U???????U", Recovery(7, 1)),
        ("U       U", None),  # a week without chances
        ("UMMUMMMMU", Recovery(3, 2)),  # the middle of 2 and 4
        ("UMMMM", None),  # it goes on: nothing is known of how soon
        ("MMMU", None),  # there was no try to fall back from
        ("USSI", Recovery(2, 1)),
    ],
)
def test_recovery_is_from_the_first_chance_of_a_lapse_to_the_next_try(
    marks: str, expected: Recovery | None
) -> None:
    assert expected == sums.recovery(told(marks))


@pytest.mark.parametrize(
    ("said", "marks", "expected"),
    [
        (5, "UUUUM", Calibration(5, Share(4, 5), "under")),  # the article's own (#42)
        (8, "UUUUMUUUUM", Calibration(8, Share(8, 10), "even")),
        (7, "UUUUM", Calibration(7, Share(4, 5), "even")),
        (6, "UUUUM", Calibration(6, Share(4, 5), "under")),
        (9, "UUMMMMMMMM", Calibration(9, Share(2, 10), "over")),
        (9, "UUMM????", None),  # four known are too few
        (0, "MMMMM", Calibration(0, Share(0, 5), "even")),
    ],
)
def test_what_was_said_beside_what_was_done(
    said: int, marks: str, expected: Calibration | None
) -> None:
    log = told(" " + marks)
    assert expected == sums.calibration([number("confidence", said, 0)], log)


def test_a_number_counts_for_later_days_of_its_own_step() -> None:
    given_ = [number("confidence", 2, 0), number("confidence", 8, 6)]
    log = told("UUUUUUUUUUU")
    # Six days under 2, not the first, whose number came after it; then four under 8.
    assert Calibration(4, Share(10, 10), "under") == sums.calibration(given_, log)
    assert sums.calibration(given_, told("UUUUUUUUUUU", step="other")) is None


def test_fear_is_compared_try_by_try() -> None:
    given_ = [
        number("fear_felt", 9, 0),  # nothing was expected before it
        number("fear_expected", 6, 1),
        number("fear_felt", 4, 2),
        number("fear_felt", 2, 3),
        number("fear_felt", 1, 4, "b"),
        number("confidence", 5, 4),
    ]
    assert Before(6, 3, 2) == sums.fear(given_)
    assert sums.fear(given_[:1]) is None


def test_confidence_is_kept_for_each_step() -> None:
    given_ = [
        number("confidence", 4, 0),
        number("confidence", 3, 5, "b"),
        number("confidence", 7, 6),
    ]
    assert (Trend("", 4, 7, 2), Trend("b", 3, 3, 1)) == sums.trends(
        given_, "confidence"
    )


def test_the_first_real_try_is_counted_from_the_first_step() -> None:
    stages = [Stage("a", False, MONDAY), Stage("b", True, MONDAY + 9 * DAY)]
    assert 3 == sums.first_try_days(stages, told("?MIU"))
    assert sums.first_try_days(stages, told("?MI")) is None
    assert sums.first_try_days([], told("U")) is None
    early = [Stage("a", False, MONDAY + 2 * DAY)]
    assert 0 == sums.first_try_days(early, told("U"))
    assert Share(1, 2) == sums.self_authored(stages + stages)


def test_the_best_fortnight_stays_the_best() -> None:
    log = told("UMU" + "M" * 20 + "UUMUU" + "?" * 20 + "U")
    assert Best(MONDAY + 23 * DAY, 4, 5) == sums.best_fortnight(log)
    assert Best(MONDAY, 14, 14) == sums.best_fortnight(told("U" * 20))
    assert sums.best_fortnight(told("MM??")) is None
