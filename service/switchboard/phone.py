"""A person's phone, as a test speaks of it: she texts, she expects, nothing else comes.

Every wrong expectation is told as prose, with what came and the whole thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.switchboard.model import Bubble, Handset

if TYPE_CHECKING:
    from service.switchboard.network import Network

PHOTO = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Came:
    """A text that came as expected; `replies` answers it."""

    phone: Phone
    bubble: Bubble

    @property
    def body(self) -> str:
        """Its words."""
        return self.bubble.body

    @property
    def sid(self) -> str:
        """Its SID at the carrier."""
        return self.bubble.sid

    def replies(self, body: str, *, media: int = 0) -> Phone:
        """She answers it; returns her phone."""
        return self.phone.texts(body, media=media, to=self.bubble.other)


@dataclass(frozen=True, slots=True)
class Phone:
    """One person's phone on the network."""

    network: Network
    number: str

    @property
    def name(self) -> str:
        """The name it was added under."""
        return self._handset.name

    @property
    def thread(self) -> tuple[Bubble, ...]:
        """Every text the handset holds, hers and those delivered, in order."""
        held = tuple(self._handset.bubbles.values())
        return tuple(bubble for bubble in held if bubble.on_phone)

    @property
    def unread(self) -> tuple[Bubble, ...]:
        """Texts that came and that nobody has expected yet, oldest first."""
        handset = self._handset
        return tuple(handset.bubbles[sid] for sid in handset.arrived)

    def texts(self, body: str, *, media: int = 0, to: str = "") -> Phone:
        """She texts `to` (by default the only number), with `media` photos.

        The network is settled afterwards, so the answer is there to be expected.
        """
        self.network.text(self.number, to or self._only(), body, media=media)
        self.network.settle()
        return self

    def expects_sms(self, pattern: str | re.Pattern[str]) -> Came:
        """Her next text holds `pattern`: these words in any case, or this expression.

        Raises AssertionError when nothing came or something else did.
        """
        self.network.settle()
        wanted = pattern.pattern if isinstance(pattern, re.Pattern) else pattern
        if not self.unread:
            raise AssertionError(self.story(f"expected {wanted!r}, but nothing came"))
        first = self.unread[0]
        if not _holds(first.body, pattern):
            came = f"expected {wanted!r}, but {first.body!r} came"
            raise AssertionError(self.story(came))
        del self._handset.arrived[0]
        return Came(self, first)

    def expects_nothing(self) -> Phone:
        """Nothing came that was not expected; returns the phone."""
        self.network.settle()
        if self.unread:
            raise AssertionError(self.story(f"expected nothing, but {self.came()}"))
        return self

    def forgets(self) -> Phone:
        """Take what came as expected, whatever it was; returns the phone."""
        self.network.settle()
        self._handset.arrived.clear()
        return self

    @property
    def _handset(self) -> Handset:
        return self.network.records.handsets[self.number]

    def _only(self) -> str:
        numbers = tuple(self.network.records.numbers)
        if len(numbers) != 1:
            raise ValueError(f"say to=..., the network has {len(numbers)} numbers")
        return numbers[0]

    def came(self) -> str:
        """What is unread, in one breath."""
        return " and ".join(f"{bubble.body!r} came" for bubble in self.unread)

    def story(self, headline: str) -> str:
        """`headline` about her, and the whole thread under it."""
        who = self.name or self.number
        lines = [f"{who} {headline}.", "", f"The thread on {who}'s phone:"]
        lines += [_line(who, bubble) for bubble in self._handset.bubbles.values()]
        return "\n".join(lines if self._handset.bubbles else [*lines, "  (empty)"])


def told(phones: Iterable[Phone], complaints: Iterable[str]) -> str:
    """What a watched block left behind, as prose; empty when all was expected."""
    stories = [
        phone.story(f"was not expecting it, but {phone.came()}")
        for phone in phones
        if phone.unread
    ]
    logged = [f"The carrier logged {line}." for line in complaints]
    return "\n\n".join(stories + logged)


def _holds(body: str, pattern: str | re.Pattern[str]) -> bool:
    if isinstance(pattern, re.Pattern):
        return bool(pattern.search(body))
    return pattern.casefold() in body.casefold() or bool(_search(pattern, body))


def _search(pattern: str, body: str) -> re.Match[str] | None:
    try:
        return re.search(pattern, body, re.IGNORECASE)
    except re.error:
        return None


def _line(who: str, bubble: Bubble) -> str:
    writer = who if bubble.mine else bubble.other
    state = bubble.status if not bubble.code else f"{bubble.status}, {bubble.code}"
    return f"  {bubble.at:%a %d %b %H:%M}  {writer}: {bubble.body}  [{state}]"
