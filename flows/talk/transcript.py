"""Conversations as text: plays a transcript and writes it as it really went.

A transcript is a head (`script:`, `channel:`, `facts:`) and then one line for each
thing: `> ` heard, `^ ` keys pressed in a call, `o ` her voice recorded, `t ` a text she
sends while a call is on, `* ` an event that is no words (opened ..., silence, hung up,
called), `~ ` time passes, `# ` a remark; and, written by the player, `< ` a text sent,
`( ` words spoken in a call, `) ` what the call waits for, `= ` another effect, `! ` not
accepted, `. ` the end. Law: state, events and effects go through JSON between all
turns, so that every transcript proves the codec too.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TypeAlias

from flows.talk import codec, engine, render
from flows.talk.aloud import HangUp, Line, Listen, Take, Then
from flows.talk.effects import Effect, End, PlayTake, Say
from flows.talk.engine import Fact, Facts, NotAccepted, State, Turn
from flows.talk.events import (
    CHANNELS,
    Channel,
    Event,
    Heard,
    Keyed,
    Moved,
    Opened,
    Recorded,
    Silence,
)
from flows.talk.grammar import Script

# A Monday, late afternoon: the moment every transcript begins unless it says another.
BEGINS = datetime(2026, 3, 2, 17, 40, tzinfo=UTC)
BETWEEN_TURNS = timedelta(minutes=1)
SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_TIME = re.compile(r"(\d+) ?([smhd])\b")
Lines: TypeAlias = Iterator[str]


class BadTranscript(Exception):
    """A transcript that cannot be played; the message names the line and the mend."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript read: its head, and the lines that make things happen."""

    script: str
    facts: Mapping[str, Fact]
    lines: tuple[str, ...]
    channel: Channel = "text"


def read(source: str) -> Transcript:
    """Read a transcript; raises BadTranscript."""
    head: dict[str, str] = {}
    lines = source.splitlines()
    for line in lines:
        if line[:2] in MARKS:
            break
        name, colon, value = line.partition(":")
        if not colon and line.strip():
            raise BadTranscript(
                f"{line!r}: begin with `script: name` and `facts: ...`."
            )
        head[name.strip()] = value.strip()
    if not head.get("script"):
        raise BadTranscript("The transcript has no `script: name` at its top.")
    said = tuple(line for line in lines if line[:2] in TOLD)
    channel = head.get("channel", CHANNELS[0])
    for known in CHANNELS:
        if channel == known:
            return Transcript(head["script"], facts(head.get("facts", "")), said, known)
    raise BadTranscript(f"`channel: {channel}`: write text or voice.")


TOLD = ("> ", "^ ", "o ", "t ", "* ", "~ ", "# ")
MARKS = (*TOLD, "< ", "( ", ") ", "= ", "! ", ". ")


def facts(source: str) -> dict[str, Fact]:
    """Read facts written as `name=value; name=value`; whole numbers become numbers."""
    pairs = (one.partition("=") for one in source.split(";") if one.strip())
    return {name.strip(): fact(value.strip()) for name, _, value in pairs}


def fact(value: str) -> Fact:
    """Read one fact as it is written: a number, yes or no, or words."""
    if value.isdecimal():
        return int(value)
    return {"yes": True, "no": False}.get(value, value)


