"""A text came in: one event, one turn, one transaction; the heart of the shell.

Order (design law 2): the person is locked, the carrier's id is kept once, then the
crisis screen, then consent words, then commands, then her open conversation.
Nothing calls the carrier here; replies are rows, and the bell is rung after commit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import structlog

from flows.safety import consent, crisis
from flows.safety.consent import Wish
from flows.talk import answers, codec, engine, render
from flows.talk.events import Event, Heard, Opened, Silence
from service.carrier.wire import InboundText
from service.queue import URGENT
from service.store import missed, people, talks
from service.store.db import Stands, Unavailable, retried
from service.store.people import Tenant
from service.store.talks import Conversation, Received
from service.usecases import (
    acting,
    at_least,
    call_consent,
    consequences,
    guarding,
    library,
    not_read,
    overnight,
    speaking,
    strangers,
    taking_over,
    turns,
    unconfirmed,
)
from service.usecases.parts import STORY, Desk, Parts
from service.usecases.speaking import About
from service.usecases.strangers import Answered
from service.usecases.turns import Made

log = structlog.get_logger()

SILENT = ""
CHOSEN = frozenset({"choice", "offer", "phrase"})
HEARD_ANEW = timedelta(minutes=1)
# How a wish was heard, and by whom, that nobody has read yet.
TRANSCRIPT, MACHINE = "transcript", "machine"
ENDING = frozenset({Wish.STOP, Wish.STOP_CALLS})
STOPPING = ENDING | {Wish.MAYBE_STOP}


def text_in(parts: Parts, text: InboundText) -> str:
    """Take one inbound text; return what the carrier is to say at once ("" = nothing).

    Only a stranger is answered that way, since nothing of hers may be stored; every
    other reply goes through the outbox. A repeated id changes nothing (I5). Of a text
    that breaks us at least danger and a wish to stop are looked after; it is raised
    all the same, and the text is taken in again.
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
    except Unavailable:
        raise
    except Exception:
        said = at_least.look_after(parts, tenant, text)
        if not said:
            raise
        log.exception("text_not_taken_in", sid=text.sid)
        return said


def _answered(parts: Parts, tenant: Tenant, text: InboundText) -> str:
    number = tenant.hashes.hash(text.sender)
    with parts.db.transaction(tenant.id) as tx:
        person = people.lock_by_number(tx, parts.vault, number)
        if person is None:
            answered = strangers.text_in(parts, tx, tenant, text, number)
        else:
            desk = Desk(parts, tx, tenant, person, carrier_id=text.sid)
            answered = of_coach(desk, text) or _of_person(desk, text)
    parts.bell.ring("deliver", tenant.id, answered.rings, URGENT)
    return answered.said


def _of_person(desk: Desk, text: InboundText) -> Answered:
    if desk.near.seen:
        return Answered(SILENT)
    keep(desk, text)
    answer(desk, text.words, told=text.opt_out)
    return Answered(desk.reply, tuple(desk.rings))


def of_coach(desk: Desk, text: InboundText) -> Answered | None:
    """Take a participant's OK that is a coach's: she may be both, at one number.

    It is a word of hers, from that number, as any other.
    """
    at = desk.came_at or desk.tx.now
    told = strangers.by_coach(desk.parts, desk.tx, desk.tenant, text, at)
    if told is not None:
        people.heard(desk.tx, desk.person)
    return told


def keep(desk: Desk, text: InboundText) -> None:
    """Keep a text of hers in the inbox, before anything is decided about it."""
    unconfirmed.noticed(desk)
    received = Received(text.sid, text.words, text.changed, text.media)
    row_id = desk.parts.new_id()
    talks.receive(desk.tx, desk.person, row_id, received, "turn")
    consequences.texts_arrive(desk)
    taking_over.heard(desk)
    last = desk.person.last_heard_at
    if last is None or desk.tx.now - last > HEARD_ANEW:
        people.heard(desk.tx, desk.person)
        acting.hear(desk, last)


def answer(desk: Desk, body: str, *, told: str | None = None) -> None:
    """Answer one text of the person at this desk.

    `told` is the wish ("stop", "start", "help") that the carrier has told her it
    carried out (Advanced Opt-Out); we act on it as she meant it, and do not repeat it.
    """
    desk.told = told or guarding.told(desk, body)
    wish = Wish(told) if told else unconfirmed.wish(desk, body)
    level = _screened(desk, body, reaches=not guarding.ends_texts(desk, wish))
    plain = not (wish in ENDING or level is crisis.Level.CRISIS)
    if plain and unconfirmed.answered(desk, body, wish):
        return
    if plain or wish in STOPPING:
        WISHES[wish](desk, body)


