"""An unconfirmed number: silent for so long that it may be somebody else's by now.

Laws: a number whose person left it rests for at least 45 days before somebody else gets
it (FCC, reassigned numbers, 47 CFR 64.1200(l); more than 35 million a year do), so one
that was silent for less is hers; whoever has it is asked twice at most, a month apart;
what does not plainly say that it is hers is for a person to read.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from flows.safety import consent, owning

# A number rests at least so long before it is given to somebody else (FCC).
RESTS = timedelta(days=45)
# Asking is a text to what may be a stranger: twice, and not within a month (ours).
ASKED_AGAIN = timedelta(days=30)
MOST_ASKED = 2
_DAY = timedelta(days=1)
_LONG = 4  # letters of a word that may mean something


def silent_days(last: datetime, now: datetime) -> int:
    """Count the days since the last sign of her; 0 while they are not too many.

    Args:
        last: when she last wrote, pressed, spoke or agreed, or a coach spoke for her.
        now: the moment that is asked about.
    """
    silent = now - last
    return silent // _DAY if silent >= RESTS else 0


def may_ask(asked: Sequence[datetime], now: datetime) -> bool:
    """Say whether the number may be asked whose it is.

    Args:
        asked: when it was asked since the last sign of her, in any order.
        now: the moment that is asked about.
    """
    rested = not asked or now - max(asked) >= ASKED_AGAIN
    return rested and len(asked) < MOST_ASKED


def is_yes(text: str) -> bool:
    """Say whether a whole message is no more than a yes: "Yes, it's me"."""
    clauses = consent.clauses(text)
    plain = bool(clauses) and "?" not in text
    return plain and all(one in owning.YES for one in clauses)


def is_hers(text: str, name: str = "") -> bool:
    """Say whether a message says that the number is hers, whatever follows.

    Args:
        text: the message as received.
        name: hers, which a stranger does not know.
    """
    clauses = consent.clauses(text)
    if not clauses or "?" in text or _words(clauses) & owning.DOUBTS:
        return False
    first = clauses[0]
    known = first in owning.YES | owning.SHORT or first.split()[0] in owning.FIRST
    return known or _names_herself(first, name)


def tells_of(text: str, hers: Sequence[str]) -> bool:
    """Say whether a text has a word of `hers`: of what she set out to do, and when.

    A stranger's news reads like a try as well: "I moved here in May", "done with this".
    """
    known = {word for one in hers for word in _meaning(one)}
    if "?" in text or _words(consent.clauses(text)) & owning.STRANGE:
        return False
    return any(_alike(word, one) for word in _meaning(text) for one in known)


def _words(clauses: Sequence[str]) -> set[str]:
    return set(" ".join(clauses).split())


def _names_herself(clause: str, name: str) -> bool:
    said = " ".join(consent.clauses(name))
    known = {said, said.split(" ", 1)[0]} - {""}
    heads = owning.HERSELF
    return any(re.fullmatch(rf"{heads} {re.escape(one)}", clause) for one in known)


def _meaning(text: str) -> set[str]:
    words = _words(consent.clauses(text))
    return {one for one in words if len(one) >= _LONG} - owning.ANYBODYS


def _alike(one: str, other: str) -> bool:
    return one == other or (len(one) > _LONG and one[: _LONG + 1] == other[: _LONG + 1])
