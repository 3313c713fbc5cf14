"""What is done at least with words that break us: danger, and a wish to stop.

Laws: no conversation, step, rhythm or growth is looked at, so that what is wrong there
breaks nothing here; it is done once for each text, however often that breaks and though
it is taken in later (I5); of the text itself nothing is kept but what it did. What is
said in a call counts alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import NAMESPACE_OID, UUID, uuid5

import structlog

from flows.safety import consent
from flows.safety import crisis as screen
from flows.safety.consent import Wish
from flows.safety.unconfirmed import is_offered
from flows.talk import render
from flows.talk.aloud import Aloud, HangUp, Line
from flows.talk.events import Heard
from service.carrier.calls_in import CallEvent
from service.carrier.wire import InboundText, Malformed
from service.queue import URGENT
from service.store import missed, people, stumbles
from service.store.db import Tx, Unavailable, retried
from service.store.people import Tenant
from service.usecases import (
    acting,
    call_consent,
    guarding,
    speaking,
    strangers,
    turns,
    unconfirmed,
    voicing,
)
from service.usecases.parts import Desk, Parts
from service.usecases.speaking import About
from service.usecases.strangers import Answered

log = structlog.get_logger()

JOB = "danger"
SILENT = ""
NOTHING = Answered(SILENT)


@dataclass(frozen=True, slots=True)
class Came:
    """A text that broke us, when it came if that was not now, and what is in it.

    `aloud` says that it was said in a call.
    """

    text: InboundText
    at: datetime | None
    danger: bool
    wish: Wish
    aloud: bool = False

    @property
    def to_stop(self) -> bool:
        """Say whether it asks for an end of something."""
        return self.wish in (Wish.STOP, Wish.STOP_CALLS, Wish.MAYBE_STOP)


Work = Callable[[Parts, Tx, Tenant, Came], Answered]


def look_after(
    parts: Parts, tenant: Tenant, text: InboundText, at: datetime | None = None
) -> str:
    """Look after danger and a wish to stop in a text whose own turn broke.

    `at` is when it came to the carrier if it did not come to us then. Returns what the
    carrier is to say at once, "" for nothing: a stranger is answered that way, and who
    could not be answered otherwise. What breaks here as well is logged, and less is
    tried. Raises Unavailable.
    """
    return _looked_after(parts, tenant, _read(text, at))


def _looked_after(parts: Parts, tenant: Tenant, came: Came) -> str:
    for work in (partial(_whoevers, confirms=True), _whoevers, _nobodys):
        try:
            return retried(partial(_done, parts, tenant, came, work))
        except Unavailable:
            raise
        except Exception as error:
            log.exception("not_looked_after", sid=came.text.sid, exc_info=error)
    return SILENT


def of_call(
    parts: Parts, tenant: Tenant, event: CallEvent, work: Callable[[], str]
) -> str:
    """Answer a call's request by `work`; return the TwiML.

    Where that breaks, danger and a wish to stop in what was said are looked after, and
    danger is answered aloud. Anything else is raised, and the carrier comes again at
    the fallback address.
    """
    try:
        return retried(work)
    except (Malformed, Unavailable):
        raise
    except Exception as error:
        said = _said_in(parts, tenant, event)
        if not said:
            raise
        log.exception("call_not_answered", sid=event.sid, exc_info=error)
        aloud = Aloud("en", (Line(said),), HangUp())
        return voicing.leading_nowhere(parts, aloud)


def _said_in(parts: Parts, tenant: Tenant, event: CallEvent) -> str:
    """Look after what was said in a call; return what danger is answered with."""
    words = event.speech or event.lost
    said = InboundText(
        # A turn and its fallback bring the same words: they are one cry.
        sid=str(uuid5(NAMESPACE_OID, f"{event.sid} {words}")),
        account_sid=event.account_sid,
        sender=event.person,
        to=event.ours,
        words=words,
        changed=False,
        media=0,
        opt_out=None,
    )
    came = _read(said, None, aloud=True)
    # Where she is, is not known when nothing of her could be read.
    return _looked_after(parts, tenant, came) or (
        screen.reply("") if came.danger else SILENT
    )


def _done(parts: Parts, tenant: Tenant, came: Came, work: Work) -> str:
    if not (came.danger or came.to_stop):
        return SILENT
    with parts.db.transaction(tenant.id) as tx:
        answered = work(parts, tx, tenant, came)
    parts.bell.ring("deliver", tenant.id, answered.rings, URGENT)
    return answered.said


def _read(text: InboundText, at: datetime | None, *, aloud: bool = False) -> Came:
    danger = screen.screen(text.words).level is screen.Level.CRISIS
    wish = Wish(text.opt_out) if text.opt_out else consent.read(text.words)
    if is_offered(text.words):
        wish = Wish.MAYBE_STOP  # whose it is, is not looked up here: a person reads it
    return Came(text, at, danger, wish, aloud)


def _whoevers(
    parts: Parts, tx: Tx, tenant: Tenant, came: Came, *, confirms: bool = False
) -> Answered:
    """Serve who wrote it; `confirms` says that a stop is confirmed, by a script."""
    text = came.text
    person = people.lock_by_number(tx, parts.vault, tenant.hashes.hash(text.sender))
    if person is None or _before_she_came(tx, person, came):
        return _nobodys(parts, tx, tenant, came)
    desk = Desk(parts, tx, tenant, person, carrier_id=text.sid, came_at=came.at)
    desk.channel = "voice" if came.aloud else "text"
    aloud = screen.reply(desk.helped_in) if came.aloud and came.danger else SILENT
    if missed.there(tx, [text.sid]) or stumbles.stumbled(tx, JOB, _item(text.sid)) > 1:
        return Answered(aloud)
    if came.danger:
        reaches = came.aloud or not guarding.ends_texts(desk, came.wish)
        crisis(desk, text.words, reaches=reaches, aloud=came.aloud)
    _stop(desk, came, confirms=confirms)
    return Answered(aloud, tuple(desk.rings))


def _before_she_came(tx: Tx, person: people.Person, came: Came) -> bool:
    if came.at is None or came.to_stop:
        return False
    return missed.enrolled_since(tx, person, came.at)


def _nobodys(parts: Parts, tx: Tx, tenant: Tenant, came: Came) -> Answered:
    """Put danger before people as if nobody were known to have written it."""
    found = strangers.in_danger(parts, tx, tenant, (came.text, came.at))
    return NOTHING if found is None else found


def _stop(desk: Desk, came: Came, *, confirms: bool) -> None:
    """Carry out a wish to stop; the turn that keeps her words comes with the text."""
    wish, words, was = came.wish, came.text.words, desk.person.consent
    script = None
    if confirms:
        unconfirmed.noticed(desk)
    if wish is Wish.MAYBE_STOP:
        unconfirmed.unclear_stop(desk)
    elif was != "stopped" and came.to_stop and guarding.ends_texts(desk, wish):
        guarding.stop_said(desk, words)
        known = came.text.opt_out or guarding.told(desk, words)
        script = None if known == "stop" else "stop_confirmation"
    elif was == "stopped" and wish is Wish.STOP:
        guarding.stop_again(desk, words)
    elif wish is Wish.STOP_CALLS and was != "stopped" and desk.person.calls == "agreed":
        call_consent.withdraw_calls(desk, words, desk.channel)
        script = "calls_off"
    if script and confirms:
        made = turns.once(desk, unconfirmed.wording(desk, script), Heard(words))
        speaking.say(desk, render.as_texts(made.effects), About("confirmation"))


def crisis(desk: Desk, body: str, *, reaches: bool, aloud: bool = False) -> None:
    """Put danger before people, and answer it by text where a reply is due.

    `aloud` says that whoever asks answers it in the call that it was said in.
    """
    said = guarding.crisis(desk, reaches=reaches, aloud=aloud)
    if said and not aloud:
        speaking.say(desk, [said], About("crisis"))
    acting.keep_turn(desk, None, "crisis", body, said)


def seen_to(desk: Desk) -> bool:
    """Say whether danger in the text at this desk was looked after when it broke us."""
    sid = desk.carrier_id
    return bool(sid) and stumbles.known(desk.tx, JOB, _item(sid))


def _item(sid: str) -> UUID:
    return uuid5(NAMESPACE_OID, sid)
