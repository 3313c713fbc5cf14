"""The conversation engine: given this script, state, event and moment, what now?

Laws: the same arguments give the same Turn; an event the state does not accept raises
NotAccepted and changes nothing; a turn asks at most one question; what a person says
stands in some effect of the turn that heard it. Text and call ask the same questions:
an event says by which channel it came, and the turn answers by that one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from flows.talk import answers, frame, keypad, naming
from flows.talk.answers import (
    Answer,
    Picked,
    Tried,
    Unsure,
    Words,
    meaning,
)
from flows.talk.effects import (
    AddWords,
    Effect,
    End,
    Hand,
    HandReason,
    RecordAttempt,
    Remember,
)
from flows.talk.events import Event, Heard, Keyed, Moved, Opened, Recorded, Silence
from flows.talk.expects import VALUES, Expect
from flows.talk.grammar import FIELDS, INSIDE, Ask, Line, Node, Script
from flows.talk.state import SAME_BREATH, NotAccepted, State, Turn
from flows.talk.walk import UNPLACED, Fact, Facts, Walk

__all__ = ["Fact", "Facts", "NotAccepted", "State", "Turn", "begin", "question", "step"]

TURN_LIMIT = 30  # answers heard in one conversation
MOST_SILENCES = 2  # times a caller is asked again before the question goes by text
_OPENED = Opened("opened")
_HANDS: Mapping[str, HandReason] = {"question": "question", "person": "asked"}
_WORDS, _ATTEMPT = Expect("words"), Expect("attempt")
_READ_BACK = frozenset({"number", "scale", "duration", "time"})


@dataclass(frozen=True, slots=True)
class Stand:
    """What one step is made from: the walk, where it stands, and what is asked."""

    walk: Walk
    script: Script
    state: State
    node: Node
    ask: Ask


def begin(
    script: Script, facts: Facts, *, now: datetime, event: Event = _OPENED
) -> Turn:
    """Begin a conversation: Handrail opens it, or the person is heard first.

    A script that hears first and is opened waits without a word. A script that speaks
    first takes a heard text as the reason for opening it (a command). Raises
    NotAccepted for any other event, and for a text without words.
    """
    if isinstance(event, Opened):
        return Walk(script, facts, now=now, channel=event.channel).along(script.start)
    if not isinstance(event, Heard):
        raise NotAccepted(f"A conversation cannot begin with {type(event).__name__}.")
    text = _worded(event.text)
    walk = Walk(script, facts, now=now, channel=event.channel)
    node = script.nodes[script.start]
    if script.hears_first and isinstance(node.lead, Ask):
        return _answered(walk, node, node.lead, text)
    walk.memory["heard"] = text
    return walk.along(script.start)


def step(
    script: Script, state: State, event: Event, *, facts: Facts, now: datetime
) -> Turn:
    """Answer one event of a conversation that has begun.

    The shell looks at `state.expires_at` first: past it the conversation is over and a
    text begins a new one. Raises NotAccepted, with nothing changed, when the state
    belongs to another script or version, or does not wait for this event.
    """
    node = _node_of(script, state)
    if isinstance(event, Heard) and _same_breath(state, event, now):
        text = _worded(event.text)
        walk = Walk(script, facts, now=now, state=state)
        return _called_for(walk, state, text) or _continued(walk, state, text)
    if not state.awaiting:
        if isinstance(event, Silence):
            return Turn(None, (), (state.node,))
        raise NotAccepted("The conversation is over: this begins a new one.")
    if not isinstance(node.lead, Ask):
        raise NotAccepted(f"Node {node.name} waits for nothing.")
    walk = Walk(script, facts, now=now, channel=_channel(event, state), state=state)
    stand = Stand(walk, script, state, node, node.lead)
    return _ANSWERS[type(event)](stand, event)


def question(script: Script, state: State) -> Expect | None:
    """Return what the open question expects; None when none is open."""
    lead = script.nodes[state.node].lead if state.node in script.nodes else None
    return lead.expect if state.awaiting and isinstance(lead, Ask) else None


def asks_what_it_was(script: Script, state: State) -> bool:
    """Say whether a question is open as her words could not be read as an answer."""
    if question(script, state) is None:
        return False
    before = script.nodes.get(state.before or script.start)
    lead = before.lead if before else None
    sent_here = isinstance(lead, Ask) and lead.ways.on.get("unsure") == state.node
    return state.asked_again or sent_here


def _node_of(script: Script, state: State) -> Node:
    if (state.script, state.version) != (script.name, script.version):
        raise NotAccepted(
            f"The conversation runs on {state.script} {state.version}, not on "
            f"{script.name} {script.version}: load the version it is pinned to."
        )
    if state.node not in script.nodes:
        raise NotAccepted(f"{script.name} has no node {state.node}.")
    return script.nodes[state.node]


def _worded(text: str) -> str:
    if not text.strip():
        raise NotAccepted("There are no words in this text.")
    return text


def _channel(event: Event, state: State) -> Any:
    # Any: a Literal that mypy cannot see through the union.
    match event:
        case Heard(channel=channel) | Moved(channel):
            return channel
        case Keyed() | Recorded():
            return "voice"
        case _:
            return state.channel


# ---- an answer came ----


def _heard(stand: Stand, event: Heard) -> Turn:
    text = _worded(event.text)
    if event.channel == "voice":
        _read_back(stand, stand.walk.understood(text, stand.ask.expect))
    return _answered(stand.walk, stand.node, stand.ask, text)


def _read_back(stand: Stand, answer: Answer) -> None:
    worth = answers.value(answer)
    if worth is not None and stand.ask.expect.kind in _READ_BACK:
        stand.walk.say_frame(frame.HEARD, value=worth)


def _answered(walk: Walk, node: Node, ask: Ask, text: str) -> Turn:
    walk.path.append(node.name)
    answer = _understood(walk, ask, text)
    if isinstance(answer, Unsure) and not walk.asked_again:
        if _corrects(walk, text):
            return walk.ask_again(node, ask, ask.unsure or ask.line)  # type: ignore[arg-type] # a node before means that this one asked
        if ask.unsure:
            walk.hear(text, answer, replace(ask, keep=_kept_unsure(ask)))
            return walk.ask_again(node, ask, ask.unsure)
    walk.answered = (text, ask.expect)
    return _onward(walk, walk.hear(text, answer, ask))


def _understood(walk: Walk, ask: Ask, text: str) -> Answer:
    answer = walk.understood(text, ask.expect)
    if not isinstance(answer, Unsure):
        return answer
    called = naming.chosen(text, ask.expect.choices, walk.look)
    return answer if called is None else Picked(called)


def _kept_unsure(ask: Ask) -> str:
    return "" if ask.expect.kind in VALUES else ask.keep


def _onward(walk: Walk, target: str) -> Turn:
    return walk.give_up() if walk.turns >= TURN_LIMIT else walk.along(target)


def _corrects(walk: Walk, text: str) -> bool:
    """Take a text that answers the question before the open one ("no, make it 6").

    The newer value stands; of an attempt the words are kept beside it.
    """
    before = walk.script.nodes.get(walk.asked_before)
    lead = before.lead if before else None
    if not isinstance(lead, Ask) or lead.expect.kind not in VALUES:
        return False
    answer = walk.understood(text, lead.expect)
    if not answers.certain(answer):
        return False
    walk.hear(text, answer, lead)
    return True


def _keyed(stand: Stand, event: Keyed) -> Turn:
    walk, ask, state = stand.walk, stand.ask, stand.state
    if event.digits == keypad.AGAIN:
        return walk.repeat(stand.node, ask, state, silences=state.silences)
    answer = keypad.read(event.digits, ask.expect)
    if answer is None:
        walk.say_frame(frame.NOT_A_KEY)
        return _asked_again_aloud(stand)
    walk.path.append(stand.node.name)
    return _onward(walk, walk.hear("", answer, ask))


def _recorded(stand: Stand, event: Recorded) -> Turn:
    walk = stand.walk
    walk.take = event.take
    walk.path.append(stand.node.name)
    answer: Answer = Words(event.words)
    if event.words.strip():
        answer = _understood(walk, stand.ask, event.words)
    elif stand.ask.expect.kind == "attempt":
        answer = Tried("")
    return _onward(walk, walk.hear(event.words, answer, stand.ask))


# ---- no answer came ----


def _silent(stand: Stand, _: Silence) -> Turn:
    """Ask again, go on where the script says, or close without a word (G7)."""
    walk, quiet = stand.walk, stand.ask.quiet
    if stand.state.channel == "voice":
        walk.say_frame(frame.AGAIN)
        return _asked_again_aloud(stand, quiet.again)
    walk.path.append(stand.node.name)
    if quiet.again is not None and stand.state.silences == 0:
        walk.say(quiet.again)
        again = replace(stand.ask, line=None, unsure=None)
        later = replace(stand.state, asked_again=walk.asked_again)
        return walk.repeat(stand.node, again, later, silences=1)
    if quiet.target:
        return walk.along(quiet.target)
    return Turn(None, (End("silence"),), (stand.node.name,))


def _asked_again_aloud(stand: Stand, words: Line | None = None) -> Turn:
    """Ask the same once more, in the script's own `words` for it if it has any."""
    walk, state = stand.walk, stand.state
    if state.silences < MOST_SILENCES:
        ask = replace(stand.ask, line=words, unsure=None) if words else stand.ask
        return walk.repeat(stand.node, ask, state, silences=state.silences + 1)
    walk.effects.clear()
    walk.path.append(stand.node.name)
    if stand.ask.quiet.target:
        return walk.along(stand.ask.quiet.target)
    walk.say_frame(frame.GOODBYE)
    walk.channel = "text"
    return walk.repeat(stand.node, stand.ask, state)


