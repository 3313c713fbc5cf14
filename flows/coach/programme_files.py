"""A whole programme as one file: its path, and whatever else it says of itself.

Laws: what `write` gives, `read` gives back equal; every problem is found at once, each
with file, line and mend; a section left out says nothing, and what stands stays. A text
needs the programme's own language only: whoever reads another, which is left out, is
told the words of that one, today's and not those of the day it was left out.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

from ruamel.yaml import YAML

from flows.coach import programmes, written
from flows.coach.programmes import Programme, Step, said
from flows.coach.schedule import BadSchedule, Schedule
from flows.coach.tables import Fault, Table, Unread
from flows.phrase import Phrase

PATH = ("name", "about", "goal", "steps")
MORE = ("scripts", "contexts")
TOP = (
    "programme", "version", "called", "coach", "language", "terms", "nudges",
    "schedule", *PATH, *MORE,
)  # fmt: skip
NOT_BUILT = ("retention",)
NOBODY = "none"
WIDE = 4096  # no line of an export is broken
SHORT = 12
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Coach:
    """Who coaches; `number` is None where the file says nothing of it, "" for none."""

    name: str
    number: str | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """What a file says of a programme; None, or "", where it says nothing.

    `version` is that of the programme it was exported from. `pathless` says that there
    is to be no path. `lines` tells on which line a key stands, those of a section as
    `terms.days`.
    """

    id: str
    called: str = ""
    version: str = ""
    coach: Coach | None = None
    language: str = ""
    terms: Mapping[str, str] | None = None
    schedule: Schedule | None = None
    path: Programme | None = None
    pathless: bool = False
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """What texts call it: as it says, else the name of its path."""
        own = "" if self.path is None else said(self.path.name, self.language or "en")
        return self.called or own


@dataclass(frozen=True, slots=True)
class Found:
    """What could be read, None when nothing could, and every problem."""

    file: ProgrammeFile | None
    problems: tuple[Fault, ...]


class _Finding:
    """Goes on after what is refused, and keeps it."""

    def __init__(self) -> None:
        self.problems: list[Fault] = []

    def keep(self, refusals: Iterable[Unread]) -> None:
        """Keep why each was refused."""
        self.problems += (one.fault for one in refusals)

    def ask(self, work: Callable[[], _Read], otherwise: _Read) -> _Read:
        """Return what `work` reads; when it is refused keep why, and return this."""
        try:
            return work()
        except Unread as refused:
            self.keep([refused])
            return otherwise


def read(source: str, file: str) -> Found:
    """Read a whole programme; `file` is what problems call it."""
    finding = _Finding()
    top = finding.ask(lambda: Table.top(source, file), None)
    if top is None:
        return Found(None, tuple(finding.problems))
    whole = _whole(top, finding)
    return Found(whole, tuple(dict.fromkeys(finding.problems)))


def _whole(top: Table, finding: _Finding) -> ProgrammeFile:
    finding.keep(_strange(top))
    says = top.raw.keys()

    def word(key: str) -> str:
        return finding.ask(lambda: top.word(key), "") if key in says else ""

    language = word("language")
    top.needs = (programmes.tongue(language),) if language else ()
    terms = _section(top, "nudges" if "nudges" in says else "terms", finding)
    no_path = not says & {*PATH[:-1], *MORE} and top.raw.get("steps") == NOBODY
    of_path = says & {*PATH, *MORE} and not no_path
    return ProgrammeFile(
        id=word("programme"),
        called=word("called"),
        version=word("version"),
        coach=finding.ask(lambda: _coach(top, finding), None),
        language=language,
        terms=terms,
        schedule=_schedule(top, finding),
        path=_path(top, terms or {}, finding) if of_path else None,
        pathless=no_path,
        lines=dict(_lines(top)),
    )


def _strange(top: Table) -> Iterator[Unread]:
    for key in NOT_BUILT:
        if key in top.raw:
            problem = Phrase("`%(key)s:` is not built yet.", key=key)
            yield top.refuse(key, problem, Phrase("Take it out."))
    yield from top.strange((*TOP, *NOT_BUILT), needs=("programme",))
    if {"terms", "nudges"} <= top.raw.keys():
        problem = Phrase("`nudges:` says what `terms:` says.")
        yield top.refuse("nudges", problem, Phrase("Keep one of them."))


def _lines(top: Table) -> Iterator[tuple[str, int]]:
    for key, value in top.raw.items():
        yield str(key), top.line(key)
        if hasattr(value, "lc") and hasattr(value, "keys"):
            inner = Table(value, top.file)
            yield from ((f"{key}.{each}", inner.line(each)) for each in value)
        elif isinstance(value, list):
            places = (one.lc.line + 1 for one in value if hasattr(one, "lc"))
            yield from ((f"{key}.{n}", line) for n, line in enumerate(places))


def _section(top: Table, key: str, finding: _Finding) -> dict[str, str] | None:
    """Return a section as texts, "" for one that is refused; None without it."""
    if key not in top.raw:
        return None
    inner = finding.ask(lambda: top.table(key), None)
    if inner is None:
        return {}
    return {str(name): finding.ask(partial(inner.word, name), "") for name in inner.raw}


def _coach(top: Table, finding: _Finding) -> Coach | None:
    if "coach" not in top.raw:
        return None
    card = top.table("coach")
    finding.keep(card.strange(("name", "number"), needs=("name",)))
    name = finding.ask(lambda: card.word("name"), "") if "name" in card.raw else ""
    if "number" not in card.raw:
        return Coach(name)
    if not isinstance(card.raw["number"], str):  # +64211234567 alone is a sum
        problem = Phrase("`number:` is no text.")
        mend = Phrase('Write it in quotes: "+64 21 123 4567", or none.')
        finding.keep([card.refuse("number", problem, mend)])
        return Coach(name)
    number = card.raw["number"].strip()
    return Coach(name, "" if number == NOBODY else number)


def _schedule(top: Table, finding: _Finding) -> Schedule | None:
    if "schedule" not in top.raw:
        return None
    inner = finding.ask(lambda: top.table("schedule"), None)
    known = len(finding.problems)
    cells = {} if inner is None else {
        str(name): finding.ask(partial(_field, inner, name), "") for name in inner.raw
    }  # fmt: skip
    if inner is None or len(finding.problems) > known:
        return None
    try:
        return written.read(cells)
    except BadSchedule as refused:  # fields that stand alone, and not together
        finding.keep([_wrong(inner, refused)])
        return None


def _field(inner: Table, name: str) -> str:
    """Return a field's text; a list of holidays may be empty."""
    text = "" if inner.raw[name] == "" else inner.word(name)
    try:
        written.read({name: text})
    except BadSchedule as refused:
        raise _wrong(inner, refused) from refused
    return text


