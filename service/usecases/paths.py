"""The shipped paths of steps: read once, laid into a programme, begun by a person.

Law: a programme keeps the path it was set up with; a later version of the shipped one
changes nobody's steps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from flows.coach import programme_files, programmes, written
from flows.coach.programmes import Programme, Step
from service.usecases.entries import NewPerson, Refused
from service.usecases.parts import Desk
from service.usecases.terms import Terms

PATHS = files("flows").joinpath("programmes")


@dataclass(frozen=True, slots=True)
class Words:
    """A goal, a small step towards it, and the cue it follows."""

    goal: str
    step: str
    cue: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A step to be kept as the current one: its words, and when it can be tried.

    `days` are weekdays from 0 (Monday); `place` is where it stands on the programme's
    path, from 0; None for one of her own.
    """

    words: Words
    kind: str
    days: str
    place: int | None = None


@cache
def schedule_of(name: str) -> dict[str, Any] | None:
    """Return when a shipped path has its chances, as data; None where its terms say."""
    file = f"{name}.yaml"
    source = PATHS.joinpath(file).read_text(encoding="utf-8")
    found = programme_files.read(source, file).file
    when = None if found is None else found.schedule
    return None if when is None else written.dump(when)


@cache
def shipped() -> dict[str, Programme]:
    """Return the paths that ship with Handrail, by name."""
    found = sorted(entry.name for entry in PATHS.iterdir())
    return {
        name.removesuffix(".yaml"): programmes.parse(
            PATHS.joinpath(name).read_text(encoding="utf-8"),
            name=name.removesuffix(".yaml"),
        )
        for name in found
        if name.endswith(".yaml")
    }


def named(name: str) -> Programme:
    """Return the shipped path of that name; raises Refused with those there are."""
    if name not in shipped():
        near = get_close_matches(name, shipped(), n=1)
        if near:
            raise Refused(
                "from",
                "no path is called %(name)r; did you mean %(near)s?",
                name=name,
                near=near[0],
            )
        known = ", ".join(shipped())
        raise Refused(
            "from",
            "no path is called %(name)r; write %(known)s",
            name=name,
            known=known,
        )
    return shipped()[name]


def read(path: dict[str, Any] | None) -> Programme | None:
    """Return the path that a programme keeps, or None when it has none."""
    return None if path is None else programmes.load(path)


def completed(new: NewPerson, path: Programme | None, language: str) -> NewPerson:
    """Return a tidy entry with what it leaves out of goal, step and cue from a path.

    A step may be the number of one, from 1. Whoever begins with the intake is asked
    herself, and gets none of them.
    """
    if path is None or new.begins:
        return new
    told = Words(new.goal, new.step, new.cue)
    whole = filled(told, path, language)
    return replace(new, goal=whole.goal, step=whole.step, cue=whole.cue)


def filled(told: Words, path: Programme | None, language: str) -> Words:
    """Return goal, step and cue with what is left out taken from a path."""
    if path is None:
        return told
    at = place(told.step, path)
    step = path.steps[0 if at is None else at]
    own = at is None and bool(told.step)
    return Words(
        goal=told.goal or programmes.said(path.goal, language),
        step=told.step if own else programmes.said(step.text, language),
        cue=told.cue or ("" if own else programmes.said(step.cue, language)),
    )


def place(step: str, path: Programme | None) -> int | None:
    """Return where on a path a step as written stands, from 0; None for one of hers."""
    steps = () if path is None else path.steps
    if not step:
        return 0 if steps else None
    if step.isdecimal() and 0 < int(step) <= len(steps):
        return int(step) - 1
    written = step.casefold()
    texts = ({text.casefold() for text in one.text.values()} for one in steps)
    return next((at for at, known in enumerate(texts) if written in known), None)


def plan(words: Words, path: Programme | None, terms: Terms, at: int | None) -> Plan:
    """Return the step of these words, which stands at that place of a path.

    A step of the path keeps its own days and kind; one of hers the programme's.
    """
    if path is None or at is None:
        return own(terms, words)
    return Plan(words, path.steps[at].kind, path.steps[at].days, at)


def own(terms: Terms, words: Words) -> Plan:
    """Return a step of her own, on the days and of the kind of the programme."""
    days = "".join(str(day) for day in sorted(terms.days))
    return Plan(words, terms.kind, days)


def current(desk: Desk) -> Step | None:
    """Return the path's step that is the person's current one, or None."""
    path = read(desk.programme.path)
    at = None if desk.step is None else desk.step.place
    return None if path is None or at is None else path.steps[at]
