"""The team's page: who has an account, who is asked in, in which role."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from functools import partial
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from service.usecases import team, zoning
from service.usecases.entries import Refused
from service.usecases.handing_back import HandedBack
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.team import Colleague, Invited
from service.web import admission, dating, entries, role_words
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.tongues import count, later, later_counted, say

Change = Callable[[Parts, Signed, UUID], object]
# What is told once a change is made, by its name.
TOLD: Mapping[str, str] = {
    "change_role": later("Saved."),
    "withdraw": later("The link no longer works."),
    "end": later("The account is ended."),
}
# And what whoever answers no more had in hand, by how many, as the address has it.
TALKS = later_counted(
    "%(num)s talk of theirs has ended; automatic texts go on.",
    "%(num)s talks of theirs have ended; automatic texts go on.",
)
TASKS = later_counted(
    "%(num)s person is assigned to nobody now.",
    "%(num)s people are assigned to nobody now.",
)
IN_THE_INBOX = later("Whoever waits for an answer stands in the inbox, not assigned.")


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the team's pages."""
    pages = Blueprint("team", __name__, url_prefix="/team")

    def seen(view: Callable[[Signed], Response]) -> Callable[[], Response]:
        def asked() -> Response:
            signed = callers.signed()
            return admission.to_sign_in() if signed is None else view(signed)

        return asked

    changes: dict[str, Change] = {
        "withdraw": team.withdraw,
        "end": team.end,
        "change_role": lambda parts, signed, whose: team.change_role(
            parts, signed, whose, request.form.get("role", "")
        ),
    }
    home = seen(lambda signed: _home(parts, signed, Entry(saying=_told())))
    pages.add_url_rule("", "home", home)
    invite = seen(lambda signed: _invite(parts, signed))
    pages.add_url_rule("/invite", "invite", invite, methods=["POST"])
    for name, change in changes.items():
        view = seen(_changing(parts, name, change))
        path = f"/{name.replace('_', '-')}"
        pages.add_url_rule(path, name, view, methods=["POST"])
    return pages


def _told() -> str:
    """Say what was done just before, as the address has it; "" for nothing."""
    done = request.args.get("done", "")
    return " ".join((say(TOLD[done]), *_handed_back())) if done in TOLD else ""


def _handed_back() -> Iterator[str]:
    """Say what somebody who answers people no more had in hand."""
    talks, tasks = (request.args.get(name, 0, int) for name in ("talks", "tasks"))
    if talks > 0:
        yield count(*TALKS, talks)
    if tasks > 0:
        yield count(*TASKS, tasks)
        yield say(IN_THE_INBOX)


def _home(
    parts: Parts, signed: Signed, entry: Entry, invited: Invited | None = None
) -> Response:
    return entries.shown(
        "account/team.html",
        entry,
        team=team.look(parts, signed),
        roles=role_words,
        invited=invited,
        me=signed.account,
        moment=partial(dating.moment, zone=zoning.of(parts, signed).name),
    )


def _invite(parts: Parts, signed: Signed) -> Response:
    entry = entries.read()
    try:
        email, name, role = (entry[field] for field in ("email", "name", "role"))
        who = Colleague(email, name, role, language=entry["language"])
        invited = team.invite(parts, signed, who)
    except Refused as refused:
        entry.refuse(refused)
        return _home(parts, signed, entry)
    return _home(parts, signed, Entry(), invited)


def _changing(parts: Parts, name: str, change: Change) -> Callable[[Signed], Response]:
    def changed(signed: Signed) -> Response:
        try:
            left = change(parts, signed, UUID(request.form.get("whose", "")))
        except Refused as refused:
            return _home(parts, signed, Entry(saying=entries.mend(refused)))
        except (LookupError, ValueError):
            gone = Entry(saying=say("That person is no longer in the list."))
            return _home(parts, signed, gone)
        told = asdict(left) if isinstance(left, HandedBack) else {}
        some = {what: many for what, many in told.items() if many}
        return redirected(url_for("team.home", done=name, **some))

    return changed
