"""The roles of a team in plain words: what each is called, and what it may."""

from __future__ import annotations

from collections.abc import Mapping

from service.usecases.rights import ROLES, Role
from service.web.tongues import later, say

ALL = ROLES
NAMES: Mapping[Role, str] = {
    "owner": later("owner"),
    "coach": later("coach"),
    "viewer": later("viewer"),
}
# To the letter it stands in usecases/rights.py.
MAY: Mapping[Role, str] = {
    "owner": later(
        "do all that a coach can, ask colleagues in, set limits, and erase a person"
    ),
    "coach": later(
        "write to people, change steps, schedules and scripts, and take data out"
    ),
    "viewer": later("look at people, their words and results, and change nothing"),
}


def name(role: Role) -> str:
    """Say what a role is called."""
    return say(NAMES[role])


def may(role: Role) -> str:
    """Say what a role may, after "can"."""
    return say(MAY[role])
