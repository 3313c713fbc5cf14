"""What a change does to somebody's coming days, in words: before it, and once saved.

Law: of what an address says was done, only numbers and days are read; whatever else
stands there is said as nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from service.usecases.moved import Coming, Shift
from service.web import retold, strip_words, tongues
from service.web.schedule_words import day
from service.web.tongues import later, say

# So many that differ are shown at once; the others are folded beneath.
SHOWN = 4
IN_ALL = later("Texts and calls of these 14 days: %(what)s.")
NOTHING = later(
    "Nothing of these 14 days changes; what comes later goes by what is set here."
)
LEFT = later(
    "Left as it was: %(days)s. Its window is open, or something of it went out or was"
    " told."
)
LEFT_SOME = later(
    "Left as they were: %(days)s. Their windows are open, or something of them went out"
    " or was told."
)
OVER = later("Left out: %(days)s. On the new clock its time is over already.")
SHIFTS: Mapping[str, str] = {
    "moves": later("moves"),
    "gone": later("falls away"),
    "new": later("new"),
    "stays": later("does not go out any more"),
}
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """One text or call that differs: how, what it is, when it was and will be.

    `why` is said of one that does not go out any more.
    """

    how: str
    tag: str
    what: str
    before: str
    after: str
    why: str = ""


def lines(told: Coming) -> list[Line]:
    """Return what differs, line by line."""
    return [_line(one, told.zone) for one in told.shifts]


def _line(one: Shift, zone: str) -> Line:
    what, _ = strip_words.nudge(zone, one.occurrence, _at(one))
    before, after = (_when(at, zone) for at in (one.before, one.after))
    how = "new" if not before else "moves" if after else "gone"
    if one.why:
        how = "stays"
    # Of one day, the day is said once.
    if before[:-5] == after[:-5]:
        after = after[-5:]
    return Line(how, say(SHIFTS[how]), what, before, after, retold.said(one.why))


def _at(one: Shift) -> datetime:
    at = one.before or one.after
    assert at is not None  # noqa: S101 -- one of them is there
    return at


def _when(at: datetime | None, zone: str) -> str:
    if at is None:
        return ""
    there = at.astimezone(ZoneInfo(zone))
    return f"{day(there.date())} {there:%H:%M}"


def told(changes: Coming) -> str:
    """Say what changes, and what does not and why."""
    return _told(_numbers(changes), changes.left, changes.over)


def _numbers(changes: Coming) -> dict[str, int]:
    return {name: getattr(changes, name) for name in NUMBERS}


def _told(
    numbers: Mapping[str, int], left: tuple[date, ...], over: tuple[date, ...]
) -> str:
    counted = (
        tongues.count("%(num)s moves", "%(num)s move", numbers["moves"]),
        tongues.count("%(num)s falls away", "%(num)s fall away", numbers["gone"]),
        tongues.count("%(num)s is new", "%(num)s are new", numbers["new"]),
        tongues.count(
            "%(num)s does not go out any more",
            "%(num)s do not go out any more",
            numbers["stays"],
        ),
    )
    some = [one for one, n in zip(counted, numbers.values(), strict=True) if n]
    said = [say(IN_ALL, what=", ".join(some)) if some else say(NOTHING)]
    for days, words in ((left, LEFT if len(left) == 1 else LEFT_SOME), (over, OVER)):
        if days:
            said.append(say(words, days=", ".join(map(day, days))))
    return " ".join(said)


def short(changes: Coming) -> str:
    """Say in a word or two how many differ."""
    return tongues.count("%(num)s changes", "%(num)s change", len(changes.shifts))


# ---- once it is saved, in an address ----

NUMBERS = ("moves", "gone", "new", "stays")
PARTS = (*NUMBERS, "left", "over")


def as_address(changes: Coming) -> dict[str, str]:
    """Return what came of it as an address says it: numbers, and days."""
    days = {"left": changes.left, "over": changes.over}
    numbers = {name: str(n) for name, n in _numbers(changes).items()}
    kept = {name: "_".join(map(str, on)) for name, on in days.items() if on}
    return {**numbers, **kept}


def of_address(given: Mapping[str, str]) -> str:
    """Say what an address says came of it; "" for what it cannot mean."""
    try:
        numbers = {name: int(given[name]) for name in NUMBERS}
        left, over = (_days(given.get(name, "")) for name in ("left", "over"))
    except (KeyError, ValueError):
        return ""
    if not all(0 <= n <= MOST for n in numbers.values()):
        return ""
    return _told(numbers, left, over)


def _days(text: str) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, filter(None, text.split("_")[:40])))
