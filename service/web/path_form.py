"""A programme's path as the fields of a form, and back: its words, places and steps.

Laws: what `fill` gives, `read` reads back equal; what cannot be read stays typed, with
its mend beside its field; a row that is empty says nothing; a text needs the
programme's own language only, and words that stand for one left out are not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.coach.programmes import (
    FIRST_FEAR,
    FIRST_MINUTES,
    LANGUAGES,
    NUMBERS,
    Programme,
    Step,
    Texts,
    once,
)
from service.usecases.entries import of_step
from service.web import entries
from service.web.schedule_form import WEEK
from service.web.schedule_rows import Typed, places, row_of, without
from service.web.tongues import later, say

WORDS = ("name", "about", "goal")
BESIDE = ("tool", "scenario", "story")
ROWS = ("step", "context")
LONGEST_WORDS = 200
OWN = later("Write it in the programme's language.")
NUMBER = later("Write a whole number from %(low)s to %(high)s.")
DAYS = later("Tick one day at least.")
CHOOSE = later("Choose one.")
NO_STEP = later("Write one step at least.")
FIRST_LONG = later("The first step takes %(most)s minutes at most.")
FIRST_FEARED = later("The first step is expected to bring a fear of %(most)s at most.")
LONG = later("Write at most %(most)s characters; these are %(given)s.")
# What a step that is begun on the page starts with.
FRESH: Mapping[str, str] = {
    "kind": "window", "day_0": "on", "day_1": "on", "day_2": "on", "day_3": "on",
    "day_4": "on", "minutes": "5", "per_week": "3", "imagining": "0", "complexity": "1",
    "fear": "3", "support": "self",
}  # fmt: skip


@dataclass(slots=True)
class Said:
    """What a form says: the path, None where something is wrong, and what that is."""

    path: Programme | None = None
    wrong: dict[str, str] = field(default_factory=dict)


# ---- from a path to a form ----


def fill(path: Programme | None, first: str) -> dict[str, str]:
    """Return the fields of a form that say this path; a step to begin with for none.

    `first` is the language in which the programme is written first.
    """
    if path is None:
        return {f"step_0_{name}": text for name, text in FRESH.items()}
    typed: dict[str, str] = {}
    for name in WORDS:
        typed |= _texts(name, getattr(path, name), first)
    typed |= {f"script_{name}": "on" for name in path.scripts}
    for at, place in enumerate(path.contexts):
        typed |= _texts(f"context_{at}", place, first)
    for at, step in enumerate(path.steps):
        said = _step(step, first)
        typed |= {f"step_{at}_{name}": text for name, text in said.items()}
    return typed


def _texts(name: str, texts: Texts | None, first: str) -> dict[str, str]:
    told = once(texts, first) if texts else {}
    return {f"{name}_{tag}": text for tag, text in told.items()}


def _step(step: Step, first: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for name in ("text", "cue", *BESIDE):
        words |= _texts(name, getattr(step, name), first)
    numbers = {name: str(getattr(step, name)) for name in NUMBERS}
    days = {f"day_{day}": "on" for day in step.days}
    return {**words, **numbers, **days, "kind": step.kind, "support": step.support}


# ---- rows: more, fewer, in another order ----


def changed(typed: Typed, do: str) -> dict[str, str]:
    """Return a form with a row more, or less, or one moved: what its button says."""
    verb, name, at = [*do.split("."), "", ""][:3]
    if name not in ROWS:
        return dict(typed)
    rows = _rows(typed, name)
    here = int(at) if at.isdecimal() and int(at) < len(rows) else -1
    if verb == "add":
        rows.append(dict(FRESH) if name == "step" else {"en": "", "es": ""})
    elif verb == "drop" and here >= 0:
        rows.pop(here)
    elif verb in ("up", "down") and here >= 0:
        to = min(max(here + (1 if verb == "down" else -1), 0), len(rows) - 1)
        rows.insert(to, rows.pop(here))
    bare = dict(typed)
    for number in places(typed, name):
        bare = without(bare, name, number)
    numbered = {
        f"{name}_{number}_{part}": text
        for number, row in enumerate(rows)
        for part, text in row.items()
    }
    return {**bare, **numbered}


def _rows(typed: Typed, name: str) -> list[dict[str, str]]:
    return [row_of(typed, name, at) for at in places(typed, name)]


def laid(typed: Typed, name: str) -> list[tuple[int, Typed]]:
    """Return the rows of a form with their numbers."""
    return list(enumerate(_rows(typed, name)))


# ---- from a form to a path ----


def read(typed: Typed, id: str, known: tuple[str, ...], first: str) -> Said:
    """Read a form; `known` are the scripts a path may use, `first` is as in `fill`."""
    reading = _Reading(typed, first)
    texts = {name: reading.texts(name, needed=True) for name in WORDS}
    contexts = tuple(
        place
        for at, row in laid(typed, "context")
        if any(text.strip() for text in row.values())
        and (place := reading.texts(f"context_{at}", needed=True))
    )
    rows = laid(typed, "step")
    if not rows:
        reading.refuse("steps", NO_STEP)
    steps = [reading.step(at) for at, _ in rows]
    reading.of_lengths(texts["goal"] or {}, steps)
    if reading.wrong:
        return Said(None, reading.wrong)
    scripts = tuple(name for name in known if typed.get(f"script_{name}"))
    whole = Programme(
        id=id, scripts=scripts, nudges={}, contexts=contexts,
        steps=tuple(Step(**step) for step in steps), **texts,  # type: ignore[arg-type] # none is missing
    )  # fmt: skip
    return Said(whole)


class _Reading:
    """Reads the parts of a path, and keeps the mend of each that cannot stand."""

    def __init__(self, typed: Typed, first: str) -> None:
        self.typed, self.first, self.wrong = typed, first, dict[str, str]()

    def refuse(self, place: str, told: str, **values: object) -> None:
        self.wrong.setdefault(place, say(told, **values))

    def word(self, name: str) -> str:
        return " ".join(self.typed.get(name, "").split())

    def texts(self, name: str, *, needed: bool) -> Texts | None:
        """Read a text; None for none. A language left empty is told the first's."""
        texts = {tag: self.word(f"{name}_{tag}") for tag in LANGUAGES}
        if not needed and not any(texts.values()):
            return None
        if not texts[self.first]:
            self.refuse(f"{name}_{self.first}", OWN)
        for tag, text in texts.items():
            if len(text) > LONGEST_WORDS:
                self.refuse(f"{name}_{tag}", LONG, most=LONGEST_WORDS, given=len(text))
        return {tag: text or texts[self.first] for tag, text in texts.items()}

    def number(self, name: str, low: int, high: int) -> int:
        text = self.word(name)
        found = int(text) if re.fullmatch("[0-9]{1,3}", text) else -1
        if not low <= found <= high:
            self.refuse(name, NUMBER, low=low, high=high)
        return found

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        text = self.word(name)
        if text not in known:
            self.refuse(name, CHOOSE)
        return text

    def step(self, at: int) -> dict[str, Any]:
        """Read one step as the parts it is made of."""
        n = f"step_{at}_"
        days = "".join(str(day) for day in WEEK if self.typed.get(f"{n}day_{day}"))
        if not days:
            self.refuse(f"{n}days", DAYS)
        numbers = {name: self.number(f"{n}{name}", *NUMBERS[name]) for name in NUMBERS}
        if at == 0 and numbers["minutes"] > FIRST_MINUTES:
            self.refuse(f"{n}minutes", FIRST_LONG, most=FIRST_MINUTES)
        if at == 0 and numbers["fear"] > FIRST_FEAR:
            self.refuse(f"{n}fear", FIRST_FEARED, most=FIRST_FEAR)
        return {
            **{name: self.texts(f"{n}{name}", needed=True) for name in ("text", "cue")},
            **{name: self.texts(f"{n}{name}", needed=False) for name in BESIDE},
            **numbers,
            "days": days,
            "kind": self.choice(f"{n}kind", ("window", "moment")),
            "support": self.choice(f"{n}support", SUPPORT),
        }

    def of_lengths(self, goal: Texts, steps: list[dict[str, Any]]) -> None:
        """Refuse a goal, a step or a cue that no text could say."""
        for place, mend in _too_long(goal, steps):
            if self.word(place):
                self.wrong.setdefault(place, mend)


SUPPORT = ("with_me", "tool", "story", "self")


def _too_long(goal: Texts, steps: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    places = {"step": "text", "cue": "cue"}
    for at, step in enumerate(steps):
        for tag in LANGUAGES:
            words = (
                (one or {}).get(tag, "") for one in (goal, step["text"], step["cue"])
            )
            for refused in of_step(*words):
                mend = entries.mend(refused)
                told = f"{mend[:1].upper()}{mend[1:]}."
                if refused.field == "goal":
                    yield f"goal_{tag}", told
                else:
                    yield f"step_{at}_{places[refused.field]}_{tag}", told
