"""Reads days of the week out of what a person wrote: M W F, mon-thu, all but Sunday."""

import re
from datetime import date, timedelta

from flows.talk.lexicon import Weekdays
from flows.talk.said import Said
from flows.talk.spelling import fold

# Letters: 0-6 days, A all, W Monday to Friday, S Saturday and Sunday, > a range,
# - except, ~ denied, n no, y yes, k unclear.
_GROUPS = {"A": "0123456", "W": "01234", "S": "56"}
_RANGE = re.compile(r"([0-6])>([0-6])")
_DENIED = re.compile(
    r"~[^0-6|]{0,3}[0-6](?!y)|[0-6](?=n)(?!n[0-6]n)|[0-6](?=n|\|n\|[0-6])"
)
_TOKENS = re.compile(r"\w+|[-\u2013,.;\n]")
_A_DAY = re.compile("[0-6AWS]")
_GROUP = re.compile("[AWS]")


def named(said: Said, table: Weekdays) -> frozenset[int] | None:
    """Return the days (0 is Monday) that `said` names; empty where it says none.

    None when it does not tell.
    """
    if table.span.fullmatch(said.plain.strip(" .!")):
        return frozenset(range(5))
    if table.none.nearest(said.norm):
        return frozenset()
    tokens = _without_verbs(_TOKENS.findall(fold(said.plain)), table)
    row = table.tagger.letters(tokens, tokens, forgiving=True)
    letters = not _RANGE.search(row) and _lettered(_told(said, table), table)
    days = letters or _spelt_out(row)
    if days:
        return days
    if said.words and said.words[0] in table.none_first:
        return frozenset()
    first = " ".join(said.clauses[0][0]) if said.clauses else ""
    return frozenset() if table.none.nearest(first) else None


def _told(said: Said, table: Weekdays) -> list[str]:
    return [word for word in said.words if word not in table.fillers or len(word) == 1]


def _spelt_out(row: str) -> frozenset[int]:
    if "k" in row:
        return frozenset()
    row = _RANGE.sub(_opened, _GROUP.sub(lambda found: _GROUPS[found[0]], row))
    named, _, but = row.partition("-")
    if not any(letter.isdigit() for letter in named):
        named, but = row, ""
    return _days(_DENIED.sub(".", named)) - _days(but)


def _days(row: str) -> frozenset[int]:
    return frozenset(int(letter) for letter in row if letter in "0123456")


def _without_verbs(tokens: list[str], table: Weekdays) -> list[str]:
    """Leave out "sat" where no other day shows that it is one: "I sat down"."""
    others = [token for token in tokens if token not in table.also_verbs]
    sure = _A_DAY.search(table.tagger.letters(others, others))
    spoken = [token for token in tokens if token not in table.fillers]
    return tokens if sure or len(spoken) == 1 else others


def week_until(last: date, days: frozenset[int]) -> tuple[date, ...]:
    """Return the dates of those days (0 is Monday) in the week that ended on `last`."""
    week = (last - timedelta(days=ago) for ago in range(6, -1, -1))
    return tuple(day for day in week if day.weekday() in days)


def _lettered(words: list[str], table: Weekdays) -> frozenset[int]:
    """Read days written as letters and short names alone: "M W F", "mwf", "t th"."""
    letters = words
    if len(words) == 1 and words[0] not in table.names:
        run = table.run.findall(words[0])
        letters = run if "".join(run) == words[0] else words
    days: list[int] = []
    for letter in letters:
        if letter in table.fillers and letter not in table.letters:
            continue
        day = _day_of(letter, days, table)
        if day is None:
            return frozenset()
        days.append(day)
    return frozenset(days)


def _day_of(letter: str, before: list[int], table: Weekdays) -> int | None:
    """Read one letter; of two days that share one, the second comes after the first."""
    day = table.names.get(letter, table.letters.get(letter))
    later = table.second.get(letter)
    if later is not None and before and max(before) >= (later[0]):
        return later[1]
    return day


def _opened(found: re.Match[str]) -> str:
    first, last = int(found[1]), int(found[2])
    return "".join(str((first + at) % 7) for at in range((last - first) % 7 + 1))
