"""What a line of the audit says was done, and by whom, in words for people.

Law: an action that is not known here is shown as it was kept, never hidden; a test
finds any that the use cases keep and that has no words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from service.usecases.auditing import Entry
from service.usecases.rights import ROLES, Role
from service.web import difference_words, person_words, role_words
from service.web.schedule_words import Both
from service.web.tongues import later, say

# What is done to no one person; the rest stands with the words of a timeline.
DONE: Mapping[str, str] = {
    "looked at": later("looked at their page or words"),
    "searched": later("searched everybody's words"),
    "publish script": later("published a script"),
    "publish script again": later("rolled a script back to an earlier version"),
    "limits changed": later("changed the limits"),
    "budget changed": later("changed a programme's budget"),
    "apply programme": later("put a programme's new terms in force"),
    "set up programme": later("set a programme up"),
    "renamed programme": later("changed a programme's name"),
    "set programme language": later("changed a programme's language"),
    "add coach": later("added a coach who is told of alerts"),
    "change coach": later("changed a coach who is told of alerts"),
    "moved coach": later("moved a coach in the order of those who are told of alerts"),
    "changed retention": later("changed how long words are kept"),
    "changed the clock": later("changed the organisation's clock"),
    "opened the gate": later("let sending go on"),
    "held all for a restore": later("held everything: put back from a backup"),
    "let all go on after a restore": later("let sending go on after a backup"),
    "let all go on: nothing was lost": later("let sending go on: nothing was lost"),
    "exported figures": later("took figures out"),
    "exported a picture": later("took a picture of figures out"),
    "exported a programme's file": later("took a programme's file out"),
    "brought in tries": later("brought in tries that were kept elsewhere"),
    "asked for an export of people": later("asked for a file of people"),
    "asked for an export of attempts": later("asked for a file of tries"),
    "downloaded an export of people": later("downloaded a file of people"),
    "downloaded an export of attempts": later("downloaded a file of tries"),
    "cancelled an export": later("cancelled a file that was asked for"),
    "erased": later("erased them"),
    "erasure confirmed": later("their erasure was finished everywhere"),
    "removed words of heard": later("removed the words of a text of theirs"),
    "removed words of said": later("removed the words of a text to them"),
    "removed words of call": later("removed the words of a call"),
    "removed words of attempt": later("removed the words of a try"),
    # Accounts: ways in, what opens them, links.
    "gave the password": later("gave the right password"),
    "a wrong password was tried": later("a wrong password was tried"),
    "a wrong code was tried": later("a wrong code was tried"),
    "signed in": later("signed in"),
    "signed in by the demo's link": later("signed in by the demo's link"),
    "proved it by code": later("proved by code who they are"),
    "proved it by passkey": later("proved by passkey who they are"),
    "used a spare code": later("used a spare code"),
    "signed out": later("signed out"),
    "knew a new browser": later("said that a new browser is theirs"),
    "ended a new browser": later("ended a new browser"),
    "ended a session": later("ended a session"),
    "ended all other sessions": later("ended all other sessions"),
    "set Handrail up": later("set Handrail up"),
    "made the demo's link": later("made the demo's link"),
    "came in by a link": later("came in by a link"),
    "withdrew a colleague's link": later("withdrew a colleague's link"),
    "made a link to a new password": later("made a link to a new password"),
    "chose a new password": later("chose a new password by a link"),
    "the password was changed": later("changed the password"),
    "an authenticator was added": later("added an authenticator app"),
    "a passkey was added": later("added a passkey"),
    "a second factor was removed": later("removed a second step"),
    "the spare codes were made anew": later("made new spare codes"),
    "confirmed a telephone of their own": later("confirmed a telephone of their own"),
    "removed a telephone of their own": later("removed a telephone of their own"),
    "set their own language": later("chose their own language"),
    "ended an account": later("ended an account"),
}
# Actions with more behind them, which is of no use to a reader.
BEGINNINGS: Mapping[str, str] = {
    "has it, ": later("said: I have it"),
    "put away: ": later("put an alert away"),
    "put back: ": later("put back on the list what was taken off it"),
    "set the pace of ": later("changed how fast texts or calls go out"),
}
# Actions with roles in them.
_ROLE = f"({'|'.join(ROLES)})"
OF_ROLES: Mapping[str, str] = {
    f"asked a colleague in as {_ROLE}": later("asked a colleague in, as %(first)s"),
    f"made {_ROLE} {_ROLE}": later("made somebody who was %(first)s: %(last)s"),
}


def who(entry: Entry) -> str:
    """Say who did it: by name, or what it was where it has none."""
    return entry.who or person_words.actor(entry.actor)


def differing(entry: Entry) -> list[Both]:
    """Say what a change changed, field by field; [] where none was kept."""
    return difference_words.lines(entry.changed, hers=entry.person is not None)


def beyond(entry: Entry) -> str:
    """Say how many more fields a change changed than are shown, "" for none."""
    return difference_words.beyond(entry.changed)


def done(action: str) -> str:
    """Say what somebody of the team did."""
    if action in DONE:
        return say(DONE[action])
    for begins, says in BEGINNINGS.items():
        if action.startswith(begins):
            return say(says)
    for form, says in OF_ROLES.items():
        found = re.fullmatch(form, action)
        if found:
            named = [role_words.name(cast("Role", role)) for role in found.groups()]
            return say(says, first=named[0], last=named[-1])
    return person_words.acted(action)
