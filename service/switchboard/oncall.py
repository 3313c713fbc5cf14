"""A call as a test speaks of it: she hears, presses, says, is silent, hangs up.

Every wrong expectation is told as prose, with the whole call under it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.switchboard.calls import HEARD, PhoneCall, Said
from service.switchboard.hearing import SURE

if TYPE_CHECKING:
    from service.switchboard.exchange import Exchange
    from service.switchboard.phone import Phone

Pattern = str | re.Pattern[str]


@dataclass(slots=True)
class OnCall:
    """One call of a person, from her end; `since` is the first line not yet acted on.

    Everything she does settles the network. Where nothing waits for it, it raises
    AssertionError.
    """

    phone: Phone
    sid: str
    since: int = 0

    @property
    def call(self) -> PhoneCall:
        """The call as the carrier has it now."""
        return self.phone.network.records.calls[self.sid]

    @property
    def status(self) -> str:
        """The carrier's word for where the call stands."""
        return self.call.status

    @property
    def heard(self) -> str:
        """What she heard since she last did something."""
        return self.call.heard(self.since)

    def hears(self, pattern: Pattern) -> OnCall:
        """Since her last act she heard `pattern`: words in any case, or an expression.

        Raises AssertionError when she heard something else, or nothing.
        """
        self.phone.network.settle()
        if not holds(self.heard, pattern):
            said = repr(self.heard) if self.heard else "nothing"
            raise AssertionError(
                self.story(f"expected to hear {wanted(pattern)!r}, but heard {said}")
            )
        return self

    def hears_nothing_of(self, pattern: Pattern) -> OnCall:
        """Since her last act she did not hear `pattern`."""
        self.phone.network.settle()
        if holds(self.heard, pattern):
            raise AssertionError(
                self.story(f"was not to hear {wanted(pattern)!r}, but did")
            )
        return self

    def presses(self, keys: str) -> OnCall:
        """She presses `keys`, and waits, when the service waits for more of them."""
        self._act(f"pressed {keys!r}")
        self._exchange.press(self.sid, keys)
        self.phone.network.settle()
        if self._line_digits():
            self._exchange.hush(self.sid)
            self.phone.network.settle()
        return self

    def says(
        self, words: str, *, confidence: float = SURE, seconds: float = 0
    ) -> OnCall:
        """She says `words`; where she is being recorded, a silence ends the take."""
        self._act(f"said {words!r}")
        self._exchange.say(self.sid, words, confidence, seconds)
        self.phone.network.settle()
        if self._recorded():
            self._exchange.hush(self.sid)
            self.phone.network.settle()
        return self

    def records(self, words: str, *, seconds: float = 0, ends_with: str = "") -> OnCall:
        """She is recorded saying `words`, for `seconds`; `ends_with` a key, or silence.

        `ends_with="hangup"` is hanging up in the middle of it. Raises AssertionError
        when nothing records her.
        """
        awaits = self.call.awaits
        if awaits is None or awaits.how != "record":
            raise AssertionError(self.story("spoke to be recorded, but nothing did"))
        self._act(f"said {words!r}")
        self._exchange.say(self.sid, words, SURE, seconds)
        if ends_with == "hangup":
            self._exchange.hang_up(self.sid)
        elif ends_with:
            self._exchange.press(self.sid, ends_with)
        else:
            self._exchange.hush(self.sid)
        self.phone.network.settle()
        return self

    def stays_silent(self) -> OnCall:
        """She says and presses nothing until the service gives up waiting."""
        self._act("stayed silent")
        self._exchange.hush(self.sid)
        self.phone.network.settle()
        return self

    def hangs_up(self) -> Phone:
        """She hangs up; returns her phone."""
        self._act("hung up", waited_for=False)
        self._exchange.hang_up(self.sid)
        self.phone.network.settle()
        return self.phone

    def expects_hang_up(self) -> Phone:
        """The service has ended the call; returns her phone.

        Raises AssertionError when it goes on, or when she ended it herself.
        """
        self.phone.network.settle()
        if self.call.live:
            raise AssertionError(self.story("expected the call to end, but it goes on"))
        if self.call.ended_by == "person":
            raise AssertionError(self.story("expected the call to end, but hung up"))
        return self.phone

    def story(self, headline: str) -> str:
        """`headline` about her, and the whole call under it."""
        call, who = self.call, self.phone.who
        waits = f", waits for {call.awaits}" if call.awaits else ""
        told = [_told(who, line) for line in call.lines] or ["  (nothing was said)"]
        where = f"The call on {who}'s phone ({call.direction}, {call.status}{waits}):"
        return "\n".join([f"{who} {headline}.", "", where, *told])

    @property
    def _exchange(self) -> Exchange:
        return self.phone.network.exchange

    def _act(self, what: str, *, waited_for: bool = True) -> None:
        self.phone.network.settle()
        if not self.call.live:
            raise AssertionError(self.story(f"{what}, but the call had ended"))
        if waited_for and self.call.awaits is None:
            raise AssertionError(self.story(f"{what}, but nothing waited for it"))
        self.since = len(self.call.lines)

    def _line_digits(self) -> str:
        return self._exchange.life.line(self.sid).digits

    def _recorded(self) -> bool:
        awaits = self.call.awaits
        words = self._exchange.life.line(self.sid).words
        return awaits is not None and awaits.how == "record" and bool(words)


def _told(who: str, line: Said) -> str:
    if line.by == "person":
        did = "presses" if line.how == "key" else "says"
        return f"  {who} {did}: {line.text}"
    said = line.text if line.how in HEARD else f"({line.text})"
    return f"  {line.by}: {said}"


def wanted(pattern: Pattern) -> str:
    """A pattern as it was written."""
    return pattern.pattern if isinstance(pattern, re.Pattern) else pattern


def holds(body: str, pattern: Pattern) -> bool:
    """Whether `body` has these words in any case, or matches this expression."""
    if isinstance(pattern, re.Pattern):
        return bool(pattern.search(body))
    return pattern.casefold() in body.casefold() or bool(_search(pattern, body))


def _search(pattern: str, body: str) -> re.Match[str] | None:
    try:
        return re.search(pattern, body, re.IGNORECASE)
    except re.error:
        return None
