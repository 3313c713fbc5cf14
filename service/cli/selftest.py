"""The self-test: one text from a phone of the switchboard, followed to its reply."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from service.cli.asking import ask, ask_json

WIN = "said my idea when the floor was opened"
WHO = "Mila"
_POLL_S = 0.01


class HopMissing(Exception):
    """A hop did not happen; the message names it."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One thing that happened, and how long after the text was sent (seconds)."""

    what: str
    after_s: float


def self_test(
    switchboard_port: int,
    port: int,
    hop: Callable[[Hop], None],
    *,
    patience_s: float = 15.0,
) -> float:
    """Text as Mila, wait for the reply; tells each hop as it happens.

    Waits `patience_s` seconds for each. Returns the seconds from the text to the
    reply accepted by the carrier. Raises HopMissing or asking.NoAnswer, which name
    what failed.
    """
    number = _phone(switchboard_port)
    before = {entry["sid"] for entry in _replies(switchboard_port, number)}
    began = time.monotonic()

    def tell(what: str) -> float:
        took = time.monotonic() - began
        hop(Hop(what, took))
        return took

    path = f"/_switchboard/phones/{quote(number)}/send"
    ask_json(switchboard_port, path, {"body": WIN})
    tell("the phone sent her text")
    reply = _wait(
        "the carrier to accept a reply to her text",
        patience_s,
        lambda: next(
            (e for e in _replies(switchboard_port, number) if e["sid"] not in before),
            None,
        ),
    )
    took = tell("the reply was accepted by the carrier")
    _wait(
        "the reply to reach her phone",
        patience_s,
        lambda: _arrived(switchboard_port, number, reply["sid"]),
    )
    tell("the reply reached her phone")
    status, _ = ask(port, "/")
    if status >= 400:  # noqa: PLR2004 - an HTTP error
        raise HopMissing(f"The console answered {status}.")
    tell("the console answered")
    return took


def _wait(what: str, patience_s: float, look: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(_POLL_S)
    raise HopMissing(f"Waited {patience_s:.0f} s in vain for {what}.")


def _phone(switchboard_port: int) -> str:
    phones = ask_json(switchboard_port, "/_switchboard/phones")["phones"]
    numbers: list[str] = [
        str(phone["number"]) for phone in phones if phone["name"].startswith(WHO)
    ]
    if not numbers:
        raise HopMissing(f"The demo has no phone named {WHO}: it was not seeded.")
    return numbers[0]


def _replies(switchboard_port: int, number: str) -> list[dict[str, Any]]:
    entries = ask_json(switchboard_port, "/_switchboard/ledger")["entries"]
    return [
        entry
        for entry in entries
        if entry["to"] == number and entry["direction"] != "inbound"
    ]


def _arrived(switchboard_port: int, number: str, sid: str) -> bool:
    path = f"/_switchboard/phones/{quote(number)}"
    thread = ask_json(switchboard_port, path)["thread"]
    return any(b["sid"] == sid and b["status"] == "delivered" for b in thread)
