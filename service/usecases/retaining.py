"""Retention: for how long a programme keeps people's words and recordings.

Laws: nothing is deleted that a programme does not say; the time counts from when a
person was heard last, and anew for what was written to her since; what has gone leaves
numbers and dates, and no word, and its texts go at the carrier too. By which name the
carrier had them stays: one that is handed in again is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID

from service.store import (
    differences,
    enrolment,
    people,
    programme_versions,
    retention,
    views,
)
from service.store import programmes as store
from service.store.db import Found, Tx, retried
from service.usecases import removing, rights, terms
from service.usecases.at_carrier import gone
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.terms import BadTerms
from service.usecases.unchanged import Changed

KEPT = ("keep_words", "keep_recordings")
# As many texts as a carrier deletes well within a minute.
AT_ONCE = 40
# Whoever waits for a carrier that is away keeps nobody else's place meanwhile.
REST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Retention:
    """What a programme says, in days, None for always; and what was let go of so far.

    `people` had something let go, `took` rows in all, last at `last`; of `at_carrier`
    of them the carrier has texts yet.
    """

    id: UUID
    programme: str
    words: int | None
    recordings: int | None
    people: int
    took: int
    last: datetime | None
    at_carrier: int


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
        at_carrier=ran["at_carrier"],
    )


def _days(settings: Mapping[str, Any], name: str) -> int | None:
    try:
        found: int | None = terms.read_one(name, settings.get(name, terms.ALWAYS))
    except BadTerms:
        return None  # what cannot be read deletes nothing
    return found


def goes(
    parts: Parts, signed: Signed, programme: UUID, words: str, recordings: str
) -> tuple[int, int]:
    """Return whose words, and whose recordings, these days would let go of at once.

    Raises NotAllowed, ProofNeeded, Refused.
    """
    rights.require(signed, "retention")
    days = [_days(_judged(words, recordings), name) for name in KEPT]
    with parts.db.transaction(signed.organisation) as tx:
        return retention.goes(tx, programme, *days)


def change(
    parts: Parts, signed: Signed, programme: UUID, typed: tuple[str, str], seen: str
) -> None:
    """Set words and recordings over what was `seen`, each whole days or "always".

    Raises NotAllowed, ProofNeeded, Refused, LookupError, and Changed where something
    else stands now.
    """
    rights.require(signed, "retention")
    new = _judged(*typed)
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        stands = store.standing(tx, key, programme, locked=True)
        if seen != base(*(_days(stands.settings, name) for name in KEPT)):
            raise Changed
        store.save(
            tx, programme, stands.language,
            settings={**stands.settings, **new}, path=stands.path,
            schedule=stands.schedule,
        )  # fmt: skip
        line = parts.new_id()
        enrolment.audit(tx, line, signed.actor, "changed retention", programme)
        was = {name: str(_days(stands.settings, name) or terms.ALWAYS) for name in KEPT}
        after = {name: str(days) for name, days in new.items()}
        differences.keep(tx, key, line, differences.between(was, after, "terms"))
        programme_versions.keep(tx, key, parts.new_id(), programme, signed.actor)


def base(words: int | None, recordings: int | None) -> str:
    """Return what tells one retention from another in a form."""
    return "/".join(
        terms.ALWAYS if one is None else str(one) for one in (words, recordings)
    )


def _judged(*typed: str) -> dict[str, str | int]:
    told = zip(KEPT, typed, strict=True)
    return {name: _one(name, text.strip() or terms.ALWAYS) for name, text in told}


def _one(name: str, text: str) -> str | int:
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
    """Let go of what was kept for its time; return for how many people.

    What was removed line by line goes at the carrier here, too.
    """
    done = 0
    for one in ids:
        done += retried(lambda: _let_go(parts, organisation, one))  # noqa: B023 -- done at once
        _at_carrier(parts, organisation, one)
        removing.at_carrier(parts, organisation, one)
    return done


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


def _at_carrier(parts: Parts, organisation: UUID, whose: UUID) -> None:
    """Have the carrier delete some of the texts that were let go of here."""
    with parts.db.transaction(organisation) as tx:
        row = retention.at_carrier(tx, whose)
        if row is None:
            return
        since, before = row["carrier_until"], row["words_at"]
        copies = retention.copies(tx, whose, since, before, AT_ONCE)
    went = list(takewhile(lambda one: _gone(parts, one), copies))
    with parts.db.transaction(organisation) as tx:
        whole = len(went) == len(copies) < AT_ONCE
        until = before if whole else _until(went, copies, since)
        soon = tx.now if len(went) == len(copies) else tx.now + REST
        retention.went(tx, whose, until, None if whole else soon)


def _until(
    went: Sequence[Found], asked: Sequence[Found], since: datetime | None
) -> datetime | None:
    """Return the last moment of which the carrier has no text, as far as is known.

    Texts of one moment go together: of those asked for last there may be more.
    """
    open_at = asked[len(went)]["at"] if len(went) < len(asked) else asked[-1]["at"]
    return max((one["at"] for one in went if one["at"] < open_at), default=since)


def _gone(parts: Parts, copy: Found) -> bool:
    if copy["live"]:
        return False
    return gone(parts, "text", copy["carrier_id"])


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
