"""Finding a person by a part of her name, or by her whole number.

Laws: names are looked through in memory, a bounded number of them, and stand in no
address, log or table by that; a number is found by its keyed hash, whole or not at all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from service.carrier import door
from service.store import rolls
from service.store.db import Tx
from service.store.rolls import MOST_NAMES
from service.store.views import PAGE, Card
from service.usecases import entries, foreseeing, rights
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import Signed

LONGEST = 80


@dataclass(frozen=True, slots=True)
class Found:
    """Who was found; `more` says that there are others, `all_names` that none was
    left out for being too many to look through.
    """

    cards: tuple[Card, ...]
    more: bool
    all_names: bool


def people(parts: Parts, signed: Signed, wanted: str) -> Found:
    """Return whose name holds these words, capitals and accents aside, or whose number
    it is.

    Raises NotAllowed, and Refused for words that are none.
    """
    rights.require(signed, "see")
    words = " ".join(door.clean(wanted).text.split())
    if not 0 < len(words) <= LONGEST:
        raise Refused(
            "wanted", "write 1 to %(most)s characters of a name", most=LONGEST
        )
    tenant = parts.tenant(signed.organisation)
    number = _number(words, tenant.country)
    with parts.db.transaction(signed.organisation) as tx:
        if number:
            ids = rolls.at_number(tx, tenant.hashes.hash(number))
            return Found(_cards(parts, tx, ids), more=False, all_names=True)
        known = list(rolls.names(tx, parts.vault))
        ids = tuple(islice(_holding(known, plain(words)), PAGE + 1))
        cards = _cards(parts, tx, ids[:PAGE])
        return Found(cards, len(ids) > PAGE, len(known) < MOST_NAMES)


def _cards(parts: Parts, tx: Tx, ids: Sequence[UUID]) -> tuple[Card, ...]:
    return foreseeing.glanced(parts, tx, rolls.these(tx, parts.vault, ids))


def _number(words: str, country: str) -> str:
    if not any(sign.isdigit() for sign in words) or any(map(str.isalpha, words)):
        return ""
    try:
        return entries.e164(words, country, "wanted")
    except Refused:
        return ""


def _holding(known: Iterable[tuple[UUID, str]], words: str) -> Iterable[UUID]:
    return (whose for whose, name in known if words in plain(name))


def plain(words: str) -> str:
    """Return words without capitals and accents."""
    apart = unicodedata.normalize("NFD", words)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()
