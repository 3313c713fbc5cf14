"""Reads numbers, lengths and times of day out of what a person wrote or said.

A text becomes a row of letters, `#` for each number; what stands around a number then
says whether it counts. A range takes its lower end, a decimal its whole part, a
correction what was said last.
"""

import re
from collections.abc import Callable

from flows.talk.lexicon import Amounts
from flows.talk.said import Said
from flows.talk.spelling import fold
from flows.talk.tagging import Tagger

_TOKENS = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|[-\u2013/%:;.,!?\n+\u00bd]")
_CLOCK_TOKENS = re.compile(
    r"(?<!\d)(\d{1,2})[:.h](\d\d)(?!\d)|(?<![\d+])([01]?\d|2[0-3])([0-5]\d)(?!\d)"
    r"|\d+|[^\W\d_]+|[-\u2013/;,!?\n]"
)
_LARGEST = 9_999  # more is no answer but a number to call
_ONES = frozenset({"one", "uno"})
_NO_FIGURE = "any"  # stands for a "one" that counts nothing: "this one"
_LONG_ENOUGH = 4  # letters; a slip in a shorter word makes another word
_TOP = 10
# "7, no 8", not "7, no, 8": either is denied. A "no" is d in lengths, c in numbers.
_EITHER = tuple(
    re.compile(rf"x*[#T][A-Zhms]*\|*{no}[x~]*[#T][A-Zhms]*\|*") for no in "dc"
)

Row = tuple[str, list[float]]


def scale(said: Said, amounts: Amounts) -> int | None:
    """Read how sure or how much, 0 to 10; None when it is not told."""
    known = amounts.scale.nearest(said.norm)
    if known is not None:
        return int(known)
    found = _number(said, amounts, units_count=False)
    if found is None and said.clauses:
        first = amounts.scale.nearest(" ".join(said.clauses[0][0]))
        return None if first is None else int(first)
    return found


def number(said: Said, amounts: Amounts) -> int | None:
    """Read a number, whole and not negative; None when there is none."""
    if said.norm in amounts.none:
        return 0
    return _number(said, amounts, units_count=True)


def _number(said: Said, amounts: Amounts, *, units_count: bool) -> int | None:
    text = amounts.ends.sub(" ", fold(said.plain))
    tokens = _numbered(_TOKENS.findall(text), amounts)
    letters, worths = _row(amounts.around, tokens, amounts)
    if not worths:
        tokens = [_spelt(token, amounts) for token in tokens]
        letters, worths = _row(amounts.around, tokens, amounts)
    letters, worths = _in_tenths(letters, worths, rated=not units_count)
    return _chosen(_standing(letters, units_count=units_count), worths)


def _spelt(token: str, amounts: Amounts) -> str:
    if len(token) < _LONG_ENOUGH:
        return token
    return amounts.nearly.nearest(token) or token


def _numbered(tokens: list[str], amounts: Amounts) -> list[str]:
    """Write "one" as a figure where it is a number, and join "twenty" and "five"."""
    out: list[str] = []
    for at, token in enumerate(tokens):
        if token in _ONES and not _is_figure(tokens, at, amounts):
            out.append(_NO_FIGURE)
        elif out and _is_tens(out[-1], amounts) and 0 < _worth(token, amounts) < _TOP:
            out[-1] = str(int(_worth(out[-1], amounts) + _worth(token, amounts)))
        elif token not in _JOINING or not _joins(tokens, at, amounts):
            out.append(token)
    return out


_JOINING = frozenset({"y", "-"})


def _joins(tokens: list[str], at: int, amounts: Amounts) -> bool:
    """Say whether "y" or a dash is inside a number: treinta y cinco, twenty-five."""
    inside = 0 < at < len(tokens) - 1
    return (
        inside
        and _is_tens(tokens[at - 1], amounts)
        and 0 < _worth(tokens[at + 1], amounts) < _TOP
        and not tokens[at + 1].isdecimal()
    )


def _is_tens(token: str, amounts: Amounts) -> bool:
    worth = amounts.numbers.get(token, 0)
    return 20 <= worth < 100 and worth % _TOP == 0  # noqa: PLR2004 -- twenty to ninety


