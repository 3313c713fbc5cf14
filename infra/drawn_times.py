"""Schedules drawn by Hypothesis, previewed: nothing goes out in quiet hours, ever.

A preview asks the rules of sending for each nudge at its own moment, so what it says
goes out is what would go out.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from flows.coach import ladder
from flows.coach.layout import For
from flows.coach.preview import SAID, Asked, Calls, Row, preview
from flows.coach.quiet import hours_on
from flows.coach.recap import Recap
from flows.coach.schedule import Sort, merged, simple
from flows.coach.timing import Hours, open_at
from infra.times import changes, grouped, zones
from tests.flows import drawn_schedules as drawn

DAYS, CLOCKS = 28, 8
ROUND = 100
WEEK = timedelta(days=7)


@cache
def representatives() -> tuple[str, ...]:
    """Return one zone of each group that is alike; to find them takes seconds."""
    return tuple(sorted(grouped(zones())))


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """Somebody on any clock near one of its changes, with any schedule and limits."""
    zone = draw(st.sampled_from(representatives()))
    near = draw(st.sampled_from(changes(zone) or (None,)))
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC) if near is None else near.at
    now = noon + timedelta(minutes=draw(st.integers(-6 * 1440, 1440)))
    today = now.astimezone(ZoneInfo(zone)).date()
    shift = today - drawn.FIRST
    layer = draw(drawn.schedules())
    base = simple(draw(drawn.weekdays), draw(drawn.slots()), today)
    kind = draw(st.sampled_from(("window", "moment")))
    start = ladder.Settings(draw(st.integers(0, 5)), kind, draw(st.integers(0, 9)))
    layer = replace(layer, start=None, until=None, times=None, skip=frozenset())
    return Asked(
        schedule=merged(base, replace(layer, dates={"exam_on": drawn.FIRST + shift})),
        ladder=ladder.start(start, draw(st.integers(0, 99))),
        whose=For(today, draw(st.integers(0, 99))),
        name="Mila",
        zone=zone,
        hours=draw(drawn.hours()),
        cap_day=draw(st.integers(0, 3)),
        cap_week=draw(st.integers(0, 9)),
        now=now,
        agreed_to_calls=draw(st.sampled_from(("agreed", "none"))),
        recap=draw(st.none() | st.builds(Recap, st.integers(0, 6), drawn.walls)),
        calls=draw(st.none() | st.builds(Calls, drawn.weekdays, drawn.hours())),
    )


def elsewhere(whose: Asked) -> Iterator[Asked]:
    """The same person on other clocks too, near a change: drawing costs the most."""
    yield whose
    all_of_them = representatives()
    place = all_of_them.index(whose.zone)
    for ahead in range(1, CLOCKS):
        zone = all_of_them[(place + 7 * ahead) % len(all_of_them)]
        found = changes(zone)
        near = found[ahead % len(found)].at if found else whose.now
        now = near + timedelta(minutes=whose.now.minute * 97 - 2000 * ahead)
        today = now.astimezone(ZoneInfo(zone)).date()
        plan = replace(whose.schedule, start=today)
        since = replace(whose.whose, since=today)
        yield replace(whose, zone=zone, now=now, schedule=plan, whose=since)


def check(whose: Asked) -> int:
    """Assert the laws over what would go out; return how many nudges were judged."""
    zone = ZoneInfo(whose.zone)
    rows = preview(whose, whose.now.astimezone(zone).date(), DAYS)
    judged = [row for row in rows if row.kind not in SAID]
    gone = [row for row in judged if row.goes]
    for row in gone:
        assert row.at is not None
        assert row.at >= whose.now
        assert _in_hours(whose, row, zone), f"in quiet hours: {row} of {whose}"
    _capped(whose, [row for row in gone if row.kind != "recap"], zone)
    chances = [(row.local_date, row.at) for row in rows if row.kind == "chance"]
    assert len(chances) == len(set(chances)) or len(whose.schedule.slots) > 1
    assert all(row.sentence for row in rows)
    return len(judged)


def _in_hours(whose: Asked, row: Row, zone: ZoneInfo) -> bool:
    assert row.at is not None
    local = row.at.astimezone(zone)
    sort: Sort = "calls" if row.kind == "call" else "texts"
    hours: Hours | None = hours_on(whose.schedule, sort, local.date(), whose.hours)
    wall: time = local.time().replace(tzinfo=None)
    return hours is not None and open_at(wall, hours)


def _capped(whose: Asked, gone: list[Row], zone: ZoneInfo) -> None:
    days = [row.at.astimezone(zone).date() for row in gone if row.at is not None]
    for day in days:
        today = sum(one == day for one in days)
        assert today <= whose.cap_day, f"over the day's cap: {gone}"
        week = sum(day - WEEK < one <= day for one in days)
        assert week <= whose.cap_week, f"over the week's cap: {gone}"


def quiet_law(steps: int, people: int = ROUND) -> tuple[int, int]:
    """Draw people, so many a round, until `steps` nudges are judged; count both.

    Raises AssertionError with the least person that breaks a law.
    """
    judged: list[int] = []
    number = 2026
    while sum(judged) < steps:
        _round(number, people, judged)
        number += 1
    return len(judged), sum(judged)


def _round(number: int, people: int, judged: list[int]) -> None:
    """Draw one round of people, all of them following from the number."""

    def law(whose: Asked) -> None:
        judged.extend(check(each) for each in elsewhere(whose))

    settings(
        max_examples=people,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )(seed(number)(given(asked())(law)))()