def _wrong(inner: Table, refused: BadSchedule) -> Unread:
    problem = Phrase("`%(key)s:` cannot stand.", key=refused.name)
    return inner.refuse(refused.name, problem, refused.mend)


def _path(top: Table, terms: Mapping[str, str], finding: _Finding) -> Programme | None:
    known = len(finding.problems)
    missing = [key for key in PATH if key not in top.raw]
    for key in missing:
        problem = Phrase("`%(key)s:` is missing.", key=key)
        mend = Phrase("Add it; steps come with a name, what they are about and a goal.")
        finding.keep([top.refuse(key, problem, mend)])
    for key in (*PATH[:-1], *MORE):
        finding.ask(partial(_part, top, key), None)
    cards: list[Table] | None = None
    if "steps" in top.raw:
        cards = finding.ask(partial(top.tables, "steps"), cards)
    read = [finding.ask(partial(_step, card, finding), None) for card in cards or ()]
    steps = tuple(step for step in read if step is not None)
    if cards is not None and None not in read[:1]:  # it begins with the first alone
        finding.ask(partial(programmes.begins_small, top, steps), None)
    if len(finding.problems) > known:
        return None
    return finding.ask(partial(programmes.path, top, steps, terms), None)


def _part(top: Table, key: str) -> None:
    if key not in top.raw:
        return
    if key == "scripts":
        top.words(key)
    elif key == "contexts":
        for one in top.tables(key):
            one.texts()
    else:
        top.texts(key)


def _step(card: Table, finding: _Finding) -> Step | None:
    """Read a step; of one that cannot be read every problem is kept, not the first."""
    strange = [*card.strange(programmes.STEP, needs=programmes.STEP[:-3])]
    finding.keep(strange)
    known = len(finding.problems)
    for key, part in programmes.PARTS.items():
        if key in card.raw:
            finding.ask(partial(part, card, key), None)
    if strange or len(finding.problems) > known:
        return None
    return programmes.step(card)


