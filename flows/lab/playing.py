"""What a persona does on a day, and what she answers: the same seed, the same life.

Law: nothing is drawn but from the persona's seed and the place of the draw, so that a
rehearsal can be told again word by word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from hashlib import sha256

from flows.lab.personas import WEEK, Answers, Expects, Persona

LETTERS = ("M", "T", "W", "Th", "F", "Sa", "Su")
LETTERS_ES = ("L", "M", "X", "J", "V", "S", "D")


@dataclass(frozen=True, slots=True)
class Own:
    """She acts by herself at this wall time, and tells it in these words ("": not)."""

    at: time
    says: str


@dataclass(frozen=True, slots=True)
class Reply:
    """She answers after so many minutes; `tried` when she acted on it first.

    `says` are her words; several are what she does in a call, in order.
    """

    after: int
    says: tuple[str, ...]
    tried: bool = False


def draw(persona: Persona, *salt: object) -> float:
    """Return a number from 0 up to 1 that follows from the seed and its place."""
    written = "/".join(map(str, (persona.seed, *salt)))
    return int.from_bytes(sha256(written.encode()).digest()[:6]) / 2**48


def own(persona: Persona, day: int, weekday: int) -> Own | None:
    """Return what she does by herself on a day, or None; `weekday` from 0 (Monday)."""
    for acts in persona.acts:
        if (
            day in acts.days
            and str(weekday) in acts.on
            and draw(persona, day, "acts") < acts.share
        ):
            told = draw(persona, day, "tells") < acts.tells
            said = _one(persona, acts.says, day, "says") if told else ""
            return Own(_between(persona, acts.at, day), said)
    return None


@dataclass(frozen=True, slots=True)
class Came:
    """Something that came to her on a day of the rehearsal, from 0.

    `asked` is what it may be taken for, the nearest first: its kind, what it awaits.
    `place` sets it apart from what else came that day, so that each is drawn by itself
    (see Seen); `acted` says that she has tried today; `week` are the weekdays
    (0 = Monday) of the last seven days on which she tried.
    """

    day: int
    asked: tuple[str, ...]
    place: str
    acted: bool = False
    week: tuple[int, ...] = ()


@dataclass(slots=True)
class Seen:
    """Counts what came on a day, each sort by itself.

    So what is drawn for a question follows from the day and the question: whatever came
    on other days, or was asked besides, changes nothing of it.
    """

    _day: int = -1
    _of: Counter[str] = field(default_factory=Counter)

    def place(self, day: int, sort: str) -> str:
        """Return the place of what comes now; `sort` is its kind, or the question."""
        if day != self._day:
            self._day, self._of = day, Counter()
        self._of[sort] += 1
        return f"{sort}/{self._of[sort] - 1}"


def reply(persona: Persona, came: Came) -> Reply | None:
    """Return how she answers something that came, or None when she does not."""
    day, place = came.day, came.place
    answers = _fitting(persona, day, came.asked)
    if answers is None or draw(persona, day, place, "answers") >= answers.share:
        return None
    first, last = answers.after
    after = first + int(draw(persona, day, place, "after") * (last - first + 1))
    if answers.to == "call":
        return Reply(after, answers.says)
    tried = came.acted or draw(persona, day, place, "tried") < answers.tried
    said = answers.says if tried or not answers.otherwise else answers.otherwise
    one = _one(persona, said, day, place)
    return Reply(after, (_days(persona, came.week) if one == WEEK else one,), tried)


def _fitting(persona: Persona, day: int, asked: Sequence[str]) -> Answers | None:
    rows = [row for row in persona.answers if day in row.days]
    for to in asked if "call" in asked else (*asked, "any"):
        found = next((row for row in rows if row.to == to), None)
        if found is not None:
            return found
    return None


def _days(persona: Persona, week: Sequence[int]) -> str:
    letters = LETTERS_ES if persona.language.startswith("es") else LETTERS
    return " ".join(letters[day] for day in sorted(set(week))) or "0"


def _one(persona: Persona, said: Sequence[str], *salt: object) -> str:
    return said[int(draw(persona, *salt, "word") * len(said))]


def _between(persona: Persona, at: tuple[time, time], day: int) -> time:
    first, last = (one.hour * 60 + one.minute for one in at)
    hour, minute = divmod(
        first + int(draw(persona, day, "at") * (last - first + 1)), 60
    )
    return time(hour, minute)


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day: how often each thing, and the rung at its end."""

    number: int
    counts: Mapping[str, int]
    rung: int


def broken(persona: Persona, days: Sequence[Day]) -> tuple[str, ...]:
    """Return a sentence for each expectation of the persona that did not hold."""
    return tuple(
        told
        for expects in persona.expects
        for told in (_told(expects, _found(expects, days)),)
        if told
    )


def _found(expects: Expects, days: Sequence[Day]) -> int:
    of, span = expects.of, expects.days
    if of == "rung":
        return next((one.rung for one in reversed(days) if one.number in span), 0)
    return sum(one.counts.get(of, 0) for one in days if one.number in span)


def _told(expects: Expects, found: int) -> str:
    least, most = expects.least, expects.most
    span = f"days {expects.days.first}-{expects.days.last}"
    if least is not None and found < least:
        return f"{span}: {expects.of} is {found}, expected {least} at least"
    if most is not None and found > most:
        return f"{span}: {expects.of} is {found}, expected {most} at most"
    return ""
