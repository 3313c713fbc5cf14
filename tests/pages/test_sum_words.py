"""The sentences beside the numbers: no more than the number can bear."""

import pytest

from flows.coach.attempts import Share
from flows.coach.effect import Effect, Rate
from flows.coach.sums import Calibration, Fit, Recovery, Sums, add_up
from service.web import sum_words


def effect(difference: float, low: float, high: float, unknown: int = 0) -> Effect:
    return Effect(difference, low, high, Rate(0.5, 9), Rate(0.5, 8), unknown)


def nothing(**known: object) -> Sums:
    empty = add_up([], [], [], [])
    values = {name: getattr(empty, name) for name in Sums.__slots__}
    return Sums(**{**values, **known})


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (effect(0.3, 0.1, 0.5), "They help, by 10 to 50 points."),
        (effect(-0.3, -0.5, -0.1), "They stand in the way, by 10 to 50 points."),
        (effect(0.1, -0.2, 0.4), "nobody can say yet whether they help"),
    ],
)
def test_an_effect_says_no_more_than_its_interval(found: Effect, says: str) -> None:
    (line,) = sum_words.lines(nothing(effect=found))
    assert says in line.says
    assert "17 chances" in line.of


def test_what_no_word_came_of_is_counted() -> None:
    (line,) = sum_words.lines(nothing(effect=effect(0.1, -0.2, 0.4, unknown=3)))
    assert line.says.endswith("No word came of 3 more.")


@pytest.mark.parametrize("fit", ["under", "even", "over"])
def test_what_was_said_is_never_held_against_anybody(fit: Fit) -> None:
    found = Calibration(5, Share(2, 10), fit)
    (line,) = sum_words.lines(nothing(calibration=found))
    assert sum_words.FIT[fit] in line.says
    for banned in ("fail", "missed", "only", "should"):
        assert banned not in line.says.lower()


def test_one_is_one_and_halves_are_halves() -> None:
    told = sum_words.lines(
        nothing(
            returns=1, first_try_days=1, recovery=Recovery(2.5, 2),
            own_steps=Share(1, 3),
        )
    )  # fmt: skip
    assert [("1", "time"), ("1", "day"), ("2.5", "days"), ("1", "of 3")] == [
        (line.figure, line.of) for line in told
    ]
    (line,) = sum_words.lines(nothing(recovery=Recovery(1.0, 1)))
    assert ("1", "day") == (line.figure, line.of)


def test_a_point_is_a_point() -> None:
    assert ["+3 points", "-4 points", "0 points"] == [
        sum_words.points(each) for each in (0.03, -0.04, 0.001)
    ]
