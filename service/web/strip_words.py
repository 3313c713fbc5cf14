"""The days that come and those that were, in words, as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from flows.coach import policy
from flows.coach.ladder_state import Override
from flows.coach.preview import SAID, Row
from flows.coach.rungs import RUNGS
from flows.coach.timing import ClockChange
from service.store.lookbacks import Past
from service.usecases import previewing
from service.usecases.looking_back import Back, Day, NoChance
from service.usecases.overriding import Stand
from service.usecases.previewing import Preview, Thins
from service.web import dating, retold, tongues, words
from service.web.person_words import counted
from service.web.schedule_words import day
from service.web.tongues import later, later_counted, say

KINDS: Mapping[str, str] = {
    "prompt": later("Prompt"),
    "recap": later("Recap"),
    "call": later("Call"),
    "follow_up": later("Follow-up"),
    "chance": later("Chance"),
    "left": later("No chance"),
}
# What is planned, by how its occurrence begins.
NUDGES: Mapping[str, str] = {**KINDS, "call_me": later("The call they asked for")}
SILENT = later("If nothing is told until then: %(told)s")
MOVED = later("Set for %(at)s, and moved: %(why)s")
AHEAD: Mapping[tuple[str, str], str] = {
    ("prompt", "send"): later("Goes, unless %(name)s has told of it by then."),
    ("follow_up/", "send"): later("It was promised, and nothing stands against it."),
}
WORDS: Mapping[str, str] = {
    "hold": later("Prompts stay as they are"),
    "rung": later("Held at “%(value)s”"),
    "cap": later("At most %(value)s prompts in seven days"),
    "floor": later("No fewer prompts than at “%(value)s”"),
    "skip": later("No prompt on %(value)s"),
    "kind": later("Another kind of step"),
}
KIND_WORDS: Mapping[str, str] = {
    "moment": later("The step is one moment"),
    "window": later("The step is a window"),
}
# A rung that does not prompt each chance: how many, when, and how they are found.
NO_PROMPT = later("At “%(rung)s” no chance is prompted.")
DRAWN: Mapping[str, str] = {
    "moment": later(
        "About %(n)s of %(of)s chances get a prompt, before the moment; which ones is"
        " drawn by chance (“%(rung)s”)."
    ),
    "window": later(
        "About %(n)s of %(of)s chances get a prompt, at the deadline, if no word has"
        " come; which ones is drawn by chance (“%(rung)s”)."
    ),
}
FOR_KIND: Mapping[str, str] = {
    "moment": later("With a known moment: %(told)s."),
    "window": later("With a window: %(told)s."),
}
# By what a whole day has no prompt, in the rules of a schedule and of the Ladder.
OFF: Mapping[str, str] = {
    "pause": later("a pause"),
    "PAUSE": later("a pause"),
    "skip": later("a day off"),
    "SKIP": later("a day off"),
    "holiday": later("a holiday"),
    "illness": later("an illness"),
}
DAYS_OFF = later_counted(
    "%(num)s day without prompts (%(why)s)", "%(num)s days without prompts (%(why)s)"
)
NO_CHANCE: Mapping[str, str] = {
    "off": later("No chance was planned on this day."),
    "skip": later("A day off."),
    "holiday": later("A holiday."),
    "pause": later("A day of a pause."),
    "illness": later("A day of illness."),
    "no_date": later("The days count from a date that nobody has given."),
    "no_step": later("There is no step yet, so there are no chances."),
    "before": later("It was before they said yes and had this step."),
    "over": later("The day's window was over when they joined."),
    "unanswered": later(
        "They have not answered the invitation of %(day)s yet, so nothing else is sent."
    ),
    "not_enrolled": later("They were not enrolled yet."),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a day: what, when on the wall, whether it goes, and why."""

    kind: str
    name: str
    wall: str
    goes: bool
    why: str


@dataclass(frozen=True, slots=True)
class Date:
    """One day of the strip: what comes, and what its clock does.

    `quiet` says why a chance has no prompt; `drawn` the same where it was drawn.
    `pips` are the items and those drawn, as the day goes; None is one that was drawn.
    `off` says that it has no prompt for a pause or the like. A reason stands once a
    day: an item whose reason the day tells already has "" for it.
    """

    on: date
    items: tuple[Item, ...]
    pips: tuple[Item | None, ...]
    drawn: tuple[str, ...]
    quiet: tuple[str, ...]
    clock: str
    today: bool
    off: bool


