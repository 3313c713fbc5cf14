"""What comes before every conversation: danger, STOP, and a wish that is unclear.

Used alike for a text and for what is said in a call; nothing here speaks to the person.
"""

from __future__ import annotations

from datetime import timedelta

from flows.safety import consent
from flows.safety import crisis as screen
from flows.safety.consent import Wish
from service.store import consents, outbox, owed, people, talks
from service.usecases import acting, alerting
from service.usecases.parts import Desk

CRISIS_AGAIN = timedelta(hours=12)


def crisis(desk: Desk, *, reaches: bool = True, aloud: bool = False) -> str | None:
    """Hold automation and alert the coaches (failure 32).

    `reaches` says whether a reply can reach her at all, `aloud` that it is said to her
    now. Returns the one reviewed reply, or None when she had it lately, or cannot have
    it: then the next one may. One that stayed here or did not arrive was never had. The
    alert depends on nothing that follows, and reaches people also when the person
    herself may not be reached any more.
    """
    alerting.raised(desk, "crisis", "screen")
    due = reaches and not _had_reply(desk)
    acting.hold(desk, "crisis", desk.tx.now if due and aloud else None)
    # That a coach was alerted may be said only once the carrier took the alert.
    return screen.reply(desk.helped_in) if due else None


def _had_reply(desk: Desk) -> bool:
    tx, person, since = desk.tx, desk.person, desk.tx.now - CRISIS_AGAIN
    # Once a person has looked and lifted the hold, what is said next is a new cry.
    lifted = owed.lifted(tx, person, since)
    aloud = person.crisis_answered_at
    heard = aloud is not None and aloud > lifted
    return heard or owed.had_reply(tx, person, since, desk.consent_version, lifted)


def told(desk: Desk, body: str) -> str | None:
    """Return the wish in a text that the carrier acts on and confirms to her itself."""
    keyword = consent.is_carrier_keyword(body)
    return keyword if keyword in desk.parts.carrier_answers else None


def ends_texts(desk: Desk, wish: Wish) -> bool:
    """Say whether no text may go to her once this wish is carried out."""
    never_called = wish is Wish.STOP_CALLS and desk.person.calls == "none"
    return desk.person.consent == "stopped" or wish is Wish.STOP or never_called


def stop_said(desk: Desk, body: str) -> None:
    """End everything at her word; the carrier acts on a keyword that is texted."""
    stop(desk, _method(desk, body), body)


def stop_again(desk: Desk, body: str) -> None:
    """Keep her own word where a no stands that somebody entered for her.

    Nothing more is ended by it; but it is hers from now on, and the carrier may know.
    """
    if consents.stopped_by(desk.tx, desk.person) != people.PARTICIPANT:
        acting.keep_entry(
            desk,
            change="withdrawn",
            method=_method(desk, body),
            wording=body,
            entered_by=people.PARTICIPANT,
        )


def _method(desk: Desk, body: str) -> str:
    texted = desk.channel == "text"
    by_keyword = texted and consent.is_carrier_keyword(body) == "stop"
    return people.KEYWORD if by_keyword else desk.channel


def stop(
    desk: Desk, method: str, wording: str, entered_by: str = "participant"
) -> None:
    """End everything at once: consent, what waits to go out, the open conversation."""
    acting.change_consent(desk, "stopped", "withdrawn", method, wording, entered_by)
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
