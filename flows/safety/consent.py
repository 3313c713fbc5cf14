"""Read a person's wish about being texted at all, and keep what it does to consent.

Laws: a word of the list counts when it is the whole message, never inside a sentence
(17 of the failure catalogue); a clear wish in free words counts as much (16); what is
unclear goes to a person; an ordinary text never ends a stop.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Literal

from flows.safety import wishes
from flows.safety.wishes import CARRIER_KEYWORDS, Effect

__all__ = [
    "CARRIER_KEYWORDS",
    "CHANGES",
    "Change",
    "ConsentState",
    "Wish",
    "change",
    "clauses",
    "is_carrier_keyword",
    "may_yes_to_calls_be_told",
    "read",
]

ConsentState = Literal["invited", "active", "stopped"]

_GONE = dict.fromkeys(
    map(ord, "'\u2018\u2019\u201b`\u00b4\u200b\u200c\u200d\ufeff\ufe0f")
)
_CLAUSE = re.compile(r"[.,;:!?\n\r\u2026\u00a1\u00bf\"\u201c\u201d()]+|\s-+\s")
_STOPS = (wishes.COURTEOUS & wishes.WHOLE["stop"]) - wishes.WHOLE_ALONE
_SPACED = re.compile(r"\b(?:\w[ .\-]){2,}\w\b")


class Wish(StrEnum):
    """What a message says about being reached; MAYBE_STOP is for a person to read.

    STOP ends texts and calls alike; STOP_CALLS ends calls and leaves texts.
    """

    STOP = "stop"
    STOP_CALLS = "stop_calls"
    START = "start"
    HELP = "help"
    MAYBE_STOP = "maybe_stop"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Change:
    """What an event does to consent; the version goes up by one with every change.

    A send that was decided under an older version must not begin (I4). `confirm` says
    which one confirmation is owed.
    """

    before: ConsentState
    after: ConsentState
    confirm: Literal["stopped", "started", "welcome"]
    bump: int = 1


# All that ever changes consent. PAUSE is absent because a pause is not a consent; an
# ordinary text is absent because it must not end a stop (a peer's defect); "agree" is
# the double opt-in, which cannot reach back over a stop either.
CHANGES: dict[tuple[ConsentState, str], Change] = {
    ("invited", "agree"): Change("invited", "active", "welcome"),
    ("invited", "start"): Change("invited", "active", "welcome"),
    ("invited", "stop"): Change("invited", "stopped", "stopped"),
    ("active", "stop"): Change("active", "stopped", "stopped"),
    ("stopped", "start"): Change("stopped", "active", "started"),
}


def change(state: ConsentState, wish: Wish | Literal["agree"]) -> Change | None:
    """Say what a wish does to the state of consent.

    Args:
        state: the state before.
        wish: what `read` gave, or "agree" when the opt-in conversation completed.

    Returns:
        The change, or None when everything stays as it is. START in state "active"
        changes nothing, so a bare YES there goes on as an answer.
    """
    return CHANGES.get((state, str(wish)))


def may_yes_to_calls_be_told(state: str, calls: str, *, herself: bool) -> bool:
    """Say whether a coach may enter a later yes to calls for somebody.

    Never over a no that she said `herself`, to everything or to calls alone: what she
    stopped by her own word, a form does not begin again.
    """
    return state != "stopped" and not (calls == "stopped" and herself)


def is_carrier_keyword(text: str) -> Effect | None:
    """Say what the carrier itself does on this message.

    Args:
        text: the whole message.

    Returns:
        The effect, or None when the carrier passes the message on as ordinary.
    """
    word = text.strip().casefold()
    hits = (effect for effect, words in CARRIER_KEYWORDS.items() if word in words)
    return next(hits, None)


def _flat(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).translate(_GONE).casefold()
    if plain.isascii():  # as most texts are: nothing there goes on top of a letter
        return plain
    return "".join(c for c in plain if not unicodedata.combining(c))


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text))


@cache
def _courtesy() -> re.Pattern[str]:
    polite = wishes.COURTESY
    return re.compile(rf"(?:{polite} )*(?P<core>.+?)(?: {polite})*")


def _core(words: str) -> str:
    found = _courtesy().fullmatch(words)
    return found["core"] if found else words


@cache
def _clear() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in wishes.CLEAR))


@cache
def _calls() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in wishes.CALLS))


@cache
def _maybe() -> re.Pattern[str]:
    many = "|".join(wishes.MAYBE)
    return re.compile(rf"(?P<theirs>\b{wishes.NOT_TO_US} )?\b(?:{many})\b")


@cache
def _reporting() -> re.Pattern[str]:
    return re.compile(rf"\b{wishes.REPORTING}\b(?! you\b)")


def _keyword(words: str) -> Wish | None:
    """Match a word of the list: alone, repeated, spelled out, or with courtesy."""
    joined = _SPACED.sub(lambda m: re.sub(r"[ .\-]", "", m[0]), words)
    longest = re.sub(r"(\w)\1{2,}", r"\1", joined)
    once = re.sub(r"^(\w+)(?: \1)+$", r"\1", longest)
    core = _core(once)
    for effect, known in wishes.WHOLE.items():
        if once in known or (core in known and core in wishes.COURTEOUS):
            return Wish(effect)
    return None


def clauses(text: str) -> list[str]:
    """Return the clauses of a text in plain small letters, courtesy taken off."""
    plain = (_words(part) for part in _CLAUSE.split(_flat(text)))
    polite = re.compile(rf"(?:{wishes.COURTESY}(?: |$))*")
    return [_core(clause) for clause in plain if not polite.fullmatch(clause)]


def _in_free_words(flat: str) -> Wish:
    clauses = [_words(part) for part in _CLAUSE.split(flat)]
    said = {clause: _wished(_core(clause)) for clause in clauses if clause}
    others = " ".join(clause for clause, wish in said.items() if wish is None)
    wished = [wish for wish in said.values() if wish is not None]
    if wished:
        reported = _reporting().search(others)
        return Wish.MAYBE_STOP if reported else _widest(wished)
    hits = (hit for clause in clauses for hit in _maybe().finditer(clause))
    ours = any(hit["theirs"] is None for hit in hits)
    return Wish.MAYBE_STOP if ours else Wish.NONE


def _wished(core: str) -> Wish | None:
    if _calls().fullmatch(core):
        return Wish.STOP_CALLS
    said = core in _STOPS or _clear().fullmatch(core)
    return Wish.STOP if said else None


def _widest(wished: list[Wish]) -> Wish:
    return Wish.STOP if Wish.STOP in wished else Wish.STOP_CALLS


def read(text: str) -> Wish:
    """Read what a whole message wishes about being texted and called.

    Args:
        text: the message as received; case, accents, signs and emoji do not matter.

    Returns:
        STOP, START or HELP for a word of the list or a clear wish, STOP_CALLS for one
        that speaks of calls alone; MAYBE_STOP when a person must read it, with sends
        held; NONE otherwise.
    """
    flat = _flat(text)
    return _keyword(_words(flat)) or _in_free_words(flat)
