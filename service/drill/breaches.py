"""Promises beside loss and doubling, each judged from what the drill itself saw.

Pure. Laws: a call to the carrier begins with the commit that makes it `calling`, and
no such commit of something that needs a yes comes after the commit of her STOP (I4);
nothing that she did not ask for goes out in her quiet hours (I9); a stop is confirmed
once; a text that came in has one turn (I5); a message says in the end what the carrier
said last (I6); who tells of danger has one alert and one reply, and a coach is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from service.drill.history import Breach

AFTER_STOP = "no call to the carrier began after a STOP was committed"
QUIET = "nothing went out in quiet hours"
CONFIRMED = "each stop was confirmed once"
ONE_TURN = "each text had one turn"
END_STATE = "each message ended as the carrier told"
LISTED = "what the carrier's list shows does not stay in doubt"
DANGER = "danger was answered once, and a coach was told"

# What may go out whatever she said, and what answers her at any hour.
OWED = frozenset({"confirmation", "crisis", "alert"})
# States of a confirmation that she has, or may have.
GIVEN = frozenset({"sent", "in_doubt"})
ASKED_FOR = OWED | {"reply", "answer"}
# A call that began in time reaches the carrier within its time-out.
ON_THE_WIRE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Begun:
    """A message that became `calling`, and when that was committed."""

    message: str
    person: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Handed:
    """A text the carrier took, of which kind, when, and in which zone she lives."""

    message: str
    kind: str
    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class InDanger:
    """Somebody who told of danger, in one text: what came of it.

    `turns` is how often a text of hers was taken for danger, `alerts` how many were
    raised, `replies` the states of what she was written, `told` the states of the texts
    by which coaches heard of it.
    """

    person: str
    turns: int
    alerts: int
    replies: Sequence[str]
    told: Sequence[str]


def after_stop(begun: Iterable[Begun], stops: Mapping[str, datetime]) -> list[Breach]:
    """Find calls that began after the STOP of their person was committed."""
    return [
        Breach(AFTER_STOP, one.message, f"{one.kind}, {_ms(one.at - stop)} ms after it")
        for one in begun
        if one.kind not in OWED
        and (stop := stops.get(one.person)) is not None
        and one.at > stop
    ]


def _ms(gap: timedelta) -> str:
    return f"{gap / timedelta(milliseconds=1):.1f}"


def in_quiet_hours(
    handed: Iterable[Handed], opens: time, closes: time
) -> Iterator[Breach]:
    """Find what went out unasked outside these hours of hers."""
    for one in handed:
        zone = ZoneInfo(one.zone)
        local = one.at.astimezone(zone)
        # What is handed over just after closing may have been begun before it.
        begun = (one.at - ON_THE_WIRE).astimezone(zone)
        within = any(opens <= at.time() < closes for at in (local, begun))
        if one.kind not in ASKED_FOR and not within:
            yield Breach(QUIET, one.message, f"{one.kind} at {local:%H:%M:%S} there")


def confirmations(
    wanted: Mapping[str, int], ends: Mapping[str, Sequence[str]]
) -> Iterator[Breach]:
    """Find stops that were confirmed oftener or more seldom than they ought to be.

    `ends` has the states of the confirmations that were written to each.
    """
    for person, times in wanted.items():
        written = ends.get(person, ())
        given = sum(state in GIVEN for state in written)
        if given != times:
            told = ", ".join(written) or "none was written"
            yield Breach(
                CONFIRMED, person, f"confirmed {given} times, not {times}: {told}"
            )


def stopped(wanted: Iterable[str], stops: Mapping[str, datetime]) -> Iterator[Breach]:
    """Find people who texted a stop that was never committed."""
    for person in wanted:
        if person not in stops:
            yield Breach(CONFIRMED, person, "her stop was never committed")


def turns(rows: Iterable[tuple[str, int, int]]) -> Iterator[Breach]:
    """Find people whose texts that came in, and turns that heard one, differ."""
    for person, kept, heard in rows:
        if kept != heard:
            yield Breach(ONE_TURN, person, f"{kept} texts came in, {heard} were heard")


def unanswered(people: Iterable[InDanger]) -> Iterator[Breach]:
    """Find whoever told of danger once, and has another end of it than one of each.

    What is in doubt counts as given, for nobody sends it again. That a coach is told
    more than once is as it should be, while nobody has it.
    """
    for one in people:
        replied = sum(state in GIVEN for state in one.replies)
        told = sum(state in GIVEN for state in one.told)
        if (one.turns, one.alerts, replied) != (1, 1, 1) or not told:
            why = (
                f"taken for danger {one.turns} times, {one.alerts} alerts, "
                f"replies: {_listed(one.replies)}, coaches told: {_listed(one.told)}"
            )
            yield Breach(DANGER, one.person, why)


def _listed(states: Sequence[str]) -> str:
    return ", ".join(states) or "none"


def end_states(told: Mapping[str, str], says: Mapping[str, str | None]) -> list[Breach]:
    """Find messages that do not say what the carrier said last (by token)."""
    return [
        Breach(END_STATE, token, f"told {status}, says {says.get(token)}")
        for token, status in told.items()
        if says.get(token) != status
    ]