def overheard(desk: Desk, words: str) -> None:
    """Look after danger, and a wish to stop, in what a machine heard in a recording.

    Danger counts as if she had written it. A wish to stop is put before a person, with
    everything held meanwhile, and changes no consent: the machine may have misheard.
    """
    _screened(desk, words)
    wish = consent.read(words)
    done = wish is Wish.STOP_CALLS and desk.person.calls == "stopped"
    if wish in STOPPING and not done:
        _question(desk, words)


def _question(desk: Desk, words: str) -> None:
    asked = guarding.unclear_stop(desk, TRANSCRIPT)
    acting.keep_turn(desk, None, "unclear_stop" if asked else "kept", words, None)
    if asked:
        acting.keep_entry(
            desk,
            change="questioned",
            method=TRANSCRIPT,
            wording=words,
            entered_by=MACHINE,
        )


def _screened(desk: Desk, body: str, *, reaches: bool = True) -> crisis.Level:
    level = crisis.screen(body).level
    if level is crisis.Level.CRISIS:
        if not at_least.seen_to(desk):
            may_go = reaches and desk.person.consent != "stopped"
            at_least.crisis(desk, body, reaches=may_go)
    elif level is crisis.Level.WATCH:
        acting.put_before_coach(desk, "hand", "watch")
    return level


def _stop(desk: Desk, body: str) -> None:
    """Stop at once, in any state; one confirmation, unless the carrier gives it."""
    was = desk.person.consent
    if was != "stopped":
        guarding.stop_said(desk, body)
    else:
        guarding.stop_again(desk, body)
    if was == "stopped" or desk.told == "stop":
        acting.keep_turn(desk, None, "stop", body, None)
    else:
        name = unconfirmed.wording(desk, "stop_confirmation")
        _speak_once(desk, name, body, About("confirmation"))


def _stop_calls(desk: Desk, body: str) -> None:
    """End calls and leave texts; to someone who is never called it means texts."""
    if desk.person.calls == "none":
        _stop(desk, body)
        return
    unconfirmed.hold(desk)
    if desk.person.calls == "stopped" or desk.person.consent == "stopped":
        acting.keep_turn(desk, None, "kept", body, None)
    else:
        call_consent.withdraw_calls(desk, body, desk.channel)
        name = unconfirmed.wording(desk, "calls_off")
        _speak_once(desk, name, body, About("confirmation"))


def _start(desk: Desk, body: str) -> None:
    """START ends a stop, or takes up an invitation; a bare YES may be an answer."""
    if desk.person.consent == "invited" and desk.person.hold is None:
        _invited(desk, body, meant="GO")
        return
    if desk.person.consent != "stopped":
        _ordinary(desk, body)
        return
    if desk.came_at and missed.stopped_since(desk.tx, desk.person, desk.came_at):
        acting.keep_turn(desk, None, "kept", body, None)
        return
    # The carrier confirms the end of a stop it knew of; one in free words it did not.
    known = people.last_stop(desk.tx, desk.person) in people.STOPPED_AT_CARRIER
    # Whoever had it when it ended has it still.
    desk.unconfirmed = unconfirmed.doubted(desk)
    acting.change_consent(desk, "active", "given", "text", body)
    acting.plan_anew(desk)
    unconfirmed.hold(desk)
    if desk.told == "start" and known:
        acting.keep_turn(desk, None, "start", body, None)
    else:
        name = unconfirmed.wording(desk, "start_again")
        _speak_once(desk, name, body, About("confirmation"))


def _help(desk: Desk, body: str) -> None:
    if desk.told == "help":
        acting.keep_turn(desk, None, "help", body, None)
    elif desk.person.consent == "stopped":
        acting.keep_turn(desk, None, "kept", body, None)
    else:
        # While a coach talks with her replies wait; what she asked to know does not.
        owed = desk.person.hold == taking_over.HOLD
        name = unconfirmed.wording(desk, "help")
        _speak_once(desk, name, body, About("confirmation") if owed else About())


def _maybe_stop(desk: Desk, body: str) -> None:
    kind = "unclear_stop" if unconfirmed.unclear_stop(desk) else "kept"
    acting.keep_turn(desk, None, kind, body, None)