# ---- from here back to text ----


def _as_data(file: ProgrammeFile, language: str = "") -> dict[str, Any]:
    """Return what a file says, in the order in which it is written.

    Its texts are written first in `language`, its own unless another is given.
    """
    coach, first = file.coach, programmes.tongue(language or file.language)
    number = {} if coach is None or coach.number is None else {
        "number": coach.number or NOBODY
    }  # fmt: skip
    says: dict[str, Any] = {
        "programme": file.id,
        "called": file.called,
        "coach": coach and {"name": coach.name, **number},
        "language": file.language,
        "terms": None if file.terms is None else {**file.terms},
        "schedule": None if file.schedule is None else written.write(file.schedule),
        **({} if file.path is None else _path_data(file.path, first)),
        **({"steps": NOBODY} if file.pathless else {}),
    }
    return {key: value for key, value in says.items() if value not in (None, "")}


def _path_data(path: Programme, first: str) -> dict[str, Any]:
    data = programmes.dump(path)
    of_step = (
        {k: _once(v, first) for k, v in step.items() if v is not None}
        for step in data["steps"]
    )
    return {
        **{key: _once(data[key], first) for key in PATH[:-1]},
        "scripts": [*data["scripts"]],
        "contexts": [_once(one, first) for one in data["contexts"]],
        "steps": [*of_step],
    }


def _once(value: Any, first: str) -> Any:
    # Any: what a step is made of, texts, numbers and words.
    return programmes.once(value, first) if isinstance(value, dict) else value


def version_of(file: ProgrammeFile) -> str:
    """Return a short hash of all a file says; equal files have equal ones."""
    data = json.dumps(_as_data(file), sort_keys=True, ensure_ascii=False)
    return sha256(data.encode()).hexdigest()[:SHORT]


class _Text:
    """What the YAML writer writes into; of what has an encoding it asks no bytes."""

    encoding = None

    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, part: str) -> None:
        self.parts.append(part)


def write(file: ProgrammeFile) -> str:
    """Return the file's text, with its version, such as `read` reads it."""
    data = _as_data(file)
    if file.version:
        data = {"programme": file.id, "version": file.version, **data}
    writer = YAML(typ="rt", pure=True)
    writer.width = WIDE
    writer.indent(mapping=2, sequence=4, offset=2)
    text = _Text()
    writer.dump(data, text)
    return "".join(text.parts)


# ---- what differs ----


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that would change: `what` as the file calls it, before and after."""

    what: str
    before: str
    after: str


def laid_over(standing: ProgrammeFile, file: ProgrammeFile) -> ProgrammeFile:
    """Return what holds once a file is applied: each section it says, whole."""
    coach = file.coach or standing.coach
    if coach is not None and coach.number is None and standing.coach is not None:
        coach = replace(coach, number=standing.coach.number)
    terms = standing.terms if file.terms is None else file.terms
    path = standing.path if file.path is None and not file.pathless else file.path
    return ProgrammeFile(
        id=standing.id if path is None else path.id,
        called=standing.called,
        coach=coach,
        language=file.language or standing.language,
        terms=terms,
        schedule=standing.schedule if file.schedule is None else file.schedule,
        path=path and replace(path, nudges={}),
    )


def differences(
    standing: ProgrammeFile, after: ProgrammeFile
) -> tuple[Difference, ...]:
    """Say what changes from one to the other, key by key."""
    # Both as one language writes them, lest its change move words that stand.
    tongue = after.language or standing.language
    old, new = (dict(_flat(_as_data(file, tongue))) for file in (standing, after))
    keys = dict.fromkeys((*old, *new))
    return tuple(
        Difference(key, old.get(key, ""), new.get(key, ""))
        for key in keys
        if old.get(key, "") != new.get(key, "")
    )


def _flat(data: Any, name: str = "") -> Iterator[tuple[str, str]]:
    # Any: what a file is made of, mappings, lists, texts and numbers.
    dot = f"{name}." if name else ""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _flat(value, f"{dot}{key}")
    elif isinstance(data, list):
        for number, value in enumerate(data, 1):
            yield from _flat(value, f"{dot}{number}")
    else:
        yield name, str(data)
