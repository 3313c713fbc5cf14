"""The inbox: who wrote, one conversation, and all that a coach does in it.

Laws: what was typed survives every refusal; looking changes nothing, and what is looked
for stands in no address; an unknown person and another organisation's are alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from service.store import exchanges, handlings, inboxes, take_overs, watches
from service.store.exchanges import Conversation, Told
from service.store.inboxes import PAGE, Asker
from service.store.take_overs import TakeOver
from service.usecases import bridging, minding, namesakes, telling, writing
from service.usecases.bridging import Wish
from service.usecases.closing import Closed
from service.usecases.doubting import NotInDoubt
from service.usecases.entries import Refused
from service.usecases.heeding import NoAlert
from service.usecases.left_open import ASKED
from service.usecases.parts import Parts
from service.usecases.releasing import NotHeld
from service.usecases.rights import Signed, may
from service.usecases.taking_over import Taken
from service.usecases.telling import Ahead
from service.usecases.writing import Draft, Newer
from service.web import (
    call_words,
    closed,
    doubt_words,
    entries,
    inbox_alerts,
    inbox_buttons,
    inbox_parts,
    inbox_search,
    inbox_words,
    live,
    need_words,
    tongues,
    words,
)
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.entries import UNFIT, Entry
from service.web.inbox_buttons import NOTHING, After, Buttons, Done
from service.web.inbox_parts import Part

TAKEN = tongues.later(
    "%(by)s is talking with them; look, and take over if you mean to."
)
# What somebody types there: whatever button is pressed, what it does not send stays.
TYPED = ("words", "note", "stated")
# What keeps each of them from being sent twice.
ONCE = {"words": "once", "note": "note_once", "stated": "call_once"}
# Return in a field of one line presses the form's first button: that one does nothing.
STAY = "stay"


@dataclass(frozen=True, slots=True)
class Room:
    """The pages of the inbox, over these parts."""

    parts: Parts
    callers: Callers

    # ---- the list ----

    def home(self) -> Response:
        """Show the inbox by person."""
        signed = self.callers.here()
        show = inbox_parts.view()
        page = min(max(request.args.get("page", 1, type=int), 1), 10**6)
        asker, key = self._asker(signed), self._key(signed)
        with self.parts.db.transaction(signed.organisation, reading=True) as tx:
            about = (tx, self.parts.vault, key, asker)
            found = inboxes.listed(*about, show=show, skip=(page - 1) * PAGE)
            pages = max(-(-found.counts[show] // PAGE), 1)
            if page > pages:
                page, found = 1, inboxes.listed(*about, show=show)
            named = [(line.id, line.name) for line in found.lines]
            apart, now = namesakes.apart(tx, self.parts.vault, named), tx.now
        return live.shown(
            "inbox/home.html",
            "inbox/home_live.html",
            every=live.SOON,
            lines=found.lines,
            apart=apart,
            counts=found.counts,
            show=show,
            page=page,
            pages=pages,
            now=now,
            me=signed.account,
        )

    # ---- one conversation ----

    def talk(self, whose: str) -> Response:
        """Show one conversation."""
        participant = _uuid(whose)
        return self._shown(participant, Entry()) if participant else _unknown()

    def write(self, whose: str) -> Response:
        """Take what was typed here: a reply, or a note."""
        entry, participant = _typed(), _uuid(whose)
        sent = "note" if entry["do"] == "note" else "words"
        once = inbox_buttons.once(self.callers.here(), ONCE[sent])
        if participant is None or once is None:
            return _unknown()
        if entry["do"] == STAY:
            return self._shown(participant, entry)
        try:
            told = self._written(participant, entry, once)
        except Refused as refused:
            entry.refuse(refused)
        except Taken as taken:
            entry.wrong["words"] = tongues.say(TAKEN, by=taken.by.name)
        except Newer as newer:
            return self._shown(participant, entry, newer=newer.texts)
        except LookupError:
            return _unknown()
        else:
            return self._after(participant, After(told), sent)
        return self._shown(participant, entry)

    def _written(self, participant: UUID, entry: Entry, once: UUID) -> str:
        signed = self.callers.here()
        if entry["do"] == "note":
            minding.note(self.parts, signed, participant, entry["note"], once)
            return "noted"
        draft = Draft(
            words=entry["words"],
            once=once,
            seen=_uuid(entry["seen"]),
            shown=inbox_buttons.shown(),
            anyway=bool(entry["anyway"]),
        )
        ahead = writing.send(self.parts, signed, participant, draft)
        return "sent" if ahead.waits_until is None else "waits"

    def count(self, whose: str) -> Response:
        """Say what the words typed so far would be; nothing is changed or kept."""
        signed, participant = self.callers.here(), _uuid(whose)
        if participant is None:
            return _unknown()
        try:
            typed = request.form.get("words", "")
            ahead = writing.look(self.parts, signed, participant, typed)
        except LookupError:
            return _unknown()
        page = render_template("inbox/count.html", ahead=ahead, now=self._now(signed))
        return Response(page)

    def _shown(
        self,
        participant: UUID,
        entry: Entry,
        after: After = NOTHING,
        newer: tuple[Told, ...] = (),
    ) -> Response:
        signed = self.callers.here()
        read = self._read(signed, participant)
        if read is None:
            return _unknown()
        found, part, talk, ahead, left = read
        answers = may(signed.role, "answer").allowed
        told = after.told or request.args.get("told", "")
        told = told or ("lost" if part.lost else "")
        off = self._taken_off(signed, participant, after)
        mine = talk is not None and talk.account == signed.account
        # Said in the part that renews itself, and no longer than it holds.
        passes = told in inbox_words.PASSING
        given: dict[str, Any] = {
            "found": found,
            "mark": part.mark,
            "who": found.who,
            "talk": talk,
            "mine": mine,
            "me": signed.account,
            "answers": answers,
            "show": inbox_parts.view(),
            "newer": newer,
            "told": ""
            if passes or (told == "away" and off)
            else inbox_words.done(told, found.who),
            "closed": off,
            "passing": inbox_words.passing(told, found.thread, mine=mine),
            **inbox_alerts.given(ahead, unanswered=left is not None),
        }
        if not live.asked():
            given |= self._form(signed, participant, entry, answers=answers)
        response = live.shown(
            "inbox/talk.html",
            "inbox/talk_live.html",
            every=live.SOON,
            without_script=None,
            at=url_for("inbox.talk", whose=participant, told=told if passes else None),
            **given,
        )
        if entry.wrong or newer:
            response.status_code = UNFIT
        return response

    def _taken_off(
        self, signed: Signed, participant: UUID, after: After
    ) -> Closed | None:
        """Return what of this person's was just taken off the list, if anything."""
        off = None if live.asked() else closed.shown(self.parts, signed, after.closed)
        return off if off and off.who and off.who.id == participant else None

    def _form(
        self, signed: Signed, participant: UUID, entry: Entry, *, answers: bool
    ) -> dict[str, Any]:
        """Return what the page around the live part is given."""
        before, after = self._beside(signed, participant)
        ahead = by_phone = None
        if answers:
            typed = entry["words"]
            ahead = writing.look(self.parts, signed, participant, typed)
            by_phone = bridging.look(self.parts, signed, participant)
        return {
            "by_phone": by_phone,
            "call_once": self.parts.new_id(),
            "typed": entry.typed,
            "wrong": entry.wrong,
            "ahead": ahead,
            "once": self.parts.new_id(),
            "note_once": self.parts.new_id(),
            "before": before,
            "after": after,
        }

    def _read(
        self, signed: Signed, participant: UUID
    ) -> tuple[Conversation, Part, TakeOver | None, Ahead, datetime | None] | None:
        vault, key = self.parts.vault, self._key(signed)
        with self.parts.db.transaction(signed.organisation, reading=True) as tx:
            part = inbox_parts.asked(tx, participant)
            notes = inbox_parts.notes()
            found = exchanges.conversation(
                tx, vault, key, participant, part.before, notes=notes
            )
            if found is None:
                return None
            if notes:
                # Of her texts there stand before a coach those she has read.
                read = handlings.read_until(tx, participant, signed.account)
                found = replace(found, heard_until=read)
            talk = take_overs.standing(tx, key, participant)
            left = inboxes.unanswered(tx, participant)
            alerts = watches.about(tx, vault, key, participant)
            ahead = telling.ahead(self.parts, tx, found.who.programme, alerts)
            return found, part, talk, ahead, left

    def _beside(
        self, signed: Signed, participant: UUID
    ) -> tuple[UUID | None, UUID | None]:
        """Return who stands before and after a person in the view she was found in."""
        with self.parts.db.transaction(signed.organisation, reading=True) as tx:
            order = inboxes.order(tx, self._asker(signed), inbox_parts.view())
        if participant not in order:
            return None, next(iter(order), None)
        at = order.index(participant)
        around = (None, *order, None)
        return around[at], around[at + 2]

    # ---- buttons ----

    def call(self, whose: str) -> Response:
        """Have the coach's own telephone rung, and put through to a person."""
        entry, participant = _typed(), _uuid(whose)
        once = inbox_buttons.once(self.callers.here(), ONCE["stated"])
        if participant is None or once is None:
            return _unknown()
        seen = _uuid(entry["seen"])
        wish = Wish(once, entry["stated"].strip(), seen)
        try:
            bridging.call(self.parts, self.callers.here(), participant, wish)
        except Refused as refused:
            entry.refuse(refused)
        except Taken as taken:
            entry.wrong["call"] = tongues.say(TAKEN, by=taken.by.name)
        except LookupError:
            return _unknown()
        else:
            return self._after(participant, After("rings"), "stated")
        return self._shown(participant, entry)

    def acting(self, do: Done) -> Callable[[str], Response]:
        """Return the view of one button: what it does, then back to the page."""

        def pressed(whose: str) -> Response:
            participant = _uuid(whose)
            if participant is None:
                return _unknown()
            try:
                after = do(self.callers.here(), participant)
            except (NotHeld, NotInDoubt, NoAlert, Taken, Refused):
                after = After("over")
            except LookupError:
                return _unknown()
            if request.headers.get("HX-Request") == "true":
                # The page marks itself as read, and stays as it is.
                return Response(status=204)
            return self._after(participant, after)

        return pressed

    def _after(self, participant: UUID, after: After, sent: str = "") -> Response:
        """Lead back to the conversation; what was not sent stays as it was typed."""
        typed = _typed()
        if after.refused:
            typed.refuse(after.refused)
            return self._shown(participant, typed)
        unsent = {name: typed[name] for name in TYPED if typed[name].strip()}
        unsent.pop(sent, None)
        if not unsent:
            return redirected(inbox_parts.back(participant, after))
        # Words may stand in no address: this page is the answer, and is not led to.
        return self._shown(participant, Entry(unsent), after)

    # ---- what all share ----

    def _asker(self, signed: Signed) -> Asker:
        return Asker(signed.account, ASKED)

    def _key(self, signed: Signed) -> Any:
        return self.parts.tenant(signed.organisation).key

    def _now(self, signed: Signed) -> datetime:
        with self.parts.db.transaction(signed.organisation) as tx:
            return tx.now


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages of the inbox."""
    pages = Blueprint("inbox", __name__, url_prefix="/inbox")
    room = Room(parts, callers)
    pages.add_url_rule("", "home", room.home)
    sought = inbox_search.view(parts, callers)
    pages.add_url_rule("/search", "search", sought, methods=["POST"])
    pages.add_url_rule("/<whose>", "talk", room.talk)
    pages.add_url_rule("/<whose>", "write", room.write, methods=["POST"])
    pages.add_url_rule("/<whose>/count", "count", room.count, methods=["POST"])
    pages.add_url_rule("/<whose>/call", "call", room.call, methods=["POST"])
    for name, do in Buttons(parts).all.items():
        view = room.acting(do)
        pages.add_url_rule(f"/<whose>/{name}", name, view, methods=["POST"])
    given: dict[str, object] = {
        "words": words,
        "calling": call_words,
        "inbox": inbox_words,
        "needing": need_words,
        "doubting": doubt_words,
        "parts_of": inbox_parts,
        "closing": closed,
    }
    pages.context_processor(lambda: given)
    return pages


def _typed() -> Entry:
    """Return what the form of a conversation held, with words as they were typed."""
    entry = entries.read()
    plain = {name: request.form.get(name, "") for name in TYPED}
    return Entry({**entry.typed, **plain})


def _uuid(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None


def _unknown() -> Response:
    return Response(render_template("unknown.html"), 404)