def strip(shown: Preview) -> list[Date]:
    """Return the days of a preview, each with what comes on it."""
    drawn = (row for row in shown.rows if not previewing.is_off(row))
    by_day = {
        on: tuple(rows) for on, rows in groupby(drawn, lambda row: row.local_date)
    }
    clocks = {change.day: clock(change) for change in shown.clocks}
    days = (shown.last - shown.first).days + 1
    return [
        _date(on, by_day.get(on, ()), clocks.get(on, ""), shown)
        for on in (shown.first + timedelta(days=ahead) for ahead in range(days))
    ]


def _date(on: date, rows: Sequence[Row], told: str, shown: Preview) -> Date:
    goes = [row.kind not in SAID for row in rows]
    items = tuple(
        item(row, shown.name) for row, one in zip(rows, goes, strict=True) if one
    )
    pips = tuple(
        item(row, shown.name) if one else None
        for row, one in zip(rows, goes, strict=True)
        if one or is_drawn(row, shown.thins)
    )
    # A chance whose prompt stays is told of there.
    told_there = {row.occurrence for row, one in zip(rows, goes, strict=True) if one}
    told_there.discard("")
    rests = [
        row
        for row, one in zip(rows, goes, strict=True)
        if not (one or row.goes or row.occurrence in told_there)
    ]
    drawn = tuple(_because(row) for row in rests if is_drawn(row, shown.thins))
    quiet = tuple(_because(row) for row in rests if not is_drawn(row, shown.thins))
    quiet = tuple(dict.fromkeys(quiet))
    once = tuple(_said_once(items, quiet))
    return Date(on, once, pips, drawn, quiet, told, on == shown.first, bool(_off(rows)))


def _said_once(items: Iterable[Item], said: Iterable[str]) -> Iterator[Item]:
    """Yield what a day holds, without the reasons to stay that it tells already."""
    told = set(said)
    for one in items:
        yield replace(one, why="") if not one.goes and one.why in told else one
        told.add("" if one.goes else one.why)


def _off(rows: Sequence[Row]) -> dict[str, None]:
    """Return why a day has no prompt, where it is a day off or the like."""
    if any(row.kind == "prompt" and row.goes for row in rows):
        return {}
    stay = (row for row in rows if row.kind in ("left", "chance") and not row.goes)
    return {OFF[row.rule]: None for row in stay if row.rule in OFF}


def _because(row: Row) -> str:
    """Say why, and what counts towards a limit that it names."""
    told = " ".join(filter(None, (retold.said(row.sentence), counted(row.rule))))
    # A coach's word runs out on its day, whatever is told.
    if row.kind != "decision" or row.rule == "COACH-end":
        return told
    return say(SILENT, told=told)


def is_drawn(row: Row, thins: Thins | None) -> bool:
    """Say whether a chance has no prompt because the draw of her rung fell so."""
    if thins is None or not thins.prompted:
        return False
    return row.kind == "chance" and not row.goes and row.rule == f"R{thins.rung}"


def item(row: Row, name: str) -> Item:
    """Say one planned nudge of a day: what it is, when, whether it goes, and why."""
    wall = "" if row.wall is None else f"{row.wall:%H:%M}"
    # What is said once it has gone is no word for a day to come.
    begins = (
        row.kind if row.kind != "follow_up" else f"{row.occurrence.partition('/')[0]}/"
    )
    ahead = row.goes and AHEAD.get((begins, row.rule))
    why = say(ahead, name=name) if ahead else _because(row)
    if row.set_for is not None:
        why = say(MOVED, at=f"{row.set_for:%H:%M}", why=retold.said(row.moved))
    return Item(row.kind, say(_named(row)), wall, row.goes, why)


def _named(row: Row) -> str:
    return NUDGES.get(row.occurrence.partition("/")[0], KINDS[row.kind])


def clock(change: ClockChange) -> str:
    """Say what a change of the clocks does on its day."""
    ahead = change.after > change.before
    told = {"before": offset(change.before), "after": offset(change.after)}
    words = (
        later("The clocks go forward here, from %(before)s to %(after)s.")
        if ahead
        else later("The clocks go back here, from %(before)s to %(after)s.")
    )
    return say(words, **told)


