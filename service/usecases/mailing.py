"""One e-mail on the road of every message: how it ended, in the outbox's own words.

The first line of a message's words is its subject; the others are what it says.
"""

from __future__ import annotations

from service.carrier.port import Accepted, Busy, Outcome, Refused, Unclear
from service.mail.port import Ended, Letter, Mail

AGAIN_S = 5.0
NO_SERVER = 0


def mailed(mail: Mail | None, to: str, words: str, name: str) -> Outcome:
    """Hand one message to the mail server, once; `name` is ours, for its Message-ID."""
    if mail is None:
        return Refused(NO_SERVER, "us", "Set SMTP_URL and MAIL_FROM.")
    subject, _, body = words.partition("\n\n")
    return _outcome(mail.send(Letter(to, subject, body, name)), name)


def _outcome(ended: Ended, name: str) -> Outcome:
    if ended.how == "taken":
        return Accepted(name, "accepted")
    if ended.how == "refused":
        return Refused(ended.code, "us", "The mail server does not take it.")
    if ended.how == "later":
        return Busy(AGAIN_S)
    return Unclear("the line to the mail server dropped")
