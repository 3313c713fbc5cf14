"""Tells what a text about a chance is: a try, none, a plan, grief, a question.

Each clause is written as a row of letters (`tagging`), a small grammar over the letters
reads what the clause says, and the clauses together give the verdict. Effort counts:
what tells of any doing of her own is a try, however it went (#33).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flows.talk.lexicon import Ago
from flows.talk.said import Said
from flows.talk.tagging import Tagger

NEWS = "j"  # the letter of trouble and grief
MEANT = "q"  # the letter of "I mean"
BUT = ","  # the letter of "but"; a row that it leads begins with it
TODAY = "N"  # the letter of this day, and of a day that is over
PAST = "g"
# Letters that say how a try went. To what became of the chance they are no more than
# these: W did it badly, S did it shaking, F a flop, A poorly, V bad, U came to nothing.
_PLAINER = str.maketrans("WSFAVU", "ddfffm", f"{BUT}{TODAY}")
# To apologise (K, and P for what is over) is what one backs out into, or a try. Not to
# may be the step itself, or a miss of it: "I didn't apologise" is asked about.
_AS_EVER = str.maketrans("KP", "bd")
_EITHER = re.compile(r"^[^tbmdeD]*n[ixo]{0,3}[KP][^tbmde]*$")
# What a row of letters says, the first that fits:
#   T did it  F did part of it  O it did not come off  A it did  W was there
#   I in her head  P will
#   S would have  M did not  B backed out  L something is not so  Z no  Y yes  N news
#   U fed up or cannot say  K perhaps  X something else or somebody else
#   V not yet  H as if  J takes back what she said before
_CLAUSES = tuple(
    (re.compile(pattern), says)
    for pattern, says in (
        (r"D[ixo]*n[ixo]*[vde]", "T"),  # "it isn't that I didn't try"
        (r"D", "X"),
        (r"^n$", "Z"),
        (r"L[ir]{0,2}[de]$", "U"),  # "not sure I did"
        (r"H", "H"),
        (r"J", "J"),
        (r"^[^G]*G.*(n|w$)", "T"),  # "for once I didn't"
        (r"^[^deiwbmypsh]*nO|^O[^deiwbmnE]*$", "X"),  # "no contestó"
        (r"^[^f]*f.*C", "M"),  # "I did everything except that"
        (r"^[^de]*E|^o.*E", "M"),
        (r"h", "I"),
        (r"w.*R$", "M"),  # "went to the pub instead"
        (r"gi?y$|^y+g$|^g*y.?g", "T"),  # "yesterday yes"
        (r"nn[ixo]{0,3}[vde]", "T"),  # "I didn't not do it"
        (r"nx?[mb]", "T"),  # "I didn't stay quiet"; not "I didn't do it I froze"
        (r"^[^nspmbot]*(?<![xordnvjkB])[de]|^[^nspmb]*[iyq][de]", "T"),
        (r"^[^nshpmb]*[pmb][^nB]*i[de]", "T"),  # "despite being ill I did it"
        (r"[lL]", "U"),
        (r"n[ix]*[vde]+[ixvdewr]{0,3}Q+$", "F"),  # "I didn't say it well"
        (r"n[ixvdewr]{0,5}f", "F"),
        (r"n[ixvdewr]{0,5}u", "O"),
        (r"^[^deiy]{0,3}u$", "A"),
        (r"j", "N"),
        (r"^[^dew]*s", "S"),
        (r"n[^vde]*[vde]?t|tn|^[ix]*t[^d]*$", "V"),
        (r"^[^nzmb]*p", "P"),
        (r"^od[zy]$", "Y"),  # "he said no": so he was asked
        (r"^[^idewnmbz]*o[^izy]*$", "X"),
        (r"n[iptrgwo]*x?([vde]|$)|nw", "M"),
        (r"b", "B"),
        (r"m", "M"),
        (r"z", "Z"),
        (r"n", "L"),
        (r"^[^o]*(^|[iytqg])w", "W"),
        (r"^[^o]*y|y$", "Y"),
        (r"k", "K"),
        (r"t$", "V"),
    )
)
# What the clauses say together, the first that fits.
_TOGETHER = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"^X*H|J[^TJ]*$", "not_tried"),
        (r"I[^T]*T", "tried"),
        (r"I", "imagined"),
        (r"[TF]", "tried"),
        (r"^[^MZBS]*U[^MZBS]*$", "unsure"),
        (r"N(?!.*[MZBS])|[ZML]N$", "news"),
        (r"YZ+K|ZY+K", "unsure"),
        (r"^[XKZ]*V[^MBS]*$", "not_yet"),
        (r"Y.*AZ", "tried"),
        (r"[MZBS][^Y]*$", "not_tried"),
        (r"[PV]", "not_yet"),
        (r"Y", "tried"),
        (r"^X*[OA][XOA]*$", "tried"),
        (r"W", "attended"),
        (r"L", "not_tried"),
    )
)
# How a try went, clause by clause: d it came off, e she made an effort, S she shook
#   w it went badly, x something did, s it came to nothing, o others did not like it
#   and the letters above; a comma stands before what follows a "but".
_FELL_SHORT = re.compile(
    r"e[^d]*[BOowxFs][^d]*$"  # "I tried and it went wrong"
    r"|e,[^deSYFITJ,][^d]*$"  # "I tried but the bell went"
    r"|d[^d]*(B|w|,[xO])[^d]*$"  # "I began and froze", "I did it but it went badly"
    r"|w([^d,]|,[ePMZS])*$"  # "it went badly"
    r"|A[Zs]|^[OoXYPL,]*[Oo][^d]*$|B[^d]*e[^d]*$"
)
# What a clause weighs: where it says one of these, and its row looks so; the first.
_WEIGHTS = tuple(
    (says, re.compile(sign), weight)
    for says, sign, weight in (
        ("TF", r"n[ixov]{0,3}[mbFAV]", "d"),  # "I did not freeze", "not bad"
        ("T", r"^[^d]*W|[de]o?x{0,2}A$|e[^nor]*[AF]", "w"),
        ("T", r"b", "eB"),
        ("T", r"g", "d"),  # what did not come today takes nothing from yesterday
        ("T", r"^[^d]*e[^d]*$", "e"),
        ("T", r"^[^d]*S[^d]*$", "S"),
        ("T", r"", "d"),
        ("X", r"S", "S"),
        ("X", r"o.*W", "X"),
        ("X", r"[WFA]", "x"),
        ("F", r"Q", "w"),
        ("M", r"[nU]", "s"),
        ("Z", r"^,?z$", "s"),
        ("O", r"o", "o"),
    )
)
_MISSES = "MZBSL"  # what a clause says that tells of no try
_TRIES = "TFYOAW"
# Two days in one breath: "yesterday no today yes", "skipped yesterday did it today".
_DAY_FIRST = re.compile(
    rf"(?:(?<![^c,])({PAST}[^c,{PAST}{TODAY}]+)({TODAY})"
    rf"|(?<![^c,])({TODAY}[^c,{PAST}{TODAY}]+)({PAST}))(?=[^c,])"
)
_DAY_BY_DAY = re.compile(
    rf"((?<![^c,])[^c,{PAST}{TODAY}]+[{PAST}{TODAY}])([^c,{PAST}{TODAY}]+[{PAST}{TODAY}])"
)
_TAKEN_BACK = ("(no)", "(not)", " /s")
A_STORY = 2  # words; fewer of mere presence could mean anything


@dataclass(frozen=True, slots=True)
class Story:
    """What a text tells: its kind, and whether a try in it fell short."""

    kind: str
    fell_short: bool = False


def story(said: Said, tagger: Tagger) -> Story:
    """Tell what `said` is: tried, imagined, not_tried, not_yet, news or unsure."""
    told = _told(said, tagger)
    if told.kind == "unsure":
        return _told(said, tagger, forgiving=True)
    return told


def is_news(said: Said, tagger: Tagger) -> bool:
    """Say whether `said` tells of trouble or grief, and of no try."""
    return tagger.may_say(NEWS, said.vocabulary) and _told(said, tagger).kind == "news"


def _told(said: Said, tagger: Tagger, *, forgiving: bool = False) -> Story:
    read = _corrected(list(_read(said, tagger, forgiving=forgiving)))
    read = _of_this_day(read)
    summary = "".join(says for _, says in read)
    if said.plain.rstrip(" .!").endswith(_TAKEN_BACK):
        summary += "J"
    kind = next((kind for sign, kind in _TOGETHER if sign.search(summary)), "unsure")
    if kind == "attended":
        kind = "tried" if len(said.words) >= A_STORY else "unsure"
    return Story(kind, fell_short=kind == "tried" and _fell_short(read))


def _read(said: Said, tagger: Tagger, *, forgiving: bool) -> Iterator[tuple[str, str]]:
    """Yield the rows of a text and what each says; a "but" leads the row it brings."""
    lead = day = ""
    for at, clause in enumerate(said.clauses):
        for row in _rows(tagger.letters(*clause, forgiving=forgiving)):
            if row in (TODAY, PAST) and at + 1 < len(said.clauses):
                day = row  # "today: yes"
                continue
            whole = row if row in (MEANT, BUT) else day + row
            if lead + whole == BUT + PAST:
                yield BUT + PAST, "T"  # "not today but yesterday"
            elif whole.strip(TODAY) and row != BUT:
                yield (row if row == MEANT else lead + whole), _heard(whole, said, at)
            lead = BUT if row == BUT else ""
            day = "" if row not in (MEANT, BUT) else day


def _rows(letters: str) -> Iterator[str]:
    apart = letters.replace(MEANT, f"c{MEANT}c").replace(BUT, "c" + BUT)
    if PAST in apart:
        apart = _DAY_BY_DAY.sub(r"\1c\2", _DAY_FIRST.sub(r"\1\3c\2\4", apart))
    return (row for row in apart.split("c") if row)


def _heard(row: str, said: Said, at: int) -> str:
    """Tell what a row says where it stands: asked, quoted, or told."""
    says = _says(row)
    if at in said.asked_herself and says not in "AI":
        return "X"
    if at in said.quoted:
        return "M" if "m" in row else "X"
    return "X" if says == "W" and at + 1 in said.quoted else says


@lru_cache(maxsize=1024)
def _says(row: str) -> str:
    if _EITHER.search(row):
        return "U"
    plainer = row.translate(_AS_EVER).translate(_PLAINER)
    return next((says for sign, says in _CLAUSES if sign.search(plainer)), "X")


def _corrected(read: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keep what comes after the last "I mean", where that says anything."""
    after = _after_meant(read)
    return after if any(says not in "XK" for _, says in after) else read


