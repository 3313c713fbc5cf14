"""A number from which no sign of hers came for long: asked whose it is, told nothing.

Laws: nothing automatic tells of her to an unconfirmed number; a text or call from it is
kept as any other, and danger and STOP in it come first, as ever; what does not say that
the number is hers is answered once, without a name, and everything automatic is held
until a person has looked; nothing of this changes her consent.
"""

from __future__ import annotations

from datetime import timedelta

from flows.safety import unconfirmed as table
from flows.safety.alerting import WHOSE
from flows.talk import answers, render
from flows.talk.events import Opened
from flows.talk.expects import Expect
from service.store import silences
from service.store.views import Card
from service.usecases import acting, guarding, left_open, speaking, turns
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed
from service.usecases.speaking import About

# The rule of sending by which something stayed here for this; then the number is asked.
RULE = "unconfirmed"
ASK, A_PERSON_READS = "whose_number", "whose_number_read"
THANKS, NO_MORE = "whose_number_yes", "whose_number_stop"
TALK = "take_over"
LIVES = timedelta(hours=20)
# Anybody may send these, and what they show or end is hers.
ANYBODYS = frozenset({"why", "call_me", "my_data", "erase"})


def silent_days(desk: Desk) -> int:
    """Count the days without a sign of her; 0 where her number is hers, or held."""
    return 0 if desk.person.hold else _silent_days(desk)


def _silent_days(desk: Desk) -> int:
    """Count them at the moment of what is answered here, which may be in the past."""
    person, at = desk.person, desk.came_at or desk.tx.now
    heard = person.last_heard_at
    if person.consent != "active" or (heard and not table.silent_days(heard, at)):
        return 0
    return table.silent_days(silences.last_sign(desk.tx, person), at)


def seen(parts: Parts, signed: Signed, card: Card) -> int:
    """Return the same for who looks at a page; nothing is changed."""
    heard = card.last_heard_at
    if card.consent != "active" or card.hold:
        return 0
    if heard and not table.silent_days(heard, card.now):
        return 0
    with parts.glimpse(signed.organisation, card.id) as desk:
        return silent_days(desk)


def ask(desk: Desk) -> None:
    """Plan the one text that asks whose number it is, if it may be asked now.

    The rules of sending ask again at its time, as of any nudge.
    """
    since = silences.last_sign(desk.tx, desk.person)
    before = silences.asked(desk.tx, desk.person, since)
    if not table.may_ask(before, desk.tx.now):
        return
    if acting.follow_up(desk, ASK, silences.ASKS, desk.tx.now, LIVES):
        _told(desk)


# ---- what comes from it ----


def noticed(desk: Desk) -> None:
    """Note at this desk that her number is unconfirmed, before its word counts as hers.

    A coach's talk with whoever has it changes nothing of that.
    """
    desk.unconfirmed = _waits_for_nobody(desk) and _silent_days(desk) > 0


def noticed_at_stop(desk: Desk) -> None:
    """Note the same where the STOP that ends now came from an unconfirmed number."""
    silence = silences.before_stop(desk.tx, desk.person)
    desk.unconfirmed = silence is not None and table.silent_days(*silence) > 0


def called(desk: Desk) -> None:
    """Put a call from an unconfirmed number before a person, with everything held."""
    desk.unconfirmed = silent_days(desk) > 0
    hold(desk)


def hold(desk: Desk) -> None:
    """Hold everything until a person has looked, where the number is unconfirmed.

    While a coach talks with whoever has it, that begins with the end of the talk.
    """
    if desk.unconfirmed and _waits_for_nobody(desk):
        silences.seen_to(desk.tx, desk.person)
        guarding.unclear_stop(desk, WHOSE[1])


def in_danger(desk: Desk) -> None:
    """Let coaches know that danger came from an unconfirmed number; all is held."""
    if desk.unconfirmed:
        _told(desk)


def _told(desk: Desk) -> None:
    if not silences.doubted(desk.tx, desk.person):
        acting.put_before_coach(desk, "hand", RULE)


def wording(desk: Desk, name: str) -> str:
    """Return the script that confirms it without a name, where the number is that."""
    return A_PERSON_READS if _doubted(desk) else name


def goodbye(desk: Desk) -> str:
    """Return the script that confirms a STOP, without a name where it must be."""
    return NO_MORE if _doubted(desk) else "stop_confirmation"


def _doubted(desk: Desk) -> bool:
    """Say whether the number is unconfirmed, or was when what is held now came."""
    held = desk.person.hold is not None
    return desk.unconfirmed or (held and silences.doubted(desk.tx, desk.person))


def answered(desk: Desk, body: str) -> bool:
    """Answer a text from an unconfirmed number; False where it goes on as any other.

    Danger and STOP have been seen to. What is hers goes on, but that a mere yes is
    thanked for.
    """
    if not (desk.unconfirmed and _waits_for_nobody(desk)):
        return False
    talking = desk.person.hold is not None
    if _is_hers(desk, body):
        silences.seen_to(desk.tx, desk.person)
        if talking or not table.is_yes(body):
            return False
        _say(desk, THANKS, About(), body)
        return True
    hold(desk)
    if talking:
        return False
    # It answers nothing: her words wait for a person also once the hold is lifted.
    left_open.keep_since(desk, desk.tx.now)
    _say(desk, A_PERSON_READS, About("confirmation"), body)
    return True


def _waits_for_nobody(desk: Desk) -> bool:
    """Say whether nothing is held that a person has to look at first."""
    return desk.person.hold in (None, TALK)


def _say(desk: Desk, script: str, about: About, body: str) -> None:
    # What came may have been a picture, without a word to answer.
    made = turns.once(desk, script, Opened("reply"))
    # The carrier has answered HELP by itself.
    texts = [] if desk.told == "help" else render.as_texts(made.effects)
    speaking.say(desk, texts, about)
    said = "\n".join(texts) or None
    acting.keep_turn(desk, None, made.kind, body or None, said)


def _is_hers(desk: Desk, body: str) -> bool:
    name, language = desk.person.name, desk.person.language
    command = answers.command(body, language)
    if command is not None:
        return command not in ANYBODYS
    if table.is_hers(body, name) or answers.reports(body, language):
        return True
    told = answers.understand(body, Expect("attempt"), language)
    step = desk.step
    if step is None or not isinstance(told, answers.Tried):
        return False
    return table.tells_of(body, (step.step, step.cue, step.goal))
