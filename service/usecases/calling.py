"""A call asks what to say next: one event, one turn, one transaction, one answer.

Laws: the same request gets the very same TwiML (I5), unless STOP came by another way
since; a key or a word answers the question it was asked at, and no later one; danger
and STOP come first, as in a text; no private word is said to a machine or after a STOP.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from flows.safety import crisis
from flows.safety.consent import Wish
from flows.talk import codec, frame, render
from flows.talk.aloud import Aloud, HangUp, Line, Listen
from flows.talk.effects import Effect, Say
from flows.talk.events import Event, Heard, Keyed, Moved, Opened, Recorded, Silence
from flows.talk.frame import Frame, spoken
from service.carrier.calls_in import CallEvent
from service.carrier.wire import Malformed
from service.queue import URGENT
from service.store import calls, outbox, people, talks
from service.store.calls import Call, CallTurn
from service.store.people import Tenant
from service.store.talks import Conversation
from service.usecases import (
    acting,
    at_least,
    call_consent,
    causes,
    guarding,
    library,
    listening,
    not_read,
    overnight,
    pressing,
    replaying,
    speaking,
    strangers,
    turns,
    unconfirmed,
    unreached,
    voicing,
)
from service.usecases.parts import Desk, Parts
from service.usecases.speaking import About
from service.usecases.turns import Made
from service.usecases.voicing import Answer

MACHINES = frozenset({"machine", "fax"})
CALLS_US, WE_CALL, JOINS = "check_in_inbound", "check_in", "opt_in"


def voice_in(parts: Parts, event: CallEvent) -> str:
    """Take one request of a call; return the TwiML it is answered with.

    Raises Malformed for an address of ours that belongs to no call of this person.
    """
    tenant = parts.tenant_of(event.ours)
    if tenant is None:
        return voicing.leading_nowhere(parts, _goodbye("en", frame.NOTHING_NOW))
    sounds = replaying.sounds(parts, event)
    work = partial(_answered, parts, tenant, event, sounds=sounds)
    return at_least.of_call(parts, tenant, event, work)


def _answered(parts: Parts, tenant: Tenant, event: CallEvent, *, sounds: bool) -> str:
    number = tenant.hashes.hash(event.person)
    with parts.db.transaction(tenant.id) as tx:
        person = people.lock_by_number(tx, parts.vault, number)
        if person is None:
            return voicing.leading_nowhere(parts, strangers.aloud(parts, tx, tenant))
        desk = Desk(parts, tx, tenant, person)
        desk.channel, desk.sounds = "voice", sounds
        said = _turn(desk, event)
    parts.bell.ring("deliver", tenant.id, desk.rings, URGENT)
    return said


def _turn(desk: Desk, event: CallEvent) -> str:
    call = calls.by_sid(desk.tx, event.sid)
    if call is None:
        call = _new_call(desk, event)
    elif event.token not in (None, call.token) or call.participant_id != desk.person.id:
        raise Malformed("Not as the carrier writes it: the token of another call.")
    if event.error_code is not None:
        return _asked_anew(desk, call, event)
    known = calls.turns_since(desk.tx, desk.person, call, max(0, event.turn - 1))
    standing = {turn.number: turn for turn in known}
    if event.turn in standing:
        return _again(desk, call, standing[event.turn])
    before = standing.get(event.turn - 1)
    if event.turn and before is None:
        raise Malformed("Not as the carrier writes it: a turn before its time.")
    answer = _begun(desk, call, event) if before is None else _next(
        desk, call, event, before
    )  # fmt: skip
    return _kept(desk, call, event.turn, answer)


def _again(desk: Desk, call: Call, turn: CallTurn) -> str:
    """Return what this turn was answered with, unless STOP came by another way."""
    if desk.person.consent == "stopped" and call.state == "open":
        return voicing.written(desk.parts, call, turn.number, _nothing_now(desk))
    return turn.twiml


def _kept(desk: Desk, call: Call, number: int, answer: Answer) -> str:
    said = voicing.written(desk.parts, call, number, answer)
    turn = CallTurn(number, answer.answers, said)
    calls.keep_turn(desk.tx, desk.person, desk.parts.new_id(), call, turn)
    return said


def _asked_anew(desk: Desk, call: Call, event: CallEvent) -> str:
    """Go on at the fallback address: the carrier could not use our last answer.

    The open question is said once more; where no turn was kept, the call begins here.
    """
    last = next(iter(calls.turns_since(desk.tx, desk.person, call, 0)), None)
    graver = _lost(desk, call, replace(event, speech=event.lost))
    if graver is not None:
        return _kept(desk, call, 0 if last is None else last.number + 1, graver)
    if last is None:
        return _kept(desk, call, 0, _begun(desk, call, event))
    barred, found = _barred(desk, call), _open(desk)
    if barred is not None or found is None:
        answer = barred or _nothing_now(desk)
    else:
        answer = _spoken(desk, call, turns.step(desk, found, Moved("voice")))
    return _kept(desk, call, last.number + 1, answer)


def _lost(desk: Desk, call: Call, event: CallEvent) -> Answer | None:
    """Look after danger and a wish to stop in words whose turn we failed to answer.

    They answer no question any more; what is in them of itself is none the less said.
    """
    if not event.speech:
        return None
    answer = _graver(desk, call, event)
    if answer is None:
        _keep_words(desk, event)
    return answer


def _new_call(desk: Desk, event: CallEvent) -> Call:
    """Keep a call at its first word; one of ours is known by our token."""
    message = None
    if event.direction == "outbound":
        message = outbox.by_token(desk.tx, event.token or "")
        if message is None or message["participant_id"] != desk.person.id:
            raise Malformed("Not as the carrier writes it: no call of ours.")
        _taken(desk, message["id"], event)
    call = Call(
        id=desk.parts.new_id(),
        participant_id=desk.person.id,
        outbox_message_id=None if message is None else message["id"],
        conversation_id=None,
        direction="in" if message is None else "out",
        carrier_id=event.sid,
        token=event.token if message and event.token else desk.parts.new_token(),
        state="open",
    )
    calls.keep(desk.tx, call)
    if message is None:
        unconfirmed.called(desk)
    return call


def _taken(desk: Desk, message: object, event: CallEvent) -> None:
    """A call that speaks was placed, whatever the answer to placing it said."""
    values = {"state": "sent", "status": "in-progress", "error_code": None}
    outbox.hear(desk.tx, message, {**values, "carrier_id": event.sid})  # type: ignore[arg-type] # a row's id


# ---- the first turn ----


def _begun(desk: Desk, call: Call, event: CallEvent) -> Answer:
    if event.answered_by in MACHINES:
        calls.settle(desk.tx, call, "machine")
        if call.outbox_message_id is not None:
            unreached.unreached(desk, call.outbox_message_id, "machine")
        return Answer(Aloud(desk.person.language, (), HangUp()))
    barred = _barred(desk, call)
    if barred is not None:
        listens = call.direction == "in" and desk.person.consent != "stopped"
        return _heard_out(desk) if listens and unconfirmed.doubted(desk) else barred
    if _by_text_alone(desk, call):
        return _hung_up(desk, [_line(desk, frame.BY_TEXT)])
    greeting = turns.once(desk, "greeting", Opened("call", "voice"))
    made = _opening(desk, call)
    return _spoken(desk, call, made, before=greeting.effects)


def _barred(desk: Desk, call: Call) -> Answer | None:
    """Return what is said to someone with whom nothing may be begun or gone on with."""
    person = desk.person
    if person.hold is not None:
        lines = [_line(desk, frame.HELD)]
        if person.hold == "crisis":
            lines.insert(0, Line(crisis.line(desk.helped_in)))
        return _hung_up(desk, lines)
    ours = call.direction == "out" and person.calls != "agreed"
    off = ours and not causes.asked_for(desk, call.outbox_message_id)
    if person.consent == "stopped" or off:
        return _nothing_now(desk)
    return None


def _heard_out(desk: Desk) -> Answer:
    """Say where help is, and listen once: whoever calls may be she, and in danger."""
    lines = (_line(desk, frame.SAY_NOW), Line(crisis.line(desk.helped_in)))
    then = Listen(keys=0, speech=True) if desk.parts.voice == "full" else HangUp()
    return Answer(Aloud(desk.person.language, lines, then))


def _by_text_alone(desk: Desk, call: Call) -> bool:
    """Say whether a conversation is open that is too long to be spoken."""
    found = _at_first(desk, call)
    if found is None:
        return False
    script = library.pinned(desk.parts, desk.tx, found.script_version_id)
    return "voice" not in script.channels


def _opening(desk: Desk, call: Call) -> Made:
    """Go on with what is open, or begin: one person, one conversation at a time."""
    found = _at_first(desk, call)
    if found is not None:
        return turns.step(desk, found, Moved("voice"))
    not_read.give_way(desk)
    invited = desk.person.consent == "invited"
    own = JOINS if invited else CALLS_US
    name = own if call.direction == "in" else WE_CALL
    chance = desk.near.chance
    about = About(chance_id=chance.id if chance else None)
    return turns.begin(desk, name, Opened("call", "voice"), about)


def _at_first(desk: Desk, call: Call) -> Conversation | None:
    """Return the open conversation that this call goes on with, or None."""
    found = _open(desk)
    ours = call.direction == "out"
    planned = ours and not causes.asked_for(desk, call.outbox_message_id)
    if found is None or not overnight.goes_on_by_phone(desk, found, planned=planned):
        return None
    return found


def _open(desk: Desk) -> Conversation | None:
    """Return the conversation whose question is open now, or None."""
    found = desk.near.conversation
    if found is None or found.expires_at <= desk.tx.now:
        return None
    return found if codec.load_state(found.state).awaiting else None


# ---- the turns after it ----


def _next(desk: Desk, call: Call, event: CallEvent, before: CallTurn) -> Answer:
    """Answer what she pressed, said or recorded, or her silence."""
    graver = _graver(desk, call, event)
    if graver is not None:
        return graver
    barred, found = _barred(desk, call), _open(desk)
    if barred is not None or found is None:
        _keep_words(desk, event)
        return barred or _nothing_now(desk)
    if codec.load_state(found.state).turns != before.answers:
        # A text answered meanwhile: these words were for the question before.
        _keep_words(desk, event)
        return _spoken(desk, call, turns.step(desk, found, Moved("voice")))
    if event.take is not None:
        return _played(desk, call, event.take, found)
    keys = pressing.of_question(desk, event)
    made = turns.step(desk, found, _event(event))
    listening.expect(desk, call, event.recording, made.scene.attempt_id)
    return _spoken(desk, call, made, heard=event.speech or None, keys=keys)


def _graver(desk: Desk, call: Call, event: CallEvent) -> Answer | None:
    """Answer danger, or a wish to stop; None where there is neither."""
    level = crisis.screen(event.speech).level if event.speech else None
    if level is crisis.Level.CRISIS:
        return _in_danger(desk, event.speech)
    if level is crisis.Level.WATCH:
        acting.put_before_coach(desk, "hand", "watch")
    return _stopped(desk, call, event)


def _played(desk: Desk, call: Call, take: str, found: Conversation) -> Answer:
    """Play her take back, or say that it cannot be played; then ask as it stands."""
    first = replaying.played(take, desk.person.language, sounds=desk.sounds)
    return _spoken(desk, call, turns.step(desk, found, Moved("voice")), before=[first])


def _event(event: CallEvent) -> Event:
    if event.recording is not None and event.recording.seconds > 0:
        return Recorded(event.recording.sid or "", event.recording.seconds)
    if event.speech.strip():
        return Heard(event.speech, "voice")
    return Keyed(event.digits) if event.digits else Silence()


def _keep_words(desk: Desk, event: CallEvent) -> None:
    words, keys = event.speech.strip() and event.speech, pressing.too_late(event)
    if words or keys:
        acting.keep_turn(desk, None, "kept", words or None, None, keys)


def _in_danger(desk: Desk, words: str) -> Answer:
    said = guarding.crisis(desk, aloud=True) or crisis.reply(desk.helped_in)
    acting.keep_turn(desk, None, "crisis", words, said)
    return _hung_up(desk, [Line(said)])


def _stopped(desk: Desk, call: Call, event: CallEvent) -> Answer | None:
    """End calls, or everything, by key or by words; say so once, and hang up."""
    wish = unconfirmed.wish(desk, event.speech)
    if wish is Wish.STOP:
        guarding.stop(desk, "voice", event.speech)
        return _confirmed(desk, call, "stop_confirmation", event.speech)
    if wish is Wish.STOP_CALLS:
        call_consent.withdraw_calls(desk, event.speech, "voice")
        return _confirmed(desk, call, "calls_off", event.speech)
    if pressing.stops(desk, event):
        call_consent.withdraw_calls(desk, event.digits, "key")
        return _confirmed(desk, call, "calls_off", None, pressing.stop(event))
    if wish is Wish.MAYBE_STOP:
        unconfirmed.unclear_stop(desk)
        acting.keep_turn(desk, None, "unclear_stop", event.speech, None)
        return _hung_up(desk, [_line(desk, frame.HELD)])
    return None


def _confirmed(
    desk: Desk, call: Call, name: str, words: str | None, keys: str | None = None
) -> Answer:
    talks.end_all(desk.tx, desk.person)
    calls.settle(desk.tx, call, "talked")
    made = turns.once(desk, unconfirmed.wording(desk, name), Opened("call", "voice"))
    answer = _spoken(desk, call, made, heard=words, keys=keys)
    return Answer(replace(answer.aloud, then=HangUp()))


# ---- speaking ----


def _spoken(
    desk: Desk,
    call: Call,
    made: Made,
    *,
    before: Sequence[Effect] = (),
    heard: str | None = None,
    keys: str | None = None,
) -> Answer:
    """Say a turn aloud, send the texts that belong to it, and keep it in the thread."""
    calls.talks_of(desk.tx, call, made.scene.conversation_id)
    speaking.say(desk, render.as_texts(made.effects), made.about)
    aloud = render.as_spoken(
        [*before, *made.effects],
        made.script,
        made.state,
        language=desk.person.language,
        recorded=desk.person.recorded,
        speech=desk.parts.voice == "full",
    )
    take = replaying.wanted(made.effects)
    said = [one.text for one in made.effects if isinstance(one, Say) and not take]
    conversation = made.scene.conversation_id
    words = "\n".join(said) or None
    acting.keep_turn(desk, conversation, made.kind, heard, words, keys)
    aloud = replaying.in_a_moment(aloud) if take else aloud
    turns_so_far = None if made.state is None else made.state.turns
    return Answer(aloud, turns_so_far, take)


def _line(desk: Desk, words: Frame) -> Line:
    return Line(spoken(words, desk.person.language))


def _hung_up(desk: Desk, lines: Sequence[Line]) -> Answer:
    return Answer(Aloud(desk.person.language, tuple(lines), HangUp()))


def _nothing_now(desk: Desk) -> Answer:
    return _hung_up(desk, [_line(desk, frame.NOTHING_NOW)])


def _goodbye(language: str, words: Frame) -> Aloud:
    return Aloud(language, (Line(spoken(words, language)),), HangUp())
