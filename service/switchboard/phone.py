"""A person's phone, as a test speaks of it: she texts, she expects, nothing else comes.

Every wrong expectation is told as prose, with what came and the whole thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.switchboard.calls import PhoneCall
from service.switchboard.model import Bubble, Handset
from service.switchboard.oncall import OnCall, Pattern, holds, wanted

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

    def expects_sms(self, pattern: Pattern) -> Came:
        """Her next text holds `pattern`: these words in any case, or this expression.

        Raises AssertionError when nothing came or something else did.
        """
        self.network.settle()
        sought = wanted(pattern)
        if not self.unread:
            raise AssertionError(self.story(f"expected {sought!r}, but nothing came"))
        first = self.unread[0]
        if not holds(first.body, pattern):
            came = f"expected {sought!r}, but {first.body!r} came"
            raise AssertionError(self.story(came))
        del self._handset.arrived[0]
        return Came(self, first)

    def expects_nothing(self) -> Phone:
        """No text came and no call rang that was not expected; returns the phone."""
        self.network.settle()
        if self.unread or self.rang:
            raise AssertionError(self.story(f"expected nothing, but {self.came()}"))
        return self

    def forgets(self) -> Phone:
        """Take what came as expected, whatever it was; returns the phone."""
        self.network.settle()
        self._handset.arrived.clear()
        self._handset.rang.clear()
        return self

    @property
    def rang(self) -> tuple[PhoneCall, ...]:
        """Calls that rang and that nobody has expected yet, oldest first."""
        calls = self.network.records.calls
        return tuple(calls[sid] for sid in tuple(self._handset.rang) if sid in calls)

    @property
    def who(self) -> str:
        """Her name, or her number when she has none."""
        return self.name or self.number

    def expects_call(self, pattern: Pattern = "") -> OnCall:
        """Her phone rings, she answers it, and hears `pattern` first.

        Raises AssertionError when it does not ring, or she hears something else.
        """
        call = OnCall(self, self._ringing("expected a call"))
        self.network.exchange.answer(call.sid)
        return call.hears(pattern) if pattern else self._settled(call)

    def calls(self, to: str = "") -> OnCall:
        """She calls `to`, by default the only number there is."""
        call = self.network.dial(self.number, to or self._only())
        return self._settled(OnCall(self, call.sid))

    def declines_call(self) -> Phone:
        """Her phone rings, and she turns the call away; returns the phone."""
        self.network.exchange.decline(self._ringing("wanted to decline a call"))
        self.network.settle()
        return self

    def lets_it_ring(self) -> Phone:
        """Her phone rings until the carrier gives up; returns the phone."""
        self.network.exchange.let_ring(self._ringing("wanted to let a call ring"))
        self.network.settle()
        return self

    def missed_call(self) -> Phone:
        """Her phone rang in vain and has stopped; returns the phone.

        Raises AssertionError when no such call is left to be expected.
        """
        self.network.settle()
        missed = next((call for call in self.rang if not call.live), None)
        if missed is None:
            raise AssertionError(self.story("expected a missed call, but has none"))
        self._handset.rang.remove(missed.sid)
        return self

    def is_busy(self, times: int | None = 1) -> Phone:
        """Her line is engaged for the next calls (None: for all); returns the phone."""
        self._handset.busy = times
        return self

    def has_voicemail(self, times: int | None = None) -> Phone:
        """A machine answers the next calls (None: all of them); returns the phone."""
        self._handset.machine = times
        return self

    def finds_on_voicemail(self, pattern: Pattern) -> Phone:
        """Her machine's last call left `pattern` on it; returns the phone.

        Raises AssertionError when it did not, or no machine took a call.
        """
        self.network.settle()
        taken = [c for c in self.network.records.calls_with(self.number) if c.machine]
        left = taken[-1].heard() if taken else ""
        if not taken or not holds(left, pattern):
            found = f"looked for {wanted(pattern)!r} on her voicemail, found {left!r}"
            raise AssertionError(self.story(found))
        return self

    def _settled(self, call: OnCall) -> OnCall:
        self.network.settle()
        return call

    def _ringing(self, wish: str) -> str:
        self.network.settle()
        call = self.network.exchange.ringing(self.number)
        if call is None:
            raise AssertionError(self.story(f"{wish}, but {_rings(self.rang)}"))
        # One that rang before a watched block began is no longer among the unexpected.
        if call.sid in self._handset.rang:
            self._handset.rang.remove(call.sid)
        return call.sid

    @property
    def _handset(self) -> Handset:
        return self.network.records.handsets[self.number]

    def _only(self) -> str:
        numbers = tuple(self.network.records.numbers)
        if len(numbers) != 1:
            raise ValueError(f"say to=..., the network has {len(numbers)} numbers")
        return numbers[0]

    def came(self) -> str:
        """What is unread and what rang, in one breath."""
        texts = [f"{bubble.body!r} came" for bubble in self.unread]
        calls = [f"a call from {c.service} rang ({c.status})" for c in self.rang]
        return " and ".join(texts + calls)

    def story(self, headline: str) -> str:
        """`headline` about her, and the whole thread under it."""
        who = self.who
        lines = [f"{who} {headline}.", "", f"The thread on {who}'s phone:"]
        lines += [_line(who, bubble) for bubble in self._handset.bubbles.values()]
        return "\n".join(lines if self._handset.bubbles else [*lines, "  (empty)"])


def told(phones: Iterable[Phone], complaints: Iterable[str]) -> str:
    """What a watched block left behind, as prose; empty when all was expected."""
    stories = [
        phone.story(f"was not expecting it, but {phone.came()}")
        for phone in phones
        if phone.unread or phone.rang
    ]
    logged = [f"The carrier logged {line}." for line in complaints]
    return "\n\n".join(stories + logged)


def _rings(rang: tuple[PhoneCall, ...]) -> str:
    return f"it rang before ({rang[0].status})" if rang else "nothing rings"


def _line(who: str, bubble: Bubble) -> str:
    writer = who if bubble.mine else bubble.other
    state = bubble.status if not bubble.code else f"{bubble.status}, {bubble.code}"
    return f"  {bubble.at:%a %d %b %H:%M}  {writer}: {bubble.body}  [{state}]"
