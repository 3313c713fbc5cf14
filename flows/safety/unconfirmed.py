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
# So long what we asked of her may be answered, though the silence grows too long.
ANSWERED = timedelta(days=2)
# Asking is a text to what may be a stranger: twice, and not within a month (ours).
ASKED_AGAIN = timedelta(days=30)
MOST_ASKED = 2
_DAY = timedelta(days=1)
_LONG = 4  # letters of a word that may mean something
_ENOUGH = 2  # words of hers


def silent_days(last: datetime, now: datetime) -> int:
    """Count the days since the last sign of her; 0 while they are not too many.

    Args:
        last: when she last wrote, pressed, spoke or agreed, or a coach spoke for her.
        now: the moment that is asked about.
    """
    silent = now - last
    return silent // _DAY if too_long(silent) else 0


def too_long(silence: timedelta) -> bool:
    """Say whether a number may have been given to somebody else in a silence."""
    return silence >= RESTS


def may_ask(asked: Sequence[datetime], now: datetime) -> bool:
    """Say whether the number may be asked whose it is.

    Args:
        asked: when it was asked since the last sign of her, in any order.
        now: the moment that is asked about.
    """
    rested = not asked or now - max(asked) >= ASKED_AGAIN
    return rested and len(asked) < MOST_ASKED


def is_yes(text: str, name: str = "") -> bool:
    """Say whether a whole message is a yes, and courtesy beside it: "Yes, it's me".

    Args:
        text: the message as received.
        name: hers, which a stranger does not know.
    """
    return _owns(text, name, owning.BESIDE)


def is_hers(text: str, name: str = "") -> bool:
    """Say whether a message says that the number is hers.

    After a yes nothing may stand but words of the list: "yeah this is Tom" is none.
    After her own name it may go on as it likes.

    Args:
        text: the message as received.
        name: hers, which a stranger does not know.
    """
    clauses = consent.clauses(text)
    if not _is_plain(text, clauses):
        return False
    named = _after_her_name(clauses[0], name) == []
    short = len(clauses) == 1 and clauses[0] in owning.SHORT
    return named or short or _owns(text, name, owning.BESIDE | owning.TRIED)


def is_offered(text: str) -> bool:
    """Say whether a whole message is the word that the question offers a stranger."""
    clauses = consent.clauses(text)
    return len(clauses) == 1 and clauses[0] in owning.OFFERED


def tells_of(text: str, hers: Sequence[str]) -> bool:
    """Say whether a text has two words of `hers`: of what she set out to do, and when.

    One alone may stand in anybody's: "I opened your text", "in a meeting".

    A stranger's news reads like a try as well: "I moved here in May", "done with this".
    """
    known = {word for one in hers for word in _meaning(one)}
    if "?" in text or _words(consent.clauses(text)) & (owning.STRANGE | owning.DOUBTS):
        return False
    told = [w for w in _meaning(text) if any(_alike(w, one) for one in known)]
    return len(told) >= min(_ENOUGH, max(1, len(known)))


def _words(clauses: Sequence[str]) -> set[str]:
    return set(" ".join(clauses).split())


def _is_plain(text: str, clauses: Sequence[str]) -> bool:
    return bool(clauses) and "?" not in text and not _words(clauses) & owning.DOUBTS


def _owns(text: str, name: str, beside: frozenset[str]) -> bool:
    """Say whether a clause begins with a yes, and nothing stands there but `beside`."""
    clauses = consent.clauses(text)
    if not _is_plain(text, clauses):
        return False
    after = [_after_yes(clause, name) for clause in clauses]
    owned = any(len(a) < len(c.split()) for a, c in zip(after, clauses, strict=True))
    return owned and all({*words} <= beside for words in after)


def _after_yes(clause: str, name: str) -> list[str]:
    """Return the words of a clause that follow what says that it is hers."""
    named = _after_her_name(clause, name)
    if named is not None or clause in owning.YES | owning.COMMANDS:
        return named or []
    words = clause.split()
    for many in range(len(words), 0, -1):
        if " ".join(words[:many]) in owning.YES:
            return _after_yes(" ".join(words[many:]), name) if words[many:] else []
    return words


def _after_her_name(clause: str, name: str) -> list[str] | None:
    """Return what follows her name in a clause that says it first, or None."""
    said = " ".join(consent.clauses(name))
    for one in (said, said.split(" ", 1)[0]):
        found = re.fullmatch(rf"{owning.HERSELF} {re.escape(one)}(?: (.+))?", clause)
        if one and found:
            return (found[1] or "").split()
    return None


def _meaning(text: str) -> set[str]:
    words = _words(consent.clauses(text))
    return {one for one in words if len(one) >= _LONG} - owning.ANYBODYS


def _alike(one: str, other: str) -> bool:
    starts = one.startswith(other) or other.startswith(one)
    return starts or (len(one) > _LONG and one[: _LONG + 1] == other[: _LONG + 1])
