"""Reads a programme that ships as data: YAML in, frozen steps out, or one error.

Law: what `parse` returns can be begun: a goal, one step at least, a first step that is
short (#32) and within reach (#28), and every text in every language.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from flows.coach.chances import StepKind
from flows.coach.tables import LANGUAGES, ProgrammeError, Table, Texts
from flows.phrase import Phrase

__all__ = [
    "LANGUAGES",
    "Programme",
    "ProgrammeError",
    "Step",
    "Support",
    "Texts",
    "dump",
    "load",
    "once",
    "parse",
    "path",
    "said",
    "tongue",
]

Support = Literal["with_me", "tool", "story", "self"]  # from most help to least (#22)
FIRST_MINUTES, FIRST_FEAR = 15, 5
FORM = 1  # of the data that `dump` gives; a later form is read beside it
# Numbers of a step and the bounds they keep, both included.
NUMBERS = {
    "minutes": (1, 120),  # dial duration
    "per_week": (1, 7),  # dial frequency
    "imagining": (0, 2),  # 0 real, 1 rehearsed aloud, 2 imagined
    "complexity": (1, 7),
    "fear": (0, 10),  # expected; 3 to 5 is a good stretch
}
TOP = ("programme", "name", "about", "goal", "scripts", "contexts", "steps")
BESIDE = ("nudges", "terms", "schedule")  # the terms by either name; what comes when
STEP = ("text", "cue", "kind", "days", *NUMBERS, "support", "tool", "scenario", "story")
# A preset for the terms of a programme; their values are read where they are used.
NUDGES = (
    "days", "opens", "deadline", "closes", "cap_day", "cap_week", "recap_day",
    "recap_at", "start_rung", "policy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what and when, its dials, and the help that goes with it at first.

    `days` are weekdays from 0 (Monday); `tool` is a card sent along, `scenario` the
    scene of a rehearsal, `story` somebody's try, told as an example (#13, #18); each
    may be missing.
    """

    text: Texts
    cue: Texts
    kind: StepKind
    days: str
    minutes: int
    per_week: int
    imagining: int
    complexity: int
    fear: int
    support: Support
    tool: Texts | None = None
    scenario: Texts | None = None
    story: Texts | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """A path of steps towards one kind of goal, and a preset for its nudges."""

    id: str
    name: Texts
    about: Texts
    goal: Texts
    scripts: tuple[str, ...]
    nudges: Mapping[str, str]
    contexts: tuple[Texts, ...]
    steps: tuple[Step, ...]

    @property
    def texts(self) -> Iterator[str]:
        """Every text in it that a person may get."""
        some = [self.name, self.about, self.goal, *self.contexts]
        for step in self.steps:
            beside = (step.tool, step.scenario, step.story)
            some += [step.text, step.cue, *(one or {} for one in beside)]
        for one in some:
            yield from one.values()


def said(texts: Texts, language: str) -> str:
    """Return a text in that language or its region (es-MX); else in the first."""
    return texts.get(language.partition("-")[0], texts[LANGUAGES[0]])


def tongue(language: str) -> str:
    """Return in which of LANGUAGES a programme of this language is written first."""
    base = language.partition("-")[0]
    return base if base in LANGUAGES else LANGUAGES[0]


def once(texts: Texts, first: str) -> dict[str, str]:
    """Return a text without the languages that are told the words of the first."""
    return {tag: words for tag, words in texts.items()
            if tag == first or words != texts[first]}  # fmt: skip


def dump(programme: Programme) -> dict[str, Any]:
    """Give a programme as JSON data, with the number of its form."""
    return {"form": FORM, **asdict(programme)}


def load(data: Mapping[str, Any]) -> Programme:
    """Read what `dump` gave; raises ValueError for a form that is not known."""
    if data.get("form") != FORM:
        raise ValueError(f"a programme of form {data.get('form')!r} cannot be read")
    given = {key: value for key, value in data.items() if key != "form"}
    given["scripts"], given["contexts"] = map(
        tuple, (given["scripts"], given["contexts"])
    )
    return Programme(
        **{**given, "steps": tuple(Step(**step) for step in given["steps"])}
    )


def parse(source: str, *, name: str) -> Programme:
    """Read the programme called `name` from YAML; raises ProgrammeError."""
    top = Table.top(source, f"{name}.yaml")
    section = "terms" if "terms" in top.raw else "nudges"
    top.names((*TOP, *BESIDE), needs=(*TOP[:4], section, *TOP[4:]))
    if top.word("programme") != name:
        problem = Phrase("`programme:` is not the file's name.")
        raise top.refuse("programme", problem, Phrase("Write `%(name)s`.", name=name))
    nudges = top.table(section)
    nudges.names(NUDGES, needs=("days",))
    steps = tuple(map(step, top.tables("steps")))
    begins_small(top, steps)
    return path(top, steps, {str(key): nudges.word(key) for key in nudges.raw})


def path(top: Table, steps: tuple[Step, ...], nudges: Mapping[str, str]) -> Programme:
    """Read what a path says beside its steps; scripts and contexts may be missing."""
    return Programme(
        id=top.word("programme"),
        name=top.texts("name"),
        about=top.texts("about"),
        goal=top.texts("goal"),
        scripts=top.words("scripts") if "scripts" in top.raw else (),
        nudges=nudges,
        contexts=tuple(one.texts() for one in top.tables("contexts"))
        if "contexts" in top.raw
        else (),
        steps=steps,
    )


def begins_small(top: Table, steps: tuple[Step, ...]) -> None:
    """Refuse a path without steps, or with a first one that is too big (#28, #32)."""
    if not steps:
        problem = Phrase("`steps:` are none.")
        raise top.refuse("steps", problem, Phrase("Write one step at least."))
    if steps[0].minutes > FIRST_MINUTES or steps[0].fear > FIRST_FEAR:
        problem = Phrase("`steps:` begin with a step that is too big.")
        mend = Phrase(
            "Begin with %(minutes)s minutes and fear %(fear)s at most.",
            minutes=FIRST_MINUTES,
            fear=FIRST_FEAR,
        )
        raise top.refuse("steps", problem, mend)


def step(card: Table) -> Step:
    """Read one step; raises ProgrammeError."""
    card.names(STEP, needs=STEP[:-3])  # tool, scenario and story may be missing
    return Step(**{key: PARTS[key](card, key) for key in STEP if key in card.raw})


def _weekdays(card: Table, key: str) -> str:
    days = card.word(key)
    if not set(days) <= set("0123456"):
        problem = Phrase("`days:` are no weekdays.")
        mend = Phrase('Write weekdays from 0 (Monday) to 6, such as days: "024".')
        raise card.refuse(key, problem, mend)
    return days


def _number(card: Table, key: str) -> int:
    return card.number(key, *NUMBERS[key])


def _kind(card: Table, key: str) -> StepKind:
    kind: StepKind = card.one_of(key, get_args(StepKind))
    return kind


def _support(card: Table, key: str) -> Support:
    support: Support = card.one_of(key, get_args(Support))
    return support


# How each part of a step is read; each refuses by itself.
PARTS: Mapping[str, Callable[[Table, str], Any]] = {
    # Any: the table above says of what type each is.
    **dict.fromkeys(("text", "cue", "tool", "scenario", "story"), Table.texts),
    **dict.fromkeys(NUMBERS, _number),
    "kind": _kind,
    "days": _weekdays,
    "support": _support,
}
