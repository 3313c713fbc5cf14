"""Results of a programme: from what was added up, and from nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from flows.coach.attempts import Share
from flows.coach.sums import Recovery
from service.store import everything, outbox, spendings
from service.store.db import Tx
from service.usecases import erasing, limiting, results, rights, tallying, zoning
from service.usecases.parts import Parts
from service.usecases.results import Asked, First, Results
from service.usecases.rights import NotAllowed, Signed
from tests.database import Clone, put_clock
from tests.service import crowd
from tests.service.past import Day, Past

# A Monday noon in her New York.
MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)
DAYS = timedelta(days=1)
BY_LOT = {
    True: Day("P", "late", 0.5, "prompt"),
    False: Day("M", "none", 0.5),
}


@pytest.fixture
def her(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> Past:
    mila = crowd.joined(parts, clone, stairwell, where, MONDAY)
    return Past(parts, clone, stairwell, mila)


@pytest.fixture
def signed(stairwell: UUID) -> Signed:
    return rights.operator(stairwell, "Stairwell")


def added_up(parts: Parts) -> int:
    """Have the clock's duty done, as often as anything is due."""
    due = outbox.due(parts.db, "to_add_up", 500)
    return sum(tallying.add_up(parts, whose, ids) for whose, ids in due.items())


def of(
    parts: Parts, signed: Signed, where: UUID, asked: Asked | None = None
) -> Results:
    return results.of(parts, signed, where, asked or Asked())


def test_her_weeks_are_the_programmes(her: Past, signed: Signed, where: UUID) -> None:
    opened = Day("P", "before", 1.0, "prompt")
    her.lives(MONDAY + DAYS, ["U", "M", "M", "?", "U", opened, "U", "M"])
    assert 1 == added_up(her.parts)
    found = of(her.parts, signed, where)
    assert (1, 1, 0) == (found.people, found.active, found.counted.unseen)
    assert (4, 7, Share(3, 6)) == (found.tries, found.known, found.own)
    assert 1 == found.prompts
    assert Recovery(3, 1) == found.recovery
    assert First(1, 1, 1) == found.first
    assert Share(0, 1) == found.opt_outs
    assert found.effect is None
    assert (date(2026, 3, 1),) == found.cohorts
    assert results.USUAL_WEEKS == len(found.weeks)
    last, now = found.weeks[-2:]
    assert (date(2026, 3, 2), 1, 3) == (last.week, last.people, last.tries)
    assert (1, 1) == (now.people, now.tries)
    assert 0 == found.weeks[0].people


def test_added_up_twice_is_as_once_and_what_comes_later_is_added(
    her: Past, signed: Signed, where: UUID
) -> None:
    her.lives(MONDAY + DAYS, ["U", "M"])
    for _ in range(2):
        tallying.add_up(her.parts, her.organisation, [her.person])
    assert 0 == added_up(her.parts)
    assert 1 == of(her.parts, signed, where).tries
    her.lives(MONDAY + 3 * DAYS, ["U"])
    assert 1 == added_up(her.parts)
    assert 2 == of(her.parts, signed, where).tries


def test_the_effect_is_that_of_the_draws(
    her: Past, signed: Signed, where: UUID
) -> None:
    her.lives(MONDAY + DAYS, [BY_LOT[at % 2 == 0] for at in range(12)])
    added_up(her.parts)
    found = of(her.parts, signed, where)
    assert found.effect is not None
    assert (1.0, (6, 6)) == (found.effect.difference, found.drawn)
    # Of one week alone there are too few to say.
    week = date(2026, 3, 9)
    narrow = of(her.parts, signed, where, Asked(week, week))
    assert (None, 1) == (narrow.effect, len(narrow.weeks))
    assert sum(narrow.drawn) < 12


