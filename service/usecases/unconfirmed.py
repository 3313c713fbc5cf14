"""A number from which no word of hers came for long: asked whose it is, told nothing.

Laws: nothing personal goes to an unconfirmed number, by text or by call; danger, STOP
and HELP are answered as ever; what comes from it is hers when it says so, tells of a
try in words of hers or is a command, and anything else is kept for a coach and answered
with a text without a name, once a day at most.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal
from uuid import UUID

from flows.safety import consent
from flows.safety import unconfirmed as table
from flows.safety.consent import Wish
from flows.talk import answers, render
from flows.talk.events import Heard
from flows.talk.expects import Expect
from service.store import enrolment, people, silences
from service.store.views import Card
from service.usecases import acting, rights, speaking, turns
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed
from service.usecases.speaking import About

# The rules of sending by which something stayed for this; then the number is asked.
RULES = frozenset({"unconfirmed", "unconfirmed_line"})
ASK, ANYTHING_ELSE = "whose_number", "whose_number_again"
YES, LET_GO = "whose_number_yes", "whose_number_no"
# What a coach is told of: she was asked, something else came, it is somebody else's.
ASKED, WROTE, WRONG = "unconfirmed", "unconfirmed_text", "wrong_number"
LIVES = timedelta(hours=20)
# Of anybody's words, or showing or ending what is kept of her: no word from her.
NO_WORD = frozenset({"why", "my_data", "erase"})


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Why a number may be somebody else's: days without a word, or a line come back."""

    silent_days: int = 0
    came_back: bool = False

    def __bool__(self) -> bool:
        """Say whether it may be."""
        return self.silent_days > 0 or self.came_back


KNOWN = Unconfirmed()


def why(desk: Desk) -> Unconfirmed:
    """Return why the number may be somebody else's; KNOWN where nothing says so."""
    if desk.person.consent != "active":
        return KNOWN
    heard, now = desk.person.last_heard_at or desk.near.enrolled_at, desk.tx.now
    back = desk.near.came_back_at
    if not (back and back > heard) and not table.silent_days(heard, now):
        return KNOWN
    last = desk.last_word
    came_back = back is not None and back > last
    return Unconfirmed(table.silent_days(last, now), came_back)


def is_so(desk: Desk) -> bool:
    """Say whether her number is unconfirmed."""
    return bool(why(desk))


def seen(parts: Parts, signed: Signed, card: Card) -> Unconfirmed:
    """Return the same for who looks at a page; nothing is changed."""
    heard = card.last_heard_at
    told = any(one.reason in (ASKED, WROTE) for one in card.alerts)
    quiet = heard is None or table.silent_days(heard, card.now) > 0
    if card.consent != "active" or not (told or quiet):
        return KNOWN
    with parts.glimpse(signed.organisation, card.id) as desk:
        return why(desk)


def ask(desk: Desk) -> None:
    """Plan the one text that asks whose number it is, if it may be asked now.

    The rules of sending ask again at its time, as of any nudge.
    """
    since = desk.last_word
    before = silences.asked(desk.tx, desk.person, since)
    if not table.may_ask(before, desk.tx.now):
        return
    new = acting.follow_up(desk, ASK, silences.ASKS, desk.tx.now, LIVES)
    if new and not before:
        acting.put_before_coach(desk, "hand", ASKED)


# ---- what comes from it ----


def wish(desk: Desk, body: str) -> Wish:
    """Read a wish about being texted; where it may be so, "not my number" is one."""
    read = consent.read(body)
    if read is Wish.STOP or not is_so(desk):
        return read
    return Wish.STOP if _lets_go(desk, body) else read


def _lets_go(desk: Desk, body: str) -> bool:
    if table.is_anothers(body, desk.person.name):
        return True
    since = desk.last_word
    return table.declines(body) and bool(silences.asked(desk.tx, desk.person, since))


def goes_on(desk: Desk, body: str) -> bool:
    """Take a text from an unconfirmed number; say whether it goes on as one of hers.

    A yes is thanked for; what is no word from her is answered without a name.
    """
    said = _said(desk, body)
    if said == "nothing":
        _not_hers(desk, body)
        return False
    confirm(desk)
    if said == "hers" or desk.person.hold is not None:
        return True
    _say(desk, YES, body)
    return False


def _said(desk: Desk, body: str) -> Literal["yes", "hers", "nothing"]:
    language = desk.person.language
    if table.is_hers(body):
        return "yes"
    command = answers.command(body, language)
    if command is not None:
        return "nothing" if command in NO_WORD else "hers"
    return "hers" if _tells_of_a_try(desk, body) else "nothing"


def _tells_of_a_try(desk: Desk, body: str) -> bool:
    if answers.reports(body, desk.person.language):
        return True
    told = answers.understand(body, Expect("attempt"), desk.person.language)
    step = desk.step
    if step is None or not isinstance(told, answers.Tried):
        return False
    return table.tells_of(body, (step.step, step.cue, step.goal))


def confirm(desk: Desk) -> None:
    """Take the word that came for hers: she is there, and her number is hers."""
    last = desk.person.last_heard_at
    people.heard(desk.tx, desk.person)
    silences.seen_to(desk.tx, desk.person)
    desk.person = replace(desk.person, last_heard_at=desk.tx.now)
    acting.hear(desk, last)


def _not_hers(desk: Desk, body: str) -> None:
    if desk.person.hold is not None or not _say(desk, ANYTHING_ELSE, body, daily=True):
        acting.keep_turn(desk, None, "kept", body or None, None)
        return
    acting.put_before_coach(desk, "hand", WROTE)


def _say(desk: Desk, script: str, body: str, *, daily: bool = False) -> bool:
    """Say a script of one turn; `daily` words stay where she had them within a day."""
    made = turns.once(desk, script, Heard(body))
    texts = render.as_texts(made.effects)
    had = {wording for _, wording in desk.near.sent}
    if daily and had & {desk.person.key.hash(one) for one in texts}:
        return False
    speaking.say(desk, texts, About())
    acting.keep_turn(desk, None, made.kind, body or None, "\n".join(texts))
    return True


def let_go(desk: Desk, body: str) -> None:
    """Put before the coach that whoever has the number says it is not hers."""
    silences.seen_to(desk.tx, desk.person)
    if table.is_anothers(body, desk.person.name):
        acting.put_before_coach(desk, "hand", WRONG)


def vouch(parts: Parts, signed: Signed, participant: UUID) -> None:
    """Take a coach's word that the number is hers. Raises NotAllowed, LookupError."""
    rights.require(signed, "people")
    with parts.at_desk(signed.organisation, participant) as desk:
        new = parts.new_id()
        enrolment.audit(desk.tx, new, signed.actor, silences.VOUCHED, desk.person.id)
        silences.seen_to(desk.tx, desk.person)
