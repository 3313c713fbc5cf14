"""Reads a programme that ships as data: YAML in, frozen steps out, or one error.

Law: what `parse` returns can be begun: a goal, one step at least, a first step that is
short (#32) and within reach (#28), and every text in every language it names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Any, Literal, get_args

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from flows.coach.chances import StepKind

LANGUAGES = ("en", "es")
Support = Literal["with_me", "tool", "story", "self"]  # from most help to least (#22)
Texts = Mapping[str, str]  # language -> text
LONGEST_SOURCE = 50_000  # characters
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
TOP = ("programme", "name", "about", "goal", "scripts", "nudges", "contexts", "steps")
STEP = ("text", "cue", "kind", "days", *NUMBERS, "support", "tool", "scenario")
# A preset for the terms of a programme; their values are read where they are used.
NUDGES = (
    "days", "opens", "deadline", "closes", "cap_day", "cap_week", "recap_day",
    "recap_at", "start_rung",
)  # fmt: skip


class ProgrammeError(Exception):
    """A programme that cannot be read; the message names file, line and mend."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what and when, its dials, and the help that goes with it at first.

    `days` are weekdays from 0 (Monday); `tool` is a card sent along, `scenario` the
    scene of a rehearsal; both may be missing.
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
            some += [step.text, step.cue, step.tool or {}, step.scenario or {}]
        for one in some:
            yield from one.values()


def said(texts: Texts, language: str) -> str:
    """Return a text in that language or its region (es-MX); else in the first."""
    return texts.get(language.partition("-")[0], texts[LANGUAGES[0]])


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
    top = _Table(_loaded(source, f"{name}.yaml"), f"{name}.yaml")
    top.names(TOP, needs=TOP)
    if top.word("programme") != name:
        raise top.refuse("programme", "is not the file's name", f"Write `{name}`.")
    steps = tuple(map(_step, top.tables("steps")))
    if not steps:
        raise top.refuse("steps", "are none", "Write one step at least.")
    if steps[0].minutes > FIRST_MINUTES or steps[0].fear > FIRST_FEAR:
        mend = f"Begin with {FIRST_MINUTES} minutes and fear {FIRST_FEAR} at most."
        raise top.refuse("steps", "begin with a step that is too big", mend)
    nudges = top.table("nudges")
    nudges.names(NUDGES, needs=("days",))
    return Programme(
        id=name,
        name=top.texts("name"),
        about=top.texts("about"),
        goal=top.texts("goal"),
        scripts=top.words("scripts"),
        nudges={str(key): nudges.word(key) for key in nudges.raw},
        contexts=tuple(one.texts() for one in top.tables("contexts")),
        steps=steps,
    )


def _step(card: "_Table") -> Step:
    card.names(STEP, needs=STEP[:-2])  # a tool and a scenario may be missing
    days = card.word("days")
    if not days or not set(days) <= set("0123456"):
        mend = 'Write weekdays from 0 (Monday) to 6, such as days: "024".'
        raise card.refuse("days", "are no weekdays", mend)
    return Step(
        text=card.texts("text"),
        cue=card.texts("cue"),
        kind=card.one_of("kind", get_args(StepKind)),
        days=days,
        support=card.one_of("support", get_args(Support)),
        tool=card.texts("tool") if "tool" in card.raw else None,
        scenario=card.texts("scenario") if "scenario" in card.raw else None,
        **{number: card.number(number, *NUMBERS[number]) for number in NUMBERS},
    )


def _loaded(source: str, file: str) -> CommentedMap:
    if len(source) > LONGEST_SOURCE:
        raise ProgrammeError(f"{file}:1: It is too long. Split it.")
    reader = YAML(typ="rt", pure=True)
    reader.version = (1, 2)
    try:
        raw = reader.load(source)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        mend = "Check the indent and the quotes."
        raise ProgrammeError(f"{file}:{line}: This is not YAML. {mend}") from error
    except (YAMLError, ValueError, RecursionError) as error:
        mend = "Take out control characters."
        raise ProgrammeError(f"{file}:1: This is not YAML. {mend}") from error
    if not isinstance(raw, CommentedMap):
        raise ProgrammeError(f"{file}:1: There are no names. Begin `programme: name`.")
    return raw


class _Table:
    """One YAML mapping that knows where its keys stand."""

    def __init__(self, raw: Any, file: str) -> None:
        # Any: the YAML reader's mapping, which carries places in its `lc`.
        self.raw, self.file = raw, file

    def refuse(self, key: object, problem: str, mend: str) -> ProgrammeError:
        line: int = self.raw.lc.line
        if key in (self.raw.lc.data or {}):
            line = self.raw.lc.key(key)[0]
        return ProgrammeError(f"{self.file}:{line + 1}: `{key}:` {problem}. {mend}")

    def names(self, known: tuple[str, ...], *, needs: tuple[str, ...]) -> None:
        for key in self.raw:
            if key not in known:
                close = get_close_matches(str(key), known, n=1)
                mend = f"Did you mean `{close[0]}`?" if close else "Take it out."
                raise self.refuse(key, "is not known here", mend)
        for key in needs:
            if key not in self.raw:
                raise self.refuse(key, "is missing", "Add it.")

    def word(self, key: str) -> str:
        value = self.raw[key]
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.refuse(key, "needs words", f"Write `{key}: some words`.")
        if not str(value).strip():
            raise self.refuse(key, "is empty", f"Write `{key}: some words`.")
        return str(value)

    def number(self, key: str, low: int, high: int) -> int:
        value = self.raw[key]
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(key, "needs a whole number", f"Write {low} to {high}.")
        if not low <= value <= high:
            raise self.refuse(key, f"cannot be {value}", f"Write {low} to {high}.")
        return value

    def one_of(self, key: str, known: tuple[str, ...]) -> Any:
        # Any: the caller gives the arguments of the Literal it wants.
        word = self.word(key)
        if word not in known:
            mend = f"It may be one of: {', '.join(known)}."
            raise self.refuse(key, f"cannot be {word!r}", mend)
        return word

    def table(self, key: str) -> "_Table":
        value = self.raw[key]
        if not isinstance(value, CommentedMap):
            raise self.refuse(key, "needs names with values under it", "Write them so.")
        return _Table(value, self.file)

    def tables(self, key: str) -> "list[_Table]":
        value = self.raw[key]
        rows = value if isinstance(value, list) else [value]
        if not all(isinstance(row, CommentedMap) for row in rows):
            mend = "Write each with a dash and names with values."
            raise self.refuse(key, "needs a list", mend)
        return [_Table(row, self.file) for row in rows]

    def words(self, key: str) -> tuple[str, ...]:
        value = self.raw[key]
        if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
            raise self.refuse(key, "needs a list", f"Write `{key}: [one, another]`.")
        return tuple(map(str, value))

    def texts(self, key: str = "") -> Texts:
        inner = self.table(key) if key else self
        inner.names(LANGUAGES, needs=LANGUAGES)
        return {language: inner.word(language) for language in LANGUAGES}
