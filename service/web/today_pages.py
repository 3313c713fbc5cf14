"""Today, the first page: who needs somebody, why, and what a coach does about it.

Laws: looking changes nothing; an action is an ordinary form, and leads back to Today;
an id of nobody's and of another organisation's get the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast, get_args
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    render_template,
    request,
    url_for,
)

from service.store import views, watches
from service.store.take_overs import Talk
from service.store.views import Card
from service.usecases import heeding, rights, taking_over, telling, tending, today
from service.usecases.closing import Closing
from service.usecases.doubting import Answer, NotInDoubt
from service.usecases.entries import Refused
from service.usecases.heeding import NoAlert
from service.usecases.parts import Parts
from service.usecases.releasing import NotHeld
from service.usecases.rights import Signed
from service.usecases.tending import Holds
from service.usecases.today import Today
from service.web import (
    closed,
    entries,
    inbox_words,
    lifting,
    live,
    need_words,
    next_acts,
)
from service.web.admission import redirected
from service.web.callers import SAFE, Callers
from service.web.entries import Entry

# What was done, and what it took off the list.
Done = tuple[str, Closing | None]
Act = Callable[[Signed, UUID], Done]
# Said beside what it took off the list: that nothing was changed.
LEFT = "left"


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the page and what is done on it."""
    pages = Blueprint("today", __name__)
    pages.add_url_rule("/", "home", lambda: _home(parts, callers.here()))
    acts: dict[str, tuple[str, Act]] = {
        "have": ("/today/alerts/<which>/have", _having(parts)),
        "put_away": ("/today/alerts/<which>/away", _putting_away(parts)),
        "leave": ("/today/alerts/<which>/leave", _leaving(parts)),
        "seen": ("/today/news/<which>/away", _seeing(parts)),
        "settle": ("/today/doubts/<which>", _settling(parts)),
        "end_talk": ("/today/talks/<which>/end", _ending(parts)),
    }
    for name, (path, act) in acts.items():
        view = _acting(callers, act)
        pages.add_url_rule(path, name, view, methods=["POST"])
    pages.add_url_rule(
        "/today/undo",
        "undo",
        lambda: back("back" if closed.undone(parts, callers.here()) else "over"),
        methods=["POST"],
    )
    pages.add_url_rule(
        "/today/gates",
        "reopen",
        lambda: _reopened(parts, callers.here()),
        methods=["POST"],
    )
    pages.add_url_rule(
        "/people/<whose>/hold",
        "hold",
        lambda whose: _hold(parts, callers.here(), whose),
        methods=["GET", "POST"],
    )
    pages.app_context_processor(lambda: {"needing": need_words, "closing": closed})
    pages.add_app_template_global(next_acts.next_act)
    pages.add_app_template_global(lifting.there, "to_lift")
    return pages


def _home(parts: Parts, signed: Signed) -> Response:
    asked = today.Asked(_page(), _id(request.args.get("whose", "")))
    found = today.look(parts, signed, asked)
    off = None if live.asked() else closed.shown(parts, signed)
    done = need_words.done(_whose_hold(parts, signed))
    return live.shown(
        "today/today.html",
        "today/live.html",
        every=live.SOON,
        today=found,
        talks=_talks(parts, signed, found),
        order=today.ORDER,
        done="" if off and request.args.get("done") != LEFT else done,
        closed=off,
        # What is pressed on a page leads back to it.
        turn={"page": found.page} if found.page > 1 else {},
    )


def _talks(parts: Parts, signed: Signed, found: Today) -> tuple[Talk, ...]:
    """Return the talks of who looks, but those that stand in the list of needs."""
    listed = {
        waiting.key
        for waiting in found.waiting
        if any(one.standing.source == "talk" for one in waiting.items)
    }
    talks = taking_over.mine(parts, signed)
    return tuple(one for one in talks if one.person not in listed)


def _page() -> int:
    return request.args.get("page", 1, type=int)


def back(done: str, off: Closing | None = None) -> Response:
    """Lead back to the page of Today that was left, which says what was done."""
    return redirected(_today(done=done, closed=closed.written(off) if off else None))


def _today(**said: Any) -> str:
    page = _page()
    return url_for("today.home", **said, page=page if page > 1 else None)


