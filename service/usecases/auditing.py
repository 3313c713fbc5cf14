"""The audit: who saw, changed and exported what, for the owners.

Laws: nothing in it is a word of anybody; it is only ever added to; a look at a person
is in it once an hour for each colleague, and a page is never shown without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.store import coaches, looks, views
from service.store.looks import Sought
from service.usecases import rights
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, Signed

PAGE = 50
# By what the action begins with; whatever is of no other kind is a change.
_EXPORTS = "exported|asked for an export|downloaded|cancelled an export"
_ACCOUNTS = (
    "asked a colleague|withdrew|came in|made (a link|the demo|owner|coach|viewer)"
    "|ended an? |ended all|signed|used a spare|a wrong (code|password)|gave the pass"
    "|proved it|chose|the password|set Handrail|set their own|an authenticator"
    "|a passkey|a second factor|the spare codes|(confirmed|removed) a telephone"
)
KINDS: Mapping[str, str] = {
    "looks": "",
    "exports": f"^({_EXPORTS})",
    "erasures": "^eras",
    "accounts": f"^({_ACCOUNTS})",
    "changes": f"^(?!eras|{_EXPORTS}|{_ACCOUNTS})",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: who did what, about whom; `person` is there to be opened, if any.

    `who` is "" where an account or a machine has no name; `actor` says what it is.
    """

    at: datetime
    id: UUID
    actor: str
    who: str
    action: str
    about: str
    person: UUID | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, the newest first; `more` is where the next page begins.

    `colleagues` are the accounts to choose from, by id; `about` is the name of the
    person that was asked for.
    """

    entries: tuple[Entry, ...]
    now: datetime
    more: tuple[datetime, UUID] | None
    colleagues: Mapping[str, str]
    about: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody looks for; what is "" or None is not asked for."""

    person: UUID | None = None
    colleague: str = ""
    kind: str = ""
    before: tuple[datetime, UUID] | None = None


def note_look(parts: Parts, signed: Signed, person: UUID) -> bool:
    """Keep that an account looked at a person's page; False when it stands already.

    It is only ever asked for a person whose page was shown.
    """
    if signed.account is None:
        return False
    with parts.db.transaction(signed.organisation, redone=True) as tx:
        return looks.note(tx, signed.account, person)


def look(parts: Parts, signed: Signed, asked: Filter) -> Page:
    """Return a page of the audit. Owners alone see it (right "settings")."""
    if not (signed.whole and rights.may(signed.role, "settings").allowed):
        raise NotAllowed("settings")
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        rows = looks.page(tx, _sought(asked), asked.before or looks.NEWEST, PAGE + 1)
        accounts = looks.accounts(tx, key)
        ids = {row["subject"] for row in rows[:PAGE]} | {asked.person}
        people = looks.names(tx, parts.vault, {one for one in ids if one})
        others = {one.id: one.name for one in views.programmes(tx)}
        # A coach who has no account is known to it by her id.
        told = {f"coach {one.id}": one.name for one in coaches.in_order(tx, key)}
    entries = tuple(
        Entry(
            at=row["at"],
            id=row["id"],
            actor=row["actor"],
            who=accounts.get(row["actor"]) or told.get(row["actor"], ""),
            action=row["action"],
            about=people.get(row["subject"])
            or others.get(row["subject"])
            or accounts.get(str(row["subject"]), ""),
            person=row["subject"] if row["subject"] in people else None,
        )
        for row in rows[:PAGE]
    )
    more = (entries[-1].at, entries[-1].id) if len(rows) > PAGE else None
    about = "" if asked.person is None else people.get(asked.person, "")
    return Page(entries, tx.now, more, accounts, about)


def colleagues(parts: Parts, signed: Signed) -> Mapping[str, str]:
    """Return the name of each account there ever was, by its id."""
    rights.require(signed, "settings")
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        return looks.accounts(tx, key)


def _sought(asked: Filter) -> Sought:
    like = KINDS.get(asked.kind) or None
    return Sought(
        person=asked.person,
        actor=asked.colleague or None,
        like=like,
        audits=asked.kind != "looks",
        looks=asked.kind in ("", "looks"),
    )