def offset(ahead: timedelta) -> str:
    """Say how far a clock is from UTC, such as UTC+13:00."""
    minutes = int(ahead.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def total(shown: Preview) -> str:
    """Say in one line what the days hold."""
    goes = [row.kind for row in shown.rows if row.goes]
    stays = sum(
        not (row.goes or previewing.is_off(row))
        for row in shown.rows
        if row.kind not in SAID
    )
    told = [
        tongues.count("%(num)s prompt", "%(num)s prompts", goes.count("prompt")),
        tongues.count("%(num)s call", "%(num)s calls", goes.count("call")),
        tongues.count("%(num)s recap", "%(num)s recaps", goes.count("recap")),
    ]
    promised = goes.count("follow_up")
    if promised:
        told.append(tongues.count("%(num)s follow-up", "%(num)s follow-ups", promised))
    told.extend(_days_off(shown))
    if stays:
        told.append(
            tongues.count("%(num)s does not go out", "%(num)s do not go out", stays)
        )
    drawn = sum(is_drawn(row, shown.thins) for row in shown.rows)
    if drawn:
        told.append(
            tongues.count(
                "%(num)s chance without a prompt, chosen by chance",
                "%(num)s chances without a prompt, chosen by chance",
                drawn,
            )
        )
    return ", ".join(told)


def _days_off(shown: Preview) -> Iterator[str]:
    """Yield how many of the days have no prompt for a pause or the like, and why."""
    days = groupby(shown.rows, lambda row: row.local_date)
    off = [found for _, rows in days if (found := _off(tuple(rows)))]
    if off:
        why = dict.fromkeys(say(one) for found in off for one in found)
        one, more = DAYS_OFF
        yield tongues.count(one, more, len(off), why=", ".join(why))


def thins(found: Thins) -> str:
    """Say that not each chance is prompted on her rung, so that nobody is surprised."""
    about = {"rung": say(found.name), "n": found.prompted, "of": found.block}
    words = DRAWN[found.kind] if found.prompted else NO_PROMPT
    return say(words, **about)


def does(spoken: Stand) -> str:
    """Say what her policy does now, and what her rung does for the other kind of step.

    A schedule that is only tried may have the other kind.
    """
    told = say(later("Now: %(told)s."), told=retold.said(spoken.meaning))
    says = RUNGS[spoken.rung].says if spoken.policy == policy.LADDER else {}
    others = (
        say(FOR_KIND[kind], told=retold.said(words))
        for kind, words in says.items()
        if words != spoken.meaning
    )
    return " ".join([told, *others])


# ---- the days before ----

JOINED_LATER = later(
    "The chance from %(opens)s to %(closes)s was over when they joined, so no prompt"
    " was planned for it."
)
# What each chance gets as things stand says nothing of one that got none.
NOT_PLANNED = later(
    "The chance from %(opens)s to %(closes)s got no prompt: none was planned for it."
)


def no_chance(why: NoChance, back: Back) -> str:
    """Say why a day had nothing to go."""
    at = dating.day(back.invited) if back.invited else ""
    return say(NO_CHANCE[why], day=at)


def rested(one: Past, day: Day, back: Back) -> str:
    """Say why nothing was laid out for a chance of a day."""
    at = {"opens": f"{one.opens:%H:%M}", "closes": f"{one.closes:%H:%M}"}
    if one.key in day.rests:
        told = say(
            later("The chance from %(opens)s to %(closes)s gets no prompt."), **at
        )
        return f"{told} {_because(day.rests[one.key])}"
    if back.joined is not None and one.closes_at <= back.joined:
        return say(JOINED_LATER, **at)
    if words.prompts_each(back.card):
        return say(NOT_PLANNED, **at)
    told = say(later("The chance from %(opens)s to %(closes)s got no prompt."), **at)
    return f"{told} {words.rung(back.card)[1]}"


def nudge(zone: str, occurrence: str, at: datetime) -> tuple[str, str]:
    """Say what a planned nudge is, and when it comes on its person's wall."""
    there = at.astimezone(ZoneInfo(zone))
    kind = occurrence.partition("/")[0]
    return say(NUDGES.get(kind, later("Text"))), f"{day(there.date())} {there:%H:%M}"


def rung(number: int) -> str:
    """Say a rung by its name, such as Guided."""
    return say(RUNGS[number].name)


def word(one: Override) -> str:
    """Say a coach's word on somebody's prompts."""
    words, value = WORDS[one.what], one.value
    if one.what == "kind":
        words = KIND_WORDS[str(value)]
    if one.what in ("rung", "floor"):
        value = rung(int(str(value)))
    if isinstance(value, tuple):
        value = ", ".join(map(day, value))
    return say(words, value=value)
