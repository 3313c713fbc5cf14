"""A known moment in a schedule has its prompt before it: one form says both.

Law: whoever sets a moment means a prompt before it, so the step counts as one moment
while the schedule holds one; what a coach has said of the kind of step by herself
stays, and the Ladder's rungs are as they were.
"""

from __future__ import annotations

from datetime import timedelta

from flows.coach import conflicts, policy
from flows.coach.conflicts import is_moment
from flows.coach.ladder_state import kind_on
from flows.coach.schedule import Schedule
from service.usecases import acting, overriding
from service.usecases.overriding import LONGEST_AUTHOR, Word
from service.usecases.parts import Desk
from service.usecases.rights import Signed

# A word of a coach has a last day; this one is said anew with each save.
LASTS = timedelta(days=365)
REASON = "The schedule has a known moment, and its prompt comes before it."


def follow(desk: Desk, own: Schedule, signed: Signed) -> None:
    """Let the kind of step follow from her own schedule, where one may say it."""
    said, by = overriding.said_of(desk, "kind"), signed.name[:LONGEST_AUTHOR]
    ours = [one for one in said if one.reason == REASON]
    if not any(map(is_moment, own.slots)):
        if ours:
            overriding.take_back(desk, "kind", by, signed.actor)
        return
    state, today = acting.standing_on(desk), desk.today
    if len(said) > len(ours) or not conflicts.by_kind(state):
        return
    # One that has half its time to go is not said anew; one whose schedule ends on
    # another day is: prompts of April came after the moment.
    late = [one for one in ours if one.until != own.until and (
        own.until or one.until < today + LASTS / 2
    )]  # fmt: skip
    if late or (not ours and kind_on(policy.kept(state), today) == "window"):
        until = max(own.until or today + LASTS, today)
        word = Word("kind", "moment", until, REASON, by, signed.actor)
        overriding.let(desk, word)