def test_a_cohort_is_those_who_joined_in_its_month(
    her: Past, signed: Signed, where: UUID
) -> None:
    her.lives(MONDAY + DAYS, ["U"])
    added_up(her.parts)
    march, april = (
        of(her.parts, signed, where, Asked(cohort=date(2026, month, 1)))
        for month in (3, 4)
    )
    assert (1, 1) == (march.people, march.tries)
    assert (0, 0) == (april.people, april.tries)


def test_who_stops_is_an_opt_out_and_no_more_among_the_people_of_a_week(
    her: Past, signed: Signed, where: UUID, clone: Clone
) -> None:
    her.lives(MONDAY + DAYS, ["U"])
    crowd.text(her.parts, "STOP")
    put_clock(clone, MONDAY + 15 * DAYS)
    added_up(her.parts)
    found = of(her.parts, signed, where)
    assert Share(1, 1) == found.opt_outs
    assert [1, 0, 0] == [week.people for week in found.weeks[-3:]]


def test_what_is_spent_is_forecast_against_the_budget(
    her: Past, signed: Signed, where: UUID
) -> None:
    told = {"budget_month": "500"}
    limiting.change(her.parts, her.organisation, told, "Ruth")
    her.at(datetime(2026, 6, 11, tzinfo=UTC))
    spends(her, 10_000_000)
    her.at(datetime(2026, 6, 17, 12, tzinfo=UTC))
    early = of(her.parts, signed, where).money.all
    assert (None, 6, date(2026, 6, 11)) == (early.forecast, early.days, early.since)
    her.at(datetime(2026, 6, 21, tzinfo=UTC))
    spends(her, 5_000_000)
    found = of(her.parts, signed, where).money.all
    # A dollar a day over ten whole days: what today cost is in the month alone.
    assert (10, 15_000_000) == (found.days, found.cost)
    # Ten days are left of the month, and the clock goes on while it is asked.
    assert found.forecast == pytest.approx(25_000_000, abs=10_000)
    assert 500_000_000 == found.budget


def spends(her: Past, cost: int) -> None:
    with her.parts.db.transaction(her.organisation) as tx:
        spendings.count(tx, cost)


def test_a_pace_is_of_whole_weeks_alone(her: Past, signed: Signed, where: UUID) -> None:
    her.lives(MONDAY + DAYS, ["U", "M"])
    added_up(her.parts)
    part = of(her.parts, signed, where)
    assert (None, 0) == (part.money.month_at_pace, part.money.weeks)
    assert not any(one.whole for one in part.weeks)
    put_clock(her.clone, MONDAY + 15 * DAYS)
    whole = of(her.parts, signed, where)
    assert (2, [True, True, False]) == (
        whole.money.weeks, [one.whole for one in whole.weeks[-3:]],
    )  # fmt: skip


def test_money_stays_when_somebody_is_erased_and_her_figures_go(
    her: Past, signed: Signed, where: UUID
) -> None:
    with her.parts.db.transaction(her.organisation) as tx:
        spendings.count(tx, 2_500_000, where)
    her.lives(MONDAY + DAYS, ["U", "M"])
    added_up(her.parts)
    before = of(her.parts, signed, where)
    assert (1, 2_500_000) == (before.tries, before.money.cost)
    with her.desk() as desk:
        erasing.erase(desk)
    with her.parts.db.transaction(her.organisation) as tx:
        everything.forget(tx, her.person)
    found = of(her.parts, signed, where)
    assert (0, 0) == (found.tries, found.people)
    assert 2_500_000 == found.money.cost == found.money.here.cost
    assert [2_500_000] == [one.cost for one in found.weeks if one.cost]
    (line,) = results.look(her.parts, signed)
    assert 2_500_000 == line.cost
    # Of who joined when, it is the sum of people.
    march = of(her.parts, signed, where, Asked(cohort=MONDAY.date()))
    assert 0 == march.money.cost


