"""The conversation engine: given this script, state, event and moment, what now?

Laws: the same arguments give the same Turn; an event the state does not accept raises
NotAccepted and changes nothing; a turn asks at most one question; what a person says
stands in some effect of the turn that heard it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from flows.talk.answers import Unsure, meaning, understand
from flows.talk.effects import AddWords, Effect, End, Hand, HandReason, Remember
from flows.talk.events import Event, Heard, Opened, Silence
from flows.talk.grammar import FIELDS, Ask, Node, Script
from flows.talk.state import SAME_BREATH, NotAccepted, State, Turn
from flows.talk.walk import Fact, Facts, Walk

__all__ = ["Fact", "Facts", "NotAccepted", "State", "Turn", "begin", "step"]

TURN_LIMIT = 20  # answers heard in one conversation
_OPENED = Opened("opened")
_HANDS: Mapping[str, HandReason] = {"question": "question", "person": "asked"}


def begin(
    script: Script, facts: Facts, *, now: datetime, event: Event = _OPENED
) -> Turn:
    """Begin a conversation: Handrail opens it, or the person is heard first.

    A script that hears first and is opened waits without a word. A script that speaks
    first takes a heard text as the reason for opening it (a command). Raises
    NotAccepted for Silence and for a text without words.
    """
    walk = Walk(script, facts, now=now)
    match event:
        case Silence():
            raise NotAccepted("A conversation cannot begin with silence.")
        case Heard(text) if script.hears_first:
            return _answered(walk, script.nodes[script.start], _worded(text))
        case Heard(text):
            walk.memory["heard"] = _worded(text)
        case Opened():
            pass
        case _:
            assert_never(event)
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
    match event:
        case Opened():
            raise NotAccepted("The conversation has been opened already.")
        case Silence():
            # Silence is not failure (G7): the question closes, nobody is nagged.
            effects = (End("silence"),) if state.awaiting else ()
            return Turn(None, effects, (state.node,))
        case Heard(text) if _same_breath(state, now):
            return _continued(state, _worded(text), now)
        case Heard(text) if state.awaiting:
            walk = Walk(script, facts, now=now, state=state)
            return _answered(walk, node, _worded(text))
        case Heard():
            raise NotAccepted("The conversation is over: this text begins a new one.")
        case _:
            assert_never(event)


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


def _answered(walk: Walk, node: Node, text: str) -> Turn:
    ask = node.lead
    if not isinstance(ask, Ask):
        raise NotAccepted(f"Node {node.name} waits for nothing.")
    walk.path.append(node.name)
    walk.hear(text, ask.keep)
    answer = understand(text, ask.expect)
    if isinstance(answer, Unsure) and ask.unsure and not walk.asked_again:
        return walk.ask_again(node, ask, ask.unsure)
    walk.learn(answer)
    if walk.turns >= TURN_LIMIT:
        return walk.give_up()
    return walk.along(ask.on.get(meaning(answer), ask.otherwise))


# ---- two texts in a row that are one answer ----


def _same_breath(state: State, now: datetime) -> bool:
    # The pair may be stamped in the wrong order on its way, hence abs().
    soon = state.heard_at is not None and abs(now - state.heard_at) <= SAME_BREATH
    return soon and bool(state.kept)


def _continued(state: State, text: str, now: datetime) -> Turn:
    """Add `text` to the answer kept last; the open question stays open, unanswered.

    Nothing is said: two replies to one answer would read as impatience. A question in
    the second text is put before a coach, since no script hears it.
    """
    memory = dict(state.memory)
    before = memory.get(state.kept)
    memory[state.kept] = text if before is None else f"{before}\n{text}"
    effects: list[Effect] = [_more(state.kept, text, memory[state.kept])]
    if (name := meaning(understand(text, "words"))) in _HANDS:
        effects.append(Hand(_HANDS[name]))
    until = state.expires_at if state.awaiting else now + SAME_BREATH
    after = replace(state, heard_at=now, memory=memory, expires_at=until)
    return Turn(after, tuple(effects), (state.node,))


def _more(where: str, text: str, whole: str) -> Effect:
    return AddWords(text, FIELDS[where]) if where in FIELDS else Remember(where, whole)
