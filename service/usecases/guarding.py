"""What comes before every conversation: danger, STOP, and a wish that is unclear.

Used alike for a text and for what is said in a call; nothing here speaks to the person.
"""

from __future__ import annotations

from datetime import timedelta

from flows.safety import crisis as screen
from service.store import outbox, talks
from service.usecases import acting, alerting
from service.usecases.parts import Desk

CRISIS_AGAIN = timedelta(hours=12)


def crisis(desk: Desk, *, reaches: bool = True) -> str | None:
    """Hold automation and alert the coaches (failure 32).

    `reaches` says whether a reply can reach her at all. Returns the one reviewed reply,
    or None when she had it lately, or cannot have it: then the next one may. The alert
    depends on nothing that follows, and reaches people also when the person herself may
    not be reached any more.
    """
    person, now = desk.person, desk.tx.now
    alerting.raised(desk, "crisis", "screen")
    last = person.crisis_answered_at
    due = reaches and (last is None or now - last >= CRISIS_AGAIN)
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
    alerting.raised(desk, "unclear_stop", reason)
    return True
