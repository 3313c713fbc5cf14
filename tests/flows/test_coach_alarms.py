"""Too easy and too hard: what raises each alarm, and what raises none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import alarms
from flows.coach.alarms import Scene
from flows.coach.signs import DOSE, Measure, Name, Sign, joined, known, last, sign_of

TODAY = date(2026, 3, 30)


def signs(*went: str) -> list[Sign]:
    first = TODAY - timedelta(days=len(went))
    return [
        Sign(str(n), first + timedelta(days=n), one, one == "planned")  # type: ignore[arg-type]  # plain words in tests
        for n, one in enumerate(went)
    ]


def measures(**told: list[int]) -> list[Measure]:
    return [
        Measure(name, value, TODAY - timedelta(days=len(values) - n))  # type: ignore[arg-type]  # plain words in tests
        for name, values in told.items()
        for n, value in enumerate(values)
    ]


def scene(*went: str, **told: list[int]) -> Scene:
    return Scene(signs(*went), measures(**told), TODAY)


TEN = ["planned"] * 10
NINE = ["planned"] * 4 + ["other"] + ["planned"] * 5


# ---- too easy (#53) ----


@pytest.mark.parametrize("went", [TEN, NINE])
def test_nine_of_ten_lightly_done_are_too_easy(went: list[str]) -> None:
    """#53: effortless success for two weeks brings an offer, never an order."""
    calm = scene(*went, fear_felt=[1, 0], confidence=[9])
    light = scene(*went, effort=[2, 1])
    for one in (calm, light):
        alarm = alarms.too_easy(one, "Mila")
        assert alarm is not None
        assert "TOO-EASY" == alarm.rule
        assert alarm.sentence.startswith("Mila did it as planned")


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"fear_felt": [0], "confidence": [10]},  # once is no pattern
        {"fear_felt": [0, 3], "confidence": [10]},
        {"fear_felt": [0, 0], "confidence": [8]},
        {"fear_felt": [0, 0]},
        {"effort": [1]},
        {"effort": [2, 3]},
    ],
)
def test_without_her_numbers_nothing_is_too_easy(told: dict[str, list[int]]) -> None:
    assert alarms.too_easy(scene(*TEN, **told)) is None


def test_eight_of_ten_or_nine_chances_are_not_too_easy() -> None:
    light = {"effort": [1, 1]}
    assert alarms.too_easy(scene(*TEN[2:], "other", "hard", **light)) is None
    assert alarms.too_easy(scene(*TEN[1:], **light)) is None


# ---- too hard (#49, #54) ----


def rule(one: Scene) -> str | None:
    alarm = alarms.too_hard(one, "Mila")
    return None if alarm is None else alarm.rule


def test_fewer_tries_than_half_of_seven_are_too_hard() -> None:
    """#54: a bar that is always too high empties the battery."""
    assert "HARD-few" == rule(scene(*["planned"] * 3, *["other"] * 4))
    assert rule(scene(*["planned"] * 4, *["other"] * 3)) is None


def test_no_step_is_judged_before_seven_known_chances() -> None:
    """#51: a minimum dose before a step is judged."""
    assert 7 == DOSE
    assert rule(scene(*["other"] * 6)) is None
    assert rule(scene(*["unknown"] * 30)) is None
    assert "HARD-few" == rule(scene(*["other"] * 7))


def test_a_drop_of_three_in_confidence_is_too_hard() -> None:
    """#49: the battery of self-belief drains with over-hard tasks."""
    assert "HARD-falling" == rule(scene(confidence=[9, 6]))
    assert rule(scene(confidence=[9, 7])) is None


def test_fear_of_seven_at_the_last_try_is_too_hard() -> None:
    assert "HARD-fear" == rule(scene(fear_felt=[2, 7]))
    assert rule(scene(fear_felt=[7, 3])) is None


def test_less_than_seven_sure_is_made_smaller_first() -> None:
    """#10, #5: confidence is asked per step, and below 7 the plan is shrunk first."""
    assert "UNSURE" == rule(scene(confidence=[6]))
    assert rule(scene(confidence=[7])) is None


def test_where_reminders_do_not_help_the_step_is_the_lever() -> None:
    still = scene()
    assert rule(still) is None
    assert rule(replace(still, reminders_help=True)) is None
    assert "HARD-prompts" == rule(replace(still, reminders_help=False))


@given(st.integers(0, 40), st.integers(0, 10))
def test_what_is_unknown_raises_no_alarm(chances: int, weeks: int) -> None:
    one = scene(*["unknown"] * chances)
    assert alarms.too_easy(one) is None
    assert alarms.too_hard(one) is None
    old = Measure("fear_felt", 9, TODAY - timedelta(weeks=2 + weeks))
    assert alarms.too_hard(replace(one, measures=[old])) is None


# ---- signs ----


@pytest.mark.parametrize(
    ("outcome", "reason", "imagining", "went"),
    [
        ("attempted", "", 0, "planned"),
        ("attempted", "know_how", 0, "hard"),
        ("attempted", "too_much", 0, "too_much"),
        ("attempted", "time", 0, "other"),
        ("imagined", "", 2, "planned"),  # what the step asks for
        ("imagined", "", 0, "other"),  # shown apart, and no proof of the real thing
        ("missed", "moment", 0, "hard"),
        ("missed", "time", 0, "other"),
        ("skipped", "", 0, "other"),
        ("unknown", "know_how", 0, "unknown"),
    ],
)
def test_an_outcome_tells_this_of_difficulty(
    outcome: str, reason: str, imagining: int, went: str
) -> None:
    """#26, #36: a try in the head is its own kind; a gap is know-how or the moment."""
    assert went == sign_of(outcome, reason=reason, imagining=imagining)  # type: ignore[arg-type]  # plain words in tests


def test_a_chance_counts_once_by_what_was_known_last() -> None:
    first, second = signs("other", "hard")
    log = joined((), first)
    log = joined(log, second)
    assert (first, second) == log
    after = replace(first, went="planned", tried=True)
    log = joined(log, after)
    assert (after, second) == log
    assert log == joined(log, replace(after, went="unknown"))
    assert log == joined(log, after)
    assert (second,) == known(log, since=second.on)


def test_the_last_number_is_the_latest_one() -> None:
    told: list[Measure] = measures(confidence=[4, 8])
    names: tuple[Name, ...] = ("confidence", "fear_felt")
    assert [8, None] == [last(told, name) for name in names]
