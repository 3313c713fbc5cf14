"""The facts a script may use about a person, each looked up when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from flows.coach import days, explain, ladder, programmes, why
from flows.coach.sentences import NO_DECISION
from flows.safety import crisis
from flows.talk.engine import Fact
from service.store import people, plans
from service.usecases import acting, adding_up, call_me, growth, paths
from service.usecases.parts import Desk

PAUSE_DAYS = 7


class Facts(Mapping[str, Fact]):
    """What is known of the person at this desk; looked up once, when first read."""

    def __init__(self, desk: Desk, **given: Fact) -> None:
        self._desk = desk
        self._known: dict[str, Fact] = given

    def __getitem__(self, name: str) -> Fact:
        """Return a fact, or what a script remembered; raises KeyError for neither."""
        if name not in self._known:
            source = SOURCES.get(name)
            self._known[name] = (
                source(self._desk) if source else self._desk.memories[name]
            )
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**SOURCES, **self._known})

    def __len__(self) -> int:
        return len({**SOURCES, **self._known})


def _tried_today(desk: Desk) -> bool:
    chance = desk.near.chance
    attempt = None if chance is None else chance.attempt
    return attempt is not None and attempt.outcome in ("attempted", "imagined")


def _why(desk: Desk) -> str:
    last, language = plans.last_decision(desk.tx, desk.person), desk.person.language
    if last is None:
        return NO_DECISION.to(language)
    action, rule, inputs = last
    decided = explain.Verdict(cast("explain.Action", action), rule, inputs, "")
    return why.for_participant(decided, language)


def _call_at(desk: Desk) -> str:
    """Return "now", her day and time, or "" when asking for a call would bring none."""
    comes = call_me.expected(desk)
    if comes.at is None:
        return ""
    zone = ZoneInfo(desk.person.zone)
    at, now = comes.at.astimezone(zone), desk.tx.now.astimezone(zone)
    later = days.coming(at, now, desk.person.language)
    return "now" if comes.came == "now" else later


def pause_until(desk: Desk) -> date:
    """Return the last day of a pause that she asks for now.

    One that stands and lasts longer, such as a coach's, is not shortened by it.
    """
    asked = desk.today + timedelta(days=PAUSE_DAYS)
    return max(desk.person.paused_until or asked, asked)


def _pause_until(desk: Desk) -> str:
    return days.said(pause_until(desk), desk.person.language)


def _seed(desk: Desk) -> int:
    return desk.person.id.int % 997 + desk.tx.now.toordinal()


def _looks_in(desk: Desk) -> str:
    """Return how often the question about her week comes: weekly, or monthly."""
    return ladder.recap_rhythm(acting.the_ladder(desk), desk.today)


def _of_step(column: str) -> Callable[[Desk], Fact]:
    def read(desk: Desk) -> Fact:
        return "" if desk.step is None else str(getattr(desk.step, column))

    return read


def _goal(desk: Desk) -> Fact:
    """Return the goal of her step; before there is one, what she told the intake."""
    told = desk.memories.get("goal", "") if desk.step is None else desk.step.goal
    return str(told)


def _of_path(name: str) -> Callable[[Desk], Fact]:
    """Read what the path has beside her step, such as a scene to rehearse; or ""."""

    def read(desk: Desk) -> Fact:
        step = paths.current(desk)
        told = None if step is None else getattr(step, name)
        return "" if told is None else programmes.said(told, desk.person.language)

    return read


SOURCES: Mapping[str, Callable[[Desk], Fact]] = {
    **adding_up.SOURCES,
    "rung": lambda desk: desk.person.rung,
    "looks_in": _looks_in,
    "name": lambda desk: desk.person.name,
    "goal": _goal,
    "step": _of_step("step"),
    "cue": _of_step("cue"),
    "next_cue": _of_step("cue"),
    "at_the_edge": growth.edge,
    "new_place": growth.new_place,
    "programme": lambda desk: desk.near.programme,
    "coach": lambda desk: desk.coach,
    "seed": _seed,
    "tried_today": _tried_today,
    "language": lambda desk: desk.person.language,
    "tries_this_week": lambda desk: desk.near.tries,
    "per_week": lambda desk: desk.terms.cap_week + 1,
    "why": _why,
    "window": lambda desk: f"{desk.terms.opens:%H:%M}-{desk.terms.closes:%H:%M}",
    "today": lambda desk: desk.today.isoformat(),
    "crisis_line": lambda desk: crisis.line(desk.helped_in),
    "pause_days": lambda _: PAUSE_DAYS,
    "pause_until": _pause_until,
    "wordings": lambda desk: desk.near.worn,
    "recorded": lambda desk: desk.person.recorded,
    "calls": lambda desk: desk.person.calls == "agreed",
    "call_at": _call_at,
    "scenario": _of_path("scenario"),
    "story": _of_path("story"),
    "number": lambda desk: people.service_number(desk.tx, desk.tenant.key),
}
