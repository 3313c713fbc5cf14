"""Making one turn of a conversation and keeping it: the same for texts and calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flows.talk import codec, engine
from flows.talk.effects import Effect, End, Say
from flows.talk.events import Channel, Event, Heard, Opened
from flows.talk.script import Script
from flows.talk.state import State
from service.store import calls, talks
from service.store.talks import Conversation
from service.usecases import answering, carrying, library, terms
from service.usecases.acting import Scene
from service.usecases.facts import Facts
from service.usecases.parts import STORY, Desk
from service.usecases.speaking import About


@dataclass(frozen=True, slots=True)
class Made:
    """A turn that was made and kept: what it decided, and where it left off."""

    script: Script
    effects: tuple[Effect, ...]
    state: State | None
    about: About
    scene: Scene

    @property
    def kind(self) -> str:
        """What the turn is called in the thread: a turn, or the end."""
        over = any(isinstance(effect, End) for effect in self.effects)
        return "end" if over else "turn"


def begin(desk: Desk, name: str, event: Heard | Opened, about: About) -> Made:
    """Begin a conversation on the newest version of the script `name`, for good."""
    version_id, script = newest(desk, name, event.channel)
    turn = engine.begin(script, Facts(desk), now=desk.tx.now, event=event)
    conversation_id = desk.parts.new_id()
    scene = Scene(desk, conversation_id, None, _heard(event))
    carrying.carry_out(scene, turn.effects)
    answering.heard(desk, name, {}, turn.effects)
    state = turn.state
    conversation = Conversation(
        id=conversation_id,
        script_version_id=version_id,
        chance_id=about.chance_id,
        attempt_id=scene.attempt_id,
        state="" if state is None else codec.dump(state),
        expires_at=desk.tx.now if state is None else state.expires_at,
    )
    talks.begin(desk.tx, desk.person, conversation, ended=state is None)
    worn(desk, turn.effects)
    about = replace(about, conversation_id=conversation_id)
    return Made(script, turn.effects, state, about, scene)


def step(
    desk: Desk, found: Conversation, event: Event, heard: str | None = None
) -> Made:
    """Answer one event of an open conversation, on the version it is pinned to.

    `heard` are her own words, where the event says what they mean instead.
    Raises engine.NotAccepted, with nothing kept, when it does not wait for the event.
    """
    script = library.pinned(desk.parts, desk.tx, found.script_version_id)
    state = codec.load_state(found.state)
    turn = engine.step(script, state, event, facts=Facts(desk), now=desk.tx.now)
    words = _heard(event) if heard is None else heard
    scene = Scene(desk, found.id, found.attempt_id, words)
    carrying.carry_out(scene, turn.effects)
    answering.heard(desk, script.name, state.memory, turn.effects)
    moved = replace(found, attempt_id=scene.attempt_id)
    if turn.state is not None:
        dumped = codec.dump(turn.state)
        moved = replace(moved, state=dumped, expires_at=turn.state.expires_at)
    talks.move(desk.tx, desk.person, moved, ended=turn.state is None)
    worn(desk, turn.effects)
    # Two machines can go round in her own stories for ever, in one of ours they cannot.
    went_on = turn.state is None or turn.state.node != state.node
    kind = "answer" if went_on and script.name != STORY else "reply"
    about = About(kind, conversation_id=found.id, chance_id=found.chance_id)
    return Made(script, turn.effects, turn.state, about, scene)


def once(desk: Desk, name: str, event: Event) -> Made:
    """Play the first turn of a script, keeping no conversation of it."""
    _version, script = library.version_of(desk.parts, desk.tx, name)
    turn = engine.begin(script, Facts(desk), now=desk.tx.now, event=event)
    scene = Scene(desk, None, None, _heard(event))
    carrying.carry_out(scene, turn.effects)
    worn(desk, turn.effects)
    return Made(script, turn.effects, turn.state, About(), scene)


def opened(desk: Desk, name: str) -> Conversation:
    """Return a conversation as if its opening had just been said, kept as open."""
    version_id, script = library.version_of(desk.parts, desk.tx, name)
    turn = engine.begin(script, Facts(desk), now=desk.tx.now, event=Opened("again"))
    if turn.state is None:
        raise LookupError(f"the script {name!r} asks nothing")
    conversation = Conversation(
        id=desk.parts.new_id(),
        script_version_id=version_id,
        chance_id=None,
        attempt_id=None,
        state=codec.dump(turn.state),
        expires_at=turn.state.expires_at,
    )
    talks.begin(desk.tx, desk.person, conversation, ended=False)
    return conversation


def worn(desk: Desk, effects: Sequence[Effect]) -> None:
    """Keep which of several wordings she got, so that they rest a while."""
    for effect in effects:
        if isinstance(effect, Say) and effect.wording:
            calls.said(desk.tx, desk.person, effect.wording, desk.today)


def newest(desk: Desk, name: str, channel: Channel) -> tuple[UUID, Script]:
    """Return the version of a script that would begin now, the programme's own first.

    Raises LookupError.
    """
    return _own(desk, name, channel) or _shipped(desk, name)


def _own(desk: Desk, name: str, channel: Channel) -> tuple[UUID, Script] | None:
    """Return what her programme says in place of a script.

    None for nothing, and where it is not said in her language or on that channel.
    """
    term = terms.SAID_BY.get(name)
    own = name if term is None else str(getattr(desk.terms, term))
    if own == name:
        return None
    try:
        version_id, script = library.version_of(desk.parts, desk.tx, own)
    except LookupError:  # a restored backup may be older than it
        return None
    fits = desk.person.language in script.languages and channel in script.channels
    return (version_id, script) if fits else None


def _shipped(desk: Desk, name: str) -> tuple[UUID, Script]:
    if name == desk.story and desk.near.story is not None:
        return desk.near.story, library.pinned(desk.parts, desk.tx, desk.near.story)
    return library.version_of(desk.parts, desk.tx, name)


def _heard(event: Event) -> str:
    return event.text if isinstance(event, Heard) else ""
