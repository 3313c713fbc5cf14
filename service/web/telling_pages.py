"""The page of who is told of alerts: of all, and of one programme's people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from flows.safety.alerting import AWAKE
from service.store.watches import IN_VAIN, Notice
from service.usecases import appointing, telling
from service.usecases.parts import Parts
from service.usecases.rights import may
from service.usecases.telling import Line, Stage, Telling
from service.web import inbox_words, words
from service.web.callers import Callers
from service.web.tongues import count, later, say

WAYS: Mapping[str, str] = {
    "crisis": later("Somebody may not be safe"),
    "unclear_stop": later("Somebody may want texts to end"),
    "whose": later("A number may be somebody else's by now"),
    "limit": later("A limit of messages or money is reached"),
    "hand": later("Somebody waits for a coach"),
    "stopped": later("The carrier lets nothing out from our number"),
    "quarantine": later("Something was put aside"),
    "restored": later("The service was put back from a backup"),
}
LACKS: Mapping[str, str] = {
    appointing.NOBODY: later(
        "Nobody takes alerts: a cry for help would reach no person."
    ),
    appointing.NO_BACKUP: later(
        "One person takes all alerts, and nobody is told when she does not answer."
    ),
    appointing.UNREADABLE: later(
        "What is kept of a coach does not open. She is told of alerts by what still"
        " does."
    ),
}
# No mail server: said of those whom nothing else reaches, else in passing.
UNMAILED = later(
    "By e-mail only, and no mail server is set up, so no alert arrives: %(names)s."
)
NO_MAIL = later("No e-mail goes out from here: no mail server is set up yet.")
# How that is mended: an owner's to do, or to ask for.
MENDS = later(
    "Whoever runs this service sets SMTP_URL and MAIL_FROM; or give them a"
    " telephone here."
)
SETS = later("Whoever runs this service sets SMTP_URL and MAIL_FROM.")
ASK = later("Ask an owner of your organisation for one, or for a telephone here.")
STILL_NAMED = later(
    "%(name)s still coaches %(programmes)s, and texts there name %(name)s; alerts about"
    " people there do not reach %(name)s now."
)
# Pages this one is come to from, other than Today, and what the way back says.
CAME: Mapping[str, tuple[str, str]] = {
    "talk": ("inbox.talk", later("Inbox")),
    "team": ("team.home", later("Team")),
}
TODAY = ("today.home", later("Today"))
# What says so in the address of a form, and in that of this page.
Asking = Callable[[str], str | None]
_ASKED: Mapping[str, str] = {"came": "came", "person": "whose"}
BY_WHAT_GOES = later(
    "By what still goes. Here it is while no text goes out; while calls alone are"
    " stopped, a text tells it."
)
SHUT: Mapping[str, str] = {
    "text": later("The carrier lets no texts out now."),
    "call": later("The carrier lets no calls out now."),
}


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the page of who is told of alerts."""
    pages = Blueprint("telling", __name__, url_prefix="/alerts")

    def home() -> Response:
        return _shown(parts, callers, None)

    def programme(programme: UUID) -> Response:
        return _shown(parts, callers, programme)

    pages.add_url_rule("", "home", home)
    pages.add_url_rule("/<uuid:programme>", "programme", programme)
    given: dict[str, object] = {
        "words": words,
        "after": after,
        "by": by,
        "last": last,
        "reach": reach,
        "way_words": WAYS,
        "lack_words": LACKS,
        "shut_words": SHUT,
        "by_what_goes": BY_WHAT_GOES,
        "awake": tuple(one.strftime("%H:%M") for one in AWAKE),
    }
    pages.context_processor(lambda: given)
    return pages


def _shown(parts: Parts, callers: Callers, programme: UUID | None) -> Response:
    signed = callers.here()
    try:
        found = telling.look(parts, signed, programme)
    except LookupError:
        return Response(render_template("unknown.html"), 404)
    page = render_template(
        "telling/home.html",
        told=found,
        saved=request.args.get("saved", ""),
        unheard=_unheard(found, request.args.get("who", "")),
        no_mail=_no_mail(found, owner=may(signed.role, "alerts").allowed),
        back=_back(),
        came=to_form(lambda name: request.args.get(_ASKED[name])),
    )
    return Response(page)


def _unheard(found: Telling, who: str) -> str:
    """Say of who was just saved that texts name her, and that no alert reaches her."""
    for one in found.lines:
        if who in map(str, one.rows) and one.programmes and not one.by:
            programmes = ", ".join(one.programmes)
            return say(STILL_NAMED, name=one.name, programmes=programmes)
    return ""


def _no_mail(found: Telling, *, owner: bool) -> tuple[str, bool]:
    """Say that no e-mail goes out, and whether somebody depends on it; "" for no.

    A setting is named to an owner alone.
    """
    if found.unmailed:
        told = say(UNMAILED, names=", ".join(found.unmailed))
        return f"{told} {say(MENDS if owner else ASK)}", True
    if appointing.NO_MAIL not in found.lacks:
        return "", False
    return (f"{say(NO_MAIL)} {say(SETS)}" if owner else say(NO_MAIL)), False


def _back() -> tuple[str, str, str]:
    """Return the page this one is come to from: its endpoint, address and name."""
    page, says = CAME.get(request.args.get("came", ""), TODAY)
    whose = request.args.get("whose", "-") if page == "inbox.talk" else None
    return page, url_for(page, whose=whose), say(says)


def to_form(asked: Asking) -> dict[str, str]:
    """Return by what a form of somebody's knows where its page was come to from."""
    return {name: value for name in _ASKED if (value := asked(name))}


def to_line(asked: Asking) -> dict[str, Any]:
    """Return the same for the page of the line, which a form leads back to."""
    return {_ASKED[name]: value for name, value in to_form(asked).items()}


def after(stage: Stage) -> str:
    """Say how long after the step before a step comes."""
    span = _span(stage.after)
    if not stage.after:
        return say(later("At once"))
    if stage.again:
        return say(later("%(span)s later, and so on: the next in line"), span=span)
    return say(later("%(span)s later"), span=span)


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    if minutes % 1440 == 0:
        return count("%(num)s day", "%(num)s days", minutes // 1440)
    if minutes % 60 == 0:
        return count("%(num)s hour", "%(num)s hours", minutes // 60)
    return count("%(num)s minute", "%(num)s minutes", minutes)


def by(channels: tuple[str, ...]) -> str:
    """Say by what somebody is told."""
    return ", ".join(say(inbox_words.CHANNELS[one]) for one in channels)


def reach(line: Line) -> str:
    """Say by what a coach can be reached now."""
    if not line.takes:
        return say(later("Takes no alerts"))
    if not line.by:
        return say(later("Cannot be reached now"))
    return say(later("Can be reached %(by)s"), by=by(line.by))


def last(one: Notice, zone: str, now: datetime) -> str:
    """Say when a coach was told of an alert last, and where that came to nothing."""
    told = f"{words.near(one.at, zone, now)}, {by((one.channel,))}"
    if one.state in IN_VAIN:
        return say(later("%(told)s, in vain"), told=told)
    return told
