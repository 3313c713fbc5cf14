"""An unconfirmed number: silent for so long that it may be somebody else's by now.

Laws: a number whose person left it rests for at least 45 days before somebody else gets
it (FCC, reassigned numbers, 47 CFR 64.1200(l); more than 35 million a year do), so one
that was silent for less is hers; whoever has it is asked twice at most, a month apart;
what does not say that it is hers is no yes.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from flows.safety import consent, wishes
from flows.safety.consent import Wish

# A number rests at least so long before it is given to somebody else (FCC).
RESTS = timedelta(days=45)
# Asking is a text to what may be a stranger: twice, and not within a month (ours).
ASKED_AGAIN = timedelta(days=30)
MOST_ASKED = 2
_DAY = timedelta(days=1)
_LONG = 4  # letters of a word that may mean something


def silent_days(last: datetime, now: datetime) -> int:
    """Count the days since the last word from her; 0 while they are not too many.

    Args:
        last: when she last wrote, pressed or spoke, agreed, or a coach spoke for her.
        now: the moment that is asked about.
    """
    silent = now - last
    return silent // _DAY if silent >= RESTS else 0


def may_ask(asked: Sequence[datetime], now: datetime) -> bool:
    """Say whether the number may be asked whose it is.

    Args:
        asked: when it was asked since the last word from her, in any order.
        now: the moment that is asked about.
    """
    rested = not asked or now - max(asked) >= ASKED_AGAIN
    return rested and len(asked) < MOST_ASKED


def is_hers(text: str) -> bool:
    """Say whether a whole message is a yes: it is hers, and texts are wanted."""
    clauses = consent.clauses(text)
    yes = bool(clauses) and all(one in wishes.HERS for one in clauses)
    return yes or consent.read(text) is Wish.START


def is_anothers(text: str, name: str = "") -> bool:
    """Say whether a message says, in a clause of its own, that the number is not hers.

    Args:
        text: the message as received.
        name: hers, by which whoever writes may say that they are somebody else.
    """
    theirs = _anothers(" ".join(consent.clauses(name)))
    return any(theirs.fullmatch(one) for one in consent.clauses(text))


def declines(text: str) -> bool:
    """Say whether a whole message is a no to the question whose number it is."""
    return " ".join(consent.clauses(text)) in wishes.DECLINES


def tells_of(text: str, hers: Sequence[str]) -> bool:
    """Say whether a text has a word of `hers`: of what she set out to do, and when.

    A stranger's news reads like a try as well: "I moved here in May", "done with this".
    """
    known = {word for one in hers for word in _meaning(one)}
    return any(_alike(word, one) for word in _meaning(text) for one in known)


def _meaning(text: str) -> set[str]:
    words = " ".join(consent.clauses(text)).split()
    return {one for one in words if len(one) >= _LONG} - wishes.ANYBODYS


def _alike(one: str, other: str) -> bool:
    return one == other or (len(one) > _LONG and one[: _LONG + 1] == other[: _LONG + 1])


@cache
def _anothers(name: str) -> re.Pattern[str]:
    known = re.escape(name) if name else "that person"
    return re.compile(
        "|".join(f"(?:{one})" for one in wishes.ANOTHERS).replace("HER", known)
    )
