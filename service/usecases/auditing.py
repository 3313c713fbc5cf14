"""The audit: who saw, changed and exported what, for the owners.

Laws: nothing in it is a word of anybody, and what a change changed stands beside it,
sealed; it is only ever added to; a look at a person is in it once an hour for each
colleague, and a page is never shown without, nor are words that a search has found. Who
acts at the console is known by her account.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from service.store import coaches, differences, enrolment, looks, views
from service.store.db import Found, Tx
from service.store.differences import Differences
from service.store.looks import Sought
from service.store.vault import Key
from service.usecases import rights
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, Signed

PAGE = 50
# Words were looked for among everybody's; which ones stands nowhere.
SEARCHED = "searched"
# By what the action begins with; whatever is of no other kind is a change.
_EXPORTS = "exported|asked for an export|downloaded|cancelled an export"
_ACCOUNTS = (
    "asked a colleague|withdrew|came in|made (a link|the demo|owner|coach|viewer)"
    "|ended an? |ended all|signed|used a spare|a wrong (code|password)|gave the pass"
    "|proved it|chose|the password|set Handrail|set their own|an authenticator"
    "|a passkey|a second factor|the spare codes|(confirmed|removed) a telephone"
)
KINDS: Mapping[str, str] = {
    "looks": f"^{SEARCHED}$",
    "exports": f"^({_EXPORTS})",
    "erasures": "^eras",
    "accounts": f"^({_ACCOUNTS})",
    "changes": f"^(?!eras|{SEARCHED}|{_EXPORTS}|{_ACCOUNTS})",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: who did what, about whom; `person` is there to be opened, if any.

    `who` is "" where an account or a machine has no name; `actor` says what it is.
    `about` is a name as well where it is about something else that has one, and
    `script` the id of the script that it is about, if any. `changed` says which fields
    a change changed, as far as that was kept.
    """

    at: datetime
    id: UUID
    actor: str
    who: str
    action: str
    about: str
    person: UUID | None
    script: str = ""
    changed: Differences = ()


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


def note_search(parts: Parts, tx: Tx, signed: Signed, people: set[UUID]) -> None:
    """Keep that somebody searched, and whose words she was shown; no word of it."""
    enrolment.audit(tx, parts.new_id(), signed.actor, SEARCHED, None)
    if signed.account is not None:
        looks.note_each(tx, signed.account, people)


def look(parts: Parts, signed: Signed, asked: Filter) -> Page:
    """Return a page of the audit. Owners alone see it (right "settings")."""
    if not (signed.whole and rights.may(signed.role, "settings").allowed):
        raise NotAllowed("settings")
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        rows = looks.page(tx, _sought(asked), asked.before or looks.NEWEST, PAGE + 1)
        known = _known(parts, tx, key, rows[:PAGE], asked.person)
        ids = [row["id"] for row in rows[:PAGE] if row["action"] != looks.LOOKED]
        changed = differences.of(tx, parts.vault, key, ids)
    entries = tuple(
        replace(known.entry(row), changed=changed.get(row["id"], ()))
        for row in rows[:PAGE]
    )
    more = (entries[-1].at, entries[-1].id) if len(rows) > PAGE else None
    about = "" if asked.person is None else known.people.get(asked.person, "")
    return Page(entries, tx.now, more, known.accounts, about)


@dataclass(frozen=True, slots=True)
class _Known:
    """Names of all that a page is about or by, and `whose` a thing of somebody's is."""

    accounts: Mapping[str, str]
    coaches: Mapping[str, str]
    whose: Mapping[UUID, UUID]
    people: Mapping[UUID, str]
    others: Mapping[UUID, str]
    scripts: Mapping[UUID, str]

    def entry(self, row: Found) -> Entry:
        """Return a row as a line."""
        actor, subject = row["actor"], row["subject"]
        person = self.whose.get(subject, subject)
        # Who has no account and is told of alerts is known to it as a coach.
        who = self.accounts.get(actor) or self.coaches.get(actor, "")
        return Entry(
            at=row["at"],
            id=row["id"],
            actor=actor,
            who=who,
            action=row["action"],
            about=self.people.get(person) or self._other(subject),
            person=person if person in self.people else None,
            script=self.scripts.get(subject, ""),
        )

    def _other(self, subject: UUID | None) -> str:
        if subject is None:
            return ""
        named = self.others.get(subject) or self.coaches.get(f"coach {subject}")
        return named or self.accounts.get(str(subject), "")


def _known(
    parts: Parts, tx: Tx, key: Key, rows: Sequence[Found], asked: UUID | None
) -> _Known:
    accounts = looks.accounts(tx, key)
    others = {one.id: one.name for one in views.programmes(tx)}
    subjects = {row["subject"] for row in rows if row["subject"] is not None}
    people = looks.names(tx, parts.vault, {*subjects, *([asked] if asked else ())})
    named = {*people, *others, *map(UUID, accounts)}
    things = subjects - named
    whose = looks.whose(tx, things)
    missing = {*whose.values()} - {*people}
    return _Known(
        accounts=accounts,
        coaches={f"coach {one.id}": one.name for one in coaches.in_order(tx, key)},
        whose=whose,
        people={**people, **looks.names(tx, parts.vault, missing)},
        others=others,
        scripts=looks.scripts(tx, things - {*whose}),
    )


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
        looks=asked.kind in ("", "looks"),
    )
