"""She travels: what is claimed or past stays, the rest moves, nothing is lost unseen."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.coach.chances import Occurrence
from flows.coach.travel import SAID, Standing, left_without, replanned

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)
ZONES = ("Pacific/Auckland", "America/Lima", "Pacific/Kiritimati", "Pacific/Pago_Pago")


def chance(ahead: int) -> Occurrence:
    return Occurrence(MONDAY + ahead * DAY, 0, time(17), time(18, 30), time(20))


def stand(each: Occurrence, zone: str, *, claimed: bool = False) -> Standing:
    return Standing(each.key, each.moments(zone).opens, claimed)


def test_from_lima_to_auckland_one_is_over_and_the_next_move() -> None:
    # Monday 15:00 in Lima is Tuesday 09:00 in Auckland.
    now = datetime(2026, 3, 2, 20, tzinfo=UTC)
    kept = [stand(chance(n), "America/Lima") for n in range(3)]
    fresh = [chance(n) for n in range(3)]
    fates = replanned(kept, fresh, "Pacific/Auckland", now)
    assert ["over", "moves", "moves"] == [each.fate for each in fates]
    assert "was left out" in SAID["over"]


def test_from_auckland_to_lima_what_was_asked_is_not_asked_again() -> None:
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)  # Monday 21:00 there, 03:00 in Lima
    kept = [
        stand(chance(0), "Pacific/Auckland", claimed=True),
        stand(chance(1), "Pacific/Auckland"),
    ]
    fates = replanned(kept, [chance(0), chance(1)], "America/Lima", now)
    assert [("2026-03-02/0", "stays"), ("2026-03-03/0", "moves")] == [
        (each.key, each.fate) for each in fates
    ]


def test_a_day_the_new_schedule_does_not_have_is_dropped() -> None:
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    kept = [stand(chance(1), "America/Lima")]
    assert ["dropped"] == [
        each.fate for each in replanned(kept, [chance(2)], "America/Lima", now)
    ]


def test_who_is_left_without_was_to_have_a_prompt_on_a_day_with_no_other() -> None:
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    kept = [stand(chance(n), "America/Lima") for n in (1, 2, 3)]
    fates = replanned(kept, [chance(3)], "America/Lima", now)
    keys = {chance(1).key, chance(3).key}
    missed = left_without(fates, [chance(3)], keys)
    assert [chance(1).key] == [each.key for each in missed]


@given(
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    st.integers(-48, 96),
    st.sets(st.integers(0, 4)),
    st.sets(st.integers(0, 4)),
)
def test_every_standing_chance_has_one_fate_and_no_day_two(
    old: str, new: str, hours: int, taken: set[int], fresh: set[int]
) -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(hours=hours)
    kept = [stand(chance(n), old, claimed=n in taken) for n in range(5)]
    laid = [chance(n) for n in sorted(fresh)]
    fates = {each.key: each.fate for each in replanned(kept, laid, new, now)}
    assert {each.key for each in kept} == set(fates)
    for each in kept:
        if each.claimed or each.opens_at <= now:
            assert "stays" == fates[each.key]
    added = {each.key for each in laid} - set(fates)
    assert not added & {each.key for each in kept}
