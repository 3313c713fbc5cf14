"""Bringing in tries that were kept elsewhere: looked at first, then all or none.

Laws: such a try is shown and counted as brought in, by whom and when; no rung, no
prompt and no message follows from it (decision 0049). It is never of a time to come,
and none that stands here already is kept twice. Words that may mean danger are told to
whoever brings them in.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from io import BytesIO, StringIO
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.phrase import Phrase
from flows.safety import crisis
from service.carrier import door
from service.store import earlier, enrolment, views
from service.store.db import Found, Tx
from service.store.earlier import EarlierTry
from service.store.people import Tenant
from service.store.vault import Key
from service.usecases import cells, importing, rights, sheets
from service.usecases.bringing_in import MOST_LINES, Remarked
from service.usecases.entries import Refused, e164
from service.usecases.importing import MOST_SHOWN, Problem
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.sheets import BadSheet, Columns, Line, Sheet

T = TypeVar("T")
NEEDED = ("number", "date")
WORDS: Mapping[str, tuple[str, int]] = {
    "step": ("step", 200),
    "words": ("words", 2000),
    "what_i_did": ("what_i_did", 2000),
    "what_was_missing": ("missing", 2000),
    "place": ("place", 200),
}
MORE = ("time", "outcome", "label", *WORDS, *earlier.NUMBERS)
# Columns of our own file of tries beside these: read again, they say nothing.
PASSED = (
    "id", "participant", "name", "programme", "slot", "channel", "reported_at",
    "drawn_prompt", "drawn_probability", "brought_in_by", "brought_in_at",
    *sheets.REMARKS,
)  # fmt: skip
COLUMNS = Columns(NEEDED, MORE, PASSED, cells.safe, cells.plain)
OUTCOMES = ("attempted", "imagined", "skipped", "missed")
LABELS = ("unknown", "prompted", "unprompted")
MOST_GIVEN = 10
FIRST_YEAR = 1970
# So many lines with words of danger are shown.
MOST_DANGER = 50
TOO_MANY = Phrase("the file has more than 5,000 lines; divide it into several")
EXAMPLE = {
    "number": "+64 21 123 4567",
    "date": "2026-03-02",
    "time": "09:30",
    "outcome": "attempted",
    "label": "unprompted",
    "words": Phrase("I said one idea, and it was taken up"),
    "place": Phrase("at the daily meeting"),
    "confidence": "7",
}


@dataclass(frozen=True, slots=True)
class Danger:
    """A line whose words may mean danger, of whom, and from which day."""

    line: int
    person: UUID
    name: str
    day: date
    words: str


@dataclass(slots=True)
class Look:
    """What is in a file: lines read, bad, here already; whom it is of; what is kept."""

    read: int = 0
    bad: int = 0
    there: int = 0
    people: int = 0
    kept: int = 0
    problems: list[Problem] = field(default_factory=list)
    found: int = 0
    danger: list[Danger] = field(default_factory=list)
    errors: str = ""

    @property
    def good(self) -> int:
        """How many lines can be taken and are not here yet."""
        return self.read - self.bad - self.there


def _ignore(*_: object) -> None:
    """Tell nobody."""


def judge(
    parts: Parts, signed: Signed, content: bytes,
    told: Callable[[Problem], str] = importing.told,
) -> Look:  # fmt: skip
    """Judge every line; nothing is kept.

    `told` says a problem as it is to stand in the file of bad lines. Raises NotAllowed,
    sheets.BadSheet for a file that cannot be read or is too long.
    """
    rights.require(signed, "people")
    aside = Remarked(told)
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        reading = _Reading(parts, signed, tx, aside.keep, _ignore)
        reading.all_of(content)
    reading.look.errors = aside.text()
    return reading.look


def everything(
    parts: Parts,
    signed: Signed,
    content: bytes,
    tell: Callable[[str, float], None],
    *,
    without_bad: bool = False,
) -> Look:
    """Keep every try of a file that is not here yet, or none.

    `tell` hears how far it is, and may raise bringing_in.Stopped. `without_bad` keeps
    the good lines and leaves the others. Raises as `judge` does.
    """
    rights.require(signed, "people")
    with parts.db.transaction(signed.organisation) as tx:
        earlier.alone(tx)
        reading = _Reading(parts, signed, tx, _ignore, tell)
        good, look = reading.all_of(content), reading.look
        if look.bad and not without_bad:
            return look
        for whose, one in good:
            earlier.keep(tx, whose.key, parts.new_id(), whose.id, one)
            look.kept += 1
            tell("Bringing in", look.kept / len(good))
        for person in {whose.id for whose, _ in good}:
            line = parts.new_id()
            enrolment.audit(tx, line, signed.actor, "brought in tries", person)
    return look


@dataclass(frozen=True, slots=True)
class _Whose:
    """Somebody of the file: her key and zone, and what stands of hers already."""

    id: UUID
    name: str
    zone: str
    key: Key
    stand: set[tuple[date, str]]


class _Reading:
    """Reads a file through once, in one transaction."""

    def __init__(
        self,
        parts: Parts,
        signed: Signed,
        tx: Tx,
        aside: Callable[[Sheet, Line, tuple[Problem, ...]], None],
        tell: Callable[[str, float], None],
    ) -> None:
        self.look = Look()
        self._parts, self._signed, self._tx = parts, signed, tx
        self._aside, self._tell = aside, tell
        self._tenant: Tenant = parts.tenant(signed.organisation)
        self._known: dict[str, _Whose | None] = {}

    def all_of(self, content: bytes) -> list[tuple[_Whose, EarlierTry]]:
        """Return the tries that can be kept, each once; what else is, `look` says."""
        file, good = BytesIO(content), list[tuple[_Whose, EarlierTry]]()
        sheet = sheets.read(file, COLUMNS)
        for line in sheet.lines:
            self.look.read += 1
            if self.look.read > MOST_LINES:
                raise BadSheet(sheets.WHOLE, TOO_MANY)
            good += self._one(sheet, line)
            self._tell("Checking", file.tell() / len(content))
        self.look.people = len({whose.id for whose, _ in good})
        return good

    def _one(self, sheet: Sheet, line: Line) -> Iterator[tuple[_Whose, EarlierTry]]:
        whose, one, problems = self._judged(line)
        if whose is None or one is None:
            self._bad(sheet, line, problems)
            return
        at = (one.day, _folded(one.told["words"]))
        if at in whose.stand:
            self.look.there += 1
            return
        whose.stand.add(at)
        self._screened(line, whose, one)
        yield whose, one

    def _bad(self, sheet: Sheet, line: Line, problems: tuple[Problem, ...]) -> None:
        look = self.look
        look.bad += 1
        look.found += len(problems)
        look.problems += problems[: MOST_SHOWN - len(look.problems)]
        self._aside(sheet, line, problems)

    def _judged(
        self, line: Line
    ) -> tuple[_Whose | None, EarlierTry | None, tuple[Problem, ...]]:
        if line.cells is None:
            return None, None, (importing.misfit(line),)
        wrong: list[Refused] = []
        whose = _tried(wrong, lambda: self._whose((line.cells or {})["number"]))
        now = self._tx.now.astimezone(ZoneInfo(whose.zone if whose else "UTC"))
        one = _read(line.cells, now, self._signed.name, wrong, late=whose is not None)
        told = tuple(Problem(line.number, one.field, one.mend) for one in wrong)
        return whose, None if wrong else one, told

    def _whose(self, written: str) -> _Whose:
        number = e164(written, self._tenant.country, "number")
        if number not in self._known:
            row = earlier.whose(self._tx, self._tenant.hashes.hash(number))
            self._known[number] = None if row is None else self._opened(row)
        found = self._known[number]
        if found is None:
            raise Refused("number", "nobody here has this number; enrol them first")
        return found

    def _opened(self, row: Found) -> _Whose:
        key = views.key_of(self._parts.vault, row)
        name = views.name_of(self._parts.vault, row)
        stand = earlier.stand(self._tx, key, row["id"])
        told = {(day, _folded(words)) for day, words in stand}
        return _Whose(row["id"], name, row["zone"], key, told)

    def _screened(self, line: Line, whose: _Whose, one: EarlierTry) -> None:
        """Tell of words that may mean danger, of which nobody else is told."""
        words = " \n".join(filter(None, one.told.values()))
        if crisis.screen(words).level is not crisis.Level.NONE:
            told = Danger(line.number, whose.id, whose.name, one.day, words)
            self.look.danger.append(told)


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


# ---- the cells of a line ----


def _tried(wrong: list[Refused], read: Callable[[], T]) -> T | None:
    """Return what is read; None with its refusal kept."""
    try:
        return read()
    except Refused as refused:
        wrong.append(refused)
        return None


def _read(
    line: Mapping[str, str], now: datetime, by: str, wrong: list[Refused], *, late: bool
) -> EarlierTry:
    """Return a try as a line says it; what cannot stand is added to `wrong`.

    `now` is by her clock; `late` says that it is known.
    """
    day = _tried(wrong, lambda: _day(line["date"])) or now.date()
    wall = _tried(wrong, lambda: _wall(line))
    if late:
        _tried(wrong, lambda: _over(day, wall, now))
    given = {n: _tried(wrong, partial(_given, n, line)) for n in earlier.NUMBERS}
    told = {
        name: _tried(wrong, partial(_words, column, line, most)) or ""
        for column, (name, most) in WORDS.items()
    }
    outcome = _tried(wrong, lambda: _one_of("outcome", line, OUTCOMES))
    label = _tried(wrong, lambda: _one_of("label", line, LABELS))
    at = now.astimezone(ZoneInfo("UTC"))
    of = outcome or OUTCOMES[0], label or LABELS[0]
    return EarlierTry(day, wall, *of, told, given, by, at)


def _day(written: str) -> date:
    try:
        found = date.fromisoformat(_parted(written)[0])
    except ValueError:
        found = date.min
    if found.year < FIRST_YEAR:
        raise Refused("date", "write a day as year-month-day, like 2026-03-02")
    return found


def _parted(written: str) -> tuple[str, str]:
    """Return the day and the time of a cell that may hold both."""
    day, _, wall = written.strip().replace("T", " ").partition(" ")
    return day, wall.strip()


def _wall(line: Mapping[str, str]) -> time | None:
    written = line.get("time", "").strip() or _parted(line["date"])[1]
    if not written:
        return None
    try:
        found = time.fromisoformat(written.zfill(5))
    except ValueError:
        found = None
    if found is None or found.tzinfo:
        raise Refused("time", "write a time of their own clock, like 18:30")
    return found.replace(second=0, microsecond=0)


def _over(day: date, wall: time | None, now: datetime) -> None:
    """Raise Refused for what is still to come."""
    if day > now.date():
        raise Refused("date", "this day is still to come where they are")
    if wall and day == now.date() and wall > now.time():
        raise Refused("time", "this time is still to come where they are")


def _given(name: str, line: Mapping[str, str]) -> int | None:
    written = line.get(name, "").strip()
    if not written:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) < 3):  # noqa: PLR2004 -- up to 10
        written = "99"
    if int(written) > MOST_GIVEN:
        raise Refused(name, "write 0 to 10, or leave it empty")
    return int(written)


def _words(column: str, line: Mapping[str, str], most: int) -> str:
    words = door.clean(line.get(column, "")).text.strip()
    if len(words) > most:
        raise Refused(
            column,
            "make it shorter: %(most)s characters fit, and these are %(many)s",
            most=most,
            many=len(words),
        )
    return words


def _one_of(column: str, line: Mapping[str, str], known: tuple[str, ...]) -> str:
    written = line.get(column, "").strip().casefold() or known[0]
    if written not in known:
        listed = ", ".join(known)
        raise Refused(column, "write one of %(known)s, or leave it empty", known=listed)
    return written


def template(said: Callable[[str], str]) -> str:
    """Return a file with the columns and one line as an example, in `said` words."""
    written = StringIO(newline="")
    writer, columns = csv.writer(written), COLUMNS.read
    writer.writerow(columns)
    writer.writerow(cells.safe(said(EXAMPLE.get(name, ""))) for name in columns)
    return written.getvalue()
