"""A phone in memory: plays a script with the real engine, from the first line on.

Laws: nothing is stored, nothing is sent, nobody is asked; the same lines at the same
start of the same script play the same; as many starts as a line has wordings say each
of them. What was typed is all that is carried from turn to turn, so that a script that
is edited meanwhile is played from the start as it stands now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.talk import engine
from flows.talk.check_facts import lines as lines_said
from flows.talk.engine import Fact
from flows.talk.events import Channel
from flows.talk.expects import Expect
from flows.talk.freshness import REST_DAYS, freshest
from flows.talk.script import Script
from flows.talk.transcript import BadTranscript, Player
from flows.talk.wording import Pattern

SEED = 0
SAMPLE: Mapping[str, Fact] = {
    "name": "Mila",
    "goal": "find my voice in the team",
    "step": "say one idea at stand-up",
    "cue": "the stand-up",
    "programme": "Small Steps",
    "coach": "Ana",
    "seed": SEED,
    "tries_this_week": 2,
    "tries_month": 9,
    "looks_in": "weekly",
    "tries_all": 21,
    "unprompted_month": 5,
    "returns": 1,
    "places": 2,
    "rung": 2,
    "per_week": 8,
    "why": "Nothing was told by 18:30, so one text went out.",
    "window": "17:00-19:00",
    "today": "2026-03-02",
    "crisis_line": "Call or text 988 now (US), or 911 if you are in danger.",
    "past_win": "said my idea when the floor was opened",
    "past_win_on": "Monday 23 February",
    "pause_days": 7,
    "pause_until": "Monday 9 March",
    "number": "+1 555 010 0000",
    "calls": True,
    "call_at": "on Thursday at 12:15",
    "recorded": True,
    "alerted": True,
}
# What differs where she is spoken to in another language.
IN_LANGUAGE: Mapping[str, Mapping[str, Fact]] = {
    "es": {
        "goal": "hacer oír mi voz en el equipo",
        "step": "decir una idea en la reunión",
        "cue": "la reunión de la mañana",
        "past_win": "dije mi idea cuando dieron la palabra",
        "past_win_on": "el lunes 23 de febrero",
        "pause_until": "lunes 9 de marzo",
        "why": "No se contó nada hasta las 18:30, así que salió un texto.",
        "crisis_line": "Llama o escribe al 988 ahora (EE. UU.), o al 911 en peligro.",
        "call_at": "el jueves a las 12:15",
    },
}
OPENED, SILENCE, HUNG_UP = "* opened", "* silence", "* hung up"
MOST_LINES = 60
LONGEST_LINE = 1_600
_LINE = re.compile(
    r"(?:> |o )\S.*|\^ [0-9*#]{1,12}|\* (?:silence|hung up)|~ [0-9]{1,3} ?[smhd]"
)
_KINDS = {
    "> ": "hers", "o ": "take", "^ ": "keys", "* ": "happens", "~ ": "time",
    "< ": "text", "( ": "spoken", ") ": "waits", "= ": "does", "! ": "refused",
    ". ": "over",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing on the phone: what kind of line it is, and its words."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Played:
    """A phone after its lines: what it shows, and what can be done next.

    `lines` are those that were taken; `node` is where the open question stands, ""
    when none is open; `channel` is the one it goes on by. `turns` says that lines have
    several wordings, of which one is heard.
    """

    bubbles: tuple[Bubble, ...]
    lines: tuple[str, ...]
    node: str
    channel: Channel
    over: bool
    awaits: Expect | None
    turns: bool = False


def sample(language: str) -> dict[str, Fact]:
    """Return what is known of a sample person who reads that language."""
    return {**SAMPLE, **IN_LANGUAGE.get(language[:2], {}), "language": language}


def texted(words: str) -> str:
    """Return the line of a transcript that says `words`, on one line."""
    return f"> {_one_line(words)}"


def spoken_into(words: str) -> str:
    """Return the line that says `words` into a recording."""
    return f"o {_one_line(words)}"


def _one_line(words: str) -> str:
    lines = (" ".join(line.split()) for line in words.splitlines())
    return " / ".join(line for line in lines if line)[:LONGEST_LINE]


def lines_of(kept: str) -> tuple[str, ...]:
    """Read lines that a page carried: those that a phone can play, in their order."""
    lines = (line.strip() for line in kept.splitlines())
    fit = [line for line in lines if len(line) <= LONGEST_LINE + 2]
    return tuple(line for line in fit if _LINE.fullmatch(line))[-MOST_LINES:]


def play(
    script: Script,
    lines: Sequence[str],
    *,
    channel: Channel = "text",
    greeting: Script | None = None,
    start: int = 0,
    known: Mapping[str, Fact] = SAMPLE,
) -> Played:
    """Play a script from its beginning with the lines of a person.

    `start` says how often it was begun anew: each time the next of several wordings is
    said. In a call what `greeting` says comes first, unless it is the script itself.
    `known` is what is known of whoever has the phone.
    """
    facts = {"alerted": SAMPLE["alerted"], "language": "en", **known}
    player = Player(script, facts, channel=channel, worn=worn_at(script, start))
    bubbles: list[Bubble] = []
    if channel == "voice" and greeting is not None and greeting.name != script.name:
        worn = worn_at(greeting, start)
        said = Player(greeting, facts, channel="voice", worn=worn).play(OPENED)
        bubbles += (one for one in _bubbles(said) if one.kind == "spoken")
    if channel == "voice" or not script.hears_first:
        bubbles += _turn(player, OPENED)
    taken = []
    for line in lines:
        if player.over:
            break
        taken.append(line)
        bubbles += _turn(player, line)
    state = None if player.over else player.state
    return Played(
        bubbles=tuple(bubbles),
        lines=tuple(taken),
        node=state.node if state else "",
        channel=player.channel,
        over=player.over,
        awaits=engine.question(script, state) if state else None,
        turns=any(several(script)),
    )


def worn_at(script: Script, start: int) -> dict[str, int]:
    """Return how many days ago each wording was said, so that its turn comes.

    Nothing was said before the first start.
    """
    worn: dict[str, int] = {}
    for wordings in several(script) if start else ():
        first = wordings.index(freshest(wordings, {}, SEED))
        turn = (first + start) % len(wordings)
        # Only the one whose turn it is has rested; the next is the next to come back.
        later = (*wordings[turn + 1 :], *wordings[:turn])
        worn |= {one.id: REST_DAYS - at for at, one in enumerate(later, 1)}
    return worn


def start_with(script: Script, words: str) -> int:
    """Return the first start at which that wording is said; 0 where it has no others.

    `words` are those of the wording as the script has them.
    """
    for wordings in several(script):
        for at, one in enumerate(wordings):
            if one.source == words:
                first = wordings.index(freshest(wordings, {}, SEED))
                return (at - first) % len(wordings)
    return 0


def several(script: Script) -> Iterator[tuple[Pattern, ...]]:
    """Yield the wordings of each line that has several, by language and voice."""
    for node in script.nodes.values():
        for line, _ in lines_said(node):
            for words in (*line.variants.values(), *line.instead.values()):
                yield from (one for one in (words.text, words.voice) if len(one) > 1)


def _turn(player: Player, line: str) -> tuple[Bubble, ...]:
    try:
        return tuple(_bubbles(player.play(line)))
    except BadTranscript as wrong:
        return (Bubble("refused", str(wrong)),)


def _bubbles(lines: Iterable[str]) -> Iterator[Bubble]:
    for line in lines:
        kind, words = _KINDS.get(line[:2], ""), line[2:].replace(" / ", "\n")
        if kind and line != OPENED:
            yield Bubble(kind, words)