def test_a_page_says_up_to_when_it_counts_and_counts_on_demand(
    her: Past, signed: Signed, where: UUID
) -> None:
    assert 1 == of(her.parts, signed, where).counted.unseen
    added_up(her.parts)
    put_clock(her.clone, MONDAY + timedelta(hours=2))
    crowd.text(her.parts, "said my idea when the floor was opened")
    stale = of(her.parts, signed, where).counted
    assert 1 == stale.heard
    assert stale.behind == pytest.approx(timedelta(hours=2), abs=timedelta(minutes=1))
    assert 0 == tallying.count_now(her.parts, signed, where)
    fresh = of(her.parts, signed, where)
    assert (0, 1) == (fresh.counted.heard, fresh.tries)
    assert fresh.counted.behind < timedelta(minutes=1)
    with pytest.raises(LookupError):
        tallying.count_now(her.parts, signed, uuid4())


def test_of_many_all_but_some_are_left_to_the_workers(
    her: Past, signed: Signed, where: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallying, "AT_ONCE", 1)
    crowd.person(her.parts, her.organisation, where, name="Noor", number="+15550110001")
    crowd.text(her.parts, "GO", "+15550110001")
    assert 1 == tallying.count_now(her.parts, signed, where)
    assert 0 == tallying.count_now(her.parts, signed, where)
    assert 0 == of(her.parts, signed, where).counted.unseen


def test_a_range_is_whole_weeks_bounded_and_never_of_tomorrow(
    her: Past, signed: Signed, where: UUID
) -> None:
    far = Asked(date(1900, 1, 1), date(2999, 1, 1))
    found = of(her.parts, signed, where, far)
    assert results.MOST_WEEKS == len(found.weeks)
    assert 0 == found.until.weekday()
    assert found.until <= found.counted.now.date()
    upside_down = of(
        her.parts, signed, where, Asked(date(2026, 3, 9), date(2026, 2, 1))
    )
    assert 1 == len(upside_down.weeks)


@pytest.mark.parametrize(
    ("zone", "hour", "week"),
    [
        # A Sunday, on which it is Monday in Kiritimati already.
        (None, 15, date(2026, 3, 30)),
        # The last minute of it in New York, and the first of its Monday.
        (None, 27, date(2026, 3, 30)),
        (None, 28, date(2026, 4, 6)),
        ("Pacific/Auckland", 11, date(2026, 3, 30)),
        ("Pacific/Auckland", 12, date(2026, 4, 6)),
        ("Pacific/Kiritimati", 10, date(2026, 4, 6)),
        ("Pacific/Pago_Pago", 34, date(2026, 3, 30)),
        ("Pacific/Pago_Pago", 35, date(2026, 4, 6)),
    ],
)
def test_a_week_is_shown_once_it_has_begun_by_the_organisations_clock(
    her: Past, signed: Signed, where: UUID, zone: str | None, hour: int, week: date
) -> None:
    if zone:
        zoning.choose(her.parts, signed, zone)
    her.at(datetime(2026, 4, 5, tzinfo=UTC) + timedelta(hours=hour))
    for asked in (Asked(), Asked(until=date(2026, 4, 6))):
        found = of(her.parts, signed, where, asked)
        assert (week, results.USUAL_WEEKS) == (found.until, len(found.weeks))
        assert week == found.weeks[-1].week


def test_a_try_in_a_week_that_has_not_begun_here_is_shown_once_it_has(
    her: Past, signed: Signed, where: UUID
) -> None:
    """It is Monday where she is, and Sunday by the clock of her organisation."""
    her.lives(MONDAY + DAYS, ["U"])
    added_up(her.parts)
    zoning.choose(her.parts, signed, "Pacific/Pago_Pago")
    told = []
    for hour in (10, 12):
        her.at(MONDAY.replace(hour=hour))
        (line,) = results.look(her.parts, signed)
        found = of(her.parts, signed, where)
        told.append((found.until, found.tries, line.tries))
    assert [(date(2026, 2, 23), 0, 0), (date(2026, 3, 2), 1, 1)] == told


def test_anothers_programme_is_none(parts: Parts, signed: Signed, where: UUID) -> None:
    other = crowd.organisation(parts, "Other", "+15550100200")
    for programme, who in ((uuid4(), signed), (where, rights.operator(other, "Other"))):
        with pytest.raises(LookupError):
            of(parts, who, programme)


