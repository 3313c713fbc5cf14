"""What coaches are told, by text, by e-mail and in a call; data.

Law: no word, name or number of a person is in any of it, only the address of her page.
"""

from __future__ import annotations

from collections.abc import Mapping

from service.store.alerts import Due

HAS_IT = "Reply OK to say that you have it."
# Of each kind: the subject of the e-mail, and what is said; {who} and {where} follow.
SAID: Mapping[str, tuple[str, str]] = {
    "crisis": (
        "Handrail: someone may not be safe",
        "Handrail: {who} may not be safe. Automatic texts are on hold. {where}",
    ),
    "unclear_stop": (
        "Handrail: someone may want texts to end",
        "Handrail: {who} may want texts to end. They are on hold until you have looked."
        " {where}",
    ),
    "limit": (
        "Handrail: a limit is reached",
        "Handrail: a limit of messages or money is reached. Nudges wait or stay here; "
        "replies still go. See: handrail organisation limits",
    ),
    "hand": (
        "Handrail: something waits for you",
        "Handrail: {who} has something that waits for you. {where}",
    ),
    "quarantine": (
        "Handrail: something was put aside",
        "Handrail: a message to {who} broke again and again and was put aside. {where}",
    ),
}
SPOKEN: Mapping[str, str] = {
    "crisis": "This is Handrail, an automated call. {who} may not be safe. Automatic "
    "texts to them are on hold. Please look at the page that we sent to you.",
    "unclear_stop": "This is Handrail, an automated call. {who} may want texts to end. "
    "Please look at the page that we sent to you.",
}
PRESS = "Press 1 to say that you have it."
THANKS = "Thank you. You have it. The hold stays until you lift it. Goodbye."
GOODBYE = "Nobody pressed 1, so somebody else is told next. Goodbye."
NO_MORE = "Somebody has it already. Goodbye."
PAGE = "Please look now: {page}"
GONE = (
    "They have been erased since, their page and number with them. Only the carrier's "
    "own record can tell more."
)
UNKNOWN = (
    "That number is not enrolled and not kept here. The carrier's record of today's "
    "texts has it."
)
BY_MAIL = (
    "To say that you have it, {how}type\n"
    "  handrail alerts ack {id} --by YOUR-NAME\n"
    "Until somebody has it, others are told. Having it lifts no hold."
)
BY_PHONE = "reply OK to the text, press 1 in the call, or "
HAS = "Handrail: {name} has the alert about {who}. Nothing more is asked of you."
ONE_MORE = " {count} more waits: reply OK for it too."
HEEDED = "Noted, you have it. What is held stays held until you lift it: {page}"
NOTHING = "Nothing that you were told of waits for anybody."
NOT_READ = "That did not say that you have it. Reply OK when you do."


def of(origin: str, organisation: str, due: Due) -> dict[str, str]:
    """Return what is said of an alert by each channel."""
    unknown = due.participant_id is None and due.kind == "crisis"
    who = someone(due.programme or organisation, known=not unknown)
    how = BY_PHONE if due.kind in SPOKEN else ""
    subject, said = SAID[due.kind]
    text = said.format(who=who, where=_where(origin, due))
    aloud = SPOKEN.get(due.kind, SPOKEN["crisis"])
    return {
        "text": f"{text} {HAS_IT}",
        "email": f"{subject}\n\n{text}\n\n{BY_MAIL.format(id=due.id, how=how)}\n",
        "call": aloud.format(who=who[0].upper() + who[1:]),
    }


def someone(where: str, *, known: bool = True) -> str:
    """Name nobody, but the programme or the organisation she is in."""
    return f"someone in {where}" if known else f"somebody who wrote to {where}"


def page(origin: str, participant: object | None) -> str:
    """Return the address of her page, or of everybody's."""
    return f"{origin}/people/{participant}" if participant else f"{origin}/"


def _where(origin: str, due: Due) -> str:
    if due.participant_id is None:
        # A message that was put aside may be to a coach, and about nobody.
        return UNKNOWN if due.kind == "crisis" else PAGE.format(page=page(origin, None))
    return GONE if due.erased else PAGE.format(page=page(origin, due.participant_id))
