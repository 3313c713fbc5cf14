"""What a form about one person is made of: whose it is, its fields, how it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from service.store.views import Card
from service.usecases import rights
from service.usecases.entries import Refused
from service.usecases.overriding import LONGEST_AUTHOR
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.web.entries import Entry, mend
from service.web.tongues import later, say, within

SAVED = later("Saved: %(what)s.")
Sort = Literal["line", "area", "choice", "date", "number", "phone"]
Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose form it is, and who asks for it."""

    parts: Parts
    signed: Signed
    card: Card

    @property
    def at(self) -> tuple[Parts, UUID, UUID]:
        """Where use cases of the command line look for her."""
        rights.require(self.signed, "people")
        return self.parts, self.signed.organisation, self.card.id

    @property
    def author(self) -> str:
        """By what name a coach's word is kept."""
        return self.signed.name[:LONGEST_AUTHOR]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; `only` is the choice of `what` that it belongs to.

    `options` are what a choice offers, and what a line suggests; without what is
    `needed` nothing is saved, and its hint says so.
    """

    name: str
    label: str
    hint: str = ""
    sort: Sort = "line"
    options: tuple[tuple[str, str], ...] = ()
    only: str = ""
    needed: bool = False


def _nothing(_: Whose) -> None:
    return None


def _open(_: Whose) -> str:
    return ""


def _as_it_stands(_: Whose) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Edit:
    """One form: its words, its fields, what stands in them, how it is kept.

    `stand` is what the page shows besides; `names` says beside which field a refusal
    stands that has another name. `shut` says why it cannot be changed now, "" where it
    can. `begins` is what fields hold at first beside what stands; `named` says what was
    saved by what was chosen, where the title says less. `scheduled` is what
    stands of the same in their schedule.
    """

    what: str
    title: str
    says: str
    fields: Callable[[Whose], tuple[Field, ...]]
    read: Callable[[Whose], Mapping[str, str]]
    save: Callable[[Whose, Entry], object]
    stand: Callable[[Whose], object | None] = _nothing
    names: Mapping[str, str] | None = None
    shut: Callable[[Whose], str] = _open
    begins: Callable[[Whose], Mapping[str, str]] = _as_it_stands
    named: Mapping[str, str] | None = None
    scheduled: Callable[[Whose], object | None] = _nothing

    def saved(self, chosen: str) -> str:
        """Say what was saved, by the name of what was chosen where it has one."""
        named = say((self.named or {}).get(chosen, self.title))
        return say(SAVED, what=within(named))

    def beside(self, refused: Refused) -> tuple[str, str]:
        """Return the field that a refusal stands beside, and its mend."""
        return (self.names or {}).get(refused.field, refused.field), mend(refused)


def day(field: str, written: str) -> date:
    """Return a day as it was written; raises Refused for what is none."""
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise Refused(field, say("write a day, like 2026-12-24")) from None


def whole(field: str, written: str) -> int:
    """Return a whole number as it was written; raises Refused for what is none."""
    if not written.isdecimal():
        raise Refused(field, say("write a whole number"))
    return int(written)