def _ordinary(desk: Desk, body: str) -> None:
    """Hold, stop and consent first; then a command, an answer, or a new story."""
    if desk.person.consent == "stopped" or desk.person.hold is not None:
        taking_over.listened(desk, body)
        acting.keep_turn(desk, None, "kept", body, None)
        return
    if not body.strip():
        _wordless(desk)
        return
    if desk.person.consent == "invited":
        _invited(desk, body)
        return
    command = answers.command(body, desk.person.language)
    if command is not None and not _chooses(desk, body):
        _command(desk, command, body)
        return
    _continue(desk, body)


def _chooses(desk: Desk, body: str) -> bool:
    """Say whether a text is one of the choices that the open question offers.

    NEXT is a command, and also what the question "keep it, or next?" is answered with.
    """
    found = desk.near.conversation
    if found is None or found.expires_at <= desk.tx.now:
        return False
    script = library.pinned(desk.parts, desk.tx, found.script_version_id)
    expect = engine.question(script, codec.load_state(found.state))
    if expect is None or expect.kind not in CHOSEN:
        return False
    return answers.certain(answers.understand(body, expect, desk.person.language))


def _wordless(desk: Desk) -> None:
    """A picture, or blanks: nothing to understand, but somebody may want to look."""
    acting.put_before_coach(desk, "hand", "no_words")
    acting.keep_turn(desk, None, "kept", None, None)


def _continue(desk: Desk, body: str) -> None:
    """Give the text to the open conversation, or begin the daily win with it."""
    found = desk.near.conversation
    open_still = found is not None and found.expires_at > desk.tx.now
    if (
        found is not None
        and open_still
        and not overnight.tells_of_today(desk, found, body)
        and not overnight.tells_instead(desk, found, body)
    ):
        _step(desk, found, Heard(body), body)
        return
    if found is not None:
        not_read.give_way(desk)
    open_talk(desk, STORY, Heard(body), About(), heard=body)


def hear_silence(desk: Desk, silence: Silence) -> None:
    """Tell the open conversation that nobody answered its question in its time."""
    found = desk.near.conversation
    if found is not None:
        not_read.keep(desk)
        go_on(desk, found, silence)


def go_on(desk: Desk, found: Conversation, event: Event) -> None:
    """Tell an open conversation what happened without words; text what comes of it."""
    _step(desk, found, event, None)


def _invited(desk: Desk, body: str, *, meant: str = "") -> None:
    """An invited person answers the invitation, whether or not it is still open."""
    found = desk.near.conversation
    if found is None or found.expires_at <= desk.tx.now:
        talks.end_all(desk.tx, desk.person)
        found = turns.opened(desk, "opt_in")
    _step(desk, found, Heard(meant or body), body)
    if desk.person.consent == "active":
        acting.plan_anew(desk)


def _step(desk: Desk, found: Conversation, event: Event, heard: str | None) -> None:
    _speak(turns.step(desk, found, event, heard), heard)


def open_talk(
    desk: Desk,
    name: str,
    event: Heard | Opened,
    about: About,
    *,
    heard: str | None = None,
) -> None:
    """Begin a conversation and say its first turn; the newest version, for good."""
    _speak(turns.begin(desk, name, event, about), heard)


def _command(desk: Desk, name: str, body: str) -> None:
    """Say a command's script beside whatever is open; one that asks takes its place."""
    _version, script = library.version_of(desk.parts, desk.tx, name)
    if script.asks:
        not_read.give_way(desk)
        open_talk(desk, name, Heard(body), About(), heard=body)
    else:
        _speak_once(desk, name, body, About())


def _speak_once(desk: Desk, name: str, body: str, about: About) -> None:
    """Say a script of one turn beside whatever conversation is open."""
    made = turns.once(desk, name, Heard(body))
    _speak(replace(made, about=about), body)


def _speak(made: Made, heard: str | None) -> None:
    """Say what is to be said, and keep the turn."""
    texts = render.as_texts(made.effects)
    desk = made.scene.desk
    if desk.erased:
        # Nothing may wait for her in the outbox: her number is gone.
        desk.reply = "\n".join(texts)
        return
    speaking.say(desk, texts, made.about)
    if heard is None and not texts:
        return
    said = "\n".join(texts) or None
    acting.keep_turn(desk, made.scene.conversation_id, made.kind, heard, said)


WISHES: Mapping[Wish, Callable[[Desk, str], None]] = {
    Wish.STOP: _stop,
    Wish.STOP_CALLS: _stop_calls,
    Wish.START: _start,
    Wish.HELP: _help,
    Wish.MAYBE_STOP: _maybe_stop,
    Wish.NONE: _ordinary,
}
