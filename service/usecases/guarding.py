"""What comes before every conversation: danger, STOP, and a wish that is unclear.

Used alike for a text and for what is said in a call; nothing here speaks to the person.
"""

from __future__ import annotations

from datetime import timedelta

from flows.safety import crisis as screen
from service.store import outbox, talks
from service.usecases import acting, speaking
from service.usecases.parts import Desk

CRISIS_AGAIN = timedelta(hours=12)
ALERT = (
    "Handrail: someone in {programme} may not be safe. Automatic texts are on hold. "
    "Please look now: {page}"
)
UNCLEAR = (
    "Handrail: someone in {programme} may want texts to end. They are on hold until "
    "you have looked: {page}"
)


def crisis(desk: Desk) -> str | None:
    """Hold automation and alert the coaches (failure 32).

    Returns the one reviewed reply, or None when she had it lately. The alert depends
    on nothing that follows, and reaches people also when the person herself may not be
    reached any more.
    """
    person, now = desk.person, desk.tx.now
    acting.put_before_coach(desk, "crisis", "screen")
    speaking.tell_coaches(desk, _alert(desk, ALERT))
    last = person.crisis_answered_at
    due = last is None or now - last >= CRISIS_AGAIN
    acting.hold(desk, "crisis", now if due else None)
    # That a coach was alerted may be said only once the carrier took the alert.
    return screen.reply(desk.tenant.country) if due else None


def stop(desk: Desk, method: str, wording: str) -> None:
    """End everything at once: consent, what waits to go out, the open conversation."""
    acting.change_consent(desk, "stopped", "withdrawn", method, wording)
    outbox.withhold_due(desk.tx, desk.person)
    talks.end_all(desk.tx, desk.person)


def unclear_stop(desk: Desk, reason: str = "unclear_stop") -> bool:
    """Put an unclear wish before a person at once, with everything held meanwhile.

    `reason` is "transcript" where a machine made the words of her voice.

    Once is enough: while she waits for that person, and after a STOP, nothing more is
    done, and False is returned.
    """
    if desk.person.consent == "stopped" or desk.person.hold == "unclear_stop":
        return False
    if desk.person.hold is None:
        acting.hold(desk, "unclear_stop", None)
    acting.put_before_coach(desk, "unclear_stop", reason)
    speaking.tell_coaches(desk, _alert(desk, UNCLEAR))
    return True


def _alert(desk: Desk, words: str) -> str:
    """Return an alert with the address of her page; her name and words stay there."""
    page = f"{desk.parts.origin}/people/{desk.person.id}"
    return words.format(programme=desk.programme.name, page=page)