def test_nobody_looks_who_is_not_in(parts: Parts, signed: Signed, where: UUID) -> None:
    for call in (results.look, lambda p, s: of(p, s, where)):
        with pytest.raises(NotAllowed):
            call(parts, replace(signed, owes="code"))


def test_a_page_asks_as_much_for_many_as_for_few(
    her: Past, signed: Signed, where: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    sends = Tx.rows

    def counted(self: Tx, query: object, **values: object) -> object:
        asked.append(str(query))
        return sends(self, query, **values)  # type: ignore[arg-type] # as it was given

    monkeypatch.setattr(Tx, "rows", counted)
    of(her.parts, signed, where)
    few = len(asked)
    for at in range(20):
        crowd.person(
            her.parts, her.organisation, where, name=f"P{at}",
            number=f"+155501100{at:02}",
        )  # fmt: skip
    asked.clear()
    of(her.parts, signed, where)
    assert few == len(asked) <= 12
    assert not any("outbox_messages" in one or "chances" in one for one in asked)


def test_the_list_says_of_how_many_who_ever_agreed_as_the_page_does(
    her: Past, signed: Signed, where: UUID
) -> None:
    """Who answered the invitation with STOP never agreed, and was one of them."""
    noor = "+15550110001"
    crowd.person(her.parts, her.organisation, where, name="Noor", number=noor)
    crowd.text(her.parts, "STOP", noor)
    # Nobody is added up yet; whoever is with us has agreed all the same.
    assert [(1, 1)] == listed(her.parts, signed)
    tallying.count_now(her.parts, signed, where)
    assert [(1, 1)] == listed(her.parts, signed)
    crowd.text(her.parts, "STOP")
    tallying.count_now(her.parts, signed, where)
    assert [(1, 0)] == listed(her.parts, signed)
    found = of(her.parts, signed, where)
    assert (1, 0) == (found.people, found.active)


def listed(parts: Parts, signed: Signed) -> list[tuple[int, int]]:
    return [(one.people, one.active) for one in results.look(parts, signed)]


@pytest.mark.parametrize("day", range(7))
def test_the_list_and_the_page_are_of_the_same_weeks_on_each_day(
    her: Past, signed: Signed, where: UUID, day: int
) -> None:
    """On Sundays the page had begun the next week, and the list had not."""
    her.lives(MONDAY + DAYS, ["U"])
    added_up(her.parts)
    her.at(MONDAY + 11 * 7 * DAYS + day * DAYS)
    found = of(her.parts, signed, where)
    (line,) = results.look(her.parts, signed)
    assert (found.tries, found.prompts) == (line.tries, line.prompts)


def test_who_stopped_and_began_again_was_not_here_in_the_weeks_between(
    her: Past, signed: Signed, where: UUID
) -> None:
    her.lives(MONDAY + DAYS, ["U"])
    crowd.text(her.parts, "STOP")
    her.at(MONDAY + 22 * DAYS)
    crowd.text(her.parts, "START")
    her.at(MONDAY + 29 * DAYS)
    added_up(her.parts)
    found = of(her.parts, signed, where)
    assert [1, 0, 0, 1, 1] == [week.people for week in found.weeks[-5:]]
    assert (1, 1, Share(0, 1)) == (found.people, found.active, found.opt_outs)


def test_what_was_added_up_before_weeks_were_kept_is_from_the_first_yes_on(
    her: Past, signed: Signed, where: UUID
) -> None:
    added_up(her.parts)
    with her.parts.db.transaction(her.organisation) as tx:
        tx.run(text("UPDATE person_tallies SET stays = NULL"
                    " WHERE organisation_id = :organisation"))  # fmt: skip
    her.at(MONDAY + 7 * DAYS)
    found = of(her.parts, signed, where)
    assert [0, 1, 1] == [week.people for week in found.weeks[-3:]]
