"""What nothing could read as a try, where the question what it was got no answer.

Law: whichever way such a question ends unanswered (its time is over, a nudge or a new
text takes its place), her words stay before coaches until one answers or has seen them.
"""

from __future__ import annotations

from flows.talk import codec, engine
from service.store import talks
from service.usecases import acting, library
from service.usecases.parts import Desk

ASKED, REASON = "attempt", "unsure"


def keep(desk: Desk) -> None:
    """Put the person at this desk before coaches, where such a question ends now."""
    found = desk.near.conversation
    if found is None:
        return
    state = codec.load_state(found.state)
    if state.expect != ASKED or not state.turns:
        return  # as nearly always, a prompt without an answer: no script is read for it
    script = library.pinned(desk.parts, desk.tx, found.script_version_id)
    if engine.asks_what_it_was(script, state):
        acting.put_before_coach(desk, "hand", REASON)


def give_way(desk: Desk) -> None:
    """End whatever conversation is open, for another one that begins."""
    keep(desk)
    talks.end_all(desk.tx, desk.person)