def _is_figure(tokens: list[str], at: int, amounts: Amounts) -> bool:
    before = tokens[at - 1] if at else "."
    after = tokens[at + 1] if at + 1 < len(tokens) else "."
    ends = not after[0].isalnum() or after in ("or", "o", "to", "out", "sobre", "de")
    begins = not before[0].isalpha() or _is_tens(before, amounts)
    return (begins and ends) or before in amounts.before_one


def _worth(token: str, amounts: Amounts) -> float:
    known = amounts.numbers.get(token)
    if known is not None:
        return known
    if not token[0].isdecimal() or ":" in token:
        return -1
    return float(token.replace(",", ".")) if len(token) < _TOP else _LARGEST + 1


def _row(
    tagger: Tagger, tokens: list[str], amounts: Amounts, *, forgiving: bool = False
) -> Row:
    letters = tagger.letters(tokens, tokens, forgiving=forgiving)
    if not amounts.no_corrects and _EITHER[tagger is amounts.around].fullmatch(letters):
        return "", []
    worths = [worth for token in tokens if (worth := _worth(token, amounts)) >= 0]
    return letters, worths


_WHOLES = (5, 10, 100)
_OF_A_WHOLE = re.compile(r"#o#|#P")


def _in_tenths(letters: str, worths: list[float], *, rated: bool) -> Row:
    """Bring "70%" and "70 out of 100" to tenths, and drop what they are out of."""
    kept = list(worths)
    for found in reversed(list(_OF_A_WHOLE.finditer(letters))):
        at = letters.count("#", 0, found.start())
        whole = 100 if found[0] == "#P" else worths[at + 1]
        if rated and whole == worths[at] + 1 and whole not in _WHOLES:
            continue  # "6/7" is one or the other
        if rated and whole not in _WHOLES and worths[at] > whole:
            letters = letters[: found.start()] + ".o." + letters[found.end() :]
            continue  # "24/7" is no rate
        if rated and whole:
            kept[at] = min(worths[at] * _TOP / whole, _TOP)
        if found[0] == "#o#":
            del kept[at + 1]
            letters = letters[: found.start()] + "#" + letters[found.end() :]
    return letters, kept


_UNITS = re.compile(r"#(?=u)")
# No answer even where nothing else is one: "not 100%", "3 more than yesterday".
_NEVER = re.compile(r"(?<=d)#(?:r#)?|^c#(?=P)|#(?=D)")
_DENIED = re.compile(r"#(?=\|*c\|?#)|(?<=^c)#|(?<=d)#|(?<=[deD]x)#|(?<=[eD])#")
_CLAUSE = re.compile(r"[^|bn]+|n[^|bn]*")


def _standing(letters: str, *, units_count: bool) -> str:
    """Write as `.` each number that does not count."""
    if not units_count:
        letters = _NEVER.sub(_fallen, _UNITS.sub(".", letters))
    letters = _unless_all_fall(letters, _DENIED.sub(".", letters))
    after = letters.rpartition("q")
    if "#" in after[2]:
        letters = after[0].replace("#", ".") + after[1] + after[2]
    clauses = [found[0] for found in _CLAUSE.finditer(letters)]
    now = [clause for clause in clauses if clause[0] == "n" and "#" in clause]
    if now:
        return _only(letters, lambda clause: clause is not now[0] and clause != now[0])
    return _unless_all_fall(letters, _only(letters, lambda clause: "p" in clause))


def _fallen(found: re.Match[str]) -> str:
    return found[0].replace("#", ".")


def _only(letters: str, falls: Callable[[str], bool]) -> str:
    return _CLAUSE.sub(
        lambda found: found[0].replace("#", ".") if falls(found[0]) else found[0],
        letters,
    )


def _unless_all_fall(before: str, after: str) -> str:
    return after if "#" in after else before


_RANGE = re.compile(r"#r#|#o#")


def _chosen(letters: str, worths: list[float]) -> int | None:
    places = [at for at, letter in enumerate(letters) if letter in "#."]
    standing = [worths[place] for place, at in enumerate(places) if letters[at] == "#"]
    if not standing or standing[0] > _LARGEST:
        return None
    first = letters.index("#")
    if _RANGE.match(letters, first):
        return int(min(standing[0], standing[1]))
    return int(standing[0])


# ---- lengths ----

