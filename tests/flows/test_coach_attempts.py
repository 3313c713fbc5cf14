"""Tries are labelled by design law 4 and counted once per chance."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach.attempts import (
    ChanceRecord,
    Outcome,
    PromptTrace,
    label,
    merge,
    settle,
    summary,
)

NOW = datetime(2026, 3, 4, 18, 0, tzinfo=UTC)
EARLIER, LATER = NOW - timedelta(minutes=5), NOW + timedelta(minutes=5)
WEDNESDAY = date(2026, 3, 4)
outcomes = st.sampled_from(("attempted", "imagined", "skipped", "missed", "unknown"))


def record(day: date, outcome: Outcome, **more: object) -> ChanceRecord:
    return ChanceRecord(f"{day}/0", day, outcome, **more)


@pytest.mark.parametrize(
    ("expected", "state", "called_at"),
    [
        ("prompted", "calling", EARLIER),
        ("prompted", "calling", NOW),
        ("prompted", "sent", EARLIER),
        ("prompted", "in_doubt", EARLIER),
        ("prompted", "delivered", EARLIER),
        ("prompted", "abandoned", EARLIER),
        ("prompted", "undelivered", EARLIER),
        ("prompted", "a state of next year", EARLIER),
        ("prompted", "sent", None),
        ("unprompted", "sent", LATER),
        ("unprompted", "in_doubt", LATER),
        ("unprompted", "due", None),
        ("unprompted", "claimed", None),
        ("unprompted", "failed", EARLIER),
        ("unprompted", "not_sent", EARLIER),
        ("unprompted", "withheld", None),
        ("unprompted", "cancelled", None),
    ],
)
def test_a_try_is_prompted_when_the_carrier_may_have_accepted_before_the_report(
    expected: str, state: str, called_at: datetime | None
) -> None:
    trace = PromptTrace(state, called_at)
    assert expected == label(reported_at=NOW, prompt_states=[trace])


def test_a_try_without_any_prompt_is_unprompted() -> None:
    assert "unprompted" == label(reported_at=NOW, prompt_states=())


def test_one_prompt_of_several_is_enough() -> None:
    traces = [PromptTrace("failed", EARLIER), PromptTrace("in_doubt", EARLIER)]
    assert "prompted" == label(reported_at=NOW, prompt_states=traces)


@given(outcomes, outcomes)
def test_a_second_report_never_weakens_or_doubles_the_first(
    first: Outcome, second: Outcome
) -> None:
    old, new = record(WEDNESDAY, first), record(WEDNESDAY, second, label="prompted")
    joined = merge(old, new)
    assert joined in {old, new}
    assert joined == merge(joined, old) == merge(joined, new)


@given(st.lists(outcomes, min_size=1, max_size=6))
def test_however_often_a_chance_is_reported_it_counts_once(
    reported: list[Outcome],
) -> None:
    records = [record(WEDNESDAY, outcome) for outcome in reported]
    numbers = summary(records, today=WEDNESDAY)
    tried = any(outcome in ("attempted", "imagined") for outcome in reported)
    assert int(tried) == numbers.tries == numbers.tries_this_week
    assert 1 == len(settle(records))


def test_a_late_did_it_replaces_not_today_and_keeps_the_first_label() -> None:
    reports = [
        record(WEDNESDAY, "skipped"),
        record(WEDNESDAY, "attempted", label="prompted"),
        record(WEDNESDAY, "attempted", label="unprompted"),
    ]
    assert ("P",) == tuple(r.mark for r in settle(reports))


def test_the_marks_are_those_of_the_ladder() -> None:
    marks = {
        "U": record(WEDNESDAY, "attempted"),
        "P": record(WEDNESDAY, "imagined", label="prompted"),
        "M": record(WEDNESDAY, "skipped"),
        "?": record(WEDNESDAY, "unknown"),
    }
    assert list(marks) == [r.mark for r in marks.values()]


def test_the_week_begins_on_monday_and_imagined_tries_are_shown_apart() -> None:
    days = [WEDNESDAY + timedelta(days=n) for n in (-3, -2, -1, 0)]
    kinds: list[Outcome] = ["attempted", "attempted", "imagined", "missed"]
    numbers = summary(map(record, days, kinds), today=WEDNESDAY)
    assert (2, 1, 3) == (
        numbers.tries_this_week,
        numbers.imagined_this_week,
        numbers.tries,
    )


def test_the_unprompted_share_looks_at_14_known_chances_no_prompt_opened() -> None:
    days = [WEDNESDAY - timedelta(days=n) for n in range(40)]
    own = [record(day, "attempted") for day in days[:10]]
    led = [record(d, "attempted", prompted_first=True) for d in days[10:20]]
    silent = [record(day, "unknown") for day in days[20:30]]
    missed = [record(day, "missed") for day in days[30:40]]
    share = summary([*missed, *silent, *led, *own], today=WEDNESDAY).unprompted
    assert (10, 14) == (share.count, share.n)
    assert 10 / 14 == share.ratio


def test_nothing_known_is_no_share_rather_than_nought() -> None:
    assert summary([], today=WEDNESDAY).unprompted.ratio is None


def test_returns_are_counted_and_never_reset() -> None:
    kinds: list[Outcome] = ["attempted", "missed", "attempted", "skipped", "attempted"]
    days = [WEDNESDAY - timedelta(days=9 - n) for n in range(5)]
    assert 2 == summary(map(record, days, kinds), today=WEDNESDAY).returns