def _moved(stand: Stand, event: Moved) -> Turn:
    """Say the open question on the other channel; where it stands there already, no."""
    if event.channel == stand.state.channel == "text":
        raise NotAccepted("The question stands there already.")
    return stand.walk.repeat(stand.node, stand.ask, stand.state)


def _opened(_stand: Stand, _event: Opened) -> Turn:
    raise NotAccepted("The conversation has been opened already.")


# Each function takes the event it stands behind; no type can say so.
_ANSWERS: Mapping[type[Event], Callable[[Stand, Any], Turn]] = cast(
    "Mapping[type[Event], Callable[[Stand, Any], Turn]]",
    {
        Heard: _heard,
        Keyed: _keyed,
        Recorded: _recorded,
        Silence: _silent,
        Moved: _moved,
        Opened: _opened,
    },
)


# ---- two texts in a row that are one answer ----


def _same_breath(state: State, event: Heard, now: datetime) -> bool:
    # The pair may be stamped in the wrong order on its way, hence abs().
    soon = state.heard_at is not None and abs(now - state.heard_at) <= SAME_BREATH
    goes_on = bool(state.kept or state.handed)
    return soon and goes_on and event.channel == "text"


def _continued(walk: Walk, state: State, text: str) -> Turn:
    """Add `text` to the answer kept last; the open question stays open, unanswered.

    Nothing is said: two replies to one answer would read as impatience. A question or a
    wish that no script answers is put before a coach, and so is whatever follows what
    was put before one: "Can I talk to Ruth?" "My boss laughed."
    """
    where = state.kept or UNPLACED
    memory = dict(state.memory)
    before = memory.get(where)
    memory[where] = text if before is None else f"{before}\n{text}"
    tried = _tried_too(walk, state, text)
    effects: list[Effect] = [tried or _more(where, text, memory[where])]
    if reason := state.handed or _HANDS.get(_meant(walk, text)):
        effects.append(Hand(reason))
    after = replace(
        _lasting(walk, state),
        memory=memory,
        recorded=state.recorded or tried is not None,
        kept="words" if tried else where,
        handed=reason or "",
    )
    return Turn(after, tuple(effects), (state.node,))


