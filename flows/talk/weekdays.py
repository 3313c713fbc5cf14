"""Reads days of the week out of what a person wrote: M W F, mon-thu, all but Sunday."""

import re
from datetime import date, timedelta

from flows.talk.lexicon import Weekdays
from flows.talk.said import Said
from flows.talk.spelling import fold

# Letters: 0-6 days, A all, W Monday to Friday, S Saturday and Sunday, > a range,
# - except, b but, ~ denied, m missed, n no, y yes, k unclear, q a correction, + plus.
_GROUPS = {"A": "0123456", "W": "01234", "S": "56"}
_RANGE = re.compile(r"([0-6])>([0-6])")
_LIST = re.compile(r"[0-6](?:>[0-6]){2,}")  # "mon-wed-fri"
_TOKENS = re.compile(
    r"\w+|[-\u2013+,.;\n\u2705\u2714\u2611\U0001f44d\u274c\u2716\u2717\U0001f44e\U0001f6ab]"
)
_A_DAY = re.compile("[0-6AWS]")
_GROUP = re.compile("[AWS]")
# "all but Sunday" leaves one out, "not Monday but Tuesday" does not.
_ALL_BUT = re.compile(r"([0-6]{5,})b(?=x*[0-6])")
_NO_AFTER = re.compile(r"([0-6])\|n(?=$|\|[0-6])")  # "monday, no, tuesday"
_LIST_MISSED = re.compile(r"(m[^|ny~m]*)((?:\|[0-6]+(?=\||$))+)")  # "skipped mon, tue"
_LIST_DENIED = re.compile(r"([0-6](?:\|[0-6])*)\|([0-6]{2,})(?=[n~])")
_MARKED = re.compile(r"[0-6]+|[ny~]")
# Each day with a sign of its own: "mon - tue +", "+mon -tue".
_SIGNED = re.compile(r"(?:(?:[0-6AWS]\|*)+[+>]\|*)+")
_SIGNED_BEFORE = re.compile(r"(?=.*>)\|*(?:[+>]\|*(?:[0-6AWS]\|*)+)+")
_A_SIGN = re.compile(r"\+[x|]*(?![x|]*[0-6AWS])")
_GLUED = re.compile(r"\w[-\u2013]\w")
_WEEK = 7


def named(said: Said, table: Weekdays) -> frozenset[int] | None:
    """Return the days (0 is Monday) that `said` names; empty where it says none.

    None when it does not tell.
    """
    if table.span.fullmatch(said.plain.strip(" .!")):
        return frozenset(range(5))
    if table.none.nearest(said.norm):
        return frozenset()
    tokens = _without_verbs(_TOKENS.findall(fold(said.plain)), table)
    signed = _signs_read(table.tagger.letters(tokens, tokens, forgiving=True), said)
    return None if signed is None else _of_row(signed, said, table)


def _of_row(signed: str, said: Said, table: Weekdays) -> frozenset[int] | None:
    row = signed.replace("+", "")
    plain = not _RANGE.search(row) and not set("n~m-q") & set(row)
    plain = plain and not {"+", ">"} <= set(signed)  # "m+ t- w+"
    lettered = _lettered(_told(said, table), table) if plain else None
    if lettered:
        return lettered
    none_first = bool(said.words) and said.words[0] in table.none_first
    days = _spelt_out(row, none_first=none_first)
    if days is not None:
        return days
    if none_first:
        return frozenset()
    first = " ".join(said.clauses[0][0]) if said.clauses else ""
    return frozenset() if table.none.nearest(first) else None


def _signs_read(row: str, said: Said) -> str | None:
    """Write the plus and the minus of each day as its yes and its no.

    None where they are unclear; a plus between days is an "and", and stays.
    """
    if "+" in row and (_SIGNED.fullmatch(row) or _SIGNED_BEFORE.fullmatch(row)):
        # "mon-fri +" may be a range, and done.
        glued = ">" in row and _GLUED.search(said.plain)
        return None if glued else row.replace("+", "y").replace(">", "n")
    unclear = row.endswith(">") or (">" in row and _A_SIGN.search(row))
    return None if unclear else row  # "mon -"


def names_any(said: Said, table: Weekdays) -> bool:
    """Say whether a text names a day, or a group of them, in whole words."""
    return bool(_A_DAY.search(table.tagger.letters(said.words, said.words)))


