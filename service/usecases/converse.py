"""A text came in: one event, one turn, one transaction; the heart of the shell.

Order (design law 2): the person is locked, the carrier's id is kept once, then the
crisis screen, then consent words, then commands, then her open conversation.
Nothing calls the carrier here; replies are rows, and the bell is rung after commit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.safety import consent, crisis
from flows.safety.consent import Wish
from flows.talk import answers, codec, engine, render
from flows.talk.effects import Effect, End
from flows.talk.events import Event, Heard, Opened, Silence
from flows.talk.script import Script
from service.carrier.wire import InboundText
from service.queue import URGENT
from service.store import outbox, people, talks
from service.store.db import Stands, Tx, retried
from service.store.people import Tenant
from service.store.talks import Conversation, Received
from service.usecases import acting, library, speaking
from service.usecases.acting import Scene
from service.usecases.facts import Facts
from service.usecases.parts import STORY, Desk, Parts
from service.usecases.speaking import About

SILENT = ""
HEARD_ANEW = timedelta(minutes=1)
CRISIS_AGAIN = timedelta(hours=12)


def text_in(parts: Parts, text: InboundText) -> str:
    """Take one inbound text; return what the carrier is to say at once ("" = nothing).

    Only a stranger is answered that way, since nothing of hers may be stored; every
    other reply goes through the outbox. A repeated id changes nothing (I5).
    """
    tenant = parts.tenant_of(text.to)
    if tenant is None:
        return SILENT
    try:
        return retried(lambda: _answered(parts, tenant, text))
    except Stands as stands:
        if stands.key != talks.INBOX_KEY:
            # Not a repeat: nothing was kept, so the carrier must come again.
            raise
        # The same id under two senders at one moment: the other one was kept.
        return SILENT


def _answered(parts: Parts, tenant: Tenant, text: InboundText) -> str:
    number = tenant.hashes.hash(text.sender)
    with parts.db.transaction(tenant.id) as tx:
        person = people.lock_by_number(tx, parts.vault, number)
        if person is None:
            welcome = text.from_number and consent.read(text.words) is not Wish.STOP
            return _stranger(parts, tx, tenant, number) if welcome else SILENT
        desk = Desk(parts, tx, tenant, person, carrier_id=text.sid)
        if desk.near.seen:
            return SILENT
        _keep(desk, text)
        answer(desk, text.words, told=text.opt_out)
    parts.bell.ring("deliver", tenant.id, desk.rings, URGENT)
    return SILENT


def _keep(desk: Desk, text: InboundText) -> None:
    received = Received(text.sid, text.words, text.changed, text.media)
    row_id = desk.parts.new_id()
    talks.receive(desk.tx, desk.person, row_id, received, "turn")
    last = desk.person.last_heard_at
    if last is None or desk.tx.now - last > HEARD_ANEW:
        people.heard(desk.tx, desk.person)


def answer(desk: Desk, body: str, *, told: str | None = None) -> None:
    """Answer one text of the person at this desk.

    `told` is the wish ("stop", "start", "help") that the carrier has told her it
    carried out (Advanced Opt-Out); we act on it as she meant it, and do not repeat it.
    """
    desk.told = told or _told(desk, body)
    level = crisis.screen(body).level
    if level is crisis.Level.CRISIS:
        _crisis(desk, body)
    elif level is crisis.Level.WATCH:
        acting.put_before_coach(desk, "hand", "watch")
    wish = Wish(told) if told else consent.read(body)
    if wish in (Wish.STOP, Wish.MAYBE_STOP) or level is not crisis.Level.CRISIS:
        WISHES[wish](desk, body)


def _told(desk: Desk, body: str) -> str | None:
    keyword = consent.is_carrier_keyword(body)
    return keyword if keyword in desk.parts.carrier_answers else None


def _crisis(desk: Desk, body: str) -> None:
    """Hold automation, alert the coaches, send the one reviewed reply (failure 32).

    The alert depends on nothing that follows, and reaches people also when the
    person herself may not be texted any more.
    """
    person, now = desk.person, desk.tx.now
    acting.put_before_coach(desk, "crisis", "screen")
    speaking.tell_coaches(desk, _alert(desk, ALERT))
    last = person.crisis_answered_at
    due = last is None or now - last >= CRISIS_AGAIN
    acting.hold(desk, "crisis", now if due else None)
    # That a coach was alerted may be said only once the carrier took the alert.
    said = crisis.reply(desk.tenant.country)
    if due and person.consent != "stopped":
        speaking.say(desk, [said], About("crisis"))
    acting.keep_turn(desk, None, "crisis", body, said if due else None)


def _alert(desk: Desk, words: str) -> str:
    """Return an alert with the address of her page; her name and words stay there."""
    page = f"{desk.parts.origin}/people/{desk.person.id}"
    return words.format(programme=desk.programme.name, page=page)


ALERT = (
    "Handrail: someone in {programme} may not be safe. Automatic texts are on hold. "
    "Please look now: {page}"
)


def _stop(desk: Desk, body: str) -> None:
    """Stop at once, in any state; one confirmation, unless the carrier gives it."""
    was = desk.person.consent
    if was != "stopped":
        by_keyword = consent.is_carrier_keyword(body) == "stop"
        method = people.KEYWORD if by_keyword else "text"
        acting.change_consent(desk, "stopped", "withdrawn", method, body)
        outbox.withhold_due(desk.tx, desk.person)
        talks.end_all(desk.tx, desk.person)
    if was == "stopped" or desk.told == "stop":
        acting.keep_turn(desk, None, "stop", body, None)
    else:
        _speak_once(desk, "stop_confirmation", body, About("confirmation"))


def _start(desk: Desk, body: str) -> None:
    """START ends a stop, or takes up an invitation; a bare YES may be an answer."""
    if desk.person.consent == "invited" and desk.person.hold is None:
        _invited(desk, body, meant="GO")
        return
    if desk.person.consent != "stopped":
        _ordinary(desk, body)
        return
    # The carrier confirms the end of a stop it knew of; one in free words it did not.
    known = people.last_stop(desk.tx, desk.person) in people.STOPPED_AT_CARRIER
    acting.change_consent(desk, "active", "given", "text", body)
    acting.plan_anew(desk)
    if desk.told == "start" and known:
        acting.keep_turn(desk, None, "start", body, None)
    else:
        _speak_once(desk, "start_again", body, About("confirmation"))


def _help(desk: Desk, body: str) -> None:
    if desk.told == "help":
        acting.keep_turn(desk, None, "help", body, None)
    elif desk.person.consent == "stopped":
        acting.keep_turn(desk, None, "kept", body, None)
    else:
        _speak_once(desk, "help", body, About())


def _maybe_stop(desk: Desk, body: str) -> None:
    """An unclear wish goes to a person at once, with everything held meanwhile.

    Once is enough: while she waits for that person, and after a STOP, it is kept.
    """
    if desk.person.consent == "stopped" or desk.person.hold == "unclear_stop":
        acting.keep_turn(desk, None, "kept", body, None)
        return
    if desk.person.hold is None:
        acting.hold(desk, "unclear_stop", None)
    acting.put_before_coach(desk, "unclear_stop", "unclear_stop")
    speaking.tell_coaches(desk, _alert(desk, UNCLEAR))
    acting.keep_turn(desk, None, "unclear_stop", body, None)


UNCLEAR = (
    "Handrail: someone in {programme} may want texts to end. They are on hold until "
    "you have looked: {page}"
)


def _ordinary(desk: Desk, body: str) -> None:
    """Hold, stop and consent first; then a command, an answer, or a new story."""
    if desk.person.consent == "stopped" or desk.person.hold is not None:
        acting.keep_turn(desk, None, "kept", body, None)
        return
    if not body.strip():
        _wordless(desk)
        return
    if desk.person.consent == "invited":
        _invited(desk, body)
        return
    command = answers.command(body)
    if command is not None:
        _speak_once(desk, command, body, About())
        return
    _continue(desk, body)


def _wordless(desk: Desk) -> None:
    """A picture, or blanks: nothing to understand, but somebody may want to look."""
    acting.put_before_coach(desk, "hand", "no_words")
    acting.keep_turn(desk, None, "kept", None, None)


def _continue(desk: Desk, body: str) -> None:
    """Give the text to the open conversation, or begin the daily win with it."""
    found = desk.near.conversation
    if found is not None and found.expires_at > desk.tx.now:
        _step(desk, found, Heard(body), body)
        return
    if found is not None:
        talks.end_all(desk.tx, desk.person)
    open_talk(desk, STORY, Heard(body), About(), heard=body)


def hear_silence(desk: Desk, silence: Silence) -> None:
    """End the open conversation whose question nobody answered in its time."""
    found = desk.near.conversation
    if found is not None:
        _step(desk, found, silence, None)


def _invited(desk: Desk, body: str, *, meant: str = "") -> None:
    """An invited person answers the invitation, whether or not it is still open."""
    found = desk.near.conversation
    if found is None or found.expires_at <= desk.tx.now:
        talks.end_all(desk.tx, desk.person)
        found = _begun(desk, "opt_in")
    _step(desk, found, Heard(meant or body), body)
    if desk.person.consent == "active":
        acting.plan_anew(desk)


def _begun(desk: Desk, name: str) -> Conversation:
    """Return a conversation as if its opening had just been said, kept as open."""
    version_id, script = library.version_of(desk.parts, desk.tx, name)
    turn = engine.begin(script, Facts(desk), now=desk.tx.now, event=Opened("again"))
    state = turn.state
    if state is None:
        raise LookupError(f"the script {name!r} asks nothing")
    conversation = Conversation(
        id=desk.parts.new_id(),
        script_version_id=version_id,
        chance_id=None,
        attempt_id=None,
        state=codec.dump(state),
        expires_at=state.expires_at,
    )
    talks.begin(desk.tx, desk.person, conversation, ended=False)
    return conversation


def _step(desk: Desk, found: Conversation, event: Event, heard: str | None) -> None:
    script = library.pinned(desk.parts, desk.tx, found.script_version_id)
    state = codec.load_state(found.state)
    turn = engine.step(script, state, event, facts=Facts(desk), now=desk.tx.now)
    scene = Scene(desk, found.id, found.attempt_id, heard or "")
    acting.carry_out(scene, turn.effects)
    moved = replace(found, attempt_id=scene.attempt_id)
    if turn.state is not None:
        dumped = codec.dump(turn.state)
        moved = replace(moved, state=dumped, expires_at=turn.state.expires_at)
    talks.move(desk.tx, desk.person, moved, ended=turn.state is None)
    about = About(conversation_id=found.id, chance_id=found.chance_id)
    _speak(scene, turn.effects, about, heard)


def open_talk(
    desk: Desk,
    name: str,
    event: Event,
    about: About,
    *,
    heard: str | None = None,
) -> None:
    """Begin a conversation and say its first turn; the newest version, for good."""
    version_id, script = _newest(desk, name)
    turn = engine.begin(script, Facts(desk), now=desk.tx.now, event=event)
    conversation_id = desk.parts.new_id()
    scene = Scene(desk, conversation_id, None)
    acting.carry_out(scene, turn.effects)
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
    about = replace(about, conversation_id=conversation_id)
    _speak(scene, turn.effects, about, heard)


def _newest(desk: Desk, name: str) -> tuple[UUID, Script]:
    if name == STORY and desk.near.story is not None:
        return desk.near.story, library.pinned(desk.parts, desk.tx, desk.near.story)
    return library.version_of(desk.parts, desk.tx, name)


def _speak_once(desk: Desk, name: str, body: str, about: About) -> None:
    """Say a script of one turn beside whatever conversation is open."""
    _version, script = library.version_of(desk.parts, desk.tx, name)
    turn = engine.begin(script, Facts(desk), now=desk.tx.now, event=Heard(body))
    scene = Scene(desk, None, None)
    acting.carry_out(scene, turn.effects)
    _speak(scene, turn.effects, about, body)


def _speak(
    scene: Scene, effects: tuple[Effect, ...], about: About, heard: str | None
) -> None:
    """Say what is to be said, and keep the turn."""
    texts = render.as_texts(effects)
    speaking.say(scene.desk, texts, about)
    if heard is None and not texts:
        return
    kind = "end" if any(isinstance(effect, End) for effect in effects) else "turn"
    said = "\n".join(texts) or None
    acting.keep_turn(scene.desk, scene.conversation_id, kind, heard, said)


def _stranger(parts: Parts, tx: Tx, tenant: Tenant, number: bytes) -> str:
    """Answer an unknown number once a day; nothing of it is kept but a keyed hash."""
    if not people.greet_stranger(tx, number, tx.now.date()):
        return SILENT
    _version, script = library.version_of(parts, tx, "stranger")
    facts: dict[str, engine.Fact] = {"programme": tenant.name, "seed": 0}
    turn = engine.begin(script, facts, now=tx.now, event=Opened("stranger"))
    return "\n".join(render.as_texts(turn.effects))


WISHES: Mapping[Wish, Callable[[Desk, str], None]] = {
    Wish.STOP: _stop,
    Wish.START: _start,
    Wish.HELP: _help,
    Wish.MAYBE_STOP: _maybe_stop,
    Wish.NONE: _ordinary,
}