_HOUR = 60
_ONE_HALF = re.compile("\\b1 ?[/\u2044] ?2\\b")
_PARTS = {"H": 30, "Q": 15}
_QUARTERS = re.compile(
    r"\b(?:(\d{1,2}) (?:and |y )?)?([13]) ?[/\u2044] ?4 ?(?:of |de )?(?:an? |una )?"
    r"(?:h|hrs?|hours?|horas?)\b"
)
# "1:15" is an hour and a quarter; from "5:00" on it might be minutes, or a time.
_ON_A_CLOCK = re.compile(
    r"^\D*?(?<!at )(?<!las )\b([0-4]):([0-5]\d)\b(?! ?[ap]\.?m)(?!.*\d)", re.DOTALL
)
_BEFORE_CORRECTION = re.compile(r"^.*q(?=.*[#HQhms])")
_NOT_SO_LONG = re.compile(r"d#(~#)?[hms]?")
_LENGTHS = re.compile(
    r"(?P<quarters>#)Qo?h|(?P<part_alone>[HQ])o*h|"
    r"(?P<hours>#)?(?:~#)?o?(?P<half_before>&?o?H)?o?h"
    r"(?:&?o?(?P<part>[HQ])(?:oh)?|&?(?P<odd>#)m?)?"
    r"|(?P<minutes>#)(?:[~&]#)?(?:&?o?H)?o?m|o?(?P<a_minute>m)"
    r"|(?P<seconds>#)(?:[~&]#)?s|(?P<bare>#)"
)


def minutes(said: Said, amounts: Amounts) -> int | None:
    """Read a length in whole minutes, the bare number too; None when there is none."""
    text = _ONE_HALF.sub(" \u00bd ", fold(said.plain))
    text = _ON_A_CLOCK.sub(_clocked, _QUARTERS.sub(_in_quarters, text))
    tokens = _numbered(_TOKENS.findall(text), amounts)
    tokens = [
        token
        for token in tokens
        if token.isalnum() or token[0] in "-/\u2013\u00bd" or token[0].isdecimal()
    ]
    letters, worths = _row(amounts.duration, tokens, amounts, forgiving=True)
    if "#" not in letters and "h" not in letters and "m" not in letters:
        tokens = [_spelt(token, amounts) for token in tokens]
        letters, worths = _row(amounts.duration, tokens, amounts)
    start = _start(letters)
    found = _LENGTHS.search(letters, start)
    return _length(found, letters, worths) if found else None


def _in_quarters(found: re.Match[str]) -> str:
    return f"{_HOUR * int(found[1] or 0) + _PARTS['Q'] * int(found[2])} min"


def _clocked(found: re.Match[str]) -> str:
    return f"{_HOUR * int(found[1]) + int(found[2])} min "


def _start(letters: str) -> int:
    """Where the length begins that counts: after a correction, after what is denied."""
    corrected = _BEFORE_CORRECTION.match(letters)
    start = corrected.end() if corrected else 0
    denied = _NOT_SO_LONG.search(letters, start)
    rest = letters[denied.end() :] if denied else ""
    return denied.end() if denied and re.search(r"[#hm]", rest) else start


