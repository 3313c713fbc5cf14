"""Who may come to which address: one table over every route of the process.

Law: a route that the table does not name is not served; the process does not start
with one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from service.usecases.rights import TABLE as RIGHTS
from service.usecases.rights import Right

# "carrier": the guard of the hooks judges. "open": the same for all, whoever asks.
# "anybody": the door, at which nothing is shown of anybody.
# "begun": whoever stands between password and second step, and whoever is in. "in":
# whoever is in, whatever her role. A right: whoever is in and has it.
Access: TypeAlias = Right | Literal["carrier", "open", "anybody", "begun", "in"]

TABLE: Mapping[str, Access] = {
    "static": "open",
    "health": "open",
    "assets.htmx": "open",
    "door.speak": "anybody",
    "door.sign_in": "anybody",
    "door.sign_out": "anybody",
    "door.forgotten": "anybody",
    "door.reset": "anybody",
    "door.setup": "anybody",
    "door.join": "anybody",
    "door.demo": "anybody",
    "door.second": "begun",
    "door.second_passkey": "begun",
    "door.prove": "in",
    "door.prove_passkey": "in",
    "own.account": "in",
    "own.first_factor": "begun",
    "own.add_totp": "begun",
    "own.confirm_totp": "begun",
    "own.ask_passkey": "begun",
    "own.add_passkey": "begun",
    "own.remove_factor": "own",
    "own.new_codes": "own",
    "own.change_password": "own",
    "own.speak": "in",
    "own.ask_line": "line",
    "own.confirm_line": "answer",
    "own.forget_line": "line",
    "own.know_browser": "in",
    "own.end_browser": "in",
    "own.end_session": "in",
    "own.end_others": "in",
    "team.home": "team",
    "programmes.home": "see",
    "programmes.new": "programmes",
    "programmes.programme": "see",
    "programmes.path": "programmes",
    "programmes.set_path": "programmes",
    "programmes.settings": "programmes",
    "programmes.set_settings": "programmes",
    "programmes.file": "programmes",
    "programmes.history": "programmes",
    "programmes.export": "export",
    "programmes.duplicate": "programmes",
    "programmes.rename": "programmes",
    "scripts.home": "see",
    "scripts.new": "programmes",
    "scripts.script": "see",
    "scripts.edit": "programmes",
    "scripts.work": "programmes",
    "scripts.words": "programmes",
    "scripts.reword": "programmes",
    "scripts.drop": "programmes",
    "scripts.ask_take": "programmes",
    "scripts.take": "programmes",
    "scripts.review": "programmes",
    "scripts.publish": "programmes",
    "scripts.version": "see",
    "scripts.ask_again": "programmes",
    "scripts.again": "programmes",
    "team.invite": "team",
    "team.withdraw": "team",
    "team.change_role": "team",
    "team.end": "team",
    "telling.home": "see",
    "telling.programme": "see",
    "told.new": "alerts",
    "told.add": "alerts",
    "told.one": "alerts",
    "told.save": "alerts",
    "told.move": "alerts",
    "today.home": "see",
    "today.have": "answer",
    "today.put_away": "answer",
    "today.leave": "people",
    "today.seen": "answer",
    "today.settle": "answer",
    "today.end_talk": "answer",
    "today.undo": "answer",
    "today.reopen": "settings",
    "today.hold": "people",
    "inbox.home": "see",
    "inbox.search": "see",
    "inbox.talk": "see",
    "inbox.read": "see",
    "inbox.write": "answer",
    "inbox.count": "answer",
    "inbox.call": "answer",
    "inbox.take": "answer",
    "inbox.end": "answer",
    "inbox.assign": "answer",
    "inbox.snooze": "answer",
    "inbox.settle": "answer",
    "inbox.undo": "answer",
    "inbox.alert": "answer",
    "inbox.doubt": "answer",
    "schedules.person": "see",
    "schedules.save_person": "schedules",
    "schedules.try_person": "schedules",
    "schedules.say_word": "schedules",
    "schedules.programme": "see",
    "schedules.save_programme": "schedules",
    "schedules.try_programme": "schedules",
    "results.home": "see",
    "results.definitions": "see",
    "results.programme": "see",
    "results.picture": "see",
    "results.keep": "export",
    "results.file": "export",
    "results.count": "see",
    "limits.home": "see",
    "limits.save": "settings",
    "limits.clock": "settings",
    "limits.programme": "see",
    "limits.save_programme": "settings",
    "exports.home": "people",
    "exports.ask": "export",
    "exports.cancel": "people",
    "exports.download": "export",
    "rights.data": "people",
    "rights.take": "export",
    "rights.erase": "erase",
    "rights.words": "words",
    "rights.remove": "words",
    "rights.erasures": "settings",
    "rights.retention": "see",
    "rights.retain": "retention",
    "rights.audit": "settings",
    "pages.home": "see",
    "pages.search": "see",
    "pages.person": "see",
    "pages.recording": "see",
    "portrait.picture": "see",
    "portrait.ahead": "see",
    "portrait.summary": "see",
    "editing.index": "people",
    "editing.edit": "people",
    "editing.lift": "people",
    "editing.resume": "people",
    "editing.invite": "people",
    "enrolment.new": "people",
    "enrolment.number": "people",
    "enrolment.name": "people",
    "enrolment.bring": "people",
    "enrolment.template": "people",
    "enrolment.errors": "people",
    "enrolment.bring_all": "people",
    "tries.bring": "people",
    "tries.template": "people",
    "tries.errors": "people",
    "tries.bring_all": "people",
}


class Unlisted(Exception):
    """A route stands that the table does not name; whoever added it names it."""


def of(endpoint: str) -> Access:
    """Return who may come to a route. Raises Unlisted."""
    if endpoint.startswith("hooks."):
        return "carrier"
    try:
        return TABLE[endpoint]
    except KeyError:
        raise Unlisted(f"service/web/access.py does not name {endpoint!r}") from None


def right(asked: Access) -> Right | None:
    """Return the right that a route asks for, None where being in is enough."""
    return next((one for one in RIGHTS if one == asked), None)


def check(endpoints: Iterable[str]) -> None:
    """Raise Unlisted for the first route that the table does not name."""
    for endpoint in endpoints:
        of(endpoint)
