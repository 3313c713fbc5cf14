"""Reads days of the week out of what a person wrote: M W F, mon-thu, all but Sunday."""

import re

from flows.talk import phrases
from flows.talk.spelling import LONGEST, normal


def named(text: str) -> frozenset[int]:
    """Return the days (0 is Monday) that `text` names; none when it names none."""
    norm = normal(text)
    if _MONDAY_TO_FRIDAY.fullmatch(text.strip()):
        return phrases.DAY_GROUPS["weekdays"]
    if any(f" {phrase} " in f" {norm} " for phrase in phrases.ALL_DAYS):
        words = ["all", *norm.split()]
    else:
        words = _ranges_opened(text)
    cut = next((at for at, word in enumerate(words) if word in phrases.EXCEPT), None)
    if cut:
        return _day_set(words[:cut]) - _day_set(words[cut + 1 :])
    return _day_set(words)


def _day_set(words: list[str]) -> frozenset[int]:
    rest = [word for word in words if word not in phrases.DAY_FILLER]
    lettered = _lettered(rest)
    if lettered:
        return lettered
    named = [day for word in rest for day in phrases.DAY_GROUPS.get(word, ())]
    sure = [word for word in rest if word in phrases.DAYS and word not in _VERBS]
    # "I sat down with my boss" names no day, "sat and mon" does.
    spoken = rest if sure or len(rest) == 1 else sure
    named += [phrases.DAYS[word] for word in spoken if word in phrases.DAYS]
    return frozenset(named)


_VERBS = frozenset({"sat", "sun", "wed"})


def _lettered(words: list[str]) -> frozenset[int]:
    """Read days written as letters and short names alone: "M W F", "mwf", "t th"."""
    letters = words
    if len(words) == 1 and words[0] not in phrases.DAYS:
        run = _RUN.findall(words[0])
        letters = run if "".join(run) == words[0] else words
    days: list[int] = []
    for letter in letters:
        day = _day_of(letter, days)
        if day is None:
            return frozenset()
        days.append(day)
    return frozenset(days)


_RUN = re.compile(r"th|tu|sa|su|[mtwrfsu]")


def _day_of(letter: str, before: list[int]) -> int | None:
    if letter == "t":  # the second T of "M T W T F" is Thursday
        return 3 if before and max(before) >= 1 else 1
    if letter == "s":
        return 6 if 5 in before else 5  # noqa: PLR2004 -- 5 is Saturday
    return phrases.DAYS.get(letter, phrases.LETTERS.get(letter))


def _ranges_opened(text: str) -> list[str]:
    """Write "mon-thu", "mon to thu" and "mon through thu" out day by day."""
    return normal(_RANGE.sub(_opened, text[:LONGEST].casefold())).split()


_NAMES_OF_DAYS = "|".join(sorted(phrases.DAYS, key=len, reverse=True))
_RANGE = re.compile(
    rf"\b({_NAMES_OF_DAYS})\s*(?:-|\u2013|to|through|thru|till|until)\s*({_NAMES_OF_DAYS})\b"
)
_MONDAY_TO_FRIDAY = re.compile(r"[mM] ?(-|\u2013|to) ?[fF]")
_SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _opened(found: re.Match[str]) -> str:
    first, last = (phrases.DAYS[name] for name in found.groups())
    return " ".join(_SHORT[(first + at) % 7] for at in range((last - first) % 7 + 1))
