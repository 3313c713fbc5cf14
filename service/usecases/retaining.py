"""Retention: for how long a programme keeps people's words and recordings.

Laws: nothing is deleted that a programme does not say; the time counts from when a
person was heard last, and anew for what was written to her since; what has gone leaves
numbers and dates, and no word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from service.store import enrolment, people, retention, views
from service.store import programmes as store
from service.store.db import Tx, retried
from service.usecases import rights, terms
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.terms import BadTerms

KEPT = ("keep_words", "keep_recordings")


@dataclass(frozen=True, slots=True)
class Retention:
    """What a programme says, in days, None for always; and what was let go of so far.

    `people` had something let go, `took` rows in all, last at `last`.
    """

    id: UUID
    programme: str
    words: int | None
    recordings: int | None
    people: int
    took: int
    last: datetime | None


def look(parts: Parts, signed: Signed, programme: UUID) -> Retention:
    """Return the retention of a programme. Raises LookupError."""
    rights.require(signed, "see")
    with parts.db.transaction(signed.organisation) as tx:
        named = {one.id: one.name for one in views.programmes(tx)}
        if programme not in named:
            raise LookupError(f"there is no programme {programme} here")
        key = parts.tenant(signed.organisation).key
        settings = views.programme(tx, key, programme).settings
        ran = retention.ran(tx, programme)[0]
    words, recordings = (_days(settings, name) for name in KEPT)
    return Retention(
        id=programme,
        programme=named[programme],
        words=words,
        recordings=recordings,
        people=ran["people"],
        took=int(ran["took"]),
        last=ran["last"],
    )


def _days(settings: dict[str, Any], name: str) -> int | None:
    try:
        found: int | None = terms.read_one(name, settings.get(name, terms.ALWAYS))
    except BadTerms:
        return None  # what cannot be read deletes nothing
    return found


def change(
    parts: Parts, signed: Signed, programme: UUID, words: str, recordings: str
) -> None:
    """Set both, each whole days or "always".

    Raises NotAllowed, Refused, LookupError.
    """
    rights.require(signed, "settings")
    told = dict(zip(KEPT, (words, recordings), strict=True))
    new = {
        name: _judged(name, text.strip() or terms.ALWAYS) for name, text in told.items()
    }
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        stands = store.standing(tx, key, programme, locked=True)
        settings = {**stands.settings, **new}
        store.save(
            tx, programme, stands.language,
            settings=settings, path=stands.path, schedule=stands.schedule,
        )  # fmt: skip
        enrolment.audit(
            tx, parts.new_id(), signed.actor, "changed retention", programme
        )


def _judged(name: str, text: str) -> str | int:
    try:
        days = terms.read_one(name, text)
    except BadTerms:
        raise Refused(
            name,
            "write whole days, %(least)s to %(most)s, or leave it empty",
            least=terms.SHORTEST_KEPT,
            most=terms.LONGEST_KEPT,
        ) from None
    return terms.ALWAYS if days is None else int(days)


# ---- the worker's part ----


def work(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Let go of what was kept for its time; return for how many people."""
    return sum(retried(lambda: _let_go(parts, organisation, one)) for one in ids)  # noqa: B023 -- done at once


def _let_go(parts: Parts, organisation: UUID, whose: UUID) -> bool:
    with parts.db.transaction(organisation) as tx:
        person = people.lock(tx, parts.vault, whose)
        words, recordings = _over(tx, whose)
        if person is None or not (words or recordings):
            return False
        took = retention.let_words_go(tx, person) if words else 0
        took += retention.let_recordings_go(tx, person) if recordings else 0
        retention.keep(tx, whose, words=words, recordings=recordings, took=took)
        return True


def _over(tx: Tx, whose: UUID) -> tuple[bool, bool]:
    """Say whether the time of words is over and not seen to, and of recordings."""
    row = retention.stands(tx, whose)
    if row is None:
        return False, False
    contact = row["contact"]

    def over(name: str, done: datetime | None) -> bool:
        days = _days(row["settings"], name)
        if days is None:
            return False
        # What was written to her since, or was on its way, has its own time.
        since = contact if done is None else max(contact, done)
        return bool(since + timedelta(days=days) < tx.now)

    return over("keep_words", row["words_at"]), over(
        "keep_recordings", row["recordings_at"]
    )
