"""What the small buttons of a conversation do; which page follows is the inbox's.

Laws: they are of the one form of the page, so each finds what it is about under a name
of its own; what is none of hers, or over, changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import get_args
from uuid import UUID

from flask import request

from service.store.timelines import EVER
from service.usecases import minding, taking_over
from service.usecases.doubting import Answer
from service.usecases.entries import Refused
from service.usecases.heeding import NoAlert
from service.usecases.minding import Put
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.web import closed, entries


@dataclass(frozen=True, slots=True)
class After:
    """What is told afterwards, "" for nothing, and what was taken off the list.

    `refused` is what of the form could not stand: it is shown again as it was typed.
    """

    told: str = ""
    closed: str = ""
    refused: Refused | None = None


NOTHING = After()
Done = Callable[[Signed, UUID], After]


@dataclass(frozen=True, slots=True)
class Buttons:
    """The buttons, over these parts."""

    parts: Parts

    @property
    def all(self) -> Mapping[str, Done]:
        """Each button by the end of its address."""
        return {
            "take": self.take,
            "end": self.end,
            "assign": self.assign,
            "snooze": self.snooze,
            "settle": self.settle,
            "undo": self.undo,
            "read": self.read,
            "alert": self.alert,
            "doubt": self.doubt,
        }

    def take(self, signed: Signed, participant: UUID) -> After:
        """Begin to talk, or take over from the colleague that was shown."""
        taking_over.begin(self.parts, signed, participant, named("over"))
        return After("took")

    def end(self, signed: Signed, participant: UUID) -> After:
        """End the talk."""
        still = taking_over.finish(self.parts, signed, participant)
        return After("still" if still else "ended")

    def assign(self, signed: Signed, participant: UUID) -> After:
        """Make it somebody's task."""
        minding.assign(self.parts, signed, participant, named("to"))
        return NOTHING

    def snooze(self, signed: Signed, participant: UUID) -> After:
        """Put it off, or take it up again."""
        put = request.form.get("up") or request.form.get("put", "")
        day = request.form.get("put_day", "").strip()
        for one in get_args(Put):
            if one == put:
                try:
                    minding.snooze(self.parts, signed, participant, one, day)
                except Refused as refused:
                    return After(refused=refused)
                return After("up" if one == "now" else "off")
        return NOTHING

    def settle(self, signed: Signed, participant: UUID) -> After:
        """Say that nothing waits for an answer."""
        done, newer = minding.settle(self.parts, signed, participant, shown())
        return After("newer" if newer else "settled", closed.written(done))

    def undo(self, signed: Signed, participant: UUID) -> After:
        """Put back what was just taken off the list."""
        return After(
            "back" if closed.undone(self.parts, signed, participant) else "over"
        )

    def read(self, signed: Signed, participant: UUID) -> After:
        """Say until when she has read."""
        with suppress(ValueError):
            until = datetime.fromisoformat(request.form.get("until", ""))
            if until.tzinfo is not None:
                minding.read(self.parts, signed, participant, until)
        return NOTHING

    def alert(self, signed: Signed, participant: UUID) -> After:
        """Have an alert, or put one away."""
        away, heeded = named("away"), named("heed")
        if away is not None:
            done = minding.put_away(self.parts, signed, participant, away)
            return After("away", closed.written(done))
        if heeded is not None:
            minding.heed(self.parts, signed, participant, heeded)
            return NOTHING
        raise NoAlert("There is no such alert.")

    def doubt(self, signed: Signed, participant: UUID) -> After:
        """Settle a doubt, by the answer that the message is named under."""
        for answer in get_args(Answer):
            message = named(answer)
            if message is not None:
                minding.decide(self.parts, signed, participant, message, answer)
                return After(answer)
        return NOTHING


def shown() -> datetime:
    """Return when the newest text came that the request's page had shown.

    A page that says nothing of it has shown none.
    """
    return entries.moment("shown") or EVER


def named(name: str) -> UUID | None:
    """Return the id that a field of the request's form holds; None for none."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return None


def once(signed: Signed, name: str) -> UUID | None:
    """Return the id of what a form makes, by the key it holds; None for no key.

    A sender writes into it what she likes: taken as it is, "this form was used before"
    said of any id whether something stands under it, in whichever organisation.
    """
    key = named(name)
    if key is None:
        return None
    own = sha256(signed.organisation.bytes + key.bytes).digest()[:8]
    # Its moment stays in front, so that ids still rise (wiring.new_id).
    return UUID(int=key.int >> 62 << 62 | int.from_bytes(own) >> 2)