class Player:
    """Plays one conversation, turn by turn, on a clock of its own.

    In a call (`channel` voice) what is heard is speech. Wordings wear as they are said,
    as they do for a person; `worn` tells how many days before it each of some was said
    last. `path` collects the ways gone, as pairs of nodes, for
    coverage.
    """

    def __init__(
        self,
        script: Script,
        facts: Facts,
        *,
        now: datetime = BEGINS,
        channel: Channel = "text",
        worn: Mapping[str, int] | None = None,
    ) -> None:
        self.script, self.facts, self.now = script, facts, now
        self.channel = channel
        self.stored: str | None = None
        self.begun = False
        self.path: list[tuple[str, str]] = []
        self._takes = 0
        self._worn: dict[str, datetime] = {
            name: now - timedelta(days=days) for name, days in (worn or {}).items()
        }
        self._passed = False

    @property
    def over(self) -> bool:
        """Whether nothing is awaited any more."""
        return self.begun and not (self.state and self.state.awaiting)

    @property
    def state(self) -> State | None:
        """The state as it was stored, read again from its JSON."""
        return None if self.stored is None else codec.load_state(self.stored)

    def play(self, line: str) -> Lines:
        """Play one line of a transcript; yield it and what came of it, as lines."""
        yield line
        mark, rest = line[:1], line[2:].strip()
        if mark == "~":
            self.now += _duration(rest)
            self._passed = True
        elif mark in _EVENTS:
            yield from self._told(_EVENTS[mark](self, rest))

    def heard(self, words: str) -> Event:
        """Return what it is that she says `words` on this channel."""
        return Heard(words.replace(" / ", "\n"), self.channel)

    def recorded(self, words: str) -> Event:
        """Return that she spoke into a recording; nobody wrote down what she said."""
        self._takes += 1
        return Recorded(f"RE{self._takes}", max(1, len(words) // 15))

    def texted(self, words: str) -> Event:
        """Return that she texts `words` while a call is on; it goes on by text."""
        self.channel = "text"
        return self.heard(words)

    def happened(self, what: str) -> Event:
        """Return the event that is no words: an opening, a silence, another channel."""
        if what in _MOVES:
            self.channel = _MOVES[what]
            return Moved(self.channel)
        return Silence() if what == "silence" else Opened(what, self.channel)

    def _told(self, event: Event) -> Lines:
        if self.begun and not self._passed:
            self.now += BETWEEN_TURNS
        self._passed = False
        try:
            turn = self._turn(codec.load_event(codec.dump(event)))
        except NotAccepted as refused:
            yield f"! {refused}"
            return
        self.begun = True
        self.stored = None if turn.state is None else codec.dump(turn.state)
        self._walked(turn)
        yield from shown(turn, event)
        if self.channel == "voice":
            yield from self._aloud(turn)
        yield from (f". {_END[e.reason]}" for e in turn.effects if isinstance(e, End))

    def _aloud(self, turn: Turn) -> Lines:
        answer = render.as_spoken(
            turn.effects,
            self.script,
            self.state,
            language=str(self.facts.get("language", self.script.languages[0])),
            recorded=self.facts.get("recorded", True) is True,
        )
        for line in answer.lines:
            yield f"( {line.text}" if isinstance(line, Line) else f"( [{line.take}]"
        yield f") {_waits(answer.then)}"
        if isinstance(answer.then, HangUp):
            self.channel = "text"

    def _turn(self, event: Event) -> Turn:
        state = self.state
        days = {name: (self.now - at).days for name, at in self._worn.items()}
        facts = {"wordings": days, **self.facts}
        if not self.begun:
            return engine.begin(self.script, facts, now=self.now, event=event)
        if state is None:
            raise NotAccepted("The conversation is over.")
        if state.expires_at < self.now and isinstance(event, Heard):
            raise NotAccepted("The question has closed: this text begins a new talk.")
        return engine.step(self.script, state, event, facts=facts, now=self.now)

    def _walked(self, turn: Turn) -> None:
        said = (effect for effect in turn.effects if isinstance(effect, Say))
        self._worn |= {one.wording: self.now for one in said if one.wording}
        ended = any(isinstance(effect, End) for effect in turn.effects)
        nodes = [*turn.path, "end"] if ended else list(turn.path)
        self.path += pairwise(nodes)


def _duration(words: str) -> timedelta:
    found = _TIME.match(words)
    if found is None:
        raise BadTranscript(f"~ {words}: write a time as `4s`, `10m`, `25h` or `2d`.")
    return timedelta(seconds=int(found[1]) * SECONDS[found[2]])


_MOVES: Mapping[str, Channel] = {"hung up": "text", "called": "voice"}
_EVENTS: Mapping[str, Callable[[Player, str], Event]] = {
    ">": Player.heard,
    "^": lambda _, keys: Keyed(keys),
    "o": Player.recorded,
    "t": Player.texted,
    "*": Player.happened,
}


def _waits(then: Then) -> str:
    match then:
        case Listen(keys, speech):
            ways = [f"keys {keys}" if keys else "", "speech" if speech else ""]
            return " or ".join(way for way in ways if way) or "nothing"
        case Take(seconds):
            return f"records up to {seconds} s"
        case _:
            return "hangs up"


def shown(turn: Turn, event: Event) -> Lines:
    """Yield the lines of a turn: its effects in order, then the texts."""
    heard = event.text if isinstance(event, Heard) else None
    told = [codec.load_effect(codec.dump(effect)) for effect in turn.effects]
    for effect in told:
        if not isinstance(effect, Say | End | PlayTake):
            yield f"= {_shown(effect, heard)}"
    yield from (f"< {text}" for text in render.as_texts(told))


_END = {"done": "end", "silence": "silence"}


TOLD_WORDS = ("words", "value")
UNTOLD = "asked_on"  # the day of the question, which stands above


def _shown(effect: Effect, heard: str | None) -> str:
    # Words equal to what was heard a line above are left out: less to read in review.
    parts = [type(effect).__name__]
    for name in effect.__dataclass_fields__:
        value = getattr(effect, name)
        known = name == UNTOLD or (name in TOLD_WORDS and value == heard)
        if value not in (0, "") and not known:
            parts.append(_value(value))
    return " ".join(parts)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(str(one) for one in value) or "(none)"
    return str(value).replace("\n", " / ")


def play(source: str, script: Script) -> tuple[str, list[tuple[str, str]]]:
    """Play a whole transcript; return it as it really goes, and the ways gone.

    Raises BadTranscript.
    """
    transcript = read(source)
    if not transcript.lines:
        raise BadTranscript("In this transcript nothing happens: add a `> ` line.")
    player = Player(script, transcript.facts, channel=transcript.channel)
    head = source[: source.index(transcript.lines[0])].splitlines()
    lines = [line.rstrip() for line in head if line.strip()]
    for line in transcript.lines:
        lines += player.play(line)
    return "\n".join(lines) + "\n", player.path
