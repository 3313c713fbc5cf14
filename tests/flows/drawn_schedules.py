"""Schedules, days and clocks as Hypothesis draws them."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import strategies as st

from flows.coach.fields import PARTS
from flows.coach.quiet import PRESETS
from flows.coach.schedule import Around, Every, Pause, Schedule, Slot
from flows.coach.timing import Hours

FIRST = date(2026, 1, 1)
dates = st.dates(FIRST, date(2026, 6, 30))
names = st.sampled_from(("exam_on", "nz", "b2"))
weekdays = st.frozensets(st.integers(0, 6), min_size=1)
walls = st.builds(time, st.integers(0, 23), st.sampled_from((0, 1, 15, 30, 59)))


@st.composite
def slots(draw: st.DrawFn) -> Slot:
    """A window of any time of the day, also over midnight, or a part of the day.

    Each can be typed: where no minute is drawn a late prompt has room.
    """
    on = draw(st.none() | weekdays)
    if draw(st.integers(0, 4)) == 0:
        return replace(draw(st.sampled_from(tuple(PARTS.values()))), days=on)
    opens = draw(walls)
    waits = draw(st.integers(1, 700))
    drawn = draw(st.booleans())
    lasts = waits + draw(st.integers(0 if drawn else 1, 600))
    walls_ = (opens, later(opens, waits), later(opens, lasts))
    return Slot(*walls_, drawn, days=on)


def later(wall: time, minutes: int) -> time:
    """A wall time so many minutes later."""
    whole = (wall.hour * 60 + wall.minute + minutes) % 1440
    return time(*divmod(whole, 60))


@st.composite
def pauses(draw: st.DrawFn) -> Pause:
    """Days on a pause, or ill, told or not."""
    first = draw(dates)
    last = first + timedelta(days=draw(st.integers(0, 20)))
    cause = draw(st.sampled_from(("pause", "illness")))
    return Pause(first, last, cause, draw(st.booleans()))


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Open hours of at least an hour, also across midnight."""
    start = draw(walls)
    return Hours(start, later(start, draw(st.integers(60, 1380))))


rhythms = st.one_of(
    st.just({}),
    weekdays.map(lambda days: {"days": days}),
    st.integers(1, 9).map(lambda n: {"every": Every(n, "days")}),
    st.tuples(weekdays, st.integers(1, 4)).map(
        lambda two: {"days": two[0], "every": Every(two[1], "weeks")}
    ),
    st.tuples(names, st.frozensets(st.integers(-20, 20), min_size=1)).map(
        lambda two: {"around": Around(*two)}
    ),
)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """A layer that can stand: it may say anything, or nothing."""
    start, until = sorted(draw(st.tuples(dates, dates)))
    return Schedule(
        **draw(rhythms),
        slots=draw(st.lists(slots(), max_size=4, unique=True).map(tuple)),
        start=draw(st.sampled_from((None, start))),
        until=draw(st.sampled_from((None, until))),
        times=draw(st.none() | st.integers(1, 40)),
        skip=draw(st.frozensets(dates, max_size=4)),
        holidays=draw(st.dictionaries(names, st.frozensets(dates, max_size=3))),
        observe=draw(st.none() | st.frozensets(names)),
        pauses=draw(
            st.lists(pauses(), max_size=3).map(
                lambda found: tuple(sorted(found, key=lambda p: p.cause == "illness"))
            )
        ),
        dates=draw(st.dictionaries(names, dates)),
        hours=draw(
            st.dictionaries(st.sampled_from(("texts", "calls", "retries")), hours())
        ),
        began=draw(st.none() | dates),
        law=draw(st.frozensets(st.sampled_from(tuple(PRESETS)), max_size=2)),
    )
