"""The numbers of a path: each by an example, and what holds for any log."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.coach.attempts import ChanceRecord, Share
from flows.coach.grounds import Begun
from flows.coach.progress import Progress, progress, transfer, unfounded

MONDAY = date(2026, 3, 2)
OUTCOME = {"U": "attempted", "M": "missed", "?": "unknown", "i": "imagined"}


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def numbers(marks: str, *begun: Begun, days: int | None = None) -> Progress:
    records = [
        ChanceRecord(str(n), day(n), OUTCOME[mark])  # type: ignore[arg-type]  # plain words in tests
        for n, mark in enumerate(marks)
    ]
    today = day(len(marks) - 1 if days is None else days)
    return progress(records, begun, planned=MONDAY, today=today)


def answered(rule: str, reply: str | None) -> Begun:
    return Begun(rule, "stretch", "offer", MONDAY, reply)  # type: ignore[arg-type]  # plain words in tests


def test_days_from_plan_to_first_try_and_tries_a_week() -> None:
    """#6, #10: momentum; the aim is a first win within three days."""
    assert (2, (3, 1)) == (
        numbers("?MUUMU?UM").first_try_days,
        numbers("?MUUMU?UM").by_week,
    )
    assert (None, (0,)) == (numbers("MM").first_try_days, numbers("MM").by_week)


def test_how_soon_she_comes_back_and_whether_she_tries_again() -> None:
    """#8, #9, #41: resilience in days, persistence in tries after a miss."""
    found = numbers("UMMUM?U")
    assert 2 == found.recovery_days
    assert Share(2, 3) == found.after_miss
    assert numbers("UUM").recovery_days is None
    assert Share(0, 0) == numbers("UU").after_miss


def test_offers_of_more_that_she_took_up_are_ambition() -> None:
    """#8: self-chosen stretch; what she did not answer does not count."""
    begun = (
        answered("O-harder", "accept"),
        answered("O-place", "keep"),
        answered("O-harder", None),
        answered("O-easier", "accept"),
    )
    assert Share(1, 2) == numbers("U", *begun).grew


def test_confidence_on_a_new_step_against_the_first_ever() -> None:
    """#30: varied practice makes new, unrelated challenges easier."""
    assert 3 == transfer([5, None, 7, 8])
    assert transfer([5]) is None
    assert transfer([None, 5]) is None


def test_fears_that_did_not_come_true_are_counted() -> None:
    """#3: prediction against fact."""
    assert Share(2, 3) == unfounded(["none", "all", "", "none"])
    assert unfounded([]).ratio is None


@given(st.text("UMi?", max_size=60), st.integers(0, 20))
def test_silence_and_days_ahead_change_no_number_but_the_weeks(
    marks: str, silent: int
) -> None:
    plain = numbers(marks, days=90)
    assert plain == numbers(marks + "?" * silent, days=90)
    assert sum(plain.by_week) == sum(mark in "Ui" for mark in marks)


@given(st.text("UMi?", max_size=40))
def test_a_miss_takes_no_try_away(marks: str) -> None:
    """#34: no number is reset by a miss."""
    before, after = numbers(marks, days=80), numbers(marks + "M", days=80)
    assert before.by_week == after.by_week
    assert before.first_try_days == after.first_try_days
