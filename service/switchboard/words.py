"""The words a carrier acts on by itself, and what it answers."""

from __future__ import annotations

KEYWORDS = {
    "stop": "stop",
    "stopall": "stop",
    "unsubscribe": "stop",
    "cancel": "stop",
    "end": "stop",
    "quit": "stop",
    "revoke": "stop",
    "optout": "stop",
    "start": "start",
    "unstop": "start",
    "yes": "start",
    "help": "help",
    "info": "help",
}
"""Single words, any case, nothing else in the text (FCC update of 2025-05-14)."""

ANSWERS = {
    "stop": "You have successfully been unsubscribed. You will not receive any more "
    "messages from this number. Reply START to resubscribe.",
    "start": "You have successfully been re-subscribed to messages from this number. "
    "Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    "help": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}

TOLL_FREE = tuple(f"+18{n}" for n in ("00", "33", "44", "55", "66", "77", "88"))


def keyword(body: str, to: str) -> str | None:
    """`stop`, `start`, `help`, or None when the carrier leaves the text alone.

    A toll-free number `to` does not take YES for START.
    """
    word = body.strip().casefold()
    if word == "yes" and to.startswith(TOLL_FREE):
        return None
    return KEYWORDS.get(word)
