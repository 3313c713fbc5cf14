"""What a coach reads of an invitation: how it went, what may be done, why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.safety.inviting import MOST, Why
from service.carrier.codes import CODES, OPTED_OUT, UNKNOWN
from service.store.invitations import UNINVITED
from service.store.views import Alert
from service.usecases.inviting import Invited
from service.web.tongues import later, say

# Why she may not be asked again now, or her number not be corrected.
WHY: Mapping[Why, str] = {
    Why.STOPPED: later(
        "They have asked for texts to stop. Nobody can undo that from here: only START"
        " from their own phone begins them again."
    ),
    Why.AGREED: later("They have said yes; there is nothing to ask again."),
    Why.ANSWERED: later(
        "They have written from this number, so it is right, and they are not asked"
        " again. A text GO from them is all that is missing; you can answer them in"
        " their conversation."
    ),
    Why.HELD: later("Everything automatic is on hold for them. Lift the hold first."),
    Why.ON_ITS_WAY: later("An invitation is on its way to them."),
    Why.IN_DOUBT: later(
        "Nobody knows whether the last text went out. Say on Today what became of it"
        " first."
    ),
    Why.ENOUGH: later(
        "This number was asked %(most)s times, and that is enough. Ask them another way"
        " whether they want texts, or correct the number."
    ),
    Why.RESTS: later(
        "It may have arrived, so wait until %(when)s before asking again."
    ),
    Why.WORDING: later(
        "The same words went to them as often as a day allows. They may go again from"
        " %(when)s."
    ),
}
CARRIER = later(
    "They have stopped texts at the carrier (21610). Nobody can undo that from here:"
    " only START from their own phone begins them again."
)
FAILED = later("The invitation did not arrive: %(what)s (%(code)s).")
NOT_SENT = later("The invitation did not go out. Why stands in the timeline.")
# Why an invitation stayed here, by the rule that kept it, and what to do about it.
STAYED: Mapping[str, str] = {
    "loop_guard": later(
        "The invitation stayed here: the same words had gone to them as often as a day"
        " allows. Invite them again a day later, or ask them another way."
    ),
    "restored": later(
        "The invitation stayed here: the service was put back from a backup, and it may"
        " have gone out before. Ask them, or invite them again."
    ),
    "out_of_reach": later(
        "The invitation did not go out: the carrier could not be reached while it was"
        " of use. Invite them again."
    ),
    "too_late": later(
        "The invitation stayed here: two weeks passed before it could go. See why in"
        " the timeline, and invite them again."
    ),
    "number_closed": later(
        "The invitation stayed here: this organisation sends nothing to their number."
        " Correct the number, or ask an owner."
    ),
    "no_texts": later(
        "The invitation stayed here: their line takes no texts. Ask for a mobile"
        " number, and put it here in place of this one."
    ),
    "limit": later(
        "The invitation stayed here: a limit of messages or money was reached. Invite"
        " them again when it is over."
    ),
}
STAYED_OTHERWISE = later(
    "The invitation stayed here. See why in the timeline, and invite them again."
)
# What a coach can do about it, by what the code asks for.
NUMBER = later("See that the number is right, and correct it here if it is not.")
LINE = later(
    "It may be a landline. Ask for a mobile number, and put it here in place of this"
    " one."
)
ASK = later("Ask them another way whether they want texts.")
OURS = later("That is for who runs this; once it is mended, invite them again.")
LATER = later("Invite them again, or see that the number is right.")
NUMBERS = frozenset({21211, 21214, 21217, 21265, 30005})
MEANT: Mapping[int, str] = {
    21211: later("the number is not one"),
    21265: later("the number is a short code"),
    21408: later("the country is switched off at the carrier"),
    21608: later("the carrier's trial account does not know the number"),
    21610: later("they have stopped texts at the carrier"),
    21612: later("there is no way to this number from ours"),
    21614: later("the number is no mobile number"),
    30001: later("it waited too long at the carrier"),
    30003: later("the phone could not be reached"),
    30004: later("the phone or its network blocks it"),
    30005: later("the number is unknown or not in use"),
    30006: later("a landline, or a network that cannot be reached"),
    30007: later("the carrier filtered it as unwanted"),
    30008: later("the carrier could not say why"),
}


def alerted(alerts: Iterable[Alert]) -> bool:
    """Say whether an alert that is open says already that it did not arrive."""
    return any(one.reason.startswith(UNINVITED) for one in alerts)


def asked(reason: str) -> str:
    """Say what an alert asks whose reason is an invitation; "" for any other reason."""
    _, mark, why = reason.partition(UNINVITED)
    if not mark:
        return ""
    return asks(int(why)) if why.isdecimal() else say(STAYED.get(why, STAYED_OTHERWISE))


def asks(code: int) -> str:
    """Say that an invitation did not arrive, why, and what to do about it."""
    return f"{failed(code)} {say(_next(code))}"


def failed(code: int) -> str:
    """Say that an invitation did not arrive, and why."""
    row = CODES.get(code, UNKNOWN)
    return say(FAILED, what=say(MEANT.get(code, row.meaning)), code=code)


def _next(code: int) -> str:
    row = CODES.get(code, UNKNOWN)
    if code in OPTED_OUT:
        return WHY[Why.STOPPED]
    if code in NUMBERS:
        return NUMBER
    if row.no_texts:
        return LINE
    if row.who == "person":
        return ASK
    return OURS if row.who == "us" else LATER


def why(reason: Why, when: str = "") -> str:
    """Say why somebody may not be asked again now, or her number not corrected.

    `when` says until when an invitation rests, where it does.
    """
    return say(WHY[reason], most=MOST, when=when)


def stopped(found: Invited) -> str:
    """Say why nobody can invite her from here; "" unless she has stopped."""
    if found.correct is not Why.STOPPED:
        return ""
    return say(CARRIER) if found.carrier else why(Why.STOPPED)


def last(found: Invited) -> str:
    """Say what came of the last invitation where it did not arrive, else ""."""
    if found.last == "never_went":
        return say(NOT_SENT)
    if found.last != "did_not":
        return ""
    return asks(found.code) if found.code else say(LATER)