def _called_for(walk: Walk, state: State, text: str) -> Turn | None:
    """Tell who asks something, or for a person, in a second text that it is passed on.

    "I tried it today" "can I talk to Ruth?" was answered with a question alone, and
    "did it" "how long should it be?" with nothing. It is no part of the answer before
    it, whose question stays open.
    """
    meant = _meant(walk, text)
    told = state.handed if meant == "question" else state.handed == "asked"
    if meant not in _HANDS or told:
        return None
    lent = f"{INSIDE}{meant}"
    found = (one for name, one in walk.script.nodes.items() if name.endswith(lent))
    if (node := next(found, None)) is None:
        return None
    walk.memory["heard"] = text
    for act in node.acts:
        walk.do(act)
    del walk.memory["heard"]
    after = replace(
        _lasting(walk, state),
        memory=walk.memory,
        kept=walk.kept or state.kept,
        handed=walk.handed,
    )
    return Turn(after, tuple(walk.effects), (state.node,))


def _meant(walk: Walk, text: str) -> str:
    return meaning(walk.understood(text, _WORDS))


def _lasting(walk: Walk, state: State) -> State:
    """Return the state as it was, for as long as a third text may come."""
    ends = state.expires_at if state.awaiting else walk.now + SAME_BREATH
    return replace(state, heard_at=walk.now, expires_at=ends)


def _tried_too(walk: Walk, state: State, text: str) -> RecordAttempt | None:
    """See a try that is told right after what was put before a coach."""
    known = state.recorded or walk.look("tried_today") == "yes"
    if not state.handed or state.awaiting or known:
        return None
    answer = walk.understood(text, _ATTEMPT)
    if not isinstance(answer, Tried):
        return None
    return RecordAttempt("attempted", text, answer.ago(walk.today))


def _more(where: str, text: str, whole: str) -> Effect:
    return AddWords(text, FIELDS[where]) if where in FIELDS else Remember(where, whole)
