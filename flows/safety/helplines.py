"""The one fixed reply to a crisis, with the number of the person's own country.

Laws: no country's number is ever given in another; the reply is one GSM-7 text; it
says that a coach was alerted when that is true, and at no other time (behaviour 4.4).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Helpline:
    """A country's words for "who to call", where they come from, when they were read.

    `verified` is when a person last checked them against the source; lists of
    helplines go stale, so an old date is a finding (see docs/explanation/safety.md).
    """

    words: str
    source: str
    verified: date


# A row needs two people's eyes and a source of the line's own operator.
HELPLINES: dict[str, Helpline] = {
    "US": Helpline(
        "Call or text 988 now (US), or 911 if you are in danger.",
        "https://988lifeline.org",
        date(2026, 11, 23),
    ),
}
ELSEWHERE = "Call your local emergency number now, or go to someone you trust."
_OPENING = "I am automated and cannot keep you safe, but people can."
_ALERTED = "Your coach has been alerted."


def line(country: str) -> str:
    """Give the sentence that says whom to call.

    Args:
        country: ISO 3166 two-letter code; any case, anything else counts as unknown.

    Returns:
        The country's own sentence, or one that names no number.
    """
    known = HELPLINES.get(country.strip().upper())
    return known.words if known else ELSEWHERE


def reply(country: str, *, alerted: bool = False) -> str:
    """Give the whole reply to a crisis text; reviewed, fixed, never generated.

    Args:
        country: as for `line`.
        alerted: whether an alert to a coach was really accepted.
    """
    known = f"{_OPENING} {line(country)}"
    return f"{known} {_ALERTED}" if alerted else known