def _id(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _unknown() -> Response:
    return Response(render_template("unknown.html"), 404)


def _acting(callers: Callers, act: Act) -> Callable[[str], Response]:
    def acted(which: str) -> Response:
        named = _id(which)
        try:
            return _unknown() if named is None else back(*act(callers.here(), named))
        except (LookupError, NoAlert):
            return _unknown()

    return acted


def _having(parts: Parts) -> Act:
    def have(signed: Signed, alert: UUID) -> Done:
        had = not heeding.on_page(parts, signed, alert).count
        return "had" if had else "have", None

    return have


def _putting_away(parts: Parts) -> Act:
    def put_away(signed: Signed, alert: UUID) -> Done:
        try:
            return "away", tending.put_away_alert(parts, signed, alert)
        except Holds:
            return "over", None

    return put_away


def _leaving(parts: Parts) -> Act:
    def leave(signed: Signed, alert: UUID) -> Done:
        try:
            return LEFT, tending.leave(parts, signed, alert)
        except Holds:
            return "over", None

    return leave


def _seeing(parts: Parts) -> Act:
    def seen(signed: Signed, news: UUID) -> Done:
        return "away", tending.put_away_news(parts, signed, news)

    return seen


def _settling(parts: Parts) -> Act:
    def settle(signed: Signed, message: UUID) -> Done:
        rights.require(signed, "answer")
        answer = request.form.get("answer", "")
        if answer not in get_args(Answer):
            raise LookupError("there is no such answer")
        try:
            tending.settle(parts, signed, message, cast("Answer", answer))
        except NotInDoubt:
            return "over", None
        except Refused:
            return "gone", None
        return answer, None

    return settle


def _ending(parts: Parts) -> Act:
    def end(signed: Signed, person: UUID) -> Done:
        rights.require(signed, "answer")
        # A colleague may have taken the talk over since the page was made.
        mine = {one.person for one in taking_over.mine(parts, signed)}
        if person not in mine:
            return "over", None
        try:
            still = taking_over.finish(parts, signed, person)
        except NotHeld:
            return "over", None
        return "talk_still" if still else "ended", None

    return end


def _reopened(parts: Parts, signed: Signed) -> Response:
    opened, _ = tending.reopen(parts, signed)
    return back("opened" if opened else "over")


# ---- a hold ----


def _hold(parts: Parts, signed: Signed, whose: str) -> Response:
    rights.require(signed, "people")
    card = _card(parts, signed, whose)
    if card is None:
        return _unknown()
    if request.method in SAFE:
        return _asked(parts, signed, card, Entry())
    entry = entries.read()
    try:
        done = tending.release(
            parts, signed, card.id, entry["note"], entries.moment("looked")
        )
    except NotHeld:
        return redirected(_came_from(card, {"done": "over"}))
    except Refused as refused:
        entry.refuse(refused)
        return _asked(parts, signed, card, entry)
    said = "released" if done.still is None else "still"
    return redirected(_came_from(card, {"done": said, "hold": done.lifted}))


def _asked(parts: Parts, signed: Signed, card: Card, entry: Entry) -> Response:
    tenant, who = parts.tenant(signed.organisation), heeding.signed_in(signed)
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        raised = watches.about(tx, parts.vault, tenant.key, card.id)
        ahead = telling.ahead(parts, tx, card.programme, raised)
        lifted = [one for one in raised if one.kind == card.hold]
        hearing = heeding.hearing(tx, tenant, lifted, who)
    return entries.shown(
        "today/hold.html",
        entry,
        card=card,
        came=request.args.get("came", ""),
        back=_came_from(card, {}),
        ahead=ahead,
        hearing=need_words.hearing(hearing) if lifted else "",
        rung=inbox_words.told,
    )


def _came_from(card: Card, said: Mapping[str, str]) -> str:
    """Return where a hold was come to from, which says what was done there."""
    there = lifting.back(card.id, said)
    of = card.id if "hold" in said else None
    return there or f"{_today(**said, of=of)}#w-{card.id}"


def _whose_hold(parts: Parts, signed: Signed) -> str:
    """Return the name of whose hold the address says was lifted; "" for nobody's."""
    of = request.args.get("of", "")
    card = _card(parts, signed, of) if of else None
    return card.name if card else ""


def _card(parts: Parts, signed: Signed, whose: str) -> Card | None:
    person = _id(whose)
    if person is None:
        return None
    with parts.db.transaction(signed.organisation) as tx:
        return views.card(tx, parts.vault, person)
