"""Somebody could not be invited: the coach has it before her, once, with why.

Law: whoever has answered, or is held or stopped otherwise, is no task of this kind; a
corrected number, a new invitation and a yes each take it off the list.
"""

from __future__ import annotations

from service.carrier import codes
from service.store import invitations
from service.usecases import acting
from service.usecases.parts import Desk

INVITATION, INVITED, STOPPED = "invitation", "invited", "stopped"


def by_carrier(desk: Desk, code: int) -> None:
    """Tell the coach of the carrier's code for an invitation that did not arrive."""
    opted_out = code in codes.OPTED_OUT
    _tell(desk, (INVITED, STOPPED) if opted_out else (INVITED,), str(code))


def stayed(desk: Desk, rule: str) -> None:
    """Tell the coach that an invitation stayed here, and by which rule."""
    if desk.person.hold is None:  # what holds her is on the list itself
        _tell(desk, (INVITED,), rule)


def _tell(desk: Desk, standing: tuple[str, ...], why: str) -> None:
    answered = desk.person.last_heard_at is not None
    if answered or desk.person.consent not in standing:
        return
    if not invitations.told_of(desk.tx, desk.person):
        acting.put_before_coach(desk, "hand", f"{invitations.UNINVITED}{why}")
