"""Who is told of alerts, set in forms: somebody added, changed, moved in the order.

Laws: an owner who has proved who she is does it, over what she saw; nothing typed is
lost; before nobody at all is reached any more, the page says so and asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from flows.safety.alerting import CHANNELS
from service.usecases import alerting, lining_up
from service.usecases.entries import Refused
from service.usecases.lining_up import Said, Silent, Stand
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.unchanged import Changed
from service.web import editing, entries, inbox_words, telling_pages
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.tongues import TONGUES, later, say

View = Callable[[Parts, Signed, UUID], Response]
# A field of the form for each channel, and the one above them.
BY: Mapping[str, str] = {channel: f"by_{channel}" for channel in CHANNELS}
TAKES, SURE, PAST, YES = "takes", "sure", "past", "yes"
BY_WHAT = later("choose by what, or that they take no alerts")


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the forms of who is told of alerts."""
    pages = Blueprint("told", __name__, url_prefix="/alerts")

    def of(view: View) -> Callable[[UUID], Response]:
        """Answer 404 where there is nobody of that id here."""

        def seen(whose: UUID) -> Response:
            try:
                return view(parts, callers.here(), whose)
            except LookupError:
                return Response(render_template("unknown.html"), 404)

        return seen

    new = lambda: _new(parts, callers.here())  # noqa: E731 -- a view of one line
    add = lambda: _add(parts, callers.here())  # noqa: E731 -- as above
    pages.add_url_rule("/new", "new", new)
    pages.add_url_rule("/new", "add", add, methods=["POST"])
    one = "/who/<uuid:whose>"
    pages.add_url_rule(one, "one", of(_one))
    pages.add_url_rule(one, "save", of(_save), methods=["POST"])
    pages.add_url_rule(f"{one}/move", "move", of(_move), methods=["POST"])
    pages.context_processor(
        lambda: {
            "mail": parts.mail is not None,
            "came": telling_pages.to_form(request.args.get),
            "to_line": telling_pages.to_line(request.args.get),
        }
    )
    return pages


# ---- somebody new ----


def _new(parts: Parts, signed: Signed) -> Response:
    stand = lining_up.look(parts, signed)
    return _shown(stand, Entry(_held(parts, stand.said)))


def _add(parts: Parts, signed: Signed) -> Response:
    entry = entries.read()
    try:
        lining_up.add(parts, signed, _said(entry))
    except Refused as refused:
        entry.refuse(refused)
        return _shown(lining_up.look(parts, signed), entry)
    return _done()


# ---- somebody who stands ----


def _one(parts: Parts, signed: Signed, whose: UUID) -> Response:
    stand = lining_up.look(parts, signed, whose)
    return _shown(stand, Entry(_held(parts, stand.said)))


def _save(parts: Parts, signed: Signed, whose: UUID) -> Response:
    entry = entries.read()
    seen = entry[editing.BASE], entry[SURE] == YES
    try:
        lining_up.save(parts, signed, whose, _said(entry), seen)
    except Changed:
        return _meanwhile(lining_up.look(parts, signed, whose), entry)
    except Silent:
        return _shown(lining_up.look(parts, signed, whose), entry, silent=True)
    except Refused as refused:
        entry.refuse(refused)
        return _shown(lining_up.look(parts, signed, whose), entry)
    return _done(whose)


def _move(parts: Parts, signed: Signed, whose: UUID) -> Response:
    try:
        past = UUID(request.form.get(PAST, ""))
        lining_up.move(parts, signed, whose, past)
    except (Changed, ValueError):
        return _done(saved="no")
    return _done()


def _done(who: UUID | None = None, saved: str = YES) -> Response:
    """Lead back to the line, which says what became of `who`."""
    came = telling_pages.to_line(request.args.get)
    return redirected(
        url_for("telling.home", saved=saved, who=who, _anchor="line", **came)
    )


# ---- the form ----


def _said(entry: Entry) -> Said:
    """Return what a form says; raises Refused for alerts by nothing."""
    by = tuple(one for one, field in BY.items() if entry[field])
    if entry[TAKES] and not by:
        raise Refused("channels", BY_WHAT)
    return Said(
        name=entry["name"],
        number=entry["number"],
        email=entry["email"],
        channels=by if entry[TAKES] else (),
        language=entry["language"],
        after=entry["after"],
    )


def _held(parts: Parts, said: Said) -> dict[str, str]:
    """Return what the fields of a form hold of this."""
    # Who takes none is asked as somebody new is. An e-mail that could come from
    # nowhere, and go nowhere, is nobody's choice.
    able = {*alerting.able(parts), *(("email",) if said.email else ())}
    by = [one for one in said.channels or CHANNELS if one in able]
    ticks = {field: YES for one, field in BY.items() if one in by}
    return {
        "name": said.name,
        "number": said.number,
        "email": said.email,
        "language": said.language,
        "after": said.after,
        **ticks,
        **({TAKES: YES} if said.channels else {}),
    }


def _meanwhile(stand: Stand, entry: Entry) -> Response:
    """Show what somebody else saved meanwhile beside what was typed."""
    entry.saying = say(editing.MEANWHILE)
    entry.typed.pop(editing.BASE, None)
    now = dict(_now(stand))
    differs = {one: told for one, (held, told) in now.items() if held != entry[one]}
    if stand.said.channels != _by(entry):
        differs["channels"] = _takes(stand.said)
    return _shown(stand, entry, differs=differs, status=editing.CONFLICT)


def _by(entry: Entry) -> tuple[str, ...]:
    by = tuple(one for one, field in BY.items() if entry[field])
    return by if entry[TAKES] else ()


def _now(stand: Stand) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what each field would hold now, and how that is said."""
    said, nothing = stand.said, say("nothing")
    named = {str(whose): name for whose, name in stand.others}
    yield "name", (said.name, said.name)
    yield "number", (said.number, said.number or nothing)
    yield "email", (said.email, said.email or nothing)
    yield "language", (said.language, TONGUES.get(said.language, said.language))
    behind = say(AFTER, name=named[said.after]) if said.after else say(BEFORE_ALL)
    yield "after", (said.after, behind)


AFTER = later("After %(name)s")
BEFORE_ALL = later("Before all others")


def _takes(said: Said) -> str:
    by = ", ".join(say(inbox_words.CHANNELS[one]) for one in said.channels)
    return by or say(later("takes no alerts"))


def _shown(
    stand: Stand,
    entry: Entry,
    *,
    differs: Mapping[str, str] | None = None,
    silent: bool = False,
    status: int | None = None,
) -> Response:
    """Show the form; `differs` is what somebody else has set meanwhile, by field."""
    entry.typed.setdefault(editing.BASE, stand.base)
    named = [(str(whose), say(AFTER, name=name)) for whose, name in stand.others]
    return entries.shown(
        "telling/one.html",
        entry,
        status,
        stand=stand,
        places=[("", say(BEFORE_ALL)), *named],
        by=[(field, say(inbox_words.CHANNELS[one])) for one, field in BY.items()],
        differs=differs or {},
        silent=silent,
    )
