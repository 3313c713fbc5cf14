"""Finding a person by a part of her name, or by her whole number.

Laws: names are looked through in memory, a bounded number of them, and stand in no
address, log or table by that; a number is found by its keyed hash where it is whole,
and where somebody is chosen by a few of its last digits, which tell no more than them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from service.carrier import door
from service.store import rolls, rosters, views
from service.store.db import Tx
from service.store.rolls import MOST_NAMES, plain
from service.store.rosters import Listed
from service.store.views import PAGE, Card
from service.usecases import entries, foreseeing, rights
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import Signed

LONGEST = 80
# So many are offered as a choice, and so many last digits of a number are compared.
MOST_CHOICES = 20
LAST_DIGITS = range(2, 5)


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
    words = _words(wanted)
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


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who may be meant; `number` is masked but for its last digits."""

    id: UUID
    name: str
    zone: str
    number: str
    programme: UUID
    programme_name: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Who may be meant, with `more` and `all_names` as of Found."""

    people: tuple[Choice, ...]
    more: bool
    all_names: bool


def choices(parts: Parts, signed: Signed, wanted: str, programme: UUID) -> Choices:
    """Return whose name holds these words, or whose number is or ends like that.

    People of a programme come first, then all others of the organisation. Raises
    NotAllowed, and Refused for words that are none.
    """
    rights.require(signed, "schedules")
    words = _words(wanted)
    tenant = parts.tenant(signed.organisation)
    number = _number(words, tenant.country)
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        only = rolls.at_number(tx, tenant.hashes.hash(number)) if number else None
        known = tuple(rosters.everybody(tx, parts.vault, programme, only))
    fits = (one for one in known if only is not None or _fits(one, words))
    found = tuple(map(_choice, islice(fits, MOST_CHOICES + 1)))
    more = len(found) > MOST_CHOICES
    return Choices(found[:MOST_CHOICES], more, len(known) < MOST_NAMES)


def _choice(one: Listed) -> Choice:
    number = views.masked(one.number)
    return Choice(one.id, one.name, one.zone, number, one.programme, one.programme_name)


def _fits(one: Listed, words: str) -> bool:
    if words.isdecimal() and len(words) in LAST_DIGITS and one.number.endswith(words):
        return True
    return plain(words) in plain(one.name)


def _words(wanted: str) -> str:
    words = " ".join(door.clean(wanted).text.split())
    if not 0 < len(words) <= LONGEST:
        raise Refused(
            "wanted", "write 1 to %(most)s characters of a name", most=LONGEST
        )
    return words


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
