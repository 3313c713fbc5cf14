"""The team's page: who has an account, who is asked in, in which role."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from service.usecases import team
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.team import Colleague, Invited
from service.web import admission, entries, role_words
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.tongues import later, say

Change = Callable[[Parts, Signed, UUID], object]
# What is told once a change is made, by its name.
TOLD: Mapping[str, str] = {
    "change_role": later("Saved."),
    "withdraw": later("The link no longer works."),
    "end": later("The account is ended."),
}


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
    return say(TOLD[done]) if done in TOLD else ""


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
            change(parts, signed, UUID(request.form.get("whose", "")))
        except Refused as refused:
            return _home(parts, signed, Entry(saying=entries.mend(refused)))
        except (LookupError, ValueError):
            gone = Entry(saying=say("That person is no longer in the list."))
            return _home(parts, signed, gone)
        return redirected(url_for("team.home", done=name))

    return changed
