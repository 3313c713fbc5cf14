"""What a line of the audit says was done, in words for people.

Law: an action that is not known here is shown as it was kept, never hidden.
"""

from __future__ import annotations

from collections.abc import Mapping

from service.web import person_words
from service.web.tongues import later, say

# What is done to no one person; the rest stands with the words of a timeline.
DONE: Mapping[str, str] = {
    "publish script": later("published a script"),
    "publish script again": later("published an earlier version of a script again"),
    "limits changed": later("changed the limits"),
    "apply programme": later("put a programme's new terms in force"),
    "set up programme": later("set a programme up"),
    "add coach": later("added a coach who is told of alerts"),
    "change coach": later("changed a coach who is told of alerts"),
    "changed retention": later("changed how long words are kept"),
    "opened the gate": later("let sending go on"),
}
# Actions with more behind them, which is of no use to a reader.
BEGINNINGS: Mapping[str, str] = {
    "has it, ": later("said: I have it"),
    "put away: ": later("put an alert away"),
    "set the pace of ": later("changed how fast texts or calls go out"),
}


def done(action: str) -> str:
    """Say what somebody of the team did."""
    if action in DONE:
        return say(DONE[action])
    for begins, says in BEGINNINGS.items():
        if action.startswith(begins):
            return say(says)
    told = person_words.acted(action)
    return say(action) if told == action else told
