"""Every zone, every change of its clocks from 2024 to 2037 (failure 11).

`make times` goes through them one by one; here zones that change alike are taken once.
"""

from dataclasses import replace
from datetime import date, time

import pytest

from flows.coach.chances import Occurrence
from infra import times

PARTS = 4


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_each_local_day_and_slot_has_one_valid_chance_in_every_zone(part: int) -> None:
    groups = sorted(times.grouped(times.zones()))
    assert 500 < len(times.zones())
    assert 50 < len(groups)
    broken = [line for name in groups[part::PARTS] for line in times.violations(name)]
    assert [] == broken


def test_what_would_be_wrong_is_found() -> None:
    zone, day = "America/New_York", date(2026, 3, 8)
    good = Occurrence(day, 0, time(2, 30), time(5), time(6))
    assert [] == list(times._valid(zone, good))
    assert [] != list(times._counted(zone, (good,), (day, day)))
    twice = (good, replace(good, opens=time(2, 40)))
    assert [] != list(times._in_order(zone, twice))
    broken = type("Broken", (), {})()
    broken.local_date, broken.opens, broken.key = day, time(2, 30), "k"
    at = good.moments(zone)
    broken.moments = lambda _: at._replace(
        opens=at.closes, prompt=at.closes.replace(second=1)
    )
    assert 4 == len(list(times._valid(zone, broken)))


def test_the_changes_of_a_zone_are_found_to_the_second() -> None:
    found = [each.at.isoformat() for each in times.changes("Pacific/Auckland")]
    assert 28 == len(found)
    assert "2026-04-04T14:00:00+00:00" in found
    assert () == times.changes("America/Lima")
