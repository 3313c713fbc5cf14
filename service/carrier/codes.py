"""What the carrier's error codes mean for us, as a table.

The carrier says its wording may change, so only the numbers count; a number that is
not here is answered with `UNKNOWN`, which promises nothing. Source: the error pages
under https://www.twilio.com/docs/api/errors; where they are silent about trying again,
we do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from service.carrier.port import Refused, Who

# never: not this text to this person; later: the carrier says that a later try may
# pass (once, if it is still of use); stop: nothing goes out until the operator acts.
Again: TypeAlias = Literal["never", "later", "stop"]


@dataclass(frozen=True, slots=True)
class Code:
    """One row: what happened, who must act, how to mend it, whether to try again.

    `after` is how long a later try is to wait; `no_texts` says that the person's line
    takes none, whatever they say.
    """

    meaning: str
    who: Who
    mend: str
    again: Again = "never"
    after: timedelta = timedelta(minutes=30)
    no_texts: bool = False


_NUMBER = "Check the number with the person and correct it."
_OWN_NUMBER = "Check the sending number: the account must own it, for texts."
_OWN_CALLER = "Check the calling number: the account must own it, for calls."
_OURS = "A fault of ours: report it with this code."
_WAIT = "Nothing to do; it may be tried once more while it is still of use."
_LINE = (
    "No more texts go to it: offer calls, or ask for a mobile number. A text from it "
    "ends this."
)
_HOURS, _DAY = timedelta(hours=4), timedelta(days=1)
_REGISTER = "Register the sending number with the carrier before anything goes out."

_COUNTRY = "Switch the country on in the carrier's geographic permissions for calls."

CODES: dict[int, Code] = {
    10001: Code("the account is not active", "us", "Ask the carrier.", "stop"),
    10004: Code("too many calls at once", "us", _WAIT, "later"),
    13223: Code("the number to call is not one", "person", _NUMBER),
    13224: Code("the number cannot be called", "person", _NUMBER),
    13225: Code(
        "the number may not be called",
        "us",
        "Look at who was enrolled; ask the carrier if calling is right.",
    ),
    13226: Code("no such country code", "person", _NUMBER),
    13227: Code("the country is switched off for calls", "us", _COUNTRY),
    20003: Code("not let in", "us", "Check TWILIO_ACCOUNT_SID and token.", "stop"),
    20404: Code("not found", "us", "Check TWILIO_ACCOUNT_SID.", "stop"),
    20429: Code("too many at once", "us", "Nothing to do: it is sent later.", "later"),
    21201: Code("no number to call", "us", _OURS),
    21202: Code("a premium number", "person", _NUMBER),
    21203: Code("calls abroad are switched off", "us", _COUNTRY),
    21205: Code(
        "the address for calls is not one", "us", "Check PUBLIC_ORIGIN.", "stop"
    ),
    21208: Code("no time to ring in", "us", _OURS),
    21209: Code("no such method for calls", "us", _OURS),
    21210: Code("the calling number is not ours", "us", _OWN_CALLER, "stop"),
    21211: Code("the number is not one", "person", _NUMBER),
    21212: Code("the sending number is not one", "us", _OWN_NUMBER, "stop"),
    21213: Code("no calling number", "us", _OWN_CALLER, "stop"),
    21214: Code("the number cannot be reached by calls", "person", _NUMBER),
    21215: Code("the country is switched off for calls", "us", _COUNTRY),
    21216: Code(
        "the carrier blocks calls to this number",
        "us",
        "Complete the account's customer profile, or ask the carrier.",
    ),
    21217: Code("the number to call is not one", "person", _NUMBER),
    21219: Code(
        "trial account, number not verified for calls",
        "us",
        "Verify the number with the carrier, or leave the trial.",
    ),
    21220: Code("the call was over, or not begun", "nobody_knows", "Nothing to do."),
    21265: Code("the number is a short code", "person", _NUMBER),
    21408: Code(
        "the country is switched off",
        "us",
        "Switch the country on in the carrier's geographic permissions.",
    ),
    21602: Code("no words", "us", _OURS),
    21603: Code("no sending number", "us", _OWN_NUMBER, "stop"),
    21604: Code("no number to send to", "us", _OURS),
    21606: Code("the sending number cannot send", "us", _OWN_NUMBER, "stop"),
    21608: Code(
        "trial account, number not verified",
        "us",
        "Verify the number with the carrier, or leave the trial.",
    ),
    21609: Code("the status address is not one", "us", "Check PUBLIC_ORIGIN.", "stop"),
    21610: Code(
        "the person has stopped texts at the carrier",
        "person",
        "Nothing more is sent; the person can text START.",
    ),
    21611: Code("the sending number's queue is full", "us", _WAIT, "later", _HOURS),
    21612: Code("no way to this number from ours", "us", "Try another sending number."),
    21614: Code("not a mobile number", "person", _LINE, no_texts=True),
    21617: Code("more than 1600 characters", "us", _OURS),
    21659: Code("the sending number is not ours", "us", _OWN_NUMBER, "stop"),
    21660: Code("the sending number is another account's", "us", _OWN_NUMBER, "stop"),
    22005: Code(
        "a day of calls is waiting",
        "us",
        "Find out what asks for so many calls before anything goes out.",
        "stop",
    ),
    30001: Code("waited too long in the queue", "nobody_knows", _WAIT, "later"),
    30002: Code("the account is suspended", "us", "Ask the carrier.", "stop"),
    30003: Code("the phone could not be reached", "nobody_knows", _WAIT, "later"),
    30004: Code(
        "blocked by the phone or its network",
        "person",
        "Ask the person another way whether texts are wanted.",
    ),
    30005: Code("unknown or inactive number", "person", _NUMBER),
    30006: Code("landline or unreachable network", "person", _LINE, no_texts=True),
    30007: Code(
        "filtered as unwanted",
        "us",
        "Look at the wording and at the registration of the sending number.",
    ),
    30008: Code("failed, cause unknown", "nobody_knows", _WAIT, "later"),
    30010: Code("above the highest price", "us", _OURS),
    30022: Code("too many for the registration", "us", _WAIT, "later"),
    30023: Code("the day's allowance is used up", "us", _WAIT, "later", _DAY),
    30024: Code("the sending number is not set up there", "us", _REGISTER, "stop"),
    30032: Code("toll-free number not verified", "us", _REGISTER, "stop"),
    30034: Code("sending number not registered", "us", _REGISTER, "stop"),
    30036: Code("too late to be of use", "nobody_knows", "Nothing to do: it lapsed."),
    30047: Code("the carrier could not move it", "nobody_knows", _WAIT, "later"),
    30410: Code("the network did not answer", "nobody_knows", _WAIT, "later"),
    30450: Code(
        "held back against text pumping",
        "us",
        "Look at who was enrolled and from where.",
    ),
    30610: Code("inside the carrier's quiet hours", "us", _WAIT, "later", _HOURS),
    30640: Code("the carrier advises against it", "person", "Send nothing more."),
    63038: Code("the account's day limit is reached", "us", _WAIT, "later", _DAY),
    86008: Code("too many calls at once", "us", _WAIT, "later"),
}
UNKNOWN = Code(
    "not in our table",
    "nobody_knows",
    "Look the code up in the carrier's error pages, then send again by hand if needed.",
)

# The person withdrew at the carrier's side: our own consent record must follow.
OPTED_OUT = frozenset({21610})


def lookup(code: int) -> Code:
    """Return the row of a code, `UNKNOWN` for one that the table does not have."""
    return CODES.get(code, UNKNOWN)


def refusal(code: int) -> Refused:
    """Return a code as the outcome of a send, or of a text that failed later."""
    row = lookup(code)
    return Refused(code=code, who=row.who, mend=row.mend)


def as_page() -> str:
    """Write the reference page of the table (docs/reference/carrier-codes.md)."""
    lines = [_line(str(code), row) for code, row in sorted(CODES.items())]
    lines.append(_line("any other", UNKNOWN))
    return "\n".join([*_HEAD, *lines, ""])


def _line(code: str, row: Code) -> str:
    cells = (code, row.meaning, _WHO[row.who], _AGAIN[row.again], row.mend)
    return f"| {' | '.join(cells)} |"


_WHO: dict[Who, str] = {
    "person": "the coach, with the person",
    "us": "the operator",
    "nobody_knows": "nobody",
}
_AGAIN: dict[Again, str] = {
    "never": "no",
    "later": "once, later",
    "stop": "not before it is mended",
}
_HEAD = (
    "# The carrier's error codes",
    "",
    "Made from `service/carrier/codes.py`; a test says when this page is behind.",
    "To write it anew, from the top folder:",
    "`python -m service.carrier.codes > docs/reference/carrier-codes.md`.",
    "",
    "| code | what happened | who acts | again? | how to mend it |",
    "|---|---|---|---|---|",
)


if __name__ == "__main__":  # pragma: no cover - writes the page by hand
    print(as_page(), end="")  # noqa: T201 - it is a command