def _after_meant(read: list[tuple[str, str]]) -> list[tuple[str, str]]:
    at = max((at for at, (row, _) in enumerate(read) if row == MEANT), default=-1)
    return read[at + 1 :]


def _of_this_day(read: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out past misses beside a try: "today yes, yesterday no"."""
    if not any(says in "TFY" for _, says in read):
        return read
    return [(row, says) for row, says in read if PAST not in row or says not in _MISSES]


def _fell_short(read: list[tuple[str, str]]) -> bool:
    return bool(_FELL_SHORT.search("".join(map(_weight, read))))


@lru_cache(maxsize=1024)
def _weight(clause: tuple[str, str]) -> str:
    """Write how the try went that a clause tells of, after a comma for its "but"."""
    row, says = clause[0].translate(_AS_EVER).replace(TODAY, ""), clause[1]
    lead = "," if row.startswith(BUT) else ""
    return lead + next(
        (weight for of, sign, weight in _WEIGHTS if says in of and sign.search(row)),
        says,
    )


def days_ago(said: Said, tagger: Tagger, ago: Ago) -> int:
    """Count the local days since the try that the text tells of.

    A try of today stays one where an earlier day is named beside it: as a miss, as
    something to compare with, or as a day of another try.
    """
    if ago.hints.isdisjoint(said.vocabulary):
        return 0
    norm = ago.beside.sub(" ", said.norm)
    days = next((days for days, when in ago.signs if when.search(norm)), 0)
    return 0 if days and _names_today(said, tagger) else days


def on_a_day(said: Said, told: re.Pattern[str]) -> str | None:
    """Return the word for the day in "did it on Monday"; None: there is none.

    A clause must say no more than that: "asked for Monday off" is a try of today.
    """
    clauses = (told.fullmatch(" ".join(words)) for words, _ in said.clauses)
    return next((found[found.lastindex or 0] for found in clauses if found), None)


def _names_today(said: Said, tagger: Tagger) -> bool:
    """See that the clause of the try is of today, and a miss of the day before."""
    read = _after_meant(list(_read(said, tagger, forgiving=False)))
    tries = [row for row, says in read if says in _TRIES]
    if any(TODAY in row and PAST not in row for row in tries):
        return True
    past = [says for row, says in read if PAST in row]
    return bool(tries) and bool(past) and all(says in _MISSES for says in past)