def _told(said: Said, table: Weekdays) -> list[str]:
    return [word for word in said.words if word not in table.fillers or len(word) == 1]


def _spelt_out(row: str, *, none_first: bool) -> frozenset[int] | None:
    """Tell the days of a row; None where it is unclear, or no day of it stands."""
    if "k" in row:
        return None
    named, _, but = _units(row).partition("-")
    if not _A_DAY.search(named):
        none = none_first or any(letter in named for letter in "n~")
        return _days(but) or None if none else None  # "none except Monday"
    before, corrected, after = named.rpartition("q")
    if corrected and _A_DAY.search(after):
        if len(_days(before)) > 1:
            return None
        named = after
    kept, denied = _marked(named)
    if kept is None:
        return None
    left = kept - denied - _days(but)
    if not left and but and denied:
        left = _days(but)  # "all no except tuesday"
    return left or (frozenset() if len(denied) == _WEEK else None)


def _units(row: str) -> str:
    """Write groups and ranges as their days: what denies one denies all of it."""
    row = _LIST.sub(lambda found: found[0].replace(">", ""), row)
    row = _LIST_DENIED.sub(lambda found: found[0].replace("|", ""), row)
    row = _RANGE.sub(_opened, _GROUP.sub(lambda found: _GROUPS[found[0]], row))
    row = _LIST_MISSED.sub(lambda found: found[0].replace("|", ""), row)
    row = row.replace(">", "").replace("m", "~")
    row = _ALL_BUT.sub(r"\1-", row).replace("b", "|")
    return _NO_AFTER.sub(r"\1n", row)


Marked = tuple[frozenset[int] | None, frozenset[int]]


def _marked(row: str) -> Marked:
    """Tell the days that stand and those denied; None for the first if it is unclear.

    Only what is denied after it was named counts as denied: "not every day" is unclear.
    """
    kept: set[int] = set()
    denied: set[int] = set()
    for part in row.split("|"):
        signs = _MARKED.findall(part)
        if not any(sign[0].isdigit() for sign in signs):
            continue
        if signs[0] in "ny~":
            found = _led(signs)
            if found is None:
                return None, frozenset()
            stand, fall = found, frozenset[int]()
        else:
            stand, fall = _followed(signs)
        kept, denied = (kept - fall) | stand, (denied - stand) | fall
    return frozenset(kept), frozenset(denied)


def _led(signs: list[str]) -> frozenset[int] | None:
    """Read days after what is said of them: "no mon, yes tue"; None if unclear."""
    kept: frozenset[int] = frozenset()
    last = signs[-1]
    if last in "ny~" and signs[-2][0].isdigit():
        told = next(sign for sign in reversed(signs[:-1]) if sign in "ny~")
        if (last == "y") != (told == "y"):
            if len(signs[-2]) == 1:
                return None  # "no mon yes"
            # "skipped mon tue yes"
            signs = [*signs[:-2], signs[-2][:-1], last, signs[-2][-1]]
    stands = True
    for sign in signs:
        if sign[0].isdigit():
            kept |= _days(sign) if stands else frozenset()
        else:
            stands = sign == "y"
    return kept


def _followed(signs: list[str]) -> tuple[frozenset[int], frozenset[int]]:
    """Read days before what is said of them: "mon no tue yes"."""
    named = _days("".join(signs))
    ends = signs[-1] in "ny~"
    denied: set[int] = set()
    open_days: frozenset[int] = frozenset()
    stands = True
    for sign in signs:
        if sign[0].isdigit():
            if not stands:
                denied |= _days(sign)
            open_days = open_days | _days(sign) if stands else frozenset()
            stands = True
        elif sign == "y":
            open_days = frozenset()
        elif open_days and (ends or sign == "n"):
            denied |= open_days
            open_days = frozenset()
        else:
            stands = ends  # "mon not tue"
    return named - denied, frozenset(denied)


def _days(row: str) -> frozenset[int]:
    return frozenset(int(letter) for letter in row if letter in "0123456")


def _without_verbs(tokens: list[str], table: Weekdays) -> list[str]:
    """Leave out "sat" where no other day shows that it is one: "I sat down"."""
    others = [token for token in tokens if token not in table.also_verbs]
    sure = len(tokens) - len(others) > 1 or _A_DAY.search(
        table.tagger.letters(others, others)
    )
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