def _length(found: re.Match[str], letters: str, worths: list[float]) -> int | None:
    def worth(group: str) -> float | None:
        at = found.start(group)
        return worths[letters.count("#", 0, at)] if at >= 0 else None

    seconds, bare, quarters = worth("seconds"), worth("bare"), worth("quarters")
    plain = bare if bare is not None else worth("minutes")
    if plain is not None:
        length = plain
    elif seconds is not None:
        length = max(1, -(-seconds // _HOUR))
    elif quarters is not None:
        length = quarters * _PARTS["Q"]
    elif found["part_alone"]:
        length = _PARTS[found["part_alone"]]
    elif found["a_minute"]:
        length = 1
    else:
        length = _hours(found, worth)
    return int(length) if length <= _LARGEST else None


def _hours(found: re.Match[str], worth: Callable[[str], float | None]) -> float:
    hours = worth("hours")
    length = _HOUR * (1 if hours is None else hours)
    length += _PARTS.get(found["part"] or "", 0)
    if found["half_before"]:
        length += _PARTS["H"]
    return length + (worth("odd") or 0)


# ---- times of day ----

_TIMES = {
    True: re.compile(r"H#|(?P<minutes>[#QH])c?[pt](?P<hour>#)|##?|T|O|M"),
    False: re.compile(
        r"(?P<hour>#)c?(?P<side>[pt])(?P<minutes>[#QH])|[#Q]v#|##?|T|O|M"
    ),
}
_TELLS_TIME = re.compile("[#TOM]")
_ROUND = (5, 10, 20, 25)  # minutes that are said before an hour
_NOON = 12
_NIGHT_BEGINS = 5
_ONE_OCLOCK = _ONES | {"una"}


def clock(said: Said, amounts: Amounts) -> str | None:
    """Read a time of day as HH:MM; as written where no part of the day is told."""
    tokens, times = _clock_tokens(fold(said.plain))
    tokens = _numbered(tokens, amounts)
    letters, worths = _row(amounts.time, tokens, amounts)
    if not _TELLS_TIME.search(letters):
        tokens = [_spelt(token, amounts) for token in tokens]
        letters, worths = _row(amounts.time, tokens, amounts)
    start = _clock_start(letters)
    for found in _TIMES[amounts.minutes_first].finditer(letters, start):
        hour, minute = _time(found, letters, worths, times)
        if hour is not None and hour < 2 * _NOON and minute < _HOUR:
            return _written(hour, minute, letters[start:])
    return None


def _clock_tokens(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    tokens: list[str] = []
    times: list[tuple[int, int]] = []
    for found in _CLOCK_TOKENS.finditer(text):
        hour, minute = found[1] or found[3], found[2] or found[4]
        word = "1" if found[0] in _ONE_OCLOCK else found[0]
        tokens.append(f"{hour}:{minute}" if hour else word)
        if hour:
            times.append((int(hour), int(minute)))
    return tokens, times


def _clock_start(letters: str) -> int:
    letters = letters.replace("|d|", "|s|")  # "a las 7, no, a las 8"
    at = letters.rfind("s")
    told = _TELLS_TIME.search(letters, at + 1)
    denied = re.match(r"[^#TOM]*dx{0,2}[#TOM]c?(?=.*[#TOM])", letters)
    if at >= 0 and told:
        return at + 1
    return denied.end() if denied else 0


def _time(
    found: re.Match[str],
    letters: str,
    worths: list[float],
    times: list[tuple[int, int]],
) -> tuple[int | None, int]:
    sign = found[0]
    if sign == "T":
        return times[letters.count("T", 0, found.start())]
    if sign in "OM":
        return (_NOON if sign == "O" else 0), 0
    at = letters.count("#", 0, found.start())
    if sign == "##":
        return int(worths[at]), int(worths[at + 1])
    if "v" in sign:  # "cuarto para las siete"
        short, hour = (
            (_PARTS["Q"], worths[at]) if sign[0] == "Q" else worths[at : at + 2]
        )
        return (int(hour) - 1) % 24, _HOUR - int(short)
    if sign in ("#", "H#"):
        return int(worths[at]), 30 if sign == "H#" else 0
    return _around_the_hour(found, letters, worths)


def _around_the_hour(
    found: re.Match[str], letters: str, worths: list[float]
) -> tuple[int | None, int]:
    at = letters.count("#", 0, found.start("hour"))
    hour = int(worths[at])
    said = found["minutes"]
    other = letters.count("#", 0, found.start("minutes"))
    minute = _PARTS[said] if said in _PARTS else int(worths[other])
    if "t" not in found[0]:
        return hour, minute
    if said == "#" and minute not in _ROUND:
        return int(worths[letters.count("#", 0, found.start())]), 0  # "7 to 8"
    return (hour - 1) % 24, _HOUR - minute


def _written(hour: int, minute: int, letters: str) -> str:
    late = "P" in letters or ("O" in letters and "#" in letters)
    if late and hour < _NOON:
        hour += _NOON
    elif "A" in letters and hour == _NOON:
        hour = 0
    elif "N" in letters and not late:
        hour = _at_night(hour)
    return f"{hour:02}:{minute:02}"


def _at_night(hour: int) -> int:
    if hour == _NOON:
        return 0
    return hour + _NOON if _NIGHT_BEGINS <= hour < _NOON else hour
