"""Languages: a person's, that of those a programme enrols anew, and a coach's own.

A coach, and whoever has an account, is told and written to in hers: what was last said
of her, by herself or by whoever runs this; English where nothing was. In letters and
calls that a page asks for, that page's language stands in for one that was never said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from service.store import (
    accounts,
    coaches,
    differences,
    enrolment,
    own_lines,
    people,
    programme_versions,
)
from service.store.accounts import Account
from service.store.coaches import Coach
from service.store.db import Tx
from service.store.vault import Key
from service.usecases.entries import Refused, as_tag, of_language
from service.usecases.parts import Parts
from service.usecases.rights import Signed

ENGLISH = "en"
# What a coach can be told and shown in, each by its own name.
TONGUES: Mapping[str, str] = {ENGLISH: "English", "es": "Español"}


@dataclass(frozen=True, slots=True)
class Set:
    """Whose language was set, a person's or a programme's, and to which."""

    name: str
    language: str


def change(
    parts: Parts, organisation: UUID, participant: UUID, to: str, by: str
) -> Set:
    """Speak to a person in another language from now on.

    Raises:
        Refused: it is not spoken here; names the ones that are.
        LookupError: there is nobody of that id.
    """
    tag = _spoken(to)
    with parts.at_desk(organisation, participant) as desk:
        tx, person = desk.tx, desk.person
        people.change_language(tx, person, tag)
        line = parts.new_id()
        enrolment.audit(tx, line, by, "set language", person.id)
        was, after = {"language": person.language}, {"language": tag}
        differences.keep_hers(tx, person, line, differences.between(was, after))
    return Set(person.name, tag)


def change_programme(
    parts: Parts, organisation: UUID, programme: UUID, to: str, by: str
) -> Set:
    """Speak another language to whoever is enrolled into a programme from now on.

    Those who are enrolled keep theirs.

    Raises:
        Refused: it is not spoken here; names the ones that are.
        LookupError: there is no programme of that id.
    """
    tag = _spoken(to)
    with parts.db.transaction(organisation) as tx:
        name = enrolment.change_programme_language(tx, programme, tag)
        if name is None:
            raise LookupError(f"there is no programme {programme} here")
        action = "set programme language"
        enrolment.audit(tx, parts.new_id(), by, action, programme)
        key = parts.tenant(organisation).key
        programme_versions.keep(tx, key, parts.new_id(), programme, by)
    return Set(name, tag)


def _spoken(written: str) -> str:
    """Return a language as it is kept; raises Refused for one not spoken here."""
    tag = as_tag(written)
    for refused in of_language(tag):
        raise refused
    return tag


# ---- those who coach ----


def told_in(coach: Coach) -> str:
    """Return what a coach is told in: hers, else English."""
    return coach.language or ENGLISH


def spoken_to(parts: Parts, signed: Signed) -> str:
    """Return what is spoken to whoever asks: her own, else that of the page."""
    return signed.language or parts.language()


def of_page(parts: Parts) -> str:
    """Return the language of the page that asks, as a coach's is kept."""
    return for_coach(parts.language())


def for_coach(written: str) -> str:
    """Return a language a coach can be told in; raises Refused with those there are."""
    tag = as_tag(written).partition("-")[0]
    if tag not in TONGUES:
        raise Refused("language", "write one of: %(names)s", names=", ".join(TONGUES))
    return tag


def with_programme(tx: Tx, key: Key, coach: Coach, language: str) -> str:
    """Return what a coach who comes with a programme is told in, "" for unsaid.

    Of a programme in English nothing is said of her: it is what is set up unasked.
    """
    tag = language.partition("-")[0]
    spoken = tag if tag in TONGUES and tag != ENGLISH else ""
    return known(tx, key, coach) or spoken


def known(tx: Tx, key: Key, coach: Coach) -> str:
    """Return a coach's own language, else that of the account that is hers, or ""."""
    if coach.language:
        return coach.language
    return next(
        (
            account.language
            for account in accounts.all_of(tx, key)
            if account.language and _is(coach, account, _line(tx, key, account))
        ),
        "",
    )


def choose(parts: Parts, signed: Signed, to: str) -> str:
    """Set the language of whoever is signed in, for pages, letters and alerts.

    Returns it. Raises Refused for one in which nobody can be told.
    """
    tag = for_coach(to)
    if signed.account is None or not signed.whole:
        return tag
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        account = accounts.lock(tx, key, signed.account)
        if account is not None:
            accounts.save_language(tx, account.id, tag)
            _teach(tx, key, replace(account, language=tag), over=True)
            action = "set their own language"
            accounts.audit(tx, parts.new_id(), signed.actor, action, account.id)
    return tag


def begin(tx: Tx, key: Key, account: Account) -> None:
    """Let an account's language be the coach's too, where none was said of her."""
    if account.language:
        _teach(tx, key, account, over=False)


def _teach(tx: Tx, key: Key, account: Account, *, over: bool) -> None:
    line = _line(tx, key, account)
    for coach in coaches.in_order(tx, key):
        if _is(coach, account, line) and (over or not coach.language):
            coaches.teach(tx, coach.id, account.language)


def _line(tx: Tx, key: Key, account: Account) -> str:
    return own_lines.of(tx, key, account.id).number


def _is(coach: Coach, account: Account, line: str) -> bool:
    """Say whether a coach is whoever has this account.

    By what was said of the account, by the e-mail she signs in with, or by the
    telephone that she has confirmed as hers.
    """
    email = account.email.casefold()
    return (
        coach.id == account.coach
        or bool(email and coach.email.casefold() == email)
        or bool(line and coach.number == line)
    )
