"""What a coach takes off the list stands there by name, and can be put back.

Laws: what comes back is what one press took off, as it was; whoever had it has it
still, nobody is told of it at once, and a telling that was going on goes on. What was
answered since, taken off anew, or is older than a day, is left as it is. That a limit
was reached is not put back: it may be over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from service.store import closings, enrolment, inboxes, needs, people
from service.store.closings import Act
from service.store.db import Found, Tx
from service.store.needs import Standing, Who
from service.store.vault import Key
from service.usecases import left_open, rights
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.today import NEWS

# So long it can be put back, and so long nobody hears of what was.
LASTS, CALM = timedelta(days=1), timedelta(minutes=5)


class Over(ValueError):
    """There is nothing to put back: it was answered, put back, or is too long ago."""


@dataclass(frozen=True, slots=True)
class Closing:
    """That something was taken off the list, by the id of its line in the audit.

    `first` is the first text that waited before it, None where none did.
    """

    id: UUID
    first: UUID | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was taken off: an alert, a piece of news, or a text of hers.

    `standing` is None for a text that nothing but itself put before coaches.
    """

    at: datetime
    words: str
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """What was taken off, in the order it came; `who` is None for nobody known."""

    closing: Closing
    who: Who | None
    items: tuple[Item, ...]
    now: datetime


def first_waiting(tx: Tx, person: UUID | None) -> UUID | None:
    """Return the first text of hers that waits, before something is taken off."""
    return None if person is None else inboxes.first_unanswered(tx, person)


def look(parts: Parts, signed: Signed, closing: Closing) -> Closed | None:
    """Return what was taken off the list; None where nothing is to be put back."""
    rights.require(signed, "answer")
    ours = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        done = _act(tx, closing)
        if done is None:
            return None
        found = _found(tx, done)
        whose = () if found.person is None else (found.person,)
        known = needs.keys(tx, parts.vault, whose, frozenset())
        raised = needs.raised(tx, ours, known, [one.id for one in found.alerts])
        words = {of: one.words for of, one in raised.items()}
        told = needs.told(tx, ours, known, found.news)
        words |= {of: one.words for of, one in told.items()}
        items = [Item(one.at, words.get(one.id, ""), one) for one in found.named]
        for row in _texts(tx, closing, done, found):
            if row["id"] not in {one.heard for one in raised.values()}:
                items += (_text(known[her][1], row) for her in whose if her in known)
        items.sort(key=lambda one: one.at)
        who = next((known[her][0] for her in whose if her in known), None)
        return Closed(closing, who, tuple(items), tx.now) if items else None


def _act(tx: Tx, closing: Closing) -> Act | None:
    done = closings.act(tx, closing.id, tx.now - LASTS)
    return None if done is None or done.what == "limit" else done


@dataclass(frozen=True, slots=True)
class _Found:
    """All that one press took off, and whom it is about."""

    person: UUID | None
    alerts: tuple[Standing, ...]
    news: tuple[Standing, ...]

    @property
    def named(self) -> tuple[Standing, ...]:
        """All of it but texts that no alert stands for."""
        return (*self.alerts, *self.news)


def _found(tx: Tx, done: Act) -> _Found:
    alerts = tuple(_standing(row) for row in closings.alerts_of(tx, done))
    news = closings.news_of(tx, done)
    if news is not None and news["source"] == "news" and news["kind"] not in NEWS:
        news = None
    whose = next((one.person for one in alerts), None)
    if news is not None:
        one = Standing(news["whose"], news["source"], news["kind"], "", done.subject,
                       news["at"], None, had=False)  # fmt: skip
        return _Found(news["whose"], alerts, (one,))
    return _Found(done.subject if done.settled else whose, alerts, ())


def _standing(row: Found) -> Standing:
    return Standing(
        person=row["participant_id"],
        source="alert",
        kind=row["kind"],
        reason=row["reason"],
        id=row["id"],
        at=row["raised_at"],
        coach=None,
        had=False,
    )


def _texts(tx: Tx, closing: Closing, done: Act, found: _Found) -> Sequence[Found]:
    """Return what she wrote that was taken off with the rest, sealed."""
    if found.person is None or not done.settled:
        return ()
    return closings.texts_of(tx, found.person, closing.first, done)


def _text(key: Key, row: Found) -> Item:
    words = key.words(row["body_sealed"], "inbox", row["id"], "body_sealed").strip()
    return Item(row["at"], words)


def undo(
    parts: Parts, signed: Signed, closing: Closing, whose: UUID | None = None
) -> None:
    """Put back what one press took off the list; `whose` it has to be, if anybody's.

    Raises:
        Over: it was answered or put back since, or it is too long ago, or not hers.
    """
    rights.require(signed, "answer")
    with parts.db.transaction(signed.organisation) as tx:
        done = _act(tx, closing)
        if done is None:
            raise Over("There is nothing to put back.")
        found = _found(tx, done)
        if whose not in (None, found.person):
            raise Over("It is about somebody else.")
        if found.person is not None:
            # Somebody else may have been quicker: under her lock it is looked at again.
            her = people.lock(tx, parts.vault, found.person)
            if her is None or _act(tx, closing) is None:
                raise Over("There is nothing to put back.")
        _put_back(tx, closing, done, found)
        new, what = parts.new_id(), f"{needs.PUT_BACK}{done.what}"
        enrolment.audit(tx, new, signed.actor, what, done.subject)


def _put_back(tx: Tx, closing: Closing, done: Act, found: _Found) -> None:
    if found.news:
        return  # the audit alone had taken it off
    until = _until(tx, closing, done, found)
    answered = (
        until is not None
        and found.person is not None
        and not closings.unsettle(tx, found.person, done, until)
    )
    ids = [one.id for one in found.alerts]
    opened = closings.reopen(tx, done, ids, tx.now + CALM) if not answered else 0
    if answered or not (opened or until):
        raise Over("It was answered since, or stands there already.")


def _until(tx: Tx, closing: Closing, done: Act, found: _Found) -> datetime | None:
    """Return until when nothing of hers waited before; None where none of it did."""
    asked = [one.at for one in found.alerts if one.reason in left_open.ASKED]
    if found.person is None or not (asked or done.settled):
        return None
    texts = closings.texts_of(tx, found.person, closing.first, done)
    asked += [row["at"] for row in texts[:1]]
    return min(asked) - timedelta.resolution if asked else None
